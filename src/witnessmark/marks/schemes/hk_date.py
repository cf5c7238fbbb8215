r"""Year of two letters on HK weapons: A is 0 to I is 8, K is 9; J is left out.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "BF")).claims]
['country Germany', 'maker Heckler & Koch', 'year 2015']

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import Fit, some
from witnessmark.marks.scheme import About, Meaning, Support, claim, two_digit_years

NAME = "hk-date"
TITLE = "year of two letters on HK weapons"
MARKS = "date"
MAKERS = "Heckler & Koch"
PERIOD = "not stated"
SUPPORT = Support(source="general knowledge of HK date codes", is_verified=False, weight=0.3)
EXAMPLES = ("BF",)
PATTERN = (some("year", "ABCDEFGHIK", 2),)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The only meaning of the pattern."""
    letters = "ABCDEFGHIK"
    digits = ["".join(str(letters.index(c)) for c in code) for code in fit.values("year", most=100)]
    years = two_digit_years(digits, first=1974)
    if not years:
        return
    claims = (
        claim(About.COUNTRY, "Germany"),
        claim(About.MAKER, "Heckler & Koch"),
        claim(About.YEAR, *years),
    )
    yield Meaning(
        scheme=NAME, claims=claims, weight=fit.weight, because="each letter is a digit, J left out", support=SUPPORT
    )


def render(year: str) -> str:
    """The code."""
    return f"{year}"
