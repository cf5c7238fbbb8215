"""Reading: a book through a mapping, row by row, to statements and to rows of which nothing was made."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from witnessmark.ingest import mapping as m
from witnessmark.ingest.heading import Layout
from witnessmark.ingest.lines import Line, content_of, known_again
from witnessmark.ingest.making import Kept, Made, Names, RowInHand
from witnessmark.ingest.recipe import Recipe, labelled, recipe, refuse_unknown_names, told_where
from witnessmark.ingest.sheet import Row, Sheet
from witnessmark.ingest.tables import Laid, Laying, Tally, laid, scenes
from witnessmark.ingest.template import Scene, Unreadable
from witnessmark.ingest.walk import Unread, Walk
from witnessmark.model.ids import SourceId


class RowRead(NamedTuple):
    """One row, and what became of it."""

    row: Row
    sheet: str
    layout: Layout
    made: Sequence[Made]
    unread: Unread | None


class Reading(Walk):
    """A book, a mapping, and what is counted while its rows are read."""

    def __init__(
        self,
        file: str,
        sheets: Sequence[Sheet],
        mapping: m.Mapping,
        *,
        media: Mapping[str, str] | None = None,
        earlier: Mapping[str, Kept] | None = None,
    ) -> None:
        laying = Laying(file, mapping, media or {}, Tally())
        super().__init__(laying, laid(file, sheets, mapping, laying.tally))
        places = [one.sheet.name for one in self.tables]
        self.names = Names(earlier, several_of_a_row=len(set(places)) < len(places))
        self.wants_keys = bool(earlier)
        self._recipes = _all_recipes(self.tables, mapping)

    def rows(self, source: SourceId, *, with_keys: bool = False) -> Iterator[RowRead]:
        """Every row, once. ``with_keys``: what is made can be compared with another edition of the file."""
        lines = iter(self._lines() if with_keys or self.wants_keys else ())

        def take(number: int, scene: Scene) -> Sequence[Made]:
            table = self.tables[number].number
            hand = RowInHand(self.names, source, scene, next(lines, None), table, self.laying.file)
            made = hand.take(self._recipes[number])
            for reason, times in hand.nothing.items():
                self.tally.left_out.add(reason, times=times)
            return made

        for one, scene, taken in self.walk(take):
            made, unread = ((), taken) if isinstance(taken, Unread) else (taken, None)
            yield RowRead(scene.row, one.sheet.name, one.layout, made, unread)

    def _lines(self) -> list[Line]:
        """Which row of an earlier edition each row is. All of them have to be seen first, and nothing is counted."""
        laying = self.laying._replace(tally=Tally())
        rows = [
            _line(one, scene)
            for one in self.tables
            for scene in scenes(one, laying)
            if not scene.states and not scene.row.broken
        ]
        return known_again(rows, (kept.line for kept in self.names.earlier.values() if kept.line is not None))


def _all_recipes(tables: Sequence[Laid], mapping: m.Mapping) -> list[list[Recipe]]:
    known = {make.as_ for table in mapping.table for make in table.make if make.as_}
    found = []
    for one in tables:
        recipes = []
        for number, make in enumerate(one.table.make):
            with told_where(f"the mapping {mapping.name}, table {one.number + 1}, make {number + 1}"):
                recipes.append(recipe(make, number, one.find))
        with told_where(f"the mapping {mapping.name}, table {one.number + 1}"):
            refuse_unknown_names(one.table.make, recipes, known)
        found.append(labelled(one.table.make, recipes))
    return found


def _line(one: Laid, scene: Scene) -> Line:
    """A row by the mapping's key, else by all of its cells."""
    content = content_of(scene.row.cells)
    try:
        key = one.key.of(scene) if one.key is not None else ""
    except Unreadable:
        # The row is taken or not for what it becomes; whether it can be compared must not decide that.
        key = ""
    return Line(one.number, key or content, one.sheet.name, content)
