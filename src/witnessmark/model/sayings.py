"""Sayings: what somebody says of things without having set down an event or an observation."""

import enum

from witnessmark.model.happenings import Things
from witnessmark.model.ids import NoticeId, PartyId, RequestId, StatementId, ThingId
from witnessmark.model.quantity import Quantity
from witnessmark.model.value import Content, Edtf, Text


class MatchOn(enum.StrEnum):
    """What a match rests on."""

    UNKNOWN = "unknown"
    LOT = "lot"
    SERIAL = "serial"
    SERIAL_SEQUENCE = "serial-sequence"
    SERIAL_PROXIMITY = "serial-proximity"
    COMPONENT = "component"
    REMOVAL_METHOD = "removal-method"


class ReportedMatch(Content, tag="reported-match/1", frozen=True, kw_only=True):
    """A publisher says that marks match, without publishing them."""

    of: Things
    on: tuple[MatchOn, ...] = ()
    text: str = ""


class PublishedFigure(Content, tag="published-figure/1", frozen=True, kw_only=True):
    """A number that somebody printed; never expanded into items."""

    name: str
    value: Quantity
    of: str
    """The estimand: what the number is a number of."""
    base: str = ""
    period: Edtf = Edtf("")
    note: str = ""


class TraceRequest(Content, tag="trace-request/1", frozen=True, kw_only=True):
    """A question to a state, maker or other party in the line of supply."""

    of: Things
    to: PartyId
    text: str = ""
    sent: Edtf = Edtf("")
    due: Edtf = Edtf("")


class ResponseCode(enum.StrEnum):
    """How a trace request was answered; silence is an answer to be counted."""

    ACK = "acknowledged"
    FULL = "confirmed-with-documents"
    PART = "confirmed-in-part"
    MFR_ONLY = "manufacture-confirmed-only"
    NOT_OURS = "not-ours"
    NO_RECORD = "no-record"
    NEED_MORE = "more-information-needed"
    REFUSED_LAW = "refused-law"
    REFUSED_COMM = "refused-commercial"
    REDIRECT = "redirected"
    NO_REPLY = "no-reply"
    CONTRADICT = "contradicts-other-evidence"
    WITHDRAWN = "withdrawn-by-requester"


class TraceResponse(Content, tag="trace-response/1", frozen=True, kw_only=True):
    """What came back, or that nothing did by the day it was due."""

    request: RequestId
    code: ResponseCode
    from_: PartyId | None = None
    when: Edtf = Edtf("")
    text: str = ""


class Notice(Content, tag="notice/1", frozen=True, kw_only=True):
    """A party that will be named is told so, and may answer."""

    to: PartyId
    about: tuple[StatementId, ...] = ()
    sent: Edtf = Edtf("")
    due: Edtf = Edtf("")
    text: str = ""


class Reply(Content, tag="reply/1", frozen=True, kw_only=True):
    """A party's answer to a notice."""

    notice: NoticeId
    when: Edtf = Edtf("")
    text: str = ""


class Identification(Content, tag="identification/1", frozen=True, kw_only=True):
    """What somebody says a thing is."""

    of: ThingId
    item_class: str = ""
    make: str = ""
    model: str = ""
    calibre: str = ""
    country: str = ""
    maker: PartyId | None = None
    made: Edtf = Edtf("")


class RemarkNature(enum.StrEnum):
    """What kind of remark: an inference is never shown as an observation."""

    INFERENCE = "inference"
    CONCLUSION = "conclusion"
    CAVEAT = "caveat"
    CONTEXT = "context"


class Remark(Content, tag="remark/1", frozen=True, kw_only=True):
    """What a source concludes, infers or warns of, in its words or a close paraphrase."""

    nature: RemarkNature
    text: str
    about: tuple[StatementId, ...] = ()


class OpenReason(enum.StrEnum):
    """Why something is not known."""

    NOT_PUBLISHED = "not-published"
    NOT_RECORDED = "not-recorded"
    NOT_ASKED = "not-asked"
    NOT_ANSWERED = "not-answered"
    CONTESTED = "contested"


class OpenQuestion(Content, tag="open-question/1", frozen=True, kw_only=True):
    """What is not known, why, and what one would ask of whom."""

    what: str
    about: tuple[StatementId, ...] = ()
    why: OpenReason = OpenReason.NOT_PUBLISHED
    ask: str = ""
    whom: tuple[PartyId, ...] = ()


class Note(Content, tag="note/1", frozen=True, kw_only=True):
    """A note of the case's authors: how their answer differs from the published one."""

    heading: str
    text: Text
