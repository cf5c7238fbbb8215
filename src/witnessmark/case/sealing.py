"""Sealing: a value kept out of the set, named in it by a salted commitment, erased by destroying its key."""

import hmac
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from witnessmark.case.canonical import digest, encode
from witnessmark.errors import Tampered
from witnessmark.model.value import Value

SALT_BYTES = 32
KEY_BYTES = 32
_NONCE_BYTES = 12
_COMMITMENT = b"witnessmark seal/1\n"


class Opened(Value, frozen=True, kw_only=True):
    """A sealed value with the salt that hides it."""

    salt: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
    """64 hexadecimal digits."""
    value: str


def commitment(opened: Opened) -> str:
    """The digest that stands for the value: of a fixed prefix, the salt's bytes and the value in UTF-8."""
    return digest(_COMMITMENT + bytes.fromhex(opened.salt) + opened.value.encode())


def envelope(opened: Opened, *, key: bytes, nonce: bytes) -> bytes:
    """The value under AES-256-GCM, bound to its commitment: nonce, then ciphertext and tag."""
    if len(nonce) != _NONCE_BYTES:
        raise ValueError(f"want a nonce of {_NONCE_BYTES} bytes, got {len(nonce)}")
    sealed = commitment(opened).encode("ascii")
    return nonce + AESGCM(key).encrypt(nonce, encode(opened), sealed)


def unseal(sealed: str, payload: bytes, *, key: bytes) -> Opened:
    """The value in an envelope; ``Tampered`` unless key, envelope and commitment belong together."""
    try:
        plain = AESGCM(key).decrypt(payload[:_NONCE_BYTES], payload[_NONCE_BYTES:], sealed.encode("ascii"))
        opened = msgspec.json.decode(plain, type=Opened)
    except (InvalidTag, ValueError, msgspec.MsgspecError) as error:
        raise Tampered(f"the envelope of sealed value {sealed[:10]} does not open with its key") from error
    if not hmac.compare_digest(commitment(opened), sealed):
        raise Tampered(f"the envelope of sealed value {sealed[:10]} holds another value")
    return opened
