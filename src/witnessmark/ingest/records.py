"""Records: what a row becomes for a register. The register's own rules check it then like any other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from witnessmark.errors import UsageError
from witnessmark.ingest import mapping as m
from witnessmark.ingest.recipe import optional, template
from witnessmark.ingest.sheet import Sheet, address
from witnessmark.ingest.tables import Laid, Laying, Tally, laid
from witnessmark.ingest.template import Scene, Template
from witnessmark.ingest.walk import Unread, Walk
from witnessmark.registers.schema import COLUMNS, NEEDED


class RecordMade(NamedTuple):
    """A row of a register."""

    row: int
    values: Mapping[str, str]


class _Laid(NamedTuple):
    """A ``record`` laid on a sheet."""

    if_: Template | None
    columns: tuple[tuple[str, Template], ...]


class RecordReading(Walk):
    """A book, a mapping, and the records that its rows become."""

    def __init__(self, file: str, sheets: Sequence[Sheet], mapping: m.Mapping) -> None:
        laying = Laying(file, mapping, {}, Tally())
        tables = [one for one in laid(file, sheets, mapping, laying.tally) if one.table.record]
        if not tables:
            raise UsageError(
                f"the mapping {mapping.name}: want a [[table.record]], got none: it makes no register rows"
            )
        super().__init__(laying, tables)
        self._records = [[_laid(each, one) for each in one.table.record] for one in tables]

    def rows(self) -> Iterator[RecordMade | Unread]:
        """The records of every row, and rows of which none could be made."""
        for _, scene, made in self.walk(self._take):
            if isinstance(made, Unread):
                yield made
            else:
                yield from (RecordMade(scene.row.number, values) for values in made if values)

    def _take(self, number: int, scene: Scene) -> list[dict[str, str]]:
        return [self._record(each, scene) for each in self._records[number]]

    def _record(self, one: _Laid, scene: Scene) -> dict[str, str]:
        if one.if_ is not None and not one.if_.of(scene):
            self.tally.left_out.add("no record by the mapping's condition")
            return {}
        values = {name: text.of(scene) for name, text in one.columns}
        values.setdefault("record", "")
        values.setdefault("source", "")
        values["record"] = values["record"] or address(scene.sheet, scene.row.number, ())
        values["source"] = values["source"] or self.laying.file
        return values


def _laid(record: m.Record, one: Laid) -> _Laid:
    known = [column.name for column in COLUMNS]
    unknown = sorted(set(record.set_) - set(known))
    missing = [name for name in NEEDED if name not in record.set_]
    if unknown or missing:
        raise UsageError(
            f"[[table.record]]: want columns of {', '.join(known)}, with {' and '.join(NEEDED)}; "
            f"got {', '.join(map(repr, record.set_))}"
        )
    return _Laid(
        optional(record.if_, one.find), tuple((name, template(text, one.find)) for name, text in record.set_.items())
    )
