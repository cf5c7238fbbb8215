"""Evidence checked: whether all that a case holds of it is here and whole."""

import enum

from witnessmark.app.desk import Desk, load
from witnessmark.app.evidence.handling import VERIFIED, log
from witnessmark.errors import Tampered, UsageError
from witnessmark.evidence.pieces import Piece, pieces
from witnessmark.model.ids import StatementId
from witnessmark.model.value import Result
from witnessmark.ports import Vault
from witnessmark.reports.tell_pictures import called


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
        recorded = log(desk, of, VERIFIED, by=by, text=text)
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
    return Checked(digest=piece.digest, called=called(piece), state=state, told=told)
