r"""Month and year on a licence-made G3 rifle.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "04/83")).claims]
['model G3', 'month 04', 'year 1983']
>>> list(meanings_under(NAME, "14/83"))
[]

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import DIGITS, Fit, gap, some
from witnessmark.marks.scheme import About, Meaning, Support, claim, two_digit_years

NAME = "g3-date"
TITLE = "month and year on a licence-made G3"
MARKS = "date"
MAKERS = "HK and licensees"
PERIOD = "not stated"
SUPPORT = Support(source="general knowledge of the G3", is_verified=False, weight=0.3)
EXAMPLES = ("04/83",)
PATTERN = ((*some("month", DIGITS, 2), *gap("/", is_optional=False), *some("year", DIGITS, 2)),)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The only meaning of the pattern."""
    months = [month for month in fit.values("month", most=100) if 1 <= int(month) <= 12]
    if not months:
        return
    years = two_digit_years(fit.values("year", most=100), first=1958)
    if not years:
        return
    claims = (
        claim(About.MODEL, "G3"),
        claim(About.MONTH, *months),
        claim(About.YEAR, *years),
    )
    yield Meaning(scheme=NAME, claims=claims, weight=fit.weight, because="month and year with a slash", support=SUPPORT)


def render(month: str, year: str) -> str:
    """The date."""
    return f"{month}/{year}"
