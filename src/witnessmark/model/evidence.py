"""Evidence: a piece of it, by the digest of its bytes, and what those bytes say of themselves."""

import enum
from typing import Annotated

import msgspec

from witnessmark.model.ids import ThingId
from witnessmark.model.value import Content, Edtf, Text

EvidenceDigest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
"""SHA-256 of the bytes, 64 hexadecimal digits."""


class EvidenceForm(enum.StrEnum):
    """What kind of evidence a piece is, by its bytes and not by the ending of its name."""

    OTHER = "other"
    PHOTOGRAPH = "photograph"
    DOCUMENT = "document"
    TABLE = "table"
    VIDEO = "video"
    AUDIO = "audio"


class Evidence(Content, tag="evidence/1", frozen=True, kw_only=True):
    """A piece of evidence by the digest of its bytes, which a vault holds unaltered.

    Two statements of one digest are of one piece of evidence. What it says of itself (time, place, device) is said by
    whoever made the file or changed it since: it is no proof.
    """

    name: Text
    """The name of the file as it was found."""
    form: EvidenceForm = EvidenceForm.OTHER
    digest: EvidenceDigest
    size: str = ""
    """Bytes."""
    media: str = ""
    """Type of its bytes, such as ``image/jpeg``, found by looking at them."""
    taken: Edtf = Edtf("")
    """When a photograph says it was taken; without an offset the zone is not known."""
    at: Text = ""
    """Where a photograph says it was taken: latitude and longitude in degrees."""
    device: str = ""
    pages: str = ""
    """How many pages a document has."""
    fingerprint: str = ""
    """By which pictures that look alike are found, as ``dhash/1 0123456789abcdef``; it proves nothing."""
    redacted_from: str = ""
    """The digest of the original, where parts of the picture were filled. It is no reference, which would keep the copy
    wherever the original has to stay."""
    of: tuple[ThingId, ...] = ()
    """What it shows, where a person said so."""
    note: Text = ""
