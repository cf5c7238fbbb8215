"""JSON lines: objects, one on each line or in an array, as a table whose columns are their keys."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, count, islice

from witnessmark.adapters.books.bounds import CHUNK, DEEPEST_KEYS, FIRST_LOOK, MOST_CELLS
from witnessmark.adapters.books.encodings import encoding_of
from witnessmark.adapters.books.json_values import ARRAYS, Broken, Number, parsed, values
from witnessmark.adapters.books.lines import texts
from witnessmark.adapters.books.numerals import full
from witnessmark.adapters.books.origin import Contents, Origin, refusal
from witnessmark.errors import UsageError
from witnessmark.ingest.sheet import LONGEST_CELL, MOST_COLUMNS, NO_NOTES, ReadAs, Row, Sheet

_FIRST_LINES = 20
_SINGLE = (str, Number, bool, type(None))

Flat = Mapping[str, object]
"""An object whose values are texts, numbers, truths, nothing, or JSON."""
Flatten = Callable[[dict[str, object]], Flat]


class Json(str):
    """A value that is no single one, as JSON."""

    __slots__ = ()


def read(origin: Origin, asked: ReadAs) -> Contents:
    """The one table of a file of objects: the first row holds their keys, with dots where objects hold objects."""
    return table(origin, asked, "jsonl", flat)


def table(origin: Origin, asked: ReadAs, form: str, flatten: Flatten) -> Contents:
    """The table of a file of objects, each of which becomes a row in a way of its own."""
    encoding = encoding_of(origin, asked.encoding)
    read_values = partial(values, origin, encoding.name, is_lines=_is_lines(origin, encoding.name))
    columns = _columns(read_values(), flatten)
    if not columns:
        first = next(read_values(), None)
        got = first.reason.rpartition(", got ")[2] if isinstance(first, Broken) else "none"
        raise refusal(origin.name, "objects in JSON with keys", got)
    read_as = ReadAs(encoding=encoding.name, form=form)
    sheet = Sheet("", partial(_rows, read_values, columns, flatten))
    return Contents([sheet], read_as, [encoding.note] if encoding.note else [])


def _is_lines(origin: Origin, encoding: str) -> bool:
    """Whether each line is an object for itself; else the file is one array, or one object that holds an array."""
    beginning = ""
    for text, _ in texts(origin, encoding):
        beginning = (beginning + text).lstrip()
        if "\n" in beginning or len(beginning) > CHUNK:
            break
    lines = [line for line in beginning.split("\n", _FIRST_LINES)[:_FIRST_LINES] if line.strip()]
    if not lines or not lines[0].startswith("{"):
        return False
    objects = [one for one in map(parsed, lines) if isinstance(one, dict)]
    if len(lines) == 1 and objects:
        return not _holds_table(objects[0])
    # The first line can be broken. In an array on several lines the last object alone has no comma behind it.
    return len(objects) > 1 or not isinstance(parsed(lines[0]), Broken)


def _holds_table(value: dict[str, object]) -> bool:
    """Whether an object is an answer of a service, with what was asked for in an array."""
    arrays = [value[key] for key in ARRAYS if key in value]
    return any(isinstance(array, list) and array and isinstance(array[0], dict) for array in arrays)


def _columns(found: Iterable[object], flatten: Flatten) -> list[str]:
    """The keys of the first objects, in the order in which they come."""
    columns: dict[str, None] = {}
    for value in islice(found, FIRST_LOOK):
        if isinstance(value, dict):
            columns.update(dict.fromkeys(flatten(value)))
        if len(columns) > MOST_COLUMNS:
            break
    return list(columns)[:MOST_COLUMNS]


def _rows(read_values: Callable[[], Iterator[object]], columns: Sequence[str], flatten: Flatten) -> Iterator[Row]:
    yield Row(1, list(columns))
    known = {column: place for place, column in enumerate(columns)}
    most = MOST_CELLS // len(columns)
    for number, value in zip(count(2), read_values(), strict=False):
        if number > most:
            raise UsageError(f"want at most {MOST_CELLS:,} cells, got more: {len(columns):,} keys in each of the rows")
        if value is None:
            yield Row(number, [])
        elif isinstance(value, dict):
            yield _row(number, flatten(value), known)
        elif isinstance(value, Broken):
            yield Row(number, [value.text[:LONGEST_CELL]], "", NO_NOTES, value.reason)
        else:
            text, _ = _cell(value)
            yield Row(number, [text], "", NO_NOTES, "want an object in JSON, got another value")


def _row(number: int, found: Flat, known: Mapping[str, int]) -> Row:
    cells, forms = [""] * len(known), ["t"] * len(known)
    broken = ""
    for key, value in found.items():
        place = known.get(key)
        if place is None:
            broken = f"want the keys of the first {FIRST_LOOK:,} objects, got {key[:100]!r} too"
            continue
        cells[place], forms[place] = _cell(value)
        if len(cells[place]) > LONGEST_CELL:
            cells[place] = cells[place][:LONGEST_CELL]
            broken = f"want cells of at most {LONGEST_CELL:,} characters, got a longer one"
    letters = "".join(forms)
    return Row(number, cells, letters if letters.strip("t") else "", NO_NOTES, broken)


def _cell(value: object) -> tuple[str, str]:
    match value:
        case None:
            return "", "t"
        case bool():
            return str(value).upper(), "b"
        case Number():
            return full(value), "n"
        case Json():
            return value, "t"
        case str():
            return whole_text(value), "t"
        case _:
            return as_json(value), "t"


def whole_text(text: str) -> str:
    """A text with U+FFFD for zeros and halves of pairs, which JSON can write and nothing can keep."""
    if "\0" in text:
        return whole_text(text.replace("\0", "\N{REPLACEMENT CHARACTER}"))
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def flat(value: dict[str, object]) -> Flat:
    """An object whose keys within keys are joined by dots; lists are JSON.

    >>> flat({"a": {"b": "x"}, "c": ["y"]})
    {'a.b': 'x', 'c': '["y"]'}
    """
    if all(inner.__class__ in _SINGLE for inner in value.values()) and all(map(str.isascii, value)):
        return value
    return dict(_flattened(value, "", 1))


def _flattened(value: dict[str, object], before: str, depth: int) -> Iterator[tuple[str, object]]:
    for key, inner in value.items():
        name = whole_text(f"{before}{key}")
        if isinstance(inner, dict) and inner and depth < DEEPEST_KEYS:
            yield from _flattened(inner, f"{name}.", depth + 1)
        elif isinstance(inner, (dict, list)):
            yield name, Json(as_json(inner)) if inner else None
        else:
            yield name, inner


def as_json(value: object) -> str:
    """A value as JSON, with its numbers as they were typed.

    >>> as_json([Number("1.50"), {"a": "é"}, None, True])
    '[1.50, {"a": "é"}, null, true]'
    """
    return "".join(_pieces(value))


def _pieces(value: object) -> Iterator[str]:
    match value:
        case Number():
            yield value
        case list():
            yield "["
            yield from chain.from_iterable((", " if place else "", as_json(one)) for place, one in enumerate(value))
            yield "]"
        case dict():
            yield "{"
            for place, (key, one) in enumerate(value.items()):
                yield f"{', ' if place else ''}{json.dumps(whole_text(key), ensure_ascii=False)}: "
                yield from _pieces(one)
            yield "}"
        case str():
            yield json.dumps(whole_text(value), ensure_ascii=False)
        case _:
            yield json.dumps(value)
