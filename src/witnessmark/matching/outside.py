"""Outside: how likely a weapon of no register bears a mark that reads so; for all families of weapons at once."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from witnessmark.matching.markmodel import ADDED_AS, MISSED, MOST_OFF, RUN, SIGNS, STRANGER, Family, Shape, Sight

OTHER_SHAPES = 0.02
"""The share of marks outside a register that are of no shape that it holds."""

Floats = NDArray[np.float64]


class Stack(NamedTuple):
    """The shapes of one length, of all families."""

    families: NDArray[np.int64]
    """The number of the family of each shape."""
    shares: Floats
    """The share that each shape has in its family."""
    often: Floats
    """By shape, place and character: how often it stands there; the last is for characters that are not told apart."""


def stacked(families: Sequence[Family]) -> tuple[Stack, ...]:
    """The shapes of all families, by their length."""
    by_length: dict[int, list[tuple[int, float, Floats]]] = {}
    for number, family in enumerate(families):
        for shape in family.marks.shapes.values():
            share = shape.count / max(1, family.marks.total)
            by_length.setdefault(len(shape.at), []).append((number, share, often_at(shape)))
    return tuple(
        Stack(
            np.array([f for f, _, _ in found]), np.array([s for _, s, _ in found]), np.stack([o for _, _, o in found])
        )
        for _, found in sorted(by_length.items())
    )


_PLACE = {character: number for number, character in enumerate(SIGNS)}


def often_at(shape: Shape) -> Floats:
    """By place and character of a shape: how often it stands there."""
    found = np.zeros((len(shape.at), STRANGER + 1))
    for number, each in enumerate(shape.at):
        for character, count in each.items():
            found[number, _PLACE.get(character, STRANGER)] += count / shape.count
    return found


def outside(sight: Sight, stacks: Sequence[Stack], families: int) -> Floats:
    """For each family, the chance that one of its weapons that is in no register bears a mark that reads so."""
    found = np.full(families, OTHER_SHAPES * sight.of_any_mark)
    seen = np.array(list(_seen(sight))).reshape(len(sight.places), STRANGER + 1)
    known = sum(not place.is_gap for place in sight.places)
    for stack in stacks:
        if sight.has_gap or abs(stack.often.shape[1] - known) <= MOST_OFF:
            chances = (1 - OTHER_SHAPES) * stack.shares * _through(sight, seen, stack.often)
            np.add.at(found, stack.families, chances)
    return found


def _seen(sight: Sight) -> Iterator[list[float]]:
    """By place of the reading and character, the chance of what was read if the character stands there."""
    for number, place in enumerate(sight.places):
        stranger = next((c for c, _ in place.candidates if c not in _PLACE), "\0")
        yield [sight.seen(number, character) for character in (*SIGNS, stranger)]


def _through(sight: Sight, seen: Floats, often: Floats) -> Floats:
    """The chance of the reading for each shape, over all ways in which characters were misread, left out or added."""
    shapes, length, _ = often.shape
    reads = np.einsum("na,fla->nlf", seen, often)
    row = [np.full(shapes, MISSED**at) for at in range(length + 1)]
    for number, place in enumerate(sight.places):
        if place.is_gap:
            for at in range(1, length + 1):
                row[at] = row[at] + row[at - 1] * RUN
            continue
        after = [row[0] * ADDED_AS]
        for at in range(length):
            after.append(row[at] * reads[number, at] + after[at] * MISSED + row[at + 1] * ADDED_AS)
        row = after
    return row[-1]
