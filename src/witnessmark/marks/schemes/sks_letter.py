r"""Serial of a Chinese SKS with one letter before it. Q and Z are not seen, and pages differ on the years.

>>> from witnessmark.marks.meaning import meanings_under
>>> sorted(m.said("year") for m in meanings_under(NAME, "K5412"))
[('1956',), ('1959',)]
>>> all(m.weight < 0.05 for m in meanings_under(NAME, "Q0001"))
True

"""

from collections.abc import Iterator

from witnessmark.marks.pattern import DIGITS, Fit, some
from witnessmark.marks.scheme import About, Meaning, Support, claim
from witnessmark.marks.tables import rows

NAME = "sks-letter"
TITLE = "serial of a Chinese SKS with a letter"
MARKS = "serial"
MAKERS = "Jianshe, factory 26"
PERIOD = "1956, or 1959 to 1960: pages differ"
SUPPORT = Support(source="http://chinesesks.weebly.com/dating-the-chinese-sks.html", is_verified=True, weight=0.4)
EXAMPLES = (
    "A0001",
    "K5412",
)
PATTERN = ((*some("block", "ABCDEFGHIJKLMNOPRSTUVWXY", 1), *some("number", DIGITS, 4, 5)),)


def meanings(fit: Fit) -> Iterator[Meaning]:
    """One meaning for each series that the letter can be of."""
    letters = fit.values("block") or tuple("ABCDEFGHIJKLMNOPRSTUVWXY")
    for row in rows("sks_series"):
        if row["prefixes"] and any(letter in row["prefixes"] for letter in letters):
            yield Meaning(
                scheme=NAME,
                claims=(
                    claim(About.COUNTRY, "China"),
                    claim(About.MAKER, "Jianshe"),
                    claim(About.MODEL, "Type 56 SKS"),
                    claim(About.YEAR, *row["years"].split()),
                    claim(About.SERIAL, *fit.spelled("block", "number")),
                ),
                weight=fit.weight,
                because=f"{row['series']}: {row['note']}",
                support=row.support,
            )


def render(block: str, number: str) -> str:
    """The serial."""
    return f"{block}{number}"
