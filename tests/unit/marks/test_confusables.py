"""Which characters are taken for which, and at what weight."""

import unicodedata

import pytest

from witnessmark.marks.confusables import WEIGHTS, alike, defaults, places, widened
from witnessmark.marks.reading import read
from witnessmark.marks.tables import rows

COLUMNS = ("codepoints_a", "codepoints_b")


def likeness(one: str, other: str) -> float:
    return dict(defaults().get(one, ())).get(other, 0.0)


def test_the_table_holds_in_both_directions() -> None:
    assert {(a, b) for a, others in defaults().items() for b, w in others if likeness(b, a) != w} == set()


def test_no_character_is_taken_for_itself() -> None:
    assert [c for c, others in defaults().items() if c in dict(others)] == []


def test_every_row_has_a_relation_whose_weight_is_known() -> None:
    assert {(row["relation"], row["status"]) for row in rows("confusables")} <= set(WEIGHTS)


def test_others_stand_likeliest_first() -> None:
    for others in defaults().values():
        assert [w for _, w in others] == sorted((w for _, w in others), reverse=True)


@pytest.mark.parametrize(
    ("one", "other", "weight"), [("0", "O", 0.05), ("5", "S", 0.05), ("К", "K", 1.0), ("7", "K", 0)]
)
def test_a_likeness_weighs_by_its_kind(one: str, other: str, weight: float) -> None:
    assert likeness(one, other) == weight


def test_a_widened_slot_keeps_what_was_typed_before_all_else() -> None:
    found = widened((("8", 1.0),), defaults())
    assert found[0] == ("8", 1.0)
    assert dict(found)["B"] == 0.02


def test_a_widened_slot_holds_the_other_case_at_half_the_weight() -> None:
    assert dict(widened((("k", 1.0),), defaults()))["K"] == 0.5


def test_a_widened_slot_holds_what_looks_the_same_as_a_look_alike() -> None:
    found = dict(widened((("8", 1.0),), defaults()))
    assert found["B"] == found["В"] == found["Β"]


def test_a_candidate_that_is_less_likely_widens_less() -> None:
    found = dict(widened((("7", 0.75), ("8", 0.25)), defaults()))
    assert found["B"] == 0.25 * 0.02


def test_what_was_not_read_is_not_widened() -> None:
    assert widened((), defaults()) == ()


def test_a_likeness_of_ones_own_takes_the_place_of_the_table() -> None:
    assert widened((("7", 1.0),), {"7": (("1", 0.4),)}) == (("7", 1.0), ("1", 0.4))


def test_a_run_is_as_many_places_as_it_can_be_long() -> None:
    assert [(p.slot, p.is_optional, p.repeats) for p in places(read("{obl:2}*").parts, {})] == [
        ((), False, False),
        ((), True, False),
        ((), True, False),
        ((), True, True),
    ]


def test_symbols_earlier_marks_and_what_cannot_be_seen_have_no_place() -> None:
    (place,) = places(read("((37)){over:12}\u200b\u202e7").parts, {})
    assert place.slot == place.wide == (("7", 1.0),)


@pytest.mark.parametrize(
    ("typed", "folded"), [("КВ", "KB"), ("٢٧", "27"), ("ΖΗ", "ZH"), ("KB 71", "KB 71"), ("ЖЩ", "ЖЩ"), ("", "")]
)
def test_what_looks_the_same_is_written_alike(typed: str, folded: str) -> None:
    assert alike(typed) == folded


def test_what_is_written_alike_stays_so() -> None:
    every = "".join(map(chr, range(0xD800)))
    assert alike(alike(every)) == alike(every)


def test_every_digit_of_equal_value_is_written_as_that_digit() -> None:
    typed = [row for row in rows("confusables") if row["relation"] == "same value"]
    characters = {chr(int(point.replace("U+", "0x"), 0)) for row in typed for point in map(row.__getitem__, COLUMNS)}
    assert {c for c in characters if alike(c) != str(int(unicodedata.numeric(c)))} == set()
