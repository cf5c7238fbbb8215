"""Handling: what is written into the handling log when evidence is checked, copied or given out."""

from collections.abc import Iterable, Mapping

from witnessmark.app.desk import Desk, now
from witnessmark.app.recording import encoded
from witnessmark.case.canonical import digest
from witnessmark.errors import UsageError
from witnessmark.evidence.pieces import Piece
from witnessmark.evidence.travelling import Way
from witnessmark.model.decisions import Handling, Level
from witnessmark.model.ids import StatementId
from witnessmark.model.statement import Statement
from witnessmark.model.value import Result

VERIFIED, COPIED, HANDED_OVER, REDACTED = "verified", "working copy", "handed over", "redacted"
_MOST_OF_ONE = 10_000
"""Statements that one entry of the log may name."""


class Handover(Result, frozen=True, kw_only=True):
    """Who gives evidence out, and to whom."""

    by: str
    to: str

    def refuse_nameless(self) -> None:
        """``UsageError`` where nobody is named: what nobody gave to anybody has no place in a log."""
        if not self.by.strip() or not self.to.strip():
            raise UsageError("want --by with who gives it out and --for with whom it is for, got only one or none")


def entries(desk: Desk, of: Iterable[StatementId], action: str, *, by: str, text: str) -> dict[StatementId, bytes]:
    """Entries of the handling log of some statements, to be written; none where there is no statement."""
    whole, when = sorted(set(of)), now(desk)
    told = [
        Handling(of=tuple(whole[start : start + _MOST_OF_ONE]), action=action, by=by, when=when, text=text)
        for start in range(0, len(whole), _MOST_OF_ONE)
    ]
    payloads = [encoded(Statement(content=entry)) for entry in told]
    return {StatementId(digest(payload)): payload for payload in payloads}


def log(desk: Desk, of: Iterable[StatementId], action: str, *, by: str, text: str) -> StatementId | None:
    """Write into the handling log; the entry, the first of several, or none where there is nothing to write."""
    made = entries(desk, of, action, by=by, text=text)
    if made:
        desk.store.append(made, desk.notary())
    return next(iter(made), None)


def log_given(
    desk: Desk, went: Mapping[str, Way], held: Mapping[str, Piece], handover: Handover, level: Level, *, into: str
) -> None:
    """Write down which pieces went out in which way; ``went`` and ``held`` are by digest."""
    for one, action, what in (
        (Way.WORKING_COPY, COPIED, "working copies without metadata"),
        (Way.AS_IT_CAME, HANDED_OVER, "pieces as they came"),
    ):
        given = [held[each] for each, its in went.items() if its is one and each in held]
        of = [i for piece in given for i in piece.statements]
        log(desk, of, action, by=handover.by, text=f"{len(given)} {what} at {level} for {handover.to}, {into}")
