"""Disk: the tables in a file of this machine, whatever its format."""

import hashlib
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from witnessmark.adapters.books import media
from witnessmark.adapters.books.archive import Reader
from witnessmark.adapters.books.archive import read as read_archive
from witnessmark.adapters.books.kinds import TABLES, kind_of, told_by_name
from witnessmark.adapters.books.origin import Contents, Origin, refusal, whole
from witnessmark.adapters.books.packed import unpacked
from witnessmark.errors import UsageError
from witnessmark.ingest.sheet import ReadAs, Sheet

_MODULES = {"csv": "text", "xlsx": "xlsx", "ods": "ods", "parquet": "parquet", "jsonl": "jsonl", "geojson": "geojson"}
"""Which module reads a format. It is loaded when it is wanted: Arrow takes longer than most files."""
_FORMS = (*_MODULES, "zip")
_PIECE = 1 << 20


class DiskBooks:
    """``Books`` on this machine's disks."""

    @contextmanager
    def open(self, path: str, read_as: ReadAs) -> Iterator["DiskBook"]:
        """See ``Books.open``."""
        with ExitStack() as keeping:
            origin = _origin(Path(path), keeping)
            digest = _digest_beside(origin, keeping)
            with whole(origin.name, "file of tables"):
                contents = read(origin, read_as)
            yield DiskBook(origin, contents, digest)

    @contextmanager
    def open_bytes(self, chunks: Iterable[bytes], name: str, read_as: ReadAs) -> Iterator["DiskBook"]:
        """See ``Books.open_bytes``."""
        with tempfile.TemporaryDirectory(prefix="witnessmark-") as folder:
            # The name says nothing of where it lies; what a file is, is seen in its bytes.
            path = Path(folder) / "table"
            with path.open("wb") as file:
                file.writelines(chunks)
            with self.open(str(path), read_as) as book:
                book.name = name
                yield book

    def media(self, path: str) -> AbstractContextManager[Mapping[str, Callable[[], bytes]]]:
        """See ``Books.media``."""
        return media.opened(Path(path), _origin)


class DiskBook:
    """``Book`` in a file of this machine."""

    def __init__(self, origin: Origin, contents: Contents, digest: "Future[str]") -> None:
        self.name = origin.name
        self._origin = origin
        self.read_as = contents.read_as
        self.notes: Sequence[str] = tuple(contents.notes)
        self._contents = contents
        self._digest = digest

    @property
    def digest(self) -> str:
        """See ``Book.digest``. It is taken while the file is read; who asks early has to wait."""
        with whole(self.name, "file"):
            return self._digest.result()

    def chunks(self) -> Iterator[bytes]:
        """See ``Book.chunks``."""
        with whole(self.name, "file"), self._origin.open() as file:
            while piece := file.read(_PIECE):
                yield piece

    def sheets(self) -> Sequence[Sheet]:
        """See ``Book.sheets``."""
        return self._contents.sheets

    def media(self) -> Mapping[str, Callable[[], bytes]]:
        """See ``Book.media``."""
        return self._contents.media


def read(origin: Origin, asked: ReadAs) -> Contents:
    """The tables of a file, by what stands in it; as what was asked for, where a format was."""
    if asked.form and asked.form not in _FORMS:
        raise UsageError(f"want a format of {', '.join(_FORMS)}, got {asked.form!r}")
    return _read(origin, asked, asked.form or kind_of(origin))


def _read(origin: Origin, asked: ReadAs, kind: str) -> Contents:
    note = "" if asked.form else told_by_name(origin.name, kind)
    if kind == "gz":
        contents = _read_packed(unpacked(origin), asked)
    elif kind == "zip":
        contents = read_archive(origin, asked, _read_member)
    else:
        contents = _reader(kind)(origin, asked)
    return Contents(contents.sheets, contents.read_as, [*filter(None, [note]), *contents.notes], contents.media)


def _read_packed(origin: Origin, asked: ReadAs) -> Contents:
    """Only text is read out of a packed file: what is packed in itself gains nothing by it."""
    kind = kind_of(origin)
    if kind not in ("csv", "jsonl", "geojson"):
        raise refusal(origin.name, "text packed with gzip", f"{kind}: unpack it")
    return _read(origin, asked, kind)


def _read_member(origin: Origin, asked: ReadAs) -> Contents:
    kind = kind_of(origin)
    if kind in ("zip", "gz"):
        raise refusal(origin.name, TABLES, "an archive within an archive: unpack it")
    return _read(origin, asked, kind)


def _reader(kind: str) -> Reader:
    reader: Reader = import_module(f"witnessmark.adapters.books.{_MODULES[kind]}").read
    return reader


def _origin(path: Path, keeping: ExitStack) -> Origin:
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{path}: want a file to read, got {reason}") from error
    # A pipe or a device may have no end.
    if not stat.S_ISREG(found.st_mode):
        raise UsageError(f"{path}: want a file to read, got a folder or device")
    return Origin(path.name, found.st_size, partial(_opened, path), keeping)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise UsageError(f"{path}: want a file to read, got {error.strerror}") from error


def _digest_beside(origin: Origin, keeping: ExitStack) -> "Future[str]":
    """The digest of a file, taken on a thread of its own; the book is not closed before it is done."""
    file: Any = keeping.enter_context(origin.open())
    beside = keeping.enter_context(ThreadPoolExecutor(1, "digest"))
    return beside.submit(lambda: hashlib.file_digest(file, "sha256").hexdigest())
