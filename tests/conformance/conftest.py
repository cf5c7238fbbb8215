"""Every kind of case store, for one suite that each of them runs; and shelves of registers."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.support.homes import PASSPHRASE, FileHome, Home, MemoryHome, ServerHome, SqlHome
from tests.support.postgres import Cluster, find_binaries, running_cluster
from tests.support.registers import MARKS, Desk

from witnessmark.ports import CaseStore

FILES = ("sqlite", "sqlite-encrypted")
SERVERS = ("postgresql", "postgresql-encrypted")
LOCKED = ("sqlite-encrypted", "postgresql-encrypted")

NewHome = Callable[[str], Home]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One cluster for a worker's whole session."""
    binaries = find_binaries()
    if binaries is None:
        reason = "want initdb and postgres on the PATH or in WITNESSMARK_POSTGRES_BIN, got neither"
        if os.environ.get("WITNESSMARK_REQUIRE_POSTGRES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with running_cluster(binaries) as running:
        yield running


@pytest.fixture
def new_home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewHome]:
    """A fresh place for a case of a given kind, as often as it is asked for."""
    homes: list[Home] = []

    def make(kind: str) -> Home:
        passphrase = PASSPHRASE if kind in LOCKED else None
        if kind in FILES:
            homes.append(FileHome(tmp_path / f"{len(homes)}.case", passphrase))
        elif kind in SERVERS:
            homes.append(ServerHome(request.getfixturevalue("cluster"), passphrase))
        else:
            homes.append(MemoryHome())
        return homes[-1]

    yield make
    for home in homes:
        home.close()


@pytest.fixture(params=["memory", *FILES, *SERVERS])
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of store in turn."""
    return str(request.param)


@pytest.fixture
def home(kind: str, new_home: NewHome) -> Home:
    """A fresh place for a case, of each kind in turn."""
    return new_home(kind)


@pytest.fixture
def store(home: Home) -> CaseStore:
    """A new, empty case, of each kind in turn."""
    return home.create()


@pytest.fixture(params=[*FILES, *SERVERS])
def sql_home(request: pytest.FixtureRequest, new_home: NewHome) -> SqlHome:
    """A fresh place for a case in each kind of database."""
    home = new_home(request.param)
    assert isinstance(home, SqlHome)
    return home


@pytest.fixture(params=FILES)
def file_home(request: pytest.FixtureRequest, new_home: NewHome) -> FileHome:
    """A fresh place for a case in a file, in the open and encrypted."""
    home = new_home(request.param)
    assert isinstance(home, FileHome)
    return home


@pytest.fixture(params=SERVERS)
def server_home(request: pytest.FixtureRequest, new_home: NewHome) -> ServerHome:
    """A fresh place for a case on a server, in the open and encrypted."""
    home = new_home(request.param)
    assert isinstance(home, ServerHome)
    return home


@pytest.fixture(params=LOCKED)
def locked_home(request: pytest.FixtureRequest, new_home: NewHome) -> SqlHome:
    """A fresh place for an encrypted case."""
    home = new_home(request.param)
    assert isinstance(home, SqlHome)
    return home


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty shelf."""
    return Desk(tmp_path)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """A shelf with a register of some marks."""
    desk.add(
        desk.csv(*[("serial", mark, f"Depot{n}") for n, mark in enumerate(MARKS)], columns=("kind", "mark", "holder"))
    )
    return desk
