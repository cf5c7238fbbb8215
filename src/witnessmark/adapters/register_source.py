"""Register source: a CSV or Parquet file whose columns are those of a register, read so many rows at once."""

import codecs
import csv
import hashlib
import io
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
        self.digest, self._longest, self._is_utf8 = _measured(path)
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
            self._path if self._is_utf8 else pa.PythonFile(_Replaced(self._path), "r"),
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
        self.broken.append((row.number or 0, row.expected_columns, row.actual_columns, row.text))
        return "skip"


class _Replaced(io.RawIOBase):
    """A file whose bytes that are no UTF-8 are replaced by U+FFFD: Arrow cannot tell of broken lines that hold any."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Some bytes more; none at the end."""
        while block := self._file.read(size):
            if text := self._decoder.decode(block):
                return text.encode()
        return self._decoder.decode(b"", final=True).encode()

    def close(self) -> None:
        self._file.close()
        super().close()


def _measured(path: Path) -> tuple[str, int, bool]:
    """The digest of a file, the length of its longest line, and whether it is UTF-8 throughout."""
    digest, longest, begun, is_utf8 = hashlib.sha256(), 0, 0, True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(_READ):
                digest.update(block)
                is_utf8 = is_utf8 and _decodes(decoder, block)
                first = block.find(b"\n")
                if first < 0:
                    begun += len(block)
                    continue
                whole = block[first + 1 :].split(b"\n")
                longest = max(longest, begun + first, max(map(len, whole[:-1]), default=0))
                begun = len(whole[-1])
    except OSError as error:
        raise UsageError(f"{path}: want a file to read, got {error.strerror}") from error
    return digest.hexdigest(), max(longest, begun), is_utf8 and _decodes(decoder, b"", final=True)


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True
