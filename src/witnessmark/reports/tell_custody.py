"""Tell custody: one thing's accounts, windows, conflicts and durations, as lines of a dossier."""

from collections.abc import Iterator, Sequence

from witnessmark.case.fold import Case
from witnessmark.case.sources import Standing
from witnessmark.custody.accounts import Account, Conflict, History, history
from witnessmark.custody.chain import Gap, Span
from witnessmark.custody.durations import Elapsed, StatedDuration, elapsed, stated_durations
from witnessmark.custody.occurrences import Telling, Version
from witnessmark.diversion.authority import Authority, AuthorityKind
from witnessmark.diversion.windows import NO_INFERENCE, Edge, Judged, NoWindow, Window, judge
from witnessmark.model.happenings import Duration, Recovery
from witnessmark.model.ids import StatementId
from witnessmark.model.statement import kind_of
from witnessmark.model.things import Authorisation, Party
from witnessmark.model.when import Days, When, readable
from witnessmark.reports.citing import Citations
from witnessmark.reports.dates import say, say_between, say_days, say_elapsed
from witnessmark.reports.dossier import (
    AccountLine,
    ConflictLine,
    DurationLine,
    EventLine,
    Extent,
    Footing,
    GapLine,
    HolderLine,
    Line,
    SideLine,
    Subject,
    Undetermined,
    WindowLine,
    either,
)
from witnessmark.reports.words import BASES, description, label, name, phrase, words

_MOST_ELAPSED = 12


def tell_subject(case: Case, citations: Citations, thing: StatementId) -> Subject:
    """One thing and its custody."""
    told = history(case, thing)
    versions = case.versions(thing)
    content = case.standing[versions[0]].content if versions else None
    citations.refs(versions)
    return Subject(
        id=thing,
        name=name(case, thing),
        kind="thing" if content is None else kind_of(content),
        facts=() if content is None else tuple(description(content)),
        accounts=tuple(
            _account(case, citations, judged, number, len(told.accounts))
            for number, judged in enumerate(judge(case, told), start=1)
        ),
        previous_users=tuple(_previous_users(case, citations, told)),
        conflicts=tuple(
            _conflict(c, tuple(event_line(case, citations, v) for v in c.versions)) for c in told.conflicts
        ),
        durations=(*_stated(case, citations, told), *_elapsed(case, citations, told)),
    )


def _conflict(conflict: Conflict, versions: tuple[EventLine, ...]) -> ConflictLine:
    is_of_dates = len({v.when for v in versions}) > 1 and len({v.what for v in versions}) == 1
    return ConflictLine(why=f"{conflict.why}: {either(versions)}" if is_of_dates else conflict.why, versions=versions)


def _previous_users(case: Case, citations: Citations, told: History) -> Iterator[Line]:
    """The basis for naming a group must stand beside its name."""
    seen = {t.statement: t.event for a in told.accounts for v in a.chain.events for t in v.tellings}
    for i, event in seen.items():
        if isinstance(event, Recovery) and event.previous_user is not None:
            said = f"{name(case, event.previous_user)}, {BASES[event.previous_user_basis]}"
            yield Line(text=f"{said}. {words(event.note)}" if event.note else said, refs=citations.refs([i]))


def event_line(case: Case, citations: Citations, version: Version) -> EventLine:
    """One version of one event."""
    return EventLine(
        what=phrase(case, version.event),
        label=label(version.event),
        when=say(version.when),
        alternatives=_extents(version.when),
        is_derived=version.derived_from != (),
        link=version.link,
        standing=citations.standing([t.statement for t in version.tellings if t.when == version.stated]),
        footings=tuple(footings(case, citations, version.tellings)),
        is_uncertain=version.when.is_uncertain,
        refs=citations.refs((*version.statements, *version.derived_from)),
    )


def footings(case: Case, citations: Citations, tellings: Sequence[Telling]) -> Iterator[Footing]:
    """What is told on each footing, the best first: nobody's date is told as another's."""
    found: dict[str, list[Telling]] = {}
    for telling in tellings:
        found.setdefault(citations.standing([telling.statement]), []).append(telling)
    for standing in (s for s in Standing if s in found):
        best = found[standing][0]
        yield Footing(
            standing=standing,
            what=phrase(case, best.event),
            when=say(best.when),
            alternatives=_extents(best.when),
            refs=citations.refs(t.statement for t in found[standing]),
        )


def _extents(when: When) -> tuple[Extent, ...]:
    return tuple(Extent(lo=d.lo, hi=d.hi) for d in when.alternatives)


def _account(case: Case, citations: Citations, judged: Judged, number: int, count: int) -> AccountLine:
    account = judged.account
    placed = {v.statements for span in account.chain.spans for v in span.seen}
    return AccountLine(
        label=_label(case, account, number, count),
        elements=tuple(_element(case, citations, e) for e in account.chain.elements),
        others=tuple(event_line(case, citations, v) for v in account.chain.events if v.statements not in placed),
        windows=tuple(_window(case, citations, w) for w in judged.windows),
        undetermined=tuple(_undetermined(case, citations, u) for u in judged.undetermined),
    )


def _label(case: Case, account: Account, number: int, count: int) -> str:
    if count == 1:
        return "The sources allow one account"
    chosen = "; ".join(f"{phrase(case, v.event)}, {say(v.when)}" for v in account.chosen)
    return f"Account {number} of {count}: {chosen}"


