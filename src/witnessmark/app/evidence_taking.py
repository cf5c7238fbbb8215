"""Evidence taken back: a filled sheet into the case; things, pictures and readings, and where two readers differ."""

from collections.abc import Iterator, Mapping, Sequence

from witnessmark.app.desk import Desk, load, now
from witnessmark.app.recording import encoded
from witnessmark.case.canonical import digest as digest_of
from witnessmark.case.fold import Case
from witnessmark.errors import UsageError
from witnessmark.evidence.mediatype import HEAD, media_type
from witnessmark.evidence.pieces import Piece, pieces
from witnessmark.evidence.transcription import ABOUT, SECOND, SHEET, Cell, Written, columns, field, written
from witnessmark.ingest.sheet import address
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
from witnessmark.reports.transcription_sheet import printable
from witnessmark.reports.words import name, words

_LARGEST = 20_000_000
_DESCRIBED = ("item_class", "make", "model", "calibre")


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
    known: int
    """Rows that say what the case has already."""
    waiting: int
    """Rows that nobody has filled in."""
    problems: tuple[Problem, ...]
    """Rows with mistakes, which were not taken, and what a person should know. The sheet itself is kept as it is."""
    differing: tuple[Differing, ...]


def take(desk: Desk, path: str, reader: str) -> SheetTaken:
    """A filled sheet into the case, which keeps the sheet as evidence. Taking it again adds nothing."""
    reader = reader.strip()
    if not reader:
        raise UsageError("want --reader with the name or role of whoever read, got none")
    payload = desk.files.read(path, limit=_LARGEST)
    sheets = desk.papers().spreadsheet(payload)
    lines, is_second = _sheet(sheets, path)
    run = _Run(desk, path, payload, reader, is_second=is_second)
    where: Mapping[str, int] | None = None
    for number, cells in enumerate(lines, start=1):
        if where is None:
            try:
                where = columns(cells)
            except ValueError as error:
                raise UsageError(f"{path}, row {number}: {error}") from error
        elif any(cell.text.strip() for cell in cells):
            run.row(number, cells, where)
    return run.finished()


def _sheet(sheets: Mapping[str, Sequence[Sequence[Cell]]], path: str) -> tuple[Sequence[Sequence[Cell]], bool]:
    """The rows to take, and whether they are those of a second reader."""
    if SHEET not in sheets:
        raise UsageError(f"{path}: want a sheet named {SHEET}, got {', '.join(sheets) or 'none'}")
    about = sheets.get(ABOUT, [[]])
    told = [cell.text for cell in about[0][:2]] if about else []
    return sheets[SHEET], SECOND in told


