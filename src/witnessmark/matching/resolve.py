"""Resolve: which registered weapons a reading can be, with what probability, and that it is none of them.

The probability of a record is its prior (the register's coverage, spread over its records), times the chance of the
reading given its mark, times how well the other attributes agree. That of "in no register" is what is left of the
prior, times the chance that any mark reads so. All sum to one. Nothing is taken for certain: makers repeat serials.
"""

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from witnessmark.marks.confusion import ConfusionModel, default_model
from witnessmark.marks.reading import Reading
from witnessmark.matching.markmodel import Family, MarkModel, Sight, bears, by_chance, plain
from witnessmark.matching.outside import Stack, outside, stacked
from witnessmark.model.value import Result
from witnessmark.registers.facts import FACTS
from witnessmark.vocabulary.catalogue import Sort
from witnessmark.vocabulary.catalogue import resolve as resolve_name

COVERAGE = 0.5
"""The prior chance that the registers hold the weapon at all; whoever asks can say better."""
CREDIBLE = 0.95
WRONG = {"make": 0.03, "model": 0.05, "calibre": 0.02, "country": 0.05, "year": 0.08}
"""How often each attribute is stated wrongly of the right weapon. Ours, not measured."""
COPIED = 0.01
"""The share of weapons in no register that bear the mark of one that is: repeated, cloned or forged. Ours."""
REPEATED = 0.1
"""How often a maker gives a number of one model again, beside giving each once. Ours."""
_CAUTION = 1.5
"""Errors are taken for so much likelier than the table says; the other way about, answers would be too sure."""
CLOSE_YEAR = 2
"""By how many years one that is stated wrongly is mostly off."""
RARE = 1e-4
"""How common a value is taken to be that no record states."""
_MOST_TOLD = 4
_LEAST_TOLD = 3
_LEAST = 0.001
"""The probability from which a candidate is told; some are in any case."""


class Record(Result, frozen=True, kw_only=True):
    """A row of a register."""

    register: str
    part: str
    row: int
    mark: str
    facts: dict[str, str]
    """Make, model, calibre, country, year, and what happened to it."""


def _place(record: Record) -> tuple[str, str, int, str]:
    """Where a record stands, so that equal ones have an order."""
    return record.register, record.part, record.row, record.mark


class Candidate(Result, frozen=True, kw_only=True):
    """A weapon that the reading can be."""

    mark: str
    facts: dict[str, str]
    records: tuple[Record, ...]
    """All records that speak of it, as far as their marks and attributes allow."""
    probability: float
    chance_rate: float
    """How many records of the registers would explain the reading as well by accident."""
    because: tuple[str, ...]
    against: tuple[str, ...]


class Resolved(Result, frozen=True, kw_only=True):
    """All that a reading can be, likeliest first, and that it is in no register."""

    candidates: tuple[Candidate, ...]
    others: int
    """Candidates near it that are so unlikely, or so many, that they are only counted."""
    others_share: float
    """What they have together."""
    in_no_register: float
    credible: int
    """How many of the candidates, from the first, make up the credible set."""
    credible_holds_none: bool
    """Whether "in no register" belongs to it."""
    would_separate: tuple[str, ...]
    is_whole: bool
    """Whether all records that fit were weighed one by one; not where a vague reading fits too many."""


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

    def family_of(self, facts: Mapping[str, str]) -> int | None:
        """The number of the family that a weapon is of; ``None`` where its make and model are too rare."""
        return self._numbers.get((facts.get("make", ""), facts.get("model", "")))

    @functools.cached_property
    def _numbers(self) -> Mapping[tuple[str, str], int]:
        return {(family.make, family.model): number for number, family in enumerate(self.families)}

    @functools.cached_property
    def stacks(self) -> tuple[Stack, ...]:
        """The shapes of the marks of all families, ready to be asked."""
        return stacked(self.families)


