"""Find links: which finds may be one thing, of one lot, sent together, or marked off by one hand; and how surely.

A link has a tier, from the same mark on the same model down to the same way of removing marks; bits, which say how much
likelier what was read is if the link is real; and how many such links would come about by accident among these finds.
Things of one crate or visit are one witness: they are never linked with each other by nearness.
"""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence

from witnessmark.matching.resolving.population import canonical
from witnessmark.matching.ties.finds import REMOVED, Find
from witnessmark.matching.ties.samefinds import same_things
from witnessmark.matching.ties.serials import ASSUMED, Blocks, RunLength, run_length, same_consignment
from witnessmark.matching.ties.tiers import FindLink, Tier, rounded
from witnessmark.model.ids import StatementId
from witnessmark.model.value import Result

_FARTHEST = 2_500
"""Numbers further apart are not told as neighbours."""
_BY_ACCIDENT = 0.1
"""Such links by accident from which on neighbours bring nothing together."""
_GOODS = ("make", "model", "calibre")


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
    links = [
        *same_things(found), *_same_lots(found), *_neighbours(found, blocks), *_series(found), *_removed_alike(found),
    ]  # fmt: skip
    return tuple(sorted(links, key=lambda link: (link.tier, -(link.probability or 0), -link.bits, link.finds)))


def _units(found: Sequence[Find], places: Sequence[int]) -> set[StatementId]:
    return {found[place].unit for place in places}


def _shared(tier: Tier, found: Sequence[Find], places: Sequence[int], *, share: float, among: int,
            because: str) -> FindLink:  # fmt: skip
    """A link of finds that have something in common, which a share of unrelated ones would have too."""
    return FindLink(
        tier=tier, finds=tuple(sorted(places)), witnesses=len(_units(found, places)), probability=None,
        bits=-math.log2(share), chance_rate=rounded(math.comb(among, 2) * share**2), because=because,
    )  # fmt: skip


def _share(have: int, among: int) -> float:
    """How often an unrelated crate or visit has what some have: judged by the others, one more of each supposed."""
    return (have - 1) / among


# Lots


def _same_lots(found: Sequence[Find]) -> Iterator[FindLink]:
    lots = [place for place, find in enumerate(found) if find.mark == "lot" and find.key]
    by_key: dict[str, list[int]] = {}
    for place in lots:
        by_key.setdefault(found[place].key, []).append(place)
    seen = sorted({(find.key, find.unit) for find in (found[place] for place in lots)})
    for key, places in sorted(by_key.items()):
        for same in _of_same_goods(found, places):
            units = len(_units(found, same))
            if units > 1:
                # A lot that is everywhere ties little together: judged by how many of the others are of it.
                share = max(_as_long(key, [other for other, _ in seen]), (units - 2) / (len(seen) - 1))
                things = len({found[place].thing for place in same})
                typed = min(found[place].typed for place in same)
                told = f"{things} things of lot {typed}"
                yield _shared(Tier.SAME_LOT, found, same, share=share, among=len(seen), because=told)


def _of_same_goods(found: Sequence[Find], places: Sequence[int]) -> list[list[int]]:
    """Finds of one lot number by the goods that they can be: makers number their lots alike.

    What fits several of them is left with none.
    """
    groups: list[tuple[dict[str, str], list[int]]] = []
    facts = {place: {name: canonical(name, value) for name in _GOODS if (value := found[place].stated.get(name))}
             for place in places}  # fmt: skip
    for place in sorted(places, key=lambda place: (-len(facts[place]), found[place].thing, place)):
        mine = facts[place]
        fitting = [group for group in groups if all(group[0].get(name, mine[name]) == mine[name] for name in mine)]
        if len(fitting) == 1:
            fitting[0][0].update(mine)
            fitting[0][1].append(place)
        elif not fitting:
            groups.append((dict(mine), [place]))
    return [members for _, members in groups]


def _as_long(key: str, seen: Sequence[str]) -> float:
    """The chance that two lots of these finds are alike by accident, were their characters drawn place by place."""
    same = [other for other in seen if len(other) == len(key)]
    chance = (len(same) / len(seen)) ** 2
    for place in range(len(key)):
        signs = [other[place] for other in same]
        # One more of ten that could have stood there: few lots say little of what can.
        chance *= sum(((signs.count(sign) + 1) / (len(signs) + 10)) ** 2 for sign in set(signs))
    return max(chance, 1e-30)


