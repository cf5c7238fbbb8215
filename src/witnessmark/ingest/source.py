"""Source: the statement that introduces a file, to which everything that is read from it refers."""

from collections.abc import Sequence
from typing import Any

from witnessmark.errors import UsageError
from witnessmark.ingest import mapping as m
from witnessmark.ingest.recipe import template
from witnessmark.ingest.tables import Laid
from witnessmark.ingest.template import Scene, Unreadable
from witnessmark.model.fields import Field, Form, chosen, fields_of
from witnessmark.model.ids import SourceId
from witnessmark.model.statement import Statement
from witnessmark.model.things import Source, SourceForm
from witnessmark.model.when import window

_FILLED_IN = frozenset({"digest"})


def source_of(
    file: str, digest: str, mapping: m.Mapping, tables: Sequence[Laid], earlier: SourceId | None = None
) -> Statement:
    """The statement of a file: its name and digest, and what the mapping says of it from its first rows.

    An edition that corrects an ``earlier`` one quotes it: the two are one origin.

    A ``UsageError`` where the mapping names what a source does not have, or where a cell says something else.
    """
    scene = Scene(file=file, sheet=tables[0].sheet.name, lookups=mapping.lookup, cells=tables[0].layout.cells)
    fields = {field.wire: field for field in fields_of(Source) if field.wire not in _FILLED_IN and not field.is_many}
    unknown = sorted(set(mapping.source) - set(fields))
    if unknown:
        raise UsageError(f"[source]: want fields of {', '.join(fields)}; got {', '.join(map(repr, unknown))}")
    values: dict[str, Any] = {"name": file, "form": SourceForm.TABLE, "digest": digest}
    values["quotes"] = () if earlier is None else (earlier,)
    for wire, text in mapping.source.items():
        field = fields[wire]
        try:
            told = template(text, tables[0].find).of(scene)
            if told:
                values[field.name] = _typed(field, told)
        except (Unreadable, ValueError) as error:
            raise UsageError(f"[source] {wire}: {error}") from error
    return Statement(content=Source(**values))


def _typed(field: Field, text: str) -> Any:
    match field.form:
        case Form.DATE:
            return window(text).text
        case Form.CHOICE:
            return chosen(field, text)
        case _:
            return text
