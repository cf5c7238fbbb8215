"""Evidence resumed: whether a file that comes again is held already, found while it is read once."""

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Iterator

from witnessmark.case.fold import Case
from witnessmark.errors import Tampered, UsageError
from witnessmark.model.evidence import Evidence
from witnessmark.ports import Vault

_BEGINNING = 1 << 16
"""Bytes by which files of one size are told apart: the raw pictures of a camera are all of one size."""
_LONGEST_SIZE = 19
"""Digits of a size: what is longer is none."""


class Held:
    """What a case and its vault hold of evidence, by size, beginning and digest."""

    def __init__(self, vault: Vault, case: Case) -> None:
        self._vault = vault
        self.digests: set[str] = set()
        """Of the evidence that the case names."""
        self._fresh: dict[int, list[str]] = defaultdict(list)
        self._beginnings: dict[int, set[bytes]] = defaultdict(set)
        for _, content in case.of_kind(Evidence):
            is_number = content.size.isascii() and content.size.isdigit() and len(content.size) < _LONGEST_SIZE
            self.add(content.digest, int(content.size) if is_number else -1)

    def add(self, digest: str, size: int) -> None:
        """From now on the case names a piece."""
        if digest not in self.digests:
            self.digests.add(digest)
            self._fresh[size].append(digest)

    def keep(self, first: bytes, rest: Iterator[bytes], again: Iterator[bytes], size: int) -> str:
        """The digest of a file in the vault, into which it is copied only where it is not held whole.

        ``first`` is its first piece, ``rest`` what follows, ``again`` the whole from the start: that is read only where
        another piece of the same size begins like it, or where the vault has lost or damaged its copy.
        """
        if not self._may_hold(size, first):
            return self._vault.keep(itertools.chain([first], rest))
        found = hashlib.sha256(first)
        for piece in rest:
            found.update(piece)
        digest = found.hexdigest()
        return digest if digest in self.digests and self._is_whole(digest) else self._vault.keep(again)

    def _may_hold(self, size: int, first: bytes) -> bool:
        for digest in self._fresh.pop(size, ()):
            self._beginnings[size].add(_named(self._first_of(digest)))
        return size in self._beginnings and _named(first) in self._beginnings[size]

    def _first_of(self, digest: str) -> bytes:
        try:
            return next(self._vault.read(digest), b"")
        except (UsageError, Tampered):
            return b""  # missing or damaged: the file is copied, and takes its place

    def _is_whole(self, digest: str) -> bool:
        try:
            for _ in self._vault.read(digest):
                pass
        except (UsageError, Tampered):
            return False
        return True


def _named(first: bytes) -> bytes:
    return hashlib.sha256(first[:_BEGINNING]).digest()
