"""Answers: how what a look-up found is shown at the terminal."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from witnessmark.cli.console import cell, out, say, stacked, table
from witnessmark.reports.words import percent

if TYPE_CHECKING:
    from witnessmark.app.lookup import LookedUp
    from witnessmark.matching.resolving.resolve import Candidate, Resolved

WARN, SOFT, STRONG = "yellow", "dim", "bold"
FACTS = ("make", "model", "calibre", "country", "year")
"""As in ``registers.facts``, which would load Arrow."""
_SHOWN = 10
_LEAST = 0.005
"""The probability from which a candidate is told."""


def tell_one(answer: "LookedUp") -> None:
    """All that one reading can be, with the reasons."""
    resolved = answer.resolved
    say(answer.typed, STRONG)
    for problem in answer.problems:
        say(f"  note: {problem}", WARN)
    rows = table("probability", "it is", "by accident", "because")
    for number, candidate in enumerate(_worth_telling(resolved)):
        facts = ", ".join(f"{name} {candidate.facts[name]}" for name in FACTS if candidate.facts.get(name))
        told = [f"{r.register}: {_record(r.facts)}" for r in candidate.records[:3]]
        rows.add_row(
            cell(percent(candidate.probability), STRONG if number < resolved.credible else ""),
            stacked(candidate.mark, facts, *told),
            cell(f"{candidate.chance_rate:.2g}"),
            stacked(*candidate.because, *(f"! {each}" for each in candidate.against)),
        )
    none = "in no register" + (f" of {', '.join(answer.registers)}" if answer.registers else "")
    rows.add_row(cell(percent(resolved.in_no_register), STRONG), cell(none), cell(""), cell(""))
    out().print(rows)
    _notes(answer)


def _worth_telling(resolved: "Resolved") -> "tuple[Candidate, ...]":
    """The credible set, and what is nearly of it; the likeliest in any case."""
    likely = sum(candidate.probability >= _LEAST for candidate in resolved.candidates)
    return resolved.candidates[: min(_SHOWN, max(resolved.credible, likely, 1))]


def _record(facts: dict[str, str]) -> str:
    told = (
        facts.get("range", ""),
        facts.get("event", ""),
        facts.get("when", ""),
        facts.get("holder", ""),
        facts.get("source", ""),
    )
    return ", ".join(each for each in told if each) or "no more is stated"


def _notes(answer: "LookedUp") -> None:
    resolved = answer.resolved
    left = resolved.others + len(resolved.candidates) - len(_worth_telling(resolved))
    if left > 0:
        told = sum(candidate.probability for candidate in _worth_telling(resolved))
        share = max(0.0, 1 - told - resolved.in_no_register)
        say(f"{left:,} more that are near it, with {percent(share)} between them", SOFT)
    if not resolved.is_whole:
        say("so many records fit that not all were weighed one by one: more of the mark is needed", WARN)
    for each in resolved.would_separate[:5]:
        say(f"would separate them: {each}")
    say(f"Before looking, the chance that the registers hold it was taken as {answer.coverage:.0%} (--coverage).", SOFT)
    say("By accident: how many of their records would explain the reading as well by chance.", SOFT)


def tell_many(answers: "Iterable[tuple[str, LookedUp]]") -> None:
    """The likeliest weapon of each of many readings, a row for each."""
    rows = table("of", "reading", "likeliest", "probability", "in no register", "by accident", "others")
    for told, answer in answers:
        resolved = answer.resolved
        best = resolved.candidates[0] if resolved.candidates else None
        is_none = best is None or best.probability < resolved.in_no_register
        rows.add_row(
            cell("" if told == answer.typed else told),
            cell(answer.typed),
            cell("in no register" if best is None or is_none else best.mark, STRONG),
            cell(percent(resolved.in_no_register if best is None or is_none else best.probability)),
            cell(percent(resolved.in_no_register)),
            cell("" if best is None or is_none else f"{best.chance_rate:.2g}"),
            cell(max(0, resolved.credible - (not is_none))),
        )
    out().print(rows)
