r"""Chinese serial whose first digit or digits, added to 1956, give the year, by a rule of thumb.

The page that tells the rule says itself that others start elsewhere.

>>> from witnessmark.marks.meaning import meanings_under
>>> [m.said("year") for m in meanings_under(NAME, "10121943")]
[('1966',)]

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import DIGITS, Fit, some
from witnessmark.marks.scheme import About, Meaning, Support, claim

NAME = "chinese-year"
TITLE = "Chinese serial whose first digits count years"
MARKS = "serial"
MAKERS = "state factories"
PERIOD = "from 1956, as a rule of thumb has it; the start is disputed"
SUPPORT = Support(source="https://vangogphoto.ru/dating-an-albanian-18403.html", is_verified=True, weight=0.25)
EXAMPLES = (
    "10121943",
    "2371009",
)
PATTERN = ((*some("years", DIGITS, 1, 2), *some("number", DIGITS, 6)),)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The only meaning of the pattern."""
    claims = (
        claim(About.COUNTRY, "China"),
        claim(About.YEAR, *(str(1956 + int(years)) for years in fit.values("years", most=100))),
        claim(About.SERIAL, *fit.spelled("years", "number")),
    )
    yield Meaning(
        scheme=NAME,
        claims=claims,
        weight=fit.weight,
        because="the digits before the last six count from 1956; a rule of thumb",
        support=SUPPORT,
    )


def render(years: str, number: str) -> str:
    """The serial."""
    return f"{years}{number}"
