"""Marks: the commands that read marks and explain the schemes; they need no case."""

from typing import Annotated

import typer

from witnessmark import bootstrap
from witnessmark.app.marking import MarksRead, SchemeLine, identified, listed, read_list, read_marks
from witnessmark.cli.console import Watched, cell, out, print_json, reporting, say, stacked, table
from witnessmark.cli.opening import AsJson, FieldValues
from witnessmark.cli.readings import keep_identification, keep_reading, learnt
from witnessmark.errors import UsageError
from witnessmark.marks.joint import Answer
from witnessmark.marks.meaning import Interpretation, Piece
from witnessmark.vocabulary.identify import Identified

_MOST_YEARS = 12
_WARN, _SOFT, _STRONG = "yellow", "dim", "bold"
Into = Annotated[str, typer.Option("--into", metavar="CASE", help="Record it in this case.")]
Of = Annotated[str, typer.Option("--of", metavar="THING", help="What it is on: part of its name, or its id.")]


def read(
    marks: Annotated[
        list[str] | None, typer.Argument(metavar="[MARK]...", help="The marks of one item, each as typed.")
    ] = None,
    headstamp: Annotated[
        list[str] | None, typer.Option(metavar="SIGNS", help='Signs by their hours, such as "12:60 6:09".')
    ] = None,
    batch: Annotated[str, typer.Option("--from", metavar="FILE", help="One item a line; - for standard input.")] = "",
    learnt_from: Annotated[
        str, typer.Option(metavar="CASE", help="Take from its readings which characters are mistaken for which.")
    ] = "",
    into: Into = "",
    of: Of = "",
    set_: FieldValues = None,
    as_json: AsJson = False,
) -> None:
    """Read marks: what each can mean, by which scheme, on what source; and what they say together.

    With --into and --of, the one mark given is recorded as a reading; --set mark=serial, reader=..., wear=worn.
    """
    if into or of or set_:
        read_so = [*(marks or ()), *(headstamp or ())]
        keep_reading(into, of, read_so, set_ or (), is_alone=not (batch or learnt_from), as_json=as_json)
        return
    likeness = learnt(learnt_from, as_json=as_json)
    with reporting(as_json):
        if not (marks or headstamp or batch):
            raise UsageError('want a mark to read, such as: witnessmark read "((10)) IK-25-1777"')
        results = [read_marks(marks or (), headstamp or (), likeness)] if marks or headstamp else []
        if batch:
            with Watched() as progress:
                results.extend(read_list(bootstrap.files(), batch, progress, likeness))
        if as_json:
            print_json(results if batch else results[0])
        else:
            for result in results:
                _marks(result)


def identify(
    description: Annotated[str, typer.Argument(metavar="DESCRIPTION", help="What it is, in the words of who saw it.")],
    mark: Annotated[list[str] | None, typer.Option(metavar="MARK", help="A mark of it, as typed.")] = None,
    headstamp: Annotated[list[str] | None, typer.Option(metavar="SIGNS", help="Its headstamp, by the hours.")] = None,
    into: Into = "",
    of: Of = "",
    take: Annotated[str, typer.Option(metavar="MODEL", help="The candidate that you take it to be.")] = "",
    as_json: AsJson = False,
) -> None:
    """Say what a thing can be, by its description and its marks, and why.

    With --into, --of and --take, the candidate that you take is recorded as an identification, with its reasons.
    """
    with reporting(as_json):
        found = identified(description, mark or (), headstamp or ())
        if not (into or of or take):
            print_json(found) if as_json else _identified(found)
    if into or of or take:
        keep_identification(into, of, found, take, as_json=as_json)


