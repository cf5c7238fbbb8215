"""Tables read: imports of which a part is not in the case, and rows of which nothing was made."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from witnessmark.case.fold import Case
from witnessmark.model.ids import StatementId
from witnessmark.model.imports import Import, UnreadRow
from witnessmark.model.statement import kind_of

MOST_TOLD = 20
"""Rows of one table that are told one by one."""
_MOST_DIGITS = 12


class Unfinished(NamedTuple):
    """An import that counts more statements than the case holds."""

    i: StatementId
    there: int
    counted: int

    @property
    def says(self) -> str:
        """What is missing, and what to do."""
        return f"the import is not finished: {self.there} of {self.counted} statements are there; import the file again"


class Untaken(NamedTuple):
    """Rows of which nothing was made, in one sentence."""

    about: StatementId
    """The row's statement; of many rows together, the file."""
    says: str


def unfinished(case: Case) -> Iterator[Unfinished]:
    """Imports that were interrupted, by id. One that a later edition stands in the place of is none."""
    imports = case.of_kind(Import)
    replaced = {imported.previous for _, imported in imports}
    held = _held(case, {imported.of for _, imported in imports})
    for i, imported in imports:
        there, counted = _brought(imported, held)
        if i not in replaced and there < counted:
            yield Unfinished(i, there, counted)


def is_finished(case: Case, imported: Import) -> bool:
    """Whether an import brought all that it counts, and was not interrupted."""
    there, counted = _brought(imported, _held(case, {imported.of}))
    return there == counted


def _held(case: Case, sources: set[StatementId]) -> Mapping[StatementId, Counter[str]]:
    """By source, how many statements of each kind it brought, what was corrected or retracted since among them."""
    held: dict[StatementId, Counter[str]] = defaultdict(Counter)
    for statement in case.statements.values() if sources else ():
        if statement.source in sources:
            held[statement.source][kind_of(statement.content)] += 1
    return held


def _brought(imported: Import, held: Mapping[StatementId, Counter[str]]) -> tuple[int, int]:
    """How many of the statements that an import counts are there, and how many it counts."""
    counts = dict(_counted(each) for each in imported.made)
    return sum(min(held[imported.of][kind], count) for kind, count in counts.items()), sum(counts.values())


def _counted(made: str) -> tuple[str, int]:
    """A kind with its number: of ``item 12``, ``item`` and 12; somebody else's import can say anything."""
    kind, _, number = made.rpartition(" ")
    return kind, int(number) if number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS else 0


def untaken(case: Case) -> Iterator[Untaken]:
    """Rows of which nothing was made, by file and row: the first of each file one by one, the others together.

    Those of a file that a later edition corrects are none: what still cannot be read, the later one says again.
    """
    imports = case.of_kind(Import)
    replaced = {imported.previous for _, imported in imports}
    latest = {imported.of for i, imported in imports if i not in replaced}
    corrected = {imported.of for _, imported in imports} - latest
    found: dict[StatementId, list[tuple[int, str, StatementId, UnreadRow]]] = defaultdict(list)
    for i, unread in case.of_kind(UnreadRow):
        if unread.of in corrected:
            continue
        found[unread.of].append((_counted(unread.row)[1], unread.row, i, unread))
    for file, rows in sorted(found.items()):
        for _, _, i, unread in sorted(rows, key=lambda each: each[:3])[:MOST_TOLD]:
            yield Untaken(i, _in_words(unread))
        if len(rows) > MOST_TOLD:
            more = len(rows) - MOST_TOLD
            yield Untaken(file, f"and {more} more rows were not read; `show CASE unread-row` lists them")


def _in_words(unread: UnreadRow) -> str:
    where = f", column {unread.column}" if unread.column else ""
    got = f", got {unread.got!r}" if unread.got else ""
    return f"row {unread.row}{where} was not read: want {unread.wanted}{got}"
