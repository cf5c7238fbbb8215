import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.unit.adapters.books.conftest import Open

from witnessmark.adapters.books.disk import DiskBook
from witnessmark.errors import UsageError
from witnessmark.ingest.sheet import LONGEST_CELL, Row


def rows(book: DiskBook) -> list[Row]:
    (sheet,) = book.sheets()
    return list(sheet.rows())


def parquet(columns: dict[str, Any]) -> bytes:
    payload = io.BytesIO()
    pq.write_table(pa.table(columns), payload)
    return payload.getvalue()


def test_names_are_the_first_row_and_values_are_texts_with_forms(book: Open) -> None:
    content = parquet(
        {
            "model": ["R-41", None],
            "count": [7, None],
            "price": [1.5e-7, 2.0],
            "exact": [Decimal("1.50"), None],
            "sold": [date(2014, 3, 5), None],
            "seen": pa.array([datetime(2014, 3, 5, 12, 30), datetime(2014, 3, 5)], pa.timestamp("us")),  # noqa: DTZ001
            "at": [datetime(2014, 3, 5, 12, 30, tzinfo=UTC), None],
            "is_new": [True, None],
            "parts": [["a", "b"], None],
            "raw": [b"\xff\x00", b"text"],
        }
    )
    told = rows(book(content, name="a.parquet"))
    assert list(told[0].cells) == ["model", "count", "price", "exact", "sold", "seen", "at", "is_new", "parts", "raw"]
    assert list(told[1].cells) == [
        "R-41", "7", "0.00000015", "1.50", "2014-03-05", "2014-03-05T12:30:00", "2014-03-05T12:30:00Z", "TRUE",
        '["a", "b"]', "0xff00",
    ]  # fmt: skip
    assert list(told[2].cells) == ["", "", "2", "", "", "2014-03-05", "", "", "", "text"]
    assert told[1].forms == "tnnndddbtt"
    assert [row.number for row in told] == [1, 2, 3]


def test_a_text_that_is_kept_once_and_repeated_stays_so(book: Open) -> None:
    once = pa.array(["x" * 500_000])
    content = parquet({"a": pa.DictionaryArray.from_arrays(pa.array([0] * 5_000, pa.int32()), once)})
    assert len(content) < 1_000_000
    told = rows(book(content, name="a.parquet"))
    assert len({id(row.cells[0]) for row in told[1:4_000]}) == 1


def test_a_cell_that_is_too_long_breaks_its_row(book: Open) -> None:
    told = rows(book(parquet({"a": ["x" * (LONGEST_CELL + 1), "y"]}), name="a.parquet"))
    assert [bool(row.broken) for row in told] == [False, True, False]


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_file_that_is_cut_or_damaged_is_no_whole_one(book: Open, share: float) -> None:
    content = parquet({"a": list(range(10_000))})
    with pytest.raises(UsageError, match="want a whole Parquet file"):
        book(content[: int(len(content) * share)], name="a.parquet")
    damaged = content[:40] + b"\xff" * 200 + content[240:]
    with pytest.raises(UsageError, match="want a whole Parquet file"):
        rows(book(damaged, name="a.parquet"))


def test_a_place_in_a_list_that_is_not_there_is_damage(book: Open) -> None:
    payload = io.BytesIO()
    pq.write_table(pa.table({"a": ["x", "y", "z", "x"]}), payload, compression="none")
    # Four places of two bits each; three texts stand in the list.
    assert payload.getvalue().count(b"\x02\x03\x24\x00") == 1
    damaged = payload.getvalue().replace(b"\x02\x03\x24\x00", b"\x02\x03\xff\x00")
    with pytest.raises(UsageError, match="want a whole Parquet file"):
        rows(book(damaged, name="a.parquet"))


def test_a_column_of_nothing_does_not_make_rows_without_end(book: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("witnessmark.adapters.books.parquet.ROWS_FREE", 1_000)
    monkeypatch.setattr("witnessmark.adapters.books.parquet.ROWS_PER_BYTE", 1)
    with pytest.raises(UsageError, match=r"want at most [0-9,]+ rows in [0-9,]+ bytes, got 1,000,000"):
        book(parquet({"a": pa.nulls(1_000_000, pa.string())}), name="a.parquet")
