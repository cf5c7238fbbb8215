"""Things whose marks read the same as typed. A match is not an identity."""

import pytest
from tests.unit.told import Told, every_order, tell

from witnessmark.matching.exact import exact_matches

THINGS = """
item rifle: Rifle
  model R-7

item other: Rifle of the cache
  model R-7

item pistol: Pistol
  model P-1

item bare: Something without a model

lot lot: Lot
  model R-7
"""


def reading(name: str, of: str, text: str = "KB0421786", mark: str = "serial") -> str:
    return f"\nmark-reading {name}\n  of {of}\n  text {text}\n" + (f"  mark {mark}\n" if mark else "")


def matched(told: Told) -> list[tuple[set[str], set[str], str]]:
    return [
        ({told.name(m.left), told.name(m.right)}, set(told.names(m.readings)), m.because)
        for m in exact_matches(told.case)
    ]


def test_without_readings_nothing_matches() -> None:
    assert exact_matches(tell(THINGS).case) == ()


def test_things_of_one_model_with_one_serial_match_with_the_reason() -> None:
    told = tell(THINGS + reading("a", "rifle") + reading("b", "other"))
    assert matched(told) == [({"rifle", "other"}, {"a", "b"}, "both serial marks read 'KB0421786' as typed, both R-7")]


def test_the_lesser_id_stands_left_and_its_reading_first() -> None:
    for told in every_order(THINGS + reading("a", "rifle") + reading("b", "other"), kind="item"):
        (match,) = exact_matches(told.case)
        pairs = sorted([(told["rifle"], told["a"]), (told["other"], told["b"])])
        assert (match.left, match.right) == (pairs[0][0], pairs[1][0])
        assert match.readings == (pairs[0][1], pairs[1][1])


@pytest.mark.parametrize("second", ["pistol", "bare"])
def test_a_serial_does_not_match_across_models(second: str) -> None:
    assert matched(tell(THINGS + reading("a", "rifle") + reading("b", second))) == []


def test_two_things_without_a_model_do_not_match_by_serial() -> None:
    told = tell(THINGS + "\nitem blank: Blank\n" + reading("a", "bare") + reading("b", "blank"))
    assert matched(told) == []


def test_things_that_have_no_model_do_not_match_by_serial() -> None:
    crates = "\ncontainer one: Crate\n\ncontainer two: Crate 2\n"
    assert matched(tell(THINGS + crates + reading("a", "one") + reading("b", "two"))) == []
    assert matched(tell(THINGS + crates + reading("a", "one") + reading("b", "rifle"))) == []


def test_a_lot_mark_matches_across_models_and_says_so() -> None:
    told = tell(THINGS + reading("a", "rifle", "12-88", "lot") + reading("b", "pistol", "12-88", "lot"))
    assert matched(told) == [({"rifle", "pistol"}, {"a", "b"}, "both lot marks read '12-88' as typed")]


def test_a_lot_mark_of_one_model_names_the_model() -> None:
    told = tell(THINGS + reading("a", "rifle", "12-88", "lot") + reading("b", "lot", "12-88", "lot"))
    assert matched(told) == [({"rifle", "lot"}, {"a", "b"}, "both lot marks read '12-88' as typed, both R-7")]


def test_marks_of_different_kinds_or_texts_do_not_match() -> None:
    told = tell(
        THINGS + reading("a", "rifle") + reading("b", "other", mark="import") + reading("c", "other", "KB0421787")
    )
    assert matched(told) == []


def test_a_mark_of_no_stated_kind_does_not_match() -> None:
    assert matched(tell(THINGS + reading("a", "rifle", mark="") + reading("b", "other", mark=""))) == []


@pytest.mark.parametrize("text", ["KB?421786", "KB*", "KB[08]421786", "[KB", "KB]", "{obl:4}", "{KB", "KB}", '""'])
def test_a_reading_in_doubt_does_not_match(text: str) -> None:
    assert matched(tell(THINGS + reading("a", "rifle", text) + reading("b", "other", text))) == []


def test_two_readings_of_one_thing_are_no_match() -> None:
    told = tell(THINGS + reading("a", "rifle") + reading("b", "rifle") + "  locator again\n")
    assert matched(told) == []


def test_readings_of_two_versions_of_one_thing_are_no_match() -> None:
    told = tell(THINGS + "\nitem better: Rifle\n  model R-7\n  supersedes rifle\n  quote x\n"
                + reading("a", "rifle") + reading("b", "better"))  # fmt: skip
    assert matched(told) == []


def test_every_pair_is_told_once_for_each_kind_of_mark() -> None:
    told = tell(THINGS + "\nitem third: Third\n  model R-7\n" + reading("a", "rifle") + reading("b", "other")
                + reading("c", "third")
                + reading("d", "rifle", "12-88", "lot") + reading("e", "other", "12-88", "lot"))  # fmt: skip
    pairs = [(frozenset(pair), because.split()[1]) for pair, _, because in matched(told)]
    assert sorted((sorted(pair), mark) for pair, mark in pairs) == [
        (["other", "rifle"], "lot"), (["other", "rifle"], "serial"),
        (["other", "third"], "serial"), (["rifle", "third"], "serial"),
    ]  # fmt: skip
    keys = [(m.left, m.right, m.because) for m in exact_matches(told.case)]
    assert keys == sorted(keys)


def test_the_same_pair_read_twice_is_one_match() -> None:
    told = tell(THINGS + reading("a", "rifle") + reading("b", "other") + reading("c", "other") + "  locator again\n")
    (match,) = exact_matches(told.case)
    assert told["a"] in match.readings
    assert max(told["b"], told["c"]) in match.readings


def test_a_corrected_model_counts_and_the_one_before_does_not() -> None:
    told = tell(
        THINGS
        + "\nitem better: Pistol\n  model R-7\n  supersedes pistol\n"
        + reading("a", "rifle")
        + reading("b", "pistol")
    )
    assert [pair for pair, _, _ in matched(told)] == [{"rifle", "pistol"}]


def test_a_retracted_reading_does_not_match() -> None:
    told = tell(
        THINGS
        + reading("a", "rifle")
        + reading("b", "other")
        + "\nretraction\n  of b\n  by A. Vale\n  reason misread\n"
    )
    assert matched(told) == []
