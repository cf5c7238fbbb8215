"""Ends: the first and the last serial of a range, one range at a time and by whole columns."""

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


def ends_of(firsts: pa.Array, lasts: pa.Array) -> Ends:
    """The same for whole columns of first and last serials.

    Ranges that plainly are some are found by columns. The others are looked at one by one.
    """
    first, last = pc.ascii_trim_whitespace(firsts), pc.ascii_trim_whitespace(lasts)
    prefixes, others = (pc.ascii_rtrim(cells, characters="0123456789") for cells in (first, last))
    digits = (lengths(first) - lengths(prefixes)).astype(np.int64)
    # Behind one prefix, numbers of one length are in the order of their digits.
    is_order = np.asarray(pc.and_(pc.equal(prefixes, others), pc.less_equal(first, last))).astype(bool)
    is_range: Mask = is_order & (digits > 0) & (digits <= _MOST_DIGITS) & (lengths(first) == lengths(last))
    # Blanks of other alphabets are trimmed one by one.
    is_range &= ~np.asarray(pc.match_substring_regex(prefixes, r"^[\p{Z}\x1c-\x1f\x{85}]")).astype(bool)
    found = Ends(is_range, prefixes, _number(first, is_range), _number(last, is_range), digits)
    return _looked_at(firsts, lasts, found)


def _number(cells: pa.Array, is_range: Mask) -> NDArray[np.int64]:
    """The number at the end of each text that has one; 0 of others."""
    found = np.zeros(len(cells), np.int64)
    ended = cells.filter(pa.array(is_range))
    found[is_range] = np.asarray(pc.replace_substring_regex(ended, r"(?s)^.*[^0-9]", "").cast(pa.int64()))
    return found


def _looked_at(firsts: pa.Array, lasts: pa.Array, found: Ends) -> Ends:
    asked = np.flatnonzero(~found.is_range)
    told = (cells.take(pa.array(asked)).to_pylist() for cells in (firsts, lasts))
    seen = {
        row: each for row, *ends in zip(asked.tolist(), *told, strict=True) if (each := range_of(*ends)) is not None
    }
    if not seen:
        return found
    rows = np.array(list(seen))
    for place, column in enumerate((found.firsts, found.lasts, found.digits), 1):
        column[rows] = [each[place] for each in seen.values()]
    found.is_range[rows] = True
    is_seen = np.zeros(len(firsts), bool)
    is_seen[rows] = True
    prefixes = pc.replace_with_mask(found.prefixes, pa.array(is_seen), pa.array([each[0] for each in seen.values()]))
    return found._replace(prefixes=prefixes)
