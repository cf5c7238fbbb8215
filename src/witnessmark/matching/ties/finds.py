"""Finds: the things of cases whose marks are compared with each other, each with where it was found."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from witnessmark.case.fold import Case
from witnessmark.marks.combine import combine
from witnessmark.marks.keys import skeleton
from witnessmark.marks.reading import Framed, Overstamp, Sign, read
from witnessmark.matching.judgements import identity, together
from witnessmark.matching.readings import in_order, readings_by_mark
from witnessmark.matching.resolving.markmodel import plain
from witnessmark.matching.ties.witnesses import units_of
from witnessmark.model.ids import StatementId
from witnessmark.model.observations import Condition, MarkState
from witnessmark.model.sayings import Identification
from witnessmark.model.things import Item, Lot

LOOKED_UP = ("serial", "lot")
"""Kinds of marks by which things are found again."""
REMOVED = "removed"
"""Stands for a mark of which only is known how it was removed."""
_FIELDS = ("make", "model", "calibre", "country")
_MOST_DIGITS = 18


@dataclass(frozen=True)
class Find:
    """A thing with one of its marks."""

    case: str
    """What the case is called that it is of."""
    thing: StatementId
    mark: str
    """The kind of mark."""
    typed: str
    """As all readings of it together leave it; of a mark that was removed, how."""
    stated: Mapping[str, str]
    unit: StatementId
    """The crate or visit that it is of, or itself: things of one unit are one witness."""
    readings: tuple[StatementId, ...] = ()

    @functools.cached_property
    def certain(self) -> str:
        """Its mark, without symbols around it; empty where a character was not read, or was read as one of several."""
        parts = [part for part in read(self.typed).parts if not isinstance(part, (Framed, Overstamp))]
        signs = [part.candidates[0][0] for part in parts if isinstance(part, Sign) and len(part.candidates) == 1]
        text = "".join(signs)
        return text if len(signs) == len(parts) and self.mark in LOOKED_UP and plain(text) else ""

    @functools.cached_property
    def key(self) -> str:
        """Its search key; empty where the mark is not certain."""
        return skeleton(self.certain)

    @functools.cached_property
    def number(self) -> tuple[str, int, int] | None:
        """What stands before its number, the number, and how many digits it has; ``None`` where it ends in none."""
        mark = plain(self.certain)
        digits = len(mark) - len(mark.rstrip("0123456789"))
        if not 0 < digits <= _MOST_DIGITS:
            return None
        return mark[: len(mark) - digits], int(mark[len(mark) - digits :]), digits


def finds(case: Case) -> Iterator[Find]:
    """The things of a case that bear a serial or a lot, as their readings leave it."""
    units = units_of(case)
    for (thing, mark, _), readings in sorted(readings_by_mark(case).items()):
        if mark in LOOKED_UP:
            ordered = in_order(readings)
            statements = tuple(i for i, _ in ordered)
            typed = combine([reading.text for _, reading in ordered]).current
            yield Find("", thing, mark, typed, stated(case, thing, statements), units.get(thing, thing), statements)


def removals(case: Case) -> Iterator[Find]:
    """The things whose marks were removed on purpose, as far as it is told how: a thing may have no other mark left."""
    units = units_of(case)
    found: dict[tuple[StatementId, str], list[StatementId]] = {}
    for i, said in case.of_kind(Condition):
        how = " ".join(said.method.split()).casefold()
        if said.marks in (MarkState.OBLITERATED, MarkState.ALTERED) and how:
            for of in said.of:
                found.setdefault((identity(case, of), how), []).append(i)
    for (thing, how), conditions in sorted(found.items()):
        yield Find("", thing, REMOVED, how, stated(case, thing, ()), units.get(thing, thing), tuple(conditions))


def stated(case: Case, thing: StatementId, readings: Sequence[StatementId]) -> dict[str, str]:
    """What is said of the thing itself, or else by an identification that does not rest on these very marks.

    What is said of any that people judge to be the same thing is said of it.
    """
    found: dict[str, str] = {}
    same = sorted(together(case, thing))
    for each in same:
        content = case.content(each, Item) or case.content(each, Lot)
        for field in _FIELDS if content is not None else ():
            if getattr(content, field):
                found.setdefault(field, getattr(content, field))
    for i in sorted({i for each in same for i in case.mentions(each)}):
        said = case.standing[i].content
        is_of_it = isinstance(said, Identification) and case.root(said.of) in same
        if is_of_it and not set(case.standing[i].rests_on) & set(readings):
            for field in _FIELDS:
                if getattr(said, field):
                    found.setdefault(field, getattr(said, field))
    return found
