r"""Lot of United States ammunition, old form: maker, interfix, sequence, and a letter where it was reworked.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "LW-06-01A")).claims]
['country United States', 'code LW', 'lot 06-01', 'use reworked: A']

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import DIGITS, LATIN, Fit, gap, some
from witnessmark.marks.scheme import About, Meaning, Support, claim

NAME = "us-lot-old"
TITLE = "lot of United States ammunition, old form"
MARKS = "lot"
MAKERS = "ammunition made for the United States"
PERIOD = "before the new form; not stated"
SUPPORT = Support(source="http://armymunitions.tpub.com/mm0145a/Lot-Number-8.htm", is_verified=True, weight=0.3)
EXAMPLES = ("LW-06-01A",)
PATTERN = (
    (
        *some("maker", LATIN, 2, 3),
        *gap("-", is_optional=False),
        *some("interfix", DIGITS, 1, 3),
        *gap("-", is_optional=False),
        *some("sequence", DIGITS, 1, 4),
        *some("rework", LATIN, 0, 1),
    ),
)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """Maker code and lot; the year is not in it."""
    claims = [
        claim(About.COUNTRY, "United States"),
        claim(About.CODE, *fit.spelled("maker")),
        claim(About.LOT, f"{fit.text('interfix')}-{fit.text('sequence')}"),
    ]
    if fit.fields.get("rework"):
        claims.append(claim(About.USE, f"reworked: {fit.text('rework')}"))
    yield Meaning(
        scheme=NAME, claims=tuple(claims), weight=fit.weight, because="maker, interfix and sequence", support=SUPPORT
    )


def render(maker: str, interfix: str, sequence: str, rework: str = "") -> str:
    """The lot as it is stencilled."""
    return f"{maker}-{interfix}-{sequence}{rework}"
