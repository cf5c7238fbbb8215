"""Accident: how many other records of the registers would explain a reading as well as one does, by accident."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from witnessmark.matching.resolving.markmodel import SIGNS, Shape, Sight, Sighted, plain, shape_of
from witnessmark.matching.resolving.population import Population
from witnessmark.matching.resolving.stacks import Floats, often_at, seen_by_sign, sign_of

STEP = 0.125
"""Width of the steps, in nats, in which what each character explains worse than the best could is added up."""
MOST_STEPS = 512
LEAST = 1e-300
DIGITS, LETTERS = 10, 26
"""Signs that a place of a mark is taken to choose from where only the record itself tells what stands there."""


class Registered(NamedTuple):
    """A weapon of the registers: its mark, make and model, and how many records speak of it."""

    mark: str
    make: str
    model: str
    records: int


def by_accident(sight: Sight, weapons: Sequence[Registered], population: Population) -> list[float]:
    """For each weapon, the expected number of other records that explain a reading at least as well.

    Marks with as many characters as the reading; where a run was not read, all that agree in what was. The records of
    the weapon itself are left out of what is known of marks of its shape: a mark that has no like is no accident.
    """
    seen = seen_by_sign(sight)
    lost = lost_steps(seen)
    steps = [_steps(sight, seen, lost, plain(weapon.mark)) for weapon in weapons]
    whole = [
        (number, shape, often_at(shape))
        for number, family in enumerate(population.families)
        for shape in family.marks.shapes.values()
        if sight.has_gap or len(shape.at) == len(sight.places)
    ]
    scales = [population.records * family.share / max(1, family.marks.total) for family in population.families]
    tails = _tails(sight, lost, [often for _, _, often in whole], max(steps, default=0))
    found = []
    for weapon, most in zip(weapons, steps, strict=True):
        others = sum(scales[n] * s.count * tail[most] for (n, s, _), tail in zip(whole, tails, strict=True))
        for number, own in _own_shapes(sight, weapon, population):
            kept, often = without(own, plain(weapon.mark), weapon.records)
            mine, rest = _tails(sight, lost, [often_at(own), often], most)
            others += scales[number] * (kept * rest[most] - own.count * mine[most])
        found.append(max(0.0, float(others)))
    return found


def _own_shapes(sight: Sight, weapon: Registered, population: Population) -> Iterator[tuple[int, Shape]]:
    """The shapes in which its records are counted, with their families: of its own, or of all that are rare."""
    mark = plain(weapon.mark)
    if sight.has_gap or len(mark) == len(sight.places):
        for number in population.families_of(weapon.make, weapon.model) or population.families_of("", ""):
            shape = population.families[number].marks.shapes.get(shape_of(mark))
            if shape is not None:
                yield number, shape


def without(shape: Shape, mark: str, records: int) -> tuple[float, Floats]:
    """A shape without the records of a mark, but with one of which nothing is known: its count, and what stands where.

    A sample need not hold them; then few are taken to be in it.
    """
    held = min([records, *(there.get(character, 0) for there, character in zip(shape.at, mark, strict=True))])
    kept = shape.count - held + 1
    found = often_at(shape) * shape.count
    for place, character in enumerate(mark):
        found[place, sign_of(character)] -= held
        kind = [
            number for number, sign in enumerate(SIGNS[: DIGITS + LETTERS]) if sign.isdigit() == character.isdigit()
        ]
        found[place, kind] += 1 / len(kind)
    return kept, found / kept


def lost_steps(seen: Floats) -> Floats:
    """By place and sign, how many steps the reading is less likely than of the sign that explains it best."""
    # Of a character of no table nothing is likely, and nothing is lost by any sign.
    most = np.maximum(seen.max(axis=1, keepdims=True, initial=0.0), LEAST)
    found: Floats = np.rint(np.log(most / np.maximum(seen, LEAST)) / STEP)
    return found


def _steps(sight: Sight, seen: Floats, lost: Floats, mark: str) -> int:
    """How many steps all places together can lose and explain a reading as well as a mark does."""
    if sight.has_gap:
        return 0
    if len(mark) == len(sight.places):
        most = sum(lost[place, sign_of(character)] for place, character in enumerate(mark))
    else:
        most = (np.log(seen.max(axis=1)).sum() - math.log(max(sight.chance(mark), LEAST))) / STEP
    return int(min(MOST_STEPS, max(0, math.floor(most))))


def _tails(sight: Sight, lost: Floats, shapes: Sequence[Floats], most: int) -> list[Floats]:
    """By shape and number of steps, the share of its marks that lose no more."""
    if sight.has_gap:
        return [np.full(most + 1, _share_of_gaps(sight, often)) for often in shapes]
    if not shapes:
        return []
    often = np.stack(shapes)
    sums = np.zeros((len(shapes), most + 1))
    sums[:, 0] = 1.0
    for place in range(len(sight.places)):
        after = np.zeros_like(sums)
        for step in np.unique(lost[place][lost[place] <= most]).astype(int).tolist():
            share = often[:, place, lost[place] == step].sum(axis=1)
            after[:, step:] += sums[:, : most + 1 - step] * share[:, None]
        sums = after
    return list(np.cumsum(sums, axis=1))


def _share_of_gaps(sight: Sight, often: Floats) -> float:
    """The share of marks of a shape that agree in what was read before and after an unknown run."""
    numbers = range(len(sight.places))
    before, after = list(_until_gap(sight.places, numbers)), list(_until_gap(sight.places, numbers[::-1]))
    if len(often) < len(before) + len(after):
        return 0.0
    there = [*range(len(before)), *(len(often) - 1 - n for n in range(len(after)))]
    signs = (*SIGNS, "\0")
    each = (
        sum(often[at, n] for n in np.flatnonzero(often[at]).tolist() if sight.is_as_read(place, signs[n]))
        for at, place in zip(there, [*before, *after], strict=True)
    )
    return float(math.prod(each))


def _until_gap(places: Sequence[Sighted], numbers: Sequence[int]) -> Iterator[int]:
    for number in numbers:
        if places[number].is_gap:
            return
        yield number
