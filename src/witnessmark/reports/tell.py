"""Tell: from a case to its dossier."""

import typing
from collections.abc import Collection, Iterator, Sequence

import msgspec

from witnessmark.case.canonical import digest, encode
from witnessmark.case.fold import Case
from witnessmark.case.levels import IDS_FROM
from witnessmark.case.merkle import root
from witnessmark.case.plausibility import problems
from witnessmark.custody.links import LinkKind, links
from witnessmark.evidence.agreement import disagreements
from witnessmark.matching.judgements import identity
from witnessmark.model import decisions as d
from witnessmark.model import evidence as e
from witnessmark.model import happenings as h
from witnessmark.model import observations as o
from witnessmark.model import sayings as s
from witnessmark.model.ids import StatementId
from witnessmark.model.things import Consignment, Container, Item, Lot, Programme
from witnessmark.model.timestamps import Timestamp
from witnessmark.model.value import Content
from witnessmark.reports.about import about
from witnessmark.reports.citing import Citations
from witnessmark.reports.dossier import (
    Dossier,
    Line,
    ProblemLine,
    Provenance,
    Section,
)
from witnessmark.reports.opening import tell_four
from witnessmark.reports.tell_custody import tell_subject
from witnessmark.reports.tell_forward import tell_forward
from witnessmark.reports.tell_marks import tell_marks
from witnessmark.reports.tell_pictures import left_out, tell_evidence, tell_pictures
from witnessmark.reports.words import name, sentence, words
from witnessmark.version import VERSION

if typing.TYPE_CHECKING:
    from witnessmark.reports.tell_registers import Registers

_SECTIONS: tuple[tuple[str, str, tuple[type[Content], ...]], ...] = (
    ("What was seen", "Readings are as typed; a reading is not yet a mark.",
     (o.Visit, o.Photo, o.MarkReading, o.Condition, o.Packaging, o.Paper, s.Identification)),
    ("Reported matches", "A publisher says that marks match, without publishing them. The program made none of these.",
     (s.ReportedMatch,)),
    ("What is not known", "Why, and what one would ask of whom.", (s.OpenQuestion,)),
    ("Context", "Not said of one thing: no proof for any single item.", (h.CaptureReport, h.Deliveries)),
    ("What the sources conclude", "Quoted or paraphrased: the sources conclude it, not this program.", (s.Remark,)),
    ("Published figures", "As printed, each with its base. They are never expanded into items.", (s.PublishedFigure,)),
    ("Questions asked", "Trace requests, answers and silence; notices and replies.",
     (s.TraceRequest, s.TraceResponse, s.Notice, s.Reply)),
    ("Decisions", "What named persons decided.",
     (d.Judgement, d.RecordJudgement, d.RegisterUse, d.Finding, d.Grade, d.Handling, Timestamp, d.Disclosure, d.Embargo,
      d.Consent, d.Sealing, d.Erasure, d.Retraction)),
)  # fmt: skip

_EVENTS = typing.get_args(h.CustodyEvent)
MOST_LINES = 500
"""Lines of one section; a case that took in a register's worth of deliveries has more than anybody reads."""
MOST_SUBJECTS = 60
"""Things in one dossier; a larger case is traced thing by thing."""


def subjects(case: Case) -> list[StatementId]:
    """The things to trace: those with events, but not what only held or carried another of them."""
    items = {case.root(i) for i, _ in case.of_kind(Item)}
    goods = {case.root(i) for kind in (Lot, Container, Consignment) for i, _ in case.of_kind(kind)}
    told = {i for i in items if any(_has_events(case, link.thing) for link in links(case, i))}
    told |= {i for i in goods if _has_events(case, i)}
    around = {link.thing for i in told for link in links(case, i) if link.kind is not LinkKind.ITSELF}
    same = {link.thing for i in told for link in links(case, i) if link.kind is LinkKind.JUDGED_SAME}
    chosen = told - (around - same) - {i for i in same if identity(case, i) != i}
    return sorted(chosen, key=lambda i: (name(case, i), i))


def _has_events(case: Case, thing: StatementId) -> bool:
    return any(isinstance(case.standing[i].content, _EVENTS) for i in case.mentions(thing))


