"""Derived: the date that a stated duration gives to an event which nobody dates, within one account."""

from collections.abc import Sequence
from datetime import date

from witnessmark.case.fold import Case
from witnessmark.custody.occurrences import Occurrence, Version
from witnessmark.model.happenings import Duration
from witnessmark.model.ids import StatementId
from witnessmark.model.quantity import Bound, Unit
from witnessmark.model.when import UNKNOWN, Days, When, shifted, typed


def with_derived_dates(case: Case, told: Sequence[Occurrence], versions: Sequence[Version]) -> list[Version]:
    """An account's versions, where nobody dates one with the date that follows from a dated one of the account.

    A derived date says what it rests on, and is never used to recompute the duration that it comes from.
    """
    return [v if v.stated.is_known else _derived(case, told, versions, v) for v in versions]


def _derived(case: Case, told: Sequence[Occurrence], versions: Sequence[Version], version: Version) -> Version:
    """The version with what every stated duration says of its date; rival durations give rival dates."""
    ends = {case.root(i) for i in version.statements}
    whens: list[When] = []
    because: list[StatementId] = []
    for i, duration in case.of_kind(Duration):
        start = _start(case, told, versions, duration.from_) if case.root(duration.to) in ends else None
        when = None if start is None else _shifted(start.stated, duration)
        if start is not None and when is not None:
            whens.append(when)
            because.extend((i, *(t.statement for t in start.tellings if t.when.is_known)))
    if not whens:
        return version
    return Version(tellings=version.tellings, derived=one_of(whens), derived_from=tuple(dict.fromkeys(because)))


def _start(
    case: Case, told: Sequence[Occurrence], versions: Sequence[Version], statement: StatementId
) -> Version | None:
    """The version that the account takes of the event which a statement tells, in whatever version."""
    root = case.root(statement)
    for occurrence in told:
        if any(case.root(i) == root for v in occurrence.versions for i in v.statements):
            return next((v for v in versions if v in occurrence.versions and v.stated.is_known), None)
    return None


def _shifted(when: When, duration: Duration) -> When | None:
    """A date so many days later; ``None`` where none follows, as from "about" so many."""
    days = duration.lasted.amount
    if duration.lasted.unit is not Unit.DAYS or days != days.to_integral_value():
        return None
    try:
        exact = shifted(when, int(days))
        match duration.lasted.bound:
            case Bound.EXACTLY:
                return exact
            case Bound.AT_MOST:
                return _between(when, when.lo, exact.hi)
            case Bound.AT_LEAST:
                return _between(when, exact.lo, None)
            case Bound.MORE_THAN:
                return _between(when, shifted(when, int(days) + 1).lo, None)
            case _:
                return None
    except OverflowError:
        return None


def _between(start: When, lo: date | None, hi: date | None) -> When:
    days = (Days(lo=lo, hi=hi),)
    return When(
        text=typed(days), alternatives=days, is_uncertain=start.is_uncertain, is_approximate=start.is_approximate
    )


def one_of(whens: Sequence[When]) -> When:
    """The dates that rival accounts derive, as rivals; unknown where none does."""
    found = list(dict.fromkeys(whens))
    if len(found) <= 1:
        return found[0] if found else UNKNOWN
    each = dict.fromkeys(days for when in found for days in when.alternatives)
    alternatives = tuple(sorted(each, key=lambda d: (d.lo or date.min, d.hi or date.max)))
    return When(
        text=typed(alternatives),
        alternatives=alternatives,
        is_uncertain=any(w.is_uncertain for w in found),
        is_approximate=any(w.is_approximate for w in found),
    )
