"""Lines: which lines a text holds, block by block, whatever its encoding and its line ends."""

import codecs
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from witnessmark.adapters.books.bounds import CHUNK, LONGEST_LINE
from witnessmark.adapters.books.origin import Origin, whole

_ERRORS = "witnessmark-undecodable"
_MARKS = re.compile("[\0\udc00-\udcff]")


class Block(NamedTuple):
    """Lines that follow each other, each with one and the same end."""

    lines: list[str]
    has_quotes: bool = False
    is_sound: bool = True
    """Every byte of it is text in the encoding, and none is zero: no store keeps one in a text."""
    is_cut: bool = False
    """It is the beginning of one line that was too long to read on."""
    is_last: bool = False


def blocks(origin: Origin, encoding: str) -> Iterator[Block]:
    """The lines of a text. A byte that is no text in the encoding becomes a mark; see ``sound``."""
    carry, is_skipping = "", False
    for piece, is_last in texts(origin, encoding):
        if is_skipping:
            _, end, text = piece.partition("\n")
            is_skipping = not end
            if is_skipping and not is_last:
                continue
        else:
            text = carry + piece
        lines = list(io.StringIO(text, newline="\n"))
        carry = "" if is_last or not lines or lines[-1].endswith("\n") else lines.pop()
        yield Block(lines, '"' in text, _is_sound(text), is_last=is_last)
        if len(carry) > LONGEST_LINE:
            yield Block([carry[:LONGEST_LINE]], is_sound=_is_sound(carry), is_cut=True)
            carry, is_skipping = "", True


def texts(origin: Origin, encoding: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, with a line feed for whatever ends a line; whether a piece is the last."""
    codecs.register_error(_ERRORS, _mark)
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(_ERRORS), translate=True)
    with whole(origin.name, "text"), origin.open() as file:
        while chunk := file.read(CHUNK):
            yield decoder.decode(chunk), False
        yield decoder.decode(b"", final=True), True


def sound(text: str) -> str:
    r"""A text with U+FFFD in the place of every byte that was none.

    >>> sound("caf\udce9")
    'caf�'
    """
    return _MARKS.sub("\N{REPLACEMENT CHARACTER}", text)


def strange_bytes(text: str) -> str:
    r"""The first bytes of a text that were none, as a person writes them; empty where there are none.

    >>> strange_bytes("caf\udce9")
    '0xE9'
    """
    return " ".join(f"0x{ord(mark) & 0xFF:02X}" for mark in _MARKS.findall(text)[:8])


def _is_sound(text: str) -> bool:
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _mark(error: UnicodeError) -> tuple[str, int]:
    """Half of a pair of code units stands for a byte that is no text: no decoder makes one of sound bytes."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end
