"""Console: how results, progress and errors meet the person at the terminal."""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from typing import Any, Self

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress as RichProgress
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from witnessmark.errors import (
    ConfigError,
    EvidenceError,
    RefusedInput,
    StoreError,
    UsageError,
    WitnessmarkError,
)
from witnessmark.model.hidden import on_one_line, visible

EXIT_CODES: tuple[tuple[type[WitnessmarkError], int], ...] = (
    (RefusedInput, 3),
    (StoreError, 4),
    (EvidenceError, 5),
    (ConfigError, 6),
    (UsageError, 2),
    (WitnessmarkError, 1),
)
"""What the exit status says: the first of these that an error is."""

_INTERRUPTED = 130
_CANNOT_WRITE = 4


def out() -> Console:
    """Where results go; made at each use, so that redirection is seen."""
    return Console(highlight=False, soft_wrap=False)


def err() -> Console:
    """Where progress and errors go."""
    return Console(stderr=True, highlight=False)


def cell(value: object, style: str = "") -> Text:
    """A value as one line that cannot steer the terminal; square brackets in it are not markup."""
    return Text(on_one_line(str(value)), style=style)


def stacked(*values: object) -> Text:
    """Several values, each on a line of its own."""
    return Text("\n").join(map(cell, values))


def block(text: str) -> None:
    """A text of several lines, such as a statement in the notation, as it is."""
    out().print(Text(visible(text)), soft_wrap=True)


def table(*headings: str, title: str | None = None) -> Table:
    """An empty table."""
    made = Table(
        title=None if title is None else cell(title),
        title_justify="left",
        header_style="bold",
        box=None,
        pad_edge=False,
    )
    for heading in headings:
        made.add_column(cell(heading), overflow="fold")
    return made


def say(value: object, style: str = "") -> None:
    """One line."""
    out().print(cell(value, style), soft_wrap=True)


def print_json(result: Any) -> None:
    """A result for machines: indented, in ASCII, so that no terminal or pipe spoils or is steered by it."""
    sys.stdout.write(json.dumps(msgspec.to_builtins(result), ensure_ascii=True, indent=2) + "\n")


class Watched:
    """``Progress`` on the terminal; nothing where nobody looks."""

    def __init__(self) -> None:
        self._progress = RichProgress(
            SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,.0f}"), TimeElapsedColumn(),
            console=err(), transient=True,
        )  # fmt: skip
        self._task = self._progress.add_task("", total=None, visible=False)

    def __enter__(self) -> Self:
        if self._progress.console.is_terminal:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress.console.is_terminal:
            self._progress.stop()

    def advance(self, done: int, total: int | None, what: str) -> None:
        """See ``Progress.advance``."""
        self._progress.update(self._task, completed=done, total=total, description=what, visible=True)


@contextlib.contextmanager
def reporting(as_json: bool) -> Iterator[None]:
    """Turn what goes wrong into a message and an exit status; never a traceback for what can be foreseen."""
    try:
        yield
        sys.stdout.flush()
    except WitnessmarkError as error:
        _report(error, as_json)
        raise typer.Exit(next(code for kind, code in EXIT_CODES if isinstance(error, kind))) from error
    except KeyboardInterrupt as error:
        err().print(cell("interrupted; everything acknowledged before is kept"))
        raise typer.Exit(_INTERRUPTED) from error
    except BrokenPipeError as error:
        # Whoever read our output has seen enough.
        _say_no_more()
        raise typer.Exit(0) from error
    except OSError as error:
        _say_no_more()
        with contextlib.suppress(OSError):
            err().print(Text("error: ", style="bold red") + cell(f"cannot write the result: {error.strerror}"))
        raise typer.Exit(_CANNOT_WRITE) from error


def _say_no_more() -> None:
    """Python writes what is left when it ends, and would complain again about a stream that takes nothing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report(error: WitnessmarkError, as_json: bool) -> None:
    problems = error.problems if isinstance(error, RefusedInput) else ()
    if as_json:
        print_json({"error": type(error).__name__, "message": str(error), "problems": problems})
        return
    if problems:
        count = "1 bad line" if len(problems) == 1 else f"{len(problems)} bad lines"
        err().print(cell(f"refused: {count}, nothing of this file was taken", "bold red"))
        for problem in problems:
            err().print(cell(problem), soft_wrap=True)
        return
    # A message may list things, one on each line; whoever writes it keeps the words of a case on one line.
    err().print(Text("error: ", style="bold red") + Text(visible(str(error))), soft_wrap=True)
