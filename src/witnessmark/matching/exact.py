"""Exact: things whose marks read the same, character for character, as typed. A match is not an identity."""

from collections import defaultdict
from collections.abc import Iterator

from witnessmark.case.fold import Case
from witnessmark.model.ids import StatementId
from witnessmark.model.observations import MarkReading
from witnessmark.model.things import Item, Lot
from witnessmark.model.value import Result

_DOUBT = frozenset("?*[]{}")
"""Characters of the reading notation that stand for something not read."""


class ExactMatch(Result, frozen=True, kw_only=True):
    """Two things with a mark of one kind that reads the same."""

    left: StatementId
    right: StatementId
    readings: tuple[StatementId, ...]
    because: str


def exact_matches(case: Case) -> tuple[ExactMatch, ...]:
    """Pairs of things that share a mark as typed.

    A serial number counts only between things of one stated model: makers repeat numbers. Nothing is merged by it.
    """
    by_mark: dict[tuple[str, str], list[tuple[StatementId, StatementId]]] = defaultdict(list)
    for i, reading in case.of_kind(MarkReading):
        if reading.mark and reading.text and not _DOUBT & set(reading.text):
            by_mark[reading.mark, reading.text].append((case.root(reading.of), i))
    found = {}
    for (mark, text), readings in sorted(by_mark.items()):
        for match in _pairs(case, mark, text, sorted(readings)):
            found[match.left, match.right, mark] = match
    return tuple(found[key] for key in sorted(found))


def _pairs(case: Case, mark: str, text: str, readings: list[tuple[StatementId, StatementId]]) -> Iterator[ExactMatch]:
    for place, (left, first) in enumerate(readings):
        for right, second in readings[place + 1 :]:
            models = _model(case, left), _model(case, right)
            is_one_model = models[0] == models[1] and models[0] != ""
            if left != right and (mark == "lot" or is_one_model):
                because = f"both {mark} marks read {text!r} as typed" + (f", both {models[0]}" if is_one_model else "")
                yield ExactMatch(left=left, right=right, readings=(first, second), because=because)


def _model(case: Case, thing: StatementId) -> str:
    content = case.content(thing, Item) or case.content(thing, Lot)
    return "" if content is None else content.model
