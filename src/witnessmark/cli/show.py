"""Show: results as tables and lines for a terminal."""

from rich.text import Text

from witnessmark.app.asking import Detail, Listing
from witnessmark.app.checking import LogLine, Verified
from witnessmark.app.demo import Told
from witnessmark.app.moving import Exported
from witnessmark.app.recording import Added
from witnessmark.cli.console import block, cell, out, say, stacked, table
from witnessmark.model.ids import short
from witnessmark.reports.dossier import (
    AccountLine,
    Dossier,
    Forward,
    GapLine,
    HolderLine,
    Line,
    Subject,
    WindowLine,
)
from witnessmark.reports.page import footing
from witnessmark.reports.plain import plain

_MOST_ALIASES = 40
_WARN, _SOFT, _STRONG = "yellow", "dim", "bold"


def added(result: Added) -> None:
    """What a file brought in."""
    say(f"{len(result.new)} statements added, {result.known} were in the case already", _STRONG)
    named = table("alias", "id")
    for alias, i in sorted(result.aliases.items()):
        named.add_row(cell(alias), cell(short(i), _SOFT))
    if 0 < len(result.aliases) <= _MOST_ALIASES:
        out().print(named)
    elif result.aliases:
        say(f"{len(result.aliases)} aliases of the file have their ids now; --json lists them", _SOFT)
    problems(result)


def looked_at(name: str, result: Added) -> None:
    """What a file would bring in."""
    say(f"{name}: {len(result.new)} statements would be added, {result.known} are in the case already", _STRONG)
    problems(result)


def problems(result: Added) -> None:
    """What is implausible about a file's statements."""
    for problem in result.problems:
        say(f"problem: {problem}", _WARN)


def listing(result: Listing) -> None:
    """What a case holds."""
    if result.training:
        say(result.training, "bold white on red")
    say(result.title, _STRONG)
    say(
        f"default level {result.level} · " + " · ".join(f"{n} {kind}" for kind, n in result.counts.items()),
        _SOFT,
    )
    rows = table("id", "kind", "what", "footing")
    for row in result.rows:
        text = f"{row.text} (correction: {row.correction})" if row.correction else row.text
        rows.add_row(cell(short(row.id), _SOFT), cell(row.kind), cell(text), cell(row.standing, _SOFT))
    out().print(rows)


def detail(result: Detail) -> None:
    """One statement in full."""
    state = "stands" if result.is_standing else "does not stand: corrected or retracted"
    say(f"{result.row.id}  {state}", _STRONG)
    say(result.row.text)
    block(result.notation.rstrip("\n"))
    for receipt in result.receipts:
        say(f"received {receipt}", _SOFT)
    if len(result.versions) > 1:
        say(f"{len(result.versions)} rival versions: {', '.join(map(short, result.versions))}", _WARN)


def exported(result: Exported) -> None:
    """What was given out, and what stayed behind."""
    say(f"{result.path}: {result.form} at level {result.level}, {result.statements} statements")
    if result.withheld:
        what = f"{result.withheld} statements may not travel so far and were left out"
        say(f"{what}; `--level R3` leaves out nothing, and `show` names the level of the case", _WARN)


def verified(result: Verified) -> None:
    """What verification found."""
    say(f"verified: {result.statements} statements, Merkle root {result.root}", "bold green")
    for check in result.checks:
        say(f"  {check.what}: {check.found}")
    say("This proves")
    for claim in result.proves:
        say(f"  {claim}")
    say("It does not prove")
    for claim in result.does_not_prove:
        say(f"  {claim}")


def log(lines: tuple[LogLine, ...]) -> None:
    """The receipts."""
    rows = table("at (UTC)", "recorder", "statements", "store", "no.", "receipt")
    for line in lines:
        rows.add_row(
            cell(line.at), cell(line.recorder), cell(line.statements), cell(short(line.store), _SOFT), cell(line.seq),
            cell(short(line.digest), _SOFT),
        )  # fmt: skip
    out().print(rows)


def told(rows: list[Told]) -> None:
    """The casebook, traced."""
    made = table("case", "statements", "sources", "origins", "things", "accounts", "windows")
    for row in rows:
        title = f"{row.title} (training: invented)" if row.training else row.title
        counts = (row.statements, row.sources, row.origins, row.subjects, row.accounts, row.windows)
        made.add_row(cell(title), *map(cell, counts))
    out().print(made)


def dossier(result: Dossier) -> None:
    """A trace: four lines, then chain, windows and durations of each thing."""
    if result.training:
        say(result.training, "bold white on red")
    say(result.title, _STRONG)
    if result.provenance.known_by:
        say(f"as known by {result.provenance.known_by}", _WARN)
    four = result.four
    for heading, lines in (
        ("Documented", four.documented),
        ("Reported", four.reported),
        ("Inferred", four.inferred),
        ("What would settle it", four.would_settle),
    ):
        _points(heading, lines)
    say(footing(result), _SOFT)
    for subject in result.subjects:
        _subject(subject)
    if result.left_out:
        say(f"and {result.left_out} more things with events: name one to trace it", _WARN)
    for ahead in result.forward:
        _forward(ahead)
    for section in result.sections:
        _points(section.heading, section.lines)
    for problem in result.problems:
        say(f"problem ({problem.severity}): {problem.message} {_refs(problem.refs)}", _WARN)
    _cited(result)
    say(
        f"assessment {result.assessment}, witnessmark {result.provenance.version}, case {result.provenance.case}", _SOFT
    )


