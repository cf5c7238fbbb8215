"""Zipped: what an archive holds. It is looked at before anything is inflated, and counted while it is."""

import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from witnessmark.adapters.books.bounds import (
    CHUNK,
    DENSEST,
    FREE_TO_INFLATE,
    LARGEST_DIRECTORY,
    LARGEST_PART,
    LARGEST_SMALL_PART,
    MOST_MEMBERS,
)
from witnessmark.adapters.books.origin import Origin, refusal, whole

_END, _LOCATOR, _END_64 = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"
_END_SIZE, _LOCATOR_SIZE, _END_64_SIZE = 22, 20, 56
_LONGEST_COMMENT = 65_535
_ENCRYPTED = 1
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """A ZIP archive, open as long as its book is."""

    def __init__(self, origin: Origin) -> None:
        self.name = origin.name
        self._size = origin.size
        with whole(self.name, "archive"):
            file = origin.keeping.enter_context(origin.open())
            size = _directory_size(file, origin.size)
            if size > LARGEST_DIRECTORY:
                raise refusal(self.name, f"a list of members of at most {LARGEST_DIRECTORY:,} bytes", f"{size:,}")
            file.seek(0)
            try:
                self._zip = origin.keeping.enter_context(zipfile.ZipFile(file))
            except (ValueError, struct.error, UnicodeDecodeError, IndexError) as error:
                raise refusal(self.name, "a whole archive", str(error)) from error
        self.members = self._zip.infolist()
        if len(self.members) > MOST_MEMBERS:
            raise refusal(self.name, f"at most {MOST_MEMBERS:,} members", f"{len(self.members):,}")
        self._by_name = {member.filename: member for member in self.members}

    def find(self, name: str) -> zipfile.ZipInfo | None:
        """The member of a name; names of parts are told apart by letters, not by their case, where none is the same."""
        found = self._by_name.get(name)
        if found is None:
            folded = name.casefold()
            found = next((member for member in self.members if member.filename.casefold() == folded), None)
        return found

    def why_not(self, member: zipfile.ZipInfo, most: int = LARGEST_PART) -> str:
        """Why a member is not inflated; empty where it can be."""
        if member.flag_bits & _ENCRYPTED:
            return "want a member without password, got an encrypted one"
        if member.compress_type not in _PLAIN:
            return f"want a member that is stored or deflated, got method {member.compress_type}"
        if member.file_size > most:
            return f"want at most {most:,} bytes, got {member.file_size:,}"
        # A packed size beyond the file's is a lie that would let any density pass.
        packed = min(member.compress_size, self._size)
        if member.file_size > FREE_TO_INFLATE and member.file_size > DENSEST * packed:
            return f"want at most {DENSEST} times the packed size, got {member.file_size:,} bytes out of {packed:,}"
        return ""

    def open(self, member: zipfile.ZipInfo, most: int = LARGEST_PART) -> BinaryIO:
        """A member as a stream, which ends at the size that the archive states."""
        why = self.why_not(member, most)
        if why:
            raise refusal(f"{self.name}: {shown(member.filename)}", *_wanted(why))
        with whole(f"{self.name}: {shown(member.filename)}", "archive"):
            try:
                return self._zip.open(member)  # type: ignore[return-value] # it reads as one
            except (ValueError, RuntimeError, UnicodeDecodeError, struct.error) as error:
                raise refusal(self.name, "a whole archive", str(error)) from error

    def chunks(self, member: zipfile.ZipInfo, most: int = LARGEST_PART) -> Iterator[bytes]:
        """The bytes of a member, in pieces."""
        with whole(f"{self.name}: {shown(member.filename)}", "archive"), self.open(member, most) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    def small(self, name: str) -> bytes | None:
        """A part that is read as a whole; ``None`` where there is none."""
        member = self.find(name)
        return None if member is None else b"".join(self.chunks(member, LARGEST_SMALL_PART))


def shown(name: str) -> str:
    r"""A member's name as it can be printed: a name can hold whatever moves a cursor.

    >>> shown("a\x1b[2Jb.csv")
    'a?[2Jb.csv'
    """
    printed = "".join(letter if letter.isprintable() else "?" for letter in name[:200])
    return printed if len(name) <= 200 else f"{printed}…"


def _wanted(why: str) -> tuple[str, str]:
    want, _, got = why.removeprefix("want ").rpartition(", got ")
    return want, got


def _directory_size(file: BinaryIO, size: int) -> int:
    """Bytes of the list of members as the end of the archive states them; what reads the archive reads so many."""
    length = min(size, _END_SIZE + _LOCATOR_SIZE + _END_64_SIZE + _LONGEST_COMMENT)
    file.seek(size - length)
    tail = file.read(length)
    at = len(tail) - _END_SIZE
    if at < 0 or tail[at : at + 4] != _END or tail[-2:] != b"\0\0":
        at = tail.rfind(_END)
    if at < 0 or at + _END_SIZE > len(tail):
        return 0
    stated = int(struct.unpack_from("<L", tail, at + 12)[0])
    locator, end = at - _LOCATOR_SIZE, at - _LOCATOR_SIZE - _END_64_SIZE
    if end >= 0 and tail[locator : locator + 4] == _LOCATOR and tail[end : end + 4] == _END_64:
        stated = max(stated if stated != 0xFFFFFFFF else 0, int(struct.unpack_from("<Q", tail, end + 40)[0]))
    return stated
