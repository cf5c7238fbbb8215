"""Citing: numbers for statements and sources, given as a dossier first needs them."""

from collections.abc import Iterable

from witnessmark.case.fold import Case
from witnessmark.case.levels import IDS_FROM
from witnessmark.case.sources import Standing, families, origins, standing
from witnessmark.model.decisions import Grade, Level
from witnessmark.model.ids import SourceId, StatementId
from witnessmark.model.statement import kind_of
from witnessmark.model.things import Original, Source
from witnessmark.model.when import readable
from witnessmark.reports.dates import say
from witnessmark.reports.dossier import Cited, SourceLine
from witnessmark.reports.words import name, sentence, words

NOT_ASSESSED = "not assessed"


class Citations:
    """The numbers that one dossier has given so far."""

    def __init__(self, case: Case, *, level: Level) -> None:
        self._case = case
        self._shows_ids = level >= IDS_FROM
        self._statements: dict[StatementId, int] = {}
        self._sources: dict[StatementId, int] = {}
        self._waiting: list[StatementId] = []
        """What numbered statements rest on: to be numbered next, however long the chain."""

    def refs(self, statements: Iterable[StatementId]) -> tuple[int, ...]:
        """The numbers of statements, each once; also of what a derived one rests on."""
        known = (v for i in statements for v in self._case.versions(i) or [i] if v in self._case.statements)
        numbers = tuple(dict.fromkeys([self._number(version) for version in known]))
        while self._waiting:
            for version in self._case.versions(self._waiting.pop(0)):
                self._number(version)
        return numbers

    def _number(self, i: StatementId) -> int:
        if i not in self._statements:
            self._statements[i] = len(self._statements) + 1
            statement = self._case.statements[i]
            for source in (statement.source, statement.citing):
                self._source(source)
            self._waiting.extend(statement.rests_on)
        return self._statements[i]

    def _source(self, source: SourceId | None) -> int | None:
        if source is None:
            return None
        first = self._case.root(source)
        waiting = [first]
        while waiting:
            root = waiting.pop(0)
            if root not in self._sources:
                self._sources[root] = len(self._sources) + 1
                content = self._case.content(root, Source)
                waiting.extend(self._case.root(quoted) for quoted in (() if content is None else content.quotes))
        return self._sources[first]

    def cited(self) -> tuple[Cited, ...]:
        """Every statement with a number, in its order."""
        grades = {self._case.root(g.of): g for _, g in self._case.of_kind(Grade)}
        return tuple(self._cited(i, number, grades) for i, number in list(self._statements.items()))

    def _cited(self, i: StatementId, number: int, grades: dict[StatementId, Grade]) -> Cited:
        statement = self._case.statements[i]
        grade = grades.get(self._case.root(i))
        return Cited(
            number=number,
            id=i if self._shows_ids else "",
            kind=kind_of(statement.content),
            sentence=sentence(self._case, statement),
            standing=standing(self._case, statement),
            source=self._source(statement.source),
            citing=self._source(statement.citing),
            locator=statement.locator,
            quote=statement.quote,
            grade=NOT_ASSESSED
            if grade is None
            else f"{grade.reliability}{grade.credibility}, {grade.by}: {grade.reason}",
            because=statement.because,
            rests_on=self.refs(statement.rests_on),
            is_correction=statement.supersedes is not None,
        )

    def sources(self) -> tuple[SourceLine, ...]:
        """Every source with a number, in its order."""
        return tuple(self._source_line(SourceId(i), number) for i, number in self._sources.items())

    def _source_line(self, i: SourceId, number: int) -> SourceLine:
        content = self._case.content(i, Source)
        if content is None:
            content = Source(name=name(self._case, i))
        first = sorted(families(self._case, i))
        return SourceLine(
            number=number,
            name=words(content.name),
            publisher=content.publisher,
            published=say(readable(content.published)) if content.published else "",
            address=content.address,
            form=content.form.replace("-", " "),
            original={Original.READ: "read", Original.NOT_READ: "original not read"}.get(content.original, ""),
            origins=tuple(o if content.family else name(self._case, StatementId(o)) for o in first),
            note=words(content.note),
        )

    def origins(self) -> int:
        """How many independent origins stand behind the numbered statements."""
        return len(origins(self._case, self._statements))

    def standing(self, statements: Iterable[StatementId]) -> Standing:
        """The best footing among several statements of one event."""
        order = list(Standing)
        return min((standing(self._case, self._case.statements[i]) for i in statements), key=order.index)
