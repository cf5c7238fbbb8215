"""Where a case can lie, for tests that run against every kind of store."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

import msgspec
import sqlalchemy as sa
from tests.support.postgres import Cluster

from witnessmark.adapters import engines, sql
from witnessmark.adapters.cipher import new_lockbox
from witnessmark.adapters.memory import MemoryStore
from witnessmark.ports import CaseStore

PASSPHRASE = "invented passphrase, for tests only"


TABLES = ("statements", "receipts", "envelopes", "answers")
"""The tables of a case, but for the one that says how to read them."""


class Home(Protocol):
    """A fresh place for one case."""

    def create(self) -> CaseStore:
        """A new case there."""
        ...

    def reopen(self) -> CaseStore:
        """The case that lies there."""
        ...

    def emptied(self) -> CaseStore:
        """The case that lies there, as if nothing had ever been written to it; faster than a new one."""
        ...

    def close(self) -> None:
        """Close every store that was opened there, and clear the place."""
        ...


class MemoryHome:
    """``Home`` in this process: to reopen is to look again."""

    def __init__(self) -> None:
        self._store = MemoryStore()

    def create(self) -> CaseStore:
        """See ``Home.create``."""
        return self._store

    def reopen(self) -> CaseStore:
        """See ``Home.reopen``."""
        return self._store

    def emptied(self) -> CaseStore:
        """See ``Home.emptied``."""
        self._store = MemoryStore()
        return self._store

    def close(self) -> None:
        """See ``Home.close``."""


class SqlHome:
    """``Home`` in a database, which can also be reached past the store."""

    def __init__(self, where: str, passphrase: str | None) -> None:
        self.where = where
        self.passphrase = passphrase
        self._stores: list[sql.SqlStore] = []

    def _new(self) -> sa.Engine:
        """An engine for a case that does not exist yet."""
        raise NotImplementedError

    def _existing(self) -> tuple[sa.Engine, bool]:
        """An engine for the case that lies there, and whether it can be written."""
        raise NotImplementedError

    def run(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of one SQL statement, past the store; its values stand as ``?``."""
        raise NotImplementedError

    def create(self) -> sql.SqlStore:
        """See ``Home.create``; a passphrase costs next to nothing to check here, or the suite would do little else."""
        with _disposed_on_failure(self._new()) as engine:
            store = sql.create(engine, where=self.where)
        if self.passphrase is None:
            self._stores.append(store)
            return store
        store.close()
        box, _ = new_lockbox(self.passphrase, n=2)
        self.run("INSERT INTO meta (name, value) VALUES (?, ?)", "lockbox", msgspec.json.encode(box))
        self.run("UPDATE meta SET value = ? WHERE name = 'format'", sql.FORMAT_LOCKED)
        return self.reopen()

    def reopen(self) -> sql.SqlStore:
        """See ``Home.reopen``."""
        return self.reopen_with(self.passphrase)

    def reopen_with(self, passphrase: str | None) -> sql.SqlStore:
        """The case that lies there, opened with a passphrase that may be wrong."""
        engine, is_writable = self._existing()
        with _disposed_on_failure(engine):
            store = sql.open_existing(engine, where=self.where, passphrase=passphrase, is_writable=is_writable)
        self._stores.append(store)
        return store

    def emptied(self) -> sql.SqlStore:
        """See ``Home.emptied``."""
        for table in TABLES:
            self.run(f"DELETE FROM {table}")  # noqa: S608 - the names are ours
        return self._stores[0]

    def close(self) -> None:
        """See ``Home.close``."""
        while self._stores:
            self._stores.pop().close()


class FileHome(SqlHome):
    """``SqlHome`` in one SQLite file."""

    def __init__(self, path: Path, passphrase: str | None) -> None:
        super().__init__(str(path), passphrase)
        self.path = path

    def _new(self) -> sa.Engine:
        return engines.new_file(self.path)

    def _existing(self) -> tuple[sa.Engine, bool]:
        return engines.existing_file(self.path)

    def run(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """See ``SqlHome.run``."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            return connection.execute(query, values).fetchall()


class ServerHome(SqlHome):
    """``SqlHome`` in one database of a PostgreSQL cluster."""

    def __init__(self, cluster: Cluster, passphrase: str | None) -> None:
        self.cluster = cluster
        self.database = cluster.new_database()
        super().__init__(cluster.address(self.database), passphrase)

    def _new(self) -> sa.Engine:
        return engines.server(self.where)

    def _existing(self) -> tuple[sa.Engine, bool]:
        return engines.server(self.where), True

    def run(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """See ``SqlHome.run``."""
        return self.cluster.run(self.database, query.replace("?", "%s"), *values)

    def close(self) -> None:
        """See ``Home.close``."""
        super().close()
        self.cluster.drop_database(self.database)


@contextmanager
def _disposed_on_failure(engine: sa.Engine) -> Iterator[sa.Engine]:
    """An engine that a store takes over; where there comes to be no store, its connections are closed."""
    try:
        yield engine
    except BaseException:
        engine.dispose()
        raise
