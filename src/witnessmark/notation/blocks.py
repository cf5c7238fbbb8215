"""Blocks: the shape of the notation, before any word of it is understood.

A file starts with ``witnessmark 1``. A block is a line at the left margin, ``KIND [ALIAS][: NAME]``, and the indented
lines ``FIELD VALUE`` below it. A line indented further continues the value above it. ``#`` starts a comment line.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from witnessmark.model.problem import Problem, Severity

FIRST_LINE = "witnessmark 1"
LONGEST_FILE = 64_000_000
LONGEST_LINE = 1_000_000
MOST_PROBLEMS = 1_000
"""Bad lines that are listed before reading stops."""
_HEADER = re.compile(r"(?P<kind>[a-z][a-z-]*)(?:[ \t]+(?P<alias>[A-Za-z0-9][A-Za-z0-9._-]{0,79}))?(?P<rest>[ \t]*:.*)?")
_FIELD = re.compile(r"(?P<name>[a-z][a-z-]*)(?:[ \t]+(?P<value>.*))?", re.DOTALL)
_BLANK = " \t\r"


@dataclass
class Line:
    """One field as typed, and where it stands."""

    number: int
    name: str
    value: str


@dataclass
class Block:
    """One statement as typed."""

    number: int
    kind: str
    alias: str | None
    fields: list[Line] = field(default_factory=list)
    indent: int | None = None
    """How far its first field is indented; what is indented further continues a value."""


class Refusals(list[Problem]):
    """The bad lines of a file; reading ends with ``TooMany`` where more would not be read by anybody."""

    def append(self, problem: Problem) -> None:
        """Keep a problem."""
        super().append(problem)
        if len(self) >= MOST_PROBLEMS:
            raise TooMany


class TooMany(Exception):
    """A file has more bad lines than a person will read."""


def refused(name: str, line: int | None, message: str) -> Problem:
    """A problem for which the file is refused."""
    return Problem(source=name, line=line, message=message, severity=Severity.REFUSED)


def decode_text(payload: bytes, *, name: str) -> str | Problem:
    """The text of a file's bytes: UTF-8, with or without a byte order mark."""
    if len(payload) > LONGEST_FILE:
        return refused(name, None, f"want at most {LONGEST_FILE} bytes, got {len(payload)}")
    try:
        text = payload.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = payload[: error.start].count(b"\n") + 1
        return refused(name, line, f"want UTF-8 text, got byte 0x{payload[error.start]:02x}")
    if "\0" in text:
        return refused(name, text[: text.index("\0")].count("\n") + 1, "want UTF-8 text, got a NUL character")
    return text


def split(text: str, *, name: str, problems: list[Problem]) -> list[Block]:
    """The blocks of a text; every line that has no place in one joins the problems."""
    blocks: list[Block] = []
    has_started = False
    for number, raw in _lines(text):
        line = raw.strip(_BLANK)
        if not line or line.startswith("#"):
            continue
        if len(raw) > LONGEST_LINE:
            problems.append(refused(name, number, f"want at most {LONGEST_LINE} characters in a line"))
        elif not has_started:
            has_started = True
            if line != FIRST_LINE:
                problems.append(refused(name, number, f"want '{FIRST_LINE}' on the first line, got {line[:60]!r}"))
        elif raw[0] not in " \t":
            _open_block(blocks, problems, name, number, line)
        elif not blocks:
            problems.append(refused(name, number, "want a kind at the left margin before any field"))
        else:
            _add_line(blocks[-1], problems, name, number, raw)
    if not has_started:
        problems.append(refused(name, 1, f"want '{FIRST_LINE}' on the first line, got an empty file"))
    return blocks


def _lines(text: str) -> Iterator[tuple[int, str]]:
    # Not splitlines(): a form feed or U+2028 may stand inside words as typed.
    return enumerate(text.split("\n"), start=1)


def _open_block(blocks: list[Block], problems: list[Problem], name: str, number: int, line: str) -> None:
    found = _HEADER.fullmatch(line)
    if found is None:
        problems.append(refused(name, number, f"want KIND [ALIAS][: NAME], got {line[:60]!r}"))
        # The fields below belong to this line; they are read, so that their own faults are listed too.
        blocks.append(Block(number, "", None))
        return
    block = Block(number, found["kind"], found["alias"])
    if found["rest"] is not None:
        block.fields.append(Line(number, ":", found["rest"].lstrip(_BLANK)[1:].strip(_BLANK)))
    blocks.append(block)


def _add_line(block: Block, problems: list[Problem], name: str, number: int, raw: str) -> None:
    text = raw.strip(_BLANK)
    if block.indent is None:
        block.indent = _indent(raw)
    elif _indent(raw) > block.indent:
        if block.fields and len(block.fields[-1].value) > LONGEST_LINE:
            problems.append(refused(name, number, f"want at most {LONGEST_LINE} characters in a value"))
        elif block.fields:  # else it continues a line that was refused
            block.fields[-1].value += f" {text}"
        return
    found = _FIELD.fullmatch(text)
    if found is None:
        problems.append(refused(name, number, f"want FIELD VALUE, got {text[:60]!r}"))
        return
    block.fields.append(Line(number, found["name"], (found["value"] or "").strip(_BLANK)))


def _indent(raw: str) -> int:
    blank = raw[: len(raw) - len(raw.lstrip(" \t"))]
    return len(blank.expandtabs(2))


def quoted(text: str) -> str:
    """A text as it must be written on one line: bare where that reads back the same, else as a JSON string."""
    is_bare = (
        text
        and text == text.strip(_BLANK)
        and not text.startswith(('"', "sealed:"))
        and not any(c in text for c in "\n\0")
        and "\r" not in text
    )
    return text if is_bare else json.dumps(text, ensure_ascii=False)


def unquoted(value: str) -> str:
    """The text that a written value means; a ``ValueError`` for a quote that does not close at the end."""
    if not value.startswith('"'):
        return value
    try:
        text = json.loads(value, strict=False)
    except (ValueError, RecursionError):
        raise ValueError(f'want a text without quotes, or one in "..." to its end, got {value[:60]!r}') from None
    return str(text)
