"""Occurrences: which statements tell of one event, and where they tell it differently."""

import itertools
import typing
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from witnessmark.case.fold import Case
from witnessmark.custody.links import Link, LinkKind, links
from witnessmark.matching.judgements import identity, judged, verdicts
from witnessmark.model.happenings import (
    Allowed,
    CustodyEvent,
    DeliveryCheck,
    Loss,
    Manufacture,
    Passes,
    Recovery,
    Sighting,
    StockCheck,
    Transfer,
    TransferKind,
)
from witnessmark.model.ids import PartyId, StatementId
from witnessmark.model.statement import kind_of
from witnessmark.model.things import Consignment, Container, Lot
from witnessmark.model.value import Result
from witnessmark.model.when import UNKNOWN, When, readable

_MOVES = (Transfer, Loss, Recovery)
"""After these a thing can be elsewhere."""
_MOST_COMPARED = 200
"""Tellings of one source that are compared with each other."""


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
        """The best-dated telling's event, of those that say what kind of transfer it was where one does."""
        said = (t.event for t in self.tellings if getattr(t.event, "as_", None) is not TransferKind.UNKNOWN)
        return next(said, self.tellings[0].event)

    @property
    def before(self) -> StatementId | None:
        """Who held the thing before, as far as a telling says."""
        return next((t.before for t in self.tellings if t.before is not None), None)

    @property
    def after(self) -> StatementId | None:
        """Who held the thing afterwards, as far as a telling says."""
        return next((t.after for t in self.tellings if t.after is not None), None)

    @property
    def allowed(self) -> Allowed:
        """Whether the step was allowed, as far as a telling says; those that differ are no one version."""
        return next((a for t in self.tellings if (a := _permission(t)) is not None), Allowed.UNKNOWN)

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
    told = [occurrence for group in groups for occurrence in _told(case, group, groups)]
    return tuple(_contending(case, told))


def _told(case: Case, group: Sequence[Telling], groups: Sequence[Sequence[Telling]]) -> Iterator[Occurrence]:
    """The event that a group tells; or several of one sort, where one source dates them apart."""
    versions = _versions(group)
    if len(versions) > 1 and _are_dated_apart(case, group, groups):
        yield from (Occurrence(versions=(version,)) for version in versions)
    else:
        yield Occurrence(versions=versions, why_rivals=_why(case, versions))


def _are_dated_apart(case: Case, group: Sequence[Telling], groups: Sequence[Sequence[Telling]]) -> bool:
    """Whether a source tells of one such event and of another later, and not of one event on two days.

    Of a lot each can be of a part. One thing must have gone elsewhere in between.
    """
    if isinstance(group[0].event, Manufacture):
        return False
    moves = [t.when for other in groups if other is not group for t in other if isinstance(t.event, _MOVES)]
    is_of_parts = _can_be_split(case, group)
    by_source: dict[StatementId, list[Telling]] = defaultdict(list)
    for telling in group:
        source = case.statements[telling.statement].source
        if source is not None and len(case.versions(telling.statement)) == 1:
            by_source[case.root(source)].append(telling)
    return any(
        one.when.certainly_before(other.when)
        and (is_of_parts or any(one.when.certainly_before(m) and m.certainly_before(other.when) for m in moves))
        for told in by_source.values()
        for one, other in itertools.permutations(told[:_MOST_COMPARED], 2)
    )


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
    groups = [group for same in alike.values() for group in _by_kind(same)]
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
    if verdict is not None:
        return verdict
    return _signature(one) == _signature(other) and len(_by_kind([one, other])) == 1


def _by_kind(alike: Sequence[Telling]) -> list[list[Telling]]:
    """Transfers between the same two hands: those called alike are one, and so are others whose dates allow it.

    A page says delivered where another says exported. Where dates part them, or a hand is not named, they are two.
    """
    kinds: dict[object, list[Telling]] = defaultdict(list)
    for telling in alike:
        kinds[getattr(telling.event, "as_", None)].append(telling)
    groups: list[list[Telling]] = []
    for told in kinds.values():
        near = [g for g in groups if any(_is_one_step(a, b) for a in g for b in told)]
        groups = [g for g in groups if not any(g is one for one in near)]
        groups.append([*(t for g in near for t in g), *told])
    return groups


def _is_one_step(one: Telling, other: Telling) -> bool:
    return None not in (one.before, one.after) and one.when.overlaps(other.when)


