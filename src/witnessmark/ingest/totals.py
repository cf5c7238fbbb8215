"""Totals: control figures over the rows of a table, beside what the file itself says. Told, never smoothed."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from witnessmark.errors import UsageError
from witnessmark.ingest import mapping as m
from witnessmark.ingest.checks import CheckTold, Running, asked, running
from witnessmark.ingest.numbers import as_number
from witnessmark.ingest.recipe import optional, template
from witnessmark.ingest.sheet import address
from witnessmark.ingest.tables import Laid
from witnessmark.ingest.template import Find, Scene, Template, Unreadable
from witnessmark.model.value import Result

_MOST_VALUES = 10_000_000
_WHOLE = Decimal(100)
_MOST_TOLD = 20


class FigureTold(Result, frozen=True, kw_only=True):
    """A control figure."""

    name: str
    value: str
    by: dict[str, str]
    """One for each group, the largest first."""
    shares: dict[str, str]
    """What part of the whole each group is, in hundredths."""
    stated: str
    """What the file itself says."""
    unread: int
    """Cells that should have counted and are no number."""
    wrong: tuple[str, ...]
    """Rows of totals that the rows above them do not give."""
    is_by_part: bool
    """Whether several rows state totals, each for a part."""

    @property
    def differs(self) -> bool:
        """Whether the file says something else."""
        return bool(self.wrong) or (bool(self.stated) and not self.is_by_part and self.stated != self.value)


class _Figure(NamedTuple):
    """A figure laid on a sheet."""

    told: m.Figure
    what: Template
    once: Template | None
    if_: Template | None
    by: Template | None


class _Grown:
    """One figure as it grows over all sheets."""

    def __init__(self) -> None:
        self.groups: dict[str, Decimal] = defaultdict(Decimal)
        self.seen: set[str] = set()
        self.stated = ""
        self.unread = 0
        self.since = Decimal(0)
        """What came since the last row that stated a total."""
        self.subtotals = 0
        self.wrong: list[str] = []

    def has(self, value: str) -> bool:
        """Whether a value was there before; it is now."""
        if value in self.seen:
            return True
        if len(self.seen) >= _MOST_VALUES:
            raise UsageError(f"want at most {_MOST_VALUES} different values in a figure, got more")
        self.seen.add(value)
        return False


class Totals:
    """All figures and checks of a mapping, over the sheets on which it is laid."""

    def __init__(self, mapping: m.Mapping, tables: Sequence[Laid]) -> None:
        self._told = {figure.name: figure for table in mapping.table for figure in table.figure}
        self._figures = [[_laid(figure, one.find) for figure in one.table.figure] for one in tables]
        # A table that the file should have and has not gives figures too: nothing, where something is stated.
        self._grown = {name: _Grown() for name in self._told}
        self._checks: dict[tuple[int, str], Running] = {}
        self._asked: list[list[tuple[Running, tuple[Template, ...]]]] = []
        for one in tables:
            for figure in (each for each in one.table.figure if each.stated and not each.stated.startswith("@")):
                self._grown[figure.name].stated = _stated(figure.stated, one)
            self._asked.append([
                (self._checks.setdefault((one.number, check.name), running(check)), asked(check, one.find))
                for check in one.table.check
            ])  # fmt: skip

    def count(self, place: int, scene: Scene) -> None:
        """Take a row of the table at a place among those that were laid into account."""
        scene.each, scene.parts, scene.number = "", (), 0
        for figure in self._figures[place]:
            self._add(figure, scene)
        for check, templates in self._asked[place]:
            check.see([_said(each, scene) for each in templates], scene.sheet, scene.row.number)

    def _add(self, figure: _Figure, scene: Scene) -> None:
        grown = self._grown[figure.told.name]
        if figure.if_ is not None and not _said(figure.if_, scene):
            return
        if figure.once is not None and grown.has(f"once {_said(figure.once, scene)}"):
            return
        try:
            text = figure.what.of(scene)
            amount = Decimal(as_number(text)) if figure.told.sum_ and text else Decimal(1)
        except Unreadable:
            grown.unread += 1
            return
        if not text or (figure.told.distinct and grown.has(text)):
            return
        grown.groups["" if figure.by is None else _said(figure.by, scene)] += amount
        grown.since += amount

    def state(self, place: int, scene: Scene) -> None:
        """Lay what a row of totals states beside what came since the last one, or beside all."""
        for figure in (each for each in self._figures[place] if each.told.name in scene.states):
            grown = self._grown[figure.told.name]
            stated = _said(figure.what, scene)
            if not stated:
                continue
            try:
                amount = Decimal(as_number(stated))
            except Unreadable:
                grown.unread += 1
                continue
            whole = sum(grown.groups.values(), Decimal(0))
            grown.subtotals += 1
            if amount not in (grown.since, whole):
                where = address(scene.sheet, scene.row.number, ())
                grown.wrong.append(f"{where} states {_plain(amount)}, the rows before it give {_plain(grown.since)}")
            grown.since = Decimal(0)
            grown.stated = _plain(amount)

    def figures(self) -> tuple[FigureTold, ...]:
        """Every figure, in the order of the mapping."""
        told = {name: _figure_told(figure, self._grown[name]) for name, figure in self._told.items()}
        return tuple(_beside(each, self._told[each.name].stated, told) for each in told.values())

    def checks(self) -> tuple[CheckTold, ...]:
        """What every check found."""
        return tuple(check.told() for check in self._checks.values())


def _laid(figure: m.Figure, find: Find) -> _Figure:
    whats = [text for text in (figure.count, figure.sum_, figure.distinct) if text]
    if len(whats) != 1:
        raise UsageError(f"figure {figure.name}: want one of count, sum and distinct, got {len(whats)}")
    return _Figure(
        figure,
        template(whats[0], find),
        optional(figure.once, find),
        optional(figure.if_, find),
        optional(figure.by, find),
    )


def _stated(text: str, one: Laid) -> str:
    said = template(text, one.find).of(Scene(sheet=one.sheet.name, cells=one.layout.cells))
    try:
        return as_number(said) if said else ""
    except Unreadable:
        return said


def _said(each: Template, scene: Scene) -> str:
    """What a template says; a cell that cannot be read is as it stands, and differs from all others."""
    try:
        return each.of(scene)
    except Unreadable as error:
        return error.got


def _figure_told(figure: m.Figure, grown: _Grown) -> FigureTold:
    whole = sum(grown.groups.values(), Decimal(0))
    ordered = sorted(grown.groups.items(), key=lambda each: (-each[1], each[0])) if figure.by else []
    shares = {name: str((_WHOLE * amount / whole).quantize(Decimal("0.01"))) for name, amount in ordered if whole}
    return FigureTold(
        name=figure.name,
        value=_plain(whole),
        by={name: _plain(amount) for name, amount in ordered},
        shares=shares,
        stated=grown.stated,
        unread=grown.unread,
        wrong=tuple(grown.wrong[:_MOST_TOLD]),
        is_by_part=grown.subtotals > 1,
    )


def _beside(figure: FigureTold, stated: str, told: Mapping[str, FigureTold]) -> FigureTold:
    """A figure beside another one, where the mapping says that the two should be the same."""
    if not stated.startswith("@"):
        return figure
    other = told.get(stated[1:])
    if other is None:
        raise UsageError(f"figure {figure.name}: want @ and the name of another figure, got {stated!r}")
    return msgspec.structs.replace(figure, stated=other.value)


def _plain(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def counted(counts: Counter[str]) -> tuple[str, ...]:
    """Counts in words, the most frequent first: ``an empty row 12``."""
    return tuple(f"{what} {count}" for what, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])))
