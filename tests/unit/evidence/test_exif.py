"""What a photograph says of itself, and what of that is rubbish."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.evidence.exif import told
from witnessmark.evidence.places import spot
from witnessmark.model.when import window

TAKEN = {"DateTimeOriginal": "2031:05:01 10:11:12"}
HERE = {
    "GPSLatitude": [50.0, 27.0, 0.36], "GPSLatitudeRef": "N",
    "GPSLongitude": [30.0, 31.0, 24.24], "GPSLongitudeRef": "E",
}  # fmt: skip


def test_a_time_with_an_offset_is_told_with_it() -> None:
    found = told({**TAKEN, "OffsetTimeOriginal": "-03:30"})
    assert (found.taken, found.notes) == ("2031-05-01T10:11:12-03:30", ())


def test_a_time_without_an_offset_says_that_its_zone_is_not_known() -> None:
    found = told(TAKEN)
    assert found.taken == "2031-05-01T10:11:12"
    assert found.notes == ("time without an offset: its zone is not known",)


def test_an_offset_that_is_none_is_told_and_not_used() -> None:
    found = told({**TAKEN, "OffsetTimeOriginal": "+99:00"})
    assert found.taken == "2031-05-01T10:11:12"
    assert "offset: want one such as +02:00, got '+99:00'" in found.notes


def test_a_fraction_of_a_second_is_noted_as_written() -> None:
    assert "fraction of the second: .045" in told({**TAKEN, "SubsecTimeOriginal": "045"}).notes


def test_beside_a_satellite_time_the_zone_that_fits_is_noted_and_not_written_into_the_time() -> None:
    found = told({**TAKEN, "GPSDateStamp": "2031:05:01", "GPSTimeStamp": [8.0, 10.0, 50.0]})
    assert found.taken == "2031-05-01T10:11:12"
    assert found.notes == ("time without an offset; beside its satellite time it fits UTC+02:00",)


def test_a_satellite_time_that_fits_no_zone_is_noted() -> None:
    found = told({**TAKEN, "GPSDateStamp": "2031:05:01", "GPSTimeStamp": [8.0, 3.0, 0.0]})
    assert found.notes == ("time without an offset; its satellite time is 2031-05-01T08:03:00Z, which fits no zone",)


@pytest.mark.parametrize(
    "stamp", ["2031:02:30 10:00:00", "yesterday", "2031:05:01 25:00:00", "20310501", "0000:13:01 1"]
)
def test_a_time_that_cannot_be_is_told_with_what_was_got(stamp: str) -> None:
    found = told({"DateTimeOriginal": stamp})
    assert found.taken == ""
    assert found.notes == (f"DateTimeOriginal: want a time such as 2031:05:01 10:11:12, got {stamp!r}",)


@pytest.mark.parametrize("stamp", ["0000:00:00 00:00:00", "    :  :     :  :  ", "", "\0\0\0"])
def test_a_clock_that_was_never_set_tells_no_time(stamp: str) -> None:
    assert told({"DateTimeOriginal": stamp}) == told({})


def test_the_time_at_which_it_was_made_digital_is_told_as_that() -> None:
    found = told({"DateTimeDigitized": "2031:05:01 10:11:12", "OffsetTimeDigitized": "Z"})
    assert (found.taken, found.notes) == ("2031-05-01T10:11:12Z", ("the time is that at which it was made digital",))


def test_when_the_file_was_changed_is_no_time_of_the_picture() -> None:
    assert told({"DateTime": "2031:05:01 10:11:12"}).taken == ""


def test_a_position_is_told_in_degrees_with_how_far_off_it_may_be() -> None:
    found = told({**HERE, "GPSHPositioningError": 4.6})
    assert found.at == "50.450100, 30.523400 (±5 m)"
    assert spot(found.at) is not None


def test_south_and_west_are_negative() -> None:
    assert told({**HERE, "GPSLatitudeRef": "S", "GPSLongitudeRef": "W"}).at == "-50.450100, -30.523400"


@pytest.mark.parametrize(
    "wrong",
    [{"GPSLatitude": [91.0, 0.0, 0.0]}, {"GPSLongitude": [181.0, 0.0, 0.0]}, {"GPSLatitude": [math.nan] * 3},
     {"GPSLatitude": "north"}, {"GPSLatitudeRef": ""}, {"GPSLatitude": [50.0, 70.0, 0.0]}, {"GPSLongitude": []},
     {"GPSLatitude": [-50.0, 0.0, 0.0]}],
)  # fmt: skip
def test_a_position_that_cannot_be_is_told_and_not_used(wrong: dict[str, Any]) -> None:
    found = told({**HERE, **wrong})
    assert found.at == ""
    assert found.notes[0].startswith("position: want latitude and longitude")


def test_a_position_of_zero_is_what_a_device_writes_that_has_none() -> None:
    nowhere = {"GPSLatitude": [0.0, 0.0, 0.0], "GPSLongitude": [0.0, 0.0, 0.0]}
    assert told({**HERE, **nowhere}).notes == ("position: 0, 0 is what a device writes that has none",)


def test_a_device_is_told_by_maker_and_model_once() -> None:
    assert told({"Make": "Orlan", "Model": "Orlan Lens 7"}).device == "Orlan Lens 7"
    assert told({"Make": "Orlan", "Model": "Lens 7", "BodySerialNumber": "00x1"}).device == "Orlan Lens 7, body 00x1"


def test_control_characters_in_a_device_are_spelled_out() -> None:
    assert told({"Make": "Or\x1b[31mlan\u202e"}).device == "Or⟨U+001B⟩[31mlan⟨U+202E⟩"


def test_an_orientation_that_is_none_is_told() -> None:
    assert (told({"Orientation": 6}).orientation, told({"Orientation": 6}).notes) == (6, ())
    assert told({"Orientation": 9}).orientation == 1
    assert told({"Orientation": "up"}).notes == ("orientation: want 1 to 8, got 'up'",)


_RUBBISH = st.one_of(
    st.none(), st.integers(), st.floats(), st.text(max_size=40), st.binary(max_size=40),
    st.lists(st.one_of(st.floats(), st.integers(), st.text(max_size=3)), max_size=6),
)  # fmt: skip
_NAMES = st.sampled_from([*TAKEN, *HERE, "OffsetTimeOriginal", "SubsecTimeOriginal", "GPSDateStamp", "GPSTimeStamp",
                          "GPSHPositioningError", "Make", "Model", "BodySerialNumber", "Orientation"])  # fmt: skip


@given(st.dictionaries(_NAMES, _RUBBISH))
def test_whatever_the_tags_hold_what_is_told_can_be_stored_and_read(tags: dict[str, Any]) -> None:
    found = told(tags)
    window(found.taken)
    assert found.at == "" or spot(found.at) is not None
    "".join((found.taken, found.at, found.device, *found.notes)).encode()
    assert 1 <= found.orientation <= 8
