"""Asking: what a case says of a thing, back and forth, now or as it was known on a day."""

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from witnessmark.app.desk import Desk, cached, day, load, today
from witnessmark.case.fold import Case
from witnessmark.case.levels import cut
from witnessmark.case.sources import standing
from witnessmark.errors import UsageError
from witnessmark.evidence.travelling import travelling
from witnessmark.model.decisions import Level, RegisterUse
from witnessmark.model.hidden import on_one_line
from witnessmark.model.ids import StatementId, short
from witnessmark.model.statement import kind_of
from witnessmark.model.things import Consignment, Container, Item, Lot, Programme
from witnessmark.model.value import Content, Result
from witnessmark.notation.write import write
from witnessmark.reports.dossier import Dossier
from witnessmark.reports.tell import programmes, subjects, tell
from witnessmark.reports.words import entry, name, words

if TYPE_CHECKING:
    from witnessmark.reports.tell_registers import Registers

_TRACEABLE: tuple[type[Content], ...] = (Item, Lot, Container, Consignment, Programme)
_HEX = re.compile(r"[0-9a-f]{4,64}")


class Row(Result, frozen=True, kw_only=True):
    """One statement in a list."""

    id: StatementId
    kind: str
    text: str
    standing: str
    correction: str
    """Why it stands in the place of an earlier version; empty where it is the first."""


class Listing(Result, frozen=True, kw_only=True):
    """What a case holds, in short."""

    title: str
    training: str
    level: Level
    counts: dict[str, int]
    rows: tuple[Row, ...]


class Detail(Result, frozen=True, kw_only=True):
    """One statement in full."""

    row: Row
    notation: str
    is_standing: bool
    receipts: tuple[str, ...]
    versions: tuple[StatementId, ...]


def trace(desk: Desk, query: str, *, known_by: str = "", forward: bool = False) -> Dossier:
    """Trace a thing back, or a programme, consignment or lot forward. Remembered until the next write."""
    if known_by:
        day(known_by)
    question = f"trace {forward} {query}"
    return cached(
        desk,
        question,
        Dossier,
        lambda case: _trace(case, query, known_by, forward=forward, registers=held_in(desk, case)),
        known_by=known_by,
    )


def _trace(case: Case, query: str, known_by: str, *, forward: bool, registers: "Registers | None") -> Dossier:
    if not query:
        ahead = _starts(case) if forward else programmes(case)
        return tell(case, [] if forward else subjects(case), forward=ahead, known_by=known_by, registers=registers)
    found = find_thing(case, query)
    if forward or case.content(found, Programme) is not None:
        return tell(case, [], forward=[found], known_by=known_by)
    return tell(case, [found], known_by=known_by, registers=registers, is_alone=True)


def _starts(case: Case) -> list[StatementId]:
    """Where a forward trace without a name begins: the programmes, or the consignments where there is none."""
    found = programmes(case) or sorted({case.root(i) for i, _ in case.of_kind(Consignment)})
    if not found:
        raise UsageError("want a thing to trace forward from: the case holds no programme and no consignment")
    return found


def find_thing(case: Case, query: str) -> StatementId:
    """The one thing whose id starts so, or whose name has these words; a ``UsageError`` lists what there is."""
    things = {case.root(i): name(case, i) for kind in _TRACEABLE for i, _ in case.of_kind(kind)}
    by_id = [i for i in things if _HEX.fullmatch(query) and i.startswith(query)]
    by_name = [i for i, called in things.items() if called.casefold() == query.casefold()]
    by_part = [i for i, called in things.items() if query.casefold() in called.casefold()]
    found = by_id or by_name or by_part
    if len(found) == 1:
        return found[0]
    listed = [f"{short(i)}  {on_one_line(things[i])}" for i in sorted(found or things, key=lambda i: things[i])]
    more = f"\n  and {len(listed) - 20} more" if len(listed) > 20 else ""
    fits = "fits more than one" if found else "fits none of them" if things else "fits nothing: the case holds no thing"
    if not found and things:
        fits += " (an alias belongs to its file; here a name counts, or the start of an id)"
    raise UsageError("\n  ".join([f"want one thing, got {query!r}, which {fits}:", *listed[:20]]) + more)


