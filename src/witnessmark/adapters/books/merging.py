"""Merging: what the cells say that another one covers."""

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from witnessmark.adapters.books.bounds import MOST_REPEATED
from witnessmark.ingest.sheet import MOST_COLUMNS, column_name

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})\Z")


@dataclass
class Merge:
    """Cells that are shown as one. Rows count from 1, columns from 0; the last ones belong to it."""

    top: int
    left: int
    bottom: int
    right: int
    text: str = ""
    form: str = "t"


class Merges:
    """The merged cells of a sheet, while its rows go by from the first to the last."""

    def __init__(self, merges: Iterable[Merge] = ()) -> None:
        self._coming = deque(sorted(merges, key=lambda merge: merge.top))
        self._here: list[Merge] = []
        self._left = MOST_REPEATED

    def add(self, merge: Merge) -> None:
        """One that begins in the row that is next to be covered."""
        self._coming.append(merge)

    def cover(self, number: int, cells: list[str], forms: list[str], notes: dict[int, str]) -> None:
        """Repeat in a row what the merged cells say, each with a note."""
        while self._coming and self._coming[0].top <= number:
            self._begin(self._coming.popleft(), cells, forms, notes)
        if self._here:
            for merge in self._here:
                _repeat(merge, number, cells, forms, notes)
            self._here = [merge for merge in self._here if merge.bottom > number]

    def is_covering(self) -> bool:
        """Whether some reach below the rows that went by."""
        return bool(self._here)

    def _begin(self, merge: Merge, cells: list[str], forms: list[str], notes: dict[int, str]) -> None:
        if merge.left >= len(cells) or not cells[merge.left]:
            return
        merge.text, merge.form = cells[merge.left], forms[merge.left]
        area = (merge.bottom - merge.top + 1) * (merge.right - merge.left + 1)
        if area > self._left or merge.right >= MOST_COLUMNS:
            add_note(notes, merge.left, f"merged as far as {column_name(min(merge.right, MOST_COLUMNS))}{merge.bottom}")
            return
        self._left -= area
        self._here.append(merge)


def _repeat(merge: Merge, number: int, cells: list[str], forms: list[str], notes: dict[int, str]) -> None:
    missing = merge.right + 1 - len(cells)
    cells.extend([""] * missing)
    forms.extend(["t"] * missing)
    with_which = f"merged with {column_name(merge.left)}{merge.top}"
    for column in range(merge.left, merge.right + 1):
        if (number, column) == (merge.top, merge.left):
            continue
        # A file can hold something under the cell that covers it, which nobody sees.
        beneath = f"; beneath it {cells[column][:100]!r}" if cells[column] else ""
        cells[column], forms[column] = merge.text, merge.form
        add_note(notes, column, with_which + beneath)


def add_note(notes: dict[int, str], column: int, note: str) -> None:
    """Say one thing more of a cell."""
    notes[column] = f"{notes[column]}; {note}" if column in notes else note


def merge_of(reference: str) -> Merge | None:
    """The merged cells of a range; ``None`` where it is none.

    >>> merge_of("B2:C4")
    Merge(top=2, left=1, bottom=4, right=2, text='', form='t')
    """
    found = _RANGE.match(reference)
    if found is None:
        return None
    left, top, right, bottom = column_number(found[1]), int(found[2]), column_number(found[3]), int(found[4])
    return Merge(top, left, bottom, right) if top <= bottom and left <= right else None


def column_number(letters: str) -> int:
    """A column from 0 by its letters.

    >>> column_number("A"), column_number("XFD")
    (0, 16383)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
