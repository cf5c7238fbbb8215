"""Which rows are records, what is told of the others, what a record says, and the digest of a register."""

import json
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from witnessmark.registers.checking import LONGEST, LONGEST_CELL, checked, range_of
from witnessmark.registers.facts import facts, year_made
from witnessmark.registers.schema import COLUMNS, NEEDED, PROBLEMS, SCHEMA, RecordEvent, RecordKind
from witnessmark.registers.shelf import NAME, Manifest, Part, as_of, digest_of

GOOD = {"kind": "serial", "mark": "KB 1234"}
Shape = Callable[[pa.Table], pa.Table]


def plain(rows: pa.Table) -> pa.Table:
    return rows


def as_dictionaries(rows: pa.Table) -> pa.Table:
    return pa.table({name: rows[name].combine_chunks().dictionary_encode() for name in rows.column_names})


def as_bytes(rows: pa.Table) -> pa.Table:
    return pa.table({name: rows[name].cast(pa.binary()) for name in rows.column_names})


def in_chunks(rows: pa.Table) -> pa.Table:
    return pa.concat_tables([rows.slice(0, 1), rows.slice(1, 0), rows.slice(1)])


@pytest.fixture(params=[plain, as_dictionaries, as_bytes, in_chunks], ids=lambda shape: shape.__name__)
def shape(request: pytest.FixtureRequest) -> Shape:
    """The ways in which the columns of a file can come."""
    chosen: Shape = request.param
    return chosen


def table(*rows: dict[str, str]) -> pa.Table:
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: pa.array([row.get(name, "") for row in rows], pa.string()) for name in names})


def problems(*rows: dict[str, str], shape: Shape = plain) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = checked(shape(table(*rows)))[1].to_pylist()
    return found


def records(*rows: dict[str, str], shape: Shape = plain) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = checked(shape(table(*rows)))[0].to_pylist()
    return found


# Rules


@pytest.mark.parametrize(
    ("column", "wanted", "bad", "good"),
    [
        ("kind", "one of serial, range, lot, quantity", ["", "Serial", "serials", " serial"], ["serial", "lot"]),
        ("mark", "a mark", ["", " ", "\t"], ["7", "-1", "?7"]),
        ("mark", f"a mark of at most {LONGEST} characters", ["7" * 201, "Ж" * 201], ["7" * 200, "Ж" * 200]),
        ("mark", "a mark as text: a number in scientific notation has lost digits",
         ["1.01219E+11", "1e5", "1,01E+11", " 7E-3 ", "1.2345e+17"], ["101219", "1E+", "E11", "12E11X", "A1E5"]),
        ("mark", "a mark as text: a number with a decimal point may have lost zeros",
         ["1012.0", "1012,00", " 714.0 "], ["1012.5", "71.0", "1012.", "A1012.0", "1012"]),
        ("mark", "a mark as text: this is a date that a spreadsheet made of it",
         ["12-Mar-84", "12-Mar", "3-Dec-1984", "Mar-84", "1984-03-12 00:00:00", "2001-03-12T00:00"],
         ["12-03-84", "1984-03-12", "MAR84", "12-MAR-84", "Mar-1", "1784-03-12 00:00"]),
        ("mark", "a mark without control characters", ["71\x0042", "7\n1", "\x1b[31m71", "71\x7f"], ["7\t1", "7 1"]),
        ("quantity", "a whole number", ["1.5", "-1", "many", "1e3", "1,000", "9" * 16], ["", " ", "0", " 12 "]),
        ("event", "one of made, sold, exported, imported, issued, lost, stolen, documented",
         ["Made", "found", " made"], ["", *filter(None, RecordEvent)]),
        ("when", "a partial date such as 1984, 1984-05 or 1984~", ["12.03.1984", "1984-13", "soon", "1984-02-30"],
         ["", " ", "1984", "1984-05", "1984-05-12", "1984~", " 1984 "]),
        ("grade", "a grade of A, B, C, D, E, X", ["F", "a", "AA"], ["", "A", "B", "C", "D", "E", "X"]),
    ],
)  # fmt: skip
def test_a_row_that_breaks_a_rule_is_kept_apart_and_one_that_does_not_is_a_record(
    column: str, wanted: str, bad: list[str], good: list[str], shape: Shape
) -> None:
    told = problems(*(GOOD | {column: value} for value in bad), shape=shape)
    assert [(each["column"], each["wanted"]) for each in told] == [(column, wanted)] * len(bad)
    assert len(records(*(GOOD | {column: value} for value in good), shape=shape)) == len(good)


