"""Reading: a book through a mapping, row by row, to statements and to rows of which nothing was made."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from witnessmark.ingest import mapping as m
from witnessmark.ingest.around import Around
from witnessmark.ingest.checks import CheckTold
from witnessmark.ingest.heading import Layout
from witnessmark.ingest.lines import Line, content_of, known_again
from witnessmark.ingest.making import Kept, Made, Names, RowInHand
from witnessmark.ingest.recipe import Recipe, labelled, recipe, refuse_unknown_names, told_where
from witnessmark.ingest.sheet import Row, Sheet, column_name
from witnessmark.ingest.tables import Laid, Laying, Tally, laid, scenes, text_of
from witnessmark.ingest.template import Scene, Unreadable, unreadable
from witnessmark.ingest.totals import Totals
from witnessmark.model.ids import SourceId

_LONGEST_GOT = 200


class Unread(NamedTuple):
    """A row of which nothing was made."""

    sheet: str
    row: int
    column: str
    """Its heading, where it has one, and its letter."""
    wanted: str
    got: str
    text: str


class RowRead(NamedTuple):
    """One row, and what became of it."""

    row: Row
    sheet: str
    layout: Layout
    made: Sequence[Made]
    unread: Unread | None


class Reading:
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
        self.tally = Tally()
        self.laying = Laying(file, mapping, media or {}, self.tally)
        self.tables = laid(file, sheets, mapping, self.tally)
        with told_where(f"the mapping {mapping.name}"):
            self.totals = Totals(mapping, self.tables)
        self.around = [Around(one) for one in self.tables]
        places = [one.sheet.name for one in self.tables]
        self.names = Names(earlier, several_of_a_row=len(set(places)) < len(places))
        self.wants_keys = bool(earlier)
        self._recipes = _all_recipes(self.tables, mapping)

    def rows(self, source: SourceId, *, with_keys: bool = False) -> Iterator[RowRead]:
        """Every row, once. ``with_keys``: what is made can be compared with another edition of the file."""
        lines = iter(self._lines() if with_keys or self.wants_keys else ())
        for number, one in enumerate(self.tables):
            for scene in scenes(one, self.laying):
                if scene.states:
                    self.totals.state(number, scene)
                    continue
                self.around[number].see(scene.row)
                if scene.row.broken:
                    yield _row_unread(one, scene, unreadable(scene.row.broken))
                    continue
                line = next(lines, None)
                try:
                    hand = RowInHand(self.names, source, scene, line, one.number, self.laying.file)
                    made = hand.take(self._recipes[number])
                    for reason, times in hand.nothing.items():
                        self.tally.left_out.add(reason, times=times)
                except Unreadable as error:
                    yield _row_unread(one, scene, error)
                    continue
                self.totals.count(number, scene)
                yield RowRead(scene.row, one.sheet.name, one.layout, made, None)

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

    def checks(self) -> tuple[CheckTold, ...]:
        """What the checks of the mapping found, and those that every table is put to."""
        return (*self.totals.checks(), *(told for each in self.around for told in each.told(self.tally)))


def _row_unread(one: Laid, scene: Scene, error: Unreadable) -> RowRead:
    return RowRead(scene.row, one.sheet.name, one.layout, (), unread_of(one, scene, error))


def unread_of(one: Laid, scene: Scene, error: Unreadable) -> Unread:
    """A row that is kept as it stands, with what was wanted and got."""
    return Unread(
        sheet=one.sheet.name,
        row=scene.row.number,
        column=_column(error.column, one.layout),
        wanted=error.wanted,
        got=error.got[:_LONGEST_GOT],
        text=text_of(scene.row),
    )


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


def _column(name: str, layout: Layout) -> str:
    """A column by its letters, and its heading where it has one."""
    letters = {column_name(place): heading for place, heading in enumerate(layout.headings)}
    heading = letters.get(name)
    return f"{name} ({heading})" if heading else name
