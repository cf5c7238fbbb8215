"""Evidence given: whether it is all here and whole, and copies of it for others; each written into the handling log."""

import enum
from collections.abc import Sequence

import msgspec

from witnessmark.app.desk import Desk, load, now, today
from witnessmark.app.evidence_bytes import opened
from witnessmark.app.recording import record
from witnessmark.case.fold import Case
from witnessmark.case.levels import IDS_FROM, cut
from witnessmark.errors import NotAllowed, Tampered, UsageError
from witnessmark.evidence.mediatype import ending
from witnessmark.evidence.pieces import Piece, pieces, things_of, travelling
from witnessmark.model.decisions import Handling, Level
from witnessmark.model.evidence import EvidenceForm
from witnessmark.model.ids import StatementId, short
from witnessmark.model.statement import Statement
from witnessmark.model.value import Result
from witnessmark.ports import Vault
from witnessmark.reports.words import names, words

LONGEST_SIDE = 1_600
"""Pixels of a working copy's longer side: enough to read a mark that fills a tenth of the picture."""


_MOST_OF_ONE = 10_000
"""Statements that one entry of the log may name."""


class State(enum.StrEnum):
    """In what state the vault has a piece."""

    WHOLE = "whole"
    MISSING = "missing"
    DAMAGED = "damaged"


class Checked(Result, frozen=True, kw_only=True):
    """One piece that was checked."""

    digest: str
    called: str
    state: State
    told: str


class EvidenceVerified(Result, frozen=True, kw_only=True):
    """What a check of a case's evidence found."""

    pieces: tuple[Checked, ...]
    whole: int
    is_whole: bool
    recorded: StatementId | None
    """The entry of the handling log, where a name was given."""


class GivenFile(Result, frozen=True, kw_only=True):
    """One file that was written."""

    file: str
    called: str
    digest: str
    """Of the original; empty below the level at which ids may leave the case."""
    shows: str
    what: str
    """Working copy or original."""


class EvidenceGiven(Result, frozen=True, kw_only=True):
    """What was written for others, and what stayed behind."""

    folder: str
    level: Level
    files: tuple[GivenFile, ...]
    withheld: int
    """Pieces that may not travel so far."""
    missing: int
    """Pieces whose bytes are not on this machine."""
    uncopied: tuple[str, ...]
    """Pieces of which no working copy can be made, and why."""


def verify(desk: Desk, *, by: str = "") -> EvidenceVerified:
    """Read every piece of a case's evidence, and compare it with its digest; recorded where a name is given."""
    case, vault = load(desk), desk.vault()
    held = pieces(case)
    checked = []
    for number, piece in enumerate(held.values(), start=1):
        checked.append(_checked(piece, vault))
        desk.progress.advance(number, len(held), "checking evidence")
    whole = [each.digest for each in checked if each.state is State.WHOLE]
    recorded = None
    if by and whole:
        of = [i for digest in whole for i in held[digest].statements]
        broken = len(checked) - len(whole)
        text = f"{len(whole)} pieces read and found to have their digests; {broken} others missing or damaged"
        recorded = _log(desk, of, "verified", by=by, text=text)
    return EvidenceVerified(
        pieces=tuple(checked), whole=len(whole), is_whole=len(whole) == len(checked), recorded=recorded
    )


def _checked(piece: Piece, vault: Vault) -> Checked:
    state, told = State.WHOLE, ""
    try:
        for _ in vault.read(piece.digest):
            pass
    except UsageError as error:
        state, told = State.MISSING, str(error)
    except Tampered as error:
        state, told = State.DAMAGED, str(error)
    return Checked(digest=piece.digest, called=_called(piece), state=state, told=told)


def _called(piece: Piece) -> str:
    named = [words(each.name) for _, each in piece.evidence] + [words(each.name) for _, each in piece.sources]
    captions = [photo.caption for _, photo in piece.photos if photo.caption]
    return next(iter([*named, *captions]), "unnamed photograph")


