"""Imports: that a table was read into the case, by which mapping, and what of it could not be read."""

from witnessmark.model.ids import SourceId, StatementId
from witnessmark.model.value import Content


class Import(Content, tag="import/1", frozen=True, kw_only=True):
    """A table that was read, with the mapping in full, so that the same file gives the same statements again."""

    of: SourceId
    """The file."""
    mapping: str
    """What the mapping is called."""
    text: str
    """The mapping in full."""
    file: str = ""
    """What the file was called, whatever its source is called."""
    made: tuple[str, ...] = ()
    """How many statements of each kind it brought: ``transfer 1200``."""
    rows: str = ""
    """Rows that were taken."""
    left: tuple[str, ...] = ()
    """Rows and cells that mean nothing or could not be read, by reason, with their number."""
    figures: tuple[str, ...] = ()
    """Control totals, and what disagrees with them."""
    media: tuple[str, ...] = ()
    """Files that came with the table, each by digest and name."""
    previous: StatementId | None = None
    """The import of the edition that this file corrects."""


class UnreadRow(Content, tag="unread-row/1", frozen=True, kw_only=True):
    """A row of a table of which nothing was made, kept as it stands."""

    of: SourceId
    row: str
    """Its number, as a spreadsheet counts."""
    wanted: str
    got: str = ""
    column: str = ""
    text: str = ""
    """Its cells, with a bar between them."""
