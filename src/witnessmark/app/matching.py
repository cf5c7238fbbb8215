"""Matching: what the marks of a case can be in the registers of the machine."""

from collections.abc import Iterator, Mapping, Sequence

from witnessmark.app.desk import Desk, load
from witnessmark.app.lookup import Counter, LookedUp, looked_up
from witnessmark.case.fold import Case
from witnessmark.marks.combine import combine
from witnessmark.matching.readings import in_order, readings_by_mark
from witnessmark.model.ids import StatementId
from witnessmark.model.sayings import Identification
from witnessmark.model.things import Item, Lot
from witnessmark.model.value import Result
from witnessmark.reports.words import name

_LOOKED_UP = ("serial", "lot")
"""Kinds of marks that registers hold."""
_FIELDS = ("make", "model", "calibre", "country")


class Matched(Result, frozen=True, kw_only=True):
    """A mark of a thing, and what it can be."""

    thing: StatementId
    called: str
    mark: str
    readings: tuple[StatementId, ...]
    found: LookedUp


def match(desk: Desk, counter: Counter, *, coverage: float) -> Iterator[Matched]:
    """Every serial and lot of a case, as all its readings leave it, looked up with what is stated of the thing."""
    case = load(desk)
    asked = list(_asked(case))
    questions = [(typed, stated) for _, _, _, typed, stated in asked]
    answers = looked_up(counter, questions, desk.progress, coverage=coverage)
    for (thing, mark, readings, _, _), found in zip(asked, answers, strict=True):
        yield Matched(thing=thing, called=name(case, thing), mark=mark, readings=readings, found=found)


def _asked(
    case: Case,
) -> Iterator[tuple[StatementId, str, tuple[StatementId, ...], str, Mapping[str, str]]]:
    for (thing, mark, _), readings in sorted(readings_by_mark(case).items()):
        if mark in _LOOKED_UP:
            ordered = in_order(readings)
            typed = combine([reading.text for _, reading in ordered]).current
            yield thing, mark, tuple(i for i, _ in ordered), typed, _stated(case, thing, [i for i, _ in ordered])


def _stated(case: Case, thing: StatementId, readings: Sequence[StatementId]) -> dict[str, str]:
    """What is said of the thing itself, or else by an identification that does not rest on these very marks."""
    found: dict[str, str] = {}
    content = case.content(thing, Item) or case.content(thing, Lot)
    if content is not None:
        found = {field: getattr(content, field) for field in _FIELDS if getattr(content, field)}
    for i, said in case.of_kind(Identification):
        if case.root(said.of) == thing and not set(case.standing[i].rests_on) & set(readings):
            for field in _FIELDS:
                if getattr(said, field):
                    found.setdefault(field, getattr(said, field))
    return found