@pytest.mark.parametrize("column", ["make", "model", "calibre", "country", "holder", "source", "note"])
def test_a_cell_can_be_long_but_not_of_any_length(column: str, shape: Shape) -> None:
    (told,) = problems(GOOD | {column: "x" * (LONGEST_CELL + 1)}, GOOD, shape=shape)
    assert (told["column"], told["wanted"]) == (column, f"a cell of at most {LONGEST_CELL} characters")
    assert problems(GOOD | {column: "x" * LONGEST_CELL}, GOOD, shape=shape) == []


@pytest.mark.parametrize("column", ["last", "record"])
def test_a_cell_of_a_column_whose_values_do_not_repeat_is_not_of_any_length_either(column: str) -> None:
    (told,) = problems(GOOD | {column: "x" * (LONGEST_CELL + 1)}, GOOD)
    assert told["column"] == column


@pytest.mark.parametrize(
    ("first", "last"),
    [("KB100", ""), ("KB100", "KC199"), ("KB100", "KB1990"), ("KB199", "KB100"), ("KB", "KB"), ("KB100A", "KB199A")],
)
def test_a_range_that_is_none_is_kept_apart(first: str, last: str, shape: Shape) -> None:
    row = {"kind": "range", "mark": first, "last": last}
    (told,) = problems(row, {**row, "kind": "serial"}, shape=shape)
    assert (told["row"], told["column"]) == (1, "last")
    assert told["wanted"].startswith("the last serial of the range, of one prefix and length")


def test_a_range_that_is_one_is_a_record(shape: Shape) -> None:
    row = {"kind": "range", "mark": "KB000100", "last": " KB000199 "}
    assert [r["last"] for r in records(row, row, shape=shape)] == [" KB000199 "] * 2


def test_a_quantity_needs_no_mark(shape: Shape) -> None:
    rows = [{"kind": kind, "mark": "", "quantity": "120"} for kind in ("quantity", "lot")]
    assert [r["kind"] for r in records(*rows, shape=shape)] == ["quantity"]
    assert [p["wanted"] for p in problems(*rows, shape=shape)] == ["a mark"]


@pytest.mark.parametrize("mark", ["\u00a0", "\u3000", "\u200b"])
def test_a_mark_of_blanks_of_any_sort_is_no_mark(mark: str) -> None:
    (told,) = problems(GOOD | {"mark": mark})
    assert told["wanted"] == "a mark"


@pytest.mark.parametrize("column", ["kind", "mark", "model", "record", "quantity"])
def test_bytes_that_are_no_utf_8_are_kept_apart_whatever_else_is_wrong(column: str) -> None:
    row: dict[str, list[bytes]] = {"kind": [b"serial", b"none"], "mark": [b"KB1", b""]}
    row[column] = [b"\xcf\xea", *row.get(column, [b"", b""])[1:]]
    _, apart = checked(pa.table({name: pa.array(values, pa.binary()) for name, values in row.items()}))
    one, other = apart.to_pylist()
    assert (one["row"], one["column"], one["wanted"], one["got"]) == (1, column, "text in UTF-8", "\ufffd\ufffd")
    assert (other["row"], other["column"]) == (2, "kind")


def test_only_the_values_that_are_no_utf_8_of_a_column_are_kept_apart() -> None:
    makes = pa.array([b"\xff", b"Orlania", "Жар".encode(), b"\xff"], pa.binary())
    for column in (makes, makes.dictionary_encode()):
        found, apart = checked(pa.table({"kind": ["lot"] * 4, "mark": ["1", "2", "3", "4"], "make": column}))
        assert found["make"].to_pylist() == ["Orlania", "Жар"]
        assert apart["row"].to_pylist() == [1, 4]


# What is told


def test_of_a_row_only_the_first_problem_is_told() -> None:
    (told,) = problems({"kind": "none", "mark": "", "quantity": "many", "when": "soon", "grade": "Z"})
    assert (told["row"], told["column"], told["got"]) == (1, "kind", "none")


def test_what_is_missing_is_told_as_nothing() -> None:
    (told,) = problems({"kind": "lot", "mark": ""})
    assert told["got"] == "nothing"


