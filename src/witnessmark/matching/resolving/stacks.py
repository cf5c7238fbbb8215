"""Stacks: the shapes of the marks of many families as arrays, so that a reading is compared with all at once."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from witnessmark.marks.pattern import DIGITS, LATIN
from witnessmark.matching.resolving.markmodel import (
    ADDED_AS,
    ANYWHERE,
    MISSED,
    RUN,
    SIGNS,
    STRANGER,
    Dated,
    Family,
    Shape,
    Sight,
    drift,
    tells,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_IS_DIGIT = np.array([sign.isdigit() for sign in SIGNS] + [False])
_ANY_DIGIT, _ANY_LETTER = (
    np.array([sign in sort for sign in SIGNS] + [False]) / len(sort) for sort in (DIGITS, LATIN)
)  # fmt: skip
_PLACE = {character: number for number, character in enumerate(SIGNS)}


class Stack(NamedTuple):
    """The shapes of one length, of all families."""

    families: Ints
    """The number of the family of each shape."""
    shares: Floats
    """The share that each shape has in its family."""
    often: Floats
    """By shape, place and character: how often it stands there; the last is for characters that are not told apart."""


class Year(NamedTuple):
    """The families whose marks tell of the year, in one of their years."""

    families: Ints
    shares: Floats
    """By such a family, the share of its weapons that are of this year."""
    tells: Floats
    """How much is known of its marks of that year; for the rest they are taken to be like those of any year."""
    stacks: tuple[Stack, ...]


def stacked(families: Sequence[Family]) -> tuple[Stack, ...]:
    """The shapes of all families, by their length."""
    return _stacks(
        (number, shape.count / max(1, family.marks.total), spread_out(often_at(shape)))
        for number, family in enumerate(families)
        for shape in family.marks.shapes.values()
    )


def of_year(families: Sequence[Family], year: str) -> Year:
    """What families know of the marks of a year."""
    known = [(number, each) for number, family in enumerate(families) for each in family.dated if each.year == year]
    own = dict(known)
    return Year(
        np.array(list(own), np.int64),
        np.array([families[number].often["year"].get(year, 0.0) for number in own]),
        np.array([tells(each) for each in own.values()]),
        _stacks(
            (number, each.count / each.among, spread_out(dated_at(families[number], each))) for number, each in known
        ),
    )


def _stacks(shapes: Iterator[tuple[int, float, Floats]]) -> tuple[Stack, ...]:
    by_length: dict[int, list[tuple[int, float, Floats]]] = {}
    for each in shapes:
        by_length.setdefault(len(each[2]), []).append(each)
    return tuple(
        Stack(
            np.array([f for f, _, _ in found]), np.array([s for _, s, _ in found]), np.stack([o for _, _, o in found])
        )
        for _, found in sorted(by_length.items())
    )


def often_at(shape: Shape) -> Floats:
    """By place and character of a shape: how often it stands there."""
    return np.stack([_often(each, shape.count) for each in shape.at] or [np.zeros(STRANGER + 1)])[: len(shape.at)]


def spread_out(often: Floats) -> Floats:
    """The same of marks that are in no register; see ``markmodel.spread``."""
    is_digit_place = often[:, _IS_DIGIT].sum(axis=1) > 0
    anything = np.where(is_digit_place[:, None], _ANY_DIGIT, _ANY_LETTER)
    return np.asarray((1 - ANYWHERE) * often + ANYWHERE * anything)


def dated_at(family: Family, dated: Dated) -> Floats:
    """The same of the marks of one year: where they do not differ from those of others, as in any year."""
    found = often_at(family.marks.shapes[dated.shape])
    for place, each in dated.at.items():
        found[place] = (_often(each, 1) + found[place]) / (dated.count + 1)
    return found


def _often(counts: dict[str, int], total: int) -> Floats:
    found = np.zeros(STRANGER + 1)
    for character, count in counts.items():
        found[_PLACE.get(character, STRANGER)] += count / total
    return found


def sign_of(character: str) -> int:
    """The number of a character among those that marks are told apart by."""
    return _PLACE.get(character, STRANGER)


def seen_by_sign(sight: Sight) -> Floats:
    """By place of a reading and character, the chance of what was read if the character stands there."""
    return np.array(list(_seen(sight))).reshape(len(sight.places), STRANGER + 1)


def _seen(sight: Sight) -> Iterator[list[float]]:
    for number, place in enumerate(sight.places):
        stranger = next((c for c, _ in place.candidates if c not in _PLACE), "\0")
        yield [sight.seen(number, character) for character in (*SIGNS, stranger)]


def through(sight: Sight, seen: Floats, often: Floats) -> Floats:
    """The chance of the reading for each shape, over all ways in which characters were misread, left out or added."""
    shapes, length, _ = often.shape
    reads = np.einsum("na,fla->nlf", seen, often)
    low, high = drift(sight.places, length)
    row = np.zeros((length + 1, shapes))
    row[: high + 1] = (MISSED ** np.arange(min(length, high) + 1))[:, None]
    for number, place in enumerate(sight.places):
        if place.is_gap:
            for at in range(1, length + 1):
                row[at] = row[at] + row[at - 1] * RUN
            continue
        after = np.zeros_like(row)
        if low <= -number - 1:
            after[0] = row[0] * ADDED_AS
        for at in range(max(0, number + low), min(length, number + high + 1)):
            after[at + 1] = row[at] * reads[number, at] + after[at] * MISSED + row[at + 1] * ADDED_AS
        row = after
    return np.asarray(row[-1])


def through_beyond(sight: Sight, seen: Floats, free: Floats, often: Floats, errors: int) -> Floats:
    """The same with more than so many characters misread, and only those left out or added that the lengths ask for.

    ``free`` is ``seen`` where a character would be no error. Below zero errors every way counts.
    """
    shapes, length, _ = often.shape
    right = np.einsum("na,fla->nlf", free, often)
    wrong = np.einsum("na,fla->nlf", seen - free, often)
    off = length - len(sight.places)
    low, high = drift(sight.places, length) if sight.has_gap else (min(0, off), max(0, off))
    most = max(0, errors + 1)
    rows = np.zeros((most + 1, length + 1, shapes))
    rows[0, : high + 1] = (MISSED ** np.arange(min(length, high) + 1))[:, None]
    for number, place in enumerate(sight.places):
        if place.is_gap:
            for at in range(1, length + 1):
                rows[:, at] += rows[:, at - 1] * RUN
            continue
        after = np.zeros_like(rows)
        if low <= -number - 1:
            after[:, 0] = rows[:, 0] * ADDED_AS
        for at in range(max(0, number + low), min(length, number + high + 1)):
            after[:, at + 1] = rows[:, at] * right[number, at] + after[:, at] * MISSED + rows[:, at + 1] * ADDED_AS
            after[1:, at + 1] += rows[:-1, at] * wrong[number, at]
            after[most, at + 1] += rows[most, at] * wrong[number, at]
        rows = after
    return np.asarray(rows[most, -1])