class _Run:
    """One taking back."""

    def __init__(self, desk: Desk, path: str, payload: bytes, reader: str, *, is_second: bool) -> None:
        self._desk, self._path, self._reader, self._is_second = desk, path, reader, is_second
        self._case = load(desk)
        self._pieces = pieces(self._case)
        self._payload = payload
        self._digest = digest_of(payload)
        self._file = path.replace("\\", "/").rpartition("/")[2]
        self._waiting: dict[StatementId, bytes] = {}
        self._things = _named(self._case)
        self._introduced: dict[str, tuple[ThingId, Written, int]] = {}
        self._seen: set[object] = set(_told_before(self._case))
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

    def row(self, number: int, cells: Sequence[Cell], where: Mapping[str, int]) -> None:
        """Take a row, or say what is wrong with it."""
        self._counts["rows"] += 1
        self._columns = where
        row, wrong = written(cells, where)
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
        before = (self._counts["things"], self._counts["photos"], self._counts["readings"])
        if self._is_second:
            self._must_be_unread(thing, row)
        photo = self._photo(number, row, piece, thing)
        if row.reading.strip():
            self._read(number, row, thing, photo, piece)
        after = (self._counts["things"], self._counts["photos"], self._counts["readings"])
        self._counts["known"] += after == before

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

    def _must_be_unread(self, thing: ThingId, row: Written) -> None:
        """A second reading counts as one only by somebody else, of a mark that was read."""
        one = identity(self._case, thing)
        of_mark = [
            reading
            for _, reading in self._case.of_kind(MarkReading)
            if (identity(self._case, reading.of), reading.mark, reading.where) == (one, row.mark, row.where)
        ]
        if not of_mark:
            raise UsageError(f"mark: want a mark of the sheet as it was given out, got {row.mark!r} at {row.where!r}")
        reader = row.reader or self._reader
        if self._is_known(row, thing, reader):
            return
        if any(_folded(words(each.reader)) == _folded(reader) for each in of_mark):
            raise UsageError(f"reader: want somebody who has not read this mark yet, got {reader!r}")

    def _is_known(self, row: Written, thing: ThingId, reader: str) -> bool:
        digest = self._piece(row.digest).digest
        return _key(identity(self._case, thing), digest, row, reader) in self._seen

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

    def _read(self, number: int, row: Written, thing: ThingId, photo: StatementId, piece: Piece) -> None:
        one, reader = identity(self._case, thing), row.reader or self._reader
        key = _key(one, piece.digest, row, reader)
        if key in self._seen:
            return
        self._seen.add(key)
        said = MarkReading(
            of=thing, text=row.reading, mark=row.mark, where=row.where, making=Making(row.making or "unknown"),
            wear=Wear(row.wear or "unknown"), method="from a photograph", reader=reader,
            beforehand=self._beforehand(one, row, reader), when=Edtf(row.read_on), photo=photo, region=row.region,
            notation=NOTATION, note=row.note,
        )  # fmt: skip
        i = self._wait(number, Statement(content=said, source=self._source, locator=self._at(number, "reading")))
        if i not in self._case.statements:  # else it was taken before, and retracted or corrected since
            self._marks.add((one, row.mark, row.where))
            self._counts["readings"] += 1

    def _beforehand(self, one: StatementId, row: Written, reader: str) -> Beforehand:
        """A sheet for the first reading shows what others have read of a picture."""
        if self._is_second:
            return Beforehand.BLIND
        others = readings_by_mark(self._case).get((one, row.mark, row.where), [])
        return Beforehand.TOLD if any(words(r.reader) != reader for _, r in others) else Beforehand.UNKNOWN

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
            file=self._path, digest=self._digest, problems=tuple(self._problems),
            differing=tuple(_differing(load(self._desk), self._marks)), **self._counts,
        )  # fmt: skip

    def _keep(self) -> None:
        self._desk.vault().keep([self._payload])
        sheet = Evidence(
            name=self._file, form=EvidenceForm.TABLE, digest=self._digest, size=str(len(self._payload)),
            media=media_type(self._payload[:HEAD]).media, note="a filled transcription sheet",
        )  # fmt: skip
        i = self._wait(0, Statement(content=sheet))
        log = Handling(of=(i,), action="acquired", by=self._reader, when=now(self._desk), from_=self._path,
                       text="a transcription sheet, handed back")  # fmt: skip
        self._wait(0, Statement(content=log))


def _folded(reader: str) -> str:
    return " ".join(reader.split()).casefold()


def _named(case: Case) -> dict[str, list[ThingId]]:
    found: dict[str, list[ThingId]] = {}
    for kind in (Item, Lot, Container):
        for i, content in case.of_kind(kind):
            root = ThingId(case.root(i))
            if root not in found.setdefault(words(getattr(content, "name", "")), []):
                found[words(getattr(content, "name", ""))].append(root)
    return found


def _key(one: StatementId, digest: str, row: Written, reader: str) -> object:
    told = (row.mark, row.where, row.reading, row.region, row.making or "unknown", row.wear or "unknown", row.note)
    # A sheet spells out what cannot be seen; when it comes back it means what it was.
    return one, digest, tuple(map(printable, told)), reader


def _told_before(case: Case) -> Iterator[object]:
    """The readings that a case has from pictures, as rows would tell them."""
    for _, reading in case.of_kind(MarkReading):
        photo = case.content(reading.photo, Photo) if reading.photo else None
        if photo is not None:
            row = Written(**{
                field(each): words(getattr(reading, each)) for each in ("mark", "where", "region", "note")
            }, reading=reading.text, making=reading.making, wear=reading.wear)  # fmt: skip
            yield _key(identity(case, reading.of), photo.digest, row, words(reading.reader))


def _differing(case: Case, marks: set[tuple[StatementId, str, str]]) -> Iterator[Differing]:
    for (one, mark, where), readings in sorted(readings_by_mark(case).items()):
        combined = combine([reading.text for _, reading in in_order(readings)])
        if (one, mark, where) in marks and combined.is_contested:
            yield Differing(thing=name(case, one), mark=mark, where=where, combined=combined)
