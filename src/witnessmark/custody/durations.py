"""Durations: how long it took, as sources state it and as stated dates allow it; never one from the other."""

from collections import defaultdict
from collections.abc import Iterator

from witnessmark.case.fold import Case
from witnessmark.custody.accounts import Account, History
from witnessmark.custody.derived import one_of
from witnessmark.custody.occurrences import Telling, Version
from witnessmark.custody.order import moves_custody
from witnessmark.model.happenings import Duration, Recovery, Sighting, Transfer
from witnessmark.model.ids import StatementId
from witnessmark.model.value import Result
from witnessmark.model.when import When


class StatedDuration(Result, frozen=True, kw_only=True):
    """A source says how long it took."""

    statement: StatementId
    start: StatementId
    end: StatementId
    lasted: str
    derived: When
    """The date of the end that follows from it, if no source dates the end."""
    derived_from: tuple[StatementId, ...]


class Elapsed(Result, frozen=True, kw_only=True):
    """The fewest and the most days between two events that the stated dates allow."""

    start: StatementId
    end: StatementId
    fewest: int | None
    most: int | None
    by_one_source: bool
    """One source gives both dates, so they were meant together."""


def stated_durations(case: Case, history: History) -> tuple[StatedDuration, ...]:
    """The durations that sources state between events of a thing, with what follows from them in any account."""
    by_root: dict[StatementId, list[Version]] = defaultdict(list)
    for version in _versions(history):
        for i in version.statements:
            by_root[case.root(i)].append(version)
    return tuple(
        _stated(case, i, duration, by_root[case.root(duration.to)])
        for i, duration in case.of_kind(Duration)
        if case.root(duration.from_) in by_root and case.root(duration.to) in by_root
    )


def _stated(case: Case, i: StatementId, duration: Duration, ends: list[Version]) -> StatedDuration:
    derived = [version for version in ends if version.derived_from]
    return StatedDuration(
        statement=i,
        start=case.root(duration.from_),
        end=case.root(duration.to),
        lasted=str(duration.lasted),
        derived=one_of([version.derived for version in derived]),
        derived_from=tuple(dict.fromkeys(s for version in derived for s in version.derived_from)),
    )


def elapsed(case: Case, history: History) -> tuple[Elapsed, ...]:
    """Days from each dated transfer to each later dated sighting or recovery, telling by telling.

    Only dates that a source states are used: one derived from a stated duration would give that duration back.
    """
    pairs = dict.fromkeys(pair for account in history.accounts for pair in _dated_pairs(account))
    found = [e for e in (_elapsed(case, start, end) for start, end in pairs) if (e.fewest, e.most) != (None, None)]
    return tuple(sorted(found, key=lambda e: (e.fewest or 0, e.start, e.end)))


def _dated_pairs(account: Account) -> Iterator[tuple[Telling, Telling]]:
    """Each dated telling of a transfer with each dated telling of a later find."""
    starts: list[Telling] = []
    for version in filter(moves_custody, account.chain.events):
        dated = [t for t in version.tellings if t.when.is_known]
        if isinstance(version.event, Transfer):
            starts.extend(dated)
        elif isinstance(version.event, (Sighting, Recovery)):
            yield from ((start, end) for end in dated for start in starts)


def _elapsed(case: Case, start: Telling, end: Telling) -> Elapsed:
    fewest, most = start.when.days_until(end.when)
    first, second = (case.statements[t.statement].source for t in (start, end))
    is_one = first is not None and second is not None and case.root(first) == case.root(second)
    return Elapsed(start=start.statement, end=end.statement, fewest=fewest, most=most, by_one_source=is_one)


def _versions(history: History) -> Iterator[Version]:
    for account in history.accounts:
        yield from account.chain.events
