"""Profile: what a column looks like from what it holds."""

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from witnessmark.ingest.dates import as_date
from witnessmark.ingest.numbers import as_number
from witnessmark.ingest.template import Unreadable
from witnessmark.registers.placeholders import is_placeholder
from witnessmark.vocabulary.catalogue import Sort, resolve
from witnessmark.vocabulary.statenames import resolve_state

_ENOUGH = 0.8
"""The part of a column's values that must look like something for the column to look like it."""
_SOME = 0.5
_DATE_FORMS = (
    "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y/%m/%d", "%d. %m. %Y", "%d.%m.%y", "%d/%m/%y",
    "%m/%d/%y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%B %d, %Y", "%b %d, %Y", "%Y%m%d", "%m/%Y", "%m.%Y",
    "%B %Y", "%Y",
)  # fmt: skip
_PICTURE = re.compile(r".{1,200}\.(jpe?g|png|heic|tiff?|webp)", re.IGNORECASE)
_MAILBOX = re.compile(r"[^\s@/]{1,64}@[^\s@/]{1,120}\.[^\s@/.]{2,20}")
_ADDRESS = re.compile(r"https?://\S+")
_SERIAL = re.compile(r"(?=.*[0-9])[^\W_][\w\s./\-?\[\]…]{2,24}")


class Profile(NamedTuple):
    """What a column holds."""

    values: int
    """How many of the cells that were looked at are not empty."""
    distinct: int
    example: str
    looks: dict[str, float]
    """Role by the part of its values that look like it."""
    date_forms: tuple[str, ...] = ()
    """The forms by which all of its values are dates; several where the day may be the month."""
    decimal: str = ""
    """The sign before decimals, where its values are numbers."""
    is_decimal_sure: bool = False
    """Whether some value can be read with this sign only."""
    doubtful_number: str = ""
    """A value that would be another number with the other sign, where no value settles it: ``1.200``."""


def profile(cells: Sequence[str], forms: Sequence[str]) -> Profile:
    """What some cells of a column look like; ``forms`` as the file holds them, ``t`` for text."""
    pairs = [(text.strip(), form) for text, form in zip(cells, forms, strict=True) if text.strip()]
    texts = [text for text, _ in pairs]
    if not texts:
        return Profile(0, 0, "", {})
    looks = {name: _part(texts, judge) for name, judge in _JUDGES.items()}
    looks["serial"] = _serials(texts)
    dates = _date_forms(pairs)
    looks["date"] = 1.0 if dates is not None else 0.0
    decimal, is_sure, doubtful = _decimal_sign(pairs)
    looks["number"] = 1.0 if decimal else 0.0
    return Profile(len(texts), len(set(texts)), texts[0], looks, dates or (), decimal, is_sure, doubtful)


def _decimal_sign(pairs: Sequence[tuple[str, str]]) -> tuple[str, bool, str]:
    """The sign before decimals by which at least four in five values are numbers, whether it is sure, and a doubt.

    Of 1.200 and 3.500 nobody can tell whether they are thousands. Most lists count things, so they are taken for
    thousands where nothing else settles it.
    """
    texts = sorted({text for text, form in pairs if form != "n"})
    by_point, by_comma = ({text: _number(text, sign) for text in texts} for sign in ".,")
    plain = {text: text for text, form in pairs if form == "n"}
    shares = [_part([text for text, _ in pairs], _is_in(plain | numbers)) for numbers in (by_point, by_comma)]
    if max(shares) < _ENOUGH:
        return "", False, ""
    only_point = sum(bool(by_point[text]) and not by_comma[text] for text in texts)
    only_comma = sum(bool(by_comma[text]) and not by_point[text] for text in texts)
    if only_point or only_comma:
        return ("." if only_point >= only_comma else ","), True, ""
    doubtful = next((text for text in texts if by_point[text] != by_comma[text]), "")
    return ("," if "." in doubtful else "."), False, doubtful


def _is_in(numbers: Mapping[str, str]) -> Callable[[str], bool]:
    return lambda text: bool(numbers.get(text))


def _part(texts: Sequence[str], judge: Callable[[str], bool]) -> float:
    known: dict[str, bool] = {}
    return sum(known.setdefault(text, judge(text)) for text in texts) / len(texts)


def _serials(texts: Sequence[str]) -> float:
    """Marks are of letters and digits, of much the same length, and seldom repeat."""
    marks = [text for text in texts if not is_placeholder(text)]
    if not marks:
        return 0.0
    part = _part(marks, lambda text: bool(_SERIAL.fullmatch(text)) and len(text.split()) <= 3)
    return part * min(1.0, len(set(marks)) / len(marks) * 1.1)


def _date_forms(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...] | None:
    """The forms in which at least four in five values are dates; ``None`` where there is none."""
    texts = sorted({text for text, form in pairs if form != "d"})
    if not texts:
        return ()
    if _part(texts, lambda text: _is_date(text, ())) >= _ENOUGH and not all(text.isdigit() for text in texts):
        return ()
    counts = {form: _part(texts, functools.partial(_is_date, forms=(form,))) for form in _DATE_FORMS}
    best = max(counts.values())
    return tuple(form for form, count in counts.items() if count == best) if best >= _ENOUGH else None


def _is_date(text: str, forms: tuple[str, ...]) -> bool:
    try:
        return bool(as_date(text, "t", forms))
    except Unreadable:
        return False


def _number(text: str, decimal: str) -> str:
    """A number, or nothing where it is none."""
    try:
        return as_number(text, decimal)
    except Unreadable:
        return ""


def _is_within(text: str, most: float) -> bool:
    try:
        return abs(float(text)) <= most and "." in text
    except ValueError:
        return False


_JUDGES: dict[str, Callable[[str], bool]] = {
    "person": lambda text: _MAILBOX.fullmatch(text) is not None,
    "country": lambda text: bool(resolve_state(text)),
    "calibre": lambda text: bool(resolve(text, Sort.CALIBRE)),
    "model": lambda text: bool(resolve(text, Sort.MODEL)),
    "make": lambda text: bool(resolve(text, Sort.MAKER)),
    "photo": lambda text: _PICTURE.fullmatch(text) is not None,
    "url": lambda text: _ADDRESS.fullmatch(text) is not None,
    "latitude": lambda text: _is_within(text, 90),
    "longitude": lambda text: _is_within(text, 180),
}


def supports(found: Profile, role: str) -> bool | None:
    """Whether what a column holds speaks for a role; ``None`` where it can say nothing of it."""
    if not found.values:
        return None
    match role:
        case "date" | "date-from" | "date-until" | "licence-date" | "valid-until":
            return found.looks["date"] >= _ENOUGH
        case "quantity" | "value" | "latitude" | "longitude":
            return found.looks["number"] >= _SOME
        case "serial" | "serial-last":
            return found.looks["serial"] >= _SOME / 2
        case "url":
            return found.looks["url"] >= _SOME
        case _:
            return None
