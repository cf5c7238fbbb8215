"""What a telephone takes as typed: every mark that the notation can write, and nothing that only looks like one."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.ingest.form.limits import PARTIAL_DATE, READING, TAG, YEAR, fits
from witnessmark.marks.reading import read
from witnessmark.model.when import window

EXAMPLES = Path(__file__).parents[2] / "marks" / "mark_examples.csv"


def published() -> list[str]:
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        return [row["typed"] for row in csv.DictReader(file) if row["typed"]]


def takes(pattern: str, typed: str) -> bool:
    return re.match(pattern, typed) is not None


@pytest.mark.parametrize("typed", published())
def test_every_published_mark_can_be_typed(typed: str) -> None:
    assert takes(READING, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "?", "*", "KB 04?17 8[68]", "[8B]4?{obl:2}", "{obl}", "{obl:?}", "{alt:3}", "{ref:2}", "{over:12}71", "{over:}",
        "((3?))", "/37\\ {over:[1I]2}71", "<66>", "\\?\\*", "\\(", "[\\ \\]]", "кв 042?7", "٢٧ / ٨٦", "★", "NA", "0000",
    ],
)  # fmt: skip
def test_every_sign_of_doubt_can_be_typed(typed: str) -> None:
    assert takes(READING, typed)
    assert read(typed).problems == ()


@pytest.mark.parametrize(
    "typed",
    [
        "[8B", "[8]", "8B]", "{obl:4", "{obl:123}", "{gone:2}", "(37", "37)", "<66", "[ 8]", "()", "((10)", "\\", "\\7",
        "{over:(3)}",
    ],
)  # fmt: skip
def test_a_bracket_that_stays_open_is_asked_again(typed: str) -> None:
    assert not takes(READING, typed)


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "---", "...", "n/a", "N/A", "Unknown", "unknown.", "illegible", "NULL", "без номера", "б/н", "لا يوجد"],
)
def test_words_and_dashes_for_no_mark_are_asked_again(typed: str) -> None:
    assert not takes(READING, typed)


@pytest.mark.parametrize("typed", ["KB\t71", "KB\n71", "KB\x0071", "7" * 401])
def test_what_no_mark_holds_is_asked_again(typed: str) -> None:
    assert not takes(READING, typed)


@given(st.text(st.sampled_from("A7?*[]{}()<>/\\ob l:8B"), max_size=14))
def test_what_a_telephone_takes_the_notation_reads_without_a_problem(typed: str) -> None:
    if takes(READING, typed):
        assert read(typed).problems == ()


@given(st.text(st.sampled_from("AB7?*КВ٢ -"), min_size=1, max_size=20))
def test_signs_without_brackets_are_taken_unless_they_say_nothing(typed: str) -> None:
    assert takes(READING, typed) or not typed.strip(" -")


@pytest.mark.parametrize(
    "typed", ["2014", "2014-06", "2014-06-30", "198X", "19XX", "2014-06~", "2014?", "2014-06-XX", "2014-06/2014-08"]
)
def test_a_date_can_be_as_vague_as_what_is_known(typed: str) -> None:
    assert takes(PARTIAL_DATE, typed)
    assert window(typed).is_known


@pytest.mark.parametrize(
    "typed", ["30.06.2014", "2014-6-30", "2014-13", "2014-06-32", "June 2014", "14", "٢٠١٤", "2014/"]
)
def test_a_date_that_could_be_misread_is_asked_again(typed: str) -> None:
    assert not takes(PARTIAL_DATE, typed)


def test_a_year_may_have_digits_that_nobody_could_read() -> None:
    assert all(takes(YEAR, typed) for typed in ("1986", "198X", "19XX", "1986~", "1986?"))
    assert not any(takes(YEAR, typed) for typed in ("86", "1986-05", "19866", "XXXX", "c. 1986"))


def test_a_tag_is_a_few_signs_without_blanks_at_its_ends() -> None:
    assert all(takes(TAG, typed) for typed in ("1", "A 12", "٣", "x" * 40))
    assert not any(takes(TAG, typed) for typed in ("", " 1", "1 ", "x" * 41))


def test_a_pattern_with_a_quote_cannot_be_written_into_a_form() -> None:
    with pytest.raises(ValueError, match="want a pattern without a quote"):
        fits("it's")
