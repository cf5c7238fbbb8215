"""Tell marks: what the marks of a case can mean, from all readings of each; worked out, and never stored."""

from collections.abc import Iterator

from witnessmark.case.fold import Case
from witnessmark.marks.combine import Combined, Relation, combine
from witnessmark.marks.headstamp import interpret_headstamp
from witnessmark.marks.joint import together
from witnessmark.marks.meaning import Interpretation, Piece, interpret
from witnessmark.matching.readings import in_order
from witnessmark.model.ids import StatementId
from witnessmark.model.observations import MarkReading
from witnessmark.reports.citing import Citations
from witnessmark.reports.dossier import Line, Section
from witnessmark.reports.words import name

_MOST_THINGS = 60
_MOST_MEANINGS = 3
_LEAST_SHARE = 0.1
"""The share from which a meaning is told in a dossier; `witnessmark read` tells them all."""

_Readings = dict[str, list[tuple[StatementId, MarkReading]]]


def tell_marks(case: Case, citations: Citations) -> Section | None:
    """What the marks can mean; ``None`` where none was read."""
    by_thing: dict[StatementId, _Readings] = {}
    for i, reading in case.of_kind(MarkReading):
        by_thing.setdefault(case.root(reading.of), {}).setdefault(reading.mark, []).append((i, reading))
    things = sorted(by_thing, key=lambda thing: (name(case, thing), thing))[:_MOST_THINGS]
    lines = tuple(line for thing in things for line in _of_thing(case, citations, thing, by_thing[thing]))
    about = (
        "Worked out from all readings of a mark by schemes and tables; `witnessmark schemes` explains them. Shares are "
        "weights of our tables, not probabilities, and a number alone identifies nothing."
    )
    if case.header is not None and case.header.training:
        about += " The marks of this case are invented: what tables of real marks say of them is chance."
    return Section(heading="What the marks can mean", about=about, lines=lines) if lines else None


def _of_thing(case: Case, citations: Citations, thing: StatementId, readings: _Readings) -> Iterator[Line]:
    called = name(case, thing)
    found: list[Interpretation] = []
    every: list[StatementId] = []
    for mark in sorted(readings):
        statements = [i for i, _ in readings[mark]]
        combined = combine([reading.text for _, reading in in_order(readings[mark])])
        refs = citations.refs(statements)
        if len(statements) > 1:
            yield Line(text=f"{called}, {mark or 'mark'}: {_compared(combined)}", refs=refs)
        meaning = (interpret_headstamp if mark == "headstamp" else interpret)(combined.current)
        if not meaning.pieces:
            typed = combined.current.strip() or "nothing"
            yield Line(text=f"{called}, {mark or 'mark'} {typed}: in none of our schemes and tables", refs=refs)
        for piece in meaning.pieces:
            yield Line(text=f"{called}, {mark or 'mark'} {piece.typed.strip()}: {_said(piece)}", refs=refs)
        found.append(meaning)
        every.extend(statements)
    for contradiction in _contradictions(found):
        yield Line(text=f"{called}: {contradiction}", refs=citations.refs(every))


def _compared(combined: Combined) -> str:
    compared = combined.compared
    contested = [each for each in compared if each.relation is Relation.CONTRADICTS]
    apart = [each for each in compared if each.relation is Relation.NOT_COMPARABLE]
    told = f"{len(compared)} readings, together {combined.current}"
    if contested:
        places = sorted({place for each in contested for place in each.where})
        told += f"; they contradict each other at character {', '.join(map(str, places))}"
    return told + (f"; {len(apart)} cannot be laid beside the others" if apart else "")


def _said(piece: Piece) -> str:
    told = [m for m in piece.meanings if m.weight >= _LEAST_SHARE][:_MOST_MEANINGS]
    if not told:
        return "nothing that weighs more than that it is in none of our tables"
    return "can mean " + "; or ".join(
        f"{', '.join(map(str, m.claims))} ({m.weight:.0%}, {m.scheme}"
        + ("" if m.support.is_verified else ", background")
        + ")"
        for m in told
    )


def _contradictions(found: list[Interpretation]) -> tuple[str, ...]:
    answers = together(found) if len(found) > 1 else ()
    return answers[0].contradictions if answers else ()
