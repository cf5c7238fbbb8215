"""Same finds: which finds may be one thing, found twice; each is asked of the others as of a register."""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from witnessmark.marks.keys import keys
from witnessmark.marks.reading import read
from witnessmark.matching.resolving.markmodel import plain
from witnessmark.matching.resolving.population import Population, canonical
from witnessmark.matching.resolving.resolve import Record, resolve
from witnessmark.matching.resolving.summary import population, summary_of
from witnessmark.matching.search.keycodes import coded
from witnessmark.matching.search.markindex import build, look_up
from witnessmark.matching.ties.finds import Find
from witnessmark.matching.ties.tiers import FindLink, Tier, rounded
from witnessmark.registers.checking import checked

SAME_BEFORE = 0.05
"""The prior chance that a find has been found before, among the others. Ours."""
_LEAST = 0.01
"""The probability from which two finds are told as perhaps one thing."""
_FACTS = ("make", "model", "calibre", "country")
_MOST_ALIKE = 12
"""Of more finds that bear one mark each is tied to the first alone: who decides of those pairs decides of all."""

_Said = tuple[str, tuple[str, ...]]
"""What was read, and what is stated: finds that agree in both have the same answer."""


def same_things(found: Sequence[Find]) -> tuple[FindLink, ...]:
    """Serials that can be one, each pair once."""
    told: dict[tuple[int, int], FindLink] = {}
    for link in _links(found):
        pair = (link.finds[0], link.finds[1])
        held = told.get(pair)
        if held is None or (link.probability or 0, link.because) > (held.probability or 0, held.because):
            told[pair] = link
    return tuple(told[pair] for pair in sorted(told))


def _links(found: Sequence[Find]) -> Iterator[FindLink]:
    alike: dict[_Said, list[int]] = {}
    for place, find in enumerate(found):
        if find.mark == "serial" and keys(read(find.typed)):
            alike.setdefault(_said(find), []).append(place)
    sure = [said for said, places in alike.items() if found[places[0]].certain]
    if not sure:
        return
    crowd = _crowd(sure)
    for said, near in _near(list(alike), sure).items():
        records = [
            Record(register="", part="", row=alike[other][0], mark=other[0], facts=_facts(other))
            for other in near
            if other != said or len({found[place].thing for place in alike[said]}) > 1
        ]
        answer = resolve(read(said[0]), _facts(said), records, crowd, coverage=SAME_BEFORE) if records else None
        for candidate in answer.candidates if answer is not None else ():
            if candidate.probability >= _LEAST:
                because = "; ".join((*candidate.because, *candidate.against))
                for record in candidate.records:
                    for one, other in _pairs(found, alike[said], alike[_said(found[record.row])]):
                        yield FindLink(
                            tier=_tier(found[one], found[other]), finds=(one, other),
                            witnesses=len({found[one].unit, found[other].unit}), probability=candidate.probability,
                            bits=_bits(candidate.probability, SAME_BEFORE / max(1, crowd.records)),
                            chance_rate=rounded(candidate.chance_rate), because=because,
                        )  # fmt: skip


def _said(find: Find) -> _Said:
    return find.certain or find.typed, tuple(find.stated.get(name, "") for name in _FACTS)


def _facts(said: _Said) -> dict[str, str]:
    return {name: value for name, value in zip(_FACTS, said[1], strict=True) if value}


def _crowd(sure: Sequence[_Said]) -> Population:
    """What the marks of these finds are like: each once, and one more with each digit that could have stood there.

    Few finds say little of what can stand in a mark, and one that was found often is not common because of it.
    """
    rows = {(plain(mark), stated) for mark, stated in sure}
    shapes = {("".join("0" if c.isdecimal() else c for c in mark), stated) for mark, stated in rows}
    every = [*sorted(rows), *((mark.replace("0", d), stated) for mark, stated in sorted(shapes) for d in "0123456789")]
    table = pa.table({
        "kind": ["serial"] * len(every), "mark": [mark for mark, _ in every],
        **{name: [stated[n] for _, stated in every] for n, name in enumerate(_FACTS)},
    })  # fmt: skip
    whole = population([summary_of(checked(table)[0])])
    return Population(len(rows), whole.model, whole.often, whole.families)


def _near(asked: Sequence[_Said], sure: Sequence[_Said]) -> Mapping[_Said, list[_Said]]:
    """For each that was read, those of the certain ones that it can be; also itself, where it is certain."""
    index = build(*coded(pa.array([mark for mark, _ in sure], pa.string())))
    spelled = [list(keys(read(mark))) for mark, _ in asked]
    hits = iter(look_up(index, list(itertools.chain.from_iterable(spelled))))
    near: dict[_Said, list[_Said]] = {}
    for said, mine in zip(asked, spelled, strict=True):
        rows = {int(row) for hit in itertools.islice(hits, len(mine)) for key in hit.keys for row in index.rows_of(key)}
        near[said] = sorted(sure[row] for row in rows)
    return near


def _pairs(found: Sequence[Find], mine: Sequence[int], theirs: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of two things, one of each side; of many that are alike, only those with the first."""
    firsts = mine if max(len(mine), len(theirs)) <= _MOST_ALIKE else mine[:1]
    for one, other in itertools.product(firsts, theirs):
        if found[one].thing != found[other].thing:
            yield min(one, other), max(one, other)


def _bits(posterior: float, prior: float) -> float:
    held = min(max(posterior, 1e-12), 1 - 1e-12)
    return math.log2(held / (1 - held)) - math.log2(prior / (1 - prior))


def _tier(one: Find, other: Find) -> Tier:
    if not one.key or one.key != other.key:
        return Tier.CAN_BE_SAME
    is_same_kind = _agree("model", one, other) is True and _agree("make", one, other) is not False
    is_same_mark = plain(one.certain) == plain(other.certain)
    return Tier.SAME_MARK if is_same_mark and is_same_kind else Tier.SAME_SKELETON


def _agree(name: str, one: Find, other: Find) -> bool | None:
    """Whether two finds agree in what is stated of them; ``None`` where it is not stated of both."""
    mine, theirs = one.stated.get(name), other.stated.get(name)
    return canonical(name, mine) == canonical(name, theirs) if mine and theirs else None
