"""Finds: the things of cases whose marks are compared with each other, each with where it was found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from witnessmark.case.fold import Case
from witnessmark.marks.combine import combine
from witnessmark.marks.keys import keys
from witnessmark.marks.reading import read
from witnessmark.matching.judgements import identity
from witnessmark.matching.markmodel import plain
from witnessmark.matching.readings import in_order, readings_by_mark
from witnessmark.model.happenings import Containment, Recovery
from witnessmark.model.ids import StatementId
from witnessmark.model.observations import Condition, MarkState
from witnessmark.model.sayings import Identification
from witnessmark.model.things import Container, Item, Lot

LOOKED_UP = ("serial", "lot")
"""Kinds of marks by which things are found again."""
_FIELDS = ("make", "model", "calibre", "country")


@dataclass(frozen=True)
class Find:
    """A thing with one of its marks."""

    case: str
    """What the case is called that it is of."""
    thing: StatementId
    mark: str
    """The kind of mark."""
    typed: str
    """As all readings of it together leave it."""
    stated: Mapping[str, str]
    unit: StatementId
    """The crate or visit that it is of, or itself: things of one unit are one witness."""
    readings: tuple[StatementId, ...] = ()

    @property
    def key(self) -> str:
        """Its one search key; empty where something of it was not read, or can be two things."""
        found = keys(read(self.typed))
        return found[0] if len(found) == 1 and not set("?*") & set(found[0]) else ""

    @property
    def number(self) -> tuple[str, int, int] | None:
        """What stands before its number, the number, and how many digits it has; ``None`` where it ends in none."""
        mark = plain(self.typed) if self.key else ""
        digits = len(mark) - len(mark.rstrip("0123456789"))
        if not 0 < digits <= 18:
            return None
        return mark[: len(mark) - digits], int(mark[len(mark) - digits :]), digits


def finds(case: Case, *, called: str = "") -> Iterator[Find]:
    """The things of a case that bear a serial or a lot, as their readings leave it."""
    for (thing, mark, _), readings in sorted(readings_by_mark(case).items()):
        if mark in LOOKED_UP:
            ordered = in_order(readings)
            statements = tuple(i for i, _ in ordered)
            typed = combine([reading.text for _, reading in ordered]).current
            yield Find(called, thing, mark, typed, stated(case, thing, statements), unit_of(case, thing), statements)


def stated(case: Case, thing: StatementId, readings: Sequence[StatementId]) -> dict[str, str]:
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


def unit_of(case: Case, thing: StatementId) -> StatementId:
    """The crate in which a thing lay, or else the visit at which it was documented, or else the thing itself."""
    same = identity(case, thing)
    for i in case.mentions(thing):
        content = case.standing[i].content
        if isinstance(content, Containment) and case.root(content.inner) == case.root(thing):
            outer = case.root(content.outer)
            if case.content(outer, Container) is not None:
                return outer
    visits = [
        case.root(content.visit)
        for i in case.mentions(thing)
        if isinstance(content := case.standing[i].content, Recovery) and content.visit is not None
    ]
    return min(visits, default=same)


def removals(case: Case) -> dict[str, list[StatementId]]:
    """The things whose marks were removed on purpose, by the way in which it was done, as far as that is told."""
    found: dict[str, list[StatementId]] = {}
    for _, said in case.of_kind(Condition):
        if said.marks in (MarkState.OBLITERATED, MarkState.ALTERED) and said.method:
            for thing in said.of:
                found.setdefault(said.method.strip().casefold(), []).append(case.root(thing))
    return {method: sorted(set(things)) for method, things in sorted(found.items())}
