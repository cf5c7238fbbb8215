"""Windows: after whose documented custody, before which event, a thing left the hands that an authority permits.

These are plain rules, not probabilities: the baseline that an inference must beat. A window is titled by its
authority, never by a party, and no record of permission means unknown, not unlawful.
"""

import enum
from collections.abc import Iterator, Sequence
from itertools import pairwise

from witnessmark.case.fold import Case
from witnessmark.custody.accounts import Account, History
from witnessmark.custody.chain import CustodyChain, Span
from witnessmark.custody.occurrences import Version
from witnessmark.custody.order import is_outward
from witnessmark.diversion.authority import Authority, AuthorityKind, authorities, is_involuntary
from witnessmark.matching.judgements import identity
from witnessmark.model.happenings import Allowed, CaptureReport, Loss, Manufacture, Transfer, TransferKind
from witnessmark.model.ids import StatementId
from witnessmark.model.value import Result
from witnessmark.model.when import Days

NO_INFERENCE = "no inference of malpractice"
"""Stands beside every party upstream of a window, unless a source says otherwise."""


class Stage(enum.StrEnum):
    """Where in the life of a transfer the window opens (UNIDIR)."""

    PRE_EXPORT = "pre-export"
    TRANSFER = "transfer"
    POST_DELIVERY = "post-delivery"
    NOT_KNOWN = "not known: no export or delivery is documented"


class Cause(enum.StrEnum):
    """The documented way in which the thing left; without one, none is supposed."""

    RETRANSFER_NOT_ALLOWED = "retransfer that a source says was not allowed"
    RETRANSFER = "retransfer; no consent that held is in the case, which is unknown and not unlawful"
    CAPTURE = "capture"
    LOSS = "loss"
    CAPTURE_REPORTED = "a capture from this holder is reported, though not of this thing"
    NOT_DOCUMENTED = "no cause is documented"


class Edge(Result, frozen=True, kw_only=True):
    """One side of a window."""

    holder: StatementId | None
    """``None`` where nobody is named."""
    event: Version
    """The event that fixes this side."""


class Window(Result, frozen=True, kw_only=True):
    """The thing may have left permitted custody after one event and before another."""

    authority: Authority
    after: Edge
    before: Edge
    dates: Days
    """Empty where the stated dates contradict each other."""
    dates_contradict: bool
    rests_on_derived_date: bool
    rests_on_doubtful_date: bool
    """A source marks a date that bounds it as in doubt."""
    stage: Stage
    cause: Cause
    rule: str
    upstream: tuple[StatementId, ...]
    """Every holder before the window; beside each stands ``NO_INFERENCE``."""
    statements: tuple[StatementId, ...]
    """Everything that the window rests on."""


class NoWindow(Result, frozen=True, kw_only=True):
    """An authority for which the case gives no window, and why: an answer of its own."""

    authority: Authority
    why: str


class Judged(Result, frozen=True, kw_only=True):
    """What one account gives against every authority."""

    account: Account
    windows: tuple[Window, ...]
    undetermined: tuple[NoWindow, ...]


def judge(case: Case, history: History) -> tuple[Judged, ...]:
    """The windows of every account of a thing's custody. Windows are never summed into one."""
    return tuple(_judge(case, history.thing, account) for account in history.accounts)


def _judge(case: Case, thing: StatementId, account: Account) -> Judged:
    windows: list[Window] = []
    undetermined: list[NoWindow] = []
    for authority in authorities(case, thing, account.chain):
        departures = list(_departures(account.chain, authority))
        windows.extend(_window(case, account.chain, authority, left, back) for left, back in departures)
        if not departures:
            undetermined.append(NoWindow(authority=authority, why=_why_none(account.chain, authority)))
    return Judged(account=account, windows=tuple(windows), undetermined=tuple(undetermined))


