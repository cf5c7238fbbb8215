r"""Serial of a Chinese Type 56 with the model before it. That 56 is the model is background.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "562934886")).claims]
['country China', 'model Type 56', 'serial 562934886']

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import DIGITS, Fit, gap, some, word
from witnessmark.marks.scheme import About, Meaning, Support, claim

NAME = "chinese-56"
TITLE = "serial of a Type 56 with the model before it"
MARKS = "serial"
MAKERS = "state factories"
PERIOD = "not stated"
SUPPORT = Support(
    source="https://www.limacharlienews.com/middle-east/iran-arms-trafficking/", is_verified=True, weight=0.5
)
EXAMPLES = (
    "562934886",
    "56-2934886",
)
PATTERN = ((*word("model", "56"), *gap("- "), *some("number", DIGITS, 6, 8)),)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The only meaning of the pattern."""
    claims = (
        claim(About.COUNTRY, "China"),
        claim(About.MODEL, "Type 56"),
        claim(About.SERIAL, *fit.spelled("model", "number")),
    )
    yield Meaning(
        scheme=NAME,
        claims=claims,
        weight=fit.weight,
        because="begins with 56; that this is the model is background",
        support=SUPPORT,
    )


def render(number: str, model: str = "56") -> str:
    """The serial, run together."""
    return f"{model}{number}"
