"""Readings: recording what was read of a mark, a second time also without sight of the first."""

from collections.abc import Callable, Iterator, Sequence

from witnessmark.app.asking import find_thing
from witnessmark.app.desk import Desk, load, today
from witnessmark.app.recording import record_typed
from witnessmark.case.fold import Case
from witnessmark.errors import UsageError
from witnessmark.marks.combine import Combined, combine
from witnessmark.marks.reading import NOTATION, read
from witnessmark.matching.judgements import identity
from witnessmark.matching.readings import in_order, readings_by_mark
from witnessmark.model.evidence import Evidence
from witnessmark.model.hidden import on_one_line
from witnessmark.model.ids import StatementId, short
from witnessmark.model.observations import Beforehand, MarkReading, Photo
from witnessmark.model.value import Result
from witnessmark.notation.blocks import quoted
from witnessmark.reports.words import name, words
from witnessmark.vocabulary.catalogue import folded
from witnessmark.vocabulary.identify import Candidate, Identified


class Recorded(Result, frozen=True, kw_only=True):
    """A reading as it was recorded, and what all readings of the mark say now."""

    id: StatementId
    thing: str
    mark: str
    problems: tuple[str, ...]
    combined: Combined | None
    """Empty where this reading is the first."""


class Waiting(Result, frozen=True, kw_only=True):
    """A mark that one reader alone has read. What was read is not told."""

    thing: StatementId
    called: str
    mark: str
    where: str
    photos: tuple[str, ...]
    """Captions and regions of the pictures that it was read from."""


def record_reading(desk: Desk, thing: str, text: str, fields: Sequence[tuple[str, str]]) -> Recorded:
    """A reading into a case, as typed; other fields as in the notation."""
    case = load(desk)
    return _recorded(desk, find_thing(case, thing), text, fields)


def _recorded(desk: Desk, thing: StatementId, text: str, fields: Sequence[tuple[str, str]]) -> Recorded:
    if not text.strip():
        raise UsageError("want what was read, got nothing; a mark of which nothing can be read is typed *")
    named = [("of", f"id:{thing}"), ("text", quoted(text)), ("notation", NOTATION)]
    i = record_typed(desk, "mark-reading", [*named, *fields])
    after = load(desk)
    if i not in after.standing:
        raise UsageError(f"this very reading, {short(i)}, was recorded before, and retracted or corrected since")
    mark, readings = next(
        (key[1], each) for key, each in readings_by_mark(after).items() if any(i == other for other, _ in each)
    )
    texts = [each.text for other, each in in_order(readings) if other != i] if mark else []
    return Recorded(
        id=i,
        thing=name(after, thing),
        mark=mark,
        problems=read(text).problems,
        combined=combine([*texts, text]) if texts else None,
    )


def waiting(desk: Desk) -> tuple[Waiting, ...]:
    """The marks that wait for a second reader, without what the first one read."""
    case = load(desk)
    return tuple(_waiting(case))


def _waiting(case: Case) -> Iterator[Waiting]:
    for (thing, mark, where), readings in sorted(readings_by_mark(case).items()):
        if mark and len({str(each.reader) for _, each in readings}) == 1:
            yield Waiting(
                thing=thing, called=name(case, thing), mark=mark, where=where,
                photos=tuple(dict.fromkeys(_pictured(case, each) for _, each in readings if each.photo)),
            )  # fmt: skip


def _pictured(case: Case, reading: MarkReading) -> str:
    photo = case.content(reading.photo, Photo) if reading.photo else None
    piece = case.content(reading.photo, Evidence) if reading.photo else None
    named = photo.caption or photo.digest if photo else words(piece.name) if piece else ""
    caption = named or "a photograph that is not in the case"
    return f"{caption}, at {reading.region}" if reading.region else caption


def second_reading(
    desk: Desk, thing: str, mark: str, reader: str, typed: Callable[[], str], fields: Sequence[tuple[str, str]] = ()
) -> Recorded:
    """A reading by somebody who has not been shown the others; these are compared only after it is recorded."""
    case = load(desk)
    found = find_thing(case, thing)
    about = f"{on_one_line(name(case, found))}:"
    chosen = dict(fields)
    readings = _of_mark(case, found, mark, f"{chosen.pop('where', '')} {chosen.pop('clock', '')}".strip(), about)
    if not reader.strip() or any(_is_one(reader, words(each.reader)) for _, each in readings):
        raise UsageError(f"{about} want a reader who has not read this mark yet; got {reader.strip() or 'none'}")
    first = readings[0][1]
    told = [("mark", first.mark), ("where", first.where), ("clock", first.clock), ("reader", reader.strip())]
    known = [(field, quoted(value)) for field, value in told if value]
    blind = ("beforehand", Beforehand.BLIND)
    dated = [] if "when" in chosen else [("when", today(desk).isoformat())]
    return _recorded(desk, found, typed(), [*known, blind, *dated, *chosen.items()])


def _of_mark(
    case: Case, thing: StatementId, mark: str, place: str, about: str
) -> Sequence[tuple[StatementId, MarkReading]]:
    """The readings of one mark of a thing; a ``UsageError`` says which there are."""
    one = identity(case, thing)
    there = {key[1:]: readings for key, readings in readings_by_mark(case).items() if key[0] == one}
    fitting = {where: readings for (kind, where), readings in there.items() if kind == mark}
    if not mark or not fitting:
        told = ", ".join(sorted({on_one_line(kind) or "a mark of no stated kind" for kind, _ in there})) or "none"
        raise UsageError(f"{about} want a mark that was read before, of {told}; got {mark or 'none'}")
    if len(fitting) > 1 or place:
        if place not in fitting:
            told = ", ".join(on_one_line(where) or "no stated place" for where in sorted(fitting))
            raise UsageError(f"{about} want --set where= of {told}; got {place or 'none'}")
        return fitting[place]
    return next(iter(fitting.values()))


def _is_one(reader: str, other: str) -> bool:
    return " ".join(reader.split()).casefold() == " ".join(other.split()).casefold()


def taken(found: Identified, model: str) -> Candidate:
    """The candidate of a name; a ``UsageError`` lists what there is."""
    for candidate in found.candidates:
        if folded(candidate.model) == folded(model):
            return candidate
    told = ", ".join(candidate.model for candidate in found.candidates) or "none"
    raise UsageError(f"want one of the candidates, {told}; got {model or 'none'}")


def record_identification(desk: Desk, thing: str, candidate: Candidate) -> StatementId:
    """What a person takes a thing to be, of the candidates that the program offered; with its reasons."""
    case = load(desk)
    found = find_thing(case, thing)
    one = identity(case, found)
    facts = {**candidate.facts, "model": candidate.model}
    columns = {"model": "model", "make": "maker", "calibre": "calibre", "country": "country", "item-class": "class"}
    fields = [(field, quoted(facts[fact])) for field, fact in columns.items() if facts.get(fact)]
    rests = [f"id:{i}" for i, reading in case.of_kind(MarkReading) if identity(case, reading.of) == one]
    footing = [("basis", "inferred"), ("because", quoted("; ".join(candidate.reasons)))]
    rested = [("rests-on", i) for i in sorted(rests)]
    return record_typed(desk, "identification", [("of", f"id:{found}"), *fields, *footing, *rested])
