"""Evidence: the commands that take in a camera card, show what is held, check it, and give it out."""

from contextlib import ExitStack
from typing import Annotated

import msgspec
import typer

from witnessmark import bootstrap
from witnessmark.cli.console import print_json
from witnessmark.cli.opening import AsJson, CasePath, beside, opened
from witnessmark.cli.timestamps import existed, timestamp
from witnessmark.evidence.grouping import METRES, MINUTES
from witnessmark.model.decisions import Level

evidence = typer.Typer(help="Photographs and papers: taken in, transcribed, checked, given out.", no_args_is_help=True)

Against = Annotated[
    list[str] | None,
    typer.Option("--against", metavar="CASE", help="Another case in which to look for pictures that are alike."),
]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who did it: a name or a role, for the handling log.")]
_NOT_WHOLE = 5
"""The exit status where evidence is missing or damaged: as of any error of evidence."""

# Whoever does something else with a case should not wait for what works with pictures.
# ruff: noqa: PLC0415


evidence.command()(timestamp)


@evidence.command()
def add(
    case: CasePath,
    paths: Annotated[list[str], typer.Argument(metavar="FOLDER|FILE...", help="A camera's card, folders or files.")],
    by: By = "",
    how: Annotated[str, typer.Option(help="With what, and from whom: a card reader, the photographer.")] = "",
    origin: Annotated[str, typer.Option("--from", help="What to write in place of paths, which can name people.")] = "",
    source: Annotated[
        str, typer.Option(metavar="ID", help="Whose pictures these are: the start of a source's id.")
    ] = "",
    seal_places: Annotated[bool, typer.Option("--seal-places", help="Seal the places that pictures tell.")] = False,
    against: Against = None,
    as_json: AsJson = False,
) -> None:
    """Keep the files of a camera card or folder unaltered, and record what they are. Twice adds nothing."""
    from witnessmark.app.evidence import acquiring
    from witnessmark.cli import show_evidence as shown

    with ExitStack() as stack:
        desk = stack.enter_context(opened(case, as_json))
        said = acquiring.Acquisition(by=by, how=how, origin=origin, source=source, seals_places=seal_places)
        found = acquiring.add(desk, bootstrap.cards(), paths, said, beside(stack, against or (), desk))
        print_json(found) if as_json else shown.added(found)


@evidence.command()
def show(
    case: CasePath,
    digest: Annotated[str, typer.Argument(metavar="[DIGEST]", help="The start of a digest; without it, a list.")] = "",
    against: Against = None,
    as_json: AsJson = False,
) -> None:
    """List the evidence of a case; or show one piece: who had it, what it shows, who read what, what looks like it."""
    from witnessmark.app.evidence import asking as evidence_asking
    from witnessmark.cli import show_evidence as shown

    with ExitStack() as stack:
        desk = stack.enter_context(opened(case, as_json))
        if digest:
            found = evidence_asking.shown(desk, digest, beside(stack, against or (), desk))
            print_json(found) if as_json else shown.piece(found)
        else:
            lines = evidence_asking.listed(desk)
            print_json(lines) if as_json else shown.listed(lines)


@evidence.command()
def sheet(
    case: CasePath,
    to: Annotated[str, typer.Option("--to", metavar="FOLDER", help="Where to write the sheets.")],
    second: Annotated[
        bool, typer.Option("--second", help="For a second reader: without what was read before.")
    ] = False,
    seed: Annotated[str, typer.Option(help="Of the order of a second reader's rows.")] = "1",
    minutes: Annotated[float, typer.Option(min=0.01, help="A pause from which on a picture begins a group.")] = MINUTES,
    metres: Annotated[float, typer.Option(min=0.1, help="A distance from which on it does.")] = METRES,
    as_json: AsJson = False,
) -> None:
    """Write a contact sheet of all photographs, and a spreadsheet on which a person writes what they show."""
    from witnessmark.app.evidence import sheet as evidence_sheet
    from witnessmark.cli import show_evidence as shown

    with opened(case, as_json) as desk:
        order = evidence_sheet.SheetOrder(folder=to, is_second=second, seed=seed, minutes=minutes, metres=metres)
        found = evidence_sheet.write_sheet(desk, order, bootstrap.typesetter())
        print_json(found) if as_json else shown.sheet(found)


