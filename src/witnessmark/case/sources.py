"""Sources: where a statement comes from, on what footing it stands, and how many origins speak."""

import enum
from collections.abc import Iterable
from typing import assert_never

from witnessmark.case.fold import Case
from witnessmark.model.ids import SourceId, StatementId
from witnessmark.model.sayings import Remark, RemarkNature
from witnessmark.model.statement import Basis, Statement
from witnessmark.model.things import PRIMARY_FORMS, Original, Source


class Standing(enum.StrEnum):
    """The footing on which a statement is shown."""

    DOCUMENTED = "documented"
    """Set down by somebody who did, saw or held it."""
    REPORTED = "reported"
    """Told by somebody who relies on others, or does not say."""
    INFERRED = "inferred"
    """Concluded by its source."""
    DERIVED = "derived"
    """Calculated in this case from other statements."""
    BACKGROUND = "background"
    """General knowledge without a source: low confidence."""
    UNSOURCED = "unsourced"
    """Nobody is named who says so."""


def origin(statement: Statement) -> SourceId | None:
    """The source that a statement goes back to: the one that its own source relies on, if it names one."""
    return statement.citing or statement.source


def standing(case: Case, statement: Statement) -> Standing:
    """On what footing a statement stands."""
    match statement.basis:
        case Basis.BACKGROUND:
            return Standing.BACKGROUND
        case Basis.DERIVED:
            return Standing.DERIVED
        case Basis.INFERRED:
            return Standing.INFERRED
        case Basis.STATED:
            return _stated(case, statement)
        case _:
            assert_never(statement.basis)


def _stated(case: Case, statement: Statement) -> Standing:
    content = statement.content
    if isinstance(content, Remark) and content.nature in {RemarkNature.INFERENCE, RemarkNature.CONCLUSION}:
        return Standing.INFERRED
    first = origin(statement)
    source = None if first is None else case.content(first, Source)
    if source is None:
        return Standing.UNSOURCED
    return Standing.DOCUMENTED if source.form in PRIMARY_FORMS else Standing.REPORTED


def families(case: Case, source: SourceId) -> frozenset[str]:
    """The origins that a source goes back to; itself, if it quotes nobody.

    Quoting cannot run in a circle: a source's id is a digest over the ids of those that it quotes. A correction can
    close one, and then nobody in it is an origin but those outside.
    """
    found: set[str] = set()
    seen = {case.root(source)}
    waiting = list(seen)
    while waiting:
        root = waiting.pop()
        content = case.content(root, Source)
        if content is not None and content.family:
            found.add(content.family)
        elif content is None or not content.quotes:
            found.add(root)
        else:
            quoted = {case.root(i) for i in content.quotes} - seen
            seen |= quoted
            waiting.extend(quoted)
    return frozenset(found)


def origins(case: Case, statements: Iterable[StatementId]) -> frozenset[str]:
    """The independent origins behind several statements: one report quoted ten times is one."""
    found: set[str] = set()
    for i in statements:
        first = origin(case.statements[i])
        if first is not None:
            found |= families(case, first)
    return frozenset(found)


def original_was_read(case: Case, statement: Statement) -> bool:
    """Whether the source that a statement goes back to was itself read."""
    first = origin(statement)
    source = None if first is None else case.content(first, Source)
    return source is not None and source.original is Original.READ
