"""Combine: several readings of one mark, over time or by several people, beside each other; none is changed."""

import enum
from collections.abc import Sequence

from witnessmark.marks.reading import Framed, Overstamp, Part, Run, Sign, read, render
from witnessmark.model.value import Result


class Relation(enum.StrEnum):
    """How a reading stands to those before it."""

    FIRST = "the first"
    AGREES = "agrees"
    REFINES = "refines"
    IS_VAGUER = "says less"
    CONTRADICTS = "contradicts"
    NOT_COMPARABLE = "cannot be laid beside it: the number of characters differs or is not known"


class Compared(Result, frozen=True, kw_only=True):
    """One reading beside the current one as it stood before."""

    typed: str
    relation: Relation
    where: tuple[int, ...]
    """The places, from one, at which nothing fits both."""


class Combined(Result, frozen=True, kw_only=True):
    """What several readings say between them."""

    current: str
    """In the notation: each sign as narrow as the readings allow, and as wide as they contradict each other."""
    compared: tuple[Compared, ...]

    @property
    def is_contested(self) -> bool:
        """Whether two readings contradict each other. That is a finding about the mark, not an error."""
        return any(each.relation is Relation.CONTRADICTS for each in self.compared)


def combine(typed: Sequence[str]) -> Combined:
    """The current reading of a mark from all readings of it, in the order in which they were made.

    >>> found = combine(["KB 0?217", "K[8B] 04217", "KB 04277"])
    >>> found.current, [each.relation.value for each in found.compared]
    ('KB 042[17]7', ['the first', 'refines', 'contradicts'])
    """
    current: tuple[Part, ...] | None = None
    compared = []
    for text in typed:
        reading = read(text)
        if current is None:
            current = reading.parts
            compared.append(Compared(typed=text, relation=Relation.FIRST, where=()))
            continue
        relation, where = _relation(current, reading.parts)
        compared.append(Compared(typed=text, relation=relation, where=where))
        if relation is not Relation.NOT_COMPARABLE:
            current = tuple(_joined(mine, new) for mine, new in zip(current, reading.parts, strict=True))
    return Combined(current=render(current or ()), compared=tuple(compared))


def _relation(current: Sequence[Part], new: Sequence[Part]) -> tuple[Relation, tuple[int, ...]]:
    if len(current) != len(new) or any(isinstance(p, (Run, Overstamp)) for p in (*current, *new)):
        is_same = render(current) == render(new)
        return (Relation.AGREES if is_same else Relation.NOT_COMPARABLE), ()
    where = tuple(n for n, (a, b) in enumerate(zip(current, new, strict=True), start=1) if not _fit(a, b))
    if where:
        return Relation.CONTRADICTS, where
    narrower = any(_width(b) < _width(a) for a, b in zip(current, new, strict=True))
    wider = any(_width(b) > _width(a) for a, b in zip(current, new, strict=True))
    if narrower:
        return Relation.REFINES, ()
    return (Relation.IS_VAGUER if wider else Relation.AGREES), ()


_ANY = 1_000


def _width(part: Part) -> int:
    return len(part.candidates) or _ANY if isinstance(part, Sign) else 1


def _fit(one: Part, other: Part) -> bool:
    if isinstance(one, Sign) and isinstance(other, Sign):
        mine, theirs = ({c for c, _ in sign.candidates} for sign in (one, other))
        return not mine or not theirs or bool(mine & theirs)
    return isinstance(one, Framed) and isinstance(other, Framed) and one.typed == other.typed


def _joined(one: Part, other: Part) -> Part:
    """What both allow; where they contradict each other, what either allows, the earlier first."""
    if not (isinstance(one, Sign) and isinstance(other, Sign)):
        return one
    if not one.candidates or not other.candidates:
        return one if one.candidates else other
    mine, theirs = [c for c, _ in one.candidates], [c for c, _ in other.candidates]
    both = [c for c in mine if c in theirs] or list(dict.fromkeys([*mine, *theirs]))
    (sign,) = read(f"[{''.join(both)}]").parts if len(both) > 1 else (one if len(mine) == 1 else other,)
    return sign
