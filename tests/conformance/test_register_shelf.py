"""Registers on the shelf: all of a file is counted, what is damaged is made anew or refused, nothing is half kept."""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from witnessmark.adapters import register_source
from witnessmark.adapters import shelf as shelf_module
from witnessmark.adapters.shelf import FolderShelf
from witnessmark.app import registers
from witnessmark.app.lookup import Counter, looked_up
from witnessmark.app.registers import RegisterAdded, Trouble
from witnessmark.errors import Tampered, UsageError, WrongVersion
from witnessmark.matching.resolve import Resolved
from witnessmark.registers.schema import COLUMNS
from witnessmark.registers.shelf import Part

NAMES = [column.name for column in COLUMNS]
MARKS = [f"K{'BMTX'[n % 4]}{(n * 7919) % 10**6:06}" for n in range(40)]


class Standing:
    """A clock that stands."""

    def now(self) -> datetime:
        """A moment."""
        return datetime(2014, 5, 13, tzinfo=UTC)


class Unwatched:
    """Nobody watches."""

    def advance(self, done: int, total: int | None, what: str) -> None:
        """Nothing."""


class Interrupts:
    """Somebody who watches, and stops it at a step."""

    def __init__(self, word: str) -> None:
        self._word = word

    def advance(self, _done: int, _total: int | None, what: str) -> None:
        """Stop."""
        if self._word in what:
            raise KeyboardInterrupt


class Desk:
    """A shelf, and a folder with files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "registers"
        self.shelf = FolderShelf(self.home)

    def write(self, name: str, content: bytes | str) -> str:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def csv(self, *rows: Sequence[str], columns: Sequence[str] = ("kind", "mark"), name: str = "a.csv") -> str:
        return self.write(name, "".join(",".join(row) + "\n" for row in (columns, *rows)))

    def parquet(self, rows: Sequence[dict[str, str]], name: str = "a.parquet", columns: Sequence[str] = NAMES) -> str:
        table = pa.table({c: pa.array([row.get(c, "") for row in rows], pa.string()) for c in columns})
        pq.write_table(table, self.folder / name)
        return str(self.folder / name)

    def add(self, path: str, name: str = "r") -> RegisterAdded:
        return registers.add(self.shelf, name, path, Standing(), Unwatched())

    def csv_added(self, text: str | bytes) -> RegisterAdded:
        return self.add(self.write("a.csv", text))

    def troubles(self, name: str = "r") -> list[tuple[int, str, str]]:
        """Row, column and what was got, in the order of rows."""
        told: Sequence[Trouble] = registers.shown(self.shelf, name).first_problems
        return sorted((each.row, each.column, each.got) for each in told)

    def part(self, number: int = 0) -> Part:
        return self.shelf.manifest("r").parts[number]

    def file(self, end: str = ".parquet") -> Path:
        part = self.part()
        return self.home / "r" / f"{part.problems_digest if 'problems' in end else part.digest}{end}"

    def ask(self, typed: str, **stated: str) -> Resolved:
        return Counter(self.shelf).ask(typed, stated).resolved

    def left(self) -> list[str]:
        """Every file of the shelf."""
        return sorted(str(path.relative_to(self.home)) for path in self.home.rglob("*") if path.is_file())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty shelf."""
    return Desk(tmp_path)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """A shelf with a register of some marks."""
    desk.add(
        desk.csv(*[("serial", mark, f"Depot{n}") for n, mark in enumerate(MARKS)], columns=("kind", "mark", "holder"))
    )
    return desk


