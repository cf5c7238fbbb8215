"""Things: what a case is about. A thing's id is the digest of the statement that introduces it."""

import enum
from typing import Annotated

import msgspec

from witnessmark.model.ids import (
    AuthorisationId,
    PartyId,
    PlaceId,
    ProgrammeId,
    SourceId,
    ThingId,
)
from witnessmark.model.quantity import Quantity
from witnessmark.model.value import Content, Edtf, Sealed, Text


class SourceForm(enum.StrEnum):
    """What kind of thing a source is."""

    PRESS = "press"
    WEB = "web"
    REPORT = "report"
    FIELD_DOCUMENTATION = "field-documentation"
    DOCUMENT = "document"
    PHOTOGRAPH = "photograph"
    INTERVIEW = "interview"
    STATEMENT = "statement"
    REGISTER = "register"
    TRACE_RESPONSE = "trace-response"
    TABLE = "table"
    OTHER = "other"


PRIMARY_FORMS = frozenset(
    {
        SourceForm.FIELD_DOCUMENTATION,
        SourceForm.DOCUMENT,
        SourceForm.PHOTOGRAPH,
        SourceForm.REGISTER,
        SourceForm.TRACE_RESPONSE,
    }
)
"""Forms in which somebody set down what they themselves did, saw or held."""


class Original(enum.StrEnum):
    """Whether whoever wrote the case read the source itself."""

    UNKNOWN = "unknown"
    READ = "read"
    NOT_READ = "not-read"


class Source(Content, tag="source/1", frozen=True, kw_only=True):
    """A document, photograph, register extract, interview or trace response."""

    name: Text
    form: SourceForm = SourceForm.OTHER
    publisher: str = ""
    published: Edtf = Edtf("")
    address: str = ""
    accessed: Edtf = Edtf("")
    language: str = ""
    digest: str = ""
    """SHA-256 of its bytes where the vault holds them."""
    original: Original = Original.UNKNOWN
    quotes: tuple[SourceId, ...] = ()
    """What it quotes: a report quoted ten times is one source."""
    family: str = ""
    """A name for a common origin that no source in the case stands for."""
    note: Text = ""


class PartySort(enum.StrEnum):
    """What kind of party."""

    UNKNOWN = "unknown"
    STATE = "state"
    STATE_BODY = "state-body"
    ARMED_FORCE = "armed-force"
    POLICE = "police"
    MAKER = "maker"
    DEALER = "dealer"
    BROKER = "broker"
    CARRIER = "carrier"
    ARMED_GROUP = "armed-group"
    ORGANISATION = "organisation"
    PERSON = "person"


class Party(Content, tag="party/1", frozen=True, kw_only=True):
    """Anyone in the story. A person's name must be sealed."""

    name: Text
    sort: PartySort = PartySort.UNKNOWN
    country: str = ""
    note: Text = ""


def names_a_person_openly(content: Content) -> bool:
    """Whether somebody's name stands in the open that must be sealed."""
    return isinstance(content, Party) and content.sort is PartySort.PERSON and not isinstance(content.name, Sealed)


class Precision(enum.StrEnum):
    """How well a place is known."""

    UNKNOWN = "unknown"
    POINT = "point"
    SITE = "site"
    TOWN = "town"
    DISTRICT = "district"
    REGION = "region"
    COUNTRY = "country"
    SEA = "sea"


class Place(Content, tag="place/1", frozen=True, kw_only=True):
    """An area, with how well it is known."""

    name: Text
    precision: Precision = Precision.UNKNOWN
    country: str = ""
    within: PlaceId | None = None
    at: Text = ""
    """Latitude and longitude as typed; seal them where they could identify a source."""
    radius: str = ""
    """How far off the coordinates may be, as typed."""


class Item(Content, tag="item/1", frozen=True, kw_only=True):
    """One physical thing that can be marked."""

    name: Text
    item_class: str = ""
    make: str = ""
    model: str = ""
    calibre: str = ""
    country: str = ""
    note: Text = ""


