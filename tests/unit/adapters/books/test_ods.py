import io
import zipfile

import pytest
from tests.unit.adapters.books.conftest import Open

from witnessmark.adapters.books.disk import DiskBook
from witnessmark.errors import UsageError
from witnessmark.ingest.sheet import Row

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for prefix, space in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(tables: str, styles: str = "", kind: str = TYPE, manifest: str = "<m/>") -> bytes:
    """A spreadsheet with tables as they are given."""
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    payload = io.BytesIO()
    with zipfile.ZipFile(payload, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return payload.getvalue()


def table(rows: str, name: str = "S", more: str = "") -> str:
    return f'<table:table table:name="{name}" {more}>{rows}</table:table>'


def text(said: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{said}</text:p></table:table-cell>'


def valued(kind: str, attributes: str, shown: str) -> str:
    return f'<table:table-cell office:value-type="{kind}" {attributes}><text:p>{shown}</text:p></table:table-cell>'


def row(cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{cells}</table:table-row>"


def rows(book: DiskBook, place: int = 0) -> list[Row]:
    return list(book.sheets()[place].rows())


def test_values_are_those_of_the_file_and_not_as_they_are_shown(book: Open) -> None:
    content = row(
        text("R-41")
        + valued("float", 'office:value="1234.50"', "1,234.5")
        + valued("date", 'office:date-value="2014-03-05"', "05/03/14")
        + valued("date", 'office:date-value="2014-03-05T12:30:00"', "05/03/14 12:30")
        + valued("time", 'office:time-value="PT08H15M00S"', "08:15")
        + valued("boolean", 'office:boolean-value="true"', "WAHR")
        + valued("float", 'office:value="0" table:formula="of:=1/0"', "#DIV/0!")
    )
    (told,) = rows(book(ods(table(content)), name="a.ods"))
    assert list(told.cells) == ["R-41", "1234.5", "2014-03-05", "2014-03-05T12:30:00", "08:15:00", "TRUE", "#DIV/0!"]
    assert told.forms == "tndddbe"
    assert told.notes == {6: "formula =1/0"}


def test_what_a_cell_shows_beyond_its_value_is_a_note(book: Open) -> None:
    content = row(
        valued("float", 'office:value="421"', "00421")
        + valued("date", 'office:date-value="2024-12-03"', "3. Dez")
        + valued("percentage", 'office:value="0.255"', "25,5 %")
        + valued("currency", 'office:value="7" office:currency="EUR"', "7,00 €")
        + valued("float", 'office:value="1234567890123456"', "1,23E15")
    )
    (told,) = rows(book(ods(table(content)), name="a.ods"))
    assert told.notes == {
        0: "shown as 00421",
        1: "shown as 3. Dez",
        2: "shown as 25.5%",
        3: "in EUR",
        4: "number of 16 digits: the last are lost",
    }


def test_paragraphs_spaces_and_comments_of_a_cell_are_kept(book: Open) -> None:
    cell = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>doubtful</text:p></office:annotation>'
        '<text:p>AB<text:s text:c="2"/>42</text:p><text:p>second<text:tab/>line</text:p></table:table-cell>'
    )
    (told,) = rows(book(ods(table(row(cell))), name="a.ods"))
    assert list(told.cells) == ["AB  42\nsecond\tline"]
    assert told.notes == {0: "comment: doubtful"}


def test_a_link_of_a_cell_is_a_note(book: Open) -> None:
    linked = '<text:a xlink:href="https://example.org/7">photograph</text:a>'
    (told,) = rows(book(ods(table(row(text(linked) + text("plain")))), name="a.ods"))
    assert list(told.cells) == ["photograph", "plain"]
    assert told.notes == {0: "link: https://example.org/7"}


def test_repeated_cells_and_rows_are_repeated_and_empty_ones_at_the_end_are_not(book: Open) -> None:
    content = (
        row(
            text("a", 'table:number-columns-repeated="3"') + '<table:table-cell table:number-columns-repeated="16000"/>'
        )
        + row("<table:table-cell/>", 'table:number-rows-repeated="2"')
        + row(text("b"), 'table:number-rows-repeated="2"')
        + row('<table:table-cell table:number-columns-repeated="16384"/>', 'table:number-rows-repeated="1048000"')
    )
    told = rows(book(ods(table(content)), name="a.ods"))
    assert [(one.number, list(one.cells)) for one in told] == [
        (1, ["a", "a", "a"]), (2, []), (3, []), (4, ["b"]), (5, ["b"]),
    ]  # fmt: skip


@pytest.mark.parametrize("times", ["1048577", "999999999"])
def test_more_repeated_rows_than_a_sheet_has_are_refused(book: Open, times: str) -> None:
    with pytest.raises(UsageError, match="want at most 1,048,576 rows"):
        rows(book(ods(table(row(text("a"), f'table:number-rows-repeated="{times}"'))), name="a.ods"))


def test_more_repeated_cells_than_a_row_has_break_it(book: Open) -> None:
    (told,) = rows(book(ods(table(row(text("a", 'table:number-columns-repeated="999999999"')))), name="a.ods"))
    assert told.broken == "want at most 16,384 columns, got more"
    assert len(told.cells) == 16_384


def test_a_sheet_of_too_many_cells_is_refused(book: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("witnessmark.adapters.books.rows.MOST_CELLS", 1_000)
    full = row(text("a", 'table:number-columns-repeated="100"'), 'table:number-rows-repeated="1000"')
    with pytest.raises(UsageError, match="want at most 1,000 cells, got more"):
        rows(book(ods(table(full)), name="a.ods"))


def test_covered_cells_say_what_covers_them(book: Open) -> None:
    content = row(
        text("R-41", 'table:number-columns-spanned="2" table:number-rows-spanned="2"')
        + "<table:covered-table-cell/>"
        + text("AB 1")
    ) + row('<table:covered-table-cell table:number-columns-repeated="2"/>' + text("AB 2"))
    first, second = rows(book(ods(table(content)), name="a.ods"))
    assert list(first.cells) == ["R-41", "R-41", "AB 1"]
    assert list(second.cells) == ["R-41", "R-41", "AB 2"]
    assert second.notes == {0: "merged with A1", 1: "merged with A1"}


def test_sheets_come_in_order_and_hidden_ones_are_known(book: Open) -> None:
    styles = (
        '<style:style style:name="t1"><style:table-properties table:display="true"/></style:style>'
        '<style:style style:name="t2"><style:table-properties table:display="false"/></style:style>'
    )
    tables = table(row(text("one")), "First", 'table:style-name="t1"') + table(
        row(text("two")), "Second", 'table:style-name="t2"'
    )
    opened = book(ods(tables, styles), name="a.ods")
    assert [(sheet.name, sheet.hidden) for sheet in opened.sheets()] == [("First", False), ("Second", True)]
    assert [list(rows(opened, place)[0].cells) for place in (0, 1)] == [["one"], ["two"]]


def test_a_spreadsheet_with_a_password_and_a_text_document_are_refused(book: Open) -> None:
    with pytest.raises(UsageError, match="want a spreadsheet without password"):
        book(ods(table(""), manifest="<m:encryption-data/>"), name="a.ods")
    with pytest.raises(UsageError, match="got a text document"):
        book(ods(table(""), kind="application/vnd.oasis.opendocument.text"), name="a.ods")


def test_entities_are_refused(book: Open) -> None:
    payload = io.BytesIO()
    with zipfile.ZipFile(payload, "w") as archive:
        archive.writestr("mimetype", TYPE)
        archive.writestr("content.xml", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>')
    with pytest.raises(UsageError, match="want XML without a document type"):
        book(payload.getvalue(), name="a.ods")
