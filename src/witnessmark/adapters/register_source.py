"""Register source: a CSV or Parquet file whose columns are those of a register, read so many rows at once."""

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from witnessmark.errors import UsageError
from witnessmark.registers.schema import COLUMNS, NEEDED

_BLOCK = 16_000_000
"""Bytes of a CSV file that are read at once, unless a line is longer."""
_LONGEST_LINE = 400_000_000
_ROWS = 500_000
"""Rows of a Parquet file that are read at once."""
_READ = 1 << 22
_LONGEST_HEADING = 4_000_000


class SourceFile:
    """A CSV or Parquet file whose columns are those of a register."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        self.digest, self._longest = _measured(path)
        self.is_parquet = path.suffix.lower() in (".parquet", ".pq")
        self.first_row = 1 if self.is_parquet else 2
        self.broken: list[tuple[int, int, int, str]] = []
        """Lines with too many or too few cells: number, cells wanted, cells got, text. Empty lines have no text."""
        self._refuse_columns()

    def _refuse_columns(self) -> None:
        """A column that is not of the schema would be lost: it is refused."""
        named = self._column_names()
        known = [column.name for column in COLUMNS]
        unknown = [name for name in named if name not in known]
        missing = [name for name in NEEDED if name not in named]
        twice = sorted({name for name in named if named.count(name) > 1})
        if unknown or missing or twice:
            got = f"got {', '.join(map(repr, named[:40]))}"
            raise UsageError(
                f"{self._path.name}: want columns of {', '.join(known)}, with {' and '.join(NEEDED)}; {got}"
            )

    def _column_names(self) -> list[str]:
        try:
            if self.is_parquet:
                return list(pq.read_schema(self._path).names)
            with self._path.open("rb") as file:
                line = file.readline(_LONGEST_HEADING).decode("utf-8-sig", errors="replace").strip("\r\n")
            return next(csv.reader([line]), []) or [""]
        except (OSError, pa.ArrowException, csv.Error) as error:
            raise UsageError(f"{self._path.name}: want a whole Parquet or CSV file, got {error}") from error

    def tables(self) -> Iterator[pa.Table]:
        """See ``RegisterSource.tables``."""
        try:
            yield from self._parquet() if self.is_parquet else self._csv()
        except (OSError, pa.ArrowException) as error:
            raise UsageError(f"{self._path.name}: want a whole Parquet or CSV file, got {error}") from error

    def _parquet(self) -> Iterator[pa.Table]:
        named = self._column_names()
        repeating = [c.name for c in COLUMNS if c.repeats and not c.is_number and c.name in named]
        with pq.ParquetFile(self._path, read_dictionary=repeating, memory_map=True) as file:
            for batch in file.iter_batches(_ROWS):
                yield pa.Table.from_batches([batch])

    def _csv(self) -> Iterator[pa.Table]:
        if self._longest > _LONGEST_LINE:
            most = f"lines of at most {_LONGEST_LINE:,} bytes"
            raise UsageError(f"{self._path.name}: want {most}, got one of {self._longest:,}")
        types = {
            column.name: pa.dictionary(pa.int32(), pa.binary())
            if column.repeats and not column.is_number
            else pa.binary()
            for column in COLUMNS
        }
        with pacsv.open_csv(
            self._path,
            read_options=pacsv.ReadOptions(block_size=max(_BLOCK, 2 * self._longest), use_threads=False),
            parse_options=pacsv.ParseOptions(
                newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=self._set_apart
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=types, check_utf8=False, strings_can_be_null=False, null_values=[""]
            ),
        ) as reader:
            for batch in reader:
                yield pa.Table.from_batches([batch])

    def _set_apart(self, row: pacsv.InvalidRow) -> str:
        try:
            text = row.text
        except UnicodeDecodeError as error:
            text = error.object.decode(errors="backslashreplace")
        self.broken.append((row.number or 0, row.expected_columns, row.actual_columns, text))
        return "skip"


def _measured(path: Path) -> tuple[str, int]:
    """The digest of a file, and the length of its longest line."""
    digest, longest, begun = hashlib.sha256(), 0, 0
    try:
        with path.open("rb") as file:
            while block := file.read(_READ):
                digest.update(block)
                first = block.find(b"\n")
                if first < 0:
                    begun += len(block)
                    continue
                longest = max(longest, begun + first, max(map(len, block[first + 1 :].split(b"\n")[:-1]), default=0))
                begun = len(block) - block.rfind(b"\n") - 1
    except OSError as error:
        raise UsageError(f"{path}: want a file to read, got {error.strerror}") from error
    return digest.hexdigest(), max(longest, begun)
