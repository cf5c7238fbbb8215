"""Forms: the form for telephones, written where somebody asks for it."""

from collections.abc import Callable, Sequence

from witnessmark.errors import UsageError
from witnessmark.ingest.form.pages import Form, FormLanguage, form
from witnessmark.model.value import Result
from witnessmark.ports import Files

_ENDING = ".xlsx"


class FormWritten(Result, frozen=True, kw_only=True):
    """What was written where."""

    path: str
    title: str
    form_id: str
    version: str
    questions: int
    languages: tuple[FormLanguage, ...]


def write_form(
    files: Files, workbook: Callable[[Form], bytes], path: str, *, languages: Sequence[str] = (), name: str = ""
) -> FormWritten:
    """Write the form as an XLSForm, as a whole or not at all; ``UsageError`` for a language or name that is none."""
    if not path.lower().endswith(_ENDING):
        raise UsageError(f"want a file name that ends in {_ENDING}, got {path!r}")
    made = form(languages, name=name)
    files.write(path, [workbook(made)])
    return FormWritten(
        path=path,
        title=made.title,
        form_id=made.form_id,
        version=made.version,
        questions=made.questions,
        languages=made.languages,
    )
