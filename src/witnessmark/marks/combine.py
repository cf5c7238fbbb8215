"""Combine: several readings of one mark, over time or by several people, laid beside each other; none is changed."""

import enum
from collections.abc import Sequence

from witnessmark.marks.reading import Framed, Overstamp, Part, Run, Sign, one_of, read, render
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
    told: list[Sequence[Part]] = []
    compared = []
    for text in typed:
        parts = read(text).parts
        if not told:
            compared.append(Compared(typed=text, relation=Relation.FIRST, where=()))
            told.append(parts)
            continue
        relation, where = _relation(_current(told), parts)
        compared.append(Compared(typed=text, relation=relation, where=where))
        if _is_comparable(told[0], parts):
            told.append(parts)
    return Combined(current=render(_current(told)) if told else "", compared=tuple(compared))


def _is_comparable(one: Sequence[Part], other: Sequence[Part]) -> bool:
    is_counted = not any(isinstance(p, (Run, Overstamp)) for p in (*one, *other))
    return is_counted and len(one) == len(other) and all(_are_alike(a, b) for a, b in zip(one, other, strict=True))


def _are_alike(one: Part, other: Part) -> bool:
    return any(isinstance(one, kind) and isinstance(other, kind) for kind in (Sign, Framed))


def _current(told: Sequence[Sequence[Part]]) -> list[Part]:
    """Each place as all readings together leave it."""
    return [_joined(parts) for parts in zip(*told, strict=True)]


def _joined(parts: Sequence[Part]) -> Part:
    """What all readings allow; where they contradict each other, what any of them allows, the earlier first."""
    first = parts[0]
    if all(part == first for part in parts):
        return first
    if isinstance(first, Framed):
        inside = _current([p.inside for p in parts if isinstance(p, Framed) and _is_comparable(first.inside, p.inside)])
        signs = tuple(part for part in inside if isinstance(part, (Sign, Run)))
        return Framed(typed=first.typed.replace(render(first.inside), render(signs)), shape=first.shape, inside=signs)
    said = [[c for c, _ in part.candidates] for part in parts if isinstance(part, Sign) and part.candidates]
    if not said:
        return first
    shared = [c for c in said[0] if all(c in other for other in said)]
    return one_of(shared or list(dict.fromkeys(c for each in said for c in each)))


_ANY = 1_000


def _relation(current: Sequence[Part], new: Sequence[Part]) -> tuple[Relation, tuple[int, ...]]:
    if not _is_comparable(current, new):
        is_same = render(current) == render(new)
        return (Relation.AGREES if is_same else Relation.NOT_COMPARABLE), ()
    pairs = list(zip(current, new, strict=True))
    where = tuple(n for n, (a, b) in enumerate(pairs, start=1) if not _fit(a, b))
    if where:
        return Relation.CONTRADICTS, where
    if any(_width(_joined(pair)) < _width(pair[0]) for pair in pairs):
        return Relation.REFINES, ()
    return (Relation.IS_VAGUER if any(_width(b) > _width(a) for a, b in pairs) else Relation.AGREES), ()


def _width(part: Part) -> int:
    if isinstance(part, Framed):
        return sum(map(_width, part.inside))
    return len(part.candidates) or _ANY if isinstance(part, Sign) else 1


def _fit(one: Part, other: Part) -> bool:
    if isinstance(one, Framed) and isinstance(other, Framed):
        is_one_shape = one.shape is other.shape and _is_comparable(one.inside, other.inside)
        return is_one_shape and all(_fit(a, b) for a, b in zip(one.inside, other.inside, strict=True))
    mine, theirs = ({c for c, _ in part.candidates} for part in (one, other) if isinstance(part, Sign))
    return not mine or not theirs or bool(mine & theirs)
