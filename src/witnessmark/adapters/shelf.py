"""Shelf: registers as Parquet files in a folder, with their manifests and indexes; what is damaged is never trusted."""

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from witnessmark.errors import StoreUnavailable, Tampered, UsageError, WrongVersion
from witnessmark.registers.schema import COLUMNS, NEEDED, PROBLEMS, SCHEMA, VERSION
from witnessmark.registers.shelf import NAME, Manifest, Part

_BLOCK = 16_000_000
"""Bytes of a CSV file that are read at once."""
_ROWS = 500_000
"""Rows of a Parquet file that are read at once."""
_GROUP = 65_536
"""Rows that are written together, and so read together where one of them is wanted."""
_LONGEST_ROW = 4_000_000
_CHECKED_AT_ONCE = 300_000_000
"""Bytes of an index that are always checked when it is opened; of a larger one, only what changed since it last was."""
_INDEX_FORMAT = 2


class FolderShelf:
    """``RegisterShelf`` in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> tuple[str, ...]:
        """See ``RegisterShelf.names``."""
        found = self._folder.glob("*/register.json") if self._folder.is_dir() else ()
        return tuple(sorted(path.parent.name for path in found))

    def manifest(self, name: str) -> Manifest:
        """See ``RegisterShelf.manifest``."""
        path = self._of(name) / "register.json"
        try:
            found = msgspec.json.decode(path.read_bytes(), type=Manifest)
        except FileNotFoundError:
            return Manifest(format=VERSION, name=name, parts=())
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise Tampered(f"{path}: want the manifest of a register, got something else: {error}") from error
        if found.format > VERSION:
            raise WrongVersion(f"{path}: want format {VERSION} or less, got {found.format}")
        return found

    def open_source(self, path: str) -> "SourceFile":
        """See ``RegisterShelf.open_source``."""
        return SourceFile(Path(path))

    def new_part(self, name: str) -> "PartWriter":
        """See ``RegisterShelf.new_part``."""
        folder = self._of(name)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for left in folder.glob("*.unfinished"):
                left.unlink()
            return PartWriter(folder)
        except OSError as error:
            raise StoreUnavailable(f"{folder}: {error.strerror}") from error

    def keep(self, manifest: Manifest) -> None:
        """See ``RegisterShelf.keep``."""
        path = self._of(manifest.name) / "register.json"
        _write(path, msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")

    def remove(self, name: str) -> None:
        """See ``RegisterShelf.remove``."""
        shutil.rmtree(self._of(name))

    def records(self, name: str, part: Part, *columns: str) -> pa.Table:
        """See ``RegisterShelf.records``."""
        path = self._of(name) / f"{part.digest}.parquet"
        try:
            return pq.read_table(path, columns=list(columns) or None, memory_map=True)
        except (OSError, pa.ArrowException) as error:
            raise Tampered(f"{path}: want the part as it was written, got {error}") from error

    def rows(self, name: str, part: Part, numbers: Sequence[int]) -> pa.Table:
        """See ``RegisterShelf.rows``."""
        path = self._of(name) / f"{part.digest}.parquet"
        wanted = np.asarray(numbers, np.int64)
        try:
            with pq.ParquetFile(path, memory_map=True) as file:
                ends = np.cumsum([file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)])
                groups = np.searchsorted(ends, wanted, side="right")
                found = [
                    file.read_row_group(int(group)).take(
                        pa.array(wanted[groups == group] - (ends[group - 1] if group else 0))
                    )
                    for group in np.unique(groups)
                ]
            return pa.concat_tables(found)
        except (OSError, pa.ArrowException) as error:
            raise Tampered(f"{path}: want the part as it was written, got {error}") from error

    def problems(self, name: str, part: Part) -> pa.Table:
        """See ``RegisterShelf.problems``."""
        return pq.read_table(self._of(name) / f"{part.digest}.problems.parquet")

    def check(self, name: str, part: Part) -> None:
        """See ``RegisterShelf.check``."""
        path = self._of(name) / f"{part.digest}.parquet"
        found = _digest(path) if path.is_file() else "nothing"
        if found != part.digest:
            raise Tampered(f"{path}: want the digest {part.digest}, got {found}")

    def index(self, name: str, part: Part, *, anew: bool = False) -> Mapping[str, NDArray[Any]] | None:
        """See ``RegisterShelf.index``."""
        folder = self._of(name) / f"{part.digest}.index"
        try:
            told = msgspec.json.decode((folder / "index.json").read_bytes(), type=_IndexFile)
            if (told.format, told.part) != (_INDEX_FORMAT, part.digest):
                return None
            if not _is_whole(folder, told, anew=anew):
                return None
            return {each: np.load(folder / f"{each}.npy", mmap_mode="r", allow_pickle=False) for each in told.arrays}
        except (OSError, ValueError, msgspec.MsgspecError):
            return None

    def keep_index(self, name: str, part: Part, arrays: Mapping[str, NDArray[Any]]) -> None:
        """See ``RegisterShelf.keep_index``."""
        folder = self._of(name) / f"{part.digest}.index"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        digests = {}
        for each, array in arrays.items():
            np.save(folder / f"{each}.npy", array, allow_pickle=False)
            digests[each] = _digest(folder / f"{each}.npy")
        told = _IndexFile(format=_INDEX_FORMAT, part=part.digest, arrays=digests)
        _write(folder / "index.json", msgspec.json.encode(told))

    def _of(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise UsageError(f"want the name of a register in small letters, digits and hyphens, got {name!r}")
        return self._folder / name


class _IndexFile(msgspec.Struct, frozen=True):
    """What is kept beside the arrays of an index."""

    format: int
    part: str
    arrays: dict[str, str]


def _is_whole(folder: Path, told: _IndexFile, *, anew: bool) -> bool:
    """Whether every array has the digest that was written with it.

    Of a large index the digests are taken again only where a file changed since they last were.
    """
    files = {each: folder / f"{each}.npy" for each in told.arrays}
    seen = {each: [path.stat().st_size, path.stat().st_mtime_ns] for each, path in files.items()}
    stamp = folder / "checked.json"
    if not anew and sum(size for size, _ in seen.values()) > _CHECKED_AT_ONCE:
        with suppress(OSError, ValueError, msgspec.MsgspecError):
            if msgspec.json.decode(stamp.read_bytes()) == seen:
                return True
    is_whole = all(_digest(path) == told.arrays[each] for each, path in files.items())
    if is_whole:
        with suppress(OSError):
            stamp.write_bytes(msgspec.json.encode(seen))
    return is_whole


class PartWriter:
    """``PartWriter``: records and problems on their way into a part; nothing is kept unless it is finished."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths = [folder / f"{what}.{os.getpid()}.unfinished" for what in ("records", "problems")]
        self._records = pq.ParquetWriter(self._paths[0], SCHEMA)
        self._problems = pq.ParquetWriter(self._paths[1], PROBLEMS)
        self.rows = 0
        self.apart = 0

    def write(self, records: pa.Table, problems: pa.Table) -> None:
        """See ``PartWriter.write``."""
        if records.num_rows:
            self._records.write_table(records, row_group_size=_GROUP)
        if problems.num_rows:
            self._problems.write_table(problems)
        self.rows += records.num_rows
        self.apart += problems.num_rows

    def finish(self) -> str:
        """See ``PartWriter.finish``."""
        self._records.close()
        self._problems.close()
        digest = _digest(self._paths[0])
        self._paths[0].replace(self._folder / f"{digest}.parquet")
        self._paths[1].replace(self._folder / f"{digest}.problems.parquet")
        return digest

    def drop(self) -> None:
        """See ``PartWriter.drop``."""
        for writer in (self._records, self._problems):
            with suppress(OSError, pa.ArrowException):
                writer.close()
        for path in self._paths:
            path.unlink(missing_ok=True)


