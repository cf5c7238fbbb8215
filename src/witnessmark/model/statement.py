"""Statement: "source S says X, at place P in S" - the atom of a case."""

import enum
from typing import TYPE_CHECKING, TypeVar, Union

from witnessmark.model import decisions as d
from witnessmark.model import evidence as e
from witnessmark.model import happenings as h
from witnessmark.model import imports as n
from witnessmark.model import observations as o
from witnessmark.model import sayings as s
from witnessmark.model import things as t
from witnessmark.model import timestamps as ts
from witnessmark.model.ids import SourceId, StatementId
from witnessmark.model.value import Content, Value

KINDS: tuple[type[Content], ...] = (
    d.CaseHeader,
    t.Source, t.Party, t.Place, t.Item, t.Lot, t.Container, t.Programme, t.Authorisation, t.Consignment, t.Role,
    h.Manufacture, h.Marking, h.Transfer, h.Loss, o.Visit, h.Recovery, h.Deactivation, h.Destruction, h.Sighting,
    h.StockCheck, h.DeliveryCheck, h.CaptureReport, h.Containment, h.Membership, h.Duration, h.Deliveries,
    e.Evidence, o.Photo, o.MarkReading, o.Condition, o.Packaging, o.Paper,
    s.Identification, s.ReportedMatch, s.PublishedFigure, s.TraceRequest, s.TraceResponse, s.Notice, s.Reply,
    s.Remark, s.OpenQuestion, s.Note,
    n.Import, n.UnreadRow,
    d.Judgement, d.RecordJudgement, d.RegisterUse, d.Finding, d.Handling, ts.Timestamp, d.Disclosure, d.Embargo,
    d.Consent, d.Sealing, d.Erasure, d.Retraction,
    d.Grade,
)  # fmt: skip
"""Every kind of content, in the order in which a person would tell them."""

if TYPE_CHECKING:
    AnyContent = Content
else:
    AnyContent = Union[KINDS]  # noqa: UP007 - built from the table above, so no kind can be left out


class Basis(enum.StrEnum):
    """On what footing a statement stands; each is shown as what it is."""

    STATED = "stated"
    """The source says so."""
    INFERRED = "inferred"
    """The source infers so."""
    DERIVED = "derived"
    """Calculated by whoever wrote the case, from the statements in ``rests_on``."""
    BACKGROUND = "background"
    """General knowledge without a source: low confidence."""


class Statement(Value, frozen=True, kw_only=True):
    """Content with its source and its place in it; the digest of its canonical bytes is its id."""

    content: AnyContent
    source: SourceId | None = None
    locator: str = ""
    """Page, row, cell, minute: where in the source."""
    citing: SourceId | None = None
    """Whom the source itself relies on for this."""
    quote: str = ""
    """The source's words, as typed."""
    basis: Basis = Basis.STATED
    rests_on: tuple[StatementId, ...] = ()
    supersedes: StatementId | None = None
    """The statement that this one corrects."""
    because: str = ""
    """Why it was corrected, or how it was derived."""


C = TypeVar("C", bound=Content)


def kind_of(content: type[Content] | Content) -> str:
    """The name of a kind without its version: what a person types.

    >>> kind_of(h.Transfer)
    'transfer'
    """
    return tag_of(content).partition("/")[0]


def tag_of(content: type[Content] | Content) -> str:
    """The tag of a kind, with its version, as it stands in the bytes."""
    return str(content.__struct_config__.tag)
