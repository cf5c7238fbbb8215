"""What comes into a register and what is kept apart: all of a file is counted, by its rows."""

import json
import shutil
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.support.registers import MARKS, NAMES, Desk

from witnessmark.adapters import csv_blocks, register_source
from witnessmark.app import intake, registers
from witnessmark.errors import UsageError

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
    monkeypatch.setattr(csv_blocks, "_BLOCK", 1_000)


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


@pytest.mark.parametrize("block", [40, 70, 1_000])
@pytest.mark.parametrize("cell", ['"a, b"', '"a\nb"', '"he said ""no"""', '""', '5" long', '"a"b', "Жар", "x"])
def test_rows_are_the_same_in_whatever_pieces_a_file_is_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, cell: str, block: int
) -> None:
    lines = [
        ("none,2,%s", "serial,3", "serial,4,%s,,", "")[n % 40 // 10] if n % 10 == 5 else f"serial,{n},%s"
        for n in range(80)
    ]
    text = "\n".join(["kind,mark,note", *(line.replace("%s", cell) for line in lines)])
    desk.csv_added(text)
    whole, troubles = desk.shelf.records("r", desk.part()).to_pylist(), desk.troubles()
    monkeypatch.setattr(csv_blocks, "_BLOCK", block)
    desk.add(desk.write("b.csv", text), "pieces")
    part = desk.shelf.manifest("pieces").parts[0]
    assert desk.shelf.records("pieces", part).to_pylist() == whole
    assert desk.troubles("pieces") == troubles
    assert len(whole) + len(troubles) == 78


def test_a_quote_within_a_cell_far_on_in_a_file_moves_no_row(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _small_blocks(monkeypatch)
    lines = [f"serial,K{n},{'5in' if n < 300 else chr(34) + 'a' + chr(34)}" for n in range(600)]
    lines[400], lines[500], lines[550] = 'serial,K400,5" long', "none,K500,x", "serial,\xff,x,y"
    desk.csv_added("\n".join(["kind,mark,note", *lines]).encode("latin-1"))
    assert desk.troubles() == [(502, "kind", "none"), (552, "", "4 cells")]
    assert desk.part().rows == 598


def test_what_is_kept_does_not_depend_on_the_number_of_threads(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _small_blocks(monkeypatch)
    path = desk.csv(*[("serial" if n % 7 else "none", f"KB{n:04}", f"Depot {n % 5}") for n in range(900)],
                    columns=("kind", "mark", "holder"))  # fmt: skip
    digests = set()
    for threads in (1, 2, 4):
        monkeypatch.setattr(intake, "_THREADS", threads)
        desk.add(path, f"with-{threads}")
        part = desk.shelf.manifest(f"with-{threads}").parts[0]
        digests.add((part.digest, part.problems_digest))
    assert len(digests) == 1


def test_texts_of_a_parquet_file_that_are_no_utf_8_are_kept_apart(desk: Desk) -> None:
    raw = pa.array([b"KB1", b"\xca\xc2 71", "КВ".encode()], pa.binary())
    spoilt = pa.Array.from_buffers(pa.string(), 3, raw.buffers())
    pq.write_table(pa.table({"kind": ["serial"] * 3, "mark": spoilt}), desk.folder / "a.parquet")
    added = desk.add(str(desk.folder / "a.parquet"))
    assert (added.rows, desk.troubles()) == (2, [(2, "mark", "\ufffd\ufffd 71")])


def test_shown_counts_what_stands_in_the_columns(desk: Desk) -> None:
    desk.csv_added("kind,mark,make,event\nserial,1,Orlania,made\nserial,2,Orlania,\nlot,3,Tarvia,sold\nno,4,,\n")
    found: Any = registers.shown(desk.shelf, "r")
    assert found.counts["make"] == {"Orlania": 2, "Tarvia": 1}
    assert found.counts["event"] == {"made": 1, "sold": 1}
    assert (found.line.rows, found.line.problems) == (3, 1)
