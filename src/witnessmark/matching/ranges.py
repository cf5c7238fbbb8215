"""Ranges: which ranges of serials hold a serial. Ranges overlap, and one can lie within another.

A range is told by what stands before its number (folded as search keys are), by how many digits the number has, and by
its first and last number. Those of one prefix and length are sorted by their first number; beside each stands the
greatest last number of all before it, so that the search knows when to stop.
"""

import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from witnessmark.marks.keys import skeleton
from witnessmark.registers.checking import range_of

_MOST_UNREAD = 2
"""Digits that may be unread: each stands for ten serials."""
_MOST_FOUND = 50
ARRAYS = ("range_groups", "range_firsts", "range_lasts", "range_greatest", "range_rows", "range_digits")


@dataclass(frozen=True)
class RangeIndex:
    """The ranges of a part of a register, sorted by group and first number."""

    groups: NDArray[np.int64]
    """A number for prefix and length."""
    firsts: NDArray[np.int64]
    lasts: NDArray[np.int64]
    greatest: NDArray[np.int64]
    """The greatest last number of the group so far."""
    rows: NDArray[np.int64]
    digits: NDArray[np.int64]
    """The lengths of numbers that there are."""


@dataclass(frozen=True)
class Within:
    """A serial that a reading can be, and the row of a range that holds it."""

    row: int
    key: str
    """The serial as a search key."""
    digits: int
    """How many of its last characters are the number."""


def build(firsts: Sequence[str], lasts: Sequence[str], rows: Sequence[int]) -> RangeIndex:
    """The index of some ranges; what is none is left out, since it was kept apart when the register was read."""
    told = [
        (_group(skeleton(found[0]), found[3]), found[1], found[2], row, found[3])
        for first, last, row in zip(firsts, lasts, rows, strict=True)
        if (found := range_of(first, last)) is not None
    ]
    told.sort()
    columns = np.array(told, np.int64).reshape(len(told), 5).T
    groups, starts, ends, numbers, digits = columns
    return RangeIndex(groups, starts, ends, _greatest(groups, ends), numbers, np.unique(digits))


def _group(prefix: str, digits: int) -> int:
    """A number that is the same on every machine."""
    return int.from_bytes(hashlib.sha256(f"{digits} {prefix}".encode()).digest()[:7])


def _greatest(groups: NDArray[np.int64], lasts: NDArray[np.int64]) -> NDArray[np.int64]:
    found = np.zeros_like(lasts)
    bounds = [0, *(np.flatnonzero(np.diff(groups)) + 1).tolist(), len(groups)]
    for first, last in itertools.pairwise(bounds):
        found[first:last] = np.maximum.accumulate(lasts[first:last])
    return found


def holding(index: RangeIndex, key: str) -> Iterator[Within]:
    """The ranges that hold a serial, by its search key; ``?`` for a digit that was not read.

    >>> index = build(["KB 000100", "KB 000150"], ["KB 000199", "KB 000160"], [7, 8])
    >>> [(each.row, each.key) for each in holding(index, skeleton("KB 000155"))]
    [(8, 'K8000155'), (7, 'K8000155')]
    """
    found = 0
    for digits in index.digits.tolist():
        prefix, number = key[: len(key) - digits], key[len(key) - digits :]
        if len(number) != digits or "?" in prefix or not all(c.isdecimal() or c == "?" for c in number):
            continue
        if number.count("?") > _MOST_UNREAD:
            continue
        group = _group(prefix, digits)
        for each in _numbers(number):
            for row in _rows(index, group, int(each)):
                yield Within(row, prefix + each, digits)
                found += 1
                if found >= _MOST_FOUND:
                    return


def _numbers(number: str) -> Iterator[str]:
    for digits in itertools.product("0123456789", repeat=number.count("?")):
        filled = iter(digits)
        yield "".join(next(filled) if c == "?" else c for c in number)


def _rows(index: RangeIndex, group: int, number: int) -> Iterator[int]:
    """The rows of the ranges of a group that hold a number, the latest to begin first."""
    begin, end = np.searchsorted(index.groups, [group, group + 1])
    place = int(begin) + int(np.searchsorted(index.firsts[begin:end], number, side="right")) - 1
    while place >= begin and index.greatest[place] >= number:
        if index.lasts[place] >= number:
            yield int(index.rows[place])
        place -= 1


def arrays(index: RangeIndex) -> Mapping[str, NDArray[Any]]:
    """The arrays of an index by name, as they are written."""
    return {f"range_{name}": array for name, array in vars(index).items()}


def from_arrays(there: Mapping[str, NDArray[Any]]) -> RangeIndex:
    """The index of some arrays, as they were written."""
    return RangeIndex(*(there[name] for name in ARRAYS))
