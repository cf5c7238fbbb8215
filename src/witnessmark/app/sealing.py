"""Sealing: values that lie encrypted beside the case, and their erasure."""

from collections.abc import Iterable, Iterator

from witnessmark.app.desk import Desk, load
from witnessmark.app.recording import encoded, record
from witnessmark.case.canonical import digest
from witnessmark.case.sealing import KEY_BYTES, SALT_BYTES, Opened, commitment, envelope, unseal
from witnessmark.errors import EvidenceError, NotAllowed, UsageError
from witnessmark.model.decisions import Erasure, Sealing
from witnessmark.model.fields import sealed_values
from witnessmark.model.ids import StatementId, short
from witnessmark.model.statement import Statement

_NONCE_BYTES = 12


def seal(desk: Desk, value: str, *, what: str, by: str, reason: str) -> str:
    """Seal a value; the commitment to write in its place, as ``sealed:...``. The case says that it was sealed."""
    if not value or not by or not reason or not what:
        raise UsageError("want a value to seal, what it is, who seals it and why")
    opened = Opened(salt=desk.entropy.bytes(SALT_BYTES).hex(), value=value)
    sealed = commitment(opened)
    payload = encoded(Statement(content=Sealing(commitment=sealed, what=what, by=by, reason=reason)))
    key = desk.entropy.bytes(KEY_BYTES)
    # The key first: an envelope without its key could never be opened.
    desk.keyring.put(sealed, key)
    kept = envelope(opened, key=key, nonce=desk.entropy.bytes(_NONCE_BYTES))
    desk.store.absorb({StatementId(digest(payload)): payload}, (), {sealed: kept}, desk.notary())
    return sealed


def unsealed(desk: Desk, prefix: str) -> Opened:
    """The value behind a commitment; ``NotAllowed`` where this machine does not hold its key."""
    envelopes = desk.store.envelopes()
    sealed = _find(envelopes, prefix.removeprefix("sealed:"))
    key = desk.keyring.get(sealed)
    if key is None:
        raise NotAllowed(f"this machine holds no key to sealed value {short(sealed)}: {_why_no_key(desk, sealed)}")
    return unseal(sealed, envelopes[sealed], key=key)


def _why_no_key(desk: Desk, sealed: str) -> str:
    erasures = [e for _, e in load(desk).of_kind(Erasure) if e.commitment == sealed]
    return f"erased by {erasures[0].by}: {erasures[0].reason}" if erasures else "it was sealed elsewhere"


def erase(desk: Desk, prefix: str, *, by: str, reason: str) -> str:
    """Destroy the key of a sealed value. That it was erased, by whom and why, stays in the case."""
    if not by or not reason:
        raise UsageError("want the name of whoever erases it, and a reason")
    sealed = _find(desk.store.envelopes(), prefix.removeprefix("sealed:"))
    # The statement first: an erasure that left no trace would be worse than one to do again.
    record(desk, Statement(content=Erasure(commitment=sealed, by=by, reason=reason)))
    if not desk.keyring.destroy(sealed):
        raise EvidenceError(f"this machine holds no key to sealed value {short(sealed)}; the erasure is recorded")
    return sealed


def openable(desk: Desk, statements: Iterable[Statement]) -> Iterator[Opened]:
    """The sealed values that some statements name and this machine can open."""
    envelopes = desk.store.envelopes()
    for sealed in sorted({value for statement in statements for value in sealed_values(statement)}):
        key = desk.keyring.get(sealed)
        if key is not None and sealed in envelopes:
            yield unseal(sealed, envelopes[sealed], key=key)


def _find(envelopes: Iterable[str], prefix: str) -> str:
    found = [sealed for sealed in envelopes if sealed.startswith(prefix)]
    if len(found) != 1 or not prefix:
        raise UsageError(f"want the start of one sealed value's commitment, got {prefix!r}, which fits {len(found)}")
    return found[0]
