"""People decide: which pairs wait, what a decision would change, how it is revised, and what it contradicts."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.running import DAY, Ran, User, hidden_in

THINGS = """item rifle: The rifle of Orlan
  make Orlan
  model OR-5

item twin: The rifle of the market
  model OR-5

item third: The rifle of the river
  model OR-5

"""


def reading(of: str, text: str, mark: str = "serial", where: str = "") -> str:
    place = f"  where {where}\n" if where else ""
    return f"mark-reading {mark}-{of}{where}\n  of {of}\n  text {text}\n  mark {mark}\n{place}\n"


def seen(of: str, *years: str) -> str:
    return "".join(f"sighting seen-{of}-{year}\n  of {of}\n  when {year}\n\n" for year in years)


READ = "".join(reading(of, "TX-04217") for of in ("rifle", "twin", "third"))


@pytest.fixture
def case(user: User) -> Path:
    """Three rifles of one serial."""
    return user.case("my.case", THINGS + READ)


def queue(user: User, case: Path, *more: str | Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = user.run("review", case, "--json", *more).check().json
    return found


def code_of(user: User, case: Path, *names: str, more: tuple[str | Path, ...] = ()) -> str:
    """The code of the pair of two things, by words of their names."""
    (code,) = [
        pair["code"]
        for pair in queue(user, case, "--all", *more)
        if all(any(word in pair[side]["called"] for side in ("left", "right")) for word in names)
    ]
    return str(code)


@pytest.fixture
def decide(user: User, case: Path) -> Callable[..., Ran]:
    """Have somebody decide of two rifles."""

    def decided(*names: str, verdict: str = "same", by: str = "Ada", why: str = "the same dents") -> Ran:
        pair = code_of(user, case, *names)
        return user.run("review", case, pair, "--verdict", verdict, "--by", by, "--why", why, "--json").check()

    return decided


# The queue


def test_every_pair_that_can_be_one_waits(user: User, case: Path) -> None:
    found = queue(user, case)
    assert len(found) == len({pair["code"] for pair in found}) == 3
    assert all(0.5 < pair["probability"] < 1 and pair["judged"] is None for pair in found)


def test_the_pair_whose_decision_would_change_most_comes_first(user: User) -> None:
    case = user.case("busy.case", THINGS + READ + seen("twin", "2014", "2015") + seen("third", "2014", "2015"))
    first, *rest = queue(user, case)
    assert {first[side]["called"][13:] for side in ("left", "right")} == {"the market", "the river"}
    assert first["events"] == 2
    assert [pair["events"] for pair in rest] == [0, 0]


def test_a_pair_that_two_marks_tie_is_one_pair(user: User) -> None:
    both = "".join(reading(of, "SLIDE 9917", where="slide") for of in ("rifle", "twin"))
    case = user.case("two.case", THINGS + reading("rifle", "TX-04217") + reading("twin", "TX-04217") + both)
    (pair,) = queue(user, case)
    assert user.run("review", case, pair["code"], "--json").check().json["pair"]["code"] == pair["code"]


def test_codes_are_the_same_in_every_run_on_every_machine_and_after_other_decisions(
    user: User, other: User, case: Path, decide: Callable[..., Ran]
) -> None:
    codes = {pair["code"] for pair in queue(user, case)}
    theirs = other.case("called-otherwise.case", THINGS + READ)
    assert {pair["code"] for pair in queue(other, theirs)} == codes
    decide("Orlan", "market")
    assert {pair["code"] for pair in queue(user, case, "--all")} == codes


def test_a_decided_pair_leaves_the_queue_and_an_unsure_one_goes_last(
    user: User, case: Path, decide: Callable[..., Ran]
) -> None:
    decide("Orlan", "market", verdict="different")
    unsure = decide("Orlan", "river", verdict="unsure").json["pair"]["code"]
    waiting = queue(user, case)
    assert [pair["judged"] for pair in waiting] == [None, "unsure"]
    assert waiting[-1]["code"] == unsure
    assert len(queue(user, case, "--all")) == 3


def test_what_follows_from_decisions_is_not_asked_again(user: User, case: Path, decide: Callable[..., Ran]) -> None:
    decide("Orlan", "market")
    decide("market", "river")
    assert queue(user, case) == []
    (through,) = [pair for pair in queue(user, case, "--all") if not pair["said"]]
    assert through["judged"] == "same"


def test_an_empty_case_has_no_pair(user: User) -> None:
    empty = user.case("empty.case")
    assert queue(user, empty) == []
    assert "no pair waits" in user.run("review", empty).check().said
    user.run("review", empty, "abcd").refused("none: there is no pair")


# Deciding


def test_a_decision_keeps_verdict_reason_name_and_day(user: User, case: Path, decide: Callable[..., Ran]) -> None:
    decided = decide("Orlan", "market").json
    told = user.run("show", case, decided["statement"]).check().words
    for words in ("verdict same", "by Ada", "reason the same dents", "when 2014-05-13"):
        assert words in told


@pytest.mark.parametrize("missing", [("--by", "Ada"), ("--why", "dents"), (), ("--by", " ", "--why", " ")])
def test_deciding_needs_a_name_and_a_reason(user: User, case: Path, missing: tuple[str, ...]) -> None:
    pair = code_of(user, case, "Orlan", "market")
    before = user.root(case)
    user.run("review", case, pair, "--verdict", "same", *missing).refused("--by", "--why")
    assert user.root(case) == before


def test_an_unknown_code_names_those_that_there_are(user: User, case: Path) -> None:
    known = code_of(user, case, "Orlan", "market")
    user.run("review", case, "zzzz").refused("want the code of one pair", known)


def test_the_same_decision_twice_adds_nothing(user: User, case: Path, decide: Callable[..., Ran]) -> None:
    first = decide("Orlan", "market").json
    root = user.root(case)
    user.now += 3 * DAY
    again = decide("Orlan", "market").json
    assert (first["is_new"], again["is_new"]) == (True, False)
    assert again["statement"] == first["statement"]
    assert user.root(case) == root


def test_a_later_decision_of_the_same_person_takes_the_place_of_the_earlier(
    user: User, case: Path, decide: Callable[..., Ran]
) -> None:
    decide("Orlan", "market")
    later = decide("Orlan", "market", verdict="different", why="other dents").json
    assert later["consequences"]["contradicts"] == []
    assert user.only(case, "judgement") == later["statement"]
    back = decide("Orlan", "market", why="the same dents").json
    assert user.only(case, "judgement") == back["statement"]
    assert decide("Orlan", "market", why="the same dents").json["is_new"] is False


def test_a_decision_of_another_person_stands_beside_it_and_is_told_as_contested(
    user: User, case: Path, decide: Callable[..., Ran]
) -> None:
    decide("Orlan", "market")
    told = decide("Orlan", "market", verdict="different", by="Ben", why="other dents").json["consequences"]
    assert told["contradicts"] == ["The rifle of Orlan and The rifle of the market are judged the same by Ada"]
    assert len(user.rows(case, "judgement")) == 2
    pair = queue(user, case)[-1]
    assert (pair["judged"], {(each["by"], each["verdict"]) for each in pair["said"]}) == (
        "unsure", {("Ada", "same"), ("Ben", "different")},
    )  # fmt: skip
    said = user.run("review", case).check().words
    assert "contested" in said
    assert "different by Ben" in said


def test_where_another_judged_them_different_nothing_becomes_one(
    user: User, case: Path, decide: Callable[..., Ran]
) -> None:
    decide("Orlan", "market", verdict="different", by="Ben", why="other dents")
    told = decide("Orlan", "market").json["consequences"]
    assert told["one_thing"] == []
    assert told["contradicts"] == ["The rifle of Orlan and The rifle of the market are judged different by Ben"]


def test_a_retraction_brings_the_pair_back_and_the_very_same_decision_wants_another_reason(
    user: User, case: Path, decide: Callable[..., Ran]
) -> None:
    decided = decide("Orlan", "market").json
    pair = decided["pair"]["code"]
    user.run("retract", case, decided["statement"], "--by", "Ada", "--why", "too soon").check()
    assert pair in {each["code"] for each in queue(user, case) if each["judged"] is None}
    again = ("review", case, pair, "--verdict", "same", "--by", "Ada", "--why")
    user.run(*again, "the same dents").refused("taken back")
    user.run(*again, "looked at again").check()
    assert pair not in {each["code"] for each in queue(user, case)}


# What follows


def test_what_becomes_one_thing_is_named(user: User, case: Path, decide: Callable[..., Ran]) -> None:
    decide("Orlan", "market")
    pair = code_of(user, case, "market", "river")
    told = user.run("review", case, pair).check().words
    assert "same: one thing then:" in told
    for name in ("The rifle of Orlan", "The rifle of the market", "The rifle of the river"):
        assert name in told


def test_two_things_of_one_name_are_told_apart_by_their_ids(user: User) -> None:
    twins = "".join(f"item {n}: Rifle\n  model OR-5\n  locator {n}\n\n" for n in ("a", "b"))
    case = user.case("twins.case", twins + reading("a", "TX-04217") + reading("b", "TX-04217"))
    (pair,) = queue(user, case)
    names = user.run("review", case, pair["code"], "--json").check().json["consequences"]["same"]["called"]
    assert len(set(names)) == 2


def test_being_judged_different_through_others_is_named(user: User, case: Path, decide: Callable[..., Ran]) -> None:
    decide("Orlan", "market")
    decide("Orlan", "river", verdict="different", by="Ben", why="another stock")
    told = decide("market", "river").json["consequences"]
    (against,) = told["contradicts"]
    assert against.endswith("are judged different by Ben")
    assert "The rifle of Orlan" in against
    assert "The rifle of the river" in against


def test_being_judged_the_same_through_others_is_named(user: User, case: Path, decide: Callable[..., Ran]) -> None:
    decide("Orlan", "market")
    decide("market", "river")
    told = decide("Orlan", "river", verdict="different").json["consequences"]
    assert told["contradicts"] == ["they are judged the same through The rifle of the market"]
    assert "unsure" in {pair["judged"] for pair in queue(user, case, "--all")}


def test_what_is_stated_of_two_things_and_contradicts_is_named(user: User) -> None:
    other = "item twin: The rifle of the market\n  model PX-2\n  calibre 9x19\n\n"
    mine = "item rifle: The rifle of Orlan\n  model OR-5\n  calibre 7.62x39\n\n"
    case = user.case("apart.case", mine + other + reading("rifle", "TX-04217") + reading("twin", "TX-04217"))
    pair = code_of(user, case, "Orlan", "market")
    told = user.run("review", case, pair, "--json").check().json["consequences"]
    sides = [set(re.split(r": | against ", each)) for each in told["same"]["contradicts"]]
    assert sides == [{"model", "OR-5", "PX-2"}, {"calibre", "7.62x39", "9x19"}]
    assert told["different"]["contradicts"] == told["unsure"]["contradicts"] == []


# Other cases


def test_a_pair_across_cases_is_refused_with_what_to_do(user: User, case: Path) -> None:
    there = user.case("there.case", "item far: The far rifle\n  model OR-5\n\n" + reading("far", "TX-04217"))
    against = ("--against", there)
    pair = code_of(user, case, "Orlan", "far", more=against)
    user.run("review", case, pair, *against, "--verdict", "same", "--by", "Ada", "--why", "dents").refused(
        "merge", "there.case"
    )
    user.run("export", there, "--as", "bundle", "--level", "R3", "-o", user.path("there.bundle")).check()
    user.run("merge", case, user.path("there.bundle")).check()
    assert code_of(user, case, "Orlan", "far") == pair
    user.run("review", case, pair, "--verdict", "same", "--by", "Ada", "--why", "dents").check()


def test_pairs_within_the_other_case_are_not_asked_here(user: User) -> None:
    mine = user.case("mine.case", "item gun: A gun\n\n" + reading("gun", "AB 1"))
    there = user.case("there.case", THINGS + READ)
    assert queue(user, mine, "--against", there) == []


# Records of registers

REGISTER = "kind,mark,model,make,event,when,holder\n" + "".join(
    f"serial,TX-{n:05},OR-5,Orlan,sold,1981,Depot {n % 3}\n" for n in range(4200, 4230)
)


@pytest.fixture
def register(user: User) -> str:
    """A register that holds the rifle."""
    user.run("register", "add", "maker", user.write("maker.csv", REGISTER.encode())).check()
    return "maker"


def judged_record(user: User, case: Path, thing: str, verdict: str, by: str = "Ada", why: str = "the book") -> Any:
    pair = code_of(user, case, thing, "TX-04217 in maker")
    return user.run("review", case, pair, "--verdict", verdict, "--by", by, "--why", why, "--json").check().json


def test_a_record_of_a_register_is_decided_and_revised_like_a_thing(user: User, case: Path, register: str) -> None:
    first = judged_record(user, case, "Orlan", "same")
    assert first["pair"]["right"]["register"] == register
    second = judged_record(user, case, "Orlan", "different", why="another book")
    assert user.only(case, "record-judgement") == second["statement"]
    assert judged_record(user, case, "Orlan", "different", why="another book")["is_new"] is False


def test_a_record_that_another_thing_is_judged_to_be_is_named(user: User, case: Path, register: str) -> None:
    judged_record(user, case, "Orlan", "same")
    (told,) = judged_record(user, case, "market", "same", by="Ben")["consequences"]["contradicts"]
    assert told.startswith("Ada judges that The rifle of Orlan is TX-04217 of the register maker")
    pair = code_of(user, case, "Orlan", "market")
    told = user.run("review", case, pair, "--json").check().json["consequences"]["different"]["contradicts"]
    assert told[0].startswith("both are judged to be TX-04217 of the register maker")


def test_persons_who_disagree_on_a_record_are_told(user: User, case: Path, register: str) -> None:
    judged_record(user, case, "Orlan", "same")
    (told,) = judged_record(user, case, "Orlan", "different", by="Ben")["consequences"]["contradicts"]
    assert told.startswith("Ada judges that The rifle of Orlan is TX-04217")
    pair = next(each for each in queue(user, case) if len(each["said"]) == 2)
    assert pair["judged"] == "unsure"


def test_a_judged_record_holds_when_the_thing_is_judged_to_be_another_too(
    user: User, case: Path, register: str, decide: Callable[..., Ran]
) -> None:
    judged_record(user, case, "Orlan", "same")
    judged_record(user, case, "market", "same")
    decide("Orlan", "market")
    found = [pair for pair in queue(user, case, "--all") if pair["right"]["register"] and len(pair["said"]) == 2]
    assert len(found) == 1


def test_serials_within_one_range_of_a_register_are_pairs_of_their_own(user: User) -> None:
    rows = b"kind,mark,last,model,event,holder\nrange,TX-04000,TX-04999,OR-5,sold,Depot\n"
    user.run("register", "add", "ranges", user.write("ranges.csv", rows)).check()
    case = user.case("range.case", "item gun: A gun\n  model OR-5\n\n" + reading("gun", "TX-04[12]17"))
    found = queue(user, case)
    assert len(found) >= 2
    for pair in found:
        assert (
            user.run("review", case, pair["code"], "--json").check().json["pair"]["right"]["mark"]
            == pair["right"]["mark"]
        )


# The terminal


def test_names_cannot_steer_the_terminal_and_narrow_ones_are_served(user: User) -> None:
    hostile = "item a: [bold red]Rifle[/bold red]\n  model OR-5\n\nitem b: [link=x]Gun\n  model OR-5\n\n"
    case = user.case("bad.case", hostile + reading("a", "TX-04217") + reading("b", "TX-04217"))
    user.more = {"COLUMNS": "60"}
    said = user.run("review", case).check().said
    assert max(map(len, said.splitlines()[:-1])) <= 60
    assert "[bold" in said
    assert hidden_in(said) == set()
    (pair,) = queue(user, case)
    assert "[bold red]Rifle[/bold red]" in user.run("review", case, pair["code"]).check().said
