"""Importing into a register: the preview, the question, and what came of it."""

import sys
from typing import TYPE_CHECKING

import typer

from witnessmark import bootstrap
from witnessmark.app.tables import choosing as mappings
from witnessmark.app.tables import registering as register_import
from witnessmark.cli.console import Watched, cell, out, print_json, reporting, say, table
from witnessmark.cli.importing_tables import figures_told
from witnessmark.cli.opening import config
from witnessmark.cli.registers import added_told
from witnessmark.errors import UsageError

if TYPE_CHECKING:
    from witnessmark.app.tables.registering import RegisterSight

_WARN, _SOFT, _STRONG = "yellow", "dim", "bold"
_FEW = 8


def into_register(file: str, register: str, mapping: str, *, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Read a table into a register."""
    with reporting(as_json), Watched() as progress:
        books, shelf = bootstrap.books(), bootstrap.registers(config())
        chosen = mappings.chosen(books, bootstrap.files(), file, mapping)
        if not yes or dry_run:
            sight = register_import.look(books, file, chosen.mapping, chosen.text, progress)
            print_json(sight) if as_json else _shown(sight)
            if dry_run:
                return
            if as_json or not sys.stdin.isatty():
                raise UsageError("want --yes, or a terminal at which to agree to the preview; nothing was taken")
            if not typer.confirm(f"take this into the register {register}?", default=False, err=True):
                return
        clock = bootstrap.clock(config())
        done = register_import.take(books, shelf, register, file, chosen.mapping, chosen.text, clock, progress)
        if as_json:
            print_json(done)
            return
        added_told(file, done.added)
        for what, count in done.left.items():
            say(f"  left: {what}, {count:,} times", _SOFT)
        if yes:
            figures_told(done.figures, done.checks)


def _shown(sight: "RegisterSight") -> None:
    say(f"{sight.file}, by the mapping {sight.mapping}", _STRONG)
    for sample in sight.samples:
        say("  " + ", ".join(f"{name} {text}" for name, text in sample.items()), _SOFT)
    say(f"{sight.rows:,} rows become {sight.records:,} records; {sight.problems:,} rows are kept apart")
    for what, count in sight.left.items():
        say(f"  left: {what}, {count:,} times", _SOFT)
    if sight.first_problems:
        told = table("row", "column", "wanted", "got")
        for each in sight.first_problems[:_FEW]:
            told.add_row(*(cell(each[name]) for name in ("row", "column", "wanted", "got")))
        out().print(told)
    figures_told(sight.figures, sight.checks)
