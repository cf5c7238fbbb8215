"""Files and names that are refused, and what is interrupted: nothing is half kept."""

import os
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.support.registers import MARKS, Desk, Interrupts, Standing

from witnessmark.adapters.shelf import FolderShelf
from witnessmark.app import registers
from witnessmark.app.lookup import Counter
from witnessmark.errors import UsageError

# What is refused


@pytest.mark.parametrize(
    "heading",
    [
        "kind,mark,colour",
        "kind",
        "mark",
        "kind,mark,mark",
        "Kind,Mark",
        "",
        "kind;mark",
        "serial,KB1",
        "kind,mark,",
        "\x00",
    ],
)
def test_columns_that_are_wrong_missing_or_doubled_are_refused(desk: Desk, heading: str) -> None:
    with pytest.raises(UsageError, match=r"a\.csv: want columns of kind, mark, last, .* with kind and mark; got '"):
        desk.csv_added(f"{heading}\nserial,KB1\n")
    assert desk.left() == []


@pytest.mark.parametrize("names", [["kind", "mark", "colour"], ["kind"], ["kind", "mark", "mark"]])
def test_columns_of_a_parquet_file_are_refused_alike(desk: Desk, names: list[str]) -> None:
    pq.write_table(pa.table([pa.array(["serial"])] * len(names), names=names), desk.folder / "a.parquet")
    with pytest.raises(UsageError, match=r"a\.parquet: want columns of"):
        desk.add(str(desk.folder / "a.parquet"))
    assert desk.left() == []


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
def test_a_parquet_file_that_is_cut_is_refused_and_nothing_of_it_kept(desk: Desk, share: float) -> None:
    path = Path(desk.parquet([{"kind": "serial", "mark": mark} for mark in MARKS]))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(UsageError, match=r"a\.parquet: want a whole Parquet or CSV file, got"):
        desk.add(str(path))
    assert (desk.left(), desk.shelf.names()) == ([], ())


def test_a_parquet_file_with_a_damaged_page_is_refused_and_nothing_of_it_kept(filled: Desk) -> None:
    path = Path(filled.parquet([{"kind": "serial", "mark": mark} for mark in MARKS]))
    content = bytearray(path.read_bytes())
    content[4:200] = b"\xff" * 196
    path.write_bytes(bytes(content))
    before = filled.left()
    with pytest.raises(UsageError, match="want a whole Parquet or CSV file"):
        filled.add(str(path))
    assert filled.left() == before


@pytest.mark.parametrize("name", ["../x", "", "A", "a/b", ".", "a" * 62, "a.b", "\x00"])
def test_a_name_that_could_be_another_folder_is_refused(desk: Desk, name: str) -> None:
    path = desk.csv(("serial", "KB1"))
    calls: list[Callable[[], object]] = [
        lambda: desk.add(path, name), lambda: registers.shown(desk.shelf, name),
        lambda: registers.remove(desk.shelf, name), lambda: Counter(desk.shelf, [name]),
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(UsageError, match="want the name of a register in small letters, digits and hyphens, got"):
            call()
    assert desk.left() == []
    assert not (desk.folder / "x").exists()


def test_a_file_that_is_not_there_or_a_folder_is_refused(desk: Desk) -> None:
    for path in (desk.folder / "none.csv", desk.folder):
        with pytest.raises(UsageError, match="want a file to read, got"):
            desk.add(str(path))
    assert desk.left() == []


def test_a_register_that_is_not_there_is_refused_with_those_that_are(filled: Desk) -> None:
    with pytest.raises(UsageError, match="want a register of r; got 'none'"):
        registers.shown(filled.shelf, "none")
    with pytest.raises(UsageError, match="want a register to look in, got none"):
        Counter(FolderShelf(filled.folder / "nowhere"))


# Interrupted


def test_what_is_interrupted_while_reading_leaves_nothing(filled: Desk) -> None:
    before = filled.left()
    path = filled.csv(("serial", "KB1"), name="b.csv")
    with pytest.raises(KeyboardInterrupt):
        registers.add(filled.shelf, "r", path, Standing(), Interrupts("reading"))
    assert filled.left() == before
    assert filled.add(path).rows == 1


def test_what_is_interrupted_while_indexing_is_kept_and_indexed_when_it_is_asked(desk: Desk) -> None:
    path = desk.csv(("serial", "KB123456"))
    with pytest.raises(KeyboardInterrupt):
        registers.add(desk.shelf, "r", path, Standing(), Interrupts("building"))
    assert desk.add(path).was_there
    assert desk.ask("KB123456").candidates[0].mark == "KB123456"


def test_what_a_killed_process_left_is_swept_away_by_the_next(filled: Desk) -> None:
    left = filled.home / "r" / "records.1.unfinished"
    left.write_bytes(b"PAR1")
    os.utime(left, (0, 0))
    filled.add(filled.csv(("serial", "KB1"), name="b.csv"))
    assert not [name for name in filled.left() if "unfinished" in name]
