"""What a store acknowledged survives the death of the writer; what it was in the middle of leaves no trace.

A writer appends small batches and tells the digest of each receipt once it has it. It is killed with ``SIGKILL`` at
a random moment; the case is opened again and must hold all that was told, whole, and go on from there.
"""

import random
import signal
import time
from pathlib import Path
from typing import BinaryIO

import pytest
from tests.conformance.conftest import NewHome
from tests.support.children import Child
from tests.support.homes import FileHome, ServerHome, SqlHome
from tests.support.samples import check_whole, contents, notary, sample

DIGEST = 64
BATCH = 5
LONGEST = 0.012
"""Seconds between the last thing heard of a writer and its death: time for a few batches."""


def _append_until_killed(home: SqlHome, life: int) -> Child:
    """A writer that opens the case and never stops; the numbers of its statements tell its life and batch."""

    def work(pipe: BinaryIO) -> None:
        store = home.reopen()
        pipe.write(b"-" * DIGEST)
        first = life * 1_000_000
        while True:
            entry = store.append(sample(range(first, first + BATCH)), notary("a"))
            assert entry is not None
            pipe.write(entry.digest.encode("ascii"))
            first += BATCH

    return Child(work)


def _live_and_die(home: SqlHome, chance: random.Random, life: int) -> set[str]:
    """Let a writer live a random while; the receipts that it acknowledged."""
    child = _append_until_killed(home, life)
    # Some die before their first batch is acknowledged, or while they open the case.
    heard = child.output.read(DIGEST * chance.randrange(4))
    time.sleep(chance.uniform(0, LONGEST))
    heard += child.kill()
    told = (heard[start : start + DIGEST] for start in range(0, len(heard), DIGEST))
    return {digest.decode("ascii") for digest in told if len(digest) == DIGEST and not digest.startswith(b"-")}


def _check_survived(home: SqlHome, acknowledged: set[str], lives: int) -> None:
    store = home.reopen()
    check_whole(store)
    entries = store.entries()
    kept = {entry.digest for entry in entries}
    assert acknowledged <= kept
    # A write can be done and its writer die before telling; no life can leave more than one such.
    assert len(kept - acknowledged) <= lives
    assert all(len(entry.read().statements) == BATCH for entry in entries)
    store.close()


@pytest.mark.parametrize("seed", range(10))
def test_a_file_keeps_what_was_acknowledged_when_its_writer_is_killed(
    new_home: NewHome, tmp_path: Path, seed: int
) -> None:
    home = new_home("sqlite")
    assert isinstance(home, FileHome)
    home.create().close()
    chance = random.Random(seed)  # noqa: S311 - it only chooses moments
    acknowledged: set[str] = set()
    for life in range(1, 31):
        acknowledged |= _live_and_die(home, chance, life)
        _check_survived(home, acknowledged, life)
    assert acknowledged
    # A journal that was never needed stays until somebody writes.
    home.reopen().append(sample([1]), notary("a"))
    assert list(tmp_path.iterdir()) == [home.path]


def test_an_encrypted_file_keeps_what_was_acknowledged_when_its_writer_is_killed(new_home: NewHome) -> None:
    home = new_home("sqlite-encrypted")
    assert isinstance(home, FileHome)
    home.create().close()
    chance = random.Random(11)  # noqa: S311 - it only chooses moments
    acknowledged: set[str] = set()
    for life in range(1, 21):
        acknowledged |= _live_and_die(home, chance, life)
        _check_survived(home, acknowledged, life)
    assert acknowledged


def test_a_server_keeps_what_was_acknowledged_when_a_writer_is_killed(server_home: ServerHome) -> None:
    server_home.create().close()
    chance = random.Random(12)  # noqa: S311 - it only chooses moments
    acknowledged: set[str] = set()
    for life in range(1, 21):
        acknowledged |= _live_and_die(server_home, chance, life)
        _wait_until_alone(server_home)
        _check_survived(server_home, acknowledged, life)
    assert acknowledged


def _wait_until_alone(home: ServerHome) -> None:
    """The server may finish a write whose writer is dead; until it has, two reads may differ."""
    others = "SELECT 1 FROM pg_stat_activity WHERE datname = ? AND pid <> pg_backend_pid()"
    while home.run(others, home.database):
        time.sleep(0.001)


def test_a_server_keeps_what_was_acknowledged_when_it_is_killed_itself(server_home: ServerHome) -> None:
    server_home.create().close()
    chance = random.Random(13)  # noqa: S311 - it only chooses moments
    acknowledged: set[str] = set()
    for life in range(1, 5):
        child = _append_until_killed(server_home, life)
        heard = child.output.read(DIGEST * chance.randrange(1, 6))
        time.sleep(chance.uniform(0, LONGEST))
        server_home.cluster.stop(signal.SIGQUIT)
        heard += child.kill()
        server_home.cluster.start()
        told = {heard[start : start + DIGEST].decode("ascii") for start in range(DIGEST, len(heard), DIGEST)}
        acknowledged |= told
        _check_survived(server_home, acknowledged, life)
    assert acknowledged


def test_a_case_goes_on_after_its_writer_was_killed(new_home: NewHome) -> None:
    home = new_home("sqlite")
    assert isinstance(home, FileHome)
    home.create().close()
    _live_and_die(home, random.Random(14), 1)  # noqa: S311 - it only chooses moments
    store = home.reopen()
    before, *_ = contents(store)
    assert store.append(sample([1]), notary("a")) is not None
    check_whole(store)
    assert dict(store.statements()) == {**before, **sample([1])}
