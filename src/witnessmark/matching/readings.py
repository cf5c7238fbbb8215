"""Readings: which readings of a case are of one mark, so that they tell of each other's errors."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

from witnessmark.case.fold import Case
from witnessmark.marks.setting import LATIN_SCRIPT, Pair, Setting, script_of
from witnessmark.matching.judgements import identity
from witnessmark.model.ids import StatementId
from witnessmark.model.observations import Beforehand, Making, MarkReading, Wear

Marks = dict[tuple[StatementId, str, str], list[tuple[StatementId, MarkReading]]]
"""The readings of each mark, by the thing it is on, its kind, and the place on it."""


def readings_by_mark(case: Case) -> Marks:
    """All readings that stand, by the mark they are of: of one thing, also where people judged two to be one."""
    found: Marks = defaultdict(list)
    for i, reading in case.of_kind(MarkReading):
        found[identity(case, reading.of), reading.mark, f"{reading.where} {reading.clock}".strip()].append((i, reading))
    return dict(found)


def in_order(readings: Sequence[tuple[StatementId, MarkReading]]) -> list[tuple[StatementId, MarkReading]]:
    """Readings in the order in which they were made, as far as they are dated."""
    return sorted(readings, key=lambda each: (each[1].when, each[0]))


def judged_pairs(case: Case) -> Iterator[Pair]:
    """Pairs of readings of one mark, each with its setting.

    A reader who was told what another had read repeats it, right or wrong, so such a reading is in no pair; nor is one
    that the same reader made twice.
    """
    for (_, mark, _), readings in sorted(readings_by_mark(case).items()):
        if not mark:
            continue  # nobody said that these are of one mark
        independent = [each for _, each in sorted(readings) if each.beforehand is not Beforehand.TOLD]
        for one, other in itertools.combinations(independent, 2):
            if one.reader != other.reader or not one.reader:
                yield _setting(one, other), one.text, other.text


def _setting(one: MarkReading, other: MarkReading) -> Setting:
    making = next((r.making for r in (one, other) if r.making is not Making.UNKNOWN), "")
    wear = next((r.wear for r in (one, other) if r.wear is not Wear.UNKNOWN), "")
    scripts = [script_of(r.text) for r in (one, other)]
    return Setting(next((s for s in scripts if s != LATIN_SCRIPT), LATIN_SCRIPT), str(making), str(wear))
