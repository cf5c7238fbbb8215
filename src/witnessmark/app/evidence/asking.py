"""Evidence asked: what a case holds of evidence; and of one piece who had it, what it shows, who read what."""

from collections.abc import Iterator, Mapping

from witnessmark.app.desk import Desk, load
from witnessmark.app.evidence.acquiring import groups_of
from witnessmark.app.evidence.alike import Near, near_ones
from witnessmark.app.evidence.copies import opened
from witnessmark.case.fold import Case
from witnessmark.errors import UsageError
from witnessmark.evidence.agreement import disagreements_of
from witnessmark.evidence.pieces import Piece, citing, handlings_of, pieces, readings_of, things_of
from witnessmark.evidence.regions import cited
from witnessmark.model.evidence import Evidence, EvidenceForm
from witnessmark.model.ids import StatementId, short
from witnessmark.model.observations import Photo
from witnessmark.model.value import Result
from witnessmark.ports import Vault
from witnessmark.reports.tell_pictures import called
from witnessmark.reports.words import names, sentence, words

_MOST_QUOTES = 40


class EvidenceLine(Result, frozen=True, kw_only=True):
    """A piece of evidence in a list."""

    digest: str
    called: str
    form: str
    media: str
    size: str
    taken: str
    at: str
    group: str
    """Of the proposed grouping; empty for what is no photograph."""
    shows: str
    is_here: bool
    """Whether the vault of this machine has its bytes; they are not looked at."""


class HandlingLine(Result, frozen=True, kw_only=True):
    """An entry of the handling log."""

    when: str
    action: str
    by: str
    from_: str
    text: str


class ReadingLine(Result, frozen=True, kw_only=True):
    """What somebody read from a piece."""

    id: StatementId
    said: str
    reader: str
    region: str


class QuoteLine(Result, frozen=True, kw_only=True):
    """A statement that cites a place in a piece, and what stands there."""

    id: StatementId
    said: str
    locator: str
    text: str
    """The words of the page, where the piece is a document that has any."""
    problem: str


class EvidenceShown(Result, frozen=True, kw_only=True):
    """One piece of evidence in full."""

    line: EvidenceLine
    statements: tuple[StatementId, ...]
    device: str
    pages: str
    note: str
    redacted_from: str
    """The digest of the original, where it is a copy with parts filled."""
    redactions: tuple[str, ...]
    """The digests of such copies of it."""
    handling: tuple[HandlingLine, ...]
    readings: tuple[ReadingLine, ...]
    quotes: tuple[QuoteLine, ...]
    alike: tuple[Near, ...]
    disagreements: tuple[str, ...]


def listed(desk: Desk) -> tuple[EvidenceLine, ...]:
    """All evidence of a case, by group and time."""
    case = load(desk)
    groups, vault = _groups(case), desk.vault()
    lines = [_line(case, piece, groups, vault) for piece in pieces(case).values()]
    return tuple(sorted(lines, key=lambda line: (not line.group, _number(line.group), line.taken, line.called)))


def _number(group: str) -> int:
    digits = group.removeprefix("g")
    return int(digits) if digits.isdigit() else 0


def _groups(case: Case) -> dict[str, str]:
    return {key: group.name for group in groups_of(case) for key in group.keys}


def _line(case: Case, piece: Piece, groups: Mapping[str, str], vault: Vault) -> EvidenceLine:
    first = piece.first
    return EvidenceLine(
        digest=piece.digest,
        called=called(piece),
        form=_form(piece),
        media="" if first is None else first.media,
        size="" if first is None else first.size,
        taken=_taken(piece),
        at="" if first is None else words(first.at),
        group=groups.get(piece.digest, ""),
        shows=names(case, things_of(piece)),
        is_here=vault.has(piece.digest),
    )


def _form(piece: Piece) -> str:
    """What kind of evidence it is, as far as a statement says so; else where it came from."""
    if piece.first is not None:
        return piece.first.form
    if piece.photos:
        return EvidenceForm.PHOTOGRAPH
    return piece.sources[0][1].form if piece.sources else "beside a table"


def _taken(piece: Piece) -> str:
    told: list[str] = [content.taken for _, content in piece.evidence if content.taken]
    told += [photo.when for _, photo in piece.photos if photo.when]
    return told[0] if told else ""


def find_piece(case: Case, prefix: str) -> Piece:
    """The piece whose digest, or a statement of which, starts so; a ``UsageError`` says how many do."""
    held = pieces(case)
    found = {p.digest: p for p in held.values() if prefix and p.digest.startswith(prefix)} or {
        p.digest: p for p in held.values() if prefix and any(i.startswith(prefix) for i in p.statements)
    }
    if len(found) != 1:
        some = ", ".join(short(digest) for digest in list(found)[:5])
        fits = f"fits {len(found)}: {some}" if found else f"fits none of the {len(held)} pieces in the case"
        raise UsageError(f"want the start of the digest of one piece of evidence, got {prefix!r}, which {fits}")
    return next(iter(found.values()))


def shown(desk: Desk, prefix: str, others: Mapping[str, Desk]) -> EvidenceShown:
    """One piece of evidence with its log, what it shows, who read what, and what looks like it."""
    case = load(desk)
    piece = find_piece(case, prefix)
    vault = desk.vault()
    told = [content for _, content in piece.evidence]
    return EvidenceShown(
        line=_line(case, piece, _groups(case), vault),
        statements=piece.statements,
        device=_first(told, "device"),
        pages=_first(told, "pages"),
        note="; ".join(words(content.note) for content in told if content.note),
        redacted_from=_first(told, "redacted_from"),
        redactions=tuple(sorted({e.digest for _, e in case.of_kind(Evidence) if e.redacted_from == piece.digest})),
        handling=tuple(
            HandlingLine(when=h.when, action=h.action, by=h.by, from_=words(h.from_), text=words(h.text))
            for _, h in handlings_of(case, piece)
        ),
        readings=tuple(_readings(case, piece)),
        quotes=tuple(_quotes(desk, case, piece)),
        alike=near_ones(case, {called: load(other) for called, other in others.items()}, about={piece.digest}),
        disagreements=tuple(problem.message for problem in disagreements_of(case, piece)),
    )


def _first(told: list[Evidence], field: str) -> str:
    return next((str(value) for each in told if (value := getattr(each, field))), "")


def _readings(case: Case, piece: Piece) -> Iterator[ReadingLine]:
    for i, reading in readings_of(case, piece):
        region = reading.region or _region_of(case, reading.photo)
        yield ReadingLine(
            id=i, said=sentence(case, case.standing[i]), reader=words(reading.reader) or "unnamed", region=region
        )


def _region_of(case: Case, photo: StatementId | None) -> str:
    found = None if photo is None else case.content(photo, Photo)
    return "" if found is None else found.region


def _quotes(desk: Desk, case: Case, piece: Piece) -> Iterator[QuoteLine]:
    for number, (i, statement) in enumerate(citing(case, piece)):
        if number == _MOST_QUOTES:
            return
        text, problem = "", ""
        place = cited(statement.locator)
        if place is not None and piece.first is not None and piece.first.media == "application/pdf":
            try:
                text = desk.papers().text(opened(desk.vault(), piece.digest), place.page).strip()
                problem = "" if text else "the page holds no text: it is a picture, or empty"
            except UsageError as error:
                problem = str(error)
        yield QuoteLine(id=i, said=sentence(case, statement), locator=statement.locator, text=text, problem=problem)
