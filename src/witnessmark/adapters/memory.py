"""A case store in memory: for tests, for reading a bundle without keeping it, and as the plainest model of the port."""

from collections.abc import Iterator, Mapping, Sequence

from witnessmark.case.canonical import digest
from witnessmark.case.receipts import Entry, unite
from witnessmark.errors import Tampered
from witnessmark.model.ids import StatementId
from witnessmark.ports import Notary


class MemoryStore:
    """``CaseStore`` in dictionaries."""

    def __init__(self, nonce: bytes = b"") -> None:
        self.nonce = nonce
        """See ``CaseStore.nonce``."""
        self._statements: dict[StatementId, bytes] = {}
        self._chains: dict[str, list[Entry]] = {}
        self._envelopes: dict[str, bytes] = {}
        self._answers: dict[str, bytes] = {}

    def append(self, statements: Mapping[StatementId, bytes], notary: Notary) -> Entry | None:
        """See ``CaseStore.append``."""
        return self.absorb(statements, (), {}, notary)

    def absorb(
        self,
        statements: Mapping[StatementId, bytes],
        entries: Sequence[Entry],
        envelopes: Mapping[str, bytes],
        notary: Notary,
    ) -> Entry | None:
        """See ``CaseStore.absorb``."""
        united = unite({store: list(chain) for store, chain in self._chains.items()}, entries)
        attested = {i for entry in united.get(notary.store, ()) for i in entry.read().statements}
        new = sorted(set(statements) - attested)
        entry = None
        if new:
            chain = united.setdefault(notary.store, [])
            entry = notary.attest(chain[-1] if chain else None, new)
            chain.append(entry)
        self._chains = united
        self._statements = dict(statements) | self._statements
        self._envelopes = dict(envelopes) | self._envelopes
        return entry

    def statements(self) -> Iterator[tuple[StatementId, bytes]]:
        """See ``CaseStore.statements``."""
        for i, payload in sorted(self._statements.items()):
            if digest(payload) != i:
                raise Tampered(f"statement {i[:10]} does not have the digest that it is stored under")
            yield i, payload

    def get(self, i: StatementId) -> bytes | None:
        """See ``CaseStore.get``."""
        return self._statements.get(i)

    def entries(self) -> Sequence[Entry]:
        """See ``CaseStore.entries``."""
        return [entry for _, chain in sorted(self._chains.items()) for entry in chain]

    def envelopes(self) -> Mapping[str, bytes]:
        """See ``CaseStore.envelopes``."""
        return dict(sorted(self._envelopes.items()))

    def state(self) -> str:
        """See ``CaseStore.state``."""
        tails = [f"{store} {chain[-1].digest}\n" for store, chain in sorted(self._chains.items())]
        return digest("".join([*tails, *sorted(self._envelopes)]).encode("ascii"))

    def recall(self, question: str) -> bytes | None:
        """See ``CaseStore.recall``."""
        return self._answers.get(f"{self.state()} {question}")

    def remember(self, question: str, answer: bytes) -> None:
        """See ``CaseStore.remember``."""
        state = self.state()
        kept = {key: known for key, known in self._answers.items() if key.startswith(state)}
        self._answers = kept | {f"{state} {question}": answer}

    def lend_key(self, purpose: str) -> bytes | None:  # noqa: ARG002 - the port's
        """See ``CaseStore.lend_key``."""
        return None

    def close(self) -> None:
        """See ``CaseStore.close``."""