def _departures(chain: CustodyChain, authority: Authority) -> Iterator[tuple[Span, Span | None]]:
    """Each holder whom the authority permits with the next one, if it does not permit that one.

    Nobody comes next where a documented event took it from the last holder and names no other.
    """
    spans = chain.spans
    permitted = _permitted(spans, authority)
    for place in sorted(permitted):
        left, back = spans[place], spans[place + 1] if place + 1 < len(spans) else None
        is_kept = back is not None and (place + 1 in permitted or back.holder in authority.permits)
        if not is_kept and (back is not None or _was_taken_from(left)):
            yield left, back


def _permitted(spans: Sequence[Span], authority: Authority) -> set[int]:
    """The places of the holders whom the authority permits; an allowed step makes the next one such a holder."""
    if authority.kind is AuthorityKind.HOLDER:
        return {n for n, span in enumerate(spans) if _is_taken(span, authority)}
    permitted = {n for n, span in enumerate(spans) if span.holder in authority.permits}
    if not permitted and authority.permits:
        permitted = _sent_towards(spans)
    for place, (left, back) in enumerate(pairwise(spans)):
        if place in permitted and _is_allowed(left, back):
            permitted.add(place + 1)
    return permitted


def _is_taken(span: Span, authority: Authority) -> bool:
    return span.ended is not None and span.ended.statements == authority.statements


def _was_taken_from(span: Span) -> bool:
    return span.ended is not None and is_involuntary(span.ended.event)


def _sent_towards(spans: Sequence[Span]) -> set[int]:
    """Where nobody permitted is documented with it: the last of those who, leg by documented leg, sent it on."""
    last = 0
    while last + 1 < len(spans) and is_outward(spans[last].ended) and spans[last + 1].began is spans[last].ended:
        last += 1
    return {last} if last > 0 else set()


def _is_allowed(left: Span, back: Span) -> bool:
    step = left.ended
    return step is not None and step is back.began and step.allowed is Allowed.YES


def _window(case: Case, chain: CustodyChain, authority: Authority, left: Span, back: Span | None) -> Window:
    direct = left.ended if back is None or (left.ended is not None and left.ended is back.began) else None
    after, before = left.began or left.seen[0], left.seen[-1] if back is None else back.seen[0]
    last = left.seen[-1]
    cause, because = _cause(case, left, direct)
    opens, closes = _opens(chain, left), _closes(left, back)
    sides = dict.fromkeys(v for v in (after, last, opens, before, closes) if v is not None)
    cited = [i for v in sides for i in (*v.statements, *v.derived_from)]
    lo, hi = (None if opens is None else opens.when.lo), (None if closes is None else closes.when.hi)
    contradicts = lo is not None and hi is not None and lo > hi
    return Window(
        authority=authority,
        after=Edge(holder=left.holder, event=after),
        before=Edge(holder=None if back is None else back.holder, event=before),
        dates=Days() if contradicts else Days(lo=lo, hi=hi),
        dates_contradict=contradicts,
        rests_on_derived_date=any(v is not None and v.derived_from != () for v in (opens, closes)),
        rests_on_doubtful_date=any(v is not None and v.when.is_uncertain for v in (opens, closes)),
        stage=_stage(chain, authority, left),
        cause=cause,
        rule=_rule(authority, left, back, direct),
        upstream=_upstream(chain, left),
        statements=tuple(dict.fromkeys([*authority.statements, *cited, *because])),
    )


def _opens(chain: CustodyChain, left: Span) -> Version | None:
    """The event before whose first possible day it cannot have left: the latest that it or anybody before had it."""
    so_far = [v for span in chain.spans[: chain.spans.index(left) + 1] for v in span.seen]
    dated = [(v.when.lo, v.statements, v) for v in so_far if v.when.lo is not None]
    return max(dated)[2] if dated else None


def _closes(left: Span, back: Span | None) -> Version | None:
    """The event after whose last possible day it must have left: its loss, or the first that the next one had it."""
    lost = (left.ended,) if left.ended is not None and isinstance(left.ended.event, Loss) else ()
    taken = (left.seen[-1],) if back is None else back.seen
    dated = [(v.when.hi, v.statements, v) for v in (*lost, *taken) if v.when.hi is not None]
    return min(dated)[2] if dated else None


