"""Library: the mappings that come with the program, and which of them a file is made for."""

import functools
from collections.abc import Sequence
from importlib import resources
from typing import NamedTuple

from witnessmark.ingest import heading
from witnessmark.ingest import mapping as m
from witnessmark.ingest.sheet import Row, Sheet


class ReadyMapping(NamedTuple):
    """A mapping with its text, as it is kept with an import."""

    mapping: m.Mapping
    text: str


@functools.cache
def ready() -> tuple[ReadyMapping, ...]:
    """The mappings that come with the program, by name."""
    folder = resources.files("witnessmark.ingest").joinpath("ready")
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)
    texts = [each.read_text("utf-8") for each in files]
    return tuple(ReadyMapping(m.read_mapping(t.encode(), name=f.name), t) for f, t in zip(files, texts, strict=True))


def fitting(sheets: Sequence[Sheet]) -> list[ReadyMapping]:
    """The ready mappings whose needed columns a file has, the one that knows most of its columns first."""
    tops = [(sheet, heading.top(sheet)) for sheet in sheets]
    found = []
    for each in ready():
        known = max((_known(sheet, rows, table) for table in each.mapping.table for sheet, rows in tops), default=0.0)
        if known >= _ENOUGH:
            found.append((known, each))
    return [each for _, each in sorted(found, key=lambda pair: (-pair[0], pair[1].mapping.name))]


_ENOUGH = 0.5
"""The part of a sheet's columns that a mapping must know to be offered."""
_MANY = 6
"""Or so many columns of it, however many there are."""


def _known(sheet: Sheet, rows: Sequence[Row], table: m.Table) -> float:
    """The part of a sheet's headings that a table's columns name; 0 where one that it needs is missing."""
    if not heading.suits(sheet, table):
        return 0.0
    found = heading.layout(rows, table)
    if found is None or heading.missing(found, table):
        return 0.0
    place = heading.finder(found, table)
    headings = [n for n, each in enumerate(found.headings) if each]
    named = {column for name in table.columns if (column := place(name)) is not None and column >= 0}
    part = len(named) / max(1, len(headings))
    return max(part, _ENOUGH) if len(named) >= _MANY else part
