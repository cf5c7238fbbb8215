"""Text with columns in braces, and what it says of a row."""

from collections.abc import Sequence

import pytest
from tests.unit.ingest.invented_sheets import row

from witnessmark.errors import UsageError
from witnessmark.ingest.filters import filter_named
from witnessmark.ingest.template import Scene, Template, Unreadable, argument_of, compiled, names_in, plain, values_of

COLUMNS = ("serial", "model", "day", "Serial: no.|b")


def find(name: str) -> int | None:
    return COLUMNS.index(name) if name in COLUMNS else -1 if name == "elsewhere" else None


def template(text: str) -> Template:
    return compiled(text, find, filter_named)


def said(text: str, *cells: str, **scene: object) -> str:
    return template(text).of(Scene(row=row(7, *cells), **scene))  # type: ignore[arg-type]


def test_text_around_columns_stands_as_it_is() -> None:
    assert said("Rifle {model}, number {serial}.", "KB 12", "Orlan 4") == "Rifle Orlan 4, number KB 12."


def test_blanks_around_a_cell_are_no_part_of_it() -> None:
    assert said("{serial}", "  KB 12\t") == "KB 12"


def test_a_template_all_of_whose_columns_are_empty_is_empty() -> None:
    assert said("Rifle {model}, number {serial}.", " ", "") == ""


def test_a_template_without_columns_is_its_text_in_every_row() -> None:
    assert said("rifle", "", "") == "rifle"


def test_where_a_column_is_empty_the_blanks_around_it_are_not_kept() -> None:
    assert said("{model} {serial} rifle", "KB 12", "") == "KB 12 rifle"


def test_doubled_braces_are_braces() -> None:
    assert said("{{{serial}}}", "KB 12") == "{KB 12}"


def test_a_column_that_the_sheet_does_not_have_is_empty_in_every_row() -> None:
    assert said("{elsewhere}", "KB 12") == ""


def test_a_row_that_ends_before_the_column_is_empty_there() -> None:
    assert said("{day}", "KB 12") == ""


def test_a_backslash_makes_a_sign_stand_for_itself_in_a_columns_name() -> None:
    assert said(r"{Serial\: no.\|b}", "", "", "", "KB 12") == "KB 12"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("file", "list.csv"), ("sheet", "Data"), ("row", "7"), ("each", "b"), ("each.n", "2"), ("each.1", "b"),
     ("each.2", "c"), ("=B2", "1200")],
)  # fmt: skip
def test_beside_columns_a_template_speaks_of_where_it_stands(name: str, wanted: str) -> None:
    scene: dict[str, object] = {"file": "list.csv", "sheet": "Data", "each": "b", "number": 2, "parts": ("b", "c")}
    assert said(f"{{{name}}}", "KB 12", cells={(2, 1): " 1200 "}, **scene) == wanted


def test_a_cell_of_the_sheet_that_is_empty_says_nothing() -> None:
    assert said("{=C9|or:unsaid}", cells={}) == "unsaid"


def test_filters_are_applied_one_after_the_other() -> None:
    assert said("{serial|before:/|lower|or:none}", "KB 12/A") == "kb 12"


def test_what_a_filter_cannot_read_names_the_column() -> None:
    with pytest.raises(Unreadable) as caught:
        said("{day|date}", "", "", "yesterday")
    assert (caught.value.wanted, caught.value.got) == ("a date such as 2015-12-12 or 2015", "yesterday")
    assert caught.value.column == "C"


def test_lenient_leaves_out_what_a_filter_before_it_could_not_read_and_counts_it() -> None:
    scene = Scene(row=row(7, "", "", "yesterday"))
    assert template("{day|date|lenient}").of(scene) == ""
    reason = "cells of C that are not a date such as 2015-12-12 or 2015"
    assert scene.left_out.counts == {reason: 1}
    assert list(scene.left_out.said[reason]) == ["yesterday"]


def test_what_was_left_out_is_counted_by_what_was_wanted_and_not_by_every_wrong_cell() -> None:
    scene = Scene()
    for number in range(100):
        scene.row = row(number, "", "", f"yesterday {number}")
        template("{day|date|lenient}").of(scene)
    assert list(scene.left_out.counts.values()) == [100]


def test_lenient_does_not_excuse_a_filter_behind_it() -> None:
    with pytest.raises(Unreadable, match="want something"):
        said("{day|date|lenient|must}", "", "", "yesterday")


def test_what_stands_behind_lenient_goes_on_with_nothing() -> None:
    assert said("{day|date|lenient|or:undated}", "", "", "yesterday") == "undated"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{serial", "want a closing brace"),
        ("serial}", "want braces that open before they close"),
        ("{serail}", "want a column of the table in '{serail}', got 'serail'"),
        ("{each.3}", "got 'each.3'"),
        ("{serial|trim}", "want a filter of after, before, cut, date"),
        ("{}", "want a column of the table in '{}', got ''"),
    ],
)
def test_a_template_that_is_none_is_refused_before_a_row_is_read(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        template(text)
    assert message in str(caught.value)


def test_the_columns_of_a_template_are_those_that_it_names_in_their_order() -> None:
    assert template("{day} {each} {serial|upper}").columns == (2, 0)
    assert names_in("{day} {each} {=B2} {serial|upper} {{no}}") == ["day", "serial"]


@pytest.mark.parametrize(("argument", "values"), [("a; b ;c", ("a", "b", "c")), (r"a\;b;c", ("a;b", "c")), ("", ("",))])
def test_values_stand_between_semicolons(argument: str, values: Sequence[str]) -> None:
    assert values_of(argument) == values


def test_colons_within_an_argument_are_kept() -> None:
    assert argument_of(["%H", "%M"]) == "%H:%M"
    assert plain(r"a\:b") == "a:b"
