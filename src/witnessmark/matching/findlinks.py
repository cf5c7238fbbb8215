"""Find links: which finds may be one thing, of one lot, sent together, or marked off by one hand; and how surely.

A link has a tier, from the same mark on the same model down to the same way of removing marks; bits, which say how much
likelier what was read is if the link is real; and how many such links would come about by accident among these finds.
Things of one crate or visit are one witness: they are never linked with each other by nearness.
"""

import enum
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from witnessmark.marks.keys import keys
from witnessmark.marks.reading import read
from witnessmark.matching.finds import Find
from witnessmark.matching.keycodes import coded
from witnessmark.matching.markindex import build, look_up
from witnessmark.matching.markmodel import plain
from witnessmark.matching.population import Population, canonical
from witnessmark.matching.resolve import Record, resolve
from witnessmark.matching.serials import ASSUMED, Blocks, RunLength, run_length, same_consignment
from witnessmark.matching.summary import population, summary_of
from witnessmark.model.ids import StatementId
from witnessmark.model.value import Result
from witnessmark.registers.checking import checked

SAME_BEFORE = 0.05
"""The prior chance that a find has been found before, among the others. Ours."""
_LEAST = 0.01
"""The probability from which two finds are told as perhaps one thing."""
_FARTHEST = 2_500
"""Numbers further apart are not told as neighbours."""


class Tier(enum.IntEnum):
    """On what a link rests, the strongest first."""

    SAME_MARK = 1
    """The same mark, and make and model agree."""
    SAME_SKELETON = 2
    """The same mark up to look-alikes and separators."""
    CAN_BE_SAME = 3
    """Marks that can be the same, by what was unread or misread."""
    SAME_LOT = 4
    SAME_BLOCK = 5
    """Numbers near each other in one series."""
    SAME_SERIES = 6
    """The same letters before a number of the same length."""
    SAME_REMOVAL = 7
    """Marks removed in the same way."""


class FindLink(Result, frozen=True, kw_only=True):
    """What ties some finds together."""

    tier: Tier
    finds: tuple[int, ...]
    """Their numbers in the list that was asked about."""
    witnesses: int
    """Crates or visits that they are of."""
    probability: float | None
    """That they are one thing (tiers 1 to 3), or were sent together (tier 5); ``None`` where it is not worked out."""
    bits: float
    chance_rate: float
    """How many such links would come about by accident among all of these finds."""
    because: str


class Run(Result, frozen=True, kw_only=True):
    """The numbers of one series that were seen, and how long the run may be that they are of."""

    make: str
    model: str
    prefix: str
    digits: int
    length: RunLength


Series = tuple[str, str, str, int]
"""Make, model, letters and digits of a series."""


def find_links(found: Sequence[Find], blocks: Mapping[tuple[str, str], Blocks]) -> tuple[FindLink, ...]:
    """All links between some finds, the strongest tier first; ``blocks`` as registers teach them, by make and model."""
    links = [*_same_things(found), *_same_lots(found), *_neighbours(found, blocks), *_series(found)]
    return tuple(sorted(links, key=lambda link: (link.tier, -(link.probability or 0), -link.bits, link.finds)))


def _same_things(found: Sequence[Find]) -> Iterator[FindLink]:
    """Serials that can be one: each find is asked of the others as of a register."""
    serials = [number for number, find in enumerate(found) if find.mark == "serial" and keys(read(find.typed))]
    if len(serials) < 2:
        return
    table = pa.table({
        "kind": ["serial"] * len(serials), "mark": [found[n].typed for n in serials],
        **{name: [found[n].stated.get(name, "") for n in serials] for name in ("make", "model", "calibre", "country")},
    })  # fmt: skip
    crowd = population([summary_of(checked(table)[0])])
    told: dict[tuple[int, int], FindLink] = {}
    for number, near in _near(found, serials):
        for link in _asked(found, number, near, crowd):
            pair = (min(link.finds), max(link.finds))
            if pair not in told or (link.probability or 0) > (told[pair].probability or 0):
                told[pair] = link
    yield from told.values()


