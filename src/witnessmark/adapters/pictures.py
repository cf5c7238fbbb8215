"""Pictures: what Pillow makes of a stranger's picture. It runs in a process of its own, see ``watched``."""

import io
import math
import warnings
from collections.abc import Iterable
from typing import Any

import numpy as np
from PIL import ExifTags, Image, ImageFile, ImageOps, UnidentifiedImageError

from witnessmark.errors import UsageError
from witnessmark.evidence.likeness import COLUMNS, ROWS
from witnessmark.evidence.looking import Looked

MOST_PIXELS = 120_000_000
"""Pixels that are decoded: as many as a camera of 108 megapixels makes. A bomb of a few kilobytes claims far more."""
_MOST_FRAMES_TOLD = 1_000
_FORMATS = ["JPEG", "MPO", "PNG", "GIF", "TIFF", "BMP", "WEBP", "AVIF", "HEIF"]
"""What is decoded: not PostScript, and nothing that Pillow hands to another program."""
_LONGEST_TEXT, _MOST_NUMBERS = 400, 4
_WANTED = frozenset({
    "DateTimeOriginal", "OffsetTimeOriginal", "SubsecTimeOriginal", "DateTimeDigitized", "OffsetTimeDigitized",
    "SubsecTimeDigitized", "Make", "Model", "BodySerialNumber", "Orientation",
})  # fmt: skip
_POSITION = frozenset({
    "GPSLatitude", "GPSLatitudeRef", "GPSLongitude", "GPSLongitudeRef", "GPSDateStamp", "GPSTimeStamp",
    "GPSHPositioningError",
})  # fmt: skip
_HEIC = frozenset({"image/heic", "image/heif"})
_QUALITY, _FINE = 82, 93
"""Of a working copy, and of a redacted one, which stands in for its original."""
_WHOLE = 1 << 20
"""Pixels a side: more than a picture has, so that it is decoded as large as it is."""
_ENOUGH = 200
"""Pixels a side from which the fingerprint is made."""


def look(payload: bytes, media: str) -> Looked:
    """What a picture is and says of itself; ``UsageError`` where it is none that can be opened."""
    notes: list[str] = []
    with _quietly(), _opened(payload, media) as image:
        width, height = image.size
        frames = getattr(image, "n_frames", 1)
        if frames > 1:
            notes.append(f"{min(frames, _MOST_FRAMES_TOLD)} frames: the first is looked at")
        tags = _tags(image, notes)
        cells = _cells(image, payload, media, notes)
    return Looked(width=width, height=height, tags=tags, cells=cells, notes=tuple(notes))


def working_copy(payload: bytes, media: str, *, longest: int) -> bytes:
    """An upright JPEG of at most so many pixels a side, with nothing of the original but what it shows."""
    with _quietly():
        image = _upright(payload, media, longest, [])
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        return _made_anew(image, _QUALITY)


def redacted(payload: bytes, media: str, boxes: Iterable[tuple[float, float, float, float]]) -> bytes:
    """The picture upright and as large as it is, of which boxes in hundredths were filled with black.

    They are filled before anything else is done with the pixels, and rounded outward: what is made of pixels that are
    gone can tell nothing of them.
    """
    with _quietly():
        image = _upright(payload, media, _WHOLE, [])
        for left, top, width, height in boxes:
            right, bottom = left + width, top + height
            image.paste((0, 0, 0), (
                math.floor(left * image.width / 100), math.floor(top * image.height / 100),
                math.ceil(right * image.width / 100), math.ceil(bottom * image.height / 100),
            ))  # fmt: skip
        return _made_anew(image, _FINE)


def _made_anew(image: Image.Image, quality: int) -> bytes:
    """A new picture: the old one carries comments, profiles and thumbnails along, which can name people and places."""
    fresh = Image.new("RGB", image.size)
    fresh.paste(image)
    written = io.BytesIO()
    fresh.save(written, "JPEG", quality=quality, optimize=True)
    return written.getvalue()


def _quietly() -> warnings.catch_warnings:
    """Pillow warns of what we tell as notes."""
    return warnings.catch_warnings(action="ignore")


