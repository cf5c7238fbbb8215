"""Registers and look-ups at the command line: what comes in, what is kept apart, and what a mark can be."""

import csv
import io
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.e2e.running import User, hidden_in

from witnessmark.registers.schema import COLUMNS

HEADING = ("kind", "mark", "make", "model", "country", "event", "when", "holder")
MARKS = [f"{'KMT'[n % 3]}{'BXA'[n % 7 % 3]}{(n * 104_729 + 11) % 10**6:06}" for n in range(300)]
ROWS = [("serial", mark, "Orlania", ("AKM", "PKM")[n % 2], "Orlania", "made", str(1970 + n % 9), f"Depot {n}")
        for n, mark in enumerate(MARKS)]  # fmt: skip
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def as_csv(*rows: tuple[str, ...], heading: tuple[str, ...] = HEADING) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([heading, *rows])
    return text.getvalue().encode()


def added(user: User, *rows: tuple[str, ...], name: str = "made", file: str = "made.csv") -> Any:
    return user.run("register", "add", name, user.write(file, as_csv(*rows)), "--json").check().json


@pytest.fixture
def holder(user: User) -> User:
    """Somebody whose machine has a register of 300 rifles."""
    added(user, *ROWS)
    return user


def looked_up(user: User, *words: str | Path) -> Any:
    return user.run("lookup", *words, "--json").check().json


def best(answer: Any) -> tuple[str, float]:
    first = answer["resolved"]["candidates"][0]
    return first["mark"], first["probability"]


def none(answer: Any) -> float:
    return float(answer["resolved"]["in_no_register"])


def cells(path: Path) -> list[list[tuple[str, str]]]:
    """The cells of the first sheet, each with its type; a formula would be of the type ``f``."""
    with zipfile.ZipFile(path) as book:
        shared = ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - we wrote it
        texts = ["".join(t.text or "" for t in item.iter(f"{SPREADSHEET}t")) for item in shared]
        page = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - we wrote it
    rows = []
    for row in page.iter(f"{SPREADSHEET}row"):
        told = []
        for each in row:
            kind, value = each.get("t", "n"), each.findtext(f"{SPREADSHEET}v") or ""
            kind = "f" if each.find(f"{SPREADSHEET}f") is not None else kind
            told.append((kind, texts[int(value)] if kind == "s" else value))
        rows.append(told)
    return rows


# Registers


def test_a_file_is_added_and_told_with_what_was_kept_apart(user: User) -> None:
    rows = [*ROWS[:5], ("serial", "1.01219E+11", *ROWS[0][2:]), ("gun", "KB1", *ROWS[0][2:])]
    told = user.run("register", "add", "made", user.write("made.csv", as_csv(*rows))).check()
    assert "5 records came in, 2 rows were kept apart" in told.words
    assert "7 mark a mark as text: a number in scientific notation has lost digits 1.01219E+11" in told.words
    assert "8 kind one of serial, range, lot, quantity gun" in told.words


