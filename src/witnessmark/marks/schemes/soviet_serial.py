r"""Serial of Soviet-pattern weapons: two letters and four or five digits. It gives a number, not a country.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "ЗМ 1234")).claims]
['block ЗМ', 'serial ЗМ1234']

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import CYRILLIC, DIGITS, LATIN, Fit, gap, some
from witnessmark.marks.scheme import About, Meaning, Support, claim

NAME = "soviet-serial"
TITLE = "serial of two letters and four or five digits"
MARKS = "serial"
MAKERS = "USSR, Poland, Hungary, Romania"
PERIOD = "not stated"
SUPPORT = Support(source="general knowledge of Soviet-pattern rifles", is_verified=False, weight=0.3)
EXAMPLES = (
    "ЗМ 1234",
    "FK1234",
    "ST12345",
)
PATTERN = ((*some("block", LATIN + CYRILLIC, 2), *gap(" -"), *some("number", DIGITS, 4, 5)),)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The only meaning of the pattern."""
    claims = (
        claim(About.BLOCK, *fit.spelled("block")),
        claim(About.SERIAL, *fit.spelled("block", "number")),
    )
    yield Meaning(
        scheme=NAME,
        claims=claims,
        weight=fit.weight,
        because="two letters of a block, and a number within it",
        support=SUPPORT,
    )


def render(block: str, number: str) -> str:
    """The serial with a space."""
    return f"{block} {number}"
