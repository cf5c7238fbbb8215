"""A book through a mapping, row by row; every row is taken, kept as unread, or left for a reason."""

from tests.unit.ingest.invented_sheets import SOURCE, came_of, mapping, row, sheet, table

from witnessmark.ingest.reading import Reading
from witnessmark.ingest.sheet import Row

ITEM = '[[table.make]]\nkind = "item"\nset.name = "{serial}"\nset.note = "{day|date}"\n'
HEAD = '[[table]]\n[table.columns]\nserial = ["Serial"]\nday = ["Day"]\nplace = ["Place"]\n'
SKIP = '[[table.skip]]\nif = "{serial|starts:Total}"\nbecause = "a total"\n'
ROWS = [
    *table("Ministry of Examplia", "Serial|Day|Place", "KB 1|2014|Hill", "", "KB 2|soon|Hill", "Source: lists|",
           "Serial|Day|Place", "Total|2014|"),
    row(9, "KB 3", broken="want 3 cells, got 1"),
]  # fmt: skip


def test_every_row_below_the_headings_is_accounted_for() -> None:
    came = came_of(ROWS, HEAD + SKIP + ITEM)
    tally = came.reading.tally
    assert tally.rows == 3
    assert [each.row for each in came.unread] == [5, 9]
    assert tally.left == {
        "an empty row": 1, "a line of text among columns": 1, "the headings again": 1, "a total": 1
    }  # fmt: skip


def test_a_condition_that_cannot_read_a_row_does_not_leave_it_out() -> None:
    skip = '[[table.skip]]\nif = "{day|date|is:2014}"\nbecause = "old"\n'
    came = came_of(table("Serial|Day|Place", "KB 1|2014|x", "KB 2|soon|x"), HEAD + skip + ITEM.replace("|date", ""))
    assert came.values("item", "name") == ["KB 2"]
    assert came.reading.tally.left == {"old": 1}


def test_sheets_that_are_no_table_of_the_mapping_are_passed_over_and_told() -> None:
    sheets = [sheet(table("Serial|Day|Place", "KB 1|2014|x"), "Data"), sheet(table("a|b"), "Notes"), sheet([], "Empty")]
    came = came_of(sheets, HEAD + ITEM)
    assert came.values("item", "locator") == ["Data!A2,B2"]
    assert came.reading.tally.passed_over == [
        "Notes: none of its first 60 rows has the headings 'day', 'place', 'serial'",
        "Empty: none of its first 60 rows has the headings 'day', 'place', 'serial'",
    ]


def test_a_table_is_laid_on_every_sheet_that_it_suits() -> None:
    sheets = [sheet(table("Serial|Day|Place", f"KB {n}|2014|x"), f"Year {n}") for n in (1, 2)]
    assert came_of(sheets, HEAD + ITEM).values("item", "name") == ["KB 1", "KB 2"]


def test_several_tables_are_read_in_the_order_of_the_mapping() -> None:
    sheets = [sheet(table("Serial|Day", "KB 1|2014"), "Finds"), sheet(table("Name|Day", "Hill|2014"), "Places")]
    places = '[[table]]\nsheet = "places"\n[[table.make]]\nkind = "place"\nset.name = "{Name}"\n'
    came = came_of(sheets, places + HEAD.replace("[[table]]", '[[table]]\nsheet = "finds"') + ITEM)
    assert [each["name"] for each in came.told()] == ["Hill", "KB 1"]


def test_what_was_made_once_in_one_sheet_is_known_in_the_next() -> None:
    once = '[[table.make]]\nkind = "place"\nas = "place"\nonce = "{place}"\nset.name = "{place}"\n'
    sheets = [sheet(table("Serial|Place", "KB 1|Hill"), "a"), sheet(table("Serial|Place", "KB 2|Hill"), "b")]
    assert came_of(sheets, HEAD + once).values("place", "locator") == ["a!B2"]


def test_an_unread_row_names_the_column_by_its_letters_and_its_heading() -> None:
    (first, second) = came_of(ROWS, HEAD + SKIP + ITEM).unread
    assert (first.column, first.wanted, first.got) == ("B (Day)", "a date such as 2015-12-12 or 2015", "soon")
    assert (second.column, second.wanted, second.got) == ("", "3 cells", "1")


def test_a_row_of_totals_is_laid_beside_the_rows_above_it() -> None:
    figure = '[[table.figure]]\nname = "number"\nsum = "{Number}"\n'
    totals = '[[table.skip]]\nif = "{State|total}"\nbecause = "a total"\nstates = ["number"]\n'
    lines = ("State|Number", "Kenya|1", "Peru|2", "Subtotal|3", "Kenya|4", "Subtotal|5", "Total|7")
    came = came_of(table(*lines), f"[[table]]\n{totals}{figure}")
    (told,) = came.reading.totals.figures()
    assert (told.value, told.wrong) == ("7", ("row 6 states 5, the rows before it give 4",))
    assert came.reading.tally.left == {"a total": 3}


def test_media_that_came_with_the_table_are_named_by_their_digest() -> None:
    evidence = '[[table.make]]\nkind = "evidence"\nset.name = "{serial}"\nset.digest = "{serial|media}"\n'
    came = came_of(table("Serial|Day", "a.jpg|2014", "b.jpg|2014"), HEAD + evidence, media={"a.jpg": "d" * 64})
    assert came.values("evidence", "digest") == ["d" * 64]
    assert came.reading.tally.named_media == {"a.jpg"}
    assert came.unread[0].wanted == "the name of a file that came with the table"


def test_keys_are_worked_out_only_where_they_are_compared() -> None:
    reading = Reading("f.csv", [sheet(table("Serial|Day", "KB 1|2014"))], mapping(HEAD + ITEM))
    (read,) = reading.rows(SOURCE)
    assert read.made[0].line is None


def test_without_a_key_a_row_is_known_by_all_of_its_cells() -> None:
    before = came_of(table("Serial|Day", "KB 1|2014", "KB 2|2014"), HEAD + ITEM)
    came = came_of(table("Serial|Day", "KB 2|2014", "KB 3|2014"), HEAD + ITEM, earlier=before.kept)
    assert [made.statement.supersedes for made in came.made] == [None, None]
    assert [made.payload is None for made in came.made] == [True, False]


def test_a_row_of_no_cells_at_all_is_empty() -> None:
    rows = [*table("Serial|Day"), Row(2, ())]
    assert came_of(rows, HEAD + ITEM).reading.tally.left == {"an empty row": 1}
