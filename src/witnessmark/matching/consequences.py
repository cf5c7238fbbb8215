"""Consequences: what would follow from judging two things the same or different, and what it would contradict."""

import itertools
from collections.abc import Iterator

from witnessmark.case.fold import Case
from witnessmark.matching.finds import stated
from witnessmark.matching.judgements import judged, record_judgements, together
from witnessmark.matching.population import canonical
from witnessmark.model.decisions import Verdict
from witnessmark.model.ids import StatementId
from witnessmark.model.value import Result

_IDENTIFYING = ("make", "model", "calibre")


class Consequences(Result, frozen=True, kw_only=True):
    """What a judgement would bring about."""

    one_thing: tuple[StatementId, ...]
    """The things that would then be one, those judged so before among them; empty where none would."""
    contradicts: tuple[str, ...]
    """Earlier judgements, and what is stated, that speak against it."""


def consequences(case: Case, left: StatementId, right: StatementId, verdict: Verdict) -> Consequences:
    """What follows from judging two things; nothing follows from being unsure."""
    mine, theirs = together(case, left), together(case, right)
    if verdict is Verdict.SAME:
        against = (
            *_judged_apart(case, mine, theirs),
            *_stated_apart(case, mine, theirs),
            *_records_apart(case, mine | theirs),
        )
        return Consequences(one_thing=tuple(sorted(mine | theirs)), contradicts=against)
    if verdict is Verdict.DIFFERENT and case.root(right) in mine:
        through = sorted(mine - {case.root(left), case.root(right)})
        via = f" through {len(through)} others" if through else ""
        return Consequences(one_thing=(), contradicts=(f"they are judged the same{via}",))
    return Consequences(one_thing=(), contradicts=())


def _judged_apart(case: Case, mine: frozenset[StatementId], theirs: frozenset[StatementId]) -> Iterator[str]:
    for one, other in itertools.product(sorted(mine), sorted(theirs)):
        if one != other and judged(case, one, other) is False:
            yield f"{one[:10]} and {other[:10]} are judged different"


def _stated_apart(case: Case, mine: frozenset[StatementId], theirs: frozenset[StatementId]) -> Iterator[str]:
    for field in _IDENTIFYING:
        values = [
            {value for thing in sorted(side) if (value := stated(case, thing, ()).get(field))}
            for side in (mine, theirs)
        ]
        if all(values) and not {canonical(field, v) for v in values[0]} & {canonical(field, v) for v in values[1]}:
            yield f"{field}: {' or '.join(sorted(values[0]))} against {' or '.join(sorted(values[1]))}"


def _records_apart(case: Case, things: frozenset[StatementId]) -> Iterator[str]:
    """Records that one is judged to be, and another of the same things is judged not to be."""
    said: dict[tuple[str, str], set[Verdict]] = {}
    for thing in sorted(things):
        for _, judgement in record_judgements(case, thing):
            said.setdefault((judgement.part, judgement.row), set()).add(judgement.verdict)
    for (_, row), verdicts in sorted(said.items()):
        if {Verdict.SAME, Verdict.DIFFERENT} <= verdicts:
            yield f"row {row} of a register is judged to be one of them, and not to be another"
