"""Register import: a table of any layout into a register, through a mapping."""

import hashlib
import itertools
from collections.abc import Callable, Iterator

import msgspec
import pyarrow as pa

from witnessmark.app.registers import RegisterAdded, add_source
from witnessmark.errors import UsageError
from witnessmark.ingest import mapping as m
from witnessmark.ingest.checks import CheckTold
from witnessmark.ingest.records import RecordMade, RecordReading
from witnessmark.ingest.sheet import address
from witnessmark.ingest.totals import FigureTold
from witnessmark.ingest.walk import Unread
from witnessmark.model.value import Result
from witnessmark.ports import Book, Books, Clock, Progress, RegisterShelf
from witnessmark.registers.batch import Batch, checked_batch
from witnessmark.registers.schema import COLUMNS, PROBLEMS

_ROWS = 50_000
"""Records that are handed on at once."""
_SAMPLES = 5
_MOST_TOLD = 20


class RegisterSight(Result, frozen=True, kw_only=True):
    """What a register would get of a file."""

    file: str
    mapping: str
    rows: int
    records: int
    problems: int
    first_problems: tuple[dict[str, str | int], ...]
    samples: tuple[dict[str, str], ...]
    left: dict[str, int]
    figures: tuple[FigureTold, ...]
    checks: tuple[CheckTold, ...]


class RegisterImported(Result, frozen=True, kw_only=True):
    """What a register got of a file."""

    added: RegisterAdded
    left: dict[str, int]
    figures: tuple[FigureTold, ...]
    checks: tuple[CheckTold, ...]


class MappedSource:
    """``RegisterSource`` over a book and a mapping."""

    first_row = 0

    def __init__(self, book: Book, mapping: m.Mapping, text: str) -> None:
        self.name = book.name
        self.mapping = text
        self.file_digest = book.digest
        # What a mapping is called says nothing of what it makes: proposals are called as their file.
        says = msgspec.json.encode(msgspec.structs.replace(mapping, name="", about=""))
        self.digest = hashlib.sha256(book.digest.encode() + b"\n" + says).hexdigest()
        self.reading = RecordReading(book.name, book.sheets(), mapping)

    def batches(self) -> Iterator[Callable[[], Batch]]:
        """See ``RegisterSource.batches``."""
        rows = self.reading.rows()
        while some := list(itertools.islice(rows, _ROWS)):
            yield lambda some=some: _batch(some)  # type: ignore[misc]


def _batch(some: list[RecordMade | Unread]) -> Batch:
    made = [each for each in some if isinstance(each, RecordMade)]
    columns = {
        column.name: pa.array([each.values.get(column.name, "") for each in made], pa.string()) for column in COLUMNS
    }
    unread = [
        {"row": each.row, "column": each.column, "wanted": each.wanted, "got": each.got,
         "text": f"{address(each.sheet, each.row, ())}: {each.text}"}
        for each in some if isinstance(each, Unread)
    ]  # fmt: skip
    return Batch(
        pa.table(columns), numbers=[each.row for each in made], unread=pa.Table.from_pylist(unread, schema=PROBLEMS)
    )


def look(books: Books, path: str, mapping: m.Mapping, text: str, progress: Progress) -> RegisterSight:
    """What a register would get of a file, without taking it."""
    records = problems = 0
    samples: list[dict[str, str]] = []
    told: list[dict[str, str | int]] = []
    with books.open(path, mapping.read) as book:
        source = MappedSource(book, mapping, text)
        for read in source.batches():
            batch = checked_batch(read())
            records += batch.records.num_rows
            problems += batch.problems.num_rows
            samples.extend(batch.records.slice(0, _SAMPLES - len(samples)).to_pylist())
            told.extend(batch.problems.slice(0, _MOST_TOLD - len(told)).to_pylist())
            progress.advance(source.reading.tally.rows, None, "reading rows")
    return RegisterSight(
        file=source.name,
        mapping=mapping.name,
        rows=source.reading.tally.rows,
        records=records,
        problems=problems,
        first_problems=tuple(told),
        samples=tuple({name: str(value) for name, value in each.items() if value} for each in samples),
        left=_left(source),
        figures=source.reading.totals.figures(),
        checks=source.reading.checks(),
    )


def take(
    books: Books, shelf: RegisterShelf, name: str, path: str, mapping: m.Mapping, text: str, clock: Clock,
    progress: Progress,
) -> RegisterImported:  # fmt: skip
    """A file into a register, through a mapping. Taking it again by the same mapping adds nothing."""
    with books.open(path, mapping.read) as book:
        source = MappedSource(book, mapping, text)
        _refuse_twice(shelf, name, source)
        added = add_source(shelf, name, source, clock, progress)
        return RegisterImported(
            added=added,
            left=_left(source),
            figures=() if added.was_there else source.reading.totals.figures(),
            checks=() if added.was_there else source.reading.checks(),
        )


def _refuse_twice(shelf: RegisterShelf, name: str, source: MappedSource) -> None:
    """A ``UsageError`` where a register has a file already, by another mapping: all would be in it twice."""
    parts = shelf.manifest(name).parts
    if any(part.file_digest == source.file_digest for part in parts) and all(
        part.source_digest != source.digest for part in parts
    ):
        raise UsageError(
            f"{source.name}: want a file that the register {name} does not have, got one that came in by another "
            f"mapping; `register remove {name}` forgets the register, and another name keeps both"
        )


def _left(source: MappedSource) -> dict[str, int]:
    return dict(sorted((source.reading.tally.left + source.reading.tally.left_out.counts).items()))
