"""Register source: a CSV or Parquet file whose columns are those of a register, read so many rows at once."""

import csv
import functools
import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from witnessmark.adapters.csv_blocks import blocks
from witnessmark.errors import UsageError
from witnessmark.registers.batch import Batch
from witnessmark.registers.schema import COLUMNS, NEEDED

_ROWS = 131_072
"""Rows of a Parquet file that are read at once."""
_LONGEST_HEADING = 4_000_000


class SourceFile:
    """A CSV or Parquet file whose columns are those of a register."""

    mapping = ""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        self.is_parquet = path.suffix.lower() in (".parquet", ".pq")
        self.first_row = 1 if self.is_parquet else 2
        self._refuse_unreadable()
        self._names = self._column_names()
        self._refuse_columns()
        beside = ThreadPoolExecutor(1, "digest")
        self._digest = beside.submit(_digest, path)
        beside.shutdown(wait=False)

    @property
    def digest(self) -> str:
        """See ``RegisterSource.digest``. It is taken while the file is read; who asks early has to wait."""
        return self._digest.result()

    @property
    def file_digest(self) -> str:
        """See ``RegisterSource.file_digest``."""
        return self.digest

    def _refuse_unreadable(self) -> None:
        try:
            self._path.open("rb").close()
        except OSError as error:
            raise UsageError(f"{self._path}: want a file to read, got {error.strerror}") from error

    def _refuse_columns(self) -> None:
        """A column that is not of the schema would be lost: it is refused."""
        named = self._names
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
            raise self._no_whole_file(error) from error

    def batches(self) -> Iterator[Callable[[], Batch]]:
        """See ``RegisterSource.batches``."""
        try:
            for read in self._parquet() if self.is_parquet else blocks(self._path, self._names):
                yield functools.partial(self._read, read)
        except (OSError, pa.ArrowException) as error:
            raise self._no_whole_file(error) from error

    def _read(self, read: Callable[[], Batch]) -> Batch:
        try:
            return read()
        except pa.ArrowException as error:
            raise self._no_whole_file(error) from error

    def _parquet(self) -> Iterator[Callable[[], Batch]]:
        repeating = [c.name for c in COLUMNS if c.repeats and not c.is_number and c.name in self._names]
        with pq.ParquetFile(self._path, read_dictionary=repeating, memory_map=True) as file:
            for batch in file.iter_batches(_ROWS, use_threads=False):
                yield functools.partial(Batch, pa.Table.from_batches([batch]))

    def _no_whole_file(self, error: Exception) -> UsageError:
        return UsageError(f"{self._path.name}: want a whole Parquet or CSV file, got {error}")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
