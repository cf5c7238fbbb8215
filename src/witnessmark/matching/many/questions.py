"""Questions: readings as arrays, so that many are looked up and weighed at once.

A reading that is plain characters, with ``?`` where one was not read, is taken apart by whole columns; any other
through its notation, one by one.
"""

import functools
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from witnessmark.marks.confusion import ALPHABET
from witnessmark.marks.keys import keys, skeleton
from witnessmark.marks.reading import read
from witnessmark.matching.many.arrays import GAP, LONGEST
from witnessmark.matching.many.markbytes import NOTHING
from witnessmark.matching.many.markrows import ascii_signs
from witnessmark.matching.resolving.markmodel import Sighted, sighted
from witnessmark.matching.search.comparing import HALF, WIDTH
from witnessmark.matching.search.keycodes import code, coded_questions

_PLAIN = r"^[0-9A-Za-z .?-]*$"

PLAIN = (*(Sighted(((sign, 1.0),)) for sign in ALPHABET), Sighted(()))
"""The places of plain readings: any character of the alphabet, and one that was not read."""

Ints = NDArray[np.int64]


class Places(NamedTuple):
    """The places of some readings, by kind; equal places are of one kind."""

    firsts: Ints
    """Where those of each reading begin."""
    kinds: NDArray[np.int32]
    seen: tuple[Sighted, ...]
    """What each kind is."""


class Spelled(NamedTuple):
    """The search keys of some readings."""

    firsts: Ints
    """Where those of each reading begin."""
    codes: NDArray[np.uint8]
    lengths: NDArray[np.uint8]
    gaps: Ints


def _table_of(texts: pa.Array, table: NDArray[np.uint8]) -> tuple[tuple[NDArray[np.uint8], Ints], Ints]:
    """The number of each byte of some texts that is kept, with the text that it stands in; and how many each has."""
    offsets = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
    data = texts.buffers()[2]
    raw = np.frombuffer(data, np.uint8)[offsets[0] : offsets[-1]] if data is not None else np.zeros(0, np.uint8)
    each = table[raw]
    rows = np.repeat(np.arange(len(texts), dtype=np.int64), np.diff(offsets))
    is_kept = each != NOTHING
    kept, rows = each[is_kept], rows[is_kept]
    return (kept, rows), np.bincount(rows, minlength=len(texts)).astype(np.int64)


def taken_apart(typed: pa.Array) -> tuple[Places, Spelled]:
    """Readings as typed: their places, and their search keys."""
    texts = pc.fill_null(typed.cast(pa.large_string()), "")
    is_plain = np.asarray(pc.match_substring_regex(texts, _PLAIN))
    places, spellings = _by_notation(texts, np.flatnonzero(~is_plain))
    columns = texts.filter(pa.array(is_plain))
    return _places(columns, np.flatnonzero(is_plain), places, len(texts)), _spelled(
        columns, np.flatnonzero(is_plain), spellings, len(texts)
    )


def _by_notation(texts: pa.Array, numbers: Ints) -> tuple[dict[int, tuple[Sighted, ...]], dict[int, list[str]]]:
    places, spellings = {}, {}
    for number in numbers.tolist():
        reading = read(texts[number].as_py())
        places[number] = sighted(reading)
        spellings[number] = list(keys(reading)) or [""]
    return places, spellings


def _places(columns: pa.Array, numbers: Ints, others: dict[int, tuple[Sighted, ...]], count: int) -> Places:
    known = {place: number for number, place in enumerate(PLAIN)}
    table = ascii_signs().copy()
    table[ord("?")] = known[Sighted(())]
    (kept, _), plain_counts = _table_of(columns, table)
    counts = np.zeros(count, np.int64)
    counts[numbers] = plain_counts
    for number, each in others.items():
        counts[number] = len(each)
    firsts = np.append(0, np.cumsum(counts))
    kinds = np.empty(int(firsts[-1]), np.int32)
    kinds[np.repeat(np.isin(np.arange(count), numbers), counts)] = kept
    for number, each in others.items():
        kinds[firsts[number] : firsts[number + 1]] = [
            GAP if place.is_gap else known.setdefault(place, len(known)) for place in each
        ]
    return Places(firsts, kinds, tuple(known))


def _spelled(columns: pa.Array, numbers: Ints, others: dict[int, list[str]], count: int) -> Spelled:
    """The search keys: of plain readings the one that their characters give, of others those of the notation."""
    counts = np.ones(count, np.int64)
    for number, each in others.items():
        counts[number] = len(each)
    firsts = np.append(0, np.cumsum(counts))
    codes, lengths = np.zeros((int(firsts[-1]), 2 * WIDTH), np.uint8), np.zeros(int(firsts[-1]), np.uint8)
    gaps = np.full(int(firsts[-1]), -1, np.int64)
    codes[firsts[numbers], :WIDTH], lengths[firsts[numbers]] = _folded(columns)
    for number, each in others.items():
        there = slice(int(firsts[number]), int(firsts[number + 1]))
        codes[there], lengths[there], gaps[there] = coded_questions(each)
    return Spelled(firsts, codes, lengths, gaps)


def _folded(columns: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Plain readings as codes of search keys; of a long one its beginning and its end."""
    (kept, rows), counts = _table_of(columns, _search_codes())
    places = np.arange(len(kept)) - (np.cumsum(counts) - counts)[rows]
    is_long = counts[rows] > WIDTH
    from_end = places - counts[rows] + WIDTH
    places = np.where(is_long & (places >= HALF), np.where(from_end >= HALF, from_end, WIDTH), places)
    found = np.zeros((len(columns), WIDTH), np.uint8)
    found[rows[places < WIDTH], places[places < WIDTH]] = kept[places < WIDTH]
    return found, np.minimum(counts, WIDTH).astype(np.uint8)


@functools.cache
def _search_codes() -> NDArray[np.uint8]:
    """The code of each character of a plain reading in a search key."""
    table = np.full(256, NOTHING, np.uint8)
    for character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz?":
        table[ord(character)] = code(skeleton(character))
    return table


def is_short(places: Places) -> NDArray[np.bool_]:
    """Which readings are short enough to be weighed over arrays."""
    return np.diff(places.firsts) <= LONGEST
