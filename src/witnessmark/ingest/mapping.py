"""Mapping: how the columns of a table become statements or records, as a person writes it down.

``docs/mappings.md`` tells the form. It is read whole or not at all.
"""

import re
import tomllib
from collections.abc import Sequence

import msgspec

from witnessmark.errors import UsageError
from witnessmark.ingest.sheet import ReadAs
from witnessmark.model.value import Value

FORM = 1
LONGEST_MAPPING = 200_000
"""Bytes: its text becomes part of a statement, which has an end."""
_MOST_TEMPLATES = 2_000
_MOST_HEADER_ROWS = 10
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")

Templates = str | tuple[str, ...]


class Skip(Value, frozen=True, kw_only=True):
    """Rows that mean nothing."""

    if_: str
    because: str
    states: tuple[str, ...] = ()
    """The figures that such a row states, for itself and the rows since the last that did."""
    tell: bool = False
    """Whether what such rows say is told and kept, and not only how many they are."""


class Make(Value, frozen=True, kw_only=True):
    """One statement that a row becomes, or one for each part of a cell."""

    kind: str
    as_: str = ""
    once: str = ""
    if_: str = ""
    each: Templates = ()
    set_: dict[str, Templates] = {}  # noqa: RUF012 - msgspec gives each its own


class Record(Value, frozen=True, kw_only=True):
    """One row of a register that a row becomes."""

    if_: str = ""
    set_: dict[str, str] = {}  # noqa: RUF012 - msgspec gives each its own


class Figure(Value, frozen=True, kw_only=True):
    """A control total."""

    name: str
    count: str = ""
    sum_: str = ""
    distinct: str = ""
    once: str = ""
    if_: str = ""
    by: str = ""
    stated: str = ""


class Check(Value, frozen=True, kw_only=True):
    """A question to the whole table."""

    name: str
    repeats: str = ""
    order: tuple[str, ...] = ()
    trips: tuple[str, ...] = ()
    renewals: tuple[str, ...] = ()


class Table(Value, frozen=True, kw_only=True):
    """What the rows of some sheets become."""

    sheet: str = "*"
    header: int | None = None
    header_rows: int = 1
    """Rows that the headings take: of "Exporter" over "Name" and "Country" the columns are "Exporter Name", …"""
    key: str = ""
    needs: tuple[str, ...] = ()
    columns: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 - msgspec gives each its own
    fill: tuple[str, ...] = ()
    when: str = ""
    """The date of a row, against which names of states are held: there were two Germanies in 1975."""
    persons: tuple[str, ...] = ()
    """Columns that name people: nothing of them is read, and nothing kept of rows that cannot be read."""
    skip: tuple[Skip, ...] = ()
    make: tuple[Make, ...] = ()
    record: tuple[Record, ...] = ()
    figure: tuple[Figure, ...] = ()
    check: tuple[Check, ...] = ()


class Mapping(Value, frozen=True, kw_only=True, rename={"form": "witnessmark-mapping"}):
    """A mapping in full."""

    form: int
    name: str
    about: str = ""
    read: ReadAs = ReadAs()
    source: dict[str, str] = {}  # noqa: RUF012 - msgspec gives each its own
    lookup: dict[str, dict[str, str]] = {}  # noqa: RUF012 - msgspec gives each its own
    names: dict[str, str] = {}  # noqa: RUF012 - msgspec gives each its own
    """What a person says that names stand for which the vocabulary does not know, or takes for others."""
    table: tuple[Table, ...]


def read_mapping(payload: bytes, *, name: str) -> Mapping:
    """The mapping in a file; a ``UsageError`` says where it is none."""
    if len(payload) > LONGEST_MAPPING:
        raise UsageError(f"{name}: want a mapping of at most {LONGEST_MAPPING} bytes, got {len(payload)}")
    try:
        found = msgspec.convert(tomllib.loads(payload.decode("utf-8-sig")), Mapping)
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: want UTF-8 text, got byte 0x{payload[error.start]:02x}") from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, RecursionError) as error:
        raise UsageError(f"{name}: want a mapping (docs/mappings.md), got one that does not fit: {error}") from error
    _refuse_impossible(found, name)
    return found


def _refuse_impossible(found: Mapping, name: str) -> None:
    if found.form != FORM:
        raise UsageError(f"{name}: want witnessmark-mapping = {FORM}, got {found.form}")
    if not _NAME.fullmatch(found.name):
        raise UsageError(f"{name}: want a name of small letters, digits and hyphens, got {found.name!r}")
    if not any(table.make or table.record or table.figure for table in found.table):
        raise UsageError(f"{name}: want a table that makes something of its rows, got none")
    templates = sum(len(made_of(make)) for table in found.table for make in table.make)
    if templates > _MOST_TEMPLATES:
        raise UsageError(f"{name}: want at most {_MOST_TEMPLATES} templates, got {templates}")
    for number, table in enumerate(found.table, start=1):
        _refuse_impossible_table(table, f"{name}: table {number}")


def _refuse_impossible_table(table: Table, where: str) -> None:
    if table.header is not None and table.header < 0:
        raise UsageError(f"{where}: want header as the number of a row, or 0 where there is none, got {table.header}")
    if not 1 <= table.header_rows <= _MOST_HEADER_ROWS:
        raise UsageError(f"{where}: want header-rows from 1 to {_MOST_HEADER_ROWS}, got {table.header_rows}")
    figures = [figure.name for figure in table.figure]
    twice = next((each for each in figures if figures.count(each) > 1), None)
    if twice is not None:
        raise UsageError(f"{where}: want a figure once, got two with the name {twice!r}, which would be added up")
    unknown = [each for skip in table.skip for each in skip.states if each not in figures]
    if unknown:
        raise UsageError(f"{where}: want states = the names of its figures, got {', '.join(map(repr, unknown))}")


def made_of(make: Make) -> list[str]:
    """The templates of a ``make``, without those that refer to what was made before."""
    texts = [make.once, make.if_, *listed(make.each)]
    texts += [text for templates in make.set_.values() for text in listed(templates)]
    return [text for text in texts if not text.startswith("@")]


def listed(templates: Templates) -> Sequence[str]:
    """Templates as a list, also where there is one."""
    return (templates,) if isinstance(templates, str) else templates
