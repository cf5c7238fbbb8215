"""Tables of an import: control totals and checks, as a person reads them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from witnessmark.cli.console import cell, out, say, table

if TYPE_CHECKING:
    from witnessmark.ingest.checks import CheckTold
    from witnessmark.ingest.totals import FigureTold

_WARN, _SOFT = "yellow", "dim"
_FEW = 8


def figures_told(figures: "Sequence[FigureTold]", checks: "Sequence[CheckTold]") -> None:
    """Control totals beside what the file says, and what the checks found."""
    if not figures and not checks:
        return
    say("")
    if figures:
        told = table("control total", "is", "the file says", "of this")
        for each in figures:
            parts = ", ".join(f"{name or 'none'} {amount}" for name, amount in list(each.by.items())[:_FEW])
            parts += f"; {each.unread} cells are no number" if each.unread else ""
            stated = cell(each.stated, _WARN if each.differs else "")
            told.add_row(cell(each.name), cell(each.value), stated, cell(parts))
        out().print(told)
        for wrong in (wrong for each in figures for wrong in each.wrong[:_FEW]):
            say(f"  {wrong}", _WARN)
    for check in checks:
        say(f"{check.name}: {check.says}", _WARN if check.found else "")
        for example in check.examples[:3]:
            say(f"    {example}", _SOFT)
