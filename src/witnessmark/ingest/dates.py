"""Dates: what a cell says of when, as a partial date."""

import functools
import re
from collections.abc import Sequence
from datetime import datetime

from witnessmark.errors import UsageError
from witnessmark.ingest.template import Unreadable
from witnessmark.model.when import window

_YEARS = re.compile(r"(?P<first>[12][0-9]{3})\s*[-–—/]\s*(?P<last>[12][0-9]{3})")
_DIRECTIVES = re.compile(r"%(.?)")
_TOUCHING = re.compile(r"%[YymdjHMS]%[YymdjHMS]")
"""Numbers without a sign between them: then each must have all its digits."""
_KNOWN = frozenset("YymbBdjHMSfIpAazZ%")
"""What a form can ask for; the others speak of weeks, or of what another machine's settings say."""
_MIDNIGHT = re.compile(r"T00:00(:00(\.0+)?)?(Z|\+00:00)?$")
_EARLIEST, _LATEST = 1500, 2200
_LONGEST = 120


def as_date(text: str, form: str, formats: Sequence[str] = ()) -> str:
    """The date in a cell; of one that the file itself holds as a date, that date.

    >>> as_date("03.12.2019", "t", ("%d.%m.%Y",)), as_date("2012-2020", "t"), as_date("5/2014", "t", ("%m/%Y",))
    ('2019-12-03', '2012/2020', '2014-05')
    """
    return _as_date(text, form == "d", tuple(formats))


def refuse_vague(form: str) -> None:
    """A ``UsageError`` where a form of dates is unknown, or tells too little for a date.

    A day without a year would become one of the year 1900, which nobody has said.
    """
    asked = _DIRECTIVES.findall(form)
    unknown = [f"%{each}" for each in asked if each not in _KNOWN]
    if unknown:
        raise UsageError(f"want a form of dates such as %d.%m.%Y, got {unknown[0]!r} in {form!r}")
    named = [{"y": "Y", "b": "m", "B": "m", "j": "md"}.get(each, each) for each in asked if each != "%"]
    if len(set(named)) != len(named):
        raise UsageError(f"want a form of dates that says each part once, got {form!r}")
    if "Y" not in named or ("d" in named and "m" not in named):
        raise UsageError(f"want a form of dates with a year, and with a month where it has a day, got {form!r}")


@functools.lru_cache(maxsize=65536)
def _as_date(text: str, is_date: bool, formats: tuple[str, ...]) -> str:  # noqa: FBT001 - a cache's key
    if len(text) > _LONGEST:
        raise Unreadable("a date", text[:80])
    if is_date or not formats:
        plain = _plain(text)
        if plain is not None:
            return plain
    for each in formats:
        found = _formatted(text, each)
        if found is not None:
            return found
    raise Unreadable(f"a date as {' or '.join(formats)}" if formats else "a date such as 2015-12-12 or 2015", text)


def _plain(text: str) -> str | None:
    """A date that needs no form to be read by: ISO 8601 and EDTF, a year, years."""
    shown = _MIDNIGHT.sub("", text.strip().replace(" ", "T", 1) if re.match(r"\d{4}-\d\d-\d\d ", text) else text)
    years = _YEARS.fullmatch(shown)
    if years:
        shown = f"{years['first']}/{years['last']}"
    try:
        days = window(shown)
    except ValueError:
        return _dated(shown)
    if days.lo is not None and not _EARLIEST <= days.lo.year <= _LATEST:
        return None
    return shown if days.is_known else None


def _dated(text: str) -> str | None:
    """The day of a moment whose time EDTF would not take: with fractions of a second, without seconds."""
    try:
        return datetime.fromisoformat(text).date().isoformat() if "T" in text else None
    except ValueError:
        return None


def _formatted(text: str, form: str) -> str | None:
    try:
        found = datetime.strptime(text.strip(), form)  # noqa: DTZ007 - a day, as typed
    except ValueError:
        return None
    if not _EARLIEST <= found.year <= _LATEST:
        return None
    if _TOUCHING.search(form) and found.strftime(form) != text.strip():
        # Of 1112015 nobody knows whether it is the first or the eleventh.
        return None
    if "%d" in form or "%j" in form:
        return found.date().isoformat()
    return f"{found.year:04}-{found.month:02}" if re.search("%[mbB]", form) else f"{found.year:04}"
