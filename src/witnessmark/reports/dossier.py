"""Dossier: everything that a case gives of its subjects, as values that any page, table or JSON can show.

It is complete in itself: names are resolved and every element carries the numbers of the statements that it rests on.
"""

from collections.abc import Sequence
from datetime import date

from witnessmark.model.value import Result
from witnessmark.model.when import Days
from witnessmark.reports.dates import say_either


class Cited(Result, frozen=True, kw_only=True):
    """A statement that the dossier rests on, under its number."""

    number: int
    id: str
    """Empty below the level at which ids may leave the case."""
    kind: str
    sentence: str
    standing: str
    source: int | None
    """The source's number in this dossier."""
    citing: int | None
    locator: str
    quote: str
    grade: str
    because: str
    """Why it was corrected, or how it was derived."""
    rests_on: tuple[int, ...]
    is_correction: bool


class SourceLine(Result, frozen=True, kw_only=True):
    """A source, under its number."""

    number: int
    name: str
    publisher: str
    published: str
    address: str
    form: str
    original: str
    origins: tuple[str, ...]
    """Names of the sources that it goes back to; its own where it quotes nobody."""
    note: str


class Line(Result, frozen=True, kw_only=True):
    """Words with the statements they rest on."""

    text: str
    refs: tuple[int, ...] = ()


class Four(Result, frozen=True, kw_only=True):
    """What a stranger reads first."""

    documented: tuple[Line, ...]
    reported: tuple[Line, ...]
    inferred: tuple[Line, ...]
    would_settle: tuple[Line, ...]


class Extent(Result, frozen=True, kw_only=True):
    """The days that something can lie in."""

    lo: date | None
    hi: date | None


class Footing(Result, frozen=True, kw_only=True):
    """What those on one footing tell of an event, as narrowly as they date it."""

    standing: str
    what: str
    when: str
    alternatives: tuple[Extent, ...]
    refs: tuple[int, ...]


class EventLine(Result, frozen=True, kw_only=True):
    """One version of one event."""

    what: str
    label: str
    """The kind of event, for a drawing that shows the holders already."""
    when: str
    alternatives: tuple[Extent, ...]
    is_derived: bool
    """Its date follows from a stated duration."""
    link: str
    """How the event tells of the thing: itself, contained, of its lot."""
    standing: str
    """The best footing of those who give this date; others can stand on a better one and say less."""
    footings: tuple[Footing, ...]
    is_uncertain: bool
    """Its source marks the date as in doubt."""
    refs: tuple[int, ...]


def either(events: Sequence[EventLine | Footing]) -> str:
    """The dates of rival versions of one event, in words."""
    return say_either([(e.when, [Days(lo=x.lo, hi=x.hi) for x in e.alternatives]) for e in events])


class HolderLine(Result, tag_field="kind", tag="holder", frozen=True, kw_only=True):
    """A holder's span."""

    name: str
    sort: str
    began: EventLine | None
    ended: EventLine | None
    seen: tuple[EventLine, ...]


class GapLine(Result, tag_field="kind", tag="gap", frozen=True, kw_only=True):
    """A leg that nobody documents."""

    after: str
    """The holder before it; empty where nobody is named."""
    before: str


def leg(gap: GapLine) -> str:
    """What nobody documents, in words."""
    if not gap.after:
        return f"nobody documents how it came to {gap.before}"
    if not gap.before:
        return f"nobody documents where it went from {gap.after}"
    return f"nobody documents the leg from {gap.after} to {gap.before}"


class SideLine(Result, frozen=True, kw_only=True):
    """One side of a window: a holder, and the event that fixes it."""

    holder: str
    event: str

    def __str__(self) -> str:
        return f"{self.holder} ({self.event})"


class WindowLine(Result, frozen=True, kw_only=True):
    """A window of diversion, told."""

    title: str
    paper: str
    authority: tuple[str, ...]
    """What is known of the authority: clauses, authenticity, to whom it was given."""
    after: SideLine
    before: SideLine
    dates: Extent
    dates_said: str
    rests_on_derived_date: bool
    rests_on_doubtful_date: bool
    what: str
    """What happened within it: it may have left permitted custody, or was taken from its holder."""
    elapsed: str
    stage: str
    cause: str
    rule: str
    upstream: tuple[str, ...]
    caveat: str
    refs: tuple[int, ...]


