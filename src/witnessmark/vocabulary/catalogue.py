"""Catalogue: makers, models, calibres and classes, and the names by which they are called in several scripts.

The status of a row is that of its name, maker and country; classes and calibres are background in every row. An alias
is a row of its own, with its own source and status; the words for classes are background.
Names resolve where they are spelled alike, never where they are merely near: 9M111 and 9M113 are two missiles.
"""

import enum
import functools
import math
import re
from collections.abc import Iterator

from witnessmark.marks.confusables import alike
from witnessmark.marks.scheme import Support
from witnessmark.marks.tables import Row, rows
from witnessmark.model.value import Result

_PACKAGE = "witnessmark.vocabulary"


class Sort(enum.StrEnum):
    """What a name is the name of."""

    MODEL = "model"
    MAKER = "maker"
    CALIBRE = "calibre"
    CLASS = "class"


_TABLES = {Sort.MODEL: "models", Sort.MAKER: "makers", Sort.CALIBRE: "calibres", Sort.CLASS: "classes"}
_ALIAS_BITS = 1.0
"""What it costs, in bits, that the name is an alias and not the name itself."""


class Named(Result, frozen=True, kw_only=True):
    """One thing that a name can be the name of."""

    sort: Sort
    name: str
    bits: float
    """How much the name tells: how many even chances it settles among all names of the sort."""
    because: str
    facts: dict[str, str]
    support: Support


def folded(name: str) -> str:
    """A name as names are compared: one script and case, no blanks, hyphens or signs between.

    >>> folded("7,62×39"), folded("9М111") == folded("9M-111")
    ('7.62X39', True)
    """
    signs = name.replace(",", ".").replace("×", "x").replace("٫", ".")
    return re.sub(r"[\s\-–_/'’]+", "", alike(signs).upper())


@functools.cache
def _entries(sort: Sort) -> dict[str, tuple[tuple[Row, Row | None], ...]]:
    """For each spelling, the rows that have it, and the row of the alias where it is one."""
    found: dict[str, list[tuple[Row, Row | None]]] = {}
    for row in rows(_TABLES[sort], _PACKAGE):
        spellings: list[tuple[str, Row | None]] = [(_own_name(sort, row), None)]
        spellings += [(word, row) for word in row["words"].split("; ") if word] if sort is Sort.CLASS else []
        spellings += [(alias["alias"], alias) for alias in _aliases().get((sort, _own_name(sort, row)), ())]
        for spelling, alias in spellings:
            there = found.setdefault(folded(spelling), [])
            if all(row is not other for other, _ in there):
                there.append((row, alias))
    return {spelling: tuple(each) for spelling, each in found.items()}


@functools.cache
def _aliases() -> dict[tuple[str, str], tuple[Row, ...]]:
    found: dict[tuple[str, str], tuple[Row, ...]] = {}
    for row in rows("aliases", _PACKAGE):
        key = (row["sort"], row["name"])
        found[key] = (*found.get(key, ()), row)
    return found


def _own_name(sort: Sort, row: Row) -> str:
    return row["label"] if sort is Sort.CLASS else row["name"]


def resolve(name: str, sort: Sort) -> tuple[Named, ...]:
    """What a name can stand for. Nothing where it is spelled like none: near names are other things.

    >>> [n.name for n in resolve("9М111", Sort.MODEL)], [n.name for n in resolve("9M112", Sort.MODEL)]
    (['9M111'], [])
    """
    found = _entries(sort).get(folded(name), ())
    total = len(rows(_TABLES[sort], _PACKAGE))
    return tuple(_named(sort, row, alias, name, math.log2(total / len(found))) for row, alias in found)


def _named(sort: Sort, row: Row, alias: Row | None, typed: str, bits: float) -> Named:
    facts = {k: v for k, v in row.values.items() if k in _FACTS and v}
    because = f"{typed!r} is {_spelled(alias, typed)}" + (f"; {row['note']}" if row["note"] else "")
    cost = 0 if alias is None else _ALIAS_BITS
    return Named(
        sort=sort, name=_own_name(sort, row), bits=round(bits - cost, 2), because=because, facts=facts,
        support=row.support,
    )  # fmt: skip


def _spelled(alias: Row | None, typed: str) -> str:
    if alias is None:
        return "its name"
    is_sourced = "alias" in alias.values and alias.support.is_verified
    told = alias.values.get("alias", typed)
    return f"its alias {told}, " + (f"by {alias['source']}" if is_sourced else "which is background")


_FACTS = frozenset({
    "class", "maker", "country", "calibre", "first_year", "code", "group", "is_guided", "eu_ml", "wassenaar_ml",
    "un_register", "hs", "lists_as_of",
})  # fmt: skip


def mentions(text: str) -> Iterator[tuple[str, Named]]:
    """The names of the catalogue that a description holds, longest first; no word is taken twice for one sort."""
    words = re.findall(r"[^\s|;()\[\]]+", text)
    for sort in Sort:
        taken: set[int] = set()
        for length in range(min(5, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                span = range(start, start + length)
                typed = " ".join(words[start : start + length]).strip(",.:")
                found = () if taken & set(span) or len(folded(typed)) < 2 else resolve(typed, sort)
                if found:
                    taken |= set(span)
                    yield from ((typed, each) for each in found)


def classes() -> tuple[Row, ...]:
    """The classes of the taxonomy, with the entries of control lists that they stand beside."""
    return rows(_TABLES[Sort.CLASS], _PACKAGE)


def guided_weapons() -> tuple[str, ...]:
    """The models of guided weapons, which are counted as a group of their own.

    >>> "9M111" in guided_weapons(), "PG-9" in guided_weapons()
    (True, False)
    """
    codes = {row["code"] for row in classes() if row["is_guided"] == "yes"}
    return tuple(row["name"] for row in rows(_TABLES[Sort.MODEL], _PACKAGE) if row["class"] in codes)
