"""Rows that were kept apart: nothing of them is lost, whatever stands in them."""

import json

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.registers import telling
from witnessmark.registers.checking import checked
from witnessmark.registers.schema import COLUMNS

NAMES = [column.name for column in COLUMNS]
CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5) | st.sampled_from(["", '{, "', "\\", "\x00\n"])
BROKEN = "no event at all"


def kept_apart(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    columns = {name: pa.array([row.get(name, "") for row in rows], pa.string()) for name in NAMES}
    return [json.loads(text) for text in checked(pa.table(columns))[1]["text"].to_pylist()]


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), CELLS), min_size=1, max_size=5))
def test_all_cells_of_a_row_come_back_in_the_order_of_the_columns(rows: list[dict[str, str]]) -> None:
    broken = [{**row, "event": BROKEN} for row in rows]
    told = kept_apart(broken)
    assert told == [{name: row[name] for name in NAMES if row.get(name)} for row in broken]
    assert [list(each) for each in told] == [[n for n in NAMES if row.get(n)] for row in broken]


@given(CELLS)
def test_a_row_is_told_as_python_writes_json(cell: str) -> None:
    row = {"mark": cell, "event": BROKEN, "note": cell}
    columns = {name: [value] for name, value in row.items()}
    (text,) = checked(pa.table(columns))[1]["text"].to_pylist()
    assert text == json.dumps({name: value for name, value in row.items() if value}, ensure_ascii=False)


def test_rows_are_told_alike_however_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"kind": "serial", "mark": "7" * n, "event": BROKEN} for n in range(1, 30)]
    before = kept_apart(rows)
    monkeypatch.setattr(telling, "_AT_ONCE", 40)
    assert kept_apart(rows) == before
