"""Spool: bytes put by while a long file is read, in a file without a name, under a key that nobody keeps."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from witnessmark.errors import StoreUnavailable

_IN_MEMORY = 16_000_000
"""Bytes from which on the disk is used."""
_NONCE, _LENGTH = 12, 4


class TemporarySpool:
    """``Spool`` in a temporary file. What lies on the disk tells nothing, also where the case is encrypted."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._aead = AESGCM(secrets.token_bytes(32))
        self._count = 0

    def put(self, payload: bytes) -> None:
        """See ``Spool.put``."""
        locked = self._aead.encrypt(self._count.to_bytes(_NONCE, "big"), payload, None)
        self._count += 1
        try:
            self._file.write(len(locked).to_bytes(_LENGTH, "big") + locked)
        except OSError as error:
            raise StoreUnavailable(f"the folder for temporary files: cannot be written: {error.strerror}") from error

    def __iter__(self) -> Iterator[bytes]:
        """See ``Spool.__iter__``."""
        self._file.seek(0)
        for number in range(self._count):
            length = int.from_bytes(self._file.read(_LENGTH), "big")
            yield self._aead.decrypt(number.to_bytes(_NONCE, "big"), self._file.read(length), None)


@contextmanager
def spool() -> Iterator[TemporarySpool]:
    """A spool that is gone afterwards, and with it what was put by."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        yield TemporarySpool(file)
