"""Tracing at the command line: back, forward, as known on a day; and the missile, exactly."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.invented import LATER, RIFLE
from tests.e2e.running import DAY, EXAMPLES, MISSILE, START, User


def _texts(lines: list[dict[str, Any]]) -> list[str]:
    return [line["text"] for line in lines]


def _missile(user: User, *words: str) -> Any:
    return user.run("trace", user.case("m.case", MISSILE), *words, "--json").check().json


def test_the_export_of_the_missile_stands_on_two_days_by_two_sources(user: User) -> None:
    told = _missile(user)
    (missile,) = told["subjects"]

    (conflict,) = missile["conflicts"]
    assert [version["when"] for version in conflict["versions"]] == ["12 December 2015", "15 December 2015"]
    numbers = [number for version in conflict["versions"] for number in version["refs"]]
    by = [cited for cited in told["cited"] if cited["number"] in numbers]
    assert {told["sources"][cited["source"] - 1]["publisher"] for cited in by} == {"Toronto Star", "Bivol"}
    assert {told["sources"][c["citing"] - 1]["publisher"] for c in by} == {"Conflict Armament Research"}
    assert len(missile["accounts"]) == 2


def test_the_fifty_nine_days_of_the_missile_are_as_stated(user: User) -> None:
    (missile,) = _missile(user)["subjects"]

    stated = [d for d in missile["durations"] if d["kind"].startswith("as stated")]
    assert [d["days"] for d in stated] == ["59 days"]
    assert re.search(r"exported by .* → recovered", stated[0]["text"])


def test_the_recovery_of_the_missile_is_derived_and_never_used_to_recompute(user: User) -> None:
    (missile,) = _missile(user)["subjects"]

    recoveries = [
        event
        for account in missile["accounts"]
        for element in account["elements"]
        for event in element.get("seen", ())
        if event["label"].startswith("recovery")
    ]
    assert {event["when"] for event in recoveries} <= {
        "9 or 12 February 2016", "9 February 2016", "12 February 2016",
    }  # fmt: skip
    assert all(event["is_derived"] for event in recoveries)
    (follows,) = {d["follows"] for d in missile["durations"] if d["follows"]}
    assert "9 or 12 February 2016, derived from the stated 59 days" in follows
    assert not any("recovered" in d["text"] for d in missile["durations"] if not d["kind"].startswith("as stated"))


def test_the_months_of_one_source_alone_give_the_missile_32_to_90_days(user: User) -> None:
    (missile,) = _missile(user)["subjects"]

    alone = [d for d in missile["durations"] if d["kind"] == "from the dates of one source alone"]
    assert [d["days"] for d in alone] == ["32 to 90 days"]
    assert "December 2015 → seen with Islamic State, February 2016" in alone[0]["text"]


def test_the_missile_has_its_undocumented_legs(user: User) -> None:
    (missile,) = _missile(user)["subjects"]

    gaps = [[(e["after"], e["before"]) for e in a["elements"] if e["kind"] == "gap"] for a in missile["accounts"]]
    assert gaps == 2 * [
        [
            ("VMZ", "Bulgaria"),
            ("United States Army", "United States supply programme (CIA)"),
            ("rebels in Syria, not named", "Islamic State"),
        ]
    ]


def test_the_previous_user_of_the_missile_comes_with_the_basis(user: User) -> None:
    said = user.run("trace", user.case("m.case", MISSILE)).check().words

    assert "Islamic State, on a basis that is not known" in said
    assert "Iraqi Federal Police" in said


def test_few_intermediaries_is_quoted_as_an_inference(user: User) -> None:
    told = _missile(user)

    inferred = [text for text in _texts(told["four"]["inferred"]) if "intermediaries" in text]
    assert inferred
    assert all(text.startswith("inference of a source: ") for text in inferred)
    quotes = [cited["quote"] for cited in told["cited"] if "intermediaries" in cited["sentence"]]
    assert "doesn't need many intermediaries" in quotes
    assert not any("intermediaries" in text for text in _texts(told["four"]["documented"] + told["four"]["reported"]))


def test_the_missile_may_have_left_custody_in_two_windows_with_no_party_in_their_titles(user: User) -> None:
    (missile,) = _missile(user)["subjects"]

    windows = missile["accounts"][0]["windows"]
    assert [window["title"] for window in windows] == [
        "undertaking to the exporting state", "intended recipient's custody",
    ]  # fmt: skip
    assert all(window["caveat"] == "no inference of malpractice" for window in windows)
    assert "unknown and not unlawful" in windows[0]["cause"]


def test_the_plain_trace_has_a_line_for_each_fact(user: User) -> None:
    out = user.run("trace", user.case("m.case", MISSILE), "--plain").check().out

    lines = out.splitlines()
    assert all(re.match(r"[a-z]+ +\S|  [a-z]+ +\S", line) for line in lines), out
    assert sum(line.startswith("gap ") for line in lines) == 6
    assert any("32 to 90 days | from the dates of one source alone" in line for line in lines)
    assert any(line.startswith("derived ") and "9 or 12 February 2016" in line for line in lines)


def test_forward_from_the_programme_reaches_the_missile_and_its_find(user: User) -> None:
    told = _missile(user, "supply programme", "--forward")

    (ahead,) = told["forward"]
    assert told["subjects"] == []
    (missile,) = [reach for reach in ahead["reached"] if reach["name"].startswith("9M111MB-1")]
    assert missile["kind"] == "was inside it"
    assert any(event["what"].startswith("recovered") for event in missile["finds"])
    assert {line["text"] for line in ahead["parts"]} >= {"sponsor: United States"}


def test_forward_from_the_consignment_reaches_what_was_in_it(user: User) -> None:
    (ahead,) = _missile(user, "the shipment", "--forward")["forward"]

    assert [reach["name"] for reach in ahead["reached"]][-1] == "9M111MB-1 missile, remnant recovered in Ramadi"


def test_forward_without_a_thing_asks_for_one_or_leaves_the_rest_out(user: User) -> None:
    ran = user.run("trace", user.case("m.case", MISSILE), "--forward", "--json")

    assert ran.status != 0 or ran.json["subjects"] == []


def test_a_day_earlier_the_answer_is_that_of_then(user: User) -> None:
    case = user.case("my.case", RIFLE)
    then = user.run("trace", case, "--json").check().json
    user.now = START + 10 * DAY
    user.run("add", case, user.write("later.wit", LATER)).check()

    before = user.run("trace", case, "--known-by", "2014-05-22", "--json").check().json
    after = user.run("trace", case, "--known-by", "2014-05-23", "--json").check().json
    now = user.run("trace", case, "--json").check().json

    assert (before["subjects"], before["four"]) == (then["subjects"], then["four"])
    assert (after["subjects"], after["four"]) == (now["subjects"], now["four"])
    assert before["provenance"]["case"] == then["provenance"]["case"]
    assert before["subjects"] != after["subjects"]


def test_what_was_retracted_later_stands_in_the_answer_of_then(user: User) -> None:
    case = user.case("my.case", RIFLE)
    user.now = START + 10 * DAY
    user.run("retract", case, user.only(case, "sighting"), "--by", "ada", "--why", "it was another").check()

    assert "June 1991" in user.run("trace", case, "--known-by", "2014-05-14").check().words
    assert "June 1991" not in user.run("trace", case).check().words


def test_an_answer_says_of_which_day_it_is(user: User) -> None:
    case = user.case("my.case", RIFLE)

    assert "as known by 2014-05-14" in user.run("trace", case, "--known-by", "2014-05-14").check().words


def test_before_the_first_receipt_nothing_was_known(user: User) -> None:
    case = user.case("my.case", RIFLE)

    told = user.run("trace", case, "--known-by", "2014-05-12", "--json").check().json

    assert (told["subjects"], told["cited"], told["provenance"]["statements"]) == ([], [], 0)


def test_a_thing_is_found_by_its_name_part_of_it_or_its_id(user: User) -> None:
    case = user.case("my.case", RIFLE)

    by_id = user.run("trace", case, user.only(case, "item")[:8], "--json").check().json
    by_part = user.run("trace", case, "kb 04217", "--json").check().json

    assert by_id["subjects"] == by_part["subjects"] != []


@pytest.mark.parametrize("query", ["howitzer", "missile"])
def test_a_thing_that_is_not_one_is_refused_with_what_there_is(user: User, query: str) -> None:
    case = user.case("m.case", MISSILE)

    user.run("trace", case, query).refused(f"got '{query}'", "9M111MB-1 missile, remnant recovered in Ramadi")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_traced_without_a_problem_and_rests_on_numbered_statements(user: User, path: Path) -> None:
    told = user.run("trace", user.case("x.case", path), "--json").check().json

    assert told["problems"] == []
    numbers = {cited["number"] for cited in told["cited"]}
    for subject in told["subjects"]:
        for account in subject["accounts"]:
            for window in account["windows"]:
                assert window["refs"]
                assert set(window["refs"]) <= numbers


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_four_opening_lines_of_an_example_repeat_no_point(user: User, path: Path) -> None:
    four = user.run("trace", user.case("x.case", path), "--json").check().json["four"]

    points = [line["text"] for lines in four.values() for line in lines if not line["text"].startswith("and ")]
    assert len(points) == len(set(points))
    assert all(lines for lines in four.values())
    assert "from nobody named" not in " ".join(points)


@pytest.mark.parametrize("columns", ["1", "20", "40", "500"])
def test_a_trace_fits_any_terminal(user: User, columns: str) -> None:
    case = user.case("my.case", RIFLE)
    user.more = {"COLUMNS": columns}

    assert "Orlan" in user.run("trace", case, "--plain").check().out
    user.run("trace", case).check()
    user.run("show", case).check()
