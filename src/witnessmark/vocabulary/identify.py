"""Identify: from a description and marks to what a thing can be, with the reasons."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from witnessmark.marks.meaning import Interpretation
from witnessmark.marks.scheme import About
from witnessmark.model.value import Result
from witnessmark.vocabulary.catalogue import Named, Sort, folded, mentions, resolve

MOST_CANDIDATES = 8
_LEAST_SHARE = 0.05
"""The share of a mark's meaning from which it is a reason."""
_DISAGREES = 3.0
"""What it costs a candidate, in bits, that a mark says otherwise: marks can lie."""
_TELLS = {About.MODEL: 4.0, About.MAKER: 3.0, About.COUNTRY: 2.0, About.CALIBRE: 2.0}
"""What it tells, in bits, that a mark agrees; times the share of the meaning that says so. Ours, not measured."""
_FACT = {About.MODEL: "model", About.MAKER: "maker", About.COUNTRY: "country", About.CALIBRE: "calibre"}


class Candidate(Result, frozen=True, kw_only=True):
    """One thing that it can be."""

    model: str
    facts: dict[str, str]
    """Class, maker, country and calibre of the model, as the catalogue has them."""
    years: tuple[str, ...]
    """Years that a mark allows for it."""
    bits: float
    """What description and marks tell for it, in bits."""
    reasons: tuple[str, ...]
    against: tuple[str, ...]


class Identified(Result, frozen=True, kw_only=True):
    """What a thing can be, likeliest first, and what of the description was understood."""

    candidates: tuple[Candidate, ...]
    understood: tuple[Named, ...]
    problems: tuple[str, ...]


def identify(description: str, marks: Sequence[Interpretation] = ()) -> Identified:
    """The models that a description names or marks point to. None is better than a wrong one.

    >>> [c.model for c in identify("rocket ПГ-9").candidates], identify("something long").candidates
    (['PG-9'], ())
    """
    named = [each for _, each in mentions(description)]
    models = {n.name: n for n in named if n.sort is Sort.MODEL}
    for _, value, _ in _said(marks, About.MODEL):
        models.update({n.name: n for n in resolve(value, Sort.MODEL) if n.name not in models})
    found = [_candidate(model, named, marks) for model in models.values()]
    found.sort(key=lambda c: (-c.bits, c.model))
    problems = () if found else ("no model of the catalogue is named or marked: it is none of them, or not told",)
    return Identified(candidates=tuple(found[:MOST_CANDIDATES]), understood=tuple(named), problems=problems)


def _said(marks: Sequence[Interpretation], about: About) -> Iterator[tuple[str, str, float]]:
    """What the marks say of something: the piece, the value, and the share of the meanings that say so."""
    for mark in marks:
        for piece in mark.pieces:
            shares: dict[str, float] = defaultdict(float)
            for meaning in piece.meanings:
                for value in meaning.said(about):
                    shares[value] += meaning.weight
            yield from ((piece.typed, value, share) for value, share in shares.items() if share >= _LEAST_SHARE)


def _candidate(model: Named, named: Sequence[Named], marks: Sequence[Interpretation]) -> Candidate:
    facts = {"model": model.name, **model.facts}
    is_named = model in named
    bits = model.bits if is_named else 0.0
    reasons, against = ([model.because] if is_named else []), list[str]()
    for other in named:
        if other.sort is not Sort.MODEL and facts.get(other.sort):
            fits = facts[other.sort] in (other.name, other.facts.get("code"))
            (reasons if fits else against).append(f"{other.sort} {other.name}: {other.because}")
            bits += other.bits if fits else -_DISAGREES
    for about, worth in _TELLS.items():
        for typed, value, share in _said(marks, about):
            agrees = _agrees(about, facts.get(_FACT[about], ""), value)
            if agrees is not None:
                told = f"the mark {typed.strip()!r} says {about} {value} (share {share:.0%})"
                (reasons if agrees else against).append(told)
                bits += share * (worth if agrees else -_DISAGREES)
    years, impossible = _years(facts.get("first_year", ""), marks)
    return Candidate(
        model=model.name,
        facts=model.facts,
        years=years,
        bits=round(bits, 2),
        reasons=tuple(reasons),
        against=(*against, *impossible),
    )


def _agrees(about: About, fact: str, value: str) -> bool | None:
    """Whether a mark agrees with a fact of the catalogue; ``None`` where the catalogue does not say."""
    if not fact or not value:
        return None
    one, other = folded(fact), folded(value)
    if about is About.MODEL:
        return one == other or fact in {named.name for named in resolve(value, Sort.MODEL)}
    return one == other or one.startswith(other) or other.startswith(one)


def _years(first: str, marks: Sequence[Interpretation]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The years that marks give; those before the model existed are impossible, and it is said why."""
    years = sorted({value for _, value, _ in _said(marks, About.YEAR)})
    if not first:
        return tuple(years), ()
    possible, early = (list(each) for each in (filter(lambda y: y >= first, years), filter(lambda y: y < first, years)))
    why = tuple(f"year {year} is impossible: the model is not known before {first}" for year in early)
    return tuple(possible), why
