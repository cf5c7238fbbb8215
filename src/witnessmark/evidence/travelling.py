"""Travelling: which pieces of evidence may leave with a case at a level, and why others stay behind.

A piece travels if a standing statement that names it travels, and no standing statement that names it, or was drawn
from it, stays behind: of several decisions the strictest holds, and a paper tells all that was drawn from it. Below R3
a piece stays behind where such a statement seals a value, or names what is sealed: the bytes have it in the open. Of a
picture whose own statement seals a value, such as its place, a working copy without metadata may travel.
"""

import enum
from collections import defaultdict
from collections.abc import Container, Iterator

from witnessmark.case.fold import Case
from witnessmark.evidence.mediatype import HEAD, media_type
from witnessmark.model.decisions import Level, RegisterUse
from witnessmark.model.evidence import EvidenceForm
from witnessmark.model.fields import references, sealed_values
from witnessmark.model.ids import StatementId, is_digest
from witnessmark.model.observations import Photo
from witnessmark.model.value import Content, Result

_RECORDINGS = frozenset({EvidenceForm.PHOTOGRAPH, EvidenceForm.VIDEO, EvidenceForm.AUDIO})
"""Forms of files that carry notes of the device that made them."""


class Stays(enum.StrEnum):
    """Why a piece of evidence stays behind."""

    LEVEL = "level"
    """A statement that names it, or was drawn from it, stays behind."""
    SEALED = "sealed"
    """A statement that names it, or was drawn from it, seals a value or names what is sealed."""
    ORIGINAL = "original"
    """It may carry a place and a device, and no working copy could be made."""
    ABSENT = "absent"
    """The machine does not hold it."""


class Piece(Result, frozen=True, kw_only=True):
    """A piece of evidence that a case names, as it stands at a level."""

    digest: str
    is_recording: bool
    """Whether a statement says that it is a photograph, a film or sound."""
    stays: Stays | None
    """Why it stays behind; ``None`` where it may travel."""
    seals: bool
    """Whether what names it seals a value, which the bytes as they came may tell: at most a working copy travels."""


def named_by(content: Content) -> tuple[str, ...]:
    """The digests of the bytes that a content names: a piece of evidence, or the token and chain of a timestamp.

    >>> named_by(Photo(of=(), digest="ab" * 32)) == ("ab" * 32,)
    True
    """
    if isinstance(content, RegisterUse):
        return ()  # a register is no evidence of the case
    single = (getattr(content, "digest", ""), getattr(content, "token", ""))
    return tuple(d for d in (*single, *getattr(content, "chain", ())) if is_digest(d))


def pieces(case: Case, shown: Container[StatementId], level: Level) -> tuple[Piece, ...]:
    """Every piece that a standing statement names of which one travels, or would, sorted by digest."""
    naming: dict[str, list[StatementId]] = defaultdict(list)
    for i, statement in case.standing.items():
        for digest in named_by(statement.content):
            naming[digest].append(i)
    return tuple(_piece(case, digest, naming[digest], shown, level) for digest in sorted(naming))


def _piece(case: Case, digest: str, naming: list[StatementId], shown: Container[StatementId], level: Level) -> Piece:
    # A certificate tells of the authority alone, and stands behind every token of it.
    own = [i for i in naming if digest not in getattr(case.standing[i].content, "chain", ())]
    drawn = {*own, *(i for named in own for i in _drawn_from(case, named))}
    stays = None
    if any(i not in shown for i in drawn) or not any(i in shown for i in naming):
        stays = Stays.LEVEL
    elif level < Level.R3 and any(_seals(case, i) for i in drawn.difference(own)):
        stays = Stays.SEALED
    return Piece(
        digest=digest,
        is_recording=any(_is_recording(case.standing[i].content) for i in naming),
        stays=stays,
        seals=level < Level.R3 and any(_seals(case, i) for i in own),
    )


def _drawn_from(case: Case, named: StatementId) -> Iterator[StatementId]:
    """The standing statements whose words come out of a piece: by their source, whom that cites, or their picture."""
    root = case.root(named)
    for i in case.mentions(named):
        statement = case.standing[i]
        sources = (statement.source, statement.citing, getattr(statement.content, "photo", None))
        if any(target is not None and case.root(target) == root for target in sources):
            yield i


def _seals(case: Case, i: StatementId) -> bool:
    """Whether a statement seals a value, or names a thing of which one is sealed: a person, an exact place."""
    statement = case.standing[i]
    named = (case.standing[v] for target in references(statement) for v in case.versions(target))
    return any(True for s in (statement, *named) for _ in sealed_values(s))


def _is_recording(content: Content) -> bool:
    return isinstance(content, Photo) or str(getattr(content, "form", "")) in _RECORDINGS


def looks_recorded(opening: bytes) -> bool:
    r"""Whether bytes begin like a picture, film or sound, whatever anybody says of them.

    >>> looks_recorded(b"\xff\xd8\xff\xe0"), looks_recorded(b"%PDF-1.7")
    (True, False)
    """
    return media_type(opening[:HEAD]).form in _RECORDINGS
