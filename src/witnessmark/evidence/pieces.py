"""Pieces: what a case holds of evidence, by digest: what is said of each, what it shows, and what rests on it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from witnessmark.case.fold import Case
from witnessmark.model.decisions import Handling, RegisterUse
from witnessmark.model.evidence import Evidence
from witnessmark.model.ids import StatementId, ThingId, is_digest
from witnessmark.model.imports import Import
from witnessmark.model.observations import MarkReading, Photo
from witnessmark.model.statement import Statement
from witnessmark.model.things import Source
from witnessmark.model.value import Content


class Piece(NamedTuple):
    """One piece of evidence: everything that stands of one digest."""

    digest: str
    evidence: tuple[tuple[StatementId, Evidence], ...]
    """What is said of it; more than one where it was acquired twice. Empty where only a photo or a source names it."""
    photos: tuple[tuple[StatementId, Photo], ...]
    sources: tuple[tuple[StatementId, Source], ...]
    beside: tuple[str, ...] = ()
    """The names of the files as which it came beside a table; also where no row of the table names them."""

    @property
    def statements(self) -> tuple[StatementId, ...]:
        """The ids of all that speaks of it; an import only lists what came beside its table, and speaks of none."""
        return tuple(i for group in (self.evidence, self.photos, self.sources) for i, _ in group)

    @property
    def first(self) -> Evidence | None:
        """What is said of it first, by id."""
        return self.evidence[0][1] if self.evidence else None


def named_by(content: Content) -> tuple[str, ...]:
    """The digests of the bytes that a content names: a piece of evidence, or the token and chain of a timestamp.

    >>> named_by(Photo(of=(), digest="ab" * 32)) == ("ab" * 32,)
    True
    """
    if isinstance(content, RegisterUse):
        return ()  # a register is no evidence of the case
    single = (getattr(content, "digest", ""), getattr(content, "token", ""))
    return tuple(d for d in (*single, *getattr(content, "chain", ())) if is_digest(d))


def pieces(case: Case) -> dict[str, Piece]:
    """Every piece of evidence of a case by its digest, sorted. Two statements of one digest are of one piece."""
    evidence: dict[str, list[tuple[StatementId, Evidence]]] = defaultdict(list)
    photos: dict[str, list[tuple[StatementId, Photo]]] = defaultdict(list)
    sources: dict[str, list[tuple[StatementId, Source]]] = defaultdict(list)
    for i, content in case.of_kind(Evidence):
        evidence[content.digest].append((i, content))
    for i, photo in case.of_kind(Photo):
        for digest in named_by(photo):
            photos[digest].append((i, photo))
    for i, source in case.of_kind(Source):
        for digest in named_by(source):
            sources[digest].append((i, source))
    beside = _beside(case)
    return {
        digest: Piece(
            digest, tuple(evidence[digest]), tuple(photos[digest]), tuple(sources[digest]), beside.get(digest, ())
        )
        for digest in sorted({*evidence, *photos, *sources, *beside})
    }


def _beside(case: Case) -> dict[str, tuple[str, ...]]:
    """The names of what came beside tables, by digest."""
    found: dict[str, set[str]] = defaultdict(set)
    for _, content in case.of_kind(Import):
        for each in content.media:
            digest, _, name = each.partition(" ")
            if is_digest(digest):
                found[digest].add(name)
    return {digest: tuple(sorted(names)) for digest, names in found.items()}


def things_of(piece: Piece) -> tuple[ThingId, ...]:
    """What a piece shows, by whoever said so."""
    named = [thing for _, content in piece.evidence for thing in content.of]
    named += [thing for _, photo in piece.photos for thing in photo.of]
    return tuple(dict.fromkeys(named))


def readings_of(case: Case, piece: Piece) -> Iterator[tuple[StatementId, MarkReading]]:
    """The readings that were made from a piece."""
    roots = {case.root(i) for i in piece.statements}
    for i, reading in case.of_kind(MarkReading):
        if reading.photo is not None and case.root(reading.photo) in roots:
            yield i, reading


def handlings_of(case: Case, piece: Piece) -> list[tuple[StatementId, Handling]]:
    """The handling log of a piece, in the order of its dates; what is not dated comes first."""
    roots = {case.root(i) for i in piece.statements}
    found = [(i, each) for i, each in case.of_kind(Handling) if any(case.root(of) in roots for of in each.of)]
    return sorted(found, key=lambda each: (each[1].when, each[0]))


def citing(case: Case, piece: Piece) -> Iterator[tuple[StatementId, Statement]]:
    """The statements that rest on a piece as their source."""
    roots = {case.root(i) for i, _ in piece.sources}
    for i, statement in case.standing.items():
        if statement.source is not None and case.root(statement.source) in roots:
            yield i, statement
