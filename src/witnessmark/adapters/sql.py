"""A case store in SQLite, one file, or in PostgreSQL: the same tables and the same SQL for both.

A row is never changed. Rows are what ``Cipher`` makes of them, so that a case can be encrypted at rest without a
second store.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from witnessmark.adapters.cipher import Cipher, Lockbox, Open, new_lockbox, open_lockbox
from witnessmark.case.canonical import digest
from witnessmark.case.receipts import Entry, unite
from witnessmark.errors import NotAllowed, StoreUnavailable, Tampered, WrongVersion
from witnessmark.model.ids import StatementId, is_digest
from witnessmark.ports import Notary

FORMAT = b"witnessmark case/1"
FORMAT_LOCKED = b"witnessmark case/1 encrypted"
_CHUNK = 500
"""Ids in one ``IN``: SQLite allows 999 values by default."""
_ROWS = 2_000
_SIGNATURE = 64
_NONCE = 32

_METADATA = sa.MetaData()
_META = sa.Table(
    "meta",
    _METADATA,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)
# Without rowid SQLite keeps the rows in the order of their ids, in which they are always read.
_STATEMENTS = sa.Table(
    "statements",
    _METADATA,
    sa.Column("id", sa.LargeBinary(32), primary_key=True),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
_RECEIPTS = sa.Table(
    "receipts",
    _METADATA,
    sa.Column("chain", sa.LargeBinary(32), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("payload", sa.LargeBinary, nullable=False),
)
_ENVELOPES = sa.Table(
    "envelopes",
    _METADATA,
    sa.Column("sealed", sa.LargeBinary(32), primary_key=True),
    sa.Column("payload", sa.LargeBinary, nullable=False),
)
_ANSWERS = sa.Table(
    "answers",
    _METADATA,
    sa.Column("question", sa.LargeBinary(32), primary_key=True),
    sa.Column("state", sa.String(64), nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=False),
)


class SqlStore:
    """``CaseStore`` over one engine."""

    def __init__(
        self, engine: sa.Engine, cipher: Cipher, *, nonce: bytes, where: str, is_writable: bool = True
    ) -> None:
        self.nonce = nonce
        """See ``CaseStore.nonce``."""
        self._engine = engine
        self._cipher = cipher
        self._where = where
        self._is_writable = is_writable

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
        with self._transaction() as connection:
            if entries:
                self._absorb_entries(connection, entries)
            present = self._present(connection, statements)
            attested = self._attested(connection, notary) if present or entries else set()
            absent = sorted(set(statements) - present)
            self._insert(connection, _STATEMENTS.c.id, {i: statements[StatementId(i)] for i in absent})
            known = self._present_envelopes(connection, envelopes)
            self._insert(connection, _ENVELOPES.c.sealed, {i: e for i, e in envelopes.items() if i not in known})
            new = sorted(set(statements) - attested)
            if not new:
                return None
            entry = notary.attest(self._tail(connection, notary.store), new)
            self._insert_entry(connection, entry)
            return entry

    def statements(self) -> Iterator[tuple[StatementId, bytes]]:
        """See ``CaseStore.statements``."""
        return self._stored() if self._cipher.keeps_order else iter(sorted(self._stored()))

    def _stored(self) -> Iterator[tuple[StatementId, bytes]]:
        query = sa.select(_STATEMENTS.c.id, _STATEMENTS.c.payload).order_by(_STATEMENTS.c.id)
        unlock, row = self._cipher.unlock, self._cipher.row
        # The cursor is closed also where whoever reads stops half-way.
        with ExitStack() as stack:
            connection = stack.enter_context(self._connection())
            result = stack.enter_context(connection.execution_options(yield_per=_ROWS).execute(query))
            for rows in result.partitions():
                for key, stored in rows:
                    payload = unlock(_bytes(key), _bytes(stored))
                    i = digest(payload)
                    if row(i) != key:
                        raise Tampered(f"{self._where}: statement {i[:10]} lies under the digest of another")
                    yield StatementId(i), payload

    def get(self, i: StatementId) -> bytes | None:
        """See ``CaseStore.get``."""
        key = self._cipher.row(i)
        with self._connection() as connection:
            stored = connection.scalar(sa.select(_STATEMENTS.c.payload).where(_STATEMENTS.c.id == key))
        if stored is None:
            return None
        payload = self._cipher.unlock(key, _bytes(stored))
        if digest(payload) != i:
            raise Tampered(f"{self._where}: statement {i[:10]} does not have the digest it is stored under")
        return payload

    def entries(self) -> Sequence[Entry]:
        """See ``CaseStore.entries``."""
        with self._connection() as connection:
            chains = self._entries(connection)
        return [entry for _, chain in sorted(chains.items()) for entry in chain]

    def envelopes(self) -> Mapping[str, bytes]:
        """See ``CaseStore.envelopes``."""
        with self._connection() as connection:
            rows = connection.execute(sa.select(_ENVELOPES)).all()
        found = {}
        for key, stored in rows:
            payload = self._cipher.unlock(_bytes(key), _bytes(stored))
            name = payload[:64].decode("ascii", "replace")
            if not is_digest(name) or self._cipher.row(name) != key:
                raise Tampered(f"{self._where}: an envelope does not lie under the commitment that it names")
            found[name] = payload[64:]
        return dict(sorted(found.items()))

    def state(self) -> str:
        """See ``CaseStore.state``."""
        with self._connection() as connection:
            return self._state(connection)

    def recall(self, question: str) -> bytes | None:
        """See ``CaseStore.recall``."""
        key = self._cipher.row(question)
        query = sa.select(_ANSWERS.c.payload).where(_ANSWERS.c.question == key)
        with self._connection() as connection:
            stored = connection.scalar(query.where(_ANSWERS.c.state == self._state(connection)))
        return None if stored is None else self._cipher.unlock(key, _bytes(stored))

    def remember(self, question: str, answer: bytes) -> None:
        """See ``CaseStore.remember``."""
        if not self._is_writable:
            return
        key = self._cipher.row(question)
        # A full disk is no reason not to give the answer.
        with suppress(StoreUnavailable), self._transaction() as connection:
            state = self._state(connection)
            connection.execute(_ANSWERS.delete().where(sa.or_(_ANSWERS.c.question == key, _ANSWERS.c.state != state)))
            row = {"question": key, "state": state, "payload": self._cipher.lock(key, answer)}
            connection.execute(_ANSWERS.insert(), row)

    def lend_key(self, purpose: str) -> bytes | None:
        """See ``CaseStore.lend_key``."""
        return self._cipher.lend(purpose)

    def close(self) -> None:
        """See ``CaseStore.close``."""
        self._engine.dispose()

    # -- inside one transaction -------------------------------------------------------------------------------------

    def _present(self, connection: sa.Connection, wanted: Mapping[StatementId, bytes]) -> set[StatementId]:
        keys = {self._cipher.row(i): i for i in wanted}
        return {keys[key] for key in _found(connection, _STATEMENTS.c.id, list(keys))}

    def _present_envelopes(self, connection: sa.Connection, wanted: Mapping[str, bytes]) -> set[str]:
        keys = {self._cipher.row(i): i for i in wanted}
        return {keys[key] for key in _found(connection, _ENVELOPES.c.sealed, list(keys))}

    def _attested(self, connection: sa.Connection, notary: Notary) -> set[StatementId]:
        mine = self._entries(connection).get(notary.store, ())
        return {i for entry in mine for i in entry.read().statements}

    def _absorb_entries(self, connection: sa.Connection, foreign: Sequence[Entry]) -> None:
        own = self._entries(connection)
        known = {entry.digest for chain in own.values() for entry in chain}
        for chain in unite(own, foreign).values():
            for entry in chain:
                if entry.digest not in known:
                    self._insert_entry(connection, entry)

    def _tail(self, connection: sa.Connection, store: str) -> Entry | None:
        chain = self._cipher.row(store)
        query = sa.select(_RECEIPTS).where(_RECEIPTS.c.chain == chain)
        row = connection.execute(query.order_by(_RECEIPTS.c.seq.desc()).limit(1)).first()
        return None if row is None else self._entry(row.chain, row.seq, row.payload)[0]

    def _entries(self, connection: sa.Connection) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for chain, seq, stored in connection.execute(sa.select(_RECEIPTS).order_by(_RECEIPTS.c.chain, _RECEIPTS.c.seq)):
            entry, store = self._entry(chain, seq, stored)
            found[store].append(entry)
        return found

    def _entry(self, chain: object, seq: object, stored: object) -> tuple[Entry, str]:
        """A receipt and its store; ``Tampered`` where it lies under another chain or number than it says."""
        if not isinstance(seq, int) or seq < 0:
            raise Tampered(f"{self._where}: want a receipt's number, got {seq!r}")
        payload = self._cipher.unlock(_receipt_row(_bytes(chain), seq), _bytes(stored))
        entry = Entry(signature=payload[:_SIGNATURE], receipt=payload[_SIGNATURE:])
        receipt = entry.read()
        if receipt.seq != seq or self._cipher.row(receipt.store) != chain:
            raise Tampered(f"{self._where}: receipt {receipt.seq} lies where another belongs")
        return entry, receipt.store

    def _insert_entry(self, connection: sa.Connection, entry: Entry) -> None:
        receipt = entry.read()
        chain = self._cipher.row(receipt.store)
        payload = self._cipher.lock(_receipt_row(chain, receipt.seq), entry.signature + entry.receipt)
        connection.execute(_RECEIPTS.insert(), {"chain": chain, "seq": receipt.seq, "payload": payload})

    def _insert(self, connection: sa.Connection, key: sa.Column[bytes], rows: Mapping[str, bytes]) -> None:
        # An envelope's name cannot be had from its bytes, as a statement's can: it is stored in front of them.
        prefix = key.table is _ENVELOPES
        values = []
        for name, payload in rows.items():
            row = self._cipher.row(name)
            plain = name.encode("ascii") + payload if prefix else payload
            values.append({key.name: row, "payload": self._cipher.lock(row, plain)})
        if values:
            connection.execute(key.table.insert(), values)

    def _state(self, connection: sa.Connection) -> str:
        lasts = sa.select(_RECEIPTS.c.chain, sa.func.max(_RECEIPTS.c.seq).label("seq")).group_by(_RECEIPTS.c.chain)
        tails = lasts.subquery()
        query = sa.select(_RECEIPTS).join(
            tails, sa.and_(_RECEIPTS.c.chain == tails.c.chain, _RECEIPTS.c.seq == tails.c.seq)
        )
        rows = connection.execute(query.order_by(_RECEIPTS.c.chain)).all()
        envelopes = connection.scalars(sa.select(_ENVELOPES.c.sealed).order_by(_ENVELOPES.c.sealed)).all()
        # The rows as stored: under a passphrase, what they say must not show in the clear.
        parts = [digest(_bytes(row.payload)) for row in rows] + [_bytes(key).hex() for key in envelopes]
        return digest("\n".join(parts).encode("ascii"))

    @contextmanager
    def _connection(self) -> Iterator[sa.Connection]:
        with reaching(self._where), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        if not self._is_writable:
            raise StoreUnavailable(f"{self._where}: the case can be read here, but not written")
        with reaching(self._where), self._engine.execution_options(is_writing=True).begin() as connection:
            if connection.dialect.name == "postgresql":
                # Two writers of one chain would both follow the same receipt.
                connection.execute(sa.text("LOCK TABLE receipts IN EXCLUSIVE MODE"))
            yield connection


def _bytes(value: object) -> bytes:
    """A stored value; SQLite keeps whatever was put in, so a changed one may be of another type."""
    if not isinstance(value, bytes):
        raise Tampered(f"want bytes in a stored row, got {type(value).__name__}: the case was changed by hand")
    return value


def _receipt_row(chain: bytes, seq: int) -> bytes:
    return chain + seq.to_bytes(8, "big")


def _found(connection: sa.Connection, column: sa.Column[bytes], keys: Sequence[bytes]) -> Iterator[bytes]:
    for start in range(0, len(keys), _CHUNK):
        query = sa.select(column).where(column.in_(keys[start : start + _CHUNK]))
        yield from (bytes(key) for key in connection.scalars(query))


@contextmanager
def reaching(where: str) -> Iterator[None]:
    """Turn what a database says into a message that names the case."""
    try:
        yield
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
        raise StoreUnavailable(f"{where}: {reason}") from error
    except SQLAlchemyError as error:
        raise StoreUnavailable(f"{where}: {error}") from error
    except UnicodeDecodeError as error:
        # SQLite quotes the damage, whatever bytes it consists of.
        raise StoreUnavailable(f"{where}: the file is damaged") from error
    except UnicodeError as error:
        raise StoreUnavailable(f"{where}: want the name of a host, got one that no host can have") from error


def create(engine: sa.Engine, *, where: str, passphrase: str | None = None) -> SqlStore:
    """A new case in an empty database; ``StoreUnavailable`` where one lies already."""
    cipher: Cipher = Open()
    nonce = secrets.token_bytes(_NONCE)
    values = {"format": FORMAT, "nonce": nonce}
    if passphrase is not None:
        box, cipher = new_lockbox(passphrase)
        values |= {"format": FORMAT_LOCKED, "lockbox": msgspec.json.encode(box)}
    with reaching(where), engine.begin() as connection:
        if sa.inspect(connection).get_table_names():
            raise StoreUnavailable(f"{where}: want an empty place for a new case, got a database with tables")
        _METADATA.create_all(connection)
        connection.execute(_META.insert(), [{"name": k, "value": v} for k, v in values.items()])
    return SqlStore(engine, cipher, nonce=nonce, where=where)


def open_existing(
    engine: sa.Engine, *, where: str, passphrase: str | None = None, is_writable: bool = True
) -> SqlStore:
    """The case in a database; an error where there is none, or one of another version."""
    with reaching(where), engine.connect() as connection:
        if not _METADATA.tables.keys() <= set(sa.inspect(connection).get_table_names()):
            raise StoreUnavailable(f"{where}: this database holds no case; `witnessmark new` makes one")
        meta = {row.name: _bytes(row.value) for row in connection.execute(sa.select(_META))}
    if meta.get("format") not in {FORMAT, FORMAT_LOCKED}:
        raise WrongVersion(f"{where}: want a case of format {FORMAT!r}, got {meta.get('format', b'none')!r}")
    cipher = _cipher(meta, where, passphrase)
    return SqlStore(engine, cipher, nonce=meta.get("nonce", b""), where=where, is_writable=is_writable)


def _cipher(meta: Mapping[str, bytes], where: str, passphrase: str | None) -> Cipher:
    if meta["format"] == FORMAT and "lockbox" not in meta:
        return Open()
    if meta["format"] == FORMAT or "lockbox" not in meta:
        raise Tampered(f"{where}: the case says in one place that it is encrypted and in another that it is not")
    if passphrase is None:
        raise NotAllowed(f"{where}: the case is encrypted; give its passphrase in WITNESSMARK_PASSPHRASE")
    try:
        box = msgspec.json.decode(meta["lockbox"], type=Lockbox)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Tampered(f"{where}: the lock of the encrypted case cannot be read") from error
    return open_lockbox(box, passphrase)
