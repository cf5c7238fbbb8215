"""Matching: what the marks of a case can be in the registers that it refers to, or that the machine has."""

from collections.abc import Iterator, Sequence

from witnessmark.app.desk import Desk, load
from witnessmark.app.lookup import Counter, LookedUp, looked_up
from witnessmark.app.recording import record
from witnessmark.app.registers import existing, pinned
from witnessmark.case.fold import Case
from witnessmark.errors import UsageError
from witnessmark.marks.confusion import ConfusionModel, learn
from witnessmark.matching.finds import finds
from witnessmark.matching.readings import judged_pairs
from witnessmark.matching.resolve import COVERAGE, cautious
from witnessmark.model.decisions import RegisterUse
from witnessmark.model.ids import StatementId
from witnessmark.model.statement import Statement
from witnessmark.model.value import Result
from witnessmark.ports import Progress, RegisterShelf
from witnessmark.registers.shelf import as_of
from witnessmark.reports.tell_registers import Asked, Registers
from witnessmark.reports.words import name


class Matched(Result, frozen=True, kw_only=True):
    """A mark of a thing, and what it can be."""

    thing: StatementId
    called: str
    mark: str
    readings: tuple[StatementId, ...]
    found: LookedUp


def counter_of(case: Case, shelf: RegisterShelf, names: Sequence[str] = ()) -> Counter:
    """The registers that a case refers to, as they were then, or else those of some names, or all of the machine.

    Errors of reading are taken for as likely as the case teaches, where people judged readings of one mark.
    """
    pins = {} if names else pins_of(case, shelf)
    return Counter(shelf, names or tuple(pins), errors=errors_of(case), pins=pins)


def pins_of(case: Case, shelf: RegisterShelf) -> dict[str, str]:
    """The registers of this machine that a case refers to, each with its digest; of several the latest."""
    found: dict[str, str] = {}
    for _, use in case.of_kind(RegisterUse):
        if not _is_there(shelf, use.register, use.digest):
            continue
        before = found.get(use.register)
        if before is None or len(pinned(shelf, use.register, use.digest)) > len(pinned(shelf, use.register, before)):
            found[use.register] = use.digest
    return dict(sorted(found.items()))


def errors_of(case: Case) -> ConfusionModel:
    """How likely characters are misread, by default or as what people judged in a case teaches."""
    pairs = [(one, other) for _, one, other in judged_pairs(case)]
    return learn(pairs, prior=cautious()) if pairs else cautious()


def cite(desk: Desk, shelf: RegisterShelf, register: str, *, by: str, reason: str) -> RegisterUse:
    """Has a case refer to a register as it stands now."""
    if not by or not reason:
        raise UsageError("want the name of whoever decides it, and a reason")
    manifest = existing(shelf, register)
    use = RegisterUse(register=register, digest=manifest.digest, records=str(manifest.rows), by=by, reason=reason)
    record(desk, Statement(content=use))
    return use


def ask_registers(desk: Desk, case: Case) -> Registers:
    """What the registers that a case refers to hold of its marks; one that is not on this machine is not asked."""
    shelf = desk.shelf()
    wanted = {use.register: use.digest for _, use in case.of_kind(RegisterUse)}
    missing = [name for name in sorted(wanted) if not _is_there(shelf, name, wanted[name])]
    asked = list[Asked]()
    if len(missing) < len(wanted):
        pins = {name: digest for name, digest in pins_of(case, shelf).items() if name not in missing}
        counter = Counter(shelf, tuple(pins), errors=errors_of(case), pins=pins)
        for each in _matched(case, counter, desk.progress, COVERAGE):
            asked.append(Asked(each.thing, each.mark, each.readings, each.found.typed, each.found.resolved))
    return Registers(digests=dict(sorted(wanted.items())), coverage=COVERAGE, missing=missing, asked=asked)


def _is_there(shelf: RegisterShelf, register: str, digest: str) -> bool:
    return register in shelf.names() and as_of(shelf.manifest(register), digest) is not None


def match(desk: Desk, counter: Counter, *, coverage: float) -> Iterator[Matched]:
    """Every serial and lot of a case, as all its readings leave it, looked up with what is stated of the thing."""
    yield from _matched(load(desk), counter, desk.progress, coverage)


def _matched(case: Case, counter: Counter, progress: Progress, coverage: float) -> Iterator[Matched]:
    found = list(finds(case))
    answers = looked_up(counter, [(find.typed, find.stated) for find in found], progress, coverage=coverage)
    for find, answer in zip(found, answers, strict=True):
        yield Matched(
            thing=find.thing, called=name(case, find.thing), mark=find.mark, readings=find.readings, found=answer
        )
