"""Mapping: which mapping a file is read by: one that is named, a ready one that fits, or one that is proposed."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from witnessmark.app.tables.importing import preview as _preview
from witnessmark.app.tables.sight import Sight
from witnessmark.errors import UsageError
from witnessmark.ingest import heading, library
from witnessmark.ingest import mapping as m
from witnessmark.ingest.body import body
from witnessmark.ingest.columns import ColumnSeen, seen
from witnessmark.ingest.guessing import guessed
from witnessmark.ingest.proposing import propose
from witnessmark.ingest.sheet import ReadAs, Sheet
from witnessmark.ports import Book, Books, Files, Progress

_LOOKED_AT = 1_000
"""Rows from which is told what a column holds."""
_MOST_COLUMNS = 1_000


@dataclass(frozen=True)
class Chosen:
    """A mapping for a file, and why this one."""

    mapping: m.Mapping
    text: str
    why: str
    columns: tuple[ColumnSeen, ...] = ()
    """What each column was taken for, where the mapping is proposed."""

    @property
    def is_ready(self) -> bool:
        """Whether it was written by a person."""
        return not self.columns


def chosen(books: Books, files: Files, path: str, named: str, *, columns: Sequence[str] = ()) -> Chosen:
    """The mapping for a file. ``columns`` are roles of columns as a person states them, ``HEADING=ROLE``."""
    if named:
        return _named(files, named)
    with books.open(path, ReadAs()) as book:
        fitting = [] if columns else library.fitting(book.sheets())
        if fitting:
            best = fitting[0]
            return Chosen(best.mapping, best.text, "it comes with the program, and the file has its columns")
        return _proposed(book, _stated(columns))


def _named(files: Files, named: str) -> Chosen:
    ready = {each.mapping.name: each for each in library.ready()}
    if named in ready:
        return Chosen(ready[named].mapping, ready[named].text, "as asked; it comes with the program")
    if "." not in named and "/" not in named:
        raise UsageError(f"want a mapping file, or one of {', '.join(ready)}; got {named!r}")
    payload = files.read(named, limit=m.LONGEST_MAPPING)
    mapping = m.read_mapping(payload, name=named)
    return Chosen(mapping, payload.decode("utf-8-sig"), f"as asked: {named}")


def _stated(columns: Sequence[str]) -> dict[str, str]:
    if any("=" not in each for each in columns):
        raise UsageError(f"want HEADING=ROLE, got {next(c for c in columns if '=' not in c)!r}")
    return {heading_.strip(): role.strip() for heading_, _, role in (each.rpartition("=") for each in columns)}


def _proposed(book: Book, stated: dict[str, str]) -> Chosen:
    sheet, table = _largest(book)
    found = heading.layout(heading.top(sheet), table)
    if found is None:
        raise UsageError(f"{book.name}: want a table with headings, got none in the first rows of {sheet.name or 'it'}")
    if (width := len(found.headings)) > _MOST_COLUMNS:
        raise UsageError(f"{book.name}: want at most {_MOST_COLUMNS} columns to propose a mapping for, got {width}")
    rows = (row for row, why in body(sheet, found, table) if not why and not row.broken)
    columns = seen(found, list(itertools.islice(rows, _LOOKED_AT)), stated)
    read = ReadAs(delimiter=book.read_as.delimiter, encoding=book.read_as.encoding)
    proposal = propose(
        book.name,
        columns,
        sheet=_pattern(book, sheet, found),
        header=table.header or 1,
        header_rows=table.header_rows,
        read=read,
    )
    mapping = m.read_mapping(proposal.text.encode(), name="the proposal")
    return Chosen(mapping, proposal.text, f"proposed: {proposal.says}", columns)


def _pattern(book: Book, sheet: Sheet, found: heading.Layout) -> str:
    """Which sheets a proposal is for: all, where another one has the same headings, and else the one."""
    headings = sorted(map(heading.folded, found.headings))
    same = (
        [heading.folded(cell) for cell in row.cells]
        for other in book.sheets()
        if other.name != sheet.name
        for row in heading.top(other)
    )
    is_alone = len(book.sheets()) == 1 or not sheet.name
    return "*" if is_alone or any(sorted(cells) == headings for cells in same) else sheet.name


def _largest(book: Book) -> tuple[Sheet, m.Table]:
    """The sheet with the most columns under headings, and where those are guessed to stand."""
    found: list[tuple[int, bool, int, Sheet, m.Table]] = []
    for sheet in book.sheets():
        header, rows, width = guessed(heading.top(sheet))
        found.append((width, not sheet.hidden, -len(found), sheet, m.Table(header=header, header_rows=rows)))
    if not found:
        raise UsageError(f"{book.name}: want a table, got a file without a sheet")
    _, _, _, sheet, table = max(found, key=lambda each: each[:3])
    return sheet, table


def preview(books: Books, path: str, by: Chosen, progress: Progress, *, media: str = "") -> Sight:
    """What the mapping makes of the file. ``media``: where files lie that belong to it."""
    return _preview(books, path, by.mapping, progress, media=media)
