"""Read: from the notation to statements; or every bad line, and nothing taken."""

import difflib
import graphlib
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from witnessmark.case.canonical import decode_strictly, digest, encode
from witnessmark.case.sealing import Opened, commitment
from witnessmark.errors import RefusedInput
from witnessmark.model.fields import Field, Form, chosen, fields_of, kinds_by_name
from witnessmark.model.ids import StatementId, is_digest
from witnessmark.model.problem import Problem
from witnessmark.model.quantity import parse_quantity
from witnessmark.model.statement import Statement, kind_of
from witnessmark.model.things import names_a_person_openly
from witnessmark.model.value import Sealed
from witnessmark.model.when import window
from witnessmark.notation.blocks import (
    MOST_PROBLEMS,
    Block,
    Line,
    Refusals,
    TooMany,
    decode_text,
    refused,
    split,
    unquoted,
)

HEADINGS = ("name", "title", "heading")
"""The field that stands behind the colon of a block's first line, where a kind has one of these."""

_SEALED = "sealed"
_MOST_NAMES = 500
"""Names among which the nearest to a mistyped one is sought; the search is slow."""
_OPENED_FIELDS = frozenset({"value", "salt"})


@dataclass(frozen=True)
class Document:
    """What one file says."""

    statements: dict[StatementId, bytes]
    aliases: dict[str, StatementId]
    """The file's own names; they mean nothing outside it."""
    lines: dict[StatementId, int]
    """Where each statement stands."""
    opened: tuple[Opened, ...]
    """Sealed values that the file spells out."""


def read(payload: bytes, *, name: str) -> Document:
    """The statements of a file; ``RefusedInput`` with every bad line where there is one."""
    text = decode_text(payload, name=name)
    if isinstance(text, Problem):
        raise RefusedInput([text])
    problems = Refusals()
    try:
        document = _Reader(name, problems).document(split(text, name=name, problems=problems))
    except TooMany:
        stopped = refused(name, problems[-1].line, f"reading stopped after {MOST_PROBLEMS} bad lines")
        raise RefusedInput([*problems, stopped]) from None
    if problems:
        raise RefusedInput(sorted(problems, key=lambda p: (p.line or 0, p.message)))
    return document


class _Reader:
    """The blocks of one file on their way to statements; problems are collected, not raised."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name = name
        self.problems = problems
        self.ids: dict[str, StatementId] = {}
        self.kinds: dict[str, str] = {}

    def refuse(self, line: int, message: str) -> None:
        self.problems.append(refused(self.name, line, message))

    def document(self, blocks: list[Block]) -> Document:
        opened = tuple(self.opened(b) for b in blocks if b.kind == _SEALED)
        named = {self.key(b): b for b in blocks if b.kind != _SEALED and self.is_new(b)}
        raw = {key: self.fields(block) for key, block in named.items()}
        statements: dict[StatementId, bytes] = {}
        lines: dict[StatementId, int] = {}
        for key in self.in_order(named, raw):
            payload = self.statement(named[key], raw[key])
            if payload is not None:
                i = StatementId(digest(payload))
                self.ids[key] = i
                statements[i] = payload
                lines.setdefault(i, named[key].number)
        aliases = {key: i for key, i in self.ids.items() if not key.startswith("line ")}
        return Document(statements, aliases, lines, tuple(o for o in opened if o is not None))

    def key(self, block: Block) -> str:
        # An alias holds no blank, so a line number cannot be taken for one.
        return block.alias or f"line {block.number}"

    def is_new(self, block: Block) -> bool:
        if block.alias is not None and block.alias in self.kinds:
            self.refuse(block.number, f"want a new alias, got {block.alias!r}, which the file has already")
            return False
        if block.alias is not None:
            self.kinds[block.alias] = block.kind
        return True

    def opened(self, block: Block) -> Opened | None:
        values: dict[str, str] = {}
        for line in block.fields:
            if line.name not in _OPENED_FIELDS or line.name in values:
                self.refuse(line.number, f"want one value and one salt of a sealed value, got {line.name!r}")
            else:
                values[line.name] = self.text(line)
        if set(values) != _OPENED_FIELDS or not is_digest(values["salt"]):
            self.refuse(block.number, "want value and salt, 64 hexadecimal digits; `witnessmark seal` makes them")
            return None
        opened = Opened(salt=values["salt"], value=values["value"])
        if not _is_unicode(values["value"]):
            self.refuse(block.number, "want a value that can be written as UTF-8")
            return None
        if block.alias is not None and is_digest(block.alias) and commitment(opened) != block.alias:
            self.refuse(block.number, "the value and salt do not belong to this commitment")
        return opened

    def text(self, line: Line) -> str:
        try:
            return unquoted(line.value)
        except ValueError as error:
            self.refuse(line.number, f"{line.name}: {error}")
            return ""

    def fields(self, block: Block) -> list[tuple[Field, Line]]:
        """The block's lines with the fields that they fill."""
        kind = kinds_by_name().get(block.kind)
        if kind is None:
            if block.kind:
                self.refuse(block.number, f"want a kind{_nearest(block.kind, kinds_by_name())}, got {block.kind!r}")
            return []
        known = {f.wire: f for f in (*fields_of(Statement), *fields_of(kind))}
        heading = next((f for f in fields_of(kind) if f.name in HEADINGS), None)
        found: list[tuple[Field, Line]] = []
        for line in block.fields:
            filled = heading if line.name == ":" else known.get(line.name)
            if filled is None:
                what = "no name behind a colon" if line.name == ":" else f"a field{_nearest(line.name, known)}"
                self.refuse(line.number, f"{block.kind}: want {what}, got {line.name!r}")
            elif not filled.is_many and any(filled is other for other, _ in found):
                self.refuse(line.number, f"{filled.wire}: want it once, got it again")
            elif not line.value:
                self.refuse(line.number, f"{filled.wire}: want a value, got nothing; leave the line out if unknown")
            else:
                found.append((filled, line))
        for missing in (f for f in fields_of(kind) if f.is_required and all(f is not g for g, _ in found)):
            if not any(line.name in (missing.wire, ":") for line in block.fields):
                self.refuse(block.number, f"{block.kind}: want the field {missing.wire}, got none")
        return found

    def in_order(self, named: Mapping[str, Block], raw: Mapping[str, list[tuple[Field, Line]]]) -> Iterable[str]:
        """Keys so that every statement comes after those that it names: ids are digests of digests."""
        graph = {
            key: [line.value for field, line in raw[key] if field.form is Form.REFERENCE and line.value in named]
            for key in named
        }
        try:
            return list(graphlib.TopologicalSorter(graph).static_order())
        except graphlib.CycleError as error:
            circle = " -> ".join(error.args[1])
            self.refuse(named[error.args[1][0]].number, f"want no circle of references, got {circle}")
            return []

    def statement(self, block: Block, filled: list[tuple[Field, Line]]) -> bytes | None:
        kind = kinds_by_name().get(block.kind)
        before = len(self.problems)
        values: dict[Field, Any] = {}
        for field, line in filled:
            value = self.value(field, line)
            values[field] = (*values.get(field, ()), value) if field.is_many else value
        is_refused = len(self.problems) > before or any(p.line == block.number for p in self.problems)
        # Where it names a statement that was refused, that problem is listed already.
        names_refused = any(v is None or (isinstance(v, tuple) and None in v) for v in values.values())
        if kind is None or is_refused or names_refused:
            return None
        own = {f.name for f in fields_of(kind)}
        try:
            content = kind(**{f.name: v for f, v in values.items() if f.name in own})
            payload = encode(Statement(content=content, **{f.name: v for f, v in values.items() if f.name not in own}))
            self.guard(block, decode_strictly(payload))
        except (TypeError, ValueError, msgspec.ValidationError) as error:
            self.refuse(block.number, f"{block.kind}: {error}")
            return None
        return payload

    def guard(self, block: Block, statement: Statement) -> None:
        if names_a_person_openly(statement.content):
            self.refuse(block.number, "want a person's name sealed, got it open; `witnessmark seal` takes it")

    def value(self, field: Field, line: Line) -> Any:
        try:
            match field.form:
                case Form.TEXT:
                    return _text(field, line.value)
                case Form.DATE:
                    return window(unquoted(line.value)).text
                case Form.QUANTITY:
                    return parse_quantity(line.value)
                case Form.CHOICE:
                    return chosen(field, line.value)
                case Form.REFERENCE:
                    return self.reference(field, line)
        except ValueError as error:
            self.refuse(line.number, f"{field.wire}: {error}")
            return None

    def reference(self, field: Field, line: Line) -> StatementId | None:
        if line.value.startswith("id:"):
            if not is_digest(line.value[3:]):
                raise ValueError(f"want id: and 64 hexadecimal digits, got {line.value[:80]!r}")
            return StatementId(line.value[3:])
        if line.value not in self.kinds:
            raise ValueError(f"want an alias of this file{_nearest(line.value, self.kinds)}, got {line.value!r}")
        got = self.kinds[line.value]
        if field.kinds and got not in field.kinds and got in kinds_by_name():
            raise ValueError(f"want the alias of {' or '.join(field.kinds)}, got {line.value!r}, which is a {got}")
        return self.ids.get(line.value)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _text(field: Field, value: str) -> str | Sealed:
    if field.is_sealable and value.startswith("sealed:"):
        if not is_digest(value[7:]):
            raise ValueError(f"want sealed: and 64 hexadecimal digits, got {value[:80]!r}")
        return Sealed(sealed=value[7:])
    return unquoted(value)


def _nearest(word: str, known: Iterable[str]) -> str:
    names = list(itertools.islice(known, _MOST_NAMES))
    close = difflib.get_close_matches(word, names, n=1)
    return f" such as {close[0]!r}" if close else ""


def kinds_with_heading() -> Iterator[tuple[str, str]]:
    """Each kind whose name stands behind the colon, with the field that it fills."""
    for kind in kinds_by_name().values():
        for field in fields_of(kind):
            if field.name in HEADINGS:
                yield kind_of(kind), field.name