def tell(
    case: Case,
    things: Sequence[StatementId],
    *,
    forward: Sequence[StatementId] = (),
    level: d.Level = d.Level.R3,
    known_by: str = "",
    withheld: int = 0,
    registers: "Registers | None" = None,
    may_travel: Collection[str] | None = None,
    is_alone: bool = False,
) -> Dossier:
    """The dossier of a case for the given things, traced back, and for others, traced forward.

    ``may_travel`` are the digests of the pictures that may be shown; without it, all may. ``is_alone``: what is said of
    other things alone is left out.
    """
    citations = Citations(case, level=level)
    told = tuple(tell_subject(case, citations, thing) for thing in things[:MOST_SUBJECTS])
    ahead = tuple(tell_forward(case, citations, start) for start in forward)
    seen = about(case, things) if is_alone else case
    sections = tuple(_all_sections(seen, citations, registers, level))
    pictures = tell_pictures(seen, citations, may_travel, shows_digests=level >= IDS_FROM)
    four = tell_four(case, citations, told, ahead)
    wrong = tuple(_problems(case, citations))
    title, training, summary = _heading(case)
    told_all = Dossier(
        title=title,
        training=training,
        summary=summary,
        four=four,
        subjects=told,
        left_out=len(things) - len(told),
        forward=ahead,
        sections=sections,
        notes=tuple((note.heading, words(note.text)) for _, note in case.of_kind(s.Note)),
        cited=citations.cited(),
        sources=citations.sources(),
        origins=citations.origins(),
        problems=wrong,
        pictures=pictures,
        pictures_left_out=left_out(seen),
        provenance=_provenance(case, known_by, level, withheld),
    )
    return msgspec.structs.replace(told_all, assessment=digest(encode(told_all)))


def _provenance(case: Case, known_by: str, level: d.Level, withheld: int) -> Provenance:
    return Provenance(
        version=VERSION,
        case=root(case.statements),
        statements=len(case.statements),
        known_by=known_by,
        level=level,
        withheld=withheld,
    )


def _heading(case: Case) -> tuple[str, str, str]:
    """Title, the words of a training case, and summary."""
    header = case.header
    return ("Untitled case", "", "") if header is None else (header.title, header.training, header.summary)


def _all_sections(case: Case, citations: Citations, registers: "Registers | None", level: d.Level) -> Iterator[Section]:
    marks = tell_marks(case, citations)
    held = _held(case, citations, registers, level)
    evidence = tell_evidence(case, citations, shows_digests=level >= IDS_FROM)
    yield from _sections(case, citations)
    yield from (each for each in (marks, held, evidence) if each is not None)


def _held(case: Case, citations: Citations, registers: "Registers | None", level: d.Level) -> Section | None:
    if not case.of_kind(d.RegisterUse) or (registers is None and level >= d.Level.R2):
        return None
    from witnessmark.reports import tell_registers as told  # noqa: PLC0415 - it loads Arrow, which is slow

    return (
        told.withheld() if registers is None or level < d.Level.R2 else told.tell_registers(case, citations, registers)
    )


def programmes(case: Case) -> list[StatementId]:
    """The programmes of a case, each under its first version's id."""
    return sorted({case.root(i) for i, _ in case.of_kind(Programme)}, key=lambda i: (name(case, i), i))


def _sections(case: Case, citations: Citations) -> Iterator[Section]:
    for heading, intro, kinds in _SECTIONS:
        told = [(i, c) for kind in kinds for i, c in case.of_kind(kind) if not _is_of_evidence(case, c)]
        lines = [Line(text=_with_nature(case, i, c), refs=citations.refs([i])) for i, c in told[:MOST_LINES]]
        if len(told) > MOST_LINES:
            lines.append(Line(text=f"and {len(told) - MOST_LINES:,} more, which the case holds and `show` lists"))
        if lines:
            yield Section(heading=heading, about=intro, lines=tuple(lines))


def _is_of_evidence(case: Case, content: Content) -> bool:
    """Whether it is an entry of the handling log that is told with the evidence."""
    return isinstance(content, d.Handling) and all(
        case.content(case.root(i), e.Evidence) is not None for i in content.of
    )


def _with_nature(case: Case, i: StatementId, content: Content) -> str:
    text = sentence(case, case.standing[i])
    return f"{content.nature.capitalize()}: {text}" if isinstance(content, s.Remark) else text


def _problems(case: Case, citations: Citations) -> Iterator[ProblemLine]:
    for problem in (*problems(case), *disagreements(case)):
        refs = citations.refs([i for i in map(StatementId, problem.statements) if i in case.statements])
        yield ProblemLine(message=problem.message, severity=problem.severity, refs=refs)
