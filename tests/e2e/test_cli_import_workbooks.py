"""Workbooks through the real command line: sheets, merged cells, formulas, serials that a spreadsheet has mangled."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from tests.e2e.invented_tables import HEADINGS, MAPPING, ROWS, xlsx_of
from tests.e2e.running import Ran, User

DAY = datetime(2014, 5, 1)  # noqa: DTZ001 - as a spreadsheet holds it


@pytest.fixture
def case(user: User) -> Path:
    """An empty case."""
    return user.case("finds.case")


def imported(user: User, case: Path, book: bytes, *words: str, mapping: str = MAPPING) -> Ran:
    file = user.write("finds.xlsx", book)
    return user.run("import", file, "--into", case, "-m", user.write("m.toml", mapping.encode()), "--yes", *words)


def test_serials_that_a_spreadsheet_mangled_are_kept_as_unread_rows_and_told(user: User, case: Path) -> None:
    rows = [
        HEADINGS,
        ("1", 12345678901234567, "Orlan 4", "01.05.2014", "Brigade 1"),
        ("2", "1.20346E+15", "Orlan 4", "02.05.2014", "Brigade 1"),
        ("3", DAY, "Orlan 4", "03.05.2014", "Brigade 1"),
        ("4", 120346, "Orlan 4", "04.05.2014", "Brigade 1"),
        ("5", "0012034600123456789", "Orlan 4", "05.05.2014", "Brigade 1"),
    ]
    ran = imported(user, case, xlsx_of({"Finds": rows})).check()
    assert "3 rows cannot be read" in ran.words
    assert sorted(row["text"] for row in user.rows(case, "item")) == ["Orlan 4 0012034600123456789", "Orlan 4 120346"]
    unread = " ".join(row["text"] for row in user.rows(case, "unread-row"))
    for said in ("Row 2", "Row 3", "Row 4", "lost its last digits, got '12345678901234", "turned it into a date"):
        assert said in unread
    listed = user.run("show", case, "unread-row").check().words
    assert "a spreadsheet has turned it into a date" in listed


def test_each_sheet_with_the_columns_is_read_and_the_others_are_passed_over(user: User, case: Path) -> None:
    book = xlsx_of({"2013": [HEADINGS, *ROWS[:1]], "Read me": [("This workbook",)], "2014": [HEADINGS, *ROWS[1:]]})
    ran = imported(user, case, book).check()
    assert "Read me: none of its first 60 rows has the headings" in ran.words
    (one, *_), rows = user.rows(case, "item"), user.rows(case, "item")
    assert len(rows) == 3
    details = " ".join(user.run("show", case, row["id"]).check().words for row in rows)
    assert "locator 2013!B2,C2" in details
    assert "locator 2014!B3,C3" in details
    assert one["standing"] == "reported"


def test_headings_can_stand_below_a_preamble_and_rows_of_nothing_are_counted(user: User, case: Path) -> None:
    rows = [("Ministry of Examplia",), (), HEADINGS, ROWS[0], (), ("as of May 2014",), HEADINGS, ROWS[1]]
    words = imported(user, case, xlsx_of({"Finds": rows})).check().words
    assert "headings in row 3" in words
    for reason in ("an empty row, 1 times", "a line of text among columns, 1 times", "the headings again, 1 times"):
        assert reason in words
    assert len(user.rows(case, "item")) == 2


def test_a_cell_that_is_merged_over_several_rows_is_the_cell_of_each(user: User, case: Path) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Finds")
        for n, row in enumerate((HEADINGS, *ROWS)):
            sheet.write_row(n, 0, row[:4])
        sheet.write(0, 4, "Brigade")
        sheet.merge_range(1, 4, 3, 4, "Brigade 9")
    imported(user, case, file.getvalue()).check()
    assert [row["text"] for row in user.rows(case, "party")] == ["Brigade 9"]
    assert all("recovered by Brigade 9" in row["text"] for row in user.rows(case, "recovery"))


def test_a_formula_is_read_as_what_it_gave_when_the_file_was_saved(user: User, case: Path) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Finds")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ROWS[0])
        sheet.write_formula(1, 1, '=CONCATENATE("KB ",1203)', None, "KB 1203")
        sheet.write_formula(1, 2, "=NOSUCH()", None, "#NAME?")
    imported(user, case, file.getvalue()).check()
    assert [row["text"].rpartition(": ")[2] for row in user.rows(case, "mark-reading")] == ["KB 1203"]


def test_a_date_that_the_workbook_holds_as_one_needs_no_form(user: User, case: Path) -> None:
    rows = [HEADINGS, ("1", "KB 1203", "Orlan 4", DAY, "Brigade 1")]
    imported(user, case, xlsx_of({"Finds": rows})).check()
    assert "1 May 2014" in user.rows(case, "recovery")[0]["text"]


def test_a_corrected_workbook_is_compared_sheet_by_sheet(user: User, case: Path) -> None:
    imported(user, case, xlsx_of({"a": [HEADINGS, *ROWS[:2]], "b": [HEADINGS, ROWS[2]]})).check()
    better = (*ROWS[2][:3], "09.05.2014", ROWS[2][4])
    ran = imported(user, case, xlsx_of({"a": [HEADINGS, *ROWS[:2]], "b": [HEADINGS, better]})).check()
    assert "10 statements stand, 1 are corrected, 0 are gone" in ran.words
    assert len(user.rows(case, "item")) == 3


def test_what_is_no_workbook_though_its_name_says_so_is_refused_and_leaves_nothing(user: User, case: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", b"0" * 200_000_000)
    for payload in (b"PK\x03\x04 and nothing else", file.getvalue(), b""):
        imported(user, case, payload).refused("finds.xlsx")
    assert user.rows(case) == []
    assert not list((user.home / "vault").rglob("*"))
