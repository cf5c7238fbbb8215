"""Serial dates: which day and time a spreadsheet means by a number."""

import math
from datetime import UTC, datetime, timedelta

from witnessmark.adapters.books.number_formats import Format, Shows

_FIRST_1900, _FIRST_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a spreadsheet has no zones
_NEVER = 60
"""29 February 1900, which spreadsheets hold for a day; those before it are numbered one less than those behind."""
_LONGEST_DATE = 40
_LAST = 2_958_465
"""31 December 9999."""


def moment(value: float, *, is_1904: bool) -> datetime | None:
    """The moment of a serial number, to the millisecond; ``None`` where it stands for none.

    >>> moment(41703.5, is_1904=False), moment(1, is_1904=False), moment(60, is_1904=False)
    (datetime.datetime(2014, 3, 5, 12, 0), datetime.datetime(1900, 1, 1, 0, 0), None)
    """
    if not math.isfinite(value) or not 0 <= value < _LAST + 1:
        return None
    days, fraction = divmod(value, 1)
    first = _FIRST_1904
    if not is_1904:
        if days in (0, _NEVER):
            return None
        first = _FIRST_1900 if days > _NEVER else _FIRST_1900 + timedelta(days=1)
    try:
        return first + timedelta(days=days, milliseconds=round(fraction * 86_400_000))
    except OverflowError:
        return None


def written(shape: Format, value: float, *, is_1904: bool) -> str:
    """A serial number that is shown as date, time or duration, in ISO 8601; empty where it can be none.

    A date without a time of day is the day alone, whatever the format.

    >>> from witnessmark.adapters.books.number_formats import format_of
    >>> written(format_of("d/m/yy h:mm"), 41703.5, is_1904=False), written(format_of("h:mm"), 0.5, is_1904=False)
    ('2014-03-05T12:00:00', '12:00:00')
    """
    if shape.shows is Shows.DURATION or (0 <= value < 1 and not (is_1904 and shape.shows is Shows.DATE)):
        return "" if not 0 <= value <= _LAST or not math.isfinite(value) else clock(round(value * 86_400_000))
    when = moment(value, is_1904=is_1904)
    return "" if when is None else iso(when)


def iso(when: datetime) -> str:
    """A moment in ISO 8601; the day alone at midnight.

    >>> iso(datetime(2014, 3, 5)), iso(datetime(2014, 3, 5, 12, 30, 0, 500_000))
    ('2014-03-05', '2014-03-05T12:30:00.500')
    """
    if when.hour == when.minute == when.second == when.microsecond == 0:
        return when.date().isoformat()
    return when.isoformat(timespec="milliseconds" if when.microsecond else "seconds")


def clock(milliseconds: int) -> str:
    """A time of day, or a duration in hours.

    >>> clock(45_000_000), clock(99_000_500)
    ('12:30:00', '27:30:00.500')
    """
    seconds, rest = divmod(milliseconds, 1_000)
    text = f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{rest:03}" if rest else text


def iso_of_text(text: str) -> str:
    """A date that stands in a file as text, in the form that ``iso`` writes; empty where it is none.

    >>> iso_of_text("2014-03-05T00:00:00"), iso_of_text("2014-03-05T12:30:00.5Z"), iso_of_text("5/3/14")
    ('2014-03-05', '2014-03-05T12:30:00.500', '')
    """
    if len(text) > _LONGEST_DATE:
        return ""
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        return ""
    return iso(when.replace(tzinfo=None)) if when.tzinfo in (None, UTC) else text.strip()
