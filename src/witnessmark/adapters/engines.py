"""Engines: from what a user types for a case to a database connection."""

import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from witnessmark.errors import StoreUnavailable

_MAGIC = b"SQLite format 3\0"
_SERVERS = ("postgresql://", "postgresql+psycopg://")


def is_server(where: str) -> bool:
    """Whether a case's name is the address of a database server."""
    return "://" in where


def server(where: str) -> sa.Engine:
    """An engine for a PostgreSQL database, which holds one case."""
    if not where.startswith(_SERVERS):
        raise StoreUnavailable(f"want a file or a postgresql:// address, got {without_password(where)!r}")
    try:
        url = sa.make_url(where).set(drivername="postgresql+psycopg")
        return sa.create_engine(url)
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        reason = "install witnessmark[postgres]" if isinstance(error, ImportError) else str(error)
        raise StoreUnavailable(f"{without_password(where)}: {reason}") from error


def without_password(where: str) -> str:
    """An address as it may be shown."""
    if not is_server(where):
        return where
    try:
        url = sa.make_url(where)
        secret = [name for name in url.query if "password" in name.lower()]
        return url.difference_update_query(secret).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        return where.partition("://")[0] + "://..."


def new_file(path: Path) -> sa.Engine:
    """An engine for a file that does not exist yet, or is empty."""
    if path.exists() and (path.is_dir() or path.stat().st_size > 0):
        raise StoreUnavailable(
            f"{path}: want a new file for a case, got one that exists; name another, or move it away"
        )
    if not path.parent.is_dir():
        raise StoreUnavailable(f"{path}: want a file in a folder that exists, and {path.parent} does not")
    return _sqlite(path, is_writable=True)


def existing_file(path: Path) -> tuple[sa.Engine, bool]:
    """An engine for a case file, and whether it can be written where it lies."""
    if not path.is_file():
        raise StoreUnavailable(f"{path}: there is no case; `witnessmark new {path}` makes one")
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as error:
        raise StoreUnavailable(f"{path}: {error.strerror}") from error
    if magic != _MAGIC:
        raise StoreUnavailable(f"{path}: want a case file, got a file of another kind")
    # A journal lies beside the file while it is written, so the folder must take one.
    is_writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return _sqlite(path, is_writable=is_writable), is_writable


def _sqlite(path: Path, *, is_writable: bool) -> sa.Engine:
    mode = "rwc" if is_writable else "ro"
    address = f"file:{quote(os.fsencode(path.resolve()))}?mode={mode}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, timeout=30, check_same_thread=False)

    # A connection of our own making: a URL would read "?", "#" and "%" in a file's name as its own.
    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.QueuePool)

    @sa.event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        # The driver would begin transactions by itself, and only before some statements.
        connection.isolation_level = None
        # One file and nothing beside it once written; the whole write is on the disk when it is acknowledged.
        connection.execute("PRAGMA journal_mode = DELETE" if is_writable else "PRAGMA query_only = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A writer must see the last receipt before it writes the next one; readers need not wait for each other.
        is_writing = connection.get_execution_options().get("is_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")

    return engine
