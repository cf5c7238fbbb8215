"""Pattern: the shape of a mark as steps of characters, and how a reading with doubts fits it.

A step takes one character out of an alphabet. A reading fits where each of its signs can be the character of a step;
a sign that was not read can be any character of the step, and an unknown run as many of them as are left.
"""

import dataclasses
import functools
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from witnessmark.marks.letters import script

Slot = tuple[tuple[str, float], ...]
"""The characters that one place can hold, with their weights. Where none was read all weigh 0, or there is none."""

DIGITS = "0123456789"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CYRILLIC = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
_EXPECTED = 36
"""About how many characters a mark chooses from."""
_MOST_SPELLED = 6
"""Spellings that are told one by one."""
_UNREAD = 0.5
"""What a sign that was not read costs: it is no evidence for the pattern."""
_MISTAKEN = 0.5
"""A character that is taken for another counts only beside the likeliest of them, from this share on."""
MOST_FITS = 256
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


@dataclass(frozen=True, eq=False)
class Place:
    """One place of a reading: the characters it can hold, and how often it can stand there.

    A place is itself alone, so that what is found of one can be kept beside it: most readings are of few characters.
    """

    slot: Slot
    """The characters as read."""
    wide: Slot = ()
    """What they can have been mistaken for: asked only where none of them fits."""
    is_optional: bool = False
    repeats: bool = False
    _taken: dict[frozenset[str], tuple[Slot, float]] = dataclasses.field(default_factory=dict, repr=False)

    def taken(self, alphabet: frozenset[str]) -> tuple[Slot, float]:
        """What a step of an alphabet takes of it, and the weight of the likeliest of it; 0 where it takes nothing."""
        found = self._taken.get(alphabet)
        if found is None:
            found = self._taken[alphabet] = _taken(self, alphabet)
        return found


@dataclass(frozen=True)
class Fit:
    """One way in which a reading fits a pattern."""

    fields: Mapping[str, tuple[Slot, ...]]
    weight: float
    """How well it fits: less for each sign that was not read or is taken for another, or where any would do."""

    @property
    def likeness(self) -> float:
        """The weight of the characters alone: 1 where all were read as such."""
        return math.prod(_UNREAD if _is_open(s) else s[0][1] for slots in self.fields.values() for s in slots)

    def text(self, field: str) -> str:
        """A field as its likeliest characters, ``?`` where none was read."""
        return "".join("?" if _is_open(slot) else slot[0][0] for slot in self.fields.get(field, ()))

    def within(self, field: str, first: int, last: int) -> tuple[str, ...]:
        """The numbers between two that a field can be, likeliest first."""
        if self.is_read(field):
            text = self.text(field)
            return (text,) if text.isdecimal() and first <= int(text) <= last and str(int(text)) == text else ()
        found = [(self.chance(field, str(number)), str(number)) for number in range(first, last + 1)]
        return tuple(text for chance, text in sorted(found, key=lambda each: (-each[0], each[1])) if chance > 0)

    def spelled(self, *fields: str) -> tuple[str, ...]:
        """All that several fields together can spell, ``?`` where nothing was read, or where it could be too much."""
        slots = [slot for field in fields for slot in self.fields.get(field, ())]
        choices = [["?"] if _is_open(slot) else [c for c, _ in slot] for slot in slots]
        if math.prod(map(len, choices)) > _MOST_SPELLED:
            choices = [each if len(each) == 1 else ["?"] for each in choices]
        return tuple("".join(each) for each in itertools.product(*choices))

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
        return math.prod(_chance(slot, character) for slot, character in zip(slots, text, strict=True))


def _chance(slot: Slot, character: str) -> float:
    if not slot:
        return 1 / _EXPECTED
    return dict(slot).get(character, 0.0) if not _is_open(slot) else float(character in dict(slot)) / len(slot)


def _is_open(slot: Slot) -> bool:
    """Whether nothing was read."""
    return not slot or slot[0][1] == 0


