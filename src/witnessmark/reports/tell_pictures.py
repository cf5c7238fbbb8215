"""Tell pictures: which photographs a dossier shows, what is framed in each, and who had the evidence behind it."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from witnessmark.case.fold import Case
from witnessmark.evidence.pieces import Piece, handlings_of, pieces, readings_of, things_of
from witnessmark.evidence.regions import Box, box_or_none
from witnessmark.model.evidence import Evidence, EvidenceForm
from witnessmark.model.ids import StatementId, short
from witnessmark.model.observations import MarkReading, Photo
from witnessmark.model.when import readable
from witnessmark.reports.citing import Citations
from witnessmark.reports.dates import say
from witnessmark.reports.dossier import Framed, Line, PictureLine, Section
from witnessmark.reports.words import names, words

MOST_PICTURES = 60
"""Pictures in one dossier: each is a hundred kilobytes or more."""
_MOST_LINES = 200


class Planned(NamedTuple):
    """A picture that a dossier shows, under its number."""

    number: int
    piece: Piece
    may_travel: bool


def planned(case: Case, may_travel: Collection[str] | None = None) -> tuple[Planned, ...]:
    """The pictures to show: those of which somebody said what they show. ``None`` where all may travel."""
    found = _told(case)
    found.sort(key=lambda piece: (names(case, things_of(piece)), _caption(piece), piece.digest))
    return tuple(
        Planned(number, piece, may_travel is None or piece.digest in may_travel)
        for number, piece in enumerate(found[:MOST_PICTURES], start=1)
    )


def left_out(case: Case) -> int:
    """How many pictures a dossier leaves out, of which somebody said what they show."""
    return max(0, len(_told(case)) - MOST_PICTURES)


def _told(case: Case) -> list[Piece]:
    return [piece for piece in pieces(case).values() if _is_told(case, piece) and _is_picture(piece)]


def called(piece: Piece) -> str:
    """What a piece of evidence is called: by the file that it was, a caption, or the paper that it is."""
    named = [words(evidence.name) for _, evidence in piece.evidence]
    captions = [photo.caption for _, photo in piece.photos if photo.caption]
    papers = [words(source.name) for _, source in piece.sources]
    return next(iter([*named, *captions, *papers, *piece.beside]), "unnamed photograph")


def _is_told(case: Case, piece: Piece) -> bool:
    return bool(things_of(piece)) or next(readings_of(case, piece), None) is not None


def _is_picture(piece: Piece) -> bool:
    return bool(piece.photos) or any(e.form is EvidenceForm.PHOTOGRAPH for _, e in piece.evidence)


def _caption(piece: Piece) -> str:
    captions = [photo.caption for _, photo in piece.photos if photo.caption]
    named = [words(evidence.name) for _, evidence in piece.evidence]
    return next(iter([*captions, *named]), "photograph")


def tell_pictures(
    case: Case, citations: Citations, may_travel: Collection[str] | None, *, shows_digests: bool
) -> tuple[PictureLine, ...]:
    """The pictures of a case, with the marks that were read from each framed."""
    return tuple(_picture(case, citations, each, shows_digests=shows_digests) for each in planned(case, may_travel))


def _picture(case: Case, citations: Citations, each: Planned, *, shows_digests: bool) -> PictureLine:
    piece = each.piece
    readings = list(readings_of(case, piece))
    dates = [e.taken for _, e in piece.evidence if e.taken] + [p.when for _, p in piece.photos if p.when]
    return PictureLine(
        number=each.number,
        shows=names(case, things_of(piece)),
        caption=_caption(piece),
        when=say(readable(dates[0])) if dates else "",
        digest=piece.digest if shows_digests else "",
        may_travel=each.may_travel,
        frames=tuple(_frames(case, citations, piece, readings)),
        refs=citations.refs(i for group in (piece.photos, piece.evidence) for i, _ in group),
        is_redacted=any(e.redacted_from for _, e in piece.evidence),
    )


def _frames(
    case: Case, citations: Citations, piece: Piece, readings: list[tuple[StatementId, MarkReading]]
) -> Iterator[Framed]:
    """What is framed: each region once, with all that was read there."""
    by_region: dict[str, list[tuple[StatementId, MarkReading]]] = {}
    for i, reading in readings:
        by_region.setdefault(reading.region or _region_of(case, reading), []).append((i, reading))
    for region in sorted(by_region):
        read = by_region[region]
        told = dict.fromkeys(f"{r.mark or 'mark'} read as typed: {r.text}" for _, r in read)
        yield Framed(text="; ".join(told), region=region, box=_box(region), refs=citations.refs(i for i, _ in read))
    for i, photo in piece.photos:
        if photo.region and photo.region not in by_region:
            yield Framed(text=photo.caption, region=photo.region, box=_box(photo.region), refs=citations.refs([i]))


def _region_of(case: Case, reading: MarkReading) -> str:
    photo = None if reading.photo is None else case.content(reading.photo, Photo)
    return "" if photo is None else photo.region


def _box(region: str) -> tuple[float, ...]:
    found = box_or_none(region)
    return () if found is None else tuple(Box(*found))


def tell_evidence(case: Case, citations: Citations, *, shows_digests: bool) -> Section | None:
    """What became of the evidence that the dossier rests on; ``None`` where the case holds none."""
    held = [piece for piece in pieces(case).values() if piece.evidence]
    told = [piece for piece in held if _is_told(case, piece) or piece.sources]
    lines = [_line(case, citations, piece, shows_digests=shows_digests) for piece in told[:_MOST_LINES]]
    others = len(held) - len(lines)
    if others:
        lines.append(Line(text=f"{others} more pieces of evidence, of which nobody has said what they show"))
    about = (
        "Bytes that a vault holds unaltered under their digests, and who had them. What a file says of its time and "
        "place is said by whoever made it."
    )
    return Section(heading="Evidence", about=about, lines=tuple(lines)) if lines else None


def _line(case: Case, citations: Citations, piece: Piece, *, shows_digests: bool) -> Line:
    log = handlings_of(case, piece)
    parts = [_said(piece.evidence[0][1])]
    if shows_digests:
        parts[0] += f", SHA-256 {short(piece.digest)}…"
    parts += [
        f"{entry.action} by {entry.by}" + (f", {say(readable(entry.when))}" if entry.when else "") for _, entry in log
    ]
    return Line(text="; ".join(parts), refs=citations.refs([*(i for i, _ in piece.evidence), *(i for i, _ in log)]))


def _said(evidence: Evidence) -> str:
    taken = f", which says it was taken {say(readable(evidence.taken))}" if evidence.taken else ""
    return f"{evidence.form} {words(evidence.name)}{taken}"
