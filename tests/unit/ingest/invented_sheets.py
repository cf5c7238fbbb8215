"""Sheets that lie in memory, and what a mapping makes of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from witnessmark.ingest import mapping as m
from witnessmark.ingest.making import Kept, Made
from witnessmark.ingest.reading import Reading
from witnessmark.ingest.sheet import Row, Sheet
from witnessmark.ingest.walk import Unread
from witnessmark.model.ids import SourceId, StatementId
from witnessmark.model.statement import kind_of

SOURCE = SourceId(StatementId("c0" * 32))
"""The id of an invented file's statement."""


def row(number: int, *cells: str, forms: str = "", broken: str = "", **notes: str) -> Row:
    """A row; notes by the column's letter."""
    by_column = {ord(letter.upper()) - ord("A"): note for letter, note in notes.items()}
    return Row(number, cells, forms, by_column, broken)


def table(*lines: str) -> list[Row]:
    """Rows whose cells stand between bars; a line of nothing is an empty row."""
    return [Row(n, [cell.strip() for cell in line.split("|")] if line else []) for n, line in enumerate(lines, start=1)]


def sheet(rows: Sequence[Row], name: str = "") -> Sheet:
    """A sheet that gives its rows as often as it is asked."""
    return Sheet(name, lambda: iter(rows))


def mapping(text: str, **more: object) -> m.Mapping:
    """A mapping of one or more tables; form and name are filled in where they are missing."""
    if "witnessmark-mapping" in text:
        return m.read_mapping(text.encode(), name="invented.toml")
    return m.read_mapping(f'witnessmark-mapping = 1\nname = "invented"\n{text}'.encode(), name="invented.toml")


@dataclass
class Came:
    """What came of a reading."""

    reading: Reading
    made: list[Made]
    unread: list[Unread]

    def told(self, kind: str = "") -> list[Mapping[str, str]]:
        """The statements of a kind as text by field, without what is empty."""
        return [_told(each) for each in self.made if kind in {"", kind_of(each.statement.content)}]

    def values(self, kind: str, name: str) -> list[str]:
        """One field of all statements of a kind."""
        return [each.get(name, "") for each in self.told(kind)]

    @property
    def payloads(self) -> list[bytes]:
        """The bytes of what is new."""
        return [each.payload for each in self.made if each.payload is not None]

    @property
    def kept(self) -> dict[str, Kept]:
        """What a corrected file is compared with."""
        return {each.key: each.kept for each in self.made}


def _told(made: Made) -> Mapping[str, str]:
    content = made.statement.content
    fields = {name: getattr(content, name) for name in content.__struct_fields__}
    return {"locator": made.statement.locator} | {name.rstrip("_"): str(v) for name, v in fields.items() if v}


def came_of(
    rows: Sequence[Row] | Iterable[Sheet],
    text: str,
    *,
    file: str = "invented.csv",
    media: Mapping[str, str] | None = None,
    earlier: Mapping[str, Kept] | None = None,
) -> Came:
    """What a mapping makes of rows, or of sheets."""
    given = list(rows)
    sheets = [each for each in given if isinstance(each, Sheet)] or [sheet([r for r in given if isinstance(r, Row)])]
    reading = Reading(file, sheets, mapping(text), media=media, earlier=earlier)
    read = list(reading.rows(SOURCE, with_keys=True))
    made = [each for one in read for each in one.made]
    return Came(reading, made, [one.unread for one in read if one.unread is not None])
