"""Chain: who held a thing, in order, in one account of it; what nobody documents is a gap."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from witnessmark.custody.links import LinkKind
from witnessmark.custody.occurrences import Version
from witnessmark.model.happenings import (
    CheckResult,
    Deactivation,
    DeliveryCheck,
    Destruction,
    Loss,
    Manufacture,
    Marking,
    Passes,
    Recovery,
    Transfer,
    TransferKind,
)
from witnessmark.model.ids import StatementId
from witnessmark.model.value import Result


class Span(Result, frozen=True, kw_only=True):
    """One holder, from the event that began the holding to the one that ended it."""

    holder: StatementId
    began: Version | None
    """The event by which the holder came to have it; ``None`` where nobody says how."""
    ended: Version | None
    """The event by which the holder lost it; ``None`` where nobody says how."""
    seen: tuple[Version, ...] = ()
    """Every event that places the thing with this holder, in order, ``began`` and ``ended`` among them."""


class Gap(Result, frozen=True, kw_only=True):
    """Nothing says what happened between two holders."""

    after: StatementId | None
    """The holder before; ``None`` before the first one known."""
    before: StatementId | None
    """The holder after; ``None`` where nobody is named."""
    last: Version | None
    """The last event before it."""
    next: Version | None
    """The first event after it."""


class CustodyChain(Result, frozen=True, kw_only=True):
    """Who held one thing, in order, in one account."""

    elements: tuple[Span | Gap, ...]
    events: tuple[Version, ...]
    """All events of the account in the order taken, also those that move nothing."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """The holders."""
        return tuple(e for e in self.elements if isinstance(e, Span))

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The legs that nobody documents."""
        return tuple(e for e in self.elements if isinstance(e, Gap))


def build_chain(versions: Sequence[Version]) -> CustodyChain:
    """The chain that the events of one account make."""
    events = tuple(_in_order(versions))
    walk = _Walk()
    for event in events:
        walk.take(event)
    return CustodyChain(elements=walk.finished(), events=events)


_FIRST, _MIDDLE, _RECOVERY, _LAST = range(4)


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


def _precedes(one: Version, other: Version) -> bool:
    if one.when.certainly_before(other.when):
        return True
    # What a recovering party did with it comes after the recovery.
    follows = isinstance(other.event, Recovery) and one.before is not None and one.before == other.after
    return not follows and _stage(one) < _stage(other) and not other.when.certainly_before(one.when)


def _in_order(versions: Sequence[Version]) -> Iterator[Version]:
    """Next: an event that no other precedes; of those, one that the hands lead to; then the earliest."""
    waiting = sorted(versions, key=lambda v: v.statements)
    holder: StatementId | None = None
    while waiting:
        free = [v for v in waiting if not any(_precedes(o, v) for o in waiting if o is not v)]
        event = min(free or waiting, key=lambda v: _urgency(v, holder, waiting))
        waiting.remove(event)
        holder = event.after if moves_custody(event) else holder
        yield event


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


def is_outward(version: Version | None) -> bool:
    """Whether an event sends things on their way to an end user."""
    event = None if version is None else version.event
    return isinstance(event, Transfer) and event.as_ in _OUTWARD


def _urgency(version: Version, holder: StatementId | None, waiting: Sequence[Version]) -> tuple[Any, ...]:
    """What makes an event come sooner; of two that presuppose nothing and are equally dated, the statements decide."""
    continues = holder is not None and version.before == holder
    presupposes = version.before is not None and any(o.after == version.before for o in waiting if o is not version)
    first, last = version.when.lo or date.max, version.when.hi or date.max
    return not continues, presupposes, _stage(version), not is_outward(version), first, last, version.statements


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


class _Walk:
    """The chain so far, and the span that is still open."""

    def __init__(self) -> None:
        self._done: list[Span | Gap] = []
        self._open: Span | None = None
        self._last: Version | None = None

    def take(self, event: Version) -> None:
        if not moves_custody(event) or _names_nobody(event):
            return
        if event.before is None or self._open is None or event.before != self._open.holder:
            self._arrive_before(event)
        if self._open is not None:
            self._open = _seen(self._open, event)
        self._leave(event)
        self._last = event

    def _arrive_before(self, event: Version) -> None:
        """Get from whoever held it to whoever held it when the event began."""
        if isinstance(event.event, Manufacture) and self._open is None and not self._done:
            return  # nobody had it before it was made
        if event.before is None and self._open is not None and self._open.holder == event.after:
            return  # told again of the same holder
        if event.before is None and self._open is None and not self._done:
            self._done.append(Gap(after=None, before=event.after, last=None, next=event))
            return
        holder = None if self._open is None else self._open.holder
        self._close(None)
        before = event.after if event.before is None else event.before
        self._gap(holder, before, event)
        if event.before is not None:
            self._open = Span(holder=event.before, began=None, ended=None)

    def _gap(self, holder: StatementId | None, before: StatementId | None, event: Version) -> None:
        is_told_already = bool(self._done) and isinstance(self._done[-1], Gap)
        if is_told_already:
            self._done.pop()
            holder = next((e.holder for e in reversed(self._done) if isinstance(e, Span)), None)
        self._done.append(Gap(after=holder, before=before, last=self._last, next=event))

    def _leave(self, event: Version) -> None:
        holder = None if self._open is None else self._open.holder
        if event.after == holder and holder is not None:
            return
        self._close(event)
        if event.after is not None:
            self._open = Span(holder=event.after, began=event, ended=None, seen=(event,))
        elif not (self._done and isinstance(self._done[-1], Gap)):
            self._done.append(Gap(after=holder, before=None, last=event, next=None))

    def _close(self, event: Version | None) -> None:
        if self._open is not None:
            span = self._open
            self._done.append(Span(holder=span.holder, began=span.began, ended=event, seen=span.seen))
            self._open = None

    def finished(self) -> tuple[Span | Gap, ...]:
        self._close(None)
        return tuple(self._done)


def _names_nobody(version: Version) -> bool:
    """Whether an event neither names a holder nor says that one lost the thing."""
    is_departure = isinstance(version.event, (Loss, Transfer, Recovery))
    return version.before is None and version.after is None and not is_departure


def _seen(span: Span, event: Version) -> Span:
    return Span(holder=span.holder, began=span.began, ended=span.ended, seen=(*span.seen, event))
