"""Make the reference and the pictures from the code; ``--check`` only says whether they are up to date."""

import enum
import functools
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import typer
import walks

from witnessmark.bootstrap import examples
from witnessmark.case.canonical import decode
from witnessmark.case.fold import fold
from witnessmark.cli.console import EXIT_CODES
from witnessmark.cli.main import app
from witnessmark.config import SETTINGS
from witnessmark.model.fields import Field, Form, fields_of, kinds_by_name
from witnessmark.model.quantity import Unit
from witnessmark.model.statement import Statement, tag_of
from witnessmark.notation.read import HEADINGS, read
from witnessmark.reports.tell import subjects, tell
from witnessmark.reports.timeline import timelines

DOCS = Path(__file__).parent
_MADE = "<!-- Made by `make docs` from the code; do not edit. -->\n"


def kinds() -> str:
    """The reference of every kind of statement and its fields."""
    parts = [
        "# Kinds of statement\n",
        _MADE,
        (
            "Every block of the notation is one of these kinds. A field in *italics* is required; one with `…` may "
            "stand on several lines. The name behind the colon of a block's first line fills the field marked `:`.\n"
        ),
        "## Fields of every statement\n",
        *_table(Statement),
    ]
    for name, kind in kinds_by_name().items():
        parts += [f"## {name}\n", f"`{tag_of(kind)}`. {_first_line(kind.__doc__)}\n", *_table(kind)]
    parts += ["## Units\n", ", ".join(f"`{unit}`" for unit in Unit) + "\n"]
    return "\n".join(parts)


def _first_line(text: str | None) -> str:
    return (text or "").strip().split("\n")[0]


def _table(kind: type) -> Iterator[str]:
    yield "| Field | Value |\n|---|---|\n" + "\n".join(_row(field) for field in fields_of(kind)) + "\n"


def _row(field: Field) -> str:
    name = f"*{field.wire}*" if field.is_required else field.wire
    marks = (" …" if field.is_many else "") + (" `:`" if field.name in HEADINGS else "")
    return f"| {name}{marks} | {_value(field)} |"


def _value(field: Field) -> str:
    match field.form:
        case Form.TEXT:
            return "words, or `sealed:…`" if field.is_sealable else "words"
        case Form.DATE:
            return "EDTF date"
        case Form.QUANTITY:
            return "`[about\\|at-least\\|at-most\\|more-than] NUMBER UNIT`"
        case Form.REFERENCE:
            return f"alias of {' or '.join(field.kinds) or 'any statement'}"
        case Form.CHOICE:
            default = field.default if isinstance(field.default, enum.Enum) else None
            choices = [f"**{c}**" if c is default else str(c) for c in field.choices or ()]
            return ", ".join(choices)


def commands() -> str:
    """The reference of every command, from its own help."""
    group = typer.main.get_command(app)
    assert isinstance(group, click.Group) or hasattr(group, "commands")  # noqa: S101 - Typer's contract
    parts = ["# Commands\n", _MADE, f"{_first_line(group.help)}\n"]
    for name, command in sorted(group.commands.items()):
        parts += _command(f"## witnessmark {name}", command)
        for inner, each in sorted(getattr(command, "commands", {}).items()):
            parts += _command(f"### witnessmark {name} {inner}", each)
    parts += ["## Exit status\n", "| Status | When |\n|---|---|\n| 0 | it was done |"]
    parts += [f"| {code} | {_first_line(kind.__doc__)} |" for kind, code in EXIT_CODES]
    parts += ["| 130 | interrupted; everything acknowledged before is kept |\n"]
    return "\n".join(parts)


def _command(title: str, command: click.Command) -> Iterator[str]:
    yield f"{title}\n"
    yield f"{(command.help or '').strip()}\n"
    parameters = list(_parameters(command))
    if parameters:
        yield "| | |\n|---|---|\n" + "\n".join(parameters) + "\n"


def _parameters(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        if parameter.name == "help":
            continue
        names = ", ".join(f"`{o}`" for o in parameter.opts if o.startswith("-"))
        shown = names or f"`{parameter.metavar or (parameter.name or '').upper()}`"
        yield f"| {shown} | {getattr(parameter, 'help', None) or ''} |"


def settings() -> str:
    """The reference of every environment variable."""
    rows = "\n".join(f"| `{name}` | {what} |" for name, what in SETTINGS.items())
    return f"# Settings\n\n{_MADE}\n| Variable | What it is for |\n|---|---|\n{rows}\n"


def picture() -> str:
    """The missile's timeline, for the README."""
    (path,) = [name for name in examples() if "missile-9m111mb-1" in name]
    document = read(Path(path).read_bytes(), name=path)
    case = fold((i, decode(payload)) for i, payload in document.statements.items())
    (subject,) = tell(case, subjects(case)).subjects
    ((_, drawing), *_) = timelines(subject)
    return f"{drawing}\n"


MADE = {
    "reference/kinds.md": kinds,
    "reference/commands.md": commands,
    "reference/settings.md": settings,
    "images/missile.svg": picture,
    **{name: functools.partial(walks.picture, name) for name in walks.PICTURES},
}


def main() -> int:
    """Write what is out of date; with ``--check``, name it and fail."""
    stale = []
    for name, make in MADE.items():
        path, text = DOCS / name, make()
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
    if stale and "--check" in sys.argv:
        sys.stderr.write(f"out of date, run `make docs`: {', '.join(stale)}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
