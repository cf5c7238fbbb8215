"""Registers at the command line: what comes in, what is kept apart, and what is refused."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.e2e.invented_registers import HEADING, MARKS, ROWS, added, as_csv, best, looked_up
from tests.e2e.running import User, hidden_in

from witnessmark.registers.schema import COLUMNS


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
