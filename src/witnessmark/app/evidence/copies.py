"""Evidence bytes: those of a piece, and a working copy of it; within a bound, because they lie in memory."""

from collections.abc import Callable

from witnessmark.errors import UsageError
from witnessmark.evidence.mediatype import HEAD, media_type
from witnessmark.ports import Pictures, Vault

LARGEST = 300_000_000
"""Bytes of a file that is opened to look at it; a larger one is kept without being looked at."""
LONGEST_SIDE = 1_600
"""Pixels of a working copy's longer side: enough to read a mark that fills a tenth of the picture."""


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


def opening(vault: Vault, digest: str) -> bytes:
    """How the bytes of a piece begin."""
    return next(vault.read(digest), b"")[:HEAD]


def copied(vault: Vault, pictures: Callable[[], Pictures], digest: str, *, longest: int = LONGEST_SIDE) -> bytes:
    """A working copy of a piece, which carries nothing of it but what it shows; ``UsageError`` where there is none.

    What the bytes are is seen in them: a statement of their type can be wrong.
    """
    payload = opened(vault, digest)
    return pictures().working_copy(payload, media_type(payload[:HEAD]).media, longest=longest)
