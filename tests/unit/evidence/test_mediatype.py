"""What a file is, by its bytes; and a name that says something else."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.photographs import animated, paper, photograph

from witnessmark.evidence.mediatype import HEAD, ending, lie, media_type
from witnessmark.model.evidence import EvidenceForm


@pytest.mark.parametrize(
    ("payload", "media", "form"),
    [
        (photograph("KB"), "image/jpeg", "photograph"),
        (photograph("KB", form="PNG"), "image/png", "photograph"),
        (photograph("KB", form="WEBP"), "image/webp", "photograph"),
        (animated(), "image/gif", "photograph"),
        (paper("one"), "application/pdf", "document"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic", "photograph"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "video/mp4", "video"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav", "audio"),
        (b"<svg xmlns='x'>", "image/svg+xml", "other"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?><svg/>", "image/svg+xml", "other"),
        (b" <!DOCTYPE HTML><script>", "text/html", "document"),
        ("Liste der Waffen: Привет".encode(), "text/plain", "document"),
        (b"MZ\x90\0\x03", "application/octet-stream", "other"),
        (b"", "application/octet-stream", "other"),
    ],
)  # fmt: skip
def test_a_file_is_what_its_bytes_are(payload: bytes, media: str, form: str) -> None:
    found = media_type(payload[:HEAD])
    assert (found.media, found.form) == (media, form)


def test_a_spreadsheet_is_told_from_another_archive() -> None:
    for name, form in (("xl/workbook.xml", EvidenceForm.TABLE), ("word/document.xml", EvidenceForm.DOCUMENT),
                       ("notes.txt", EvidenceForm.OTHER)):  # fmt: skip
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            archive.writestr(name, "x")
        assert media_type(written.getvalue()[:HEAD]).form is form


def test_a_name_that_says_something_else_is_told() -> None:
    assert lie("rifle.JPG", "image/svg+xml") == "the name says image/jpeg, the bytes are image/svg+xml"


_AGREEING = [("a.jpg", "image/jpeg"), ("a.heif", "image/heic"), ("noending", "image/png"), (".jpg", "image/png"),
             ("a.xyz", "image/png")]  # fmt: skip


@pytest.mark.parametrize(("name", "media"), _AGREEING)
def test_a_name_that_agrees_or_says_nothing_is_no_lie(name: str, media: str) -> None:
    assert lie(name, media) == ""


@given(st.binary(max_size=64))
def test_whatever_the_bytes_they_are_something(head: bytes) -> None:
    found = media_type(head)
    assert "/" in found.media
    assert ending(found.media).isalnum()
