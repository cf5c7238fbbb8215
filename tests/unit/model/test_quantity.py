"""A printed number with its unit and its bound."""

from decimal import Decimal

import pytest

from witnessmark.model.quantity import Bound, Dimension, Quantity, Unit, exceeds, parse_quantity


def test_a_number_stays_as_printed() -> None:
    quantity = parse_quantity("12.50 rounds")
    assert quantity == Quantity(number="12.50", unit=Unit.ROUNDS, bound=Bound.EXACTLY)
    assert quantity.amount == Decimal("12.5")
    assert str(quantity) == "12.50 rounds"


@pytest.mark.parametrize("bound", list(Bound))
def test_a_hedge_is_kept(bound: Bound) -> None:
    quantity = parse_quantity(f"{bound}  600   missiles")
    assert quantity == Quantity(number="600", unit=Unit.MISSILES, bound=bound)
    assert str(quantity) == ("600 missiles" if bound is Bound.EXACTLY else f"{bound} 600 missiles")
    assert parse_quantity(str(quantity)) == quantity


@pytest.mark.parametrize(
    ("units", "dimension"),
    [
        ("weapons rifles machine-guns pistols launchers", Dimension.WEAPONS),
        ("rounds cartridges rockets missiles ammunition-units", Dimension.AMMUNITION),
        ("components", Dimension.COMPONENTS),
        ("boxes crates containers", Dimension.PACKAGES),
        ("cases visits sites countries companies requests responses", Dimension.EVENTS),
        ("percent", Dimension.SHARE),
        ("days months years", Dimension.TIME),
    ],
)
def test_every_unit_counts_in_one_dimension(units: str, dimension: Dimension) -> None:
    assert {Quantity(number="1", unit=Unit(unit)).dimension for unit in units.split()} == {dimension}


def test_no_unit_is_without_a_dimension() -> None:
    assert all(Quantity(number="1", unit=unit).dimension in Dimension for unit in Unit)


SHAPE = "want [about|at-least|at-most|more-than] NUMBER UNIT, got {!r}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "600",
        "rounds",
        "600rounds",
        "-1 rounds",
        "1e3 rounds",
        "about rounds",
        "6 0 rounds",
        " 6 rounds",
        "6 rounds ",
        "6 Rounds",
        "６ rounds",
        "6 rounds\n",
    ],
)
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is compared
        parse_quantity(text)
    assert str(error.value) == SHAPE.format(text)


def test_an_unknown_unit_is_refused_with_those_known() -> None:
    with pytest.raises(ValueError, match=r"^want a unit of weapons, rifles, .*, years, got 'tonnes'$"):
        parse_quantity("6 tonnes")


def test_an_unknown_bound_is_refused_with_those_known() -> None:
    expected = r"^want a bound of exactly, about, at-least, at-most, more-than, got 'roughly'$"
    with pytest.raises(ValueError, match=expected):
        parse_quantity("roughly 6 rounds")


@pytest.mark.parametrize("number", ["1" * 19, "1.", "1.1234567", "1.2.3", "1..2"])
def test_a_number_has_at_most_eighteen_digits_and_six_behind_the_point(number: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is compared
        parse_quantity(f"{number} rounds")
    assert str(error.value) == f"want a number of at most 18 digits, got {number!r}"


@pytest.mark.parametrize("number", ["1" * 18, "0", "007", "1.123456", "1" * 18 + ".123456"])
def test_a_number_within_the_limits_is_read(number: str) -> None:
    assert parse_quantity(f"{number} rounds").number == number


@pytest.mark.parametrize(
    ("larger", "smaller", "expected"),
    [
        ("12 rounds", "10 rounds", True),
        ("10 rounds", "10 rounds", False),
        ("10.5 rounds", "10 rounds", True),
        ("9 rounds", "10 rounds", False),
        ("12 rounds", "10 cartridges", False),
        ("at-least 12 rounds", "10 rounds", True),
        ("more-than 12 rounds", "10 rounds", True),
        ("about 12 rounds", "10 rounds", False),
        ("at-most 12 rounds", "10 rounds", False),
        ("12 rounds", "at-most 10 rounds", True),
        ("12 rounds", "about 10 rounds", False),
        ("12 rounds", "at-least 10 rounds", False),
        ("12 rounds", "more-than 10 rounds", False),
        ("more-than 10 rounds", "10 rounds", True),
    ],
)
def test_one_quantity_exceeds_another_only_where_that_is_certain(larger: str, smaller: str, expected: bool) -> None:
    assert exceeds(parse_quantity(larger), parse_quantity(smaller)) is expected


def test_an_unknown_quantity_exceeds_nothing_and_is_exceeded_by_nothing() -> None:
    ten = parse_quantity("10 rounds")
    assert exceeds(None, ten) is False
    assert exceeds(ten, None) is False
