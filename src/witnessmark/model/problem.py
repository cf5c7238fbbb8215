"""Problem: something wrong in the data, kept and shown; never an exception, never dropped."""

import enum

from witnessmark.model.value import Value


class Severity(enum.StrEnum):
    """Whether the data could be taken at all."""

    REFUSED = "refused"
    """Malformed: nothing of the file was stored."""
    IMPLAUSIBLE = "implausible"
    """Stored as said, and cannot be right as it stands."""
    NOTE = "note"
    """Stored; a person should know."""


class Problem(Value, frozen=True, kw_only=True):
    """What is wrong, where it stands, what was wanted and what was got."""

    source: str
    """The file, or the alias or short id of the statement."""
    message: str
    line: int | None = None
    severity: Severity = Severity.IMPLAUSIBLE
    statements: tuple[str, ...] = ()
    """Ids of the statements that the problem is about."""

    def __str__(self) -> str:
        """``cases.txt:4: month must be in 1..12``, as compilers write it."""
        where = self.source if self.line is None else f"{self.source}:{self.line}"
        return f"{where}: {self.message}"
