"""Ciphers: how rows of a case store are written; in the open, or under a passphrase.

Under a passphrase even the ids are hidden: they are digests of guessable content, and whoever seizes a laptop could
try sentences against them. What stays visible is how many rows there are and, in steps of 256 bytes, how long.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Protocol

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from witnessmark.errors import NotAllowed, Tampered
from witnessmark.model.ids import is_digest

_NONCE = 12
_KEY = 32
_STEP = 256
_LENGTH = 4


class Cipher(Protocol):
    """How a row's key and payload are written."""

    keeps_order: bool
    """Whether rows sorted by their keys are sorted by what the keys stand for."""

    def row(self, name: str) -> bytes:
        """The key under which a row is stored."""
        ...

    def lock(self, row: bytes, payload: bytes) -> bytes:
        """The payload as stored."""
        ...

    def unlock(self, row: bytes, stored: bytes) -> bytes:
        """The payload; ``Tampered`` where it was changed or moved to another row."""
        ...

    def lend(self, purpose: str) -> bytes | None:
        """A key of its own for each purpose, which tells nothing of the case's; ``None`` where nothing is locked."""
        ...


class Open:
    """No cipher: rows can be read with any SQLite tool."""

    keeps_order = True

    def row(self, name: str) -> bytes:
        """A digest's own bytes; any other name in UTF-8."""
        return bytes.fromhex(name) if is_digest(name) else name.encode()

    def lock(self, row: bytes, payload: bytes) -> bytes:  # noqa: ARG002 - the port's
        """The payload itself."""
        return payload

    def unlock(self, row: bytes, stored: bytes) -> bytes:  # noqa: ARG002 - the port's
        """The payload itself."""
        return stored

    def lend(self, purpose: str) -> bytes | None:  # noqa: ARG002 - the port's
        """None: what lies open has no key."""
        return None


class Lockbox(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The data key under a key that scrypt derives from the passphrase, with scrypt's cost."""

    n: int
    r: int
    p: int
    salt: str
    wrapped: str


class Locked:
    """AES-256-GCM under a random data key; row keys are an HMAC of the name."""

    keeps_order = False

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(hmac.digest(key, b"witnessmark payload/1", hashlib.sha256))
        self._rows = hmac.digest(key, b"witnessmark row/1", hashlib.sha256)
        self._lent = hmac.digest(key, b"witnessmark lent/1", hashlib.sha256)

    def row(self, name: str) -> bytes:
        """A key that tells nothing of the name."""
        return hmac.digest(self._rows, name.encode(), hashlib.sha256)

    def lock(self, row: bytes, payload: bytes) -> bytes:
        """Nonce, ciphertext of the padded payload, tag; bound to its row."""
        nonce = secrets.token_bytes(_NONCE)
        framed = len(payload).to_bytes(_LENGTH, "big") + payload
        padded = framed.ljust(-(-len(framed) // _STEP) * _STEP, b"\0")
        return nonce + self._aead.encrypt(nonce, padded, row)

    def unlock(self, row: bytes, stored: bytes) -> bytes:
        """The payload, if row and bytes belong together."""
        try:
            framed = self._aead.decrypt(stored[:_NONCE], stored[_NONCE:], row)
        except (InvalidTag, ValueError) as error:
            raise Tampered("a row of the encrypted case was changed or does not belong where it stands") from error
        return framed[_LENGTH : _LENGTH + int.from_bytes(framed[:_LENGTH], "big")]

    def lend(self, purpose: str) -> bytes | None:
        """See ``Cipher.lend``: whoever has the key that was lent can open nothing of the case with it."""
        return hmac.digest(self._lent, purpose.encode(), hashlib.sha256)


def new_lockbox(passphrase: str, *, n: int = 2**16) -> tuple[Lockbox, Locked]:
    """A fresh data key, and the box that the passphrase opens."""
    key, salt, nonce = secrets.token_bytes(_KEY), secrets.token_bytes(16), secrets.token_bytes(_NONCE)
    wrapped = nonce + AESGCM(_derived(passphrase, salt, n, 8, 1)).encrypt(nonce, key, b"witnessmark lockbox/1")
    box = Lockbox(n=n, r=8, p=1, salt=salt.hex(), wrapped=base64.b64encode(wrapped).decode("ascii"))
    return box, Locked(key)


def open_lockbox(box: Lockbox, passphrase: str) -> Locked:
    """The cipher in a box; ``NotAllowed`` for another passphrase."""
    try:
        wrapped = base64.b64decode(box.wrapped, validate=True)
        key = _derived(passphrase, bytes.fromhex(box.salt), box.n, box.r, box.p)
        return Locked(AESGCM(key).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], b"witnessmark lockbox/1"))
    except InvalidTag as error:
        raise NotAllowed("the passphrase does not open this case") from error
    except ValueError as error:
        raise Tampered(f"the lock of the encrypted case was changed: {error}") from error


def _derived(passphrase: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    # A box from a hostile file must not ask for more memory than ours: 128 * n * r bytes.
    if not (1 < n <= 2**20 and 0 < r <= 16 and 0 < p <= 4):
        raise NotAllowed("the case asks for a passphrase check that is too costly to be ours")
    return Scrypt(salt=salt, length=_KEY, n=n, r=r, p=p).derive(passphrase.encode())
