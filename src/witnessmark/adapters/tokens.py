"""Tokens: what an authority answered, taken apart and checked with the extra ``timestamps`` (RFC 3161)."""

import math
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding

from witnessmark.errors import ConfigError, Tampered, UsageError
from witnessmark.evidence.timestamps import Token

if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse

_SHA256 = "2.16.840.1.101.3.4.2.1"
_LONGEST_CHAIN = 10
_LONGEST_NAME = 300
_SEQUENCE, _SET, _CONTENT = 0x30, 0x31, 0xA0
_GRANTED = bytes.fromhex("3003020100")


class Rfc3161Tokens:
    """``Tokens`` of RFC 3161."""

    def __init__(self) -> None:
        try:
            import rfc3161_client  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise ConfigError(
                "want the extra 'timestamps' to check what authorities answer: pip install 'witnessmark[timestamps]'"
            ) from error
        self._library: Any = rfc3161_client

    def nonce(self, answer: bytes) -> str:
        """See ``Tokens.nonce``."""
        return f"{int(self._opened(answer).tst_info.nonce or 0):016x}"

    def checked(self, answer: bytes, *, imprint: str, nonce: str, roots: bytes) -> Token:
        """See ``Tokens.checked``."""
        trusted = _certificates(roots)
        return self._checked(self._opened(answer), _token_in(answer), imprint, int(nonce, 16), trusted)

    def kept(self, token: bytes, *, imprint: str, chain: Sequence[bytes]) -> Token:
        """See ``Tokens.kept``."""
        answer = _wrapped(_SEQUENCE, _GRANTED + token)
        try:
            trusted = [x509.load_der_x509_certificate(each) for each in chain[-1:]]
        except ValueError as error:
            raise Tampered(f"a certificate of the chain cannot be read: {error}") from error
        return self._checked(self._opened(answer), token, imprint, None, trusted)

    def _opened(self, answer: bytes) -> "TimeStampResponse":
        try:
            opened: TimeStampResponse = self._library.decode_timestamp_response(_ordered(answer))
            status, words = opened.status, "; ".join(opened.status_string)
            if status == 0:
                opened.tst_info.nonce  # noqa: B018 - what has no token has no nonce either
                return opened
        except Exception as error:  # a stranger's parser on a stranger's bytes
            raise Tampered(f"the answer is no answer to a request for a timestamp: {_on_one_line(error)}") from error
        raise Tampered(f"the authority granted nothing (status {status}){': ' if words else ''}{_on_one_line(words)}")

    def _checked(
        self,
        opened: "TimeStampResponse",
        token: bytes,
        imprint: str,
        nonce: int | None,
        trusted: list[x509.Certificate],
    ) -> Token:
        try:
            _check_told(opened, imprint, nonce)
            verifier = self._library.VerifierBuilder(roots=trusted, nonce=nonce).build()
            verifier.verify(opened, bytes.fromhex(imprint))
            chain = _chain(opened, trusted)
            return Token(
                token=token,
                chain=tuple(each.public_bytes(Encoding.DER) for each in chain),
                authority=_on_one_line(chain[0].subject.rfc4514_string()),
                existed_by=_moment(opened),
                accuracy=_accuracy(opened),
                serial=str(opened.tst_info.serial_number),
                root=_on_one_line(chain[-1].subject.rfc4514_string()),
            )
        except Tampered:
            raise
        except Exception as error:  # as above
            raise Tampered(f"the token is not valid: {_on_one_line(error)}") from error


def _check_told(opened: "TimeStampResponse", imprint: str, nonce: int | None) -> None:
    told = opened.tst_info
    if told.message_imprint.hash_algorithm.dotted_string != _SHA256:
        raise Tampered("want a token over SHA-256, got another hash")
    if told.message_imprint.message.hex() != imprint:
        raise Tampered("the token is for another digest than was asked for")
    if nonce is not None and told.nonce != nonce:
        raise Tampered("the token does not repeat the number that was sent with the request")


def _certificates(pem: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise UsageError("want root certificates of authorities as PEM, got none that can be read") from error


def _chain(opened: "TimeStampResponse", trusted: list[x509.Certificate]) -> list[x509.Certificate]:
    """From the certificate that signed to a root that is trusted, each signed by the next."""
    (signer,) = opened.signed_data.signer_infos
    carried = [x509.load_der_x509_certificate(each) for each in opened.signed_data.certificates]
    leaf = [c for c in carried if c.issuer == signer.issuer and c.serial_number == signer.serial_number]
    if not leaf:
        raise Tampered("the token does not carry the certificate that signed it")
    chain = leaf[:1]
    while chain[-1] not in trusted:
        issuer = next((c for c in [*trusted, *carried] if _issued(c, chain[-1]) and c not in chain), None)
        if issuer is None or len(chain) == _LONGEST_CHAIN:
            raise Tampered("the chain of certificates does not lead to a root in the file of roots")
        chain.append(issuer)
    return chain


def _issued(issuer: x509.Certificate, other: x509.Certificate) -> bool:
    try:
        other.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _moment(opened: "TimeStampResponse") -> str:
    """What the token says, up to a second later: nothing may look older than it says."""
    told = opened.tst_info.gen_time
    rounded = told.replace(microsecond=0) + timedelta(seconds=1 if told.microsecond else 0)
    return rounded.strftime("%Y-%m-%dT%H:%M:%SZ")


def _accuracy(opened: "TimeStampResponse") -> str:
    """Seconds, rounded up; empty where the authority does not say."""
    told = opened.tst_info.accuracy
    if told is None:
        return ""
    return str(math.ceil((told.seconds or 0) + (told.millis or 0) / 1e3 + (told.micros or 0) / 1e6))


def _on_one_line(told: object) -> str:
    return " ".join(str(told).split())[:_LONGEST_NAME]


# -- DER ---------------------------------------------------------------------------------------------------------


def _wrapped(tag: int, body: bytes) -> bytes:
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def _parts(payload: bytes, start: int, end: int) -> list[tuple[int, int, int, int]]:
    """Tag, start, start of the body, and end of each value in a stretch; a ``ValueError`` where it is no DER."""
    found = []
    while start < end:
        body = start + 2
        length = payload[start + 1] if body <= end else end
        if length >= 0x80:
            count = length & 0x7F
            length = int.from_bytes(payload[body : body + count], "big") if 0 < count <= 4 else end
            body += count
        if body + length > end:
            raise ValueError("want DER")
        found.append((payload[start], start, body, body + length))
        start = body + length
    return found


def _token_in(answer: bytes) -> bytes:
    """The token of an answer, as it came."""
    (_, _, body, end), *_ = _parts(answer, 0, len(answer))
    _, (_, start, _, stop) = _parts(answer, body, end)[:2]
    return answer[start:stop]


def _ordered(answer: bytes) -> bytes:
    """An answer with its certificates in the order that DER wants.

    Some authorities have another, which the library refuses; nothing signs the order. What is no such answer is given
    back as it came.
    """
    try:
        (_, _, body, end), *_ = _parts(answer, 0, len(answer))
        for wanted in ((_SEQUENCE, 1), (_CONTENT, 1), (_SEQUENCE, 0)):
            tag, _, body, end = _parts(answer, body, end)[wanted[1]]
            if tag != wanted[0]:
                return answer
        for tag, _, start, stop in _parts(answer, body, end):
            if tag == _CONTENT:
                each = sorted(answer[first:last] for _, first, _, last in _parts(answer, start, stop))
                return answer[:start] + b"".join(each) + answer[stop:]
    except (ValueError, IndexError):
        return answer
    return answer
