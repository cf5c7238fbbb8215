"""Derived: the date that a stated duration gives to an event which nobody dates, within one account."""

from collections.abc import Sequence

from witnessmark.case.fold import Case
from witnessmark.custody.occurrences import Occurrence, Version
from witnessmark.model.happenings import Duration
from witnessmark.model.ids import StatementId
from witnessmark.model.quantity import Unit
from witnessmark.model.when import UNKNOWN, When, shifted, typed


def with_derived_dates(case: Case, told: Sequence[Occurrence], versions: Sequence[Version]) -> list[Version]:
    """An account's versions, where nobody dates one with the date that follows from a dated one of the account.

    A derived date says what it rests on, and is never used to recompute the duration that it comes from.
    """
    return [v if v.stated.is_known else _derived(case, told, versions, v) for v in versions]


def _derived(case: Case, told: Sequence[Occurrence], versions: Sequence[Version], version: Version) -> Version:
    ends = {case.root(i) for i in version.statements}
    for i, duration in case.of_kind(Duration):
        start = _start(case, told, versions, duration.from_) if case.root(duration.to) in ends else None
        when = None if start is None else _shifted(start.stated, duration)
        if start is not None and when is not None:
            dated = (t.statement for t in start.tellings if t.when.is_known)
            return Version(tellings=version.tellings, derived=when, derived_from=(i, *dict.fromkeys(dated)))
    return version


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
    days = duration.lasted.amount
    if duration.lasted.unit is not Unit.DAYS or days != days.to_integral_value():
        return None
    try:
        return shifted(when, int(days))
    except OverflowError:
        return None


def one_of(whens: Sequence[When]) -> When:
    """The dates that rival accounts derive, as rivals; unknown where none does."""
    found = list(dict.fromkeys(whens))
    if len(found) <= 1:
        return found[0] if found else UNKNOWN
    alternatives = tuple(dict.fromkeys(days for when in found for days in when.alternatives))
    return When(
        text=typed(alternatives),
        alternatives=alternatives,
        is_uncertain=any(w.is_uncertain for w in found),
        is_approximate=any(w.is_approximate for w in found),
    )
