"""Intake: a file read, checked and written at the same time; what is kept does not depend on how many threads do it."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pyarrow as pa

from witnessmark.matching.search.markindex import MOST_KEYS
from witnessmark.ports import Progress
from witnessmark.registers.batch import Batch, CheckedBatch, checked_batch, numbered_from
from witnessmark.registers.parts import PartWriter, RegisterSource

_MOST_ROWS = MOST_KEYS
"""Records of one part, so that its index can name every key; what a file has more goes into the next."""
_THREADS = max(2, min(4, pa.cpu_count()))
"""Beside the one that reads and writes. More would be idle, since that one is busy throughout."""


def take_in(source: RegisterSource, new_part: Callable[[], PartWriter], progress: Progress) -> Sequence[PartWriter]:
    """The records of a file and its other rows, written into parts that are not kept yet.

    Where it stops on the way, nothing is left.
    """
    parts = [new_part()]
    try:
        row = 0
        for batch in _checked(source):
            is_own = batch.is_numbered
            problems = batch.problems if is_own else numbered_from(batch.problems, source.first_row + row)
            for number, records in enumerate(_by_part(batch.records, parts[-1].rows)):
                if number:
                    parts.append(new_part())
                parts[-1].write(records, problems if not number else problems.slice(0, 0))
            row += batch.lines
            progress.advance(row, None, "reading records")
    except BaseException:
        for part in parts:
            part.drop()
        raise
    return parts


def _by_part(records: pa.Table, before: int) -> Iterator[pa.Table]:
    """Records cut where a part is full that has so many before them; at least one piece, which may be empty."""
    first = max(0, _MOST_ROWS - before)
    yield records.slice(0, first)
    for begin in range(first, records.num_rows, _MOST_ROWS):
        yield records.slice(begin, _MOST_ROWS)


def _checked(source: RegisterSource) -> Iterator[CheckedBatch]:
    """The batches of a file in its order, which several threads check; few are on their way at once."""
    with ThreadPoolExecutor(_THREADS, "checking") as pool:
        waiting: deque[Future[CheckedBatch]] = deque()
        for read in source.batches():
            waiting.append(pool.submit(_read_and_checked, read))
            if len(waiting) > _THREADS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _read_and_checked(read: Callable[[], Batch]) -> CheckedBatch:
    return checked_batch(read())
