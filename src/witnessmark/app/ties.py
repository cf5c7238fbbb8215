"""Ties: what ties the finds of a case together, and to those of other cases."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from witnessmark.app.desk import Desk, load
from witnessmark.app.lookup import Counter
from witnessmark.case.fold import Case
from witnessmark.matching.judgements import together, verdict_of
from witnessmark.matching.ties.consigned import COLUMNS, blocks_in
from witnessmark.matching.ties.findlinks import Run, clusters, find_links, runs, series_of
from witnessmark.matching.ties.finds import Find, finds, removals
from witnessmark.matching.ties.tiers import FindLink, Tier
from witnessmark.model.decisions import Verdict
from witnessmark.model.ids import StatementId
from witnessmark.model.value import Result
from witnessmark.reports.words import name


class Member(Result, frozen=True, kw_only=True):
    """A find that is tied to others."""

    case: str
    """The other case that it is of; empty for the case that was asked about."""
    thing: StatementId
    called: str
    mark: str
    typed: str


class Tie(Result, frozen=True, kw_only=True):
    """What ties some finds together; see ``FindLink``."""

    tier: Tier
    members: tuple[Member, ...]
    witnesses: int
    probability: float | None
    bits: float
    chance_rate: float
    because: str
    judged: Verdict | None
    """What people decided of two things; beside it stands what the program works out."""


class Ties(Result, frozen=True, kw_only=True):
    """All that ties the finds of some cases together."""

    ties: tuple[Tie, ...]
    runs: tuple[Run, ...]
    clusters: tuple[tuple[str, ...], ...]
    """Crates and visits that belong together, by name; with the case, where it is another one."""


@dataclasses.dataclass(frozen=True)
class Beside:
    """A case and others, taken together as if they were merged: what stands in several of them is there once."""

    whole: Case
    by_name: Mapping[str, Case]
    """The cases by what they are called; the one that was asked about has no name."""

    def placed(self, found: Iterator[Find]) -> list[Find]:
        """Finds with the case that they are of: the one that was asked about, where it holds the thing at all."""
        homes = ((find, *self.home(find.thing)) for find in found)
        return [dataclasses.replace(find, case=called, thing=thing) for find, called, thing in homes]

    def home(self, thing: StatementId) -> tuple[str, StatementId]:
        """What the case is called that a thing, crate or visit is of, and what introduces it there."""
        same = sorted(together(self.whole, thing))
        homes = ((called, each) for called, case in self.by_name.items() for each in same if case.versions(each))
        return next(homes, ("", thing))


def beside(mine: Case, others: Mapping[str, Desk]) -> Beside:
    """A case and others, which are told by what they are called."""
    cases = {"": mine, **{called: load(other) for called, other in sorted(others.items())}}
    statements = {i: statement for case in cases.values() for i, statement in case.statements.items()}
    return Beside(Case(statements) if others else mine, cases)


def ties(desk: Desk, others: Mapping[str, Desk], counter: Counter | None) -> Ties:
    """What ties the finds of a case together, and to those of other cases."""
    cases = beside(load(desk), others)
    found = cases.placed(finds(cases.whole))
    desk.progress.advance(0, len(found), "comparing finds")
    wanted = [(make, model) for make, model, _, _ in series_of(found)]
    blocks = blocks_in(counter.records(*COLUMNS), wanted) if counter is not None and wanted else {}
    found += cases.placed(removals(cases.whole))
    links = find_links(found, blocks)
    told = [(link, _judged(cases.whole, found, link)) for link in links]
    held = [link for link, judged in told if judged is not Verdict.DIFFERENT]
    return Ties(
        ties=tuple(_tie(cases.whole, found, link, judged) for link, judged in told),
        runs=runs(found),
        clusters=tuple(tuple(_unit(cases, unit) for unit in units) for units in clusters(found, held)),
    )


def _unit(cases: Beside, unit: StatementId) -> str:
    called, told = cases.home(unit)[0], name(cases.whole, unit)
    return f"{told} ({called})" if called else told


def _judged(case: Case, found: Sequence[Find], link: FindLink) -> Verdict | None:
    if link.tier > Tier.CAN_BE_SAME:
        return None
    one, other = (found[place].thing for place in link.finds)
    return verdict_of(case, one, other)


def _tie(case: Case, found: Sequence[Find], link: FindLink, judged: Verdict | None) -> Tie:
    chosen = [found[place] for place in link.finds]
    members = tuple(
        Member(case=each.case, thing=each.thing, called=name(case, each.thing), mark=each.mark, typed=each.typed)
        for each in chosen
    )  # fmt: skip
    return Tie(
        tier=link.tier, members=members, witnesses=link.witnesses, probability=link.probability, bits=link.bits,
        chance_rate=link.chance_rate, because=link.because, judged=judged,
    )  # fmt: skip
