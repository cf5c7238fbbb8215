"""Happenings: what happened to things, and what was checked. ``of`` names the things it happened to."""

import enum
from typing import Annotated

import msgspec

from witnessmark.model.ids import (
    AuthorisationId,
    EventId,
    PartyId,
    PlaceId,
    ProgrammeId,
    ThingId,
    VisitId,
)
from witnessmark.model.quantity import Quantity
from witnessmark.model.value import Content, Edtf, Text

Things = Annotated[tuple[ThingId, ...], msgspec.Meta(min_length=1, max_length=1000)]
"""The things that a statement is about; at least one."""


class Manufacture(Content, tag="manufacture/1", frozen=True, kw_only=True):
    """A maker makes things."""

    of: Things
    by: PartyId | None = None
    when: Edtf = Edtf("")
    place: PlaceId | None = None
    quantity: Quantity | None = None


class Marking(Content, tag="marking/1", frozen=True, kw_only=True):
    """Somebody puts a mark on things: maker, importer, proof house, user force."""

    of: Things
    by: PartyId | None = None
    when: Edtf = Edtf("")
    place: PlaceId | None = None
    mark: str = ""


class TransferKind(enum.StrEnum):
    """How holder or title changed: ATT Article 2, and what happens within a state."""

    UNKNOWN = "unknown"
    EXPORT = "export"
    IMPORT = "import"
    TRANSIT = "transit"
    TRANS_SHIPMENT = "trans-shipment"
    BROKERING = "brokering"
    DELIVERY = "delivery"
    SALE = "sale"
    ISSUE = "issue"
    GIFT = "gift"
    RETRANSFER = "retransfer"
    CAPTURE = "capture"
    RETURN = "return"


class Passes(enum.StrEnum):
    """What changed hands: possession and ownership are two things."""

    CUSTODY = "custody"
    TITLE = "title"
    BOTH = "both"


class Allowed(enum.StrEnum):
    """What the source says of authority; silence is unknown, not unlawful."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"


class Transfer(Content, tag="transfer/1", frozen=True, kw_only=True):
    """A change of holder or title."""

    of: Things
    as_: TransferKind = TransferKind.UNKNOWN
    from_: PartyId | None = None
    to: PartyId | None = None
    via: tuple[PartyId, ...] = ()
    """Brokers, dealers and carriers that the source names in between."""
    when: Edtf = Edtf("")
    place: PlaceId | None = None
    destination: PlaceId | None = None
    quantity: Quantity | None = None
    under: tuple[AuthorisationId, ...] = ()
    passes: Passes = Passes.CUSTODY
    allowed: Allowed = Allowed.UNKNOWN
    note: Text = ""


class LossHow(enum.StrEnum):
    """How things left somebody's hands without a transfer."""

    UNKNOWN = "unknown"
    THEFT = "theft"
    LEAKAGE = "leakage"
    ABANDONED = "abandoned"
    COLLAPSE = "collapse"
    OVERRUN = "overrun"


class Loss(Content, tag="loss/1", frozen=True, kw_only=True):
    """A holder no longer holds things, and nobody says to whom they went."""

    of: Things
    by: PartyId | None = None
    how: LossHow = LossHow.UNKNOWN
    when: Edtf = Edtf("")
    place: PlaceId | None = None
    quantity: Quantity | None = None
    note: Text = ""


class RecoveryHow(enum.StrEnum):
    """How an authority or investigator came by things."""

    UNKNOWN = "unknown"
    SEIZED = "seized"
    CAPTURED = "captured"
    SURRENDERED = "surrendered"
    FOUND = "found"
    CACHED = "cached"


class UserBasis(enum.StrEnum):
    """The basis for saying who had the things before."""

    UNKNOWN = "unknown"
    OBSERVED = "observed"
    CUSTODIANS_WORD = "custodians-word"
    LOCATION = "location"
    INFERRED = "inferred"


