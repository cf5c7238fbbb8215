r"""Type index and number run together, as press pages print what stands apart on the metal.

Where to split is our guess.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "9 д 1318869032")).claims]
['model 9Д131', 'serial 8869032']

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import CYRILLIC, DIGITS, LATIN, Fit, gap, some
from witnessmark.marks.scheme import About, Meaning, Support, claim

NAME = "index-and-number"
TITLE = "type index and number run together"
MARKS = "type index"
MAKERS = "USSR and Russia"
PERIOD = "not stated"
SUPPORT = Support(
    source="https://www.iflscience.com/international-investigation-confirms-mh17-was-downed-by-rebel-missile-47887",
    is_verified=True,
    weight=0.5,
)
EXAMPLES = ("9 д 1318869032",)
PATTERN = (
    (
        *some("group", DIGITS, 1, 2),
        *gap(" "),
        *some("letter", LATIN + CYRILLIC, 1),
        *gap(" "),
        *some("number", DIGITS, 1, 3),
        *gap(" "),
        *some("serial", DIGITS, 7),
    ),
)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The only meaning of the pattern."""
    claims = (
        claim(About.MODEL, fit.text("group") + fit.text("letter").upper() + fit.text("number")),
        claim(About.SERIAL, *fit.spelled("serial")),
    )
    yield Meaning(
        scheme=NAME,
        claims=claims,
        weight=fit.weight,
        because="an index of up to three digits and a number of seven; the split is a guess",
        support=SUPPORT,
    )


def render(group: str, letter: str, number: str, serial: str) -> str:
    """Index and number apart."""
    return f"{group}{letter}{number} {serial}"
