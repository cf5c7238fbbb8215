"""Shape arrays: the shapes of the marks of families, those of one length side by side, and what they tell of years."""

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from witnessmark.matching.many.arrays import LONGEST
from witnessmark.matching.many.bearing import LENGTH_BITS
from witnessmark.matching.resolving.markmodel import SIGNS, STRANGER, Family, Shape, tells
from witnessmark.matching.resolving.population import year_number
from witnessmark.matching.resolving.stacks import Floats, Ints, dated_at, often_at, spread_out

_IS_LETTER = np.array([not sign.isdigit() for sign in SIGNS] + [True])


class Stacks(NamedTuple):
    """All shapes, by length and family."""

    shapes: list[tuple[int, str, Shape]]
    """Of each its family, its name, and what stands where."""
    lengths: Ints
    firsts: Ints
    bases: Ints
    """By stack, the length of its marks, its first shape, and the first of its columns: those of a place together."""

    def column(self, number: int) -> Ints:
        """The columns of a shape, place by place."""
        stack = int(np.searchsorted(self.firsts, number, side="right")) - 1
        wide = int(self.firsts[stack + 1] - self.firsts[stack])
        first = int(self.bases[stack] + number - self.firsts[stack])
        return first + wide * np.arange(int(self.lengths[stack]))


def stacked(families: Sequence[Family]) -> Stacks:
    """The shapes of all families."""
    shapes = [(number, name, shape) for number, family in enumerate(families)
              for name, shape in family.marks.shapes.items()]  # fmt: skip
    shapes.sort(key=lambda each: len(each[1]))
    lengths, counts = np.unique(np.array([len(name) for _, name, _ in shapes], np.int64), return_counts=True)
    return Stacks(shapes, lengths, np.append(0, np.cumsum(counts)), np.append(0, np.cumsum(counts * lengths)))


def shape_arrays(stacks: Stacks, families: Sequence[Family]) -> tuple[Any, ...]:
    """The fields of ``arrays.Crowd`` from ``own_begins`` to ``is_letter``, with the columns of shapes alone."""
    family = np.array([number for number, _, _ in stacks.shapes], np.int64)
    count = np.array([shape.count for _, _, shape in stacks.shapes], np.int64)
    totals = np.array([max(1, each.marks.total) for each in families], np.int64)
    stack = np.repeat(np.arange(len(stacks.lengths)), np.diff(stacks.firsts))
    held = np.zeros((int(stacks.bases[-1]), STRANGER + 1))
    often = np.zeros_like(held)
    for number, (_, _, shape) in enumerate(stacks.shapes):
        there = often_at(shape)
        held[stacks.column(number)], often[stacks.column(number)] = there, spread_out(there)
    own = np.argsort(family, kind="stable")
    return (
        np.searchsorted(np.sort(family), np.arange(len(families) + 1)), own,
        np.array([_signature(stacks.shapes[number][1]) for number in own.tolist()], np.int64),
        stacks.lengths, stacks.firsts, stacks.bases, family, count / totals[family], count, stack,
        often, np.ascontiguousarray(held.T), *_standing(stacks, held), _IS_LETTER,
    )  # fmt: skip


def _signature(name: str) -> int:
    """As ``bearing.signature_of``; of a shape that no mark has that is weighed, zero."""
    letters = sum(1 << place for place, kind in enumerate(name) if kind == "A")
    return letters | len(name) << LENGTH_BITS if len(name) <= LONGEST else 0


def _standing(stacks: Stacks, held: Floats) -> tuple[NDArray[np.bool_], Ints]:
    """By place of each stack, which characters stand there on any mark; and where the places of each stack begin."""
    found = [
        held[base : base + length * wide].reshape(length, wide, STRANGER + 1).any(axis=1)
        for base, length, wide in zip(stacks.bases, stacks.lengths, np.diff(stacks.firsts), strict=False)
    ]
    return np.concatenate([np.zeros((0, STRANGER + 1), np.bool_), *found]), np.append(0, np.cumsum(stacks.lengths))


def year_arrays(
    families: Sequence[Family], stacks: Stacks, values: dict[str, int], free: int
) -> tuple[list[Floats], tuple[Any, ...]]:
    """What marks tell of years, as the last fields of ``arrays.Crowd``; and the columns it adds, from ``free`` on."""
    years = sorted({each.year for family in families for each in family.dated}, key=lambda year: (int(year), year))
    place_of = {year: place for place, year in enumerate(years)}
    number_of = {(family, name): number for number, (family, name, _) in enumerate(stacks.shapes)}
    dated = np.full((len(families), len(years)), -1)
    told, entries, more = list[tuple[float, float]](), list[tuple[int, int, int, float]](), list[Floats]()
    own = np.zeros((sum(len(family.dated) for family in families), int(stacks.lengths.max(initial=0))), np.int64)
    for number, family in enumerate(families):
        for year, those in itertools.groupby(family.dated, key=lambda each: each.year):
            dated[number, place_of[year]] = len(told)
            for each in those:
                shape, telling = number_of[number, each.shape], sorted(each.at)
                own[len(entries), : len(each.shape)] = stacks.column(shape)
                own[len(entries), telling] = free + np.arange(len(telling))
                free += len(telling)
                more.append(spread_out(dated_at(family, each))[telling])
                entries.append((len(told), shape, place_of[year], each.count / each.among))
            told.append((family.often["year"].get(year, 0.0), tells(each)))
    return more, (*_year_numbers(years, values), dated, *_columns(told, 2), *_by_stack(entries, own, stacks, len(years),
                  len(told)))  # fmt: skip


def _year_numbers(years: Sequence[str], values: dict[str, int]) -> tuple[Ints, Ints, Ints]:
    year_of, year_values = np.full(len(values), -1), np.array([values.get(year, -1) for year in years], np.int64)
    for place, value in enumerate(year_values.tolist()):
        if value >= 0:
            year_of[value] = place
    return np.array([year_number(year) for year in years], np.int64), year_of, year_values


def _columns(rows: Sequence[tuple[float, ...]], count: int) -> list[Floats]:
    return [np.array([row[column] for row in rows], np.float64) for column in range(count)]


def _by_stack(
    entries: Sequence[tuple[int, int, int, float]], own: Ints, stacks: Stacks, years: int, told: int
) -> tuple[Any, ...]:
    """Entries by stack and year; and by what is told of a family and year."""
    dated, shape, year = (np.array([entry[field] for entry in entries], np.int64) for field in range(3))
    share = np.array([entry[3] for entry in entries], np.float64)
    where = (np.searchsorted(stacks.firsts, shape, side="right") - 1) * years + year
    order = np.argsort(where, kind="stable")
    dated = dated[order]
    return (
        np.searchsorted(where[order], np.arange(len(stacks.lengths) * years + 1)), shape[order], share[order],
        np.ascontiguousarray(own[order]), np.searchsorted(np.sort(dated), np.arange(told + 1)),
        np.argsort(dated, kind="stable"),
    )  # fmt: skip
