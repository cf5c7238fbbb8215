"""Processes: readings looked up on this machine, in as many processes as it has cores for."""

import functools
import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa

from witnessmark.adapters.shelf import FolderShelf
from witnessmark.app.bulk import Work
from witnessmark.app.linking import Linking

STEP = 20_000
"""Questions of one stretch."""


class LocalProcesses:
    """``Executor`` on this machine; one process is this one itself."""

    step = STEP

    def __init__(self, folder: Path, processes: int) -> None:
        self._folder = folder
        self._processes = processes

    def run(self, work: Work, stretches: Iterable[tuple[int, pa.Table]]) -> Iterator[tuple[int, pa.Table]]:
        """See ``Executor.run``."""
        work.check(FolderShelf(self._folder))
        waiting = list(stretches)
        if self._processes == 1 or len(waiting) < 2:
            for first, table in waiting:
                yield first, answers(str(self._folder), work, table)
            return
        with ProcessPoolExecutor(
            min(self._processes, len(waiting)), mp_context=get_context("spawn"), initializer=_quiet
        ) as pool:
            try:
                yield from self._finished(pool, work, iter(waiting))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _finished(
        self, pool: ProcessPoolExecutor, work: Work, waiting: Iterator[tuple[int, pa.Table]]
    ) -> Iterator[tuple[int, pa.Table]]:
        """Stretches as they are finished; only a few are handed out at once, so that memory stays small."""
        running: dict[Future[pa.Table], int] = {}
        while True:
            while len(running) < 2 * self._processes and (each := next(waiting, None)) is not None:
                running[pool.submit(answers, str(self._folder), work, each[1])] = each[0]
            if not running:
                return
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield running.pop(future), future.result()


def _quiet() -> None:
    """Whoever interrupts is answered by the process that was started, and not by its workers too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def answers(folder: str, work: Work, questions: pa.Table) -> pa.Table:
    """The answers to some questions, by the registers in a folder."""
    return pa.concat_tables(_opened(folder, work).answers(questions))


@functools.lru_cache(maxsize=1)
def _opened(folder: str, work: Work) -> Linking:
    """The registers of one work, kept open for its next stretch."""
    return work.opened(FolderShelf(Path(folder)))


def cores() -> int:
    """How many processes this machine has cores for."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
