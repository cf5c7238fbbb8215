"""Form sheet: a form for telephones as a workbook in which every cell is text."""

import io
from datetime import datetime

import xlsxwriter

from witnessmark.ingest.form.pages import Form, Page

_EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - the least date of a ZIP; the same bytes for the same form
_OPTIONS = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
_WIDE, _WIDEST = 14, 60


def workbook(form: Form) -> bytes:
    """The bytes of the workbook; the same for the same form."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"created": _EPOCH, "title": form.title, "comments": f"version {form.version}"})
        for page in form.pages:
            _write(book, page)
    return file.getvalue()


def _write(book: "xlsxwriter.Workbook", page: Page) -> None:
    sheet = book.add_worksheet(page.name)
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 2)
    for column, heading in enumerate(page.columns):
        longest = max((len(row[column]) for row in page.rows), default=0)
        sheet.set_column(column, column, min(max(_WIDE, longest), _WIDEST))
        sheet.write_string(0, column, heading, bold)
    for number, row in enumerate(page.rows, start=1):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(number, column, cell, text)
