"""Reviewing: the pairs about which people should decide, those first whose decision would change the most."""

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence

from witnessmark.app.desk import Desk, load, today
from witnessmark.app.lookup import Counter
from witnessmark.app.matching import Matched, match
from witnessmark.app.recording import record
from witnessmark.app.ties import Tie, ties
from witnessmark.case.fold import Case
from witnessmark.errors import UsageError
from witnessmark.matching.consequences import Consequences, consequences
from witnessmark.matching.findlinks import Tier
from witnessmark.matching.judgements import record_judgements, verdicts
from witnessmark.matching.resolve import COVERAGE, Candidate
from witnessmark.model.decisions import Judgement, RecordJudgement, Verdict
from witnessmark.model.happenings import CustodyEvent
from witnessmark.model.ids import StatementId, ThingId
from witnessmark.model.statement import Statement
from witnessmark.model.value import Edtf, Result

_LEAST, _MOST = 0.01, 0.9999
"""Between these probabilities a decision is worth a person's time."""
_CODE = 8
_MOST_RECORDS = 3
"""Records that are put before a person for one mark: where more are as likely, more of the mark must be read first."""


class Side(Result, frozen=True, kw_only=True):
    """One of the two that are compared: a thing of the case, of another one, or a record of a register."""

    called: str
    thing: StatementId | None = None
    case: str = ""
    """The other case, where it is of one: no judgement can name it until the two are merged."""
    register: str = ""
    part: str = ""
    row: int = -1
    mark: str = ""
    record: str = ""


class Pair(Result, frozen=True, kw_only=True):
    """Two that can be one, and what a decision would change."""

    code: str
    """By which a person names the pair."""
    left: Side
    right: Side
    probability: float
    chance_rate: float
    doubt: float
    """In bits: one where it is as likely as not."""
    events: int
    """Events, or records, that would come to be of one thing."""
    because: str
    judged: Verdict | None
    """What was decided before: only who is unsure is asked again."""

    @property
    def worth(self) -> float:
        """How much a decision would change: the doubt that it ends, for each event that it concerns."""
        return self.doubt * (1 + self.events)


class Decided(Result, frozen=True, kw_only=True):
    """A judgement that was recorded, and what follows from it."""

    statement: StatementId
    pair: Pair
    verdict: Verdict
    consequences: Consequences


def pairs(
    desk: Desk, counter: Counter | None, others: Mapping[str, Desk], *, coverage: float = COVERAGE
) -> tuple[Pair, ...]:
    """All pairs that can be one, also those that were decided; those first whose decision would change the most."""
    case = load(desk)
    found = [*_things(case, ties(desk, others, counter).ties, others)]
    if counter is not None:
        found += [pair for matched in match(desk, counter, coverage=coverage) for pair in _records(case, matched)]
    told = [pair for pair in found if pair.probability >= _LEAST]
    return tuple(sorted(told, key=lambda pair: (pair.judged is not None, -pair.worth, pair.code)))


def waiting(found: Sequence[Pair]) -> tuple[Pair, ...]:
    """The pairs that wait for a decision: nobody took one, or somebody was unsure, and there is doubt."""
    return tuple(pair for pair in found if pair.judged in (None, Verdict.UNSURE) and pair.probability <= _MOST)


def _things(case: Case, found: tuple[Tie, ...], others: Mapping[str, Desk]) -> Iterator[Pair]:
    for tie in found:
        if tie.tier > Tier.CAN_BE_SAME or tie.probability is None or all(each.case for each in tie.members):
            continue
        mine, theirs = sorted(tie.members, key=lambda member: member.case)
        left, right = (
            Side(called=each.called, thing=each.thing, case=each.case, mark=each.typed) for each in (mine, theirs)
        )
        said = {} if theirs.case else verdicts(case, case.root(mine.thing)).get(case.root(theirs.thing), {})
        their_case = load(others[theirs.case]) if theirs.case else case
        events = min(_events(case, mine.thing), _events(their_case, theirs.thing))
        yield _pair(left, right, tie.probability, tie.chance_rate, events, tie.because, _last(said))


def _records(case: Case, matched: Matched) -> Iterator[Pair]:
    resolved = matched.found.resolved
    for candidate in resolved.candidates[: min(resolved.credible, _MOST_RECORDS)]:
        yield _record_pair(case, matched, candidate)


