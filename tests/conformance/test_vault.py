"""What every vault promises: bytes by their digest, unaltered; nothing half-written; nothing changed goes unseen."""

import hashlib
import os
import random
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.children import Child

from witnessmark.adapters.vault import FolderVault, LockedVault
from witnessmark.errors import StoreUnavailable, Tampered, UsageError

KEY = bytes(range(32))
PIECE = 1 << 16
"""The pieces in which a locked vault encrypts: lengths around it are where mistakes would be."""
LENGTHS = (0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE)
WORDS = b"the clerk of the night shift in Quellstadt"

Make = Callable[[Path], FolderVault]


@pytest.fixture(params=["folder", "locked"])
def make(request: pytest.FixtureRequest) -> Make:
    """Each kind of vault, in a folder."""
    return FolderVault if request.param == "folder" else lambda folder: LockedVault(folder, KEY)


@pytest.fixture
def vault(make: Make, tmp_path: Path) -> FolderVault:
    """An empty one."""
    return make(tmp_path / "vault")


def made(length: int) -> bytes:
    return random.Random(length).randbytes(length)  # noqa: S311 - bytes like any others


def digest(payload: bytes) -> str:
    return hashlib.sha256(payload).hexdigest()


def files(vault: FolderVault) -> list[Path]:
    """What lies in its folder, but for the lock."""
    return sorted(path for path in vault._folder.rglob("*") if path.is_file() and path.name != ".lock")


@pytest.mark.parametrize("length", LENGTHS)
def test_what_was_kept_is_read_back_as_it_was(vault: FolderVault, length: int) -> None:
    payload = made(length)
    assert vault.keep([payload]) == digest(payload)
    assert vault.has(digest(payload))
    assert b"".join(vault.read(digest(payload))) == payload


def test_pieces_of_any_length_are_kept_as_one(vault: FolderVault) -> None:
    payload = made(200_000)
    kept = vault.keep(payload[start : start + 777] for start in range(0, len(payload), 777))
    assert b"".join(vault.read(kept)) == payload


def test_keeping_it_again_changes_nothing(vault: FolderVault) -> None:
    vault.keep([WORDS])
    before = [(path, path.read_bytes(), path.stat().st_mtime_ns) for path in files(vault)]
    vault.keep([WORDS])
    assert [(path, path.read_bytes(), path.stat().st_mtime_ns) for path in files(vault)] == before


def test_the_digests_are_told_sorted(vault: FolderVault) -> None:
    kept = [vault.keep([made(length)]) for length in LENGTHS]
    assert list(vault.digests()) == sorted(kept)


def test_an_empty_vault_holds_nothing(vault: FolderVault) -> None:
    assert list(vault.digests()) == []
    assert not vault.has(digest(WORDS))
    with pytest.raises(UsageError, match="holds no evidence"):
        list(vault.read(digest(WORDS)))


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "ab", "AB" * 32, "ab" * 31 + "/x", "ab" * 32 + "\n"])
def test_what_is_no_digest_is_never_looked_for(vault: FolderVault, name: str) -> None:
    vault.keep([WORDS])
    assert not vault.has(name)
    with pytest.raises(UsageError, match="want a digest"):
        list(vault.read(name))


def test_files_can_be_read_by_their_owner_and_written_by_nobody(vault: FolderVault) -> None:
    vault.keep([WORDS])
    (path,) = files(vault)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert all(stat.S_IMODE(p.stat().st_mode) == 0o700 for p in vault._folder.rglob("*") if p.is_dir())


def _overwrite(path: Path, payload: bytes) -> None:
    path.chmod(0o600)
    path.write_bytes(payload)


