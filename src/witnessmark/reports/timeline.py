"""Timeline: a custody chain as lanes of holders over time.

One lane for each holder, in order; the dark part of a bar is custody on every reading of the dates, the pale part on
some. An orange mark is the days in which a documented event lies; rival dates stand side by side. What nobody
documents is hatched.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from witnessmark.model.hidden import visible
from witnessmark.reports.dossier import AccountLine, EventLine, GapLine, HolderLine, Subject, either, leg
from witnessmark.reports.drawing import (
    Scale,
    axis,
    fading,
    fitted,
    hatched,
    interval_bar,
    linked,
    marks,
    rect,
    svg,
    text,
    width_of,
    wrapped,
)
from witnessmark.reports.variants import said_accounts

WIDTH = 940.0
_LABELS = 226.0
_RIGHT = 18.0
_TOP = 40.0
_LANE = 58.0
_LEG = 30.0
_BAR = 12.0
_FOOT = 26.0
_CAPTION = 12.5


@dataclass(frozen=True)
class _Lane:
    """A holder over the accounts that agree on who held it, or a leg between two."""

    element: HolderLine | GapLine
    rivals: tuple[EventLine, ...]
    """Other versions of the event that began this holding."""
    sooner: date | None
    """From when on, on some reading."""
    surely: date | None
    until: date | None
    later: date | None


def timelines(subject: Subject) -> Iterator[tuple[str, Markup]]:
    """A heading and a drawing for each order of holders that the sources allow."""
    shapes: dict[tuple[object, ...], dict[int, AccountLine]] = {}
    for number, account in enumerate(subject.accounts, start=1):
        shapes.setdefault(_shape(account), {})[number] = account
    for numbered in shapes.values():
        accounts = list(numbered.values())
        heading = "Who held it" if len(shapes) == 1 else f"Who held it: {said_accounts(list(numbered)).lower()}"
        if any(isinstance(e, HolderLine) for e in accounts[0].elements):
            yield heading, _drawing(subject, heading, accounts)


def _shape(account: AccountLine) -> tuple[object, ...]:
    return tuple(e.name if isinstance(e, HolderLine) else (e.after, e.before) for e in account.elements)


def _drawing(subject: Subject, heading: str, accounts: Sequence[AccountLine]) -> Markup:
    lanes = _lanes(accounts)
    days = [d for a in accounts for e in a.elements if isinstance(e, HolderLine) for v in e.seen for d in _days(v)]
    scale = fitted(days, left=_LABELS, right=WIDTH - _RIGHT)
    height = _TOP + sum(_height(lane) for lane in lanes) + _FOOT
    parts: list[Markup] = []
    y = _TOP
    backs, fronts = [], []
    for place, lane in enumerate(lanes):
        back, front = _in_turn(lane, place, len(lanes), y) if scale is None else _lane(lane, scale, y)
        backs.append(back)
        fronts.append(front)
        y += _height(lane)
    parts.extend(backs)
    if scale is not None:
        parts.append(axis(scale, top=_TOP - 8, bottom=y))
    else:
        parts.append(text(_LABELS, _TOP - 15, "no date is known: one after the other", size=12, kind="soft"))
    parts.extend(fronts)
    parts.append(_legend(y + 10))
    return svg(
        parts,
        width=WIDTH,
        height=height,
        title=f"{heading}: {subject.name}",
        description=_described(lanes),
    )


def _height(lane: _Lane) -> float:
    return _LANE if isinstance(lane.element, HolderLine) else _LEG


def _days(event: EventLine) -> Iterator[date]:
    for extent in event.alternatives:
        yield from (day for day in (extent.lo, extent.hi) if day is not None)


def _first(event: EventLine | None) -> date | None:
    """The first day that an event can lie in; ``None`` where that is not known."""
    lows = [extent.lo for extent in event.alternatives] if event is not None else []
    return None if None in lows else min((day for day in lows if day), default=None)


def _last(event: EventLine | None) -> date | None:
    """The last day that an event can lie in; ``None`` where that is not known."""
    highs = [extent.hi for extent in event.alternatives] if event is not None else []
    return None if None in highs else max((day for day in highs if day), default=None)


def _certain(event: EventLine | None) -> EventLine | None:
    return None if event is None or event.is_uncertain else event


def _in_all(days: Iterable[date | None], pick: Callable[[list[date]], date]) -> date | None:
    """One of the days that all accounts give; ``None`` where one of them gives none."""
    given = list(days)
    return pick([day for day in given if day]) if given and None not in given else None


def _lanes(accounts: Sequence[AccountLine]) -> list[_Lane]:
    """The elements with the days between which each can have lasted."""
    lanes: list[_Lane] = []
    known: date | None = None
    elements = accounts[0].elements
    for place, element in enumerate(elements):
        others = [a.elements[place] for a in accounts[1:]]
        versions = [e for e in (element, *others) if isinstance(e, HolderLine)]
        sooner = min((d for e in versions if (d := _first(_start(e)))), default=known)
        if sooner is not None and lanes and lanes[-1].sooner is not None:
            sooner = max(sooner, lanes[-1].sooner)  # it cannot have come before those who had it before
        later = max((d for e in versions if (d := _last(e.ended))), default=None) or _next_day(elements, place)
        lanes.append(
            _Lane(
                element=element,
                rivals=tuple(dict.fromkeys(s for e in versions[1:] if (s := _start(e)))),
                sooner=sooner,
                surely=_in_all((_last(_certain(_start(e))) for e in versions), max),
                until=_in_all((_until(e) for e in versions), min),
                later=later,
            )
        )
        known = max((d for e in versions for v in e.seen for d in _days(v)), default=known)
    return lanes


def _start(holder: HolderLine) -> EventLine | None:
    return holder.began or (holder.seen[0] if holder.seen else None)


def _until(holder: HolderLine) -> date | None:
    """The last day on which the holder is documented, on every reading."""
    last = holder.ended or (holder.seen[-1] if holder.seen else None)
    return _first(_certain(last))


def _next_day(elements: Sequence[HolderLine | GapLine], place: int) -> date | None:
    for element in elements[place + 1 :]:
        for event in element.seen if isinstance(element, HolderLine) else ():
            if (day := _last(event)) is not None:
                return day
    return None


def _lane(lane: _Lane, scale: Scale, y: float) -> tuple[Markup, Markup]:
    """A lane's background, and what stands on it."""
    if isinstance(lane.element, GapLine):
        left = _LABELS if lane.sooner is None else scale.x(lane.sooner)
        right = WIDTH - _RIGHT if lane.later is None else scale.x(lane.later)
        return Markup(""), _leg(left, right, y)
    return _background(y), _label(lane.element, y) + _holding(lane, scale, y)


