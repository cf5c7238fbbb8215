"""Several who add to one register at once: no part is lost, and none is kept twice."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pytest
from tests.support.registers import Desk, Standing, Unwatched

from witnessmark.adapters.locks import locked
from witnessmark.app import registers
from witnessmark.errors import StoreUnavailable
from witnessmark.registers.shelf import Manifest

ADDERS, FILES = 4, 8
ADDER = """
import os, sys, time
from tests.support.registers import Standing, Unwatched
from witnessmark.adapters.shelf import FolderShelf
from witnessmark.app import registers

registers.index_of = lambda *_: None  # the race is for the manifest; it is to be run often
home, signal, *paths = sys.argv[1:]
shelf = FolderShelf(__import__("pathlib").Path(home))
print("ready", flush=True)
while not os.path.exists(signal):
    pass
for path in paths:
    registers.add(shelf, "r", path, Standing(), Unwatched())
"""


class AddsToo:
    """Somebody who adds a file while another is being read."""

    def __init__(self, desk: Desk, path: str) -> None:
        self._desk, self._path, self._is_done = desk, path, False

    def advance(self, _done: int, _total: int | None, what: str) -> None:
        """Add it, as another process."""
        if "reading" in what and not self._is_done:
            self._is_done = True
            self._desk.add(self._path)


def test_who_adds_while_another_reads_is_not_forgotten(desk: Desk) -> None:
    one, other = desk.csv(("serial", "KB1")), desk.csv(("serial", "KB2"), name="b.csv")
    registers.add(desk.shelf, "r", one, Standing(), AddsToo(desk, other))
    assert {part.source for part in desk.shelf.manifest("r").parts} == {"a.csv", "b.csv"}


def test_one_file_that_two_add_at_once_is_added_once(desk: Desk) -> None:
    path = desk.csv(("serial", "KB1"), ("none", "KB2"))
    added = registers.add(desk.shelf, "r", path, Standing(), AddsToo(desk, path))
    assert (added.was_there, added.rows, added.digest) == (True, 0, desk.shelf.manifest("r").digest)
    assert (len(desk.shelf.manifest("r").parts), [n for n in desk.left() if "unfinished" in n]) == (1, [])


def _race(desk: Desk, files: list[list[str]]) -> None:
    """Processes that add files to one register, all from the same moment on."""
    signal, root = desk.folder / "go", Path(__file__).parents[2]
    command = [sys.executable, "-c", ADDER, str(desk.home), str(signal)]
    processes = [
        subprocess.Popen([*command, *paths], stdout=subprocess.PIPE, cwd=root, env={**os.environ, "PYTHONPATH": "."})
        for paths in files
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
    signal.touch()
    for process in processes:
        process.communicate()
        assert process.returncode == 0


def test_processes_that_race_lose_no_part(desk: Desk) -> None:
    files = [[desk.csv(("serial", f"KB{a}{n}"), name=f"{a}-{n}.csv") for n in range(FILES)] for a in range(ADDERS)]
    _race(desk, files)
    assert len({part.source for part in desk.shelf.manifest("r").parts}) == ADDERS * FILES
    assert registers.verify(desk.shelf, "r", Unwatched()).parts == ADDERS * FILES


def test_processes_that_race_with_the_same_files_add_each_once(desk: Desk) -> None:
    _race(desk, [[desk.csv(("serial", f"KB{n}"), name=f"{n}.csv") for n in range(FILES)]] * ADDERS)
    assert sorted(part.source for part in desk.shelf.manifest("r").parts) == [f"{n}.csv" for n in range(FILES)]
    assert [name for name in desk.left() if "unfinished" in name] == []


def test_a_lock_whose_file_was_removed_by_who_had_it_holds_for_those_who_waited(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    waits = f"""
import pathlib
from witnessmark.adapters.locks import locked
print("ready", flush=True)
with locked(pathlib.Path({str(path)!r})):
    print("locked", pathlib.Path({str(path)!r}).exists(), flush=True)
