"""A mapping as a person writes it down, and what is said where it is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.ingest.invented_sheets import came_of, mapping, table

from witnessmark.errors import UsageError
from witnessmark.ingest.mapping import LONGEST_MAPPING, made_of, read_mapping

MINIMAL = 'witnessmark-mapping = 1\nname = "least"\n[[table]]\n[[table.figure]]\nname = "rows"\ncount = "{A}"\n'
ROWS = table("Serial|Day", "KB 1|2014")
NOTE = '[[table]]\n[table.columns]\nserial = ["Serial"]\n[[table.make]]\nkind = "note"\nset.heading = "{serial}"\n'
WHOLE = NOTE + 'set.text = "x"\n'
FIGURE = '[[table.figure]]\nname = "f"\n'
CHECK = '[[table.check]]\nname = "c"\n'


def refusal(text: str | bytes) -> str:
    payload = text.encode() if isinstance(text, str) else text
    with pytest.raises(UsageError) as caught:
        read_mapping(payload, name="list.toml")
    return str(caught.value)


def laying_refusal(text: str) -> str:
    with pytest.raises(UsageError) as caught:
        came_of(ROWS, text)
    return str(caught.value)


def test_what_a_mapping_does_not_say_has_a_default() -> None:
    told = read_mapping(MINIMAL.encode(), name="list.toml")
    assert (told.table[0].sheet, told.table[0].header, told.source) == ("*", None, {})


def test_a_mark_of_the_byte_order_before_it_is_no_part_of_it() -> None:
    assert read_mapping(b"\xef\xbb\xbf" + MINIMAL.encode(), name="list.toml").name == "least"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "list.toml: want a mapping"),
        (b"name = '\xff'", "list.toml: want UTF-8 text, got byte 0xff"),
        ("name = ", "list.toml: want a mapping (docs/mappings.md), got one that does not fit: Invalid value"),
        (MINIMAL.replace("= 1", "= 2"), "want witnessmark-mapping = 1, got 2"),
        (MINIMAL.replace('"least"', '"Least 1"'), "want a name of small letters, digits and hyphens, got 'Least 1'"),
        (MINIMAL.replace("count", "counts"), "unknown field `counts`"),
        (MINIMAL.replace('"{A}"', "12"), "Expected `str`, got `int` - at `$.table[0].figure[0].count`"),
        (MINIMAL.partition("[[table.figure]]")[0], "want a table that makes something of its rows, got none"),
        (b"#" * (LONGEST_MAPPING + 1), "want a mapping of at most 200000 bytes, got 200001"),
        ("a = " + "[" * 10_000, "list.toml: want a mapping"),
    ],
)  # fmt: skip
def test_a_mapping_that_is_none_says_what_is_wrong_and_where(text: str | bytes, message: str) -> None:
    assert message in refusal(text)


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fail_in_another_way(text: str) -> None:
    try:
        read_mapping(text.encode("utf-8", "surrogatepass"), name="list.toml")
    except UsageError:
        return


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (NOTE.replace('"note"', '"nota"'), "want a kind of statement, got 'nota'"),
        (NOTE + 'set.colour = "red"', "note: want fields of heading, "),
        (NOTE, "note: want the field text, got none"),
        (NOTE + 'set.text = "{colour}"', "want a column of the table in '{colour}', got 'colour'"),
        (NOTE + 'set.text = "{serial|sereal}"', "want a filter of"),
        (NOTE + 'set.text = ["a", "b"]', "note: want one value for text, got 2"),
        (NOTE + 'set.text = "x"\nset.citing = "{serial}"', "citing: want @NAME or @NAME(KEY), got '{serial}'"),
        (NOTE + 'set.text = "x"\nset.citing = "@page"', "note: want @ and a name that the mapping makes, got @page"),
        (NOTE + 'set.text = "x"\nset.source = "@page"', "got 'source'"),
        (WHOLE.replace('["Serial"]', '["Number"]'), "want a table for the mapping invented; invented.csv: none of its"),
        (WHOLE.replace("[[table]]", "[[table]]\nneeds = ['colour']"), "want the column colour, got 'Serial', 'Day'"),
        (WHOLE.replace("[[table]]", "[[table]]\nsheet = 'Data'"), "its name is none that the mapping speaks of"),
        (WHOLE + FIGURE + 'count = "{A}"\nsum = "{A}"', "figure f: want one of count, sum and distinct, got 2"),
        (WHOLE + CHECK, "check c: want one of repeats, order, trips and renewals, got 0"),
        (WHOLE + CHECK + 'order = ["{A}"]', "check c: want 2 templates, got 1"),
    ],
)  # fmt: skip
def test_a_mapping_that_asks_for_what_there_is_not_is_refused_before_a_row_is_read(text: str, message: str) -> None:
    assert message in laying_refusal(text)


def test_the_templates_of_a_make_leave_out_what_refers_to_other_makes() -> None:
    told = mapping(NOTE + 'set.text = "{Day}"\nset.citing = "@page"\nif = "{serial}"\neach = ["{Day}", "x"]')
    assert made_of(told.table[0].make[0]) == ["", "{serial}", "{Day}", "x", "{serial}", "{Day}"]
