"""Picturing: small copies of the pictures that a dossier shows, where this machine has them and they may travel."""

from witnessmark.app.desk import Desk, load, today
from witnessmark.app.evidence.copies import copied
from witnessmark.case.fold import Case
from witnessmark.case.levels import cut
from witnessmark.errors import UsageError
from witnessmark.evidence.travelling import travelling
from witnessmark.model.decisions import Level
from witnessmark.reports.tell_pictures import planned

_SIDE = 1_200
"""Pixels: enough to see a mark that fills a tenth of the picture."""


def dossier_copies(desk: Desk, level: Level) -> dict[int, bytes]:
    """Copies by the number under which the dossier at a level tells them.

    One that is missing or cannot be opened is left out, and the page says so; one that is damaged stops the program.
    """
    whole = load(desk)
    shown = frozenset(cut(whole, level, as_of=today(desk)).shown)
    case = Case({i: whole.statements[i] for i in shown})
    found: dict[int, bytes] = {}
    plan = [each for each in planned(case, travelling(whole, shown, level)) if each.may_travel]
    vault = desk.vault()
    for count, each in enumerate(plan, start=1):
        desk.progress.advance(count, len(plan), "copying pictures")
        try:
            found[each.number] = copied(vault, desk.pictures, each.piece.digest, longest=_SIDE)
        except UsageError:
            continue
    return found
