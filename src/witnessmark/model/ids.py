"""Ids: the digest of the statement that introduces a thing, typed by what it introduces."""

import re
from typing import NewType

StatementId = NewType("StatementId", str)
"""64 hexadecimal digits: SHA-256 of a statement's canonical bytes."""

SourceId = NewType("SourceId", StatementId)
PartyId = NewType("PartyId", StatementId)
PlaceId = NewType("PlaceId", StatementId)
ThingId = NewType("ThingId", StatementId)
"""An item, a lot, a container or a consignment."""
ProgrammeId = NewType("ProgrammeId", StatementId)
AuthorisationId = NewType("AuthorisationId", StatementId)
EventId = NewType("EventId", StatementId)
VisitId = NewType("VisitId", StatementId)
RequestId = NewType("RequestId", StatementId)
NoticeId = NewType("NoticeId", StatementId)

Digest = NewType("Digest", str)
"""64 hexadecimal digits of a SHA-256 over something that is not a statement."""

_HEX64 = re.compile(r"[0-9a-f]{64}")


def is_digest(text: str) -> bool:
    """Whether a text has the form of a SHA-256 digest.

    >>> is_digest("ab" * 32), is_digest("AB" * 32), is_digest("ab")
    (True, False, False)
    """
    return _HEX64.fullmatch(text) is not None


def short(digest: str) -> str:
    """The first ten digits: enough for a person to tell ids of one case apart."""
    return digest[:10]
