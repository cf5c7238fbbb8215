"""Desk: what a use case works with, and how it gets a case from the store."""

import hmac
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import msgspec

from witnessmark.case.canonical import decode, digest
from witnessmark.case.fold import Case, fold
from witnessmark.case.receipts import known_by as received_by
from witnessmark.errors import ConfigError, Tampered, UsageError
from witnessmark.model.decisions import RegisterUse
from witnessmark.model.ids import StatementId, short
from witnessmark.model.statement import Statement
from witnessmark.model.value import Edtf
from witnessmark.ports import (
    Books,
    CaseStore,
    Clock,
    Entropy,
    Files,
    Keyring,
    Notary,
    Papers,
    Pictures,
    Progress,
    RegisterShelf,
    Vault,
)
from witnessmark.version import VERSION

_STEP = 5_000
_CODE = 32
_WORTH_REMEMBERING = 2_000
"""Statements from which on folding a case takes long enough to notice."""

T = TypeVar("T", bound=msgspec.Struct)


@dataclass(frozen=True)
class Desk:
    """An open case, and the world around it."""

    store: CaseStore
    notary: Callable[[], Notary]
    """Made when something is written first: reading needs no key."""
    keyring: Keyring
    clock: Clock
    entropy: Entropy
    files: Files
    progress: Progress
    shelf: Callable[[], RegisterShelf]
    """Opened when a case refers to a register: Arrow is slow to load."""
    books: Callable[[], Books]
    """Opened when a table is read: what reads spreadsheets is slow to load."""
    vault: Callable[[], Vault]
    """Where this case's evidence lies; an encrypted case has one of its own."""
    pictures: Callable[[], Pictures]
    papers: Callable[[], Papers]


def today(desk: Desk) -> date:
    """The present day, in UTC."""
    return desk.clock.now().date()


def now(desk: Desk) -> Edtf:
    """The present second, in UTC, as the date of a statement."""
    return Edtf(desk.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"))


def day(text: str) -> date:
    """A day as typed on the command line; a ``UsageError`` says what was wanted."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"want a day such as 2016-02-29, got {text!r}") from None


def load(desk: Desk, *, known_by: str = "") -> Case:
    """The case as it stands, or as it stood at the end of a day."""
    known = received_by(desk.store.entries(), day(known_by)) if known_by else None
    pairs = []
    for count, (i, payload) in enumerate(desk.store.statements(), start=1):
        pairs.append((i, _decoded(i, payload)))
        if count % _STEP == 0:
            desk.progress.advance(count, None, "reading statements")
    return fold(pairs, known=known)


def _decoded(i: StatementId, payload: bytes) -> Statement:
    try:
        return decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Tampered(f"statement {short(i)} has its digest and is no statement of this version: {error}") from error


def cached(desk: Desk, question: str, kind: type[T], answer: Callable[[Case], T], *, known_by: str = "") -> T:
    """An answer from the store's memory, or worked out from the case; forgotten with the next write.

    Only a large case remembers: reading a small one should not change a byte of its file. One that refers to a register
    does not: its answers depend on what this machine has.
    """
    key = digest(f"{VERSION}\n{kind.__name__}\n{known_by}\n{question}".encode(errors="surrogatepass"))
    remembered = _recalled(desk, key, kind)
    if remembered is not None:
        return remembered
    case = load(desk, known_by=known_by)
    fresh = answer(case)
    if len(case.statements) >= _WORTH_REMEMBERING and not case.of_kind(RegisterUse):
        _remember(desk, key, msgspec.msgpack.encode(fresh))
    return fresh


def _recalled(desk: Desk, key: str, kind: type[T]) -> T | None:
    """A remembered answer that this machine vouched for: one planted in a case that was passed on is not shown."""
    stored = desk.store.recall(key)
    if stored is None:
        return None
    code, answer = stored[:_CODE], stored[_CODE:]
    try:
        is_own = hmac.compare_digest(desk.notary().vouch(_named(desk, key, answer)), code)
        return msgspec.msgpack.decode(answer, type=kind) if is_own else None
    except (ConfigError, msgspec.MsgspecError):
        return None


def _remember(desk: Desk, key: str, answer: bytes) -> None:
    # Whoever only reads may have no key, or no place to keep one: then nothing is remembered.
    with suppress(ConfigError):
        desk.store.remember(key, desk.notary().vouch(_named(desk, key, answer)) + answer)


def _named(desk: Desk, key: str, answer: bytes) -> bytes:
    return f"{desk.store.state()}\n{key}\n".encode() + answer
