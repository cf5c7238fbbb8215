"""Tell registers: what the marks of a case can be in the registers that it refers to; worked out, and never stored."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from witnessmark.case.fold import Case
from witnessmark.matching.judgements import place_of, record_judgements
from witnessmark.matching.resolving.resolve import Candidate, Resolved
from witnessmark.model.decisions import RecordJudgement, Verdict
from witnessmark.model.ids import StatementId
from witnessmark.registers.facts import FACTS
from witnessmark.reports.citing import Citations
from witnessmark.reports.dossier import Line, Section
from witnessmark.reports.words import name, percent

_HEADING = "What registers hold"
_MOST_TOLD = 3
_ABOUT = (
    "Worked out by the program: a probability is of the registers that were asked, and of what is known of how marks "
    "are misread. Beside it stands how many of their records would explain the reading as well by accident. "
    "“In no register” is an answer. No match is an identity; that is for a named person to judge."
)
_IS = {
    Verdict.SAME: "to be", Verdict.DIFFERENT: "not to be", Verdict.UNSURE: "without being sure whether it is",
}  # fmt: skip
_Judgements = Sequence[tuple[StatementId, RecordJudgement]]


@dataclass(frozen=True)
class Asked:
    """A mark of a thing that registers were asked about."""

    thing: StatementId
    mark: str
    readings: Sequence[StatementId]
    typed: str
    resolved: Resolved


@dataclass(frozen=True)
class Registers:
    """The registers that a case refers to, with what they were asked; those that are not on this machine were not."""

    digests: Mapping[str, str]
    coverage: float
    missing: Sequence[tuple[str, str]]
    """Name and digest of each register that is not on this machine, or not as it was then."""
    asked: Sequence[Asked]


def withheld() -> Section:
    """The section of a dossier for whoever may not see the records of others' registers."""
    told = "What they hold of these marks stays with panel or court (R2)."
    return Section(heading=_HEADING, about="", lines=(Line(text=told),))


def tell_registers(case: Case, citations: Citations, found: Registers) -> Section:
    """The section of a dossier for panel or court: what people judged first, then what the program works out."""
    lines = [
        Line(text=f"The register {register} was asked as it was, digest {digest[:12]}.")
        for register, digest in found.digests.items()
    ]
    lines += [
        Line(
            text=f"The register {register} is not on this machine as it was (digest {digest[:12]}), and was not asked."
        )
        for register, digest in found.missing
    ]
    for thing, group in itertools.groupby(found.asked, key=lambda each: each.thing):
        marks, said = list(group), record_judgements(case, thing)
        for i, judgement in said:
            lines.append(Line(text=_judged(case, marks, judgement), refs=citations.refs([i])))
        for each in marks:
            lines += [Line(text=text, refs=citations.refs(each.readings)) for text in _told(case, each, said)]
    if found.digests:
        lines.append(
            Line(text=f"Before looking, the chance that they hold a weapon was taken as {found.coverage:.0%}.")
        )
    return Section(heading=_HEADING, about=_ABOUT, lines=tuple(lines))


def _called(case: Case, asked: Asked) -> str:
    return f"{name(case, asked.thing)}, {asked.mark} {asked.typed}"


def judged_of(candidate: Candidate, said: _Judgements) -> list[RecordJudgement]:
    """What people judged of any record of a candidate."""
    places = {(record.part, str(record.row), record.mark) for record in candidate.records}
    return [each for _, each in said if place_of(each) in places]


def _judged(case: Case, marks: Sequence[Asked], said: RecordJudgement) -> str:
    """What a person judged, and beside it the probability that the program gives it by the mark that speaks of it."""
    found = ((each, candidate) for each in marks for candidate in each.resolved.candidates)
    hit = next(((each, it) for each, it in found if judged_of(it, [(StatementId(""), said)])), None)
    beside = "the program does not find it" if hit is None else f"the program gives it {percent(hit[1].probability)}"
    record = f"{said.mark} of {said.register}, row {said.row}" + (f" ({said.record})" if said.record else "")
    called = _called(case, marks[0] if hit is None else hit[0])
    return f"{called}: judged by {said.by} {_IS[said.verdict]} {record}: {said.reason}; {beside}"


def _told(case: Case, asked: Asked, said: _Judgements) -> Iterator[str]:
    """What the program works out, without what a person judged: that was told before."""
    resolved, called = asked.resolved, _called(case, asked)
    credible = resolved.candidates[: max(1, resolved.credible)]
    likely = [each for each in credible if not judged_of(each, said)]
    for candidate in likely[:_MOST_TOLD]:
        yield f"{called}: {percent(candidate.probability)} that it is {_candidate(candidate)}"
    more = min(resolved.credible, len(likely)) - _MOST_TOLD
    beside = f"; {more} more are nearly as likely" if more > 0 else ""
    yield f"{called}: {percent(resolved.in_no_register)} that it is in no register{beside}"
    for each in resolved.would_separate[:2] if resolved.credible > 1 else ():
        yield f"{called}: would tell them apart: {each}"


def _candidate(candidate: Candidate) -> str:
    best = candidate.records[0]
    facts = [f"{field} {candidate.facts[field]}" for field in FACTS if candidate.facts.get(field)]
    facts += [best.facts[field] for field in ("event", "when", "holder", "source") if best.facts.get(field)]
    told = f" ({', '.join(facts)})" if facts else ""
    return (
        f"{candidate.mark} of {best.register}, row {best.row}{told}; {candidate.chance_rate:.2g} by accident; "
        f"{candidate.because[0]}"
    )
