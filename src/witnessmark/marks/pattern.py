"""Pattern: the shape of a mark as steps of characters, and how a reading with doubts fits it.

A step takes one character out of an alphabet. A reading fits where each of its signs can be the character of a step;
a sign that was not read can be any character of the step, and an unknown run as many of them as are left.
"""

import functools
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Slot = tuple[tuple[str, float], ...]
"""The characters that one place can hold, with their weights; empty: any character."""

DIGITS = "0123456789"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CYRILLIC = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
_EXPECTED = 36
"""About how many characters a mark chooses from."""
_UNREAD = 0.5
"""What a sign that was not read costs: it is no evidence for the pattern."""
_MISTAKEN = 0.5
"""A character that is taken for another counts only beside the likeliest of them, from this share on."""
MOST_FITS = 48
"""Ways in which one reading can fit one pattern; more say nothing new."""


@dataclass(frozen=True)
class Step:
    """One character of a pattern."""

    field: str
    """Empty where it separates others."""
    alphabet: frozenset[str]
    is_optional: bool = False


Pattern = tuple[Step, ...]


def some(field: str, alphabet: str, least: int, most: int | None = None) -> Pattern:
    """From ``least`` to ``most`` characters of a field; exactly ``least`` without ``most``."""
    letters = frozenset(alphabet)
    return tuple(Step(field, letters, is_optional=n >= least) for n in range(most or least))


def gap(alphabet: str, *, is_optional: bool = True) -> Pattern:
    """A separator: one of some characters."""
    return (Step("", frozenset(alphabet), is_optional),)


def word(field: str, text: str) -> Pattern:
    """Fixed characters."""
    return tuple(Step(field, frozenset(c)) for c in text)


@dataclass(frozen=True)
class Place:
    """One place of a reading: the characters it can hold, and how often it can stand there."""

    slot: Slot
    """The characters as read."""
    wide: Slot = ()
    """What they can have been mistaken for: asked only where none of them fits."""
    is_optional: bool = False
    repeats: bool = False


@dataclass(frozen=True)
class Fit:
    """One way in which a reading fits a pattern."""

    fields: Mapping[str, tuple[Slot, ...]]
    weight: float
    """How well it fits: less for each sign that was not read or is taken for another, or where any would do."""

    @property
    def likeness(self) -> float:
        """The weight of the characters alone: 1 where all were read as such."""
        return math.prod(slot[0][1] if slot else _UNREAD for slots in self.fields.values() for slot in slots)

    def text(self, field: str) -> str:
        """A field as its likeliest characters, ``?`` where none was read."""
        return "".join("?" if _is_open(slot) else slot[0][0] for slot in self.fields.get(field, ()))

    def is_read(self, field: str) -> bool:
        """Whether every character of a field was read as one."""
        return all(len(slot) == 1 for slot in self.fields.get(field, ()))

    def values(self, field: str, *, most: int = 24) -> tuple[str, ...]:
        """Everything that a field can be, likeliest first; empty where that is more than ``most``."""
        slots = self.fields.get(field, ())
        if not slots or not all(slots) or math.prod(map(len, slots)) > most:
            return ()
        found = [
            (math.prod(w for _, w in chosen), "".join(c for c, _ in chosen)) for chosen in itertools.product(*slots)
        ]
        return tuple(text for _, text in sorted(found, key=lambda each: (-each[0], each[1])))

    def chance(self, field: str, text: str) -> float:
        """The weight with which a field is some text; an unread sign is each character alike."""
        slots = self.fields.get(field, ())
        if len(slots) != len(text):
            return 0.0
        return math.prod(
            dict(slot).get(character, 0.0) if slot else 1 / _EXPECTED
            for slot, character in zip(slots, text, strict=True)
        )


def _is_open(slot: Slot) -> bool:
    """Whether nothing was read: every character is as likely as the others."""
    return len({weight for _, weight in slot}) <= 1 and len(slot) != 1


def fits(places: Sequence[Place], pattern: Pattern) -> tuple[Fit, ...]:
    """The ways in which a reading fits a pattern, each once; at most ``MOST_FITS``."""
    found: dict[tuple[tuple[str, tuple[Slot, ...]], ...], Fit] = {}
    for taken, weight in itertools.islice(_walks(tuple(places), pattern), MOST_FITS):
        fields: dict[str, list[Slot]] = {}
        for field, slot in taken:
            if field:
                fields.setdefault(field, []).append(slot)
        frozen = {field: tuple(slots) for field, slots in fields.items()}
        key = tuple(frozen.items())
        if key not in found or found[key].weight < weight:
            found[key] = Fit(frozen, weight)
    return tuple(found.values())


_Walk = tuple[tuple[tuple[str, Slot], ...], float]


def _walks(places: tuple[Place, ...], pattern: Pattern) -> Iterator[_Walk]:
    @functools.cache
    def leads_on(step: int, place: int) -> bool:
        if step == len(pattern) and place == len(places):
            return True
        return any(leads_on(s, p) for s, p, _, _ in _next(places, pattern, step, place))

    def walk(step: int, place: int, taken: tuple[tuple[str, Slot], ...], weight: float) -> Iterator[_Walk]:
        if step == len(pattern) and place == len(places):
            yield taken, weight
            return
        for s, p, slot, w in _next(places, pattern, step, place):
            if leads_on(s, p):
                now = taken if slot is None else (*taken, (pattern[step].field, slot))
                yield from walk(s, p, now, weight * w)

    if leads_on(0, 0):
        yield from walk(0, 0, (), 1.0)


def _next(
    places: tuple[Place, ...], pattern: Pattern, step: int, place: int
) -> Iterator[tuple[int, int, Slot | None, float]]:
    """Where to go on from a step and a place, with what the step takes there."""
    if step < len(pattern) and place < len(places):
        slot, weight = _taken(places[place], pattern[step])
        if weight > 0:
            if places[place].repeats:
                yield step + 1, place, slot, weight
            yield step + 1, place + 1, slot, weight
    if step < len(pattern) and pattern[step].is_optional:
        yield step + 1, place, None, 1.0
    if place < len(places) and places[place].is_optional:
        yield step, place + 1, None, 1.0


@functools.cache
def _unread(alphabet: frozenset[str]) -> Slot:
    """A sign that was not read: any character of a small alphabet alike, or simply any."""
    if len(alphabet) > len(DIGITS):
        return ()
    return tuple((c, 1 / len(alphabet)) for c in sorted(alphabet))


def _taken(place: Place, step: Step) -> tuple[Slot, float]:
    """What a step takes of a place, and the weight of the likeliest of it."""
    if not place.slot:
        return _unread(step.alphabet), _UNREAD
    kept = tuple((c, w) for c, w in place.slot if c in step.alphabet)
    if not kept:
        kept = tuple((c, w) for c, w in place.wide if c in step.alphabet)
        kept = tuple((c, w) for c, w in kept if w >= kept[0][1] * _MISTAKEN)
    return (kept, kept[0][1] * _telling(step.alphabet)) if kept else ((), 0.0)


@functools.cache
def _telling(alphabet: frozenset[str]) -> float:
    """What a character that was read tells for a step: less where almost any character would do."""
    return math.sqrt(math.sqrt(min(1.0, len(DIGITS) / len(alphabet))))
