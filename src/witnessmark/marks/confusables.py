"""Confusables: which characters are taken for which, so that a reading is as wide as the metal was unclear.

A weight is how likely the true character is beside the one that was typed, which has weight 1. The weights are our own
defaults by the kind of likeness that the table names; they are not measured.
"""

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from witnessmark.marks.letters import script
from witnessmark.marks.pattern import Place, Slot
from witnessmark.marks.reading import Part, Run, Sign, sure
from witnessmark.marks.tables import rows
from witnessmark.model.hidden import is_hidden

Likeness = Mapping[str, tuple[tuple[str, float], ...]]
"""For each typed character, the others that it can stand for."""

WEIGHTS = {
    ("identical glyph", "background"): 1.0,
    ("same value", "background"): 1.0,
    ("stamped/worn", "verified"): 0.05,
    ("stamped/worn", "background"): 0.02,
    ("similar", "background"): 0.05,
    ("different value", "background"): 0.02,
}
"""By relation and status. A glyph that is identical, or a digit of equal value, is no error of the reader at all."""
_MOST_REJOINED = 6
"""Changes of one character into several, or back, that are tried in one word."""
_CASE = 0.5
"""A letter typed in the other case: fewer marks mix cases than readers do."""


@functools.cache
def defaults() -> Likeness:
    """The table of look-alikes, in both directions."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows("confusables"):
        one, other = (_characters(row[f"codepoints_{side}"]) for side in "ab")
        weight = WEIGHTS[row["relation"], row["status"]]
        if len(one) == len(other) == 1:
            for left, right in ((one, other), (other, one)):
                found[left][right] = max(weight, found[left].get(right, 0.0))
    return {typed: tuple(sorted(others.items(), key=lambda o: (-o[1], o[0]))) for typed, others in found.items()}


def _characters(codepoints: str) -> str:
    return "".join(chr(int(point.removeprefix("U+"), 16)) for point in codepoints.split())


def widened(slot: Slot, likeness: Likeness) -> Slot:
    """A slot with what its characters can be mistaken for.

    >>> widened((("Z", 1.0),), defaults())[:2]
    (('Z', 1.0), ('Ζ', 1.0))
    """
    if not slot:
        return ()
    found: dict[str, float] = {}
    for character, weight in slot:
        for other, likely in ((character, 1.0), *_cased(character), *likeness.get(character, ())):
            found[other] = max(found.get(other, 0.0), weight * likely)
            for same, equal in likeness.get(other, ()):
                if equal == 1.0:  # what looks the same is as likely as what it looks like
                    found[same] = max(found.get(same, 0.0), weight * likely)
    mine = script(slot[0][0])
    return tuple(sorted(found.items(), key=lambda each: (-each[1], script(each[0]) != mine, each[0])))


def _cased(character: str) -> Iterator[tuple[str, float]]:
    for other in {character.upper(), character.lower()} - {character}:
        if len(other) == 1:
            yield other, _CASE


def places(parts: Iterable[Part], likeness: Likeness) -> tuple[Place, ...]:
    """The places of some signs; shapes and earlier marks are not among them, nor what cannot be seen."""
    found: list[Place] = []
    is_default = likeness is defaults()
    for part in parts:
        if isinstance(part, Run):
            found.extend([_ANY] * part.least)
            if part.most is None and not (found and found[-1].repeats):
                found.append(_SOME)
            elif part.most is not None:
                found.extend([_MAYBE] * (part.most - part.least))
        elif isinstance(part, Sign) and not any(is_hidden(c) for c, _ in part.candidates):
            slot = part.candidates
            found.append(_by_default(slot) if is_default else Place(slot, widened(slot, likeness)))
    return tuple(found)


_ANY, _MAYBE, _SOME = Place(()), Place((), is_optional=True), Place((), is_optional=True, repeats=True)


@functools.lru_cache(maxsize=4096)
def _by_default(slot: Slot) -> Place:
    return Place(slot, widened(slot, defaults()))


@functools.cache
def _joined() -> tuple[tuple[str, str, float], ...]:
    """Letters that are taken for several others, or several for one, in both directions."""
    found = []
    for row in rows("confusables"):
        one, other = (_characters(row[f"codepoints_{side}"]) for side in "ab")
        if len(one) != len(other) and (one + other).isalpha():
            weight = WEIGHTS[row["relation"], row["status"]]
            found += [(one, other, weight), (other, one, weight)]
    return tuple(found)


def rejoined(parts: Sequence[Part]) -> Iterator[tuple[float, list[Part]]]:
    """Ways to take some signs where several were read for one or one for several: one such change each.

    >>> from witnessmark.marks.reading import read, render
    >>> [(weight, render(parts)) for weight, parts in rejoined(read("VV4").parts)]
    [(0.02, 'W4')]
    """
    read_as = "".join(part.typed if len(part.typed) == 1 else "\0" for part in parts)
    changed = 0
    for typed, meant, weight in _joined():
        for place in _everywhere(typed, read_as):
            if changed < _MOST_REJOINED:
                yield weight, [*parts[:place], *map(sure, meant), *parts[place + len(typed) :]]
            changed += 1


def _everywhere(part: str, text: str) -> Iterator[int]:
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + 1)


@functools.cache
def _twins() -> Mapping[int, str]:
    """Each character with the Latin letter or ASCII digit that it looks the same as, or has the value of."""
    found: dict[int, str] = {}
    for typed, others in defaults().items():
        twin = next((other for other, weight in others if weight == 1.0 and other.isascii()), None)
        if twin is not None and not typed.isascii():
            found[ord(typed)] = twin
    return found


def alike(text: str) -> str:
    """A text in which characters that look the same, or digits of equal value, are written alike.

    >>> alike("КВ ٢٧")
    'KB 27'
    """
    return text.translate(_twins())
