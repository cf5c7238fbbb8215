r"""CAGE or NCAGE code: five characters, and that I and O are not used is background. It names the company.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "96214")).claims]
['code 96214', 'maker Raytheon']

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import DIGITS, Fit, some
from witnessmark.marks.scheme import About, Claim, Meaning, Support, claim

NAME = "cage"
TITLE = "CAGE code of a company"
MARKS = "company code"
MAKERS = "any company that has one"
PERIOD = "not stated"
SUPPORT = Support(source="https://rt.com/news/546878-airstrikes-bomb-us-fragment/amp", is_verified=True, weight=0.3)
EXAMPLES = ("96214",)
PATTERN = (some("code", DIGITS + "ABCDEFGHJKLMNPQRSTUVWXYZ", 5),)


_KNOWN = {"96214": "Raytheon"}
"""From press pages that cite the register; the register itself is not here."""


def _company(fit: Fit) -> tuple[Claim, ...]:
    maker = _KNOWN.get(fit.text("code")) if fit.is_read("code") else None
    return () if maker is None else (claim(About.MAKER, maker),)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The only meaning of the pattern."""
    claims = (
        claim(About.CODE, *fit.spelled("code")),
        *_company(fit),
    )
    yield Meaning(
        scheme=NAME,
        claims=claims,
        weight=fit.weight,
        because="five characters without I and O; a register of the codes tells whose it is",
        support=SUPPORT,
    )


def render(code: str) -> str:
    """The code."""
    return f"{code}"
