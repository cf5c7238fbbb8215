"""Outside: how likely a weapon of no register, or one that the search did not reach, bears a mark that reads so."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from witnessmark.matching.resolving.markmodel import MOST_OFF, SIGNS, Sight, bears, bears_in_year, plain
from witnessmark.matching.resolving.population import (
    CLOSE_YEAR,
    WRONG,
    Population,
    chance_of,
    commonness,
    stated_of,
    year_number,
)
from witnessmark.matching.resolving.stacks import Floats, Stack, seen_by_sign, through, through_beyond

OTHER_SHAPES = 0.02
"""The share of marks outside a register that are of no shape that it holds."""
REPEATED = 0.1
"""How often a maker gives a number of one model and year again, beside giving each once. Ours."""
LIKELY = 1e-5
"""Families that have less of the whole are weighed as if their marks told nothing of the year, and were all reached."""
_SHORT, _SHORTEST, _EDITS = 6, 4, 2

Known = tuple[str, Mapping[str, str]]
"""A registered weapon: its mark, and its attributes."""


class Elsewhere(NamedTuple):
    """How likely the reading, with what is stated, is of a weapon that is not among those that were weighed."""

    unregistered: float
    """Of one that is in no register, and like the others of its family."""
    unreached: float
    """Of one that is in a register, and has so many errors that the search did not find it; by any such weapon."""


def elsewhere(sight: Sight, stated: Mapping[str, str], weapons: Sequence[Known], population: Population) -> Elsewhere:
    """Of weapons of no register, whose marks are seldom those of registered ones; and of those that were not reached.

    A maker gives each number of one model and year once, with few exceptions.
    """
    year, others = stated.get("year", ""), {name: value for name, value in stated.items() if name != "year"}
    chances = by_family(sight, population)
    taken = _taken(sight, year, weapons, population)
    shares = np.array([family.share * stated_of(others, family, population) for family in population.families])
    is_likely = shares * chances > LIKELY * np.sum(shares * chances)
    read = _with_year(sight, year, chances, is_likely, population)
    unreached = np.sum((shares * _strays(sight, is_likely, population) * read)[is_likely] / chances[is_likely])
    unregistered = np.sum(shares * np.maximum(REPEATED * read, read - (1 - REPEATED) * taken))
    return Elsewhere(float(unregistered), float(unreached))


def by_family(sight: Sight, population: Population) -> Floats:
    """By family, the chance that one of its weapons that is in no register bears a mark that reads so."""
    chances = np.full(len(population.families), OTHER_SHAPES * sight.of_any_mark)
    seen = seen_by_sign(sight)
    for stack in _near(sight, population.stacks):
        np.add.at(chances, stack.families, (1 - OTHER_SHAPES) * stack.shares * through(sight, seen, stack.often))
    return chances


def _near(sight: Sight, stacks: Sequence[Stack], is_wanted: NDArray[np.bool_] | None = None) -> Iterator[Stack]:
    """Shapes about as long as a reading, of some of the families."""
    known = sum(not place.is_gap for place in sight.places)
    for stack in stacks:
        if sight.has_gap or abs(stack.often.shape[1] - known) <= MOST_OFF:
            rows = slice(None) if is_wanted is None else np.flatnonzero(is_wanted[stack.families])
            yield Stack(stack.families[rows], stack.shares[rows], stack.often[rows])


def budget(known: int, unread: int) -> int:
    """How many errors the search allows for in a reading of so many characters, of which some were not read."""
    by_length = _EDITS if known >= _SHORT else int(known >= _SHORTEST)
    # An unread character counts as an edit; where there are two, the first is tried as each that it can be.
    return min(by_length, (2, 1, 1)[unread]) if unread <= _EDITS else 0


def _strays(sight: Sight, is_likely: NDArray[np.bool_], population: Population) -> Floats:
    """By family, the chance of the reading with more errors than the search allows for."""
    found, seen = np.zeros(len(population.families)), seen_by_sign(sight)
    free = np.array([[sight.is_as_read(n, sign) for sign in (*SIGNS, "\0")] for n in range(len(sight.places))])
    free = free.reshape(seen.shape) * seen
    known = sum(not place.is_gap for place in sight.places)
    errors = budget(known, sum(not (place.candidates or place.is_gap) for place in sight.places))
    for stack in _near(sight, population.stacks, is_likely):
        left = 0 if sight.has_gap else errors - abs(stack.often.shape[1] - known)
        np.add.at(found, stack.families, stack.shares * through_beyond(sight, seen, free, stack.often, left))
    return found


def _with_year(
    sight: Sight, year: str, chances: Floats, is_likely: NDArray[np.bool_], population: Population
) -> Floats:
    """By family, the chance of the reading and of the year that is stated, if one is.

    Of weapons of a year near it the mark tells of the year; of others the two are independent enough.
    """
    if not year:
        return chances
    found = chances * np.array([stated_of({"year": year}, family, population) for family in population.families])
    seen = seen_by_sign(sight)
    apart = WRONG["year"] * commonness("year", year, population)
    for other in sorted(population.years):
        if abs(year_number(other) - year_number(year)) <= CLOSE_YEAR:
            known = population.in_year(other)
            read = np.zeros(len(chances))
            for stack in _near(sight, known.stacks, is_likely):
                np.add.at(read, stack.families, stack.shares * through(sight, seen, stack.often))
            more = OTHER_SHAPES * sight.of_any_mark + (1 - OTHER_SHAPES) * read - chances
            stands = known.shares * known.tells * (chance_of("year", year, other, population) - apart)
            found[known.families] += (is_likely * more)[known.families] * stands
    return np.asarray(np.maximum(found, 0.0))


def _taken(sight: Sight, year: str, weapons: Sequence[Known], population: Population) -> Floats:
    """By family, what of that chance is of marks that the register has, each in its own year if that is known."""
    taken = np.zeros(len(population.families))
    for mark, facts in weapons:
        own = facts.get("year", "")
        for number in population.families_of(facts.get("make", ""), facts.get("model", "")):
            family = population.families[number]
            borne = bears_in_year(family, own, plain(mark))
            if borne is None:
                share = bears(family.marks, plain(mark)) * stated_of({"year": year}, family, population)
            else:
                stated = chance_of("year", year, own, population) if year else 1.0
                share = family.often["year"].get(own, 0.0) * borne * stated
            taken[number] += (1 - OTHER_SHAPES) * share * sight.chance(plain(mark))
    return taken
