import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time

import openpyxl
import pytest
import xlsxwriter
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from tests.unit.adapters.books.conftest import Open

from witnessmark.adapters.books.disk import DiskBook
from witnessmark.errors import UsageError
from witnessmark.ingest.sheet import MOST_COLUMNS, Row

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def rows(book: DiskBook, place: int = 0) -> list[Row]:
    return list(book.sheets()[place].rows())


def workbook(fill: Callable[[xlsxwriter.Workbook], None], **options: object) -> bytes:
    """A workbook that XlsxWriter writes."""
    payload = io.BytesIO()
    with xlsxwriter.Workbook(payload, {"in_memory": True, **options}) as book:
        fill(book)
    return payload.getvalue()


def by_hand(sheet: str, others: Mapping[str, str] | None = None) -> bytes:
    """The least that is a workbook, with a sheet as it is given."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook {MAIN} {LINKS}><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="r1" Type="{TYPES}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        **(others or {}),
    }
    payload = io.BytesIO()
    with zipfile.ZipFile(payload, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return payload.getvalue()


def sheet_of(data: str) -> str:
    return f"<worksheet {MAIN}><sheetData>{data}</sheetData></worksheet>"


def test_cells_are_texts_numbers_dates_truths_and_errors(book: Open) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["text", 7, 7.62, True])
        sheet.write_datetime(0, 4, datetime(2014, 3, 5), made.add_format({"num_format": "d/m/yyyy"}))  # noqa: DTZ001
        sheet.write_datetime(0, 5, datetime(2014, 3, 5, 12, 30), made.add_format({"num_format": "d/m/yy h:mm"}))  # noqa: DTZ001
        sheet.write_datetime(0, 6, time(8, 15), made.add_format({"num_format": "h:mm"}))
        sheet.write_formula(0, 7, "=1/0", None, "#DIV/0!")

    (row,) = rows(book(workbook(fill), name="a.xlsx"))
    assert list(row.cells) == [
        "text", "7", "7.62", "TRUE", "2014-03-05", "2014-03-05T12:30:00", "08:15:00", "#DIV/0!",
    ]  # fmt: skip
    assert row.forms == "tnnbddde"
    assert row.notes == {7: "formula =1/0"}


def test_a_number_is_written_in_full(book: Open) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        made.add_worksheet().write_row(0, 0, [123456789012345, 1234567890123456, 0.0000001, 1e20, -4.0])

    (row,) = rows(book(workbook(fill), name="a.xlsx"))
    assert list(row.cells) == ["123456789012345", "1234567890123456", "0.0000001", "100000000000000000000", "-4"]
    assert row.notes == {
        1: "number of 16 digits: the last are lost",
        3: "number of 21 digits: the last are lost",
    }


def test_a_serial_that_was_made_a_date_says_how_it_is_shown(book: Open) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.write_datetime(0, 0, date(2024, 12, 3), made.add_format({"num_format": 16}))
        sheet.write_datetime(0, 1, date(1912, 3, 1), made.add_format({"num_format": "mmm-yy"}))

    (row,) = rows(book(workbook(fill), name="a.xlsx"))
    assert list(row.cells) == ["2024-12-03", "1912-03-01"]
    assert row.notes == {0: "shown as 3-Dec", 1: "shown as Mar-12"}


def test_zeros_that_a_format_adds_are_told(book: Open) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.write_number(0, 0, 421, made.add_format({"num_format": "00000"}))
        sheet.write_number(0, 1, 1005012345678, made.add_format({"num_format": "0000-00-000-0000"}))
        sheet.write_number(0, 2, 0.255, made.add_format({"num_format": "0.0%"}))

    (row,) = rows(book(workbook(fill), name="a.xlsx"))
    assert list(row.cells) == ["421", "1005012345678", "0.255"]
    assert row.notes == {0: "shown as 00421", 1: "shown as 1005-01-234-5678", 2: "shown as 25.5%"}


@pytest.mark.parametrize("is_1904", [False, True])
def test_days_are_counted_from_where_the_workbook_says(book: Open, is_1904: bool) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.write_datetime(0, 0, date(2014, 3, 5), made.add_format({"num_format": "d/m/yyyy"}))

    (row,) = rows(book(workbook(fill, date_1904=is_1904), name="a.xlsx"))
    assert list(row.cells) == ["2014-03-05"]


def test_merged_cells_repeat_what_they_say_with_a_note(book: Open) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.merge_range("A1:C1", "Seized in the invented town")
        sheet.merge_range("A2:A3", "R-41")
        sheet.write("B2", "AB 1")
        sheet.write("B3", "AB 2")

    first, second, third = rows(book(workbook(fill), name="a.xlsx"))
    assert list(first.cells) == ["Seized in the invented town"] * 3
    assert first.notes == {1: "merged with A1", 2: "merged with A1"}
    assert list(second.cells) == ["R-41", "AB 1"]
    assert list(third.cells) == ["R-41", "AB 2"]
    assert third.notes == {0: "merged with A2"}


def test_what_lies_hidden_beneath_a_merged_cell_is_told(book: Open) -> None:
    cell = '<c r="{}" t="str"><v>{}</v></c>'
    data = f'<row r="1">{cell.format("A1", "R-41")}{cell.format("B1", "R-7")}</row>'
    sheet = (
        f'<worksheet {MAIN}><sheetData>{data}</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>'
    )
    (row,) = rows(book(by_hand(sheet), name="a.xlsx"))
    assert list(row.cells) == ["R-41", "R-41"]
    assert row.notes == {1: "merged with A1; beneath it 'R-7'"}


def test_comments_links_and_formulas_are_notes(book: Open) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet["A1"] = "AB 0042"
    sheet["A1"].comment = Comment("the last digit\nis doubtful", "Ana Invented")
    sheet["B1"] = "photograph"
    sheet["B1"].hyperlink = "https://example.org/7"
    sheet["C1"] = "=A2+B2"
    payload = io.BytesIO()
    made.save(payload)
    (row,) = rows(book(payload.getvalue(), name="a.xlsx"))
    assert "comment: " in row.notes[0]
    assert "the last digit is doubtful" in row.notes[0]
    assert row.notes[1] == "link: https://example.org/7"
    assert row.notes[2] == "formula =A2+B2; its value was never worked out"
    assert list(row.cells) == ["AB 0042", "photograph", ""]


def test_rows_and_columns_have_the_numbers_that_a_person_sees(book: Open) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.write("C4", "here")
        sheet.write_blank("Z90", None, made.add_format({"bold": True}))

    told = rows(book(workbook(fill), name="a.xlsx"))
    assert [(row.number, list(row.cells)) for row in told] == [(1, []), (2, []), (3, []), (4, ["", "", "here"])]


def test_sheets_come_in_order_hidden_ones_too_and_charts_are_told_of(book: Open) -> None:
    made = openpyxl.Workbook()
    made.active.title = "First"
    made.create_chartsheet("Chart").add_chart(BarChart())
    made.create_sheet("Second").sheet_state = "hidden"
    payload = io.BytesIO()
    made.save(payload)
    opened = book(payload.getvalue(), name="a.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in opened.sheets()] == [("First", False), ("Second", True)]
    assert opened.notes == ("sheet 'Chart' is no table (chartsheet): not read",)


def test_texts_in_runs_are_one_and_readings_above_them_are_left_out(book: Open) -> None:
    data = (
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>AB </t></r><r><t>0042</t></r><rPh><t>ruby</t></rPh></is></c>'
        '<c r="B1" t="str"><v>two_x000A_lines</v></c></row>'
    )
    (row,) = rows(book(by_hand(sheet_of(data)), name="a.xlsx"))
    assert list(row.cells) == ["AB 0042", "two\nlines"]


def test_a_sheet_without_addresses_and_with_prefixes_is_read(book: Open) -> None:
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row>'
        "<x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row><x:row><x:c><x:v>3</x:v></x:c></x:row></x:sheetData>"
        "</x:worksheet>"
    )
    assert [list(row.cells) for row in rows(book(by_hand(sheet), name="a.xlsx"))] == [["1", "2"], ["3"]]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ('t="s"><v>99</v>', "want the place of a text among 0, got '99'"),
        (f't="s"><v>{"9" * 5_000}</v>', f"want the place of a text among 0, got '{'9' * 40}'"),
        ("><v>1e999</v>", "want a number, got this"),
        ("><v>seven</v>", "want a number, got this"),
        ('t="b"><v>2</v>', "want TRUE or FALSE, got this"),
        ('t="d"><v>5/3/14</v>', "want a date, got this"),
    ],
)
def test_a_cell_that_says_nothing_sound_is_an_error_with_its_reason(book: Open, cell: str, reason: str) -> None:
    (row,) = rows(book(by_hand(sheet_of(f'<row r="1"><c r="A1" {cell}</c></row>')), name="a.xlsx"))
    assert row.forms == "e"
    assert row.notes == {0: reason}


def test_a_row_out_of_order_and_a_column_beyond_the_last_break_their_rows(book: Open) -> None:
    data = (
        '<row r="5"><c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
        '<row r="6"><c r="XFE6"><v>3</v></c></row><row r="7"><c r="ÄÖ7"><v>3</v></c></row>'
    )
    told = rows(book(by_hand(sheet_of(data)), name="a.xlsx"))
    broken = {row.number: row.broken for row in told if row.broken}
    assert broken == {
        2: "want a row below row 5, got row 2",
        6: f"want at most {MOST_COLUMNS:,} columns, got more",
        7: f"want at most {MOST_COLUMNS:,} columns, got more",
    }


@pytest.mark.parametrize("number", ["1048577", "999999999999", "9" * 10_000])
def test_a_row_beyond_the_last_is_refused(book: Open, number: str) -> None:
    data = f'<row r="{number}"><c r="A1"><v>1</v></c></row>'
    with pytest.raises(UsageError, match="want at most 1,048,576 rows, got row "):
        rows(book(by_hand(sheet_of(data)), name="a.xlsx"))


def test_a_merged_cell_that_covers_the_whole_sheet_is_not_repeated(book: Open) -> None:
    data = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
    sheet = (
        f"<worksheet {MAIN}><dimension ref='A1:XFD1048576'/><sheetData>{data}</sheetData><mergeCells>"
        + '<mergeCell ref="A1:XFD1048576"/>' * 50
        + "</mergeCells></worksheet>"
    )
    first, second = rows(book(by_hand(sheet), name="a.xlsx"))
    assert list(first.cells) == ["1"]
    assert first.notes[0].startswith("merged as far as XFD1048576")
    assert list(second.cells) == ["", "2"]


def test_a_row_with_one_cell_far_out_takes_no_room_for_those_before_it_until_it_is_read(book: Open) -> None:
    data = "".join(f'<row r="{n}"><c r="XFD{n}"><v>{n}</v></c></row>' for n in range(1, 5_001))
    sheet = book(by_hand(sheet_of(data)), name="a.xlsx").sheets()[0]
    first = next(iter(sheet.rows()))
    assert (len(first.cells), first.cells[-1]) == (MOST_COLUMNS, "1")


def test_entities_and_document_types_are_refused(book: Open) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + sheet_of('<row><c t="str"><v>&b;</v></c></row>')
    with pytest.raises(UsageError, match="want XML without a document type and entities, got one with them"):
        rows(book(by_hand(laughs), name="a.xlsx"))


@pytest.mark.parametrize(
    ("sheet", "wanted"),
    [
        ("<a>" * 100_000, "want at most 256 elements within each other"),
        (f"<worksheet>{''.join(f'<n{n}/>' for n in range(60_000))}</worksheet>", "want at most 10,000 names"),
        (f'<worksheet a="{"x" * 3_000_000}"/>', "want tags of at most 2,000,000 bytes"),
        ("<worksheet><sheetData>", "want well-formed XML"),
        ("not XML", "want well-formed XML"),
    ],
)
def test_xml_that_is_made_to_fill_the_memory_or_is_none_is_refused(book: Open, sheet: str, wanted: str) -> None:
    with pytest.raises(UsageError, match=wanted):
        rows(book(by_hand(sheet), name="a.xlsx"))


def test_a_part_that_is_packed_too_densely_is_refused_before_it_is_inflated(book: Open) -> None:
    bomb = by_hand(sheet_of(" " * 100_000_000))
    assert len(bomb) < 200_000
    with pytest.raises(UsageError, match="want at most 200 times the packed size, got 100,0"):
        rows(book(bomb, name="a.xlsx"))


def test_a_workbook_that_is_cut_is_no_whole_one(book: Open) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        made.add_worksheet().write_column(0, 0, range(1_000))

    whole = workbook(fill)
    with pytest.raises(UsageError, match=r"a\.xlsx: want a whole archive, got"):
        book(whole[: len(whole) // 2], name="a.xlsx")


def test_a_workbook_whose_sheet_is_damaged_says_which(book: Open) -> None:
    payload = bytearray(by_hand(sheet_of("".join(f"<row><c><v>{n}</v></c></row>" for n in range(2_000)))))
    at = payload.index(b"worksheets/sheet1.xml", payload.index(b"sheetData") if b"sheetData" in payload else 0)
    payload[at + 200 : at + 220] = b"\xff" * 20
    with pytest.raises(UsageError, match=r"want (a whole|well-formed)"):
        rows(book(bytes(payload), name="a.xlsx"))


@pytest.mark.parametrize(
    ("content", "got"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, r"save it as \.xlsx"),
        (b"<html><table><tr><td>1</td></tr></table></html>", r"a web page or XML.* save it as \.xlsx"),
        (b'<?xml version="1.0"?><Workbook/>', r"a web page or XML.* save it as \.xlsx"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "a photograph"),
        (b"SQLite format 3\0", "a database"),
        (b"", "an empty file"),
        (bytes(range(256)) * 10, "bytes that are no text"),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is_whatever_its_name(book: Open, content: bytes, got: str) -> None:
    with pytest.raises(UsageError, match=rf"book\.xlsx: want a table \(CSV, XLSX, ODS.*got.*{got}"):
        book(content, name="book.xlsx")


def test_an_ending_that_lies_is_told(book: Open) -> None:
    opened = book("a,b\n1,2\n", name="book.xlsx")
    assert opened.notes == ("its name ends in .xlsx, but it holds csv",)
    assert opened.read_as.form == "csv"


def test_a_folder_and_a_file_that_is_not_there_are_refused(tmp_path: object, book: Open) -> None:
    from pathlib import Path

    with pytest.raises(UsageError, match="want a file to read, got a folder or device"):
        book(Path(str(tmp_path)))
    with pytest.raises(UsageError, match="want a file to read, got No such file"):
        book(Path(str(tmp_path)) / "none.csv")
    with pytest.raises(UsageError, match="want a file to read, got a folder or device"):
        book(Path("/dev/zero"))