def test_every_row_of_a_broken_file_is_counted_by_its_row(user: User) -> None:
    lines = as_csv(*ROWS).splitlines()
    for n in range(0, 300, 20):
        lines[1 + n] = (b"serial,short", b"gun" + lines[1 + n][6:], b"serial,\xca\xc2,,,,,,")[n // 20 % 3]
    lines[2] = b"serial," + b"7" * 500_000 + b",,,,,,"
    path = user.write("broken.csv", b"\n".join(lines))
    found = user.run("register", "add", "broken", path, "--json").check().json
    assert (found["rows"], found["problems"]) == (284, 16)
    assert sorted(each["row"] for each in found["first_problems"]) == sorted([3, *(n + 2 for n in range(0, 300, 20))])
    user.run("register", "show", "broken").check()


def test_a_parquet_file_is_added(user: User) -> None:
    there = dict(zip(HEADING, zip(*ROWS, strict=True), strict=True))
    table = pa.table({c.name: pa.array(there.get(c.name, [""] * 300), pa.string()) for c in COLUMNS})
    pq.write_table(table, user.path("made.parquet"))
    assert user.run("register", "add", "made", user.path("made.parquet"), "--json").check().json["rows"] == 300
    assert best(looked_up(user, MARKS[0]))[0] == MARKS[0]


def test_a_parquet_file_that_is_cut_in_half_is_refused_and_nothing_of_it_kept(user: User) -> None:
    pq.write_table(pa.table({"kind": ["serial"] * 300, "mark": MARKS}), user.path("made.parquet"))
    content = user.path("made.parquet").read_bytes()
    user.path("made.parquet").write_bytes(content[: len(content) // 2])
    ran = user.run("register", "add", "made", user.path("made.parquet")).refused("want a whole Parquet or CSV file")
    assert (ran.status, user.run("register", "list", "--json").check().json) == (2, [])


def test_a_parquet_file_of_two_columns_is_added_by_a_process(user: User) -> None:
    pq.write_table(pa.table({"kind": ["serial"] * 300, "mark": MARKS}), user.path("made.parquet"))
    assert user.spawn("register", "add", "made", user.path("made.parquet"), "--json").check().json["rows"] == 300


def test_adding_twice_adds_nothing_and_says_so(holder: User) -> None:
    told = holder.run("register", "add", "made", holder.path("made.csv")).check()
    assert "made.csv: is in made already; nothing was added" in told.words
    (line,) = holder.run("register", "list", "--json").check().json
    assert (line["rows"], line["parts"]) == (300, 1)


def test_several_files_are_added_at_once(user: User) -> None:
    one, other = user.write("a.csv", as_csv(*ROWS[:5])), user.write("b.csv", as_csv(*ROWS[5:9]))
    found = user.run("register", "add", "made", one, other, "--json").check().json
    assert [each["rows"] for each in found] == [5, 4]


def test_registers_are_listed_shown_and_verified(holder: User) -> None:
    assert "made" in holder.run("register", "list").check().words
    shown = holder.run("register", "show", "made").check().words
    assert "model: AKM 150, PKM 150" in shown
    assert "made.csv 300 0 2014-05-13T16:53:20Z" in shown
    assert (
        "made: 1 parts have their digests; 0 indexes made anew"
        in holder.run("register", "verify", "made").check().words
    )
    digest = holder.run("register", "list", "--json").check().json[0]["digest"]
    assert holder.run("register", "verify", "made", "--json").check().json["digest"] == digest


def test_without_a_register_it_is_said_how_to_get_one(user: User) -> None:
    assert "no register yet; witnessmark register add NAME FILE" in user.run("register", "list").check().words
    assert user.run("lookup", "KB123456").refused("witnessmark register add NAME FILE").status == 2


def test_a_register_is_forgotten_only_when_it_is_meant(holder: User) -> None:
    assert holder.run("register", "remove", "made", typed="n\n").status == 1
    assert len(holder.run("register", "list", "--json").check().json) == 1
    assert holder.run("register", "remove", "made", "--yes").check().words == "forgotten: made, 300 records"
    assert holder.run("register", "list", "--json").check().json == []
    holder.run("register", "remove", "made", "--yes").refused("want a register of none: there is none yet")


@pytest.mark.parametrize("name", ["../x", "Made", "a/b", "", "a.b"])
@pytest.mark.parametrize("command", ["add", "show", "verify", "remove"])
def test_a_name_that_could_be_another_folder_is_refused(user: User, command: str, name: str) -> None:
    more = [user.write("made.csv", as_csv(*ROWS[:2]))] if command == "add" else []
    ran = user.run("register", command, name, *more).refused("want the name of a register in small letters")
    assert ran.status == 2
    assert not (user.home / "x").exists()


@pytest.mark.parametrize("heading", [("kind", "mark", "colour"), ("kind", "serial"), ("kind", "mark", "mark")])
def test_a_file_of_other_columns_is_refused(user: User, heading: tuple[str, ...]) -> None:
    path = user.write("bad.csv", as_csv(("serial", "KB1", "x"), heading=heading))
    ran = user.run("register", "add", "made", path).refused(
        "bad.csv: want columns of kind, mark,", "with kind and mark"
    )
    assert (ran.status, user.run("register", "list", "--json").check().json) == (2, [])
    assert user.run("register", "add", "made", path, "--json").json["error"] == "UsageError"


def test_a_part_with_a_flipped_byte_is_refused(holder: User) -> None:
    (path,) = (p for p in holder.home.glob("registers/made/*.parquet") if "problems" not in p.name)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    assert holder.run("register", "verify", "made").refused("want the digest").status == 5


def test_a_part_in_which_a_holder_was_changed_is_not_looked_up_in(holder: User) -> None:
    (path,) = (p for p in holder.home.glob("registers/made/*.parquet") if "problems" not in p.name)
    content = path.read_bytes()
    assert b"Orlania" in content
    path.write_bytes(content.replace(b"Orlania", b"Arlania"))
    holder.run("lookup", MARKS[0]).refused("want the digest")


def test_a_damaged_index_is_made_anew_and_the_answer_is_the_same(holder: User) -> None:
    before = looked_up(holder, MARKS[7])
    for path in holder.home.glob("registers/made/*.index/keys.npy"):
        path.write_bytes(path.read_bytes()[:-1] + b"\x3f")
    assert looked_up(holder, MARKS[7]) == before
    next(holder.home.glob("registers/made/*.index/rows.npy")).unlink()
    assert "1 indexes made anew" in holder.run("register", "verify", "made").check().words


def test_what_a_register_holds_cannot_steer_the_terminal(user: User) -> None:
    found = added(
        user,
        ("serial", "KB\u202e123456", "\x1b[31mX", "a\u200bb", "", "", "", "\u2066\x07"),
        ("\x1b[2J", "1", *[""] * 6),
    )
    assert (found["rows"], found["problems"]) == (1, 1)
    for words in (
        ("register", "show", "made"),
        ("lookup", "KB123456"),
        ("register", "list"),
        ("lookup", "K\u202eB1\x1b"),
    ):
        assert hidden_in(user.run(*words).check().said) == set()


# Look-ups


def test_a_mark_as_it_is_registered_is_found(holder: User) -> None:
    answer = looked_up(holder, MARKS[7])
    assert best(answer)[0] == MARKS[7]
    assert 0.95 < best(answer)[1] < 1
    told = holder.run("lookup", MARKS[7]).check().words
    assert "every character as read" in told
    assert "made: made, 1977, Depot 7" in told
    assert "in no register of made" in told


def test_a_doubtful_mark_has_several_candidates_and_what_would_separate_them(user: User) -> None:
    one, other = (
        ("serial", mark, "Orlania", model, *ROWS[0][4:]) for mark, model in (("KB123451", "AKM"), ("KB123457", "PKM"))
    )
    added(user, *ROWS, one, other)
    answer = looked_up(user, "KB12345?")
    assert {c["mark"] for c in answer["resolved"]["candidates"][:2]} == {"KB123451", "KB123457"}
    assert answer["resolved"]["would_separate"][0] == "character 8: 1 or 7"
    assert "would separate them: model: AKM or PKM" in user.run("lookup", "KB12345?").check().words


def test_an_unknown_mark_is_in_no_register(holder: User) -> None:
    answer = looked_up(holder, "ZZ999-XX-1")
    assert none(answer) > 0.999
    assert answer["resolved"]["credible_holds_none"]
    assert "in no register of made" in holder.run("lookup", "ZZ999-XX-1").check().words


@pytest.mark.parametrize("typed", [" ", "?", "*", "???", "[8B", "КВ", "é", "7" * 5_000, "\u202e", "-x", "=1+1"])
def test_any_mark_is_looked_up(holder: User, typed: str) -> None:
    answer = holder.run("lookup", "--json", "--", typed).check().json
    assert answer["typed"] == typed
    assert hidden_in(holder.run("lookup", "--", typed).check().said) == set()
    assert 0 <= none(answer) <= 1


def test_a_model_that_agrees_raises_and_one_that_contradicts_lowers(holder: User) -> None:
    typed = MARKS[0][:-1] + "?"
    silent, agrees, contradicts = (
        best(looked_up(holder, typed, *m)) for m in ((), ("--model", "AKM"), ("--model", "PKM"))
    )
    assert agrees[1] > silent[1] > contradicts[1]
    assert "! model PKM: the record says AKM" in holder.run("lookup", typed, "--model", "PKM").check().words


def test_more_coverage_raises_the_registered(holder: User) -> None:
    chances = [best(looked_up(holder, MARKS[0], "--coverage", share))[1] for share in ("0.01", "0.5", "0.99")]
    assert chances == sorted(chances)
    assert looked_up(holder, MARKS[0], "--coverage", "0.25")["coverage"] == 0.25


@pytest.mark.parametrize("share", ["0", "1", "-1", "2", "much", "nan"])
def test_a_coverage_that_is_no_chance_is_refused(holder: User, share: str) -> None:
    assert holder.run("lookup", MARKS[0], "--coverage", share).refused().status == 2


def test_one_register_can_be_asked_alone(holder: User) -> None:
    added(holder, ("serial", "KX987654", *ROWS[0][2:]), name="sold", file="sold.csv")
    assert set(looked_up(holder, "KX987654")["registers"]) == {"made", "sold"}
    alone = looked_up(holder, "KX987654", "--register", "made")
    assert set(alone["registers"]) == {"made"}
    assert none(alone) > 0.9
    holder.run("lookup", "KX987654", "--register", "lost").refused("want a register of made, sold; got 'lost'")


def test_a_mark_or_a_list_is_wanted_and_not_both(holder: User) -> None:
    path = holder.write("list.txt", b"KB1\n")
    both: list[str | Path] = [MARKS[0], "--batch", path]
    for words in ([], both):
        assert holder.run("lookup", *words).refused("want a mark to look up, or --batch FILE with many").status == 2


# Lists


def test_a_list_is_looked_up_line_by_line(holder: User) -> None:
    path = holder.write("list.txt", f"{MARKS[0]}\n\n  \r\n{MARKS[1]}\r\nZZ999999".encode())
    answers = looked_up(holder, "--batch", path)
    assert [a["typed"] for a in answers] == [MARKS[0], MARKS[1], "ZZ999999"]
    assert answers[0]["resolved"] == looked_up(holder, MARKS[0])["resolved"]
    told = holder.run("lookup", "--batch", path).check().out.splitlines()
    assert len(told) == 4
    assert [best(a)[0] for a in answers[:2]] == MARKS[:2]


def test_a_csv_file_is_looked_up_with_what_its_columns_state(holder: User) -> None:
    path = holder.write("found.csv", f"place,Mark,model\nTarvia,{MARKS[0]},PKM\nx,,\nx,{MARKS[1]},\n".encode())
    answers = looked_up(holder, "--batch", path, "--country", "Orlania")
    assert [a["typed"] for a in answers] == MARKS[:2]
    assert [(a["stated"]["model"], a["stated"]["country"]) for a in answers] == [("PKM", "Orlania"), ("", "Orlania")]


def test_standard_input_is_a_list_too(holder: User) -> None:
    ran = holder.run("lookup", "--batch", "-", "--json", typed=f"{MARKS[0]}\n{MARKS[1]}\n")
    assert [a["typed"] for a in ran.check().json] == MARKS[:2]


def test_an_empty_list_has_no_answers(holder: User) -> None:
    for content in (b"", b"\n\n", b"mark,model\n"):
        assert looked_up(holder, "--batch", holder.write("list.txt", content)) == []


def test_a_long_list_is_answered_in_its_order(holder: User) -> None:
    typed = [mark for mark in MARKS for _ in range(2)]
    answers = looked_up(holder, "--batch", holder.write("list.txt", "\n".join(typed).encode()))
    assert [a["typed"] for a in answers] == typed
    assert sum(best(a)[0] == a["typed"] for a in answers) == 600


@pytest.mark.parametrize("content", ["КВ 71".encode("cp1251"), b"mark\nKB1\n\xff"])
def test_a_list_that_is_no_utf_8_is_refused(holder: User, content: bytes) -> None:
    ran = holder.run("lookup", "--batch", holder.write("list.txt", content)).refused(
        "list.txt: want UTF-8 text, got byte"
    )
    assert ran.status == 2


def test_a_list_that_is_not_there_is_refused(holder: User) -> None:
    holder.run("lookup", "--batch", holder.path("none.txt")).refused("none.txt", "No such file or directory")


def test_a_heading_may_be_in_quotes(holder: User) -> None:
    path = holder.write("found.csv", f'"mark","model"\n"{MARKS[0]}","AKM"\n'.encode())
    assert [a["typed"] for a in looked_up(holder, "--batch", path)] == MARKS[:1]


@pytest.mark.parametrize(
    "content", [b"mark\n" + b"7" * 200_000 + b"\n", b"mark,model\nKB\r1,x\n"], ids=["giant", "return"]
)
def test_a_csv_file_of_strange_cells_is_looked_up_or_refused(holder: User, content: bytes) -> None:
    ran = holder.run("lookup", "--batch", holder.write("found.csv", content), "--json")
    if ran.status:
        ran.refused("found.csv")


def test_a_character_that_only_looks_like_a_line_break_does_not_end_an_item(holder: User) -> None:
    path = holder.write("list.txt", f"AF\u2028123\n{MARKS[0]}\n".encode())
    assert [a["typed"] for a in looked_up(holder, "--batch", path)] == ["AF\u2028123", MARKS[0]]


# Spreadsheets


def test_answers_are_written_into_a_spreadsheet(holder: User) -> None:
    path = holder.write("list.txt", f"{MARKS[0]}\nZZ999999\n".encode())
    holder.run("lookup", "--batch", path, "--xlsx", holder.path("answers.xlsx")).check()
    heading, known, unknown = cells(holder.path("answers.xlsx"))
    assert [text for _, text in heading][:3] == ["reading", "answer", "probability"]
    assert [text for _, text in known][:2] == [MARKS[0], MARKS[0]]
    assert "Depot 0" in [text for _, text in known]
    assert [text for _, text in unknown][:2] == ["ZZ999999", "in no register"]
    assert [kind for kind, _ in known[2:5]] == ["n"] * 3


def test_formulas_numbers_and_addresses_stay_text_in_a_spreadsheet(user: User) -> None:
    added(user, *ROWS, *(("serial", mark, "=2+2", "", "", "", "", holder) for mark, holder in (
        ("00714200", "=cmd|' /C calc'!A0"), ("71429999", "https://orlania.example/"), ("71428888", "@SUM(1)"),
    )))  # fmt: skip
    typed = ["=1+1", "00714200", "71429999", "71428888", "+1", "@x", "1e5", "{=1}", "<a>&"]
    path = user.write("list.txt", "\n".join(typed).encode())
    user.run("lookup", "--batch", path, "--xlsx", user.path("answers.xlsx")).check()
    rows = cells(user.path("answers.xlsx"))
    assert list(dict.fromkeys(row[0][1] for row in rows[1:])) == typed
    assert {row[0][0] for row in rows} == {"s"}
    assert {kind for row in rows for kind, _ in row} <= {"s", "n"}
    texts = [text for row in rows for kind, text in row if kind == "s"]
    assert {"=1+1", "=2+2", "=cmd|' /C calc'!A0", "00714200", "https://orlania.example/", "@SUM(1)"} <= set(texts)


def test_the_same_question_gives_the_same_bytes(holder: User) -> None:
    path = holder.write("list.txt", "\n".join([*MARKS[:20], "K?*", "[8B]1"]).encode())
    said, books = [], []
    for number in range(2):
        ran = holder.spawn("lookup", "--batch", path, "--json", "--xlsx", holder.path(f"{number}.xlsx")).check()
        said.append(ran.out)
        books.append(holder.path(f"{number}.xlsx").read_bytes())
    assert said[0] == said[1]
    assert books[0] == books[1]


def test_another_machine_gives_the_same_bytes(holder: User, other: User) -> None:
    added(other, *ROWS)
    told = [user.run("lookup", MARKS[3][:-1] + "?", "--json").check().out for user in (holder, other)]
    assert told[0] == told[1]


def test_a_spreadsheet_that_cannot_be_written_is_refused(holder: User) -> None:
    holder.run("lookup", MARKS[0], "--xlsx", holder.path("none/answers.xlsx")).refused("answers.xlsx")


def test_bytes_that_are_no_text_come_into_a_spreadsheet_or_are_refused(holder: User) -> None:
    ran = holder.spawn("lookup", "\udcff1968", "--xlsx", holder.path("answers.xlsx"))
    assert "Traceback" not in ran.said


@pytest.mark.parametrize("typed", ["KB\x0112", "KB\ufffe12", "KB\uffff12", "_x0041_", "\U0001f52b", "\t\r"])
def test_a_spreadsheet_of_any_mark_can_be_read(holder: User, typed: str) -> None:
    holder.run("lookup", "--xlsx", holder.path("answers.xlsx"), "--", typed).check()
    assert len(cells(holder.path("answers.xlsx"))) > 1
