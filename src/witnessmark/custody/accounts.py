"""Accounts: one chain for each way in which the sources can be true together."""

import itertools
import math
from collections.abc import Iterator, Sequence

from witnessmark.case.fold import Case
from witnessmark.custody.chain import CustodyChain, build_chain
from witnessmark.custody.derived import with_derived_dates
from witnessmark.custody.occurrences import Occurrence, Version, occurrences
from witnessmark.model.ids import StatementId
from witnessmark.model.problem import Problem, Severity
from witnessmark.model.value import Result

MOST_ACCOUNTS = 24
"""More rival accounts than a person can compare; the rest are counted, not built."""


class Conflict(Result, frozen=True, kw_only=True):
    """Versions of one event that cannot all be true."""

    versions: tuple[Version, ...]
    why: str


class Account(Result, frozen=True, kw_only=True):
    """One consistent way to take the sources."""

    chosen: tuple[Version, ...]
    """The versions that this account takes where sources conflict; empty if there is no rival."""
    chain: CustodyChain


class History(Result, frozen=True, kw_only=True):
    """Everything that the case says of one thing's custody."""

    thing: StatementId
    accounts: tuple[Account, ...]
    conflicts: tuple[Conflict, ...]
    problems: tuple[Problem, ...] = ()


def history(case: Case, thing: StatementId) -> History:
    """The custody of a thing: rival accounts side by side, none preferred."""
    told = occurrences(case, thing)
    rivals = [o for o in told if len(o.versions) > 1]
    settled = [o.first for o in told if len(o.versions) == 1]
    accounts = tuple(
        Account(chosen=chosen, chain=build_chain(with_derived_dates(case, told, [*settled, *chosen])))
        for chosen in _choices(rivals)
    )
    return History(
        thing=case.root(thing),
        accounts=accounts,
        conflicts=tuple(Conflict(versions=o.versions, why=o.why_rivals) for o in rivals),
        problems=tuple(_too_many(thing, rivals)),
    )


def _choices(rivals: Sequence[Occurrence]) -> Iterator[tuple[Version, ...]]:
    return itertools.islice(itertools.product(*(o.versions for o in rivals)), MOST_ACCOUNTS)


def _too_many(thing: StatementId, rivals: Sequence[Occurrence]) -> Iterator[Problem]:
    count = math.prod(len(o.versions) for o in rivals)
    if count > MOST_ACCOUNTS:
        message = f"the sources allow {count} accounts; the first {MOST_ACCOUNTS} are shown"
        yield Problem(source=thing[:10], message=message, statements=(thing,), severity=Severity.NOTE)
