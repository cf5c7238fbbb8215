"""A shelf of registers for tests, with files to add to it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from witnessmark.adapters.shelf import FolderShelf
from witnessmark.app import registers
from witnessmark.app.lookup import Counter
from witnessmark.app.registers import RegisterAdded, Trouble
from witnessmark.matching.resolving.resolve import Resolved
from witnessmark.registers.schema import COLUMNS
from witnessmark.registers.shelf import Part

NAMES = [column.name for column in COLUMNS]
MARKS = [f"K{'BMTX'[n % 4]}{(n * 7919) % 10**6:06}" for n in range(40)]


class Standing:
    """A clock that stands."""

    def now(self) -> datetime:
        """A moment."""
        return datetime(2014, 5, 13, tzinfo=UTC)


class Unwatched:
    """Nobody watches."""

    def advance(self, done: int, total: int | None, what: str) -> None:
        """Nothing."""


class Interrupts:
    """Somebody who watches, and stops it at a step."""

    def __init__(self, word: str) -> None:
        self._word = word

    def advance(self, _done: int, _total: int | None, what: str) -> None:
        """Stop."""
        if self._word in what:
            raise KeyboardInterrupt


class Desk:
    """A shelf, and a folder with files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "registers"
        self.shelf = FolderShelf(self.home)

    def write(self, name: str, content: bytes | str) -> str:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def csv(self, *rows: Sequence[str], columns: Sequence[str] = ("kind", "mark"), name: str = "a.csv") -> str:
        return self.write(name, "".join(",".join(row) + "\n" for row in (columns, *rows)))

    def parquet(self, rows: Sequence[dict[str, str]], name: str = "a.parquet", columns: Sequence[str] = NAMES) -> str:
        table = pa.table({c: pa.array([row.get(c, "") for row in rows], pa.string()) for c in columns})
        pq.write_table(table, self.folder / name)
        return str(self.folder / name)

    def add(self, path: str, name: str = "r") -> RegisterAdded:
        return registers.add(self.shelf, name, path, Standing(), Unwatched())

    def csv_added(self, text: str | bytes) -> RegisterAdded:
        return self.add(self.write("a.csv", text))

    def troubles(self, name: str = "r") -> list[tuple[int, str, str]]:
        """Row, column and what was got, in the order of rows."""
        told: Sequence[Trouble] = registers.shown(self.shelf, name).first_problems
        return sorted((each.row, each.column, each.got) for each in told)

    def part(self, number: int = 0) -> Part:
        return self.shelf.manifest("r").parts[number]

    def file(self, end: str = ".parquet") -> Path:
        part = self.part()
        return self.home / "r" / f"{part.problems_digest if 'problems' in end else part.digest}{end}"

    def ask(self, typed: str, **stated: str) -> Resolved:
        return Counter(self.shelf).ask(typed, stated).resolved

    def left(self) -> list[str]:
        """Every file of the shelf."""
        return sorted(str(path.relative_to(self.home)) for path in self.home.rglob("*") if path.is_file())
