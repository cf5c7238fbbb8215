"""Body: which of the rows of a sheet are rows of its table, and why the others are none."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from witnessmark.errors import UsageError
from witnessmark.ingest.heading import Layout, finder, folded
from witnessmark.ingest.mapping import Table
from witnessmark.ingest.sheet import NO_NOTES, Row, Sheet

EMPTY, LINE, AGAIN, ABOVE = (
    "an empty row",
    "a line of text among columns",
    "the headings again",
    "a row above the headings",
)
_FEW = 3
"""Columns from which on one cell of text alone is no row of a table."""
_MANY_DIGITS = 5
_SHORT = 40
_FEW_WORDS = 3


class RowSeen(NamedTuple):
    """A row of a sheet, and why it is none of the table, or nothing."""

    row: Row
    why: str


def body(sheet: Sheet, found: Layout, table: Table) -> Iterator[RowSeen]:
    """The rows of a sheet but for its headings; empty cells are filled as the mapping says.

    Rows under other headings than those of the table are broken: what stands in them belongs to other columns.
    """
    filling = _Filling(found, table)
    persons = _places(table.persons, found, table, "that name people")
    headings = {_plain(each) for each in found.headings} - {""}
    other: int | None = None
    for row in (_without(row, persons) for row in sheet.rows()):
        if row.number <= found.last - (max(1, table.header_rows) if found.last else 0):
            if len(_values(row)) > 1:
                yield RowSeen(row, ABOVE)
            continue
        if row.number <= found.last:
            continue
        why = _no_row(row, found)
        if why == AGAIN:
            other = None
        elif not why and _has_headings(row, headings):
            other = row.number
        if other is not None and not why and not row.broken:
            broken = f"want a row under the headings of row {found.last}, got other headings in row {other}"
            yield RowSeen(row._replace(broken=broken), why)
            continue
        yield RowSeen(filling.filled(row, why), why)


def _values(row: Row) -> set[str]:
    return {cell.strip() for cell in row.cells if cell.strip()}


def _no_row(row: Row, found: Layout) -> str:
    if row.broken:
        return ""
    there = [n for n, cell in enumerate(row.cells) if cell and not cell.isspace()]
    if not there:
        return EMPTY
    if len(found.headings) >= _FEW and _is_line(row, there):
        return LINE
    if len(there) > 1 and found.headings and all(_is_heading(row.cells[n], n, found) for n in there):
        return AGAIN
    return ""


def _is_line(row: Row, there: Sequence[int]) -> bool:
    """Whether a row is one text: alone, or in cells that are merged over the columns."""
    first, *others = there
    if others:
        return len(_values(row)) == 1 and all("merged" in row.notes.get(n, "") for n in there)
    return not _is_value(row.cells[first].strip(), is_first=first == 0)


def _is_value(text: str, *, is_first: bool) -> bool:
    """Whether a cell that stands alone is like a mark or a number, and no footnote, title or source.

    In the first column years and footnotes stand alone, too.
    """
    digits = sum(sign.isdigit() for sign in text)
    if not digits or len(text) > _SHORT or len(text.split()) > _FEW_WORDS:
        return False
    if not is_first:
        return True
    return " " not in text and (digits >= _MANY_DIGITS or re.match(r"[^\W\d_]", text) is not None)


def _is_heading(cell: str, place: int, found: Layout) -> bool:
    """Whether a cell repeats the heading of its column, or one of the rows that headings take."""
    if place >= len(found.headings):
        return False
    said, whole = folded(cell), folded(found.headings[place])
    is_part = found.headings[place] != found.lower[place] and (
        said == folded(found.lower[place]) or whole.startswith(f"{said} ")
    )
    return said == whole or is_part


def _has_headings(row: Row, headings: set[str]) -> bool:
    """Whether a row holds headings of the table, but not each in its column: another table begins."""
    said = [_plain(cell) for cell in row.cells]
    known = sum(each in headings for each in said)
    return known > 1 and 2 * known >= sum(map(bool, said))


def _plain(cell: str) -> str:
    """A cell as it is compared quickly, in every row."""
    return cell.strip().casefold()


def _places(names: Sequence[str], found: Layout, table: Table, what: str) -> list[int]:
    """Where columns stand; a ``UsageError`` names those that there are not."""
    place = finder(found, table)
    unknown = [name for name in names if place(name) is None]
    if unknown:
        raise UsageError(f"want columns of the table {what}, got {', '.join(map(repr, unknown))}")
    return [column for name in names if (column := place(name)) is not None and column >= 0]


def _without(row: Row, persons: Sequence[int]) -> Row:
    """A row without what names people; of a broken one nobody knows where that stands."""
    if not persons:
        return row
    if row.broken:
        return row._replace(cells=(), forms="", notes=NO_NOTES)
    return row._replace(
        cells=["" if n in persons else cell for n, cell in enumerate(row.cells)],
        notes={n: note for n, note in row.notes.items() if n not in persons},
    )


class _Filling:
    """The columns whose empty cells take the value of the row above."""

    def __init__(self, found: Layout, table: Table) -> None:
        self.columns = _places(table.fill, found, table, "to fill")
        self.last: dict[int, str] = {}

    def filled(self, row: Row, why: str) -> Row:
        """A row with its empty cells filled; a line of text in such a column is a value for the rows below."""
        if not self.columns or why not in {"", LINE}:
            return row
        cells = list(row.cells)
        for column in self.columns:
            cells.extend([""] * (column + 1 - len(cells)))
            if cells[column].strip():
                self.last[column] = cells[column]
            elif not why:
                cells[column] = self.last.get(column, "")
        return row if why else row._replace(cells=cells)
