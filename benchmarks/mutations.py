"""Mutations: valid bytes made a little wrong, by bytes, by tokens and by lines."""

import random
import re
from collections.abc import Callable, Sequence

Mutation = Callable[[random.Random, bytes], bytes]

_TOKEN = re.compile(rb"[A-Za-z0-9_.]+|[ \t]+|\n|.", re.DOTALL)
_LONGEST = 40_000
"""Bytes: repeated doubling must not make one input cost as much as a thousand."""

_ODD_BYTES = (b"\0", b"\n", b"\r", b"\t", b'"', b"\\", b"#", b":", b"/", b"\x0b", b"\x0c", b"\x7f", b"\xff", b"\xc0")
_ODD_TEXTS = (
    "\ufeff", "\u2028", "\u0085", "\u00a0", "\u202e", "\u200d", "\ue000", "\U0010ffff", "\u0301", "\u01c4", "І",
    "\r\n", "  ", " \t ", "\n  ", "\n\n", "\n   ", "\n#", "# ", '""', '"', '" "', '"\\ud800"', '"\\u0000"', '"\\n"',
    '"a" b', "'", "sealed:", "sealed:" + "0" * 64, "sealed:" + "G" * 64, "id:", "id:" + "ab" * 32, "id:" + "AB" * 32,
    "sealed", "witnessmark 1", "source", "name", "quote", "of", "to", "from", "as", "when", "supersedes", "because",
)  # fmt: skip
_ODD_JSON = (
    "null", "true", "-1", "0", "1", "1.5", "1e400", "9" * 19, "9" * 40, "-0", '""', '"x"', "[]", "{}", "[[]]", ",", ":",
    '"\\ud800"', '"\\u0000"', '"\\u00e9"', '"é"', "[" * 2_000, '{"a":' * 500, '"kind":"item/2"', '"kind":"party/1"',
    "\\n", "\\r", " \\n ", "\\n\\nitem x: injected\\n  note evil", "\\n  note evil", "\\u2028", '\\"', "\\\\", "#",
    "sealed:", "id:", " ",
)  # fmt: skip
_ODD_DATES = (
    "..", "/", "?", "~", "%", "X", "XX", "XXXX", "-", "Y", "y", "y-17e7", "+", "T", "Z", "2016-02-30", "0000", "9999",
    "0001-01-01", "9999-12-31", "10000", "-0001", "2016-13", "21", "2016-21", "2016-24", "2016-37", "S", "S2", "e3",
    "[", "]", "{", "}", ",", "..2016", "2016..", "[..2016-02]", "{2014,2015..2016}", "open", "unknown", "*", "u", "1u",
    "2016-02-29", "2015-02-29", "2004-06-(01)~", "(2004-(06)~)?", "T10:20:30Z", "T24:00:00", "+14:00", " ", "\t", "\n",
)  # fmt: skip


def _piece(chance: random.Random, source: bytes) -> tuple[int, int]:
    start = chance.randrange(len(source) + 1)
    return start, min(len(source), start + chance.choice((1, 1, 2, 4, 16, 64)))


def _flip(chance: random.Random, source: bytes) -> bytes:
    if not source:
        return b"\0"
    at = chance.randrange(len(source))
    return source[:at] + bytes([source[at] ^ (1 << chance.randrange(8))]) + source[at + 1 :]


def _put_byte(chance: random.Random, source: bytes) -> bytes:
    at = chance.randrange(len(source) + 1)
    odd = chance.choice((*_ODD_BYTES, bytes([chance.randrange(256)])))
    return source[:at] + odd + source[at:]


def _cut(chance: random.Random, source: bytes) -> bytes:
    start, end = _piece(chance, source)
    return source[:start] + source[end:]


def _repeat(chance: random.Random, source: bytes) -> bytes:
    start, end = _piece(chance, source)
    return source[:end] + source[start:end] * chance.choice((1, 1, 2, 30)) + source[end:]


def _truncate(chance: random.Random, source: bytes) -> bytes:
    return source[: chance.randrange(len(source) + 1)]


def _put_text(odd: Sequence[str]) -> Mutation:
    def mutate(chance: random.Random, source: bytes) -> bytes:
        at = chance.randrange(len(source) + 1)
        return source[:at] + chance.choice(odd).encode() + source[at:]

    return mutate


def _swap_token(odd: Sequence[str]) -> Mutation:
    def mutate(chance: random.Random, source: bytes) -> bytes:
        tokens = _TOKEN.findall(source)
        if not tokens:
            return chance.choice(odd).encode()
        at = chance.randrange(len(tokens))
        other = chance.choice(tokens) if chance.random() < 0.5 else chance.choice(odd).encode()
        return b"".join([*tokens[:at], other, *tokens[at + 1 :]])

    return mutate


def _shuffle_lines(chance: random.Random, source: bytes) -> bytes:
    lines = source.split(b"\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            lines.insert(at, lines[other])
        case 1:
            lines[at], lines[other] = lines[other], lines[at]
        case 2:
            del lines[at]
        case 3:
            lines[at] = b" " * chance.randrange(5) + lines[at].strip()
        case _:
            lines[at : at + 2] = [b"".join(lines[at : at + 2])]
    return b"\n".join(lines)


_BYTES: tuple[Mutation, ...] = (_flip, _put_byte, _cut, _repeat, _truncate)
TEXT: tuple[Mutation, ...] = (*_BYTES, _put_text(_ODD_TEXTS), *[_swap_token(_ODD_TEXTS)] * 3, *[_shuffle_lines] * 3)
JSON: tuple[Mutation, ...] = (*_BYTES, _put_text(_ODD_JSON), *[_swap_token(_ODD_JSON)] * 4)
DATE: tuple[Mutation, ...] = (*_BYTES, *[_put_text(_ODD_DATES)] * 3, *[_swap_token(_ODD_DATES)] * 4)
FILE: tuple[Mutation, ...] = (_flip, _flip, _flip, _put_byte, _cut, _repeat, _truncate)


def mutated(chance: random.Random, source: bytes, mutations: Sequence[Mutation]) -> bytes:
    """One to six mutations in a row; more often few."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        source = chance.choice(mutations)(chance, source)[:_LONGEST]
    return source


def overwritten(chance: random.Random, source: bytes) -> bytes:
    """A long file with a few bytes changed in place, so that most of it keeps its shape."""
    changed = bytearray(source)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        at = chance.randrange(len(changed))
        changed[at] = chance.choice((0, 0xFF, changed[at] ^ (1 << chance.randrange(8)), chance.randrange(256)))
    return bytes(changed)