"""
    with locked(path):
        process = subprocess.Popen([sys.executable, "-c", waits], stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.3)
        assert process.poll() is None
        path.unlink()
    assert process.communicate()[0] == b"locked True\n"


def test_a_register_that_is_removed_leaves_no_lock(desk: Desk) -> None:
    desk.add(desk.csv(("serial", "KB1")))
    registers.remove(desk.shelf, "r")
    assert not (desk.home / "r").exists()
    assert desk.add(desk.csv(("serial", "KB1"))).rows == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to the superuser")
def test_a_register_whose_folder_cannot_be_written_cannot_be_locked(desk: Desk) -> None:
    desk.home.mkdir()
    desk.home.chmod(0o500)
    with pytest.raises(StoreUnavailable, match="Permission denied"), desk.shelf.changing("r"):
        pass


def test_a_register_that_is_removed_while_another_adds_is_gone_or_has_what_was_added(desk: Desk) -> None:
    desk.add(desk.csv(("serial", "KB1")))

    class Removes:
        def advance(self, _done: int, _total: int | None, what: str) -> None:
            if "reading" in what:
                registers.remove(desk.shelf, "r")

    with pytest.raises(StoreUnavailable):
        registers.add(desk.shelf, "r", desk.csv(("serial", "KB2"), name="b.csv"), Standing(), Removes())
    assert desk.shelf.manifest("r") == Manifest(format=1, name="r", parts=())


# Files of more records than one part has


def test_a_file_of_more_records_than_an_index_can_name_becomes_several_parts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("witnessmark.app.intake._MOST_ROWS", 100)
    monkeypatch.setattr("witnessmark.adapters.csv_blocks._BLOCK", 600)
    rows = [("serial" if n % 10 else "none", f"KB{n:06}") for n in range(500)]
    added = desk.add(desk.csv(*rows))
    parts = desk.shelf.manifest("r").parts
    assert [part.rows for part in parts] == [100, 100, 100, 100, 50]
    assert len({part.source_digest for part in parts}) == 1
    assert (added.rows, added.problems, added.was_there) == (450, 50, False)
    kept = pa.concat_tables([desk.shelf.records("r", part, "mark") for part in parts])["mark"].to_pylist()
    apart = pa.concat_tables([desk.shelf.problems("r", part) for part in parts])["row"].to_pylist()
    assert kept == [mark for kind, mark in rows if kind == "serial"]
    assert apart == [2 + n for n in range(0, 500, 10)]
    assert desk.ask("KB000007").candidates[0].mark == "KB000007"
    assert desk.ask("KB000499").candidates[0].mark == "KB000499"
    assert desk.add(str(desk.folder / "a.csv")).was_there
    assert desk.shelf.manifest("r").parts == parts


@pytest.mark.parametrize(
    ("count", "parts"), [(0, [0]), (1, [1]), (99, [99]), (100, [100]), (101, [100, 1]), (200, [100, 100])]
)
def test_a_part_is_begun_only_for_a_record_that_has_no_room(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, count: int, parts: list[int]
) -> None:
    monkeypatch.setattr("witnessmark.app.intake._MOST_ROWS", 100)
    desk.add(desk.csv(*[("serial", f"KB{n:06}") for n in range(count)]))
    assert [part.rows for part in desk.shelf.manifest("r").parts] == parts


def test_a_file_that_fails_after_its_first_part_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("witnessmark.app.intake._MOST_ROWS", 10)
    monkeypatch.setattr("witnessmark.adapters.csv_blocks._BLOCK", 100)

    class Stops:
        def advance(self, done: int, _total: int | None, _what: str) -> None:
            if done > 50:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        registers.add(desk.shelf, "r", desk.csv(*[("serial", f"KB{n}") for n in range(90)]), Standing(), Stops())
    assert desk.left() == []