def flip(path: Path, at: int = -1) -> None:
    """Turns one bit of a file."""
    content = bytearray(path.read_bytes())
    content[at if at >= 0 else len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


# What comes in


def test_records_of_a_csv_file_come_in(desk: Desk) -> None:
    added = desk.add(desk.csv(("serial", "KB 1234"), ("lot", "71-42")))
    assert (added.rows, added.problems, added.was_there) == (2, 0, False)
    assert desk.shelf.records("r", desk.part())["mark"].to_pylist() == ["KB 1234", "71-42"]
    assert [line.name for line in registers.listed(desk.shelf)] == ["r"]


def test_records_of_a_parquet_file_come_in_as_those_of_a_csv_file(desk: Desk) -> None:
    rows = [{"kind": "serial", "mark": mark, "make": "Orlania"} for mark in MARKS]
    from_parquet = desk.add(desk.parquet(rows), "one")
    from_csv = desk.add(desk.csv(*[[row.get(c, "") for c in NAMES] for row in rows], columns=NAMES), "other")
    assert from_parquet.rows == from_csv.rows == 40
    one, other = (desk.shelf.records(n, desk.shelf.manifest(n).parts[0]).to_pylist() for n in ("one", "other"))
    assert one == other


def test_a_parquet_file_may_have_only_the_columns_that_it_needs(desk: Desk) -> None:
    assert desk.add(desk.parquet([{"kind": "serial", "mark": "KB1"}], columns=("kind", "mark"))).rows == 1


def test_a_file_added_twice_adds_nothing(filled: Desk) -> None:
    before = filled.left()
    again = filled.add(str(filled.folder / "a.csv"))
    copied = shutil.copy(filled.folder / "a.csv", filled.folder / "b.csv")
    assert (again.was_there, again.rows, again.digest) == (True, 0, filled.shelf.manifest("r").digest)
    assert filled.add(str(copied)).was_there
    assert filled.left() == before


def test_the_same_file_in_another_register_is_added(filled: Desk) -> None:
    assert filled.add(str(filled.folder / "a.csv"), "other").rows == 40
    assert filled.shelf.names() == ("other", "r")
    assert filled.shelf.manifest("other").digest == filled.shelf.manifest("r").digest


def test_files_are_added_one_behind_the_other(desk: Desk) -> None:
    first = desk.add(desk.csv(("serial", "KB1234"))).digest
    second = desk.add(desk.csv(("serial", "KX1234"), name="b.csv")).digest
    assert first != second
    assert [part.source for part in desk.shelf.manifest("r").parts] == ["a.csv", "b.csv"]


def test_files_of_the_same_records_and_other_problems_keep_their_own_problems(desk: Desk) -> None:
    desk.add(desk.csv(("serial", "KB1"), ("serial", "")))
    desk.add(desk.csv(("serial", "KB1"), ("serial", ""), ("serial", ""), name="b.csv"))
    assert [desk.shelf.problems("r", part).num_rows for part in desk.shelf.manifest("r").parts] == [1, 2]


def test_a_file_with_a_heading_alone_is_an_empty_register(desk: Desk) -> None:
    assert (desk.add(desk.csv()).rows, desk.ask("KB1234").in_no_register) == (0, 1.0)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("begin", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_are_no_part_of_a_mark(desk: Desk, begin: str, end: str) -> None:
    desk.csv_added(f"{begin}kind,mark{end}serial,KB1234{end}serial,КВ 71")
    assert desk.shelf.records("r", desk.part(), "mark")["mark"].to_pylist() == ["KB1234", "КВ 71"]


def test_columns_may_come_in_any_order_and_quoted(desk: Desk) -> None:
    desk.csv_added('"mark","note","kind"\n"KB,1234","a ""b""","serial"\n')
    (row,) = desk.shelf.records("r", desk.part()).to_pylist()
    assert (row["mark"], row["note"]) == ("KB,1234", 'a "b"')


@pytest.mark.parametrize("heading", ["kind, mark", "kind,mark ", "kind , mark"])
def test_blanks_around_the_name_of_a_column_are_refused_or_no_part_of_it(desk: Desk, heading: str) -> None:
    try:
        assert desk.csv_added(f"{heading}\nserial,KB1234\n").rows == 1
    except UsageError:
        assert desk.shelf.names() == ()


# What is kept apart


def test_every_twentieth_row_that_is_broken_is_counted_by_its_row(desk: Desk) -> None:
    rows = [("serial" if n % 20 else "none", f"KB{n:04}") for n in range(400)]
    added = desk.add(desk.csv(*rows))
    assert (added.rows, added.problems, len(added.first_problems)) == (380, 20, 20)
    assert [row for row, _, _ in desk.troubles()] == [2 + n for n in range(0, 400, 20)]


def test_lines_of_too_few_and_too_many_cells_are_kept_apart_and_move_no_other_row(desk: Desk) -> None:
    added = desk.csv_added(
        "kind,mark\nserial,1\nserial\nnone,2\nserial,3,4\nnone,5\nserial,6\nserial\nserial\nnone,7\n"
    )
    assert (added.rows, added.problems) == (2, 7)
    assert desk.troubles() == [
        (3, "", "1 cells"), (4, "kind", "none"), (5, "", "3 cells"), (6, "kind", "none"), (8, "", "1 cells"),
        (9, "", "1 cells"), (10, "kind", "none"),
    ]  # fmt: skip


def test_what_is_kept_apart_is_kept_whole(desk: Desk) -> None:
    desk.csv_added("kind,mark,note\nserial,KB1,a,b\nnone,KB2,wet\n")
    texts = desk.shelf.problems("r", desk.part())["text"].to_pylist()
    assert "serial,KB1,a,b" in texts
    assert {"kind": "none", "mark": "KB2", "note": "wet"} in [json.loads(t) for t in texts if t.startswith("{")]


def test_an_empty_line_is_a_row_of_the_file(desk: Desk) -> None:
    desk.csv_added("kind,mark\nserial,1\n\nnone,2\n")
    assert desk.troubles() == [(4, "kind", "none")]


def test_a_cell_of_several_lines_is_one_row(desk: Desk) -> None:
    desk.csv_added('kind,mark,note\nserial,1,"a\nb\nc"\nnone,2,x\nserial\nnone,3,\n')
    assert desk.troubles() == [(3, "kind", "none"), (4, "", "1 cells"), (5, "kind", "none")]


def test_a_row_in_another_encoding_is_kept_apart_and_the_others_come_in(desk: Desk) -> None:
    added = desk.csv_added(b"kind,mark,make\nserial,KB1,x\nserial,\xca\xc2 71,x\nserial,KB2,\xff\nserial,KB3,x\n")
    assert (added.rows, added.problems) == (2, 2)
    assert [(row, column) for row, column, _ in desk.troubles()] == [(3, "mark"), (4, "make")]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_line_of_too_many_cells_in_another_encoding_is_kept_apart(desk: Desk) -> None:
    added = desk.csv_added(b"kind,mark\nserial,KB1\nserial,\xca\xc2,x\nserial,KB2\n")
    assert (added.rows, added.problems) == (2, 1)


def test_a_giant_cell_is_kept_apart_and_cut_in_what_is_told(desk: Desk) -> None:
    added = desk.csv_added(f"kind,mark,note\nserial,KB1,\nserial,{'7' * 3_000_000},\nserial,KB2,{'x' * 3_000_000}\n")
    assert (added.rows, added.problems) == (1, 2)
    assert all(len(got) < 120 for _, _, got in desk.troubles())


def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_source, "_BLOCK", 1_000)


def test_a_cell_larger_than_what_is_read_at_once_is_kept_apart(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _small_blocks(monkeypatch)
    added = desk.csv_added(f"kind,mark\nserial,KB1\nserial,{'7' * 3_000}\nserial,KB2\n")
    assert (added.rows, added.problems) == (2, 1)


def test_rows_are_numbered_over_all_blocks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _small_blocks(monkeypatch)
    lines = [("none,X" if n % 100 == 50 else "serial" if n % 100 == 60 else f"serial,KB{n:04}") for n in range(1000)]
    added = desk.csv_added("\n".join(["kind,mark", *lines]))
    assert (added.rows, added.problems) == (980, 20)
    assert [row - 2 for row, _, _ in desk.troubles()] == [n for n in range(1000) if n % 100 in (50, 60)]


def test_rows_of_a_parquet_file_are_numbered_from_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_source, "_ROWS", 7)
    desk.add(desk.parquet([{"kind": "none" if n in (0, 25) else "lot", "mark": str(n)} for n in range(30)]))
    assert [row for row, _, _ in desk.troubles()] == [1, 26]


def test_a_quote_that_is_never_closed_loses_no_line(desk: Desk) -> None:
    desk.csv_added('kind,mark\nserial,"KB1\n' + "".join(f"serial,KX{n:04}\n" for n in range(2_000)))
    kept = desk.part().rows + sum(
        text.count("KX") for text in desk.shelf.problems("r", desk.part())["text"].to_pylist()
    )
    assert kept == 2_000


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


def test_a_file_of_more_records_than_an_index_can_name_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registers, "_MOST_ROWS", 39)
    with pytest.raises(UsageError, match="want at most 39 records in one file, got more; split it"):
        desk.add(desk.csv(*[("serial", mark) for mark in MARKS]))
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