def resolve(
    reading: Reading,
    stated: Mapping[str, str],
    records: Sequence[Record],
    population: Population,
    *,
    errors: ConfusionModel | None = None,
    coverage: float = COVERAGE,
    unseen: int = 0,
    is_whole: bool = True,
) -> Resolved:
    """The posterior over the weapons of the registers and "in no register"; with ``others_share`` it sums to one.

    ``unseen`` records fit as well as the least likely of these, and are only counted.
    """
    sight = Sight(reading, cautious() if errors is None else errors)
    ordered = sorted(records, key=_place)
    weapons = [_weapon(group) for group in _weapons(ordered)]
    each = coverage / max(1, population.records)
    weights = []
    for mark, facts, _ in weapons:
        weights.append(each * sight.chance(plain(mark)) * _agreement(stated, facts, population))
    beyond = unseen * min(weights, default=0.0)
    copied = COPIED * (sum(weights) + beyond) / coverage
    none = (1 - coverage) * ((1 - COPIED) * _outside(sight, stated, weapons, population) + copied)
    total = sum(weights) + beyond + none
    if total <= 0:
        return Resolved(
            candidates=(), others=0, others_share=0.0, in_no_register=1.0, credible=0, credible_holds_none=True,
            would_separate=(), is_whole=is_whole,
        )  # fmt: skip
    ranked = sorted(zip(weights, weapons, strict=True), key=lambda w: (-w[0], _place(w[1][2][0])))
    count, holds_none = _credible([weight / total for weight, _ in ranked], none / total)
    told = max(count, _LEAST_TOLD, sum(weight / total >= _LEAST for weight, _ in ranked))
    found = [_candidate(weapon, weight / total, sight, stated, population) for weight, weapon in ranked[:told]]
    return Resolved(
        candidates=tuple(found),
        others=len(ranked) - len(found) + unseen,
        others_share=max(0.0, 1 - none / total - sum(candidate.probability for candidate in found)),
        in_no_register=none / total,
        credible=count,
        credible_holds_none=holds_none,
        would_separate=tuple(_would_separate(found[:count])),
        is_whole=is_whole,
    )


@functools.cache
def cautious() -> ConfusionModel:
    """The table of misreadings, every error taken for likelier than it says."""
    return default_model(wear=_CAUTION)


_Weapon = tuple[str, dict[str, str], tuple[Record, ...]]


def _weapons(records: Sequence[Record]) -> Iterator[list[Record]]:
    """Records by the weapon that they speak of: of one mark, and of attributes that do not contradict each other.

    A record that fits two weapons of one mark is left with neither, but is one of its own: it is left open which.
    """
    by_mark: dict[str, list[Record]] = {}
    for record in records:
        by_mark.setdefault(plain(record.mark), []).append(record)
    for same in by_mark.values():
        groups: list[list[Record]] = []
        for record in sorted(
            same, key=lambda r: (-sum(bool(r.facts.get(f)) for f in FACTS), r.register, r.part, r.row)
        ):
            fitting = [group for group in groups if all(_is_compatible(record, other) for other in group)]
            if len(fitting) == 1:
                fitting[0].append(record)
            else:
                groups.append([record])
        yield from groups


def _is_compatible(one: Record, other: Record) -> bool:
    """Whether two records of one mark can be of one weapon; two that state nothing in common cannot be told to be."""
    shared = [f for f in FACTS if one.facts.get(f) and other.facts.get(f)]
    identifying = {"make", "model"} & set(shared)
    return bool(identifying) and all(_is_same(f, one.facts[f], other.facts[f]) for f in shared)


def _weapon(records: Sequence[Record]) -> _Weapon:
    facts: dict[str, str] = {}
    for record in records:
        for name, value in record.facts.items():
            facts.setdefault(name, value)
    return records[0].mark, {k: v for k, v in facts.items() if v}, tuple(records)


def _is_same(attribute: str, one: str, other: str) -> bool:
    return canonical(attribute, one) == canonical(attribute, other)


def _agreement(stated: Mapping[str, str], facts: Mapping[str, str], population: Population) -> float:
    """The chance that these attributes are stated of a weapon with those facts.

    What is not known of it is taken to be as common as in the registers.
    """
    found = 1.0
    for name, value in stated.items():
        if value:
            found *= _chance_of(name, value, facts.get(name, ""), population)
    return found


def _outside(sight: Sight, stated: Mapping[str, str], weapons: Sequence[_Weapon], population: Population) -> float:
    """The chance of reading and attributes of a weapon that is in no register, and like the others of its family.

    Its mark is seldom one that the register has: a maker gives each number of a model once, with few exceptions.
    """
    chances = outside(sight, population.stacks, len(population.families))
    taken = dict.fromkeys(range(len(population.families)), 0.0)
    for mark, facts, _ in weapons:
        number = population.family_of(facts)
        if number is not None:
            taken[number] += bears(population.families[number].marks, plain(mark)) * sight.chance(plain(mark))
    return float(
        sum(
            family.share
            * max(REPEATED * chances[number], chances[number] - (1 - REPEATED) * taken[number])
            * stated_of(stated, family, population)
            for number, family in enumerate(population.families)
        )
    )


