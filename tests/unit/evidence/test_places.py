"""Coordinates as they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.evidence.places import Spot, metres, metres_between, spot, told, written

_SPOTS = st.builds(Spot, st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    "text", ["", "Quellstadt", "91, 0", "0, 181", "50.45", "1,2,3", "nan, nan", "50.45, 30.52, 3", "1" * 300]
)
def test_what_names_no_point_is_none(text: str) -> None:
    assert spot(text) is None


@pytest.mark.parametrize("text", ["50.45,30.52", "50.45 30.52", "50.45° N, 30.52° E", "50.45; 30.52 (±5 m)"])
def test_points_are_read_as_people_type_them(text: str) -> None:
    assert spot(text) == Spot(50.45, 30.52)


@given(_SPOTS)
def test_a_point_reads_back_to_a_decimetre(point: Spot) -> None:
    again = spot(written(point))
    assert again is not None
    assert metres_between(point, again) < 0.2


@given(_SPOTS, _SPOTS)
def test_a_distance_is_the_same_both_ways_and_no_more_than_half_around(one: Spot, other: Spot) -> None:
    assert metres_between(one, other) == pytest.approx(metres_between(other, one))
    assert 0 <= metres_between(one, other) <= 20_020_000


def test_distances_are_read_and_told() -> None:
    assert [metres(each) for each in ("±50 m", "1.5 km", "20", "about a mile")] == [50, 1500, 20, None]
    assert [told(each) for each in (3.2, 999, 12_345)] == ["3 m", "999 m", "12.3 km"]