# Numbers


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
    for series, places in series_of(found).items():
        known = blocks.get(series[:2], ASSUMED)
        pairs = math.comb(len(_units(found, places)), 2)
        for gap, one, other in _nearest(found, places):
            probability = same_consignment(gap, known)
            yield FindLink(
                tier=Tier.SAME_BLOCK, finds=(min(one, other), max(one, other)), witnesses=2, probability=probability,
                bits=math.log2(probability / known.common),
                chance_rate=rounded(pairs * min(1.0, 2 * gap / 10 ** series[3])),
                because=f"{gap} apart in the series {_form(series)}; {_blocks_told(known)}",
            )  # fmt: skip


def _nearest(found: Sequence[Find], places: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Of each two crates or visits that have neighbouring numbers the two nearest: together they are one link."""
    ordered = sorted(places, key=lambda place: (_number(found[place]), found[place].thing, place))
    told = set[frozenset[StatementId]]()
    gaps = ((_number(found[other]) - _number(found[one]), one, other) for one, other in itertools.pairwise(ordered))
    for gap, one, other in sorted(gaps, key=lambda each: each[0]):
        units = frozenset(_units(found, (one, other)))
        if len(units) == 2 and units not in told and 0 < gap <= _FARTHEST:
            told.add(units)
            yield gap, one, other


def _blocks_told(known: Blocks) -> str:
    basis = f"learnt from {known.pairs} neighbours" if known.pairs else "assumed, since no register tells"
    far = f"{known.common:.0%}" if known.common >= 0.01 else "below 1%"
    return f"blocks of about {known.length:.0f} numbers, and {far} of numbers far apart sent together: {basis}"


def _form(series: Series) -> str:
    return series[2] + "9" * series[3]


def _number(find: Find) -> int:
    number = find.number
    return 0 if number is None else number[1]


def _series(found: Sequence[Find]) -> Iterator[FindLink]:
    every = len({find.unit for find in found if find.mark == "serial"})
    for series, places in series_of(found).items():
        units = len(_units(found, places))
        if units > 1 and series[2]:
            told = f"{len(places)} serials of the form {_form(series)}: a series, not a consignment"
            yield _shared(Tier.SAME_SERIES, found, places, share=_share(units, every), among=every, because=told)


# Marks removed


def _removed_alike(found: Sequence[Find]) -> Iterator[FindLink]:
    """Things whose marks were removed in the same way, which is told in the words of whoever described it."""
    ways: dict[str, list[int]] = {}
    for place, find in enumerate(found):
        if find.mark == REMOVED:
            ways.setdefault(find.typed, []).append(place)
    every = len({found[place].unit for places in ways.values() for place in places})
    for way, places in sorted(ways.items()):
        units = len(_units(found, places))
        if units > 1:
            told = f"marks removed alike: {way}"
            yield _shared(Tier.SAME_REMOVAL, found, places, share=_share(units, every), among=every, because=told)


# What all of them say together


def runs(found: Sequence[Find]) -> tuple[Run, ...]:
    """The series of which enough crates or visits were seen to say how long a run may be; each gives one number."""
    told = []
    for (make, model, prefix, digits), places in series_of(found).items():
        ordered = sorted(places, key=lambda place: (found[place].thing, place), reverse=True)
        by_unit = {found[place].unit: _number(found[place]) for place in ordered}
        length = run_length(list(by_unit.values()))
        if length is not None:
            told.append(Run(make=make, model=model, prefix=prefix, digits=digits, length=length))
    return tuple(told)


def clusters(found: Sequence[Find], links: Sequence[FindLink]) -> tuple[tuple[StatementId, ...], ...]:
    """Crates and visits that links of a lot, a thing or a block tie together, each group with two or more.

    A probability must be at least one half, and neighbours such that hardly any would come about by accident: among
    many finds some are always near each other. Series and ways of removal tie nothing by themselves.
    """
    owner: dict[StatementId, StatementId] = {find.unit: find.unit for find in found}

    def root(unit: StatementId) -> StatementId:
        while owner[unit] != unit:
            owner[unit] = owner[owner[unit]]
            unit = owner[unit]
        return unit

    for link in links:
        is_by_accident = link.tier is Tier.SAME_BLOCK and link.chance_rate > _BY_ACCIDENT
        is_likely = link.probability is None or link.probability >= 0.5
        if link.tier <= Tier.SAME_BLOCK and is_likely and not is_by_accident:
            for place in link.finds[1:]:
                one, other = sorted((root(found[link.finds[0]].unit), root(found[place].unit)))
                owner[other] = one
    groups: dict[StatementId, list[StatementId]] = {}
    for unit in sorted(owner):
        groups.setdefault(root(unit), []).append(unit)
    return tuple(tuple(units) for units in groups.values() if len(units) > 1)
