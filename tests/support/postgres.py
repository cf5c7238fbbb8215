"""A throwaway PostgreSQL cluster on a unix socket: made, started, used, stopped and removed.

PostgreSQL refuses to run as root, so there it runs as an unprivileged user that owns the cluster's folder.
``WITNESSMARK_POSTGRES_BIN`` names the folder of its programs where they lie at an unusual place.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql as pg

_USER = "witness"
_PATIENCE = 60
"""Seconds to wait for a server that starts or stops before it is given up."""
_USUAL_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")


def find_binaries() -> Path | None:
    """The folder that holds ``initdb`` and ``postgres``, if this machine has one."""
    named = os.environ.get("WITNESSMARK_POSTGRES_BIN")
    if named is not None:
        return _usable(Path(named))
    on_path = shutil.which("initdb")
    if on_path is not None and _usable(Path(on_path).resolve().parent) is not None:
        return Path(on_path).resolve().parent
    usual = sorted(folder for place in _USUAL_PLACES for folder in Path("/").glob(place.lstrip("/")))
    return next((folder for folder in reversed(usual) if _usable(folder) is not None), None)


def _usable(folder: Path) -> Path | None:
    return folder if all((folder / name).is_file() for name in ("initdb", "postgres")) else None


class Cluster:
    """One running server; each case gets a database of its own."""

    def __init__(self, binaries: Path, folder: Path, account: Mapping[str, Any]) -> None:
        self._binaries = binaries
        self._folder = folder
        self._account = account
        self._server: subprocess.Popen[bytes] | None = None
        self._watch: subprocess.Popen[bytes] | None = None
        self._databases = 0

    def make(self) -> None:
        """Lay out the files of the cluster."""
        command = [str(self._binaries / "initdb"), "-D", str(self._folder / "data"), "-U", _USER, "-A", "trust"]
        options = ["-E", "UTF8", "--locale=C", "--no-sync"]
        with (self._folder / "log").open("wb") as log:
            made = subprocess.call([*command, *options], cwd=self._folder, stdout=log, stderr=log, **self._account)
        if made != 0:
            raise RuntimeError(f"initdb failed: {self._log()}")

    def start(self) -> None:
        """Start the server and wait until it answers; what is acknowledged is on the disk (``fsync`` is on)."""
        settings = ("fsync=on", "synchronous_commit=on", "listen_addresses=", f"unix_socket_directories={self._folder}")
        options = [part for setting in settings for part in ("-c", setting)]
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [self._binaries / "postgres", "-D", self._folder / "data", *options],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A signal from the terminal is for whoever runs the tests; the server is stopped by them.
                start_new_session=True,
                **self._account,
            )
        self._watch = _watch_over(self._server.pid, self._folder)
        deadline = time.monotonic() + _PATIENCE
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"postgres did not start: {self._log()}")
            time.sleep(0.02)

    def _log(self) -> str:
        return (self._folder / "log").read_text(errors="replace")[-2_000:]

    def _answers(self) -> bool:
        try:
            self.run("postgres", "SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: ``SIGINT`` closes it, ``SIGQUIT`` lets it fall as if the machine had lost power."""
        if self._server is None:
            return
        if self._watch is not None:
            self._watch.kill()
            self._watch.communicate()
        with suppress(ProcessLookupError):
            self._server.send_signal(how)
        try:
            self._server.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        self._server = None

    def address(self, database: str) -> str:
        """The address of a database, as a user would type it for a case."""
        return f"postgresql://{_USER}@/{database}?host={self._folder}"

    def new_database(self) -> str:
        """The name of a fresh, empty database."""
        self._databases += 1
        name = f"case_{self._databases}"
        self.run("postgres", pg.SQL("CREATE DATABASE {}").format(pg.Identifier(name)))
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, also where somebody is still connected to it."""
        self.run("postgres", pg.SQL("DROP DATABASE {} WITH (FORCE)").format(pg.Identifier(name)))

    def run(self, database: str, query: str | pg.Composed, *values: object) -> list[tuple[Any, ...]]:
        """The rows of one statement, past the store; its values stand as ``%s``."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            cursor = connection.execute(query.encode() if isinstance(query, str) else query, values or None)
            return cursor.fetchall() if cursor.description else []


def _watch_over(server: int, folder: Path) -> subprocess.Popen[bytes]:
    """A process that ends the server and clears its folder where whoever runs the tests is killed.

    It reads until nobody holds the other end of its input any more.
    """
    script = 'cat; kill -QUIT "$0"; sleep 1; rm -rf "$1"'
    return subprocess.Popen(
        ["/bin/sh", "-c", script, str(server), str(folder)], stdin=subprocess.PIPE, start_new_session=True
    )


@contextmanager
def running_cluster(binaries: Path) -> Iterator[Cluster]:
    """A cluster in a folder of its own, gone afterwards."""
    # Not pytest's folder: a socket's path may hold 107 bytes, and the server's user could not enter it.
    folder = Path(tempfile.mkdtemp(prefix="witnessmark-pg-"))
    try:
        cluster = Cluster(binaries, folder, _account(folder))
        cluster.make()
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account(folder: Path) -> dict[str, Any]:
    """As whom the server runs: as ourselves, but never as root; then the folder is that user's."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            user = pwd.getpwnam(name)
            os.chown(folder, user.pw_uid, user.pw_gid)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError("want a user 'postgres' or 'nobody' to run PostgreSQL as, got neither")
