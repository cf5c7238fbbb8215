"""Mark index: which marks of a register a reading can be, found among millions by its search keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from witnessmark.matching.compiling import can_compile, compiled, is_loaded
from witnessmark.matching.search import neighbours, pairarrays, pairbuilding
from witnessmark.matching.search.comparing import WIDTH
from witnessmark.matching.search.keycodes import Codes, coded_questions, similar
from witnessmark.matching.search.neighbours import Orders
from witnessmark.matching.search.pairtable import KEY_BITS
from witnessmark.model.value import Result

MOST_KEYS = 1 << KEY_BITS
"""Different marks that one index can hold; a larger register has several."""
MOST_FOUND = 64
"""Keys that are told of one question; beyond them an answer is not whole."""
WORTH_COMPILING = 200
"""Questions from which on it is faster to load the compiled search than to go without."""
_ENTRIES_PER_PLACE = 16
_GATHERED = 256
"""Keys that are brought together before they are compared."""
_SMALLEST_TABLE = 1 << 10

ARRAYS = ("keys", "lengths", "blocks", "backward", "turned", "starts", "entries", "bits", "rows", "firsts")
"""The arrays of an index, in the order in which they are written."""


@dataclass(frozen=True)
class MarkIndex:
    """The distinct search keys of a register, as they are searched, and the rows that have each."""

    orders: Orders
    lengths: NDArray[np.uint8]
    rows: NDArray[np.uint32]
    """The rows of the register by key."""
    firsts: NDArray[np.uint32]
    """Where those of each key begin."""

    def rows_of(self, key: int) -> NDArray[np.uint32]:
        """The rows of the register that have a key."""
        return self.rows[int(self.firsts[key]) : int(self.firsts[key + 1])]


class Found(Result, frozen=True, kw_only=True):
    """The keys that a question found."""

    keys: list[int]
    """Cheapest first."""
    costs: list[int]
    fitting: int
    """How many fit; more than are told where there are many."""
    is_whole: bool
    """Whether all were looked at; not where a question is so vague that the search stopped."""


def build(codes: Codes, lengths: NDArray[np.uint8]) -> MarkIndex:
    """The index of some coded marks; ``ValueError`` where there are more different ones than it can hold.

    Rows without a mark are in no key.
    """
    order, firsts, keys, key_lengths = _distinct(codes, lengths)
    if len(keys) > MOST_KEYS:
        raise ValueError(f"want at most {MOST_KEYS} different marks in one index, got {len(keys)}")
    starts, entries, bits = _table(keys, key_lengths)
    blocks = np.searchsorted(key_lengths, np.arange(WIDTH + 2)).astype(np.int64)
    backward = _backward(keys, key_lengths)
    orders = _orders(keys, blocks, backward, keys[backward], starts, entries, bits)
    return MarkIndex(orders, key_lengths, order, firsts)


def _orders(keys: Codes, blocks: Any, backward: Any, turned: Codes, starts: Any, entries: Any, bits: Any) -> Orders:
    return Orders(keys, blocks, backward, turned, _words(keys), _words(turned), starts, entries, bits)


def _words(keys: Codes) -> NDArray[np.int64]:
    """Keys as words of eight codes, the first in the lowest byte, whatever machine this is."""
    return keys.view("<i8").ravel()


def _table(
    keys: Codes, lengths: NDArray[np.uint8]
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]:
    """The keys under each pair of halves with a character left out."""
    places = max(_SMALLEST_TABLE, _power_of_two(_pairs(lengths) // _ENTRIES_PER_PLACE))
    if len(keys) < WORTH_COMPILING or not can_compile():
        return pairarrays.table(keys, lengths, places)
    return pairbuilding.table(keys, lengths, places)


def _distinct(
    codes: Codes, lengths: NDArray[np.uint8]
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], Codes, NDArray[np.uint8]]:
    """The rows in the order of their keys, where each key begins among them, the keys and their lengths."""
    high, low = packed(codes, lengths)
    order = _sorted(high, low)[int(np.count_nonzero(lengths == 0)) :]
    high, low = high[order], low[order]
    is_new = np.ones(len(order), bool)
    is_new[1:] = (high[1:] != high[:-1]) | (low[1:] != low[:-1])
    firsts = np.flatnonzero(is_new)
    chosen = order[firsts]
    return (
        order.astype(np.uint32),
        np.append(firsts, len(order)).astype(np.uint32),
        np.ascontiguousarray(codes[chosen]),
        np.ascontiguousarray(lengths[chosen]),
    )


def packed(codes: Codes, lengths: NDArray[np.uint8]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Each row as two numbers that sort by length, then by characters."""
    high = lengths.astype(np.uint64)
    for place in range(9):
        high = (high << np.uint64(6)) | codes[:, place]
    low = np.zeros(len(lengths), np.uint64)
    for place in range(9, WIDTH):
        low = (low << np.uint64(6)) | codes[:, place]
    return high, low


