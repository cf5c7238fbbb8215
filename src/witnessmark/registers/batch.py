"""Batch: some rows of a file as they are read, among them lines of which no row could be made."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from witnessmark.registers.checking import checked
from witnessmark.registers.schema import PROBLEMS

_CELL_TEXT = 10_000_000


class BrokenLine(NamedTuple):
    """A line with too many or too few cells. An empty line has no text."""

    number: int
    """Where it stands among the rows of its batch, from 0."""
    wanted: int
    """Cells."""
    got: int
    text: str


class Batch(NamedTuple):
    """Rows that were read together, and the lines between them that are none."""

    rows: pa.Table
    broken: Sequence[BrokenLine] = ()
    numbers: Sequence[int] = ()
    """The file's own number of each row, where rows that are none stand between them."""
    unread: pa.Table | None = None
    """Rows of which no record was made, as problems by the file's own numbers."""


class CheckedBatch(NamedTuple):
    """The records of a batch, and its other rows, numbered from 0."""

    lines: int
    """Rows and lines of the file."""
    records: pa.Table
    problems: pa.Table
    is_numbered: bool = False
    """Whether problems have the file's own numbers already."""


def checked_batch(batch: Batch) -> CheckedBatch:
    """What of a batch are records, and what was kept apart, in the order of the file."""
    rows, broken, numbers, unread = batch
    records, problems = checked(rows, first=0)
    if numbers or unread is not None:
        return CheckedBatch(rows.num_rows, records, _by_numbers(problems, numbers, unread), is_numbered=True)
    if broken:
        problems = pa.concat_tables([_moved(problems, broken), _lines(broken)]).sort_by("row")
    return CheckedBatch(rows.num_rows + len(broken), records, problems)


def _by_numbers(problems: pa.Table, numbers: Sequence[int], unread: pa.Table | None) -> pa.Table:
    """Problems of a batch by the file's own numbers of rows, with those of rows that could not be read."""
    places = problems["row"].to_numpy()
    own = pa.array(np.asarray(numbers, np.int64)[places] if len(places) else np.zeros(0, np.int64), pa.int64())
    found = problems.set_column(0, "row", own)
    return found if unread is None else pa.concat_tables([found, unread]).sort_by("row")


def numbered_from(problems: pa.Table, first: int) -> pa.Table:
    """Problems of a batch by the rows of the file, of which the batch begins with ``first``."""
    return problems.set_column(0, "row", pc.add(problems["row"], first))


def _moved(problems: pa.Table, broken: Sequence[BrokenLine]) -> pa.Table:
    """Problems of rows, counting the lines between them."""
    numbers = np.array(sorted(line.number for line in broken), np.int64)
    # Each broken line before a row moves it one on; of the k-th, counted from 0, k were skipped before it.
    skipped = numbers - np.arange(len(numbers))
    rows = problems["row"].to_numpy()
    return problems.set_column(0, "row", pa.array(rows + np.searchsorted(skipped, rows, side="right"), pa.int64()))


def _lines(broken: Sequence[BrokenLine]) -> pa.Table:
    """Lines with too many or too few cells, as problems."""
    told = [
        {"row": number, "column": "", "wanted": f"{want} cells", "got": f"{got} cells", "text": text[:_CELL_TEXT]}
        for number, want, got, text in broken
        if text.strip()
    ]
    return pa.Table.from_pylist(told, schema=PROBLEMS)
