"""Each filter of docs/mappings.md: what it makes of a cell, and what it says of one that it cannot read."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.ingest.invented_sheets import row

from witnessmark.errors import UsageError
from witnessmark.ingest.filters import filter_named, parts_of
from witnessmark.ingest.template import Cell, Scene, Unreadable, compiled

DOCUMENT = Path(__file__).parents[3] / "docs" / "mappings.md"
LOOKUPS = {
    "how": {"found in cache": "cached", "handed over": "surrendered"},
    "any": {"yes": "about ", "": "unsaid", "*": "<*>"},
}
MEDIA = {"a.jpg": "d" * 64}


def said(filters: str, cell: str, form: str = "", note: str = "") -> str:
    """What filters make of one cell."""
    scene = Scene(row=row(2, cell, forms=form, a=note), lookups=LOOKUPS, media=MEDIA)
    return compiled(f"{{A|{filters}}}", lambda _: 0, filter_named).of(scene)


def refusal(filters: str, cell: str, form: str = "", note: str = "") -> str:
    """What was wanted of a cell that could not be read."""
    with pytest.raises(Unreadable) as caught:
        said(filters, cell, form, note)
    return caught.value.wanted


@pytest.mark.parametrize(
    ("filters", "cell", "becomes"),
    [
        ("date", "2015-12-03", "2015-12-03"),
        ("date:%d.%m.%Y;%Y", "03.12.2015", "2015-12-03"),
        ("date:%d.%m.%Y;%Y", "2015", "2015"),
        ("date", "2012-2020", "2012/2020"),
        ("number", "1,234.50", "1234.5"),
        ("number:,", "1.234,50", "1234.5"),
        ("lookup:how", "found in cache", "cached"),
        ("lookup:any", "yes", "about"),
        ("lookup:any", "no", "<no>"),
        ("lookup:any", "", "unsaid"),
        ("state", "Kenya", "Kenya"),
        ("state:fr", "Norvège", "Norway"),
        ("state", "Examplia", "Examplia"),
        ("state-code", "Examplia", ""),
        ("group", "Front of Examplia", "Front of Examplia"),
        ("serial", "KB 1203", "KB 1203"),
        ("serial", "00123", "00123"),
        ("serial", "N/A", ""),
        ("serial", "sin número", ""),
        ("is:Captured;lost", "captured", "captured"),
        ("is:captured;lost", "found", ""),
        ("not:total;sum", "Total", ""),
        ("not:total;sum", "Rifle", "Rifle"),
        ("starts:Total;Sum", "total of 2014", "total of 2014"),
        ("starts:Total", "grand total", ""),
        ("has:TYPE=", "rifle,type=Orlan", "rifle,type=Orlan"),
        ("has:TYPE=", "rifle", ""),
        ("total", "Total 2014", "Total 2014"),
        ("total", "ИТОГО:", "ИТОГО:"),
        ("total", "Totaliser", ""),
        ("before:/", "KB / A", "KB"),
        ("before:/", "KB", "KB"),
        ("after:/", "KB / A", "A"),
        ("after:/", "KB", ""),
        (r"before: ", "KB 12 A", "KB"),
        ("part:2:>", "a > b > c", "b"),
        ("part:4:>", "a > b > c", ""),
        ("part:2: ", "KB 12", "12"),
        ("or:unknown", "", "unknown"),
        ("or:a;b", "", "a;b"),
        ("or:unknown", "KB", "KB"),
        ("empty:?;-;n/a", "N/A", ""),
        ("empty:?;-;n/a", "KB", "KB"),
        ("must", "KB", "KB"),
        ("upper", "kb", "KB"),
        ("lower", "KB", "kb"),
        ("pad:8", "3122015", "03122015"),
        ("pad:8", "", ""),
        ("replace:-:/", "1-2-3", "1/2/3"),
        (r"replace: :", "1 2 3", "123"),
        (r"replace:\::;", "1:2", "1;2"),
        ("cut:4", "rifle", "rif…"),
        ("cut:5", "rifle", "rifle"),
        ("digits", "No. 12/7", "127"),
        ("media", "a.jpg", "d" * 64),
        ("media", "photos/a.jpg", "d" * 64),
        ("media", "", ""),
        ("lenient", "KB", "KB"),
    ],
)  # fmt: skip
def test_a_filter_makes_of_a_cell_what_the_document_says(filters: str, cell: str, becomes: str) -> None:
    assert said(filters, cell).strip() == becomes


@pytest.mark.parametrize(
    ("filters", "cell", "wanted"),
    [
        ("date:%d.%m.%Y", "31.02.2015", "a date as %d.%m.%Y"),
        ("date", "03.12.2015", "a date such as 2015-12-12 or 2015"),
        ("number", "1.234,50", "a number with '.' before its decimals"),
        ("lookup:how", "bought", "one of found in cache, handed over"),
        ("list", "a, b", 'a list such as ["a", "b"]'),
        ("list", '{"a": 1}', 'a list such as ["a", "b"]'),
        ("list", '[["a"]]', "a list of texts and numbers"),
        ("list", "[" * 100_000, 'a list such as ["a", "b"]'),
        ("must", "", "something"),
        ("media", "b.jpg", "the name of a file that came with the table"),
        ("serial", "1.23457E+14", "a mark; a spreadsheet has turned it into a number and lost its last digits"),
        ("serial", "1,2E+15", "a mark; a spreadsheet has turned it into a number and lost its last digits"),
        ("serial", "03-Dec", "a mark; a spreadsheet has turned it into a date"),
        ("serial", "Dec-03", "a mark; a spreadsheet has turned it into a date"),
        ("serial", "2003-12-01 00:00:00", "a mark; a spreadsheet has turned it into a date"),
        ("serial", "12345.0", "a mark; a spreadsheet has turned it into a decimal number"),
        ("serial", "K" * 201, "a mark of at most 200 characters"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_says_what_was_wanted(filters: str, cell: str, wanted: str) -> None:
    assert refusal(filters, cell) == wanted


def test_a_date_that_the_file_itself_holds_as_one_needs_no_form() -> None:
    assert said("date:%d.%m.%Y", "2015-12-03", "d") == "2015-12-03"
    assert refusal("date:%d.%m.%Y", "2015-12-03", "t") == "a date as %d.%m.%Y"


def test_a_number_that_the_file_itself_holds_as_one_has_a_point_before_its_decimals() -> None:
    assert said("number:,", "1.5", "n") == "1.5"
    assert refusal("number:,", "1.5", "t") == "a number with ',' before its decimals"


def test_a_mark_that_a_spreadsheet_turned_into_something_else_is_a_problem() -> None:
    assert "date" in refusal("serial", "2015-12-03", "d")
    assert "lost its last digits" in refusal(
        "serial", "12345678901234500", "n", "number of 17 digits: the last are lost"
    )
    assert "error of the spreadsheet" in refusal("serial", "#REF!", "e")


def test_a_comment_that_speaks_of_digits_is_no_reason_to_refuse_a_mark() -> None:
    assert said("serial", "12345", "n", "comment: the digits were restamped") == "12345"


def test_a_look_up_of_many_words_names_the_first_of_them() -> None:
    lookups = {"many": {f"word {n}": "x" for n in range(1000)}}
    with pytest.raises(Unreadable) as caught:
        compiled("{A|lookup:many}", lambda _: 0, filter_named).of(Scene(row=row(2, "other"), lookups=lookups))
    assert caught.value.wanted.endswith("word 19, …")


def test_a_look_up_that_the_mapping_does_not_have_is_refused() -> None:
    with pytest.raises(UsageError, match=r"want a table \[lookup\.colour\]"):
        said("lookup:colour", "red")


@pytest.mark.parametrize(
    ("filters", "cell", "parts"),
    [
        ("split:;", "a; b;;c", [("a",), ("b",), ("c",)]),
        ("split", "a; b", [("a",), ("b",)]),
        ("split:>", "a > b > c", [("a",), ("b",), ("c",)]),
        ("list", '["a", 12, null, " b "]', [("a",), ("12",), ("b",)]),
        ("lines", "a\n\n b \r\nc", [("a",), ("b",), ("c",)]),
        ("split:>|pairs", "a > b > c", [("a", "b"), ("b", "c")]),
        ("split:>|pairs", "a", []),
        ("list", "", []),
    ],
)
def test_a_cell_is_split_for_each(filters: str, cell: str, parts: list[tuple[str, ...]]) -> None:
    assert parts_of(said(filters, cell)) == parts


def test_a_name_that_is_looked_up_is_counted_with_what_it_resolves_to() -> None:
    scene = Scene(row=row(2, "Norvège"))
    compiled("{A|state:fr|group}", lambda _: 0, filter_named).of(scene)
    scene.row = row(3, "Examplia")
    compiled("{A|state|group}", lambda _: 0, filter_named).of(scene)
    assert {k: n for k, n in scene.names.items() if n} == {("Norvège", "Norway"): 1, ("Examplia", ""): 1}


@pytest.mark.parametrize(
    "filters",
    ["dates", "before", "after:", "part:0:>", "part:two:>", "part:²:>", "part:2", "pad", "pad:0", "pad:²", "pad:1001",
     "cut:x", "replace:a", "replace::b", "must:yes", "upper:x", "media:x", "number:;", "group:x", "list:x"],
)  # fmt: skip
def test_a_filter_with_a_value_that_it_cannot_take_is_refused_before_a_row_is_read(filters: str) -> None:
    with pytest.raises(UsageError, match="want "):
        said(filters, "anything")


def test_every_filter_is_documented_and_every_documented_filter_is_there() -> None:
    section = DOCUMENT.read_text("utf-8").partition("| Filter |")[2].partition("## What is made")[0]
    named = {
        name
        for line in section.splitlines()
        for name in re.findall(r"`([a-z-]+)[:`]", line.partition("|")[2].partition("|")[0])
    }
    with pytest.raises(UsageError) as caught:
        filter_named("", ())
    known = set(str(caught.value).removeprefix("want a filter of ").partition(";")[0].split(", "))
    assert named == known


@given(st.text(max_size=40), st.sampled_from("tndbe"))
def test_no_text_makes_a_filter_fail_in_another_way_than_it_promises(text: str, form: str) -> None:
    for filters in (
        "date", "date:%d.%m.%Y", "number", "number:,", "lookup:how", "lookup:any", "state", "state-code", "group",
        "serial", "total", "is:a", "not:a", "starts:a", "has:a", "before:a", "after:a", "part:2:a", "split:a", "list",
        "lines", "split|pairs", "or:a", "empty:a", "must", "date|lenient", "upper", "lower", "pad:8", "replace:a:b",
        "cut:8", "digits", "media",
    ):  # fmt: skip
        with suppress(Unreadable):
            assert isinstance(said(filters, text, form), str)


def test_a_filter_sees_the_form_of_the_cell_and_the_next_one_only_its_text() -> None:
    assert filter_named("upper", ())(Cell("kb", "d", "note"), Scene()) == "KB"