def test_a_long_cell_is_cut_in_what_is_told_and_its_length_said() -> None:
    told = problems(GOOD | {"mark": "7" * 201}, GOOD | {"mark": "8" * 20_000}, GOOD | {"event": "x" * 80})
    assert [each["got"] for each in told] == [
        "7" * 80 + "… (201 characters)", "8" * 80 + "… (20000 characters)", "x" * 80,
    ]  # fmt: skip
    assert len(json.loads(told[1]["text"])["mark"]) == 20_000


def test_all_of_a_row_that_is_kept_apart_is_told_as_json_without_empty_cells() -> None:
    row = GOOD | {"event": "found", "holder": 'Жар "&" ко', "note": "", "record": "7"}
    (told,) = problems(row)
    assert json.loads(told["text"]) == {name: value for name, value in row.items() if value}
    assert "Жар" in told["text"]


def test_rows_are_numbered_from_the_first() -> None:
    rows = [GOOD, {"kind": "none", "mark": "1"}, GOOD, {"kind": "lot", "mark": ""}]
    assert [each["row"] for each in problems(*rows)] == [2, 4]
    assert checked(table(*rows), first=100)[1]["row"].to_pylist() == [101, 103]


def test_records_and_problems_are_all_the_rows(shape: Shape) -> None:
    rows = [GOOD | {"mark": str(number), "grade": "Z" if number % 20 == 0 else "A"} for number in range(200)]
    assert (len(records(*rows, shape=shape)), len(problems(*rows, shape=shape))) == (190, 10)
    assert [int(r["mark"]) for r in records(*rows, shape=shape)] == [n for n in range(200) if n % 20]


# Records as they are kept


def test_records_have_the_columns_of_the_schema_however_they_come(shape: Shape) -> None:
    found, apart = checked(shape(table(GOOD, GOOD | {"kind": "no"})))
    assert (found.schema, apart.schema) == (SCHEMA, PROBLEMS)
    assert found.to_pylist() == [{c.name: None if c.is_number else GOOD.get(c.name, "") for c in COLUMNS}]


def test_no_rows_at_all_are_no_records() -> None:
    for rows in (pa.table({}), table(GOOD).slice(0, 0), pa.table({"kind": pa.array([], pa.null())})):
        found, apart = checked(rows)
        assert (found.num_rows, apart.num_rows, found.schema) == (0, 0, SCHEMA)


def test_a_file_without_the_columns_it_needs_has_no_record() -> None:
    assert NEEDED == ("kind", "mark")
    assert [each["column"] for each in problems({"mark": "7"})] == ["kind"]
    assert [each["column"] for each in problems({"kind": "lot"})] == ["mark"]


def test_a_mark_is_kept_as_typed() -> None:
    typed = " кв 0042/71-? "
    assert [each["mark"] for each in records(GOOD | {"mark": typed})] == [typed]


def test_a_quantity_is_kept_as_a_number_and_what_is_not_told_as_none() -> None:
    rows = [GOOD | {"quantity": text} for text in (" 12 ", "", "007")]
    assert [each["quantity"] for each in records(*rows)] == [12, None, 7]


@pytest.mark.parametrize(
    ("column", "values", "kept"),
    [
        ("mark", pa.array([1012, 7]), ["1012", "7"]),
        ("quantity", pa.array([120, None]), [120, None]),
        ("when", pa.array([0, None], pa.date32()), ["1970-01-01", ""]),
        ("model", pa.array([47, 74]).dictionary_encode(), ["47", "74"]),
        ("make", pa.nulls(2), ["", ""]),
        ("make", pa.array([None, "Orlania"]).dictionary_encode(), ["", "Orlania"]),
        ("make", pa.array(["Orlania", None], pa.large_string()), ["Orlania", ""]),
        ("make", pa.array(["Orlania", None], pa.string_view()), ["Orlania", ""]),
    ],
    ids=lambda value: str(getattr(value, "type", value)),
)
def test_columns_of_other_types_become_texts_and_nulls_empty(column: str, values: pa.Array, kept: list[object]) -> None:
    rows = {"kind": pa.array(["serial", "serial"]), "mark": pa.array(["KB1", "KB2"]), column: values}
    assert checked(pa.table(rows))[0][column].to_pylist() == kept


