r"""Spanish serial since 1995: maker, type (03 is a shotgun), number, year.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "16-03-123-99")).claims]
['country Spain', 'code 16', 'use shotgun', 'serial 123', 'year 1999']

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import DIGITS, Fit, gap, some
from witnessmark.marks.scheme import About, Meaning, Support, claim, two_digit_years

NAME = "aya"
TITLE = "Spanish hyphenated serial"
MARKS = "serial"
MAKERS = "AyA and other Spanish makers"
PERIOD = "since 1995"
SUPPORT = Support(
    source="https://www.doublegunshop.com/forums/ubbthreads.php?Number=71345&ubb=showthreaded",
    is_verified=True,
    weight=0.8,
)
EXAMPLES = ("16-03-123-99",)
PATTERN = (
    (
        *some("maker", DIGITS, 2),
        *gap("-", is_optional=False),
        *some("kind", DIGITS, 2),
        *gap("-", is_optional=False),
        *some("number", DIGITS, 3, 4),
        *gap("-", is_optional=False),
        *some("year", DIGITS, 2),
    ),
)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The only meaning of the pattern."""
    years = two_digit_years(fit.values("year", most=100), first=1995)
    if not years:
        return
    claims = (
        claim(About.COUNTRY, "Spain"),
        claim(About.CODE, *fit.spelled("maker")),
        *((claim(About.USE, "shotgun"),) if fit.text("kind") == "03" else ()),
        claim(About.SERIAL, *fit.spelled("number")),
        claim(About.YEAR, *years),
    )
    yield Meaning(
        scheme=NAME,
        claims=claims,
        weight=fit.weight,
        because="maker, type, number and year, as since 1995",
        support=SUPPORT,
    )


def render(maker: str, kind: str, number: str, year: str) -> str:
    """The serial with its hyphens."""
    return f"{maker}-{kind}-{number}-{year}"
