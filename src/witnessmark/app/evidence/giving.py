"""Evidence given: copies of it for others in a folder, and what stays behind; written into the handling log."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from witnessmark.app.desk import Desk, load, today
from witnessmark.app.evidence.copies import LONGEST_SIDE, copied, opening
from witnessmark.app.evidence.handling import Handover, log_given
from witnessmark.case.fold import Case
from witnessmark.case.levels import IDS_FROM, cut
from witnessmark.errors import NotAllowed, UsageError
from witnessmark.evidence.mediatype import ending, media_type
from witnessmark.evidence.pieces import Piece, pieces, things_of
from witnessmark.evidence.travelling import Passage, Stays, Way, passages, way
from witnessmark.model.decisions import Level
from witnessmark.model.ids import short
from witnessmark.model.value import Result
from witnessmark.reports.tell_pictures import called
from witnessmark.reports.words import names

_NOT_SO_FAR = f"of what is no picture there is no working copy, and bytes go out as they came from level {IDS_FROM} on"


class GivenFile(Result, frozen=True, kw_only=True):
    """One file that was written."""

    file: str
    called: str
    digest: str
    """Of the original; empty below the level at which ids may leave the case."""
    shows: str
    what: Way


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
    """Pieces of which only a working copy may travel and none can be made, and why."""


class Order(Result, frozen=True, kw_only=True):
    """What is to be given out, to whom and by whom."""

    folder: str
    level: Level
    handover: Handover
    wants_originals: bool
    longest: int = LONGEST_SIDE


def export(desk: Desk, order: Order) -> EvidenceGiven:
    """Write what may travel at a level into a folder, with a list; the handling log says so.

    Working copies carry nothing of their originals but what they show. Originals say where and when they were taken,
    and by whose camera, and go to panel or court only.
    """
    order.handover.refuse_nameless()
    if order.wants_originals and order.level < IDS_FROM:
        raise NotAllowed(f"originals carry times, places and devices: from level {IDS_FROM} on, got {order.level}")
    run = _Run(desk, order)
    desk.files.make_folder(order.folder)
    for number, piece in enumerate(run.held.values(), start=1):
        run.give(piece)
        desk.progress.advance(number, len(run.held), "writing copies")
    return run.finished()


class _Run:
    """One giving out: what went, and what stayed."""

    def __init__(self, desk: Desk, order: Order) -> None:
        self._desk, self._order, self._vault = desk, order, desk.vault()
        whole = load(desk)
        shown = frozenset(cut(whole, order.level, as_of=today(desk)).shown)
        self._case = Case({i: whole.statements[i] for i in shown})
        self._passages = passages(whole, shown, order.level)
        self.held = pieces(whole)
        self._files: list[GivenFile] = []
        self._went: dict[str, Way] = {}
        self._stayed: Counter[Stays] = Counter()
        self._uncopied: list[str] = []

    def give(self, piece: Piece) -> None:
        """Write a piece as it may travel, or count why it does not."""
        passage = self._passages.get(piece.digest)
        if passage is None:
            self._stay(piece, Stays.LEVEL)  # no statement says what it is: it came beside a table, and no row names it
            return
        its = self._way(passage)
        if isinstance(its, Stays):
            self._stay(piece, its)
            return
        try:
            file, chunks = self._written(piece, its, len(self._files) + 1)
        except UsageError as error:
            self._stay(piece, passage.without_copy, str(error))
            return
        self._desk.files.write(f"{self._order.folder}/{file}", chunks)
        self._went[piece.digest] = its
        self._files.append(
            GivenFile(
                file=file, called=called(piece), what=its, shows=names(self._case, things_of(piece)),
                digest=piece.digest if self._order.level >= IDS_FROM else "",
            )
        )  # fmt: skip

    def _way(self, passage: Passage) -> Way | Stays:
        if passage.stays is not None:
            return passage.stays
        if not self._vault.has(passage.digest):
            return Stays.ABSENT
        head = opening(self._vault, passage.digest)
        return way(passage, head, self._order.level, as_they_are=self._order.wants_originals)

    def _stay(self, piece: Piece, why: Stays, told: str = _NOT_SO_FAR) -> None:
        self._stayed[why] += 1
        if why is Stays.ORIGINAL:
            self._uncopied.append(f"{called(piece)}: {told}")

    def _written(self, piece: Piece, its: Way, number: int) -> tuple[str, Iterator[bytes]]:
        """The name of a file, never one that a stranger chose, and its bytes."""
        if its is Way.AS_IT_CAME:
            media = media_type(opening(self._vault, piece.digest)).media
            return f"{piece.digest}.{ending(media)}", self._vault.read(piece.digest)
        copy = copied(self._vault, self._desk.pictures, piece.digest, longest=self._order.longest)
        stem = f"{number:04}-{short(piece.digest)}" if self._order.level >= IDS_FROM else f"{number:04}"
        return f"{stem}.jpg", iter([copy])

    def finished(self) -> EvidenceGiven:
        """Write the list and the entries of the handling log, and tell what came of it."""
        order = self._order
        result = EvidenceGiven(
            folder=order.folder, level=order.level, files=tuple(self._files), missing=self._stayed[Stays.ABSENT],
            withheld=self._stayed[Stays.LEVEL] + self._stayed[Stays.SEALED], uncopied=tuple(self._uncopied),
        )  # fmt: skip
        listed = msgspec.json.format(msgspec.json.encode(result))
        self._desk.files.write(f"{order.folder}/evidence.json", [listed, b"\n"])
        log_given(self._desk, self._went, self.held, order.handover, order.level, into="in a folder")
        return result
