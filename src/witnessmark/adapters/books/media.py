"""Media: photographs that belong to a table and do not lie in it, in a folder or an archive of their own."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from witnessmark.adapters.books.archive import loose_media
from witnessmark.adapters.books.bounds import LARGEST_MEDIUM
from witnessmark.adapters.books.origin import Origin, refusal, whole
from witnessmark.errors import UsageError

_MOST = 200_000

Media = Mapping[str, Callable[[], bytes]]


@contextmanager
def opened(path: Path, origin_of: Callable[[Path, ExitStack], Origin]) -> Iterator[Media]:
    """The files of a folder, or of an archive, by their names without folder. Links are not followed."""
    with ExitStack() as keeping:
        if path.is_dir():
            yield _in_folder(path)
            return
        origin = origin_of(path, keeping)
        with whole(origin.name, "archive of media"):
            yield loose_media(origin)


def _in_folder(folder: Path) -> Media:
    found: dict[str, Callable[[], bytes]] = {}
    for root, _, names in os.walk(folder):
        for name in sorted(names):
            path = Path(root) / name
            if path.is_symlink() or not path.is_file():
                continue
            found.setdefault(name, partial(_read, path))
            if len(found) > _MOST:
                raise refusal(str(folder), f"a folder of at most {_MOST:,} files", "more")
    return found


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            payload = file.read(LARGEST_MEDIUM + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    if len(payload) > LARGEST_MEDIUM:
        raise refusal(str(path), f"a file of at most {LARGEST_MEDIUM:,} bytes", "more")
    return payload
