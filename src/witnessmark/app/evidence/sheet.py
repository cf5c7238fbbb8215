"""Evidence sheet: a contact sheet of a case's photographs, and a spreadsheet to write down what they show."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from witnessmark.app.desk import Desk, load
from witnessmark.app.evidence.acquiring import groups_of
from witnessmark.app.evidence.copies import copied
from witnessmark.case.fold import Case
from witnessmark.errors import Tampered, UsageError
from witnessmark.evidence.grouping import METRES, MINUTES, Group
from witnessmark.evidence.pieces import Piece, pieces, readings_of
from witnessmark.evidence.transcription import FIRST, SECOND, Written
from witnessmark.model.evidence import EvidenceForm
from witnessmark.model.ids import StatementId
from witnessmark.model.observations import Making, MarkReading, Photo, Wear
from witnessmark.model.things import Item
from witnessmark.model.value import Result
from witnessmark.ports import Typesetter
from witnessmark.reports.contact_sheet import (
    ABOUT,
    ABOUT_SECOND,
    ContactSheet,
    Frame,
    Strip,
    contact_files,
    contact_page,
    contact_template,
)
from witnessmark.reports.tell_pictures import called
from witnessmark.reports.transcription_sheet import workbook
from witnessmark.reports.words import name, words

_SIDE = 480
"""Pixels of a copy on the contact sheet."""
_KEY = 16
"""Digits of a digest on a sheet."""
_ID = 12
MOST_FRAMES = 3_000
"""Photographs on one contact sheet; more would fill the memory of a browser."""


class SheetOrder(Result, frozen=True, kw_only=True):
    """Which sheet is to be written, and where."""

    folder: str
    is_second: bool = False
    """For a second reader: without what was read before."""
    seed: str = "1"
    """Of the order of a second reader's rows."""
    minutes: float = MINUTES
    metres: float = METRES


class SheetWritten(Result, frozen=True, kw_only=True):
    """What was written."""

    files: tuple[str, ...]
    photographs: int
    rows: int
    groups: int
    without_copy: int
    left_out: int
    """Photographs beyond those that a contact sheet holds; the spreadsheet has them all."""
    notes: tuple[str, ...]


def write_sheet(desk: Desk, order: SheetOrder, typesetter: Typesetter) -> SheetWritten:
    """Contact sheet and spreadsheet into a folder; the same bytes for the same case."""
    case = load(desk)
    held = {digest: piece for digest, piece in pieces(case).items() if _is_photograph(piece)}
    if not held:
        raise UsageError("want a case with photographs, got one with none; `witnessmark evidence add` takes them in")
    groups = groups_of(case, minutes=order.minutes, metres=order.metres)
    rows = list(_second_rows(case, held, order.seed) if order.is_second else _first_rows(case, held, groups))
    if not rows:
        raise UsageError("want marks that were read from photographs, got none: nothing waits for a second reader")
    chosen = list(dict.fromkeys(row.digest for row in rows))
    shown = [digest for key in chosen for digest in held if digest.startswith(key)]
    copies = _copies(desk, shown[:MOST_FRAMES])
    strips = _blind_strip(held, shown, copies) if order.is_second else _strips(held, groups, copies)
    title = case.header.title if case.header and case.header.title else "Untitled case"
    told = ContactSheet(
        title=title, training=case.header.training if case.header else "",
        about=ABOUT_SECOND if order.is_second else ABOUT, strips=tuple(strips),
    )  # fmt: skip
    files, notes = _write(desk, order, told, copies, rows, typesetter)
    return SheetWritten(
        files=files, photographs=len(shown), rows=len(rows), groups=len(groups), notes=notes,
        without_copy=len(shown[:MOST_FRAMES]) - len(copies), left_out=len(shown[MOST_FRAMES:]),
    )  # fmt: skip


def _write(
    desk: Desk, order: SheetOrder, told: ContactSheet, copies: Mapping[str, bytes], rows: Sequence[Written],
    typesetter: Typesetter,
) -> tuple[tuple[str, ...], tuple[str, ...]]:  # fmt: skip
    desk.files.make_folder(order.folder)
    prefix = "second-" if order.is_second else ""
    made = {
        f"{prefix}contact-sheet.html": contact_page(told, copies).encode(),
        f"{prefix}transcription.xlsx": workbook(rows, SECOND if order.is_second else FIRST),
    }
    notes = []
    try:
        made[f"{prefix}contact-sheet.pdf"] = typesetter.pdf(contact_template(), contact_files(told, copies))
    except UsageError as error:
        notes.append(f"no PDF was written: {error}")
    for file, payload in made.items():
        desk.files.write(f"{order.folder}/{file}", [payload])
    return tuple(f"{order.folder}/{file}" for file in made), tuple(notes)


def _is_photograph(piece: Piece) -> bool:
    """Whether a piece is one to read: not a redacted copy of another."""
    if any(e.redacted_from for _, e in piece.evidence):
        return False
    return bool(piece.photos) or any(e.form is EvidenceForm.PHOTOGRAPH for _, e in piece.evidence)


