"""How a reading with doubts fits a pattern of steps, and what a field can be where it does."""

import pytest

from witnessmark.marks.confusables import defaults, places
from witnessmark.marks.pattern import CYRILLIC, DIGITS, LATIN, MOST_FITS, Fit, Pattern, Step, fits, gap, some, word
from witnessmark.marks.reading import read

TWO = some("number", DIGITS, 2)


def fitting(typed: str, pattern: Pattern) -> tuple[Fit, ...]:
    return fits(places(read(typed).parts, defaults()), pattern)


def texts(typed: str, pattern: Pattern, field: str = "number") -> list[str]:
    return [fit.text(field) for fit in fitting(typed, pattern)]


def test_some_are_exactly_so_many_steps_unless_told_otherwise() -> None:
    digits = frozenset(DIGITS)
    assert some("n", DIGITS, 2) == (Step("n", digits), Step("n", digits))
    assert some("n", DIGITS, 1, 2) == (Step("n", digits), Step("n", digits, is_optional=True))


def test_a_word_is_a_step_for_each_of_its_characters() -> None:
    assert word("model", "71") == (Step("model", frozenset("7")), Step("model", frozenset("1")))


def test_a_reading_fits_where_each_of_its_signs_takes_a_step() -> None:
    (fit,) = fitting("71", TWO)
    assert (fit.text("number"), fit.weight, fit.likeness, fit.is_read("number")) == ("71", 1.0, 1.0, True)


@pytest.mark.parametrize("typed", ["", "7", "712", "7-1", "7 1", "7г"])
def test_a_reading_that_is_too_short_too_long_or_foreign_fits_nothing(typed: str) -> None:
    assert fitting(typed, TWO) == ()


def test_a_sign_that_was_not_read_fits_and_is_no_evidence() -> None:
    (fit,) = fitting("7?", TWO)
    assert (fit.text("number"), fit.weight, fit.is_read("number")) == ("7?", 0.5, False)
    assert fit.values("number") == tuple(f"7{digit}" for digit in DIGITS)


def test_an_unread_letter_has_too_many_values_to_be_told() -> None:
    (fit,) = fitting("?", some("letter", LATIN, 1))
    assert (fit.text("letter"), fit.values("letter")) == ("?", ())


def test_an_unknown_run_takes_as_many_steps_as_are_left() -> None:
    assert texts("7*", some("number", DIGITS, 1, 4)) == ["7???", "7??", "7?", "7"]
    assert texts("*7", TWO) == ["?7"]


def test_a_run_of_about_so_many_takes_one_more_or_less() -> None:
    assert sorted(texts("7{obl:2}", some("number", DIGITS, 1, 6)), key=len) == ["7?", "7??", "7???"]


def test_a_character_that_does_not_fit_is_tried_as_what_it_is_mistaken_for() -> None:
    (fit,) = fitting("7O", TWO)
    assert (fit.text("number"), fit.weight) == ("70", 0.05)


def test_a_character_that_fits_is_never_taken_for_another() -> None:
    (fit,) = fitting("8B", (*some("number", DIGITS, 1), *some("letter", LATIN, 1)))
    assert (fit.text("number"), fit.text("letter"), fit.values("number")) == ("8", "B", ("8",))


def test_of_the_candidates_only_those_that_fit_are_left() -> None:
    (fit,) = fitting("7[8B]", TWO)
    assert (fit.values("number"), fit.text("number"), fit.is_read("number")) == (("78",), "78", True)


def test_candidates_that_fit_are_values_likeliest_first() -> None:
    (fit,) = fitting("[71][83]", TWO)
    assert fit.values("number") == ("78", "18", "73", "13")
    assert fit.is_read("number") is False


@pytest.mark.parametrize("typed", ["k", "f", "г"])
def test_a_letter_in_the_other_case_is_that_letter(typed: str) -> None:
    (fit,) = fitting(typed, some("letter", LATIN + CYRILLIC, 1))
    assert fit.text("letter") == typed.upper()


def test_a_letter_tells_less_for_a_step_that_takes_almost_any() -> None:
    (few,), (many,) = fitting("K", some("letter", "KM", 1)), fitting("K", some("letter", LATIN, 1))
    assert few.weight == 1.0
    assert many.weight == pytest.approx((10 / 26) ** 0.25)
    assert many.likeness == 1.0


def test_a_separator_can_be_left_out_only_where_it_is_optional() -> None:
    loose = (*some("number", DIGITS, 1), *gap("-"), *some("year", DIGITS, 1))
    strict = (*some("number", DIGITS, 1), *gap("-", is_optional=False), *some("year", DIGITS, 1))
    assert [texts(typed, loose, "year") for typed in ("7-1", "71", "7--1")] == [["1"], ["1"], []]
    assert [texts(typed, strict, "year") for typed in ("7-1", "71")] == [["1"], []]


def test_a_separator_is_in_no_field() -> None:
    (fit,) = fitting("7-1", (*some("number", DIGITS, 1), *gap("-"), *some("year", DIGITS, 1)))
    assert set(fit.fields) == {"number", "year"}


def test_ways_to_fit_that_say_the_same_are_one() -> None:
    pattern = (*some("number", DIGITS, 1), *gap("-"), *gap("-"), *some("year", DIGITS, 1))
    (fit,) = fitting("7-1", pattern)
    assert (fit.text("number"), fit.text("year")) == ("7", "1")


def test_a_reading_that_can_be_split_in_several_ways_fits_in_each() -> None:
    pattern = (*some("number", DIGITS, 1, 2), *some("year", DIGITS, 1, 2))
    assert {(f.text("number"), f.text("year")) for f in fitting("712", pattern)} == {("71", "2"), ("7", "12")}


def test_no_reading_fits_in_more_ways_than_the_most() -> None:
    assert len(fitting("*", some("number", DIGITS, 0, 300))) == MOST_FITS


def test_ways_that_differ_only_in_their_separators_do_not_crowd_out_others() -> None:
    pattern = (*some("number", DIGITS, 0, 1), *(step for _ in range(8) for step in gap("-")), *some("year", DIGITS, 1))
    assert {(f.text("number"), f.text("year")) for f in fitting("????7", pattern)} == {("", "7"), ("?", "7")}


def test_values_beyond_the_most_are_not_told() -> None:
    (fit,) = fitting("??", TWO)
    assert (fit.values("number"), len(fit.values("number", most=100))) == ((), 100)


def test_a_field_that_is_not_there_has_no_value_and_no_text() -> None:
    (fit,) = fitting("71", TWO)
    assert (fit.values("year"), fit.text("year")) == ((), "")


def test_the_chance_of_a_text_is_that_of_its_characters() -> None:
    (fit,) = fitting("[71]8", TWO)
    assert [fit.chance("number", text) for text in ("78", "18", "28", "8", "788")] == [0.6667, 0.3333, 0, 0, 0]


def test_an_unread_sign_is_each_of_its_characters_alike() -> None:
    (digit,), (letter,) = fitting("?", some("number", DIGITS, 1)), fitting("?", some("number", LATIN, 1))
    assert digit.chance("number", "7") == 0.1
    assert letter.chance("number", "K") == 1 / 36


@pytest.mark.parametrize("stars", [40, 400])
def test_any_number_of_unknown_runs_fits_without_an_error(stars: int) -> None:
    assert "??" in texts("*" * stars, TWO)
