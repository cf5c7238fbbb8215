"""Which part of a picture or page shows what is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.evidence.regions import Box, box, box_or_none, cited


@pytest.mark.parametrize(
    "text",
    ["", "left of the receiver", "1,2,3", "1,2,3,4,5", "90,0,11,5", "0,0,0,5", "-1,0,5,5", "1e1,0,5,5", "a,b,c,d"],
)
def test_what_is_no_box_says_what_was_wanted(text: str) -> None:
    with pytest.raises(ValueError, match="want left,top,width,height in hundredths"):
        box(text)
    assert box_or_none(text) is None


@given(st.integers(0, 99), st.integers(0, 99), st.integers(1, 100), st.integers(1, 100))
def test_a_box_within_the_picture_reads_back_the_same(left: int, top: int, width: int, height: int) -> None:
    made = Box(left, top, min(width, 100 - left), min(height, 100 - top))
    assert box(str(made)) == made


@pytest.mark.parametrize("locator", ["", "row 3", "p. 0", "p. x", "pp. 3", "p. 3 of 4"])
def test_a_locator_without_a_page_cites_none(locator: str) -> None:
    assert cited(locator) is None


def test_a_locator_cites_a_page_and_a_part_of_it() -> None:
    assert cited("P. 12, 10, 20, 50, 8") == (12, Box(10, 20, 50, 8))
    assert cited("page 2, upper half") == (2, None)