def stated_of(stated: Mapping[str, str], family: Family, population: Population) -> float:
    """The chance that these attributes are stated of some weapon of a family."""
    found = 1.0
    for name, value in stated.items():
        if value:
            shares = family.often.get(name) or {"": 1.0}
            found *= sum(share * _chance_of(name, value, true, population) for true, share in shares.items())
    return found


def _chance_of(name: str, value: str, true: str, population: Population) -> float:
    often = max(population.folded[name].get(canonical(name, value), 0.0), RARE)
    if not true:
        return often
    if _is_same(name, value, true):
        return (1 - WRONG[name]) + WRONG[name] * often
    if name == "year" and abs(year_number(value) - year_number(true)) <= CLOSE_YEAR:
        return WRONG[name] / (2 * CLOSE_YEAR)
    return WRONG[name] * often


def year_number(text: str) -> int:
    """A year as a number; one that is none is near no year."""
    return int(text) if text.isdecimal() else -10_000


def _candidate(
    weapon: _Weapon,
    probability: float,
    sight: Sight,
    stated: Mapping[str, str],
    population: Population,
) -> Candidate:
    mark, facts, records = weapon
    likely = sight.chance(plain(mark))
    because, against = list[str](), list[str]()
    for name, value in stated.items():
        if value and facts.get(name):
            bits = math.log2(_chance_of(name, value, facts[name], population) / _chance_of(name, value, "", population))
            told = f"{name} {value}: the record says {facts[name]} ({bits:+.1f} bits)"
            (because if bits > 0 else against).append(told)
    because.insert(0, _told(sight, plain(mark)))
    if len(records) > 1:
        because.append(f"{len(records)} records speak of it")
    return Candidate(
        mark=mark, facts=facts, records=records, probability=probability,
        chance_rate=round(population.records * by_chance(sight, likely, population.model), 6),
        because=tuple(because), against=tuple(against),
    )  # fmt: skip


def _told(sight: Sight, mark: str) -> str:
    """How the reading differs from a mark, character by character."""
    places = sight.places
    if sight.has_gap:
        return "agrees in what was read before and after the unknown run"
    if len(places) != len(mark):
        return f"{len(places)} characters were read, and its mark has {len(mark)}"
    told = []
    for number, (place, true) in enumerate(zip(places, mark, strict=True), start=1):
        if not place.candidates:
            told.append(f"character {number} was not read, and is {true}")
        elif place.candidates[0][0] != true:
            odds = sight.seen(number - 1, true)
            read = "".join(c for c, _ in place.candidates)
            told.append(f"character {number} was read {read}, and is {true} (chance {_small(odds)})")
    if not told:
        return "every character as read"
    more = f"; {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
    return "; ".join(told[:_MOST_TOLD]) + more


def _small(share: float) -> str:
    return f"{share:.1%}" if share >= 0.001 else "below 0.1%"


def _credible(probabilities: Sequence[float], none: float) -> tuple[int, bool]:
    """The fewest answers that together reach the credible share, the likeliest first."""
    held, count, holds_none = 0.0, 0, False
    for probability, is_none in sorted([*((p, False) for p in probabilities), (none, True)], key=lambda each: -each[0]):
        if held >= CREDIBLE:
            break
        held += probability
        holds_none = holds_none or is_none
        count += not is_none
    return count, holds_none


def _would_separate(candidates: Sequence[Candidate]) -> Iterator[str]:
    """What further fact would tell the candidates apart."""
    if len(candidates) < 2:
        return
    marks = [plain(c.mark) for c in candidates]
    if len({len(mark) for mark in marks}) == 1:
        for number, characters in enumerate(zip(*marks, strict=True), start=1):
            if 1 < len(set(characters)) <= _MOST_TOLD:
                yield f"character {number}: {' or '.join(sorted(set(characters)))}"
    for name in FACTS:
        values = sorted({c.facts[name] for c in candidates if c.facts.get(name)})
        if 1 < len(values) <= _MOST_TOLD:
            yield f"{name}: {' or '.join(values)}"
