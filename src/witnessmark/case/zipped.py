"""Zipped: the one way in which members lie in the ZIP of a signed bundle, so that no byte of it is left to chance.

Members are stored, not compressed, in ascending order of their names, each once, dated on the first day that a ZIP can
tell. So every byte is told by names and contents: what differs was changed, and nothing unpacks to more than is there.
The layout is that of the ZIP specification (PKWARE APPNOTE 6.3.10, 4.3), without its 64-bit extension.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from witnessmark.errors import Tampered, UsageError

BUNDLE, EVIDENCE, MANIFEST, SIGNATURE = "case.bundle", "evidence/", "manifest.json", "signature"
MOST_MEMBERS = 0xFFFE
LARGEST = 0xFFFF_FFFE
"""Bytes of a member, and of the whole."""

_NAMES = re.compile(r"case\.bundle|evidence/[0-9a-f]{64}|manifest\.json|signature")
_LONGEST_NAME = 100
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_DAY = 0x21
"""1 January 1980."""
_FIXED = struct.Struct("<4sHHHHHIIIHH")
_VERSION = 10


class Member(NamedTuple):
    """A member to write: its bytes are read twice, once to measure them and once to write them."""

    name: str
    size: int
    crc: int
    digest: str
    chunks: Callable[[], Iterable[bytes]]


def measured(name: str, chunks: Callable[[], Iterable[bytes]]) -> Member:
    """A member with its size, check sum and digest."""
    size, crc, body = 0, 0, sha256()
    for chunk in chunks():
        size += len(chunk)
        crc = zlib.crc32(chunk, crc)
        body.update(chunk)
    return Member(name, size, crc, body.hexdigest(), chunks)


def zipped(members: Sequence[Member]) -> Iterator[bytes]:
    """The ZIP that holds the members; ``UsageError`` where they are more than one can hold."""
    total = sum(len(_local(m.name, m.size, m.crc)) + m.size if m.size <= LARGEST else m.size for m in members)
    if len(members) > MOST_MEMBERS or total > LARGEST:
        raise UsageError(
            f"want at most {MOST_MEMBERS} members and {LARGEST} bytes in a signed bundle, "
            f"got {len(members)} and {total}: make one for each part of the evidence"
        )
    laid: list[tuple[str, int, int]] = []
    for member in sorted(members):
        laid.append((member.name, member.size, member.crc))
        yield _local(*laid[-1])
        crc = 0
        for chunk in member.chunks():
            crc = zlib.crc32(chunk, crc)
            yield chunk
        if crc != member.crc:
            raise Tampered(f"{member.name}: its bytes changed while they were written")
    yield _tail(laid)


def _local(name: str, size: int, crc: int) -> bytes:
    written = name.encode("ascii")
    return _FIXED.pack(_LOCAL, _VERSION, 0, 0, 0, _DAY, crc, size, size, len(written), 0) + written


def _tail(laid: Sequence[tuple[str, int, int]]) -> bytes:
    """The directory and what stands behind it: nothing in them that names, sizes and check sums do not tell."""
    offset, lines = 0, []
    for name, size, crc in laid:
        head = _local(name, size, crc)
        same = head[4:30]
        lines.append(_CENTRAL + struct.pack("<H", _VERSION) + same + struct.pack("<HHHII", 0, 0, 0, 0, offset))
        lines.append(name.encode("ascii"))
        offset += len(head) + size
    directory = b"".join(lines)
    return directory + _END + struct.pack("<HHHHIIH", 0, 0, len(laid), len(laid), len(directory), offset, 0)


class Found:
    """A member as it is met in a file: its chunks are read once, before the next member is asked for."""

    def __init__(self, name: str, size: int, chunks: Iterator[bytes]) -> None:
        self.name = name
        self.size = size
        self._chunks = chunks
        self._body = sha256()
        self.crc = 0

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, or what of them was not read yet."""
        for chunk in self._chunks:
            self.crc = zlib.crc32(chunk, self.crc)
            self._body.update(chunk)
            yield chunk

    @property
    def digest(self) -> str:
        """The digest of what was read."""
        return self._body.hexdigest()


def found(source: Iterable[bytes]) -> Iterator[Found]:
    """The members of a file in their order; ``Tampered`` where a byte of it is not as it must be."""
    stream = _Stream(source)
    laid: list[tuple[str, int, int]] = []
    while (start := stream.take(4)) == _LOCAL:
        name, size, crc = _header(start + stream.take(_FIXED.size - 4), stream)
        if laid and name <= laid[-1][0]:
            raise Tampered(f"want the members in order, each once, got {name} behind {laid[-1][0]}")
        member = Found(name, size, stream.stretch(size))
        yield member
        for _ in member.chunks():
            pass
        if member.crc != crc:
            raise Tampered(f"{name}: its bytes do not have the check sum that stands before them")
        laid.append((name, size, crc))
    tail = _tail(laid)
    if start + stream.take(len(tail) - 4) != tail:
        raise Tampered("the directory at the end is not that of the members")
    if not stream.is_at_end():
        raise Tampered("want nothing behind the directory")


def _header(fixed: bytes, stream: "_Stream") -> tuple[str, int, int]:
    crc, size, _, length, _ = _FIXED.unpack(fixed)[6:]
    if length > _LONGEST_NAME:
        raise Tampered(f"want a name of at most {_LONGEST_NAME} bytes, got {length}")
    written = stream.take(length)
    name = written.decode("ascii", "backslashreplace")
    if not _NAMES.fullmatch(name):
        raise Tampered(f"want members case.bundle, evidence/DIGEST, manifest.json and signature, got {name!r}")
    if fixed + written != _local(name, size, crc):
        raise Tampered(f"{name}: want it stored as a signed bundle stores it, got another way, flag or date")
    return name, size, crc


class _Stream:
    """Bytes taken from the front of chunks."""

    def __init__(self, source: Iterable[bytes]) -> None:
        self._source = iter(source)
        self._chunk, self._at = b"", 0

    def take(self, count: int) -> bytes:
        """So many bytes."""
        return b"".join(self.stretch(count))

    def stretch(self, count: int) -> Iterator[bytes]:
        """So many bytes in pieces, never held together."""
        while count:
            piece = self._chunk[self._at : self._at + count]
            self._at += len(piece)
            count -= len(piece)
            if piece:
                yield piece
            elif (chunk := next(self._source, None)) is not None:
                self._chunk, self._at = chunk, 0
            else:
                raise Tampered("the file breaks off")

    def is_at_end(self) -> bool:
        """Whether nothing is left."""
        return self._at == len(self._chunk) and not any(self._source)
