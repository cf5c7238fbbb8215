"""Occurrences: which statements tell of one event, and where they tell it differently."""

import typing
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from witnessmark.case.fold import Case
from witnessmark.custody.links import Link, LinkKind, identity, judged, links, verdicts
from witnessmark.model.happenings import (
    CustodyEvent,
    DeliveryCheck,
    Loss,
    Manufacture,
    Recovery,
    Sighting,
    StockCheck,
    Transfer,
)
from witnessmark.model.ids import PartyId, StatementId
from witnessmark.model.statement import kind_of
from witnessmark.model.value import Result
from witnessmark.model.when import UNKNOWN, When, readable


class Telling(Result, frozen=True, kw_only=True):
    """One statement of one event that tells of the thing in question."""

    statement: StatementId
    event: CustodyEvent
    link: LinkKind
    when: When
    before: StatementId | None
    """The party that held the thing before, under one id however many statements introduce it."""
    after: StatementId | None


class Version(Result, frozen=True, kw_only=True):
    """One way in which an event is told: tellings whose dates can all be true together."""

    tellings: tuple[Telling, ...]
    derived: When = UNKNOWN
    """What a stated duration says of an event that no telling dates; never used to recompute that duration."""
    derived_from: tuple[StatementId, ...] = ()

    @property
    def event(self) -> CustodyEvent:
        """The best-dated telling's event."""
        return self.tellings[0].event

    @property
    def before(self) -> StatementId | None:
        """Who held the thing before, as far as a telling says."""
        return next((t.before for t in self.tellings if t.before is not None), None)

    @property
    def after(self) -> StatementId | None:
        """Who held the thing afterwards, as far as a telling says."""
        return next((t.after for t in self.tellings if t.after is not None), None)

    @property
    def stated(self) -> When:
        """The narrowest date that a telling states."""
        return self.tellings[0].when

    @property
    def when(self) -> When:
        """The stated date, or the derived one where none is stated."""
        return self.stated if self.stated.is_known else self.derived

    @property
    def statements(self) -> tuple[StatementId, ...]:
        """The statements that tell it so."""
        return tuple(t.statement for t in self.tellings)

    @property
    def link(self) -> LinkKind:
        """The strongest link by which it tells of the thing."""
        return min((t.link for t in self.tellings), key=list(LinkKind).index)


class Occurrence(Result, frozen=True, kw_only=True):
    """One event, or several that exclude each other: told in one or more versions of which one at most is true."""

    versions: tuple[Version, ...]
    why_rivals: str = ""

    @property
    def first(self) -> Version:
        """Any version, for what they have in common."""
        return self.versions[0]


def _ends(event: CustodyEvent) -> tuple[PartyId | None, PartyId | None]:
    """Who held the thing before and after an event, as far as the event says."""
    match event:
        case Manufacture():
            return None, event.by
        case Transfer():
            return event.from_, event.to
        case Loss():
            return event.by, None
        case Recovery():
            return event.previous_user, event.by
        case Sighting() | StockCheck():
            return event.holder, event.holder
        case DeliveryCheck():
            return event.at, event.at
        case _:
            return event.by, event.by


def occurrences(case: Case, thing: StatementId) -> tuple[Occurrence, ...]:
    """Every event that tells of a thing, with its rival versions."""
    groups = _grouped(case, list(tellings(case, thing)))
    told = [Occurrence(versions=v, why_rivals=_why(v)) for v in map(_versions, groups)]
    return tuple(_contending(told))


def tellings(case: Case, thing: StatementId) -> Iterator[Telling]:
    """Every standing statement of an event of the thing, or of what it lay in, each once."""
    kinds = typing.get_args(CustodyEvent)
    seen: set[StatementId] = set()
    for link in links(case, thing):
        for i in case.mentions(link.thing):
            event = case.standing[i].content
            if isinstance(event, kinds) and i not in seen and _concerns(case, event, link):
                seen.add(i)
                before, after = (None if p is None else identity(case, p) for p in _ends(event))
                when = readable(event.when)
                yield Telling(statement=i, event=event, link=link.kind, when=when, before=before, after=after)


def _concerns(case: Case, event: CustodyEvent, link: Link) -> bool:
    return any(case.root(thing) == link.thing for thing in event.of)


