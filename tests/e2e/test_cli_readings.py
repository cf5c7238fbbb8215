"""Readings at the command line: recorded, read again without sight of the first, identified, and learnt from."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.running import Ran, User, hidden_in

STEERING = "19\x1b[31m68\u202e\u2066\u200b\u00ad\ufeff\x9b\x7f\x08\U000e0041\u2028\x85\x0b\r\u061c"
THINGS = """item rifle: Rifle
  model R-7

item pistol: Pistol
  model P-1
"""
AS_TYPED = [
    '"KB0421786"', '"', '"KB', '""', "  KB 04", "\tKB", "KB  ", "sealed:KB", f"sealed:{'ab' * 32}", "id:KB", "#7",
    "[8B]4?", "{obl:4}", "/26\\", "\\?", "KB\n71", "KB\n  reader Eve", "\u00a071", "\u300071\u2003", "КВ", "a: b",
    "?", "*", "=7", "KB\\u0041", "KB\x00", STEERING,
]  # fmt: skip
"""What could be taken for something other than what was read."""


@pytest.fixture
def case(user: User) -> Path:
    """A case with two things."""
    return user.case("c.case", THINGS)


def keep(user: User, case: Path, text: str, *fields: str, of: str = "Rifle", more: tuple[str, ...] = ()) -> Ran:
    """Record a reading; a field of the statement each."""
    settings = [word for field in fields for word in ("--set", field)]
    return user.run("read", *more, "--into", case, "--of", of, *settings, "--", text)


def first(user: User, case: Path, text: str = "KB0421786", *fields: str) -> Any:
    return kept(user, case, text, "mark=serial", "reader=Ada", *fields)


def kept(user: User, case: Path, text: str, *fields: str, of: str = "Rifle") -> Any:
    return keep(user, case, text, *fields, of=of, more=("--json",)).check().json


def reread(
    user: User, case: Path, typed: str | bytes = "KB0421780", *more: str, mark: str = "serial", reader: str = "Ben"
) -> Ran:
    return user.run("reread", case, "Rifle", "--mark", mark, "--reader", reader, *more, typed=typed)


def lines_of(user: User, case: Path) -> list[str]:
    return user.exported(case, "notation", "R3").split("\n")


def held(user: User, case: Path, kind: str = "mark-reading") -> int:
    """How many statements of a kind a case holds."""
    return sum(line.startswith(f"{kind} ") for line in lines_of(user, case))


def texts(user: User, case: Path) -> list[str]:
    """The readings of a case, as a machine reads them out of its notation."""
    lines = lines_of(user, case)
    found = [line.removeprefix("  text ") for line in lines if line.startswith("  text ")]
    return [json.loads(text) if text.startswith('"') else text for text in found]


def pictured(user: User, case: Path, i: str) -> str:
    return str(user.run("show", case, i, "--json").check().json["notation"])


def taught(user: User, *, count: int = 40) -> Path:
    """A case in which a 7 is often read as 1."""
    blocks = "".join(
        f"item t{n}: Thing {n}\n\n"
        f"mark-reading a{n}\n  of t{n}\n  mark serial\n  text AB00{read_as}1\n  reader Ada\n\n"
        f"mark-reading b{n}\n  of t{n}\n  mark serial\n  text AB0071\n  reader Ben\n\n"
        for n in range(count)
        for read_as in ("X" if n % 2 else "7")
    )
    return user.case("taught.case", blocks)


# Recording


def test_a_reading_is_recorded_with_its_fields(user: User, case: Path) -> None:
    found = kept(user, case, "KB0421786", "mark=serial", "reader=Ada", "wear=worn", "making=stamped", "when=2014-05-01")

    assert (found["thing"], found["mark"], found["problems"], found["combined"]) == ("Rifle", "serial", [], None)
    told = pictured(user, case, found["id"])
    for line in ("text KB0421786", "mark serial", "reader Ada", "wear worn", "making stamped", "when 2014-05-01",
                 "notation 1"):  # fmt: skip
        assert f"  {line}\n" in told


def test_what_was_recorded_is_told_with_its_id(user: User, case: Path) -> None:
    told = keep(user, case, "KB04", "mark=serial").check()
    assert told.out == f"recorded as {user.only(case, 'mark-reading')}\n" or user.only(case, "mark-reading") in told.out


def test_a_second_reading_is_laid_beside_the_first(user: User, case: Path) -> None:
    first(user, case)
    told = keep(user, case, "KB0421780", "mark=serial", "reader=Ben").check()
    assert "beside 1 earlier: contradicts at character 9" in told.words
    assert "all together read KB042178[60]" in told.words


def test_a_mark_of_another_kind_or_thing_is_not_laid_beside_it(user: User, case: Path) -> None:
    first(user, case)
    assert kept(user, case, "12-88", "mark=lot")["combined"] is None
    assert kept(user, case, "KB0421780", "mark=serial", of="Pistol")["combined"] is None


def test_readings_of_no_stated_kind_are_not_laid_beside_each_other(user: User, case: Path) -> None:
    keep(user, case, "1968").check()
    assert kept(user, case, "9 V 47")["combined"] is None


def test_a_reading_that_is_no_notation_is_recorded_with_a_note(user: User, case: Path) -> None:
    assert "note: '[' opens nothing that is closed: taken as typed" in keep(user, case, "[8B").check().words
    assert texts(user, case) == ["[8B"]


@pytest.mark.parametrize("typed", AS_TYPED)
def test_a_reading_is_kept_exactly_as_typed(user: User, case: Path, typed: str) -> None:
    keep(user, case, typed, "mark=serial", "reader=Ada").check()
    assert texts(user, case) == [typed]
    assert "Eve" not in pictured(user, case, user.only(case, "mark-reading")).replace("\\n  reader Eve", "")


@pytest.mark.parametrize("typed", [t for t in AS_TYPED if not t.endswith(("\n", "\r"))])
def test_a_second_reading_is_kept_exactly_as_typed(user: User, case: Path, typed: str) -> None:
    first(user, case)
    reread(user, case, f"{typed}\n".encode()).check()
    assert sorted(texts(user, case)) == sorted(["KB0421786", typed])


@pytest.mark.parametrize("typed", ["", " ", "\t\n"])
def test_an_empty_reading_is_refused(user: User, case: Path, typed: str) -> None:
    assert keep(user, case, typed, "mark=serial").refused("want what was read, got nothing").status == 2
    assert held(user, case) == 0


@pytest.mark.parametrize(
    ("field", "wanted"),
    [("colour=red", "got 'colour'"), ("wear=rusty", "want one of unknown, crisp, worn, faint; got 'rusty'"),
     ("when=yesterday", "when:"), ("text=KB", "text: want it once"), ("of=id:ab", "of: want it once")],
)  # fmt: skip
def test_a_wrong_field_is_refused_and_nothing_recorded(user: User, case: Path, field: str, wanted: str) -> None:
    assert keep(user, case, "KB04", field).refused(wanted).status in {2, 3}
    assert held(user, case) == 0


@pytest.mark.parametrize("field", ["=serial", " mark=serial", "\tmark=serial"])
def test_a_field_of_no_name_does_not_become_part_of_the_one_before(user: User, case: Path, field: str) -> None:
    ran = keep(user, case, "KB04", "reader=Ada", field)
    assert ran.status != 0 or "  reader Ada\n" in "\n".join(lines_of(user, case))


def test_a_field_set_to_nothing_is_left_out(user: User, case: Path) -> None:
    assert "wear" not in pictured(user, case, kept(user, case, "KB04", "wear=")["id"])


def test_a_value_may_hold_equal_signs(user: User, case: Path) -> None:
    assert "  note a=b=c\n" in pictured(user, case, kept(user, case, "KB04", "note=a=b=c")["id"])


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_field_without_an_equal_sign_is_refused(user: User, case: Path, more: list[str]) -> None:
    ran = user.run("read", "KB04", "--into", case, "--of", "Rifle", "--set", "serial", *more)
    assert ran.refused("want FIELD=VALUE, got 'serial'").status == 2


def test_a_field_without_an_equal_sign_is_refused_for_a_second_reading(user: User, case: Path) -> None:
    first(user, case)
    assert reread(user, case, "KB", "--set", "wear").refused("want FIELD=VALUE, got 'wear'").status == 2


def test_a_value_cannot_carry_in_a_statement_of_its_own(user: User, case: Path) -> None:
    keep(user, case, "KB04", "note=x\nparty eve: Eve\n  note y").check()
    assert (held(user, case), held(user, case, "party")) == (1, 0)


@pytest.mark.parametrize("field", ["mark serial\nparty eve: Eve\n  note=y", "mark serial\n  reader=Eve"])
def test_the_name_of_a_field_cannot_carry_in_lines_of_its_own(user: User, case: Path, field: str) -> None:
    keep(user, case, "KB04", field).refused()
    assert held(user, case) == 0


def test_a_reading_that_is_no_text_is_refused(user: User, case: Path) -> None:
    user.spawn("read", "\udcff1968", "--into", case, "--of", "Rifle").refused()


def test_a_reading_without_a_case_to_record_it_in_is_refused_with_what_is_wanted(user: User) -> None:
    user.run("read", "KB04", "--of", "Rifle").refused("want --into CASE, --of THING and one mark to record")


@pytest.mark.parametrize("marks", [[], ["KB04", "KB05"], ["KB04", "--headstamp", "12:60"]])
def test_one_mark_at_a_time_is_recorded(user: User, case: Path, marks: list[str]) -> None:
    ran = user.run("read", *marks, "--into", case, "--of", "Rifle")
    assert ran.refused("want --into CASE, --of THING and one mark to record").status == 2
    assert held(user, case) == 0


@pytest.mark.parametrize("option", ["--from", "--learnt-from"])
def test_what_cannot_be_done_beside_recording_is_refused(user: User, case: Path, option: str) -> None:
    user.run("read", "KB04", "--into", case, "--of", "Rifle", option, user.path("none.txt")).refused()


def test_a_reading_of_nothing_named_or_known_is_refused(user: User, case: Path) -> None:
    user.run("read", "KB04", "--into", case).refused("want --into CASE, --of THING and one mark to record")
    keep(user, case, "KB04", of="Mortar").refused("Mortar")
    user.run("read", "KB04", "--into", user.path("none.case"), "--of", "Rifle").refused("there is no case")


def test_a_reading_that_was_retracted_can_be_typed_again(user: User, case: Path) -> None:
    i = first(user, case)["id"]
    user.run("retract", case, i, "--by", "A. Vale", "--why", "mixed up").check()
    ran = keep(user, case, "KB0421786", "mark=serial", "reader=Ada")
    assert not isinstance(ran.error, Exception)


# A second time


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_what_waits_for_a_second_reader_is_listed_without_what_was_read(
    user: User, case: Path, more: list[str]
) -> None:
    first(user, case, "QX7319", "where=bolt", "region=1,2,3,4", "note=QX73 is sure")
    told = user.run("reread", case, *more).check()
    for words in ("Rifle", "serial", "bolt"):
        assert words in told.said
    for words in ("QX", "Ada"):
        assert words not in told.said


def test_a_mark_waits_with_the_pictures_that_it_was_read_from(user: User) -> None:
    case = user.case("p.case", f"{THINGS}\nphoto shot\n  of rifle\n  caption Left side\n\nmark-reading r\n  of rifle\n"
                     "  mark serial\n  text QX7319\n  photo shot\n  region 12,40,30,8\n")  # fmt: skip
    (waits,) = user.run("reread", case, "--json").check().json
    assert waits["photos"] == ["Left side, at 12,40,30,8"]


def test_a_mark_read_by_two_and_one_of_no_stated_kind_wait_for_nobody(user: User, case: Path) -> None:
    first(user, case)
    reread(user, case).check()
    keep(user, case, "1968", of="Pistol").check()
    assert user.run("reread", case, "--json").check().json == []
    assert "no mark waits for a second reader" in user.run("reread", case).check().words


def test_a_second_reading_is_recorded_as_blind_and_compared_only_then(user: User, case: Path) -> None:
    first(user, case, "KB0421786", "where=bolt")
    found = reread(user, case, "KB0421780\n", "--json").check().json

    assert found["combined"]["current"] == "KB042178[60]"
    assert [c["relation"] for c in found["combined"]["compared"]] == ["the first", "contradicts"]
    told = pictured(user, case, found["id"])
    for line in ("text KB0421780", "mark serial", "where bolt", "reader Ben", "beforehand blind", "when 2014-05-13"):
        assert f"  {line}\n" in told


def test_a_second_reading_is_told_beside_the_first(user: User, case: Path) -> None:
    first(user, case)
    told = reread(user, case).check()
    assert "beside 1 earlier: contradicts at character 9" in told.words
    assert "all together read KB042178[60]" in told.words


def test_a_second_reading_takes_fields_of_its_own(user: User, case: Path) -> None:
    first(user, case)
    found = reread(user, case, "KB", "--set", "when=2020", "--set", "wear=faint", "--json").check().json
    told = pictured(user, case, found["id"])
    assert "  when 2020\n" in told
    assert "  wear faint\n" in told


@pytest.mark.parametrize("field", ["beforehand=told", "reader=Eve", "mark=lot"])
def test_a_second_reading_cannot_be_passed_off_as_another(user: User, case: Path, field: str) -> None:
    first(user, case)
    reread(user, case, "KB", "--set", field).refused("want it once, got it again")
    assert held(user, case) == 1


def test_who_has_read_a_mark_cannot_read_it_again(user: User, case: Path) -> None:
    first(user, case)
    ran = reread(user, case, "KB0421780", reader="Ada").refused("want a reader who has not read this mark yet; got Ada")
    assert (ran.status, held(user, case)) == (2, 1)
    assert "KB" not in ran.said
    reread(user, case, reader="").refused("want a reader who has not read this mark yet; got none")


def test_who_has_read_a_mark_is_the_same_with_a_blank_behind_the_name(user: User, case: Path) -> None:
    first(user, case)
    reread(user, case, reader="Ada ").refused("want a reader who has not read this mark yet")


@pytest.mark.parametrize("mark", ["lot", "Serial", ""])
def test_a_kind_of_mark_that_was_not_read_is_refused_with_those_that_were(user: User, case: Path, mark: str) -> None:
    first(user, case)
    keep(user, case, "1968").check()
    ran = reread(user, case, mark=mark)
    ran.refused("Rifle: want a mark that was read before, of a mark of no stated kind, serial; got")
    assert (ran.status, held(user, case)) == (2, 2)
    assert "KB" not in ran.said


def test_a_second_reading_of_what_nobody_read_is_refused(user: User, case: Path) -> None:
    reread(user, case).refused("Rifle: want a mark that was read before, of none; got serial")


@pytest.mark.parametrize("typed", [b"\xff\xfe1", b"KB\x80", "КВ".encode("cp1251")])
def test_a_second_reading_that_is_not_utf_8_is_refused(user: User, case: Path, typed: bytes) -> None:
    first(user, case)
    assert reread(user, case, typed).refused("want the reading in UTF-8 on standard input").status == 2
    assert held(user, case) == 1


@pytest.mark.parametrize("typed", ["", "\n", "  \r\n"])
def test_an_empty_second_reading_is_refused(user: User, case: Path, typed: str) -> None:
    first(user, case)
    reread(user, case, typed).refused("want what was read, got nothing; a mark of which nothing can be read is typed *")
    assert held(user, case) == 1


def test_each_place_of_a_kind_of_mark_can_be_read_again(user: User, case: Path) -> None:
    first(user, case, "KB0421786", "where=bolt")
    first(user, case, "KB0421786", "where=receiver")
    reread(user, case).refused("want --set where= of bolt, receiver; got none")
    reread(user, case, "KB0421786", "--set", "where=bolt").check()
    (waits,) = user.run("reread", case, "--json").check().json
    assert waits["where"] == "receiver"
    reread(user, case, "KB0421786", "--set", "where=receiver").check()


def test_a_second_reading_is_of_the_place_that_was_asked_for(user: User, case: Path) -> None:
    first(user, case)
    reread(user, case, "KB0421780", "--set", "where=bolt")
    assert not any(waits["where"] for waits in user.run("reread", case, "--json").check().json)


def test_a_byte_order_mark_is_no_part_of_a_second_reading(user: User, case: Path) -> None:
    first(user, case)
    assert (
        reread(user, case, "KB0421786".encode("utf-8-sig"), "--json").check().json["combined"]["current"] == "KB0421786"
    )
    assert texts(user, case) == ["KB0421786"] * 2


def test_a_process_reads_a_second_reading_from_its_standard_input(user: User, case: Path) -> None:
    first(user, case)
    ran = user.spawn("reread", case, "Rifle", "--mark", "serial", "--reader", "Ben", typed=b"KB042178?\r\n")
    assert "beside 1 earlier: says less" in ran.check().words
    assert sorted(texts(user, case)) == ["KB0421786", "KB042178?"]


# Identifying


WORDS = ("identify", "AK-pattern rifle, 7,62×39", "--mark", "/66\\ 五六式 10121943")


def test_a_candidate_that_a_person_takes_is_recorded_with_its_reasons_and_readings(user: User, case: Path) -> None:
    rests = [kept(user, case, "/66\\ 五六式 10121943")["id"], kept(user, case, "10121943", "mark=serial")["id"]]
    kept(user, case, "1968", of="Pistol")
    i = user.run(*WORDS, "--into", case, "--of", "Rifle", "--take", "type 56", "--json").check().json["identification"]
    told = pictured(user, case, i)

    for line in ("model Type 56", "calibre 7.62x39", "item-class SA.ASLT", "basis inferred"):
        assert f"  {line}\n" in told
    assert "calibre 7.62x39: " in told.partition("  because ")[2]
    assert told.count("  rests-on ") == 2
    assert all(each in told for each in rests)


def test_an_identification_is_told_with_its_id(user: User, case: Path) -> None:
    told = user.run(*WORDS, "--into", case, "--of", "Rifle", "--take", "Type 56").check()
    assert user.only(case, "identification") in told.said


@pytest.mark.parametrize("take", ["Type 57", "", "\u202eType 56\x1b[31m"])
def test_a_candidate_that_is_none_is_refused_and_nothing_recorded(user: User, case: Path, take: str) -> None:
    ran = user.run(*WORDS, "--into", case, "--of", "Rifle", "--take", take).refused("want one of the candidates,")
    assert (ran.status, held(user, case, "identification"), hidden_in(ran.said)) == (2, 0, set())
    assert "Type 56" in ran.words


def test_what_is_in_no_catalogue_cannot_be_taken(user: User, case: Path) -> None:
    ran = user.run("identify", "a strange thing", "--into", case, "--of", "Rifle", "--take", "Type 56")
    ran.refused("want one of the candidates, none; got Type 56")


def test_an_identification_of_no_thing_is_refused(user: User, case: Path) -> None:
    user.run(*WORDS, "--into", case, "--take", "Type 56").refused("want --into CASE, --of THING and --take MODEL")
    user.run(*WORDS, "--into", case, "--of", "Mortar", "--take", "Type 56").refused("Mortar")
    assert held(user, case, "identification") == 0


def rests(user: User, more: str, read_of: str) -> int:
    """How many readings an identification rests on: one of the rifle, and one of the same by another name."""
    read = f"\nmark-reading r\n  of {read_of}\n  text 10121943\n\nmark-reading s\n  of rifle\n  text 五六式\n"
    case = user.case("r.case", f"{THINGS}\n{more}{read}")
    user.run(*WORDS, "--into", case, "--of", "Rifle", "--take", "Type 56").check()
    return sum(line.startswith("  rests-on ") for line in lines_of(user, case))


def test_an_identification_rests_on_the_readings_of_every_version_of_a_thing(user: User) -> None:
    assert rests(user, "item better: Rifle of 1974\n  supersedes rifle\n", "better") == 2


def test_an_identification_rests_on_the_readings_of_what_was_judged_the_same(user: User) -> None:
    same = "judgement\n  left rifle\n  right twin\n  verdict same\n  by A. Vale\n  reason looked\n"
    assert rests(user, f"item twin: Twin\n\n{same}", "twin") == 2


# Learning


def test_confusions_are_told_by_script_with_what_was_seen(user: User) -> None:
    told = user.run("confusions", taught(user)).check()
    assert "Latin: 40 pairs of readings" in told.words
    assert "7 X 20" in told.words
    assert "Chances are held near the defaults" in told.words


def test_confusions_as_json_are_those_of_a_case_and_its_digest(user: User) -> None:
    case = taught(user)
    found = user.run("confusions", case, "--json").check().json
    (latin,) = found["settings"]
    assert found["case"] == user.root(case)
    assert (latin["script"], latin["making"], latin["wear"], latin["pairs"]) == ("Latin", "", "", 40)
    (told,) = [c for c in latin["confusions"] if (c["true"], c["read_as"]) == ("7", "X")]
    assert told["seen"] == 20
    assert told["learnt"] > 10 * told["before"]


def test_confusions_of_a_setting_stand_beside_those_of_its_script(user: User, case: Path) -> None:
    first(user, case, "KB1", "wear=worn", "making=cast")
    reread(user, case, "KB7").check()
    found = user.run("confusions", case, "--json").check().json["settings"]
    assert [(s["script"], s["making"], s["wear"], s["pairs"]) for s in found] == [
        ("Latin", "", "", 1), ("Latin", "cast", "worn", 1),
    ]  # fmt: skip
    assert "Latin, cast, worn: 1 pairs of readings" in user.run("confusions", case).check().words


def test_no_more_confusions_are_listed_than_asked_for(user: User) -> None:
    case = taught(user)
    one, many = (user.run("confusions", case, "--most", n).check().out.splitlines() for n in ("1", "5"))
    assert len(many) == len(one) + 4
    assert user.run("confusions", case, "--most", "0").status == 2


def test_a_case_without_pairs_says_that_there_is_nothing_to_learn_from(user: User, case: Path) -> None:
    first(user, case)
    assert "nothing to learn from yet" in user.run("confusions", case).check().words
    assert user.run("confusions", case, "--json").check().json["settings"] == []


def test_what_a_case_teaches_widens_what_a_mark_can_mean(user: User) -> None:
    case = taught(user, count=400)
    plain, learnt = (
        user.run("read", *more, "101219X3", "--json").check().json for more in ([], ["--learnt-from", str(case)])
    )
    assert "10121973" not in json.dumps(plain["marks"])
    assert "10121973" in json.dumps(learnt["marks"])


def test_a_list_is_read_with_what_a_case_teaches(user: User) -> None:
    case, path = taught(user, count=400), user.write("list.txt", b"101219X3\n1968\n")
    results = user.run("read", "--from", path, "--learnt-from", case, "--json").check().json
    assert "10121973" in json.dumps(results[0]["marks"])


def test_a_case_that_teaches_nothing_leaves_the_meaning_of_a_mark(user: User, case: Path) -> None:
    plain, learnt = (user.run("read", *more, "ЗМ 7142").check().out for more in ([], ["--learnt-from", str(case)]))
    assert [line.split()[:4] for line in plain.splitlines()][:2] == [line.split()[:4] for line in learnt.splitlines()][
        :2
    ]


def test_a_case_to_learn_from_that_is_not_there_is_refused(user: User) -> None:
    user.run("read", "1968", "--learnt-from", user.path("none.case")).refused("none.case: there is no case")
    user.run("confusions", user.path("none.case")).refused("none.case: there is no case")


def test_a_case_to_learn_from_that_is_not_there_is_an_error_as_json(user: User) -> None:
    ran = user.run("read", "1968", "--learnt-from", user.path("none.case"), "--json").refused()
    assert set(json.loads(ran.out)) == {"error", "message", "problems"}


# Hostile


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_hidden_characters_of_readings_and_names_do_not_reach_the_terminal(
    user: User, case: Path, more: list[str]
) -> None:
    fields = [f"mark=serial{STEERING}", f"reader=Ada{STEERING}", f"where=bolt{STEERING}", f"note={STEERING}"]
    told = keep(user, case, STEERING, *fields, more=tuple(more)).check().said
    told += user.run("reread", case, *more).check().said
    told += reread(user, case, STEERING, *more, mark="lot").refused().said
    told += reread(user, case, STEERING, *more, mark=f"serial{STEERING}", reader=f"Ada{STEERING}").refused().said
    told += reread(user, case, STEERING, *more, mark=f"serial{STEERING}").check().said
    told += user.run("confusions", case, *more).check().said
    assert hidden_in(told) == set()


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_hidden_characters_of_fields_do_not_reach_the_terminal(user: User, case: Path, more: list[str]) -> None:
    ran = keep(user, case, "KB", f"wear={STEERING}", more=tuple(more)).refused()
    assert hidden_in(ran.said) == set()
    first(user, case)
    assert hidden_in(reread(user, case, "KB", "--set", STEERING, *more).refused().said) == set()


def test_a_kind_of_mark_cannot_forge_a_line_of_ours(user: User, case: Path) -> None:
    keep(user, case, "1968", "mark=serial\nrecorded as all is well").check()
    assert not any(line.startswith("recorded") for line in user.run("reread", case).check().out.splitlines())


def test_a_kind_of_mark_cannot_forge_a_line_of_an_error(user: User, case: Path) -> None:
    keep(user, case, "1968", "mark=serial\nrecorded as all is well").check()
    ran = reread(user, case, mark="lot").refused()
    assert not any(line.startswith("recorded") for line in ran.said.splitlines())


def test_the_name_of_a_thing_cannot_forge_a_line_of_an_error(user: User) -> None:
    case = user.case("n.case", 'item rifle: "Rifle\\nrecorded as all is well"\n')
    ran = reread(user, case).refused()
    assert not any(line.startswith("recorded") for line in ran.said.splitlines())
