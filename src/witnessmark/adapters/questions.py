"""Questions: files of readings to look up, and files of their answers."""

import sys
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from witnessmark.app.bulk import Work
from witnessmark.errors import StoreUnavailable, UsageError
from witnessmark.matching.many.linkage import QUESTIONS
from witnessmark.registers.facts import FACTS

_LONGEST = 200


def read_questions(name: str) -> pa.Table:
    """A Parquet file, a CSV file with a column ``mark`` and any of the attributes, or one mark on each line.

    ``-`` is standard input, which is text.
    """
    try:
        found = pq.read_table(name) if name.lower().endswith((".parquet", ".pq")) else _texts(name)
    except (OSError, pa.ArrowException) as error:
        told = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise UsageError(f"{name}: want readings as Parquet, CSV or one on each line, got {told}") from error
    if "mark" not in found.column_names:
        raise UsageError(f"{name}: want a column mark, got {', '.join(map(repr, found.column_names[:20]))}")
    return _as_questions(name, found)


def _texts(name: str) -> pa.Table:
    payload = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    try:
        text = payload.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: want UTF-8 text, got byte 0x{error.object[error.start]:02x}") from error
    heading = [each.strip().strip('"').casefold() for each in text.partition("\n")[0].split(",")]
    if "mark" not in heading:
        return pa.table({"mark": pa.array([line.strip() for line in text.split("\n") if line.strip()], pa.string())})
    options = pacsv.ReadOptions(column_names=heading, skip_rows=1)
    kinds = pacsv.ConvertOptions(column_types=dict.fromkeys(heading, pa.string()), strings_can_be_null=False)
    return pacsv.read_csv(pa.BufferReader(text.encode()), read_options=options, convert_options=kinds)


def _as_questions(name: str, table: pa.Table) -> pa.Table:
    marks = pc.fill_null(table["mark"].cast(pa.string()), "")
    is_long = np.asarray(pc.greater(pc.utf8_length(marks), _LONGEST))
    if is_long.any():
        row = int(np.flatnonzero(is_long)[0]) + 1
        raise UsageError(f"{name}, row {row}: want a mark of at most {_LONGEST} characters, got a longer one")
    empty = pa.chunked_array([pa.array([""] * len(marks), pa.string())])
    columns = [
        pc.fill_null(table[each].cast(pa.string()), "") if each in table.column_names else empty for each in FACTS
    ]
    return pa.table([pa.array(np.arange(len(marks)), pa.int64()), marks, *columns], schema=QUESTIONS).combine_chunks()


def write_answers(path: Path, questions: pa.Table, answers: pa.Table, work: Work, digest: str) -> None:
    """The questions with their answers beside them; what was asked of which registers stands in the file's metadata."""
    asked = questions.rename_columns(["question", "reading", *(f"stated_{name}" for name in FACTS)])
    beside = answers.drop_columns(["question"])
    whole = pa.table([*asked.columns, *beside.columns], names=[*asked.column_names, *beside.column_names])
    about = {"work": work, "answers": digest}
    new = path.with_name(f".{path.name}.unfinished")
    try:
        pq.write_table(whole.replace_schema_metadata({"witnessmark": msgspec.json.encode(about)}), new)
        new.replace(path)
    except OSError as error:
        raise StoreUnavailable(f"{path}: cannot be written: {error.strerror}") from error
