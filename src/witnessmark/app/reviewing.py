"""Reviewing: the pairs about which people should decide, those first whose decision would change the most."""

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence

from witnessmark.app.desk import Desk, load
from witnessmark.app.lookup import Counter
from witnessmark.app.matching import Matched, match
from witnessmark.app.ties import Beside, beside
from witnessmark.case.fold import Case
from witnessmark.errors import UsageError
from witnessmark.matching.judgements import of_pair, place_of, record_judgements, verdict_of
from witnessmark.matching.resolving.resolve import COVERAGE, Candidate
from witnessmark.matching.ties.finds import Find, finds
from witnessmark.matching.ties.samefinds import same_things
from witnessmark.matching.ties.tiers import FindLink
from witnessmark.model.decisions import Judgement, RecordJudgement, Verdict
from witnessmark.model.happenings import CustodyEvent
from witnessmark.model.ids import StatementId
from witnessmark.model.value import Result
from witnessmark.reports.words import name

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


class Said(Result, frozen=True, kw_only=True):
    """What a person decided of a pair, as it stands."""

    verdict: Verdict
    by: str
    reason: str
    when: str


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
    said: tuple[Said, ...]
    """What each person decided of this very pair."""
    judged: Verdict | None
    """What was decided, also through other pairs: who is unsure is asked again, and so are those who disagree."""

    @property
    def worth(self) -> float:
        """How much a decision would change: the doubt that it ends, for each event that it concerns."""
        return self.doubt * (1 + self.events)

    @property
    def is_contested(self) -> bool:
        """Whether what was decided disagrees, directly or through others."""
        is_only_unsure = self.said and all(said.verdict is Verdict.UNSURE for said in self.said)
        return self.judged is Verdict.UNSURE and not is_only_unsure


def pairs(
    desk: Desk, counter: Counter | None, others: Mapping[str, Desk], *, coverage: float = COVERAGE
) -> tuple[Pair, ...]:
    """All pairs that can be one, also those that were decided; those first whose decision would change the most."""
    case = load(desk)
    found = list(_things(case, beside(case, others)))
    if counter is not None:
        found += [pair for matched in match(desk, counter, coverage=coverage) for pair in _records(case, matched)]
    likeliest: dict[str, Pair] = {}
    for pair in sorted(found, key=lambda pair: (pair.probability, pair.because)):
        if pair.probability >= _LEAST:
            likeliest[pair.code] = pair
    return tuple(sorted(likeliest.values(), key=lambda pair: (pair.judged is not None, -pair.worth, pair.code)))


def waiting(found: Sequence[Pair]) -> tuple[Pair, ...]:
    """The pairs that wait for a decision: nobody took one, or somebody was unsure, and there is doubt."""
    return tuple(pair for pair in found if pair.judged in (None, Verdict.UNSURE) and pair.probability <= _MOST)


def _undecided(cases: Beside) -> Beside:
    """Cases as if nobody had judged anything, so that each pair stays the pair that it was, and can be revised."""
    kept = {i: each for i, each in cases.whole.statements.items() if not isinstance(each.content, Judgement)}
    return Beside(Case(kept), cases.by_name)


def _things(case: Case, judged: Beside) -> Iterator[Pair]:
    cases = _undecided(judged)
    found = cases.placed(finds(cases.whole))
    for link in same_things(found):
        one, other = sorted((found[place] for place in link.finds), key=lambda find: (find.case, find.thing))
        if not one.case:
            yield _things_pair(case, cases, link, (one, other))


def _things_pair(case: Case, cases: Beside, link: FindLink, both: tuple[Find, Find]) -> Pair:
    left, right = (
        Side(called=name(cases.whole, each.thing), thing=each.thing, case=each.case, mark=each.typed) for each in both
    )
    one, other = (each.thing for each in both)
    said = [each for _, each in of_pair(case, one, other)]
    return _pair(
        left, right, said, verdict_of(case, one, other), probability=link.probability or 0.0,
        chance_rate=link.chance_rate, because=link.because,
        events=min(_events(cases.whole, one), _events(cases.whole, other)),
    )  # fmt: skip


def _records(case: Case, matched: Matched) -> Iterator[Pair]:
    resolved = matched.found.resolved
    decided = {place_of(said) for _, said in record_judgements(case, matched.thing)}
    for number, candidate in enumerate(resolved.candidates):
        if number < min(resolved.credible, _MOST_RECORDS) or _place(candidate) in decided:
            yield _record_pair(case, matched, candidate)


def _place(candidate: Candidate) -> tuple[str, str, str]:
    best = candidate.records[0]
    return best.part, str(best.row), candidate.mark


def _record_pair(case: Case, matched: Matched, candidate: Candidate) -> Pair:
    best = candidate.records[0]
    told = ", ".join(f"{key} {value}" for key, value in best.facts.items() if key != "kind")
    right = Side(
        called=f"{candidate.mark} in {best.register}", register=best.register, part=best.part, row=best.row,
        mark=candidate.mark, record=told,
    )  # fmt: skip
    said = [each for _, each in record_judgements(case, matched.thing) if place_of(each) == _place(candidate)]
    left = Side(called=matched.called, thing=matched.thing, mark=matched.found.typed)
    verdicts = {each.verdict for each in said}
    decided = verdicts - {Verdict.UNSURE}
    judged = decided.pop() if len(decided) == 1 else Verdict.UNSURE if verdicts else None
    return _pair(
        left, right, said, judged, probability=candidate.probability, chance_rate=candidate.chance_rate,
        because="; ".join((*candidate.because, *candidate.against)), events=len(candidate.records),
    )  # fmt: skip


def _pair(
    left: Side, right: Side, said: Sequence[Judgement | RecordJudgement], judged: Verdict | None, *,
    probability: float, chance_rate: float, because: str, events: int,
) -> Pair:  # fmt: skip
    told = tuple(Said(verdict=each.verdict, by=each.by, reason=each.reason, when=each.when) for each in said)
    return Pair(
        code=_code(left, right), left=left, right=right, probability=probability, chance_rate=chance_rate,
        doubt=_doubt(probability), events=events, because=because, judged=judged,
        said=tuple(sorted(told, key=lambda each: (each.when, each.by, each.verdict))),
    )  # fmt: skip


def _code(left: Side, right: Side) -> str:
    """The same on every machine, whatever its files are called."""
    sides = [str(left.thing), str(right.thing) if right.thing else f"{right.part} {right.row} {right.mark}"]
    if right.thing:
        sides.sort()
    return hashlib.sha256("\n".join(sides).encode(errors="surrogatepass")).hexdigest()[:_CODE]


def _doubt(probability: float) -> float:
    return -sum(p * math.log2(p) for p in (probability, 1 - probability) if p > 0)


def _events(case: Case, thing: StatementId) -> int:
    return sum(isinstance(case.standing[i].content, CustodyEvent) for i in case.mentions(thing))


def pair_of(found: Sequence[Pair], code: str) -> Pair:
    """The one pair of a code, or of its start; a ``UsageError`` names those that wait."""
    fitting = [pair for pair in found if code and pair.code.startswith(code.strip().casefold())]
    if len(fitting) != 1:
        known = ", ".join(pair.code for pair in (fitting or found)[:10]) or "none: there is no pair"
        raise UsageError(f"want the code of one pair, of {known}; got {code!r}")
    return fitting[0]