class AddsToo:
    """Somebody who adds a file while another is being read."""

    def __init__(self, desk: Desk, path: str, patch: pytest.MonkeyPatch) -> None:
        self._desk, self._path, self._patch, self._is_done = desk, path, patch, False

    def advance(self, _done: int, _total: int | None, what: str) -> None:
        """Add it, as another process."""
        if "reading" in what and not self._is_done:
            self._is_done = True
            with self._patch.context() as patch:
                patch.setattr(os, "getpid", lambda: 1)
                self._desk.add(self._path)


def test_two_who_add_to_one_register_at_once_lose_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = desk.csv(("serial", "KB1")), desk.csv(("serial", "KB2"), name="b.csv")
    registers.add(desk.shelf, "r", one, Standing(), AddsToo(desk, other, monkeypatch))
    assert {part.source for part in desk.shelf.manifest("r").parts} == {"a.csv", "b.csv"}


# What is damaged


def answers(desk: Desk) -> list[Resolved]:
    return [desk.ask(typed) for typed in (MARKS[0], MARKS[7][:-1] + "?", "KB*", "ZZ999999", MARKS[3][:-1])]


def _other_part(desk: Desk) -> None:
    path = desk.file(".index") / "index.json"
    told = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode({**told, "part": "0" * 64}))