def _in_turn(lane: _Lane, place: int, count: int, y: float) -> tuple[Markup, Markup]:
    """A lane of a chain of which no date is known: only its turn is told."""
    width = (WIDTH - _RIGHT - _LABELS) / count
    left = _LABELS + place * width
    if isinstance(lane.element, GapLine):
        return Markup(""), _leg(left, left + width, y)
    bar = rect(left, y + 34, width, _BAR, "holdsoft")
    return _background(y), _label(lane.element, y) + bar + _caption(lane.element, lane.rivals, left, y)


def _background(y: float) -> Markup:
    return rect(0, y, WIDTH, _LANE - 4, "lane", rounded=4)


def _label(holder: HolderLine, y: float) -> Markup:
    lines = wrapped(holder.name, width=_LABELS - 24, size=13.5)
    parts = [text(10, y + 17 + n * 15, words, size=13.5, kind="strong") for n, words in enumerate(lines)]
    if holder.sort and holder.sort != "unknown":
        parts.append(text(10, y + 19 + len(lines) * 14, holder.sort, size=11.5, kind="soft"))
    return Markup("").join(parts)


def _leg(left: float, right: float, y: float) -> Markup:
    words = "nobody documents this leg"
    drawn = hatched(left, y + 4, max(right - left, 6), _LEG - 12)
    return drawn + text(10, y + 18, words, size=12, kind="soft")


