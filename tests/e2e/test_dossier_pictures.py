"""Dossiers that show the pictures, with the marks that were read framed; as far as the level and the vault allow."""

import base64
import io
import re
from pathlib import Path

import pytest
from PIL import Image
from tests.e2e.running import User
from tests.support.photographs import REGION, card, photograph


@pytest.fixture
def case(user: User) -> Path:
    """A public case with a picture, and a reading of the mark on it."""
    made = user.case("c.case", "case c: A case\n  level R0\n")
    folder = card(user.path("card"), A1=photograph("KB 04217", at=(50.45, 30.52)))
    user.run("evidence", "add", made, folder, "--by", "A. Vale").check()
    digest = user.run("evidence", "show", made, "--json").check().json[0]["digest"]
    text = f"""item rifle: Rifle A
  item-class rifle

photo p
  of rifle
  digest {digest}
  caption Left <side>

mark-reading m
  of rifle
  text KB 0421[78]
  mark serial
  photo p
  region {REGION}
"""
    user.run("add", made, user.write("m.wit", text)).check()
    return made


def shown(page: str) -> list[bytes]:
    return [base64.b64decode(each) for each in re.findall(r'src="data:image/jpeg;base64,([^"]+)"', page)]


def test_a_reading_shows_its_picture_with_the_mark_framed(user: User, case: Path) -> None:
    page = user.exported(case, "dossier", "R0")
    assert '<span class="mark" style="left:25.0%;top:33.0%;width:50.0%;height:20.0%"></span>' in page
    assert "serial read as typed: KB 0421[78]" in page
    assert "Picture 1. Left &lt;side&gt;: Rifle A" in page
    (copy,) = shown(page)
    with Image.open(io.BytesIO(copy)) as image:
        assert image.size == (800, 600)


def test_a_picture_in_a_dossier_carries_no_metadata(user: User, case: Path) -> None:
    (copy,) = shown(user.exported(case, "dossier", "R0"))
    assert not any(word in copy for word in (b"Exif", b"Orlan", b"Eve", b"2031"))


def test_digests_are_shown_from_the_level_on_at_which_ids_are(user: User, case: Path) -> None:
    (line,) = user.run("evidence", "show", case, "--json").check().json
    assert line["digest"][:10] not in user.exported(case, "dossier", "R0")
    assert f"SHA-256 of the original <code>{line['digest']}" in user.exported(case, "dossier", "R2")


def test_a_picture_that_may_not_travel_is_not_shown_though_its_photo_is_told(user: User, case: Path) -> None:
    i = user.only(case, "evidence")
    guard = f"disclosure d\n  of id:{i}\n  level R2\n  by Ada\n  reason a face shows\n"
    user.run("add", case, user.write("d.wit", guard)).check()
    page = user.exported(case, "dossier", "R0")
    assert shown(page) == []
    assert "The picture may not travel at this level." in page
    assert len(shown(user.exported(case, "dossier", "R2"))) == 1


def test_a_picture_that_is_not_in_the_vault_is_told_as_such(user: User, other: User, case: Path) -> None:
    copy = other.path("c.case")
    copy.write_bytes(case.read_bytes())
    page = other.exported(copy, "dossier", "R0")
    assert shown(page) == []
    assert "The picture is not in the vault of whoever made this page" in page


def test_a_damaged_picture_stops_the_dossier(user: User, case: Path) -> None:
    (path,) = (p for p in (user.home / "vault").glob("??/*"))
    path.chmod(0o600)
    path.write_bytes(b"x" + path.read_bytes()[1:])
    user.run("export", case, "-o", user.path("d.html"), "--level", "R0").refused("want evidence of digest")
    assert not user.path("d.html").exists()


def test_the_dossier_says_who_had_the_evidence(user: User, case: Path) -> None:
    page = user.exported(case, "dossier", "R2")
    assert "acquired by A. Vale, 13 May 2014" in page


def test_the_same_dossier_is_the_same_bytes(user: User, case: Path) -> None:
    assert user.exported(case, "dossier", "R0") == user.exported(case, "dossier", "R0")
