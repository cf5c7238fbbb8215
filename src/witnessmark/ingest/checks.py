"""Checks: questions to a whole table, where no single row is wrong and something cannot be right."""

from collections.abc import Sequence
from typing import Protocol

from witnessmark.errors import UsageError
from witnessmark.ingest import mapping as m
from witnessmark.ingest.recipe import template
from witnessmark.ingest.sheet import address
from witnessmark.ingest.template import Find, Template
from witnessmark.model.value import Result
from witnessmark.model.when import When, readable

_MOST_EXAMPLES = 20
_MOST_VALUES = 10_000_000


class CheckTold(Result, frozen=True, kw_only=True):
    """What a check found."""

    name: str
    found: int
    """How many rows, or identifiers, are not as they should be."""
    says: str
    """What was found, in one sentence."""
    examples: tuple[str, ...]
    figures: dict[str, str]


class Running(Protocol):
    """A check on its way through the rows."""

    def see(self, said: Sequence[str], sheet: str, row: int) -> None:
        """What the check's templates say of a row."""
        ...

    def told(self) -> CheckTold:
        """What was found."""
        ...


def running(check: m.Check) -> Running:
    """A check before the first row; a ``UsageError`` where it asks for nothing or for several things."""
    kinds = [name for name in ("repeats", "order", "trips", "renewals") if getattr(check, name)]
    if len(kinds) != 1:
        raise UsageError(f"check {check.name}: want one of repeats, order, trips and renewals, got {len(kinds)}")
    match kinds[0]:
        case "repeats":
            return _Repeats(check.name)
        case "order":
            return _Order(_so_many(check, check.order, 2))
        case "trips":
            return _Trips(_so_many(check, check.trips, 3))
        case _:
            return _Renewals(_so_many(check, check.renewals, 3))


def asked(check: m.Check, find: Find) -> tuple[Template, ...]:
    """The templates of a check, laid on a sheet."""
    texts = (check.repeats,) if check.repeats else check.order or check.trips or check.renewals
    return tuple(template(text, find) for text in texts)


def _so_many(check: m.Check, templates: Sequence[str], count: int) -> str:
    if len(templates) != count:
        raise UsageError(f"check {check.name}: want {count} templates, got {len(templates)}")
    return check.name


class _Repeats:
    """Identifiers that stand in more than one row."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.counts: dict[str, int] = {}
        self.rows = 0

    def see(self, said: Sequence[str], sheet: str, row: int) -> None:  # noqa: ARG002 - the protocol's
        """See ``Running.see``."""
        if said[0]:
            self.rows += 1
            self.counts[said[0]] = self.counts.get(said[0], 0) + 1
            if len(self.counts) > _MOST_VALUES:
                raise UsageError(f"check {self.name}: want at most {_MOST_VALUES} identifiers, got more")

    def told(self) -> CheckTold:
        """See ``Running.told``."""
        several = sorted(((n, each) for each, n in self.counts.items() if n > 1), key=lambda e: (-e[0], e[1]))
        most = several[0][0] if several else 1
        says = f"{len(several)} of {len(self.counts)} identifiers stand in more than one of {self.rows} rows"
        if several:
            at_most = sum(n == most for n, _ in several)
            says += f"; {at_most} stand{'s' * (at_most == 1)} in {most}"
        figures = {
            "rows": str(self.rows),
            "identifiers": str(len(self.counts)),
            "repeated": str(len(several)),
            "most": str(most),
            "repeated most": str(sum(n == most for n, _ in several)),
        }
        examples = tuple(f"{each}: {n} rows" for n, each in several[:_MOST_EXAMPLES])
        return CheckTold(name=self.name, found=len(several), says=says, examples=examples, figures=figures)


class _Order:
    """Two dates, the first of which must not certainly follow the second."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows = self.wrong = 0
        self.examples: list[str] = []
        self.lags: list[int] = []

    def see(self, said: Sequence[str], sheet: str, row: int) -> None:
        """See ``Running.see``."""
        first, second = readable(said[0]), readable(said[1])
        if not (first.is_known and second.is_known):
            return
        self.rows += 1
        if first.lo and second.lo:
            self.lags.append(second.lo.year - first.lo.year)
        if second.certainly_before(first):
            self.wrong += 1
            if len(self.examples) < _MOST_EXAMPLES:
                self.examples.append(f"{address(sheet, row, ())}: {_told(first)} and {_told(second)}")

    def told(self) -> CheckTold:
        """See ``Running.told``."""
        lags = sorted(self.lags)
        figures = {"rows": str(self.rows), "wrong": str(self.wrong)}
        if lags:
            figures |= {"median years": str(lags[len(lags) // 2]), "most years": str(lags[-1])}
        return CheckTold(
            name=self.name,
            found=self.wrong,
            says=f"in {self.wrong} of {self.rows} rows the first date follows the second",
            examples=tuple(self.examples),
            figures=figures,
        )


class _Trips:
    """From, to, goods: what went one way and came back."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.went: dict[tuple[str, str, str], str] = {}
        self.back: dict[tuple[str, str, str], str] = {}

    def see(self, said: Sequence[str], sheet: str, row: int) -> None:
        """See ``Running.see``."""
        origin, end, goods = said
        if not (origin and end) or origin == end:
            return
        where = address(sheet, row, ())
        if (end, origin, goods) in self.went:
            self.back.setdefault((end, origin, goods), where)
        self.went.setdefault((origin, end, goods), where)

    def told(self) -> CheckTold:
        """See ``Running.told``."""
        examples = tuple(
            f"{goods or 'goods'}: {origin} to {end} ({self.went[origin, end, goods]}) and back ({where})"
            for (origin, end, goods), where in list(self.back.items())[:_MOST_EXAMPLES]
        )
        says = f"{len(self.back)} of {len(self.went)} ways were also gone back with the same goods"
        return CheckTold(name=self.name, found=len(self.back), says=says, examples=examples, figures={})


class _Renewals:
    """A licence's number, the number of the one that it renews or stands in the place of, its value."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.first: dict[str, str] = {}
        self.successors: dict[str, str] = {}
        self.again = 0
        self.rows = 0

    def see(self, said: Sequence[str], sheet: str, row: int) -> None:  # noqa: ARG002 - the protocol's
        """See ``Running.see``."""
        number, before, value = said
        if not number:
            return
        self.rows += 1
        if number in self.first:
            self.again += 1
        self.first.setdefault(number, value)
        if before and before != number:
            self.successors[before] = number

    def told(self) -> CheckTold:
        """See ``Running.told``."""
        known = {old: new for old, new in self.successors.items() if old in self.first}
        says = (
            f"{self.again} of {self.rows} rows issue a number again, and {len(known)} numbers stand in the place of "
            f"another one of the file: a plain sum counts them twice"
        )
        examples = tuple(f"{old} is followed by {new}" for old, new in sorted(known.items())[:_MOST_EXAMPLES])
        figures = {"again": str(self.again), "named": str(len(self.successors)), "in the file": str(len(known))}
        return CheckTold(name=self.name, found=self.again + len(known), says=says, examples=examples, figures=figures)


def _told(day: When) -> str:
    return day.text
