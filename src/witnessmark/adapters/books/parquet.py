"""Parquet: the rows of a Parquet file, some thousand at once."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from witnessmark.adapters.books.bounds import BATCH, LARGEST_ROW_GROUP, ROWS_FREE, ROWS_PER_BYTE
from witnessmark.adapters.books.numerals import full
from witnessmark.adapters.books.origin import Contents, Origin, refusal
from witnessmark.errors import UsageError
from witnessmark.ingest.sheet import LONGEST_CELL, MOST_COLUMNS, NO_NOTES, ReadAs, Row, Sheet

_FRACTION = re.compile(r"\.([0-9]*?)0*(Z?)\Z")
_FAILURES = (pa.ArrowException, OSError, ValueError, OverflowError, EOFError)


def read(origin: Origin, _asked: ReadAs) -> Contents:
    """The one table of a Parquet file; its first row holds the names of the columns."""
    with _opened(origin, []) as file:
        metadata = file.metadata
        _refuse_vast(origin, metadata)
        schema = file.schema_arrow
    if not schema.names:
        raise refusal(origin.name, "a Parquet file with columns", "none")
    # What repeats stays packed: a few bytes can repeat a long text a million times.
    texts = [field.name for field in schema if _is_text(field.type)]
    return Contents([Sheet("", partial(_rows, origin, texts))], ReadAs(form="parquet"))


@contextmanager
def _opened(origin: Origin, texts: list[str]) -> Iterator[Any]:
    """The file, open. Whatever Arrow says of it while it is read, it says because it is damaged."""
    with origin.open() as stream:
        try:
            with pq.ParquetFile(stream, read_dictionary=texts, pre_buffer=False) as file:
                yield file
        except _FAILURES as error:
            raise _no_whole_file(origin, error) from error


def _no_whole_file(origin: Origin, error: Exception) -> UsageError:
    return refusal(origin.name, "a whole Parquet file", str(error).partition("\n")[0][:200])


def _refuse_vast(origin: Origin, metadata: Any) -> None:
    if metadata.num_columns > MOST_COLUMNS:
        raise refusal(origin.name, f"at most {MOST_COLUMNS:,} columns", f"{metadata.num_columns:,}")
    most = max(ROWS_FREE, ROWS_PER_BYTE * origin.size)
    if not 0 <= metadata.num_rows <= most:
        raise refusal(origin.name, f"at most {most:,} rows in {origin.size:,} bytes", f"{metadata.num_rows:,}")
    for place in range(metadata.num_row_groups):
        size = metadata.row_group(place).total_byte_size
        if not 0 <= size <= LARGEST_ROW_GROUP:
            raise refusal(origin.name, f"row groups of at most {LARGEST_ROW_GROUP:,} bytes", f"{size:,}")


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_binary(kind))


def _rows(origin: Origin, texts: list[str]) -> Iterator[Row]:
    with _opened(origin, texts) as file:
        schema = file.schema_arrow
        yield Row(1, [_text(name) for name in schema.names])
        letters = "".join(_form(field.type) for field in schema)
        forms = letters if letters.strip("t") else ""
        number = 2
        for batch in file.iter_batches(BATCH, use_threads=False):
            # Arrow does not look whether what a damaged file says of itself is so, before it is asked to.
            batch.validate(full=True)
            columns = [_texts(column) for column in batch.columns]
            for cells in zip(*columns, strict=True):
                yield _row(number, list(cells), forms)
                number += 1


def _row(number: int, cells: list[str], forms: str) -> Row:
    if max(map(len, cells)) > LONGEST_CELL:
        broken = f"want cells of at most {LONGEST_CELL:,} characters, got a longer one"
        return Row(number, [cell[:LONGEST_CELL] for cell in cells], forms, NO_NOTES, broken)
    return Row(number, cells, forms)


def _form(kind: pa.DataType) -> str:
    if pa.types.is_dictionary(kind):
        return _form(kind.value_type)
    if pa.types.is_boolean(kind):
        return "b"
    if pa.types.is_temporal(kind):
        return "d"
    return "n" if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind) else "t"


def _texts(column: pa.Array) -> list[str]:
    """The texts of a column."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        known = _texts(column.dictionary)
        return ["" if place is None else known[place] for place in column.indices.to_pylist()]
    if pa.types.is_temporal(kind) and not pa.types.is_duration(kind):
        return [_moment(text) for text in column.cast(pa.string()).to_pylist()]
    return [_text(value) for value in column.to_pylist()]


def _moment(text: str | None) -> str:
    """A moment as Arrow writes it, in ISO 8601; the day alone at midnight."""
    if text is None:
        return ""
    day, _, rest = text.partition(" ")
    if not rest:
        return text
    bare = _FRACTION.sub(lambda found: (f".{found[1]}" if found[1] else "") + found[2], rest)
    return day if bare in ("00:00:00", "00:00:00Z") else f"{day}T{bare}"


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case str():
            return value.replace("\0", "\N{REPLACEMENT CHARACTER}")
        case bytes():
            return _decoded(value)
        case int():
            return str(value)
        case float():
            return full(repr(value))
        case dict() | list() | tuple():
            return json.dumps(value, ensure_ascii=False, default=_text)
        case _:
            return str(value)


def _decoded(value: bytes) -> str:
    """Bytes as the text that they are, or in hexadecimal."""
    try:
        return value.decode("utf-8").replace("\0", "\N{REPLACEMENT CHARACTER}")
    except UnicodeDecodeError:
        return f"0x{value[: LONGEST_CELL // 2].hex()}"
