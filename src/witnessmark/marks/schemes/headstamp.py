r"""Headstamp of a maker's code and a year, sometimes with the calibre.

The code is looked up in a table whose rows differ in what they rest on; one code can have several makers, and one maker
several ways to be typed. A headstamp dates the case, which may have been loaded again later.

>>> from witnessmark.marks.meaning import meanings_under
>>> [(m.said("country"), m.said("year")) for m in meanings_under(NAME, "21/72") if m.weight == 1]
[(('Hungary',), ('1972',)), (('Romania',), ('1972',)), (('Poland',), ('1972',)), ((), ('1972',))]

"""

import functools
from collections.abc import Iterator, Mapping, Sequence

from witnessmark.marks.confusables import alike
from witnessmark.marks.pattern import CYRILLIC, DIGITS, LATIN, Fit, gap, some
from witnessmark.marks.scheme import About, Meaning, Support, claim, two_digit_years
from witnessmark.marks.tables import Row, rows

_LETTERS = LATIN + CYRILLIC + LATIN.lower() + CYRILLIC.lower()
_BETWEEN = (*gap(" "), *gap(" /_|-", is_optional=False), *gap(" "))

NAME = "headstamp"
TITLE = "maker and year on a cartridge"
MARKS = "headstamp"
MAKERS = "many"
PERIOD = "a year of two or four digits"
SUPPORT = Support(source="https://www.bigwas.com/2012/08/headstamp.html", is_verified=True, weight=0.8)
EXAMPLES = (
    "501/77",
    "539 67",
    "LC 06",
    "bxn/54",
    "ППУ/1986",
)
PATTERN = (
    (*some("code", DIGITS, 1, 4), *_BETWEEN, *some("year", DIGITS, 2)),
    (*some("code", DIGITS, 1, 4), *_BETWEEN, *some("year4", DIGITS, 4)),
    (*some("code", _LETTERS, 1, 4), *_BETWEEN, *some("year", DIGITS, 2)),
    (*some("code", _LETTERS, 1, 4), *_BETWEEN, *some("year4", DIGITS, 4)),
)


_UNKNOWN = Support(source="no row of the table fits the code", is_verified=False, weight=0.05)
_WITHOUT_YEAR = 0.5
_ALSO_TYPED = 0.5
"""How much less a code counts that is typed as something else by habit."""


def meanings(fit: Fit) -> Iterator[Meaning]:
    """Every maker whose code this can be, and that it is none of them."""
    year = claim(About.YEAR, *_years(fit))
    if not year.values:
        return
    for row, chance in _rows(fit):
        known = [claim(About.COUNTRY, row["country"])] if row["country"] else []
        known += [claim(About.MAKER, row["maker"])] if row["maker"] else []
        because = f"code {row['code']}" + (f": {row['note']}" if row["note"] else "")
        yield Meaning(
            scheme=NAME,
            claims=(*known, year, claim(About.CODE, row["code"])),
            weight=fit.likeness * chance,  # a code that the table holds is no chance string of letters
            because=because,
            support=row.support,
        )
    yield Meaning(
        scheme=NAME,
        claims=(year, claim(About.CODE, *fit.spelled("code"))),
        weight=fit.weight,
        because="a code that is in no table of ours, and a year",
        support=_UNKNOWN,
    )


def _years(fit: Fit) -> tuple[str, ...]:
    if "year4" in fit.fields:
        return fit.within("year4", 1850, 2039)
    return two_digit_years(fit.values("year", most=100))


def _rows(fit: Fit) -> Iterator[tuple[Row, float]]:
    by_length = _spellings().get(len(fit.fields["code"]), {})
    found: dict[int, tuple[Row, float]] = {}
    for spelling, counted in by_length.items():
        if chance := fit.chance("code", spelling):
            for row, worth in counted:
                if chance * worth > found.get(row.line, (row, 0.0))[1]:
                    found[row.line] = (row, chance * worth)
    yield from (found[line] for line in sorted(found))


@functools.cache
def _spellings() -> Mapping[int, Mapping[str, Sequence[tuple[Row, float]]]]:
    """By their length, the spellings of codes, each with the rows that it stands for and how far it counts."""
    found: dict[int, dict[str, list[tuple[Row, float]]]] = {}
    for row in rows("headstamp_codes"):
        spellings = dict.fromkeys(row["also_typed"].split(), _ALSO_TYPED) | {row["code"]: 1.0, alike(row["code"]): 1.0}
        for spelling, worth in spellings.items():
            found.setdefault(len(spelling), {}).setdefault(spelling, []).append((row, worth))
    return found


def maker_alone(typed: str) -> Iterator[Meaning]:
    """Whose code this can be where no year was read beside it.

    >>> [m.said("maker") for m in maker_alone("711")]
    [('Klimovsk (Podolsk)',)]
    """
    for row in rows("headstamp_codes"):
        if alike(typed) == alike(row["code"]):
            claims = [claim(about, row[about]) for about in (About.COUNTRY, About.MAKER) if row[about]]
            claims.append(claim(About.CODE, row["code"]))
            because = f"code {row['code']}, no year" + (f": {row['note']}" if row["note"] else "")
            yield Meaning(scheme=NAME, claims=tuple(claims), weight=_WITHOUT_YEAR, because=because, support=row.support)


def render(code: str, year: str = "", year4: str = "") -> str:
    """Code and year with a slash between them."""
    return f"{code}/{year or year4}"
