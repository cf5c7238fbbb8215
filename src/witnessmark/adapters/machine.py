"""The machine: keys, clock, randomness and files of the computer that this runs on."""

import hashlib
import hmac
import os
import secrets
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from witnessmark.adapters.spool import TemporarySpool, spool
from witnessmark.case.canonical import digest, encode
from witnessmark.case.receipts import Entry, next_receipt, signed_bytes
from witnessmark.errors import ConfigError, UsageError
from witnessmark.evidence.signed import signed_bytes as bundle_bytes
from witnessmark.model.ids import StatementId
from witnessmark.ports import Clock

_KEY = 32
_CHUNK = 1 << 20
_SQLITE = b"SQLite format 3\0"


class SystemClock:
    """``Clock``; stands still at ``SOURCE_DATE_EPOCH`` where that is set, so that output can be made again."""

    def __init__(self, source_date_epoch: str | None) -> None:
        try:
            self._fixed = None if source_date_epoch is None else datetime.fromtimestamp(int(source_date_epoch), UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise ConfigError(f"SOURCE_DATE_EPOCH: want seconds since 1970, got {source_date_epoch!r}") from error

    def now(self) -> datetime:
        """See ``Clock.now``."""
        return self._fixed or datetime.now(UTC)


class SystemEntropy:
    """``Entropy`` from the operating system."""

    def bytes(self, count: int) -> bytes:
        """See ``Entropy.bytes``."""
        return secrets.token_bytes(count)


class KeyNotary:
    """``Notary`` with an Ed25519 key."""

    def __init__(self, key: bytes, *, recorder: str, clock: Clock) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(key)
        self._own = hmac.digest(key, b"witnessmark answer key/1", hashlib.sha256)
        self._recorder = recorder
        self._clock = clock

    @property
    def store(self) -> str:
        """See ``Notary.store``."""
        return self._key.public_key().public_bytes_raw().hex()

    def attest(self, previous: Entry | None, statements: Sequence[StatementId]) -> Entry:
        """See ``Notary.attest``."""
        at = self._clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        receipt = encode(
            next_receipt(previous, store=self.store, recorder=self._recorder, at=at, statements=statements)
        )
        return Entry(receipt=receipt, signature=self._key.sign(signed_bytes(digest(receipt))))

    def vouch(self, payload: bytes) -> bytes:
        """See ``Notary.vouch``."""
        return hmac.digest(self._own, payload, hashlib.sha256)

    def sign_bundle(self, manifest: str) -> bytes:
        """See ``Notary.sign_bundle``."""
        return self._key.sign(bundle_bytes(manifest))


def signing_key(home: Path, nonce: bytes) -> bytes:
    """The key that this machine signs one case with: copies of a case share it, other cases have their own."""
    return hmac.digest(identity(home), b"witnessmark case key/1" + nonce, hashlib.sha256)


def identity(home: Path) -> bytes:
    """This machine's secret, made at the first write and readable by its owner only."""
    path = home / "identity.key"
    try:
        _private_folder(home)
        with suppress(FileExistsError):
            _write_private(path, secrets.token_bytes(_KEY).hex().encode("ascii"))
        key = bytes.fromhex(path.read_text("ascii"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: the signing key cannot be read or made: {error}") from error
    if len(key) != _KEY:
        raise ConfigError(f"{path}: want a signing key of {_KEY} bytes, got {len(key)}")
    return key


class FolderKeyring:
    """``Keyring`` with one small file for each key, readable by its owner only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, sealed: str) -> bytes | None:
        """See ``Keyring.get``."""
        try:
            return bytes.fromhex(self._path(sealed).read_text("ascii"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise ConfigError(f"{self._path(sealed)}: the key cannot be read: {error}") from error

    def put(self, sealed: str, key: bytes) -> None:
        """See ``Keyring.put``."""
        try:
            _private_folder(self._folder)
            _write_private(self._path(sealed), key.hex().encode("ascii"))
        except FileExistsError:
            return
        except OSError as error:
            raise ConfigError(f"{self._path(sealed)}: the key cannot be kept: {error.strerror}") from error

    def destroy(self, sealed: str) -> bool:
        """See ``Keyring.destroy``."""
        path = self._path(sealed)
        try:
            with path.open("r+b") as file:
                file.write(b"0" * (_KEY * 2))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise ConfigError(f"{path}: the key cannot be destroyed: {error.strerror}") from error
        return True

    def _path(self, sealed: str) -> Path:
        return self._folder / f"{sealed}.key"


def _umask() -> int:
    """What the user wants nobody else to do with new files; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _refuse_a_case(path: Path) -> None:
    """A slip of the hand must not replace a case by what was exported from it."""
    with suppress(OSError), path.open("rb") as file:
        if file.read(len(_SQLITE)) == _SQLITE:
            raise UsageError(f"{path}: want a file that is no case, got one; name another")


def _private_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _write_private(path: Path, payload: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(payload)
        file.flush()
        os.fsync(file.fileno())


class DiskFiles:
    """``Files`` on this machine's disks."""

    def spool(self) -> AbstractContextManager[TemporarySpool]:
        """See ``Files.spool``."""
        return spool()

    def read(self, name: str, *, limit: int) -> bytes:
        """See ``Files.read``."""
        try:
            if name == "-":
                payload = sys.stdin.buffer.read(limit + 1)
            else:
                with Path(name).open("rb") as file:
                    payload = file.read(limit + 1)
        except OSError as error:
            raise UsageError(f"{name}: {error.strerror}") from error
        if len(payload) > limit:
            raise UsageError(f"{name}: want at most {limit} bytes, got more")
        return payload

    def lines(self, name: str, *, longest: int) -> Iterator[bytes]:
        """See ``Files.lines``."""
        try:
            with Path(name).open("rb") as file:
                while line := file.readline(longest + 1):
                    if len(line) > longest:
                        raise UsageError(f"{name}: want lines of at most {longest} bytes, got a longer one")
                    yield line
        except OSError as error:
            raise UsageError(f"{name}: {error.strerror}") from error

    def chunks(self, name: str) -> Iterator[bytes]:
        """See ``Files.chunks``."""
        try:
            with Path(name).open("rb") as file:
                while chunk := file.read(_CHUNK):
                    yield chunk
        except OSError as error:
            raise UsageError(f"{name}: {error.strerror}") from error

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """See ``Files.write``."""
        path = Path(name)
        _refuse_a_case(path)
        try:
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
                unfinished = Path(file.name)
                try:
                    file.writelines(chunks)
                    file.flush()
                    os.fsync(file.fileno())
                    file.close()
                    unfinished.chmod(0o666 & ~_umask())
                    unfinished.replace(path)
                except BaseException:
                    file.close()
                    unfinished.unlink(missing_ok=True)
                    raise
        except OSError as error:
            raise UsageError(f"{name}: cannot be written: {error.strerror}") from error

    def make_folder(self, name: str) -> None:
        """See ``Files.make_folder``."""
        try:
            Path(name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{name}: want a folder that can be made, got {error.strerror}") from error

    def listing(self, folder: str, suffix: str) -> list[str]:
        """See ``Files.listing``."""
        try:
            return sorted(str(path) for path in Path(folder).iterdir() if path.name.endswith(suffix))
        except OSError as error:
            raise UsageError(f"{folder}: {error.strerror}") from error
