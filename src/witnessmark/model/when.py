"""When: the days in which something can have happened, read from EDTF; it has no ``<``.

The grammar is the part of EDTF (ISO 8601-2) that says days; the bounds are ours. Three conventions, with reasons in
``docs/decisions/0004-dates.md``: ``~`` widens a year by a year, a month by a month and a day by a week to each side;
``?`` keeps the days but makes nothing certain; a season is the whole year, because its hemisphere is not said.
"""

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache

from witnessmark.model.value import Value

_LONGEST = 120
_DOUBT = "?~%"
_DATE = re.compile(
    r"(?P<year>[?~%]?[0-9X]{4}[?~%]?)"
    r"(?:-(?P<month>[?~%]?[0-9X]{2}[?~%]?)(?:-(?P<day>[?~%]?[0-9X]{2}[?~%]?))?)?"
    r"(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:Z|[+-](?:0[0-9]|1[0-4])(?::[0-5][0-9])?)?)?"
)
_SEASONS = range(21, 42)
_EXAMPLES = "2015, 2015-12, 2015-12-12, 2015-12~, ../2016-02, 2016-06/2016-07, [2015-12-12,2015-12-15]"


class Days(Value, frozen=True, kw_only=True):
    """From one day to another, both included; ``None`` where that end is not known."""

    lo: date | None = None
    hi: date | None = None

    def __str__(self) -> str:
        if self.lo == self.hi and self.lo is not None:
            return self.lo.isoformat()
        return f"{self.lo or '?'}/{self.hi or '?'}"


class When(Value, frozen=True, kw_only=True):
    """The days that a typed date covers.

    >>> window("2015-12").lo, window("2015-12").hi
    (datetime.date(2015, 12, 1), datetime.date(2015, 12, 31))
    >>> window("2015-12").certainly_before(window("2016-02"))
    True
    >>> window("2014").certainly_before(window("2014-03")), window("2014").possibly_before(window("2014-03"))
    (False, True)
    """

    text: str = ""
    """As typed; empty when no date is known."""
    alternatives: tuple[Days, ...] = (Days(),)
    """One of these; more than one for rival dates (``[2015-12-12,2015-12-15]``)."""
    is_uncertain: bool = False
    is_approximate: bool = False

    @property
    def lo(self) -> date | None:
        """The first possible day, or ``None``."""
        firsts = [days.lo for days in self.alternatives]
        return None if None in firsts else min(day for day in firsts if day)

    @property
    def hi(self) -> date | None:
        """The last possible day, or ``None``."""
        lasts = [days.hi for days in self.alternatives]
        return None if None in lasts else max(day for day in lasts if day)

    @property
    def is_known(self) -> bool:
        """Whether at least one end is known."""
        return self.lo is not None or self.hi is not None

    def certainly_before(self, other: "When") -> bool:
        """Every day of this one precedes every day of the other, and neither date is in doubt."""
        if self.is_uncertain or other.is_uncertain or self.hi is None or other.lo is None:
            return False
        return self.hi < other.lo

    def possibly_before(self, other: "When") -> bool:
        """Some day of this one precedes some day of the other, or a date is in doubt."""
        if self.is_uncertain or other.is_uncertain or self.lo is None or other.hi is None:
            return True
        return self.lo < other.hi

    def overlaps(self, other: "When") -> bool:
        """Both can be the same day: some alternative of each shares a day."""
        return any(_share_a_day(mine, theirs) for mine in self.alternatives for theirs in other.alternatives)

    def days_until(self, later: "When") -> tuple[int | None, int | None]:
        """The fewest and the most days from this to a later date; ``None`` where an end is open.

        Nothing follows where a date is in doubt, or where the later date certainly precedes this one.

        >>> window("2015-12").days_until(window("2016-02"))
        (32, 90)
        """
        if self.is_uncertain or later.is_uncertain or later.certainly_before(self):
            return None, None
        fewest = None if self.hi is None or later.lo is None else max(0, (later.lo - self.hi).days)
        most = None if self.lo is None or later.hi is None else max(0, (later.hi - self.lo).days)
        return fewest, most

    def __str__(self) -> str:
        return self.text or "date not known"


UNKNOWN = When()
"""No date is known."""


def _share_a_day(one: Days, other: Days) -> bool:
    starts_in_time = one.lo is None or other.hi is None or one.lo <= other.hi
    ends_late_enough = other.lo is None or one.hi is None or other.lo <= one.hi
    return starts_in_time and ends_late_enough


def shifted(start: When, days: int) -> When:
    """Each alternative, that many days later: what a stated duration says of an undated event.

    >>> str(shifted(window("[2015-12-12,2015-12-15]"), 59))
    '[2016-02-09,2016-02-12]'
    """
    step = timedelta(days=days)
    moved = tuple(
        Days(lo=None if d.lo is None else d.lo + step, hi=None if d.hi is None else d.hi + step)
        for d in start.alternatives
    )
    return When(
        text=typed(moved), alternatives=moved, is_uncertain=start.is_uncertain, is_approximate=start.is_approximate
    )


def typed(alternatives: tuple[Days, ...]) -> str:
    """How one would type several intervals."""
    if len(alternatives) == 1 and (alternatives[0].lo is None or alternatives[0].lo != alternatives[0].hi):
        return f"{alternatives[0].lo or '..'}/{alternatives[0].hi or '..'}"
    members = [str(d.lo) if d.lo == d.hi else f"{d.lo or ''}..{d.hi or ''}" for d in alternatives]
    return members[0] if len(members) == 1 else f"[{','.join(members)}]"


