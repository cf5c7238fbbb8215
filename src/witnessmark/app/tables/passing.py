"""Passing: one pass over a file: the statements that its rows become, and what is counted on the way."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from witnessmark.app.tables.editions import Earlier
from witnessmark.app.tables.sight import Sample, Sight, UnreadTold, in_words, sample
from witnessmark.case.canonical import digest, encode
from witnessmark.case.fold import Case
from witnessmark.ingest import mapping as m
from witnessmark.ingest.making import Kept
from witnessmark.ingest.naming import names_told
from witnessmark.ingest.reading import Reading, RowRead
from witnessmark.ingest.sheet import address
from witnessmark.ingest.template import LeftOut
from witnessmark.ingest.totals import FigureTold, counted
from witnessmark.ingest.walk import Unread
from witnessmark.model.ids import SourceId, StatementId
from witnessmark.model.imports import Import, UnreadRow
from witnessmark.model.statement import Statement, kind_of
from witnessmark.model.value import Content
from witnessmark.ports import Book, Progress

_STEP = 1_000
"""Rows after which progress is told."""
_SAMPLES = 3
_MOST_TOLD = 20


@dataclass
class Pass:
    """One pass over a file, and what is counted on it."""

    reading: Reading
    source: Statement
    before: Earlier
    kept: Mapping[str, Kept]
    types: Counter[type[Content]] = field(default_factory=Counter)
    unchanged: int = 0
    corrected: int = 0
    unread: int = 0
    seen: set[str] = field(default_factory=set)
    first_unread: list[UnreadTold] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    sampled: dict[StatementId, Statement] = field(default_factory=dict)

    @property
    def made(self) -> Counter[str]:
        """The new statements by kind."""
        return Counter({kind_of(kind): count for kind, count in self.types.items()})

    @property
    def source_id(self) -> SourceId:
        """The id of the statement of the file."""
        return SourceId(StatementId(digest(encode(self.source))))

    def payloads(self, progress: Progress) -> Iterator[bytes]:
        """The new statements of every row, in the order of the file."""
        source = self.source_id
        for row in self.reading.rows(source):
            if self.reading.tally.rows % _STEP == 0:
                progress.advance(self.reading.tally.rows, None, "reading rows")
            if row.unread is not None:
                self.unread += 1
                self._tell(row.unread)
                yield encode(_unread(row.unread, source))
                continue
            yield from self._taken(row)

    def _taken(self, row: RowRead) -> Iterator[bytes]:
        if len(self.samples) < _SAMPLES and row.made:
            self.samples.append(sample(row, self.sampled))
        for made in row.made:
            if self.kept:
                self.seen.add(made.key)
            if made.payload is None:
                self.unchanged += 1
                continue
            self.types[type(made.statement.content)] += 1
            self.corrected += made.statement.supersedes is not None
            yield made.payload

    def _tell(self, unread: Unread) -> None:
        if len(self.first_unread) < _MOST_TOLD:
            where = address(unread.sheet, unread.row, ())
            self.first_unread.append(
                UnreadTold(where=where, column=unread.column, wanted=unread.wanted, got=unread.got)
            )

    def gone(self, case: Case) -> list[Kept]:
        """What the earlier edition said and this one does not, and nobody has retracted."""
        return [kept for key, kept in self.kept.items() if key not in self.seen and case.stands(kept.current)]

    def statement(self, file: str, mapping: str, text: str) -> Statement:
        """The import itself, once all rows were read: by which mapping, what came of it, what was left."""
        edition, tally = self.before.edition, self.reading.tally
        made = self.made | Counter({"unread-row": self.unread})
        content = Import(
            of=self.source_id,
            mapping=mapping,
            text=text,
            file=file,
            made=counted(+made),
            rows=str(tally.rows),
            left=(*counted(tally.left + tally.left_out.counts), *_left_out_in_words(tally.left_out)),
            figures=tuple(_figure_in_words(each) for each in self.reading.totals.figures())
            + tuple(f"{check.name}: {check.says}" for check in self.reading.checks()),
            media=tuple(f"{digest_} {name}" for name, digest_ in sorted(self.reading.laying.media.items())),
            previous=None if edition is None else edition.id,
        )
        return Statement(content=content, source=self.source_id)

    def sight(self, case: Case, book: Book, mapping: m.Mapping) -> Sight:
        """What the pass brings, once all rows were read."""
        reading, tally, edition = self.reading, self.reading.tally, self.before.edition
        laid = [f"{one.sheet.name or book.name}: headings in row {one.layout.last}" for one in reading.tables]
        return Sight(
            file=book.name,
            digest=book.digest,
            mapping=mapping.name,
            read_as=in_words(book.read_as),
            notes=(*book.notes, *_unnamed(reading), *self.before.notes),
            tables=(*laid, *(f"{each} (passed over)" for each in tally.passed_over)),
            rows=tally.rows,
            made=dict(sorted(self.made.items())),
            unchanged=self.unchanged,
            corrected=self.corrected,
            gone=len(self.gone(case)),
            corrects="" if edition is None else edition.id,
            is_same=self.before.again is not None,
            left=dict(sorted(tally.left.items())),
            left_out=dict(sorted(tally.left_out.counts.items())),
            left_out_cells={reason: tuple(said) for reason, said in sorted(tally.left_out.said.items()) if said},
            unread=self.unread,
            first_unread=tuple(self.first_unread),
            samples=tuple(self.samples),
            names=names_told(tally.names, mapping.names),
            figures=reading.totals.figures(),
            checks=reading.checks(),
        )


def _unread(unread: Unread, source: SourceId) -> Statement:
    content = UnreadRow(
        of=source,
        row=str(unread.row),
        wanted=unread.wanted,
        got=unread.got,
        column=unread.column,
        text=unread.text,
    )
    return Statement(content=content, source=source, locator=address(unread.sheet, unread.row, ()))


def _left_out_in_words(left_out: LeftOut) -> tuple[str, ...]:
    return tuple(f"{reason}: {', '.join(said)}" for reason, said in sorted(left_out.said.items()) if said)


def _figure_in_words(told: FigureTold) -> str:
    words = f"{told.name}: {told.value}"
    if told.differs and not told.wrong:
        words += f", the file says {told.stated}"
    words += "".join(f"; {wrong}" for wrong in told.wrong)
    return words + (f"; {told.unread} cells are no number" if told.unread else "")


def _unnamed(reading: Reading) -> list[str]:
    """Files that came with the table and that no row names."""
    left = sorted(reading.laying.media.keys() - reading.tally.named_media)
    told = f"{', '.join(left[:_MOST_TOLD])}{', …' if len(left) > _MOST_TOLD else ''}"
    return [f"{len(left)} files came with the table and no row names them: {told}"] if left else []
