"""Invented lists of finds, as a ministry sends them and sends them again, and the mapping that reads them."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter
from tests.e2e.running import Ran, User

HEADINGS = ("No.", "Serial", "Type", "Day", "Brigade")
ROWS: Sequence[Sequence[str]] = (
    ("1", "KB 1203", "Orlan 4", "01.05.2014", "Brigade 1"),
    ("2", "KB 1204", "Orlan 4", "02.05.2014", "Brigade 2"),
    ("3", "KB 1205", "Orlan 7", "03.05.2014", "Brigade 1"),
)
MAPPING = """
witnessmark-mapping = 1
name = "invented-finds"

[[table]]
key = "{no}"
needs = ["serial"]

[table.columns]
no = ["No."]
serial = ["Serial"]
model = ["Type"]
day = ["Day"]
force = ["Brigade"]

[[table.make]]
kind = "party"
as = "force"
once = "{force}"
set.name = "{force}"

[[table.make]]
kind = "item"
as = "item"
set.name = "{model} {serial|serial}"
set.model = "{model}"

[[table.make]]
kind = "mark-reading"
set.of = "@item"
set.text = "{serial|serial}"
set.mark = "serial"

[[table.make]]
kind = "recovery"
set.of = "@item"
set.by = "@force"
set.when = "{day|date:%d.%m.%Y}"

[[table.record]]
set.kind = "serial"
set.mark = "{serial|serial}"
set.model = "{model}"
set.event = "documented"
set.when = "{day|date:%d.%m.%Y}"
set.holder = "{force}"
set.record = "{no}"

[[table.figure]]
name = "finds"
count = "{no}"
by = "{force}"

[[table.check]]
name = "serials that repeat"
repeats = "{serial|serial}"
"""


def csv_of(rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> bytes:
    """A CSV file."""
    return "".join(f"{','.join(row)}\n" for row in (headings, *rows)).encode()


def xlsx_of(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook; a text that begins with ``=`` is a formula."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        date = book.add_format({"num_format": "dd-mmm"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for n, row in enumerate(rows):
                for m, value in enumerate(row):
                    if hasattr(value, "year"):
                        sheet.write_datetime(n, m, value, date)
                    else:
                        sheet.write(n, m, value)
    return file.getvalue()


def taken(user: User, case: Path, rows: Sequence[Sequence[str]], *words: str, name: str = "finds.csv") -> Ran:
    """A list of finds, imported into a case."""
    mapping = user.write("finds.toml", MAPPING.encode())
    file = user.write(name, csv_of(rows))
    return user.run("import", file, "--into", case, "--mapping", mapping, "--yes", *words).check()


def changed(rows: Sequence[Sequence[str]], number: str, column: int, value: str) -> list[Sequence[str]]:
    """The same rows with one cell changed."""
    return [(*row[:column], value, *row[column + 1 :]) if row[0] == number else row for row in rows]