@pytest.mark.parametrize("length", [1, PIECE, 2 * PIECE + 5])
def test_a_changed_byte_anywhere_is_tampering(vault: FolderVault, length: int) -> None:
    kept = vault.keep([made(length)])
    (path,) = files(vault)
    whole = path.read_bytes()
    chance = random.Random(length)  # noqa: S311 - it only chooses places
    for at in {0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(12))}:
        _overwrite(path, whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(Tampered):
            list(vault.read(kept))


@pytest.mark.parametrize("length", [1, PIECE, 2 * PIECE + 5])
def test_bytes_that_were_cut_off_or_put_behind_are_tampering(vault: FolderVault, length: int) -> None:
    kept = vault.keep([made(length)])
    (path,) = files(vault)
    whole = path.read_bytes()
    for other in (b"", whole[:-1], whole[: len(whole) // 2], whole + b"\0", whole + whole):
        _overwrite(path, other)
        with pytest.raises(Tampered):
            list(vault.read(kept))


def test_one_piece_in_the_place_of_another_is_tampering(vault: FolderVault) -> None:
    one, other = vault.keep([made(10)]), vault.keep([made(11)])
    first, second = files(vault)
    _overwrite(first, second.read_bytes())
    with pytest.raises(Tampered):
        [list(vault.read(each)) for each in (one, other)]


def test_a_damaged_copy_is_replaced_when_the_bytes_come_again(vault: FolderVault) -> None:
    kept = vault.keep([WORDS])
    (path,) = files(vault)
    _overwrite(path, b"rubbish")
    assert vault.keep([WORDS]) == kept
    assert b"".join(vault.read(kept)) == WORDS


def test_a_link_in_the_place_of_a_piece_is_not_followed(vault: FolderVault, tmp_path: Path) -> None:
    kept = vault.keep([WORDS])
    (path,) = files(vault)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(elsewhere)
    with pytest.raises(StoreUnavailable):
        list(vault.read(kept))


def test_a_source_that_fails_on_the_way_leaves_nothing(vault: FolderVault) -> None:
    def failing() -> Iterator[bytes]:
        yield made(PIECE * 2)
        raise UsageError("want a file that can be read: Input/output error")

    with pytest.raises(UsageError, match="Input/output error"):
        vault.keep(failing())
    assert files(vault) == []


def test_two_writers_of_the_same_bytes_end_with_one_piece(make: Make, tmp_path: Path) -> None:
    payload = made(300_000)

    def keeping(pipe: BinaryIO) -> None:
        for _ in range(5):
            make(tmp_path / "vault").keep([payload])
        pipe.write(b"done")

    children = [Child(keeping) for _ in range(2)]
    assert [child.wait() for child in children] == [b"done", b"done"]
    vault = make(tmp_path / "vault")
    assert len(files(vault)) == 1
    assert b"".join(vault.read(digest(payload))) == payload


def test_a_writer_that_is_killed_leaves_what_it_acknowledged_and_nothing_half(make: Make, tmp_path: Path) -> None:
    folder = tmp_path / "vault"

    def keeping(pipe: BinaryIO) -> None:
        vault = make(folder)
        pipe.writelines(vault.keep([made(50_000 + number)]).encode("ascii") for number in range(10_000))

    chance = random.Random(21)  # noqa: S311 - it only chooses moments
    acknowledged: set[str] = set()
    for _ in range(12):
        child = Child(keeping)
        heard = child.output.read(64 * chance.randrange(3))
        time.sleep(chance.uniform(0, 0.02))
        heard += child.kill()
        acknowledged |= {heard[at : at + 64].decode("ascii") for at in range(0, len(heard) - 63, 64)}
    vault = make(folder)
    last = vault.keep([WORDS])
    assert acknowledged
    assert acknowledged | {last} <= set(vault.digests())
    for each in vault.digests():
        assert digest(b"".join(vault.read(each))) == each
    assert [path for path in files(vault) if path.name.startswith(".unfinished")] == []


# -- what is locked cannot be read ------------------------------------------------------------------------------------


@pytest.fixture
def locked(tmp_path: Path) -> LockedVault:
    """A locked vault with a piece."""
    vault = LockedVault(tmp_path / "vault", KEY)
    vault.keep([WORDS])
    return vault


def test_neither_words_nor_digests_of_a_locked_vault_can_be_seen(locked: LockedVault) -> None:
    (path,) = files(locked)
    assert WORDS[:12] not in path.read_bytes()
    for name in (digest(WORDS), bytes.fromhex(digest(WORDS))[:8].hex()):
        assert name not in str(path)


def test_the_same_bytes_are_never_encrypted_the_same_way_twice(tmp_path: Path) -> None:
    one, other = (LockedVault(tmp_path / name, KEY) for name in ("one", "other"))
    one.keep([WORDS])
    other.keep([WORDS])
    assert files(one)[0].read_bytes() != files(other)[0].read_bytes()


def test_another_key_has_another_vault(locked: LockedVault, tmp_path: Path) -> None:
    other = LockedVault(tmp_path / "vault", bytes(32))
    assert not other.has(digest(WORDS))
    assert list(other.digests()) == []


def test_a_file_under_another_key_is_tampering(locked: LockedVault, tmp_path: Path) -> None:
    other = LockedVault(tmp_path / "vault", bytes(32))
    other.keep([WORDS])
    _overwrite(files(other)[0], files(locked)[0].read_bytes())
    with pytest.raises(Tampered):
        list(other.read(digest(WORDS)))
    with pytest.raises(Tampered):
        list(other.digests())


def test_pieces_that_changed_places_are_tampering(tmp_path: Path) -> None:
    vault = LockedVault(tmp_path / "vault", KEY)
    kept = vault.keep([made(2 * PIECE)])
    (path,) = files(vault)
    whole = path.read_bytes()
    head, step = len(b"witnessmark vault/1\n") + 32, PIECE + 16
    first, second, rest = whole[head : head + step], whole[head + step : head + 2 * step], whole[head + 2 * step :]
    _overwrite(path, whole[:head] + second + first + rest)
    with pytest.raises(Tampered):
        list(vault.read(kept))


@given(st.binary(max_size=400))
def test_whatever_lies_in_the_place_of_a_piece_the_error_is_one_of_ours(payload: bytes) -> None:
    folder = Path(os.environ.get("TMPDIR", "/tmp")) / f"witnessmark-vault-{os.getpid()}"  # noqa: S108 - it is removed
    vault = LockedVault(folder, KEY)
    kept = vault.keep([WORDS])
    (path,) = files(vault)
    _overwrite(path, payload)
    try:
        with pytest.raises(Tampered):
            list(vault.read(kept))
        with pytest.raises(Tampered):
            list(vault.digests())
    finally:
        path.unlink()
