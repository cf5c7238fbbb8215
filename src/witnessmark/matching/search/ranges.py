"""Ranges: which ranges of serials hold a serial. Ranges overlap, and one can lie within another.

A range is told by what stands before its number (folded as search keys are), by how many digits the number has, and by
its first and last number. Those of one prefix and length are a group, sorted by their first number; beside each stands
the nearest one before it that ends later, so that the search passes over all between.
"""

import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from witnessmark.marks.keys import skeleton
from witnessmark.matching.compiling import compiled, is_loaded
from witnessmark.matching.search import rangesearch
from witnessmark.matching.search.ordering import Ints, order_within
from witnessmark.matching.search.rangesearch import Sorted
from witnessmark.registers.checking import range_of

_MOST_UNREAD = 2
"""Digits that may be unread: each stands for ten serials."""
_MOST_FOUND = 50
_MOST_DIGITS = 32
_WORTH_COMPILING = 2_000
_STRETCHES = 2
ARRAYS = ("range_groups", "range_begins", "range_firsts", "range_lasts", "range_before", "range_rows", "range_digits")


@dataclass(frozen=True)
class RangeIndex:
    """The ranges of a part of a register, sorted by group and first number."""

    groups: Ints
    """A number for prefix and length of each group."""
    ranges: Sorted
    rows: Ints
    digits: Ints
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
        (skeleton(found[0]), found[1], found[2], found[3], row)
        for first, last, row in zip(firsts, lasts, rows, strict=True)
        if (found := range_of(first, last)) is not None
    ]
    prefixes, *numbers = zip(*told, strict=True) if told else ((), (), (), (), ())
    begins, ends, digits, kept = (np.array(each, np.int64) for each in numbers)
    index = built(pa.array(prefixes, pa.string()), begins, ends, digits)
    return RangeIndex(index.groups, index.ranges, kept[index.rows], index.digits)


def built(prefixes: pa.Array, firsts: Ints, lasts: Ints, digits: Ints) -> RangeIndex:
    """The index of ranges given by columns: folded prefix, first and last number, and how many digits these have."""
    groups, own = _groups(prefixes, digits)
    order = order_within(own, firsts)
    own, firsts, lasts = own[order], firsts[order], lasts[order]
    begins = np.searchsorted(own, np.arange(len(groups) + 1)).astype(np.int64)
    ranges = Sorted(begins, firsts, lasts, _before(begins, lasts))
    return RangeIndex(groups, ranges, order, np.flatnonzero(np.bincount(digits)))


