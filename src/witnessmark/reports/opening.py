"""Opening: the four lines that a stranger reads first."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from witnessmark.case.fold import Case
from witnessmark.case.sources import Standing
from witnessmark.custody.links import LinkKind
from witnessmark.model import sayings as s
from witnessmark.model.statement import Basis
from witnessmark.reports.citing import Citations
from witnessmark.reports.dossier import (
    ConflictLine,
    EventLine,
    Footing,
    Forward,
    Four,
    GapLine,
    HolderLine,
    Line,
    Subject,
    either,
    leg,
)
from witnessmark.reports.variants import Variants, variants
from witnessmark.reports.words import sentence

_MOST_LINES = 5
"""Points in one of the four; more would not be read."""
_MOST_NAMES = 2
"""Things named in one point."""
_MOST_REFS = 12


def tell_four(case: Case, citations: Citations, told: Sequence[Subject], ahead: Sequence[Forward]) -> Four:
    """What is documented, reported and inferred of the subjects, and what would settle the rest."""
    happened: dict[Standing, list[Line]] = defaultdict(list)
    for its, line in _happened(told) if told else _reached(ahead):
        happened[its].append(line)
    documented = happened[Standing.DOCUMENTED]
    reported = [*happened[Standing.REPORTED], *_marked(happened, Standing.UNSOURCED, Standing.BACKGROUND)]
    inferred = [*_inferred(case, citations, told), *_marked(happened, Standing.INFERRED)]
    return Four(
        documented=_shortened(documented, "Nothing in this case was set down first-hand by its source."),
        reported=_shortened(reported, "Nothing is reported." if not documented else "Nothing else is reported."),
        inferred=_shortened(inferred, "Nothing is inferred."),
        would_settle=_shortened(_open(case, citations, told), "No open question is recorded."),
    )


_ORDER = list(Standing)
_MARKS = {
    Standing.UNSOURCED: "no source is named",
    Standing.BACKGROUND: "background",
    Standing.INFERRED: "as a source infers",
}


def _marked(happened: Mapping[Standing, Sequence[Line]], *footings: Standing) -> Iterator[Line]:
    """What happened on a footing that must stand beside it."""
    for footing in footings:
        for line in happened.get(footing, ()):
            yield Line(text=f"{line.text} ({_MARKS[footing]})", refs=line.refs)


def _happened(told: Sequence[Subject]) -> Iterator[tuple[Standing, Line]]:
    """What happened, each on its best footing; what happened to several things alike is told once."""
    found: dict[tuple[Standing, str], dict[str, list[int]]] = {}
    for subject in told:
        for told_so, numbers in _best_told(subject).items():
            found.setdefault(told_so, {}).setdefault(subject.name, []).extend(numbers)
    for (standing, text), things in found.items():
        prefix = f"{_things(list(things))}: " if len(told) > 1 else ""
        refs = tuple(dict.fromkeys(itertools.chain.from_iterable(things.values())))
        yield standing, Line(text=f"{prefix}{text}", refs=refs)


def _best_told(subject: Subject) -> dict[tuple[Standing, str], list[int]]:
    """What happened to one thing: the same words once, on the best footing on which they are told."""
    refs: dict[str, list[int]] = defaultdict(list)
    best: dict[str, Standing] = {}
    for standing, line in _of_subject(subject):
        refs[line.text].extend(line.refs)
        best[line.text] = min(Standing(standing), best.get(line.text, Standing.UNSOURCED), key=_ORDER.index)
    return {(best[text], text): numbers for text, numbers in refs.items()}


def _reached(ahead: Sequence[Forward]) -> Iterator[tuple[Standing, Line]]:
    """What happened to everything that a forward trace reached."""
    for reach in (reach for forward in ahead for reach in forward.reached):
        for footing in (f for event in (*reach.transfers, *reach.finds) for f in event.footings):
            line = Line(text=f"{reach.name}: {footing.what}, {footing.when}", refs=footing.refs)
            yield Standing(footing.standing), line


def _things(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMES])
    return f"{shown} and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else shown


def _of_subject(subject: Subject) -> Iterator[tuple[str, Line]]:
    """What happened to one thing; versions that contradict each other in one line."""
    for event in _events(subject):
        rivals = [c for c in subject.conflicts if _tellers(event) in map(_tellers, c.versions)]
        for conflict in rivals:
            if _tellers(event) == _tellers(conflict.versions[0]):
                yield from _rivals(conflict)
        for footing in event.footings if not rivals else ():
            when = "date not stated" if event.is_derived else footing.when
            yield footing.standing, Line(text=f"{footing.what}, {when}", refs=footing.refs)


def _tellers(event: EventLine) -> tuple[int, ...]:
    """The statements that tell an event, without those that its date is derived from."""
    return tuple(n for footing in event.footings for n in footing.refs)


def _rivals(conflict: ConflictLine) -> Iterator[tuple[str, Line]]:
    """What those on each footing say where sources contradict each other, each with its own parties and dates."""
    found: dict[tuple[str, str], list[Footing]] = {}
    for footing in (f for version in conflict.versions for f in version.footings):
        found.setdefault((footing.standing, footing.what), []).append(footing)
    for (standing, what), told in found.items():
        refs = tuple(dict.fromkeys(n for footing in told for n in footing.refs))
        yield standing, Line(text=f"{what}, {either(told)}: sources differ", refs=refs)


def _events(subject: Subject) -> Iterable[EventLine]:
    """The events of all accounts, each once: those that somebody's custody rests on, then the others."""
    accounts = subject.accounts
    placed = (v for a in accounts for e in a.elements if isinstance(e, HolderLine) for v in e.seen)
    others = (v for a in accounts for v in a.others if v.link != LinkKind.SAME_LOT)
    found: dict[tuple[int, ...], EventLine] = {}
    for event in itertools.chain(placed, others):
        found.setdefault(_tellers(event), event)
    return found.values()


