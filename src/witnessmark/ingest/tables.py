"""Tables: the sheets of a book that a mapping speaks of, and their rows, each with what a template can ask of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from witnessmark.errors import UsageError
from witnessmark.ingest import heading
from witnessmark.ingest import mapping as m
from witnessmark.ingest.body import ABOVE, LINE, body
from witnessmark.ingest.heading import Layout
from witnessmark.ingest.recipe import optional, told_where
from witnessmark.ingest.sheet import Row, Sheet
from witnessmark.ingest.template import LONGEST_LINE, Find, LeftOut, Scene, Template, Unreadable

_MOST_LINES = 1_000
MOST_TEXT = 10_000
"""Characters of a row that could not be read which are kept."""


@dataclass
class Tally:
    """What is counted over all rows of a book."""

    rows: int = 0
    """Rows that were looked at and are rows."""
    left: Counter[str] = field(default_factory=Counter)
    """Rows that mean nothing, by reason."""
    left_out: LeftOut = field(default_factory=LeftOut)
    """Cells and statements that were left out, by reason."""
    named_media: set[str] = field(default_factory=set)
    """Files that came with the table and that some row names."""
    names: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Names that were looked up: as typed, what they resolve to or nothing."""
    passed_over: list[str] = field(default_factory=list)
    """Sheets that no table of the mapping is, and why."""
    lines: list[str] = field(default_factory=list)
    """Lines of text beside the tables: titles of parts, footnotes."""

    def leave(self, why: str, row: Row, *, is_told: bool) -> None:
        """Count a row that means nothing; of some, what the first of them say is kept."""
        self.left[why] += 1
        if is_told:
            said = " | ".join(dict.fromkeys(filter(str.strip, row.cells)))
            self.left_out.keep(why, f"row {row.number}: {said}")
            if len(self.lines) < _MOST_LINES:
                self.lines.append(said[:LONGEST_LINE])


class Laid(NamedTuple):
    """A table of a mapping laid on a sheet that it suits."""

    number: int
    """Which table of the mapping it is."""
    table: m.Table
    sheet: Sheet
    layout: Layout
    find: Find
    key: Template | None
    skips: tuple[tuple[Template, m.Skip], ...]
    when: Template | None


def laid(book_name: str, sheets: Sequence[Sheet], mapping: m.Mapping, tally: Tally) -> list[Laid]:
    """Each table of the mapping on each sheet that it suits; ``UsageError`` where it suits none."""
    found: list[Laid] = []
    unused = {sheet.name: "its name is none that the mapping speaks of" for sheet in sheets}
    for number, table in enumerate(mapping.table):
        for sheet in (each for each in sheets if heading.suits(each, table)):
            with told_where(f"the mapping {mapping.name}"):
                one, why = _laid(number, table, sheet)
            if one is not None:
                found.append(one)
                unused.pop(sheet.name, None)
            elif sheet.name in unused:
                unused[sheet.name] = why
    tally.passed_over.extend(f"{name or book_name}: {why}" for name, why in unused.items())
    if not found:
        raise UsageError(f"{book_name}: want a table for the mapping {mapping.name}; {'; '.join(tally.passed_over)}")
    return found


def _laid(number: int, table: m.Table, sheet: Sheet) -> tuple[Laid | None, str]:
    rows = heading.top(sheet)
    layout = heading.layout(rows, table)
    if layout is None:
        return None, f"none of its first {heading.LOOKED_AT} rows has the headings{heading.wanted_in_words(table)}"
    missing = heading.missing(layout, table)
    if missing:
        got = ", ".join(map(repr, layout.headings[:20]))
        return None, f"want the column{'s' * (len(missing) > 1)} {', '.join(missing)}, got {got}"
    find = heading.finder(layout, table)
    with told_where(f"table {number + 1}"):
        skips = tuple((each, skip) for skip in table.skip if (each := optional(skip.if_, find)) is not None)
        when = optional(table.when, find)
        return Laid(number, table, sheet, layout, find, optional(table.key, find), skips, when), ""


class Laying(NamedTuple):
    """What all scenes of an import share."""

    file: str
    mapping: m.Mapping
    media: Mapping[str, str]
    tally: Tally


def scenes(one: Laid, laying: Laying) -> Iterator[Scene]:
    """Each row of a laid table that is a row, or states totals; those that mean nothing are counted by reason.

    The same scene is given each time, with another row in it.
    """
    tally = laying.tally
    scene = Scene(
        file=laying.file,
        sheet=one.sheet.name,
        headings=one.layout.headings,
        lookups=laying.mapping.lookup,
        known=laying.mapping.names,
        cells=one.layout.cells,
        media=laying.media,
        named_media=tally.named_media,
        left_out=tally.left_out,
        names=tally.names,
    )
    for row, why in body(one.sheet, one.layout, one.table):
        scene.row, scene.each, scene.parts, scene.number, scene.states = row, "", (), 0, ()
        skip = None if why or row.broken else _skip(one, scene)
        if why or skip is not None:
            tally.leave(
                why or (skip.because if skip else ""),
                row,
                is_told=why in {LINE, ABOVE} or (skip is not None and skip.tell),
            )
            if skip is None or not skip.states:
                continue
            scene.states = skip.states
        else:
            tally.rows += 1
            scene.when = _when(one, scene)
        yield scene


def _when(one: Laid, scene: Scene) -> str:
    """The date of a row; empty where it has none that can be read."""
    if one.when is None or scene.row.broken:
        return ""
    try:
        return one.when.of(scene)
    except Unreadable:
        return ""


def _skip(one: Laid, scene: Scene) -> m.Skip | None:
    """Why the mapping leaves a row; a condition that cannot read the row is none."""
    for condition, skip in one.skips:
        try:
            if condition.of(scene):
                return skip
        except Unreadable:
            continue
    return None


def text_of(row: Row) -> str:
    """A row's cells as one text, with a bar between them."""
    text = " | ".join(cell.strip() for cell in row.cells)
    return text if len(text) <= MOST_TEXT else text[: MOST_TEXT - 1] + "…"
