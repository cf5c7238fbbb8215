"""What a case store promises to several who use it at once: every chain unbroken, every write whole."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO

from tests.support.children import Child
from tests.support.homes import SqlHome
from tests.support.samples import check_whole, notary, receipts, sample

from witnessmark.adapters.sql import SqlStore

WRITES = 12


def _write(store: SqlStore, letter: str, first: int, wait: Callable[[], object]) -> None:
    wait()
    for number in range(first, first + WRITES):
        store.append(sample([2 * number, 2 * number + 1]), notary(letter))


def _in_two_threads(one: SqlStore, other: SqlStore, letters: str) -> None:
    together = threading.Barrier(2).wait
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(_write, one, letters[0], 0, together)
        second = threads.submit(_write, other, letters[1], WRITES, together)
        first.result()
        second.result()


def test_two_connections_with_one_key_write_one_unbroken_chain(sql_home: SqlHome) -> None:
    _in_two_threads(sql_home.create(), sql_home.reopen(), "aa")
    store = sql_home.reopen()
    check_whole(store)
    assert [r.seq for r in receipts(store)] == list(range(2 * WRITES))
    assert dict(store.statements()) == sample(range(4 * WRITES))


def test_two_connections_with_two_keys_write_two_unbroken_chains(sql_home: SqlHome) -> None:
    _in_two_threads(sql_home.create(), sql_home.reopen(), "ab")
    store = sql_home.reopen()
    check_whole(store)
    assert sorted(r.seq for r in receipts(store)) == sorted([*range(WRITES), *range(WRITES)])
    assert dict(store.statements()) == sample(range(4 * WRITES))


def test_two_threads_share_one_store(sql_home: SqlHome) -> None:
    store = sql_home.create()
    _in_two_threads(store, store, "ab")
    check_whole(store)
    assert dict(store.statements()) == sample(range(4 * WRITES))


def test_two_processes_with_one_key_write_one_unbroken_chain(sql_home: SqlHome) -> None:
    sql_home.create().close()

    def work(first: int) -> Callable[[BinaryIO], None]:
        def write(pipe: BinaryIO) -> None:
            _write(sql_home.reopen(), "a", first, lambda: None)
            pipe.write(b"done")

        return write

    children = [Child(work(first)) for first in (0, WRITES)]
    assert [child.wait() for child in children] == [b"done", b"done"]
    store = sql_home.reopen()
    check_whole(store)
    assert [r.seq for r in receipts(store)] == list(range(2 * WRITES))


def test_two_who_write_the_same_write_it_once(sql_home: SqlHome) -> None:
    one, other = sql_home.create(), sql_home.reopen()
    together = threading.Barrier(2).wait
    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(_write, store, "a", 0, together) for store in (one, other)]:
            done.result()
    assert len(receipts(one)) == WRITES
    check_whole(one)


def test_a_reader_sees_whole_writes_only(sql_home: SqlHome) -> None:
    writer, reader = sql_home.create(), sql_home.reopen()
    with ThreadPoolExecutor(1) as thread:
        writing = thread.submit(_write, writer, "a", 0, lambda: None)
        seen: list[int] = []
        while not writing.done():
            seen.append(len(list(reader.statements())))
        writing.result()
    assert all(count % 2 == 0 for count in seen)
    assert seen == sorted(seen)
