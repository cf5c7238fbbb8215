"""Keycodes: search keys as rows of small numbers, so that millions can be sorted and compared at once.

A key is the skeleton of a mark: without separators, in one script and case, look-alikes as one character.
"""

import functools
from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from witnessmark.marks.confusables import defaults
from witnessmark.marks.keys import skeleton
from witnessmark.matching.search.comparing import ANY, FULL, HALF, WIDTH

Codes = NDArray[np.uint8]
"""Rows of ``WIDTH`` codes; 0 behind the end."""

_FIRST_LETTER, _FIRST_OTHER, _OTHERS = 11, 37, 26
_STEP = 500_000
"""Marks that are coded at once, so that memory stays small."""
_SIMILAR = FULL // 2


def code(character: str) -> int:
    """The code of a character of a skeleton; rare ones of other scripts share codes.

    >>> code("0"), code("A"), 37 <= code("Ж") < 63
    (1, 11, True)
    """
    if character == "?":
        return ANY
    if "0" <= character <= "9":
        return ord(character) - ord("0") + 1
    if "A" <= character <= "Z":
        return ord(character) - ord("A") + _FIRST_LETTER
    return ord(character) % _OTHERS + _FIRST_OTHER


KEPT = tuple(sorted({code(skeleton(sign)) for sign in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}))
"""The codes of digits and letters in a skeleton: those that are taken for others are in none."""


def codes_of(key: str) -> bytes:
    """The codes of one search key; of a long one its beginning and its end."""
    kept = key if len(key) <= WIDTH else key[:HALF] + key[-HALF:]
    return bytes(map(code, kept))


def rows_of(keys: Sequence[str]) -> tuple[Codes, NDArray[np.uint8]]:
    """Search keys as rows of codes, with their lengths."""
    return _rows([codes_of(key) for key in keys], WIDTH)


def coded_questions(questions: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.int64]]:
    """Search keys as the index is asked for them; ``*`` for an unknown run.

    Between the first and the last of several ``*`` anything can stand.
    """
    before, after, gaps = [], [], []
    for question in questions:
        one, star, rest = question.partition("*")
        if not star and len(one) > WIDTH:  # of a long mark the index knows the beginning and the end
            one = one[:HALF] + one[-HALF:]
        before.append(one)
        after.append(rest.rpartition("*")[2])
        gaps.append(min(len(one), WIDTH) if star else -1)
    return *_question_rows(before, after), np.array(gaps, np.int64)


def _question_rows(before: Sequence[str], after: Sequence[str]) -> tuple[Codes, NDArray[np.uint8]]:
    """Questions as rows of twice the width: what was read before an unknown run, and after it."""
    kept = [bytes(map(code, one[:WIDTH] + other[-WIDTH:])) for one, other in zip(before, after, strict=True)]
    return _rows(kept, 2 * WIDTH)


def _rows(coded_keys: Sequence[bytes], width: int) -> tuple[Codes, NDArray[np.uint8]]:
    found = np.zeros((len(coded_keys), width), np.uint8)
    lengths = np.zeros(len(coded_keys), np.uint8)
    for number, there in enumerate(coded_keys):
        found[number, : len(there)] = np.frombuffer(there, np.uint8)
        lengths[number] = len(there)
    return found, lengths


@functools.cache
def _ascii() -> NDArray[np.uint8]:
    """The code of each ASCII character in a skeleton; 0 where it is left out, 255 for bytes that are no ASCII."""
    table = np.full(256, 255, np.uint8)
    for number in range(128):
        kept = skeleton(chr(number))
        table[number] = code(kept) if kept and kept != "?" else _FIRST_OTHER if kept else 0
    return table


def coded(marks: pa.Array | pa.ChunkedArray) -> tuple[Codes, NDArray[np.uint8]]:
    """Marks as typed, as rows of codes with their lengths; a missing mark has none.

    >>> rows, lengths = coded(pa.array(["KB 04217-86", "КВ о4217/8б", None]))
    >>> bool((rows[0] == rows[1]).all()), lengths.tolist()
    (True, [9, 9, 0])
    """
    chunks = marks.chunks if isinstance(marks, pa.ChunkedArray) else [marks]
    parts = [
        _coded(chunk.slice(first, _STEP).cast(pa.large_string()))
        for chunk in chunks
        for first in range(0, len(chunk), _STEP)
    ]
    if not parts:
        return np.zeros((0, WIDTH), np.uint8), np.zeros(0, np.uint8)
    return np.concatenate([rows for rows, _ in parts]), np.concatenate([lengths for _, lengths in parts])


def _coded(marks: pa.Array) -> tuple[Codes, NDArray[np.uint8]]:
    offsets = np.frombuffer(marks.buffers()[1], np.int64)[marks.offset : marks.offset + len(marks) + 1]
    data = marks.buffers()[2]
    raw = np.frombuffer(data, np.uint8)[offsets[0] : offsets[-1]] if data is not None else np.zeros(0, np.uint8)
    each = _ascii()[raw]
    rows = np.repeat(np.arange(len(marks), dtype=np.int64), np.diff(offsets))
    is_kept = each > 0
    kept, rows_kept = each[is_kept], rows[is_kept]
    counts = np.bincount(rows_kept, minlength=len(marks))
    firsts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    places = np.arange(len(kept)) - firsts[rows_kept]
    found = np.zeros((len(marks), WIDTH), np.uint8)
    is_short = (counts <= WIDTH)[rows_kept]
    found[rows_kept[is_short], places[is_short]] = kept[is_short]
    lengths = np.minimum(counts, WIDTH).astype(np.uint8)
    _one_by_one(marks, np.union1d(rows[each == 255], np.flatnonzero(counts > WIDTH)), found, lengths)
    return found, lengths


def _one_by_one(marks: pa.Array, numbers: Iterable[int], found: Codes, lengths: NDArray[np.uint8]) -> None:
    """Marks that are long or hold other than ASCII are folded as texts."""
    for number in numbers:
        there = codes_of(skeleton(marks[int(number)].as_py() or ""))
        found[number] = 0
        found[number, : len(there)] = np.frombuffer(there, np.uint8)
        lengths[number] = len(there)


@functools.cache
def similar() -> NDArray[np.uint8]:
    """What it costs to take one code for another: less for characters that the table of look-alikes names.

    One that was not read is any, and costs nothing here.
    """
    table = np.full((64, 64), FULL, np.uint8)
    for one, others in defaults().items():
        for other, _ in others:
            mine, theirs = skeleton(one), skeleton(other)
            if len(mine) == len(theirs) == 1:
                table[code(mine), code(theirs)] = table[code(theirs), code(mine)] = _SIMILAR
    np.fill_diagonal(table, 0)
    table[ANY, :] = table[:, ANY] = 0
    return table
