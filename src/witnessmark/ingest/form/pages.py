"""Form: the questions for a telephone as an XLSForm, which is three sheets of text.

The same program and languages make the same form, and its version is the digest of what it holds: two telephones with
one version ask the same. What comes back is read by the last part of each column's name.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from witnessmark.errors import UsageError
from witnessmark.ingest.form.choices import Choice, choices
from witnessmark.ingest.form.questions import CONTENT, Group, Question
from witnessmark.ingest.form.words import Words, words
from witnessmark.model.hidden import visible
from witnessmark.model.value import Result

FORM_ID = "witnessmark_field"
TITLE = "Witnessmark field documentation"
_LONGEST_NAME = 60
_SAID = (("label", "label"), ("hint", "hint"), ("guidance_hint", "guidance"), ("constraint_message", "constraint"))
"""Columns that hold words, each with the ending of their keys."""
_PLAIN = (
    "required", "relevant", "constraint", "appearance", "calculation", "choice_filter", "parameters",
)  # fmt: skip
_INSTANCE = "concat(${visit_date}, ' ', ${documented_by}, ' ', count(${item}))"
"""What a telephone lists a filled form as: a day, a code and a number, which tell nobody where it was."""


class Page(Result, frozen=True, kw_only=True):
    """A sheet: its headings, and rows of as many cells."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class FormLanguage(Result, frozen=True, kw_only=True):
    """A language of a form."""

    code: str
    heading: str
    is_reviewed: bool


class Form(Result, frozen=True, kw_only=True):
    """A form for telephones."""

    title: str
    form_id: str
    version: str
    languages: tuple[FormLanguage, ...]
    questions: int
    pages: tuple[Page, ...]


def form(languages: Sequence[str] = (), *, name: str = "", said: Words | None = None) -> Form:
    """The form in some languages, of which the first is shown at the beginning; in all without any.

    ``UsageError`` for a language that the table of words lacks, or a name that cannot be one.

    >>> made = form(["en"])
    >>> made.form_id, [page.name for page in made.pages], form(["en"]).version == made.version
    ('witnessmark_field', ['survey', 'choices', 'settings'], True)
    """
    said = said or words()
    codes = tuple(dict.fromkeys(languages)) or said.languages
    for code in codes:
        if code not in said.languages:
            raise UsageError(f"want a language of {', '.join(said.languages)}; got {visible(code)!r}")
    title, form_id = _named(name)
    survey, listed = _survey(said, codes), _choices(said, codes)
    settings = {
        "form_title": title,
        "form_id": form_id,
        "instance_name": _INSTANCE,
        "default_language": said.heading(codes[0]),
        "style": "pages",
    }
    version = _digest((survey, listed, settings))
    return Form(
        title=title,
        form_id=form_id,
        version=version,
        languages=tuple(
            FormLanguage(code=c, heading=said.heading(c), is_reviewed=said.is_reviewed(c)) for c in codes
        ),
        questions=sum(1 for row in survey.rows if not row[0].startswith(("begin_", "end_"))),
        pages=(survey, listed, _page("settings", [settings | {"version": version}])),
    )  # fmt: skip


def _named(name: str) -> tuple[str, str]:
    """The title and the identifier of a form; each name has an identifier of its own."""
    if not name:
        return TITLE, FORM_ID
    if len(name) > _LONGEST_NAME or not name.strip() or not name.isprintable():
        raise UsageError(f"want a name of 1 to {_LONGEST_NAME} characters that can be seen, got {visible(name)!r}")
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")
    return name, f"{FORM_ID}_{slug or _digest(name)}"


def _digest(content: object) -> str:
    return hashlib.sha256(msgspec.json.encode(content)).hexdigest()[:12]


def _page(name: str, cells: Iterable[dict[str, str]]) -> Page:
    """A sheet of the columns that any row has, in the order in which they first come."""
    kept = list(cells)
    columns = tuple(dict.fromkeys(column for row in kept for column in row))
    return Page(name=name, columns=columns, rows=tuple(tuple(row.get(c, "") for c in columns) for row in kept))


def _survey(said: Words, languages: Sequence[str]) -> Page:
    return _page("survey", _rows(CONTENT, said, languages))


def _rows(content: Sequence[Question | Group], said: Words, languages: Sequence[str]) -> Iterator[dict[str, str]]:
    for each in content:
        if isinstance(each, Group):
            kind = "repeat" if each.repeats else "group"
            more = {"relevant": each.relevant, "appearance": each.appearance}
            yield _row(f"begin_{kind}", each.name, said, languages) | more
            yield from _rows(each.of, said, languages)
            yield {"type": f"end_{kind}", "name": each.name}
        else:
            cells = _row(each.type, each.name, said, languages)
            yield cells | {column: getattr(each, column) for column in _PLAIN}


def _row(kind: str, name: str, said: Words, languages: Sequence[str]) -> dict[str, str]:
    cells = {"type": kind, "name": name}
    for column, ending in _SAID:
        key = f"{name}.{ending}"
        for language in languages:
            cells[f"{column}::{said.heading(language)}"] = said.text(key, language) if said.has(key) else ""
    return cells


def _choices(said: Words, languages: Sequence[str]) -> Page:
    return _page("choices", (_choice(each, said, languages) for each in choices()))


def _choice(choice: Choice, said: Words, languages: Sequence[str]) -> dict[str, str]:
    cells = {"list_name": choice.listed, "name": choice.value}
    for language in languages:
        cells[f"label::{said.heading(language)}"] = said.text(choice.key, language, otherwise=choice.name)
    return cells | {"item_class": choice.item_class}
