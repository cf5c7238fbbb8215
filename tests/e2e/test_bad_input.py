"""Files that are wrong: refused with every bad line, what was wanted and what was got; the case stays as it was."""

from pathlib import Path

import pytest
from tests.e2e.invented import RIFLE
from tests.e2e.running import Ran, User, digests_in

_ITEM = "item a: A\n\n"
"""Three lines of every file below are the first line, a blank one and this; what follows starts on line 5."""

WRONG = {
    "an unknown kind": ("transfr t\n  of a\n", ["bad.wit:5: want a kind such as 'transfer', got 'transfr'"]),
    "an unknown field": (
        "manufacture\n  of a\n  wen 1986\n",
        ["bad.wit:7: manufacture: want a field such as 'when', got 'wen'"],
    ),
    "a duplicate key": (
        "manufacture\n  of a\n  when 1986\n  when 1987\n",
        ["bad.wit:8: when: want it once, got it again"],
    ),
    "a duplicate alias": ("item a: B\n", ["bad.wit:5: want a new alias, got 'a'"]),
    "31 February": (
        "manufacture\n  of a\n  when 2015-02-31\n",
        ["bad.wit:7: when: want a day that exists, got '2015-02-31'"],
    ),
    "a thirteenth month": ("manufacture\n  of a\n  when 2015-13\n", ["bad.wit:7: when: want", "got '2015-13'"]),
    "a date in words": (
        "manufacture\n  of a\n  when last spring\n",
        ["bad.wit:7: when: want an EDTF date", "got 'last spring'"],
    ),
    "a year of two digits": ("manufacture\n  of a\n  when ../15\n", ["bad.wit:7: when: want", "got '../15'"]),
    "a year 10000": ("manufacture\n  of a\n  when Y10000\n", ["bad.wit:7: when: want", "got 'Y10000'"]),
    "NaN": ("manufacture\n  of a\n  quantity NaN rifles\n", ["bad.wit:7: quantity: want", "got 'NaN rifles'"]),
    "infinity": ("manufacture\n  of a\n  quantity inf rifles\n", ["bad.wit:7: quantity: want", "got 'inf rifles'"]),
    "a negative number": (
        "manufacture\n  of a\n  quantity -3 rifles\n",
        ["bad.wit:7: quantity: want", "got '-3 rifles'"],
    ),
    "a number without a unit": ("manufacture\n  of a\n  quantity 12\n", ["bad.wit:7: quantity: want", "got '12'"]),
    "an unknown unit": (
        "manufacture\n  of a\n  quantity 12 guns\n",
        ["bad.wit:7: quantity: want a unit", "got 'guns'"],
    ),
    "a number too long": (f"manufacture\n  of a\n  quantity {'9' * 40} rifles\n", ["bad.wit:7: quantity: want"]),
    "an unknown choice": (
        "recovery\n  of a\n  how robbed\n",
        ["bad.wit:7: how: want one of", "seized", "got 'robbed'"],
    ),
    "an alias that is not there": ("manufacture\n  of b\n", ["bad.wit:6: of: want an alias of this file", "got 'b'"]),
    "an alias of the wrong kind": (
        "party p: P\n\nmanufacture\n  of p\n",
        ["bad.wit:8: of: want the alias of item or lot", "'p', which is a party"],
    ),
    "half an id": ("manufacture\n  of id:abc\n", ["bad.wit:6: of: want id: and 64 hexadecimal digits, got 'id:abc'"]),
    "a circle of references": (
        "remark x\n  nature inference\n  text t\n  about y\n\nremark y\n  nature inference\n  text t\n  about x\n",
        ["want no circle of references", "x", "y"],
    ),
    "a reference to itself": ("item b: B\n  supersedes b\n", ["want no circle of references", "b"]),
    "a person's open name": (
        "party p: Ilvane Torreth\n  sort person\n",
        ["bad.wit:5: want a person's name sealed, got it open"],
    ),
    "a missing field": ("duration\n  from a\n", ["bad.wit:5: duration: want the field to, got none"]),
    "an empty field": ("manufacture\n  of a\n  when\n", ["bad.wit:7: when: want a value, got nothing"]),
    "a name where none stands": ("manufacture m: M\n  of a\n", ["bad.wit:5: manufacture: want no name behind a colon"]),
    "a quote that does not close": ('note n: N\n  text "one\n', ["bad.wit:6: text: want a text", '\'"one\'']),
    "a line that is no field": ("manufacture\n  of a\n  ???\n", ["bad.wit:7: want FIELD VALUE, got '???'"]),
    "a line that is no field, and more of it": (
        "item b\n  ???\n    more\n",
        ["bad.wit:6: want FIELD VALUE, got '???'"],
    ),
    "a line that is no kind": ("!!!\n  of a\n", ["bad.wit:5: want KIND [ALIAS][: NAME], got '!!!'"]),
    "a sealed value without its salt": ("sealed\n  value x\n", ["bad.wit:5: want value and salt"]),
    "a sealed value of another commitment": (
        f"sealed {'0' * 64}\n  value x\n  salt {'1' * 64}\n",
        ["bad.wit:5: the value and salt do not belong to this commitment"],
    ),
    "a sealed value that is not Unicode": (
        f'sealed {"0" * 64}\n  value "\\ud800"\n  salt {"1" * 64}\n',
        ["bad.wit:"],
    ),
    "an unnamed sealed value that is not Unicode": (
        f'sealed\n  value "\\ud800"\n  salt {"1" * 64}\n',
        ["bad.wit:"],
    ),
    "half a commitment": ("party p: sealed:abc\n  sort person\n", ["bad.wit:5: name: want sealed: and 64 hexadecimal"]),
    "a text that is not Unicode": ('note n: N\n  text "\\ud800"\n', ["bad.wit:", "want text"]),
}  # fmt: skip


