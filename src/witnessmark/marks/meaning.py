"""Meaning: what a mark as read can mean, under every scheme that it fits; and what would decide between the answers."""

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence

from witnessmark.marks.confusables import Likeness, defaults, places, rejoined
from witnessmark.marks.pattern import Pattern, Place, fits
from witnessmark.marks.reading import Framed, Overstamp, Part, Reading, Sign, read, render
from witnessmark.marks.registry import schemes
from witnessmark.marks.scheme import About, Meaning, Scheme
from witnessmark.marks.script import doubts, script_meanings
from witnessmark.marks.sieve import Sieve, State
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
    return _by_default(typed) if likeness is None else _interpreted(typed, likeness)


@functools.lru_cache(maxsize=4096)
def _by_default(typed: str) -> Interpretation:
    """Kept, since a case holds the same headstamp or type hundreds of times."""
    return _interpreted(typed, defaults())


def _interpreted(typed: str, likeness: Likeness) -> Interpretation:
    reading = read(typed)
    texts = [weighed(text, found) for text, found in text_meanings(reading.parts)]
    signs = [piece for line in _lines(reading.parts) for piece in _chosen(line, likeness)]
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
    yield from _under(scheme, scheme.PATTERN, places(read(typed).parts, defaults()))


def _under(scheme: Scheme, patterns: Iterable[Pattern], there: Sequence[Place]) -> Iterator[Meaning]:
    found: dict[tuple[object, ...], Meaning] = {}
    for pattern in patterns:
        for fit in fits(there, pattern):
            for meaning in scheme.meanings(fit):
                key = (meaning.claims, meaning.because, meaning.support)
                if key not in found or found[key].weight < meaning.weight:
                    found[key] = meaning
    yield from sorted(found.values(), key=lambda m: -m.weight)


@functools.cache
def _all_patterns() -> tuple[tuple[tuple[Scheme, Pattern], ...], Sieve]:
    """Every pattern of every scheme, and the sieve that asks them together."""
    patterns = tuple((scheme, pattern) for scheme in schemes() for pattern in scheme.PATTERN)
    return patterns, Sieve([pattern for _, pattern in patterns])


@functools.lru_cache(maxsize=8192)
def _under_any(there: tuple[Place, ...], state: State) -> tuple[Meaning, ...]:
    """What a stretch can mean under the schemes that the sieve let through; kept, since many marks hold the same."""
    patterns, sieve = _all_patterns()
    fitting = (patterns[number] for number in sieve.fitting(state))
    return tuple(
        meaning
        for scheme, group in itertools.groupby(fitting, key=lambda each: each[0])
        for meaning in _under(scheme, (pattern for _, pattern in group), there)
    )


def _chosen(parts: Sequence[Part], likeness: Likeness) -> Iterator[Piece]:
    """Pieces that do not overlap, those that explain most first, in the order typed."""
    words = _words(parts)[:_MOST_PIECES]
    found = {
        (start, start + length): piece
        for start in range(len(words))
        for length, piece in enumerate(_from(words[start : start + _LONGEST_PIECE], likeness), start=1)
        if piece is not None
    }
    taken: set[int] = set()
    kept = []
    for start, end in sorted(found, key=lambda s: (-_explained(found[s]), s)):
        if not taken & set(range(start, end)):
            taken.update(range(start, end))
            kept.append((start, end))
    yield from (found[span] for span in sorted(kept))


def _from(words: Sequence[Sequence[Part]], likeness: Likeness) -> Iterator[Piece | None]:
    """The piece that the first word is, that the first two are, and so on, as far as any scheme goes."""
    first, *others = words
    first = list(itertools.dropwhile(_is_blank, first))
    symbols = list(symbol_meanings(first))
    if _is_symbol(first):
        yield weighed(render(first), symbols)
        return
    ways = [(1.0, _lengthening([first, *others], likeness))]
    ways += [(weight, _lengthening([again, *others], likeness)) for weight, again in rejoined(first)]
    for length, found in enumerate(itertools.zip_longest(*(way for _, way in ways), fillvalue=()), start=1):
        meanings = [
            meaning
            if weight == 1
            else reweighted(meaning, meaning.weight * weight, f"{meaning.because}, if {_REJOINED}")
            for (weight, _), meanings in zip(ways, found, strict=True)
            for meaning in meanings
        ]
        yield weighed("".join(map(render, [first, *others][:length])), [*(symbols if length == 1 else ()), *meanings])


_REJOINED = "two signs were read for one, or one for two"


def _lengthening(words: Sequence[Sequence[Part]], likeness: Likeness) -> Iterator[tuple[Meaning, ...]]:
    """What the first word can mean, what the first two can, and so on, until no scheme can follow."""
    _, sieve = _all_patterns()
    there: tuple[Place, ...] = ()
    state = sieve.start
    for word in words:
        more = places(word, likeness)
        state = sieve.after(state, more)
        if _is_symbol(word):
            return
        there += more
        yield _under_any(there, state) if state else ()
        if not state:
            return


def _is_blank(part: Part) -> bool:
    return isinstance(part, Sign) and part.typed.isspace()


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


def weighed(typed: str, meanings: Iterable[Meaning]) -> Piece | None:
    """Meanings with the shares they have beside each other and beside the answer that it is none of them."""
    found = [(m.weight * m.support.weight, m) for m in meanings]
    if not found:
        return None
    total = sum(weight for weight, _ in found) + NONE_OF_THESE
    told = [each for each in found if each[0] >= total * _LEAST]
    told.sort(key=lambda each: (-round(each[0], 6), each[1].scheme, str(each[1].claims)))
    shares = tuple(reweighted(m, weight / total) for weight, m in told[:MOST_MEANINGS])
    if not shares:
        return None
    return Piece(typed=typed, meanings=shares, rest=round(NONE_OF_THESE / total, 6), left_out=len(found) - len(shares))


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
