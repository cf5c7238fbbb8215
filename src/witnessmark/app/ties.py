"""Ties: what ties the finds of a case together, and to those of other cases."""

from collections.abc import Mapping, Sequence

from witnessmark.app.desk import Desk, load
from witnessmark.app.lookup import Counter
from witnessmark.case.fold import Case
from witnessmark.matching.consigned import COLUMNS, blocks_in
from witnessmark.matching.findlinks import FindLink, Run, Tier, clusters, find_links, removal_links, runs, series_of
from witnessmark.matching.finds import Find, finds, removals
from witnessmark.model.ids import StatementId
from witnessmark.model.value import Result
from witnessmark.reports.words import name


class Member(Result, frozen=True, kw_only=True):
    """A find that is tied to others."""

    case: str
    """Empty for the case that was asked about."""
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


class Ties(Result, frozen=True, kw_only=True):
    """All that ties the finds of some cases together."""

    ties: tuple[Tie, ...]
    runs: tuple[Run, ...]
    clusters: tuple[tuple[str, ...], ...]
    """Crates and visits that belong together, by name."""


def ties(desk: Desk, others: Mapping[str, Desk], counter: Counter | None) -> Ties:
    """What ties the finds of a case together, and to those of other cases, which are told by what they are called."""
    cases = {"": load(desk), **{called: load(other) for called, other in others.items()}}
    found = [find for called, case in cases.items() for find in finds(case, called=called)]
    desk.progress.advance(0, len(found), "comparing finds")
    wanted = [(make, model) for make, model, _, _ in series_of(found)]
    blocks = blocks_in([] if counter is None else counter.records(*COLUMNS), wanted)
    removed = {method: things for case in cases.values() for method, things in removals(case).items()}
    links = (*find_links(found, blocks), *removal_links(found, removed))
    return Ties(
        ties=tuple(_tie(cases, found, link) for link in links),
        runs=runs(found),
        clusters=tuple(
            tuple(name(_case_of(cases, found, unit), unit) for unit in units) for units in clusters(found, links)
        ),
    )


def _case_of(cases: Mapping[str, Case], found: Sequence[Find], unit: StatementId) -> Case:
    return next(cases[find.case] for find in found if find.unit == unit)


def _tie(cases: Mapping[str, Case], found: Sequence[Find], link: FindLink) -> Tie:
    chosen = [found[place] for place in link.finds]
    members = tuple(
        Member(case=each.case, thing=each.thing, called=name(cases[each.case], each.thing), mark=each.mark,
               typed=each.typed)
        for each in chosen
    )  # fmt: skip
    return Tie(
        tier=link.tier, members=members, witnesses=link.witnesses, probability=link.probability, bits=link.bits,
        chance_rate=link.chance_rate, because=link.because,
    )  # fmt: skip
