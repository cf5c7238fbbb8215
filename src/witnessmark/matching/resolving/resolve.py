"""Resolve: which registered weapons a reading can be, with what probability, and that it is none of them.

The probability of a record is its prior (the register's coverage, spread over its records), times the chance of the
reading given its mark, times how well the other attributes agree. That of "in no register" is what is left of the
prior, times the chance that a weapon of no register reads so. All sum to one, with what is registered and has so many
errors that the search did not reach it. Nothing is taken for certain: makers repeat serials.
"""

import functools
import math
from collections.abc import Iterator, Mapping, Sequence

from witnessmark.marks.confusion import ConfusionModel, default_model
from witnessmark.marks.reading import Reading
from witnessmark.matching.resolving.accident import Registered, by_accident
from witnessmark.matching.resolving.markmodel import Sight, plain
from witnessmark.matching.resolving.outside import elsewhere
from witnessmark.matching.resolving.population import Population, agreement, chance_of, is_same
from witnessmark.model.value import Result
from witnessmark.registers.facts import FACTS

COVERAGE = 0.5
"""The prior chance that the registers hold the weapon at all; whoever asks can say better."""
CREDIBLE = 0.95
COPIED = 0.01
"""The share of weapons in no register that bear the mark of one that is: repeated, cloned or forged. Ours."""
_CAUTION = 1.5
"""Errors are taken for so much likelier than the table says; the other way about, answers would be too sure."""
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
    """How many other records of the registers would explain the reading as well by accident."""
    because: tuple[str, ...]
    against: tuple[str, ...]


class Resolved(Result, frozen=True, kw_only=True):
    """All that a reading can be, likeliest first, and that it is in no register."""

    candidates: tuple[Candidate, ...]
    others: int
    """Candidates near it that are so unlikely, or so many, that they are only counted."""
    others_share: float
    """What they have together, with those that the search did not reach, since too much was misread."""
    in_no_register: float
    credible: int
    """How many of the candidates, from the first, make up the credible set."""
    credible_holds_none: bool
    """Whether "in no register" belongs to it."""
    would_separate: tuple[str, ...]
    is_whole: bool
    """Whether all records that fit were weighed one by one; not where a vague reading fits too many."""


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
        weights.append(each * sight.chance(plain(mark)) * agreement(stated, facts, population))
    apart = elsewhere(sight, stated, [(mark, facts) for mark, facts, _ in weapons], population)
    registered = sum(weights) + unseen * min(weights, default=0.0) + coverage * apart.unreached
    none = (1 - coverage) * ((1 - COPIED) * apart.unregistered + COPIED * registered / coverage)
    total = registered + none
    if total <= 0:
        return Resolved(
            candidates=(), others=0, others_share=0.0, in_no_register=1.0, credible=0, credible_holds_none=True,
            would_separate=(), is_whole=is_whole,
        )  # fmt: skip
    ranked = sorted(zip(weights, weapons, strict=True), key=lambda w: (-w[0], _place(w[1][2][0])))
    count, holds_none = _credible([weight / total for weight, _ in ranked], none / total)
    told = max(count, _LEAST_TOLD, sum(weight / total >= _LEAST for weight, _ in ranked))
    found = list(_candidates([(weapon, weight / total) for weight, weapon in ranked[:told]], sight, stated, population))
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
    return bool(identifying) and all(is_same(f, one.facts[f], other.facts[f]) for f in shared)


def _weapon(records: Sequence[Record]) -> _Weapon:
    facts: dict[str, str] = {}
    for record in records:
        for name, value in record.facts.items():
            facts.setdefault(name, value)
    return records[0].mark, {k: v for k, v in facts.items() if v}, tuple(records)


def _candidates(
    ranked: Sequence[tuple[_Weapon, float]], sight: Sight, stated: Mapping[str, str], population: Population
) -> Iterator[Candidate]:
    weapons = [
        Registered(mark, facts.get("make", ""), facts.get("model", ""), len(records))
        for (mark, facts, records), _ in ranked
    ]
    accidents = by_accident(sight, weapons, population)
    for (weapon, probability), accident in zip(ranked, accidents, strict=True):
        mark, facts, records = weapon
        because, against = _reasons(weapon, sight, stated, population)
        yield Candidate(
            mark=mark, facts=facts, records=records, probability=probability, chance_rate=round(accident, 6),
            because=tuple(because), against=tuple(against),
        )  # fmt: skip


def _reasons(
    weapon: _Weapon, sight: Sight, stated: Mapping[str, str], population: Population
) -> tuple[list[str], list[str]]:
    """What speaks for a weapon, and what against it."""
    mark, facts, records = weapon
    because, against = list[str](), list[str]()
    for name, value in stated.items():
        if value and facts.get(name):
            bits = math.log2(chance_of(name, value, facts[name], population) / chance_of(name, value, "", population))
            told = f"{name} {value}: the record says {facts[name]} ({bits:+.1f} bits)"
            (because if bits > 0 else against).append(told)
    because.insert(0, _told(sight, plain(mark)))
    if len(records) > 1:
        because.append(f"{len(records)} records speak of it")
    return because, against


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
