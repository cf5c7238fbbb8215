"""Walk: every row of the tables of a book once, taken or kept as it stands, and what is counted on the way."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from witnessmark.ingest.around import Around
from witnessmark.ingest.checks import CheckTold
from witnessmark.ingest.heading import Layout
from witnessmark.ingest.recipe import told_where
from witnessmark.ingest.sheet import column_name
from witnessmark.ingest.tables import Laid, Laying, scenes, text_of
from witnessmark.ingest.template import Scene, Unreadable, unreadable
from witnessmark.ingest.totals import Totals

_LONGEST_GOT = 200
T = TypeVar("T")


class Unread(NamedTuple):
    """A row of which nothing was made."""

    sheet: str
    row: int
    column: str
    """Its heading, where it has one, and its letter."""
    wanted: str
    got: str
    text: str


class Walk:
    """The tables of a book, and what is counted while their rows are read."""

    def __init__(self, laying: Laying, tables: Sequence[Laid]) -> None:
        self.laying, self.tally, self.tables = laying, laying.tally, tables
        with told_where(f"the mapping {laying.mapping.name}"):
            self.totals = Totals(laying.mapping, tables)
        self.around = [Around(one) for one in tables]

    def walk(self, take: Callable[[int, Scene], T]) -> Iterator[tuple[Laid, Scene, T | Unread]]:
        """Every row: what ``take`` makes of it, with the number of its table, or the row as it stands.

        ``take`` raises ``Unreadable`` where it makes nothing of a row. Rows that state totals are only counted.
        """
        for number, one in enumerate(self.tables):
            for scene in scenes(one, self.laying):
                if scene.states:
                    self.totals.state(number, scene)
                    continue
                self.around[number].see(scene.row)
                try:
                    if scene.row.broken:
                        raise unreadable(scene.row.broken)
                    taken = take(number, scene)
                except Unreadable as error:
                    yield one, scene, _unread(one, scene, error)
                    continue
                self.totals.count(number, scene)
                yield one, scene, taken

    def checks(self) -> tuple[CheckTold, ...]:
        """What the checks of the mapping found, and those that every table is put to."""
        return (*self.totals.checks(), *(told for each in self.around for told in each.told(self.tally)))


def _unread(one: Laid, scene: Scene, error: Unreadable) -> Unread:
    """A row that is kept as it stands, with what was wanted and got."""
    return Unread(
        sheet=one.sheet.name,
        row=scene.row.number,
        column=_column(error.column, one.layout),
        wanted=error.wanted,
        got=error.got[:_LONGEST_GOT],
        text=text_of(scene.row),
    )


def _column(name: str, layout: Layout) -> str:
    """A column by its letters, and its heading where it has one."""
    letters = {column_name(place): heading for place, heading in enumerate(layout.headings)}
    heading = letters.get(name)
    return f"{name} ({heading})" if heading else name
