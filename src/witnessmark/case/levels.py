"""Levels: how far each statement may travel, and what must stay behind with it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from witnessmark.case.fold import Case
from witnessmark.model.decisions import Consent, ConsentGiven, Disclosure, Embargo, Level, RecordJudgement, Retraction
from witnessmark.model.fields import references
from witnessmark.model.ids import StatementId
from witnessmark.model.value import Value
from witnessmark.model.when import readable

IDS_FROM = Level.R2
"""Ids are digests of guessable content: they leave the case from this level on."""


class Cut(Value, frozen=True, kw_only=True):
    """What may travel at a level, and what stays behind for which reason."""

    level: Level
    shown: tuple[StatementId, ...]
    above: tuple[StatementId, ...]
    """Statements whose own level is higher."""
    resting: tuple[StatementId, ...]
    """Statements that name one that stays behind."""

    @property
    def withheld(self) -> int:
        """How many statements stay behind."""
        return len(self.above) + len(self.resting)


def levels(case: Case, *, as_of: date) -> dict[StatementId, Level]:
    """The level of every statement: as disclosed, or the default; not below what embargo, consent and kind allow."""
    disclosed = _strictest(case, ((i, d.level) for _, d in case.of_kind(Disclosure) for i in d.of))
    least = _strictest(case, _limits(case, as_of))
    return {
        i: max(disclosed.get(root, case.level), least.get(root, Level.R0), _least_of(case, i))
        for i, root in ((i, case.root(i)) for i in case.statements)
    }


def _least_of(case: Case, i: StatementId) -> Level:
    """Records of others' registers stay with panel or court, and so does what a person judged of one."""
    return Level.R2 if isinstance(case.statements[i].content, RecordJudgement) else Level.R0


def _strictest(case: Case, decisions: Iterable[tuple[StatementId, Level]]) -> dict[StatementId, Level]:
    found: dict[StatementId, Level] = {}
    for target, level in decisions:
        root = case.root(target)
        found[root] = max(level, found.get(root, level))
    return found


def _limits(case: Case, as_of: date) -> Iterator[tuple[StatementId, Level]]:
    for _, embargo in case.of_kind(Embargo):
        last = readable(embargo.until).hi
        if last is None or as_of <= last:
            for target in embargo.of:
                yield target, Level.R2
    for _, consent in case.of_kind(Consent):
        for target in consent.of:
            yield target, consent.level if consent.given is ConsentGiven.YES else Level.R3


def cut(case: Case, level: Level, *, as_of: date) -> Cut:
    """What may travel at a level. Nothing travels that names, or is undone by, a statement that stays behind."""
    above = {i for i, its in levels(case, as_of=as_of).items() if its > level}
    bound = _bound_together(case)
    # A name for what is not in the case can only be its id.
    absent = set() if level >= IDS_FROM else {i for i in bound if i not in case.statements}
    resting: set[StatementId] = set()
    waiting = sorted(above | absent)
    while waiting:
        for i in bound.get(waiting.pop(), ()):
            if i in case.statements and i not in above and i not in resting:
                resting.add(i)
                waiting.append(i)
    hidden = above | resting
    return Cut(
        level=level,
        shown=tuple(i for i in case.statements if i not in hidden),
        above=tuple(sorted(above)),
        resting=tuple(sorted(resting)),
    )


def _bound_together(case: Case) -> dict[StatementId, list[StatementId]]:
    """For each statement, those that cannot travel without it."""
    bound: dict[StatementId, list[StatementId]] = defaultdict(list)
    for i, statement in case.statements.items():
        for target in references(statement):
            bound[target].append(i)
        # A statement whose retraction or correction stayed behind would come back to life elsewhere.
        if isinstance(statement.content, Retraction):
            bound[i].append(statement.content.of)
        if statement.supersedes is not None:
            bound[i].append(statement.supersedes)
    return bound
