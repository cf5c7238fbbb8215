"""Recipe: a mapping's ``make`` laid on the columns of one sheet, ready to be filled row by row."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from witnessmark.errors import UsageError
from witnessmark.ingest.filters import filter_named
from witnessmark.ingest.mapping import Make, listed
from witnessmark.ingest.template import Find, Template, compiled
from witnessmark.model.fields import Field, Form, fields_of, kinds_by_name
from witnessmark.model.statement import Statement
from witnessmark.model.value import Content

_REFERENCE = re.compile(r"@(?P<alias>[a-z][a-z0-9-]*)(?:\((?P<key>.*)\))?", re.DOTALL)
DECIDED = frozenset(
    {
        "case", "judgement", "record-judgement", "register-use", "finding", "handling", "timestamp", "sealing",
        "erasure", "retraction", "import", "unread-row",
    }
)  # fmt: skip
"""Kinds that a person decides or the program writes: no table makes them, whoever wrote its mapping."""
_FILLED_IN = frozenset({"source", "locator", "supersedes"})


class Reference(NamedTuple):
    """What was made from the same row under a name, or in the whole import under a name and a key."""

    alias: str
    key: Template | None


class Filling(NamedTuple):
    """A field with what fills it."""

    field: Field
    is_of_content: bool
    values: tuple[Template | Reference, ...]
    single: Template | None
    """The template of a field of one value: most fields have no more."""


class Recipe(NamedTuple):
    """One ``make``, laid on a sheet."""

    kind: type[Content]
    alias: str
    once: Template | None
    if_: Template | None
    each: tuple[Template, ...]
    fillings: tuple[Filling, ...]
    beside: tuple[int, ...] = ()
    """Columns of which something is said once, and which do not tell one from another."""
    label: str = ""
    """What it is known by in another edition of the mapping: its kind, its name, and which of those it is."""


def template(text: str, find: Find) -> Template:
    """A template laid on a sheet."""
    return compiled(text, find, filter_named)


def optional(text: str, find: Find) -> Template | None:
    """A template laid on a sheet, where there is one."""
    return template(text, find) if text else None


def recipe(make: Make, number: int, find: Find) -> Recipe:
    """A ``make`` laid on a sheet; a ``UsageError`` names a kind, field, column or filter that there is not."""
    kind = kinds_by_name().get(make.kind)
    if kind is None:
        raise UsageError(f"want a kind of statement, got {make.kind!r}; docs/reference/kinds.md lists them")
    if make.kind in DECIDED:
        raise UsageError(f"want a kind of statement that a table can make, got {make.kind!r}, which somebody decides")
    own = {field.wire: field for field in fields_of(kind)}
    common = {field.wire: field for field in fields_of(Statement) if field.wire not in _FILLED_IN}
    unknown = sorted(set(make.set_) - set(own) - set(common))
    if unknown:
        raise UsageError(f"{make.kind}: want fields of {', '.join(own)}; got {', '.join(map(repr, unknown))}")
    fillings = []
    for wire, values in make.set_.items():
        field = own.get(wire) or common[wire]
        if not field.is_many and len(listed(values)) != 1:
            raise UsageError(f"{make.kind}: want one value for {wire}, got {len(listed(values))}")
        fillings.append(_filling(field, [_value(field, text, find) for text in listed(values)], wire in own))
    _refuse_missing(make, kind)
    once = optional(make.once, find)
    return Recipe(
        kind=kind,
        alias=make.as_ or f"#{number}",
        once=once,
        if_=optional(make.if_, find),
        each=tuple(template(text, find) for text in listed(make.each)),
        fillings=tuple(fillings),
        beside=() if once is None else _beside(once, fillings),
    )


def _filling(field: Field, values: Sequence[Template | Reference], is_of_content: bool) -> Filling:  # noqa: FBT001
    first = values[0] if values and not field.is_many else None
    return Filling(field, is_of_content, tuple(values), first if isinstance(first, Template) else None)


def _beside(once: Template, fillings: Sequence[Filling]) -> tuple[int, ...]:
    said = (value for filling in fillings for value in filling.values if isinstance(value, Template))
    return tuple(sorted({column for each in said for column in each.columns} - set(once.columns) - {-1}))


@contextmanager
def told_where(where: str) -> Iterator[None]:
    """Says of a ``UsageError`` where in a mapping it is."""
    try:
        yield
    except UsageError as error:
        raise UsageError(f"{where}: {error}") from error


def labelled(makes: Sequence[Make], recipes: Sequence[Recipe]) -> list[Recipe]:
    """The recipes of a table, each with what it is known by; one that is put in before does not change the others."""
    counts: Counter[tuple[str, str]] = Counter()
    found = []
    for make, each in zip(makes, recipes, strict=True):
        counts[make.kind, make.as_] += 1
        found.append(each._replace(label=f"{make.kind}.{make.as_}.{counts[make.kind, make.as_]}"))
    return found


def _value(field: Field, text: str, find: Find) -> Template | Reference:
    if field.form is not Form.REFERENCE:
        return template(text, find)
    found = _REFERENCE.fullmatch(text)
    if found is None:
        raise UsageError(f"{field.wire}: want @NAME or @NAME(KEY), got {text!r}")
    return Reference(found["alias"], optional(found["key"] or "", find))


def _refuse_missing(make: Make, kind: type[Content]) -> None:
    missing = [field.wire for field in fields_of(kind) if field.is_required and field.wire not in make.set_]
    if missing:
        raise UsageError(f"{make.kind}: want the field{'s' * (len(missing) > 1)} {', '.join(missing)}, got none")


def refuse_unknown_names(makes: tuple[Make, ...], recipes: Sequence[Recipe], known: Container[str]) -> None:
    """A ``UsageError`` where a reference names what no ``make`` makes, or without a key none before it in its table."""
    before: set[str] = set()
    for make, each in zip(makes, recipes, strict=True):
        for value in (value for filling in each.fillings for value in filling.values):
            if not isinstance(value, Reference) or (value.alias in known and (value.key or value.alias in before)):
                continue
            if value.alias in known:
                raise UsageError(f"{make.kind}: want @{value.alias} made before in the same table, got it elsewhere")
            raise UsageError(f"{make.kind}: want @ and a name that the mapping makes, got @{value.alias}")
        before.add(make.as_)