@evidence.command()
def take(
    case: CasePath,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The spreadsheet, filled in.")],
    reader: Annotated[str, typer.Option(metavar="NAME", help="Who read: a name or a role.")] = "",
    as_json: AsJson = False,
) -> None:
    """Take a filled spreadsheet back: things, photos and readings; mistakes are told. Twice adds nothing."""
    from witnessmark.app.evidence import taking as evidence_taking
    from witnessmark.cli import show_evidence as shown

    with opened(case, as_json) as desk:
        found = evidence_taking.take(desk, file, reader)
        print_json(found) if as_json else shown.taken(found)


@evidence.command()
def verify(case: CasePath, by: By = "", as_json: AsJson = False) -> None:
    """Read all evidence of a case and compare it with its digests, and check its timestamps; --by writes it down."""
    from witnessmark.app.evidence import checking as evidence_checking
    from witnessmark.app.evidence import timestamps
    from witnessmark.cli import show_evidence as shown

    with opened(case, as_json) as desk:
        found = evidence_checking.verify(desk, by=by)
        stamps = timestamps.existed(desk, bootstrap.tokens)
        if as_json:
            print_json(msgspec.to_builtins(found) | {"timestamps": msgspec.to_builtins(stamps)})
        else:
            shown.verified(found)
            existed(stamps)
    if not found.is_whole or any(stamp.problem for stamp in stamps):
        raise typer.Exit(_NOT_WHOLE)


@evidence.command()
def export(
    case: CasePath,
    to: Annotated[str, typer.Option("--to", metavar="FOLDER", help="Where to write the copies and a list of them.")],
    level: Annotated[Level, typer.Option(help="Leave out what may not travel so far.")] = Level.R0,
    original: Annotated[bool, typer.Option("--original", help="Pictures as they came, too: from level R2 on.")] = False,
    by: By = "",
    recipient: Annotated[str, typer.Option("--for", metavar="NAME", help="Whom it is for.")] = "",
    as_json: AsJson = False,
) -> None:
    """Write working copies of pictures, and papers as they came; the handling log says who gave what to whom."""
    from witnessmark.app.evidence import giving as evidence_giving
    from witnessmark.app.evidence.handling import Handover
    from witnessmark.cli import show_evidence as shown

    with opened(case, as_json) as desk:
        handover = Handover(by=by, to=recipient)
        order = evidence_giving.Order(folder=to, level=level, handover=handover, wants_originals=original)
        found = evidence_giving.export(desk, order)
        print_json(found) if as_json else shown.given(found)


@evidence.command()
def redact(
    case: CasePath,
    digest: Annotated[str, typer.Argument(metavar="DIGEST", help="The start of a picture's digest.")],
    region: Annotated[
        list[str],
        typer.Option("--region", metavar="L,T,W,H", help="What to fill, in hundredths of the upright picture."),
    ],
    by: By = "",
    why: Annotated[str, typer.Option("--why", help="The reason; it stays in the log of the original.")] = "",
    level: Annotated[
        Level | None, typer.Option(help="From which level on the copy travels; as the case without.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a copy of a picture with regions filled with black, as evidence of its own that names its original."""
    from witnessmark.app.evidence import redacting as evidence_redacting
    from witnessmark.cli import show_evidence as shown

    with opened(case, as_json) as desk:
        redaction = evidence_redacting.Redaction(regions=tuple(region), by=by, why=why, level=level)
        found = evidence_redacting.redact(desk, digest, redaction)
        print_json(found) if as_json else shown.redacted(found)
