"""Spreadsheets: the rows of a sheet that somebody filled in. It runs in a process of its own, see ``watched``."""

import io
import zipfile
from datetime import date, datetime

from openpyxl import load_workbook

from witnessmark.errors import UsageError

_MOST_UNPACKED = 200_000_000
_MOST_ROWS, _MOST_COLUMNS = 100_000, 64
_LONGEST_CELL = 32_767
"""Characters, as many as a spreadsheet allows."""

Rows = dict[str, list[list[tuple[str, bool]]]]
"""For each sheet its rows of cells: the text, and whether it was text."""


def rows(payload: bytes) -> Rows:
    """The cells of every sheet; ``UsageError`` where it is no spreadsheet, or one that asks for too much."""
    _bounded(payload)
    book = load_workbook(io.BytesIO(payload), read_only=True, data_only=True, keep_links=False)
    found: Rows = {}
    for page in book.worksheets[:10]:
        lines = []
        for number, line in enumerate(page.iter_rows(max_col=_MOST_COLUMNS, values_only=True)):
            if number >= _MOST_ROWS:
                raise UsageError(f"want at most {_MOST_ROWS:,} rows, got more")
            lines.append([_cell(value) for value in line])
        found[page.title] = lines
    book.close()
    return found


def _bounded(payload: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise UsageError("want a spreadsheet as XLSX, got a file that is none") from error
    if size > _MOST_UNPACKED:
        raise UsageError(f"want a spreadsheet of at most {_MOST_UNPACKED:,} bytes unpacked, got {size:,}")


def _cell(value: object) -> tuple[str, bool]:
    match value:
        case None:
            return "", True
        case str():
            return value[:_LONGEST_CELL], True
        case datetime() if value.hour == value.minute == value.second == 0:
            return value.date().isoformat(), False
        case datetime() | date():
            return value.isoformat(), False
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value)), False
        case _:
            return str(value)[:_LONGEST_CELL], False