def _stage(chain: CustodyChain, authority: Authority, left: Span) -> Stage:
    place = chain.spans.index(left)
    is_end_user = authority.kind in {AuthorityKind.UNDERTAKING, AuthorityKind.INTENDED_RECIPIENT}
    # Also of one to whom a permitted holder gave it by an allowed step.
    is_permitted = any(span.holder in authority.permits for span in chain.spans[: place + 1])
    is_at_its_start = left.began is not None and isinstance(left.began.event, Manufacture)
    if is_permitted and is_end_user and not is_at_its_start:
        return Stage.POST_DELIVERY
    if any(_came_by_transfer(span) for span in chain.spans[: place + 1]):
        return Stage.POST_DELIVERY if is_permitted else Stage.TRANSFER
    leaves_later = any(is_outward(span.began) for span in chain.spans[place + 1 :])
    return Stage.PRE_EXPORT if is_at_its_start or leaves_later else Stage.NOT_KNOWN


def _came_by_transfer(span: Span) -> bool:
    """Whether a holder came to it by a transfer."""
    return span.began is not None and isinstance(span.began.event, Transfer)


def _cause(case: Case, left: Span, direct: Version | None) -> tuple[Cause, tuple[StatementId, ...]]:
    ended = left.ended
    if ended is not None and isinstance(ended.event, Loss):
        return Cause.LOSS, ended.statements
    if direct is not None and isinstance(direct.event, Transfer):
        return _cause_of_transfer(direct.event, direct.allowed), direct.statements
    reported = tuple(
        i
        for i, report in case.of_kind(CaptureReport)
        if report.from_ is not None and identity(case, report.from_) == left.holder
    )
    return (Cause.CAPTURE_REPORTED, reported) if reported else (Cause.NOT_DOCUMENTED, ())


def _cause_of_transfer(event: Transfer, allowed: Allowed) -> Cause:
    if event.as_ is TransferKind.CAPTURE:
        return Cause.CAPTURE
    return Cause.RETRANSFER_NOT_ALLOWED if allowed is Allowed.NO else Cause.RETRANSFER


def _rule(authority: Authority, left: Span, back: Span | None, direct: Version | None) -> str:
    if authority.kind is AuthorityKind.HOLDER:
        return "an event took it from its holder, who did not give it"
    if back is None:
        return "an event took it from a permitted holder, and nobody is named who had it after"
    if direct is not None:
        return "one event takes it from a permitted holder to one whom the authority does not permit"
    if left.ended is not None:
        return "a permitted holder lost it, and the next holder known is one whom the authority does not permit"
    return "a permitted holder had it, nobody documents the next leg, and then one who is not permitted had it"


def _upstream(chain: CustodyChain, left: Span) -> tuple[StatementId, ...]:
    found: list[StatementId] = []
    for span in chain.spans[: chain.spans.index(left) + 1]:
        if span.began is not None and isinstance(span.began.event, Transfer):
            found.extend(span.began.event.via)
        found.append(span.holder)
    return tuple(dict.fromkeys(found))


def _why_none(chain: CustodyChain, authority: Authority) -> str:
    holders = {span.holder for span in chain.spans}
    if authority.void:
        return authority.void
    if authority.kind is AuthorityKind.HOLDER:
        return "the next one documented with it is the same holder: it came back"
    if not authority.permits:
        return "the paper's text was not seen: nobody knows whose custody it permits"
    if not holders & authority.permits:
        return "nothing documents the thing with anybody whom the authority permits"
    if any(_is_allowed(left, back) for left, back in pairwise(chain.spans) if left.holder in authority.permits):
        return "a source says that the step out of permitted hands was allowed"
    return "nothing documents the thing with anybody whom the authority does not permit"
