"""Shelf: registers as Parquet files in a folder, with their manifests and indexes; what is damaged is never trusted."""

import hashlib
import io
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from witnessmark.adapters.locks import locked
from witnessmark.adapters.register_source import SourceFile
from witnessmark.errors import StoreUnavailable, Tampered, UsageError, WrongVersion
from witnessmark.registers.schema import COLUMNS, PROBLEMS, SCHEMA, VERSION
from witnessmark.registers.shelf import NAME, Manifest, Part

_GROUP = 65_536
"""Rows that are written together, and so read together where one of them is wanted."""
_REPEATING = [[c.name for c in COLUMNS if c.repeats and not c.is_number], ["column", "wanted"]]
"""Columns of records and of problems whose values are written once; looking for repetition in others takes long."""
_MANIFEST, _LOCK = "register.json", "register.lock"
_FORGOTTEN = 86_400
"""Seconds after which a file that was never finished is swept away: whoever wrote it is gone."""
_CHECKED_AT_ONCE = 300_000_000
"""Bytes of an index that are always checked when it is opened; of a larger one, only what changed since it last was."""
_INDEX_FORMAT = 6


class FolderShelf:
    """``RegisterShelf`` in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> tuple[str, ...]:
        """See ``RegisterShelf.names``."""
        found = self._folder.glob(f"*/{_MANIFEST}") if self._folder.is_dir() else ()
        return tuple(sorted(path.parent.name for path in found))

    def manifest(self, name: str) -> Manifest:
        """See ``RegisterShelf.manifest``."""
        path = self._of(name) / _MANIFEST
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
            _sweep(folder)
            return PartWriter(folder)
        except OSError as error:
            raise StoreUnavailable(f"{folder}: {error.strerror}") from error

    def keep(self, manifest: Manifest) -> None:
        """See ``RegisterShelf.keep``."""
        path = self._of(manifest.name) / _MANIFEST
        _write(path, msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")

    @contextmanager
    def changing(self, name: str) -> Iterator[None]:
        """See ``RegisterShelf.changing``."""
        folder = self._of(name)
        with ExitStack() as stack:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                stack.enter_context(locked(folder / _LOCK))
            except OSError as error:
                raise StoreUnavailable(f"{folder}: {error.strerror}") from error
            yield

    def remove(self, name: str) -> None:
        """See ``RegisterShelf.remove``."""
        folder = self._of(name)
        with self.changing(name):
            # What makes it a register goes first: should it be interrupted, nothing half is left.
            (folder / _MANIFEST).unlink(missing_ok=True)
            for path in folder.iterdir():
                if path.name != _LOCK:
                    _forget(path)
            with suppress(OSError):  # a system that does not let go of a file that is open
                (folder / _LOCK).unlink()
        with suppress(OSError):  # somebody adds to it anew
            folder.rmdir()

    def records(self, name: str, part: Part, *columns: str) -> pa.Table:
        """See ``RegisterShelf.records``."""
        path = self._records(name, part)
        try:
            return pq.read_table(path, columns=list(columns) or None, memory_map=True)
        except (OSError, pa.ArrowException) as error:
            raise Tampered(f"{path}: want the part as it was written, got {error}") from error

    def rows(self, name: str, part: Part, numbers: Sequence[int]) -> pa.Table:
        """See ``RegisterShelf.rows``."""
        path = self._records(name, part)
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
        path = self._problems(name, part)
        try:
            return pq.read_table(path)
        except (OSError, pa.ArrowException) as error:
            raise Tampered(f"{path}: want the rows that were kept apart, got {error}") from error

    def check(self, name: str, part: Part, *, anew: bool = False) -> None:
        """See ``RegisterShelf.check``."""
        records = self._records(name, part)
        wanted = {records: part.digest}
        if anew:
            wanted[self._problems(name, part)] = part.problems_digest
        stamp = records.with_suffix(".checked.json")
        try:
            if not _are_whole(wanted, stamp, anew=anew):
                raise Tampered(f"{records}: want the digest {part.digest} of the part as it was written, got another")
        except FileNotFoundError as error:
            raise Tampered(f"{error.filename}: want the digest {part.digest} of the part, got nothing") from error

    def _records(self, name: str, part: Part) -> Path:
        return self._of(name) / f"{part.digest}.parquet"

    def _problems(self, name: str, part: Part) -> Path:
        return self._of(name) / f"{part.problems_digest}.problems.parquet"

    def index(self, name: str, part: Part, *, anew: bool = False) -> Mapping[str, NDArray[Any]] | None:
        """See ``RegisterShelf.index``."""
        folder = self._of(name) / f"{part.digest}.index"
        try:
            told = msgspec.json.decode((folder / "index.json").read_bytes(), type=_IndexFile)
            if (told.format, told.part) != (_INDEX_FORMAT, part.digest):
                return None
            files = {folder / f"{each}.npy": digest for each, digest in told.arrays.items()}
            if not _are_whole(files, folder / "checked.json", anew=anew):
                return None
            return {each: np.load(folder / f"{each}.npy", mmap_mode="r", allow_pickle=False) for each in told.arrays}
        except (OSError, ValueError, msgspec.MsgspecError):
            return None

    def keep_index(self, name: str, part: Part, arrays: Mapping[str, NDArray[Any]]) -> None:
        """See ``RegisterShelf.keep_index``."""
        folder = self._of(name) / f"{part.digest}.index"
        new = self._of(name) / f"index.{uuid4().hex}.unfinished"
        new.mkdir()
        digests = {}
        for each, array in arrays.items():
            np.save(new / f"{each}.npy", array, allow_pickle=False)
            digests[each] = _digest(new / f"{each}.npy")
        told = _IndexFile(format=_INDEX_FORMAT, part=part.digest, arrays=digests)
        _write(new / "index.json", msgspec.json.encode(told))
        shutil.rmtree(folder, ignore_errors=True)
        try:
            new.rename(folder)
        except OSError:  # somebody else was quicker; his is the same
            shutil.rmtree(new)

    def _of(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise UsageError(f"want the name of a register in small letters, digits and hyphens, got {name!r}")
        return self._folder / name


class _IndexFile(msgspec.Struct, frozen=True):
    """What is kept beside the arrays of an index."""

    format: int
    part: str
    arrays: dict[str, str]


def _are_whole(wanted: Mapping[Path, str], stamp: Path, *, anew: bool) -> bool:
    """Whether every file has its digest.

    Of large ones the digests are taken again only where a file changed since they last were, or ``anew``.
    """
    seen = {path.name: [path.stat().st_size, path.stat().st_mtime_ns] for path in wanted}
    if not anew and sum(size for size, _ in seen.values()) > _CHECKED_AT_ONCE:
        with suppress(OSError, ValueError, msgspec.MsgspecError):
            if msgspec.json.decode(stamp.read_bytes()) == seen:
                return True
    is_whole = all(_digest(path) == digest for path, digest in wanted.items())
    if is_whole:
        with suppress(OSError):
            stamp.write_bytes(msgspec.json.encode(seen))
    return is_whole


class _Sealed(io.RawIOBase):
    """A file that is written, and its digest taken on the way."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._hash = hashlib.sha256()

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def writable(self) -> bool:
        return True

    def write(self, block: Any, /) -> int:
        """Some bytes more."""
        self._hash.update(block)
        return self._file.write(block)

    def close(self) -> None:
        self._file.close()
        super().close()


