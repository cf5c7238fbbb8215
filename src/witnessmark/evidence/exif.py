"""Exif: what a photograph says of itself; when, where, with what, and what of that is rubbish.

It is what somebody set in the camera, or wrote into the file later. It is read, never rewritten and never believed.
"""

import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

from witnessmark.evidence.places import Spot, written
from witnessmark.model.hidden import on_one_line
from witnessmark.model.value import Edtf

Tags = Mapping[str, Any]
"""Values of a file's Exif by the tag's name in the standard; those of position start with ``GPS``."""

_TIMES = (("DateTimeOriginal", "OffsetTimeOriginal", "SubsecTimeOriginal"),
          ("DateTimeDigitized", "OffsetTimeDigitized", "SubsecTimeDigitized"))  # fmt: skip
"""When it was taken, and when it was made digital. ``DateTime`` is when the file was last changed, and no such time."""
_STAMP = re.compile(r"(\d{4})[:-](\d{2})[:-](\d{2})[ T](\d{2}):(\d{2}):(\d{2})")
_OFFSET = re.compile(r"([+-])(0\d|1[0-4]):([0-5]\d)")
_LONGEST = 120
_QUARTER = 900
"""Seconds: every zone is a multiple of a quarter of an hour."""
_WIDEST = 14 * 3600
_DRIFT = 120
"""Seconds by which a clock that is set may differ from that of the satellites."""


class Told(NamedTuple):
    """What a photograph says of itself."""

    taken: Edtf = Edtf("")
    at: str = ""
    device: str = ""
    orientation: int = 1
    """1 to 8, as in the standard: how the picture must be turned to be upright."""
    notes: tuple[str, ...] = ()
    """What a person should know: no zone, fractions of a second, values that cannot be."""


def told(tags: Tags) -> Told:
    """What the tags say; each that cannot be right joins the notes, and is not used.

    >>> told({"DateTimeOriginal": "2031:05:01 10:11:12", "OffsetTimeOriginal": "+02:00"}).taken
    '2031-05-01T10:11:12+02:00'
    >>> told({"DateTimeOriginal": "2031:05:01 10:11:12"}).notes
    ('time without an offset: its zone is not known',)
    """
    notes: list[str] = []
    taken = _taken(tags, notes)
    return Told(
        taken=taken,
        at=_at(tags, notes),
        device=_device(tags),
        orientation=_orientation(tags, notes),
        notes=tuple(notes),
    )


def _words(value: Any) -> str:
    """A value as one line of text, whatever it is; bytes of no known encoding are none."""
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    text = str(value).replace("\0", " ") if isinstance(value, (str, int)) else ""
    clean = text.encode("utf-8", "replace").decode()
    return on_one_line(" ".join(clean[:_LONGEST].split()))


def _taken(tags: Tags, notes: list[str]) -> Edtf:
    for stamp, offset, fraction in _TIMES:
        text = _words(tags.get(stamp, ""))
        if not text.strip("0:- "):
            continue  # a clock that was never set
        when = _moment(text)
        if when is None:
            notes.append(f"{stamp}: want a time such as 2031:05:01 10:11:12, got {text!r}")
            continue
        if stamp != _TIMES[0][0]:
            notes.append("the time is that at which it was made digital")
        digits = _words(tags.get(fraction, ""))
        if digits.isascii() and digits.isdigit():
            notes.append(f"fraction of the second: .{digits[:9]}")
        return Edtf(when.isoformat() + _offset(_words(tags.get(offset, "")), when, tags, notes))
    return Edtf("")


def _moment(text: str) -> datetime | None:
    found = _STAMP.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - as told
    except ValueError:
        return None


def _offset(text: str, when: datetime, tags: Tags, notes: list[str]) -> str:
    if text == "Z":
        return "Z"
    if _OFFSET.fullmatch(text) is not None:
        return text
    if text:
        notes.append(f"offset: want one such as +02:00, got {text!r}")
    by_satellite = _satellite_time(tags)
    if by_satellite is not None:
        seconds = (when - by_satellite).total_seconds()
        nearest = round(seconds / _QUARTER) * _QUARTER
        if abs(seconds - nearest) <= _DRIFT and abs(nearest) <= _WIDEST:
            zone = timezone(timedelta(seconds=nearest))
            notes.append(f"time without an offset; beside its satellite time it fits {zone}")
            return ""
        notes.append(f"time without an offset; its satellite time is {by_satellite.isoformat()}Z, which fits no zone")
        return ""
    notes.append("time without an offset: its zone is not known")
    return ""


def _satellite_time(tags: Tags) -> datetime | None:
    day = re.fullmatch(r"(\d{4})[:-](\d{2})[:-](\d{2})", _words(tags.get("GPSDateStamp", "")))
    clock = _numbers(tags.get("GPSTimeStamp"))
    if day is None or len(clock) != 3:
        return None
    year, month, number = (int(part) for part in day.groups())
    hours, minutes, seconds = clock
    try:
        start = datetime(year, month, number)  # noqa: DTZ001 - as told, and compared with such
        is_of_a_day = 0 <= hours < 24 and 0 <= minutes < 60 and 0 <= seconds < 61
        return start + timedelta(hours=hours, minutes=minutes, seconds=int(seconds)) if is_of_a_day else None
    except (ValueError, OverflowError):
        return None


def _numbers(value: Any) -> tuple[float, ...]:
    """Finite numbers of a tag that should hold some."""
    values = value if isinstance(value, (tuple, list)) else (value,)
    found = []
    for each in values[:4]:
        try:
            number = float(each)
        except (TypeError, ValueError, ZeroDivisionError, OverflowError):
            return ()
        if not math.isfinite(number):
            return ()
        found.append(number)
    return tuple(found)


def _at(tags: Tags, notes: list[str]) -> str:
    latitude = _degrees(tags, "GPSLatitude", "S", 90)
    longitude = _degrees(tags, "GPSLongitude", "W", 180)
    if "GPSLatitude" not in tags and "GPSLongitude" not in tags:
        return ""
    if latitude is None or longitude is None:
        notes.append("position: want latitude and longitude in degrees, minutes and seconds, got none that can be")
        return ""
    if latitude == 0 and longitude == 0:
        notes.append("position: 0, 0 is what a device writes that has none")
        return ""
    error = _numbers(tags.get("GPSHPositioningError"))
    return written(Spot(latitude, longitude), f"±{error[0]:.0f} m" if error and 0 < error[0] < 100_000 else "")


def _degrees(tags: Tags, name: str, negative: str, most: int) -> float | None:
    parts = _numbers(tags.get(name))
    reference = _words(tags.get(f"{name}Ref", ""))
    is_angle = 0 < len(parts) <= 3 and all(part >= 0 for part in parts) and all(part < 60.001 for part in parts[1:])
    if not is_angle or not reference:
        return None
    degrees = sum(part / 60**place for place, part in enumerate(parts))
    return None if degrees > most else -degrees if reference[0].upper() == negative else degrees


def _device(tags: Tags) -> str:
    make, model = _words(tags.get("Make", "")), _words(tags.get("Model", ""))
    named = model if not make or model.casefold().startswith(make.casefold()) else f"{make} {model}".strip()
    number = _words(tags.get("BodySerialNumber", ""))
    return f"{named}, body {number}".removeprefix(", ") if number else named


def _orientation(tags: Tags, notes: list[str]) -> int:
    value = tags.get("Orientation", 1)
    if isinstance(value, int) and 1 <= value <= 8:
        return value
    notes.append(f"orientation: want 1 to 8, got {_words(value)!r}")
    return 1
