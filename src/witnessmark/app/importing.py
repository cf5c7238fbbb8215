"""Importing: a table into a case, through a mapping: what would come of it, and the same in earnest."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from witnessmark.app.desk import Desk, load
from witnessmark.app.editions import Earlier, earlier, gone_because, said
from witnessmark.case.canonical import LARGEST_STATEMENT, digest, encode
from witnessmark.case.fold import Case
from witnessmark.errors import UsageError
from witnessmark.ingest import mapping as m
from witnessmark.ingest.checks import CheckTold
from witnessmark.ingest.making import Kept
from witnessmark.ingest.naming import NameTold, names_told
from witnessmark.ingest.reading import Reading, RowRead, Unread
from witnessmark.ingest.sheet import ReadAs, address
from witnessmark.ingest.source import source_of
from witnessmark.ingest.template import LeftOut
from witnessmark.ingest.totals import FigureTold, counted
from witnessmark.model.decisions import Retraction
from witnessmark.model.ids import SourceId, StatementId
from witnessmark.model.imports import Import, UnreadRow
from witnessmark.model.statement import Statement, kind_of
from witnessmark.model.value import Content, Result
from witnessmark.notation.write import write
from witnessmark.ports import Book, Books, Progress, Vault

_STEP = 1_000
_LARGEST_STEP = 32_000
"""Statements that are written at once: what an interruption costs at most, and what one line of a bundle can name."""
_SAMPLES = 3
_MOST_NAMED = 10_000
"""Statements of an earlier edition that have a name in samples."""
_MOST_TOLD = 20
_KEPT_IN_MEMORY = 200_000
"""Statements of one import that are kept until they are written; of a longer one the file is read again."""


class Sample(Result, frozen=True, kw_only=True):
    """A row, and what it becomes."""

    where: str
    cells: dict[str, str]
    becomes: str
    """In the notation."""


class UnreadTold(Result, frozen=True, kw_only=True):
    """A row of which nothing is made."""

    where: str
    column: str
    wanted: str
    got: str


class Sight(Result, frozen=True, kw_only=True):
    """What an import brings, or would bring."""

    file: str
    digest: str
    mapping: str
    read_as: str
    notes: tuple[str, ...]
    tables: tuple[str, ...]
    rows: int
    made: dict[str, int]
    """New statements by kind."""
    unchanged: int
    """Statements that an earlier edition made already."""
    corrected: int
    gone: int
    """Statements of the earlier edition that this one does not make."""
    corrects: str
    """The import that this one corrects."""
    is_same: bool
    left: dict[str, int]
    left_out: dict[str, int]
    left_out_cells: dict[str, tuple[str, ...]]
    """What the first cells said that were left out, by reason."""
    unread: int
    first_unread: tuple[UnreadTold, ...]
    samples: tuple[Sample, ...]
    names: tuple[NameTold, ...]
    figures: tuple[FigureTold, ...]
    checks: tuple[CheckTold, ...]


class Imported(Result, frozen=True, kw_only=True):
    """What an import brought."""

    sight: Sight
    new: int
    """Statements that the case did not have."""
    retracted: int
    """Statements of an earlier edition that were retracted with it."""
    source: StatementId


@dataclass
class _Pass:
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
            self.samples.append(_sample(row, self.sampled))
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


def preview(books: Books, path: str, mapping: m.Mapping, progress: Progress, *, media: str = "") -> Sight:
    """What a mapping makes of a file, whatever case would take it."""
    with books.open(path, mapping.read) as book, _media(books, book, media) as files:
        reading = Reading(book.name, book.sheets(), mapping, media=_looked_up(files))
        source = source_of(book.name, book.digest, mapping, reading.tables)
        passed = _Pass(reading, source, Earlier(edition=None, is_same=False), {})
        return _looked_at(Case({}), book, mapping, passed, progress)


def look(desk: Desk, path: str, mapping: m.Mapping, text: str, *, corrects: str = "", media: str = "") -> Sight:
    """What importing a file would bring, without importing it. ``media``: where files lie that belong to it."""
    case, books = load(desk), desk.books()
    with books.open(path, mapping.read) as book, _media(books, book, media) as files:
        passed = _begun(desk, case, book, mapping, text, corrects, _looked_up(files))
        return _looked_at(case, book, mapping, passed, desk.progress)


def _looked_at(case: Case, book: Book, mapping: m.Mapping, passed: _Pass, progress: Progress) -> Sight:
    for _ in passed.payloads(progress):
        pass
    return _sight(case, book, mapping, passed)


@contextmanager
def _media(books: Books, book: Book, path: str) -> Iterator[Mapping[str, Callable[[], bytes]]]:
    """The files that came with a table: in it, and in a folder or archive of their own."""
    if not path:
        yield book.media()
        return
    with books.media(path) as beside:
        yield {**beside, **book.media()}


def _looked_up(files: Mapping[str, Callable[[], bytes]]) -> dict[str, str]:
    return {name: digest(read()) for name, read in sorted(files.items())}


def take(
    desk: Desk, path: str, mapping: m.Mapping, text: str, *, corrects: str = "", by: str = "", media: str = ""
) -> Imported:
    """Import a file. Importing it again adds nothing; what was interrupted goes on where it stopped.

    With ``by``, what an earlier edition said and this one does not is retracted in that name.
    """
    case, books = load(desk), desk.books()
    with books.open(path, mapping.read) as book, _media(books, book, media) as files:
        digests = _looked_up(files)
        passed = _begun(desk, case, book, mapping, text, corrects, digests)
        waiting: list[bytes] | None = []
        for payload in passed.payloads(desk.progress):
            if waiting is not None:
                waiting.append(payload)
                waiting = waiting if len(waiting) <= _KEPT_IN_MEMORY else None
        sight = _sight(case, book, mapping, passed)
        refuse_silence(sight)
        _keep(desk.vault(), book, files)
        head = [encode(passed.source), _imported(passed, mapping.name, text)]
        if waiting is None:
            again = _begun(desk, case, book, mapping, text, corrects, digests).payloads(desk.progress)
        else:
            again = iter(waiting)
        retractions = _retractions(case, passed, by)
        new = _write(desk, case, itertools.chain(head, again, retractions))
        return Imported(sight=sight, new=new, retracted=len(retractions), source=passed.source_id)


def _keep(vault: Vault, book: Book, files: Mapping[str, Callable[[], bytes]]) -> None:
    if vault.keep(book.chunks()) != book.digest:
        raise UsageError(f"{book.name}: want a file that stays as it is while it is read, got one that changed")
    for _, read in sorted(files.items()):
        vault.keep([read()])


def _begun(
    desk: Desk, case: Case, book: Book, mapping: m.Mapping, text: str, corrects: str, media: Mapping[str, str]
) -> _Pass:
    before = earlier(case, book.name, book.digest, mapping, text, corrects=corrects)
    kept = said(desk, case, before.edition)
    reading = Reading(book.name, book.sheets(), mapping, media=media, earlier=kept)
    named = {each.root: each.statement for each in itertools.islice(kept.values(), _MOST_NAMED)}
    edition = before.edition.source if before.edition else None
    source = source_of(book.name, book.digest, mapping, reading.tables, edition)
    return _Pass(reading, source, before, kept, sampled=named)


def _write(desk: Desk, case: Case, payloads: Iterable[bytes]) -> int:
    """Keep statements, so many at once; how many the case did not have."""
    notary = desk.notary()
    new, step = 0, _STEP
    waiting = ((StatementId(digest(payload)), payload) for payload in payloads)
    fresh = ((i, payload) for i, payload in waiting if i not in case.statements)
    while batch := dict(itertools.islice(fresh, step)):
        desk.store.append(batch, notary)
        new += len(batch)
        # Ids are scattered over the whole store: the larger it is, the more has to be written for each batch.
        step = min(2 * step, _LARGEST_STEP)
        desk.progress.advance(new, None, "writing statements")
    return new


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


def _imported(passed: _Pass, mapping: str, text: str) -> bytes:
    """The statement of the import itself; a ``UsageError`` where too many files came with the table to name them."""
    payload = encode(_import(passed, mapping, text))
    if len(payload) > LARGEST_STATEMENT:
        count = len(passed.reading.laying.media)
        raise UsageError(
            f"{passed.reading.laying.file}: want an import that {LARGEST_STATEMENT:,} bytes can tell of, got "
            f"{len(payload):,}; {count:,} files came with the table: import it in parts"
        )
    return payload


def _import(passed: _Pass, mapping: str, text: str) -> Statement:
    edition = passed.before.edition
    made = passed.made | Counter({"unread-row": passed.unread})
    tally = passed.reading.tally
    content = Import(
        of=passed.source_id,
        mapping=mapping,
        text=text,
        made=counted(+made),
        rows=str(tally.rows),
        left=(*counted(tally.left + tally.left_out.counts), *_left_out_in_words(tally.left_out)),
        figures=tuple(_figure_in_words(each) for each in passed.reading.totals.figures())
        + tuple(f"{check.name}: {check.says}" for check in passed.reading.checks()),
        media=tuple(f"{digest_} {name}" for name, digest_ in sorted(passed.reading.laying.media.items())),
        previous=None if edition is None else edition.id,
    )
    return Statement(content=content, source=passed.source_id)


def _left_out_in_words(left_out: LeftOut) -> tuple[str, ...]:
    return tuple(f"{reason}: {', '.join(said)}" for reason, said in sorted(left_out.said.items()) if said)


def _figure_in_words(told: FigureTold) -> str:
    words = f"{told.name}: {told.value}"
    if told.differs and not told.wrong:
        words += f", the file says {told.stated}"
    words += "".join(f"; {wrong}" for wrong in told.wrong)
    return words + (f"; {told.unread} cells are no number" if told.unread else "")


def _retractions(case: Case, passed: _Pass, by: str) -> list[bytes]:
    if not by:
        return []
    reason = gone_because(passed.reading.laying.file)
    found = [Statement(content=Retraction(of=kept.current, by=by, reason=reason)) for kept in passed.gone(case)]
    return [encode(each) for each in found]


def _sample(row: RowRead, before: dict[StatementId, Statement]) -> Sample:
    """A row with what it becomes, in which what rows before it made has a name."""
    headings = row.layout.headings
    cells = {
        (headings[n] if n < len(headings) and headings[n] else f"column {n + 1}"): cell
        for n, cell in enumerate(row.row.cells)
        if cell.strip()
    }
    statements = {StatementId(digest(m_.payload)): m_.statement for m_ in row.made if m_.payload is not None}
    # Every statement has the file for its source, which has no name among these.
    text = write(statements, beside=before)
    before.update(statements)
    lines = [line for line in text.split("\n")[1:] if not line.startswith("  source id:")]
    return Sample(where=address(row.sheet, row.row.number, ()), cells=cells, becomes="\n".join(lines).strip())


def _sight(case: Case, book: Book, mapping: m.Mapping, passed: _Pass) -> Sight:
    tally, edition = passed.reading.tally, passed.before.edition
    laid = [f"{one.sheet.name or book.name}: headings in row {one.layout.last}" for one in passed.reading.tables]
    return Sight(
        file=book.name,
        digest=book.digest,
        mapping=mapping.name,
        read_as=_in_words(book.read_as),
        notes=(*book.notes, *_unnamed(passed.reading)),
        tables=(*laid, *(f"{each} (passed over)" for each in tally.passed_over)),
        rows=tally.rows,
        made=dict(sorted(passed.made.items())),
        unchanged=passed.unchanged,
        corrected=passed.corrected,
        gone=len(passed.gone(case)),
        corrects="" if edition is None else edition.id,
        is_same=passed.before.is_same,
        left=dict(sorted(tally.left.items())),
        left_out=dict(sorted(tally.left_out.counts.items())),
        left_out_cells={reason: tuple(said) for reason, said in sorted(tally.left_out.said.items()) if said},
        unread=passed.unread,
        first_unread=tuple(passed.first_unread),
        samples=tuple(passed.samples),
        names=names_told(tally.names, mapping.names),
        figures=passed.reading.totals.figures(),
        checks=passed.reading.checks(),
    )


def _unnamed(reading: Reading) -> list[str]:
    """Files that came with the table and that no row names."""
    left = sorted(reading.laying.media.keys() - reading.tally.named_media)
    told = f"{', '.join(left[:_MOST_TOLD])}{', …' if len(left) > _MOST_TOLD else ''}"
    return [f"{len(left)} files came with the table and no row names them: {told}"] if left else []


def _in_words(read_as: ReadAs) -> str:
    """How a file was read: ``csv, cells between ';', windows-1252``."""
    between = f"cells between {read_as.delimiter!r}" if read_as.delimiter else ""
    return ", ".join(part for part in (read_as.form, between, read_as.encoding) if part)


def refuse_silence(sight: Sight) -> None:
    """A ``UsageError`` where nothing at all would come of an import."""
    if not sight.made and not sight.unchanged and not sight.unread:
        raise UsageError(f"{sight.file}: want rows of which the mapping makes something, got none of {sight.rows}")