class SourceFile:
    """A CSV or Parquet file whose columns are those of a register."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        self.digest = _digest_of_source(path)
        self.is_parquet = path.suffix.lower() in (".parquet", ".pq")
        self.first_row = 1 if self.is_parquet else 2
        self.broken: list[tuple[int, int, int, str]] = []
        """Lines with too many or too few cells: number, cells wanted, cells got, text."""
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
                line = file.readline(_LONGEST_ROW).decode("utf-8-sig", errors="replace").strip("\r\n")
            return [name.strip().strip('"') for name in line.split(",")]
        except (OSError, pa.ArrowException) as error:
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
        types = {
            column.name: pa.dictionary(pa.int32(), pa.binary())
            if column.repeats and not column.is_number
            else pa.binary()
            for column in COLUMNS
        }
        with pacsv.open_csv(
            self._path,
            read_options=pacsv.ReadOptions(block_size=_BLOCK, use_threads=False),
            parse_options=pacsv.ParseOptions(newlines_in_values=True, invalid_row_handler=self._set_apart),
            convert_options=pacsv.ConvertOptions(
                column_types=types, check_utf8=False, strings_can_be_null=False, null_values=[""]
            ),
        ) as reader:
            for batch in reader:
                yield pa.Table.from_batches([batch])

    def _set_apart(self, row: pacsv.InvalidRow) -> str:
        self.broken.append((row.number or 0, row.expected_columns, row.actual_columns, row.text))
        return "skip"


def _digest_of_source(path: Path) -> str:
    try:
        return _digest(path)
    except OSError as error:
        raise UsageError(f"{path}: want a file to read, got {error.strerror}") from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, payload: bytes) -> None:
    """Puts a file in the place of another in one step."""
    new = path.with_suffix(".unfinished")
    with new.open("wb") as file:
        file.write(payload)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
