"""Evidence bytes: those of a piece, to look at it; within a bound, because what is looked at lies in memory."""

from witnessmark.errors import UsageError
from witnessmark.ports import Vault

LARGEST = 300_000_000
"""Bytes of a file that is opened to look at it; a larger one is kept without being looked at."""


def opened(vault: Vault, digest: str, size: int | None = None) -> bytes:
    """The bytes of a piece; ``UsageError`` where there are none or too many, ``Tampered`` where they are others."""
    if size is not None and size > LARGEST:
        raise UsageError(f"want at most {LARGEST:,} bytes to look at a file, got {size:,}: it is kept as it is")
    found = bytearray()
    for piece in vault.read(digest):
        found += piece
        if len(found) > LARGEST:
            raise UsageError(f"want at most {LARGEST:,} bytes to look at a file, got more")
    return bytes(found)