def _groups(prefixes: pa.Array, digits: Ints) -> tuple[Ints, Ints]:
    """The groups there are, each a number that is the same on every machine; for each row the place of its group."""
    told = prefixes if isinstance(prefixes, pa.DictionaryArray) else pc.dictionary_encode(prefixes)
    codes = np.asarray(told.indices, np.int64) * _MOST_DIGITS + digits
    kinds = np.flatnonzero(np.bincount(codes))
    known = told.dictionary.to_pylist()
    numbers = [_group(known[kind // _MOST_DIGITS], kind % _MOST_DIGITS) for kind in kinds.tolist()]
    groups, ranks = np.unique(np.array(numbers, np.int64), return_inverse=True)
    places = np.zeros(len(known) * _MOST_DIGITS, np.int64)
    places[kinds] = ranks
    return groups, places[codes]


def _group(prefix: str, digits: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{digits} {prefix}".encode()).digest()[:7])


def _before(begins: Ints, lasts: Ints) -> Ints:
    found = np.zeros_like(lasts)
    kernel = compiled(rangesearch) if len(lasts) >= _WORTH_COMPILING else rangesearch
    kernel.link_before(begins, lasts, found)
    return found


def all_holding(index: RangeIndex, prefixes: pa.Array, numbers: Ints, digits: Ints) -> tuple[Ints, Ints]:
    """Pairs of a question and a row of a range that holds it: every one, by question, the latest to begin first."""
    groups, asked = _groups(prefixes, digits)
    known = _places(index, groups)[asked] if len(asked) else asked
    return _pairs(index, known, numbers)


def _places(index: RangeIndex, groups: Ints) -> Ints:
    """Where each of some groups stands in an index; -1 where it has no range of it."""
    found = np.searchsorted(index.groups, groups)
    is_known = found < len(index.groups)
    is_known[is_known] = index.groups[found[is_known]] == groups[is_known]
    return np.where(is_known, found, -1)


class _Asked(NamedTuple):
    """A stretch of questions in the order of the ranges, so that what is looked at next is near what was last."""

    first: int
    end: int
    order: Ints
    """Of the questions of the stretch, counted from its first."""
    groups: Ints
    numbers: Ints
    room: Ints
    """To work in; what is not needed of it is not touched, and takes no memory."""


def _pairs(index: RangeIndex, groups: Ints, numbers: Ints) -> tuple[Ints, Ints]:
    """Pairs of a question and a row, by question; on both cores where there are many.

    First how many ranges hold each, and then which, so that every pair is written where it belongs: nobody can say
    beforehand how much room there must be for them.
    """
    is_few = len(groups) < _WORTH_COMPILING and not is_loaded(rangesearch)
    kernel: Any = rangesearch if is_few else compiled(rangesearch)
    ranges, counts = kernel.Sorted(*index.ranges), np.zeros(len(groups), np.int64)
    bounds = np.linspace(0, len(groups), (1 if is_few else _STRETCHES) + 1).astype(int).tolist()

    def count(first: int, end: int) -> _Asked:
        asked = _asked(index, groups, numbers, first, end)
        found = np.zeros(end - first, np.int64)
        kernel.count_held(ranges, asked.groups, asked.numbers, asked.room, found)
        counts[first:end][asked.order] = found
        return asked

    def write(asked: _Asked) -> None:
        own = starts[asked.first : asked.end][asked.order]
        kernel.write_held(ranges, index.rows, asked.groups, asked.numbers, asked.room, own, rows)
        questions[starts[asked.first] : starts[asked.end]] = np.repeat(
            np.arange(asked.first, asked.end), counts[asked.first : asked.end]
        )

    with ThreadPoolExecutor(len(bounds) - 1) as threads:
        stretches = list(threads.map(count, bounds[:-1], bounds[1:]))
        starts = np.append(0, np.cumsum(counts))
        questions, rows = (np.empty(int(starts[-1]), np.int64) for _ in range(2))
        list(threads.map(write, stretches))
    return questions, rows


def _asked(index: RangeIndex, groups: Ints, numbers: Ints, first: int, end: int) -> _Asked:
    order = order_within(groups[first:end] + 1, numbers[first:end])
    room = np.empty(int(np.diff(index.ranges.begins).max(initial=0)), np.int64)
    return _Asked(first, end, order, groups[first:end][order], numbers[first:end][order], room)


def held(index: RangeIndex, keys: pa.Array) -> NDArray[np.bool_]:
    """Which of many search keys, all characters of which were read, some range holds."""
    found = np.zeros(len(keys), np.bool_)
    for digits in index.digits.tolist():
        places = np.flatnonzero(pc.match_substring_regex(keys, f"[0-9]{{{digits}}}$"))
        chosen = keys.take(pa.array(places))
        numbers = np.asarray(pc.utf8_slice_codeunits(chosen, -digits).cast(pa.int64()), np.int64)
        prefixes = pc.utf8_slice_codeunits(chosen, 0, -digits)
        asked, _ = all_holding(index, prefixes, numbers, np.full(len(places), digits))
        found[places[asked]] = True
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
        texts = list(_numbers(number))
        groups = np.array([_group(prefix, digits)], np.int64)
        asked = np.repeat(_places(index, groups), len(texts))
        for question, row in zip(*_pairs(index, asked, np.array(texts, np.int64)), strict=True):
            yield Within(int(row), prefix + texts[int(question)], digits)
            found += 1
            if found >= _MOST_FOUND:
                return


def _numbers(number: str) -> Iterator[str]:
    for digits in itertools.product("0123456789", repeat=number.count("?")):
        filled = iter(digits)
        yield "".join(next(filled) if c == "?" else c for c in number)


def arrays(index: RangeIndex) -> Mapping[str, NDArray[Any]]:
    """The arrays of an index by name, as they are written."""
    there = {"groups": index.groups, **index.ranges._asdict(), "rows": index.rows, "digits": index.digits}
    return {f"range_{name}": array for name, array in there.items()}


def from_arrays(there: Mapping[str, NDArray[Any]]) -> RangeIndex:
    """The index of some arrays, as they were written."""
    ranges = Sorted(*(there[f"range_{name}"] for name in Sorted._fields))
    return RangeIndex(there["range_groups"], ranges, there["range_rows"], there["range_digits"])
