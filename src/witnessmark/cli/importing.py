"""Importing: the commands that read a table into a case or a register, and that propose how."""

from typing import TYPE_CHECKING, Annotated

import typer

from witnessmark import bootstrap
from witnessmark.cli.console import Watched, block, cell, out, print_json, reporting, say, table
from witnessmark.cli.importing_tables import figures_told
from witnessmark.cli.opening import AsJson, opened
from witnessmark.errors import UsageError

if TYPE_CHECKING:
    from witnessmark.app.tables.choosing import Chosen
    from witnessmark.app.tables.importing import Imported
    from witnessmark.app.tables.sight import Sight

FilePath = Annotated[str, typer.Argument(metavar="FILE", help="CSV, XLSX, ODS, Parquet, JSON lines, GeoJSON or ZIP.")]
MappingPath = Annotated[
    str, typer.Option("--mapping", "-m", metavar="FILE|NAME", help="A mapping file, or the name of a ready one.")
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="HEADING=ROLE", help="What a column is, where the proposal is wrong."),
]
MediaPath = Annotated[
    str, typer.Option("--media", metavar="PATH", help="A folder or ZIP of photographs that belong to the table.")
]
_WARN, _SOFT, _STRONG = "yellow", "dim", "bold"
_FEW = 8

# Reading tables loads much: each command loads what works with it.
# ruff: noqa: PLC0415


