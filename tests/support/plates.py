"""Photographs that nobody took: a mark on a grey plate, with the time and place that a camera would have written."""

import io
from datetime import datetime

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from PIL.TiffImagePlugin import IFDRational

_WIDE, _HIGH, _LETTER = 480, 200, 34
REGION = "4,38,60,28"
"""Where the text of a plate stands, in hundredths of the picture."""
_TAKEN, _GPS, _EXIF = 0x9003, 0x8825, 0x8769


def plate(text: str, *, taken: datetime, at: tuple[float, float] | None, rng: np.random.Generator) -> bytes:
    """A JPEG of a plate that bears a text; the same generator state makes the same bytes."""
    metal = rng.normal(128, 9, (_HIGH, _WIDE)).clip(0, 255).astype(np.uint8)
    picture = Image.fromarray(metal).convert("RGB")
    draw = ImageDraw.Draw(picture)
    place, font = (24, _HIGH // 2 - _LETTER // 2), ImageFont.load_default(_LETTER)
    draw.text((place[0] + 2, place[1] + 2), text, fill=(196, 196, 196), font=font)
    draw.text(place, text, fill=(38, 38, 38), font=font)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=70, exif=_exif(taken, at))
    return file.getvalue()


def _exif(taken: datetime, at: tuple[float, float] | None) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Examplia", "Camera of the tests"
    exif.get_ifd(_EXIF)[_TAKEN] = f"{taken:%Y:%m:%d %H:%M:%S}"
    if at is not None:
        position = exif.get_ifd(_GPS)
        for start, (value, letters) in zip((1, 3), ((at[0], "NS"), (at[1], "EW")), strict=True):
            position[start] = letters[value < 0]
            position[start + 1] = _degrees(abs(value))
    return exif


def _degrees(value: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    """Degrees, minutes and seconds."""
    seconds = round(value * 360_000)
    return IFDRational(seconds // 360_000), IFDRational(seconds // 6_000 % 60), IFDRational(seconds % 6_000, 100)
