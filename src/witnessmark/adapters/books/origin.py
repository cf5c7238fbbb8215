"""Origin: where the bytes of tables come from, a file or a member of an archive, and what was found in them."""

import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from witnessmark.errors import UsageError
from witnessmark.ingest.sheet import ReadAs, Sheet


@dataclass(frozen=True)
class Origin:
    """Bytes that can be read from the beginning as often as wanted."""

    name: str
    """How a person calls it."""
    size: int
    """Bytes, as the file system or the archive says."""
    open: Callable[[], BinaryIO]
    keeping: ExitStack
    """What is open as long as the book is."""
    is_seekable: bool = True

    def head(self, size: int) -> bytes:
        """Its first bytes."""
        with self.open() as file:
            return file.read(size)


@dataclass(frozen=True)
class Contents:
    """The tables that a reader found."""

    sheets: Sequence[Sheet]
    read_as: ReadAs
    notes: Sequence[str] = ()
    media: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)


@contextmanager
def whole(name: str, what: str) -> Iterator[None]:
    """Tell of a cut or damaged file as a ``UsageError``, in whatever way the library that reads it says so."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        reason = getattr(error, "strerror", None) or str(error) or "its end too soon"
        raise UsageError(f"{name}: want a whole {what}, got {_short(reason)}") from error


def _short(reason: str) -> str:
    return reason if len(reason) <= 200 else f"{reason[:200]} …"


def refusal(name: str, wanted: str, got: str) -> UsageError:
    """The error that says what was wanted of a file."""
    return UsageError(f"{name}: want {wanted}, got {got}")
