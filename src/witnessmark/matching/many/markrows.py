"""Mark rows: the marks of records as rows of numbers, one for each character."""

import functools

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from witnessmark.matching.compiling import compiled
from witnessmark.matching.many import markbytes
from witnessmark.matching.many.markbytes import NOTHING, OTHER, TOO_LONG
from witnessmark.matching.resolving.markmodel import SIGNS, STRANGER, plain

_CODES = {sign: number for number, sign in enumerate(SIGNS)}

Codes = NDArray[np.uint8]


def mark_rows(marks: pa.ChunkedArray, width: int) -> tuple[Codes, Codes]:
    """Marks as rows of numbers of ``SIGNS``, with their lengths; 255 where one is longer than the width.

    >>> rows, lengths = mark_rows(pa.chunked_array([["KB 04", "Ж-7"]]), 8)
    >>> lengths.tolist(), [SIGNS[n] for n in rows[1, :2]]
    ([4, 2], ['Ж', '7'])
    """
    rows, lengths = np.zeros((len(marks), width), np.uint8), np.zeros(len(marks), np.uint8)
    first = 0
    for chunk in marks.chunks:
        there = slice(first, first + len(chunk))
        _fill(chunk.cast(pa.large_string()), rows[there], lengths[there])
        first += len(chunk)
    return rows, lengths


def _fill(marks: pa.Array, rows: Codes, lengths: Codes) -> None:
    offsets = np.frombuffer(marks.buffers()[1], np.int64)[marks.offset : marks.offset + len(marks) + 1]
    data = np.frombuffer(marks.buffers()[2] or b"", np.uint8)
    is_odd = np.zeros(len(marks), np.bool_)
    compiled(markbytes).fill_rows(offsets, data, ascii_signs(), rows, lengths, is_odd)
    for number in np.flatnonzero(is_odd).tolist():
        there = [_CODES.get(c, STRANGER) for c in plain(marks[number].as_py() or "")]
        lengths[number] = len(there) if len(there) <= rows.shape[1] else TOO_LONG
        rows[number] = 0
        rows[number, : len(there[: rows.shape[1]])] = there[: rows.shape[1]]


@functools.cache
def ascii_signs() -> Codes:
    """The number of each ASCII character in a plain mark; ``NOTHING`` where it is left out, else ``OTHER``."""
    table = np.full(256, OTHER, np.uint8)
    for number in range(128):
        kept = plain(chr(number))
        table[number] = NOTHING if not kept else _CODES.get(kept, STRANGER)
    return table
