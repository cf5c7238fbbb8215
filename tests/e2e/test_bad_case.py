"""Case files that were changed, cut or never were one: said so, never shown as if nothing had happened."""

import hashlib
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.e2e.invented import LATER, RIFLE
from tests.e2e.running import User

from witnessmark.app import desk

READING = (("show",), ("trace",), ("trace", "--plain"), ("log",), ("head",), ("verify",))
"""Every command that reads a case and writes nothing."""


def past_the_store(case: Path, *queries: str, values: tuple[object, ...] = ()) -> None:
    """Change a case file as somebody with an SQLite tool would."""
    with closing(sqlite3.connect(case, isolation_level=None)) as connection:
        for query in queries:
            connection.execute(query, values)


@pytest.fixture
def case(user: User) -> Path:
    """A case of two receipts, of which nothing is remembered."""
    return user.case("my.case", RIFLE, LATER)


CHANGES = {
    "a payload changed": "UPDATE statements SET payload = CAST(replace(payload, 'Arvenia', 'Korvali') AS BLOB)",
    "a payload changed into text": "UPDATE statements SET payload = replace(payload, 'Arvenia', 'Korvali')",
    "a payload emptied": "UPDATE statements SET payload = x''",
    "a statement under another id": (
        "UPDATE statements SET id = zeroblob(32) WHERE id = (SELECT min(id) FROM statements)"
    ),
    "a statement taken out": "DELETE FROM statements WHERE id = (SELECT min(id) FROM statements)",
    "a statement put in": "INSERT INTO statements VALUES (?, ?)",
    "a receipt changed": "UPDATE receipts SET payload = CAST(replace(payload, 'ada', 'eve') AS BLOB) WHERE seq = 1",
    "a receipt changed into text": "UPDATE receipts SET payload = 'receipt' WHERE seq = 1",
    "a receipt emptied": "UPDATE receipts SET payload = x'' WHERE seq = 1",
    "a receipt taken out of the middle": "DELETE FROM receipts WHERE seq = 0",
    "a receipt under another number": "UPDATE receipts SET seq = 7 WHERE seq = 1",
    "a receipt under no number": "UPDATE receipts SET seq = 'x' WHERE seq = 1",
    "a receipt in another chain": "UPDATE receipts SET chain = zeroblob(32) WHERE seq = 1",
    "a signature changed": "UPDATE receipts SET payload = CAST(zeroblob(64) || substr(payload, 65) AS BLOB)",
    "a seal that is none": "INSERT INTO envelopes VALUES (zeroblob(32), x'ff00')",
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_a_case_that_was_changed_past_the_program_does_not_verify(user: User, case: Path, what: str) -> None:
    payload = b'{"content":{"kind":"item/1","name":"slipped in"}}'
    values = (hashlib.sha256(payload).digest(), payload) if "?" in CHANGES[what] else ()
    past_the_store(case, CHANGES[what], values=values)
    before = case.read_bytes()

    user.run("verify", case).refused()

    assert case.read_bytes() == before


@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_case_never_brings_a_reading_command_down(user: User, case: Path, what: str) -> None:
    payload = b'{"content":{"kind":"nonsense/1"}}'
    values = (hashlib.sha256(payload).digest(), payload) if "?" in CHANGES[what] else ()
    past_the_store(case, CHANGES[what], values=values)

    for words in READING:
        ran = user.run(words[0], case, *words[1:])
        assert ran.status == 0 or ran.refused(), words


@pytest.fixture
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program remember answers of small cases as it does those of large ones."""
    monkeypatch.setattr(desk, "_WORTH_REMEMBERING", 0, raising=False)


@pytest.mark.usefixtures("remembering")
@pytest.mark.parametrize("change", [
    "UPDATE answers SET payload = CAST(replace(payload, 'Arvenia', 'Korvali') AS BLOB)",
    "UPDATE answers SET payload = x'00'",
    "UPDATE answers SET payload = x''",
    "UPDATE answers SET payload = 'text'",
    "UPDATE answers SET state = 'x'",
    "DELETE FROM answers",
])  # fmt: skip
def test_a_remembered_answer_that_was_changed_is_not_shown(user: User, case: Path, change: str) -> None:
    asked = [(words[0], case, *words[1:], "--json") for words in READING]
    true = [user.run(*words).check().out for words in asked]
    past_the_store(case, change)

    again = [user.run(*words) for words in asked]

    assert all(ran.refused() if ran.status else ran.out == out for ran, out in zip(again, true, strict=True))


@pytest.mark.usefixtures("remembering")
def test_an_answer_planted_in_a_case_that_is_passed_on_is_not_shown(user: User, other: User, case: Path) -> None:
    user.run("trace", case).check()
    past_the_store(case, "UPDATE answers SET payload = CAST(replace(payload, 'Arvenia', 'Korvali') AS BLOB)")

    other.run("verify", case).check()

    assert "Korvali" not in other.run("trace", case).said


def test_a_chain_cut_at_its_end_does_not_pass_a_kept_head(user: User, case: Path) -> None:
    head = user.path("head.json")
    head.write_text(user.run("head", case).check().out, "utf-8")
    last = user.run("log", case, "--json").json[-1]["statements"]
    _cut_last_receipt(user, case)

    assert user.run("verify", case, "--json").check().json["statements"] == 12 - last
    user.run("verify", case, "--head", head).refused("the head names receipt 1", "it was cut")


def _cut_last_receipt(user: User, case: Path) -> None:
    ids = {row["id"] for kind in ("source", "party", "recovery") for row in user.rows(case, kind)}
    alone = user.case("alone.case", RIFLE)
    kept = {row["id"] for kind in ("source", "party") for row in user.rows(alone, kind)}
    for i in ids - kept:
        past_the_store(case, "DELETE FROM statements WHERE id = ?", values=(bytes.fromhex(i),))
    past_the_store(case, "DELETE FROM receipts WHERE seq = 1")


def test_a_history_written_anew_does_not_pass_a_kept_head(user: User, case: Path) -> None:
    head = user.path("head.json")
    head.write_text(user.run("head", case).check().out, "utf-8")

    user.run("verify", user.case("anew.case", RIFLE), "--head", head).refused("head")


@pytest.mark.parametrize(("old", "new"), [
    ('"seq":1', '"seq":0'), ('"seq":1', '"seq":-1'), ('"seq":1', '"seq":99999999999999999999'),
    ('"seq":1', '"seq":1.5'), ('"seq":1', '"seq":NaN'), ('"seq":1', '"seq":1,"more":1'), ('"seq":1', '"seq": 1'),
    ("{", "["), ('"store":"', '"store":"z'),
])  # fmt: skip
def test_a_head_that_was_changed_is_refused(user: User, case: Path, old: str, new: str) -> None:
    line = user.run("head", case).check().out
    assert old in line

    user.run("verify", case, "--head", user.write("h", line.replace(old, new, 1).encode())).refused()


@pytest.mark.parametrize("payload", [b"", b"\n", b"\xff\xfe", b"null\n", b"{}\n", b"[" * 9_000, b"x" * 20_000])
def test_a_file_that_is_no_head_is_refused_by_name(user: User, case: Path, payload: bytes) -> None:
    user.run("verify", case, "--head", user.write("no.head", payload)).refused("no.head")


def test_the_head_of_another_case_is_refused(user: User, other: User, case: Path) -> None:
    head = other.path("their.head")
    head.write_text(other.run("head", other.case("theirs.case", RIFLE)).check().out, "utf-8")

    user.run("verify", case, "--head", head).refused("head")


def test_a_case_that_nothing_was_written_to_has_no_head(user: User) -> None:
    user.run("head", user.case("new.case")).refused("written nothing")


def _foreign_database(path: Path) -> None:
    past_the_store(
        path, "CREATE TABLE readings (id INTEGER, text TEXT)", "INSERT INTO readings VALUES (1, 'KB 04217 86')"
    )


def _lookalike(path: Path) -> None:
    past_the_store(
        path, *(f"CREATE TABLE {name} (name TEXT, value TEXT)" for name in ("meta", "statements", "receipts"))
    )
    past_the_store(path, "INSERT INTO meta VALUES ('format', 'witnessmark case/1')")  # text, where bytes are wanted


def _version_9(path: Path) -> None:
    past_the_store(path, "UPDATE meta SET value = CAST('witnessmark case/9' AS BLOB)")


def _no_format(path: Path) -> None:
    past_the_store(path, "DELETE FROM meta")


def _no_seals(path: Path) -> None:
    past_the_store(path, "DROP TABLE envelopes")


def _bad_lockbox(path: Path) -> None:
    past_the_store(path, "INSERT INTO meta VALUES ('lockbox', CAST('{}' AS BLOB))")


@pytest.mark.parametrize("change", [_version_9, _no_format, _no_seals, _bad_lockbox])
def test_a_database_that_is_no_case_of_this_version_is_refused(
    user: User, case: Path, change: Callable[[Path], None]
) -> None:
    user.passphrase = "an invented passphrase"
    change(case)
    before = case.read_bytes()

    user.run("verify", case).refused("my.case")
    user.run("add", case, user.write("more.wit", "item more: More\n")).refused("my.case")

    assert case.read_bytes() == before


@pytest.mark.parametrize("make", [_foreign_database, _lookalike])
def test_a_foreign_database_is_refused_and_left_alone(user: User, make: Callable[[Path], None]) -> None:
    path = user.path("foreign.case")
    make(path)
    before = path.read_bytes()
    rifle = user.write("rifle.wit", RIFLE)

    for words in (*((w[0], path, *w[1:]) for w in READING), ("add", path, rifle), ("new", path)):
        user.run(*words).refused("foreign.case")

    assert path.read_bytes() == before


@pytest.mark.parametrize("payload", [
    b"", b"x", b"witnessmark 1\n", b"PK\x03\x04", b"SQLite format 3\0", b"SQLite format 3\0" + b"\xff" * 8_192,
])  # fmt: skip
def test_a_foreign_file_is_refused_and_left_alone(user: User, payload: bytes) -> None:
    path = user.write("foreign.case", payload)
    rifle = user.write("rifle.wit", RIFLE)

    for words in (*((w[0], path, *w[1:]) for w in READING), ("add", path, rifle)):
        user.run(*words).refused("foreign.case")

    assert path.read_bytes() == payload


@pytest.mark.parametrize("share", [0.0005, 0.1, 0.5, 0.8])
def test_a_truncated_case_is_refused(user: User, case: Path, share: float) -> None:
    whole = case.read_bytes()
    case.write_bytes(whole[: int(len(whole) * share)])
    before = case.read_bytes()

    for words in READING:
        user.run(words[0], case, *words[1:]).refused("my.case")

    assert case.read_bytes() == before


@pytest.mark.parametrize("seed", range(12))
def test_a_case_with_flipped_bytes_is_never_shown_as_another_and_never_brings_the_program_down(
    user: User, case: Path, seed: int
) -> None:
    true = {words: user.run(words[0], case, *words[1:], "--json").check().out for words in READING}
    chance = random.Random(seed)  # noqa: S311 - to be had again, not to be safe
    damaged = bytearray(case.read_bytes())
    for _ in range(24):
        damaged[chance.randrange(100, len(damaged))] ^= 1 << chance.randrange(8)
    case.write_bytes(damaged)

    for words in READING:
        ran = user.run(words[0], case, *words[1:], "--json")
        assert ran.refused() if ran.status else ran.out == true[words], words
