"""Any number of readings looked up into a file: on this machine or a cluster, interrupted and gone on with."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.e2e.running import User

REGISTER = "kind,mark,make,model,event,when\n" + "".join(
    f"serial,TX-{n:05},Orlan Works,Pattern A,made,{1970 + n % 9}\n" for n in range(0, 99_999, 37)
)
STEP = 20_000


@pytest.fixture
def batch(user: User) -> Path:
    """A register to look in, and some readings."""
    user.run("register", "add", "maker", user.write("maker.csv", REGISTER.encode())).check()
    lines = "".join(f"TX-{n:05},Pattern A\n" for n in range(0, 99_999, 999))
    return user.write("batch.csv", f"mark,model\n{lines}TX-0?037,\nTX-00[03]37,\n".encode())


def test_the_answers_stand_beside_the_readings_in_a_file(user: User, batch: Path) -> None:
    told = user.run("lookup", "--batch", batch, "--to", user.path("answers.parquet")).check()
    table = pq.read_table(user.path("answers.parquet"))
    rows = table.to_pylist()
    assert len(rows) == 103
    assert (rows[0]["reading"], rows[0]["mark"], rows[0]["stated_model"]) == ("TX-00000", "TX-00000", "Pattern A")
    assert all(0 <= row["probability"] + row["in_no_register"] <= 1 + 1e-9 for row in rows)
    assert b"maker" in table.schema.metadata[b"witnessmark"]
    assert "103 readings" in told.words


def test_the_same_questions_give_the_same_bytes(user: User, batch: Path) -> None:
    for name in ("one.parquet", "other.parquet"):
        user.run("lookup", "--batch", batch, "--to", user.path(name)).check()
    assert user.path("one.parquet").read_bytes() == user.path("other.parquet").read_bytes()


def test_json_names_registers_and_digest(user: User, batch: Path) -> None:
    told = user.run("lookup", "--batch", batch, "--engine", "local", "--json").check().json
    assert told["answers"] == 103
    assert len(told["digest"]) == len(told["registers"]["maker"]) == 64


def test_parquet_and_lines_are_read_as_well_as_csv(user: User, batch: Path) -> None:
    digests = set()
    pq.write_table(pa.table({"mark": ["TX-00037", "TX 0?074"]}), user.path("marks.parquet"))
    for each in (
        user.path("marks.parquet"),
        user.write("marks.txt", b"TX-00037\r\nTX 0?074\n"),
        user.write("marks.csv", b'\xef\xbb\xbf"Mark",other\n"TX-00037",=1+1\nTX 0?074,\n'),
    ):
        digests.add(user.run("lookup", "--batch", each, "--engine", "local", "--json").check().json["digest"])
    assert len(digests) == 1
    assert batch.exists()


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"TX-1\n\xff\n", "bad.txt", "want UTF-8 text, got byte 0xff"),
        (b"PAR1 and no more", "bad.parquet", "want readings as Parquet, CSV or one on each line"),
        (b"mark,model\nTX-1\n", "bad.csv", "Expected 2 columns, got 1"),
        (b"x" * 201, "long.txt", "row 1: want a mark of at most 200 characters"),
    ],
)
def test_a_file_that_is_no_list_of_readings_is_refused(
    user: User, batch: Path, content: bytes, name: str, message: str
) -> None:
    user.run("lookup", "--batch", user.write(name, content), "--to", user.path("x.parquet")).refused(message)
    assert not user.path("x.parquet").exists()
    assert batch.exists()


def test_what_cannot_be_done_is_said_before_anything_is_asked(user: User, batch: Path) -> None:
    user.run("lookup", "--batch", batch, "--to", "x.csv").refused("ends in .parquet")
    user.run("lookup", "--batch", batch, "--engine", "abacus").refused("want an engine of local, spark")
    user.run("lookup", "--to", "x.parquet").refused("want --batch FILE")
    for more in (["TX-1"], ["--xlsx", "x.xlsx"], ["--learnt-from", "my.case"]):
        user.run("lookup", "--batch", batch, "--to", "x.parquet", *more).refused(
            "without MARK, --xlsx and --learnt-from"
        )
    user.run("lookup", "--batch", user.path("nothing.csv"), "--engine", "local").refused("No such file")


def test_what_is_stated_of_all_is_asked_of_each_that_says_nothing_of_its_own(user: User, batch: Path) -> None:
    user.run(
        "lookup", "--batch", batch, "--to", user.path("x.parquet"), "--model", "Pattern B", "--year", "1971"
    ).check()
    asked = pq.read_table(user.path("x.parquet"), columns=["stated_model", "stated_year"]).to_pylist()
    assert asked[0] == {"stated_model": "Pattern A", "stated_year": "1971"}
    assert asked[-1] == {"stated_model": "Pattern B", "stated_year": "1971"}


def test_a_run_that_is_killed_at_any_moment_loses_and_doubles_nothing(user: User, batch: Path) -> None:
    chance = random.Random(5)  # noqa: S311 - when to kill, no secret
    marks = pa.table({"mark": [f"TX-{chance.randrange(99_999):05}" for _ in range(3 * STEP)]})
    pq.write_table(marks, user.path("many.parquet"))
    command = [sys.executable, "-m", "witnessmark", "lookup", "--batch", "many.parquet", "--to", "killed.parquet",
               "--processes", "1"]  # fmt: skip
    runs = user.home / "runs"
    for _ in range(2):
        running = subprocess.Popen(command, cwd=user.folder, env=user.environment, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)  # fmt: skip
        before = len(list(runs.glob("*/*.parquet")))
        while running.poll() is None and len(list(runs.glob("*/*.parquet"))) == before:
            time.sleep(0.02)
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert not user.path("killed.parquet").exists()
    user.run("lookup", "--batch", user.path("many.parquet"), "--to", user.path("killed.parquet")).check()
    user.run("lookup", "--batch", user.path("many.parquet"), "--to", user.path("whole.parquet")).check()
    assert user.path("killed.parquet").read_bytes() == user.path("whole.parquet").read_bytes()
    assert not list(runs.glob("*"))
    assert batch.exists()