def plainly(result: Dossier) -> None:
    """The same as lines of text."""
    block(plain(result).rstrip("\n"))


def _refs(numbers: tuple[int, ...]) -> str:
    return "".join(f"[{n}]" for n in numbers)


def _points(heading: str, lines: tuple[Line, ...]) -> None:
    say("")
    say(heading, _STRONG)
    for line in lines:
        say(f"  • {line.text} {_refs(line.refs)}")


def _subject(subject: Subject) -> None:
    say("")
    say(subject.name, "bold underline")
    if subject.facts:
        say(" · ".join(f"{label}: {value}" for label, value in subject.facts), _SOFT)
    for account in subject.accounts:
        _account(account)
    for line in subject.previous_users:
        say(f"previous user: {line.text} {_refs(line.refs)}")
    for conflict in subject.conflicts:
        say(f"conflict: {conflict.why}; all versions stand", _WARN)
    if subject.durations:
        _durations(subject)


def _account(account: AccountLine) -> None:
    say("")
    say(account.label, _STRONG)
    _chain(account)
    for event in account.others:
        link = "" if event.link == "itself" else f" ({event.link})"
        say(f"  also: {event.what}, {event.when}{link} {_refs(event.refs)}", _SOFT)
    for window in account.windows:
        _window(window)
    for none in account.undetermined:
        say(f"  undetermined against {none.title}: {none.why} {_refs(none.refs)}", _SOFT)


def _durations(subject: Subject) -> None:
    rows = table("from → to", "time", "footing", title="How long it took")
    for took in subject.durations:
        footing_said = took.kind + (f"; hence {took.follows}" if took.follows else "")
        rows.add_row(cell(f"{took.text} {_refs(took.refs)}"), cell(took.days, _STRONG), cell(footing_said))
    say("")
    out().print(rows)


def _chain(account: AccountLine) -> None:
    rows = table("holder", "came to it", "until")
    for element in account.elements:
        match element:
            case GapLine():
                rows.add_row(cell("  ╌╌ nobody documents this leg", _WARN), Text(""), Text(""))
            case HolderLine():
                first = element.began or (element.seen[0] if element.seen else None)
                known = "" if element.began else "known from "
                began = (
                    "?"
                    if first is None
                    else f"{known}{first.label}, {first.when}{_derived(first.is_derived)} {_refs(first.refs)}"
                )
                ended = (
                    "?"
                    if element.ended is None
                    else f"{element.ended.label}, {element.ended.when}{_derived(element.ended.is_derived)}"
                )
                rows.add_row(cell(element.name), cell(began), cell(ended, _SOFT))
    out().print(rows)


def _derived(is_derived: bool) -> str:
    return " (derived)" if is_derived else ""


def _window(window: WindowLine) -> None:
    derived = " (rests on a derived date)" if window.rests_on_derived_date else ""
    derived += " (rests on a date in doubt)" if window.rests_on_doubtful_date else ""
    say(f"  window, judged against: {window.title}", "bold cyan")
    say(f"    {window.what} {window.dates_said}{derived} {_refs(window.refs)}")
    if window.paper:
        say(f"    authority: {window.paper}; {'; '.join(window.authority)}", _SOFT)
    say(
        f"    after {window.after}; before {window.before}"
        + (f"; between them {window.elapsed}" if window.elapsed else "")
    )
    say(f"    stage: {window.stage}; cause: {window.cause}")
    say(f"    rule: {window.rule}", _SOFT)
    say(f"    upstream: {', '.join(f'{party} ({window.caveat})' for party in window.upstream)}", _SOFT)


def _forward(ahead: Forward) -> None:
    say("")
    say(f"Forward from: {ahead.name}", "bold underline")
    for part in ahead.parts:
        say(f"  {part.text} {_refs(part.refs)}")
    rows = table("thing", "reached because", "transfers and finds", "beyond that")
    for reach in ahead.reached:
        events = stacked(*(f"{e.what}, {e.when} {_refs(e.refs)}" for e in (*reach.transfers, *reach.finds)))
        why = f"{reach.kind}: {reach.text}" if reach.text else reach.kind
        rows.add_row(cell(reach.name), cell(f"{why} {_refs(reach.refs)}"), events, cell(reach.beyond))
    out().print(rows)


def _cited(result: Dossier) -> None:
    names = {source.number: source for source in result.sources}
    rows = table("no.", "statement", "footing", "source", title="Statements")
    for cited in result.cited:
        source = names.get(cited.source or 0)
        told_by = "–" if source is None else source.publisher or source.name
        relying = names.get(cited.citing or 0)
        told_by += f", relying on {relying.publisher or relying.name}" if relying else ""
        why = f": {cited.because}" if cited.because else ""
        sentence = f"{cited.sentence} (correction{why})" if cited.is_correction else cited.sentence
        rows.add_row(cell(cited.number), cell(sentence), cell(cited.standing, _SOFT), cell(told_by, _SOFT))
    say("")
    out().print(rows)
