"""The finds of a case: what was read of which thing, what is stated of it, and with what it was found."""

import pytest
from tests.unit.matching.invented_finds import find
from tests.unit.told import Told, judgement, tell

from witnessmark.matching.ties.findlinks import find_links
from witnessmark.matching.ties.finds import Find, finds, removals
from witnessmark.matching.ties.tiers import Tier

THINGS = "".join(f"\nitem {name}: Rifle {name}\n  make Orlan\n  model OR-5\n" for name in ("one", "two", "three"))
CRATES = "\ncontainer crate: Crate 1\n\ncontainer chest: Crate 2\n\ncontainer hold: The hold\n"
SHIP = "\nconsignment ship: The ship\n"
VISITS = "\nvisit first: First visit\n\nvisit second: Second visit\n"


def serial(of: str, text: str, name: str = "") -> str:
    return f"\nmark-reading {name or 'read-' + of}\n  of {of}\n  mark serial\n  text {text}\n"


def within(inner: str, outer: str) -> str:
    return f"\ncontainment {inner}-{outer}\n  inner {inner}\n  outer {outer}\n"


def recovered(*things: str, visit: str = "", name: str = "") -> str:
    lines = [f"\nrecovery {name or 'found-' + things[0]}", *(f"of {each}" for each in things)]
    return "\n  ".join([*lines, *([f"visit {visit}"] if visit else [])]) + "\n"


READ = THINGS + CRATES + SHIP + VISITS + serial("one", "KB 042178") + serial("two", "KB 042180")


def units(told: Told) -> list[str]:
    """By what the finds of the first two rifles are witnessed; each by the name of its unit."""
    by_thing = {each.thing: each.unit for each in finds(told.case)}
    return [told.name(by_thing[told[name]]) for name in ("one", "two")]


def is_linked(told: Told) -> bool:
    return any(link.tier == Tier.SAME_BLOCK for link in find_links(list(finds(told.case)), {}))


# One crate is one witness


def test_things_that_were_found_alone_are_two_witnesses() -> None:
    told = tell(READ)
    assert units(told) == ["one", "two"]
    assert is_linked(told)


@pytest.mark.parametrize(
    ("where", "unit"),
    [
        (within("one", "crate") + within("two", "crate"), "crate"),
        (recovered("one", visit="first") + recovered("two", visit="first"), "first"),
        (recovered("one", "two"), None),
        (within("one", "crate") + within("two", "chest") + within("crate", "hold") + within("chest", "hold"), None),
        (within("one", "crate") + recovered("crate", visit="first") + recovered("two", visit="first"), "crate"),
        (within("one", "crate") + within("two", "chest")
         + recovered("crate", visit="first") + recovered("chest", visit="first"), None),
        (within("one", "crate") + within("two", "chest") + within("crate", "ship") + within("chest", "ship")
         + recovered("ship", visit="first"), None),
    ],
    ids=["crate", "visit", "recovery", "crates in a crate", "crate and visit", "crates of a visit", "of a consignment"],
)  # fmt: skip
def test_what_was_found_together_is_one_witness(where: str, unit: str | None) -> None:
    told = tell(READ + where)
    one, other = units(told)
    assert one == other
    assert unit in {None, one}
    assert not is_linked(told)


@pytest.mark.parametrize(
    "where",
    [
        within("one", "crate") + within("two", "chest"),
        recovered("one", visit="first") + recovered("two", visit="second"),
        within("one", "crate") + within("two", "chest") + within("crate", "ship") + within("chest", "ship"),
        within("one", "ship") + within("two", "ship"),
    ],
    ids=["crates", "visits", "crates of a consignment found apart", "a consignment alone"],
)
def test_what_was_found_apart_is_two_witnesses(where: str) -> None:
    told = tell(READ + where)
    assert len(set(units(told))) == 2
    assert is_linked(told)


def test_a_visit_stays_one_where_its_statement_was_corrected() -> None:
    corrected = "\nvisit later: First visit, at noon\n  supersedes first\n  because the hour\n"
    told = tell(READ + corrected + recovered("one", visit="first") + recovered("two", visit="later"))
    assert units(told) == ["first", "first"]