@lru_cache(maxsize=65536)
def window(text: str) -> When:
    """Read an EDTF date; the empty text is an unknown date. A ``ValueError`` says what was wanted.

    >>> window("2016-02-31")
    Traceback (most recent call last):
        ...
    ValueError: want a day that exists, got '2016-02-31'
    >>> window("/2016-02").lo is None
    True
    """
    if not text:
        return UNKNOWN
    if len(text) > _LONGEST or not text.isascii():
        raise ValueError(f"want an EDTF date of at most {_LONGEST} plain characters, got {text[:_LONGEST]!r}")
    alternatives = tuple(dict.fromkeys(_alternatives(text)))
    return When(
        text=text,
        alternatives=alternatives,
        is_uncertain=any(mark in text for mark in "?%"),
        is_approximate=any(mark in text for mark in "~%"),
    )


def readable(text: str) -> When:
    """The days of a stored date; any day where it cannot be read, which is a problem shown elsewhere."""
    try:
        return window(text)
    except ValueError:
        return UNKNOWN


def _alternatives(text: str) -> Iterator[Days]:
    if text[0] == "[" and text[-1] == "]":
        yield from (_member(member.strip(" "), text) for member in text[1:-1].split(","))
    elif text[0] == "{" and text[-1] == "}":
        yield _hull([_member(member.strip(" "), text) for member in text[1:-1].split(",")])
    elif "/" in text:
        first, _, last = text.partition("/")
        if not first and not last:
            raise ValueError(f"want an EDTF date such as {_EXAMPLES}; got {text!r}")
        start, end = (Days() if each in {"", ".."} else _date(each, text) for each in (first, last))
        yield _interval(start, end, text)
    else:
        yield _date(text, text)


def _member(member: str, text: str) -> Days:
    """One member of a set: a date, or consecutive ones."""
    first, is_range, last = member.partition("..")
    if not is_range:
        return _date(member, text)
    if not first and not last:
        raise ValueError(f"want an EDTF date such as {_EXAMPLES}; got {text!r}")
    return _interval(_date(first, text) if first else Days(), _date(last, text) if last else Days(), text)


def _interval(first: Days, last: Days, text: str) -> Days:
    if first.lo is not None and last.hi is not None and first.lo > last.hi:
        raise ValueError(f"want an interval that starts before it ends, got {text!r}")
    return Days(lo=first.lo, hi=last.hi)


def _hull(members: list[Days]) -> Days:
    """All of several dates: the days from the first to the last of them."""
    lows, highs = [d.lo for d in members], [d.hi for d in members]
    return Days(
        lo=None if None in lows else min(day for day in lows if day is not None),
        hi=None if None in highs else max(day for day in highs if day is not None),
    )


def _date(typed: str, text: str) -> Days:
    """The days of one calendar date, whose unspecified digits are ``X``."""
    found = _DATE.fullmatch(typed)
    if found is None:
        raise ValueError(f"want an EDTF date such as {_EXAMPLES}; got {text!r}")
    year, month, day = (None if part is None else part.strip(_DOUBT) for part in found.group("year", "month", "day"))
    if month is not None and month.isdigit() and int(month) in _SEASONS and day is None:
        month = None
    firsts = _calendar_days(year, month, day, forwards=True)
    lasts = _calendar_days(year, month, day, forwards=False)
    lo, hi = next(firsts, None), next(lasts, None)
    if lo is None or hi is None:
        raise ValueError(f"want a day that exists, got {text!r}")
    days = Days(lo=lo, hi=hi)
    return _widened(days, 7 if day else 31 if month else 366) if set(typed) & set("~%") else days


def _calendar_days(year: str | None, month: str | None, day: str | None, *, forwards: bool) -> Iterator[date]:
    """The days that a date can mean, from its first on, or from its last backwards."""
    # Which days exist depends on leap years only: of each sort of year the first decides.
    undecided = {True, False}
    for y in _numbers(year, 1, date.max.year, forwards=forwards):
        if calendar.isleap(y) in undecided:
            undecided.remove(calendar.isleap(y))
            for m in _numbers(month, 1, 12, forwards=forwards):
                for d in _numbers(day, 1, calendar.monthrange(y, m)[1], forwards=forwards):
                    yield date(y, m, d)
        if not undecided:
            return


def _numbers(mask: str | None, least: int, most: int, *, forwards: bool) -> Iterable[int]:
    """The numbers that a mask of digits and ``X`` can mean, in order."""
    numbers = range(least, most + 1) if forwards else range(most, least - 1, -1)
    if mask is None:
        return numbers
    if mask.isdigit():
        return [int(mask)] if least <= int(mask) <= most else []
    pattern = re.compile(mask.replace("X", "[0-9]"))
    return (n for n in numbers if pattern.fullmatch(f"{n:0{len(mask)}d}"))


def _widened(days: Days, spare: int) -> Days:
    """That many more days to each side, as far as the calendar goes."""
    lo, hi = days.lo or date.min, days.hi or date.max
    step = timedelta(days=spare)
    return Days(lo=lo - min(step, lo - date.min), hi=hi + min(step, date.max - hi))