def _added(user: User, payload: bytes, name: str = "bad.wit") -> tuple[Ran, bool]:
    """A file added to a case that holds something; and whether the case is what it was."""
    case = user.case("my.case", RIFLE)
    before = case.read_bytes()
    ran = user.run("add", case, user.write(name, payload))
    return ran, case.read_bytes() == before


@pytest.mark.parametrize("what", WRONG)
def test_a_malformed_file_is_refused_with_its_line_and_what_was_wanted(user: User, what: str) -> None:
    text, wanted = WRONG[what]

    ran, is_untouched = _added(user, f"witnessmark 1\n\n{_ITEM}{text}".encode())

    ran.refused("refused", *wanted)
    assert ran.out == ""
    assert is_untouched


def test_every_bad_line_is_listed_in_order(user: User) -> None:
    text = f"witnessmark 1\n\n{_ITEM}" + "\n".join(
        f"manufacture\n  of a\n  when {n}-02-30\n" for n in range(2001, 2021)
    )

    ran, is_untouched = _added(user, text.encode())

    ran.refused("refused: 20 bad lines")
    numbers = [int(line.split(":")[1]) for line in ran.err.splitlines() if "bad.wit:" in line]
    assert (len(numbers), numbers) == (20, sorted(numbers))
    assert is_untouched


def test_faults_of_every_sort_are_listed_at_once(user: User) -> None:
    text = "witnessmark 1\n\n" + _ITEM + "transfr t\nmanufacture\n  of b\n  when 2015-02-31\n  colour red\n!!!\n"

    ran, _ = _added(user, text.encode())

    ran.refused("bad.wit:5:", "bad.wit:7:", "bad.wit:8:", "bad.wit:9:", "bad.wit:10:")