class Recovery(Content, tag="recovery/1", frozen=True, kw_only=True):
    """An authority or investigator takes, finds or documents things."""

    of: Things
    by: PartyId | None = None
    how: RecoveryHow = RecoveryHow.UNKNOWN
    when: Edtf = Edtf("")
    place: PlaceId | None = None
    quantity: Quantity | None = None
    previous_user: PartyId | None = None
    previous_user_basis: UserBasis = UserBasis.UNKNOWN
    documented: Edtf = Edtf("")
    """When an investigator examined and recorded it, often without taking it."""
    visit: VisitId | None = None
    custodian: PartyId | None = None
    note: Text = ""


class Deactivation(Content, tag="deactivation/1", frozen=True, kw_only=True):
    """Things are made unable to fire."""

    of: Things
    by: PartyId | None = None
    when: Edtf = Edtf("")
    place: PlaceId | None = None


class Destruction(Content, tag="destruction/1", frozen=True, kw_only=True):
    """Things cease to exist."""

    of: Things
    by: PartyId | None = None
    when: Edtf = Edtf("")
    place: PlaceId | None = None


class Sighting(Content, tag="sighting/1", frozen=True, kw_only=True):
    """Somebody is seen with things, on a day, at a place."""

    of: Things
    holder: PartyId | None = None
    when: Edtf = Edtf("")
    place: PlaceId | None = None
    quantity: Quantity | None = None
    note: Text = ""


class StockCheck(Content, tag="stock-check/1", frozen=True, kw_only=True):
    """An assertion: "we hold these, on this day". It moves nothing."""

    of: Things
    holder: PartyId | None = None
    when: Edtf = Edtf("")
    place: PlaceId | None = None
    quantity: Quantity | None = None
    note: Text = ""


class CheckResult(enum.StrEnum):
    """What came of a delivery check; never asked and asked in vain are two things."""

    UNKNOWN = "unknown"
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not-confirmed"
    REFUSED = "refused"
    NOT_DONE = "not-done"
    NEVER_ASKED = "never-asked"


class DeliveryCheck(Content, tag="delivery-check/1", frozen=True, kw_only=True):
    """Somebody checks, or should have checked, that goods came to their end user."""

    of: Things
    by: PartyId | None = None
    at: PartyId | None = None
    """Whose custody was checked."""
    due: Edtf = Edtf("")
    when: Edtf = Edtf("")
    result: CheckResult = CheckResult.UNKNOWN
    note: Text = ""


class CaptureReport(Content, tag="capture-report/1", frozen=True, kw_only=True):
    """A reported capture of goods; it proves nothing of one particular item."""

    by: PartyId | None = None
    from_: PartyId | None = None
    goods: str = ""
    when: Edtf = Edtf("")
    place: PlaceId | None = None
    quantity: Quantity | None = None
    note: Text = ""


class Containment(Content, tag="containment/1", frozen=True, kw_only=True):
    """A round is in a lot, a lot in a crate, a crate in a consignment."""

    inner: ThingId
    outer: ThingId
    when: Edtf = Edtf("")
    quantity: Quantity | None = None


class Membership(Content, tag="membership/1", frozen=True, kw_only=True):
    """A consignment belongs to a programme, as a source tells it."""

    consignment: ThingId
    programme: ProgrammeId


class Duration(Content, tag="duration/1", frozen=True, kw_only=True):
    """A stated time between two events; kept as said, never recomputed."""

    from_: EventId
    to: EventId
    lasted: Quantity


class Deliveries(Content, tag="deliveries/1", frozen=True, kw_only=True):
    """Documented deliveries of a class of arms to a force: no proof for one item."""

    supplier: PartyId
    recipient: PartyId
    item_class: str
    when: Edtf = Edtf("")
    quantity: Quantity | None = None
    note: Text = ""


CustodyEvent = (
    Manufacture
    | Marking
    | Transfer
    | Loss
    | Recovery
    | Deactivation
    | Destruction
    | Sighting
    | StockCheck
    | DeliveryCheck
)
"""The happenings that say something of who held a thing."""
