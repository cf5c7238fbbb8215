"""CSV blocks: a CSV file in pieces that can be parsed each for itself, since every row is whole in one of them.

A line break ends a row unless it stands between quotes, and to know that, a file must be read from its beginning. But
where every quote opens a cell, closes one or is doubled within one, as CSV is written, their number alone tells it: in
front of a row's end it is even. That is looked at; a file with any other quote is read in one piece, which is slower.
"""

import codecs
import functools
import io
import mmap
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
from numpy.typing import NDArray

from witnessmark.errors import UsageError
from witnessmark.registers.batch import Batch, BrokenLine
from witnessmark.registers.schema import COLUMNS

_BLOCK = 8_000_000
"""Bytes that are read at once, unless a row is longer."""
_NEAR_END = 100_000
_LONGEST_ROW = 400_000_000
_QUOTE, _LINE_END = ord('"'), ord("\n")
_BEYOND_ASCII = 0x80
_BESIDE = np.isin(np.arange(256), list(b',\n\r"'))
"""What can stand before a quote that opens a cell, and behind one that closes it."""
_CONVERTING = pacsv.ConvertOptions(
    column_types={
        column.name: pa.dictionary(pa.int32(), pa.binary())
        if column.repeats and not column.is_number
        else pa.binary()
        for column in COLUMNS
    },
    check_utf8=False, strings_can_be_null=False, null_values=[""],
)  # fmt: skip


Bytes = NDArray[np.uint8]


class _OddQuotes(Exception):
    """A quote stands within a cell."""


def blocks(path: Path, names: Sequence[str]) -> Iterator[Callable[[], Batch]]:
    """The rows of a file below its heading, in pieces that can be read in any order, and by several threads."""
    with path.open("rb") as file:
        at = len(file.readline())
        try:
            for block in _whole_rows(file, at):
                yield functools.partial(_parsed, block, names)
                at += len(block)
        except _OddQuotes:
            yield from _in_one_piece(path, at, names)


def _whole_rows(file: io.BufferedReader, first: int) -> Iterator[Bytes]:
    """Pieces from some byte on: each ends behind a row, and the last with the file."""
    size, length = _BLOCK, os.fstat(file.fileno()).st_size
    while first < length:
        block = _mapped(file, first, min(size, length - first))
        end = len(block) if first + size >= length else _end_of_rows(block)
        if end:
            yield block[:end]
            first, size = first + end, _BLOCK
        elif size > _LONGEST_ROW:
            most = f"rows of at most {_LONGEST_ROW:,} bytes"
            raise UsageError(f"{Path(file.name).name}: want {most}, got a longer one; is a quote never closed?")
        else:
            size *= 2


def _mapped(file: io.BufferedReader, first: int, size: int) -> Bytes:
    """A stretch of a file. It is mapped, since a copy takes long; and alone, so that no more stays in memory."""
    before = first % mmap.ALLOCATIONGRANULARITY
    content = mmap.mmap(file.fileno(), before + size, access=mmap.ACCESS_READ, offset=first - before)
    return np.frombuffer(content, np.uint8)[before:]


def _end_of_rows(block: Bytes) -> int:
    """Where the last row ends that is whole; 0 where none is. It is looked for near the end first."""
    quotes = np.flatnonzero(block == _QUOTE)
    if len(quotes):
        _refuse_odd(block, quotes)
    for begin in (max(0, len(block) - _NEAR_END), 0):
        ends = begin + np.flatnonzero(block[begin:] == _LINE_END)
        ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
        if len(ends):
            return int(ends[-1]) + 1
    return 0


def _refuse_odd(content: Bytes, quotes: NDArray[np.intp]) -> None:
    opening, closing = quotes[::2], quotes[1::2]
    opening, closing = opening[opening > 0], closing[closing < len(content) - 1]
    if not _BESIDE[content[opening - 1]].all() or not _BESIDE[content[closing + 1]].all():
        raise _OddQuotes


def _parsed(block: Bytes, names: Sequence[str]) -> Batch:
    broken: list[BrokenLine] = []
    buffer = pa.py_buffer(_in_utf8(block))
    rows = pacsv.read_csv(
        buffer,
        read_options=pacsv.ReadOptions(column_names=names, use_threads=False, block_size=buffer.size + 1),
        parse_options=_parsing(broken),
        convert_options=_CONVERTING,
    )
    return Batch(rows, broken)


def _in_utf8(block: Bytes) -> Bytes | bytes:
    """Bytes that are no UTF-8 are replaced by U+FFFD: Arrow cannot tell of broken lines that hold any."""
    if int(block.max()) < _BEYOND_ASCII:
        return block
    try:
        str(block.data, "utf-8")
    except UnicodeDecodeError:
        return str(block.data, "utf-8", "replace").encode()
    return block


def _parsing(broken: list[BrokenLine]) -> pacsv.ParseOptions:
    def set_apart(row: pacsv.InvalidRow) -> str:
        broken.append(BrokenLine((row.number or 1) - 1, row.expected_columns, row.actual_columns, row.text))
        return "skip"

    return pacsv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=set_apart)


def _in_one_piece(path: Path, at: int, names: Sequence[str]) -> Iterator[Callable[[], Batch]]:
    """The rows from some byte on, one behind the other, as Arrow finds them."""
    broken: list[BrokenLine] = []
    options = pacsv.ReadOptions(
        column_names=names, use_threads=False, block_size=max(_BLOCK, 2 * _longest_line(path, at))
    )
    with pacsv.open_csv(
        pa.PythonFile(_Replaced(path, at), "r"), options, parse_options=_parsing(broken), convert_options=_CONVERTING
    ) as reader:
        first = 0
        for some in reader:
            rows = pa.Table.from_batches([some])
            lines = _lines_within(broken, first, rows.num_rows)
            first += rows.num_rows + len(lines)
            yield functools.partial(Batch, rows, lines)
    if broken:
        yield functools.partial(Batch, pa.table({}), _lines_within(broken, first, 1))


def _lines_within(broken: list[BrokenLine], first: int, count: int) -> Sequence[BrokenLine]:
    """The broken lines before the last of so many rows, of which the file has the first at some place."""
    found: list[BrokenLine] = []
    while broken and broken[0].number - first - len(found) < count:
        line = broken.pop(0)
        found.append(line._replace(number=line.number - first))
    return found


def _longest_line(path: Path, at: int) -> int:
    with path.open("rb") as file:
        file.seek(at)
        return max(map(len, file), default=0)


class _Replaced(io.RawIOBase):
    """A file from some byte on, whose bytes that are no UTF-8 are replaced by U+FFFD."""

    def __init__(self, path: Path, at: int) -> None:
        self._file = path.open("rb")
        self._file.seek(at)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Some bytes more; none at the end."""
        while block := self._file.read(size):
            if text := self._decoder.decode(block):
                return text.encode()
        return self._decoder.decode(b"", final=True).encode()

    def close(self) -> None:
        self._file.close()
        super().close()