def _opened(payload: bytes, media: str) -> Image.Image:
    if media in _HEIC and not _reads_heic():
        raise UsageError("want pillow-heif to open HEIC, got none: install witnessmark[heic]")
    Image.MAX_IMAGE_PIXELS = None  # our own bound holds instead, which says what was wanted
    Image.init()
    try:
        image = Image.open(io.BytesIO(payload), formats=[each for each in _FORMATS if each in Image.OPEN])
    except UnidentifiedImageError as error:
        raise UsageError("want a picture, got bytes that are none") from error
    width, height = image.size
    if width * height > MOST_PIXELS:
        image.close()
        raise UsageError(f"want a picture of at most {MOST_PIXELS:,} pixels, got {width:,} x {height:,}")
    return image


def _reads_heic() -> bool:
    try:
        import pillow_heif  # noqa: PLC0415 - an extra, and slow to load
    except ImportError:
        return False
    pillow_heif.register_heif_opener()
    return True


def _tags(image: Image.Image, notes: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    try:
        exif = image.getexif()
        parts = (
            (exif, ExifTags.TAGS, _WANTED),
            (exif.get_ifd(ExifTags.IFD.Exif), ExifTags.TAGS, _WANTED),
            (exif.get_ifd(ExifTags.IFD.GPSInfo), ExifTags.GPSTAGS, _POSITION),
        )
        for values, names, wanted in parts:
            for number, value in dict(values).items():
                if names.get(number) in wanted:
                    found[names[number]] = _plain(value)
    except Exception as error:  # noqa: BLE001 - whatever rubbish in Exif does to its reader, the picture is looked at
        notes.append(f"Exif cannot be read whole: {type(error).__name__}")
    return found


def _plain(value: Any) -> Any:
    """A value of a tag as text, number or a few numbers."""
    if isinstance(value, bytes):
        return value[:_LONGEST_TEXT].decode("ascii", "replace")
    if isinstance(value, str):
        return value[:_LONGEST_TEXT].encode("utf-8", "replace").decode()
    if isinstance(value, (tuple, list)):
        return [_number(each) for each in value[:_MOST_NUMBERS]]
    return value if isinstance(value, int) and abs(value) < 2**53 else _number(value)


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return float("nan")


def _cells(image: Image.Image, payload: bytes, media: str, notes: list[str]) -> tuple[int, ...]:
    try:
        image.close()
        grey = _upright(payload, media, _ENOUGH, notes).convert("L")
    except Exception as error:  # noqa: BLE001 - a decoder fails on damage in ways of its own
        notes.append(f"its pixels cannot be read: {type(error).__name__}")
        return ()
    # Twice, and by averages: small changes of size or compression move the cells little.
    small = grey.resize((COLUMNS * 8, ROWS * 8), Image.Resampling.BOX).resize((COLUMNS, ROWS), Image.Resampling.BOX)
    return tuple(small.tobytes())


def _upright(payload: bytes, media: str, longest: int, notes: list[str]) -> Image.Image:
    """The pixels, at least so many a side, turned as Exif says, on white where they are transparent.

    Of a file that is cut off it is what there is.
    """
    try:
        image = _pixels(payload, media, longest)
    except (OSError, SyntaxError, ValueError):
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            image = _pixels(payload, media, longest)
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
        notes.append("the file is cut off or damaged: a part of the picture is missing")
    try:
        image = ImageOps.exif_transpose(image)
    except Exception as error:  # noqa: BLE001 - rubbish in Exif
        notes.append(f"it cannot be turned upright: {type(error).__name__}")
    return _flat(image)


def _pixels(payload: bytes, media: str, longest: int) -> Image.Image:
    image = _opened(payload, media)
    # A JPEG is decoded at a fraction of its size, as long as enough is left.
    image.draft("RGB", (longest * 2, longest * 2))
    image.load()
    return image


def _flat(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I") or image.mode == "F":
        # More than eight bits: what is darkest becomes black, and what is brightest white.
        values = np.asarray(image, np.float64)
        low, high = float(values.min()), float(values.max())
        return Image.fromarray(((values - low) * (255 / max(high - low, 1e-9))).astype(np.uint8)).convert("RGB")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, image).convert("RGB")
    return image.convert("RGB")