def _grouped(case: Case, told: Sequence[Telling]) -> list[list[Telling]]:
    """Tellings by the event that they tell of: the same parties in the same part, unless people judged otherwise."""
    alike: dict[object, list[Telling]] = defaultdict(list)
    decided: list[Telling] = []
    for telling in sorted(told, key=lambda t: t.statement):
        is_decided = len(case.versions(telling.statement)) > 1 or any(verdicts(case, case.root(telling.statement)))
        (decided if is_decided else alike[_signature(telling)]).append(telling)
    groups = list(alike.values())
    for telling in decided:
        homes = [g for g in groups if any(_is_one_event(case, telling, other) for other in g)]
        # One telling can show that what looked like two events was one.
        groups = [g for g in groups if not any(g is home for home in homes)]
        groups.append([*(t for g in homes for t in g), telling])
    return sorted(groups, key=lambda g: max(t.statement for t in g))


def _is_one_event(case: Case, one: Telling, other: Telling) -> bool:
    if case.root(one.statement) == case.root(other.statement):
        return True  # rival corrections of one statement
    verdict = judged(case, one.statement, other.statement)
    return _signature(one) == _signature(other) if verdict is None else verdict


def _signature(telling: Telling) -> tuple[object, ...]:
    event = telling.event
    if isinstance(event, Manufacture):
        return ("manufacture",)  # a thing is made once, so two makers are rivals
    if isinstance(event, (Sighting, StockCheck, DeliveryCheck)):
        return (telling.statement,)  # each is an observation of its own
    if isinstance(event, Recovery):
        return "recovery", telling.after  # two sources may name different previous users of one recovery
    return kind_of(event), getattr(event, "as_", None), telling.before, telling.after


def _width(telling: Telling) -> int:
    when = telling.when
    if when.lo is None or when.hi is None:
        return (date.max - date.min).days
    return (when.hi - when.lo).days


def _versions(group: Iterable[Telling]) -> tuple[Version, ...]:
    """Narrowest dates first; a telling joins every version that its date and parties can belong to."""
    versions: list[list[Telling]] = []
    for telling in sorted(group, key=lambda t: (_width(t), t.when.lo or date.min, t.statement)):
        fitting = [v for v in versions if all(_agree(telling, other) for other in v)]
        if not fitting:
            versions.append([telling])
        for version in fitting:
            version.append(telling)
    return tuple(Version(tellings=tuple(v)) for v in versions)


def _agree(one: Telling, other: Telling) -> bool:
    pairs = ((one.before, other.before), (one.after, other.after))
    parties_agree = all(a is None or b is None or a == b for a, b in pairs)
    return parties_agree and one.when.overlaps(other.when)


def _why(versions: Sequence[Version]) -> str:
    if len(versions) < 2:
        return ""
    kind = kind_of(versions[0].event)
    if len({str(v.stated) for v in versions}) > 1:
        return f"sources date one {kind} differently"
    return f"sources name different parties to one {kind}"


def _contending(told: Sequence[Occurrence]) -> list[Occurrence]:
    """Unite transfers out of one holder's hands at one time to different hands: only one of them can be true."""
    kept: list[Occurrence] = []
    # Where in them each holder hands it on at a known time; not one whom it came back to, who can do so twice.
    leaving: dict[StatementId, list[int]] = defaultdict(list)
    came_back = {o.first.after for o in told if isinstance(o.first.event, Transfer)}
    for occurrence in told:
        holder = None if occurrence.first.before in came_back else _hands_on(occurrence.first)
        rival = next((n for n in leaving[holder] if _contend(kept[n], occurrence)), None) if holder else None
        if rival is not None:
            why = "sources let one holder hand it to different parties at one time"
            kept[rival] = Occurrence(versions=kept[rival].versions + occurrence.versions, why_rivals=why)
            continue
        if holder is not None:
            leaving[holder].append(len(kept))
        kept.append(occurrence)
    return kept


def _hands_on(version: Version) -> StatementId | None:
    """Who hands it to somebody at a known time, if it is told so."""
    is_told = isinstance(version.event, Transfer) and version.after is not None and version.stated.is_known
    return version.before if is_told else None


def _contend(one: Occurrence, other: Occurrence) -> bool:
    return one.first.after != other.first.after and one.first.stated.overlaps(other.first.stated)