ENCODINGS = {
    "UTF-16": ("witnessmark 1\n\nitem a: Ä\n".encode("utf-16"), "bad.wit:1: want UTF-8 text, got byte 0xff"),
    "UTF-16 without a mark": ("witnessmark 1\n".encode("utf-16-le"), "bad.wit:1: want UTF-8 text, got a NUL character"),
    "Latin-1": ("witnessmark 1\n\nitem a: Ä\n".encode("latin-1"), "bad.wit:3: want UTF-8 text, got byte 0xc4"),
    "NUL": (b"witnessmark 1\n\nitem a: A\0B\n", "bad.wit:3: want UTF-8 text, got a NUL character"),
    "an overlong byte": (b"witnessmark 1\n\nitem a: \xc0\xaf\n", "bad.wit:3: want UTF-8 text, got byte 0xc0"),
    "a surrogate": (b"witnessmark 1\n\nitem a: \xed\xa0\x80\n", "bad.wit:3: want UTF-8 text, got byte 0xed"),
    "gzip": (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "bad.wit:1: want UTF-8 text, got byte 0x8b"),
    "nothing": (b"", "bad.wit:1: want 'witnessmark 1' on the first line, got an empty file"),
    "blank lines": (b"\n \n\n", "bad.wit:1: want 'witnessmark 1' on the first line, got an empty file"),
    "another version": (b"witnessmark 2\n", "bad.wit:1: want 'witnessmark 1' on the first line, got 'witnessmark 2'"),
    "another format": (b"id,name\n1,A\n", "bad.wit:1: want 'witnessmark 1' on the first line, got 'id,name'"),
    "a field first": (b"witnessmark 1\n  of a\n", "bad.wit:2: want a kind at the left margin before any field"),
}  # fmt: skip


@pytest.mark.parametrize("what", ENCODINGS)
def test_a_file_in_another_encoding_or_form_is_refused(user: User, what: str) -> None:
    payload, wanted = ENCODINGS[what]

    ran, is_untouched = _added(user, payload)

    ran.refused(wanted)
    assert is_untouched


@pytest.mark.parametrize("payload", [
    b"\xef\xbb\xbfwitnessmark 1\r\n\r\nitem a: A\r\n",
    b"witnessmark 1\n# a remark \xc3\xa4\n\nitem a: A",
    b"\n\nwitnessmark 1\n\titem-like comment is none\n".replace(b"\titem-like comment is none\n", b"item a: A\n\n\n"),
])  # fmt: skip
def test_byte_order_marks_line_ends_and_comments_do_no_harm(user: User, payload: bytes) -> None:
    case = user.path("my.case")
    user.run("new", case).check()

    user.run("add", case, user.write("good.wit", payload)).check()

    assert [row["text"] for row in user.rows(case)] == ["A"]


@pytest.mark.parametrize("name", ["missing.wit", "folder", "missing/deep.wit"])
def test_what_is_not_a_file_is_refused_by_name(user: User, name: str) -> None:
    case = user.case("my.case", RIFLE)
    user.path("folder").mkdir()
    before = case.read_bytes()

    user.run("add", case, user.path(name)).refused(name)
    user.run("merge", case, user.path(name)).refused(name)
    user.run("verify", case, "--head", user.path(name)).refused(name)

    assert case.read_bytes() == before


def test_of_several_files_it_is_said_which_were_taken_when_one_is_refused(user: User) -> None:
    case = user.case("my.case")
    good, bad = user.write("good.wit", RIFLE), user.write("bad.wit", "itm a: A\n")

    ran = user.run("add", case, good, bad, good)

    ran.refused("bad.wit:3: want a kind such as 'item', got 'itm'")
    taken = "party" in user.run("show", case, "--json").json["counts"]
    assert taken == ("9 statements added" in ran.words)
    assert taken == ("nothing was taken" not in ran.words)


def test_a_bad_file_fails_a_dry_run_too(user: User) -> None:
    case = user.case("my.case", RIFLE)

    user.run("add", case, user.write("bad.wit", "itm a: A\n"), "--dry-run").refused("bad.wit:3:")


@pytest.mark.parametrize("words", [
    ("--known-by", "31.12.2015"), ("--known-by", "2015-02-31"), ("--known-by", "2015-12"), ("--known-by", "today"),
])  # fmt: skip
def test_a_day_that_is_none_is_refused(user: User, words: tuple[str, ...]) -> None:
    user.run("trace", user.case("my.case", RIFLE), *words).refused(f"want a day such as 2016-02-29, got '{words[1]}'")


