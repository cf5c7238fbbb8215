"""Mark model: how the marks of a register are made up, and so how likely a mark of no register reads as this one."""

import functools
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from witnessmark.marks.confusables import alike
from witnessmark.marks.confusion import ALPHABET, ConfusionModel
from witnessmark.marks.keys import skeleton
from witnessmark.marks.pattern import CYRILLIC, DIGITS, LATIN
from witnessmark.marks.reading import Framed, Overstamp, Part, Reading, Run
from witnessmark.model.hidden import is_hidden

UNREAD = 0.05
"""How often a character cannot be read."""
RUN = 0.7
"""What one more character in an unknown run costs: nothing of it was read, and short runs are likelier than long."""
ANYWHERE = 0.05
"""How often a place of a mark in no register has any character of its sort, and not one as registers have it. Ours."""
MISSED = 0.004
"""How often one is left out in reading."""
ADDED = 0.004
"""How often one is read that is not there."""
_LEFT_OUT = frozenset(" _./\\|,;:'′·-–—−")

ADDED_AS = ADDED / len(ALPHABET)
"""The same for one character of the alphabet."""
MOST_OFF = 2
"""By how many characters a reading can be shorter or longer than its mark; beyond it is another mark.

So many are left out or added at most: where the lengths agree one is left out and one added, where they are one apart
only that one.
"""

_LONGEST_RUN = 12

Chances = Sequence[tuple[str, float]]
"""Each character that can stand at a place, with how likely that is."""


class Shape(msgspec.Struct, frozen=True):
    """Marks whose letters and digits stand at the same places."""

    count: int
    at: tuple[dict[str, int], ...]
    """How often each character stands at each place."""


class MarkModel(msgspec.Struct, frozen=True):
    """The shapes of the marks of a register, commonest first."""

    total: int
    shapes: dict[str, Shape]


class Dated(msgspec.Struct, frozen=True):
    """Marks of one shape of a family that are of one year."""

    year: str
    shape: str
    count: int
    among: int
    """How many marks of the family are of that year, of whatever shape."""
    at: dict[int, dict[str, int]]
    """How often each character stands at each place that tells of the year; at others it is as in any year."""


class Family(msgspec.Struct, frozen=True):
    """Weapons of one make and model: how their marks are made up, and what else they have in common.

    A maker numbers in blocks, so that a mark of no register is far likelier in the shape of its own family than by the
    shapes of all weapons taken together.
    """

    make: str
    model: str
    share: float
    """Of all records."""
    often: dict[str, dict[str, float]]
    """Of each attribute, the share of its records with each value; empty where none of them states it."""
    marks: MarkModel
    dated: tuple[Dated, ...]
    """What its marks tell of the year: a block of letters, the digits of the year, the first digits of a number."""


def bears(model: MarkModel, mark: str) -> float:
    """The chance that a weapon of some shapes bears exactly this mark, which is plain."""
    shape = model.shapes.get(shape_of(mark))
    if shape is None:
        return 0.0
    each = (
        spread(there.get(character, 0) / shape.count, character)
        for there, character in zip(shape.at, mark, strict=True)
    )
    return shape.count / model.total * math.prod(each)


def spread(often: float, character: str) -> float:
    """How often a character stands at a place of a mark that is in no register: also where none of a register does.

    A maker goes on numbering where a register ends. Without this a number beyond it would be taken for a misreading.
    """
    sort = DIGITS if character in DIGITS else LATIN if character in LATIN else ""
    return (1 - ANYWHERE) * often + (ANYWHERE / len(sort) if sort else 0.0)


def bears_in_year(family: Family, year: str, mark: str) -> float | None:
    """The same of a weapon of a family that is of one year; ``None`` where its marks do not tell of that year."""
    found = None
    shape = shape_of(mark)
    for dated in family.dated:
        if dated.year == year:
            found = found or (1 - tells(dated)) * bears(family.marks, mark)
            if dated.shape == shape:
                places = family.marks.shapes[shape]
                found += (
                    tells(dated) * dated.count / dated.among
                    * math.prod(_stands(places, dated, place, character) for place, character in enumerate(mark))
                )  # fmt: skip
    return found


def _stands(shape: Shape, dated: Dated, place: int, character: str) -> float:
    """The chance that a character stands at a place of a mark of one year."""
    often = shape.at[place].get(character, 0) / shape.count
    if place in dated.at:
        often = (dated.at[place].get(character, 0) + often) / (dated.count + 1)
    return spread(often, character)


def tells(dated: Dated) -> float:
    """How much is known of the marks of a year: beside them, one weapon of any year is taken to have been seen."""
    return dated.among / (dated.among + 1)


def shape_of(mark: str) -> str:
    """Where letters and digits stand in a plain mark."""
    return "".join("9" if c.isdigit() else "A" for c in mark)


def plain(mark: str) -> str:
    """A mark in one script and case, without separators; look-alikes stay apart.

    >>> plain("КВ 04217-8b")
    'KB042178B'
    """
    kept = "".join(c for c in mark if c not in _LEFT_OUT and not c.isspace() and not is_hidden(c))
    return alike(alike(kept).upper())


SIGNS = tuple(
    dict.fromkeys((*ALPHABET, *(plain(c) for c in CYRILLIC), *"ΓΔΘΛΞΠΣΦΨΩ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹〇一二三四五六七八九十"))
)
"""The characters that marks are told apart by; all others are one."""
STRANGER = len(SIGNS)
"""The number of those others."""


