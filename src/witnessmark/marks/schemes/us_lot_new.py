r"""Lot of United States ammunition after MIL-STD-1168, new form.

Maker, year, a letter for the month (A to M without I), interfix, a separator, sequence, and up to two letters where the
lot was reworked. An interfix series can cross the end of a year.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "XYZ07D006-004")).claims]
['country United States', 'code XYZ', 'year 2007', 'month April', 'lot 006-004']

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import DIGITS, LATIN, Fit, gap, some
from witnessmark.marks.scheme import About, Meaning, Support, claim, two_digit_years

_MONTHS = dict(zip("ABCDEFGHJKLM", ("January", "February", "March", "April", "May", "June", "July", "August",
                                    "September", "October", "November", "December"), strict=True))  # fmt: skip

NAME = "us-lot-new"
TITLE = "lot of United States ammunition, new form"
MARKS = "lot"
MAKERS = "ammunition made for the United States"
PERIOD = "not stated"
SUPPORT = Support(
    source="https://miscellaneousammunition.emilspec.com/MIL-STD-1168/page18.html", is_verified=True, weight=1.0
)
EXAMPLES = (
    "XYZ07D006-004",
    "XYZ08A006-015",
)
PATTERN = (
    (
        *some("maker", LATIN, 1, 3),
        *some("year", DIGITS, 2),
        *some("month", "ABCDEFGHJKLM", 1),
        *some("interfix", DIGITS, 3),
        *gap(f"-{LATIN}", is_optional=False),
        *some("sequence", DIGITS, 3),
        *some("rework", LATIN, 0, 2),
    ),
)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """Maker code, year and month; the maker's name is in no table of ours."""
    years = two_digit_years(fit.values("year", most=100), first=1960)
    if not years:
        return
    claims = [
        claim(About.COUNTRY, "United States"),
        claim(About.CODE, *fit.spelled("maker")),
        claim(About.YEAR, *years),
        claim(About.MONTH, *(_MONTHS[m] for m in fit.values("month"))),
        claim(About.LOT, f"{fit.text('interfix')}-{fit.text('sequence')}"),
    ]
    if fit.fields.get("rework"):
        claims.append(claim(About.USE, f"reworked: {fit.text('rework')}"))
    because = "maker, year, letter of the month, interfix and sequence, as the standard orders them"
    yield Meaning(scheme=NAME, claims=tuple(claims), weight=fit.weight, because=because, support=SUPPORT)


def render(maker: str, year: str, month: str, interfix: str, sequence: str, rework: str = "") -> str:
    """The lot as it is stencilled."""
    return f"{maker}{year}{month}{interfix}-{sequence}{rework}"
