"""Consequences: what would follow from a person's judgement, and what it would contradict."""

import itertools
from collections.abc import Callable, Iterator

from witnessmark.case.fold import Case
from witnessmark.matching.judgements import of_pair, place_of, record_judgements, together
from witnessmark.matching.resolving.population import canonical
from witnessmark.matching.ties.finds import stated
from witnessmark.model.decisions import RecordJudgement, Verdict
from witnessmark.model.ids import StatementId
from witnessmark.model.value import Result

_IDENTIFYING = ("make", "model", "calibre")
Called = Callable[[StatementId], str]
"""What a thing is called."""


class Consequences(Result, frozen=True, kw_only=True):
    """What a judgement would bring about."""

    one_thing: tuple[StatementId, ...] = ()
    """The things that would then be one, those judged so before among them; empty where none would."""
    called: tuple[str, ...] = ()
    """What they are called."""
    contradicts: tuple[str, ...] = ()
    """Earlier judgements, and what is stated, that speak against it."""


def consequences(case: Case, left: StatementId, right: StatementId, verdict: Verdict, called: Called) -> Consequences:
    """What follows from judging two things; nothing follows from being unsure."""
    mine, theirs = together(case, left), together(case, right)
    if verdict is Verdict.SAME:
        against = (
            *_judged_apart(case, mine, theirs, called),
            *_stated_apart(case, mine, theirs),
            *_records_apart(case, mine | theirs),
        )
        is_contested = any(said.verdict is Verdict.DIFFERENT for _, said in of_pair(case, left, right))
        one = () if is_contested else tuple(sorted(mine | theirs))
        return Consequences(one_thing=one, called=tuple(map(called, one)), contradicts=against)
    if verdict is Verdict.DIFFERENT:
        return Consequences(
            contradicts=(*_judged_one(case, left, right, called), *_of_one_record(case, mine, theirs, called))
        )
    return Consequences()


def _judged_apart(
    case: Case, mine: frozenset[StatementId], theirs: frozenset[StatementId], called: Called
) -> Iterator[str]:
    for one, other in itertools.product(sorted(mine), sorted(theirs)):
        for _, said in of_pair(case, one, other):
            if one != other and said.verdict is Verdict.DIFFERENT:
                yield f"{called(one)} and {called(other)} are judged different by {said.by}"


def _judged_one(case: Case, left: StatementId, right: StatementId, called: Called) -> Iterator[str]:
    for _, said in of_pair(case, left, right):
        if said.verdict is Verdict.SAME:
            yield f"{called(case.root(left))} and {called(case.root(right))} are judged the same by {said.by}"
    same = together(case, left)
    through = sorted(same - {case.root(left), case.root(right)})
    if case.root(right) in same and through:
        yield f"they are judged the same through {', '.join(map(called, through))}"


def _stated_apart(case: Case, mine: frozenset[StatementId], theirs: frozenset[StatementId]) -> Iterator[str]:
    for field in _IDENTIFYING:
        values = [
            {value for thing in sorted(side) if (value := stated(case, thing, ()).get(field))}
            for side in (mine, theirs)
        ]
        if all(values) and not {canonical(field, v) for v in values[0]} & {canonical(field, v) for v in values[1]}:
            yield f"{field}: {' or '.join(sorted(values[0]))} against {' or '.join(sorted(values[1]))}"


def _records_of(case: Case, things: frozenset[StatementId]) -> dict[tuple[str, str, str], list[RecordJudgement]]:
    found: dict[tuple[str, str, str], list[RecordJudgement]] = {}
    for said in {i: said for thing in sorted(things) for i, said in record_judgements(case, thing)}.values():
        found.setdefault(place_of(said), []).append(said)
    return found


def _records_apart(case: Case, things: frozenset[StatementId]) -> Iterator[str]:
    """Records that one is judged to be, and another of the same things is judged not to be."""
    for _, said in sorted(_records_of(case, things).items()):
        if {Verdict.SAME, Verdict.DIFFERENT} <= {each.verdict for each in said}:
            yield f"{_record(said[0])} is judged to be one of them, and not to be another"


def _of_one_record(
    case: Case, mine: frozenset[StatementId], theirs: frozenset[StatementId], called: Called
) -> Iterator[str]:
    """Records that both things are judged to be."""
    ours, others = _records_of(case, mine), _records_of(case, theirs)
    for place in sorted(ours.keys() & others.keys()):
        if all(any(said.verdict is Verdict.SAME for said in side[place]) for side in (ours, others)):
            yield f"both are judged to be {_record(ours[place][0])}: {called(min(mine))} and {called(min(theirs))}"


def record_consequences(case: Case, content: RecordJudgement, called: Called) -> Consequences:
    """What a judgement of a thing and a record contradicts: judgements of others, and of other things and records."""
    if content.verdict is Verdict.UNSURE:
        return Consequences()
    same = together(case, content.of)
    against = list[str]()
    for _, said in case.of_kind(RecordJudgement):
        is_it, is_place = case.root(said.of) in same, place_of(said) == place_of(content)
        if is_it and is_place and said.verdict not in (content.verdict, Verdict.UNSURE):
            against.append(f"{said.by} judges that {called(case.root(said.of))} {_is(said)} {_record(said)}")
        elif content.verdict is said.verdict is Verdict.SAME and is_it != is_place:
            against.append(f"{said.by} judges that {called(case.root(said.of))} is {_record(said)}")
    return Consequences(contradicts=tuple(against))


def _is(said: RecordJudgement) -> str:
    return "is" if said.verdict is Verdict.SAME else "is not"


def _record(said: RecordJudgement) -> str:
    return f"{said.mark} of the register {said.register}, row {said.row}"
