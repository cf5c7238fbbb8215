"""Transcription: the sheet on which a person writes what photographs show; what a row of it means, or what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from witnessmark.evidence.regions import box
from witnessmark.model.hidden import visible
from witnessmark.model.observations import Making, Wear
from witnessmark.model.value import Result
from witnessmark.model.when import window
from witnessmark.registers import mangled

FORMAT = "witnessmark transcription/1"
FIRST, SECOND = "first reading", "second reading, blind"
SHEET, ABOUT = "transcription", "how to fill it in"


class Column(NamedTuple):
    """A column of the sheet."""

    heading: str
    wide: int
    about: str
    choices: tuple[str, ...] = ()
    is_open: bool = True
    """Whether something else than the choices may be written."""


MARKS = ("serial", "lot", "headstamp", "factory symbol", "model", "calibre", "year", "import", "proof", "property")
"""Kinds of mark that are offered; others may be written."""

COLUMNS = (
    Column("picture", 22, "Name of the file. Do not change it."),
    Column("digest", 18, "The beginning of its digest, by which it is found again. Do not change it."),
    Column("group", 8, "Proposed by time and place; say yourself what shows one thing by giving it one name."),
    Column("item", 22, "What you call the thing: one name for one thing, in every row that shows it. A row without "
           "it is not taken. Copy a row to write down a second mark in one picture."),
    Column("item class", 18, "rifle, pistol, cartridges ..."),
    Column("make", 14, "Who made it, as you judge."),
    Column("model", 14, "As you judge."),
    Column("calibre", 12, "As you judge or as it is marked."),
    Column("mark", 14, "What kind of mark you read. Empty where the picture shows no mark.", MARKS),
    Column("where", 22, "Where on the thing it stands: left of the receiver, bolt ..."),
    Column("reading", 28, "The mark exactly as you read it, in the notation below."),
    Column("region", 16, "Where in the picture it stands: left,top,width,height in hundredths of the upright picture, "
           "such as 12,40,30,8."),
    Column("making", 12, "How it was put on.", tuple(m for m in Making if m is not Making.UNKNOWN), is_open=False),
    Column("wear", 10, "How far it had gone.", tuple(w for w in Wear if w is not Wear.UNKNOWN), is_open=False),
    Column("reader", 16, "Who read it; empty for whoever hands in the sheet."),
    Column("read on", 12, "The day of the reading, such as 2031-05-01."),
    Column("note", 30, "Anything else."),
)  # fmt: skip
HEADINGS = tuple(column.heading for column in COLUMNS)

NOTATION_TOLD = (
    ("?", "one character that cannot be read"),
    ("*", "an unknown number of them"),
    ("[8B]", "one character: 8, or less likely B"),
    ("{obl:4}  {obl}", "about four characters, or an unknown number, removed on purpose"),
    ("{alt:3}  {ref:2}", "changed into others; lost under a new finish"),
    ("{over:12}", "stamped over an earlier mark, of which 12 can be read"),
    ("/26\\  (10)  ((10))  <66>", "in a triangle, circle, double circle, diamond"),
    ("\\?", "the character itself"),
    ("|", "sets two marks apart"),
)
"""The reading notation, as in docs/marks.md."""

_LONGEST = 2_000


class Cell(NamedTuple):
    """A cell as it was read."""

    text: str
    form: str = "t"
    """What the sheet says that it holds: t for a text, n for a number, d a date, b true or false, e an error."""
    note: str = ""
    """What a reader must know of it: digits that are lost, a date as it was shown."""


class Written(Result, frozen=True, kw_only=True):
    """A row of the sheet, to be filled in or filled in."""

    picture: str = ""
    digest: str = ""
    group: str = ""
    item: str = ""
    item_class: str = ""
    make: str = ""
    model: str = ""
    calibre: str = ""
    mark: str = ""
    where: str = ""
    reading: str = ""
    region: str = ""
    making: str = ""
    wear: str = ""
    reader: str = ""
    read_on: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nobody wrote anything but what stood in it before."""
        return not any(getattr(self, field(heading)) for heading in HEADINGS[3:])


