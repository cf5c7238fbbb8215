"""Forward: from a programme, consignment or lot to every later find of it, and to where knowledge ends."""

import enum
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from witnessmark.case.fold import Case
from witnessmark.custody.links import LinkKind
from witnessmark.custody.occurrences import Telling, tellings
from witnessmark.matching.exact import exact_matches
from witnessmark.matching.judgements import same_things
from witnessmark.model.happenings import (
    CheckResult,
    Containment,
    Deactivation,
    DeliveryCheck,
    Destruction,
    Loss,
    Membership,
    Recovery,
    Sighting,
    StockCheck,
    Transfer,
)
from witnessmark.model.ids import StatementId
from witnessmark.model.sayings import ReportedMatch
from witnessmark.model.things import Consignment
from witnessmark.model.value import Result


class StepKind(enum.StrEnum):
    """Why one thing leads to another; what the program matched is never mixed with what a publisher says."""

    START = "the trace starts here"
    BELONGS = "belongs to it"
    INSIDE = "was inside it"
    JUDGED_SAME = "judged the same by a person"
    PROGRAM_MATCH = "matched by the program"
    REPORTED_MATCH = "matched by a publisher"


class Step(Result, frozen=True, kw_only=True):
    """A thing that was reached, from where and why."""

    thing: StatementId
    kind: StepKind
    from_: StatementId | None
    because: tuple[StatementId, ...]
    text: str = ""


class Knowledge(enum.StrEnum):
    """What is known beyond the last documented event."""

    FOUND = "found again"
    IN_STOCK = "in stock when last checked"
    LOST = "its loss is documented, and nothing after it"
    GONE = "its destruction or deactivation is documented"
    CHECKED = "a check of the delivery is recorded"
    CHECK_FAILED = "a check was sought and did not confirm the delivery"
    NEVER_ASKED = "a source says that nobody asked"
    NOTHING = "nothing is documented, and whether anybody checked is not recorded"


class Reach(Result, frozen=True, kw_only=True):
    """One thing that was reached, what was seen of it later, and where knowledge ends."""

    step: Step
    transfers: tuple[Telling, ...]
    finds: tuple[Telling, ...]
    """Sightings, stock checks and recoveries; losses, and what made an end of it."""
    beyond: Knowledge


def trace_forward(case: Case, start: StatementId) -> tuple[Reach, ...]:
    """Everything that a programme, consignment, lot or item leads to, nearest first."""
    return tuple(_reach(case, step) for step in _steps(case, case.root(start)))


def _steps(case: Case, start: StatementId) -> tuple[Step, ...]:
    matches = _matches(case)
    first = Step(thing=start, kind=StepKind.START, from_=None, because=())
    found = {start: first}
    waiting = [first]
    while waiting:
        for step in _next(case, waiting.pop(0).thing, matches):
            if step.thing not in found:
                found[step.thing] = step
                waiting.append(step)
    return tuple(found.values())


def _matches(case: Case) -> dict[StatementId, list[Step]]:
    found: dict[StatementId, list[Step]] = defaultdict(list)
    for match in exact_matches(case):
        for mine, other in ((match.left, match.right), (match.right, match.left)):
            kind = StepKind.PROGRAM_MATCH
            step = Step(thing=other, kind=kind, from_=mine, because=match.readings, text=match.because)
            found[mine].append(step)
    return found


def _next(case: Case, thing: StatementId, matches: Mapping[StatementId, list[Step]]) -> Iterator[Step]:
    for i in case.mentions(thing):
        for inner, kind, text in _inner(case, i, thing):
            yield Step(thing=inner, kind=kind, from_=thing, because=(i,), text=text)
    for other, because in same_things(case, thing):
        yield Step(thing=other, kind=StepKind.JUDGED_SAME, from_=thing, because=(because,))
    yield from matches.get(thing, ())


def _inner(case: Case, i: StatementId, thing: StatementId) -> Iterator[tuple[StatementId, StepKind, str]]:
    match case.standing[i].content:
        case Membership(consignment=consignment, programme=programme) if case.root(programme) == thing:
            yield case.root(consignment), StepKind.BELONGS, ""
        case Consignment(programme=programme) if programme is not None and case.root(programme) == thing:
            yield case.root(i), StepKind.BELONGS, ""
        case Containment(inner=inner, outer=outer) if case.root(outer) == thing:
            yield case.root(inner), StepKind.INSIDE, ""
        case ReportedMatch(of=of, text=text):
            for other in of:
                if case.root(other) != thing:
                    yield case.root(other), StepKind.REPORTED_MATCH, text
        case _:
            return


def _reach(case: Case, step: Step) -> Reach:
    told = [t for t in tellings(case, step.thing) if t.link in {LinkKind.ITSELF, LinkKind.JUDGED_SAME}]
    told.sort(key=lambda t: (t.when.hi or date.max, t.when.lo or date.max, t.statement))
    return Reach(
        step=step,
        transfers=tuple(t for t in told if isinstance(t.event, Transfer)),
        finds=tuple(t for t in told if isinstance(t.event, (*_FOUND, StockCheck, Loss, *_ENDS))),
        beyond=_beyond(told),
    )


_FOUND = (Sighting, Recovery)
_ENDS = (Destruction, Deactivation)


def _beyond(told: list[Telling]) -> Knowledge:
    """What is known of it after it was last passed on."""
    passed = [t.when for t in told if isinstance(t.event, Transfer)]
    known = [t for t in told if isinstance(t.event, (*_FOUND, *_ENDS, Loss, StockCheck))]
    since = [*passed, *(t.when for t in known)]
    later = [t for t in known if not any(t.when.certainly_before(when) for when in since)]
    for kinds, knowledge in (
        (_FOUND, Knowledge.FOUND),
        (_ENDS, Knowledge.GONE),
        ((Loss,), Knowledge.LOST),
        ((StockCheck,), Knowledge.IN_STOCK),
    ):
        if any(isinstance(t.event, kinds) for t in later):
            return knowledge
    results = {t.event.result for t in told if isinstance(t.event, DeliveryCheck)}
    if CheckResult.CONFIRMED in results:
        return Knowledge.CHECKED
    if results & {CheckResult.NOT_CONFIRMED, CheckResult.REFUSED, CheckResult.NOT_DONE}:
        return Knowledge.CHECK_FAILED
    return Knowledge.NEVER_ASKED if CheckResult.NEVER_ASKED in results else Knowledge.NOTHING
