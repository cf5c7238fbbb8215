"""Receipts: who recorded which statements, when; one append-only chain for each writer's key.

A store is named by its Ed25519 public key, so two machines never write one chain. Each receipt names the digest
of the one before it, and the key signs each receipt: every receipt is a signed head of all that went before.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from witnessmark.case.canonical import decode_value, digest
from witnessmark.errors import Tampered
from witnessmark.model.ids import StatementId, is_digest, short
from witnessmark.model.value import Value

_SIGNED = b"witnessmark head/1\n"


class Receipt(Value, frozen=True, kw_only=True):
    """One acknowledged write."""

    store: str
    """The writer's public key, hexadecimal."""
    seq: int
    """0 for the first receipt of a chain."""
    previous: str = ""
    """Digest of the receipt before; empty for the first."""
    recorder: str = ""
    at: str
    """UTC, ``2026-11-23T00:02:09Z``."""
    statements: tuple[StatementId, ...]


class Entry(Value, frozen=True, kw_only=True):
    """A receipt's bytes with the signature that makes it a head."""

    receipt: bytes
    signature: bytes

    @property
    def digest(self) -> str:
        """The digest that the next receipt names."""
        return digest(self.receipt)

    def read(self) -> Receipt:
        """The receipt in the bytes; ``Tampered`` when they are not one."""
        try:
            return decode_value(self.receipt, Receipt)
        except ValueError as error:
            raise Tampered(f"a receipt cannot be read: {error}") from error


class Head(Value, frozen=True, kw_only=True):
    """What to keep elsewhere: it proves what a chain held when it was signed."""

    store: str
    seq: int
    receipt: str
    """Digest of the receipt with this number."""
    signature: str
    """Of the receipt, by the store's key."""


def signed_bytes(receipt_digest: str) -> bytes:
    """What the key signs: a fixed prefix and the receipt's digest."""
    return _SIGNED + receipt_digest.encode("ascii")


def is_signed(store: str, receipt_digest: str, signature: bytes) -> bool:
    """Whether the store's key signed that receipt."""
    return is_signed_as(store, signed_bytes(receipt_digest), signature)


def is_signed_as(store: str, message: bytes, signature: bytes) -> bool:
    """Whether the key of that name signed a message; ``message`` begins with what tells its kind from all others."""
    if not is_digest(store):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(store)).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def next_receipt(
    previous: Entry | None, *, store: str, recorder: str, at: str, statements: Sequence[StatementId]
) -> Receipt:
    """The receipt that follows the last one of a chain."""
    last = None if previous is None else previous.read()
    return Receipt(
        store=store,
        seq=0 if last is None else last.seq + 1,
        previous="" if previous is None else previous.digest,
        recorder=recorder,
        at=at,
        statements=tuple(statements),
    )


def chains(entries: Iterable[Entry]) -> dict[str, list[tuple[Receipt, Entry]]]:
    """The chains by store, each in order; ``Tampered`` where one is cut, forked or unsigned."""
    read = sorted(((e.read(), e) for e in entries), key=lambda pair: (pair[0].store, pair[0].seq))
    result = {}
    for store, members in groupby(read, key=lambda pair: pair[0].store):
        chain = list(members)
        _check_chain(store, chain)
        result[store] = chain
    return result


def _check_chain(store: str, chain: Sequence[tuple[Receipt, Entry]]) -> None:
    expected = ""
    for number, (receipt, entry) in enumerate(chain):
        where = f"receipt {number} of store {short(store)}"
        if receipt.seq != number:
            raise Tampered(f"{where} is missing or stands twice; receipt {receipt.seq} stands in its place")
        if receipt.previous != expected:
            raise Tampered(f"{where} does not follow the one before it: the chain was cut or forked")
        if not is_signed(store, entry.digest, entry.signature):
            raise Tampered(f"{where} is not signed by its store's key")
        expected = entry.digest


def known_by(entries: Iterable[Entry], day: date) -> frozenset[StatementId]:
    """The statements that some store had received by the end of a day, UTC.

    A receipt that came with a merge counts with its own date: the case knew it where it was first recorded.
    """
    receipts = (entry.read() for entry in entries)
    return frozenset(i for r in receipts if r.at[:10] <= day.isoformat() for i in r.statements)


def unite(own: dict[str, list[Entry]], foreign: Sequence[Entry]) -> dict[str, list[Entry]]:
    """The chains with those of another case; ``Tampered`` where two tell one store's history differently."""
    for store, chain in chains(foreign).items():
        ours = own.setdefault(store, [])
        theirs = [entry for _, entry in chain]
        for mine, other in zip(ours, theirs, strict=False):
            if mine.receipt != other.receipt:
                raise Tampered(f"store {short(store)} has written two histories; keep both files and tell a person")
        ours.extend(theirs[len(ours) :])
    return own