def model_of(marks: Iterable[str], *, most: int = 60) -> MarkModel:
    """The model of some marks, of their commonest shapes.

    >>> list(model_of(["KB 042", "KB 117", "9-1"]).shapes)
    ['AA999', '99']
    """
    counts: dict[str, list[Counter[str]]] = {}
    often: Counter[str] = Counter()
    for mark in marks:
        text = plain(mark)
        shape = shape_of(text)
        often[shape] += 1
        at = counts.setdefault(shape, [Counter() for _ in text])
        for place, character in enumerate(text):
            at[place][character] += 1
    ranked = sorted(often.items(), key=lambda each: (-each[1], each[0]))[:most]
    shapes = {
        shape: Shape(count, tuple(dict(sorted(each.items())) for each in counts[shape])) for shape, count in ranked
    }
    return MarkModel(sum(often.values()), shapes)


@dataclass(frozen=True)
class Sighted:
    """One place of a reading as it is compared: what was read there, or that nothing was."""

    candidates: tuple[tuple[str, float], ...]
    is_gap: bool = False
    """Any number of characters, also none."""


def sighted(reading: Reading) -> tuple[Sighted, ...]:
    """The places of a reading; symbols and earlier marks are none of them, nor what separates."""
    return tuple(each for part in reading.parts for each in _sighted(part))


def _sighted(part: Part) -> Sequence[Sighted]:
    if isinstance(part, (Framed, Overstamp)):
        return ()
    if isinstance(part, Run):
        gap = () if part.most == part.least else (Sighted((), is_gap=True),)
        return (*(Sighted(()) for _ in range(part.least)), *gap)
    kept = tuple((plain(character), weight) for character, weight in part.candidates)
    if part.candidates and not all(len(character) == 1 for character, _ in kept):
        return ()
    return (Sighted(kept),)


class Sight:
    """A reading with the table of misreadings: how likely it is of one mark or another."""

    def __init__(self, reading: Reading, errors: ConfusionModel) -> None:
        self.places = sighted(reading)
        self._errors = errors
        self._seen: list[dict[str, float]] = [{} for _ in self.places]
        self._chances: dict[str, float] = {}
        self.has_gap = any(place.is_gap for place in self.places)

    def is_as_read(self, number: int, true: str) -> bool:
        """Whether a character at a place would be no error: what was read, up to look-alikes, or nothing was."""
        candidates = self.places[number].candidates
        return not candidates or skeleton(true) in {skeleton(character) for character, _ in candidates}

    def seen(self, number: int, true: str) -> float:
        """The chance of what was read at a place, if a character stands there."""
        found = self._seen[number].get(true)
        if found is None:
            candidates = self.places[number].candidates
            read = sum(weight * self._errors.chance(character, true) for character, weight in candidates)
            found = self._seen[number][true] = (1 - UNREAD) * read if candidates else UNREAD
        return found

    def chance(self, mark: str) -> float:
        """The chance of the reading of a mark."""
        found = self._chances.get(mark)
        if found is None:
            found = self._chances[mark] = self._through([[(character, 1.0)] for character in mark])
        return found

    @functools.cached_property
    def of_any_mark(self) -> float:
        """The chance of the reading of a mark of which nothing is known but its length."""
        anything = [(character, 1 / len(ALPHABET)) for character in ALPHABET]
        lengths = range(self._known, self._known + (_LONGEST_RUN if self.has_gap else 0) + 1)
        return sum(self._through([anything] * length) for length in lengths) / len(lengths)

    @property
    def _known(self) -> int:
        return sum(not place.is_gap for place in self.places)

    def _through(self, marks: Sequence[Chances]) -> float:
        """The chance of the reading, given how likely each character is at each place of a mark.

        Sums over every way in which characters can have been misread, left out or added.
        """
        low, high = drift(self.places, len(marks))
        row = [MISSED**at if at <= high else 0.0 for at in range(len(marks) + 1)]
        for number, place in enumerate(self.places):
            row = _through_gap(row) if place.is_gap else self._step(row, number, marks, (low, high))
        return row[-1]

    def _step(self, row: Sequence[float], number: int, marks: Sequence[Chances], band: tuple[int, int]) -> list[float]:
        low, high = band
        after = [row[0] * ADDED_AS if low <= -number - 1 else 0.0]
        for at, there in enumerate(marks):
            if low <= at - number <= high:
                read = sum(often * self.seen(number, true) for true, often in there) if row[at] else 0.0
                after.append(row[at] * read + after[at] * MISSED + row[at + 1] * ADDED_AS)
            else:
                after.append(0.0)
        return after


def drift(places: Sequence[Sighted], length: int) -> tuple[int, int]:
    """From how far before to how far behind its place in a mark a character can be read; any where a run was not.

    >>> drift([Sighted(())] * 7, 7), drift([Sighted(())] * 7, 8), drift([Sighted(())] * 7, 5)
    ((-1, 1), (0, 1), (-2, 0))
    """
    if any(place.is_gap for place in places):
        return -len(places), length
    off = length - len(places)
    spare = max(0, MOST_OFF - abs(off)) // 2
    return min(0, off) - spare, max(0, off) + spare


def _through_gap(row: Sequence[float]) -> list[float]:
    """An unknown run takes any number of characters, each of which was not read."""
    after = list(row)
    for at in range(1, len(row)):
        after[at] += after[at - 1] * RUN
    return after
