"""XLSX values: what a cell of a workbook says, given its texts and styles."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from witnessmark.adapters.books.number_formats import GENERAL, Format, Shows, shown_date, shown_number
from witnessmark.adapters.books.numerals import lost_digits, of_double
from witnessmark.adapters.books.serial_dates import iso_of_text, moment, written

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATES = (Shows.DATE, Shows.TIME, Shows.DURATION)


class Said(NamedTuple):
    """What a cell says: its text, a letter of ``Form``, and what a reader must know of it."""

    text: str
    form: str
    note: str = ""


class Values:
    """The cells of one workbook."""

    def __init__(self, texts: Sequence[str], formats: Sequence[Format], *, is_1904: bool) -> None:
        self._texts = texts
        self._formats = formats
        self._is_1904 = is_1904
        self._by_type = {
            "s": self._shared, "b": _boolean, "e": _error, "str": _plain, "inlineStr": _plain, "d": _dated,
        }  # fmt: skip

    def said(self, kind: str, style: str, raw: str) -> Said:
        """What a cell says, from its type, style and value as they stand in the file."""
        by_type = self._by_type.get(kind)
        if by_type is not None:
            return by_type(raw)
        return self._number(style, raw)

    def _shared(self, raw: str) -> Said:
        # Longer numbers are no place in a list, and Python refuses to read the longest.
        if raw.isascii() and raw.isdigit() and len(raw) < 10 and int(raw) < len(self._texts):
            return Said(self._texts[int(raw)], "t")
        return Said(raw, "e", f"want the place of a text among {len(self._texts)}, got {raw[:40]!r}")

    def _number(self, style: str, raw: str) -> Said:
        text = of_double(raw)
        if text is None:
            return Said(raw, "e", "want a number, got this") if raw.strip() else Said("", "t")
        shape = self._format(style)
        if shape.shows in _DATES:
            return self._date(shape, text)
        note = lost_digits(text)
        if shape.zeros or shape.is_percent:
            shown = shown_number(shape, text)
            note = "; ".join(filter(None, (note, shown and f"shown as {shown}")))
        return Said(text, "n", note)

    def _format(self, style: str) -> Format:
        if style.isascii() and style.isdigit() and len(style) < 10 and int(style) < len(self._formats):
            return self._formats[int(style)]
        return GENERAL

    def _date(self, shape: Format, text: str) -> Said:
        value = float(text)
        date = written(shape, value, is_1904=self._is_1904)
        if not date:
            return Said(text, "n", "shown as a date, and is none")
        when = moment(value, is_1904=self._is_1904)
        shown = shown_date(shape, when) if when else ""
        return Said(date, "d", f"shown as {shown}" if shown else "")


def unescaped(text: str) -> str:
    r"""A text of a workbook, in which characters that XML cannot hold are written by their number.

    >>> unescaped("two_x000A_lines"), unescaped("_x005F_x000A_")
    ('two\nlines', '_x000A_')
    """
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    # Half of a pair is no character, and zero none that a store keeps.
    return "\N{REPLACEMENT CHARACTER}" if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)


def _plain(raw: str) -> Said:
    return Said(unescaped(raw), "t")


def _boolean(raw: str) -> Said:
    says = {"1": "TRUE", "0": "FALSE", "true": "TRUE", "false": "FALSE"}.get(raw.strip().lower())
    return Said(raw, "e", "want TRUE or FALSE, got this") if says is None else Said(says, "b")


def _error(raw: str) -> Said:
    return Said(raw, "e")


def _dated(raw: str) -> Said:
    date = iso_of_text(raw)
    return Said(date, "d") if date else Said(raw, "e", "want a date, got this")
