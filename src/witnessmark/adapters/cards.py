"""Cards: the files of a camera's card or a folder, one after the other; no link is followed, no device is opened."""

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from witnessmark.errors import UsageError
from witnessmark.evidence.looking import CardFile

MOST_FILES = 200_000
"""Files below one folder: a full card of small ones has a tenth of it."""
DEEPEST = 32
_PIECE = 1 << 20
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_OTHERS = ((stat.S_ISLNK, "a link"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"),
           (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"))  # fmt: skip


class FolderCards:
    """``Cards`` in the folders of this machine."""

    def files(self, paths: Sequence[str]) -> Iterator[CardFile]:
        """See ``Cards.files``."""
        for named in paths:
            path = Path(named)
            if not path.exists() and not path.is_symlink():
                raise UsageError(f"{named}: want a folder or a file, got nothing of that name")
            volume = str(_volume(path))
            if path.is_dir() and not path.is_symlink():
                yield from _below(path, volume)
            else:
                yield _met(path, volume)


def _below(folder: Path, volume: str) -> Iterator[CardFile]:
    count = 0
    waiting = [(folder, 0)]
    while waiting:
        here, depth = waiting.pop()
        folders, files = _entries(here, volume)
        for file in files:
            count += 1
            if count > MOST_FILES:
                raise UsageError(f"{folder}: want at most {MOST_FILES:,} files, got more; name its folders one by one")
            yield file
        if depth < DEEPEST:
            waiting.extend((each, depth + 1) for each in reversed(folders))
        else:
            yield from (_refused(each, volume, f"want folders at most {DEEPEST} deep, got more") for each in folders)


def _entries(folder: Path, volume: str) -> tuple[list[Path], list[CardFile]]:
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        return [], [_refused(folder, volume, f"want a folder that can be read: {error.strerror}")]
    folders = [path for path in entries if not path.is_symlink() and path.is_dir()]
    return folders, [_met(path, volume) for path in entries if path not in set(folders)]


def _met(path: Path, volume: str) -> CardFile:
    try:
        found = path.lstat()
    except OSError as error:
        return _refused(path, volume, f"want a file that can be read: {error.strerror}")
    if not stat.S_ISREG(found.st_mode):
        what = next((name for is_such, name in _OTHERS if is_such(found.st_mode)), "something else")
        return _refused(path, volume, f"want a file, got {what}, which is not followed or opened")
    is_hidden = path.name.startswith(".")
    note = "a hidden file" if is_hidden else ""
    return CardFile(_text(path.name), _text(str(path)), volume, "", _reader(path), note, found.st_size)


def _refused(path: Path, volume: str, why: str) -> CardFile:
    return CardFile(_text(path.name), _text(str(path)), volume, why, lambda: iter(()))


def _reader(path: Path) -> Callable[[], Iterator[bytes]]:
    def pieces() -> Iterator[bytes]:
        try:
            with os.fdopen(os.open(path, _FLAGS), "rb") as file:
                # Whoever can write to the card could have put another thing in its place since.
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise UsageError("want a file, got something else in its place")
                while piece := file.read(_PIECE):
                    yield piece
        except OSError as error:
            raise UsageError(f"want a file that can be read: {error.strerror}") from error

    return pieces


def _volume(path: Path) -> Path:
    """Where what a path lies on is mounted."""
    here = path.absolute()
    while not os.path.ismount(here) and here != here.parent:
        here = here.parent
    return here


def _text(name: str) -> str:
    """A name as text: bytes that are none are spelled out."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
