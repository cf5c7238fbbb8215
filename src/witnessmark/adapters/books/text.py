"""Text: which rows a file of delimited text holds. A quote that is never closed costs one row, and no more."""

import csv
import itertools
from collections.abc import Iterator, Sequence
from functools import partial

from witnessmark.adapters.books.bounds import MOST_LINES_OF_A_CELL, MOST_READ_AGAIN, SAMPLE
from witnessmark.adapters.books.delimiters import asked, delimiter_of
from witnessmark.adapters.books.encodings import encoding_of
from witnessmark.adapters.books.lines import Block, blocks, sound, strange_bytes
from witnessmark.adapters.books.origin import Contents, Origin
from witnessmark.ingest.sheet import LONGEST_CELL, MOST_COLUMNS, NO_NOTES, ReadAs, Row, Sheet

_UNDOUBLED = "quotes within quotes are not doubled"


def read(origin: Origin, wanted: ReadAs) -> Contents:
    """The one table of a text file; what of delimiter and encoding was not asked for is found out."""
    encoding = encoding_of(origin, wanted.encoding)
    delimiter = asked(origin.name, wanted.delimiter) if wanted.delimiter else _delimiter(origin, encoding.name)
    read_as = ReadAs(delimiter=delimiter, encoding=encoding.name, form="csv")
    sheet = Sheet("", partial(rows, origin, read_as))
    return Contents([sheet], read_as, [encoding.note] if encoding.note else [])


def _delimiter(origin: Origin, encoding: str) -> str:
    sample: list[str] = []
    for block in blocks(origin, encoding):
        sample.extend(block.lines)
        if sample:
            break
    return delimiter_of(sound("".join(sample)[:SAMPLE]))


def rows(origin: Origin, read_as: ReadAs) -> Iterator[Row]:
    """The rows of a text, from the first line to the last."""
    # The limit belongs to the process; no other reader of ours counts on a lower one.
    csv.field_size_limit(LONGEST_CELL)
    records = _Records(read_as.delimiter, read_as.encoding)
    for block in blocks(origin, read_as.encoding):
        yield from records.rows(block)


class _Records:
    """The records of a text, while its blocks go by."""

    def __init__(self, delimiter: str, encoding: str) -> None:
        self._delimiter = delimiter
        self._encoding = encoding
        self._number = 0
        self._pending: list[str] = []
        """Lines of a record whose end is still to come."""
        self._read_again = 0

    def rows(self, block: Block) -> Iterator[Row]:
        """The rows that end in a block."""
        if block.is_cut:
            yield from self._quoted(self._pending, is_last=True)
            cells = self._split(block.lines[0])
            yield self._broken(cells, "want lines that end, got one that is too long to be a row: it was cut")
            return
        if self._pending:
            yield from self._quoted(self._pending + block.lines, is_last=block.is_last)
        elif block.has_quotes and self._read_again <= MOST_READ_AGAIN:
            yield from self._quoted(block.lines, is_last=block.is_last)
        elif block.is_sound and max(map(len, block.lines), default=0) <= MOST_COLUMNS:
            yield from self._plain(block.lines)
        else:
            yield from map(self._row, map(self._split, block.lines))

    def _plain(self, lines: Sequence[str]) -> Iterator[Row]:
        """The quick way, for lines without quotes that are too short to break a bound."""
        first = self._number + 1
        self._number += len(lines)
        reader = csv.reader(lines, delimiter=self._delimiter, quoting=csv.QUOTE_NONE)
        return map(Row, itertools.count(first), reader)

    def _quoted(self, lines: Sequence[str], *, is_last: bool) -> Iterator[Row]:
        """Records that can span lines. One that is not as it should be costs its first line alone."""
        self._pending = []
        at = 0
        while at < len(lines):
            if self._read_again > MOST_READ_AGAIN:
                yield from map(self._row, map(self._split, lines[at:]))
                return
            first = at
            reader = csv.reader(map(lines.__getitem__, range(at, len(lines))), delimiter=self._delimiter, strict=True)
            try:
                for cells in reader:
                    if first + reader.line_num - at > MOST_LINES_OF_A_CELL:
                        break
                    at = first + reader.line_num
                    yield self._row(cells)
                reason = ""
            except csv.Error as error:
                reason = str(error)
            if at >= len(lines):
                return
            consumed = lines[at : first + reader.line_num]
            if reason.startswith("unexpected end") and not is_last and _is_bounded(consumed):
                self._pending = list(consumed)
                return
            yield self._odd(consumed)
            self._read_again += sum(map(len, consumed[1:]))
            at += 1

    def _odd(self, lines: Sequence[str]) -> Row:
        """The row of a line whose quotes are not as they should be."""
        line = lines[0].removesuffix("\n")
        cells, notes = tolerant(line, self._delimiter)
        if max(map(len, cells), default=0) >= LONGEST_CELL:
            reason = f"want cells of at most {LONGEST_CELL:,} characters, got a longer one"
            return self._broken([cell[:LONGEST_CELL] for cell in cells], reason)
        if len(lines) == 1 and notes is not None:
            row = self._row(cells)
            return row if row.broken else row._replace(notes=notes)
        return self._broken(cells, "want a quote that closes what it opens, got none where it should be: read one line")

    def _row(self, cells: list[str]) -> Row:
        if len(cells) > MOST_COLUMNS:
            return self._broken(cells, f"want at most {MOST_COLUMNS:,} columns, got more")
        together = "".join(cells)
        if (not together.isascii() or "\0" in together) and (strange := strange_bytes(together)):
            return self._broken(cells, f"want text in {self._encoding}, got the bytes {strange}")
        if len(together) > LONGEST_CELL and max(map(len, cells)) > LONGEST_CELL:
            return self._broken(cells, f"want cells of at most {LONGEST_CELL:,} characters, got a longer one")
        self._number += 1
        return Row(self._number, cells)

    def _broken(self, cells: Sequence[str], reason: str) -> Row:
        self._number += 1
        kept = [sound(cell[:LONGEST_CELL]) for cell in cells[:MOST_COLUMNS]]
        return Row(self._number, kept, "", NO_NOTES, reason)

    def _split(self, line: str) -> list[str]:
        """A line without regard to quotes; an empty one has no cells."""
        line = line.removesuffix("\n")
        return line.split(self._delimiter, MOST_COLUMNS) if line else []


