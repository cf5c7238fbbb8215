"""Places: coordinates as they are typed, and how far apart two of them are."""

import math
import re
from typing import NamedTuple

_EARTH = 6_371_008.8
"""Mean radius in metres (IUGG)."""
_PAIR = re.compile(
    r"\s*(?P<lat>[+-]?\d{1,3}(?:\.\d{1,12})?)\s*°?\s*(?P<ns>[NSns]?)\s*[,; ]\s*"
    r"(?P<lon>[+-]?\d{1,3}(?:\.\d{1,12})?)\s*°?\s*(?P<ew>[EWew]?)\s*(?:[(±].*)?"
)
_METRES = re.compile(r"\s*±?\s*(\d{1,7}(?:\.\d{1,3})?)\s*(km|m)?\s*")


class Spot(NamedTuple):
    """A point on the earth, in degrees."""

    latitude: float
    longitude: float


def spot(text: str) -> Spot | None:
    """The point that a text names; ``None`` where it names none that exists.

    >>> spot("50.4501, 30.5234"), spot("33.5 S 70.25 W"), spot("Quellstadt")
    (Spot(latitude=50.4501, longitude=30.5234), Spot(latitude=-33.5, longitude=-70.25), None)
    """
    found = _PAIR.fullmatch(text) if len(text) <= 200 else None
    if found is None:
        return None
    latitude = float(found["lat"]) * (-1 if found["ns"] in {"S", "s"} else 1)
    longitude = float(found["lon"]) * (-1 if found["ew"] in {"W", "w"} else 1)
    return Spot(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def written(point: Spot, precision: str = "") -> str:
    """A point as text, to about a decimetre.

    >>> written(Spot(50.4501, 30.5234), "±5 m")
    '50.450100, 30.523400 (±5 m)'
    """
    text = f"{point.latitude:.6f}, {point.longitude:.6f}"
    return f"{text} ({precision})" if precision else text


def metres(text: str) -> float | None:
    """A distance as typed, in metres.

    >>> metres("2 km"), metres("150"), metres("near")
    (2000.0, 150.0, None)
    """
    found = _METRES.fullmatch(text)
    return None if found is None else float(found[1]) * (1000 if found[2] == "km" else 1)


def metres_between(one: Spot, other: Spot) -> float:
    """How far apart two points are, along the surface of a sphere (haversine formula).

    >>> round(metres_between(Spot(0, 0), Spot(0, 1)))
    111195
    """
    phi, psi = math.radians(one.latitude), math.radians(other.latitude)
    north, east = (psi - phi) / 2, math.radians(other.longitude - one.longitude) / 2
    square = math.sin(north) ** 2 + math.cos(phi) * math.cos(psi) * math.sin(east) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(min(1.0, square)))


def told(distance: float) -> str:
    """A distance in words.

    >>> told(12.4), told(1520)
    ('12 m', '1.5 km')
    """
    return f"{distance:.0f} m" if distance < 1000 else f"{distance / 1000:.1f} km"
