"""Plausibility: what is stored as said and cannot be right as it stands. Nothing is refused here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from witnessmark.case.fold import Case
from witnessmark.case.tables_read import unfinished, untaken
from witnessmark.model.fields import Form, fields_of, references, texts
from witnessmark.model.happenings import (
    Containment,
    Deactivation,
    Destruction,
    Duration,
    Manufacture,
    Marking,
    Recovery,
    Sighting,
    StockCheck,
    Transfer,
)
from witnessmark.model.hidden import is_hidden
from witnessmark.model.ids import StatementId, short
from witnessmark.model.problem import Problem, Severity
from witnessmark.model.quantity import Bound, Unit, exceeds
from witnessmark.model.sayings import TraceRequest, TraceResponse
from witnessmark.model.statement import Basis, Statement, kind_of
from witnessmark.model.things import Consignment, Party, PartySort
from witnessmark.model.value import Content, Sealed
from witnessmark.model.when import UNKNOWN, When, readable, window

_DATED = (Manufacture, Marking, Transfer, Recovery, Sighting, StockCheck, Deactivation, Destruction)


def problems(case: Case) -> tuple[Problem, ...]:
    """Everything implausible in a case, sorted; the same whatever the order of arrival."""
    found: list[Problem] = []
    for i, statement in case.standing.items():
        found.extend(_of_references(case, i, statement))
        found.extend(_of_dates(i, statement))
        found.extend(_of_footing(i, statement))
        found.extend(_of_characters(i, statement))
    found.extend(_of_persons(case))
    found.extend(_of_quantities(case))
    found.extend(_of_order(case))
    found.extend(_of_parties(case))
    found.extend(_of_containment(case))
    found.extend(_of_responses(case))
    found.extend(_of_rival_versions(case))
    found.extend(_of_durations(case))
    found.extend(_of_tables(case))
    return tuple(sorted(found, key=lambda problem: (problem.source, problem.message)))


def _problem(message: str, *about: StatementId, severity: Severity = Severity.IMPLAUSIBLE) -> Problem:
    return Problem(source=short(about[0]), message=message, statements=about, severity=severity)


def _of_references(case: Case, i: StatementId, statement: Statement) -> Iterator[Problem]:
    for target in dict.fromkeys(references(statement)):
        if target not in case.statements:
            yield _problem(f"names {short(target)}, which is not in the case", i)
    for owner in (statement, statement.content):
        for field in fields_of(type(owner)):
            if field.form is Form.REFERENCE and field.kinds:
                value = getattr(owner, field.name)
                for target in value if field.is_many else () if value is None else (value,):
                    got = case.statements.get(target)
                    if got is not None and kind_of(got.content) not in field.kinds:
                        want = " or ".join(field.kinds)
                        yield _problem(f"{field.wire}: want a {want}, got a {kind_of(got.content)}", i, target)


def _of_dates(i: StatementId, statement: Statement) -> Iterator[Problem]:
    for field in fields_of(type(statement.content)):
        if field.form is Form.DATE:
            try:
                window(getattr(statement.content, field.name))
            except ValueError as error:
                yield _problem(f"{field.wire}: {error}", i)


def _of_footing(i: StatementId, statement: Statement) -> Iterator[Problem]:
    if statement.basis is Basis.DERIVED and not statement.rests_on:
        yield _problem("is derived and names nothing that it rests on", i)
    if statement.basis is Basis.BACKGROUND and statement.source is not None:
        yield _problem("is background and names a source; one of the two is wrong", i)


def _of_characters(i: StatementId, statement: Statement) -> Iterator[Problem]:
    for wire, text in texts(statement):
        hidden = sorted({f"U+{ord(c):04X}" for c in text if is_hidden(c)})
        if hidden:
            yield _problem(
                f"{wire} holds characters that cannot be seen: {', '.join(hidden)}", i, severity=Severity.NOTE
            )


def _of_persons(case: Case) -> Iterator[Problem]:
    for i, party in case.of_kind(Party):
        if party.sort is PartySort.PERSON and not isinstance(party.name, Sealed):
            yield _problem("a person's name stands open; seal it and retract this statement", i)


def _of_quantities(case: Case) -> Iterator[Problem]:
    for i, goods in case.of_kind(Consignment):
        for more, less, words in (
            (goods.received, goods.shipped, "more was received than shipped"),
            (goods.shipped, goods.licensed, "more was shipped than licensed"),
            (goods.received, goods.licensed, "more was received than licensed"),
        ):
            if exceeds(more, less):
                yield _problem(f"{words}: {more} against {less}", i)


def _date(content: Content) -> When:
    return readable(getattr(content, "when", ""))


def _of_order(case: Case) -> Iterator[Problem]:
    histories: dict[StatementId, list[tuple[StatementId, Content]]] = defaultdict(list)
    for kind in _DATED:
        for i, event in case.of_kind(kind):
            for thing in getattr(event, "of", ()):
                histories[case.root(thing)].append((i, event))
    for history in histories.values():
        # Told of the latest making and the earliest destruction only: each event that is out of order is told once.
        made = max((e for e in _ends(history, Manufacture) if e[0].lo), key=lambda e: (e[0].lo, e[1]), default=None)
        gone = min((e for e in _ends(history, Destruction) if e[0].hi), key=lambda e: (e[0].hi, e[1]), default=None)
        for i, event in history:
            when = _date(event)
            if made is not None and when.certainly_before(made[0]):
                yield _problem(f"{kind_of(event)} on {when} is before manufacture on {made[0]}", i, made[1])
            if gone is not None and gone[0].certainly_before(when):
                yield _problem(f"{kind_of(event)} on {when} is after destruction on {gone[0]}", i, gone[1])


def _ends(history: Iterable[tuple[StatementId, Content]], kind: type[Content]) -> Iterator[tuple[When, StatementId]]:
    """The dates, none of them in doubt, at which a thing began or ceased to be."""
    for i, event in history:
        if isinstance(event, kind) and not _date(event).is_uncertain:
            yield _date(event), i


def _of_parties(case: Case) -> Iterator[Problem]:
    for i, event in case.of_kind(Transfer):
        if event.from_ is not None and event.from_ == event.to:
            yield _problem("transfer from a party to itself", i)


def _of_containment(case: Case) -> Iterator[Problem]:
    inside: dict[StatementId, list[tuple[StatementId, StatementId]]] = defaultdict(list)
    for i, containment in case.of_kind(Containment):
        inside[case.root(containment.inner)].append((case.root(containment.outer), i))
    for start in sorted(inside):
        seen: set[StatementId] = set()
        waiting = list(inside[start])
        while waiting:
            outer, because = waiting.pop()
            if outer == start:
                yield _problem("a thing is inside itself: containment runs in a circle", start, because)
                break
            if outer not in seen:
                seen.add(outer)
                waiting.extend(inside.get(outer, ()))


def _of_responses(case: Case) -> Iterator[Problem]:
    for i, response in case.of_kind(TraceResponse):
        request = case.content(response.request, TraceRequest)
        if request is not None and _date(response).certainly_before(readable(request.sent)):
            yield _problem(f"trace response of {response.when} precedes its request of {request.sent}", i)


def _of_tables(case: Case) -> Iterator[Problem]:
    for each in unfinished(case):
        yield _problem(each.says, each.i)
    for rows in untaken(case):
        yield _problem(rows.says, rows.about, severity=Severity.NOTE)


def _of_rival_versions(case: Case) -> Iterator[Problem]:
    for i, statement in case.standing.items():
        if statement.supersedes is not None:
            versions = case.versions(i)
            if len(versions) > 1 and versions[0] == i:
                yield _problem(f"{len(versions)} corrections of one statement are rivals; all stand", *versions)


def _of_durations(case: Case) -> Iterator[Problem]:
    """Stated durations that the stated dates of their events cannot contain."""
    for i, duration in case.of_kind(Duration):
        if duration.lasted.unit is not Unit.DAYS:
            continue
        start, end = (_date_of(case, event) for event in (duration.from_, duration.to))
        fewest, most = start.days_until(end)
        days, bound = duration.lasted.amount, duration.lasted.bound
        is_too_short = fewest is not None and days < fewest and bound in {Bound.EXACTLY, Bound.AT_MOST}
        is_too_long = most is not None and days > most and bound in {Bound.EXACTLY, Bound.AT_LEAST, Bound.MORE_THAN}
        if is_too_short or is_too_long:
            yield _problem(f"{duration.lasted} is stated; the stated dates allow {fewest} to {most}", i)


def _date_of(case: Case, event: StatementId) -> When:
    """The date of an event as it stands, corrections applied; rivals count together."""
    whens = [_date(case.standing[version].content) for version in case.versions(event)]
    return When(alternatives=tuple(days for when in whens for days in when.alternatives)) if whens else UNKNOWN
