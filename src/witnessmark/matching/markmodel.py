"""Mark model: how the marks of a register are made up, and so how likely a mark of no register reads as this one."""

import functools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from witnessmark.marks.confusables import alike
from witnessmark.marks.confusion import ALPHABET, ConfusionModel
from witnessmark.marks.pattern import CYRILLIC
from witnessmark.marks.reading import Framed, Overstamp, Part, Reading, Run
from witnessmark.model.hidden import is_hidden

UNREAD = 0.05
"""How often a character cannot be read."""
RUN = 0.7
"""What one more character in an unknown run costs: nothing of it was read, and short runs are likelier than long."""
MISSED = 0.004
"""How often one is left out in reading."""
ADDED = 0.004
"""How often one is read that is not there."""
_LEFT_OUT = frozenset(" _./\\|,;:'′·-–—−")

ADDED_AS = ADDED / len(ALPHABET)
"""The same for one character of the alphabet."""
MOST_OFF = 2
"""By how many characters a reading can be shorter or longer than its mark; beyond it is another mark."""

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


def bears(model: MarkModel, mark: str) -> float:
    """The chance that a weapon of some shapes bears exactly this mark, which is plain."""
    shape = model.shapes.get(shape_of(mark))
    if shape is None:
        return 0.0
    each = (there.get(character, 0) / shape.count for there, character in zip(shape.at, mark, strict=True))
    return shape.count / model.total * math.prod(each)


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
        row = [MISSED**at for at in range(len(marks) + 1)]
        for number, place in enumerate(self.places):
            row = _through_gap(row) if place.is_gap else self._step(row, number, marks)
        return row[-1]

    def _step(self, row: Sequence[float], number: int, marks: Sequence[Chances]) -> list[float]:
        after = [row[0] * ADDED_AS]
        for at, there in enumerate(marks):
            is_near = self.has_gap or abs(at - number) <= MOST_OFF
            read = sum(often * self.seen(number, true) for true, often in there) if is_near and row[at] else 0.0
            after.append(row[at] * read + after[at] * MISSED + row[at + 1] * ADDED_AS)
        return after


def _through_gap(row: Sequence[float]) -> list[float]:
    """An unknown run takes any number of characters, each of which was not read."""
    after = list(row)
    for at in range(1, len(row)):
        after[at] += after[at - 1] * RUN
    return after


def _often(shape: Shape) -> list[Chances]:
    return [[(c, n / shape.count) for c, n in each.items()] for each in shape.at]


_BIN = 0.25
"""Width of the steps, in nats, in which likelihoods are added up."""


def by_chance(sight: Sight, least: float, model: MarkModel) -> float:
    """The share of marks of such shapes that would explain a reading at least as well as ``least`` by accident.

    Marks with as many characters as the reading; characters that were left out or added are not counted.
    """
    if least <= 0:
        return 1.0
    if sight.has_gap:
        return _share_of_gaps(sight.places, model)
    found = 0.0
    wanted = math.floor(math.log(least) / _BIN)
    for shape in model.shapes.values():
        if len(shape.at) == len(sight.places):
            sums = {0: 1.0}
            for number, there in enumerate(_often(shape)):
                sums = _added(sums, sight, number, there)
            found += shape.count / max(1, model.total) * sum(p for total, p in sums.items() if total >= wanted)
    return found


def _added(sums: Mapping[int, float], sight: Sight, number: int, there: Chances) -> dict[int, float]:
    steps: dict[int, float] = {}
    for character, often in there:
        step = math.ceil(math.log(max(1e-12, sight.seen(number, character))) / _BIN)
        steps[step] = steps.get(step, 0.0) + often
    after: dict[int, float] = {}
    for total, p in sums.items():
        for step, q in steps.items():
            after[total + step] = after.get(total + step, 0.0) + p * q
    return after


def _share_of_gaps(places: Sequence[Sighted], model: MarkModel) -> float:
    """The share of marks that fit a reading with an unknown run: those that agree in what was read."""
    before, after = list(_until_gap(places)), list(_until_gap(places[::-1]))
    found = 0.0
    for shape in model.shapes.values():
        if len(shape.at) < len(before) + len(after):
            continue
        often = [dict(there) for there in _often(shape)]
        agree = [(p, often[n]) for n, p in enumerate(before)] + [(p, often[-1 - n]) for n, p in enumerate(after)]
        share = math.prod(
            sum(there.get(c, 0.0) for c, _ in place.candidates) if place.candidates else 1.0 for place, there in agree
        )
        found += shape.count / max(1, model.total) * share
    return found


def _until_gap(places: Sequence[Sighted]) -> Iterator[Sighted]:
    for place in places:
        if place.is_gap:
            return
        yield place