@pytest.mark.parametrize("same", [("two", "three"), ("crate", "chest"), ("first", "second")])
def test_what_people_judge_to_be_one_thing_crate_or_visit_is_one_witness(same: tuple[str, str]) -> None:
    where = {
        "two": within("one", "crate") + within("three", "crate"),
        "crate": within("one", "crate") + within("two", "chest"),
        "first": recovered("one", visit="first") + recovered("two", visit="second"),
    }[same[0]]
    told = tell(READ + where + judgement("said", *same))
    found = list(finds(told.case))
    assert len({each.unit for each in found}) == 1
    assert not is_linked(told)


def test_a_lot_that_lies_in_two_crates_does_not_make_one_of_them() -> None:
    lots = "\nlot ammunition: Lot 12-85\n\nmark-reading lot-mark\n  of ammunition\n  mark lot\n  text 12-85\n"
    where = within("one", "crate") + within("two", "chest")
    where += within("ammunition", "crate") + within("ammunition", "chest")
    told = tell(READ + lots + where)
    assert units(told) == ["crate", "chest"]
    assert {told.name(each.unit) for each in finds(told.case)} == {"crate", "chest", "ammunition"}


# What is stated


def stated(told: Told, thing: str) -> dict[str, str]:
    (found,) = [each for each in finds(told.case) if each.thing == told[thing]]
    return dict(found.stated)


def test_what_an_identification_says_is_stated_unless_it_rests_on_this_very_mark() -> None:
    bare = "\nitem gun: A gun\n" + serial("gun", "KB 1") + "\nidentification named\n  of gun\n  model OR-7\n"
    assert stated(tell(bare), "gun") == {"model": "OR-7"}
    assert stated(tell(bare + "  rests-on read-gun\n"), "gun") == {}


def test_what_is_said_of_a_thing_holds_of_those_that_are_judged_the_same() -> None:
    for one, other in (("one", "gun"), ("gun", "one")):
        told = tell(THINGS + "\nitem gun: A gun\n" + serial("gun", "KB 1") + judgement("said", one, other))
        (found,) = finds(told.case)
        assert dict(found.stated) == {"make": "Orlan", "model": "OR-5"}


# Marks


@pytest.mark.parametrize(
    ("typed", "certain", "number"),
    [
        ("KB 042178", "KB 042178", ("KB", 42178, 6)),
        ("((10)) KB 7", " KB 7", ("KB", 7, 1)),
        ("KB", "KB", None),
        ("KB 04?178", "", None),
        ("KB 04[17]8", "", None),
        ("KB {obl:4}", "", None),
        ("---", "", None),
        ("KB " + "9" * 19, "KB " + "9" * 19, None),
    ],
)
def test_a_mark_is_certain_and_has_a_number_only_where_every_character_was_read(
    typed: str, certain: str, number: tuple[str, int, int] | None
) -> None:
    found: Find = find("one", typed)
    assert (found.certain.strip(), found.number) == (certain.strip(), number)
    assert bool(found.key) == bool(certain)


# Marks removed


def removed(of: str, method: str, name: str, marks: str = "obliterated") -> str:
    return f"\ncondition {name}\n  of {of}\n  marks {marks}\n  method {method}\n"


def test_a_thing_of_which_no_mark_is_left_is_a_find_by_how_it_was_removed() -> None:
    told = tell(THINGS + removed("one", "Ground,  then painted", "a") + removed("two", "ground, then painted", "b"))
    assert list(finds(told.case)) == []
    found = list(removals(told.case))
    assert [each.typed for each in found] == ["ground, then painted"] * 2
    assert [link.tier for link in find_links(found, {})] == [Tier.SAME_REMOVAL]


def test_marks_that_were_worn_or_of_which_nobody_says_how_are_no_removal() -> None:
    told = tell(THINGS + removed("one", "rust", "a", "illegible") + "\ncondition b\n  of two\n  marks obliterated\n")
    assert list(removals(told.case)) == []


def test_one_thing_that_two_reports_describe_is_one_removal() -> None:
    told = tell(
        THINGS + removed("one", "ground", "a") + removed("two", "ground", "b") + judgement("said", "one", "two")
    )
    (found,) = removals(told.case)
    assert len(found.readings) == 2