def _element(case: Case, citations: Citations, element: Span | Gap) -> HolderLine | GapLine:
    if isinstance(element, Gap):
        after, before = ("" if p is None else name(case, p) for p in (element.after, element.before))
        return GapLine(after=after, before=before)
    party = case.content(element.holder, Party)
    return HolderLine(
        name=name(case, element.holder),
        sort="" if party is None else party.sort.replace("-", " "),
        began=None if element.began is None else event_line(case, citations, element.began),
        ended=None if element.ended is None else event_line(case, citations, element.ended),
        seen=tuple(event_line(case, citations, v) for v in element.seen),
    )


def _window(case: Case, citations: Citations, window: Window) -> WindowLine:
    dates = "on dates that contradict each other" if window.dates_contradict else _said(window.dates)
    return WindowLine(
        title=window.authority.kind,
        paper=_paper(case, window.authority),
        authority=tuple(_facts(case, window.authority)),
        after=_side(case, window.after),
        before=_side(case, window.before),
        dates=Extent(lo=window.dates.lo, hi=window.dates.hi),
        dates_said=dates,
        rests_on_derived_date=window.rests_on_derived_date,
        rests_on_doubtful_date=window.rests_on_doubtful_date,
        what=_what(window),
        elapsed=_between(window.after.event, window.before.event),
        stage=window.stage,
        cause=window.cause,
        rule=window.rule,
        upstream=tuple(name(case, party) for party in window.upstream),
        caveat=NO_INFERENCE,
        refs=citations.refs(window.statements),
    )


def _what(window: Window) -> str:
    """A holder's own custody is nobody's permission: it is told apart from what an authority permits."""
    is_of_holder = window.authority.kind is AuthorityKind.HOLDER
    return "it was taken from its holder" if is_of_holder else "it may have left permitted custody"


def _said(dates: Days) -> str:
    if dates.lo is not None and dates.hi is not None and dates.lo != dates.hi:
        return say_between(dates.lo, dates.hi)
    return say_days(dates)


def _between(after: Version, before: Version) -> str:
    if after is before or not (after.stated.is_known and before.stated.is_known):
        return ""
    return say_elapsed(*after.stated.days_until(before.stated))


def _paper(case: Case, authority: Authority) -> str:
    return "" if authority.paper is None else name(case, authority.paper)


def _facts(case: Case, authority: Authority) -> Iterator[str]:
    """What is known of an authority, and what is not."""
    paper = None if authority.paper is None else case.content(authority.paper, Authorisation)
    if paper is None:
        return
    if paper.to is not None:
        yield f"given to {name(case, paper.to)}"
    if paper.issuer is not None:
        yield f"issued by {name(case, paper.issuer)}"
    yield f"number {paper.number}" if paper.number else "number not published"
    yield from (
        f"{what} {say(readable(day))}" for what, day in (("issued", paper.issued), ("valid", paper.valid)) if day
    )
    yield f"clauses: {', '.join(c.replace('-', ' ') for c in paper.clauses) or 'not known'}"
    yield f"the paper: {paper.authenticity.replace('-', ' ')}"
    yield from authority.set_aside


def _side(case: Case, edge: Edge) -> SideLine:
    event = edge.event
    derived = ", derived" if event.derived_from else ""
    return SideLine(holder=name(case, edge.holder), event=f"{label(event.event)}, {say(event.when)}{derived}")


def _undetermined(case: Case, citations: Citations, none: NoWindow) -> Undetermined:
    return Undetermined(
        title=none.authority.kind,
        paper=_paper(case, none.authority),
        why=none.why,
        refs=citations.refs(none.authority.statements),
    )


def _stated(case: Case, citations: Citations, told: History) -> Iterator[DurationLine]:
    """Each stated duration once, however many statements give it."""
    found: dict[tuple[str, str, str], list[StatedDuration]] = {}
    for duration in stated_durations(case, told):
        start, end = (_phrase(case, i) for i in (duration.start, duration.end))
        found.setdefault((start, end, duration.lasted), []).append(duration)
    for (start, end, lasted), durations in found.items():
        first = durations[0]
        stated = [d.lasted for i in first.derived_from if (d := case.content(i, Duration)) is not None]
        times = " and ".join(dict.fromkeys(map(str, stated)))
        follows = f"{end}: {say(first.derived)}, derived from the stated {times}" if first.derived_from else ""
        yield DurationLine(
            text=f"{start} → {end}",
            days=lasted,
            kind="as stated; never recomputed from a date that follows from it",
            follows=follows,
            refs=citations.refs([*(d.statement for d in durations), *first.derived_from]),
        )


def _elapsed(case: Case, citations: Citations, told: History) -> list[DurationLine]:
    return [_elapsed_line(case, citations, each) for each in elapsed(case, told)[:_MOST_ELAPSED]]


def _elapsed_line(case: Case, citations: Citations, each: Elapsed) -> DurationLine:
    start, end = (f"{_phrase(case, i)}, {_date(case, i)}" for i in (each.start, each.end))
    alone = "from the dates of one source alone" if each.by_one_source else "from stated dates"
    return DurationLine(
        text=f"{start} → {end}",
        days=say_elapsed(each.fewest, each.most),
        kind=alone,
        follows="",
        refs=citations.refs((each.start, each.end)),
    )


def _phrase(case: Case, i: StatementId) -> str:
    versions: Sequence[StatementId] = case.versions(i)
    return phrase(case, case.standing[versions[0]].content) if versions else "an event that was retracted"


def _date(case: Case, i: StatementId) -> str:
    return say(readable(getattr(case.statements[i].content, "when", "")))
