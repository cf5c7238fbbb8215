"""Grouping: which pictures may show one thing, by when and where they were taken. A proposal, never an item."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from witnessmark.evidence.places import Spot, metres_between, spot
from witnessmark.evidence.places import told as told_distance
from witnessmark.model.value import Result

MINUTES = 5.0
"""A pause between two pictures from which on the next is taken to be of another thing."""
METRES = 50.0
"""A distance from which on it is: more than a position of a telephone is usually off."""


class Shot(NamedTuple):
    """What is known of a picture, for grouping."""

    key: str
    """Its digest."""
    name: str
    taken: str = ""
    """With a time, or it is grouped as if it had none."""
    at: str = ""
    device: str = ""


class Group(Result, frozen=True, kw_only=True):
    """Pictures that may show one thing."""

    name: str
    """``g1``, ``g2`` and so on, in the order of time."""
    keys: tuple[str, ...]
    """Digests, in the order in which the pictures were taken."""
    because: str
    """Why it begins where it begins."""
    began: str
    ended: str


class _Dated(NamedTuple):
    moment: datetime
    shot: Shot
    place: Spot | None


def propose(shots: Sequence[Shot], *, minutes: float = MINUTES, metres: float = METRES) -> tuple[Group, ...]:
    """Groups of pictures: a new one where the camera paused, or was somewhere else.

    Times with an offset share one clock. Where the zone is not known, each device has a clock of its own, and its
    pictures are never mixed with others. Pictures without a time stay together, in the order of their names.

    >>> shots = [Shot("a", "1.jpg", "2031-05-01T10:00:00Z"), Shot("b", "2.jpg", "2031-05-01T10:01:00Z"),
    ...          Shot("c", "3.jpg", "2031-05-01T11:00:00Z")]
    >>> [(group.keys, group.because) for group in propose(shots)]
    [(('a', 'b'), 'the first'), (('c',), '59 minutes after the one before')]
    """
    if minutes <= 0 or metres <= 0:
        raise ValueError(f"want minutes and metres above 0, got {minutes:g} and {metres:g}")
    clocks: dict[str, list[_Dated]] = defaultdict(list)
    undated: list[Shot] = []
    for shot in shots:
        moment, clock = _clock(shot)
        if moment is None:
            undated.append(shot)
        else:
            clocks[clock].append(_Dated(moment, shot, spot(shot.at)))
    found = [each for clock in sorted(clocks) for each in _runs(clock, clocks[clock], minutes, metres)]
    if undated:
        because = "no time is known of these: they are in the order of their names"
        found.append((because, sorted(undated, key=lambda shot: (shot.name, shot.key))))
    return tuple(
        Group(name=f"g{number}", keys=tuple(shot.key for shot in members), because=because,
              began=members[0].taken, ended=members[-1].taken)
        for number, (because, members) in enumerate(found, start=1)
    )  # fmt: skip


def _clock(shot: Shot) -> tuple[datetime | None, str]:
    """The moment on a clock, and which clock it is."""
    try:
        moment = datetime.fromisoformat(shot.taken) if "T" in shot.taken else None
    except ValueError:
        moment = None
    if moment is None:
        return None, ""
    if moment.tzinfo is None:
        return moment, f"zone not known, {shot.device or 'unnamed device'}"
    return moment.astimezone(UTC).replace(tzinfo=None), ""


def _runs(clock: str, dated: list[_Dated], minutes: float, metres: float) -> Iterator[tuple[str, list[Shot]]]:
    because = f"the first ({clock})" if clock else "the first"
    members: list[Shot] = []
    last: _Dated | None = None
    place: Spot | None = None
    for each in sorted(dated, key=lambda one: (one.moment, one.shot.name, one.shot.key)):
        broken = "" if last is None else _break(last, place, each, minutes, metres)
        if broken:
            yield because, members
            because, members = (f"{broken} ({clock})" if clock else broken), []
        members.append(each.shot)
        last, place = each, each.place or (None if broken else place)
    if members:
        yield because, members


def _break(last: _Dated, place: Spot | None, new: _Dated, minutes: float, metres: float) -> str:
    """Why a picture begins a group; empty where it belongs to the one before."""
    pause = (new.moment - last.moment).total_seconds() / 60
    if pause > minutes:
        return f"{_pause(pause)} after the one before"
    if place is not None and new.place is not None:
        distance = metres_between(place, new.place)
        if distance > metres:
            return f"{told_distance(distance)} from the one before"
    return ""


def _pause(minutes: float) -> str:
    if minutes < 90:
        return f"{minutes:.0f} minutes"
    hours = minutes / 60
    return f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"