def _without_its_name(desk: Desk) -> None:
    path = desk.file(".index") / "index.json"
    told = msgspec.json.decode(path.read_bytes())
    del told["arrays"]["entries"]
    path.write_bytes(msgspec.json.encode(told))


def _another_array(desk: Desk) -> None:
    np.save(desk.file(".index") / "rows.npy", np.zeros(40, np.uint32))


DAMAGES: dict[str, Callable[[Desk], object]] = {
    "a flipped byte": lambda desk: flip(desk.file(".index") / "keys.npy"),
    "a flipped byte at the end": lambda desk: flip(desk.file(".index") / "rows.npy", 130),
    "a missing array": lambda desk: (desk.file(".index") / "entries.npy").unlink(),
    "another array": _another_array,
    "an empty array": lambda desk: (desk.file(".index") / "firsts.npy").write_bytes(b""),
    "of another part": _other_part,
    "an array that is not named": _without_its_name,
    "no list": lambda desk: (desk.file(".index") / "index.json").unlink(),
    "a list that is none": lambda desk: (desk.file(".index") / "index.json").write_bytes(b"[]"),
    "nothing": lambda desk: shutil.rmtree(desk.file(".index")),
    "a damaged summary": lambda desk: flip(desk.file(".index") / "about.npy"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_index_that_is_damaged_is_made_anew_and_gives_the_same_answers(filled: Desk, damage: str) -> None:
    before, files = answers(filled), filled.left()
    DAMAGES[damage](filled)
    assert answers(filled) == before
    assert filled.left() == files
    assert registers.verify(filled.shelf, "r", Unwatched()).indexes_made_anew == 0


_UNNAMED = pytest.param(
    "an array that is not named",
)


@pytest.mark.parametrize("damage", [*(d for d in DAMAGES if d != "an array that is not named"), _UNNAMED])
def test_verify_makes_a_damaged_index_anew(filled: Desk, damage: str) -> None:
    DAMAGES[damage](filled)
    assert registers.verify(filled.shelf, "r", Unwatched()).indexes_made_anew == 1
    assert registers.verify(filled.shelf, "r", Unwatched()).indexes_made_anew == 0


def test_a_part_with_a_flipped_byte_is_refused_wherever_it_is_read_whole(filled: Desk) -> None:
    for at in (4, 300, filled.file().stat().st_size - 3):
        flip(filled.file(), at)
        with pytest.raises(Tampered, match="want the digest"):
            registers.verify(filled.shelf, "r", Unwatched())
        flip(filled.file(), at)
    registers.verify(filled.shelf, "r", Unwatched())


def test_a_part_that_is_missing_is_refused(filled: Desk) -> None:
    filled.file().unlink()
    with pytest.raises(Tampered, match=r"want the digest .* got nothing"):
        registers.verify(filled.shelf, "r", Unwatched())
    with pytest.raises(Tampered, match=r"want the digest .* got nothing"):
        filled.ask(MARKS[0])


def test_a_damaged_part_makes_no_index(filled: Desk) -> None:
    shutil.rmtree(filled.file(".index"))
    flip(filled.file(), 300)
    with pytest.raises(Tampered, match="want the digest"):
        filled.ask(MARKS[0])


def _renamed(desk: Desk) -> None:
    content = desk.file().read_bytes()
    assert b"Depot0" in content
    desk.file().write_bytes(content.replace(b"Depot0", b"Denot0", 1))


def test_a_part_that_was_changed_is_not_looked_up_in(filled: Desk) -> None:
    _renamed(filled)
    with pytest.raises(Tampered):
        filled.ask(MARKS[0])


def test_damaged_problems_are_refused_as_damaged(filled: Desk) -> None:
    filled.file(".problems.parquet").write_bytes(b"PAR1")
    with pytest.raises(Tampered):
        registers.shown(filled.shelf, "r")


def test_missing_problems_are_refused_as_damaged(filled: Desk) -> None:
    filled.file(".problems.parquet").unlink()
    with pytest.raises(Tampered):
        registers.shown(filled.shelf, "r")


def test_verify_refuses_damaged_problems(filled: Desk) -> None:
    filled.file(".problems.parquet").unlink()
    with pytest.raises(Tampered):
        registers.verify(filled.shelf, "r", Unwatched())


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[]", b'{"format": "1"}'])
def test_a_damaged_manifest_is_refused(filled: Desk, content: bytes) -> None:
    (filled.home / "r" / "register.json").write_bytes(content)
    for call in (lambda: registers.listed(filled.shelf), lambda: Counter(filled.shelf)):
        with pytest.raises(Tampered, match="want the manifest of a register"):
            call()


def test_a_manifest_of_a_later_version_is_refused(filled: Desk) -> None:
    path = filled.home / "r" / "register.json"
    path.write_bytes(path.read_bytes().replace(b'"format": 1', b'"format": 99'))
    with pytest.raises(WrongVersion, match="want format 1 or less, got 99"):
        registers.shown(filled.shelf, "r")


def test_a_register_that_is_removed_is_gone_and_another_stays(filled: Desk) -> None:
    filled.add(str(filled.folder / "a.csv"), "other")
    line = registers.remove(filled.shelf, "r")
    assert (line.name, line.rows, filled.shelf.names()) == ("r", 40, ("other",))
    assert not (filled.home / "r").exists()


# What is looked up


def test_rows_come_in_the_order_in_which_they_are_asked_for(filled: Desk) -> None:
    numbers = [0, 3, 39]
    rows = filled.shelf.rows("r", filled.part(), numbers).to_pylist()
    assert [row["mark"] for row in rows] == [MARKS[n] for n in numbers]


def test_rows_of_several_groups_are_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_module, "_GROUP", 7)
    desk.add(desk.csv(*[("serial", mark) for mark in MARKS]))
    rows = desk.shelf.rows("r", desk.part(), list(range(40))).to_pylist()
    assert [row["mark"] for row in rows] == MARKS
    assert all(desk.ask(mark).candidates[0].mark == mark for mark in MARKS)


def test_a_look_up_asks_all_parts_of_all_registers(desk: Desk) -> None:
    desk.add(desk.csv(("serial", "KB123456", "AKM"), columns=("kind", "mark", "model")))
    desk.add(desk.csv(("serial", "KB123457", "AKM"), columns=("kind", "mark", "model"), name="b.csv"))
    desk.add(desk.csv(("serial", "KB123456", "AKM"), columns=("kind", "mark", "model"), name="c.csv"), "other")
    found = desk.ask("KB123456")
    assert {(r.register, r.mark) for r in found.candidates[0].records} == {("r", "KB123456"), ("other", "KB123456")}
    assert {c.mark for c in found.candidates} == {"KB123456", "KB123457"}


def test_a_register_that_is_named_twice_is_asked_once(filled: Desk) -> None:
    once, twice = (Counter(filled.shelf, names).ask(MARKS[0]).resolved for names in (["r"], ["r", "r"]))
    assert once == twice


@pytest.mark.parametrize("typed", ["AB*", "AB0???"])
def test_an_answer_that_leaves_out_records_that_fit_says_so(desk: Desk, typed: str) -> None:
    desk.add(desk.csv(*[("serial", f"AB{n:04}") for n in range(1000)]))
    found = desk.ask(typed)
    assert len(found.candidates) + found.others == 1000 or not found.is_whole


def test_an_answer_that_leaves_out_records_of_one_mark_says_so(desk: Desk) -> None:
    desk.add(desk.csv(*[("serial", "AB123456")] * 400))
    found = desk.ask("AB123456")
    assert len(found.candidates) + found.others == 400 or not found.is_whole


def test_a_range_is_found_by_a_serial_within_it_and_a_quantity_by_none(desk: Desk) -> None:
    desk.csv_added("kind,mark,last\nrange,KB123456,KB123499\nquantity,KB123456,\nlot,KB123457,\n")
    assert [c.facts["kind"] for c in desk.ask("KB123456").candidates] == ["range", "lot"]


def test_many_readings_are_answered_as_each_alone(filled: Desk) -> None:
    typed = [*MARKS[:5], "", "KB*", "???", "[8B]1"]
    together = [a.resolved for a in looked_up(Counter(filled.shelf), [(t, {}) for t in typed], Unwatched())]
    assert together == [filled.ask(t) for t in typed]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to the superuser")
def test_a_folder_that_cannot_be_written_is_refused(desk: Desk) -> None:
    desk.home.mkdir()
    desk.home.chmod(0o500)
    with pytest.raises(Exception, match="Permission denied"):
        desk.add(desk.csv(("serial", "KB1")))


def test_shown_counts_what_stands_in_the_columns(desk: Desk) -> None:
    desk.csv_added("kind,mark,make,event\nserial,1,Orlania,made\nserial,2,Orlania,\nlot,3,Tarvia,sold\nno,4,,\n")
    found: Any = registers.shown(desk.shelf, "r")
    assert found.counts["make"] == {"Orlania": 2, "Tarvia": 1}
    assert found.counts["event"] == {"made": 1, "sold": 1}
    assert (found.line.rows, found.line.problems) == (3, 1)
