"""Papers: what pypdf makes of a stranger's PDF. It runs in a process of its own, see ``watched``."""

import io

from pypdf import PdfReader

from witnessmark.errors import UsageError

_LONGEST_TEXT = 20_000
"""Characters of a page that are told."""


def pages(payload: bytes) -> int:
    """How many pages a PDF has; ``UsageError`` where it tells none."""
    return len(_opened(payload).pages)


def text(payload: bytes, page: int) -> str:
    """The text of a page, counted from one; empty where the page is a picture."""
    reader = _opened(payload)
    count = len(reader.pages)
    if not 1 <= page <= count:
        raise UsageError(f"want a page from 1 to {count}, got {page}")
    return reader.pages[page - 1].extract_text()[:_LONGEST_TEXT].encode("utf-8", "replace").decode()


def _opened(payload: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(payload), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UsageError("want a PDF that opens without a password, got one that asks for it")
    return reader
