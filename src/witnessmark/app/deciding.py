"""Deciding: what a person decides of a pair, into the case, with what follows from it."""

from collections import Counter

from witnessmark.app.desk import Desk, load, today
from witnessmark.app.recording import encoded, record
from witnessmark.app.reviewing import Pair
from witnessmark.case.canonical import digest
from witnessmark.case.fold import Case
from witnessmark.errors import UsageError
from witnessmark.matching.consequences import Called, Consequences, consequences, record_consequences
from witnessmark.matching.judgements import place_of, together
from witnessmark.model.decisions import Judgement, RecordJudgement, Verdict
from witnessmark.model.ids import StatementId, ThingId, short
from witnessmark.model.statement import Statement
from witnessmark.model.things import Item, Lot
from witnessmark.model.value import Edtf, Result
from witnessmark.reports.words import name

_Content = Judgement | RecordJudgement


class Decided(Result, frozen=True, kw_only=True):
    """A judgement that was recorded, and what follows from it."""

    statement: StatementId
    is_new: bool
    """Whether it was not decided just so before."""
    pair: Pair
    verdict: Verdict
    consequences: Consequences


def consequences_of(desk: Desk, pair: Pair, verdict: Verdict, *, by: str = "") -> Consequences:
    """What would follow from deciding a pair so; what the same person decided before does not speak against it."""
    if pair.right.case:
        return Consequences()
    content = _content(pair, verdict, by or "?", "?", Edtf(""))
    return _follows(load(desk), content)


def decide(desk: Desk, pair: Pair, verdict: Verdict, *, by: str, reason: str) -> Decided:
    """Records what a person decides of a pair; it takes the place of what the same person decided before.

    Where two persons decide differently both judgements stand, and nothing follows until they agree.
    """
    by, reason = by.strip(), reason.strip()
    if not by or not reason:
        raise UsageError("want the name of whoever decides it (--by), and a reason (--why)")
    if pair.right.case:
        raise UsageError(f"want both things in one case: merge {pair.right.case} into it first, then decide")
    case = load(desk)
    content = _content(pair, verdict, by, reason, Edtf(today(desk).isoformat()))
    follows = _follows(case, content)
    before = _own_before(case, content)
    for i, said in before:
        if (said.verdict, said.reason) == (verdict, reason):
            return Decided(statement=i, is_new=False, pair=pair, verdict=verdict, consequences=follows)
    last = before[-1][0] if before else None
    statement = Statement(content=content, supersedes=last, because="" if last is None else f"revised: {reason}")
    i = StatementId(digest(encoded(statement)))
    if i in case.statements:
        raise UsageError(f"want another reason: just this was decided before, and taken back ({short(i)})")
    record(desk, statement)
    return Decided(statement=i, is_new=True, pair=pair, verdict=verdict, consequences=follows)


def _content(pair: Pair, verdict: Verdict, by: str, reason: str, when: Edtf) -> _Content:
    left, right = ThingId(pair.left.thing or StatementId("")), pair.right
    if right.thing is not None:
        return Judgement(left=left, right=right.thing, verdict=verdict, by=by, reason=reason, when=when)
    return RecordJudgement(
        of=left, register=right.register, part=right.part, row=str(right.row), mark=right.mark, record=right.record,
        verdict=verdict, by=by, reason=reason, when=when,
    )  # fmt: skip


def _own_before(case: Case, content: _Content) -> list[tuple[StatementId, _Content]]:
    """What the same person decided of the same pair and still stands, the latest last."""
    found = [
        (i, said) for i, said in case.of_kind(type(content))
        if said.by == content.by and _about(case, said) == _about(case, content)
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each[1].when, each[0]))


def _about(case: Case, said: _Content) -> tuple[str, ...]:
    if isinstance(said, Judgement):
        return tuple(sorted((case.root(said.left), case.root(said.right))))
    return min(together(case, said.of)), *place_of(said)


def _follows(case: Case, content: _Content) -> Consequences:
    own = {case.root(i) for i, _ in _own_before(case, content)}
    without = Case({i: each for i, each in case.statements.items() if case.root(i) not in own}) if own else case
    called = _called(case)
    if isinstance(content, RecordJudgement):
        return record_consequences(without, content, called)
    return consequences(without, content.left, content.right, content.verdict, called)


def _called(case: Case) -> Called:
    """What things are called; two of one name are told apart by their ids."""
    often = Counter(name(case, i) for kind in (Item, Lot) for i, _ in case.of_kind(kind))

    def called(thing: StatementId) -> str:
        told = name(case, thing)
        return f"{told} ({short(thing)})" if often[told] > 1 else told

    return called
