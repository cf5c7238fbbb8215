r"""NATO stock number: supply class, state that gave the number, item. It is a number of a type, not of one thing.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "1305-01-155-5459")).claims]
['code 1305011555459', 'country United States']

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import DIGITS, Fit, gap, some
from witnessmark.marks.scheme import About, Meaning, Support, claim

NAME = "nsn"
TITLE = "NATO stock number"
MARKS = "stock number"
MAKERS = "states that use the system"
PERIOD = "not stated"
SUPPORT = Support(source="general knowledge of NATO codification", is_verified=False, weight=0.4)
EXAMPLES = (
    "1305-01-155-5459",
    "1305011555459",
)
PATTERN = (
    (
        *some("supply_class", DIGITS, 4),
        *gap("-"),
        *some("nation", DIGITS, 2),
        *gap("-"),
        *some("item", DIGITS, 3),
        *gap("-"),
        *some("item", DIGITS, 4),
    ),
)


_STATES = {"00": "United States", "01": "United States", "12": "Germany", "14": "France", "99": "United Kingdom"}
"""Background: the state that codified the item, which need not have made it."""


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The only meaning of the pattern."""
    nations = fit.values("nation", most=100)
    # A nation that was not read can be any state, not only one of ours.
    states = dict.fromkeys(_STATES[n] for n in nations) if all(n in _STATES for n in nations) else {}
    claims = (
        claim(About.CODE, *fit.spelled("supply_class", "nation", "item")),
        *((claim(About.COUNTRY, *states),) if states else ()),
    )
    yield Meaning(
        scheme=NAME,
        claims=claims,
        weight=fit.weight,
        because="four, two, three and four digits; the second group is the state that gave the number",
        support=SUPPORT,
    )


def render(supply_class: str, nation: str, item: str) -> str:
    """The number with hyphens."""
    return f"{supply_class}-{nation}-{item[:3]}-{item[3:]}"
