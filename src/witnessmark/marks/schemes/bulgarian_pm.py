r"""Serial of the Bulgarian Makarov pistol: two letters, a code for the year, four digits.

The letters are Cyrillic on the metal and often typed in Latin. Two pages count the code from 1960; a third ties it to a
start in 1970, in unclear words. Both stand as candidates.

>>> from witnessmark.marks.meaning import meanings_under
>>> [m.said("year") for m in meanings_under(NAME, "IK-25-1777")]
[('1985',), ('1995',)]

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import CYRILLIC, DIGITS, LATIN, Fit, gap, some
from witnessmark.marks.scheme import About, Meaning, Support, claim

NAME = "bulgarian-pm"
TITLE = "serial of the Bulgarian Makarov pistol"
MARKS = "serial"
MAKERS = "Arsenal, factory 10"
PERIOD = "not stated"
SUPPORT = Support(
    source="https://view.joomag.com/thunder-roads-la-ms-aug-2018/0281792001533127232?page=34",
    is_verified=True,
    weight=0.8,
)
EXAMPLES = (
    "IK-25-1777",
    "ИК 25 1777",
)
PATTERN = (
    (
        *some("block", LATIN + CYRILLIC, 2),
        *gap("- "),
        *some("code", DIGITS, 2),
        *gap("- "),
        *some("number", DIGITS, 4),
    ),
)


_RIVAL = Support(
    source="a page of spirithas.blogg.se ties the code to a start in 1970; its words are unclear",
    is_verified=True,
    weight=0.2,
)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The year from either start that a page gives."""
    codes = [int(code) for code in fit.values("code", most=100)]
    for start, support in ((1960, SUPPORT), (1970, _RIVAL)):
        yield Meaning(
            scheme=NAME,
            claims=(
                claim(About.COUNTRY, "Bulgaria"),
                claim(About.MAKER, "Arsenal"),
                claim(About.MODEL, "Makarov PM"),
                claim(About.YEAR, *(str(start + code) for code in codes)),
                claim(About.SERIAL, *fit.spelled("block", "code", "number")),
            ),
            weight=fit.weight,
            because=f"the two middle digits count the years from {start}",
            support=support,
        )


def render(block: str, code: str, number: str) -> str:
    """The serial with hyphens, as it is printed in English."""
    return f"{block}-{code}-{number}"
