"""The commands. Each parses, calls one function of ``app`` and prints what it returns."""

import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from witnessmark import bootstrap
from witnessmark.app import asking, checking, moving, recording, sealing
from witnessmark.app.demo import tell_casebook
from witnessmark.app.desk import Desk
from witnessmark.app.evidence import signing
from witnessmark.app.evidence.handling import Handover
from witnessmark.cli import bundles, evidence, form, importing, lookup, marks, match, names, readings, registers
from witnessmark.cli import show as shown
from witnessmark.cli.console import Watched, print_json, reporting, say
from witnessmark.cli.opening import AsJson, CasePath, asked, config, opened, pairs, typed_value
from witnessmark.errors import NotAllowed, UsageError
from witnessmark.model.decisions import CaseHeader, Level
from witnessmark.model.statement import Statement
from witnessmark.version import VERSION

app = typer.Typer(
    name="witnessmark",
    help="Trace diverted arms: sourced custody chains and windows of diversion.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

StatementPrefix = Annotated[str, typer.Argument(metavar="STATEMENT", help="The start of a statement's id.")]
By = Annotated[str, typer.Option("--by", help="Who answers for it: a name or a role.")]
Why = Annotated[str, typer.Option("--why", help="The reason; it stays in the case.")]
KnownBy = Annotated[
    str,
    typer.Option("--known-by", metavar="DATE", help="Answer as on that day: only what had been received."),
]


def _version(is_asked: bool) -> None:
    if is_asked:
        say(f"witnessmark {VERSION}")
        raise typer.Exit


@app.callback()
def _main(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def new(
    case: CasePath,
    title: Annotated[str, typer.Option(help="What the case is called; without it, a file that is added says.")] = "",
    level: Annotated[Level, typer.Option(help="How far statements travel unless decided otherwise.")] = Level.R2,
    encrypt: Annotated[
        bool, typer.Option("--encrypt", help="Encrypt at rest, under WITNESSMARK_PASSPHRASE or as asked.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make a new, empty case."""
    with reporting(as_json):
        settings = config()
        passphrase = (settings.passphrase or asked(case, twice=True)) if encrypt else None
        if encrypt and not passphrase:
            raise UsageError(
                "want a passphrase in WITNESSMARK_PASSPHRASE, got none, and there is no terminal to ask at"
            )
        header = Statement(content=CaseHeader(title=title, level=level))
        recording.encoded(header)  # what cannot be recorded is refused before there is a case
        store = bootstrap.create_store(case, passphrase)
        if title:
            recording.record(bootstrap.desk(store, settings), header)
        store.close()
        if as_json:
            print_json({"case": case, "title": title, "level": level, "encrypted": encrypt})
        else:
            say(f"new case: {case}" + (" (encrypted)" if encrypt else ""))


@app.command()
def add(
    case: CasePath,
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files in the notation; - for standard input.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read the files and say what is wrong; add nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Add files in the notation to a case: all of a file, or nothing of it and every bad line."""
    with opened(case, as_json) as desk:
        results = []
        for name in files:
            results.append(recording.look_at(desk, name) if dry_run else recording.add(desk, name))
            if not as_json:
                shown.looked_at(name, results[-1]) if dry_run else shown.added(results[-1])
        if as_json:
            print_json(results[0] if len(results) == 1 else results)


@app.command()
def show(
    case: CasePath,
    what: Annotated[
        str,
        typer.Argument(
            metavar="[WHAT]", help="A kind such as transfer, the start of a statement's id, or a part of a name."
        ),
    ] = "",
    known_by: KnownBy = "",
    as_json: AsJson = False,
) -> None:
    """Show what a case holds: its things, statements of a kind or a name, or one statement in full."""
    with opened(case, as_json) as desk:
        if asking.is_prefix(what):
            detail = asking.detail(desk, what)
            print_json(detail) if as_json else shown.detail(detail)
        else:
            listing = asking.listing(desk, what, known_by=known_by)
            print_json(listing) if as_json else shown.listing(listing)


@app.command()
def trace(
    case: CasePath,
    thing: Annotated[str, typer.Argument(metavar="[THING]", help="Part of its name, or the start of its id.")] = "",
    forward: Annotated[
        bool, typer.Option("--forward", help="From a consignment, lot or programme to what became of it.")
    ] = False,
    known_by: KnownBy = "",
    plain: Annotated[bool, typer.Option("--plain", help="Lines of text without tables.")] = False,
    as_json: AsJson = False,
) -> None:
    """Trace a thing: who held it and when, and the windows in which it may have been diverted."""
    with opened(case, as_json) as desk:
        result = asking.trace(desk, thing, known_by=known_by, forward=forward)
        if as_json:
            print_json(result)
        elif plain:
            shown.plainly(result)
        else:
            shown.dossier(result)


@app.command()
def log(case: CasePath, as_json: AsJson = False) -> None:
    """List the receipts: who recorded how much, when, in which store."""
    with opened(case, as_json) as desk:
        lines = checking.log(desk)
        print_json(lines) if as_json else shown.log(lines)


@app.command()
def head(case: CasePath, as_json: AsJson = False) -> None:
    """Print the signed head to keep elsewhere; `verify --head` checks against it."""
    with opened(case, as_json) as desk:
        sys.stdout.write(checking.head_line(desk))


@app.command()
def verify(
    case: CasePath,
    against: Annotated[str, typer.Option("--head", metavar="FILE", help="A head that was kept elsewhere.")] = "",
    as_json: AsJson = False,
) -> None:
    """Check every digest, chain, signature and seal, and say what that proves."""
    with opened(case, as_json) as desk:
        result = checking.verify(desk, head=against)
        print_json(result) if as_json else shown.verified(result)


@app.command()
def merge(
    case: CasePath,
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="Bundles or cases to unite with CASE.")],
    as_json: AsJson = False,
) -> None:
    """Unite other cases or bundles with a case: set union, with their receipts."""
    with opened(case, as_json) as desk:
        results = []
        for other in others:
            results.append(_merged(desk, other))
            if not as_json:
                bundles.came_in(results[-1])
        if as_json:
            print_json(results[0] if len(results) == 1 else results)


def _merged(desk: Desk, other: str) -> moving.Merged:
    if signing.is_signed_bundle(desk, other):
        return signing.take_in(desk, other)
    if moving.is_bundle(desk, other):
        return moving.merge_bundle(desk, other)
    store = bootstrap.open_store(other, config().passphrase)
    try:
        return moving.merge_store(desk, other, store)
    finally:
        store.close()


@app.command()
def retract(case: CasePath, statement: StatementPrefix, by: By, why: Why, as_json: AsJson = False) -> None:
    """Hide a statement, until the retraction is itself retracted. Nothing is deleted."""
    with opened(case, as_json) as desk:
        i = recording.retract(desk, statement, by=by, reason=why)
        print_json({"retraction": i}) if as_json else say(f"retracted by {i}")


@app.command()
def correct(
    case: CasePath,
    statement: StatementPrefix,
    why: Why,
    changes: Annotated[
        list[str],
        typer.Option("--set", metavar="FIELD=VALUE", help="A field and its new value, as in the notation."),
    ],
    as_json: AsJson = False,
) -> None:
    """Supersede a statement by a corrected one; both stay in the set."""
    with opened(case, as_json) as desk:
        i = recording.correct(desk, statement, pairs(changes), reason=why)
        print_json({"correction": i}) if as_json else say(f"corrected by {i}")


@app.command()
def seal(
    case: CasePath,
    by: By = "",
    why: Why = "",
    what: Annotated[str, typer.Option("--what", help="What kind of value it is: a contact, an exact place.")] = "",
    open_: Annotated[str, typer.Option("--open", metavar="SEALED", help="Print the value behind a commitment.")] = "",
    erase: Annotated[
        str, typer.Option("--erase", metavar="SEALED", help="Destroy the key: nobody can open it again.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Seal a value read from standard input, and print what to write in its place; or open or erase one."""
    with opened(case, as_json) as desk:
        if open_:
            value = sealing.unsealed(desk, open_).value
            print_json({"value": value}) if as_json else say(value)
        elif erase:
            gone = sealing.erase(desk, erase, by=by, reason=why)
            print_json({"erased": gone}) if as_json else say(f"erased: sealed:{gone}")
        else:
            sealed = sealing.seal(desk, typed_value(desk, "value"), what=what, by=by, reason=why)
            print_json({"sealed": sealed}) if as_json else say(f"sealed:{sealed}")


@app.command()
def export(
    case: CasePath,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to write it.")],
    form: Annotated[
        str, typer.Option("--as", help="dossier (one HTML file), notation (text), bundle, or evidence (signed ZIP).")
    ] = "dossier",
    level: Annotated[Level, typer.Option(help="Leave out what may not travel so far.")] = Level.R0,
    with_sealed: Annotated[
        bool, typer.Option("--with-sealed", help="Spell out sealed values: notation at R3 only.")
    ] = False,
    original: Annotated[
        bool, typer.Option("--original", help="Pictures as they came, with the place and device that they tell.")
    ] = False,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who gives evidence out, for the handling log.")] = "",
    recipient: Annotated[str, typer.Option("--for", metavar="NAME", help="Whom the evidence is for.")] = "",
    as_json: AsJson = False,
) -> None:
    """Give a case out at a disclosure level, as a dossier, as notation, or as a bundle with or without its evidence."""
    with opened(case, as_json) as desk:
        if form == "evidence":
            if with_sealed:
                raise NotAllowed("sealed values are spelled out in notation at level R3 only")
            handover = Handover(by=by, to=recipient)
            signed = signing.give_out(desk, output, handover, level=level, with_originals=original)
            print_json(signed) if as_json else bundles.given_out(signed)
            return
        if original or by or recipient:
            raise UsageError("--original, --by and --for belong to --as evidence: nothing else is a handover of it")
        result = moving.export(desk, output, form=form, level=level, with_sealed=with_sealed)
        print_json(result) if as_json else shown.exported(result)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to write cases and dossiers.")] = Path("demo"),
    as_json: AsJson = False,
) -> None:
    """Trace every published case of the casebook, from its sources to a dossier."""
    with reporting(as_json), Watched() as progress:
        settings = config()
        rows = []
        for row in tell_casebook(
            bootstrap.examples(),
            lambda name: str(folder / f"{Path(name).stem}.html"),
            lambda name: bootstrap.desk(bootstrap.fresh_store(folder / f"{Path(name).stem}.case"), settings, progress),
        ):
            rows.append(row)
            progress.advance(len(rows), None, row.title)
    if as_json:
        print_json(rows)
    else:
        shown.told(rows)
        say("")
        say(f"One dossier for each case, to open in a browser: {folder}{os.sep}*.html")
        say(f"The same in the terminal: witnessmark trace {folder / 'missile-9m111mb-1.case'}")


app.command()(marks.read)
app.command()(marks.schemes)
app.command()(marks.identify)
app.command()(readings.reread)
app.command()(readings.confusions)
app.command()(form.form)
app.command()(names.name)
app.command()(lookup.lookup)
app.command()(match.match)
app.command()(match.review)
app.command(name="import")(importing.import_)
app.command(name="map")(importing.map_)
app.add_typer(registers.register, name="register")
app.add_typer(evidence.evidence, name="evidence")


def main() -> None:
    """Run the command line, under its own name also as ``python -m witnessmark``."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter shows its number.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app(prog_name="witnessmark")
