"""Shelf: what is kept of a register, part by part, and the digest by which a case refers to it."""

import hashlib
import re
from collections.abc import Sequence

from witnessmark.model.value import Result

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
"""What a register can be called: it is also a folder."""


class Part(Result, frozen=True, kw_only=True):
    """The records of one file; parts are added, never changed."""

    digest: str
    """SHA-256 of the part as it is kept."""
    rows: int
    problems: int
    """Rows that were kept apart."""
    problems_digest: str
    source: str
    """The name of the file that it came from."""
    source_digest: str
    added: str
    """When, in UTC."""
    file_digest: str = ""
    """SHA-256 of the file alone, where it was read through a mapping; then ``source_digest`` is of both."""
    mapping: str = ""
    """The text of that mapping."""


class Manifest(Result, frozen=True, kw_only=True):
    """A register as it stands."""

    format: int
    name: str
    parts: tuple[Part, ...]

    @property
    def digest(self) -> str:
        """By which a case refers to the register as it stands now."""
        return digest_of(self.parts)

    @property
    def rows(self) -> int:
        """Records in all parts."""
        return sum(part.rows for part in self.parts)


def digest_of(parts: Sequence[Part]) -> str:
    """The digest of a register that has these parts, in this order."""
    return hashlib.sha256("\n".join(["witnessmark register/1", *(part.digest for part in parts)]).encode()).hexdigest()


def as_of(manifest: Manifest, digest: str) -> tuple[Part, ...] | None:
    """The parts that a register had when its digest was this one; ``None`` where it never was."""
    for count in range(len(manifest.parts), -1, -1):
        if digest_of(manifest.parts[:count]) == digest:
            return manifest.parts[:count]
    return None
