"""Joint: several marks of one item read together; what they say between them, and where they contradict each other."""

import itertools
from collections.abc import Iterator, Sequence

from witnessmark.marks.meaning import Interpretation, Piece
from witnessmark.marks.scheme import About, Claim, Meaning, claim
from witnessmark.model.value import Result

_MUST_AGREE = (About.COUNTRY, About.MAKER, About.YEAR, About.MODEL)
_MOST_ANSWERS = 8
_CONTRADICTS = 0.05
"""What a contradiction costs. It is not impossible: arms are copied, rebuilt and marked falsely."""
_AGREES = 4.0
"""What it is worth that two marks say the same of maker, country or model: chance seldom does that."""
_BREADTH = 64
"""Answers that are carried on from mark to mark."""

MARKS_CAN_LIE = "a copy, a refurbished arm, a replaced part or a false mark can be the reason: marks can lie"


class Answer(Result, frozen=True, kw_only=True):
    """One way to take all marks of an item together."""

    claims: tuple[Claim, ...]
    """What they say between them, where they agree."""
    taken: tuple[tuple[str, str], ...]
    """Each piece as typed, with the scheme under which it is read here; empty where it is none of them."""
    contradictions: tuple[str, ...]
    weight: float
    """The share among the answers."""


def together(interpretations: Sequence[Interpretation]) -> tuple[Answer, ...]:
    """The likeliest ways to take all pieces of one item's marks, contradictions told."""
    pieces = [piece for interpretation in interpretations for piece in interpretation.pieces]
    answers: list[tuple[float, tuple[tuple[Piece, Meaning | None], ...]]] = [(1.0, ())]
    for piece in pieces:
        options: list[Meaning | None] = [*piece.meanings, None]
        longer = [
            (weight * _share(piece, option) * _together(taken, option), (*taken, (piece, option)))
            for (weight, taken), option in itertools.product(answers, options)
        ]  # fmt: skip
        longer.sort(key=lambda each: -each[0])
        answers = longer[:_BREADTH]
    total = sum(weight for weight, _ in answers) or 1.0
    return tuple(_answer(taken, weight / total) for weight, taken in answers[:_MOST_ANSWERS]) if pieces else ()


def _share(piece: Piece, meaning: Meaning | None) -> float:
    return piece.rest if meaning is None else meaning.weight


def _against(taken: Sequence[tuple[Piece, Meaning | None]], meaning: Meaning | None) -> Iterator[str]:
    """Where a meaning contradicts those taken before it."""
    if meaning is None:
        return
    for piece, other in ((piece, other) for piece, other in taken if other is not None):
        for about in _MUST_AGREE:
            mine, theirs = meaning.said(about), other.said(about)
            if mine and theirs and not any(_is_same(a, b) for a in mine for b in theirs):
                yield f"{about}: {' or '.join(theirs)} by {piece.typed!r}, and {' or '.join(mine)}"


def _together(taken: Sequence[tuple[Piece, Meaning | None]], meaning: Meaning | None) -> float:
    """What it is worth that a meaning stands beside those taken before it."""
    contradictions = sum(1 for _ in _against(taken, meaning))
    return float(_CONTRADICTS**contradictions * _AGREES ** _agreements(taken, meaning))


def _agreements(taken: Sequence[tuple[Piece, Meaning | None]], meaning: Meaning | None) -> int:
    """Of how many things a meaning says the same as those taken before it; a year alone can be chance."""
    if meaning is None:
        return 0
    others = [other for _, other in taken if other is not None]
    return sum(
        any(_is_same(a, b) for other in others for a in meaning.said(about) for b in other.said(about))
        for about in (About.COUNTRY, About.MAKER, About.MODEL)
    )


def _is_same(one: str, other: str) -> bool:
    """Whether two names can be of one: a longer one may add where or what."""
    first, second = one.casefold(), other.casefold()
    return first == second or first.startswith(f"{second} ") or second.startswith(f"{first} ")


def _answer(taken: Sequence[tuple[Piece, Meaning | None]], weight: float) -> Answer:
    contradictions = [
        f"{told} by {piece.typed!r}: {MARKS_CAN_LIE}"
        for place, (piece, meaning) in enumerate(taken)
        for told in _against(taken[:place], meaning)
    ]
    meanings = [meaning for _, meaning in taken if meaning is not None]
    for about in _MUST_AGREE if not contradictions else ():
        said = _said(meanings, about)
        if said and not _shared(said):
            contradictions.append(f"{about}: no one value fits all marks: {MARKS_CAN_LIE}")
    return Answer(
        claims=tuple(_agreed(meanings)),
        taken=tuple((piece.typed, "" if meaning is None else meaning.scheme) for piece, meaning in taken),
        contradictions=tuple(contradictions),
        weight=round(weight, 4),
    )


def _said(meanings: Sequence[Meaning], about: About) -> list[tuple[str, ...]]:
    """What each meaning that says anything of it says."""
    return [meaning.said(about) for meaning in meanings if meaning.said(about)]


def _shared(said: Sequence[Sequence[str]]) -> list[str]:
    """The values that all allow; of two names for one, the longer."""
    shared = []
    for value in said[0]:
        alike = [next((other for other in others if _is_same(value, other)), "") for others in said]
        if all(alike):
            shared.append(max(alike, key=lambda name: (len(name), name)))
    return list(dict.fromkeys(shared))


def _agreed(meanings: Sequence[Meaning]) -> Iterator[Claim]:
    for about in About:
        said = _said(meanings, about)
        if not said:
            continue
        if about in _MUST_AGREE:
            values = _shared(said) or list(dict.fromkeys(v for each in said for v in each))
        else:
            values = list(dict.fromkeys(v for each in said for v in each))
        yield claim(about, *values)