def _signature(telling: Telling) -> tuple[object, ...]:
    event = telling.event
    if isinstance(event, Manufacture):
        return ("manufacture",)  # a thing is made once, so two makers are rivals
    if isinstance(event, (Sighting, StockCheck, DeliveryCheck)):
        return (telling.statement,)  # each is an observation of its own
    if isinstance(event, Recovery):
        return "recovery", telling.after  # two sources may name different previous users of one recovery
    if isinstance(event, Transfer):
        is_title = event.passes is Passes.TITLE  # it moves no thing, so it is no telling of the delivery
        return "transfer", event.as_ is TransferKind.CAPTURE, is_title, telling.before, telling.after
    return kind_of(event), telling.before, telling.after


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
    """Whether two tellings of one event can both be true as they stand."""
    pairs = ((one.before, other.before), (one.after, other.after), (_permission(one), _permission(other)))
    parts_agree = all(a is None or b is None or a == b for a, b in pairs)
    mine, theirs = (set(getattr(t.event, "via", ())) for t in (one, other))
    agents_agree = not mine or not theirs or bool(mine & theirs)
    return parts_agree and agents_agree and one.when.overlaps(other.when)


def _permission(telling: Telling) -> Allowed | None:
    """Whether the step was allowed, as far as the telling says."""
    allowed = getattr(telling.event, "allowed", Allowed.UNKNOWN)
    return None if allowed is Allowed.UNKNOWN else allowed


def _why(case: Case, versions: Sequence[Version]) -> str:
    if len(versions) < 2:
        return ""
    kind = kind_of(versions[0].event)
    pairs = list(itertools.combinations(versions, 2))
    reasons = [
        reason
        for is_so, reason in (
            (len({(v.before, v.after) for v in versions}) > 1, f"name different parties to one {kind}"),
            (any(not a.stated.overlaps(b.stated) for a, b in pairs), f"date one {kind} differently"),
            (len({v.allowed for v in versions} - {Allowed.UNKNOWN}) > 1, f"differ on whether one {kind} was allowed"),
        )
        if is_so
    ]
    return f"{_tellers(case, versions)} {' and '.join(reasons or [f'name different agents of one {kind}'])}"


def _tellers(case: Case, versions: Sequence[Version]) -> str:
    """Who contradicts whom: several sources, or statements of one."""
    sources = {case.statements[i].source for v in versions for i in v.statements}
    roots = {None if source is None else case.root(source) for source in sources}
    return "statements of one source" if len(roots) == 1 and None not in roots else "sources"


def _contending(case: Case, told: Sequence[Occurrence]) -> list[Occurrence]:
    """Unite transfers out of one holder's hands at one time to different hands.

    Of one thing only one of them can be true; of a lot each can be true of a part, and each is an account.
    """
    kept: list[Occurrence] = []
    # Where in them each holder hands it on at a known time.
    leaving: dict[StatementId, list[int]] = defaultdict(list)
    receipts: dict[StatementId | None, list[Version]] = defaultdict(list)
    for occurrence in told:
        if isinstance(occurrence.first.event, Transfer):
            receipts[occurrence.first.after].append(occurrence.first)
    for occurrence in told:
        holder = _hands_on(occurrence.first)
        waiting = leaving[holder] if holder is not None else ()
        rival = next((n for n in waiting if _contend(kept[n], occurrence, receipts[holder])), None)
        if rival is not None:
            versions = kept[rival].versions + occurrence.versions
            why = f"{_tellers(case, versions)} let one holder hand it to different parties at one time"
            why += _PARTS if _can_be_split(case, versions[0].tellings) else ""
            kept[rival] = Occurrence(versions=versions, why_rivals=why)
            continue
        if holder is not None:
            leaving[holder].append(len(kept))
        kept.append(occurrence)
    return kept


_PARTS = ": parts of it can have gone different ways"


def _can_be_split(case: Case, told: Sequence[Telling]) -> bool:
    """Whether it is a lot or load, of which each account can tell a part."""
    things = {case.root(thing) for telling in told for thing in telling.event.of}
    return any(case.content(thing, kind) is not None for thing in things for kind in (Lot, Consignment, Container))


def _hands_on(version: Version) -> StatementId | None:
    """Who hands it to somebody at a known time, if it is told so."""
    is_told = isinstance(version.event, Transfer) and version.after is not None and version.stated.is_known
    return version.before if is_told else None


def _contend(one: Occurrence, other: Occurrence, receipts: Sequence[Version]) -> bool:
    """Whether one holder cannot have handed it on both times: it did not come back in between."""
    first, second = one.first, other.first
    is_other_way = _is_taken(first) != _is_taken(second)
    if (first.after == second.after and not is_other_way) or not first.stated.overlaps(second.stated):
        return False
    hands = {first.after, second.after, None}
    return not any(
        back.before in hands and not all(back.when.certainly_before(step.stated) for step in (first, second))
        for back in receipts
    )


def _is_taken(version: Version) -> bool:
    return isinstance(version.event, Transfer) and version.event.as_ is TransferKind.CAPTURE
