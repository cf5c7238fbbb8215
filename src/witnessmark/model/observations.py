"""Observations: what somebody saw, read or held, as they set it down."""

import enum

from witnessmark.model.happenings import Things
from witnessmark.model.ids import PartyId, PlaceId, StatementId, ThingId
from witnessmark.model.quantity import Quantity
from witnessmark.model.value import Content, Edtf, Text


class Access(enum.StrEnum):
    """What the hosts of a visit allowed."""

    UNKNOWN = "unknown"
    FULL = "full"
    PARTIAL = "partial"
    REFUSED = "refused"


class Sampling(enum.StrEnum):
    """How the things to document were chosen, and whether their user was known."""

    UNKNOWN = "unknown"
    ATTRIBUTED = "attributed"
    UNATTRIBUTED = "unattributed"
    MIXED = "mixed"


class Visit(Content, tag="visit/1", frozen=True, kw_only=True):
    """One documentation visit, also one without finds."""

    name: Text
    when: Edtf = Edtf("")
    place: PlaceId | None = None
    access: Access = Access.UNKNOWN
    refused: str = ""
    sampling: Sampling = Sampling.UNKNOWN
    chosen_by: PartyId | None = None
    effort: str = ""
    seen: Quantity | None = None
    documented: Quantity | None = None
    host: PartyId | None = None
    note: Text = ""


class Making(enum.StrEnum):
    """How a mark was put on the thing; each way wears, and is misread, differently."""

    UNKNOWN = "unknown"
    STAMPED = "stamped"
    ENGRAVED = "engraved"
    DOT_PEENED = "dot-peened"
    LASERED = "lasered"
    CAST = "cast"
    PAINTED = "painted"
    PRINTED = "printed"


class Wear(enum.StrEnum):
    """How far the mark had gone when it was read."""

    UNKNOWN = "unknown"
    CRISP = "crisp"
    WORN = "worn"
    FAINT = "faint"


class Beforehand(enum.StrEnum):
    """Whether the reader knew what others had read of the mark."""

    UNKNOWN = "unknown"
    BLIND = "blind"
    TOLD = "told"


class MarkReading(Content, tag="mark-reading/1", frozen=True, kw_only=True):
    """What a person or camera read, as typed. It is evidence, and not yet a mark."""

    of: ThingId
    text: str
    mark: str = ""
    """Kind of mark: serial, lot, headstamp, factory symbol, import, proof, property."""
    where: str = ""
    clock: str = ""
    """The hour at which it stands on a headstamp, where it was read alone."""
    script: str = ""
    making: Making = Making.UNKNOWN
    wear: Wear = Wear.UNKNOWN
    method: str = ""
    """How it was read: from the metal, from a photograph, by rubbing, in a laboratory."""
    reader: Text = ""
    beforehand: Beforehand = Beforehand.UNKNOWN
    when: Edtf = Edtf("")
    photo: StatementId | None = None
    region: str = ""
    """Where on the photograph: left, top, width and height in hundredths of it, as ``12,40,30,8``."""
    notation: str = ""
    """Version of the reading notation that the text is written in."""
    note: Text = ""


class MarkState(enum.StrEnum):
    """Removed on purpose, changed on purpose and unreadable are three things."""

    UNKNOWN = "unknown"
    INTACT = "intact"
    ILLEGIBLE = "illegible"
    OBLITERATED = "obliterated"
    ALTERED = "altered"
    NEVER_MARKED = "never-marked"


class Condition(Content, tag="condition/1", frozen=True, kw_only=True):
    """In what state a thing and its marks were."""

    of: Things
    text: str = ""
    marks: MarkState = MarkState.UNKNOWN
    method: str = ""
    when: Edtf = Edtf("")


class Packaging(Content, tag="packaging/1", frozen=True, kw_only=True):
    """What a package says; a package is not the thing in it."""

    of: Things
    text: str
    container: ThingId | None = None


class Paper(Content, tag="paper/1", frozen=True, kw_only=True):
    """A paper found with things or naming them: packing list, manual, waybill."""

    of: Things
    form: str
    number: str = ""
    text: str = ""
    when: Edtf = Edtf("")
    issuer: PartyId | None = None


class Photo(Content, tag="photo/1", frozen=True, kw_only=True):
    """A picture by the digest of its bytes."""

    of: Things
    digest: str = ""
    caption: str = ""
    when: Edtf = Edtf("")
    region: str = ""