class PartWriter:
    """``PartWriter``: records and problems on their way into a part; nothing is kept unless it is finished."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths = [folder / f"{what}.{uuid4().hex}.unfinished" for what in ("records", "problems")]
        self._files = [_Sealed(path) for path in self._paths]
        self._records, self._problems = (
            pq.ParquetWriter(file, schema, use_dictionary=repeating, write_statistics=False)
            for file, schema, repeating in zip(self._files, (SCHEMA, PROBLEMS), _REPEATING, strict=True)
        )
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

    def finish(self) -> tuple[str, str]:
        """See ``PartWriter.finish``."""
        self._close()
        records, problems = (file.digest for file in self._files)
        try:
            self._paths[0].replace(self._folder / f"{records}.parquet")
            self._paths[1].replace(self._folder / f"{problems}.problems.parquet")
        except OSError as error:
            raise StoreUnavailable(f"{self._folder}: {error.strerror}") from error
        return records, problems

    def drop(self) -> None:
        """See ``PartWriter.drop``."""
        with suppress(OSError, pa.ArrowException):
            self._close()
        for path in self._paths:
            path.unlink(missing_ok=True)

    def _close(self) -> None:
        with closing(self._files[0]), closing(self._files[1]):
            self._records.close()
            self._problems.close()


def _sweep(folder: Path) -> None:
    """Forgets what was never finished, by now by nobody."""
    for path in folder.glob("*.unfinished"):
        with suppress(FileNotFoundError):  # swept away by another
            if time.time() - path.stat().st_mtime > _FORGOTTEN:
                _forget(path)


def _forget(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


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
