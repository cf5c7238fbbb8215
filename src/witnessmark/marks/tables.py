"""Tables: what is known of codes, symbols and look-alikes, row by row, each with its source and status."""

import csv
import functools
import io
from importlib import resources

from witnessmark.marks.scheme import Support
from witnessmark.model.value import Result

_VERIFIED = {"high": 1.0, "medium": 0.8, "low": 0.5, "": 0.8}
_BACKGROUND = {"high": 0.4, "medium": 0.3, "low": 0.15, "": 0.2}


class Row(Result, frozen=True, kw_only=True):
    """One row of a table."""

    table: str
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    @property
    def support(self) -> Support:
        """How far it can be relied on."""
        is_verified = self.values["status"] == "verified"
        confidence = self.values.get("confidence", "")
        return Support(
            source=self.values["source"] or f"{self.table}, line {self.line}: no source",
            is_verified=is_verified,
            weight=(_VERIFIED if is_verified else _BACKGROUND)[confidence],
        )


@functools.cache
def rows(table: str, package: str = "witnessmark.marks") -> tuple[Row, ...]:
    """The rows of a table, which lies in a package as ``tables/NAME.csv``."""
    text = resources.files(package).joinpath(f"tables/{table}.csv").read_text("utf-8")
    reader = csv.DictReader(io.StringIO(text))
    return tuple(Row(table=table, line=n, values=values) for n, values in enumerate(reader, start=2))
