r"""Serials of seven digits that were published: of an Iranian rifle, and of a Buk missile.

Seven digits alone tell little.

>>> from witnessmark.marks.meaning import meanings_under
>>> [m.said("country") for m in meanings_under(NAME, "2400305")]
[('Iran',), ('USSR',)]

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import DIGITS, Fit, some
from witnessmark.marks.scheme import About, Meaning, Support, claim

NAME = "seven-digits"
TITLE = "serial of seven digits"
MARKS = "serial"
MAKERS = "makers in Iran, makers in the USSR"
PERIOD = "not stated"
SUPPORT = Support(
    source="https://www.limacharlienews.com/middle-east/iran-arms-trafficking/", is_verified=True, weight=0.2
)
EXAMPLES = (
    "2400305",
    "8868720",
)
PATTERN = (some("number", DIGITS, 7),)


_MISSILE = Support(
    source="https://pravdive.eu/news/49497/p-c-roberts-nezvratny-dukaz",
    is_verified=True,
    weight=0.2,
)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """A rifle of the Dragunov pattern; a missile, by a paper that is contested."""
    for country, model, because, support in (
        ("Iran", "Hoshdar-M", "a Hoshdar-M rifle bears seven digits; the caption is ambiguous", SUPPORT),
        ("USSR", "9M38", "a paper gives seven digits of a Buk missile; the paper is contested", _MISSILE),
    ):
        claims = (claim(About.COUNTRY, country), claim(About.MODEL, model), claim(About.SERIAL, *fit.spelled("number")))
        yield Meaning(scheme=NAME, claims=claims, weight=fit.weight, because=because, support=support)


def render(number: str) -> str:
    """The serial."""
    return number
