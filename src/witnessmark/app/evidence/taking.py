"""Evidence taken back: a filled sheet into the case; things, pictures and readings, and where two readers differ."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from witnessmark.app.desk import Desk, load, now
from witnessmark.app.evidence.rereading import Said, compared, folded, of_sheet, said, standing, was_blind
from witnessmark.app.recording import encoded
from witnessmark.case.canonical import digest as digest_of
from witnessmark.case.fold import Case
from witnessmark.errors import UsageError
from witnessmark.evidence.mediatype import HEAD, media_type
from witnessmark.evidence.pieces import Piece, pieces
from witnessmark.evidence.transcription import ABOUT, SECOND, SHEET, Cell, Written, columns, doubt, written
from witnessmark.ingest.sheet import ReadAs, Row, Sheet, address
from witnessmark.marks.combine import Combined, combine
from witnessmark.marks.reading import NOTATION
from witnessmark.matching.judgements import identity
from witnessmark.matching.readings import in_order, readings_by_mark
from witnessmark.model.decisions import Handling
from witnessmark.model.evidence import Evidence, EvidenceForm
from witnessmark.model.ids import SourceId, StatementId, ThingId
from witnessmark.model.observations import Beforehand, Making, MarkReading, Photo, Wear
from witnessmark.model.problem import Problem, Severity
from witnessmark.model.statement import Statement
from witnessmark.model.things import Container, Item, Lot, Original, Source, SourceForm
from witnessmark.model.value import Edtf, Result
from witnessmark.ports import Book
from witnessmark.reports.words import name, words

MOST_ROWS = 100_000
"""Rows of a sheet: a camera's card has some thousand pictures."""
_DESCRIBED = ("item_class", "make", "model", "calibre")


class Corrected(Result, frozen=True, kw_only=True):
    """A reading that its own reader wrote otherwise on a sheet handed in again; both stay in the case."""

    thing: str
    mark: str
    where: str
    reader: str
    was: str
    now: str
    """The same as before where only the region, the making, the wear or the note differs."""
    supersedes: StatementId


class Differing(Result, frozen=True, kw_only=True):
    """A mark of which readings contradict each other: a finding about the mark, and no error of anybody."""

    thing: str
    mark: str
    where: str
    combined: Combined


class SheetTaken(Result, frozen=True, kw_only=True):
    """What a filled sheet brought into a case."""

    file: str
    digest: str
    rows: int
    things: int
    """New ones."""
    photos: int
    readings: int
    """New ones, and those that correct others."""
    known: int
    """Rows that say what the case has already."""
    waiting: int
    """Rows that nobody has filled in."""
    problems: tuple[Problem, ...]
    """Rows with mistakes, which were not taken, and what a person should know. The sheet itself is kept as it is."""
    corrected: tuple[Corrected, ...]
    differing: tuple[Differing, ...]


def take(desk: Desk, path: str, reader: str) -> SheetTaken:
    """A filled sheet into the case, which keeps the sheet as evidence. Taking it again adds nothing."""
    reader = reader.strip()
    if not reader:
        raise UsageError("want --reader with the name or role of whoever read, got none")
    with desk.books().open(path, ReadAs()) as book:
        sheets = {sheet.name: sheet for sheet in book.sheets()}
        if SHEET not in sheets:
            got = ", ".join(filter(None, sheets)) or f"a table without a name ({book.read_as.form})"
            raise UsageError(f"{path}: want a sheet named {SHEET}, got {got[:200]}")
        run = _Run(desk, path, book, reader, is_second=_is_second(sheets.get(ABOUT)))
        run.read(sheets[SHEET])
        return run.finished()


def _is_second(about: Sheet | None) -> bool:
    """Whether a sheet is that of a second reader, as its explanation says."""
    first = None if about is None else next(about.rows(), None)
    return first is not None and SECOND in first.cells[:2]


def _cells(row: Row) -> list[Cell]:
    forms = row.forms or "t" * len(row.cells)
    return [Cell(text, forms[n], row.notes.get(n, "")) for n, text in enumerate(row.cells)]