def _shortened(points: Iterable[Line], otherwise: str) -> tuple[Line, ...]:
    """The first points, each once, and where the others are; no number is repeated."""
    found: dict[str, list[int]] = defaultdict(list)
    for point in points:
        found[point.text].extend(point.refs)
    lines = [Line(text=text, refs=tuple(dict.fromkeys(refs))) for text, refs in found.items()]
    if len(lines) <= _MOST_LINES:
        return tuple(lines) or (Line(text=otherwise),)
    shown = {n for line in lines[:_MOST_LINES] for n in line.refs}
    rest = dict.fromkeys(n for line in lines[_MOST_LINES:] for n in line.refs if n not in shown)
    return (*lines[:_MOST_LINES], Line(text=f"and {len(lines) - _MOST_LINES} more", refs=tuple(rest)[:_MOST_REFS]))


def _inferred(case: Case, citations: Citations, told: Sequence[Subject]) -> Iterator[Line]:
    """Windows and derived values of the program first, then what the sources infer."""
    for subject in told:
        prefix = f"{subject.name}: " if len(told) > 1 else ""
        for window in variants(subject):
            yield Line(text=f"{prefix}{_window(window)}", refs=window.refs)
        for duration in subject.durations:
            if duration.follows:
                yield Line(text=f"{prefix}{duration.follows}", refs=duration.refs)
    for i, remark in case.of_kind(s.Remark):
        if remark.nature is s.RemarkNature.INFERENCE:
            yield Line(text=f"inference of a source: {remark.text}", refs=citations.refs([i]))
    for i, statement in case.standing.items():
        if statement.basis is Basis.DERIVED:
            yield Line(text=f"derived: {sentence(case, statement)}", refs=citations.refs([i]))


def _window(window: Variants) -> str:
    dates = " or ".join(dict.fromkeys(v.dates_said for v in window.windows))
    doubt = ", on a date in doubt" if any(w.rests_on_doubtful_date for w in window.windows) else ""
    return f"{window.first.what} {dates}{doubt}, judged against: {window.first.title}"


def _open(case: Case, citations: Citations, told: Sequence[Subject]) -> Iterator[Line]:
    for i, question in case.of_kind(s.OpenQuestion):
        yield Line(text=f"{question.what} ({question.why.replace('-', ' ')})", refs=citations.refs([i]))
    for subject in told:
        prefix = f"{subject.name}: " if len(told) > 1 else ""
        for gap in dict.fromkeys(g for a in subject.accounts for g in a.elements if isinstance(g, GapLine)):
            yield Line(text=f"{prefix}{leg(gap)}")
