"""What the tests of the readers share: a file made of bytes, opened as a book."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from witnessmark.adapters.books.disk import DiskBook, DiskBooks
from witnessmark.ingest.sheet import ReadAs

Open = Callable[..., DiskBook]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Open]:
    """Write a file and open it; text is written as UTF-8."""
    with ExitStack() as opened:

        def open_book(content: bytes | str | Path, name: str = "table.csv", read_as: ReadAs | None = None) -> DiskBook:
            path = tmp_path / name
            if isinstance(content, Path):
                path = content
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)
            return opened.enter_context(DiskBooks().open(str(path), read_as or ReadAs()))

        yield open_book
