"""Intake: a file read, checked and written at the same time; what is kept does not depend on how many threads do it."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pyarrow as pa

from witnessmark.errors import UsageError
from witnessmark.matching.markindex import MOST_KEYS
from witnessmark.ports import PartWriter, Progress, RegisterSource
from witnessmark.registers.batch import Batch, CheckedBatch, checked_batch, numbered_from

_MOST_ROWS = MOST_KEYS
"""Rows of one part, so that its index can name every key."""
_THREADS = max(2, min(4, pa.cpu_count()))
"""Beside the one that reads and writes. More would be idle, since that one is busy throughout."""


def take_in(source: RegisterSource, new_part: Callable[[], PartWriter], progress: Progress) -> PartWriter:
    """The records of a file and its other rows, written and not yet kept; where it stops, nothing is left."""
    writer = new_part()
    try:
        row = 0
        for batch in _checked(source):
            writer.write(batch.records, numbered_from(batch.problems, source.first_row + row))
            row += batch.lines
            progress.advance(row, None, "reading records")
            if writer.rows > _MOST_ROWS:
                raise UsageError(f"{source.name}: want at most {_MOST_ROWS} records in one file, got more; split it")  # noqa: TRY301 - dropped below
    except BaseException:
        writer.drop()
        raise
    return writer


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
