"""Vaults: evidence bytes by their digest in a folder, in the open or under the key of an encrypted case.

A file is written beside its place, brought to the disk and moved there in one step; a writer that dies leaves at most
an unfinished file, which the next one sweeps away. A locked vault tells how many pieces there are and how long.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from witnessmark.adapters.locks import is_abandoned, locked, taken
from witnessmark.errors import StoreUnavailable, Tampered, UsageError
from witnessmark.model.ids import is_digest, short

_PIECE = 1 << 20
_UNFINISHED, _LOCK = ".unfinished-", ".lock"
_MAGIC = b"witnessmark vault/1\n"
_SALT = 32
_CHUNK = 1 << 16
_TAG = 16
_DIGEST = 64
_BLIND = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""A link in the vault is none of ours."""


class FolderVault:
    """``Vault`` in a folder: a file for each piece, with its digest as its name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, chunks: Iterable[bytes]) -> str:
        """See ``Vault.keep``; a damaged copy is replaced by a whole one."""
        with _reaching(self._folder):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _unfinished(self._folder) as (file, path):
                digest = self._write(file, chunks)
                file.flush()
                os.fsync(file.fileno())
                if not self._is_whole(digest):
                    with locked(self._folder / _LOCK):
                        file.close()
                        self._move(path, self._path(digest))
        return digest

    def has(self, digest: str) -> bool:
        """See ``Vault.has``."""
        return is_digest(digest) and self._path(digest).is_file()

    def read(self, digest: str) -> Iterator[bytes]:
        """See ``Vault.read``."""
        if not is_digest(digest):
            raise UsageError(f"want a digest of 64 hexadecimal digits, got {digest[:80]!r}")
        path = self._path(digest)
        try:
            file = _open(path)
        except FileNotFoundError as error:
            raise UsageError(f"the vault of this machine holds no evidence {short(digest)}") from error
        except OSError as error:
            raise StoreUnavailable(f"{path}: {error.strerror}") from error
        with file, _reaching(path):
            found = hashlib.sha256()
            for piece in self._pieces(file, path):
                found.update(piece)
                yield piece
            if found.hexdigest() != digest:
                raise Tampered(f"{path}: want evidence of digest {digest}, got bytes of {found.hexdigest()}")

    def digests(self) -> Iterator[str]:
        """See ``Vault.digests``."""
        yield from sorted(path.name for path in self._folder.glob("??/*") if is_digest(path.name))

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest

    def _write(self, file: BinaryIO, chunks: Iterable[bytes]) -> str:
        found = hashlib.sha256()
        for chunk in chunks:
            found.update(chunk)
            file.write(chunk)
        return found.hexdigest()

    def _pieces(self, file: BinaryIO, path: Path) -> Iterator[bytes]:  # noqa: ARG002 - a locked vault names it
        while piece := file.read(_PIECE):
            yield piece

    def _is_whole(self, digest: str) -> bool:
        try:
            for _ in self.read(digest):
                pass
        except (UsageError, Tampered):
            return False
        return True

    def _move(self, unfinished: Path, path: Path) -> None:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        unfinished.chmod(0o400)
        unfinished.replace(path)
        for folder in (path.parent, self._folder):
            _settle(folder)


class LockedVault(FolderVault):
    """``Vault`` of an encrypted case: pieces of AES-256-GCM under names that tell nothing.

    A file is a heading, a salt of 32 bytes, and pieces. Each is encrypted under a key of the file, HMAC-SHA-256 of the
    salt, with its number and whether it is the last as nonce, so that none can be cut off, moved or doubled. The last
    one holds the digest.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        named = hmac.digest(key, b"witnessmark vault folder/1", hashlib.sha256).hex()[:32]
        super().__init__(folder / named)
        self._names = hmac.digest(key, b"witnessmark vault name/1", hashlib.sha256)
        self._bytes = hmac.digest(key, b"witnessmark vault bytes/1", hashlib.sha256)

    def digests(self) -> Iterator[str]:
        """See ``Vault.digests``; ``Tampered`` where a file does not tell the digest that it lies under."""
        found = []
        for path in sorted(self._folder.glob("??/*")):
            with _reaching(path), _open(path) as file:
                digest = self._last(file, path)
            if self._path(digest).name != path.name:
                raise Tampered(f"{path}: a file of the encrypted vault lies under the name of another")
            found.append(digest)
        yield from sorted(found)

    def _path(self, digest: str) -> Path:
        name = hmac.digest(self._names, digest.encode("ascii"), hashlib.sha256).hex()
        return self._folder / name[:2] / name

    def _write(self, file: BinaryIO, chunks: Iterable[bytes]) -> str:
        salt = secrets.token_bytes(_SALT)
        file.write(_MAGIC + salt)
        aead, found, number = self._aead(salt), hashlib.sha256(), 0
        for piece in _in_pieces(chunks):
            found.update(piece)
            file.write(aead.encrypt(_nonce(number, is_last=False), piece, None))
            number += 1
        file.write(aead.encrypt(_nonce(number, is_last=True), found.hexdigest().encode("ascii"), None))
        return found.hexdigest()

    def _pieces(self, file: BinaryIO, path: Path) -> Iterator[bytes]:
        aead, count, rest = self._layout(file, path)
        for number in range(count):
            length = _CHUNK if number < count - 1 or not rest else rest
            yield _decrypted(aead, _nonce(number, is_last=False), file.read(length + _TAG), path)
        _decrypted(aead, _nonce(count, is_last=True), file.read(), path)

    def _last(self, file: BinaryIO, path: Path) -> str:
        aead, count, _ = self._layout(file, path)
        file.seek(-(_DIGEST + _TAG), os.SEEK_END)
        return _decrypted(aead, _nonce(count, is_last=True), file.read(), path).decode("ascii", "replace")

    def _layout(self, file: BinaryIO, path: Path) -> tuple[AESGCM, int, int]:
        """The cipher of a file that is at its beginning, how many pieces it has, and how long a shorter last one is."""
        head = file.read(len(_MAGIC) + _SALT)
        length = os.fstat(file.fileno()).st_size - len(head) - _DIGEST - _TAG
        full, rest = divmod(length, _CHUNK + _TAG)
        if not head.startswith(_MAGIC) or len(head) != len(_MAGIC) + _SALT or length < 0 or 0 < rest <= _TAG:
            raise Tampered(f"{path}: want a file of an encrypted vault, got something else")
        return self._aead(head[len(_MAGIC) :]), full + (rest > 0), max(0, rest - _TAG)

    def _aead(self, salt: bytes) -> AESGCM:
        return AESGCM(hmac.digest(self._bytes, salt, hashlib.sha256))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _decrypted(aead: AESGCM, nonce: bytes, piece: bytes, path: Path) -> bytes:
    try:
        return aead.decrypt(nonce, piece, None)
    except (InvalidTag, ValueError) as error:
        raise Tampered(f"{path}: a piece of the encrypted vault was changed, cut off or moved") from error


def _in_pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of one length, the last excepted."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) >= _CHUNK:
            yield bytes(waiting[:_CHUNK])
            del waiting[:_CHUNK]
    if waiting:
        yield bytes(waiting)


def _open(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_RDONLY | _BLIND), "rb")


@contextmanager
def _unfinished(folder: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A file to write that is gone afterwards, unless it was moved; locked, so that nobody sweeps it away meanwhile."""
    path = folder / f"{_UNFINISHED}{secrets.token_hex(16)}"
    with locked(folder / _LOCK):
        _sweep(folder)
        file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BLIND, 0o600), "wb")
        taken(file)
    try:
        with file:
            yield file, path
    finally:
        path.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """What writers that died left unfinished goes."""
    for path in folder.glob(f"{_UNFINISHED}*"):
        with suppress(OSError):
            if is_abandoned(path):
                path.unlink()


def _settle(folder: Path) -> None:
    """The folder's new entry comes to the disk, where the system can do that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _reaching(path: Path) -> Iterator[None]:
    """Turn what the system says into a message that names the vault."""
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(f"{path}: the vault cannot do it: {error.strerror}") from error
