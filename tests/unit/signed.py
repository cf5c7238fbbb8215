"""A writer with a fixed key, so that receipts in tests are the same in every run."""

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from witnessmark.case.canonical import digest, encode
from witnessmark.case.receipts import Entry, Receipt, next_receipt, signed_bytes
from witnessmark.model.ids import StatementId

ONE, TWO, THREE, FOUR = (StatementId(f"{n}{n}" * 32) for n in range(1, 5))


@dataclass(frozen=True)
class Writer:
    """Whoever records statements."""

    seed: int = 1

    @property
    def key(self) -> Ed25519PrivateKey:
        """The key of which the public half names the chain."""
        return Ed25519PrivateKey.from_private_bytes(bytes([self.seed]) * 32)

    @property
    def store(self) -> str:
        """The name of the chain."""
        return self.key.public_key().public_bytes_raw().hex()

    def sign(self, receipt: Receipt) -> Entry:
        """The receipt with its signature."""
        payload = encode(receipt)
        return Entry(receipt=payload, signature=self.key.sign(signed_bytes(digest(payload))))

    def write(
        self, previous: Entry | None, statements: Sequence[StatementId], at: str = "2026-03-01T10:00:00Z"
    ) -> Entry:
        """The next entry of the chain."""
        return self.sign(next_receipt(previous, store=self.store, recorder="A. Vale", at=at, statements=statements))

    def chain(self, *writes: Sequence[StatementId]) -> list[Entry]:
        """A chain with one entry for each write, a day apart."""
        entries: list[Entry] = []
        for day, statements in enumerate(writes, start=1):
            last = entries[-1] if entries else None
            entries.append(self.write(last, statements, f"2026-03-{day:02}T10:00:00Z"))
        return entries
