"""Canonical bytes: one encoder; JSON as RFC 8785 writes it, for values that hold no floats.

Stored bytes are hashed, never re-encoded. ``docs/format.md`` says this for a second implementation.
"""

import hashlib
from typing import TypeVar

import msgspec

from witnessmark.model.fields import references
from witnessmark.model.ids import StatementId, is_digest
from witnessmark.model.statement import Statement

LARGEST_STATEMENT = 1_000_000
"""Bytes. A statement is a sentence, not a file; more is refused."""

_ENCODER = msgspec.json.Encoder(order="sorted")
_STATEMENTS = msgspec.json.Decoder(Statement)

T = TypeVar("T", bound=msgspec.Struct)


def encode(value: msgspec.Struct) -> bytes:
    """The canonical bytes of a value. A ``ValueError`` names a text that is not Unicode."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError as error:
        raise ValueError(f"want text that can be written as UTF-8, got {error.object!r}") from error


def digest(payload: bytes) -> str:
    """SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(payload).hexdigest()


def statement_id(statement: Statement) -> StatementId:
    """The id of a statement: the digest of its canonical bytes."""
    return StatementId(digest(encode(statement)))


def decode(payload: bytes) -> Statement:
    """The statement that trusted bytes hold."""
    return _STATEMENTS.decode(payload)


def decode_strictly(payload: bytes) -> Statement:
    """The statement that foreign bytes hold; a ``ValueError`` unless they are exactly canonical."""
    if len(payload) > LARGEST_STATEMENT:
        raise ValueError(f"want at most {LARGEST_STATEMENT} bytes in a statement, got {len(payload)}")
    statement = decode_value(payload, Statement)
    for target in references(statement):
        if not is_digest(target):
            raise ValueError(f"want an id of 64 hexadecimal digits in every reference, got {target[:80]!r}")
    return statement


def decode_value(payload: bytes, kind: type[T]) -> T:
    """A value of the given type from foreign bytes; a ``ValueError`` unless they are exactly canonical."""
    try:
        value = msgspec.json.decode(payload, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"want a {kind.__name__.lower()} in canonical JSON: {error}") from error
    if encode(value) != payload:
        raise ValueError("want canonical bytes; these say the same in other words")
    return value
