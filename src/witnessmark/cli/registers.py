"""Registers: the commands that take in bulk records, and list, show, check and forget them."""

from typing import TYPE_CHECKING, Annotated

import typer

from witnessmark import bootstrap
from witnessmark.cli.console import Watched, cell, out, print_json, reporting, say, table
from witnessmark.cli.opening import AsJson, config, opened

if TYPE_CHECKING:
    from witnessmark.app.registers import RegisterAdded, RegisterLine, RegisterShown, Trouble

register = typer.Typer(help="Bulk records of makers, exporters, forces and finds.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="What the register is called: small letters and hyphens.")]
_WARN, _SOFT, _STRONG = "yellow", "dim", "bold"

# Arrow takes as long to load as the rest of the program, so that each command loads what works with it.
# ruff: noqa: PLC0415


@register.command()
def add(
    name: Name,
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="CSV or Parquet files with its columns.")],
    as_json: AsJson = False,
) -> None:
    """Add files to a register: their records, and apart from them the rows that are none. Twice adds nothing."""
    from witnessmark.app import registers

    with reporting(as_json), Watched() as progress:
        shelf, clock = bootstrap.registers(config()), bootstrap.clock(config())
        results = []
        for path in files:
            results.append(registers.add(shelf, name, path, clock, progress))
            if not as_json:
                added_told(path, results[-1])
        if as_json:
            print_json(results[0] if len(results) == 1 else results)


@register.command(name="list")
def list_(as_json: AsJson = False) -> None:
    """List the registers of this machine."""
    from witnessmark.app import registers

    with reporting(as_json):
        lines = registers.listed(bootstrap.registers(config()))
        print_json(lines) if as_json else _lines(lines)


@register.command()
def show(name: Name, as_json: AsJson = False) -> None:
    """Show what a register holds, from which files, and what was kept apart."""
    from witnessmark.app import registers

    with reporting(as_json):
        found = registers.shown(bootstrap.registers(config()), name)
        print_json(found) if as_json else _shown(found)


@register.command()
def remove(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Forget a register. Cases that refer to it can no longer be replayed from it."""
    from witnessmark.app import registers

    with reporting(as_json):
        shelf = bootstrap.registers(config())
        line = registers.existing(shelf, name)
        if not yes:
            typer.confirm(f"forget {name}, with {line.rows} records?", abort=True, err=True)
        gone = registers.remove(shelf, name)
        print_json(gone) if as_json else say(f"forgotten: {gone.name}, {gone.rows:,} records")


@register.command()
def verify(name: Name, as_json: AsJson = False) -> None:
    """Check the digest of every part of a register, and its indexes; a damaged index is made anew."""
    from witnessmark.app import registers

    with reporting(as_json), Watched() as progress:
        found = registers.verify(bootstrap.registers(config()), name, progress)
        if as_json:
            print_json(found)
        else:
            say(f"{found.name}: {found.parts} parts have their digests; {found.indexes_made_anew} indexes made anew")
            say(f"digest {found.digest}", _SOFT)


@register.command()
def cite(
    name: Name,
    into: Annotated[str, typer.Option("--into", metavar="CASE", help="The case that refers to it.")],
    by: Annotated[str, typer.Option(help="Who answers for it: a name or a role.")] = "",
    why: Annotated[str, typer.Option(help="The reason; it stays in the case.")] = "",
    as_json: AsJson = False,
) -> None:
    """Have a case refer to a register as it stands now, so that what is found in it can be found again."""
    from witnessmark.app.matching import cite as cited

    with opened(into, as_json) as desk:
        use = cited(desk, bootstrap.registers(config()), name, by=by, reason=why)
        print_json(use) if as_json else say(f"{into} refers to {name}, {use.records} records, digest {use.digest}")


def added_told(path: str, found: "RegisterAdded") -> None:
    """What came into a register, and what was kept apart."""
    if found.was_there:
        say(f"{path}: is in {found.name} already; nothing was added")
        return
    say(f"{path}: {found.rows:,} records came in, {found.problems:,} rows were kept apart", _STRONG)
    _troubles(found.first_problems)
    say(f"digest {found.digest}", _SOFT)


def _troubles(troubles: "tuple[Trouble, ...]") -> None:
    if troubles:
        rows = table("row", "column", "wanted", "got")
        for each in troubles:
            rows.add_row(cell(each.row), cell(each.column), cell(each.wanted), cell(each.got, _WARN))
        out().print(rows)


def _lines(lines: "tuple[RegisterLine, ...]") -> None:
    if not lines:
        say("no register yet; witnessmark register add NAME FILE")
        return
    rows = table("name", "records", "kept apart", "files", "digest")
    for each in lines:
        rows.add_row(
            cell(each.name, _STRONG), cell(f"{each.rows:,}"), cell(f"{each.problems:,}"), cell(each.parts),
            cell(each.digest[:12], _SOFT),
        )  # fmt: skip
    out().print(rows)


def _shown(found: "RegisterShown") -> None:
    _lines((found.line,))
    rows = table("file", "records", "kept apart", "added")
    for part in found.parts:
        rows.add_row(cell(part.source), cell(f"{part.rows:,}"), cell(f"{part.problems:,}"), cell(part.added))
    out().print(rows)
    for column, counts in found.counts.items():
        if counts:
            say(f"{column}: {', '.join(f'{value} {count:,}' for value, count in counts.items())}")
    _troubles(found.first_problems)
