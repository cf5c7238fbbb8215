r"""Type index of Soviet and Russian ordnance: group, letter, number, variant.

The letter is Cyrillic on the metal and Latin in most reports. It names a type, not one thing.

>>> from witnessmark.marks.meaning import meanings_under
>>> [str(c) for c in next(meanings_under(NAME, "9M111MB-1")).claims]
['model 9M111MB-1']

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import CYRILLIC, DIGITS, LATIN, Fit, some
from witnessmark.marks.scheme import About, Meaning, Support, claim

NAME = "grau"
TITLE = "type index of Soviet and Russian ordnance"
MARKS = "type index"
MAKERS = "USSR and Russia"
PERIOD = "not stated"
SUPPORT = Support(source="general knowledge of the index", is_verified=False, weight=0.4)
EXAMPLES = (
    "9M111MB-1",
    "9М133-1",
    "9Д131",
    "9М32М",
)
PATTERN = (
    (
        *some("group", DIGITS, 1, 2),
        *some("letter", LATIN + CYRILLIC, 1),
        *some("number", DIGITS, 1, 3),
        *some("variant", LATIN + CYRILLIC, 0, 3),
        *some("suffix", "-", 0, 1),
        *some("suffix", DIGITS, 0, 1),
    ),
)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The only meaning of the pattern."""
    index = "".join(fit.text(field) for field in ("group", "letter", "number", "variant", "suffix"))
    if index.endswith("-"):
        return
    claims = (claim(About.MODEL, index),)
    yield Meaning(
        scheme=NAME,
        claims=claims,
        weight=fit.weight,
        because="group, letter, number and variant of the index",
        support=SUPPORT,
    )


def render(group: str, letter: str, number: str, variant: str = "", suffix: str = "") -> str:
    """The index."""
    return f"{group}{letter}{number}{variant}{suffix}"
