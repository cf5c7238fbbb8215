"""Meaning: what a mark as read can mean, under every scheme that it fits; and what would decide between the answers."""

import itertools
from collections.abc import Iterable, Iterator, Sequence

from witnessmark.marks.confusables import Likeness, defaults, places
from witnessmark.marks.pattern import Place, fits
from witnessmark.marks.reading import Framed, Overstamp, Part, Reading, Sign, read, render
from witnessmark.marks.registry import schemes
from witnessmark.marks.scheme import About, Meaning, Scheme
from witnessmark.marks.script import doubts, script_meanings
from witnessmark.marks.symbols import symbol_meanings
from witnessmark.marks.texts import text_meanings
from witnessmark.model.value import Result

NONE_OF_THESE = 0.5
"""The weight of the answer that a mark follows no rule in our tables: it is an answer like the others."""
MOST_MEANINGS = 24
"""Meanings of one piece; where there are more, the reading says almost nothing."""
_LEAST = 0.005
"""The least share of a meaning that is told."""
_MOST_PIECES = 24
_LONGEST_PIECE = 4
"""Words that together can be one mark, as in a serial typed with spaces."""
_CLOSE = 0.1
"""A rival answer counts where it has at least this share."""


class Piece(Result, frozen=True, kw_only=True):
    """A part of what was typed that can be a mark by itself, with what it can mean, likeliest first."""

    typed: str
    meanings: tuple[Meaning, ...]
    """Weights are shares of one, together with ``rest``."""
    rest: float
    """The share of the answer that it is none of these."""
    left_out: int = 0


class Interpretation(Result, frozen=True, kw_only=True):
    """Everything that a reading can mean, piece by piece."""

    reading: Reading
    pieces: tuple[Piece, ...]
    problems: tuple[str, ...]
    would_decide: tuple[str, ...]


def interpret(typed: str, *, likeness: Likeness | None = None) -> Interpretation:
    """What a mark as typed can mean. Never an error: what fits no scheme says so."""
    reading = read(typed)
    texts = [weighed(text, found) for text, found in text_meanings(reading.parts)]
    look = defaults() if likeness is None else likeness
    signs = [piece for line in _lines(reading.parts) for piece in _chosen(line, look)]
    pieces = tuple(piece for piece in (*texts, *signs) if piece is not None)
    if not pieces:
        by_script = weighed(typed, script_meanings(reading))
        pieces = () if by_script is None else (by_script,)
    problems = [*reading.problems, *doubts(reading)]
    if any(len(_words(line)) > _MOST_PIECES for line in _lines(reading.parts)):
        problems.append(f"more than {_MOST_PIECES} words between two bars: the others are kept and not interpreted")
    if not pieces and typed.strip():
        problems.append("fits no scheme and no table of ours: it is in none of them, which is an answer")
    return Interpretation(
        reading=reading, pieces=pieces, problems=tuple(problems), would_decide=tuple(_would_decide(pieces))
    )


def meanings_under(name: str, typed: str) -> Iterator[Meaning]:
    """What a mark can mean under one scheme alone, best fit first; weights are not shares here."""
    (scheme,) = (s for s in schemes() if name == s.NAME)
    yield from _under(scheme, places(read(typed).parts, defaults()))


def _under(scheme: Scheme, there: Sequence[Place]) -> Iterator[Meaning]:
    found: dict[tuple[object, ...], Meaning] = {}
    for pattern in scheme.PATTERN:
        for fit in fits(there, pattern):
            for meaning in scheme.meanings(fit):
                key = (meaning.claims, meaning.because, meaning.support)
                if key not in found or found[key].weight < meaning.weight:
                    found[key] = meaning
    yield from sorted(found.values(), key=lambda m: -m.weight)


