r"""Chinese serial of eight digits, as on a receiver. The digits alone do not show the country: a symbol does.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "10121943")).claims]
['country China', 'serial 10121943']

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import DIGITS, Fit, some
from witnessmark.marks.scheme import About, Meaning, Support, claim

NAME = "chinese-8"
TITLE = "Chinese serial of eight digits"
MARKS = "serial"
MAKERS = "state factories"
PERIOD = "not stated"
SUPPORT = Support(source="https://collections.museumsvictoria.com.au/items/388898", is_verified=True, weight=0.35)
EXAMPLES = ("10121943",)
PATTERN = (some("number", DIGITS, 8),)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The only meaning of the pattern."""
    claims = (
        claim(About.COUNTRY, "China"),
        claim(About.SERIAL, *fit.spelled("number")),
    )
    yield Meaning(
        scheme=NAME,
        claims=claims,
        weight=fit.weight,
        because="eight digits, as on a rifle whose symbol is Chinese",
        support=SUPPORT,
    )


def render(number: str) -> str:
    """The serial."""
    return f"{number}"
