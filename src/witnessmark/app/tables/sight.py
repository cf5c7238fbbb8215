"""Sight: what an import brings, as a person or a machine is told before and after."""

from witnessmark.case.canonical import digest
from witnessmark.errors import UsageError
from witnessmark.ingest.checks import CheckTold
from witnessmark.ingest.naming import NameTold
from witnessmark.ingest.reading import RowRead
from witnessmark.ingest.sheet import ReadAs, address
from witnessmark.ingest.totals import FigureTold
from witnessmark.model.ids import StatementId
from witnessmark.model.statement import Statement
from witnessmark.model.value import Result
from witnessmark.notation.write import write


class Sample(Result, frozen=True, kw_only=True):
    """A row, and what it becomes."""

    where: str
    cells: dict[str, str]
    becomes: str
    """In the notation."""


class UnreadTold(Result, frozen=True, kw_only=True):
    """A row of which nothing is made."""

    where: str
    column: str
    wanted: str
    got: str


class Sight(Result, frozen=True, kw_only=True):
    """What an import brings, or would bring."""

    file: str
    digest: str
    mapping: str
    read_as: str
    notes: tuple[str, ...]
    tables: tuple[str, ...]
    rows: int
    made: dict[str, int]
    """Statements by kind, but for those that an earlier edition made already."""
    unchanged: int
    """Statements that an earlier edition made already."""
    corrected: int
    gone: int
    """Statements of the earlier edition that this one does not make."""
    corrects: str
    """The import that this one corrects."""
    is_same: bool
    """Whether the very file was imported by the very mapping before: only what was interrupted is new."""
    left: dict[str, int]
    left_out: dict[str, int]
    left_out_cells: dict[str, tuple[str, ...]]
    """What the first cells said that were left out, by reason."""
    unread: int
    first_unread: tuple[UnreadTold, ...]
    samples: tuple[Sample, ...]
    names: tuple[NameTold, ...]
    figures: tuple[FigureTold, ...]
    checks: tuple[CheckTold, ...]


def sample(row: RowRead, before: dict[StatementId, Statement]) -> Sample:
    """A row with what it becomes, in which what rows before it made has a name; that of this row is added."""
    cells = {row.layout.called(n): str(cell) for n, cell in enumerate(row.row.cells) if cell.strip()}
    statements = {StatementId(digest(m.payload)): m.statement for m in row.made if m.payload is not None}
    # Every statement has the file for its source, which has no name among these.
    text = write(statements, beside=before)
    before.update(statements)
    lines = [line for line in text.split("\n")[1:] if not line.startswith("  source id:")]
    return Sample(where=address(row.sheet, row.row.number, ()), cells=cells, becomes="\n".join(lines).strip())


def in_words(read_as: ReadAs) -> str:
    """How a file was read: ``csv, cells between ';', windows-1252``."""
    between = f"cells between {read_as.delimiter!r}" if read_as.delimiter else ""
    return ", ".join(part for part in (read_as.form, between, read_as.encoding) if part)


def refuse_silence(sight: Sight) -> None:
    """A ``UsageError`` where nothing at all would come of an import."""
    if not sight.made and not sight.unchanged and not sight.unread:
        raise UsageError(f"{sight.file}: want rows of which the mapping makes something, got none of {sight.rows}")