class Undetermined(Result, frozen=True, kw_only=True):
    """An authority for which no window follows."""

    title: str
    paper: str
    why: str
    refs: tuple[int, ...]


class AccountLine(Result, frozen=True, kw_only=True):
    """One consistent way to take the sources."""

    label: str
    elements: tuple[HolderLine | GapLine, ...]
    others: tuple[EventLine, ...]
    """Events that say nothing of who held it: checks, marks, finds where nobody is named."""
    windows: tuple[WindowLine, ...]
    undetermined: tuple[Undetermined, ...]


class ConflictLine(Result, frozen=True, kw_only=True):
    """Versions of one event, side by side."""

    why: str
    versions: tuple[EventLine, ...]


class DurationLine(Result, frozen=True, kw_only=True):
    """How long something took: as stated, or as stated dates allow."""

    text: str
    days: str
    kind: str
    follows: str
    """What date follows from it, if any."""
    refs: tuple[int, ...]


class Subject(Result, frozen=True, kw_only=True):
    """One thing and its custody."""

    id: str
    name: str
    kind: str
    facts: tuple[tuple[str, str], ...]
    accounts: tuple[AccountLine, ...]
    previous_users: tuple[Line, ...]
    """Who is said to have had it before it was recovered, and on what basis."""
    conflicts: tuple[ConflictLine, ...]
    durations: tuple[DurationLine, ...]


class ReachLine(Result, frozen=True, kw_only=True):
    """One thing that a forward trace reached."""

    name: str
    kind: str
    """Why it was reached; the program's matches and publishers' never share a word."""
    from_: str
    text: str
    transfers: tuple[EventLine, ...]
    finds: tuple[EventLine, ...]
    beyond: str
    refs: tuple[int, ...]


class Forward(Result, frozen=True, kw_only=True):
    """What became of a programme, consignment or lot."""

    name: str
    kind: str
    parts: tuple[Line, ...]
    """The parties to a programme, each with its part."""
    reached: tuple[ReachLine, ...]


class Section(Result, frozen=True, kw_only=True):
    """Statements of some kinds under one heading."""

    heading: str
    about: str
    lines: tuple[Line, ...]


class ProblemLine(Result, frozen=True, kw_only=True):
    """Something wrong in the data."""

    message: str
    severity: str
    refs: tuple[int, ...]


class Framed(Result, frozen=True, kw_only=True):
    """A part of a picture, and what was read there."""

    text: str
    region: str
    """As typed: hundredths of the picture, or words."""
    box: tuple[float, ...]
    """Left, top, width and height in hundredths; empty where the region is words or not said."""
    refs: tuple[int, ...]


class PictureLine(Result, frozen=True, kw_only=True):
    """A photograph under its number. Its pixels are no part of the dossier: whoever makes a page asks the vault."""

    number: int
    shows: str
    caption: str
    when: str
    digest: str
    """Empty below the level at which ids may leave the case."""
    may_travel: bool
    """Whether its bytes may be shown at the level of the dossier."""
    frames: tuple[Framed, ...]
    refs: tuple[int, ...]
    is_redacted: bool = False
    """Whether it is a copy of another picture with parts filled."""


class Provenance(Result, frozen=True, kw_only=True):
    """What made this dossier, so that it can be made again."""

    version: str
    case: str
    """Merkle root over the statements that were folded."""
    statements: int
    known_by: str
    level: str
    withheld: int


class Dossier(Result, frozen=True, kw_only=True):
    """A case, or one thing of it, told."""

    title: str
    training: str
    summary: str
    four: Four
    subjects: tuple[Subject, ...]
    left_out: int
    """Things that the case holds beyond those told; each can be traced by its name."""
    forward: tuple[Forward, ...]
    sections: tuple[Section, ...]
    notes: tuple[tuple[str, str], ...]
    cited: tuple[Cited, ...]
    sources: tuple[SourceLine, ...]
    origins: int
    """How many independent origins speak in it."""
    problems: tuple[ProblemLine, ...]
    provenance: Provenance
    pictures: tuple[PictureLine, ...] = ()
    pictures_left_out: int = 0
    """Pictures that the case holds beyond those told: a page with all would be too large to open."""
    assessment: str = ""
    """Digest of everything else in here: what a finding cites."""
