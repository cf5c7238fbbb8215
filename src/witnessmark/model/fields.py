"""Fields: the shape of every field of every kind, read once from the types, so that nothing lists them twice."""

import enum
import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import msgspec

from witnessmark.model import ids
from witnessmark.model.ids import StatementId
from witnessmark.model.quantity import Quantity
from witnessmark.model.statement import KINDS, Statement, kind_of
from witnessmark.model.value import Content, Edtf, Sealed

_EVENTS = (
    "manufacture", "marking", "transfer", "loss", "recovery", "deactivation", "destruction", "sighting",
    "stock-check", "delivery-check", "capture-report", "visit",
)  # fmt: skip

_REFERS_TO: dict[Any, tuple[str, ...]] = {
    ids.SourceId: ("source",),
    ids.PartyId: ("party",),
    ids.PlaceId: ("place",),
    ids.ThingId: ("item", "lot", "container", "consignment"),
    ids.ProgrammeId: ("programme",),
    ids.AuthorisationId: ("authorisation",),
    ids.EventId: _EVENTS,
    ids.VisitId: ("visit",),
    ids.RequestId: ("trace-request",),
    ids.NoticeId: ("notice",),
    ids.StatementId: (),
}


class Form(enum.Enum):
    """How a field's value is written."""

    TEXT = "text"
    DATE = "date"
    REFERENCE = "reference"
    CHOICE = "choice"
    QUANTITY = "quantity"


class Field(NamedTuple):
    """One field of one kind."""

    name: str
    """Its name in Python."""
    wire: str
    """Its name in bytes and in the notation."""
    form: Form
    is_many: bool
    is_sealable: bool
    is_required: bool
    kinds: tuple[str, ...]
    """The kinds that a reference may point to; empty for any statement."""
    choices: type[enum.StrEnum] | None
    default: Any
    """What it holds when nobody says anything; ``None`` also where it is required."""


@cache
def kinds_by_name() -> dict[str, type[Content]]:
    """Each kind by the name a person types."""
    return {kind_of(kind): kind for kind in KINDS}


@cache
def fields_of(kind: type[Content] | type[Statement]) -> tuple[Field, ...]:
    """The fields of a kind in the order in which they are declared, which is the order to tell them in."""
    hints = typing.get_type_hints(kind)
    told = {field.name: field for field in msgspec.structs.fields(kind)}
    return tuple(_field(told[name], hints[name]) for name in hints if name in told and name != "content")


def _field(told: msgspec.structs.FieldInfo, hint: Any) -> Field:
    parts = [part for part in _members(hint) if part is not type(None)]
    is_many = typing.get_origin(parts[0]) is tuple
    if is_many:
        parts = list(_members(typing.get_args(parts[0])[0]))
    kinds: list[str] = []
    form, choices = Form.TEXT, None
    for part in parts:
        if part in _REFERS_TO:
            form = Form.REFERENCE
            kinds.extend(_REFERS_TO[part])
        elif part is Edtf:
            form = Form.DATE
        elif part is Quantity:
            form = Form.QUANTITY
        elif isinstance(part, type) and issubclass(part, enum.StrEnum):
            form, choices = Form.CHOICE, part
    default = None if told.required else told.default
    return Field(
        told.name, told.encode_name, form, is_many, Sealed in parts, told.required, tuple(kinds), choices, default
    )


def _members(hint: Any) -> Iterator[Any]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        for part in typing.get_args(hint):
            yield from _members(part)
    else:
        yield hint


def chosen(field: Field, value: str) -> enum.StrEnum:
    """One of a field's choices by its word; a ``ValueError`` says which there are."""
    assert field.choices is not None  # noqa: S101 - a choice has choices by construction
    try:
        return field.choices(value)
    except ValueError:
        raise ValueError(f"want one of {', '.join(field.choices)}; got {value!r}") from None


@cache
def _reference_fields(kind: type[Content] | type[Statement]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the fields that hold one reference, and of those that hold several."""
    found = [f for f in fields_of(kind) if f.form is Form.REFERENCE]
    return tuple(f.name for f in found if not f.is_many), tuple(f.name for f in found if f.is_many)


def references(statement: Statement) -> list[StatementId]:
    """The ids of all statements that a statement names, repeats included; always in the same order."""
    found: list[StatementId] = []
    for owner in (statement, statement.content):
        single, several = _reference_fields(type(owner))
        for name in single:
            value = getattr(owner, name)
            if value is not None:
                found.append(value)
        for name in several:
            found.extend(getattr(owner, name))
    return found


def texts(statement: Statement) -> Iterator[tuple[str, str]]:
    """Wire name and text of every field that holds words as typed."""
    for owner in (statement, statement.content):
        for field in fields_of(type(owner)):
            value = getattr(owner, field.name)
            if field.form is Form.TEXT and isinstance(value, str) and value:
                yield field.wire, value


def sealed_values(statement: Statement) -> Iterator[str]:
    """The commitments of all sealed values that a statement names."""
    for owner in (statement, statement.content):
        for field in fields_of(type(owner)):
            value = getattr(owner, field.name)
            if isinstance(value, Sealed):
                yield value.sealed
