"""A row of the transcription sheet, and what can be wrong with it."""

import pytest

from witnessmark.evidence.transcription import HEADINGS, Cell, Written, columns, doubt, field, written

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


def mangled(heading: str, text: str, form: str = "t", note: str = "") -> tuple[str, ...]:
    """What is wrong with a row in which one cell holds this."""
    values = {each: Cell(text, form, note) if each == heading else Cell(GOOD.get(each, "")) for each in HEADINGS}
    return written([values[each] for each in HEADINGS], WHERE)[1]


@pytest.mark.parametrize(
    ("text", "form", "note", "wanted"),
    [
        ("4217", "n", "", "reading: want text, got '4217', of which zeros may be lost: format the cell as text"),
        ("421", "n", "shown as 0421", "got '421', shown as 0421, of which zeros"),
        ("12345678901234500", "n", "number of 17 digits: the last are lost", "a number and lost its last digits"),
        ("2031-12-03", "d", "shown as 3-Dec", "a date, got '2031-12-03', shown as 3-Dec: format the cell as text"),
        ("#REF!", "e", "", "a mark, not an error of the spreadsheet"),
        ("TRUE", "b", "", "reading: want text, got 'TRUE'"),
    ],
)
def test_what_a_spreadsheet_made_of_a_mark_is_told_as_an_import_tells_it(
    text: str, form: str, note: str, wanted: str
) -> None:
    (message,) = mangled("reading", text, form, note)
    assert wanted in message


@pytest.mark.parametrize("text", ["03-Dec", "1.23457E+14", "12345.0", "3E12"])
def test_a_text_that_looks_like_what_a_spreadsheet_makes_of_a_mark_is_in_doubt_and_taken_as_typed(text: str) -> None:
    found, wrong = row(reading=text)
    assert wrong == ()
    assert doubt(found).endswith(f"or so it looks, got {text!r}: taken as typed")


@pytest.mark.parametrize("heading", ["item", "model", "where", "calibre"])
def test_a_number_is_no_name_and_no_word(heading: str) -> None:
    (message,) = mangled(heading, "7", "n")
    assert message.startswith(f"{heading}: want text, got '7'")


def test_a_date_of_a_reading_and_a_number_in_a_note_are_what_they_look_like() -> None:
    assert mangled("read on", "2031-05-01", "d") == ()
    assert mangled("note", "7", "n") == ()


def test_columns_are_found_wherever_they_stand() -> None:
    found = columns([Cell(each) for each in (" Reading", "x", "MARK", "item", "Digest", "item")])
    assert found == {"reading": 0, "mark": 2, "item": 3, "digest": 4}


def test_a_table_without_the_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="want the columns digest, mark, reading, got item, colour"):
        columns([Cell("item"), Cell("colour")])
