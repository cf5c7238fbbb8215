"""The shape of the notation, before any word of it is understood."""

import pytest

from witnessmark.model.problem import Problem, Severity
from witnessmark.notation import blocks
from witnessmark.notation.blocks import Block, Line, decode_text, quoted, refused, split, unquoted


def divided(text: str, *, name: str) -> tuple[list[Block], list[Problem]]:
    problems: list[Problem] = []
    return split(text, name=name, problems=problems), problems


def parsed(text: str) -> list[Block]:
    found, problems = divided(f"witnessmark 1\n{text}", name="t")
    assert problems == []
    return found


def said(text: str) -> list[str]:
    """Every problem of a text as a line."""
    return [str(problem) for problem in divided(text, name="t")[1]]


# -- bytes ---------------------------------------------------------------------------------------------------


def test_a_file_is_utf_8_with_or_without_a_byte_order_mark() -> None:
    assert decode_text("Ж".encode(), name="t") == "Ж"
    assert decode_text(b"\xef\xbb\xbf" + "Ж".encode(), name="t") == "Ж"


def test_bytes_that_are_not_utf_8_are_refused_with_their_line() -> None:
    assert decode_text(b"one\ntwo\n\xff\n", name="t") == Problem(
        source="t", line=3, message="want UTF-8 text, got byte 0xff", severity=Severity.REFUSED
    )
    assert decode_text(b"\x80", name="t") == refused("t", 1, "want UTF-8 text, got byte 0x80")


def test_a_nul_character_is_refused_with_its_line() -> None:
    assert decode_text(b"one\ntwo\0", name="t") == refused("t", 2, "want UTF-8 text, got a NUL character")
    assert decode_text(b"\0", name="t") == refused("t", 1, "want UTF-8 text, got a NUL character")


def test_a_file_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert blocks.LONGEST_FILE == 64_000_000
    payload = b" " * blocks.LONGEST_FILE
    assert decode_text(payload, name="t") == payload.decode()
    assert decode_text(payload + b" ", name="t") == refused("t", None, "want at most 64000000 bytes, got 64000001")


# -- blocks --------------------------------------------------------------------------------------------------


def test_a_block_is_a_line_at_the_margin_and_the_indented_lines_below_it() -> None:
    assert parsed("\nparty army: Army of Modavia\n  sort armed-force\n\nitem\n") == [
        Block(3, "party", "army", [Line(3, ":", "Army of Modavia"), Line(4, "sort", "armed-force")], 2),
        Block(6, "item", None, []),
    ]


@pytest.mark.parametrize(
    ("header", "kind", "alias", "heading"),
    [
        ("party", "party", None, None),
        ("party army", "party", "army", None),
        ("party: Army", "party", None, "Army"),
        ("party  \t army \t:\t Army  ", "party", "army", "Army"),
        ("party army:", "party", "army", ""),
        ("party army: a: b", "party", "army", "a: b"),
        ("stock-check 7.A_b-c", "stock-check", "7.A_b-c", None),
        (f"party {'a' * 80}", "party", "a" * 80, None),
        ("party army: Army\r", "party", "army", "Army"),
        ("party army: Ar\x0bmy\u2028 x", "party", "army", "Ar\x0bmy\u2028 x"),
    ],
)
def test_a_header_is_a_kind_an_alias_and_a_name(header: str, kind: str, alias: str | None, heading: str | None) -> None:
    fields = [] if heading is None else [Line(2, ":", heading)]
    assert parsed(header) == [Block(2, kind, alias, fields)]


@pytest.mark.parametrize(
    "header",
    [
        "Party",
        "party army force",
        "9party",
        "party é",
        "party -a",
        "party a!",
        f"party {'a' * 81}",
        ":",
        ": x",
        "-a",
        "{",
    ],
)
def test_another_line_at_the_margin_is_refused(header: str) -> None:
    assert said(f"witnessmark 1\n{header}\n") == [f"t:2: want KIND [ALIAS][: NAME], got {header[:60]!r}"]


def test_the_fields_of_a_header_that_was_refused_are_still_looked_at() -> None:
    found, problems = divided("witnessmark 1\nParty\n  name x\n  9bad\n", name="t")
    assert found == [Block(2, "", None, [Line(3, "name", "x")], 2)]
    assert [str(problem) for problem in problems] == [
        "t:2: want KIND [ALIAS][: NAME], got 'Party'",
        "t:4: want FIELD VALUE, got '9bad'",
    ]


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("  sort police", "sort", "police"),
        ("\tsort police", "sort", "police"),
        ("  sort \t police \t\r", "sort", "police"),
        ("  rests-on a", "rests-on", "a"),
        ("  sort", "sort", ""),
        ("  note a # b", "note", "a # b"),
        ("  note a:b  c", "note", "a:b  c"),
        ("  note \x0ba\x85b\u2028c", "note", "\x0ba\x85b\u2028c"),
        ("  note \xa0a", "note", "\xa0a"),
    ],
)
def test_a_field_is_a_name_and_a_value(line: str, name: str, value: str) -> None:
    (block,) = parsed(f"party a\n{line}\n")
    assert block.fields == [Line(3, name, value)]


