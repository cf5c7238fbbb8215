"""Rows: how the cells of a spreadsheet become the rows that a person sees. What is empty at the end is not there."""

from collections.abc import Iterator
from typing import NamedTuple

from witnessmark.adapters.books.bounds import MOST_CELLS, MOST_ROWS_OF_A_SHEET
from witnessmark.adapters.books.merging import Merges, add_note
from witnessmark.adapters.books.origin import refusal
from witnessmark.ingest.sheet import LONGEST_CELL, MOST_COLUMNS, NO_NOTES, Row


class _Heard(NamedTuple):
    number: int
    times: int
    cells: dict[int, tuple[str, str]]
    """Text and form by column. A row with one cell in the last column takes no room for those before it."""
    notes: dict[int, str]
    broken: str


class RowMaker:
    """Takes the cells of a sheet, row by row from the top, and gives its rows."""

    def __init__(self, name: str, merges: Merges | None = None) -> None:
        self.merges = merges or Merges()
        self._name = name
        self._heard: list[_Heard] = []
        self._last = 0
        self._cells_so_far = 0
        self.begin()

    def begin(self) -> None:
        """A row begins."""
        self._cells: dict[int, tuple[str, str]] = {}
        self._notes: dict[int, str] = {}
        self._broken = ""

    def put(self, column: int, text: str, form: str, note: str = "") -> None:
        """What stands in a column, counted from 0."""
        if not 0 <= column < MOST_COLUMNS:
            if text or note:
                self._broken = f"want at most {MOST_COLUMNS:,} columns, got more"
            return
        if len(text) > LONGEST_CELL:
            self._broken = f"want cells of at most {LONGEST_CELL:,} characters, got a longer one"
            text = text[:LONGEST_CELL]
        if text:
            self._cells[column] = text, form
        if note:
            self.note(column, note)

    def note(self, column: int, note: str) -> None:
        """What a reader must know of a cell, be it empty."""
        if 0 <= column < MOST_COLUMNS:
            add_note(self._notes, column, note)

    def end(self, number: int, times: int = 1) -> None:
        """A row ends; ``times`` where as many that follow are the same."""
        if self._cells or self._notes or self._broken:
            self._heard.append(_Heard(number, times, self._cells, self._notes, self._broken))

    def taken(self) -> Iterator[Row]:
        """The rows that are whole by now, with the empty ones before them."""
        heard, self._heard = self._heard, []
        for row in heard:
            if row.number <= self._last:
                broken = f"want a row below row {self._last}, got row {row.number}"
                yield _row(row.number, *_side_by_side(row), row.notes, broken)
                continue
            self._refuse_beyond(row.number + row.times - 1)
            for number in range(self._last + 1, row.number):
                yield self._covered(number, [], [], {})
            cells, forms = _side_by_side(row)
            for number in range(row.number, row.number + row.times - 1):
                yield self._covered(number, list(cells), list(forms), dict(row.notes), row.broken)
            yield self._covered(row.number + row.times - 1, cells, forms, row.notes, row.broken)
            self._last = row.number + row.times - 1

    def _covered(self, number: int, cells: list[str], forms: list[str], notes: dict[int, str], broken: str = "") -> Row:
        self.merges.cover(number, cells, forms, notes)
        self._cells_so_far += len(cells)
        if self._cells_so_far > MOST_CELLS:
            raise refusal(self._name, f"at most {MOST_CELLS:,} cells", "more")
        return _row(number, cells, forms, notes, broken)

    def _refuse_beyond(self, number: int) -> None:
        if number > MOST_ROWS_OF_A_SHEET:
            # A number of a thousand digits would make a message of as many.
            raise refusal(self._name, f"at most {MOST_ROWS_OF_A_SHEET:,} rows", f"row {min(number, 10**12):,}")


def _side_by_side(row: _Heard) -> tuple[list[str], list[str]]:
    """The cells of a row from the first column on, and their forms."""
    width = max(max(row.cells, default=-1), max(row.notes, default=-1)) + 1
    if len(row.cells) == width:
        # Most rows are full, and their cells come in order.
        cells = [row.cells[column][0] for column in range(width)]
        return cells, [row.cells[column][1] for column in range(width)]
    cells, forms = [""] * width, ["t"] * width
    for column, (text, form) in row.cells.items():
        cells[column], forms[column] = text, form
    return cells, forms


def _row(number: int, cells: list[str], forms: list[str], notes: dict[int, str], broken: str) -> Row:
    letters = "".join(forms)
    is_text = letters.count("t") == len(letters)
    return Row(number, cells, "" if is_text else letters, notes or NO_NOTES, broken)
