"""A transcription sheet handed in again: what its reader wrote otherwise is a correction, told as such."""

import datetime as dt
import zipfile
from html import escape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.e2e.running import User
from tests.e2e.test_cli_evidence_sheets import RIFLE, SERIAL, filled, given, rows, take
from tests.support.photographs import card, photograph

NAMES = ("A1.JPG", "A2.JPG")


@pytest.fixture
def case(user: User) -> Path:
    """A case with two photographs."""
    made = user.case("c.case", "case c: A case\n  level R2\n")
    folder = card(user.path("card"), A1=photograph("KB 04217"), A2=photograph("KB side"))
    user.run("evidence", "add", made, folder, "--by", "A. Vale").check()
    return made


@pytest.fixture
def read(user: User, case: Path) -> Path:
    """The case after the first reader."""
    sheet = given(user, case) / "transcription.xlsx"
    take(user, case, filled(sheet, {"A1.JPG": RIFLE | SERIAL | {"reading": "KB 04217"}})).check()
    return case


def readings(user: User, case: Path) -> list[str]:
    """The texts of the readings that stand."""
    digests = [line["digest"] for line in user.run("evidence", "show", case, "--json").check().json]
    shown = [user.run("evidence", "show", case, digest, "--json").check().json["readings"] for digest in digests]
    return sorted(each["said"] for found in shown for each in found)


def again(user: User, case: Path, answers: dict[str, dict[str, Any]], name: str = "again.xlsx") -> Any:
    """The sheet given out anew, changed and handed in."""
    sheet = given(user, case) / "transcription.xlsx"
    return take(user, case, filled(sheet, answers, name)).check().json


def test_a_changed_reading_corrects_that_of_the_same_reader(user: User, read: Path) -> None:
    found = again(user, read, {"A1.JPG": {"reading": "KB 04219"}})
    (told,) = found["corrected"]
    assert (told["thing"], told["mark"], told["reader"], told["was"], told["now"]) == (
        "rifle A", "serial", "A. Vale", "KB 04217", "KB 04219",
    )  # fmt: skip
    assert (found["readings"], found["known"], found["differing"]) == (1, 0, [])
    assert [("KB 04219" in each, "KB 04217" in each) for each in readings(user, read)] == [(True, False)]
    notation = user.exported(read, "notation", "R3")
    assert "  because the same reader wrote it otherwise on a sheet handed in again\n" in notation
    assert "  text KB 04217\n" in notation, "nothing is deleted"


def test_a_correction_is_told_on_the_screen(user: User, read: Path) -> None:
    sheet = filled(given(user, read) / "transcription.xlsx", {"A1.JPG": {"reading": "KB 04219"}}, "again.xlsx")
    ran = user.run("evidence", "take", read, sheet, "--reader", "A. Vale").check()
    assert "corrected by A. Vale: rifle A, serial left of the receiver: KB 04217 is now KB 04219" in ran.words


def test_neither_the_corrected_sheet_nor_the_first_one_adds_anything_again(user: User, read: Path) -> None:
    again(user, read, {"A1.JPG": {"reading": "KB 04219"}})
    root = user.root(read)
    for name in ("again.xlsx", "filled.xlsx"):
        found = take(user, read, user.path("sheets") / name).check().json
        assert (found["readings"], found["corrected"]) == (0, [])
    assert user.root(read) == root


def test_a_reader_can_go_back_to_what_they_read_first(user: User, read: Path) -> None:
    again(user, read, {"A1.JPG": {"reading": "KB 04219"}})
    found = again(user, read, {"A1.JPG": {"reading": "KB 04217"}}, "back.xlsx")
    assert [(each["was"], each["now"]) for each in found["corrected"]] == [("KB 04219", "KB 04217")]
    assert len(readings(user, read)) == 1


def test_a_note_that_changed_corrects_the_reading_too(user: User, read: Path) -> None:
    found = again(user, read, {"A1.JPG": {"note": "in the evening sun"}})
    assert [(each["was"], each["now"]) for each in found["corrected"]] == [("KB 04217", "KB 04217")]


def test_the_reading_of_somebody_else_is_not_corrected(user: User, read: Path) -> None:
    sheet = given(user, read) / "transcription.xlsx"
    changed = filled(sheet, {"A1.JPG": {"reading": "KB 04219", "reader": "B. Lund"}}, "again.xlsx")
    found = take(user, read, changed, "B. Lund").check().json
    assert (found["readings"], found["corrected"]) == (1, [])
    assert len(readings(user, read)) == 2