class Lot(Content, tag="lot/1", frozen=True, kw_only=True):
    """Many alike, identified together."""

    name: Text
    item_class: str = ""
    make: str = ""
    model: str = ""
    calibre: str = ""
    country: str = ""
    quantity: Quantity | None = None
    note: Text = ""


class Container(Content, tag="container/1", frozen=True, kw_only=True):
    """A crate, tin, box, vessel or vehicle that holds things."""

    name: Text
    form: str = ""
    note: Text = ""


class Consignment(Content, tag="consignment/1", frozen=True, kw_only=True):
    """Goods sent together under one paper."""

    name: Text
    goods: str = ""
    licensed: Quantity | None = None
    shipped: Quantity | None = None
    received: Quantity | None = None
    programme: ProgrammeId | None = None
    intended: tuple[PartyId, ...] = ()
    """The recipients that the sender meant to have the goods."""
    under: tuple[AuthorisationId, ...] = ()
    note: Text = ""


class Programme(Content, tag="programme/1", frozen=True, kw_only=True):
    """A supply policy; parties join it by ``role`` statements, each with its source."""

    name: Text
    goods: str = ""
    border: PlaceId | None = None
    """Where the programme handed over, as far as is known."""
    period: Edtf = Edtf("")
    note: Text = ""


class ProgrammeRole(enum.StrEnum):
    """What a party does in a programme."""

    SPONSOR = "sponsor"
    PURCHASER = "purchaser"
    MAKER = "maker"
    EXPORTER = "exporter"
    INTERMEDIARY = "intermediary"
    INTENDED_RECIPIENT = "intended-recipient"


class Role(Content, tag="role/1", frozen=True, kw_only=True):
    """One party's part in one programme, as a source tells it."""

    programme: ProgrammeId
    party: PartyId
    as_: ProgrammeRole
    goods: str = ""
    when: Edtf = Edtf("")


class AuthorisationForm(enum.StrEnum):
    """What kind of authority it is."""

    LICENCE = "licence"
    END_USER_CERTIFICATE = "end-user-certificate"
    UNDERTAKING = "undertaking"
    CONSENT = "consent"
    CONTRACT = "contract"
    PERMIT = "permit"
    LAW = "law"
    EMBARGO = "embargo"


class Clause(enum.StrEnum):
    """What the paper binds its parties to."""

    NO_RE_EXPORT = "no-re-export"
    PRIOR_CONSENT = "prior-consent"
    NOTIFY = "notify"
    DELIVERY_CHECK = "delivery-check"
    SOLE_END_USER = "sole-end-user"


class Authenticity(enum.StrEnum):
    """What is known of the paper itself."""

    NOT_SEEN = "not-seen"
    SEEN = "seen"
    CONFIRMED_BY_ISSUER = "confirmed-by-issuer"
    DENIED_BY_ISSUER = "denied-by-issuer"
    FORGED = "forged"


class Authorisation(Content, tag="authorisation/1", frozen=True, kw_only=True):
    """What made a transfer lawful, with its limits. No record of one means unknown."""

    name: Text
    form: AuthorisationForm
    number: str = ""
    issuer: PartyId | None = None
    to: PartyId | None = None
    """To whom it was given: for an undertaking, the exporting state."""
    signatory: Text = ""
    permits: tuple[PartyId, ...] = ()
    """Whose custody it authorises."""
    covers: Annotated[tuple[ThingId | ProgrammeId, ...], msgspec.Meta(max_length=1000)] = ()
    issued: Edtf = Edtf("")
    valid: Edtf = Edtf("")
    goods: str = ""
    quantity: Quantity | None = None
    clauses: tuple[Clause, ...] = ()
    authenticity: Authenticity = Authenticity.NOT_SEEN
    note: Text = ""
