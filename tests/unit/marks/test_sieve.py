"""Which of many patterns a reading fits at all, all of them asked at once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.marks.confusables import defaults, places
from witnessmark.marks.pattern import DIGITS, Pattern, Place, fits, gap, some
from witnessmark.marks.reading import read
from witnessmark.marks.registry import schemes
from witnessmark.marks.sieve import Sieve

TWO, UP_TO_FOUR, LETTERS = some("n", DIGITS, 2), some("n", DIGITS, 1, 4), some("b", "KM", 2)
DATED = (*some("n", DIGITS, 1), *gap("-"), *gap("/"), *some("year", DIGITS, 1))
PATTERNS = tuple(pattern for scheme in schemes() for pattern in scheme.PATTERN)
EVERY = Sieve(PATTERNS)
WORDS = ("?", "*", "[8B]", "{obl:4}", "{alt}", "((10))", "1968", "10121943", "IK-25-", "КВ", "ЗМ", "7142", "LW-06-01A",
         "9М133", "-", "/", " ", "7.62x39")  # fmt: skip
NOTATIONS = st.one_of(
    st.text("0123456789ABKWXIOИКЗМbxn-/. ?*[]", max_size=14),
    st.lists(st.sampled_from(WORDS), max_size=5).map("".join),
    st.sampled_from([example for scheme in schemes() for example in scheme.EXAMPLES]),
)


def there(typed: str) -> tuple[Place, ...]:
    return places(read(typed).parts, defaults())


def found(typed: str, *patterns: Pattern) -> list[int]:
    sieve = Sieve(patterns)
    return list(sieve.fitting(sieve.after(sieve.start, there(typed))))


def test_patterns_are_told_by_their_number_in_order() -> None:
    assert found("71", LETTERS, TWO, UP_TO_FOUR, DATED) == [1, 2, 3]


@pytest.mark.parametrize("typed", ["", "7", "712", "7-", "-71", "K7"])
def test_what_is_too_short_too_long_or_foreign_fits_nothing(typed: str) -> None:
    assert found(typed, TWO) == []


def test_the_end_of_one_pattern_is_not_the_start_of_the_next() -> None:
    assert found("7171", TWO, TWO) == []
    assert found("71KB", TWO, LETTERS) == []


@pytest.mark.parametrize(("typed", "does_fit"), [("71", True), ("7-1", True), ("7/1", True), ("7-/1", True),
                                                 ("7/-1", False), ("7--1", False), ("7-", False)])  # fmt: skip
def test_an_optional_step_can_be_left_out_and_is_taken_once_at_most(typed: str, does_fit: bool) -> None:
    assert bool(found(typed, DATED)) is does_fit


def test_optional_steps_at_either_end_can_be_left_out() -> None:
    framed = (*gap("-"), *gap("/"), *TWO, *gap("-"), *gap("/"))
    assert [bool(found(typed, framed)) for typed in ("71", "-71", "/71/", "-/71-/", "71-71")] == [
        True, True, True, True, False,
    ]  # fmt: skip


def test_a_pattern_of_nothing_but_optional_steps_fits_nothing_read() -> None:
    assert found("", some("n", DIGITS, 0, 3), TWO, ()) == [0, 2]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [("*", [0, 1, 2]), ("7*", [0, 1]), ("7*2", [0, 1]), ("712*", [1]), ("K*", [2]), ("7*K", []), ("**", [0, 1, 2]),
     ("?*", [0, 1, 2])],
)  # fmt: skip
def test_an_unknown_run_repeats_as_often_as_a_pattern_needs(typed: str, numbers: list[int]) -> None:
    assert found(typed, TWO, UP_TO_FOUR, LETTERS) == numbers


@pytest.mark.parametrize(("typed", "lengths"), [("{obl:2}", [1, 2, 3]), ("7{obl:1}", [1, 2, 3]), ("{obl:0}", [1]),
                                                ("7{alt:3}7", [4, 5])])  # fmt: skip
def test_a_counted_run_is_one_more_or_less_and_no_more(typed: str, lengths: list[int]) -> None:
    assert [n + 1 for n in found(typed, *(some("n", DIGITS, n) for n in range(1, 6)))] == lengths


def test_a_run_that_cannot_be_left_out_repeats_at_least_once() -> None:
    once_or_more = Place((), repeats=True)
    sieve = Sieve([(), TWO])
    assert bool(fits([once_or_more], TWO))
    assert list(sieve.fitting(sieve.after(sieve.start, [once_or_more]))) == [1]


def test_a_state_that_leads_nowhere_stays_so() -> None:
    sieve = Sieve([TWO])
    lost = sieve.after(sieve.start, there("K"))
    assert lost == 0
    assert sieve.after(lost, there("71*")) == 0


def test_one_state_can_go_on_in_several_ways() -> None:
    sieve = Sieve([TWO, UP_TO_FOUR])
    begun = sieve.after(sieve.start, there("7"))
    assert [list(sieve.fitting(sieve.after(begun, there(more)))) for more in ("1", "12", "K", "")] == [
        [0, 1], [1], [], [1],
    ]  # fmt: skip


def test_a_sieve_of_no_pattern_fits_nothing() -> None:
    assert found("71") == []
    assert found("") == []


@given(NOTATIONS, NOTATIONS)
@settings(max_examples=150)
def test_going_on_from_a_state_is_the_same_as_going_through_at_once(one: str, other: str) -> None:
    first, second = there(one), there(other)
    assert EVERY.after(EVERY.after(EVERY.start, first), second) == EVERY.after(EVERY.start, first + second)


@given(NOTATIONS)
@settings(max_examples=200)
def test_the_sieve_lets_through_exactly_the_patterns_that_a_reading_fits(typed: str) -> None:
    read_as = there(typed)
    let_through = list(EVERY.fitting(EVERY.after(EVERY.start, read_as)))
    assert let_through == [n for n, pattern in enumerate(PATTERNS) if fits(read_as, pattern)]
