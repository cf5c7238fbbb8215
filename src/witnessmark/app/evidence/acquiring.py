"""Evidence: taking in a camera's card or a folder; each file whole into the vault, and what it says of itself.

Bytes come first and statements after them, a few files at a time: whoever is interrupted goes on by doing it again.
"""

from collections.abc import Iterator, Mapping, Sequence

from witnessmark.app.desk import Desk, load, now
from witnessmark.app.evidence.alike import Near, near_ones
from witnessmark.app.evidence.copies import opened
from witnessmark.app.evidence.resuming import Held
from witnessmark.app.recording import encoded
from witnessmark.app.sealing import seal
from witnessmark.case.canonical import digest as digest_of
from witnessmark.case.fold import Case
from witnessmark.errors import UsageError
from witnessmark.evidence.agreement import disagreements
from witnessmark.evidence.exif import Told, told
from witnessmark.evidence.grouping import METRES, MINUTES, Group, Shot, propose
from witnessmark.evidence.likeness import fingerprint
from witnessmark.evidence.looking import CardFile
from witnessmark.evidence.mediatype import HEAD, MediaType, lie, media_type
from witnessmark.model.decisions import Handling
from witnessmark.model.evidence import Evidence, EvidenceForm
from witnessmark.model.ids import SourceId, StatementId
from witnessmark.model.problem import Problem, Severity
from witnessmark.model.statement import Statement
from witnessmark.model.things import Source
from witnessmark.model.value import Result, Sealed, Text
from witnessmark.ports import Cards

_STEP, _STEP_BYTES = 20, 256_000_000
"""Files, and bytes of them, whose statements are written in one step: what an interruption costs at most."""
ACQUIRED = "acquired"


class Acquisition(Result, frozen=True, kw_only=True):
    """What a person says of how evidence came in."""

    by: str
    how: str = ""
    """With what and from whom: a card reader, a write blocker, the photographer's own hand."""
    origin: str = ""
    """What to write in place of the path where it was found, which can name people."""
    source: str = ""
    """The start of the id of the source whose pictures these are."""
    seals_places: bool = False
    """Whether the places that pictures tell are sealed."""


class Taken(Result, frozen=True, kw_only=True):
    """One file that was taken in."""

    path: str
    digest: str
    form: EvidenceForm
    media: str
    is_new: bool
    note: str


class EvidenceAdded(Result, frozen=True, kw_only=True):
    """What came in, what did not, and what a person should look at next."""

    new: int
    known: int
    """Files whose bytes the case had already."""
    files: tuple[Taken, ...]
    refused: tuple[Problem, ...]
    groups: tuple[Group, ...]
    """Of all photographs of the case: proposals."""
    alike: tuple[Near, ...]
    disagreements: tuple[Problem, ...]


def add(
    desk: Desk, cards: Cards, paths: Sequence[str], acquisition: Acquisition, others: Mapping[str, Desk]
) -> EvidenceAdded:
    """The files below some folders into vault and case. Adding them again adds nothing."""
    if not acquisition.by.strip():
        raise UsageError("want --by with the name or role of whoever acquired it, got none")
    case = load(desk)
    run = _Run(desk, case, acquisition)
    try:
        for number, file in enumerate(cards.files(paths), start=1):
            run.take(file)
            desk.progress.advance(number, None, "keeping files")
    finally:
        run.write()  # also where it ends early: what was kept need not be copied again
    after = load(desk)
    fresh = {file.digest for file in run.files}
    return EvidenceAdded(
        new=sum(file.is_new for file in run.files),
        known=sum(not file.is_new for file in run.files),
        files=tuple(run.files),
        refused=tuple(run.refused),
        groups=groups_of(after),
        alike=near_ones(after, {name: load(other) for name, other in others.items()}, about=fresh),
        disagreements=disagreements(after),
    )


def groups_of(case: Case, *, minutes: float = MINUTES, metres: float = METRES) -> tuple[Group, ...]:
    """What photographs of a case may show one thing: proposals."""
    shots = {
        content.digest: Shot(
            content.digest,
            content.name if isinstance(content.name, str) else "",
            content.taken,
            content.at if isinstance(content.at, str) else "",
            content.device,
        )
        for _, content in reversed(case.of_kind(Evidence))
        if content.form is EvidenceForm.PHOTOGRAPH and not content.redacted_from
    }
    try:
        return propose(list(shots.values()), minutes=minutes, metres=metres)
    except ValueError as error:
        raise UsageError(str(error)) from error


