"""What a row becomes for a register."""

from collections.abc import Sequence

import pytest
from tests.unit.ingest.invented_sheets import mapping, row, sheet, table

from witnessmark.errors import UsageError
from witnessmark.ingest.records import RecordMade, RecordReading
from witnessmark.ingest.sheet import Row
from witnessmark.ingest.walk import Unread

HEAD = '[[table]]\n[table.columns]\nserial = ["Serial"]\nday = ["Day"]\n'
RECORD = '[[table.record]]\nset.kind = "serial"\nset.mark = "{serial|serial}"\nset.when = "{day|date}"\n'


def reading(rows: Sequence[Row], text: str) -> RecordReading:
    return RecordReading("list.csv", [sheet(rows)], mapping(text))


def records(rows: Sequence[Row], text: str) -> list[dict[str, str]]:
    return [dict(each.values) for each in reading(rows, text).rows() if isinstance(each, RecordMade)]


def test_a_row_becomes_a_record_that_names_its_file_and_row() -> None:
    (record,) = records(table("Serial|Day", "KB 1|2014"), HEAD + RECORD)
    assert record == {"kind": "serial", "mark": "KB 1", "when": "2014", "record": "row 2", "source": "list.csv"}


def test_the_mapping_can_name_record_and_source_itself() -> None:
    more = 'set.record = "R{row}"\nset.source = "{file}, {day}"\n'
    (record,) = records(table("Serial|Day", "KB 1|2014"), HEAD + RECORD + more)
    assert (record["record"], record["source"]) == ("R2", "list.csv, 2014")


def test_a_row_of_which_no_record_can_be_made_is_kept_apart() -> None:
    rows = [*table("Serial|Day", "KB 1|soon", "KB 2|2014"), row(4, "x", broken="want 2 cells, got 1")]
    made = list(reading(rows, HEAD + RECORD).rows())
    assert [type(each) for each in made] == [Unread, RecordMade, Unread]
    assert [each.row for each in made] == [2, 3, 4]


def test_a_row_can_become_several_records_or_none() -> None:
    other = RECORD.replace("serial|serial", "day") + 'if = "{day|is:2014}"\n'
    made = reading(table("Serial|Day", "KB 1|2014", "KB 2|2015"), HEAD + RECORD + other)
    assert [each.row for each in made.rows()] == [2, 2, 3]
    assert made.tally.left == {}
    assert made.tally.left_out.counts == {"no record by the mapping's condition": 1}


def test_control_totals_and_shifted_columns_are_told_of_registers_too() -> None:
    rows = [row(1, "Serial", "Day", "No.", "To"), *(row(n, "rifle", "2014-05-01", str(n), "x") for n in range(2, 60))]
    rows[40] = row(41, "rifle", "", "2014-05-01", "7", "x")
    made = reading(rows, HEAD + RECORD + '[[table.check]]\nname = "again"\nrepeats = "{serial}"\n')
    list(made.rows())
    assert [each.name for each in made.checks()] == ["again", "shifted columns in the table"]


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (RECORD + 'set.colour = "red"\n', "want columns of kind"),
        (RECORD.replace('set.kind = "serial"\n', ""), "with kind and mark"),
    ],
)
def test_a_record_of_other_columns_than_a_register_has_is_refused(record: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        reading(table("Serial|Day", "KB 1|2014"), HEAD + record)


def test_a_mapping_without_a_record_makes_no_register() -> None:
    with pytest.raises(UsageError, match=r"want a \[\[table.record\]\], got none"):
        reading(table("Serial|Day"), HEAD + '[[table.make]]\nkind = "item"\nset.name = "{serial}"\n')