def field(heading: str) -> str:
    """The name of a column in ``Written``.

    >>> field("item class")
    'item_class'
    """
    return heading.replace(" ", "_")


def printable(value: str) -> str:
    """What has no place in XML is shown by its number: so it stands on the sheet, and so it comes back."""
    return visible(value.encode(errors="backslashreplace").decode())


def columns(heading: Sequence[Cell]) -> Mapping[str, int]:
    """Where the columns stand; a ``ValueError`` says which are missing."""
    found: dict[str, int] = {}
    for number, cell in enumerate(heading):
        name = " ".join(cell.text.split()).casefold()
        if name in HEADINGS:
            found.setdefault(name, number)
    missing = [name for name in ("digest", "item", "mark", "reading") if name not in found]
    if missing:
        got = ", ".join(cell.text for cell in heading[:20] if cell.text) or "nothing"
        raise ValueError(f"want the columns {', '.join(missing)}, got {got[:200]}")
    return found


def written(cells: Sequence[Cell], where: Mapping[str, int]) -> tuple[Written, tuple[str, ...]]:
    """A row, and what is wrong with it: what was wanted and what was got. A row with mistakes is not taken."""
    values: dict[str, str] = {}
    wrong: list[str] = []
    for heading, number in where.items():
        cell = cells[number] if number < len(cells) else Cell("")
        exact = heading == "reading"
        values[field(heading)] = cell.text if exact else cell.text.strip()
        wanted = _wanted(heading, cell) if cell.text else ""
        if wanted:
            wrong.append(f"{heading}: want {wanted}")
        if len(cell.text) > _LONGEST:
            wrong.append(f"{heading}: want at most {_LONGEST} characters, got {len(cell.text)}")
    row = Written(**values)
    return row, (*wrong, *_mistakes(row))


_AGAIN = "format the cell as text, and type it again"
_FREE = frozenset({"group", "note", "read on"})
"""Columns in which a number or a date is what it looks like."""


def _wanted(heading: str, cell: Cell) -> str:
    """What a cell should hold in place of what a spreadsheet made of it; empty where it holds text."""
    if cell.form == "t" or (heading in _FREE and cell.form != "e"):
        return ""
    got = f"got {cell.text[:60]!r}" + (f", {cell.note}" if cell.note else "")
    told = mangled.wanted(cell.text, cell.form, cell.note) if heading == "reading" else ""
    if told:
        return f"{told}, {got}: {_AGAIN}"
    return f"text, {got}, of which zeros may be lost: {_AGAIN}" if cell.form == "n" else f"text, {got}: {_AGAIN}"


def doubt(row: Written) -> str:
    """Why a reading that stands as text may still be what a spreadsheet made of a mark; empty where it is not.

    >>> doubt(Written(reading="KB 0421")), doubt(Written(reading="Dec-03"))[-16:]
    ('', ': taken as typed')
    """
    told = mangled.wanted(row.reading)
    return f"reading: want {told}, or so it looks, got {row.reading[:60]!r}: taken as typed" if told else ""


def _mistakes(row: Written) -> list[str]:
    return [] if row.is_empty else [*_missing(row), *_impossible(row)]


def _missing(row: Written) -> Iterator[str]:
    if not row.item:
        yield "item: want the name of the thing, got nothing"
    if row.mark and not row.reading.strip():
        yield "reading: want what was read, got nothing; a mark of which nothing can be read is typed *"
    if row.reading.strip() and not row.mark:
        yield f"mark: want what kind of mark was read, such as {MARKS[0]}; got nothing"


def _impossible(row: Written) -> Iterator[str]:
    for heading, choices in (("making", tuple(Making)), ("wear", tuple(Wear))):
        got = getattr(row, heading)
        if got and got not in choices:
            yield f"{heading}: want one of {', '.join(choices)}; got {got[:60]!r}"
    for heading, parse in (("region", box), ("read on", window)):
        try:
            if got := getattr(row, field(heading)):
                parse(got)
        except ValueError as error:
            yield f"{heading}: {error}"