def _near(found: Sequence[Find], serials: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """For each serial the other things whose certain serial it can be."""
    certain = [number for number in serials if found[number].key]
    index = build(*coded(pa.array([found[number].typed for number in certain], pa.string())))
    for number in serials:
        hits = look_up(index, list(keys(read(found[number].typed))))
        near = {certain[int(row)] for hit in hits for key in hit.keys for row in index.rows_of(key)}
        yield number, sorted(other for other in near if found[other].thing != found[number].thing)


def _asked(found: Sequence[Find], number: int, near: Sequence[int], crowd: Population) -> Iterator[FindLink]:
    find = found[number]
    records = [Record(register="", part="", row=n, mark=found[n].typed, facts=dict(found[n].stated)) for n in near]
    answer = resolve(read(find.typed), find.stated, records, crowd, coverage=SAME_BEFORE)
    for candidate in answer.candidates:
        if candidate.probability >= _LEAST:
            for record in candidate.records:
                other = found[record.row]
                yield FindLink(
                    tier=_tier(find, other), finds=tuple(sorted((number, record.row))),
                    witnesses=len({find.unit, other.unit}), probability=candidate.probability,
                    bits=_bits(candidate.probability, SAME_BEFORE / max(1, crowd.records)),
                    chance_rate=candidate.chance_rate, because="; ".join((*candidate.because, *candidate.against)),
                )  # fmt: skip


def _bits(posterior: float, prior: float) -> float:
    held = min(max(posterior, 1e-12), 1 - 1e-12)
    return math.log2(held / (1 - held)) - math.log2(prior / (1 - prior))


def _tier(one: Find, other: Find) -> Tier:
    if one.key and one.key == other.key:
        agrees = all(
            canonical(name, one.stated[name]) == canonical(name, other.stated[name])
            for name in ("make", "model")
            if one.stated.get(name) and other.stated.get(name)
        )
        is_told = any(one.stated.get(name) and other.stated.get(name) for name in ("make", "model"))
        is_same = plain(one.typed) == plain(other.typed) and agrees and is_told
        return Tier.SAME_MARK if is_same else Tier.SAME_SKELETON
    return Tier.CAN_BE_SAME


def _same_lots(found: Sequence[Find]) -> Iterator[FindLink]:
    lots = [(find.key, number) for number, find in enumerate(found) if find.mark == "lot" and find.key]
    keyed = {key: [n for other, n in lots if other == key] for key in sorted({key for key, _ in lots})}
    for key, numbers in keyed.items():
        things = {found[n].thing for n in numbers}
        if len(things) > 1:
            # How often a lot of these finds is this one: a lot that is everywhere ties little together.
            share = len(numbers) / len(lots)
            pairs = math.comb(len(lots), 2)
            yield FindLink(
                tier=Tier.SAME_LOT, finds=tuple(numbers), witnesses=len({found[n].unit for n in numbers}),
                probability=None, bits=abs(math.log2(share)), chance_rate=round(pairs * _as_long(key, lots), 6),
                because=f"{len(things)} things of lot {found[numbers[0]].typed}",
            )  # fmt: skip


def _as_long(key: str, lots: Sequence[tuple[str, int]]) -> float:
    """The chance that two lots of these finds are alike by accident, were their characters drawn place by place."""
    same = [other for other, _ in lots if len(other) == len(key)]
    chance = (len(same) / len(lots)) ** 2
    for place in range(len(key)):
        signs = [other[place] for other in same]
        # One more of ten that could have stood there: few lots say little of what can.
        chance *= sum(((signs.count(sign) + 1) / (len(signs) + 10)) ** 2 for sign in set(signs))
    return chance


def series_of(found: Sequence[Find]) -> dict[Series, list[int]]:
    """The finds of each series: of one make and model, with the same letters before as many digits."""
    series: dict[Series, list[int]] = {}
    for place, find in enumerate(found):
        number = find.number
        if find.mark == "serial" and number is not None and (find.stated.get("model") or find.stated.get("make")):
            make, model = (canonical(name, find.stated.get(name, "")) for name in ("make", "model"))
            series.setdefault((make, model, number[0], number[2]), []).append(place)
    return dict(sorted(series.items()))


def _neighbours(found: Sequence[Find], blocks: Mapping[tuple[str, str], Blocks]) -> Iterator[FindLink]:
    for (make, model, prefix, digits), places in series_of(found).items():
        ordered = sorted(places, key=lambda place: (found[place].number, found[place].thing))
        known = blocks.get((make, model), ASSUMED)
        pairs = math.comb(len({found[place].unit for place in places}), 2)
        for one, other in itertools.pairwise(ordered):
            gap = _number(found[other]) - _number(found[one])
            if found[one].unit != found[other].unit and 0 < gap <= _FARTHEST:
                probability = same_consignment(gap, known)
                basis = f"learnt from {known.pairs} neighbours" if known.pairs else "assumed, since no register tells"
                yield FindLink(
                    tier=Tier.SAME_BLOCK, finds=(one, other), witnesses=2, probability=probability,
                    bits=math.log2(probability / known.common),
                    chance_rate=round(pairs * min(1.0, 2 * gap / 10**digits), 6),
                    because=f"{gap} apart in the series {prefix}{'9' * digits}; blocks of about {known.length:.0f} "
                    f"numbers, {basis}; {known.common:.0%} of numbers far apart were sent together",
                )  # fmt: skip


def _number(find: Find) -> int:
    number = find.number
    return 0 if number is None else number[1]


def _series(found: Sequence[Find]) -> Iterator[FindLink]:
    every = sum(find.mark == "serial" for find in found)
    for (_, _, prefix, digits), places in series_of(found).items():
        units = {found[place].unit for place in places}
        if len(units) > 1 and prefix:
            share = len(places) / every
            yield FindLink(
                tier=Tier.SAME_SERIES, finds=tuple(sorted(places)), witnesses=len(units), probability=None,
                bits=abs(math.log2(share)),
                chance_rate=round(math.comb(len(units), 2) * share**2, 6),
                because=f"{len(places)} serials of the form {prefix}{'9' * digits}: a series, not a consignment",
            )  # fmt: skip


def removal_links(found: Sequence[Find], removed: Mapping[str, Sequence[StatementId]]) -> tuple[FindLink, ...]:
    """Finds whose marks were removed in the same way; the way is told in the words of whoever described it."""
    every = {thing for things in removed.values() for thing in things}
    links = []
    for method, things in removed.items():
        places = [place for place, find in enumerate(found) if find.thing in things]
        units = {found[place].unit for place in places}
        if len(units) > 1:
            share = len(things) / len(every)
            links.append(FindLink(
                tier=Tier.SAME_REMOVAL, finds=tuple(places), witnesses=len(units), probability=None,
                bits=abs(math.log2(share)),
                chance_rate=round(math.comb(len(units), 2) * share**2, 6), because=f"marks removed alike: {method}",
            ))  # fmt: skip
    return tuple(links)


def runs(found: Sequence[Find]) -> tuple[Run, ...]:
    """The series of which enough crates or visits were seen to say how long a run may be."""
    told = []
    for (make, model, prefix, digits), places in series_of(found).items():
        by_unit = {found[place].unit: _number(found[place]) for place in sorted(places, reverse=True)}
        length = run_length(list(by_unit.values()))
        if length is not None:
            told.append(Run(make=make, model=model, prefix=prefix, digits=digits, length=length))
    return tuple(told)


def clusters(found: Sequence[Find], links: Sequence[FindLink]) -> tuple[tuple[StatementId, ...], ...]:
    """Crates and visits that links of a lot, a thing or a block tie together, each group with two or more.

    A probability must be at least one half; series and ways of removal tie nothing by themselves.
    """
    owner: dict[StatementId, StatementId] = {find.unit: find.unit for find in found}

    def root(unit: StatementId) -> StatementId:
        while owner[unit] != unit:
            unit = owner[unit]
        return unit

    for link in links:
        if link.tier <= Tier.SAME_BLOCK and (link.probability is None or link.probability >= 0.5):
            first, *others = (root(found[place].unit) for place in link.finds)
            for other in others:
                owner[max(first, root(other))] = min(first, root(other))
                first = min(first, root(other))
    groups: dict[StatementId, list[StatementId]] = {}
    for unit in sorted(owner):
        groups.setdefault(root(unit), []).append(unit)
    return tuple(tuple(units) for units in groups.values() if len(units) > 1)
