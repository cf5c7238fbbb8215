"""Matching: what the marks of a case can be in the registers that it refers to, or that the machine has."""

from collections.abc import Iterator, Sequence

import msgspec

from witnessmark.app.desk import Desk, load
from witnessmark.app.lookup import Counter, LookedUp, looked_up
from witnessmark.app.recording import record
from witnessmark.app.registers import existing, pinned
from witnessmark.case.fold import Case
from witnessmark.errors import UsageError
from witnessmark.marks.confusion import ConfusionModel, learn
from witnessmark.matching.judgements import record_judgements
from witnessmark.matching.readings import judged_pairs
from witnessmark.matching.resolving.resolve import COVERAGE, cautious
from witnessmark.matching.ties.finds import finds
from witnessmark.model.decisions import RegisterUse, Verdict
from witnessmark.model.ids import StatementId
from witnessmark.model.statement import Statement
from witnessmark.model.value import Result
from witnessmark.ports import Progress, RegisterShelf
from witnessmark.registers.shelf import as_of
from witnessmark.reports.tell_registers import Asked, Registers, judged_of
from witnessmark.reports.words import name, sentence


class JudgedRecord(Result, frozen=True, kw_only=True):
    """What a person judged of a thing and a record, beside what the program works out by one of its marks."""

    statement: StatementId
    verdict: Verdict
    by: str
    told: str
    candidate: int | None
    """Its number among the candidates; ``None`` where the program does not find the record by this mark."""
    probability: float | None


class Matched(Result, frozen=True, kw_only=True):
    """A mark of a thing, and what it can be."""

    thing: StatementId
    called: str
    mark: str
    readings: tuple[StatementId, ...]
    found: LookedUp
    judged: tuple[JudgedRecord, ...]
    """What people judged of the thing and records: it goes before what the program works out."""

    @property
    def undecided(self) -> LookedUp:
        """What it can be, without the records that people judged it not to be."""
        resolved = self.found.resolved
        not_it = {said.candidate for said in self.judged if said.verdict is Verdict.DIFFERENT}
        not_it -= {said.candidate for said in self.judged if said.verdict is Verdict.SAME}
        kept = tuple(each for number, each in enumerate(resolved.candidates) if number not in not_it)
        fewer = sum(number not in not_it for number in range(resolved.credible))
        left = msgspec.structs.replace(resolved, candidates=kept, credible=fewer)
        return msgspec.structs.replace(self.found, resolved=left)


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
    pins = pins_of(case, shelf)
    asked = list[Asked]()
    if pins:
        counter = Counter(shelf, tuple(pins), errors=errors_of(case), pins=pins)
        for each in _matched(case, counter, desk.progress, COVERAGE):
            asked.append(Asked(each.thing, each.mark, each.readings, each.found.typed, each.found.resolved))
    return Registers(digests=pins, coverage=COVERAGE, missing=missing_of(case, shelf), asked=asked)


def missing_of(case: Case, shelf: RegisterShelf) -> tuple[tuple[str, str], ...]:
    """The registers that a case refers to and this machine has not, or not as they were then: name and digest."""
    used = {(use.register, use.digest) for _, use in case.of_kind(RegisterUse)}
    return tuple(sorted(each for each in used if not _is_there(shelf, *each)))


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
            thing=find.thing, called=name(case, find.thing), mark=find.mark, readings=find.readings, found=answer,
            judged=tuple(_judged(case, find.thing, answer)),
        )  # fmt: skip


def _judged(case: Case, thing: StatementId, answer: LookedUp) -> Iterator[JudgedRecord]:
    for i, said in record_judgements(case, thing):
        candidates = answer.resolved.candidates
        number = next((n for n, each in enumerate(candidates) if judged_of(each, [(i, said)])), None)
        yield JudgedRecord(
            statement=i, verdict=said.verdict, by=said.by, told=sentence(case, case.standing[i]), candidate=number,
            probability=None if number is None else candidates[number].probability,
        )  # fmt: skip
