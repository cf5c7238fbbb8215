"""Quantity: a printed number with its unit and its bound; weapons and rounds never mix."""

import enum
import re
from decimal import Decimal
from typing import Annotated

import msgspec

from witnessmark.model.value import Value


class Dimension(enum.StrEnum):
    """What a unit counts. Two quantities can be compared only within one dimension."""

    WEAPONS = "weapons"
    AMMUNITION = "ammunition"
    COMPONENTS = "components"
    PACKAGES = "packages"
    EVENTS = "events"
    SHARE = "share"
    TIME = "time"


class Unit(enum.StrEnum):
    """The unit as the source prints it."""

    WEAPONS = "weapons"
    RIFLES = "rifles"
    MACHINE_GUNS = "machine-guns"
    PISTOLS = "pistols"
    LAUNCHERS = "launchers"
    ROUNDS = "rounds"
    CARTRIDGES = "cartridges"
    ROCKETS = "rockets"
    MISSILES = "missiles"
    AMMUNITION_UNITS = "ammunition-units"
    COMPONENTS = "components"
    BOXES = "boxes"
    CRATES = "crates"
    CONTAINERS = "containers"
    CASES = "cases"
    VISITS = "visits"
    SITES = "sites"
    COUNTRIES = "countries"
    COMPANIES = "companies"
    REQUESTS = "requests"
    RESPONSES = "responses"
    PERCENT = "percent"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


_DIMENSIONS: dict[Dimension, frozenset[Unit]] = {
    Dimension.WEAPONS: frozenset({Unit.WEAPONS, Unit.RIFLES, Unit.MACHINE_GUNS, Unit.PISTOLS, Unit.LAUNCHERS}),
    Dimension.AMMUNITION: frozenset({Unit.ROUNDS, Unit.CARTRIDGES, Unit.ROCKETS, Unit.MISSILES, Unit.AMMUNITION_UNITS}),
    Dimension.COMPONENTS: frozenset({Unit.COMPONENTS}),
    Dimension.PACKAGES: frozenset({Unit.BOXES, Unit.CRATES, Unit.CONTAINERS}),
    Dimension.EVENTS: frozenset(
        {Unit.CASES, Unit.VISITS, Unit.SITES, Unit.COUNTRIES, Unit.COMPANIES, Unit.REQUESTS, Unit.RESPONSES}
    ),
    Dimension.SHARE: frozenset({Unit.PERCENT}),
    Dimension.TIME: frozenset({Unit.DAYS, Unit.MONTHS, Unit.YEARS}),
}
_DIMENSION_OF = {unit: dimension for dimension, units in _DIMENSIONS.items() for unit in units}


class Bound(enum.StrEnum):
    """How the source hedges the number."""

    EXACTLY = "exactly"
    ABOUT = "about"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    MORE_THAN = "more-than"


class Quantity(Value, frozen=True, kw_only=True):
    """A number as printed, in its unit.

    >>> q = Quantity(number="9252", unit=Unit.ROCKETS)
    >>> q.dimension.value, str(q)
    ('ammunition', '9252 rockets')
    """

    number: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,18}(\.[0-9]{1,6})?\Z")]
    unit: Unit
    bound: Bound = Bound.EXACTLY

    @property
    def dimension(self) -> Dimension:
        """What is counted."""
        return _DIMENSION_OF[self.unit]

    @property
    def amount(self) -> Decimal:
        """The number, exactly."""
        return Decimal(self.number)

    def __str__(self) -> str:
        hedge = "" if self.bound is Bound.EXACTLY else f"{self.bound} "
        return f"{hedge}{self.number} {self.unit}"


_WRITTEN = re.compile(r"(?:(?P<bound>[a-z-]+) +)?(?P<number>[0-9][0-9.]*) +(?P<unit>[a-z-]+)")


def parse_quantity(text: str) -> Quantity:
    """Read ``[about|at-least|at-most|more-than] NUMBER UNIT``; a ``ValueError`` says what was wanted.

    >>> str(parse_quantity("about 3000000 rounds"))
    'about 3000000 rounds'
    """
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(f"want [about|at-least|at-most|more-than] NUMBER UNIT, got {text!r}")
    try:
        unit = Unit(found["unit"])
    except ValueError:
        raise ValueError(f"want a unit of {', '.join(Unit)}, got {found['unit']!r}") from None
    try:
        bound = Bound(found["bound"] or Bound.EXACTLY)
    except ValueError:
        raise ValueError(f"want a bound of {', '.join(Bound)}, got {found['bound']!r}") from None
    if not re.fullmatch(r"[0-9]{1,18}(\.[0-9]{1,6})?", found["number"]):
        raise ValueError(f"want a number of at most 18 digits, got {found['number']!r}")
    return Quantity(number=found["number"], unit=unit, bound=bound)


def exceeds(larger: Quantity | None, smaller: Quantity | None) -> bool:
    """Whether the first certainly counts more than the second; ``False`` where units cannot be compared.

    >>> exceeds(parse_quantity("12 rounds"), parse_quantity("10 weapons"))
    False
    """
    if larger is None or smaller is None or larger.unit is not smaller.unit:
        return False
    lower_is_firm = larger.bound in {Bound.EXACTLY, Bound.AT_LEAST, Bound.MORE_THAN}
    upper_is_firm = smaller.bound in {Bound.EXACTLY, Bound.AT_MOST}
    is_beyond = larger.amount >= smaller.amount if larger.bound is Bound.MORE_THAN else larger.amount > smaller.amount
    return lower_is_firm and upper_is_firm and is_beyond
