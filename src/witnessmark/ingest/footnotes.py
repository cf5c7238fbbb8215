"""Footnotes: which cells end in the sign of a note that stands beside the table.

In a reading of a mark such a sign is a character that nobody read. Nothing is taken away: a star or a bracket can be
part of what was typed. It is told, and a person decides.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from witnessmark.ingest.checks import CheckTold
from witnessmark.ingest.sheet import address

_SIGN = r"\[[^\W_]{1,2}\]|\([^\W_]{1,2}\)|[¹²³⁰⁴-⁹ᵃ-ᵸ†‡§]{1,2}|\*{1,3}"
_ENDING = re.compile(rf"\S\s*({_SIGN})$")
_BEGINNING = re.compile(rf"({_SIGN})\s*\S")
_LAST = frozenset("])*†‡§¹²³ \n\u00a0") | frozenset(map(chr, (*range(0x2070, 0x207A), *range(0x1D43, 0x1D79))))
"""Characters with which such a cell ends; most cells are told by them at once."""
_MOST_SIGNS = 200
_MOST_CELLS = 20


class Footnotes:
    """The cells of a table that end in a sign, until it is known which signs are those of notes."""

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet
        self._counts: dict[str, int] = defaultdict(int)
        self._cells: dict[str, list[str]] = defaultdict(list)

    def see(self, row: int, cells: Sequence[str]) -> None:
        """Take a row into account."""
        for column, cell in enumerate(cells):
            if cell[-1:] not in _LAST:
                continue
            found = _ENDING.search(cell.rstrip()[-6:])
            if found is None or (found[1] not in self._counts and len(self._counts) >= _MOST_SIGNS):
                continue
            self._counts[found[1]] += 1
            if len(self._cells[found[1]]) < _MOST_CELLS:
                self._cells[found[1]].append(f"{address(self._sheet, row, [column])} {cell.strip()[:60]}")

    def told(self, lines: Iterable[str]) -> CheckTold | None:
        """What was found, once the lines of text beside the table are known; ``None`` where nothing was."""
        notes = {found[1]: line for line in lines if (found := _BEGINNING.match(line.strip()))}
        signs = [sign for sign in notes if self._counts.get(sign)]
        if not signs:
            return None
        number = sum(self._counts[sign] for sign in signs)
        return CheckTold(
            name=f"footnotes of {self._sheet or 'the table'}",
            found=number,
            says=f"{number} cells end in the sign of a note; in a mark it would be taken for a character",
            examples=tuple(f"{cell}: {notes[sign].strip()[:200]}" for sign in signs for cell in self._cells[sign]),
            figures={sign: str(self._counts[sign]) for sign in signs},
        )
