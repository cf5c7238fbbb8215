"""GeoJSON: features as a table: their properties, and where they are."""

from witnessmark.adapters.books.json_values import Number
from witnessmark.adapters.books.jsonl import Flat, Json, as_json, flat, table
from witnessmark.adapters.books.origin import Contents, Origin
from witnessmark.ingest.sheet import ReadAs

_PLACE = ("longitude", "latitude", "altitude")


def read(origin: Origin, asked: ReadAs) -> Contents:
    """The one table of a file: its properties, and ``latitude`` and ``longitude`` of points, else ``geometry``."""
    return table(origin, asked, "geojson", feature)


def feature(value: dict[str, object]) -> Flat:
    """A feature as a row. A property with the name of a column of ours keeps it; ours is then ``geometry.latitude``.

    >>> point = {"type": "Point", "coordinates": [Number("13.25"), Number("12.5")]}
    >>> feature({"type": "Feature", "id": "f1", "properties": {"model": "R-41"}, "geometry": point})
    {'id': 'f1', 'model': 'R-41', 'longitude': '13.25', 'latitude': '12.5'}
    """
    if value.get("type") != "Feature":
        return flat(value)
    row: dict[str, object] = {}
    properties = value.get("properties")
    inner = dict(flat(properties)) if isinstance(properties, dict) else {}
    beside = {key: one for key, one in value.items() if key not in ("type", "properties", "geometry")}
    for name, one in flat(beside).items():
        row[f"feature.{name}" if name in inner else name] = one
    row.update(inner)
    for name, one in _place(value.get("geometry")).items():
        row[f"geometry.{name}" if name in inner else name] = one
    return row


def _place(geometry: object) -> dict[str, object]:
    """Longitude and latitude of a point, as numbers were typed; any other geometry as JSON."""
    if not isinstance(geometry, dict):
        return {}
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == "Point" and isinstance(coordinates, list) and _is_place(coordinates):
        return dict(zip(_PLACE, coordinates, strict=False))
    return {"geometry": Json(as_json(geometry))}


def _is_place(coordinates: list[object]) -> bool:
    return len(coordinates) in (2, len(_PLACE)) and all(isinstance(one, Number) for one in coordinates)
