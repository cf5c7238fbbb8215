r"""A year stamped by itself, as beside the serial of many rifles. Four digits can as well be a number.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "1968")).claims]
['year 1968']

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import DIGITS, Fit, some
from witnessmark.marks.scheme import About, Meaning, Support, claim

NAME = "stamped-year"
TITLE = "a year stamped by itself"
MARKS = "date"
MAKERS = "many"
PERIOD = "1900 to 2039"
SUPPORT = Support(source="general knowledge", is_verified=False, weight=0.3)
EXAMPLES = ("1968",)
PATTERN = (some("year", DIGITS, 4),)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The year, where it can be one."""
    years = fit.within("year", 1900, 2039)
    if not years:
        return
    claims = (claim(About.YEAR, *years),)
    yield Meaning(
        scheme=NAME, claims=claims, weight=fit.weight, because="four digits that can be a year", support=SUPPORT
    )


def render(year: str) -> str:
    """The year."""
    return f"{year}"
