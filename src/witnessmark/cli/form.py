"""Form: the command that writes the form for telephones."""

from typing import TYPE_CHECKING, Annotated

import typer

from witnessmark import bootstrap
from witnessmark.cli.console import print_json, reporting, say
from witnessmark.cli.opening import AsJson

if TYPE_CHECKING:
    from witnessmark.app.forms import FormWritten

_WARN, _SOFT, _STRONG = "yellow", "dim", "bold"


def form(
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to write it: a name in .xlsx.")],
    language: Annotated[
        list[str] | None,
        typer.Option("--language", metavar="CODE", help="en, fr, es, ar or uk; the first is shown first. All without."),
    ] = None,
    name: Annotated[str, typer.Option("--name", help="What the form is called on the telephone.")] = "",
    as_json: AsJson = False,
) -> None:
    """Write a form for telephones (XLSForm): visits, things, marks, photographs and consent, for ODK or KoboToolbox."""
    from witnessmark.app.forms import write_form  # noqa: PLC0415 - the vocabularies are slow to load

    with reporting(as_json):
        written = write_form(bootstrap.files(), bootstrap.form_workbook, output, languages=language or (), name=name)
        print_json(written) if as_json else _written(written)


def _written(written: "FormWritten") -> None:
    say(f"{written.path}: {written.title}, {written.questions} questions, version {written.version}", _STRONG)
    for language in written.languages:
        say(f"  {language.heading}", "" if language.is_reviewed else _WARN)
    if not all(language.is_reviewed for language in written.languages):
        say("  Where a translation is not reviewed, consent is asked in the original words.", _WARN)
    say(f"  Form id {written.form_id}: upload the file to ODK Central or KoboToolbox.", _SOFT)
