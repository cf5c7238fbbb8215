"""Timestamps: that an authority saw a digest, and so that what has it existed by then. Never when it was made."""

import enum

from witnessmark.model.ids import StatementId
from witnessmark.model.value import Content, Edtf


class Stamped(enum.StrEnum):
    """Of what the digest is that an authority saw."""

    EVIDENCE = "evidence"
    """Of a piece of evidence."""
    HEAD = "head"
    """Of a receipt, and so of all that its chain named before."""


class Timestamp(Content, tag="timestamp/1", frozen=True, kw_only=True):
    """That an authority saw a digest by a moment: what has the digest existed by then."""

    of: tuple[StatementId, ...] = ()
    """The statements that named the piece of evidence when it was recorded; empty for a head."""
    what: Stamped = Stamped.EVIDENCE
    imprint: str
    """The SHA-256 that the authority saw."""
    existed_by: Edtf
    """The moment that the token tells, in UTC, rounded up to a second."""
    accuracy: str = ""
    """By how many seconds the authority says that it may be off; empty where it does not say."""
    authority: str
    """The name in its certificate."""
    address: str = ""
    """Where it was asked; empty where the answer was carried by hand."""
    serial: str
    """The number of the token, given by the authority."""
    token: str
    """The digest of the token, which the vault holds."""
    chain: tuple[str, ...] = ()
    """The digests of the certificates, from the authority's own to the root that was trusted."""
