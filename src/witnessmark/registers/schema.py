"""Schema: the columns of a register. This is published (``docs/registers.md``) and only ever added to."""

import enum
from typing import NamedTuple

import pyarrow as pa

VERSION = 1


class RecordKind(enum.StrEnum):
    """What one row speaks of."""

    SERIAL = "serial"
    RANGE = "range"
    LOT = "lot"
    QUANTITY = "quantity"


SINGLE = (RecordKind.SERIAL.value, RecordKind.LOT.value)
"""The kinds whose rows are of one mark each."""


class RecordEvent(enum.StrEnum):
    """What happened to it, as the register tells."""

    UNKNOWN = ""
    MADE = "made"
    SOLD = "sold"
    EXPORTED = "exported"
    IMPORTED = "imported"
    ISSUED = "issued"
    LOST = "lost"
    STOLEN = "stolen"
    DOCUMENTED = "documented"


class Column(NamedTuple):
    """One column of a register."""

    name: str
    about: str
    repeats: bool = True
    """Whether few values fill many rows, so that each is kept once."""
    is_number: bool = False


COLUMNS = (
    Column("kind", "serial, range, lot or quantity"),
    Column("mark", "the serial or lot as typed; of a range the first", repeats=False),
    Column("last", "the last serial of a range", repeats=False),
    Column("quantity", "how many, for lots and quantities", is_number=True),
    Column("make", "who made it"),
    Column("model", "which model it is"),
    Column("calibre", "its calibre"),
    Column("country", "the country that made it"),
    Column("event", "made, sold, exported, imported, issued, lost, stolen or documented"),
    Column("when", "when that was, as a partial date: 1984, 1984-05, 1984~"),
    Column("holder", "who held it after the event"),
    Column("source", "the document that says so"),
    Column("grade", "how good that document is, A to X"),
    Column("record", "the register's own number of the row", repeats=False),
    Column("note", "anything else"),
)
NEEDED = ("kind", "mark")
"""Columns that a file cannot be without."""

SCHEMA = pa.schema(
    [
        pa.field(
            column.name,
            pa.int64()
            if column.is_number
            else pa.dictionary(pa.int32(), pa.string())
            if column.repeats
            else pa.string(),
        )
        for column in COLUMNS
    ]
)
"""As a register is kept. A missing value is an empty text, or null for a number."""

PROBLEMS = pa.schema(
    [
        pa.field("row", pa.int64()),
        pa.field("column", pa.string()),
        pa.field("wanted", pa.string()),
        pa.field("got", pa.string()),
        pa.field("text", pa.string()),
    ]
)
"""Rows that were kept apart: where, what was wanted, what was got, and all of the row."""