def test_another_place_on_the_thing_is_another_mark(user: User, read: Path) -> None:
    found = again(user, read, {"A1.JPG": {"where": "bolt", "reading": "KB 04219"}})
    assert (found["readings"], found["corrected"]) == (1, [])


def test_where_it_cannot_be_said_which_reading_is_corrected_both_stand_and_a_note_says_so(
    user: User, read: Path
) -> None:
    sheet = given(user, read) / "transcription.xlsx"
    book = openpyxl.load_workbook(sheet)
    page = book["transcription"]
    columns = {cell.value: cell.column for cell in page[1]}
    for at, text in ((2, "KB 1"), (4, "KB 2")):
        for column in columns.values():
            page.cell(at, column, page.cell(2, column).value)
        page.cell(at, columns["reading"], text)
    book.save(sheet)
    found = take(user, read, sheet).check().json
    assert (found["readings"], found["corrected"]) == (2, [])
    assert all("so it corrects none" in each["message"] for each in found["problems"])
    assert len(found["problems"]) == 2


# -- a second reader --------------------------------------------------------------------------------------------------


def test_a_second_reader_who_changes_a_reading_is_no_longer_blind(user: User, read: Path) -> None:
    sheet = given(user, read, "--second") / "second-transcription.xlsx"
    take(user, read, filled(sheet, {"A1.JPG": {"reading": "KB 04219"}}), "B. Lund").check()
    changed = filled(sheet, {"A1.JPG": {"reading": "KB 04217"}}, "changed.xlsx")
    found = take(user, read, changed, "B. Lund").check().json
    assert [(each["was"], each["now"]) for each in found["corrected"]] == [("KB 04219", "KB 04217")]
    notation = user.exported(read, "notation", "R3")
    assert notation.count("  beforehand blind\n") == 1
    assert notation.count("  beforehand told\n") == 1
    once_more = filled(sheet, {"A1.JPG": {"reading": "KB 0421?"}}, "more.xlsx")
    assert len(take(user, read, once_more, "B. Lund").check().json["corrected"]) == 1


# -- other formats ----------------------------------------------------------------------------------------------------


def _ods_cell(value: object) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{escape(str(value or ""))}</text:p></table:table-cell>'
    )


def ods(sheet: Path, path: Path) -> Path:
    """The same sheets as LibreOffice keeps them."""
    tables = []
    for page in openpyxl.load_workbook(sheet).worksheets:
        lines = ["".join(_ods_cell(v) for v in line) for line in page.iter_rows(values_only=True)]
        body = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
        tables.append(f'<table:table table:name="{page.title}">{body}</table:table>')
    names = "office", "table", "text"
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    content = f"<office:document-content {spaces}><office:body><office:spreadsheet>{''.join(tables)}"
    content += "</office:spreadsheet></office:body></office:document-content>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return path


def test_a_sheet_that_was_saved_as_ods_is_taken_too(user: User, case: Path) -> None:
    sheet = filled(given(user, case) / "transcription.xlsx", {"A1.JPG": RIFLE | SERIAL})
    found = take(user, case, ods(sheet, user.path("filled.ods"))).check().json
    assert (found["things"], found["readings"], found["waiting"], found["problems"]) == (1, 1, 1, [])


def test_a_serial_that_became_a_date_is_told_as_such_and_a_date_of_the_reading_is_one(user: User, case: Path) -> None:
    day = dt.date(2031, 12, 3)
    sheet = given(user, case) / "transcription.xlsx"
    answers: dict[str, dict[str, Any]] = {
        "A1.JPG": RIFLE | SERIAL | {"reading": day},
        "A2.JPG": RIFLE | SERIAL | {"read on": day},
    }
    found = take(user, case, filled(sheet, answers)).check().json
    (problem,) = found["problems"]
    assert problem["message"].startswith(
        "reading: want a mark; a spreadsheet has turned it into a date, got '2031-12-03'"
    )
    assert found["readings"] == 1
    assert "  when 2031-12-03\n" in user.exported(case, "notation", "R3")


def test_a_reading_that_looks_mangled_is_taken_as_typed_with_a_note(user: User, case: Path) -> None:
    sheet = given(user, case) / "transcription.xlsx"
    found = take(user, case, filled(sheet, {"A1.JPG": RIFLE | SERIAL | {"reading": "Dec-03"}})).check().json
    assert [(each["severity"], each["message"][-15:]) for each in found["problems"]] == [("note", " taken as typed")]
    assert rows(given(user, case) / "transcription.xlsx")[0]["reading"] == "Dec-03"
