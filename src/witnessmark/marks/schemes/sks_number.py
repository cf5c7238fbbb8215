r"""Serial of a Chinese SKS of digits only, by the ranges that one page gives with its doubts.

>>> from witnessmark.marks.meaning import meanings_under
>>> [m.said("year") for m in meanings_under(NAME, "2371009")]
[('1957',)]

"""

from collections.abc import Callable, Iterable, Iterator

from witnessmark.marks.pattern import DIGITS, Fit, Slot, some
from witnessmark.marks.scheme import About, Meaning, Support, claim
from witnessmark.marks.tables import rows

NAME = "sks-number"
TITLE = "serial of a Chinese SKS of digits only"
MARKS = "serial"
MAKERS = "Jianshe, factory 26"
PERIOD = "1956 to 1958, as one page estimates"
SUPPORT = Support(source="https://chinesesks.weebly.com/dating-the-chinese-sks.html", is_verified=True, weight=0.3)
EXAMPLES = (
    "2371009",
    "300000",
)
PATTERN = (some("number", DIGITS, 5, 7), (*some("number", "0", 1), *some("number", DIGITS, 3)))


def meanings(fit: Fit) -> Iterator[Meaning]:
    """The series whose range the number can lie in; its ends are estimates."""
    lowest, highest = (int("".join(_end(slot, pick) for slot in fit.fields["number"])) for pick in (min, max))
    for row in rows("sks_series"):
        if row["low"] and int(row["low"]) <= highest and lowest <= int(row["high"]):
            yield Meaning(
                scheme=NAME,
                claims=(
                    claim(About.COUNTRY, "China"),
                    claim(About.MODEL, "Type 56 SKS"),
                    claim(About.YEAR, *row["years"].split()),
                    claim(About.SERIAL, *fit.spelled("number")),
                ),
                weight=fit.weight,
                because=f"{row['series']}, about {row['low']} to {row['high']}: {row['note']}",
                support=row.support,
            )


def _end(slot: Slot, pick: Callable[[Iterable[str]], str]) -> str:
    return pick(character for character, _ in slot)


def render(number: str) -> str:
    """The serial."""
    return number
