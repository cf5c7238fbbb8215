r"""Calibre and year on a cartridge without a maker. That no maker stands there was itself what told the country.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "7.62x39 / 03")).claims]
['country Iran', 'calibre 7.62x39', 'year 2003']

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import DIGITS, Fit, gap, some
from witnessmark.marks.scheme import About, Meaning, Support, claim, two_digit_years

NAME = "calibre-year"
TITLE = "calibre and year without a maker on a cartridge"
MARKS = "headstamp"
MAKERS = "Iran, and others that leave the maker out"
PERIOD = "not stated"
SUPPORT = Support(
    source="http://www.ocregister.com/news/ammunition-203661-ocprint-iran-arms.html", is_verified=True, weight=0.5
)
EXAMPLES = ("7.62x39 / 03",)
PATTERN = (
    (
        *some("calibre", DIGITS, 1, 2),
        *some("calibre", ".", 0, 1),
        *some("calibre", DIGITS, 0, 2),
        *some("calibre", "x", 1),
        *some("calibre", DIGITS, 2, 3),
        *some("calibre", "R", 0, 1),
        *gap(" "),
        *gap(" /_|-", is_optional=False),
        *gap(" "),
        *some("year", DIGITS, 2),
    ),
)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The only meaning of the pattern."""
    claims = (
        claim(About.COUNTRY, "Iran"),
        claim(About.CALIBRE, *fit.spelled("calibre")),
        claim(About.YEAR, *two_digit_years(fit.values("year", most=100), first=1940)),
    )
    yield Meaning(
        scheme=NAME,
        claims=claims,
        weight=fit.weight,
        because="the maker is left out, which was itself the sign",
        support=SUPPORT,
    )


def render(calibre: str, year: str) -> str:
    """Calibre and year with a slash."""
    return f"{calibre}/{year}"
