"""Packed: what a file holds that is packed with gzip; it is counted while it is inflated."""

import gzip
import io
from dataclasses import replace
from typing import BinaryIO

from witnessmark.adapters.books.bounds import DENSEST, FREE_TO_INFLATE, LARGEST_PART
from witnessmark.adapters.books.origin import Origin, refusal


def unpacked(origin: Origin) -> Origin:
    """The file within; its name is that of the packed one without the ending."""
    name = origin.name[:-3] if origin.name.lower().endswith(".gz") else origin.name
    most = min(LARGEST_PART, max(FREE_TO_INFLATE, DENSEST * origin.size))

    def opened() -> BinaryIO:
        return io.BufferedReader(_Counted(origin, most))

    return replace(origin, name=name, size=most, open=opened, is_seekable=False)


class _Counted(io.RawIOBase):
    def __init__(self, origin: Origin, most: int) -> None:
        self._origin = origin
        self._most = most
        self._read = 0
        self._file = origin.open()
        self._inflating = gzip.GzipFile(fileobj=self._file)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override] # whatever holds bytes
        """Some bytes more; none at the end."""
        count = self._inflating.readinto(buffer)
        self._read += count
        if self._read > self._most:
            raise refusal(self._origin.name, f"at most {self._most:,} bytes when unpacked", "more")
        return count

    def close(self) -> None:
        self._inflating.close()
        self._file.close()
        super().close()
