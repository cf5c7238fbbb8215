"""Vault: evidence as files named by their digest, in a folder of this machine."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from witnessmark.errors import StoreUnavailable, Tampered, UsageError
from witnessmark.model.ids import is_digest, short

_CHUNK = 1 << 20


class FolderVault:
    """``Vault`` in a folder: ``ab/abcdef…``, written aside and moved into place."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, chunks: Iterable[bytes]) -> str:
        """See ``Vault.keep``."""
        body = hashlib.sha256()
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".", delete=False) as file:
                unfinished = Path(file.name)
                try:
                    for chunk in chunks:
                        body.update(chunk)
                        file.write(chunk)
                    file.flush()
                    os.fsync(file.fileno())
                    file.close()
                    digest = body.hexdigest()
                    path = self._path(digest)
                    path.parent.mkdir(mode=0o700, exist_ok=True)
                    unfinished.chmod(0o400)
                    unfinished.replace(path)
                except BaseException:
                    file.close()
                    unfinished.unlink(missing_ok=True)
                    raise
        except OSError as error:
            raise StoreUnavailable(f"{self._folder}: evidence cannot be kept: {error.strerror}") from error
        return digest

    def has(self, digest: str) -> bool:
        """See ``Vault.has``."""
        return is_digest(digest) and self._path(digest).is_file()

    def read(self, digest: str) -> Iterator[bytes]:
        """See ``Vault.read``."""
        if not self.has(digest):
            raise UsageError(f"want evidence that this machine holds, got {short(digest)}")
        body = hashlib.sha256()
        with self._path(digest).open("rb") as file:
            while chunk := file.read(_CHUNK):
                body.update(chunk)
                yield chunk
        if body.hexdigest() != digest:
            raise Tampered(f"evidence {short(digest)} has other bytes than it had when it was kept")

    def digests(self) -> Iterator[str]:
        """See ``Vault.digests``."""
        yield from sorted(path.name for path in self._folder.glob("??/*") if is_digest(path.name))

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest
