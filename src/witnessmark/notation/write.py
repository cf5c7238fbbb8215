"""Write: from statements to the notation, the same text for the same set."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, assert_never

from witnessmark.case.sealing import Opened, commitment
from witnessmark.model.fields import Field, Form, fields_of
from witnessmark.model.ids import StatementId
from witnessmark.model.statement import KINDS, Statement, kind_of
from witnessmark.model.value import Sealed
from witnessmark.notation.blocks import FIRST_LINE, quoted
from witnessmark.notation.read import HEADINGS

_LONGEST_ALIAS = 48


def write(
    statements: Mapping[StatementId, Statement],
    *,
    opened: Iterable[Opened] = (),
    beside: Mapping[StatementId, Statement] | None = None,
) -> str:
    """The notation of a set of statements; ``opened`` are the sealed values to spell out, by request only.

    Statements ``beside`` them are not written, and have names by which they are referred to.
    """
    ordered = sorted(statements, key=lambda i: _place(i, statements[i]))
    known = {**(beside or {}), **statements}
    aliases = name_all(known)
    named = {i: (alias, kind_of(known[i].content)) for i, alias in aliases.items()}
    blocks = [FIRST_LINE]
    blocks.extend(_block(statements[i], aliases[i], named) for i in ordered)
    blocks.extend(_opened(o) for o in sorted(opened, key=commitment))
    return "\n\n".join(blocks) + "\n"


def _place(i: StatementId, statement: Statement) -> tuple[int, str, str, StatementId]:
    content = statement.content
    return KINDS.index(type(content)), str(getattr(content, "when", "")), _heading(statement), i


def name_all(statements: Mapping[StatementId, Statement]) -> dict[StatementId, str]:
    """An alias for every statement, from its name where it has one; only good within one file."""
    aliases: dict[StatementId, str] = {}
    taken: set[str] = set()
    last: dict[str, int] = defaultdict(int)
    for i in sorted(statements, key=lambda i: _place(i, statements[i])):
        stem = _slug(_heading(statements[i])) or kind_of(statements[i].content)
        alias = stem
        while alias in taken:
            last[stem] += 1
            alias = f"{stem}-{last[stem] + 1}"
        taken.add(alias)
        aliases[i] = alias
    return aliases


def _heading(statement: Statement) -> str:
    for name in HEADINGS:
        value = getattr(statement.content, name, None)
        if isinstance(value, str):
            return value
    return ""


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_ALIAS].strip("-")


def _block(statement: Statement, alias: str, aliases: Mapping[StatementId, tuple[str, str]]) -> str:
    content = statement.content
    heading = next((f for f in fields_of(type(content)) if f.name in HEADINGS), None)
    first = f"{kind_of(content)} {alias}"
    if heading is not None:
        # An empty name stays empty: nothing behind the colon would be refused.
        first += f": {_text(getattr(content, heading.name))}"
    lines = [first]
    for field in fields_of(type(content)):
        if field is not heading:
            lines.extend(_lines(field, getattr(content, field.name), aliases))
    for field in fields_of(Statement):
        lines.extend(_lines(field, getattr(statement, field.name), aliases))
    return "\n".join(lines)


def _lines(field: Field, value: Any, aliases: Mapping[StatementId, tuple[str, str]]) -> Iterator[str]:
    for each in value if field.is_many else (value,):
        if _is_worth_a_line(field, each):
            yield f"  {field.wire} {_written(field, each, aliases)}"


def _is_worth_a_line(field: Field, value: Any) -> bool:
    return value is not None and (field.is_many or field.is_required or value != field.default)


def _written(field: Field, value: Any, aliases: Mapping[StatementId, tuple[str, str]]) -> str:
    match field.form:
        case Form.TEXT:
            return _text(value)
        case Form.REFERENCE:
            alias, kind = aliases.get(value, ("", ""))
            # An alias of the wrong kind would be refused; what names it was stored by id, and is written so.
            return alias if alias and (not field.kinds or kind in field.kinds) else quoted(f"id:{value}")
        case Form.DATE:
            return quoted(value)
        case Form.QUANTITY | Form.CHOICE:
            return str(value)
        case _:
            assert_never(field.form)


def _text(value: str | Sealed) -> str:
    return f"sealed:{value.sealed}" if isinstance(value, Sealed) else quoted(value)


def _opened(opened: Opened) -> str:
    return f"sealed {commitment(opened)}\n  value {quoted(opened.value)}\n  salt {opened.salt}"
