"""Parts: the ports by which a register gets a part, from a file that is read to one that is written."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pyarrow as pa

    from witnessmark.registers.batch import Batch


class RegisterSource(Protocol):
    """A file whose columns are those of a register."""

    name: str
    first_row: int
    """The number of the first row, which stands below a heading where the file has one."""
    mapping: str
    """The text of the mapping by which it is read; empty where it has the columns of a register itself."""

    @property
    def digest(self) -> str:
        """SHA-256 of the file; of file and mapping where there is one."""
        ...

    @property
    def file_digest(self) -> str:
        """SHA-256 of the file alone."""
        ...

    def batches(self) -> "Iterator[Callable[[], Batch]]":
        """Its rows in order, so many at once, each to be read by whoever calls it, on any thread.

        ``UsageError`` where the file ends in the middle, from the one or the other.
        """
        ...


class PartWriter(Protocol):
    """Records and problems on their way into a part of a register."""

    rows: int
    apart: int

    def write(self, records: "pa.Table", problems: "pa.Table") -> None:
        """Take some of both."""
        ...

    def finish(self) -> tuple[str, str]:
        """Keep what was taken; the digests of records and problems."""
        ...

    def drop(self) -> None:
        """Keep nothing."""
        ...
