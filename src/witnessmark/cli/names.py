"""Names: the command that says what a name in a list can stand for."""

from typing import TYPE_CHECKING, Annotated

import typer

from witnessmark.cli.console import cell, out, print_json, reporting, say, table
from witnessmark.cli.opening import AsJson

if TYPE_CHECKING:
    from witnessmark.app.naming import Named

_WARN, _SOFT, _STRONG = "yellow", "dim", "bold"


def name(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Names as lists spell them.")],
    when: Annotated[str, typer.Option("--when", metavar="DATE", help="The date of the list: states come and go.")] = "",
    language: Annotated[str, typer.Option("--language", help="The language of the list, such as nl.")] = "",
    as_json: AsJson = False,
) -> None:
    """Say what a name can stand for: a state through time, an armed group, a maker, a model, a calibre, a class."""
    from witnessmark.app.naming import named  # noqa: PLC0415 - the vocabulary loads at its first use

    with reporting(as_json):
        found = [named(text, when=when, language=language) for text in names]
        if as_json:
            print_json(found[0] if len(found) == 1 else found)
            return
        for each in found:
            _told(each)


def _told(found: "Named") -> None:
    say(found.typed, _STRONG)
    if found.lines:
        rows = table("sort", "name", "code", "bits", "because")
        for line in found.lines:
            style = "" if line.is_settled else _WARN
            rows.add_row(cell(line.sort), cell(line.name, style), cell(line.code, _SOFT), cell(f"{line.bits:.1f}"),
                         cell(line.because))  # fmt: skip
        out().print(rows)
        if not any(line.is_settled for line in found.lines):
            say("  a person decides: nothing is far enough ahead", _WARN)
    else:
        say("  spelled like nothing that we know", _WARN)
    for near in found.near:
        say(f"  near: {near}", _SOFT)