class _Waiting(NamedTuple):
    """A reading of a row, to be laid beside what the case has when all rows are read."""

    number: int
    row: Written
    thing: ThingId
    photo: StatementId
    said: Said
    is_new_otherwise: bool
    """Whether the row brought something else."""


class _Run:
    """One taking back."""

    def __init__(self, desk: Desk, path: str, book: Book, reader: str, *, is_second: bool) -> None:
        self._desk, self._path, self._reader, self._is_second = desk, path, reader, is_second
        self._book, self._digest, self._file = book, book.digest, book.name
        self._case = load(desk)
        self._pieces = pieces(self._case)
        self._told = standing(self._case)
        self._waiting: dict[StatementId, bytes] = {}
        self._things = _named(self._case)
        self._introduced: dict[str, tuple[ThingId, Written, int]] = {}
        self._readings: list[_Waiting] = []
        self._corrected: list[Corrected] = []
        self._problems: list[Problem] = []
        self._counts = dict.fromkeys(("rows", "things", "photos", "readings", "known", "waiting"), 0)
        self._columns: Mapping[str, int] = {}
        self._marks: set[tuple[StatementId, str, str]] = set()
        source = Source(
            name=f"Transcription {self._file}", form=SourceForm.FIELD_DOCUMENTATION, digest=self._digest,
            original=Original.READ, note="written down from photographs",
        )  # fmt: skip
        self._source = SourceId(StatementId(digest_of(encoded(Statement(content=source)))))
        self._source_statement = Statement(content=source)

    def read(self, sheet: Sheet) -> None:
        """Take all rows below the headings, which are the first row."""
        rows = sheet.rows()
        heading = next(rows, Row(1, ()))
        try:
            self._columns = columns(_cells(heading))
        except ValueError as error:
            raise UsageError(f"{self._path}, row {heading.number}: {error}") from error
        for row in rows:
            if row.number > MOST_ROWS:
                raise UsageError(f"{self._path}: want at most {MOST_ROWS:,} rows, got more")
            if row.broken:
                self._counts["rows"] += 1
                self._tell(row.number, row.broken, Severity.REFUSED)
            elif any(cell.strip() for cell in row.cells):
                self._row(row.number, _cells(row))
        self._record()

    def _row(self, number: int, cells: Sequence[Cell]) -> None:
        """Take a row, or say what is wrong with it."""
        self._counts["rows"] += 1
        row, wrong = written(cells, self._columns)
        is_waiting = row.is_empty or (self._is_second and not row.reading.strip())
        if wrong and not (self._is_second and is_waiting):
            self._tell(number, "; ".join(wrong), Severity.REFUSED)
        elif is_waiting:
            self._counts["waiting"] += 1
        else:
            try:
                self._taken(number, row)
            except UsageError as error:
                self._tell(number, str(error), Severity.REFUSED)

    def _tell(self, number: int, message: str, severity: Severity) -> None:
        self._problems.append(Problem(source=self._path, line=number, message=message, severity=severity))

    def _taken(self, number: int, row: Written) -> None:
        piece = self._piece(row.digest)
        thing = self._thing(number, row)
        before = (self._counts["things"], self._counts["photos"])
        told = said(self._case, thing, piece.digest, row, row.reader or self._reader)
        if self._is_second:
            self._must_be_unread(row, told)
        photo = self._photo(number, row, piece, thing)
        is_new = (self._counts["things"], self._counts["photos"]) != before
        if row.reading.strip():
            self._readings.append(_Waiting(number, row, thing, photo, told, is_new))
        else:
            self._counts["known"] += not is_new

    def _piece(self, prefix: str) -> Piece:
        found = [piece for digest, piece in self._pieces.items() if prefix and digest.startswith(prefix)]
        if len(found) != 1:
            raise UsageError(f"digest: want the start of one picture's digest, got {prefix!r}, which fits {len(found)}")
        return found[0]

    def _thing(self, number: int, row: Written) -> ThingId:
        if row.item.startswith("id:"):
            return ThingId(self._case.root(self._case.find(row.item.removeprefix("id:"))))
        if row.item in self._introduced:
            thing, first, at = self._introduced[row.item]
            for each in _DESCRIBED:
                was, got = getattr(first, each), getattr(row, each)
                if got and got != was:
                    message = f"{each.replace('_', ' ')}: want {was!r} as in row {at}, got {got!r}: not taken"
                    self._tell(number, message, Severity.NOTE)
            return thing
        there = self._things.get(row.item, [])
        if len(there) > 1:
            raise UsageError(
                f"item: want the name of one thing, got {row.item!r}, which {len(there)} have; write id:..."
            )
        if there:
            self._compare(number, row, there[0])
            return there[0]
        content = Item(name=row.item, **{each: getattr(row, each) for each in _DESCRIBED})
        thing = ThingId(
            self._wait(number, Statement(content=content, source=self._source, locator=self._at(number, "item")))
        )
        self._introduced[row.item] = thing, row, number
        self._counts["things"] += 1
        return thing

    def _compare(self, number: int, row: Written, thing: ThingId) -> None:
        content = self._case.content(thing, Item)
        for each in _DESCRIBED:
            was, got = getattr(content, each, ""), getattr(row, each)
            if content is not None and got and got != was:
                told = f"{each.replace('_', ' ')}: the case says {was or 'nothing'!r} of {row.item}, the sheet {got!r}"
                self._tell(number, f"{told}: not taken; `correct` or `identify` says it", Severity.NOTE)

    def _must_be_unread(self, row: Written, told: Said) -> None:
        """A second reading counts as one only by somebody else, of a mark that was read.

        Whoever read it on such a sheet before may hand that in again.
        """
        of_mark = [(i, r) for i, r in self._of_mark(told.whose.of, row)]
        if not of_mark:
            raise UsageError(f"mark: want a mark of the sheet as it was given out, got {row.mark!r} at {row.where!r}")
        own = [i for i, reading in of_mark if folded(words(reading.reader)) == told.whose.reader]
        if told not in self._told and not all(was_blind(self._case, i) for i in own):
            reader = row.reader or self._reader
            raise UsageError(f"reader: want somebody who has not read this mark yet, got {reader!r}")

    def _of_mark(self, one: StatementId, row: Written) -> list[tuple[StatementId, MarkReading]]:
        return [
            (i, reading)
            for i, reading in self._case.of_kind(MarkReading)
            if (identity(self._case, reading.of), reading.mark, reading.where) == (one, row.mark, row.where)
        ]

    def _photo(self, number: int, row: Written, piece: Piece, thing: ThingId) -> StatementId:
        one = identity(self._case, thing)
        for i, photo in piece.photos:
            if any(identity(self._case, of) == one for of in photo.of):
                return self._case.root(i)
        first = piece.first
        content = Photo(
            of=(thing,), digest=piece.digest, caption=row.picture or (words(first.name) if first else ""),
            when=first.taken if first else Edtf(""),
        )  # fmt: skip
        # One statement for each picture of a thing, however many marks it shows: no place in the sheet is named.
        statement = Statement(content=content, source=self._source)
        i = StatementId(digest_of(encoded(statement)))
        self._counts["photos"] += i not in self._waiting
        return self._wait(number, statement)

    def _record(self) -> None:
        """Lay the readings of all rows beside those of the case, and take what is new."""
        before = of_sheet(self._case, self._digest)
        found = compared(self._told, (each.said for each in self._readings), before)
        seen = {*self._told, *before}
        for each in self._readings:
            if each.said in seen:
                self._counts["known"] += not each.is_new_otherwise
                continue
            seen.add(each.said)
            if each.said in found.beside:
                told = "reading: its reader read this mark more than once, so it corrects none: `retract` what is wrong"
                self._tell(each.number, told, Severity.NOTE)
            if told := doubt(each.row):
                self._tell(each.number, told, Severity.NOTE)
            self._read(each, found.corrects.get(each.said))

    def _read(self, each: _Waiting, corrects: StatementId | None) -> None:
        row, reader = each.row, each.row.reader or self._reader
        content = MarkReading(
            of=each.thing, text=row.reading, mark=row.mark, where=row.where, making=Making(row.making or "unknown"),
            wear=Wear(row.wear or "unknown"), method="from a photograph", reader=reader,
            beforehand=self._beforehand(each.said.whose.of, row, reader), when=Edtf(row.read_on), photo=each.photo,
            region=row.region, notation=NOTATION, note=row.note,
        )  # fmt: skip
        statement = Statement(
            content=content, source=self._source, locator=self._at(each.number, "reading"), supersedes=corrects,
            because="" if corrects is None else "the same reader wrote it otherwise on a sheet handed in again",
        )  # fmt: skip
        self._wait(each.number, statement)
        self._marks.add((each.said.whose.of, row.mark, row.where))
        self._counts["readings"] += 1
        if corrects is not None:
            was = self._case.standing[corrects].content
            self._corrected.append(
                Corrected(
                    thing=name(self._case, each.thing), mark=row.mark, where=row.where, reader=reader,
                    was=was.text if isinstance(was, MarkReading) else "", now=row.reading, supersedes=corrects,
                )
            )  # fmt: skip

    def _beforehand(self, one: StatementId, row: Written, reader: str) -> Beforehand:
        """A sheet for the first reading shows what others have read; so does the answer to one handed in before."""
        readers = {folded(words(reading.reader)) for _, reading in self._of_mark(one, row)}
        if self._is_second:
            return Beforehand.TOLD if folded(reader) in readers else Beforehand.BLIND
        return Beforehand.TOLD if readers - {folded(reader)} else Beforehand.UNKNOWN

    def _at(self, number: int, heading: str) -> str:
        return address(SHEET, number, [self._columns[heading]])

    def _wait(self, number: int, statement: Statement) -> StatementId:
        try:
            payload = encoded(statement)
        except UsageError as error:
            raise UsageError(f"row {number}: {error}") from error
        i = StatementId(digest_of(payload))
        if i not in self._case.statements:
            self._waiting[i] = payload
        return i

    def finished(self) -> SheetTaken:
        """Keep the sheet, write what it says, and tell what came of it."""
        known = any(content.digest == self._digest for _, content in self._case.of_kind(Evidence))
        if not known and (self._waiting or self._problems):
            self._keep()
        if self._waiting:
            self._wait(0, self._source_statement)
            self._desk.store.append(self._waiting, self._desk.notary())
        return SheetTaken(
            file=self._path, digest=self._digest, problems=tuple(self._problems), corrected=tuple(self._corrected),
            differing=tuple(_differing(load(self._desk), self._marks)), **self._counts,
        )  # fmt: skip

    def _keep(self) -> None:
        head: list[bytes] = []
        size = 0

        def counted() -> Iterator[bytes]:
            nonlocal size
            for chunk in self._book.chunks():
                head.append(chunk[: HEAD if not head else 0])
                size += len(chunk)
                yield chunk

        if self._desk.vault().keep(counted()) != self._digest:
            raise UsageError(f"{self._path}: want a file that stays as it is while it is read, got one that changed")
        sheet = Evidence(
            name=self._file, form=EvidenceForm.TABLE, digest=self._digest, size=str(size),
            media=media_type(b"".join(head)).media, note="a filled transcription sheet",
        )  # fmt: skip
        i = self._wait(0, Statement(content=sheet))
        log = Handling(of=(i,), action="acquired", by=self._reader, when=now(self._desk), from_=self._path,
                       text="a transcription sheet, handed back")  # fmt: skip
        self._wait(0, Statement(content=log))


def _named(case: Case) -> dict[str, list[ThingId]]:
    found: dict[str, list[ThingId]] = {}
    for kind in (Item, Lot, Container):
        for i, content in case.of_kind(kind):
            root = ThingId(case.root(i))
            if root not in found.setdefault(words(getattr(content, "name", "")), []):
                found[words(getattr(content, "name", ""))].append(root)
    return found


def _differing(case: Case, marks: set[tuple[StatementId, str, str]]) -> Iterator[Differing]:
    for (one, mark, where), readings in sorted(readings_by_mark(case).items()):
        combined = combine([reading.text for _, reading in in_order(readings)])
        if (one, mark, where) in marks and combined.is_contested:
            yield Differing(thing=name(case, one), mark=mark, where=where, combined=combined)
