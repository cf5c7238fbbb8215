"""Dating: what the marks of a family tell of the year: blocks of letters, digits of the year, numbers through years.

Without it, a year that is stated of a weapon and agrees with a record would count twice: the year of a weapon that is
in no register agrees as well, if its mark is like that of the record.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from witnessmark.marks.confusion import ALPHABET
from witnessmark.matching.resolving.markmodel import Dated, MarkModel, plain, shape_of


def dated(marks: Sequence[str], years: Sequence[str], model: MarkModel) -> tuple[Dated, ...]:
    """The marks of a family by year and shape; nothing where no place of any shape tells of the year."""
    among = Counter(year for year in years if year.isdecimal())
    by_shape: dict[str, list[tuple[str, str]]] = {shape: [] for shape in model.shapes}
    for mark, year in zip(map(plain, marks), years, strict=True):
        shape = shape_of(mark)
        if year.isdecimal() and shape in by_shape:
            by_shape[shape].append((mark, year))
    telling = {shape: list(_telling(rows)) for shape, rows in by_shape.items()}
    if not any(telling.values()):
        return ()
    found = (each for shape, rows in by_shape.items() for each in _by_year(shape, rows, telling[shape], among))
    return tuple(sorted(found, key=lambda each: (int(each.year), each.year, each.shape)))


def _by_year(
    shape: str, rows: Sequence[tuple[str, str]], telling: Sequence[int], among: Mapping[str, int]
) -> Iterator[Dated]:
    for year, count in Counter(year for _, year in rows).items():
        own = [mark for mark, other in rows if other == year]
        at = {place: dict(sorted(Counter(mark[place] for mark in own).items())) for place in telling}
        yield Dated(year, shape, count, among[year], at)


def _telling(rows: Sequence[tuple[str, str]]) -> Iterator[int]:
    """The places whose characters are told better by the year than without it, each mark by all the others.

    Since no mark helps to tell itself, what few marks have in common by accident does not count; and what is gained has
    to be worth the telling.
    """
    years = Counter(year for _, year in rows)
    for place in range(len(rows[0][0]) if rows else 0):
        signs = Counter(mark[place] for mark, _ in rows)
        gained = 0.0
        for (sign, year), count in Counter((mark[place], year) for mark, year in rows).items():
            often = (signs[sign] - 1 + 1 / len(ALPHABET)) / len(rows)
            gained += count * math.log((count - 1 + often) / years[year] / often)
        if len(signs) > 1 and gained > math.log(len(rows)):
            yield place