@pytest.mark.parametrize("line", ["Sort police", "9 x", "é x", "-a x", "sort\u00a0x", "a_b c"])
def test_another_indented_line_is_refused(line: str) -> None:
    assert said(f"witnessmark 1\nparty a\n  {line}\n") == [f"t:3: want FIELD VALUE, got {line[:60]!r}"]


def test_a_line_indented_further_continues_the_value_above_it() -> None:
    (block,) = parsed("party a\n  note one\n    two\n\t\t three\n  sort police\n")
    assert block.fields == [Line(3, "note", "one two three"), Line(6, "sort", "police")]
    (name_only,) = parsed("party a\n  note\n   one\n")
    assert name_only.fields == [Line(3, "note", " one")]


def test_a_tab_is_as_wide_as_two_blanks() -> None:
    (block,) = parsed("party a\n\tnote one\n  sort police\n \tlanguage x\n   more\n")
    assert [line.name for line in block.fields] == ["note", "sort", "language"]
    assert block.fields[2].value == "x more"


def test_a_line_indented_less_than_the_first_is_a_field_too() -> None:
    (block,) = parsed("party a\n    note one\n  sort police\n")
    assert [line.name for line in block.fields] == ["note", "sort"]


def test_a_continuation_of_a_field_that_was_refused_is_no_crash() -> None:
    assert said("witnessmark 1\n\nparty a\n  9bad\n     more\n")[0] == "t:4: want FIELD VALUE, got '9bad'"


def test_each_block_has_its_own_indentation() -> None:
    found = parsed("party a\n    note one\nparty b\n  note two\n    three\n")
    assert found[1].fields == [Line(5, "note", "two three")]


def test_comments_and_blank_lines_are_left_out_everywhere() -> None:
    found, problems = divided(
        "\n# c\n \t\r\n  # c\nwitnessmark 1\n#c\nparty a\n   # c\n\n  note one\n    # c\n    two\n", name="t"
    )
    assert problems == []
    assert found == [Block(7, "party", "a", [Line(10, "note", "one two")], 2)]


# -- the first line ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert said(text) == ["t:1: want 'witnessmark 1' on the first line, got an empty file"]


def test_another_first_line_is_refused_once() -> None:
    assert said("\nparty a\nparty b\n") == ["t:2: want 'witnessmark 1' on the first line, got 'party a'"]
    long = "x" * 70
    assert said(long) == [f"t:1: want 'witnessmark 1' on the first line, got {'x' * 60!r}"]


def test_the_first_line_may_have_blanks_around_it() -> None:
    assert said(" witnessmark 1\t\r\n") == []


def test_a_field_before_any_kind_is_refused() -> None:
    assert said("witnessmark 1\n  sort x\nparty a\n") == ["t:2: want a kind at the left margin before any field"]


def test_a_line_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert blocks.LONGEST_LINE == 1_000_000
    start = "  note "
    fits = start + "x" * (blocks.LONGEST_LINE - len(start))
    assert len(parsed(f"party a\n{fits}\n")[0].fields) == 1
    assert said(f"witnessmark 1\nparty a\n{fits}x\n  sort y\n") == ["t:3: want at most 1000000 characters in a line"]


def test_a_value_that_is_continued_is_not_longer_than_the_limit_either() -> None:
    line = "x" * (blocks.LONGEST_LINE - 10)
    whole = f"witnessmark 1\nparty a\n  note {line}\n    {line}\n    more\n    and more\n"
    message = "want at most 1000000 characters in a value"
    assert said(whole) == [f"t:5: {message}", f"t:6: {message}"]


# -- quotes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["Army", "a b", 'say "x"', "a:b", "# x", "\\n", "\xa0x", "x\u2028y", "x\ty", "x\x0b", "sealed", "-", "Ж"]
)
def test_a_text_that_reads_back_the_same_is_written_bare(text: str) -> None:
    assert quoted(text) == text
    assert unquoted(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", '""'),
        (" a", '" a"'),
        ("a ", '"a "'),
        ("\ta", '"\\ta"'),
        ("a\t", '"a\\t"'),
        ("a\r", '"a\\r"'),
        ("a\rb", '"a\\rb"'),
        ("a\nb", '"a\\nb"'),
        ("a\0b", '"a\\u0000b"'),
        ('"a"', '"\\"a\\""'),
        ('"', '"\\""'),
        ("sealed:x", '"sealed:x"'),
        (" Ж", '" Ж"'),
    ],
)
def test_another_text_is_written_as_a_json_string(text: str, written: str) -> None:
    assert quoted(text) == written
    assert unquoted(written) == text


def test_a_quoted_text_may_hold_controls_as_they_are() -> None:
    assert unquoted('"a\tb"') == "a\tb"


@pytest.mark.parametrize("value", ['"', '"a', '"a" b', '"\\x"', '"a""b"', '"\\u12"'])
def test_a_quote_that_does_not_close_at_the_end_is_refused(value: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is compared
        unquoted(value)
    assert str(error.value) == f'want a text without quotes, or one in "..." to its end, got {value!r}'


def test_a_long_value_that_is_refused_is_shown_by_its_start() -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is compared
        unquoted('"' + "x" * 100)
    start = '"' + "x" * 59
    assert str(error.value).endswith(f"got {start!r}")


def test_what_is_refused_stops_the_file() -> None:
    problem = refused("t", 3, "message")
    assert problem == Problem(source="t", line=3, message="message", severity=Severity.REFUSED)
