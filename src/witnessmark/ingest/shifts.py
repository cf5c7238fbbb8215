"""Shifts: rows whose cells stand beside the columns to which they belong, as happens in a part of a file."""

import functools
import re
from collections import Counter
from collections.abc import Sequence

from witnessmark.ingest.checks import CheckTold
from witnessmark.ingest.sheet import address, column_name
from witnessmark.registers.placeholders import is_placeholder

_LEARNT_FROM = 1_000
"""Rows from which is learnt what the columns hold."""
_DOMINANT = 0.8
"""The part of a column's cells that must be of one nature for the column to have it."""
_LEAST = 2
"""Cells that must be of another nature than their column, and of that of its neighbour's, in a row that is shifted."""
_MOST_RUNS = 20
_MOST_SHAPES = 10_000
_WIDEST = 100
"""Columns that are looked at where there are no headings."""

_NATURES = (
    ("u", re.compile(r"https?://\S+")),
    ("n", re.compile(r"[-+]?[\d\s.,']*\d[\d\s.,']*%?")),
    ("d", re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([T ].*)?")),
    ("a", re.compile(r"[^\d]+")),
)


@functools.lru_cache(maxsize=65536)
def nature(cell: str) -> str:
    """What sort of text a cell holds, as one letter; a blank for nothing, and for a word for it.

    >>> "".join(map(nature, ("12,5", "2014-05-01", "Rifle", "KB 1203", "", "n/a")))
    'ndam  '
    """
    text = cell.strip()
    if not text or (not any(map(str.isdigit, text)) and is_placeholder(text)):
        return " "
    for letter, pattern in (_NATURES[0], _NATURES[2], _NATURES[1], _NATURES[3]):
        if pattern.fullmatch(text[:200]):
            return letter
    return "m"


class Shifts:
    """The rows of one table, and which of them are shifted."""

    def __init__(self, sheet: str, headings: Sequence[str]) -> None:
        self._sheet = sheet
        self._width = len(headings) or _WIDEST
        self._first: list[tuple[int, str]] = []
        self._natures = ""
        self._runs: list[tuple[int, int, int, int]] = []
        self._right: set[str] = set()
        """Shapes of rows that fit their columns."""
        self.rows = 0

    def see(self, row: int, cells: Sequence[str]) -> None:
        """Take a row into account."""
        seen = "".join(map(nature, cells[: self._width + 2]))
        if self._natures:
            self._judge(row, seen)
            return
        self._first.append((row, seen))
        if len(self._first) >= _LEARNT_FROM:
            self._learn()

    def _learn(self) -> None:
        counts = [
            Counter(seen[n] for _, seen in self._first if n < len(seen) and seen[n] != " ") for n in range(self._width)
        ]
        self._natures = "".join(map(_dominant, counts)) or "?"
        for row, seen in self._first:
            self._judge(row, seen)
        self._first.clear()

    def _judge(self, row: int, seen: str) -> None:
        if seen in self._right:
            return
        start = next((n for n, each in enumerate(seen) if not _fits(each, self._nature(n))), None)
        if start is None:
            # Rows have few shapes; that of most is right.
            if len(self._right) < _MOST_SHAPES:
                self._right.add(seen)
            return
        for by in (1, -1):
            if self._is_shifted(seen, start, by):
                self.rows += 1
                self._note(row, start, by)
                return

    def _is_shifted(self, seen: str, start: int, by: int) -> bool:
        """Whether all cells from one on fit the columns beside, and several are of those and not of their own."""
        beside = [(each, self._nature(n), self._nature(n - by)) for n, each in enumerate(seen) if n >= start]
        # A column of which nothing is known fits every cell, and tells nothing of where it belongs.
        foreign = sum(not _fits(each, own) and each == other for each, own, other in beside if each != " ")
        return foreign >= _LEAST and all(_fits(each, other) for each, _, other in beside)

    def _nature(self, column: int) -> str:
        return self._natures[column] if 0 <= column < len(self._natures) else "?"

    def _note(self, row: int, column: int, by: int) -> None:
        if self._runs and self._runs[-1][1] == row - 1 and self._runs[-1][2:] == (column, by):
            self._runs[-1] = (self._runs[-1][0], row, column, by)
        elif len(self._runs) < _MOST_RUNS:
            self._runs.append((row, row, column, by))

    def told(self) -> CheckTold | None:
        """What was found; ``None`` where no row is shifted."""
        if self._first:
            self._learn()
        if not self.rows:
            return None
        where = self._sheet or "the table"
        examples = tuple(
            f"{address(self._sheet, first, ())} to {last}: from column {column_name(column)} on one to the "
            f"{'right' if by > 0 else 'left'}"
            for first, last, column, by in self._runs
        )
        return CheckTold(
            name=f"shifted columns in {where}",
            found=self.rows,
            says=f"{self.rows} rows hold what belongs into the columns beside",
            examples=examples,
            figures={"rows": str(self.rows)},
        )


def _dominant(counts: Counter[str]) -> str:
    whole = sum(counts.values())
    letter, most = counts.most_common(1)[0] if counts else ("?", 0)
    return letter if whole and most / whole >= _DOMINANT else "?"


def _fits(seen: str, column: str) -> bool:
    return seen == " " or column == "?" or seen == column