class _Run:
    """One taking in: what came of each file, and what is still to be written."""

    def __init__(self, desk: Desk, case: Case, acquisition: Acquisition) -> None:
        self._desk = desk
        self._vault = desk.vault()
        self._acquisition = acquisition
        self._source = _source(case, acquisition.source)
        self._held = Held(self._vault, case)
        self._unwritten = 0
        self._sealed: dict[str, str] = {}
        self._waiting: dict[StatementId, bytes] = {}
        self.files: list[Taken] = []
        self.refused: list[Problem] = []

    def take(self, file: CardFile) -> None:
        """Keep a file, and say what it is; what cannot be read is told, and the rest goes on."""
        if file.refused:
            self._refuse(file, file.refused)
            return
        head: list[bytes] = []
        sizes: list[int] = []
        try:
            digest = self._kept(file, head, sizes)
        except UsageError as error:
            self._refuse(file, str(error))
            return
        kind, size = media_type(b"".join(head)[:HEAD]), sum(sizes)
        is_new = digest not in self._held.digests
        note = ""
        if is_new:
            evidence = self._described(file, digest, size, kind)
            self._say(file, evidence, size)
            self._held.add(digest, size)
            kind = MediaType(evidence.media, evidence.form)
            note = evidence.note if isinstance(evidence.note, str) else ""
            self._unwritten += size
        self.files.append(
            Taken(path=file.path, digest=digest, form=kind.form, media=kind.media, is_new=is_new, note=note)
        )
        if len(self._waiting) >= 2 * _STEP or self._unwritten >= _STEP_BYTES:
            self.write()

    def _kept(self, file: CardFile, head: list[bytes], sizes: list[int]) -> str:
        pieces = _counted(file.pieces(), head, sizes)
        first = next(pieces, b"")

        def again() -> Iterator[bytes]:
            head.clear()
            sizes.clear()
            yield from _counted(file.pieces(), head, sizes)

        return self._held.keep(first, pieces, again(), file.size)

    def write(self) -> None:
        """What is waiting into the case."""
        if self._waiting:
            self._desk.store.append(self._waiting, self._desk.notary())
            self._waiting, self._unwritten = {}, 0

    def _refuse(self, file: CardFile, why: str) -> None:
        self.refused.append(Problem(source=file.path, message=why, severity=Severity.REFUSED))

    def _described(self, file: CardFile, digest: str, size: int, kind: MediaType) -> Evidence:
        notes = [each for each in (file.note, lie(file.name, kind.media), "" if size else "an empty file") if each]
        pages, print_, said, form = "", "", Told(), kind.form
        try:
            if kind.form is EvidenceForm.PHOTOGRAPH:
                looked = self._desk.pictures().look(opened(self._vault, digest, size), kind.media)
                said = told(looked.tags)
                print_ = fingerprint(looked.cells) if looked.cells else ""
                notes += [f"{looked.width} x {looked.height} pixels", *said.notes, *looked.notes]
            elif kind.media == "application/pdf":
                pages = str(self._desk.papers().pages(opened(self._vault, digest, size)))
        except UsageError as error:
            # Bytes are evidence whatever they are; what cannot be opened is shown as what it is.
            notes.append(str(error))
            form = EvidenceForm.OTHER
        return Evidence(
            name=file.name, form=form, digest=digest, size=str(size), media=kind.media, taken=said.taken,
            at=self._place(said.at), device=said.device, pages=pages, fingerprint=print_, note="; ".join(notes),
        )  # fmt: skip

    def _place(self, at: str) -> Text:
        if not at or not self._acquisition.seals_places:
            return at
        if at not in self._sealed:
            why = "an exact place can identify a source"
            what = "place of a photograph"
            self._sealed[at] = seal(self._desk, at, what=what, by=self._acquisition.by, reason=why)
        return Sealed(sealed=self._sealed[at])

    def _say(self, file: CardFile, evidence: Evidence, size: int) -> None:
        i = self._wait(Statement(content=evidence, source=self._source))
        # Not the digest: the statement that it names has it, and below R2 it is not told.
        copied = f"{size} bytes kept as they are"
        told_how = [self._acquisition.how, f"on {file.volume}" if not self._acquisition.origin else "", copied]
        handling = Handling(
            of=(i,), action=ACQUIRED, by=self._acquisition.by, when=now(self._desk),
            from_=f"{self._acquisition.origin}: {file.name}" if self._acquisition.origin else file.path,
            text="; ".join(each for each in told_how if each),
        )  # fmt: skip
        self._wait(Statement(content=handling))

    def _wait(self, statement: Statement) -> StatementId:
        payload = encoded(statement)
        i = StatementId(digest_of(payload))
        self._waiting[i] = payload
        return i


def _source(case: Case, prefix: str) -> SourceId | None:
    if not prefix:
        return None
    found = case.find(prefix)
    if not isinstance(case.statements[found].content, Source):
        raise UsageError(f"want the id of a source, got {prefix!r}, which is none")
    return SourceId(case.root(found))


def _counted(pieces: Iterator[bytes], head: list[bytes], sizes: list[int]) -> Iterator[bytes]:
    """The same pieces; what they begin with and how long they are is noted on the way."""
    for piece in pieces:
        if sum(map(len, head)) < HEAD:
            head.append(piece[:HEAD])
        sizes.append(len(piece))
        yield piece
