"""Invented statements and notaries, and what holds of every store that is whole."""

import string
from collections.abc import Iterable, Mapping, Sequence

from witnessmark.adapters.machine import KeyNotary, SystemClock
from witnessmark.case.canonical import digest, encode
from witnessmark.case.receipts import Entry, Receipt, chains
from witnessmark.model.ids import StatementId
from witnessmark.model.statement import Statement
from witnessmark.model.things import Item
from witnessmark.ports import CaseStore

NAME = "rifle of the Orlan Works"
"""Stands in the bytes of every sample."""


def payload(number: int) -> bytes:
    """The canonical bytes of an invented statement."""
    return encode(Statement(content=Item(name=f"{NAME}, number {number}", item_class="rifle")))


def sample(numbers: Iterable[int]) -> dict[StatementId, bytes]:
    """Invented statements by their ids."""
    return {StatementId(digest(p)): p for p in map(payload, numbers)}


def notary(letter: str) -> KeyNotary:
    """A notary; the same letter is the same key, and time stands still."""
    seed = letter.encode("ascii") * 32
    return KeyNotary(seed[:32], recorder=f"recorder {letter}", clock=SystemClock("1400000000"))


def notaries_by_name() -> list[KeyNotary]:
    """One notary for each letter, in the order of the names of their chains."""
    return sorted(map(notary, string.ascii_lowercase), key=lambda n: n.store)


class Interrupted(Exception):
    """What ``FailingNotary`` raises."""


class FailingNotary:
    """A notary who is called away in the middle of a write."""

    @property
    def store(self) -> str:
        """See ``Notary.store``."""
        return notary("f").store

    def attest(self, previous: Entry | None, statements: Sequence[StatementId]) -> Entry:
        """Raise ``Interrupted``."""
        raise Interrupted

    def sign_bundle(self, manifest: str) -> bytes:
        """Raise ``Interrupted``."""
        raise Interrupted

    def vouch(self, payload: bytes) -> bytes:
        """See ``Notary.vouch``."""
        return notary("f").vouch(payload)


def receipts(store: CaseStore) -> list[Receipt]:
    """Every receipt in a store, in its order."""
    return [entry.read() for entry in store.entries()]


def contents(store: CaseStore) -> tuple[Mapping[StatementId, bytes], Sequence[Entry], Mapping[str, bytes], str]:
    """Everything that a store tells of its case."""
    return dict(store.statements()), list(store.entries()), dict(store.envelopes()), store.state()


def check_whole(store: CaseStore) -> None:
    """Every chain verifies, and what is stored is what some receipt attests: nothing is missing or half-written."""
    entries = store.entries()
    chains(entries)
    stored = [i for i, _ in store.statements()]
    assert len(stored) == len(set(stored))
    assert set(stored) == {i for entry in entries for i in entry.read().statements}