def _first_rows(case: Case, held: Mapping[str, Piece], groups: Sequence[Group]) -> Iterator[Written]:
    """A row for each picture, by group; what was written of it before stands in it."""
    grouped = [(group.name, digest) for group in groups for digest in group.keys if digest in held]
    others = sorted(held.keys() - {digest for _, digest in grouped})
    for group, digest in [*grouped, *(("", digest) for digest in others)]:
        piece = held[digest]
        blank = Written(picture=called(piece), digest=digest[:_KEY], group=group)
        told = list(_told(case, piece, blank))
        yield from told or [blank]


def _told(case: Case, piece: Piece, blank: Written) -> Iterator[Written]:
    readings = list(readings_of(case, piece))
    read = {case.root(reading.of) for _, reading in readings}
    for _, reading in sorted(readings, key=lambda each: each[0]):
        yield _row(blank, {**_described(case, reading.of), **_as_read(reading)})
    for _, photo in piece.photos:
        for thing in photo.of:
            if case.root(thing) not in read:
                yield _row(blank, _described(case, thing))


def _row(blank: Written, values: Mapping[str, str]) -> Written:
    return Written(**{each: values.get(each) or getattr(blank, each) for each in Written.__struct_fields__})


def _described(case: Case, thing: StatementId) -> dict[str, str]:
    content = case.content(thing, Item)
    called = name(case, thing)
    is_alone = content is not None and sum(words(i.name) == called for _, i in case.of_kind(Item)) == 1
    facts = {each: str(getattr(content, each, "")) for each in ("item_class", "make", "model", "calibre")}
    return {"item": called if is_alone else f"id:{case.root(thing)[:_ID]}", **facts}


def _as_read(reading: MarkReading) -> dict[str, str]:
    return {
        "mark": reading.mark, "where": reading.where, "reading": reading.text, "region": reading.region,
        "making": "" if reading.making is Making.UNKNOWN else reading.making,
        "wear": "" if reading.wear is Wear.UNKNOWN else reading.wear,
        "reader": words(reading.reader), "read_on": reading.when, "note": words(reading.note),
    }  # fmt: skip


def _second_rows(case: Case, held: Mapping[str, Piece], seed: str) -> Iterator[Written]:
    """A row for each mark that was read from a picture, without the reading and whatever could tell it.

    Things are named by their ids: people call a rifle by its number.
    """
    found = {}
    for digest, piece in held.items():
        for _, reading in readings_of(case, piece):
            if reading.mark:
                row = Written(
                    picture=words(piece.first.name) if piece.first else "", digest=digest[:_KEY],
                    item=f"id:{case.root(reading.of)[:_ID]}", mark=reading.mark, where=reading.where,
                    region=reading.region,
                )  # fmt: skip
                found[row.digest, row.item, row.mark, row.where] = row
    yield from sorted(
        found.values(), key=lambda row: _shuffled(seed, f"{row.digest} {row.item} {row.mark} {row.where}")
    )


def _shuffled(seed: str, key: str) -> str:
    """A place in an order that depends on nothing but a seed."""
    return hashlib.sha256(f"{seed}\n{key}".encode(errors="surrogatepass")).hexdigest()


def _copies(desk: Desk, shown: Sequence[str]) -> dict[str, bytes]:
    """Small copies by name; of what is missing, damaged or cannot be opened there is none."""
    found = {}
    vault = desk.vault()
    for number, digest in enumerate(shown, start=1):
        desk.progress.advance(number, len(shown), "making small copies")
        try:
            found[f"{digest[:_KEY]}.jpg"] = copied(vault, desk.pictures, digest, longest=_SIDE)
        except (UsageError, Tampered):
            continue
    return found


def _strips(held: Mapping[str, Piece], groups: Sequence[Group], copies: Mapping[str, bytes]) -> Iterator[Strip]:
    told: set[str] = set()
    for group in groups:
        keys = [key for key in group.keys if key in held]
        told.update(keys)
        yield Strip(name=group.name, because=group.because, frames=_frames(held, keys, copies))
    others = sorted(held.keys() - told)
    if others:
        yield Strip(name="others", because="named by a photo without a file", frames=_frames(held, others, copies))


def _blind_strip(held: Mapping[str, Piece], shown: Sequence[str], copies: Mapping[str, bytes]) -> Iterator[Strip]:
    yield Strip(name="pictures", because="", frames=_frames(held, shown, copies, is_blind=True))


def _frames(
    held: Mapping[str, Piece], keys: Sequence[str], copies: Mapping[str, bytes], *, is_blind: bool = False
) -> tuple[Frame, ...]:
    return tuple(_frame(held[key], copies, is_blind=is_blind) for key in keys)


def _frame(piece: Piece, copies: Mapping[str, bytes], *, is_blind: bool) -> Frame:
    first, copy = piece.first, f"{piece.digest[:_KEY]}.jpg"
    captions = [] if is_blind else [photo.caption for _, photo in piece.photos if photo.caption]
    return Frame(
        name=words(first.name) if first is not None else next(iter(captions), "unnamed photograph"),
        digest=piece.digest[:_KEY],
        time=first.taken if first is not None else _when(piece.photos),
        place="" if first is None or is_blind else words(first.at),
        note="" if first is None or is_blind else words(first.note),
        copy=copy if copy in copies else "",
    )


def _when(photos: Sequence[tuple[StatementId, Photo]]) -> str:
    return next((photo.when for _, photo in photos if photo.when), "")
