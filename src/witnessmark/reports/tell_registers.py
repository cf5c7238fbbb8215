"""Tell registers: what the marks of a case can be in the registers that it refers to; worked out, and never stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from witnessmark.case.fold import Case
from witnessmark.matching.resolve import Candidate, Resolved
from witnessmark.model.decisions import Level
from witnessmark.model.ids import StatementId
from witnessmark.registers.facts import FACTS
from witnessmark.reports.citing import Citations
from witnessmark.reports.dossier import Line, Section
from witnessmark.reports.words import name

_HEADING = "What registers hold"
_MOST_TOLD = 3
_ABOUT = (
    "Worked out by the program: a probability is of the registers that were asked, and of what is known of how marks "
    "are misread. Beside it stands how many of their records would explain the reading as well by accident. "
    "“In no register” is an answer. No match is an identity; that is for a named person to judge."
)


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
    missing: Sequence[str]
    asked: Sequence[Asked]


def tell_registers(case: Case, citations: Citations, found: Registers, level: Level) -> Section:
    """The section of a dossier. Records of others' registers stay with panel or court."""
    lines = list[Line]()
    for register, digest in found.digests.items():
        is_missing = register in found.missing
        told = (
            "is not on this machine, and was not asked" if is_missing else f"was asked as it was, digest {digest[:12]}"
        )
        lines.append(Line(text=f"The register {register} {told}."))
    if level < Level.R2:
        told = f"{len(found.asked)} marks were asked about; what was found stays with panel or court (R2)."
        lines.append(Line(text=told))
    else:
        lines += [
            Line(text=text, refs=citations.refs(each.readings)) for each in found.asked for text in _told(case, each)
        ]
        lines.append(
            Line(text=f"Before looking, the chance that they hold a weapon was taken as {found.coverage:.0%}.")
        )
    return Section(heading=_HEADING, about=_ABOUT, lines=tuple(lines))


def _told(case: Case, asked: Asked) -> Iterator[str]:
    resolved = asked.resolved
    called = f"{name(case, asked.thing)}, {asked.mark} {asked.typed}"
    likely = resolved.candidates[: max(1, min(resolved.credible, _MOST_TOLD))]
    for candidate in likely:
        yield f"{called}: {_percent(candidate.probability)} that it is {_candidate(candidate)}"
    more = resolved.credible - len(likely)
    beside = f"; {more} more are nearly as likely" if more > 0 else ""
    yield f"{called}: {_percent(resolved.in_no_register)} that it is in no register{beside}"
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


def _percent(share: float) -> str:
    return f"{share:.1%}" if 0.001 <= share <= 0.999 else f"{share:.2%}"
