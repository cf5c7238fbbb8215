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

    def _try(file: BinaryIO) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

    def _try(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


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


def taken(file: BinaryIO) -> None:
    """Locks a file that was opened for writing, until it is closed or its process ends."""
    _take(file)


def is_abandoned(path: Path) -> bool:
    """Whether nobody has a file locked that somebody began to write."""
    with path.open("ab") as file:
        return _try(file)