def _is_bounded(lines: Sequence[str]) -> bool:
    return len(lines) <= MOST_LINES_OF_A_CELL and sum(map(len, lines)) <= LONGEST_CELL


def tolerant(line: str, delimiter: str) -> tuple[list[str], dict[int, str] | None]:
    """The cells of a line whose quotes are odd: a quote closes where a delimiter or the end follows it.

    A quote that nothing closes so is a character; then there are no notes, and the row is broken.

    >>> tolerant('1,"the "R-41", new",x', ",")
    (['1', 'the "R-41', ' new"', 'x'], {1: 'quotes within quotes are not doubled'})
    >>> tolerant('1,"the "old" one",x', ",")
    (['1', 'the "old" one', 'x'], {1: 'quotes within quotes are not doubled'})
    >>> tolerant('"7.62 mm,x', ",")
    (['"7.62 mm', 'x'], None)
    """
    cells: list[str] = []
    notes: dict[int, str] | None = {}
    at = 0
    closing = line.rfind('"' + delimiter), len(line) - 1 if line.endswith('"') else -1
    while at <= len(line):
        if line.startswith('"', at):
            cell, after, is_closed = _quoted_cell(line, delimiter, at, max(closing))
            if not is_closed:
                notes = None
            elif '"' in cell.replace('""', "") and notes is not None:
                notes[len(cells)] = _UNDOUBLED
            cells.append(cell.replace('""', '"') if is_closed else cell)
            at = after
        else:
            end = line.find(delimiter, at)
            end = len(line) if end < 0 else end
            cells.append(line[at:end])
            at = end + 1
        if len(cells) > MOST_COLUMNS:
            break
    return cells, notes


def _quoted_cell(line: str, delimiter: str, start: int, last: int) -> tuple[str, int, bool]:
    """A cell that a quote opens: what stands in it, where the next begins, whether it was closed."""
    at = start + 1
    while at <= last:
        quote = line.find('"', at)
        if quote < 0:
            break
        if line.startswith('""', quote) and not _ends(line, delimiter, quote + 1):
            at = quote + 2
        elif _ends(line, delimiter, quote):
            return line[start + 1 : quote], quote + 2, True
        else:
            at = quote + 1
    end = line.find(delimiter, start)
    end = len(line) if end < 0 else end
    return line[start:end], end + 1, False


def _ends(line: str, delimiter: str, quote: int) -> bool:
    return quote + 1 == len(line) or line[quote + 1] == delimiter
