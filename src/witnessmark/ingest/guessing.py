"""Guessing: which row of an unknown sheet holds its headings."""

import re
from collections.abc import Sequence

from witnessmark.ingest.sheet import Row
from witnessmark.vocabulary.headings import roles

_VALUE = re.compile(r"[\d\s.,:/\-+%€$£]+")
_LOOKED_UP = 200
"""Cells of a row that are looked up among the words for headings."""
_LONGEST_HEADING = 120


def guessed(rows: Sequence[Row]) -> tuple[int, int, int]:
    """The row of the headings, how many rows they take, and how many columns they name.

    Headings are short, different from each other, words and no numbers; they stand above rows of as many cells; some
    are words of the field. Two rows of headings are told by a first row whose cells are merged over several columns.
    """
    best, best_score = (rows[0].number if rows else 1), 0.0
    for place, row in enumerate(rows):
        score = _score(row, rows[place + 1 : place + 6])
        if score > best_score:
            best, best_score = row.number, score
    width = next((len(_filled(row)) for row in rows if row.number == best), 0)
    above = next((row for row in rows if row.number == best - 1), None)
    if above is not None and _spans(above):
        return best - 1, 2, width
    return best, 1, width


def _filled(row: Row) -> list[str]:
    return [cell.strip() for cell in row.cells if cell.strip()]


def _score(row: Row, below: Sequence[Row]) -> float:
    cells = _filled(row)
    if len(cells) < 2 or row.broken or any(len(cell) > _LONGEST_HEADING for cell in cells):
        return 0.0
    are_words = sum(not _VALUE.fullmatch(cell) for cell in cells) / len(cells)
    are_different = len({cell.casefold() for cell in cells}) / len(cells)
    widths = [len(_filled(each)) for each in below if _filled(each)]
    is_above_rows = sum(min(1.0, width / len(cells)) for width in widths) / max(1, len(widths)) if widths else 0.3
    known = sum(bool(roles(cell)) for cell in cells[:_LOOKED_UP])
    return float(len(cells) ** 0.5 * are_words**2 * are_different**2 * is_above_rows + known)


def _spans(row: Row) -> bool:
    """Whether a row's cells reach over several columns, as the upper of two rows of headings does."""
    return sum("merged" in note for note in row.notes.values()) >= 2 and len(set(_filled(row))) >= 2