def _chosen(parts: Sequence[Part], likeness: Likeness) -> Iterator[Piece]:
    """Pieces that do not overlap, those that explain most first, in the order typed."""
    words = _words(parts)[:_MOST_PIECES]
    spans = [
        (start, start + length)
        for length in range(1, _LONGEST_PIECE + 1)
        for start in range(len(words) - length + 1)
        if length == 1 or not any(_is_symbol(word) for word in words[start : start + length])
    ]
    found = {}
    for start, end in spans:
        piece = _piece([*itertools.chain.from_iterable(words[start:end])], likeness)
        if piece is not None:
            found[start, end] = piece
    taken: set[int] = set()
    kept = []
    for start, end in sorted(found, key=lambda s: (-_explained(found[s]), s)):
        if not taken & set(range(start, end)):
            taken.update(range(start, end))
            kept.append((start, end))
    yield from (found[span] for span in sorted(kept))


def _explained(piece: Piece) -> float:
    return (1 - piece.rest) * len(piece.typed.strip())


def _lines(parts: Sequence[Part]) -> list[list[Part]]:
    """The signs between bars: what a bar sets apart is no one mark."""
    lines: list[list[Part]] = [[]]
    for part in parts:
        if part.typed in ("|", "\n"):
            lines.append([])
        else:
            lines[-1].append(part)
    return lines


def _words(parts: Sequence[Part]) -> list[list[Part]]:
    """The signs between blanks; a blank belongs to the word after it, so that a piece keeps it."""
    words: list[list[Part]] = []
    is_new, blanks = True, []
    for part in parts:
        if isinstance(part, Sign) and part.typed in (" ", "\t", "\u00a0"):
            blanks.append(part)
            is_new = True
        elif isinstance(part, (Framed, Overstamp)):
            words.append([part])
            is_new, blanks = True, []
        elif is_new:
            words.append([*blanks, part] if words else [part])
            is_new, blanks = False, []
        else:
            words[-1].append(part)
    return words


def _is_symbol(word: Sequence[Part]) -> bool:
    return any(isinstance(part, (Framed, Overstamp)) for part in word)


def _piece(parts: Sequence[Part], likeness: Likeness) -> Piece | None:
    trimmed = list(itertools.dropwhile(lambda part: isinstance(part, Sign) and part.typed.isspace(), parts))
    return weighed(render(trimmed), _found(trimmed, likeness))


def weighed(typed: str, meanings: Iterable[Meaning]) -> Piece | None:
    """Meanings with the shares they have beside each other and beside the answer that it is none of them."""
    found = [reweighted(m, m.weight * m.support.weight) for m in meanings]
    if not found:
        return None
    total = sum(m.weight for m in found) + NONE_OF_THESE
    ranked = sorted(found, key=lambda m: (-m.weight, m.scheme, str(m.claims)))
    shares = [reweighted(m, m.weight / total) for m in ranked if m.weight >= total * _LEAST][:MOST_MEANINGS]
    if not shares:
        return None
    return Piece(
        typed=typed,
        meanings=tuple(shares),
        rest=round(NONE_OF_THESE / total, 6),
        left_out=len(found) - len(shares),
    )


def _found(parts: Sequence[Part], likeness: Likeness) -> Iterator[Meaning]:
    """Meanings of signs, weighed by how well they fit."""
    yield from symbol_meanings(parts)
    if not _is_symbol(parts):
        there = places(parts, likeness)
        for scheme in schemes():
            yield from _under(scheme, there)


def reweighted(meaning: Meaning, weight: float, because: str = "") -> Meaning:
    """A meaning with another weight, and another reason where one is given."""
    return Meaning(
        scheme=meaning.scheme,
        claims=meaning.claims,
        weight=round(weight, 6),
        because=because or meaning.because,
        support=meaning.support,
    )


_DECIDERS = {
    About.COUNTRY: "a factory symbol or proof mark; of a cartridge also calibre, primer, lacquer and case metal",
    About.MAKER: "a maker's name or symbol elsewhere on it, or its packaging",
    About.YEAR: "a year stamped apart from the number, or the packing list of its crate",
    About.MODEL: "what the thing itself is: its type and calibre",
}
"""Which further mark tells rival answers apart. General advice, without a source."""


def _would_decide(pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        close = [m for m in piece.meanings if m.weight >= _CLOSE]
        for about, decider in _DECIDERS.items():
            said = list(dict.fromkeys(" or ".join(m.said(about)) for m in close if m.said(about)))
            if len(said) > 1:
                yield f"{piece.typed}: {about} {' or '.join(said)}: {decider}"
