r"""Lot, year and factory, as on ammunition of the Soviet pattern; loading stencils can turn the order round.

The factory is looked up among the codes of headstamps, which is a guess of its own: hence the low weight.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "12-14-451")).claims]
['lot 12', 'year 2014', 'code 451']

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import CYRILLIC, DIGITS, LATIN, Fit, gap, some
from witnessmark.marks.scheme import About, Meaning, Support, claim, two_digit_years

NAME = "soviet-lot"
TITLE = "lot, year and factory of the Soviet pattern"
MARKS = "lot"
MAKERS = "USSR, Romania, Bulgaria and others"
PERIOD = "not stated"
SUPPORT = Support(source="general knowledge of the Soviet pattern", is_verified=False, weight=0.4)
EXAMPLES = (
    "12-14-451",
    "Б23-81-270",
)
PATTERN = (
    (
        *some("prefix", LATIN + CYRILLIC, 0, 1),
        *some("lot", DIGITS, 1, 3),
        *gap("-/", is_optional=False),
        *some("year", DIGITS, 2),
        *gap("-/", is_optional=False),
        *some("factory", DIGITS, 1, 3),
    ),
)


_REVERSED = 0.3
"""How much less the order factory-lot-year is relied on."""


def meanings(fit: Fit) -> Iterator[Meaning]:
    """Lot-year-factory; and, less likely, factory-lot-year."""
    prefix, lot, year = (fit.text(field) for field in ("prefix", "lot", "year"))
    yield Meaning(
        scheme=NAME,
        claims=(
            claim(About.LOT, *fit.spelled("prefix", "lot")),
            claim(About.YEAR, *two_digit_years(fit.values("year", most=100))),
            claim(About.CODE, *fit.spelled("factory")),
        ),
        weight=fit.weight,
        because="lot, year, factory: the dominant order",
        support=SUPPORT,
    )
    years = two_digit_years(fit.values("factory", most=100)) if len(fit.fields["factory"]) == len("yy") else ()
    if years and not prefix:
        yield Meaning(
            scheme=NAME,
            claims=(claim(About.CODE, lot), claim(About.LOT, year), claim(About.YEAR, *years)),
            weight=fit.weight * _REVERSED,
            because="factory, lot, year: loading stencils can turn the order round",
            support=SUPPORT,
        )


def render(lot: str, year: str, factory: str, prefix: str = "") -> str:
    """The stencil in its dominant order."""
    return f"{prefix}{lot}-{year}-{factory}"
