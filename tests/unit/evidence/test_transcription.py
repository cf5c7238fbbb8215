"""A row of the transcription sheet, and what can be wrong with it."""

import pytest

from witnessmark.evidence.transcription import HEADINGS, Cell, Written, columns, field, written

WHERE = {heading: number for number, heading in enumerate(HEADINGS)}
GOOD = {"digest": "ab12", "item": "rifle A", "mark": "serial", "reading": "KB 04?17", "region": "12,40,30,8",
        "making": "stamped", "wear": "worn", "read on": "2031-05-01"}  # fmt: skip


def row(**changes: str) -> tuple[Written, tuple[str, ...]]:
    values = GOOD | {name.replace("_", " "): value for name, value in changes.items()}
    return written([Cell(values.get(heading, "")) for heading in HEADINGS], WHERE)


def test_every_column_has_a_place_in_a_row() -> None:
    assert {field(heading) for heading in HEADINGS} == set(Written.__struct_fields__)


def test_a_row_without_mistakes_is_read_as_it_stands() -> None:
    found, wrong = row()
    assert wrong == ()
    assert (found.item, found.reading, found.region) == ("rifle A", "KB 04?17", "12,40,30,8")


def test_a_reading_keeps_its_blanks() -> None:
    assert row(reading=" KB  04 ")[0].reading == " KB  04 "


def test_a_row_that_nobody_filled_in_is_empty() -> None:
    cells = [Cell({"picture": "1.jpg", "digest": "ab12", "group": "g1"}.get(heading, "")) for heading in HEADINGS]
    found, wrong = written(cells, WHERE)
    assert found.is_empty
    assert wrong == ()


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"item": ""}, "item: want the name of the thing, got nothing"),
        ({"reading": " "}, "reading: want what was read, got nothing"),
        ({"mark": ""}, "mark: want what kind of mark was read, such as serial; got nothing"),
        ({"making": "hammered"}, "making: want one of unknown, stamped"),
        ({"wear": "rusty"}, "got 'rusty'"),
        ({"region": "left"}, "region: want left,top,width,height in hundredths"),
        ({"read_on": "yesterday"}, "read on: want an EDTF date"),
        ({"note": "x" * 2_001}, "note: want at most 2000 characters, got 2001"),
    ],
)
def test_a_mistake_is_told_with_what_was_wanted(changes: dict[str, str], wanted: str) -> None:
    (message,) = row(**changes)[1]
    assert wanted in message


def test_a_serial_that_a_spreadsheet_made_a_number_is_not_taken() -> None:
    cells = [Cell(GOOD.get(heading, ""), is_text=heading != "reading") for heading in HEADINGS]
    (message,) = written(cells, WHERE)[1]
    assert message.startswith("reading: want text, got a number or date")


def test_columns_are_found_wherever_they_stand() -> None:
    found = columns([Cell(each) for each in (" Reading", "x", "MARK", "item", "Digest", "item")])
    assert found == {"reading": 0, "mark": 2, "item": 3, "digest": 4}


def test_a_table_without_the_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="want the columns digest, mark, reading, got item, colour"):
        columns([Cell("item"), Cell("colour")])
