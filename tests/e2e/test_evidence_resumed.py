"""A card that is taken in again: what the case knows is read once and not copied, and what is damaged is replaced."""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from tests.e2e.running import User
from tests.support.samples import notary

from witnessmark import bootstrap
from witnessmark.adapters.cards import FolderCards
from witnessmark.adapters.memory import MemoryStore
from witnessmark.app.desk import Desk
from witnessmark.app.evidence.acquiring import Acquisition, EvidenceAdded, add
from witnessmark.config import from_environment
from witnessmark.evidence.looking import CardFile
from witnessmark.ports import Vault

BY = Acquisition(by="A. Vale")
SIZE = 300_000


class Counted:
    """A vault and a card on which it is counted what is copied and read."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.copied: list[str] = []
        self.read_of: dict[str, int] = {}
        self.stops_at = -1

    # -- the vault
    def keep(self, chunks: Iterable[bytes]) -> str:
        digest = self._vault.keep(chunks)
        self.copied.append(digest)
        return digest

    def has(self, digest: str) -> bool:
        return self._vault.has(digest)

    def read(self, digest: str) -> Iterator[bytes]:
        return self._vault.read(digest)

    def digests(self) -> Iterator[str]:
        return self._vault.digests()

    # -- the card
    def files(self, paths: Sequence[str]) -> Iterator[CardFile]:
        for number, file in enumerate(FolderCards().files(paths)):
            if number == self.stops_at:
                raise KeyboardInterrupt
            yield file._replace(pieces=lambda file=file: self._pieces(file))  # type: ignore[misc]

    def _pieces(self, file: CardFile) -> Iterator[bytes]:
        for piece in file.pieces():
            self.read_of[file.name] = self.read_of.get(file.name, 0) + len(piece)
            yield piece


@pytest.fixture
def folder(user: User) -> Path:
    """Five files of one size with one beginning, as raw pictures of a camera can be, and an empty one."""
    made = user.path("card")
    made.mkdir()
    for number in range(5):
        (made / f"{number}.raw").write_bytes(bytes(SIZE - 1) + bytes([number]))
    (made / "empty.raw").write_bytes(b"")
    return made


@pytest.fixture
def desk(user: User) -> Desk:
    """A desk with an empty case."""
    return bootstrap.desk(MemoryStore(b"n"), from_environment(user.environment))


def taken(desk: Desk, folder: Path, *, stops_at: int = -1) -> tuple[EvidenceAdded | None, Counted]:
    counted = Counted(desk.vault())
    counted.stops_at = stops_at
    watched = dataclasses.replace(desk, vault=lambda: counted, notary=lambda: notary("a"))
    try:
        return add(watched, counted, [str(folder)], BY, {}), counted
    except KeyboardInterrupt:
        return None, counted


def test_what_the_case_knows_is_read_once_and_copied_never(desk: Desk, folder: Path) -> None:
    taken(desk, folder)
    found, counted = taken(desk, folder)
    assert found is not None
    assert (found.new, found.known) == (0, 6)
    assert counted.copied == []
    assert counted.read_of == {f"{n}.raw": SIZE for n in range(5)}


def test_new_files_that_begin_otherwise_are_read_once_though_they_have_one_size(desk: Desk, folder: Path) -> None:
    for number in range(5):
        (folder / f"{number}.raw").write_bytes(bytes([number]) + bytes(SIZE - 1))
    _, counted = taken(desk, folder)
    assert len(counted.copied) == 6
    assert counted.read_of == {f"{n}.raw": SIZE for n in range(5)}


def test_an_interrupted_run_goes_on_where_it_stopped(desk: Desk, folder: Path) -> None:
    _, first = taken(desk, folder, stops_at=3)
    assert len(first.copied) == 3
    found, second = taken(desk, folder)
    assert found is not None
    assert (found.new, found.known) == (3, 3)
    assert len(second.copied) == 3
    assert not set(first.copied) & set(second.copied)


def test_a_file_met_twice_on_a_card_is_copied_once(desk: Desk, folder: Path) -> None:
    (folder / "again.raw").write_bytes((folder / "3.raw").read_bytes())
    found, counted = taken(desk, folder)
    assert found is not None
    assert (found.new, found.known, len(counted.copied)) == (6, 1, 6)


@pytest.mark.parametrize("damage", ["changed at the end", "changed at the start", "gone"])
def test_a_copy_that_is_damaged_or_gone_is_replaced(desk: Desk, folder: Path, user: User, damage: str) -> None:
    taken(desk, folder)
    path = next(p for p in sorted((user.home / "vault").glob("??/*")) if p.stat().st_size)
    path.chmod(0o600)
    whole = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(whole[:-1] + b"x" if damage == "changed at the end" else b"x" + whole[1:])
    found, counted = taken(desk, folder)
    assert found is not None
    assert (found.new, found.known, counted.copied) == (0, 6, [path.name])
    assert path.read_bytes() == whole


def test_a_file_that_changed_meanwhile_is_another_piece(desk: Desk, folder: Path) -> None:
    taken(desk, folder)
    (folder / "3.raw").write_bytes(bytes(SIZE - 1) + b"x")
    found, counted = taken(desk, folder)
    assert found is not None
    assert (found.new, found.known, len(counted.copied)) == (1, 5, 1)
    assert counted.read_of["3.raw"] == 2 * SIZE, "it begins like others of its size: only then it is read again"
