r"""Glock serial: two to four letters and three digits.

The frame of an exported pistol adds US; slide and barrel do not.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "AF123US")).claims]
['country Austria', 'maker Glock', 'serial AF123']

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import DIGITS, LATIN, Fit, some
from witnessmark.marks.scheme import About, Meaning, Support, claim

NAME = "glock"
TITLE = "Glock serial of letters and three digits"
MARKS = "serial"
MAKERS = "Glock"
PERIOD = "not stated"
SUPPORT = Support(
    source="https://pasterleather.blogg.se/2022/march/glock-serial-number-guide.html", is_verified=True, weight=0.4
)
EXAMPLES = (
    "AF123",
    "ABC001",
    "AF123US",
    "ABCD123",
)
PATTERN = (
    (*some("block", LATIN, 2, 4), *some("number", DIGITS, 3), *some("suffix", "U", 0, 1), *some("suffix", "S", 0, 1)),
)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The only meaning of the pattern."""
    claims = (
        claim(About.COUNTRY, "Austria"),
        claim(About.MAKER, "Glock"),
        claim(About.SERIAL, *fit.spelled("block", "number")),
    )
    yield Meaning(
        scheme=NAME,
        claims=claims,
        weight=fit.weight,
        because="a block of letters with a thousand numbers; the suffix is no part of the number",
        support=SUPPORT,
    )


def render(block: str, number: str, suffix: str = "") -> str:
    """The serial as on the frame."""
    return f"{block}{number}{suffix}"
