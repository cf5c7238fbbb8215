"""Travelling: which pieces of evidence leave with a case at a level, in which way, and why others stay behind.

This is the one rule for the pictures of a dossier, for a folder of copies and for a signed bundle. A piece travels if a
standing statement that names it travels, and no standing statement that names it, or was drawn from it, stays behind:
of several decisions the strictest holds, and a paper tells all that was drawn from it. Below R3 a piece stays behind
where such a statement seals a value, or names what is sealed: the bytes have it in the open. Of a picture whose own
statement seals a value, such as its place, a working copy without metadata may travel.
"""

import enum
from collections import defaultdict
from collections.abc import Container, Iterator

from witnessmark.case.fold import Case
from witnessmark.case.levels import IDS_FROM
from witnessmark.evidence.mediatype import ARCHIVE, HEAD, media_type
from witnessmark.evidence.pieces import named_by
from witnessmark.model.decisions import Level
from witnessmark.model.evidence import EvidenceForm
from witnessmark.model.fields import references, sealed_values
from witnessmark.model.ids import StatementId
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
    """It may carry a place and a device, or no bytes go out as they came so far, and no working copy can be made."""
    ABSENT = "absent"
    """The machine does not hold it."""


class Way(enum.StrEnum):
    """How a piece of evidence leaves."""

    AS_IT_CAME = "as it came"
    WORKING_COPY = "working copy"


class Passage(Result, frozen=True, kw_only=True):
    """What the statements of a case allow a piece of evidence at a level."""

    digest: str
    is_recording: bool
    """Whether a statement says that it is a photograph, a film or sound."""
    stays: Stays | None
    """Why it stays behind; ``None`` where it may travel."""
    seals: bool
    """Whether what names it seals a value, which the bytes as they came may tell: at most a working copy travels."""

    @property
    def without_copy(self) -> Stays:
        """Why it stays behind where only a working copy may travel and none can be made."""
        return Stays.SEALED if self.seals else Stays.ORIGINAL


def passages(case: Case, shown: Container[StatementId], level: Level) -> dict[str, Passage]:
    """What each piece that a standing statement names may do, by digest, sorted; ``shown`` travels at the level.

    Tokens and certificates of timestamps are pieces too: who gets a stamp must be able to check it.
    """
    naming: dict[str, list[StatementId]] = defaultdict(list)
    for i, statement in case.standing.items():
        for digest in named_by(statement.content):
            naming[digest].append(i)
    return {digest: _passage(case, digest, naming[digest], shown, level) for digest in sorted(naming)}


def travelling(case: Case, shown: Container[StatementId], level: Level) -> frozenset[str]:
    """The digests of the pieces of which something travels: as they came, or of a recording a working copy."""
    return frozenset(digest for digest, passage in passages(case, shown, level).items() if passage.stays is None)


def way(passage: Passage, opening: bytes, level: Level, *, as_they_are: bool) -> Way | Stays:
    """How a piece leaves whose bytes begin with ``opening``, or why it stays behind.

    Recordings leave as they came only where that is asked for with ``as_they_are``, and nothing does below R2. Of a
    working copy that then cannot be made, ``without_copy`` tells why the piece stays behind.

    >>> letter = Passage(digest="ab" * 32, is_recording=False, stays=None, seals=False)
    >>> way(letter, b"%PDF-1.7", Level.R2, as_they_are=False), way(letter, b"%PDF-1.7", Level.R1, as_they_are=False)
    (<Way.AS_IT_CAME: 'as it came'>, <Stays.ORIGINAL: 'original'>)
    """
    if passage.stays is not None:
        return passage.stays
    is_recording = passage.is_recording or looks_recorded(opening)
    if level >= IDS_FROM and not passage.seals and (as_they_are or not is_recording):
        return Way.AS_IT_CAME
    return Way.WORKING_COPY if is_recording else passage.without_copy


def _passage(
    case: Case, digest: str, naming: list[StatementId], shown: Container[StatementId], level: Level
) -> Passage:
    # A certificate tells of the authority alone, and stands behind every token of it.
    own = [i for i in naming if digest not in getattr(case.standing[i].content, "chain", ())]
    drawn = {*own, *(i for named in own for i in _drawn_from(case, named))}
    stays = None
    if any(i not in shown for i in drawn) or not any(i in shown for i in naming):
        stays = Stays.LEVEL
    elif level < Level.R3 and any(_seals(case, i) for i in drawn.difference(own)):
        stays = Stays.SEALED
    return Passage(
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
    r"""Whether bytes begin like a picture, film or sound, or an archive of such, whatever anybody says of them.

    >>> looks_recorded(b"\xff\xd8\xff\xe0"), looks_recorded(b"%PDF-1.7")
    (True, False)
    """
    found = media_type(opening[:HEAD])
    return found.form in _RECORDINGS or found.media == ARCHIVE
