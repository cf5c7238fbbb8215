"""JSON values: which values a file holds, one after the other, be they lines or an array."""

import json
import re
from collections.abc import Iterable, Iterator
from json import JSONDecodeError
from typing import NamedTuple

from witnessmark.adapters.books.bounds import DEEPEST_JSON, LONGEST_OBJECT
from witnessmark.adapters.books.lines import blocks, sound, strange_bytes, texts
from witnessmark.adapters.books.origin import Origin

ARRAYS = ("features", "value", "results", "records", "data", "items", "rows")
"""Keys under which services keep the array of what was asked for."""
_DEEP = "objects too deep within each other"
_TOO_DEEP = f"want an object in JSON, got {_DEEP}"
_BLANKS = re.compile(r"[ \t\r\n]*")


class Number(str):
    """A number as it is typed: what Python makes of it could have other digits."""

    __slots__ = ()


class Broken(NamedTuple):
    """What is no value: what was wanted and got, and how it begins."""

    reason: str
    text: str


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object. A key that comes again is kept under a name of its own: nothing is lost."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    found.clear()
    times: dict[str, int] = {}
    for key, value in pairs:
        name = key
        while name in found:
            times[key] = times.get(key, 1) + 1
            name = f"{key} ({times[key]})"
        found[name] = value
    return found


_DECODER = json.JSONDecoder(parse_int=Number, parse_float=Number, parse_constant=Number, object_pairs_hook=_object)


def values(origin: Origin, encoding: str, *, is_lines: bool) -> Iterator[object]:
    """The values of a file; ``Broken`` for what is none. Behind a broken line others follow, in an array none."""
    yield from _of_lines(origin, encoding) if is_lines else _of_array(origin, encoding)


def _of_lines(origin: Origin, encoding: str) -> Iterator[object]:
    for block in blocks(origin, encoding):
        for line in block.lines:
            text = line.strip()
            if not text:
                yield None
            elif block.is_cut:
                yield Broken(f"want objects of at most {LONGEST_OBJECT:,} characters, got a longer one", text)
            elif not block.is_sound and (strange := strange_bytes(text)):
                yield Broken(f"want text in {encoding}, got the bytes {strange}", sound(text))
            else:
                yield parsed(text)


def parsed(text: str) -> object:
    """The value of a text; ``Broken`` where it is none."""
    try:
        value, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError) as error:
        return Broken(f"want an object in JSON, got {_reason(error)}", text)
    if end < len(text) and text[end:].strip():
        return Broken(f"want one object in JSON, got more behind it at character {end + 1}", text)
    return Broken(_TOO_DEEP, text) if _is_deep(text, value) else value


def _is_deep(text: str, value: object) -> bool:
    """Whether a value holds more within each other than may be: writing it again would take as many steps."""
    if text.count("[") + text.count("{") <= DEEPEST_JSON:
        return False
    level: list[object] = [value]
    for _ in range(DEEPEST_JSON):
        level = [inner for outer in level for inner in _inside(outer)]
    return bool(level)


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _reason(error: ValueError | RecursionError) -> str:
    if isinstance(error, JSONDecodeError):
        return f"{error.msg} at character {error.pos + 1}"
    return _DEEP if isinstance(error, RecursionError) else "no JSON"


class _Text:
    """The text of a file, of which only what is looked at is held."""

    def __init__(self, origin: Origin, encoding: str) -> None:
        self._texts = texts(origin, encoding)
        self._ahead = ""
        self._at = 0
        self._is_over = False

    def peek(self) -> str:
        """The next character that is no blank; empty at the end."""
        while True:
            self._at = _BLANKS.match(self._ahead, self._at).end()  # type: ignore[union-attr] # it finds nothing, too
            if self._at < len(self._ahead):
                return self._ahead[self._at]
            if not self._more(1):
                return ""

    def take(self) -> str:
        """The next character that is no blank, and go on behind it."""
        character = self.peek()
        self._at += 1
        return character

    def value(self) -> object:
        """The next value, and go on behind it; ``Broken`` where there is none that is whole."""
        while True:
            self.peek()
            try:
                value, end = _DECODER.raw_decode(self._ahead, self._at)
            except RecursionError as error:
                return self._broken(error)
            except ValueError as error:
                value, end = error, len(self._ahead)
            # What ends with what was read, as a number can, may go on; and what is broken may only be cut.
            # Twice as much each time, so that a long value is not parsed again for every piece of it.
            is_open = end == len(self._ahead) and end - self._at <= LONGEST_OBJECT
            if is_open and self._more(end - self._at):
                continue
            if isinstance(value, ValueError):
                return self._broken(value)
            text, self._at = self._ahead[self._at : end], end
            return Broken(_TOO_DEEP, text) if _is_deep(text, value) else value

    def _more(self, wanted: int) -> bool:
        """Read on by so many characters or more; whether there were any."""
        pieces = [self._ahead[self._at :]]
        got = 0
        while got < max(wanted, 1) and not self._is_over:
            piece, self._is_over = next(self._texts)
            pieces.append(piece)
            got += len(piece)
        self._ahead, self._at = "".join(pieces), 0
        return got > 0

    def _broken(self, error: ValueError | RecursionError) -> Broken:
        text = sound(self._ahead[self._at : self._at + LONGEST_OBJECT])
        if len(self._ahead) - self._at > LONGEST_OBJECT:
            return Broken(f"want objects of at most {LONGEST_OBJECT:,} characters, got a longer one", text)
        return Broken(f"want a value in JSON, got {_reason(error)}", text)


def _of_array(origin: Origin, encoding: str) -> Iterator[object]:
    """The values of the array that the file is, or that stands in it under one of the usual keys."""
    text = _Text(origin, encoding)
    if text.peek() == "{":
        found = _to_array(text)
        if found is not None:
            yield found
            return
    if text.take() != "[":
        yield Broken("want an array of objects, got none", "")
        return
    if text.peek() == "]":
        return
    while True:
        value = text.value()
        yield value
        if isinstance(value, Broken):
            return
        follows = text.take()
        if follows == "]":
            return
        if follows != ",":
            got = repr(follows) if follows else "the end of the file"
            yield Broken(f"want ',' or ']' behind an object, got {got}: the rest cannot be read", "")
            return


def _to_array(text: _Text) -> Broken | None:
    """Go to the array within an object; what is broken before it."""
    text.take()
    while text.peek() == '"':
        key = text.value()
        if isinstance(key, Broken):
            return key
        if text.take() != ":":
            break
        if key in ARRAYS and text.peek() == "[":
            return None
        value = text.value()
        if isinstance(value, Broken):
            return value
        if text.take() != ",":
            break
    return Broken(f"want an array under a key such as {ARRAYS[0]!r} or {ARRAYS[1]!r}, got none", "")