def schemes(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="One scheme, explained in full.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the marking schemes that are known, or explain one."""
    with reporting(as_json):
        found = listed(name)
        if as_json:
            print_json(found)
        elif name:
            _scheme(found[0])
        else:
            _schemes(found)


def _marks(result: MarksRead) -> None:
    for mark, keys in zip(result.marks, result.keys, strict=True):
        _mark(mark, keys)
    if result.answers:
        _answers(result.answers)


def _mark(mark: Interpretation, keys: tuple[str, ...]) -> None:
    say(mark.reading.typed, _STRONG)
    for piece in mark.pieces:
        _piece(piece)
    for problem in mark.problems:
        say(f"  note: {problem}", _WARN)
    for decider in mark.would_decide:
        say(f"  would decide {decider}")
    if keys and any(keys):
        say(f"  search keys: {', '.join(keys)}", _SOFT)
    say("")


def _piece(piece: Piece) -> None:
    rows = table("share", piece.typed.strip(), "because", "rests on")
    for meaning in piece.meanings:
        said = "; ".join(map(str, meaning.claims))
        footing = meaning.support.source if meaning.support.is_verified else f"background: {meaning.support.source}"
        rows.add_row(
            cell(_share(meaning.weight), _STRONG),
            cell(said),
            cell(f"{meaning.scheme}: {meaning.because}"),
            cell(footing, _SOFT if meaning.support.is_verified else _WARN),
        )
    rows.add_row(cell(_share(piece.rest)), cell("none of these"), cell("no scheme in our tables"), cell(""))
    out().print(rows)
    if piece.left_out:
        say(f"  {piece.left_out} meanings of little weight are left out", _SOFT)


def _share(weight: float) -> str:
    return f"{weight:.0%}" if weight >= 0.1 else f"{weight:.1%}"


def _answers(answers: tuple[Answer, ...]) -> None:
    say("Together", _STRONG)
    rows = table("share", "what the marks say between them", "each read under")
    for answer in answers[:5]:
        told = "; ".join(map(str, answer.claims)) or "nothing"
        against = (f"! {each}" for each in answer.contradictions)
        each = ", ".join(f"{typed.strip()}: {scheme or 'none of these'}" for typed, scheme in answer.taken)
        rows.add_row(cell(_share(answer.weight), _STRONG), stacked(told, *against), cell(each, _SOFT))
    out().print(rows)
    say("Shares are weights of our own tables, not calibrated probabilities.", _SOFT)


def _identified(found: Identified) -> None:
    for candidate in found.candidates:
        facts = ", ".join(f"{label.replace('_', ' ')} {value}" for label, value in candidate.facts.items())
        say(f"{candidate.model}  ({candidate.bits:.1f} bits)", _STRONG)
        say(f"  {facts}", _SOFT)
        if candidate.years:
            say(f"  years that the marks allow: {', '.join(candidate.years[:_MOST_YEARS])}")
        for reason in candidate.reasons:
            say(f"  for: {reason}")
        for reason in candidate.against:
            say(f"  against: {reason}", _WARN)
    for problem in found.problems:
        say(problem, _WARN)
    for named in found.understood if not found.candidates else ():
        say(f"understood: {named.sort} {named.name}: {named.because}", _SOFT)
    say("Bits are weights of our own catalogue, not calibrated.", _SOFT)


def _schemes(found: tuple[SchemeLine, ...]) -> None:
    rows = table("name", "what is marked so", "kind", "rests on", "example")
    for line in found:
        footing = "a source" if line.support.is_verified else "background"
        rows.add_row(
            cell(line.name), cell(line.title), cell(line.marks),
            cell(footing, "" if line.support.is_verified else _WARN), cell(line.examples[0]),
        )  # fmt: skip
    out().print(rows)


def _scheme(line: SchemeLine) -> None:
    say(f"{line.name}: {line.title}", _STRONG)
    for paragraph in line.explanation.split("\n\n"):
        say(" ".join(paragraph.split()))
    for label, told in (("makers", line.makers), ("period", line.period), ("examples", ", ".join(line.examples))):
        say(f"{label}: {told}")
    footing = "rests on" if line.support.is_verified else "background, not confirmed:"
    say(f"{footing} {line.support.source}", "" if line.support.is_verified else _WARN)
