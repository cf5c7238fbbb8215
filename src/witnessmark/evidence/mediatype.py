"""Media type: what a file is, by its first bytes. The ending of its name is only compared with it."""

from typing import NamedTuple

from witnessmark.model.evidence import EvidenceForm

HEAD = 512
"""Bytes from the beginning that are looked at."""

ARCHIVE = "application/zip"
"""An archive of anything: the photographs of a form's submissions, too."""
_UNKNOWN = "application/octet-stream"
_BLANK = b" \t\r\n\xef\xbb\xbf"


class MediaType(NamedTuple):
    """What the bytes are."""

    media: str
    form: EvidenceForm


_PHOTO, _DOCUMENT, _TABLE = EvidenceForm.PHOTOGRAPH, EvidenceForm.DOCUMENT, EvidenceForm.TABLE
_VIDEO, _AUDIO, _OTHER = EvidenceForm.VIDEO, EvidenceForm.AUDIO, EvidenceForm.OTHER

_BEGINNINGS: tuple[tuple[bytes, MediaType], ...] = (
    (b"\xff\xd8\xff", MediaType("image/jpeg", _PHOTO)),
    (b"\x89PNG\r\n\x1a\n", MediaType("image/png", _PHOTO)),
    (b"GIF87a", MediaType("image/gif", _PHOTO)),
    (b"GIF89a", MediaType("image/gif", _PHOTO)),
    (b"II*\0", MediaType("image/tiff", _PHOTO)),
    (b"MM\0*", MediaType("image/tiff", _PHOTO)),
    (b"BM", MediaType("image/bmp", _PHOTO)),
    (b"%PDF-", MediaType("application/pdf", _DOCUMENT)),
    (b"{\\rtf", MediaType("application/rtf", _DOCUMENT)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", MediaType("application/x-ole-storage", _DOCUMENT)),
    (b"PAR1", MediaType("application/vnd.apache.parquet", _TABLE)),
    (b"OggS", MediaType("audio/ogg", _AUDIO)),
    (b"ID3", MediaType("audio/mpeg", _AUDIO)),
    (b"fLaC", MediaType("audio/flac", _AUDIO)),
    (b"#!AMR", MediaType("audio/amr", _AUDIO)),
    (b"\x1aE\xdf\xa3", MediaType("video/x-matroska", _VIDEO)),
    (b"\0\0\x01\xba", MediaType("video/mpeg", _VIDEO)),
)
_RIFF = {b"WEBP": MediaType("image/webp", _PHOTO), b"WAVE": MediaType("audio/wav", _AUDIO),
         b"AVI ": MediaType("video/x-msvideo", _VIDEO)}  # fmt: skip
_BRANDS = {
    b"heic": MediaType("image/heic", _PHOTO), b"heix": MediaType("image/heic", _PHOTO),
    b"hevc": MediaType("image/heic", _PHOTO), b"mif1": MediaType("image/heif", _PHOTO),
    b"msf1": MediaType("image/heif", _PHOTO), b"avif": MediaType("image/avif", _PHOTO),
    b"qt  ": MediaType("video/quicktime", _VIDEO), b"M4A ": MediaType("audio/mp4", _AUDIO),
    b"crx ": MediaType("image/x-canon-cr3", _PHOTO),
}  # fmt: skip
_MARKUP = ((b"<svg", "image/svg+xml"), (b"<!doctype html", "text/html"), (b"<html", "text/html"),
           (b"<script", "text/html"), (b"<?xml", "text/xml"))  # fmt: skip

_ENDINGS = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "jpe": "image/jpeg", "png": "image/png", "gif": "image/gif",
    "tif": "image/tiff", "tiff": "image/tiff", "bmp": "image/bmp", "webp": "image/webp", "heic": "image/heic",
    "heif": "image/heif", "avif": "image/avif", "pdf": "application/pdf", "mp4": "video/mp4", "mov": "video/quicktime",
    "avi": "video/x-msvideo", "wav": "audio/wav", "mp3": "audio/mpeg", "zip": ARCHIVE,
}  # fmt: skip
_ALIKE = ({"image/heic", "image/heif"}, {"video/mp4", "video/quicktime", "audio/mp4"})
_NAMES = {media: ending for ending, media in reversed(_ENDINGS.items())}


def media_type(head: bytes) -> MediaType:
    """What bytes are that begin so.

    >>> media_type(b"%PDF-1.7").media, media_type(b"nothing known").media
    ('application/pdf', 'text/plain')
    """
    for beginning, found in _BEGINNINGS:
        if head.startswith(beginning):
            return found
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], MediaType(_UNKNOWN, _OTHER))
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], MediaType("video/mp4", _VIDEO))
    if head.startswith(b"PK\x03\x04"):
        return _zipped(head)
    return _text(head)


def _zipped(head: bytes) -> MediaType:
    # Office files name their parts among the first entries; anything else stays an archive.
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in head:
        return MediaType("application/vnd.oasis.opendocument.spreadsheet", _TABLE)
    if b"xl/" in head:
        return MediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _TABLE)
    if b"word/" in head:
        return MediaType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _DOCUMENT)
    if any(part in head for part in (b"[Content_Types].xml", b"_rels/.rels", b"docProps/")):
        return MediaType("application/vnd.openxmlformats-officedocument", _DOCUMENT)
    return MediaType(ARCHIVE, _OTHER)


def _text(head: bytes) -> MediaType:
    start = head.lstrip(_BLANK).lower()
    for beginning, media in _MARKUP:
        if start.startswith(beginning):
            is_drawing = media == "text/xml" and b"<svg" in start
            return MediaType("image/svg+xml" if is_drawing else media, _DOCUMENT if media == "text/html" else _OTHER)
    is_plain = head and not any(byte < 9 or 13 < byte < 32 for byte in head)
    return MediaType("text/plain", _DOCUMENT) if is_plain else MediaType(_UNKNOWN, _OTHER)


def lie(name: str, media: str) -> str:
    """What a name's ending says against its bytes, in words; empty where the two agree or nothing is known.

    >>> lie("rifle.jpg", "text/html")
    'the name says image/jpeg, the bytes are text/html'
    """
    stem, dot, ending = name.rpartition(".")
    said = _ENDINGS.get(ending.casefold(), "") if dot and stem else ""
    is_alike = said == media or any(said in group and media in group for group in _ALIKE)
    return "" if not said or is_alike else f"the name says {said}, the bytes are {media}"


def ending(media: str) -> str:
    """The ending that a file of a media type gets: never the one that a stranger chose.

    >>> ending("image/jpeg"), ending("text/html")
    ('jpg', 'bin')
    """
    return _NAMES.get(media, "bin")
