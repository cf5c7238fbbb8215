"""Dates as people write them, with all the doubt that the typed date carries."""

from collections.abc import Sequence
from datetime import date, timedelta

from witnessmark.model.when import Days, When

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def say(when: When) -> str:
    """A date in words.

    >>> from witnessmark.model.when import window
    >>> say(window("[2016-02-09,2016-02-12]")), say(window("2015-12")), say(window("../2016-02-29"))
    ('9 or 12 February 2016', 'December 2015', 'by 29 February 2016')
    """
    if not when.is_known:
        return "date not known"
    if when.is_approximate or when.is_uncertain:
        doubt = "approximate" if when.is_approximate else "uncertain"
        return f"{when.text} ({doubt})"
    return say_rivals(when.alternatives)


def say_rivals(alternatives: Sequence[Days]) -> str:
    """Several possible dates, told together where they share a month."""
    days = [d.lo for d in alternatives if d.lo is not None and d.lo == d.hi]
    is_one_month = len({(d.year, d.month) for d in days}) == 1
    if len(days) == len(alternatives) > 1 and is_one_month:
        numbers = " or ".join(str(d.day) for d in sorted(days))
        return f"{numbers} {_MONTHS[days[0].month - 1]} {days[0].year}"
    return " or ".join(say_days(d) for d in alternatives)


def say_either(dates: Sequence[tuple[str, Sequence[Days]]]) -> str:
    """Rival dates, each said already and as days: one of them is true.

    >>> day = lambda n: Days(lo=date(2015, 12, n), hi=date(2015, 12, n))
    >>> say_either([("12 December 2015", [day(12)]), ("15 December 2015", [day(15)])])
    '12 or 15 December 2015'
    """
    said = list(dict.fromkeys(words for words, _ in dates))
    if any(words.endswith(")") for words in said):
        return " or ".join(said)  # a doubt in brackets belongs to its own date
    return say_rivals(list(dict.fromkeys(days for _, alternatives in dates for days in alternatives)))


def say_days(days: Days) -> str:
    """One interval in words."""
    lo, hi = days.lo, days.hi
    if lo is None and hi is None:
        return "date not known"
    if lo is None and hi is not None:
        return f"by {say_day(hi)}"
    if lo is not None and hi is None:
        return f"from {say_day(lo)} on"
    assert lo is not None  # noqa: S101 - the cases above leave both known
    assert hi is not None  # noqa: S101
    if lo == hi:
        return say_day(lo)
    return _whole(lo, hi) or f"{say_day(lo)} to {say_day(hi)}"


def _whole(lo: date, hi: date) -> str:
    """Whole months and years by their names; empty for anything else."""
    ends_month = hi == date.max or (hi + timedelta(days=1)).day == 1
    if lo.day != 1 or not ends_month:
        return ""
    if (lo.month, hi.month) == (1, 12):
        return str(lo.year) if lo.year == hi.year else f"{lo.year} to {hi.year}"
    first, last = (f"{_MONTHS[d.month - 1]} {d.year}" for d in (lo, hi))
    return first if first == last else f"{first} to {last}"


def say_day(day: date) -> str:
    """One day.

    >>> say_day(date(2015, 12, 12))
    '12 December 2015'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_between(first: date, last: date) -> str:
    """Two days with what lies between them.

    >>> say_between(date(2015, 12, 12), date(2015, 12, 31)), say_between(date(2015, 12, 12), date(2016, 2, 9))
    ('between 12 and 31 December 2015', 'between 12 December 2015 and 9 February 2016')
    """
    is_one_month = (first.year, first.month) == (last.year, last.month)
    return f"between {first.day if is_one_month else say_day(first)} and {say_day(last)}"


def say_elapsed(fewest: int | None, most: int | None) -> str:
    """A stretch of days that stated dates allow.

    >>> say_elapsed(32, 90), say_elapsed(None, 90), say_elapsed(0, None)
    ('32 to 90 days', 'at most 90 days', 'not limited by the stated dates')
    """
    if fewest is not None and most is not None:
        return f"{fewest} days" if fewest == most else f"{fewest} to {most} days"
    if most is not None:
        return f"at most {most} days"
    return f"at least {fewest} days" if fewest else "not limited by the stated dates"
