"""Evidence redacted: a copy of a picture with parts of it filled, as a piece of evidence of its own."""

from collections.abc import Sequence

from witnessmark.app.desk import Desk, load, today
from witnessmark.app.evidence.asking import find_piece
from witnessmark.app.evidence.copies import opened
from witnessmark.app.evidence.handling import REDACTED, entries
from witnessmark.app.recording import encoded
from witnessmark.case.canonical import digest as digest_of
from witnessmark.case.fold import Case
from witnessmark.case.levels import cut
from witnessmark.errors import UsageError
from witnessmark.evidence.likeness import fingerprint
from witnessmark.evidence.mediatype import HEAD, media_type
from witnessmark.evidence.pieces import Piece, things_of
from witnessmark.evidence.regions import Box, box
from witnessmark.evidence.travelling import travelling
from witnessmark.model.decisions import Disclosure, Level
from witnessmark.model.evidence import Evidence, EvidenceForm
from witnessmark.model.ids import StatementId
from witnessmark.model.statement import Statement
from witnessmark.model.value import Result
from witnessmark.reports.words import words

_NAME = "redacted copy"
"""Not the name of the original, which can tell what was filled."""
_MEDIA = "image/jpeg"
_MOST_REGIONS = 100


class Redaction(Result, frozen=True, kw_only=True):
    """What is to be filled, by whom and why."""

    regions: tuple[str, ...]
    by: str
    why: str
    """It is written into the log of the original alone: it can tell what was filled."""
    level: Level | None = None
    """From which level on the copy travels; ``None`` for the case's default."""


class Redacted(Result, frozen=True, kw_only=True):
    """The copy that was made."""

    digest: str
    original: str
    statement: StatementId
    regions: tuple[str, ...]
    is_new: bool
    travels_from: Level | None
    """The lowest level at which the copy travels, as the case stands; ``None`` where it never does."""
    original_travels_from: Level | None


def redact(desk: Desk, prefix: str, redaction: Redaction) -> Redacted:
    """Make a copy of a picture with regions filled, and keep it; doing it again adds nothing.

    The copy names its original by digest, and has a level of its own. The handling log of both says what was done.
    """
    boxes = _boxes(redaction)
    case = load(desk)
    piece = find_piece(case, prefix)
    if not piece.statements:
        raise UsageError("want a picture that a statement names, got a file that came beside a table and no row names")
    payload = opened(desk.vault(), piece.digest)
    kind = media_type(payload[:HEAD])
    if kind.form is not EvidenceForm.PHOTOGRAPH:
        raise UsageError(f"want a picture to redact, got {kind.media}: of anything else redact a picture of its page")
    made = desk.pictures().redacted(payload, kind.media, boxes)
    evidence = _described(desk, made, piece, boxes)
    desk.vault().keep([made])  # bytes first, and again where they were lost
    there = [i for i, each in case.of_kind(Evidence) if (each.digest, each.redacted_from) == _key(evidence)]
    i = there[0] if there else _record(desk, evidence, piece, redaction)
    after = load(desk)
    return Redacted(
        digest=evidence.digest, original=piece.digest, statement=i, regions=tuple(map(str, boxes)),
        is_new=not there, travels_from=_from(desk, after, evidence.digest),
        original_travels_from=_from(desk, after, piece.digest),
    )  # fmt: skip


def _boxes(redaction: Redaction) -> tuple[Box, ...]:
    if not redaction.by.strip() or not redaction.why.strip():
        raise UsageError("want --by with who redacts and --why with the reason, got only one or none")
    if not 1 <= len(redaction.regions) <= _MOST_REGIONS:
        raise UsageError(f"want 1 to {_MOST_REGIONS} regions to fill, got {len(redaction.regions)}")
    try:
        return tuple(dict.fromkeys(sorted(map(box, redaction.regions))))
    except ValueError as error:
        raise UsageError(f"--region: {error}") from error


def _key(evidence: Evidence) -> tuple[str, str]:
    return evidence.digest, evidence.redacted_from


def _described(desk: Desk, made: bytes, piece: Piece, boxes: Sequence[Box]) -> Evidence:
    """What is said of the copy: nothing that its original says of itself, such as time, place and name."""
    looked = desk.pictures().look(made, _MEDIA)
    return Evidence(
        name=_NAME, form=EvidenceForm.PHOTOGRAPH, digest=digest_of(made), size=str(len(made)), media=_MEDIA,
        fingerprint=fingerprint(looked.cells) if looked.cells else "", redacted_from=piece.digest, of=things_of(piece),
        note=f"{looked.width} x {looked.height} pixels; filled with black: {_told(boxes)}",
    )  # fmt: skip


def _told(boxes: Sequence[Box]) -> str:
    return "; ".join(map(str, boxes))


def _record(desk: Desk, evidence: Evidence, piece: Piece, redaction: Redaction) -> StatementId:
    """The copy, an entry in the log of each, and its level, in one step."""
    payload = encoded(Statement(content=evidence))
    i = StatementId(digest_of(payload))
    filled = words(evidence.note)
    by = redaction.by
    theirs = entries(desk, piece.statements, REDACTED, by=by, text=f"a copy was made, {filled}: {redaction.why}")
    own = entries(desk, [i], REDACTED, by=by, text=f"made from the pixels of another piece; {filled}")
    new = {i: payload, **theirs, **own}
    if redaction.level is not None:
        guard = Disclosure(of=(i, *own), level=redaction.level, by=by, reason="a copy that was redacted for it")
        disclosed = encoded(Statement(content=guard))
        new[StatementId(digest_of(disclosed))] = disclosed
    desk.store.append(new, desk.notary())
    return i


def _from(desk: Desk, case: Case, digest: str) -> Level | None:
    for level in Level:
        shown = frozenset(cut(case, level, as_of=today(desk)).shown)
        if digest in travelling(case, shown, level):
            return level
    return None