@pytest.mark.parametrize("prefix", ["ffff0000ffff", "xyz", ""])
def test_a_prefix_that_fits_no_single_statement_is_refused(user: User, prefix: str) -> None:
    case = user.case("my.case", RIFLE)

    user.run("retract", case, prefix, "--by", "ada", "--why", "x").refused("want the start of one statement's id")


def test_a_kind_that_the_case_does_not_hold_is_refused_with_those_it_does(user: User) -> None:
    user.run("show", user.case("my.case", RIFLE), "transfers").refused("'transfers'", "manufacture", "transfer")


@pytest.mark.parametrize("words", [
    ("new",), ("add", "x.case"), ("show", "x.case", "--colour"), ("export", "x.case"), ("retract", "x.case", "ab"),
    ("new", "x.case", "--level", "R9"), ("sow",), ("trace", "x.case", "a", "b"),
])  # fmt: skip
def test_a_command_line_that_makes_no_sense_is_refused_with_usage(user: User, words: tuple[str, ...]) -> None:
    ran = user.run(*words)

    ran.refused("Usage:")
    assert not user.path("x.case").exists()


@pytest.mark.parametrize("text", [
    'remark r\n  nature inference\n  text ""\n',
    'note n: ""\n  text ""\n',
    'item i: ""\n\nmanufacture\n  of i\n  when 1986\n',
    'party p: ""\n\nitem i: I\n\nmanufacture\n  of i\n  by p\n',
    'source s: ""\n\nitem i: I\n\nmanufacture\n  of i\n  source s\n',
    'open-question q\n  what ""\n  ask ""\n',
    'published-figure f: ""\n  value 3 rifles\n  of ""\n',
    'case c: ""\n',
])  # fmt: skip
def test_empty_words_are_refused_or_shown_and_never_bring_the_program_down(user: User, text: str) -> None:
    case = user.path("my.case")
    user.run("new", case).check()

    ran = user.run("add", case, user.write("empty.wit", text))

    if ran.status == 0:
        for words in (("trace",), ("trace", "--plain"), ("show",)):
            user.run(words[0], case, *words[1:]).check()
        kinds = user.run("show", case, "--json").json["counts"]
        assert all(user.run("show", case, row["id"]).check() for kind in kinds for row in user.rows(case, kind))
        user.exported(case, "dossier", "R3")
    else:
        ran.refused("empty.wit:")


@pytest.mark.parametrize("text", ["2015-1X", "201X", "../2015", "2015/..", "~2015", "[2015,2017]", "2015-XX-12"])
def test_a_date_that_may_be_is_taken_without_a_word_on_the_way(user: User, text: str) -> None:
    ran, _ = _added(user, f"witnessmark 1\n\n{_ITEM}manufacture\n  of a\n  when {text}\n".encode())

    assert ran.check().out.startswith("2 statements added")


def test_a_repeated_line_of_a_list_is_kept_as_said(user: User) -> None:
    twice = f"{_ITEM}condition\n  of a\n  of a\n  text worn\n"

    case = user.case("my.case", twice)

    assert "worn" in user.exported(case, "dossier", "R3")


def test_an_error_names_the_file_as_it_was_typed(user: User, tmp_path: Path) -> None:
    folder = tmp_path / "née 😀 [bold]x[/bold]"
    folder.mkdir(parents=True)
    path = folder / "bad.wit"
    path.write_text("witnessmark 1\nitm a: A\n", "utf-8")

    user.run("add", user.case("my.case"), path).refused(f"{path}:2: want a kind")


def test_no_id_stands_in_a_refusal(user: User) -> None:
    ran, _ = _added(user, f"witnessmark 1\n\n{_ITEM}manufacture\n  of a\n  colour red\n".encode())

    assert digests_in(ran.said) == set()