def test_a_column_of_categories_as_pandas_writes_it_is_taken() -> None:
    marks = pa.array(["KB1", "KB2"]).dictionary_encode().cast(pa.dictionary(pa.int8(), pa.string()))
    assert checked(pa.table({"kind": ["serial"] * 2, "mark": marks}))[0]["mark"].to_pylist() == ["KB1", "KB2"]


def test_the_records_are_the_same_however_their_columns_come(shape: Shape) -> None:
    rows = [GOOD | {"make": make, "record": str(n)} for n, make in enumerate(["Orlania", "", "Жар", "Orlania"])]
    assert records(*rows, shape=shape) == records(*rows)


def test_the_records_hold_nothing_of_the_rows_that_are_kept_apart() -> None:
    found, _ = checked(as_dictionaries(table(GOOD | {"holder": "Depot"}, GOOD | {"holder": "Ada", "grade": "Z"})))
    assert found["holder"].combine_chunks().dictionary.to_pylist() == ["Depot"]


# Ranges


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("KB 000100", "KB 000199", ("KB ", 100, 199, 6)),
        ("7", "7", ("", 7, 7, 1)),
        (" 71-001 ", "71-009", ("71-", 1, 9, 3)),
        ("9" * 18, "9" * 18, ("", 10**18 - 1, 10**18 - 1, 18)),
        ("9" * 19, "9" * 19, None),
        ("kb1", "KB2", None),
        ("1", "10", None),
        ("", "", None),
        ("KB1", "", None),
        ("KB٣", "KB٩", None),
    ],
)
def test_a_range_is_two_numbers_of_one_length_behind_one_prefix(
    first: str, last: str, expected: tuple[str, int, int, int] | None
) -> None:
    assert range_of(first, last) == expected


# Facts


def test_a_record_says_only_what_it_says() -> None:
    row = dict.fromkeys((column.name for column in COLUMNS), "") | GOOD | {"model": "AKM", "note": "wet", "last": "9"}
    assert facts(row) == {"model": "AKM", "kind": "serial"}


@pytest.mark.parametrize(
    ("event", "when", "year"),
    [
        ("made", "1977", "1977"), ("made", "1977-05-12", "1977"), ("made", "", ""), ("sold", "1977", ""),
        ("", "1977", ""), ("made", "1977/1979", ""),
    ],
)  # fmt: skip
def test_the_year_is_that_in_which_it_was_made(event: str, when: str, year: str) -> None:
    assert year_made(event, when) == year
    assert facts({"event": event, "when": when}).get("year", "") == year


# Manifests


def part(digest: str, rows: int = 1) -> Part:
    return Part(
        digest=digest, rows=rows, problems=0, problems_digest="", source="a.csv", source_digest="0",
        added="2014-05-13T00:00:00Z",
    )  # fmt: skip


def manifest(*parts: Part, name: str = "r") -> Manifest:
    return Manifest(format=1, name=name, parts=parts)


def test_the_digest_of_a_register_is_of_its_parts_in_order_and_of_nothing_else() -> None:
    one, other = part("aa"), part("bb")
    assert manifest(one, other).digest != manifest(other, one).digest
    assert manifest(one).digest == manifest(part("aa", rows=7), name="other").digest == digest_of([one])
    assert len({digest_of(parts) for parts in ([], [one], [one, one], [one, other])}) == 4


def test_a_register_can_be_had_as_it_was_when_it_had_a_digest() -> None:
    parts = (part("aa"), part("bb"), part("cc"))
    now = manifest(*parts)
    assert [as_of(now, digest_of(parts[:n])) for n in range(4)] == [parts[:n] for n in range(4)]
    assert as_of(now, digest_of(parts[1:])) is None
    assert as_of(manifest(), now.digest) is None


def test_the_records_of_a_register_are_those_of_its_parts() -> None:
    assert (manifest(part("aa", 2), part("bb", 5)).rows, manifest().rows) == (7, 0)


@pytest.mark.parametrize("name", ["../x", "", "-a", "A", "a/b", "a.b", "a" * 62, "a b", "é", "a\n", "."])
def test_a_name_that_would_be_another_folder_is_none(name: str) -> None:
    assert NAME.fullmatch(name) is None


def test_the_kinds_and_columns_of_records_are_published_and_stay() -> None:
    assert list(RecordKind) == ["serial", "range", "lot", "quantity"]
    assert [column.name for column in COLUMNS] == SCHEMA.names
