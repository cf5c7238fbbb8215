"""Pair building: the table of pairs of all keys of an index, section by section, on both cores."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from witnessmark.matching.compiling import compiled
from witnessmark.matching.search import pairsections
from witnessmark.matching.search.comparing import WIDTH
from witnessmark.matching.search.pairsections import PLACE_BITS
from witnessmark.matching.search.pairtable import BITS_PER_PLACE

_STRETCHES = 2
_AT_ONCE = 50_000_000
"""Entries that are listed before they are written, unless one section has more: eight bytes each."""

Ints = NDArray[np.int64]


def table(
    keys: NDArray[np.uint8], lengths: NDArray[np.uint8], places: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]:
    """Where each place of the table begins, its entries, and its bits; ``places`` is a power of two."""
    kernel, size = compiled(pairsections), min(places, 1 << PLACE_BITS)
    words = (size << BITS_PER_PLACE) // 32
    stretches = list(itertools.pairwise(np.linspace(0, len(keys), _STRETCHES + 1).astype(int).tolist()))
    with ThreadPoolExecutor(_STRETCHES) as threads:

        def count(stretch: tuple[int, int]) -> Ints:
            found = np.zeros(places // size, np.int64)
            kernel.count_pairs(keys, lengths, places - 1, found, _room(), *stretch)
            return found

        counts = np.array(list(threads.map(count, stretches)))
        ends = np.append(0, np.cumsum(counts.sum(axis=0)))
        starts, entries = np.full(places + 1, ends[-1], np.uint32), np.empty(ends[-1], np.uint32)
        bits = np.zeros(words * len(counts[0]), np.uint32)
        # Each stretch lists behind the one before it, so that the entries of a place ascend.
        free = ends[:-1] + np.cumsum(counts, axis=0) - counts
        for first, end in _rounds(ends):
            listed = np.empty(ends[end] - ends[first], np.int64)

            def write(stretch: tuple[int, int], goes_on: Ints, first: int = first, listed: Ints = listed) -> None:
                kernel.list_pairs(keys, lengths, places - 1, first, goes_on, listed, _room(), *stretch)

            def fill(section: int, first: int = first, listed: Ints = listed) -> None:
                own = listed[ends[section] - ends[first] : ends[section + 1] - ends[first]]
                kernel.fill_section(
                    own, ends[section], np.empty(size, np.int64), starts[section * size : (section + 1) * size],
                    entries, bits[section * words : (section + 1) * words],
                )  # fmt: skip

            list(threads.map(write, stretches, free[:, first:end] - ends[first]))
            list(threads.map(fill, range(first, end)))
    return starts, entries, bits


def _room() -> Ints:
    return np.zeros((2, WIDTH), np.int64)


def _rounds(ends: Any) -> Iterator[tuple[int, int]]:
    """Sections that are listed together: from one to another, so that their entries are not too many."""
    rounds = np.maximum(ends[1:] - 1, 0) // _AT_ONCE
    firsts = np.flatnonzero(np.diff(rounds, prepend=-1)).tolist()
    return itertools.pairwise([*firsts, len(ends) - 1])
