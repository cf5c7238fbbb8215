"""Photographs as a camera makes them: a mark on a grey plate, with Exif; everything in them is invented."""

import io
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (800, 600)
PLATE = (200, 200, 600, 320)
REGION = "25,33,50,20"
"""Where the plate stands, in hundredths."""


def photograph(
    text: str, *, taken: str = "2031:05:01 10:00:00", offset: str = "+02:00", at: tuple[float, float] | None = None,
    device: str = "Lens 7", form: str = "JPEG", size: tuple[int, int] = SIZE, orientation: int = 1,
) -> bytes:  # fmt: skip
    """The bytes of a picture that shows a text."""
    image = picture(text, size)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Orlan", device, orientation
    told = exif.get_ifd(0x8769)
    if taken:
        told[0x9003] = taken
    if offset:
        told[0x9011] = offset
    if at is not None:
        latitude, longitude = at
        position = exif.get_ifd(0x8825)
        position[1], position[2] = ("N" if latitude >= 0 else "S"), _degrees(latitude)
        position[3], position[4] = ("E" if longitude >= 0 else "W"), _degrees(longitude)
    written = io.BytesIO()
    image.save(written, form, exif=exif, **({"comment": b"by the hand of Eve"} if form == "JPEG" else {}))
    return written.getvalue()


def picture(text: str, size: tuple[int, int] = SIZE) -> Image.Image:
    """A picture whose pattern depends on its text, so that two of them do not look alike."""
    image = Image.new("RGB", SIZE, (150, 150, 150))
    draw = ImageDraw.Draw(image)
    seed = zlib.crc32(text.encode())
    for number in range(14):
        seed = (seed * 1103515245 + 12345) % 2**31
        x, y, grey = seed % 800, seed // 800 % 600, seed // 7 % 256
        draw.rectangle((x, y, x + 180, y + 140), fill=(grey, (grey * number) % 256, grey))
    draw.rectangle(PLATE, fill=(190, 190, 190))
    draw.text((230, 230), text, fill=(10, 10, 10), font=ImageFont.load_default(60))
    return image.resize(size) if size != SIZE else image


def _degrees(value: float) -> tuple[float, float, float]:
    whole = abs(value)
    return float(int(whole)), float(int(whole % 1 * 60)), round(whole * 60 % 1 * 60, 4)


def _chunk(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that claims to be so large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def with_profile(size: int) -> bytes:
    """A JPEG that carries a giant colour profile of rubbish."""
    written = io.BytesIO()
    picture("KB 04").save(written, "JPEG", icc_profile=bytes(size))
    return written.getvalue()


def animated() -> bytes:
    """A GIF of three frames."""
    written = io.BytesIO()
    frames = [picture(text, (80, 60)) for text in "abc"]
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    return written.getvalue()


def card(folder: Path, **pictures: bytes) -> Path:
    """A camera's card with pictures, by the stem of their name."""
    here = folder / "DCIM" / "100ORLAN"
    here.mkdir(parents=True, exist_ok=True)
    for stem, payload in pictures.items():
        (here / f"{stem}.JPG").write_bytes(payload)
    return folder


def paper(*pages: str) -> bytes:
    """A PDF with so many pages of one line each."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for text in pages:
        stream = f"BT /F1 18 Tf 40 700 Td ({text}) Tj ET".encode("latin-1")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    written, starts = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        starts.append(len(written))
        written += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return written + end % (len(objects) + 1, table, len(objects) + 1, len(written))
