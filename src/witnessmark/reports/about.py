"""About: what of a case concerns some things; a case of a thousand finds has much to say of others."""

from collections.abc import Iterator, Sequence

from witnessmark.case.fold import Case
from witnessmark.custody.links import links
from witnessmark.model.fields import references
from witnessmark.model.ids import StatementId
from witnessmark.model.statement import Statement
from witnessmark.model.things import Consignment, Container, Item, Lot

_THINGS = (Item, Lot, Container, Consignment)


def about(case: Case, things: Sequence[StatementId]) -> Case:
    """The case without what is said of other things alone: their events, pictures, readings, and what refers to these.

    What is said of no thing at all stays, and so do the things themselves, which have names.
    """
    near = {case.root(link.thing) for thing in things for link in links(case, thing)} | {case.root(t) for t in things}
    return Case({i: s for i, s in case.statements.items() if _concerns(case, s, near)})


def _concerns(case: Case, statement: Statement, near: set[StatementId]) -> bool:
    if isinstance(statement.content, _THINGS):
        return True
    named = set(_things(case, statement))
    return not named or bool(named & near)


def _things(case: Case, statement: Statement) -> Iterator[StatementId]:
    """The things that a statement names, or that the statements name to which it refers."""
    for target in references(statement):
        if target in (statement.source, statement.citing):
            continue
        other = case.statements.get(target)
        if other is None:
            continue
        if isinstance(other.content, _THINGS):
            yield case.root(target)
            continue
        for inner in references(other):
            if inner in case.statements and isinstance(case.statements[inner].content, _THINGS):
                yield case.root(inner)
