"""Chain: who held a thing, in order, in one account of it; what nobody documents is a gap."""

from collections.abc import Sequence

from witnessmark.custody.occurrences import Version
from witnessmark.custody.order import in_order, moves_custody
from witnessmark.model.happenings import Loss, Manufacture, Recovery, Transfer
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
    events = tuple(in_order(versions))
    walk = _Walk()
    for event in events:
        walk.take(event)
    return CustodyChain(elements=walk.finished(), events=events)


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
