"""Crowd: the registers as a whole as arrays, and what is stated of a weapon in the same numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from witnessmark.marks.confusion import ALPHABET, ConfusionModel
from witnessmark.marks.keys import skeleton
from witnessmark.matching.many.arrays import Crowd, Rates
from witnessmark.matching.many.shapearrays import shape_arrays, stacked, year_arrays
from witnessmark.matching.resolving.markmodel import (
    ADDED_AS,
    MISSED,
    MOST_OFF,
    RUN,
    SIGNS,
    STRANGER,
    UNREAD,
    Sighted,
)
from witnessmark.matching.resolving.outside import LIKELY, OTHER_SHAPES, REPEATED
from witnessmark.matching.resolving.population import (
    CLOSE_YEAR,
    RARE,
    WRONG,
    Population,
    canonical,
    stated_of,
    year_number,
)
from witnessmark.matching.resolving.resolve import COPIED, CREDIBLE
from witnessmark.registers.facts import FACTS, year_made

KNOWN = len(ALPHABET)
"""How many signs, from the first, a mark is taken to be of where nothing is known of it."""

Floats = NDArray[np.float64]


class Values:
    """The values of the attributes of records as numbers; 0 where a record states none."""

    def __init__(self, tables: Sequence[pa.Table], population: Population) -> None:
        self.texts: list[dict[str, int]] = []
        self._same: list[list[int]] = []
        self._known: list[dict[str, int]] = []
        self._facts = np.empty((sum(table.num_rows for table in tables), len(FACTS)), np.int32)
        for column, name in enumerate(FACTS):
            numbers: dict[str, int] = {"": 0}
            first = 0
            for table in tables:
                self._facts[first : first + table.num_rows, column] = _numbered(table, name, numbers)
                first += table.num_rows
            self._add(name, numbers)
        self._starts = np.cumsum([0, *(len(each) + 2 for each in self.texts)])
        self._population = population
        self._chances: dict[tuple[str, str], Floats] = {}

    def _add(self, name: str, numbers: dict[str, int]) -> None:
        known: dict[str, int] = {}
        same = [0, *(known.setdefault(canonical(name, text), len(known) + 1) for text in list(numbers)[1:])]
        self.texts.append(numbers)
        self._known.append(known)
        self._same.append(same)

    def stated(self, attribute: int, value: str) -> int:
        """The number of something stated, shared by all spellings; one that no record has is the last."""
        return self._known[attribute].get(canonical(FACTS[attribute], value), len(self._known[attribute]) + 1)

    def chances(self, name: str, value: str) -> Floats:
        """By family, how likely a value is stated of one of its weapons; worked out once."""
        found = self._chances.get((name, value))
        if found is None:
            families = self._population.families
            found = np.array([stated_of({name: value}, family, self._population) for family in families])
            self._chances[name, value] = found
        return found

    def arrays(self) -> tuple[Any, ...]:
        """What ``weapongroups.Rows`` wants beside the marks."""
        same, common = np.zeros(self._starts[-1], np.int64), np.zeros(self._starts[-1])
        for start, each, known, name in zip(self._starts, self._same, self._known, FACTS, strict=False):
            same[start : start + len(each)] = each
            for value, place in known.items():
                common[start + place] = self._population.folded[name].get(value, 0.0)
        years = np.array([year_number(text) for text in self.texts[-1]], np.int64)
        return self._facts, same, self._starts.astype(np.int64), common, years


def _numbered(table: pa.Table, name: str, numbers: dict[str, int]) -> NDArray[np.int32]:
    """A column as numbers; new values get the next."""
    if name == "year":
        return _years(table, numbers)
    found, first = np.empty(table.num_rows, np.int32), 0
    for chunk in table[name].chunks:
        found[first : first + len(chunk)] = _chunk(chunk, numbers)
        first += len(chunk)
    return found


def _chunk(chunk: pa.Array, numbers: dict[str, int]) -> NDArray[np.int32]:
    coded = chunk if isinstance(chunk, pa.DictionaryArray) else chunk.dictionary_encode()
    told = np.array([numbers.setdefault(v or "", len(numbers)) for v in coded.dictionary.to_pylist()] or [0], np.int32)
    return np.asarray(told[np.asarray(coded.indices.fill_null(0))], np.int32)


def _years(table: pa.Table, numbers: dict[str, int]) -> NDArray[np.int32]:
    """The year of making by what happened and when: each pair of the two is judged once."""
    events, days = dict[str, int]({"": 0}), dict[str, int]({"": 0})
    kinds, places = (_numbered(table.select([name]).rename_columns(["x"]), "x", known)
                     for name, known in (("event", events), ("when", days)))  # fmt: skip
    pairs = kinds.astype(np.int64) * len(days) + places
    is_there = np.zeros(len(events) * len(days), np.bool_)
    is_there[pairs] = True
    told, told_events, told_days = np.zeros(len(is_there), np.int32), list(events), list(days)
    for pair in np.flatnonzero(is_there).tolist():
        year = year_made(told_events[pair // len(days)], told_days[pair % len(days)])
        told[pair] = numbers.setdefault(year, len(numbers))
    return np.asarray(told[pairs])


def crowd_of(population: Population, values: Values) -> Crowd:
    """The population as arrays."""
    makes, models = values.texts[0], values.texts[1]
    kin = {
        makes[f.make] * len(models) + models[f.model]: population.families_of(f.make, f.model)
        for f in population.families
        if f.make in makes and f.model in models
    }
    following = np.full(len(population.families), -1)
    for numbers in kin.values():
        following[list(numbers[:-1])] = numbers[1:]
    families = population.families
    scales = [population.records * family.share / max(1, family.marks.total) for family in families]
    stacks = stacked(families)
    own = shape_arrays(stacks, families)
    more, years = year_arrays(families, stacks, values.texts[-1], int(stacks.bases[-1]))
    found = Crowd(
        population.records, np.array([family.share for family in families]),
        np.array(sorted(kin), np.int64), np.array([kin[pair][0] for pair in sorted(kin)], np.int64), len(models),
        following, np.array(scales), *own, *years,
    )  # fmt: skip
    return found._replace(often=np.concatenate([found.often, *more]))


def rates_of(coverage: float) -> Rates:
    """What the sums assume."""
    return Rates(
        coverage, CREDIBLE, COPIED, REPEATED, RARE, MISSED, ADDED_AS, RUN, OTHER_SHAPES, MOST_OFF, CLOSE_YEAR, LIKELY,
        np.array([WRONG[name] for name in FACTS]),
    )  # fmt: skip


def kind_chances(seen: Sequence[Sighted], table: Mapping[str, Floats]) -> Floats:
    """By kind of place and sign, the chance of what was read if the sign stands there."""
    found = np.full((len(seen), STRANGER + 1), UNREAD)
    for kind, place in enumerate(seen):
        if place.candidates:
            found[kind] = (1 - UNREAD) * sum(weight * table.get(read, table[""]) for read, weight in place.candidates)
    return found


def kinds_as_read(seen: Sequence[Sighted]) -> Floats:
    """By kind of place and sign, one where the sign would be no error: what was read, or a look-alike, else zero."""
    signs = np.array([skeleton(sign) for sign in (*SIGNS, "\0")])
    found = np.ones((len(seen), STRANGER + 1))
    for kind, place in enumerate(seen):
        if place.candidates:
            found[kind] = np.isin(signs, [skeleton(read) for read, _ in place.candidates])
    return found


def sign_chances(errors: ConfusionModel) -> Mapping[str, Floats]:
    """By sign that is read, its chance for each sign that stands there; others are at the floor."""
    return {read: np.array([errors.chance(read, true) for true in (*SIGNS, "\0")]) for read in (*SIGNS, "")}


def told_of(questions: pa.Table, values: Values, families: int) -> tuple[Any, ...]:
    """What is stated in each question: the numbers of the values, the years, and how likely each family has it told."""
    count = questions.num_rows
    stated, told = np.full((count, len(FACTS)), -1, np.int64), np.zeros((count, len(FACTS)), np.int64)
    years, chances = np.zeros(count, np.int64), [np.ones(families)]
    for attribute, name in enumerate(FACTS):
        coded = questions[name].combine_chunks().dictionary_encode()
        coded = coded.chunk(0) if isinstance(coded, pa.ChunkedArray) else coded
        texts = ["", *(v or "" for v in coded.dictionary.to_pylist())]
        places = np.asarray(coded.indices.fill_null(-1)) + 1
        stated[:, attribute] = np.array([values.stated(attribute, v) if v else -1 for v in texts])[places]
        rows = [len(chances) + n if v else 0 for n, v in enumerate(texts)]
        chances += [values.chances(name, text) for text in texts]
        told[:, attribute] = np.array(rows)[places]
        if name == "year":
            years = np.array([year_number(v) for v in texts], np.int64)[places]
    return stated, years, told, np.stack(chances)
