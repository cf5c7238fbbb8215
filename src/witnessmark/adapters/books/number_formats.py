"""Number formats: what a spreadsheet's format makes of a number on the screen."""

import enum
import re
from datetime import datetime
from typing import NamedTuple

from witnessmark.adapters.books.numerals import full


class Shows(enum.Enum):
    """What a format shows a number as."""

    NUMBER = enum.auto()
    DATE = enum.auto()
    TIME = enum.auto()
    DURATION = enum.auto()


class Format(NamedTuple):
    """A format, looked at once for all the cells that it shows."""

    code: str
    shows: Shows
    is_partial: bool = False
    """It shows a day without its year, or a month without its day: what was typed may have been no date."""
    zeros: str = ""
    """The pattern of a number that is filled with zeros: ``0000-00``."""
    is_percent: bool = False


GENERAL = Format("General", Shows.NUMBER)
_LONGEST_CODE = 255

# What stands in quotes, behind a backslash, and in brackets that name a colour, a language or a condition.
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_HALF_OF_DAY = re.compile(r"am/pm|a/p", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_DATE_PIECES = re.compile(r'"([^"]*)"|\\(.)|(yyyy|yy|m{1,4}|d{1,4}|.)', re.IGNORECASE)
_ZEROS = re.compile(r"[0A-Za-z /.#:()-]*0{2,}[0A-Za-z /#:()-]*\Z")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def format_of(code: str) -> Format:
    """Look at a format.

    >>> format_of("[$-409]d-mmm;@").shows, format_of("[h]:mm").shows, format_of("#,##0.00").shows
    (<Shows.DATE: 2>, <Shows.DURATION: 4>, <Shows.NUMBER: 1>)
    """
    code = code[:_LONGEST_CODE]
    first = code.partition(";")[0]
    bare = _HALF_OF_DAY.sub("", _NOT_SHOWN.sub("", first)).lower()
    if bare == "general":
        return Format(code, Shows.NUMBER)
    letters = set(bare) & set("ymdhs")
    if _ELAPSED.search(bare):
        return Format(code, Shows.DURATION)
    if letters & set("yd") or ("m" in letters and not letters & set("hs")):
        return Format(code, Shows.DATE, is_partial=not {"y", "d"} <= letters and not letters & set("hs"))
    if letters:
        return Format(code, Shows.TIME)
    if "%" in bare:
        return Format(code, Shows.NUMBER, is_percent=True)
    return Format(code, Shows.NUMBER, zeros=_zeros(first))


def _zeros(code: str) -> str:
    """The pattern of a format that fills with zeros and adds signs, as of stock numbers; empty for any other."""
    pattern = re.sub(r"\[[^\]]*\]", "", code)
    pattern = _LITERAL.sub(lambda found: (found[1] or found[2] or "").replace("0", "\0"), pattern)
    if "\0" in pattern or "." in pattern or "#" in pattern or not _ZEROS.match(pattern):
        return ""
    return pattern


def shown_number(shape: Format, text: str) -> str:
    """What a person sees where it says more than the number; else empty.

    >>> shown_number(format_of("0000-00-000"), "12345678"), shown_number(format_of("0%"), "0.25")
    ('0123-45-678', '25%')
    """
    if shape.is_percent:
        return percent(text)
    if not shape.zeros or not text.isdigit():
        return ""
    digits = list(text)
    shown = [(digits.pop() if digits else "0") if place == "0" else place for place in reversed(shape.zeros)]
    first = shape.zeros.index("0")
    filled = "".join(reversed(shown))
    result = filled[:first] + "".join(digits) + filled[first:]
    return "" if result == text else result


def percent(text: str) -> str:
    """A share as a percentage; empty where it is no number.

    >>> percent("0.255")
    '25.5%'
    """
    return f"{full(repr(round(float(text) * 100, 10)))}%"


def shown_date(shape: Format, date: datetime) -> str:
    """A date as a format shows it that leaves out its year or its day; else empty.

    >>> shown_date(format_of("d-mmm"), datetime(2024, 12, 3)), shown_date(format_of("mmm yy"), datetime(1912, 3, 1))
    ('3-Dec', 'Mar 12')
    """
    if not shape.is_partial:
        return ""
    code = re.sub(r"\[[^\]]*\]|_.|\*.", "", shape.code.partition(";")[0])
    pieces = _DATE_PIECES.findall(code)
    return "".join(
        quoted or escaped or _date_piece(piece.lower(), piece, date) for quoted, escaped, piece in pieces
    ).strip()


def _date_piece(piece: str, typed: str, date: datetime) -> str:
    pieces = {
        "yyyy": f"{date.year:04}", "yy": f"{date.year % 100:02}", "y": f"{date.year % 100:02}",
        "mmmm": _MONTHS[date.month - 1], "mmm": _MONTHS[date.month - 1][:3], "mm": f"{date.month:02}",
        "m": str(date.month), "dddd": _DAYS[date.weekday()], "ddd": _DAYS[date.weekday()][:3],
        "dd": f"{date.day:02}", "d": str(date.day),
    }  # fmt: skip
    return pieces.get(piece, typed)
