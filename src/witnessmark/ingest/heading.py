"""Heading: where a table begins, and which column is which."""

import fnmatch
import itertools
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from witnessmark.ingest.mapping import Table, made_of
from witnessmark.ingest.sheet import Row, Sheet, column_name
from witnessmark.ingest.template import Find, names_in

LOOKED_AT = 60
"""Rows at the top of a sheet among which the headings are sought."""
_MOST_TOLD = 8
_LETTERS = re.compile(r"[A-Z]{1,3}")


class Layout(NamedTuple):
    """Where the headings of a sheet stand, and what they say."""

    last: int
    """The row of the headings; 0 where there are none."""
    headings: tuple[str, ...]
    lower: tuple[str, ...]
    """The same without what stands above them, where headings take several rows."""
    cells: dict[tuple[int, int], str]
    """The cells of the sheet's first rows, for what a mapping takes from there."""
    width: int
    """Columns of the widest of the first rows."""

    def called(self, column: int) -> str:
        """A column by its heading; of several with one heading by its letters, too."""
        heading = self.headings[column] if column < len(self.headings) else ""
        letters = column_name(column)
        if not heading:
            return f"column {letters}"
        return heading if self.headings.count(heading) == 1 else f"{heading} ({letters})"


@lru_cache(maxsize=65536)
def folded(heading: str) -> str:
    """A heading as headings are compared.

    >>> folded("Serial No.:"), folded("oorsprong /herkomst"), folded("Numéro_de  série")
    ('serial no', 'oorsprong herkomst', 'numero de serie')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", heading) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", plain.casefold()).strip() or heading.strip()


def suits(sheet: Sheet, table: Table) -> bool:
    """Whether a sheet's name is one that the mapping speaks of."""
    name = sheet.name.rpartition("/")[2]
    return fnmatch.fnmatchcase(name.casefold(), table.sheet.casefold()) or table.sheet == sheet.name


def top(sheet: Sheet) -> list[Row]:
    """The first rows of a sheet."""
    return list(itertools.islice(sheet.rows(), LOOKED_AT))


def layout(rows: Sequence[Row], table: Table) -> Layout | None:
    """Where the headings of a mapping's table stand; ``None`` where the sheet has none of them."""
    cells = {(row.number, n): text for row in rows for n, text in enumerate(row.cells) if text}
    widest = max((len(row.cells) for row in rows), default=0)
    if table.header == 0:
        return Layout(0, (), (), cells, widest)
    if table.header is not None:
        there = [row for row in rows if row.number == table.header]
        return Layout(*_headings(rows, there[0], table), cells, widest) if there else None
    wanted = _wanted(table)
    best, best_count = None, 0
    for row in rows:
        # A row of many columns is put together with those below it only where headings take several.
        said = row.cells if table.header_rows == 1 else _headings(rows, row, table)[1]
        count = len({folded(cell) for cell in said if cell} & wanted)
        if count > best_count:
            best, best_count = row, count
    return None if best is None else Layout(*_headings(rows, best, table), cells, widest)


def _wanted(table: Table) -> set[str]:
    """The headings by which a table is known: those that it lists, else those that its templates name."""
    listed = list(itertools.chain(*table.columns.values())) or list(table.needs)
    if not listed:
        templates = [table.key, *(each for make in table.make for each in made_of(make))]
        templates += [text for record in table.record for text in (record.if_, *record.set_.values())]
        templates += [text for each in table.figure for text in (each.count, each.sum_, each.distinct)]
        listed = [name for text in templates for name in names_in(text)]
    return {folded(each) for each in listed}


def wanted_in_words(table: Table) -> str:
    """By which headings a table is known, where they are sought, as the end of a sentence."""
    if table.header is not None:
        return ""
    wanted = sorted(_wanted(table))
    if all(re.fullmatch("[a-z]{1,3}", each) for each in wanted):
        return "; where columns go by letters, `header` says in which row the headings stand, or 0"
    return f" {', '.join(map(repr, wanted[:_MOST_TOLD]))}{', …' if len(wanted) > _MOST_TOLD else ''}"


def _headings(rows: Sequence[Row], first: Row, table: Table) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """The last row of headings that begin in a row, what they say, and what the lowest of them says alone."""
    last = first.number + max(1, table.header_rows) - 1
    several = [row for row in rows if first.number <= row.number <= last]
    width = max(len(row.cells) for row in several)
    headings, lower = [], []
    for column in range(width):
        parts = [row.cells[column].strip() for row in several if column < len(row.cells)]
        told = list(dict.fromkeys(part for part in parts if part))
        headings.append(" ".join(told))
        lower.append(told[-1] if told else "")
    return last, tuple(headings), tuple(lower)


def finder(found: Layout, table: Table) -> Find:
    """The place of a column by our name for it, by its heading or its letter."""
    places: dict[str, int] = {}
    for n, heading in enumerate(found.headings):
        name, again = folded(heading), 2
        while name in places:
            name, again = f"{folded(heading)}#{again}", again + 1
        if name:
            places[name] = n

    def place(name: str) -> int | None:
        if name in table.columns:
            there = [places[_key(each)] for each in table.columns[name] if _key(each) in places]
            return there[0] if there else -1
        if _key(name) in places:
            return places[_key(name)]
        if _LETTERS.fullmatch(name) and _number(name) < max(found.width, len(found.headings)):
            return _number(name)
        return None

    return place


def _key(name: str) -> str:
    heading, sign, number = name.rpartition("#")
    return f"{folded(heading)}#{number}" if sign and number.isdigit() else folded(name)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def missing(found: Layout, table: Table) -> list[str]:
    """The columns that the mapping needs and the sheet does not have."""
    place = finder(found, table)
    return [name for name in table.needs if place(name) in (None, -1)]
