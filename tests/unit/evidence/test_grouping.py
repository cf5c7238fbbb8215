"""Pictures that may show one thing: proposed by time and place."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.evidence.grouping import Shot, propose

HERE, THERE = "50.450000, 30.523000", "50.451000, 30.523000"
"""111 metres apart."""


def shot(key: str, taken: str = "", at: str = "", device: str = "Lens 7") -> Shot:
    return Shot(key, f"{key}.jpg", taken, at, device)


def keys(*shots: Shot, minutes: float = 5, metres: float = 50) -> list[tuple[str, ...]]:
    return [group.keys for group in propose(shots, minutes=minutes, metres=metres)]


def test_a_pause_begins_a_group() -> None:
    shots = shot("a", "2031-05-01T10:00:00Z"), shot("b", "2031-05-01T10:04:00Z"), shot("c", "2031-05-01T10:10:00Z")
    assert keys(*shots) == [("a", "b"), ("c",)]
    assert propose(shots)[1].because == "6 minutes after the one before"


def test_the_pause_is_a_parameter() -> None:
    shots = shot("a", "2031-05-01T10:00:00Z"), shot("b", "2031-05-01T10:04:00Z")
    assert keys(*shots, minutes=3) == [("a",), ("b",)]


def test_a_distance_begins_a_group() -> None:
    shots = shot("a", "2031-05-01T10:00:00Z", HERE), shot("b", "2031-05-01T10:00:30Z", THERE)
    assert keys(*shots) == [("a",), ("b",)]
    assert propose(shots)[1].because == "111 m from the one before"
    assert keys(*shots, metres=200) == [("a", "b")]


def test_a_picture_without_a_place_does_not_hide_that_the_camera_moved() -> None:
    shots = [shot("a", "2031-05-01T10:00:00Z", HERE), shot("b", "2031-05-01T10:00:30Z"),
             shot("c", "2031-05-01T10:01:00Z", THERE)]  # fmt: skip
    assert keys(*shots) == [("a", "b"), ("c",)]


def test_times_of_several_zones_share_one_clock() -> None:
    shots = shot("a", "2031-05-01T12:00:00+02:00"), shot("b", "2031-05-01T10:01:00Z", device="other")
    assert keys(*shots) == [("a", "b")]


def test_where_the_zone_is_not_known_each_device_has_a_clock_of_its_own() -> None:
    shots = shot("a", "2031-05-01T10:00:00"), shot("b", "2031-05-01T10:00:10", device="other")
    assert keys(*shots) == [("a",), ("b",)]
    assert propose(shots)[0].because == "the first (zone not known, Lens 7)"


def test_a_time_without_a_zone_is_never_mixed_with_one_that_has_it() -> None:
    assert keys(shot("a", "2031-05-01T10:00:00"), shot("b", "2031-05-01T10:00:00Z")) == [("b",), ("a",)]


def test_pictures_without_a_time_stay_together_in_the_order_of_their_names() -> None:
    found = propose([shot("b"), shot("a", "2031-05"), shot("c", "2031-05-01T10:00:00Z")])
    assert [group.keys for group in found] == [("c",), ("a", "b")]
    assert found[1].because == "no time is known of these: they are in the order of their names"


def test_a_long_pause_is_told_in_hours_and_days() -> None:
    found = propose([shot("a", "2031-05-01T10:00:00Z"), shot("b", "2031-05-01T13:00:00Z"),
                     shot("c", "2031-05-05T13:00:00Z")])  # fmt: skip
    assert [group.because for group in found[1:]] == ["3 hours after the one before", "4 days after the one before"]


@pytest.mark.parametrize("wrong", [{"minutes": 0.0}, {"metres": -1.0}])
def test_a_pause_or_distance_of_nothing_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="want minutes and metres above 0"):
        propose([], **wrong)


_SHOTS = st.lists(
    st.builds(
        Shot, st.integers(0, 9999).map(str), st.sampled_from(["1.jpg", "2.jpg"]),
        st.one_of(st.just(""), st.just("rubbish"), st.datetimes().map(lambda d: d.isoformat()),
                  st.datetimes().map(lambda d: f"{d.replace(microsecond=0).isoformat()}Z")),
        st.sampled_from(["", HERE, THERE, "nowhere"]), st.sampled_from(["", "Lens 7"]),
    ),
    max_size=12, unique_by=lambda shot: shot.key,
)  # fmt: skip


@given(_SHOTS, st.randoms(use_true_random=False))
def test_every_picture_is_in_one_group_whatever_the_order_of_arrival(shots: list[Shot], chance: Random) -> None:
    found = propose(shots)
    assert sorted(key for group in found for key in group.keys) == sorted(each.key for each in shots)
    assert [group.name for group in found] == [f"g{number}" for number in range(1, len(found) + 1)]
    other = list(shots)
    chance.shuffle(other)
    assert propose(other) == found
