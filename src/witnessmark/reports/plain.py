"""Plain: a dossier's custody as lines of text, for scenarios, pipes and screen readers."""

from collections.abc import Iterator

from witnessmark.model.hidden import on_one_line
from witnessmark.reports.dossier import AccountLine, Dossier, EventLine, Forward, GapLine, HolderLine, Subject


def plain(dossier: Dossier) -> str:
    """The accounts, windows and durations of a dossier, one line each."""
    lines = [f"training     {dossier.training}"] if dossier.training else []
    for subject in dossier.subjects:
        lines.extend(_subject(subject))
    for forward in dossier.forward:
        lines.extend(_forward(forward))
    lines.extend(f"problem      {problem.message}" for problem in dossier.problems)
    return "".join(f"{on_one_line(line)}\n" for line in lines)


def _subject(subject: Subject) -> Iterator[str]:
    yield f"thing        {subject.name}"
    for account in subject.accounts:
        yield from _account(account, is_one_of_many=len(subject.accounts) > 1)
    for line in subject.previous_users:
        yield f"previous     {line.text}"
    for conflict in subject.conflicts:
        yield f"conflict     {conflict.why}"
    for duration in subject.durations:
        yield f"took         {duration.text} | {duration.days} | {duration.kind}"
        if duration.follows:
            yield f"derived      {duration.follows}"


def _account(account: AccountLine, *, is_one_of_many: bool) -> Iterator[str]:
    if is_one_of_many:
        yield f"account      {account.label}"
    for element in account.elements:
        yield _element(element)
    for event in account.others:
        yield f"also         {event.what}, {event.when}" + (f" | {event.link}" if event.link != "itself" else "")
    for window in account.windows:
        doubt = " | rests on a date in doubt" if window.rests_on_doubtful_date else ""
        yield f"window       {window.title} | {window.dates_said}{doubt}"
        yield f"  after      {window.after}"
        yield f"  before     {window.before}"
        yield f"  stage      {window.stage}"
        yield f"  cause      {window.cause}"
        yield f"  upstream   {', '.join(f'{party} ({window.caveat})' for party in window.upstream)}"
    for none in account.undetermined:
        yield f"undetermined {none.title} | {none.why}"


def _element(element: HolderLine | GapLine) -> str:
    if isinstance(element, GapLine):
        return f"gap          {element.after or '?'} -> {element.before or '?'}"
    began, ended = element.began, element.ended
    known = f"known from {_when(element.seen[0])}" if element.seen else "?"
    return f"holder       {element.name} | {_when(began) if began else known} | {_when(ended) if ended else '?'}"


def _when(event: EventLine) -> str:
    return f"{event.label}, {event.when}"


def _forward(forward: Forward) -> Iterator[str]:
    yield f"forward      {forward.name}"
    for part in forward.parts:
        yield f"part         {part.text}"
    for reach in forward.reached:
        yield f"reached      {reach.name} | {reach.kind}" + (f" | {reach.text}" if reach.text else "")
        for event in (*reach.transfers, *reach.finds):
            yield f"  then       {event.what}, {event.when}"
        yield f"  beyond     {reach.beyond}"
