r"""Serial of the East German Makarov pistol of 1961: the letters AU, four digits, and 61 beside them.

Both the letters and the number say 1961: one can check the other. What other letters mean is not in our tables.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "AU 1234 61")).claims]
['country East Germany', 'maker Suhl', 'model Makarov PM', 'year 1961', 'serial AU1234']

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import DIGITS, Fit, gap, some, word
from witnessmark.marks.scheme import About, Meaning, Support, claim

NAME = "suhl-pm"
TITLE = "serial of the East German Makarov of 1961"
MARKS = "serial"
MAKERS = "Suhl"
PERIOD = "1961; the letters of other years are not in our tables"
SUPPORT = Support(source="https://makarov.ch/index.php/allocation_example", is_verified=True, weight=0.8)
EXAMPLES = (
    "AU 1234 61",
    "AU1234",
)
PATTERN = (
    (
        *word("block", "AU"),
        *gap(" -"),
        *some("number", DIGITS, 4),
        *gap(" -"),
        *some("year", "6", 0, 1),
        *some("year", "1", 0, 1),
    ),
)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The only meaning of the pattern."""
    claims = (
        claim(About.COUNTRY, "East Germany"),
        claim(About.MAKER, "Suhl"),
        claim(About.MODEL, "Makarov PM"),
        claim(About.YEAR, "1961"),
        claim(About.SERIAL, *fit.spelled("block", "number")),
    )
    yield Meaning(
        scheme=NAME,
        claims=claims,
        weight=fit.weight,
        because="the letters AU stand for 1961, as does 61 beside them",
        support=SUPPORT,
    )


def render(block: str, number: str, year: str = "") -> str:
    """The serial with blanks."""
    return f"{block} {number} {year}".strip()
