"""How likely a reading is of a mark: characters are misread, left out and added, but not without end."""

import pytest

from witnessmark.marks.confusion import default_model
from witnessmark.marks.reading import read
from witnessmark.matching.resolving.markmodel import ADDED_AS, MISSED, Sight, drift, sighted


def chance(typed: str, mark: str) -> float:
    return Sight(read(typed), default_model()).chance(mark)


@pytest.mark.parametrize(
    ("typed", "length", "band"),
    [("KB04217", 7, (-1, 1)), ("KB04217", 8, (0, 1)), ("KB04217", 6, (-1, 0)), ("KB04217", 9, (0, 2)),
     ("KB04217", 5, (-2, 0)), ("KB04217", 11, (0, 4)), ("KB*7", 9, (-4, 9))],
)  # fmt: skip
def test_a_reading_drifts_from_its_mark_by_what_two_left_out_or_added_allow(
    typed: str, length: int, band: tuple[int, int]
) -> None:
    assert drift(sighted(read(typed)), length) == band


def test_one_left_out_and_one_added_explain_a_reading_of_the_same_length() -> None:
    shifted = chance("KB42170", "KB04217")
    assert MISSED * ADDED_AS / 2 < shifted < MISSED * ADDED_AS
    assert chance("KB21704", "KB04217") < shifted / 1_000  # two of each


def test_one_left_out_is_about_as_likely_as_that_is() -> None:
    assert chance("KB0427", "KB04217") == pytest.approx(MISSED, rel=0.6)
