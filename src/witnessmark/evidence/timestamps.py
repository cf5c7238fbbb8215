"""Timestamps: what is asked of an authority for timestamps, byte for byte, and where it may be asked (RFC 3161)."""

from typing import NamedTuple
from urllib.parse import urlsplit

from witnessmark.case.canonical import digest, encode
from witnessmark.errors import ConfigError
from witnessmark.model.timestamps import Stamped
from witnessmark.model.value import Value

FEWEST = 2
"""Authorities: one that errs, lies or ends must not stand alone."""
NONCE_BYTES = 8

_SHA256 = bytes.fromhex("300d06096086480165030402010500")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Asked(Value, frozen=True, kw_only=True):
    """A request that waits for its answer. It tells nothing of what has the digest."""

    case: str
    """A name of the case that tells nothing of it."""
    imprint: str
    what: Stamped
    address: str
    """The authority."""
    nonce: str
    """16 hexadecimal digits, which the answer must repeat."""

    @property
    def name(self) -> str:
        """The name under which the request is kept."""
        return digest(encode(self))


class Token(NamedTuple):
    """What a valid token says, with the certificates that make it valid."""

    token: bytes
    chain: tuple[bytes, ...]
    """DER, from the authority's own certificate to a root."""
    authority: str
    existed_by: str
    accuracy: str
    serial: str
    root: str
    """The name of the root."""


def case_name(nonce: bytes) -> str:
    """The name of a case in requests, by its nonce.

    >>> case_name(b"a") != case_name(b"b")
    True
    """
    return digest(b"witnessmark timestamp case/1\n" + nonce)


def request(imprint: str, nonce: str) -> bytes:
    """The TimeStampReq of RFC 3161, 2.4.1, in DER: version 1, SHA-256, the nonce, and that certificates are wanted.

    >>> request("00" * 32, "7f").hex()[:8], len(request("00" * 32, "7f"))
    ('303c0201', 62)
    """
    hashed = _der(0x30, _SHA256 + _der(0x04, bytes.fromhex(imprint)))
    return _der(0x30, b"\x02\x01\x01" + hashed + _integer(int(nonce, 16)) + b"\x01\x01\xff")


def _integer(number: int) -> bytes:
    return _der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _der(tag: int, body: bytes) -> bytes:
    """A value in DER; short, as all of a request is."""
    return bytes([tag, len(body)]) + body


def checked_address(text: str) -> str:
    """The address of an authority as it was set; ``ConfigError`` unless it is https, or on this machine.

    >>> checked_address("https://stamp.example/tsr")
    'https://stamp.example/tsr'
    """
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    is_safe = host and (parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK))
    if not is_safe or parts.username is not None or not text.isascii() or not text.isprintable() or " " in text:
        raise ConfigError(
            f"WITNESSMARK_AUTHORITIES: want such as https://stamp.example/tsr, no password in them, got {text!r}"
        )
    return text
