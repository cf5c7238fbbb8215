"""What a cell counts."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.ingest.numbers import as_number
from witnessmark.ingest.template import Unreadable

SEPARATORS = {".": [",", " ", "\u00a0", "\u202f", "'", "’", ""], ",": [".", " ", "\u00a0", "\u202f", "'", "’", ""]}
NUMBERS = st.decimals(min_value=-(10**15), max_value=10**15, places=4, allow_nan=False)


def grouped(number: Decimal, separator: str, decimal: str) -> str:
    """A number as a list would print it."""
    return f"{number:,}".replace(",", "\0").replace(".", decimal).replace("\0", separator)


@given(NUMBERS, st.sampled_from(".,"), st.data())
def test_a_number_written_with_separators_reads_back(number: Decimal, decimal: str, data: st.DataObject) -> None:
    separator = data.draw(st.sampled_from(SEPARATORS[decimal]))
    assert Decimal(as_number(grouped(number, separator, decimal), decimal)) == number


@given(NUMBERS)
def test_what_was_read_reads_as_itself(number: Decimal) -> None:
    once = as_number(str(number))
    assert as_number(once) == once


@given(st.text(max_size=40), st.sampled_from(".,"))
def test_whatever_stands_there_is_a_number_or_unreadable(text: str, decimal: str) -> None:
    with suppress(Unreadable):
        assert Decimal(as_number(text, decimal)).is_finite()


@pytest.mark.parametrize(("text", "becomes"), [("007", "7"), ("-0", "0"), ("1.50", "1.5"), (" 12 ", "12")])
def test_what_tells_nothing_is_left_out(text: str, becomes: str) -> None:
    assert as_number(text) == becomes


def test_no_decimal_is_dropped() -> None:
    assert as_number("0.123456789") == "0.123456789"


@pytest.mark.parametrize(
    "text",
    ["12 5", "3 4", "1,23", "12,34,567", "1,234 567", "1,2345", "1.2.3", "", "-", "--1", "1-", "1e5", "0x10", "five",
     "1\n234", "9" * 19, "½", "٣", "1_000", "inf", "1,234.5,6"],
)  # fmt: skip
def test_separators_that_do_not_stand_before_three_digits_each_are_no_number(text: str) -> None:
    with pytest.raises(Unreadable, match="a number with"):
        as_number(text)