def import_(
    file: FilePath,
    into: Annotated[str, typer.Option("--into", metavar="CASE", help="The case that takes it.")] = "",
    register: Annotated[str, typer.Option("--register", metavar="NAME", help="The register that takes it.")] = "",
    mapping: MappingPath = "",
    media: MediaPath = "",
    yes: Annotated[bool, typer.Option("--yes", help="Take it without a preview.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="The preview, and nothing else.")] = False,
    corrects: Annotated[
        str,
        typer.Option("--corrects", metavar="IMPORT", help="The import that this corrects, by its id; or: nothing."),
    ] = "",
    by: Annotated[
        str, typer.Option("--by", help="Who answers for retracting what a corrected file no longer says.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Read a table into a case or a register, through a mapping; nothing enters without a preview or --yes."""
    if bool(into) == bool(register):
        with reporting(as_json):
            raise UsageError("want --into CASE or --register NAME, and one of them")
    if register and (corrects or by or media):
        with reporting(as_json):
            raise UsageError("want --corrects, --by and --media with --into CASE, got them with --register")
    if register:
        from witnessmark.cli.importing_register import into_register

        into_register(file, register, mapping, yes=yes, dry_run=dry_run, as_json=as_json)
        return
    from witnessmark.app.tables import importing
    from witnessmark.app.tables.sight import refuse_silence

    with opened(into, as_json) as desk:
        chosen = _chosen(file, mapping)
        if chosen.columns and not as_json:
            _proposed(chosen)
        if not yes or dry_run:
            sight = importing.look(desk, file, chosen.mapping, corrects=corrects, media=media)
            refuse_silence(sight)
            if dry_run or not _agreed(sight, into, as_json):
                if dry_run and as_json:
                    print_json(sight)
                elif dry_run:
                    shown(sight)
                return
        done = importing.take(desk, file, chosen.mapping, chosen.text, corrects=corrects, by=by, media=media)
        print_json(done) if as_json else _taken(done, into, has_been_shown=not yes)


def _agreed(sight: "Sight", into: str, as_json: bool) -> bool:
    """Whether whoever is at the terminal agrees to the preview."""
    import sys

    if as_json or not sys.stdin.isatty():
        if not as_json:
            shown(sight)
        raise UsageError("want --yes, or a terminal at which to agree to the preview; nothing was taken")
    shown(sight)
    return typer.confirm(f"take this into {into}?", default=False, err=True)


def map_(
    file: FilePath,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to write the mapping.")] = "",
    mapping: MappingPath = "",
    media: MediaPath = "",
    column: Columns = None,
    as_json: AsJson = False,
) -> None:
    """Propose a mapping for a table, and show what each row would become: correct it, and import with it."""
    from witnessmark.app.tables import choosing as mappings

    with reporting(as_json), Watched() as progress:
        books, files = bootstrap.books(), bootstrap.files()
        chosen = mappings.chosen(books, files, file, mapping, columns=column or [])
        sight = mappings.preview(books, file, chosen, progress, media=media)
        if output:
            files.write(output, [chosen.text.encode()])
        if as_json:
            print_json({"mapping": chosen.text, "why": chosen.why, "columns": chosen.columns, "sight": sight})
            return
        _proposed(chosen)
        shown(sight)
        if output:
            say(f"written: {output}; correct it, look again with `map {file} -m {output}`, then import with it")
        elif not chosen.is_ready:
            say("-o FILE writes the mapping; --column 'HEADING=ROLE' corrects the proposal")


def _chosen(file: str, mapping: str) -> "Chosen":
    from witnessmark.app.tables import choosing as mappings

    return mappings.chosen(bootstrap.books(), bootstrap.files(), file, mapping)


def _proposed(chosen: "Chosen") -> None:
    say(f"mapping: {chosen.mapping.name} ({chosen.why})", _STRONG)
    if chosen.columns:
        told = table("column", "looks like", "because", "for example")
        for each in chosen.columns:
            told.add_row(cell(each.heading), cell(each.role or "?", "" if each.role else _WARN), cell(each.because),
                         cell(each.example))  # fmt: skip
        out().print(told)
        say("")


def shown(sight: "Sight") -> None:
    """What an import would bring, for a person to agree to."""
    say(f"{sight.file} ({sight.read_as}), by the mapping {sight.mapping}", _STRONG)
    for line in (*sight.tables, *sight.notes):
        say(f"  {line}", _SOFT)
    if sight.is_same:
        say("  imported before by this very mapping: only what was interrupted is new", _WARN)
    elif sight.corrects:
        say(
            f"  corrects the import {sight.corrects[:10]}: {sight.unchanged} statements stand, {sight.corrected} are "
            f"corrected, {sight.gone} are gone"
        )
    _samples(sight)
    _counts(sight)
    _names(sight)
    figures_told(sight.figures, sight.checks)


def _samples(sight: "Sight") -> None:
    for sample in sight.samples:
        say("")
        say(f"{sample.where}  " + " | ".join(f"{name}: {text[:60]}" for name, text in sample.cells.items()), _SOFT)
        becomes = [line for line in sample.becomes.split("\n") if line.strip()] or ["as before"]
        block("\n".join(f"    {line}" for line in becomes))


def _counts(sight: "Sight") -> None:
    say("")
    made = ", ".join(f"{count:,} {kind}" for kind, count in sight.made.items()) or "nothing new"
    say(f"{sight.rows:,} rows become: {made}")
    for what, count in (*sight.left.items(), *sight.left_out.items()):
        cells = sight.left_out_cells.get(what, ())
        named = f": {', '.join(cells[:_FEW])}{', …' if len(cells) > _FEW else ''}" if cells else ""
        say(f"  left: {what}, {count:,} times{named}", _WARN if cells else _SOFT)
    if sight.unread:
        say(f"{sight.unread:,} rows cannot be read; they are kept as they stand:", _WARN)
        told = table("where", "column", "wanted", "got")
        for each in sight.first_unread[:_FEW]:
            told.add_row(cell(each.where), cell(each.column), cell(each.wanted), cell(each.got))
        out().print(told)


def _names(sight: "Sight") -> None:
    waiting = [each for each in sight.names if not each.name]
    found = [each for each in sight.names if each.name and each.name != each.typed]
    if waiting:
        say(
            f"{len(waiting)} names resolve to nothing and stay as typed; [names] in the mapping says what they are:",
            _WARN,
        )
        for each in waiting[:_FEW]:
            near = f"; near: {', '.join(each.near)}" if each.near else ""
            say(f"  {each.typed} ({each.times} times): {each.because}{near}")
        if len(waiting) > _FEW:
            say(f"  and {len(waiting) - _FEW} more: " + ", ".join(each.typed for each in waiting[_FEW:60]), _SOFT)
    if found:
        say(f"{len(found)} spellings resolve:", _SOFT)
        for each in found[:_FEW]:
            say(f"  {each.typed} is {each.name} ({each.bits:g} bits: {each.because})", _SOFT)


def _taken(done: "Imported", into: str, *, has_been_shown: bool) -> None:
    if not has_been_shown:
        shown(done.sight)
        say("")
    say(f"{into}: {done.new:,} new statements from {done.sight.file}", _STRONG)
    if done.retracted:
        say(f"{done.retracted} statements of the earlier edition are gone, and were retracted")
    elif done.sight.gone:
        say(f"{done.sight.gone} statements of the earlier edition are gone; --by NAME retracts them", _WARN)
