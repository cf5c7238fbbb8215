"""Redaction at the command line: a copy with parts filled, which travels where the original may not."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from tests.e2e.running import Ran, User
from tests.support.photographs import animated, paper, photograph, picture

FACE = "0,0,50,50"
WHY = "the face of the guard at the gate"


@pytest.fixture
def case(user: User) -> Path:
    """A public case with a picture that nobody outside the panel may see, and of what it shows."""
    made = user.case("c.case", "case c: A case\n  level R0\n\nitem rifle: Rifle A\n")
    add(user, made, photograph("KB 04217", at=(50.45, 30.52)))
    (line,) = listed(user, made)
    text = f"\nphoto p\n  of id:{user.only(made, 'item')}\n  digest {line['digest']}\n"
    user.run("add", made, user.write("p.wit", text)).check()
    guard = f"disclosure d\n  of id:{user.only(made, 'evidence')}\n  level R2\n  by Ada\n  reason a face shows\n"
    user.run("add", made, user.write("d.wit", guard)).check()
    return made


def add(user: User, case: Path, payload: bytes, name: str = "gate.jpg") -> None:
    user.path(name).write_bytes(payload)
    user.run("evidence", "add", case, user.path(name), "--by", "A. Vale").check()


def listed(user: User, case: Path) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = user.run("evidence", "show", case, "--json").check().json
    return lines


def original(user: User, case: Path) -> str:
    return str(next(line["digest"] for line in listed(user, case) if line["called"] == "gate.jpg"))


def redact(user: User, case: Path, *regions: str, more: tuple[str, ...] = ("--by", "A. Vale", "--why", WHY)) -> Ran:
    asked = [word for region in regions for word in ("--region", region)]
    return user.run("evidence", "redact", case, original(user, case)[:12], *asked, *more, "--json")


def bytes_of(user: User, digest: str) -> bytes:
    return (user.home / "vault" / digest[:2] / digest).read_bytes()


def pixels(payload: bytes) -> Image.Image:
    return Image.open(io.BytesIO(payload)).convert("RGB")


def grey(image: Image.Image, x: int, y: int) -> float:
    value = image.convert("L").getpixel((x, y))
    assert isinstance(value, (int, float))
    return value


def test_the_copy_is_as_large_has_the_region_black_and_carries_no_metadata(user: User, case: Path) -> None:
    found = redact(user, case, FACE).check().json
    copy = bytes_of(user, found["digest"])
    image = pixels(copy)
    assert image.size == (800, 600)
    assert max(grey(image, x, y) for x in (5, 200, 390) for y in (5, 150, 290)) < 12
    assert grey(image, 700, 590) > 12
    assert not any(word in copy for word in (b"Exif", b"Orlan", b"Eve", b"2031"))


def test_of_what_was_filled_nothing_is_left_in_the_copy(user: User, case: Path) -> None:
    """Two pictures that differ in the region alone give one copy."""
    other = picture("KB 04217")
    ImageDraw.Draw(other).rectangle((0, 0, 390, 290), fill=(250, 10, 10))
    one, two = io.BytesIO(), io.BytesIO()
    picture("KB 04217").save(one, "PNG")
    other.save(two, "PNG")
    copies = set()
    for name, payload in (("one.png", one.getvalue()), ("two.png", two.getvalue())):
        add(user, case, payload, name)
        words = ("--region", FACE, "--by", "A. Vale", "--why", WHY, "--json")
        its = hashlib.sha256(payload).hexdigest()
        copies.add(user.run("evidence", "redact", case, its, *words).check().json["digest"])
    assert len(copies) == 1


def test_the_copy_is_evidence_of_its_own_that_names_its_original_and_nothing_else_of_it(user: User, case: Path) -> None:
    found = redact(user, case, FACE, "60,60,10,10").check().json
    shown = user.run("evidence", "show", case, found["digest"], "--json").check().json
    assert shown["redacted_from"] == found["original"] == original(user, case)
    assert shown["line"]["called"] == "redacted copy"
    assert (shown["line"]["taken"], shown["line"]["at"], shown["device"]) == ("", "", "")
    assert shown["line"]["shows"] == "Rifle A"
    assert shown["note"] == "800 x 600 pixels; filled with black: 0,0,50,50; 60,60,10,10"
    back = user.run("evidence", "show", case, found["original"], "--json").check().json
    assert (back["redactions"], back["redacted_from"], back["alike"]) == ([found["digest"]], "", [])


def test_the_handling_log_of_both_says_so_and_the_reason_stays_with_the_original(user: User, case: Path) -> None:
    found = redact(user, case, FACE).check().json
    logs = {
        which: user.run("evidence", "show", case, found[which], "--json").check().json["handling"]
        for which in ("digest", "original")
    }
    (own,) = logs["digest"]
    (theirs,) = [entry for entry in logs["original"] if entry["action"] == "redacted"]
    assert (own["action"], own["by"]) == ("redacted", "A. Vale")
    assert FACE in own["text"]
    assert WHY in theirs["text"]
    assert WHY not in own["text"]


def test_the_original_is_not_touched(user: User, case: Path) -> None:
    digest = original(user, case)
    redact(user, case, FACE).check()
    assert hashlib.sha256(bytes_of(user, digest)).hexdigest() == digest
    user.run("evidence", "verify", case).check()


def test_the_copy_travels_where_the_original_may_not(user: User, case: Path) -> None:
    found = redact(user, case, FACE).check().json
    assert (found["travels_from"], found["original_travels_from"]) == ("R0", "R2")
    page = user.exported(case, "dossier", "R0")
    assert page.count("data:image/jpeg;base64,") == 1
    assert "redacted copy: Rifle A" in page
    assert "The picture may not travel at this level." in page
    assert WHY not in page
    told = user.exported(case, "dossier", "R2")
    assert f"SHA-256 of the redacted copy <code>{found['digest']}" in told
    assert f"SHA-256 of the original <code>{found['original']}" in told
    words = ("--level", "R0", "--by", "A. Vale", "--for", "the press", "--json")
    given = user.run("evidence", "export", case, "--to", user.path("out"), *words).check().json
    assert ([each["called"] for each in given["files"]], given["withheld"]) == (["redacted copy"], 1)
    assert grey(pixels((user.path("out") / "0001.jpg").read_bytes()), 100, 100) < 12
    notation = user.exported(case, "notation", "R0")
    assert WHY not in notation
    assert "gate.jpg" not in notation


def test_the_copy_has_a_level_of_its_own(user: User, case: Path) -> None:
    found = redact(user, case, FACE, more=("--by", "A. Vale", "--why", WHY, "--level", "R1")).check().json
    assert found["travels_from"] == "R1"
    assert "data:image/jpeg" not in user.exported(case, "dossier", "R0")
    assert "data:image/jpeg" in user.exported(case, "dossier", "R1")


def test_redacting_the_same_again_adds_nothing(user: User, case: Path) -> None:
    first = redact(user, case, FACE).check().json
    root = user.root(case)
    user.now += 1_000
    second = redact(user, case, FACE).check().json
    assert (second["digest"], second["is_new"]) == (first["digest"], False)
    assert user.root(case) == root


def test_a_copy_is_no_picture_to_transcribe_and_in_no_group(user: User, case: Path) -> None:
    redact(user, case, FACE).check()
    found = user.run("evidence", "sheet", case, "--to", user.path("sheets"), "--json").check().json
    assert (found["photographs"], found["groups"]) == (1, 1)
    assert [line["group"] for line in listed(user, case)] == ["g1", ""] or [
        line["group"] for line in listed(user, case)
    ] == ["", "g1"]


@pytest.mark.parametrize(
    ("regions", "more", "wanted"),
    [
        (("90,0,20,5",), ("--by", "A", "--why", "w"), "within the picture, got '90,0,20,5'"),
        (("left",), ("--by", "A", "--why", "w"), "want left,top,width,height in hundredths"),
        ((FACE,), ("--by", "A"), "want --by with who redacts and --why with the reason"),
        ((FACE,), ("--why", "w"), "want --by with who redacts and --why with the reason"),
        ((), ("--by", "A", "--why", "w"), "--region"),
        (("1,1,1,1",) * 101, ("--by", "A", "--why", "w"), "want 1 to 100 regions to fill, got 101"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_kept(
    user: User, case: Path, regions: tuple[str, ...], more: tuple[str, ...], wanted: str
) -> None:
    root, before = user.root(case), sorted((user.home / "vault").rglob("*"))
    redact(user, case, *regions, more=more).refused(wanted)
    assert (user.root(case), sorted((user.home / "vault").rglob("*"))) == (root, before)


@pytest.mark.parametrize("payload", [paper("one"), b"\xff\xd8\xff rubbish", b"a text"])
def test_what_is_no_picture_is_not_redacted(user: User, case: Path, payload: bytes) -> None:
    add(user, case, payload, "other.bin")
    root = user.root(case)
    words = ("--region", FACE, "--by", "A", "--why", "w")
    user.run("evidence", "redact", case, hashlib.sha256(payload).hexdigest(), *words).refused("want a")
    assert user.root(case) == root


def test_a_picture_that_this_machine_does_not_hold_is_not_redacted(user: User, other: User, case: Path) -> None:
    copy = other.path("c.case")
    copy.write_bytes(case.read_bytes())
    redact(other, copy, FACE).refused("holds no evidence")


@pytest.mark.parametrize("payload", [animated(), photograph("KB", orientation=6), photograph("KB", form="PNG")])
def test_pictures_of_every_form_are_redacted_upright(user: User, case: Path, payload: bytes) -> None:
    add(user, case, payload, "form.bin")
    its = hashlib.sha256(payload).hexdigest()
    words = ("--region", FACE, "--by", "A", "--why", "w", "--json")
    found = user.run("evidence", "redact", case, its, *words).check().json
    image = pixels(bytes_of(user, found["digest"]))
    assert grey(image, image.width // 4, image.height // 4) < 12


def test_a_signed_bundle_takes_the_copy_and_not_the_original(user: User, case: Path) -> None:
    hide = f"disclosure h\n  of id:{user.only(case, 'evidence')}\n  level R3\n  by Ada\n  reason a face\n"
    user.run("add", case, user.write("h.wit", hide)).check()
    found = redact(user, case, FACE).check().json
    path = user.path("out.zip")
    words = ("--as", "evidence", "--level", "R2", "--original", "--by", "A. Vale", "--for", "the panel")
    said = user.run("export", case, "-o", path, *words, "--json").check().json
    assert (said["pieces"], said["stayed"]) == (1, {"level": 1})
    assert f"evidence/{found['digest']}".encode() in path.read_bytes()
    assert json.loads(user.run("evidence", "show", case, found["digest"], "--json").out)["line"]["is_here"] is True
