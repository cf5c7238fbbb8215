"""Opening: how a command gets its case, with the options that all of them share."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Annotated

import typer

from witnessmark import bootstrap
from witnessmark.app.desk import Desk
from witnessmark.cli.console import Watched, reporting
from witnessmark.config import Config, from_environment
from witnessmark.errors import NotAllowed, UsageError
from witnessmark.ports import CaseStore

CasePath = Annotated[str, typer.Argument(metavar="CASE", help="Case file, or a postgresql:// address.")]
FieldValues = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help="A field of the statement and its value, as in the notation."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def config() -> Config:
    """The settings, from the environment."""
    return from_environment(os.environ)


def asked(where: str, *, twice: bool) -> str | None:
    """A passphrase typed at the terminal; ``None`` where there is none to ask at."""
    if not sys.stdin.isatty():
        return None
    return str(typer.prompt(f"passphrase of {where}", hide_input=True, confirmation_prompt=twice, err=True))


@contextmanager
def opened(case: str, as_json: bool) -> Iterator[Desk]:
    """The desk of an existing case, closed afterwards; asks for a passphrase where the case wants one."""
    with reporting(as_json):
        settings = config()
        store = _store(case, settings)
        try:
            with Watched() as progress:
                yield bootstrap.desk(store, settings, progress)
        finally:
            store.close()


def _store(case: str, settings: Config) -> CaseStore:
    """The store of a case; asks for its passphrase where none is set."""
    try:
        return bootstrap.open_store(case, settings.passphrase)
    except NotAllowed:
        typed = None if settings.passphrase is not None else asked(case, twice=False)
        if typed is None:
            raise
        return bootstrap.open_store(case, typed)


def beside(stack: ExitStack, paths: Sequence[str], desk: Desk) -> dict[str, Desk]:
    """The desks of other cases, read beside one that is open; closed with the stack."""
    settings = config()
    found = {}
    for path in paths:
        store = _store(path, settings)
        stack.callback(store.close)
        found[path] = bootstrap.desk(store, settings, desk.progress)
    return found


def pairs(changes: Sequence[str]) -> list[tuple[str, str]]:
    """Fields and values as typed after ``--set``."""
    if any("=" not in change for change in changes):
        raise UsageError(f"want FIELD=VALUE, got {next(c for c in changes if '=' not in c)!r}")
    return [(field, value) for field, _, value in (change.partition("=") for change in changes)]


def typed_value(desk: Desk, what: str) -> str:
    """A value that does not end up in the shell's history."""
    if sys.stdin.isatty():
        return str(typer.prompt(what, hide_input=what == "value", err=True))
    try:
        return desk.files.read("-", limit=100_000).decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"want the {what} in UTF-8 on standard input") from error
