"""An invented register as a file of Parquet or CSV: a twentieth of its rows are broken, in a dozen ways.

python benchmarks/synthetic_register.py FILE ROWS SEED writes one; `bench_registers.py` takes it in.
"""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

_BLOCK = 131_072
"""Rows that are made at once, and that lie in one group of a Parquet file, so that every tool can use two threads."""
_BROKEN = 0.05
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"

_WAYS = (
    ("kind", "weapon"), ("mark", "  "), ("mark", "1.04E+05"), ("mark", "104217.00"), ("mark", "4-Mar-86"),
    ("mark", "KB\x07421"), ("quantity", "about 12"), ("event", "bought"), ("when", "13/1984"), ("when", "1984-15"),
    ("grade", "F"), ("last", "KB 00001"), ("kind", "range"),
)  # fmt: skip
"""What is put into which column. The last serial is no range's end behind its first, nor is any serial without one."""
_GIANTS = (("mark", "K" * 201), ("note", "far too long " * 800))
_GIANT = 20_000
"""So many rows have one cell that is far too long."""

Columns = dict[str, pa.Array]


def _texts(form: str, count: int) -> pa.Array:
    return pa.array([form.format(n) for n in range(count)])


_CHOICES: dict[str, tuple[pa.Array, float]] = {
    "make": (_texts("Orlan Works {}", 40), 0.02),
    "model": (_texts("Pattern {}", 120), 0.05),
    "calibre": (pa.array(["7.62x39", "5.45x39", "5.56x45", "7.62x51", "9x18", "9x19", "7.62x54R", "12.7x108"]), 0.1),
    "country": (_texts("Northland {}", 30), 0.02),
    "event": (pa.array(["made", "sold", "exported", "imported", "issued", "lost", "stolen", "documented"]), 0.05),
    "holder": (_texts("Depot No. {} of the Ministry", 5_000), 0.3),
    "source": (_texts("Delivery book vol. {}", 200), 0.01),
    "grade": (pa.array(list("ABCDEX")), 0.1),
    "note": (_texts("see the column of remarks {}", 300), 0.9),
}
"""The values of a column, and how often it is empty."""


def _chosen(values: pa.Array, empty: float, count: int, chance: np.random.Generator) -> pa.Array:
    numbers = pa.array(chance.integers(0, len(values), count), mask=chance.random(count) < empty)
    return pc.fill_null(values.take(numbers), "")


def _numbered(chance: np.random.Generator, count: int, numbers: Any) -> pa.Array:
    """Marks of a prefix and a number of five digits."""
    letters = pa.array([f"{a}{b} " for a in _LETTERS for b in _LETTERS])
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 5, "0")
    return pc.binary_join_element_wise(letters.take(pa.array(chance.integers(0, len(letters), count))), digits, "")


def _dates(chance: np.random.Generator, count: int) -> pa.Array:
    day = np.datetime64("1955-01-01") + chance.integers(0, 50 * 365, count).astype("timedelta64[D]")
    days = pa.array(day.astype(str))
    shape = pa.array(chance.integers(0, 5, count))
    return pc.choose(
        shape,
        days,
        pc.utf8_slice_codeunits(days, 0, 7),
        pc.utf8_slice_codeunits(days, 0, 4),
        pc.binary_join_element_wise(pc.utf8_slice_codeunits(days, 0, 4), "~", ""),
        "",
    )


def _block(first: int, count: int, chance: np.random.Generator) -> pa.Table:
    kinds = chance.choice(4, count, p=[0.85, 0.08, 0.04, 0.03])
    begin = chance.integers(0, 90_000, count)
    marks = _numbered(chance, count, begin)
    ends = pc.utf8_lpad(pa.array(begin + chance.integers(0, 9_999, count)).cast(pa.string()), 5, "0")
    lasts = pc.binary_join_element_wise(pc.utf8_slice_codeunits(marks, 0, 3), ends, "")
    counts = pc.utf8_lpad(pa.array(chance.integers(1, 5_000, count)).cast(pa.string()), 5, " ")
    columns: Columns = {
        "kind": pa.array(["serial", "range", "lot", "quantity"]).take(pa.array(kinds)),
        "mark": pc.if_else(pa.array(kinds == 3), "", marks),
        "last": pc.if_else(pa.array(kinds == 1), lasts, ""),
        "quantity": pc.if_else(pa.array(kinds >= 2), counts, ""),
    }
    columns |= {name: _chosen(values, empty, count, chance) for name, (values, empty) in _CHOICES.items()}
    columns["when"] = _dates(chance, count)
    columns["record"] = pa.array(np.arange(first, first + count)).cast(pa.string())
    _break(columns, count, chance)
    return pa.table(columns)


def _break(columns: Columns, count: int, chance: np.random.Generator) -> None:
    """Breaks some rows, each in one way."""
    way = np.where(chance.random(count) < _BROKEN, chance.integers(0, len(_WAYS), count), -1)
    way = np.where(chance.random(count) < 1 / _GIANT, len(_WAYS) + chance.integers(0, 2, count), way)
    for number, (column, value) in enumerate((*_WAYS, *_GIANTS)):
        columns[column] = pc.if_else(pa.array(way == number), value, columns[column])
        if column == "last":
            columns["kind"] = pc.if_else(pa.array(way == number), "range", columns["kind"])


def write(path: Path, rows: int, seed: int) -> None:
    """Writes a register of so many rows, as Parquet or CSV as the file's name says."""
    chance = np.random.default_rng(seed)
    schema = _block(0, 1, np.random.default_rng(seed)).schema
    writers: dict[str, Callable[[], Any]] = {
        ".parquet": lambda: pq.ParquetWriter(path, schema),
        ".csv": lambda: pacsv.CSVWriter(path, schema, write_options=pacsv.WriteOptions(quoting_style="none")),
    }
    with ExitStack() as stack:
        writer = stack.enter_context(writers[path.suffix]())
        for first in range(0, rows, _BLOCK):
            writer.write_table(_block(first, min(_BLOCK, rows - first), chance))


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
