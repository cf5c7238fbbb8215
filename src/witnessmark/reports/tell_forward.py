"""Tell forward: what became of a programme, consignment or lot, as lines of a dossier."""

from witnessmark.case.fold import Case
from witnessmark.custody.accounts import history
from witnessmark.custody.durations import stated_durations
from witnessmark.custody.forward import Reach, trace_forward
from witnessmark.custody.occurrences import Telling
from witnessmark.model.happenings import Duration
from witnessmark.model.ids import StatementId
from witnessmark.model.statement import kind_of
from witnessmark.model.things import ProgrammeRole, Role
from witnessmark.model.when import UNKNOWN, When
from witnessmark.reports.citing import Citations
from witnessmark.reports.dates import say
from witnessmark.reports.dossier import EventLine, Extent, Forward, Line, ReachLine
from witnessmark.reports.tell_custody import footings
from witnessmark.reports.words import label, name, phrase


def tell_forward(case: Case, citations: Citations, start: StatementId) -> Forward:
    """Everything that a thing or programme leads to, and where knowledge of it ends."""
    versions = case.versions(start)
    return Forward(
        name=name(case, start),
        kind=kind_of(case.standing[versions[0]].content) if versions else "thing",
        parts=_roles(case, citations, start),
        reached=tuple(_reach(case, citations, reach) for reach in trace_forward(case, start)),
    )


def _reach(case: Case, citations: Citations, reach: Reach) -> ReachLine:
    step = reach.step
    return ReachLine(
        name=name(case, step.thing),
        kind=step.kind,
        from_="" if step.from_ is None else name(case, step.from_),
        text=step.text,
        transfers=tuple(_event(case, citations, step.thing, t) for t in reach.transfers),
        finds=tuple(_event(case, citations, step.thing, t) for t in reach.finds),
        beyond=reach.beyond,
        refs=citations.refs(step.because),
    )


def _event(case: Case, citations: Citations, thing: StatementId, telling: Telling) -> EventLine:
    when, because = (telling.when, ()) if telling.when.is_known else _derived(case, thing, telling)
    return EventLine(
        what=phrase(case, telling.event),
        label=label(telling.event),
        when=f"{say(when)}, derived" if because else say(when),
        alternatives=tuple(Extent(lo=d.lo, hi=d.hi) for d in when.alternatives),
        is_derived=because != (),
        link=telling.link,
        standing=citations.standing([telling.statement]),
        footings=tuple(footings(case, citations, [telling])),
        is_uncertain=when.is_uncertain,
        refs=citations.refs([telling.statement, *because]),
    )


def _derived(case: Case, thing: StatementId, telling: Telling) -> tuple[When, tuple[StatementId, ...]]:
    """The date that a stated duration gives to an event which nobody dates, and what it rests on."""
    root = case.root(telling.statement)
    if any(case.root(duration.to) == root for _, duration in case.of_kind(Duration)):
        for stated in stated_durations(case, history(case, thing)):
            if stated.end == root and stated.derived_from:
                return stated.derived, stated.derived_from
    return UNKNOWN, ()


def _roles(case: Case, citations: Citations, programme: StatementId) -> tuple[Line, ...]:
    """The parties to a programme, part by part, each with its statement."""
    order = list(ProgrammeRole)
    found = [(i, r) for i, r in case.of_kind(Role) if case.root(r.programme) == case.root(programme)]
    found.sort(key=lambda pair: (order.index(pair[1].as_), name(case, pair[1].party), pair[0]))
    return tuple(
        Line(text=f"{role.as_.replace('-', ' ')}: {name(case, role.party)}", refs=citations.refs([i]))
        for i, role in found
    )
