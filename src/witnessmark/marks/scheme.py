"""Scheme: what every module of a marking scheme defines, and the shape of what it answers.

A module in ``schemes/`` defines these names; nothing else is needed, and it is found by itself:

- ``NAME``: a short word in lower case, with hyphens; ``TITLE``: what is marked so;
- ``MARKS``: which kind of mark it is: serial, lot, headstamp, symbol, company code, stock number, type index, date;
- ``MAKERS`` and ``PERIOD``: for whom and when it holds, in words, or that this is not known;
- ``SUPPORT``: its source, whether somebody read it, and how far it can be relied on;
- ``EXAMPLES``: marks that it reads, invented or published;
- ``PATTERN``: one or more patterns of steps (see ``pattern``);
- ``meanings(fit)``: from a mark that fits to what it can mean;
- ``render(**fields)``: the mark as text, from the fields of its pattern.
"""

import enum
from collections.abc import Iterable, Iterator
from typing import Protocol

from witnessmark.marks.pattern import Fit, Pattern
from witnessmark.model.value import Result

_MOST_SAID = 4
"""Values that are told one by one."""


class About(enum.StrEnum):
    """What a claim is about."""

    COUNTRY = "country"
    MAKER = "maker"
    YEAR = "year"
    MONTH = "month"
    MODEL = "model"
    CALIBRE = "calibre"
    SERIAL = "serial"
    BLOCK = "block"
    LOT = "lot"
    CODE = "code"
    BUYER = "buyer"
    USE = "use"


def _runs(years: Iterable[str]) -> list[str]:
    """Years with those that follow each other told as one stretch."""
    found: list[list[int]] = []
    for year in sorted(map(int, years)):
        if found and year == found[-1][-1] + 1:
            found[-1].append(year)
        else:
            found.append([year])
    return [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in found]


class Support(Result, frozen=True, kw_only=True):
    """What a rule or row rests on."""

    source: str
    is_verified: bool
    """Whether it stands in a source that somebody read; if not it is background, and shown as such."""
    weight: float
    """From 0 to 1: how far it is relied on, beside others."""


class Claim(Result, frozen=True, kw_only=True):
    """One thing that a mark says, if it means this."""

    about: About
    values: tuple[str, ...]
    """What it can be; empty where the characters that would tell were not read."""

    def __str__(self) -> str:
        said = _runs(self.values) if self.about is About.YEAR and len(self.values) > _MOST_SAID else self.values
        return f"{self.about} {' or '.join(said) or 'not read'}"


class Meaning(Result, frozen=True, kw_only=True):
    """What a mark can mean under one scheme."""

    scheme: str
    claims: tuple[Claim, ...]
    weight: float
    because: str
    support: Support

    def said(self, about: About) -> tuple[str, ...]:
        """What it says of something; empty where it says nothing."""
        return next((claim.values for claim in self.claims if claim.about == about), ())


def claim(about: About, *values: str) -> Claim:
    """A claim that a mark makes, if it means this."""
    return Claim(about=about, values=values)


def two_digit_years(texts: Iterable[str], *, first: int = 1920, last: int = 2039) -> tuple[str, ...]:
    """The years that two digits can stand for, between two of them.

    >>> two_digit_years(["84", "05"]), two_digit_years(["30"])
    (('1984', '2005'), ('1930', '2030'))
    """
    found = (f"{century}{text}" for text in texts for century in (19, 20))
    return tuple(dict.fromkeys(year for year in found if first <= int(year) <= last))


class Scheme(Protocol):
    """The names that a module in ``schemes/`` defines."""

    NAME: str
    TITLE: str
    MARKS: str
    MAKERS: str
    PERIOD: str
    SUPPORT: Support
    EXAMPLES: tuple[str, ...]
    PATTERN: tuple[Pattern, ...]

    def meanings(self, fit: Fit) -> Iterator[Meaning]:
        """What a mark that fits the pattern can mean."""

    def render(self, **fields: str) -> str:
        """The mark that the fields make."""
