"""Questions: files of readings to look up, and files of their answers."""

from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from witnessmark.app.bulk import Work
from witnessmark.errors import StoreUnavailable, UsageError
from witnessmark.matching.linkage import QUESTIONS
from witnessmark.registers.facts import FACTS

_LONGEST = 200
_HEADING = 10_000


def read_questions(path: Path) -> pa.Table:
    """A Parquet file, a CSV file with a column ``mark`` and any of the attributes, or one mark on each line."""
    try:
        found = pq.read_table(path) if path.suffix.lower() in (".parquet", ".pq") else _lines(path)
    except (OSError, pa.ArrowException) as error:
        raise UsageError(f"{path}: want readings as Parquet, CSV or one on each line, got {error}") from error
    if "mark" not in found.column_names:
        raise UsageError(f"{path}: want a column mark, got {', '.join(map(repr, found.column_names[:20]))}")
    return _as_questions(path, found)


def _lines(path: Path) -> pa.Table:
    with path.open("rb") as file:
        heading = file.readline(_HEADING).decode("utf-8-sig", errors="replace").strip().casefold()
    if "mark" in [each.strip().strip('"') for each in heading.split(",")]:
        texts = pacsv.ConvertOptions(
            column_types={name: pa.string() for name in QUESTIONS.names[1:]}, strings_can_be_null=False
        )
        table = pacsv.read_csv(path, convert_options=texts)
        return table.rename_columns([name.strip().casefold().lstrip("\ufeff") for name in table.column_names])
    text = path.read_bytes()
    try:
        lines = text.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: want UTF-8 text, got byte 0x{error.object[error.start]:02x}") from error
    return pa.table({"mark": pa.array([line.strip() for line in lines if line.strip()], pa.string())})


def _as_questions(path: Path, table: pa.Table) -> pa.Table:
    marks = pc.fill_null(table["mark"].cast(pa.string()), "")
    is_long = np.asarray(pc.greater(pc.utf8_length(marks), _LONGEST))
    if is_long.any():
        row = int(np.flatnonzero(is_long)[0]) + 1
        raise UsageError(f"{path}, row {row}: want a mark of at most {_LONGEST} characters, got a longer one")
    empty = pa.chunked_array([pa.array([""] * len(marks), pa.string())])
    columns = [
        pc.fill_null(table[name].cast(pa.string()), "") if name in table.column_names else empty for name in FACTS
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
