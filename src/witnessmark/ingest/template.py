"""Template: text with columns in braces, and what it says of a row."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from witnessmark.errors import UsageError
from witnessmark.ingest.sheet import Row, column_name

_SPECIAL = frozenset({"file", "sheet", "row", "each", "each.n", "each.1", "each.2"})
MOST_EXAMPLES = 200
LONGEST_EXAMPLE = 80
LONGEST_LINE = 500
LONGEST_FILTERED = 100_000
"""Characters of a text that a filter looks at; what replaces others can make no more of it."""
LONGEST_TOLD = 4_000_000
"""Characters of what a template says: more than a statement can hold."""
_CELL = re.compile(r"=([A-Z]{1,3})([1-9][0-9]{0,6})")


class Unreadable(Exception):
    """A cell says something else than what is wanted of it."""

    def __init__(self, wanted: str, got: str, column: str = "") -> None:
        super().__init__(f"want {wanted}, got {got!r}")
        self.wanted = wanted
        self.got = got
        self.column = column


_BROKEN = re.compile(r"(?:want )?(?P<wanted>.*?)(?:, got (?P<got>.*))?", re.DOTALL)


def unreadable(broken: str) -> Unreadable:
    """A row that its reader could not read, as what was wanted and got.

    >>> unreadable("want 3 cells, got 1").wanted
    '3 cells'
    """
    found = _BROKEN.fullmatch(broken)
    return Unreadable(found["wanted"] if found else broken, (found["got"] if found else "") or "")


class Cell(NamedTuple):
    """What a filter looks at."""

    text: str
    form: str = ""
    note: str = ""


@dataclass
class LeftOut:
    """What is left out of rows that are taken, by reason, with what the cells said."""

    counts: Counter[str] = field(default_factory=Counter)
    said: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, reason: str, got: str = "", times: int = 1) -> None:
        """Count it; what the first cells said is kept."""
        self.counts[reason] += times
        if got:
            self.keep(reason, got[:LONGEST_EXAMPLE])

    def keep(self, reason: str, said: str) -> None:
        """Keep what something says that is left and counted elsewhere."""
        examples = self.said.setdefault(reason, {})
        if len(examples) < MOST_EXAMPLES:
            examples[said if len(said) <= LONGEST_LINE else f"{said[: LONGEST_LINE - 1]}…"] = None


@dataclass
class Scene:
    """What a template can speak of: a row, where it stands, and what is kept of all rows."""

    file: str = ""
    sheet: str = ""
    row: Row = Row(0, ())  # noqa: RUF009 - a tuple
    headings: Sequence[str] = ()
    each: str = ""
    parts: tuple[str, ...] = ()
    number: int = 0
    lookups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    states: tuple[str, ...] = ()
    """The figures that the row states, where it is a row of totals."""
    when: str = ""
    """The date of the row, where the mapping says which that is."""
    known: Mapping[str, str] = field(default_factory=dict)
    """Names as a person says that they are to be read."""
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Cells of the sheet's first rows, by row from 1 and column from 0."""
    media: Mapping[str, str] = field(default_factory=dict)
    """Digests of the files that came with the table, by name."""
    named_media: set[str] = field(default_factory=set)
    """Those of them that some row names."""
    left_out: LeftOut = field(default_factory=LeftOut)
    """What could not be read and was left out, by reason."""
    names: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Names that were looked up: as typed, what they resolve to or nothing."""
    asked: str = ""
    """The name that the filter before looked up."""
    resolved: str = ""
    """What the filter before resolved a name to, so that the next does not look it up again."""


Filter = Callable[[Cell, Scene], str]
Find = Callable[[str], int | None]
"""The place of a column by our name, heading or letter; ``None`` where the sheet has none."""


class _Part(NamedTuple):
    """A column with its filters, or text as it stands."""

    literal: str = ""
    column: int = -1
    special: str = ""
    lenient: tuple[Filter, ...] = ()
    """The filters that stand before ``lenient``: what they cannot read is left out."""
    filters: tuple[Filter, ...] = ()
    is_column: bool = False


class Template(NamedTuple):
    """A template whose columns are found."""

    text: str
    parts: tuple[_Part, ...]
    columns: tuple[int, ...]
    """The columns that it speaks of, in their order."""

    def of(self, scene: Scene) -> str:
        """What it says of a row; ``Unreadable`` where a filter cannot read a cell. Empty where all columns are."""
        if len(self.parts) == 1:
            # Most templates are one column: there is nothing to put together.
            part = self.parts[0]
            return part.literal or _value(part, scene)
        told: list[str] = []
        is_empty = bool(self.columns) or any(part.special for part in self.parts)
        for part in self.parts:
            if part.literal:
                told.append(part.literal)
                continue
            value = _value(part, scene)
            if value:
                is_empty = False
            told.append(value)
        if sum(map(len, told)) > LONGEST_TOLD:
            raise Unreadable(f"a text of at most {LONGEST_TOLD:,} characters", f"{told[0][:40]}…")
        text = "" if is_empty else "".join(told)
        # Where a column is empty, the blanks around it are not kept.
        return text if all(told) else " ".join(text.split())


def _value(part: _Part, scene: Scene) -> str:
    if part.is_column and not part.filters and not part.lenient:
        cells = scene.row.cells
        return cells[part.column].strip() if 0 <= part.column < len(cells) else ""
    cell = _special(part.special, scene) if part.special else _cell(part.column, scene.row)
    scene.resolved = scene.asked = ""
    if part.lenient:
        try:
            cell = Cell(_filtered(part.lenient, cell, scene))
        except Unreadable as error:
            # By what was wanted only: of a million wrong cells there must not be a million reasons.
            scene.left_out.add(f"cells of {_called(part, scene)} that are not {error.wanted}", error.got)
            cell = Cell("")
    try:
        return _filtered(part.filters, cell, scene)
    except Unreadable as error:
        error.column = error.column or _named(part)
        raise


def _filtered(filters: Sequence[Filter], cell: Cell, scene: Scene) -> str:
    text = cell.text
    for place, apply in enumerate(filters):
        if len(text) > LONGEST_FILTERED:
            within(text)
        if place:
            # What the file says of the cell is said of what it holds, not of what a filter made of it.
            cell = Cell(text)
        text = apply(cell, scene)
    return text


def within(text: str, length: int = 0) -> str:
    """A text that is not too long for a filter; ``length``: what it would grow to. A mapping can come from anybody."""
    if max(len(text), length) > LONGEST_FILTERED:
        raise Unreadable(f"a text of at most {LONGEST_FILTERED:,} characters", f"{text[:40]}…")
    return text


def _named(part: _Part) -> str:
    return column_name(part.column) if part.column >= 0 else part.special


def _called(part: _Part, scene: Scene) -> str:
    """A column by its letters and its heading."""
    heading = scene.headings[part.column] if 0 <= part.column < len(scene.headings) else ""
    return f"{_named(part)} ({heading})" if heading else _named(part)


def _cell(column: int, row: Row) -> Cell:
    if column < 0 or column >= len(row.cells):
        return Cell("")
    form = row.forms[column] if column < len(row.forms) else ""
    return Cell(row.cells[column].strip(), form, row.notes.get(column, ""))


def _special(name: str, scene: Scene) -> Cell:
    if name.startswith("="):
        letters = name[1:].rstrip("0123456789")
        return Cell(scene.cells.get((int(name[1 + len(letters) :]), _column(letters)), "").strip())
    match name:
        case "file":
            return Cell(scene.file)
        case "sheet":
            return Cell(scene.sheet)
        case "row":
            return Cell(str(scene.row.number))
        case "each":
            return Cell(scene.each)
        case "each.n":
            return Cell(str(scene.number))
        case _:
            place = int(name[-1]) - 1
            return Cell(scene.parts[place] if place < len(scene.parts) else "")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def compiled(text: str, find: Find, filters: Callable[[str, Sequence[str]], Filter]) -> Template:
    """A template for sheets whose columns ``find`` knows; a ``UsageError`` names what it does not.

    A column that a sheet does not have is empty in every row.
    """
    parts: list[_Part] = []
    columns: list[int] = []
    for literal, expression in _pieces(text):
        if literal:
            parts.append(_Part(literal=literal))
        if expression is not None:
            part = _part(expression, text, find, filters)
            parts.append(part)
            if part.is_column:
                columns.append(part.column)
    return Template(text, tuple(parts), tuple(columns))


def names_in(text: str) -> list[str]:
    """The columns that a template names, without its filters."""
    found = [_split(expression, "|")[0].strip() for _, expression in _pieces(text) if expression is not None]
    return [name for name in found if name not in _SPECIAL and not name.startswith("=")]


def _part(expression: str, text: str, find: Find, filters: Callable[[str, Sequence[str]], Filter]) -> _Part:
    name, *rest = _split(expression, "|")
    name = _plain(name.strip())
    lenient, made = _filters(rest, filters)
    if name in _SPECIAL or _CELL.fullmatch(name):
        return _Part(special=name, lenient=lenient, filters=made)
    place = find(name)
    if place is None:
        raise UsageError(f"want a column of the table in {text!r}, got {name!r}")
    return _Part(column=place, lenient=lenient, filters=made, is_column=True)


def _filters(
    expressions: Sequence[str], filters: Callable[[str, Sequence[str]], Filter]
) -> tuple[tuple[Filter, ...], tuple[Filter, ...]]:
    """The filters before the last ``lenient``, and those behind it."""
    made: list[Filter] = []
    lenient: tuple[Filter, ...] = ()
    for each in expressions:
        word, *arguments = _split(each, ":")
        made.append(filters(word.strip(), arguments))
        if word.strip() == "lenient":
            lenient = (*lenient, *made)
            made.clear()
    return lenient, tuple(made)


def _pieces(text: str) -> list[tuple[str, str | None]]:
    """Literal text, each with the expression in braces that follows it."""
    found: list[tuple[str, str | None]] = []
    literal, place = "", 0
    while place < len(text):
        sign = text[place]
        if text[place : place + 2] in ("{{", "}}"):
            literal += sign
            place += 2
        elif sign == "{":
            end = _closing(text, place + 1)
            found.append((literal, text[place + 1 : end]))
            literal, place = "", end + 1
        elif sign == "}":
            raise UsageError(f"want braces that open before they close, got {text!r}")
        else:
            literal += sign
            place += 1
    return [*found, (literal, None)] if literal else found


def _closing(text: str, place: int) -> int:
    while place < len(text):
        if text[place] == "\\":
            place += 1
        elif text[place] == "}":
            return place
        place += 1
    raise UsageError(f"want a closing brace, got {text!r}")


def _split(text: str, sign: str) -> list[str]:
    """Parts between signs that no backslash stands before; backslashes stay, for what is split next."""
    return re.split(rf"(?<!\\){re.escape(sign)}", text)


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def plain(argument: str) -> str:
    r"""An argument with the signs that a backslash stands before as themselves.

    >>> plain(r" a\:b ")
    ' a:b '
    """
    return _plain(argument)


def values_of(argument: str) -> tuple[str, ...]:
    r"""The values of an argument, between semicolons.

    >>> values_of(r"a; b;c\;d")
    ('a', 'b', 'c;d')
    """
    return tuple(_plain(each).strip() for each in _split(argument, ";"))


def argument_of(arguments: Sequence[str]) -> str:
    """All arguments of a filter as one text, the colons between them kept: ``date:%H:%M`` has one."""
    return ":".join(arguments)
