"""Sheet: a table as a person sees it, whatever file holds it. Rows and columns are numbered as a spreadsheet does."""

import enum
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from witnessmark.model.value import Value

LONGEST_CELL = 1_000_000
"""Characters. A longer cell is cut, and its row is broken."""
MOST_COLUMNS = 16_384
"""As many as a spreadsheet has; a row with more is broken."""


class Form(enum.StrEnum):
    """What a file says that a cell holds; one letter for each, so that the forms of a row are one text."""

    TEXT = "t"
    NUMBER = "n"
    DATE = "d"
    BOOLEAN = "b"
    ERROR = "e"


NO_NOTES: Mapping[int, str] = MappingProxyType({})


class Row(NamedTuple):
    """One row. ``cells`` are texts as a person reads them: dates in ISO 8601, numbers in full without exponent."""

    number: int
    """From 1, as a spreadsheet counts; of a text file the number of the record, in which a cell can span lines."""
    cells: Sequence[str]
    """Cells that cover several rows or columns (merged) repeat what they say in each of them."""
    forms: str = ""
    """A letter of ``Form`` for each cell; empty where every cell is text."""
    notes: Mapping[int, str] = NO_NOTES
    """By column from 0, what a reader must know of a cell: ``formula =A1+B1``, ``merged with B2``, ``comment: …``,
    ``number of 17 digits: the last are lost``, ``shown as 03-Dec``."""
    broken: str = ""
    """Why this is no row: what was wanted and what was got. ``cells`` hold what could be read of it."""


class Sheet(NamedTuple):
    """A sheet of a workbook, a text file, a table in an archive."""

    name: str
    """Empty for a file that is one table."""
    rows: Callable[[], Iterator[Row]]
    """Its rows from the first on, each time anew; also empty rows, so that numbers are those that a person sees."""
    hidden: bool = False


class ReadAs(Value, frozen=True, kw_only=True):
    """How a text file is to be read; what is empty is found out. A book says how it was read."""

    delimiter: str = ""
    encoding: str = ""
    form: str = ""
    """csv, xlsx, ods, parquet, jsonl, geojson, zip."""


@functools.cache
def column_name(column: int) -> str:
    """The letters of a column, counted from 0.

    >>> column_name(0), column_name(26), column_name(16383)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(sheet: str, row: int, columns: Sequence[int]) -> str:
    """Where cells stand, as a person would look them up.

    >>> address("Data", 12, [0, 2]), address("", 3, [1])
    ('Data!A12,C12', 'B3')
    """
    cells = ",".join([f"{column_name(column)}{row}" for column in columns]) or f"row {row}"
    return f"{sheet}!{cells}" if sheet else cells
