"""Links: which other things' events tell of a thing, and how strongly."""

import enum
from collections.abc import Iterator

from witnessmark.case.fold import Case
from witnessmark.matching.judgements import same_things
from witnessmark.model.happenings import Containment
from witnessmark.model.ids import StatementId
from witnessmark.model.things import Lot
from witnessmark.model.value import Result


class LinkKind(enum.StrEnum):
    """How an event of one thing tells of another."""

    ITSELF = "itself"
    JUDGED_SAME = "judged the same"
    CONTAINED = "contained in it"
    SAME_LOT = "of its lot: no proof for this one"


class Link(Result, frozen=True, kw_only=True):
    """A thing whose events tell of the one in question."""

    thing: StatementId
    kind: LinkKind
    because: tuple[StatementId, ...] = ()


def links(case: Case, thing: StatementId) -> tuple[Link, ...]:
    """The thing itself, what it was judged to be, and what it lay in; each once, by its strongest link."""
    found: dict[StatementId, Link] = {}
    waiting = [Link(thing=case.root(thing), kind=LinkKind.ITSELF)]
    while waiting:
        # A link never gets stronger on the way, so the strongest that waits is the strongest to its thing.
        link = min(waiting, key=_weakness)
        waiting.remove(link)
        if link.thing not in found:
            found[link.thing] = link
            waiting.extend(n for n in _next(case, link) if n.thing not in found)
    return tuple(found.values())


def _weakness(link: Link) -> tuple[int, int, tuple[StatementId, ...]]:
    return list(LinkKind).index(link.kind), len(link.because), link.because


def _next(case: Case, link: Link) -> Iterator[Link]:
    for other, because in same_things(case, link.thing):
        kind = LinkKind.JUDGED_SAME if link.kind is LinkKind.ITSELF else link.kind
        yield Link(thing=other, kind=kind, because=(*link.because, because))
    for i in case.mentions(link.thing):
        content = case.standing[i].content
        if isinstance(content, Containment) and case.root(content.inner) == link.thing:
            outer = case.root(content.outer)
            is_lot = case.content(outer, Lot) is not None
            weaker = LinkKind.SAME_LOT if is_lot or link.kind is LinkKind.SAME_LOT else LinkKind.CONTAINED
            yield Link(thing=outer, kind=weaker, because=(*link.because, i))
