"""Rows whose cells stand beside the columns to which they belong."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.ingest.invented_sheets import came_of, row

from witnessmark.ingest.shifts import Shifts, nature

HEADINGS = ("Name", "Number", "Day", "Source", "Value")


def cells(n: int) -> list[str]:
    return [f"Rifle {'abc'[n % 3]}", str(100 + n), f"2014-05-{n % 28 + 1:02}", "https://example.org/x", f"{n},5"]


def found(rows: list[list[str]], headings: tuple[str, ...] = HEADINGS) -> tuple[int, tuple[str, ...]]:
    """How many rows are shifted, and what is said of where."""
    shifts = Shifts("Data", headings)
    for number, each in enumerate(rows, start=2):
        shifts.see(number, each)
    told = shifts.told()
    return (0, ()) if told is None else (told.found, told.examples)


@pytest.mark.parametrize(
    ("cell", "letter"),
    [("12", "n"), ("-1.234,5", "n"), ("12 %", "n"), ("12%", "n"), ("2014-05-01", "d"), ("1/5/14 10:00", "d"),
     ("Rifle", "a"), ("КАЛИБР", "a"), ("KB 12", "m"), ("https://example.org/1", "u"), ("", " "), (" ", " ")],
)  # fmt: skip
def test_the_nature_of_a_cell_is_one_letter(cell: str, letter: str) -> None:
    assert nature(cell) == letter


def test_a_table_that_is_right_says_nothing() -> None:
    assert found([cells(n) for n in range(2500)]) == (0, ())


@pytest.mark.parametrize("first", [20, 1500])
def test_rows_that_stand_one_column_to_the_right_are_found_wherever_they_are(first: int) -> None:
    rows = [cells(n) for n in range(2000)]
    for n in range(first, first + 7):
        rows[n] = [rows[n][0], "", *rows[n][1:]]
    count, examples = found(rows)
    assert count == 7
    assert examples == (f"Data!row {first + 2} to {first + 8}: from column C on one to the right",)


def test_rows_that_stand_one_column_to_the_left_are_found() -> None:
    rows = [cells(n) for n in range(2000)]
    for n in range(1200, 1204):
        rows[n] = rows[n][:1] + rows[n][2:]
    assert found(rows) == (4, ("Data!row 1202 to 1205: from column B on one to the left",))


def test_a_single_cell_of_another_nature_is_no_shift() -> None:
    rows = [cells(n) for n in range(100)]
    rows[50][1] = "many"
    rows[51][2] = "unknown"
    rows[52][4] = "n/a"
    assert found(rows) == (0, ())


def test_two_cells_that_are_not_given_between_columns_of_anything_are_no_shift() -> None:
    rows = [[("KB 1" if n % 2 else "12"), str(n), ("KB 2" if n % 2 else "7"), str(n)] for n in range(100)]
    rows[60] = ["KB 1", "n/a", "7", "n/a"]
    assert found(rows, ("A", "B", "C", "D")) == (0, ())


def test_a_table_without_headings_is_looked_at_too() -> None:
    rows = [cells(n) for n in range(50)]
    rows[30] = [rows[30][0], "", *rows[30][1:]]
    assert found(rows, ())[0] == 1


def test_shifted_rows_are_told_with_the_checks_of_the_mapping() -> None:
    lines = [row(1, *HEADINGS), *(row(n + 2, *cells(n)) for n in range(100))]
    lines[60] = row(61, "Rifle", "", "1", "2014-05-01", "https://example.org/x", "1,5")
    came = came_of(lines, '[[table]]\n[[table.figure]]\nname = "rows"\ncount = "{Number}"\n')
    (told,) = came.reading.checks()
    assert (told.name, told.found) == ("shifted columns in the table", 1)


VALUES = {
    "n": st.integers(0, 10**6).map(str),
    "d": st.dates().map(lambda day: day.isoformat()),
    "a": st.text(string.ascii_letters + " ", min_size=1, max_size=12).filter(str.strip),
    "u": st.just("https://example.org/page"),
}
NOT_GIVEN = st.sampled_from(["", "", "n/a", "unknown"])


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Tables each of whose columns holds one sort of thing; in a tenth of the cells none is given."""
    natures = draw(st.lists(st.sampled_from("ndau"), min_size=1, max_size=8))
    count = draw(st.integers(1, 40))
    pools = [draw(st.lists(VALUES[letter], min_size=10, max_size=10)) for letter in natures]
    rows = [[pool[(n * 7 + place) % 10] for place, pool in enumerate(pools)] for n in range(count)]
    for _ in range(count * len(natures) // 10):
        rows[draw(st.integers(0, count - 1))][draw(st.integers(0, len(natures) - 1))] = draw(NOT_GIVEN)
    return rows


@given(tables())
def test_no_table_whose_columns_hold_one_sort_of_thing_gives_a_false_alarm(rows: list[list[str]]) -> None:
    assert found(rows, tuple("ABCDEFGH"[: len(rows[0])])) == (0, ())


@given(st.lists(st.lists(st.text(max_size=6), max_size=6), max_size=20))
def test_no_table_makes_it_fail(rows: list[list[str]]) -> None:
    assert found(rows)[0] <= len(rows)
