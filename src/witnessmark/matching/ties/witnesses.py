"""Witnesses: which things were found together, so that they tell one thing and not several.

One crate holds neighbours, and so does one visit. Whatever shares a crate, a visit or a recovery is of one unit, also
through the crates that its own crate lies in, and through what people judge to be the same.
"""

from collections.abc import Iterator

from witnessmark.case.fold import Case
from witnessmark.matching.judgements import identity
from witnessmark.model.happenings import Containment, Recovery
from witnessmark.model.ids import StatementId
from witnessmark.model.things import Consignment, Item, Lot

_CRATE, _VISIT, _THING, _RECOVERY = range(4)
_Place = tuple[int, StatementId]
"""Where something was found, with its sort: a unit is called by the least."""


def units_of(case: Case) -> dict[StatementId, StatementId]:
    """By thing, the crate or visit that stands for all that was found with it; who was found alone is left out."""
    around = _around(case)
    owner: dict[_Place, _Place] = {}

    def root(place: _Place) -> _Place:
        owner.setdefault(place, place)
        while owner[place] != place:
            owner[place] = owner[owner[place]]
            place = owner[place]
        return place

    things = sorted(set(around))
    for thing in things:
        places = sorted(set(_places(case, around, thing)))
        # A lot is no single thing: what lies in many crates does not make one of them.
        if case.content(thing, Lot) is not None and len(places) > 1:
            continue
        for place in places:
            one, other = sorted((root((_THING, thing)), root(place)))
            owner[other] = one
    return {thing: root((_THING, thing))[1] for thing in things}


def _around(case: Case) -> dict[StatementId, list[_Place]]:
    """By thing, what it lies in, and the visits and recoveries at which it was found."""
    found: dict[StatementId, list[_Place]] = {}
    for _, said in case.of_kind(Containment):
        outer = identity(case, said.outer)
        found.setdefault(identity(case, said.inner), []).append((_CRATE, outer))
    for i, event in case.of_kind(Recovery):
        place = (_RECOVERY, identity(case, i)) if event.visit is None else (_VISIT, identity(case, event.visit))
        for thing in event.of:
            found.setdefault(identity(case, thing), []).append(place)
    return found


def _places(case: Case, around: dict[StatementId, list[_Place]], thing: StatementId) -> Iterator[_Place]:
    """All crates, visits and recoveries of a thing; those of what it lies in, of a consignment too, are its own."""
    waiting, seen = [thing], {thing}
    while waiting:
        for sort, place in around.get(waiting.pop(), ()):
            if sort != _CRATE:
                yield sort, place
            elif place not in seen and _holds(case, place):
                seen.add(place)
                waiting.append(place)
                if case.content(place, Consignment) is None:
                    yield sort, place


def _holds(case: Case, place: StatementId) -> bool:
    """Whether it is something that things lie in: a round that is of a lot lies elsewhere."""
    return case.content(place, Lot) is None and case.content(place, Item) is None
