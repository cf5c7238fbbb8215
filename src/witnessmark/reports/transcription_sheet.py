"""Transcription sheet: rows to fill in, as a spreadsheet in which a serial stays the text that somebody typed."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from witnessmark.evidence.transcription import ABOUT, COLUMNS, FORMAT, NOTATION_TOLD, SHEET, Written, field, printable

_EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - the least date of a ZIP; the same bytes for the same rows
_SPARE = 500
"""Rows below the last that can be filled in like the others."""
_GIVEN = 3
"""Columns that are not to be changed."""


def workbook(rows: Sequence[Written], which: str) -> bytes:
    """The sheet as XLSX; ``which`` says whether it is for a first or a second reading."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": _EPOCH})
        _fill(book, book.add_worksheet(SHEET), rows)
        _explain(book, book.add_worksheet(ABOUT), which)
    return file.getvalue()


def _fill(book: Any, page: Any, rows: Sequence[Written]) -> None:
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    given = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "bg_color": "#EEEEEE"})
    heading = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
    last = len(rows) + _SPARE
    for number, column in enumerate(COLUMNS):
        page.set_column(number, number, column.wide, text)
        page.write_string(0, number, column.heading, heading)
        page.write_comment(0, number, column.about)
        if column.choices:
            page.data_validation(1, number, last, number, {
                "validate": "list", "source": list(column.choices), "ignore_blank": True,
                "error_type": "information" if column.is_open else "stop",
                "error_title": column.heading, "error_message": f"one of {', '.join(column.choices)}"[:255],
            })  # fmt: skip
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
    for at, row in enumerate(rows, start=1):
        for number, column in enumerate(COLUMNS):
            value = printable(getattr(row, field(column.heading)))
            page.write_string(at, number, value, given if number < _GIVEN else text)


def _explain(book: Any, page: Any, which: str) -> None:
    strong = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 90, wrap)
    lines = [
        (FORMAT, which),
        ("", ""),
        ("What to do", "Look at a picture, write what it shows into its row, and hand the sheet back:"),
        ("", "witnessmark evidence take CASE transcription.xlsx --reader NAME"),
        ("", "Write what you read and not what you expect. What you do not fill in is not taken."),
        ("", ""),
        *((column.heading, column.about + (f" {', '.join(column.choices)}." if column.choices else ""))
          for column in COLUMNS),
        ("", ""),
        ("Notation of a reading", "Nothing is refused: what is no notation is taken as typed."),
        *NOTATION_TOLD,
    ]  # fmt: skip
    for at, (left, right) in enumerate(lines):
        page.write_string(at, 0, left, strong)
        page.write_string(at, 1, right, wrap)
