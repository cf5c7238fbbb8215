"""Locks: one process at a time changes a folder; a lock is let go when its process ends, however it ends."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> None:
        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            except OSError:
                time.sleep(_PAUSE)
            else:
                return

else:
    import fcntl

    def _take(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)


_PAUSE = 0.05


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Waits for whoever else has the lock of this path, and has it meanwhile. The file stays, and is empty.

    Whoever has the lock may remove the file: those who waited for it lock that which is then there.
    """
    while True:
        with path.open("ab") as file:
            _take(file)
            if _is_still(file, path):
                yield
                return


def _is_still(file: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
