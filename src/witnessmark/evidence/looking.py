"""Looking: what is found when a file is met and a picture is opened, before anything is said of it."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from witnessmark.model.value import Result


class CardFile(NamedTuple):
    """A file on a camera's card or in a folder, as it was met."""

    name: str
    """Its own name, without its folder."""
    path: str
    """Where it lies."""
    volume: str
    """What it lies on: where the card is mounted."""
    refused: str
    """Why it cannot be read: what was wanted and what was got. Empty where it can."""
    pieces: Callable[[], Iterator[bytes]]
    """Its bytes; ``UsageError`` where reading fails on the way."""
    note: str = ""
    """What a person should know: that it is hidden."""
    size: int = -1
    """Bytes, as the folder says; it can have changed when they are read."""


class Looked(Result, frozen=True, kw_only=True):
    """A picture that was opened."""

    width: int
    height: int
    """In pixels, as stored: before it is turned upright."""
    tags: dict[str, Any]
    """Its Exif by the tags' names, as plain numbers and texts."""
    cells: tuple[int, ...]
    """Grey cells for its fingerprint, of the upright picture; empty where its pixels cannot be read."""
    notes: tuple[str, ...]
    """What a person should know: an end that is missing, several frames."""