def _log(desk: Desk, of: Sequence[StatementId], action: str, *, by: str, text: str) -> StatementId:
    whole, when = sorted(set(of)), now(desk)
    entries = [
        Handling(of=tuple(whole[start : start + _MOST_OF_ONE]), action=action, by=by, when=when, text=text)
        for start in range(0, len(whole), _MOST_OF_ONE)
    ]
    recorded = [record(desk, Statement(content=entry)) for entry in entries]
    return recorded[0]


class Order(Result, frozen=True, kw_only=True):
    """What is to be given out, to whom and by whom."""

    folder: str
    level: Level
    by: str
    to: str
    wants_originals: bool
    longest: int = LONGEST_SIDE


def export(desk: Desk, order: Order) -> EvidenceGiven:
    """Write what may travel at a level into a folder, with a list; the handling log says so.

    Working copies carry nothing of their originals but what they show. Originals say where and when they were taken,
    and by whose camera, and go to panel or court only.
    """
    if not order.by.strip() or not order.to.strip():
        raise UsageError("want --by with who gives it out and --for with whom it is for, got only one or none")
    if order.wants_originals and order.level < IDS_FROM:
        raise NotAllowed(f"originals carry times, places and devices: from level {IDS_FROM} on, got {order.level}")
    whole = load(desk)
    case = Case({i: whole.statements[i] for i in cut(whole, order.level, as_of=today(desk)).shown})
    may_travel = travelling(whole, case.statements)
    held = pieces(whole)
    given: list[GivenFile] = []
    desk.files.make_folder(order.folder)
    missing = 0
    uncopied: list[str] = []
    of: list[StatementId] = []
    for number, digest in enumerate(sorted(may_travel), start=1):
        desk.progress.advance(number, len(may_travel), "writing copies")
        if not desk.vault().has(digest):
            missing += 1
            continue
        try:
            given.append(_written(desk, case, held[digest], order, number))
            of.extend(held[digest].statements)
        except UsageError as error:
            uncopied.append(f"{_called(held[digest])}: {error}")
    result = EvidenceGiven(
        folder=order.folder, level=order.level, files=tuple(given), withheld=len(held) - len(may_travel),
        missing=missing, uncopied=tuple(uncopied),
    )  # fmt: skip
    desk.files.write(f"{order.folder}/evidence.json", [msgspec.json.format(msgspec.json.encode(result)), b"\n"])
    if given:
        action = "handed over" if order.wants_originals else "working copy"
        what = "originals" if order.wants_originals else "working copies without metadata"
        text = f"{len(given)} {what} at {order.level} for {order.to}"
        _log(desk, of, action, by=order.by, text=text)
    return result


def _written(desk: Desk, case: Case, piece: Piece, order: Order, number: int) -> GivenFile:
    first = piece.first
    media = first.media if first is not None else ""
    is_picture = first is None or first.form is EvidenceForm.PHOTOGRAPH
    if order.wants_originals:
        file, chunks = f"{piece.digest}.{ending(media)}", desk.vault().read(piece.digest)
    elif is_picture:
        copy = desk.pictures().working_copy(opened(desk.vault(), piece.digest), media, longest=order.longest)
        file, chunks = f"{_stem(piece, order.level, number)}.jpg", iter([copy])
    else:
        raise UsageError("of what is no photograph there is no working copy; --original gives it as it is")
    desk.files.write(f"{order.folder}/{file}", chunks)
    return GivenFile(
        file=file, called=_called(piece), digest=piece.digest if order.level >= IDS_FROM else "",
        shows=names(case, things_of(piece)), what="original" if order.wants_originals else "working copy",
    )  # fmt: skip


def _stem(piece: Piece, level: Level, number: int) -> str:
    """The name of a copy: never one that a stranger chose."""
    return f"{number:04}-{short(piece.digest)}" if level >= IDS_FROM else f"{number:04}"
