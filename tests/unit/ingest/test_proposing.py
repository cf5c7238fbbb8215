"""A mapping that is proposed for an unknown table: which column is what, and a text that reads the table."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.ingest.invented_sheets import row, sheet, table

from witnessmark import bootstrap
from witnessmark.app.tables.choosing import Chosen, chosen, preview
from witnessmark.errors import UsageError
from witnessmark.ingest.sheet import ReadAs, Row, Sheet
from witnessmark.ports import Books

FINDS = table(
    "No.|Serial number|Type|Calibre|Date of seizure|Seized by|Place|Remarks",
    "1|KB 120371|Orlan 4|7.62x39 mm|01.05.2014|Brigade 1|Hill|wet",
    "2|KB 120372|Orlan 4|7.62x39 mm|02.05.2014|Brigade 2|Ford|",
    "3|KM 910004|Orlan 7|5.45x39 mm|23.05.2014|Brigade 1|Hill|broken",
)


class MemoryBook:
    """A ``Book`` whose sheets lie in memory."""

    read_as = ReadAs(form="csv")
    notes = ()
    digest = "d" * 64

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.name = "list.csv"
        self._sheets = sheets

    def sheets(self) -> Sequence[Sheet]:
        return self._sheets

    def chunks(self) -> Iterator[bytes]:
        return iter(())

    def media(self) -> dict[str, Any]:
        return {}


class MemoryBooks:
    """``Books`` that open one book, whatever it is called."""

    def __init__(self, *sheets: Sheet) -> None:
        self._book = MemoryBook(sheets)

    @contextmanager
    def open(self, path: str, read_as: ReadAs) -> Iterator[MemoryBook]:
        yield self._book


def proposed(rows: Sequence[Row], *columns: str) -> Chosen:
    """What is proposed for a table."""
    return chosen(books_of(rows), bootstrap.files(), "list.csv", "", columns=columns)


def books_of(rows: Sequence[Row]) -> Books:
    return cast("Books", MemoryBooks(sheet(rows)))


def roles(rows: Sequence[Row], *columns: str) -> dict[str, str]:
    return {each.heading: each.role for each in proposed(rows, *columns).columns}


def made(rows: Sequence[Row], *columns: str) -> dict[str, int]:
    """What the proposal makes of the table, by kind."""
    sight = preview(books_of(rows), "list.csv", proposed(rows, *columns), bootstrap.Silent())
    assert sight.unread == 0, sight.first_unread
    return sight.made


def test_columns_of_a_list_of_finds_are_told_by_their_headings_and_by_what_they_hold() -> None:
    found = roles(FINDS)
    assert found["Serial number"] == "serial"
    assert found["Calibre"] == "calibre"
    assert found["Place"] == "place"
    assert found["Date of seizure"] in {"date", "date-from"}


def test_the_proposal_reads_the_table_for_which_it_was_made() -> None:
    counts = made(FINDS)
    assert (counts["item"], counts["mark-reading"], counts["place"]) == (3, 3, 2)


def test_every_column_says_why_it_was_taken_for_what() -> None:
    for each in proposed(FINDS).columns:
        assert bool(each.because) == bool(each.role)
        assert each.example


def test_no_column_is_lost() -> None:
    text = proposed(FINDS).text
    for heading in FINDS[0].cells:
        assert f'["{heading}"]' in text


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        ("Numéro de série", "Date de saisie"),
        ("Número de serie", "Fecha de incautación"),
        ("Seriennummer", "Datum der Beschlagnahme"),
        ("Серийный номер", "Дата изъятия"),
        ("Серійний номер", "Дата вилучення"),
        ("الرقم التسلسلي", "تاريخ الضبط"),
        ("Serienummer", "Datum inbeslagname"),
        ("Número de série", "Data de apreensão"),
    ],
)
def test_headings_are_read_in_the_fields_languages(serial: str, day: str) -> None:
    rows = [row(1, "№", serial, day), *(row(n, str(n), f"KB {120370 + n}", f"{n:02}.05.2014") for n in range(2, 20))]
    found = roles(rows)
    assert found[serial] == "serial"
    assert found[day].startswith("date")


def test_a_column_under_a_heading_that_says_nothing_is_told_by_what_it_holds() -> None:
    rows = [row(1, "Serial number", "A1"), *(row(n, f"KB {120370 + n}", f"{n:02}.05.2014") for n in range(2, 30))]
    assert roles(rows)["A1"] == "date"


def test_a_day_that_could_be_a_month_keeps_both_forms_to_choose_from() -> None:
    rows = [row(1, "Serial number", "Date"), *(row(n, f"KB {120370 + n}", f"0{n}/05/2014") for n in range(2, 9))]
    (date,) = [each for each in proposed(rows).columns if each.role == "date"]
    assert {"%d/%m/%Y", "%m/%d/%Y"} <= set(date.date_forms)


def test_headings_below_a_preamble_are_found() -> None:
    rows = [row(1, "Ministry of Examplia"), row(2), *(each._replace(number=each.number + 2) for each in FINDS)]
    assert made(rows)["item"] == 3


def test_a_person_can_say_what_a_column_is() -> None:
    assert roles(FINDS, "Remarks=serial", "Serial number=")["Remarks"] == "serial"
    assert roles(FINDS, "Place=")["Place"] == ""


@pytest.mark.parametrize(
    ("stated", "message"),
    [("Colour=serial", "want a heading of"), ("Place=palce", "want a role of"), ("Place", "want HEADING=ROLE")],
)
def test_what_a_person_says_of_a_column_that_there_is_not_is_refused(stated: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        proposed(FINDS, stated)


def test_a_file_without_a_table_has_no_proposal() -> None:
    for rows in ([], [row(1)]):
        with suppress(UsageError):
            proposed(rows)
    with pytest.raises(UsageError, match="a file without a sheet"):
        chosen(cast("Books", MemoryBooks()), bootstrap.files(), "list.csv", "")


CELLS = st.text(max_size=12) | st.sampled_from(
    ["KB 120371", "01.05.2014", "Kenya", '"', "\\", "{", "}", "]", "\n", "=", "#"]
)
HEADINGS = CELLS | st.sampled_from(
    ["Serial number", "Date", "Country", "Quantity", "Licence number", "From", "To", "Goods", "Type"]
)


@st.composite
def unknown_tables(draw: st.DrawFn) -> list[Row]:
    width = draw(st.integers(1, 6))
    lines = [draw(st.lists(HEADINGS, min_size=width, max_size=width))]
    lines += draw(st.lists(st.lists(CELLS, max_size=width + 1), max_size=8))
    return [row(number, *cells) for number, cells in enumerate(lines, start=1)]


@given(unknown_tables())
def test_whatever_stands_in_a_table_its_proposal_is_a_mapping_that_reads_it(rows: list[Row]) -> None:
    try:
        one, other = proposed(rows), proposed(rows)
    except UsageError as error:
        assert "want a table" in str(error)  # noqa: PT017 - most tables have a proposal
        return
    assert one == other
    if any(each.heading for each in one.columns):
        sight = preview(books_of(rows), "list.csv", one, bootstrap.Silent())
        assert sight.rows <= len(rows)