def _record_pair(case: Case, matched: Matched, candidate: Candidate) -> Pair:
    best = candidate.records[0]
    told = ", ".join(f"{key} {value}" for key, value in best.facts.items() if key != "kind")
    right = Side(
        called=f"{candidate.mark} in {best.register}", register=best.register, part=best.part, row=best.row,
        mark=candidate.mark, record=told,
    )  # fmt: skip
    said = {
        judgement.verdict: i
        for i, judgement in record_judgements(case, matched.thing)
        if (judgement.part, judgement.row) == (best.part, str(best.row))
    }
    because = "; ".join((*candidate.because, *candidate.against))
    return _pair(
        Side(called=matched.called, thing=matched.thing, mark=matched.found.typed), right, candidate.probability,
        candidate.chance_rate, len(candidate.records), because, _last(said),
    )  # fmt: skip


def _pair(left: Side, right: Side, probability: float, chance_rate: float, events: int, because: str,
          judged: Verdict | None) -> Pair:  # fmt: skip
    named = f"{left.case} {left.thing}\n{right.case} {right.thing}\n{right.part} {right.row}"
    return Pair(
        code=hashlib.sha256(named.encode()).hexdigest()[:_CODE], left=left, right=right, probability=probability,
        chance_rate=chance_rate, doubt=_doubt(probability), events=events, because=because, judged=judged,
    )  # fmt: skip


def _doubt(probability: float) -> float:
    return -sum(p * math.log2(p) for p in (probability, 1 - probability) if p > 0)


def _last(said: Mapping[Verdict, StatementId]) -> Verdict | None:
    """What was decided of a pair; unsure where judgements disagree."""
    decided = [verdict for verdict in said if verdict is not Verdict.UNSURE]
    return decided[0] if len(decided) == 1 else Verdict.UNSURE if said else None


def _events(case: Case, thing: StatementId) -> int:
    return sum(isinstance(case.standing[i].content, CustodyEvent) for i in case.mentions(thing))


def pair_of(found: Sequence[Pair], code: str) -> Pair:
    """The one pair of a code, or of its start; a ``UsageError`` names those that wait."""
    fitting = [pair for pair in found if code and pair.code.startswith(code)]
    if len(fitting) != 1:
        known = ", ".join(pair.code for pair in found[:10]) or "none: there is no pair"
        raise UsageError(f"want the code of one pair, of {known}; got {code!r}")
    return fitting[0]


def consequences_of(desk: Desk, pair: Pair, verdict: Verdict) -> Consequences:
    """What would follow from deciding a pair so."""
    if pair.left.thing is None or pair.right.thing is None or pair.right.case:
        return Consequences(one_thing=(), contradicts=())
    return consequences(load(desk), pair.left.thing, pair.right.thing, verdict)


def decide(desk: Desk, pair: Pair, verdict: Verdict, *, by: str, reason: str) -> Decided:
    """Records what a person decides of a pair; it takes the place of what the same person decided before.

    Where two persons decide differently both judgements stand, and nothing follows until they agree.
    """
    if not by or not reason:
        raise UsageError("want the name of whoever decides it (--by), and a reason (--why)")
    if pair.right.case:
        raise UsageError(f"want both things in one case: merge {pair.right.case} into it first, then decide")
    follows = consequences_of(desk, pair, verdict)
    content = _content(pair, verdict, by, reason, Edtf(today(desk).isoformat()))
    before = _own_before(load(desk), content)
    revised = "" if before is None else f"revised: {reason}"
    i = record(desk, Statement(content=content, supersedes=before, because=revised))
    return Decided(statement=i, pair=pair, verdict=verdict, consequences=follows)


def _content(pair: Pair, verdict: Verdict, by: str, reason: str, when: Edtf) -> Judgement | RecordJudgement:
    left, right = ThingId(pair.left.thing or StatementId("")), pair.right
    if right.thing is not None:
        return Judgement(left=left, right=right.thing, verdict=verdict, by=by, reason=reason, when=when)
    return RecordJudgement(
        of=left, register=right.register, part=right.part, row=str(right.row), mark=right.mark, record=right.record,
        verdict=verdict, by=by, reason=reason, when=when,
    )  # fmt: skip


def _own_before(case: Case, content: Judgement | RecordJudgement) -> StatementId | None:
    """What the same person decided of the same pair and still stands."""
    for i, said in case.of_kind(type(content)):
        if said != content and said.by == content.by and _about(case, said) == _about(case, content):
            return i
    return None


def _about(case: Case, said: Judgement | RecordJudgement) -> tuple[str, ...]:
    if isinstance(said, Judgement):
        return tuple(sorted((case.root(said.left), case.root(said.right))))
    return case.root(said.of), said.part, said.row