def _holding(lane: _Lane, scale: Scale, y: float) -> Markup:
    assert isinstance(lane.element, HolderLine)  # noqa: S101 - a leg is drawn elsewhere
    top = y + 34
    left, right = lane.sooner or scale.first, lane.later or _last_seen(lane.element) or scale.first
    parts = [
        hatched(scale.left, top, scale.x(left) - scale.left, _BAR) if lane.sooner is None else Markup(""),
        interval_bar(scale, left, max(left, right), y=top, height=_BAR, kind="holdsoft"),
    ]
    if lane.later is None:
        parts.append(fading(scale.x(right), top, scale.right - scale.x(right), _BAR))
    if lane.surely is not None and lane.until is not None and lane.until > lane.surely:
        parts.append(interval_bar(scale, lane.surely, lane.until, y=top, height=_BAR, kind="hold"))
    start = _start(lane.element)
    for number, event in enumerate(dict.fromkeys((*lane.element.seen, *lane.rivals))):
        if event is not lane.element.ended or event is start:
            is_rival = event in lane.rivals and number > 0
            parts.extend(_event_marks(event, scale, left, top, is_rival=is_rival))
    first = _first(start)
    parts.append(_caption(lane.element, lane.rivals, scale.left if first is None else scale.x(first), y))
    return Markup("").join(parts)


def _last_seen(holder: HolderLine) -> date | None:
    """The last day on which anything may have placed it with the holder."""
    return max((d for event in holder.seen for d in _days(event)), default=None)


def _event_marks(event: EventLine, scale: Scale, left: date, top: float, *, is_rival: bool) -> Iterator[Markup]:
    for extent in event.alternatives:
        if extent.lo is not None or extent.hi is not None:
            lo, hi = extent.lo or left, extent.hi or scale.last
            stands_apart = is_rival or event.is_derived
            kind, y = ("rival", top - 10) if stands_apart else ("date", top - 5)
            yield linked(event.refs, interval_bar(scale, lo, hi, y=y, height=4, kind=kind))


def _caption(holder: HolderLine, rivals: Sequence[EventLine], x: float, y: float) -> Markup:
    """What began the holding and when, with the numbers of its statements."""
    event = _start(holder)
    if event is None:
        return Markup("")
    refs = tuple(dict.fromkeys([*event.refs, *(n for r in rivals for n in r.refs)]))
    how = event.label if holder.began is not None else f"known from {event.label}"
    told = f"{how}, {either([event, *rivals])}{', derived' if event.is_derived else ''}"
    right = WIDTH - _RIGHT
    (words,) = wrapped(told, width=right - _LABELS - width_of(marks(refs), _CAPTION), size=_CAPTION, most=1)
    whole = Markup('{} <tspan class="ref">{}</tspan>').format(visible(words), marks(refs))
    fits = x + width_of(f"{words} {marks(refs)}", _CAPTION) <= right
    start, anchor = (max(_LABELS, x), "start") if fits else (right, "end")
    return linked(refs, text(start, y + 19, whole, size=_CAPTION, anchor=anchor))


_LEGEND = (
    ("hold", 9.0, "held for certain"),
    ("holdsoft", 9.0, "held on some dates"),
    ("fade", 9.0, "end not known"),
    ("date", 4.0, "days of an event"),
    ("rival", 4.0, "rival or derived"),
    ("hatch", 9.0, "nobody documents it"),
)


def _sample(kind: str, x: float, y: float, height: float) -> Markup:
    match kind:
        case "hatch":
            return hatched(x, y, 22, height)
        case "fade":
            return fading(x, y, 22, height)
        case _:
            return rect(x, y, 22, height, kind)


def _legend(y: float) -> Markup:
    """What the shapes mean, for a reader who sees only the picture."""
    parts: list[Markup] = []
    x = 10.0
    for kind, height, words in _LEGEND:
        top = y + (9 - height) / 2
        parts.append(_sample(kind, x, top, height))
        parts.append(text(x + 28, y + 9, words, size=11.5, kind="soft"))
        x += 28 + width_of(words, 11.5) + 16
    return Markup("").join(parts)


def _described(lanes: Sequence[_Lane]) -> str:
    """The chain in words, for whoever cannot see the drawing."""
    said = []
    for lane in lanes:
        if isinstance(lane.element, GapLine):
            words = leg(lane.element)
            said.append(f"{words[0].upper()}{words[1:]}.")
        elif (start := _start(lane.element)) is None:
            said.append(f"{lane.element.name}.")
        else:
            derived = ", derived" if start.is_derived else ""
            said.append(f"{lane.element.name}: {start.what}, {either([start, *lane.rivals])}{derived}.")
    return " ".join(said)
