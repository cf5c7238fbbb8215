"""Ends: the first and the last serial of a range, one range at a time and by whole columns."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from witnessmark.registers.columns import Mask, lengths

_MOST_DIGITS = 18


class Ends(NamedTuple):
    """Ranges of a column; of those that are none the numbers say nothing."""

    is_range: Mask
    prefixes: pa.Array
    firsts: NDArray[np.int64]
    lasts: NDArray[np.int64]
    digits: NDArray[np.int64]
    """How many the numbers of each range have."""


def range_of(first: str, last: str) -> tuple[str, int, int, int] | None:
    """The prefix of two serials, their numbers, and how many digits these have; ``None`` where they are no range.

    >>> range_of("KB 000100", "KB 000199")
    ('KB ', 100, 199, 6)
    >>> range_of("KB100", "KC199") is None
    True
    """
    one, other = (_split(text.strip()) for text in (first, last))
    if one is None or other is None or one[0] != other[0] or len(one[1]) != len(other[1]):
        return None
    begin, end = int(one[1]), int(other[1])
    return (one[0], begin, end, len(one[1])) if begin <= end else None


def _split(text: str) -> tuple[str, str] | None:
    digits = len(text) - len(text.rstrip("0123456789"))
    return (text[: len(text) - digits], text[len(text) - digits :]) if 0 < digits <= _MOST_DIGITS else None


def are_ranges(firsts: pa.Array, lasts: pa.Array) -> Mask:
    """Which first and last serials of two columns are the ends of ranges."""
    is_range = _parted(firsts, lasts).is_range
    odd = _odd(firsts, lasts)
    is_range[odd] = [range_of(*ends) is not None for ends in _pairs(firsts, lasts, odd)]
    return is_range


def ends_of(firsts: pa.Array, lasts: pa.Array) -> Ends:
    """The ranges of two columns of first and last serials, as ``range_of`` finds each."""
    is_range, prefixes, digits = _parted(firsts, lasts)
    first, last = (_number(cells, is_range) for cells in (firsts, lasts))
    odd = _odd(firsts, lasts)
    seen = [range_of(*ends) for ends in _pairs(firsts, lasts, odd)]
    is_range[odd] = [each is not None for each in seen]
    for place, column in enumerate((first, last, digits), 1):
        column[odd] = [0 if each is None else each[place] for each in seen]
    is_odd = np.zeros(len(firsts), bool)
    is_odd[odd] = True
    told = pa.array(["" if each is None else each[0] for each in seen], pa.string())
    return Ends(is_range, pc.replace_with_mask(prefixes, pa.array(is_odd), told), first, last, digits)


class _Parted(NamedTuple):
    is_range: Mask
    prefixes: pa.Array
    digits: NDArray[np.int64]


def _parted(firsts: pa.Array, lasts: pa.Array) -> _Parted:
    """Prefixes and digits, and which are ranges, where all is ASCII."""
    first, last = pc.ascii_trim_whitespace(firsts), pc.ascii_trim_whitespace(lasts)
    prefixes, others = (pc.ascii_rtrim(cells, characters="0123456789") for cells in (first, last))
    digits = (lengths(first) - lengths(prefixes)).astype(np.int64)
    # Behind one prefix, numbers of one length are in the order of their digits.
    is_order = np.asarray(pc.and_(pc.equal(prefixes, others), pc.less_equal(first, last))).astype(bool)
    is_range: Mask = is_order & (digits > 0) & (digits <= _MOST_DIGITS) & (lengths(first) == lengths(last))
    return _Parted(is_range, prefixes, digits)


def _odd(firsts: pa.Array, lasts: pa.Array) -> NDArray[np.int64]:
    """The places of serials that hold other characters: other blanks may stand around them."""
    found = pc.or_(*(pc.match_substring_regex(cells, r"[^\t-\r -~]") for cells in (firsts, lasts)))
    return np.flatnonzero(np.asarray(found))


def _pairs(firsts: pa.Array, lasts: pa.Array, places: NDArray[np.int64]) -> Iterator[tuple[str, str]]:
    return zip(*(cells.take(pa.array(places)).to_pylist() for cells in (firsts, lasts)), strict=True)


def _number(cells: pa.Array, is_range: Mask) -> NDArray[np.int64]:
    """The number at the end of each text that has one; 0 of others."""
    found = np.zeros(len(cells), np.int64)
    ended = pc.ascii_trim_whitespace(cells.filter(pa.array(is_range)))
    found[is_range] = np.asarray(pc.replace_substring_regex(ended, r"(?s)^.*[^0-9]", "").cast(pa.int64()))
    return found
