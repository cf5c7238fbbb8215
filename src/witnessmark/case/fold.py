"""Fold: the state of a case as a pure function of its statements, whatever the order in which they came."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import cast

from witnessmark.errors import UsageError
from witnessmark.model.decisions import CaseHeader, Level, Retraction
from witnessmark.model.fields import references
from witnessmark.model.ids import StatementId, short
from witnessmark.model.statement import C, Statement
from witnessmark.model.value import Content


class Case:
    """The statements that stand, once corrections and retractions have been applied.

    A correction is a new version of the statement that it supersedes; the id of the first version stays the id of
    the thing. Two corrections of one statement are rivals: both versions stand.
    """

    def __init__(self, statements: Mapping[StatementId, Statement]) -> None:
        self.statements = dict(sorted(statements.items()))
        """Every statement, standing or not, sorted by id."""

    @cached_property
    def _corrections(self) -> dict[StatementId, list[StatementId]]:
        found: dict[StatementId, list[StatementId]] = defaultdict(list)
        for i, statement in self.statements.items():
            if statement.supersedes is not None:
                found[statement.supersedes].append(i)
        return found

    @cached_property
    def _retracted(self) -> frozenset[StatementId]:
        """What retractions hide: a retraction counts once everything that could retract it is decided."""
        targets = {i: s.content.of for i, s in self.statements.items() if isinstance(s.content, Retraction)}
        undecided = Counter(targets.values())
        waiting = [i for i in targets if i not in undecided]
        hidden: set[StatementId] = set()
        while waiting:
            retraction = waiting.pop()
            target = targets[retraction]
            if retraction not in hidden:
                hidden.add(target)
            undecided[target] -= 1
            if not undecided[target] and target in targets:
                waiting.append(target)
        return frozenset(hidden)

    def is_retracted(self, i: StatementId) -> bool:
        """Whether a retraction that stands hides this statement."""
        return i in self._retracted

    @cached_property
    def _superseded(self) -> frozenset[StatementId]:
        """Every version with a later one that is not retracted."""
        found: set[StatementId] = set()
        for original, corrections in self._corrections.items():
            i: StatementId | None = original if any(c not in self._retracted for c in corrections) else None
            while i is not None and i not in found:
                found.add(i)
                i = self.statements[i].supersedes if i in self.statements else None
        return frozenset(found)

    def stands(self, i: StatementId) -> bool:
        """Whether a statement counts: neither retracted nor superseded by a version that is not."""
        return i in self.statements and i not in self._retracted and i not in self._superseded

    @cached_property
    def standing(self) -> dict[StatementId, Statement]:
        """The statements that count, sorted by id."""
        gone = self._retracted | self._superseded
        return {i: s for i, s in self.statements.items() if i not in gone} if gone else self.statements

    @cached_property
    def _by_kind(self) -> dict[type[Content], list[StatementId]]:
        found: dict[type[Content], list[StatementId]] = defaultdict(list)
        for i, statement in self.standing.items():
            found[type(statement.content)].append(i)
        return found

    def of_kind(self, kind: type[C]) -> list[tuple[StatementId, C]]:
        """The standing statements of one kind, sorted by id, as (id, content)."""
        return [(i, cast("C", self.standing[i].content)) for i in self._by_kind.get(kind, ())]

    @cached_property
    def _roots(self) -> dict[StatementId, StatementId]:
        """The first version of everything that has an earlier one."""
        roots: dict[StatementId, StatementId] = {}
        firsts = [i for i in self._corrections if i not in self.statements or self.statements[i].supersedes is None]
        for first in firsts:
            waiting = list(self._corrections[first])
            while waiting:
                version = waiting.pop()
                roots[version] = first
                waiting.extend(self._corrections.get(version, ()))
        return roots

    def root(self, i: StatementId) -> StatementId:
        """The first version of a statement: the id of the thing or event that it introduces."""
        return self._roots.get(i, i)

    @cached_property
    def _versions(self) -> dict[StatementId, list[StatementId]]:
        found: dict[StatementId, list[StatementId]] = defaultdict(list)
        for version in sorted({*self._roots, *self._roots.values()}):
            if self.stands(version):
                found[self.root(version)].append(version)
        return found

    def versions(self, i: StatementId) -> list[StatementId]:
        """The standing versions of a thing, sorted; more than one where corrections are rivals."""
        root = self.root(i)
        if root in self._corrections:
            return self._versions.get(root, [])
        return [root] if self.stands(root) else []

    def content(self, i: StatementId, kind: type[C]) -> C | None:
        """The current content of a thing, if it stands and is of that kind; of rivals the least id."""
        for version in self.versions(i):
            content = self.standing[version].content
            if isinstance(content, kind):
                return content
        return None

    @cached_property
    def _mentions(self) -> dict[StatementId, list[StatementId]]:
        found: dict[StatementId, list[StatementId]] = defaultdict(list)
        for i, statement in self.standing.items():
            for target in {self._roots.get(named, named): None for named in references(statement)}:
                found[target].append(i)
        return found

    def mentions(self, i: StatementId) -> Sequence[StatementId]:
        """The standing statements that name a thing, in any of its versions, sorted by id."""
        return self._mentions.get(self.root(i), ())

    @cached_property
    def level(self) -> Level:
        """How far a statement may travel by default: the strictest of the case's headers, R2 without one."""
        return max((header.level for _, header in self.of_kind(CaseHeader)), default=Level.R2)

    @cached_property
    def header(self) -> CaseHeader | None:
        """The case's header; of several, the one with the least id."""
        headers = self.of_kind(CaseHeader)
        return headers[0][1] if headers else None

    def find(self, prefix: str) -> StatementId:
        """The one statement whose id starts so; a ``UsageError`` when there is none or more than one."""
        found = [i for i in self.statements if i.startswith(prefix)]
        if len(found) != 1:
            known = "no statement" if not found else f"{len(found)} statements: {', '.join(map(short, found[:5]))}"
            raise UsageError(f"want the start of one statement's id, got {prefix!r}, which fits {known}")
        return found[0]


def fold(pairs: Iterable[tuple[StatementId, Statement]], *, known: frozenset[StatementId] | None = None) -> Case:
    """The case that the statements make; with ``known``, only those of them that had been received."""
    if known is None:
        return Case(dict(pairs))
    return Case({i: s for i, s in pairs if i in known})