def fits(places: Sequence[Place], pattern: Pattern) -> tuple[Fit, ...]:
    """The ways in which a reading fits a pattern, each once; at most ``MOST_FITS``."""
    found: dict[tuple[tuple[str, tuple[Slot, ...]], ...], Fit] = {}
    for taken, weight in itertools.islice(_walks(tuple(places), pattern), MOST_FITS):
        fields: dict[str, list[Slot]] = {}
        for field, slot in taken:
            fields.setdefault(field, []).append(slot)
        frozen = {field: tuple(slots) for field, slots in fields.items()}
        key = tuple(frozen.items())
        if key not in found or found[key].weight < weight:
            found[key] = Fit(frozen, weight)
    return tuple(found.values())


_Walk = tuple[tuple[tuple[str, Slot], ...], float]


def _walks(places: tuple[Place, ...], pattern: Pattern) -> Iterator[_Walk]:
    """The ways through pattern and places, each once, whatever separators they take."""
    onward = _Onward(places, pattern)
    seen = set()

    def walk(step: int, place: int, taken: tuple[tuple[str, Slot], ...], weight: float) -> Iterator[_Walk]:
        if (step, place, taken) in seen:
            return
        seen.add((step, place, taken))
        if step == len(pattern) and place == len(places):
            yield taken, weight
        for s, p, slot, w in onward.options(step, place):
            is_told = slot is not None and pattern[step].field
            now = (*taken, (pattern[step].field, slot)) if is_told and slot is not None else taken
            yield from walk(s, p, now, weight * w)

    yield from walk(0, 0, (), 1.0)


_Option = tuple[int, int, Slot | None, float]
"""Where to go on to, as step and place, with what the step takes on the way."""


class _Onward:
    """From where one can still get through both pattern and places, looked up only where the search comes by."""

    def __init__(self, places: tuple[Place, ...], pattern: Pattern) -> None:
        self._places, self._pattern = places, pattern
        self._found: dict[tuple[int, int], list[_Option]] = {}

    def options(self, step: int, place: int) -> list[_Option]:
        """The ways on that lead to the end."""
        found = self._found.get((step, place))
        if found is None:
            found = [each for each in self._next(step, place) if self._leads(each[0], each[1])]
            self._found[step, place] = found
        return found

    def _leads(self, step: int, place: int) -> bool:
        is_end = step == len(self._pattern) and place == len(self._places)
        return is_end or bool(self.options(step, place))

    def _next(self, step: int, place: int) -> list[_Option]:
        has_step, has_place = step < len(self._pattern), place < len(self._places)
        found: list[_Option] = []
        if has_step and has_place:
            slot, weight = self._places[place].taken(self._pattern[step].alphabet)
            if weight > 0:
                if self._places[place].repeats:
                    found.append((step + 1, place, slot, weight))
                found.append((step + 1, place + 1, slot, weight))
        if has_step and self._pattern[step].is_optional:
            found.append((step + 1, place, None, 1.0))
        if has_place and self._places[place].is_optional:
            found.append((step, place + 1, None, 1.0))
        return found


@functools.cache
def _unread(alphabet: frozenset[str]) -> Slot:
    """A sign that was not read: any character of a small alphabet alike, or simply any."""
    if len(alphabet) > len(DIGITS):
        return ()
    return tuple((c, 0.0 if len(alphabet) > 1 else 1.0) for c in sorted(alphabet))


def _taken(place: Place, alphabet: frozenset[str]) -> tuple[Slot, float]:
    if not place.slot:
        return _unread(alphabet), _UNREAD
    kept = tuple((c, w) for c, w in place.slot if c in alphabet)
    if not kept:
        kept = tuple((c, w) for c, w in place.wide if c in alphabet)
        kept = tuple((c, w) for c, w in kept if w >= kept[0][1] * _MISTAKEN and script(c) == script(kept[0][0]))
    return (kept, kept[0][1] * _telling(alphabet)) if kept else ((), 0.0)


@functools.cache
def _telling(alphabet: frozenset[str]) -> float:
    """What a character that was read tells for a step: less where almost any character would do."""
    return math.sqrt(math.sqrt(min(1.0, len(DIGITS) / len(alphabet))))
