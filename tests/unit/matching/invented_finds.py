"""Finds as a test writes them: what was read of which thing, stated as what, found where."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from witnessmark.matching.ties.findlinks import find_links
from witnessmark.matching.ties.finds import Find
from witnessmark.matching.ties.tiers import FindLink, Tier
from witnessmark.model.ids import StatementId

ORLAN = {"make": "Orlan", "model": "OR-5"}


def find(name: str, typed: str, *, unit: str = "", mark: str = "serial", **stated: str) -> Find:
    """A find of a thing of some name, found alone unless a crate or visit is named."""
    return Find("", StatementId(name), mark, typed, stated, StatementId(unit or name))


def orlan(name: str, typed: str, *, unit: str = "") -> Find:
    return find(name, typed, unit=unit, **ORLAN)


def lot(name: str, typed: str, *, unit: str = "", **stated: str) -> Find:
    return find(name, typed, unit=unit, mark="lot", **stated)


def others(count: int, seed: int = 7) -> list[Find]:
    """Weapons that have nothing to do with each other."""
    random = np.random.default_rng(seed)
    numbers = random.choice(10**6, size=count, replace=False).tolist()
    return [orlan(f"other {n:05}", f"{('KA', 'KB', 'TX')[n % 3]} {number:06}") for n, number in enumerate(numbers)]


def links_of(found: Sequence[Find], *tiers: Tier) -> list[FindLink]:
    return [link for link in find_links(found, {}) if not tiers or link.tier in tiers]


def told(found: Sequence[Find], links: Iterable[FindLink]) -> set[tuple[Tier, frozenset[StatementId]]]:
    """Links by what they tie, whatever the numbers of the finds are."""
    return {(link.tier, frozenset(found[place].thing for place in link.finds)) for link in links}


def shuffled(found: Sequence[Find], seed: int) -> list[Find]:
    return [replace(found[int(place)]) for place in np.random.default_rng(seed).permutation(len(found))]
