"""Where a table begins, and which column is which."""

import pytest
from tests.unit.ingest.invented_sheets import mapping, row, sheet, table

from witnessmark.errors import UsageError
from witnessmark.ingest.body import body
from witnessmark.ingest.heading import LOOKED_AT, Layout, finder, folded, layout, missing, suits, top
from witnessmark.ingest.mapping import Table
from witnessmark.ingest.sheet import Row

MAKES = '[[table.make]]\nkind = "note"\nset.heading = "{serial}"\nset.text = "{serial}"\n'
NAMED = "[[table]]\n%s\n[table.columns]\nserial = ['Serial no.', 'Serial number']\nday = ['Date']\n" + MAKES


def of(settings: str = "") -> Table:
    """A mapping's table that knows the columns serial and day."""
    return mapping(NAMED % settings).table[0]


def found(rows: list[Row], told: Table) -> Layout:
    laid = layout(rows, told)
    assert laid is not None
    return laid


@pytest.mark.parametrize(
    "typed", ["Serial no.", "SERIAL NO", "serial_no:", "  Serial\nno. ", "Sérial nō", "Ｓerial no"]
)
def test_headings_are_compared_without_case_blanks_signs_and_accents(typed: str) -> None:
    assert folded(typed) == "serial no"


def test_the_headings_are_the_row_that_has_most_of_those_that_the_mapping_names() -> None:
    rows = table("Ministry of Examplia", "", "Date|2014-05-01", "Date|Serial number|Place", "2014-05-01|KB 1|Hill")
    laid = found(rows, of())
    assert laid.last == 4
    assert laid.headings == ("Date", "Serial number", "Place")


def test_of_two_rows_that_have_as_many_the_first_holds_the_headings() -> None:
    assert found(table("Date|Serial number", "Date|Serial number"), of()).last == 1


def test_a_sheet_without_any_of_them_is_another_table() -> None:
    assert layout(table("Name|Address", "a|b"), of()) is None
    assert layout([], of()) is None


def test_headings_are_sought_among_the_first_rows_only() -> None:
    rows = table(*["preamble"] * LOOKED_AT, "Date|Serial number")
    assert layout(top(sheet(rows)), of()) is None


def test_a_mapping_can_say_in_which_row_they_stand() -> None:
    rows = table("Date|Serial number", "Date|Serial no.|Place")
    assert found(rows, of("header = 2")).headings == ("Date", "Serial no.", "Place")
    assert layout(rows, of("header = 9")) is None


def test_columns_of_a_sheet_without_headings_go_by_their_letters() -> None:
    rows = table("KB 1|2014", "KB 2|2015")
    told = of("header = 0")
    laid = found(rows, told)
    assert (laid.last, laid.headings) == (0, ())
    assert finder(laid, told)("B") == 1
    assert [row.number for row, why in body(sheet(rows), laid, told) if not why] == [1, 2]


def test_two_rows_of_headings_are_read_together() -> None:
    rows = table("List", "Exporter|Exporter|Goods", "Name|Country|", "a|b|c")
    told = mapping(
        "[[table]]\nheader-rows = 2\n[table.columns]\nname = ['Exporter name']\ncountry = ['Exporter country']\n"
        + MAKES
    ).table[0]
    laid = found(rows, told)
    assert (laid.last, laid.headings) == (3, ("Exporter Name", "Exporter Country", "Goods"))
    assert finder(laid, told)("country") == 1


def test_headings_that_templates_name_are_enough() -> None:
    told = mapping("[[table]]\n" + MAKES.replace("{serial}", "{Serial number|serial}")).table[0]
    assert found(table("2014", "Date|Serial number", "a|b"), told).last == 2


def test_of_two_columns_with_one_heading_the_second_has_a_number() -> None:
    told = of()
    place = finder(found(table("Date|Serial number|Date|Date"), told), told)
    assert [place("Date"), place("Date#2"), place("date #3"), place("Date#4")] == [0, 2, 3, None]


def test_our_name_for_a_column_comes_before_a_heading_and_a_heading_before_a_letter() -> None:
    told = of()
    place = finder(found(table("day|Date|A|Serial no."), told), told)
    assert place("day") == 1
    assert place("A") == 2
    assert place("B") == 1


def test_a_letter_beyond_the_sheet_is_no_column() -> None:
    told = of()
    place = finder(found(table("Date|Serial number", "2014|KB 1|note"), told), told)
    assert place("C") == 2
    assert place("NSN") is None


def test_a_column_that_the_mapping_names_and_the_sheet_does_not_have_is_nowhere() -> None:
    told = of()
    assert finder(found(table("Date|Place"), told), told)("serial") == -1
    assert missing(found(table("Date|Place"), told), of("needs = ['serial', 'day']")) == ["serial"]


def test_a_pattern_of_sheets_is_compared_without_case_and_without_the_archives_folders() -> None:
    assert suits(sheet([], "folder/Data 2014"), of("sheet = 'data *'"))
    assert suits(sheet([], ""), of())
    assert not suits(sheet([], "Notes"), of("sheet = 'data *'"))
    assert suits(sheet([], "Odd [1]"), of("sheet = 'Odd [1]'"))


def test_rows_below_the_headings_say_why_they_are_none() -> None:
    rows = [
        *table(
            "Date|Serial number|Place", "2014|KB 1|Hill", "", "  |  |", "Source: the ministry", "Date|Serial number|"
        ),
        row(7, "x", broken="want 3 cells, got 9"),
    ]
    told = of()
    why = {each.number: reason for each, reason in body(sheet(rows), found(rows, told), told)}
    assert why == {
        2: "", 3: "an empty row", 4: "an empty row", 5: "a line of text among columns", 6: "the headings again", 7: "",
    }  # fmt: skip


def test_one_cell_alone_is_a_row_where_there_are_few_columns() -> None:
    rows = table("Date|Serial number", "|KB 1")
    told = of()
    assert [reason for _, reason in body(sheet(rows), found(rows, told), told)] == [""]


def test_empty_cells_take_the_value_of_the_row_above_where_the_mapping_says_so() -> None:
    rows = table("Date|Serial number", "2014|KB 1", "|KB 2", "", "2015|KB 3", "|KB 4")
    told = of("fill = ['day']")
    filled = [list(each.cells) for each, why in body(sheet(rows), found(rows, told), told) if not why]
    assert filled == [["2014", "KB 1"], ["2014", "KB 2"], ["2015", "KB 3"], ["2015", "KB 4"]]


def test_a_column_to_fill_that_there_is_not_is_refused() -> None:
    rows = table("Date|Serial number", "2014|KB 1")
    told = of("fill = ['colour']")
    with pytest.raises(UsageError, match="want columns of the table to fill, got 'colour'"):
        list(body(sheet(rows), found(rows, told), told))


def test_a_row_of_which_only_the_mark_is_known_is_a_row() -> None:
    rows = table("Date|Serial number|Place", "|KB 1203|", "|Drawn up at Northtown on 3 May 2019|")
    told = of("needs = ['serial']")
    assert [why for _, why in body(sheet(rows), found(rows, told), told)] == ["", "a line of text among columns"]