def _sorted(high: NDArray[np.uint64], low: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The order of rows that are packed, of equal ones the first first.

    Few rows share their first number: to sort by it alone, and then those few by all, is faster than a stable sort.
    """
    order = np.argsort(high)
    ranked = high[order]
    is_same = ranked[1:] == ranked[:-1]
    places = np.flatnonzero(np.append(is_same, False) | np.append(False, is_same))
    rows = order[places]
    order[places] = rows[np.lexsort((rows, low[rows], ranked[places]))]
    return order


def _backward(keys: Codes, lengths: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """The order by length and by characters from the end."""
    turned = np.zeros_like(keys)
    for length in np.unique(lengths).tolist():
        rows = np.flatnonzero(lengths == length)
        turned[rows, :length] = keys[rows, :length][:, ::-1]
    high, low = packed(turned, lengths)
    return _sorted(high, low).astype(np.uint32)


def _pairs(lengths: NDArray[np.uint8]) -> int:
    halves = lengths.astype(np.int64) // 2
    return int((halves * (lengths - halves)).sum())


def _power_of_two(least: int) -> int:
    return 1 << max(0, int(least) - 1).bit_length()


def _kernel(work: int) -> Any:
    return compiled(neighbours) if work >= WORTH_COMPILING or is_loaded(neighbours) else neighbours


def look_up(index: MarkIndex, questions: Sequence[str], *, most: int = MOST_FOUND) -> list[Found]:
    """What each search key finds; ``?`` for a character that was not read, ``*`` for any number of them."""
    found, costs, held, fitting = search(index, *coded_questions(questions), most=most)
    listed = zip(found.tolist(), costs.tolist(), held.tolist(), fitting.tolist(), strict=True)
    return [
        Found(keys=keys[:count], costs=worth[:count], fitting=abs(total) - (total < 0), is_whole=total >= 0)
        for keys, worth, count, total in listed
    ]


def search(
    index: MarkIndex, codes: Codes, lengths: NDArray[np.uint8], gaps: NDArray[np.int64], *, most: int = MOST_FOUND
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """For each coded question the cheapest keys, their costs, how many these are, and how many fit."""
    count = len(lengths)
    order = np.argsort(packed(codes, lengths)[0], kind="stable")
    turned_order = _backward(codes[:, :WIDTH], np.minimum(lengths, WIDTH))
    found, costs = np.zeros((count, most), np.int64), np.zeros((count, most), np.int64)
    held, fitting = np.zeros(count, np.int64), np.zeros(count, np.int64)
    half = (WIDTH + 2) * (WIDTH + 2) // 2
    pairs = [np.zeros(half * half, np.int64) for _ in range(3)]
    gathered = np.zeros((_GATHERED, WIDTH), np.uint8)
    kernel = _kernel(count)
    scratch = kernel.Scratch(
        np.zeros((2, half), np.int64),
        *pairs,
        np.zeros(_GATHERED, np.int64),
        gathered,
        _words(gathered),
        np.zeros(_GATHERED + 1, np.int64),
        np.zeros(_GATHERED, np.int64),
        np.zeros(half * half, np.int64),
        np.zeros(WIDTH, np.int64),
    )
    orders = kernel.Orders(*index.orders)
    costing = similar().astype(np.int64)
    kernel.search_all(orders, order, turned_order, codes, lengths, gaps, costing, scratch, found, costs, held, fitting)
    return found, costs, held, fitting


def arrays(index: MarkIndex) -> Mapping[str, NDArray[Any]]:
    """The arrays of an index by name, as they are written."""
    return {name: getattr(index.orders if hasattr(index.orders, name) else index, name) for name in ARRAYS}


def from_arrays(there: Mapping[str, NDArray[Any]]) -> MarkIndex:
    """The index of some arrays, as they were written."""
    orders = _orders(*(there[name] for name in ("keys", "blocks", "backward", "turned", "starts", "entries", "bits")))
    return MarkIndex(orders, there["lengths"], there["rows"], there["firsts"])
