"""Order: in which sequence the events of one account happened, as far as dates, stages and hands tell."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from witnessmark.custody.links import LinkKind
from witnessmark.custody.occurrences import Version
from witnessmark.model.happenings import (
    CheckResult,
    Deactivation,
    DeliveryCheck,
    Destruction,
    Manufacture,
    Marking,
    Passes,
    Recovery,
    Transfer,
    TransferKind,
)
from witnessmark.model.ids import StatementId
from witnessmark.model.when import UNKNOWN

_FIRST, _MIDDLE, _RECOVERY, _LAST = range(4)

_OUTWARD = frozenset(
    {
        TransferKind.EXPORT,
        TransferKind.IMPORT,
        TransferKind.TRANSIT,
        TransferKind.TRANS_SHIPMENT,
        TransferKind.BROKERING,
        TransferKind.DELIVERY,
    }
)


def in_order(versions: Sequence[Version]) -> Iterator[Version]:
    """Next: an event that no other precedes; of those, one that the hands lead to; then the earliest.

    Takes time in the square of the number of events.
    """
    places = sorted(map(_place, versions), key=lambda p: p.version.statements)
    waiting = dict(enumerate(places))
    blockers = [sum(_precedes(other, place) for other in places) for place in places]
    bringing = Counter(place.after for place in places if place.moves)
    holder: StatementId | None = None
    while waiting:
        # Where dates and stages lead in a circle, nothing is free, and the rest decides.
        free = [n for n in waiting if not blockers[n]] or list(waiting)
        place = waiting.pop(chosen := min(free, key=lambda n: _urgency(places[n], holder, bringing)))
        bringing[place.after] -= place.moves
        for n, other in waiting.items():
            blockers[n] -= _precedes(places[chosen], other)
        holder = place.after if place.moves else holder
        yield place.version


def is_outward(version: Version | None) -> bool:
    """Whether an event sends things on their way to an end user."""
    event = None if version is None else version.event
    return isinstance(event, Transfer) and event.as_ in _OUTWARD


def moves_custody(version: Version) -> bool:
    """Whether an event says anything of who held the thing. What befell some of its lot does not."""
    if version.link is LinkKind.SAME_LOT:
        return False
    match version.event:
        case Transfer(passes=passes):
            return passes is not Passes.TITLE
        case DeliveryCheck(result=result):
            return result is CheckResult.CONFIRMED
        case Marking():
            return False
        case _:
            return True


@dataclass(frozen=True, slots=True)
class _Place:
    """What the place of an event in the order depends on, worked out once."""

    version: Version
    lo: date
    hi: date
    """The days that it lies in for certain; all days where its date is in doubt."""
    stage: int
    before: StatementId | None
    after: StatementId | None
    moves: bool
    rank: tuple[Any, ...]
    """What decides between events that nothing else sets apart."""


def _place(version: Version) -> _Place:
    when, stage = version.when, _stage(version)
    surely = UNKNOWN if when.is_uncertain else when
    return _Place(
        version=version,
        lo=surely.lo or date.min,
        hi=surely.hi or date.max,
        stage=stage,
        before=version.before,
        after=version.after,
        moves=moves_custody(version),
        rank=(stage, not is_outward(version), when.lo or date.max, when.hi or date.max, version.statements),
    )


def _stage(version: Version) -> int:
    """Where in a thing's life an undated event belongs."""
    match version.event:
        case Manufacture():
            return _FIRST
        case Recovery():
            return _RECOVERY
        case Destruction() | Deactivation():
            return _LAST
        case _:
            return _MIDDLE


def _precedes(one: _Place, other: _Place) -> bool:
    if one.hi < other.lo:
        return True
    if one.stage >= other.stage or other.hi < one.lo:
        return False
    # What a recovering party did with it comes after the recovery.
    return not (other.stage == _RECOVERY and one.before is not None and one.before == other.after)


def _urgency(place: _Place, holder: StatementId | None, bringing: Counter[StatementId | None]) -> tuple[Any, ...]:
    """What makes an event come sooner; of two that presuppose nothing and are equally dated, the statements decide."""
    continues = holder is not None and place.before == holder
    others = bringing[place.before] - (place.moves and place.after == place.before)
    presupposes = place.before is not None and others > 0
    return not continues, presupposes, place.rank
