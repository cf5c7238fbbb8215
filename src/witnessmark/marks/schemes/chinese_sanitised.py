r"""Serial of a Chinese pistol that bears nothing else: two letters and six digits.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "ZZ270071")).claims]
['country China', 'serial ZZ270071']

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import DIGITS, LATIN, Fit, some
from witnessmark.marks.scheme import About, Meaning, Support, claim

NAME = "chinese-sanitised"
TITLE = "Chinese serial without a factory mark"
MARKS = "serial"
MAKERS = "Norinco, as is attributed"
PERIOD = "after about 1990 without the triangle"
SUPPORT = Support(source="http://arnhemjim.blogspot.co.uk/", is_verified=True, weight=0.4)
EXAMPLES = ("ZZ270071",)
PATTERN = ((*some("block", LATIN, 2), *some("number", DIGITS, 6)),)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The only meaning of the pattern."""
    claims = (
        claim(About.COUNTRY, "China"),
        claim(About.SERIAL, *fit.spelled("block", "number")),
    )
    yield Meaning(
        scheme=NAME,
        claims=claims,
        weight=fit.weight,
        because="two letters and six digits; attributed, since nothing else is marked",
        support=SUPPORT,
    )


def render(block: str, number: str) -> str:
    """The serial."""
    return f"{block}{number}"