def dossier(desk: Desk, level: Level, *, known_by: str = "") -> Dossier:
    """The dossier of the whole case at a disclosure level."""
    as_of = today(desk)
    question = f"dossier {level} {as_of}"
    return cached(desk, question, Dossier, lambda case: _dossier(desk, case, level, known_by, as_of), known_by=known_by)


def _dossier(desk: Desk, whole: Case, level: Level, known_by: str, as_of: date) -> Dossier:
    travels = cut(whole, level, as_of=as_of)
    case = Case({i: whole.statements[i] for i in travels.shown})
    return tell(
        case,
        subjects(case),
        forward=programmes(case),
        level=level,
        known_by=known_by,
        withheld=travels.withheld,
        # Records of others' registers stay with panel or court: for whoever may not see them none is asked.
        registers=held_in(desk, case) if level >= Level.R2 else None,
        may_travel=travelling(whole, frozenset(travels.shown), level),
    )


def held_in(desk: Desk, case: Case) -> "Registers | None":
    """What the registers hold that a case refers to; ``None`` where it refers to none."""
    if not case.of_kind(RegisterUse):
        return None
    from witnessmark.app.matching import ask_registers  # noqa: PLC0415 - Arrow is slow to load, and seldom wanted

    return ask_registers(desk, case)


def listing(desk: Desk, what: str = "", *, known_by: str = "") -> Listing:
    """What a case holds: its things, all standing statements of one kind, or those whose name has these words."""
    return cached(desk, f"listing {what}", Listing, lambda case: _listing(case, what), known_by=known_by)


def _listing(case: Case, what: str) -> Listing:
    kinds = {i: kind_of(statement.content) for i, statement in case.standing.items()}
    counts = Counter(kinds.values())
    if not what:
        chosen = [i for i, statement in case.standing.items() if isinstance(statement.content, _TRACEABLE)]
    elif what in counts:
        chosen = [i for i, its in kinds.items() if its == what]
    else:
        chosen = [i for i in kinds if what.casefold() in _called(case, i).casefold()]
    if what and not chosen:
        held = ", ".join(sorted(counts)) or "none"
        raise UsageError(f"want a kind that the case holds ({held}) or a part of a name, got {what!r}")
    rows = [_row(case, i) for i in chosen]
    header = case.header
    return Listing(
        title="Untitled case" if header is None else header.title,
        training="" if header is None else header.training,
        level=case.level,
        counts=dict(sorted(counts.items())),
        rows=tuple(sorted(rows, key=lambda row: (row.kind, row.text, row.id))),
    )


def _row(case: Case, i: StatementId) -> Row:
    statement = case.statements[i]
    return Row(
        id=i,
        kind=kind_of(statement.content),
        text=entry(case, i),
        standing=standing(case, statement),
        correction=(statement.because or "no reason given") if statement.supersedes is not None else "",
    )


def _called(case: Case, i: StatementId) -> str:
    """The name of a thing, party, paper or source; empty for what has none."""
    return words(getattr(case.statements[i].content, "name", ""))


def is_prefix(text: str) -> bool:
    """Whether a text is the start of an id rather than the name of a kind."""
    return _HEX.fullmatch(text) is not None


def detail(desk: Desk, prefix: str) -> Detail:
    """One statement in full: its words, its receipts, its versions."""
    case = load(desk)
    i = case.find(prefix)
    receipts = (entry.read() for entry in desk.store.entries())
    return Detail(
        row=_row(case, i),
        notation=write({i: case.statements[i]}).partition("\n\n")[2],
        is_standing=case.stands(i),
        receipts=tuple(
            f"{r.at} by {r.recorder}, store {short(r.store)} no. {r.seq}" for r in receipts if i in r.statements
        ),
        versions=tuple(case.versions(i)),
    )
