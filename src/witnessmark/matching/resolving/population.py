"""Population: the registers that are asked as a whole, and how likely each attribute is stated of a weapon."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from witnessmark.matching.resolving.markmodel import Family, MarkModel, plain
from witnessmark.matching.resolving.stacks import Stack, Year, of_year, stacked
from witnessmark.registers.facts import FACTS
from witnessmark.vocabulary.catalogue import Sort
from witnessmark.vocabulary.catalogue import resolve as resolve_name

WRONG = {"make": 0.03, "model": 0.05, "calibre": 0.02, "country": 0.05, "year": 0.08}
"""How often each attribute is stated wrongly of the right weapon. Ours, not measured."""
CLOSE_YEAR = 2
"""By how many years one that is stated wrongly is mostly off."""
RARE = 1e-4
"""How common a value is taken to be that no record states."""

_SORTS = {"make": Sort.MAKER, "model": Sort.MODEL, "calibre": Sort.CALIBRE}


@functools.lru_cache(maxsize=65536)
def canonical(attribute: str, value: str) -> str:
    """A value as values of an attribute are compared: by the catalogue's name for it, else as it is spelled.

    >>> canonical("calibre", "7,62×39") == canonical("calibre", "M43"), canonical("model", "9М111") == "9M113"
    (True, False)
    """
    named = resolve_name(value, _SORTS[attribute]) if attribute in _SORTS else ()
    return plain(named[0].name if len(named) == 1 else value).casefold()


@dataclass(frozen=True)
class Population:
    """The registers that are asked, as a whole."""

    records: int
    model: MarkModel
    often: Mapping[str, Mapping[str, float]]
    """Of each attribute, the share of records with each value among those that state one."""
    families: Sequence[Family]

    @functools.cached_property
    def folded(self) -> Mapping[str, Mapping[str, float]]:
        """How common each value of an attribute is, however it is spelled."""
        found: dict[str, dict[str, float]] = {name: {} for name in FACTS}
        for name, shares in self.often.items():
            for value, share in shares.items():
                known = canonical(name, value)
                found[name][known] = found[name].get(known, 0.0) + share
        return found

    def families_of(self, make: str, model: str) -> Sequence[int]:
        """The numbers of the families of a make and model, one of each part; none where they are too rare."""
        return self._numbers.get((make, model), ())

    @functools.cached_property
    def _numbers(self) -> Mapping[tuple[str, str], Sequence[int]]:
        found: dict[tuple[str, str], list[int]] = {}
        for number, family in enumerate(self.families):
            found.setdefault((family.make, family.model), []).append(number)
        return found

    @functools.cached_property
    def stacks(self) -> tuple[Stack, ...]:
        """The shapes of the marks of all families, ready to be asked."""
        return stacked(self.families)

    def in_year(self, year: str) -> Year:
        """What the marks of its families tell of a year."""
        if year not in self._years:
            self._years[year] = of_year(self.families, year)
        return self._years[year]

    @functools.cached_property
    def _years(self) -> dict[str, Year]:
        return {}

    @functools.cached_property
    def years(self) -> frozenset[str]:
        """The years of which the marks of some family tell."""
        return frozenset(dated.year for family in self.families for dated in family.dated)


def is_same(attribute: str, one: str, other: str) -> bool:
    """Whether two values of an attribute are one, however they are spelled."""
    return canonical(attribute, one) == canonical(attribute, other)


def agreement(stated: Mapping[str, str], facts: Mapping[str, str], population: Population) -> float:
    """The chance that these attributes are stated of a weapon with those facts.

    What is not known of it is taken to be as common as in the registers.
    """
    found = 1.0
    for name, value in stated.items():
        if value:
            found *= chance_of(name, value, facts.get(name, ""), population)
    return found


def stated_of(stated: Mapping[str, str], family: Family, population: Population) -> float:
    """The chance that these attributes are stated of some weapon of a family."""
    found = 1.0
    for name, value in stated.items():
        if value:
            shares = family.often.get(name) or {"": 1.0}
            found *= sum(share * chance_of(name, value, true, population) for true, share in shares.items())
    return found


def commonness(name: str, value: str, population: Population) -> float:
    """How common a value is among records that state one."""
    return max(population.folded[name].get(canonical(name, value), 0.0), RARE)


def chance_of(name: str, value: str, true: str, population: Population) -> float:
    """The chance that a value is stated of a weapon whose own is known, or is not."""
    often = commonness(name, value, population)
    if not true:
        return often
    if is_same(name, value, true):
        return (1 - WRONG[name]) + WRONG[name] * often
    if name == "year" and abs(year_number(value) - year_number(true)) <= CLOSE_YEAR:
        return WRONG[name] / (2 * CLOSE_YEAR)
    return WRONG[name] * often


def year_number(text: str) -> int:
    """A year as a number; one that is none is near no year."""
    return int(text) if text.isdecimal() else -10_000
