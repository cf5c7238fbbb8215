"""Signed bundles at the command line: a case with its evidence goes out, and comes in whole or not at all."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.e2e.invented import LATER
from tests.e2e.invented_evidence import DOCUMENTED, PAPER, PICTURE, digest, documented, held, kept
from tests.e2e.running import User

from witnessmark.case.canonical import encode
from witnessmark.case.zipped import BUNDLE, EVIDENCE, MANIFEST, SIGNATURE, measured, zipped
from witnessmark.evidence.signed import Signature, signed_bytes

WHO = ("--by", "A. Vale", "--for", "the panel")


def given_out(user: User, case: Path, *more: str, name: str = "out.zip") -> Path:
    path = user.path(name)
    user.run("export", case, "--as", "evidence", "--level", "R2", "-o", path, *WHO, *more).check()
    return path


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def manifest(path: Path) -> Any:
    return json.loads(members(path)[MANIFEST])


def reasons(path: Path) -> dict[str, int]:
    return {line["reason"]: line["pieces"] for line in manifest(path).get("withheld", [])}


def test_a_paper_goes_out_as_it_came_and_a_picture_stays_where_no_copy_can_be_made(user: User) -> None:
    path = given_out(user, documented(user))

    assert list(members(path)) == [BUNDLE, EVIDENCE + digest(PAPER), MANIFEST, SIGNATURE]
    assert members(path)[EVIDENCE + digest(PAPER)] == PAPER
    assert reasons(path) == {"original": 1}


def test_a_picture_goes_out_as_it_came_when_that_is_asked_for(user: User) -> None:
    path = given_out(user, documented(user), "--original")

    assert members(path)[EVIDENCE + digest(PICTURE)] == PICTURE
    assert reasons(path) == {}


def _photograph() -> bytes:
    """A small JPEG that tells where it was taken."""
    made = Image.new("RGB", (40, 30), "olive")
    exif = made.getexif()
    exif[0x010F] = "Camera of Arvenia"
    file = io.BytesIO()
    made.save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_a_working_copy_goes_out_under_its_own_digest_and_says_of_what_it_is_one(user: User) -> None:
    photograph = _photograph()
    case = user.case("m.case", f"\nsource shot: A photograph\n  form photograph\n  digest {digest(photograph)}\n")
    kept(user, case, photograph)

    path = given_out(user, case)

    (told,) = [m for m in manifest(path)["members"] if m["name"] != BUNDLE]
    copy = members(path)[told["name"]]
    assert told["copy-of"] == digest(photograph) != told["digest"] == digest(copy)
    assert b"Camera of Arvenia" in photograph
    assert b"Camera of Arvenia" not in path.read_bytes()
    assert Image.open(io.BytesIO(copy)).size == (40, 30)


def test_of_a_photograph_whose_place_is_sealed_the_original_leaves_at_r3_only(user: User) -> None:
    photograph = _photograph()
    sealed = (
        user.run("seal", user.case("s.case"), "--what", "a place", "--by", "desk", "--why", "safety", typed="45 N")
        .check()
        .out
    )
    text = f"\nevidence shot: a.jpg\n  form photograph\n  digest {digest(photograph)}\n  at {sealed.strip()}\n"
    case = user.case("m.case", text)
    kept(user, case, photograph)

    path = given_out(user, case, "--original")

    assert EVIDENCE + digest(photograph) not in members(path)
    assert [bool(m.get("copy-of")) for m in manifest(path)["members"]] == [False, True]


def test_a_working_copy_stays_in_the_file_when_it_is_merged(user: User, other: User) -> None:
    photograph = _photograph()
    case = user.case("m.case", f"\nsource shot: A photograph\n  form photograph\n  digest {digest(photograph)}\n")
    kept(user, case, photograph)
    theirs = other.case("theirs.case")

    said = other.run("merge", theirs, given_out(user, case), "--json").check().json

    assert (said["evidence"], said["copies"]) == (0, 1)
    assert held(other, theirs) == {}


def test_at_r3_nothing_is_left_out(user: User) -> None:
    case = documented(user)

    user.run("export", case, "--as", "evidence", "--level", "R3", "-o", user.path("all.zip"), *WHO).check()

    assert {EVIDENCE + digest(PAPER), EVIDENCE + digest(PICTURE)} < members(user.path("all.zip")).keys()


def test_what_the_vault_does_not_hold_is_counted(user: User) -> None:
    path = given_out(user, user.case("bare.case", DOCUMENTED))

    assert list(members(path)) == [BUNDLE, MANIFEST, SIGNATURE]
    assert reasons(path) == {"absent": 2}


def test_what_a_statement_holds_back_is_not_in_the_file(user: User) -> None:
    secret = "\nsighting secret\n  of rifle\n  source list\n"
    hide = "\ndisclosure no\n  of secret\n  level R3\n  by desk\n  reason a witness\n"
    case = documented(user, "mine.case", DOCUMENTED + secret + hide)

    path = given_out(user, case, "--original")

    assert PAPER not in path.read_bytes()
    assert reasons(path) == {"level": 1}


@pytest.mark.parametrize("level", ["R0", "R1"])
def test_below_the_panel_level_there_is_none(user: User, level: str) -> None:
    ran = user.run("export", documented(user), "--as", "evidence", "--level", level, "-o", user.path("x.zip"), *WHO)

    ran.refused("ids and digests", "R2")
    assert not user.path("x.zip").exists()


def test_originals_belong_to_a_signed_bundle(user: User) -> None:
    user.run("export", documented(user), "--original", "-o", user.path("x.html")).refused("--as evidence")


def test_sealed_values_are_not_spelled_out_in_it(user: User) -> None:
    words = ("--as", "evidence", "--level", "R3", "--with-sealed", "-o", str(user.path("x.zip")))
    user.run("export", documented(user), *words).refused("notation")


def test_the_same_case_gives_the_same_bytes(user: User) -> None:
    case = documented(user)
    copy = user.path("copy.case")
    copy.write_bytes(case.read_bytes())

    assert given_out(user, case, name="a.zip").read_bytes() == given_out(user, copy, name="b.zip").read_bytes()


def test_the_handling_log_says_what_went_in_which_way_by_whom_and_to_whom(user: User) -> None:
    photograph = _photograph()
    case = user.case(
        "m.case", DOCUMENTED, f"\nsource shot: A photograph\n  form photograph\n  digest {digest(photograph)}\n"
    )
    kept(user, case, PAPER, photograph)

    given_out(user, case)

    told = user.exported(case, "notation", "R3")
    assert "  action handed over\n  by A. Vale\n" in told
    assert "1 pieces as they came at R2 for the panel, in a signed bundle" in told
    assert "  action working copy\n  by A. Vale\n" in told
    assert "1 working copies without metadata at R2 for the panel, in a signed bundle" in told
    (entry,) = user.run("evidence", "show", case, digest(PAPER), "--json").check().json["handling"]
    assert (entry["action"], entry["when"]) == ("handed over", "2014-05-13T16:53:20Z")


def test_where_no_evidence_went_the_handling_log_says_nothing(user: User) -> None:
    case = user.case("bare.case", DOCUMENTED)

    given_out(user, case)

    assert "handling" not in user.run("show", case, "--json").check().json["counts"]


@pytest.mark.parametrize("who", [(), ("--by", "A. Vale"), ("--for", "the panel"), ("--by", " ", "--for", "x")])
def test_nobody_gives_evidence_to_nobody(user: User, who: tuple[str, ...]) -> None:
    case = documented(user)
    before = user.root(case)

    ran = user.run("export", case, "--as", "evidence", "--level", "R2", "-o", user.path("x.zip"), *who)

    ran.refused("want --by with who gives it out and --for with whom it is for")
    assert not user.path("x.zip").exists()
    assert user.root(case) == before


def test_who_and_for_whom_belong_to_evidence(user: User) -> None:
    user.run("export", documented(user), *WHO, "-o", user.path("x.html")).refused("belong to --as evidence")


def test_an_archive_of_photographs_stays_unless_originals_are_asked_for(user: User) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("media/1.jpg", _photograph())
    archive = file.getvalue()
    case = user.case("z.case", f"\nsource forms: Submissions\n  form table\n  digest {digest(archive)}\n")
    kept(user, case, archive)

    assert reasons(given_out(user, case)) == {"original": 1}
    assert members(given_out(user, case, "--original", name="b.zip"))[EVIDENCE + digest(archive)] == archive


def test_it_says_whose_key_to_tell(user: User) -> None:
    case = documented(user)

    said = user.run("export", case, "--as", "evidence", "--level", "R2", "-o", user.path("o.zip"), *WHO, "--json").json

    assert said["key"] == json.loads(members(user.path("o.zip"))[SIGNATURE])["key"]
    assert said["key"] == json.loads(user.run("head", case).out)["store"]
    assert (said["pieces"], said["copies"], said["stayed"]) == (1, 0, {"original": 1})


def test_damaged_evidence_is_not_given_out(user: User) -> None:
    case = documented(user)
    (file,) = [p for p in (user.home / "vault").rglob("*") if p.is_file() and p.read_bytes() == PAPER]
    file.chmod(0o600)
    file.write_bytes(b"x" * len(PAPER))

    user.run("export", case, "--as", "evidence", "--level", "R2", "-o", user.path("x.zip"), *WHO).refused()

    assert not user.path("x.zip").exists()


# -- coming in -----------------------------------------------------------------------------------------------


def test_statements_receipts_and_evidence_come_in(user: User, other: User) -> None:
    case = documented(user)
    root = user.root(case)
    path = given_out(user, case, "--original")
    theirs = other.case("theirs.case")

    said = other.run("merge", theirs, path, "--json").check().json

    assert (said["new"], said["receipts"], said["evidence"]) == (3, 1, 2)
    assert said["signed_by"] == json.loads(user.run("head", case).out)["store"]
    assert held(other, theirs) == {digest(PAPER): PAPER, digest(PICTURE): PICTURE}
    assert other.root(theirs) == root


def test_coming_in_twice_brings_nothing_new(user: User, other: User) -> None:
    path = given_out(user, documented(user), "--original")
    theirs = other.case("theirs.case", LATER)
    other.run("merge", theirs, path).check()

    said = other.run("merge", theirs, path, "--json").check().json

    assert (said["new"], said["evidence"]) == (0, 0)


def test_evidence_that_is_missing_comes_in_with_the_next_merge(user: User, other: User) -> None:
    case = user.case("mine.case", DOCUMENTED)
    theirs = other.case("theirs.case")
    other.run("merge", theirs, given_out(user, case, name="bare.zip")).check()
    kept(user, case, PAPER)

    said = other.run("merge", theirs, given_out(user, case), "--json").check().json

    assert (said["new"], said["evidence"]) == (0, 1)
    assert held(other, theirs) == {digest(PAPER): PAPER}


@pytest.fixture
def out(user: User) -> Path:
    """A signed bundle with a paper and a picture."""
    return given_out(user, documented(user), "--original")


def _refused(other: User, payload: bytes, *wanted: str) -> None:
    """Merge a file that must be refused into a case and a vault that must stay as they are."""
    mine = other.case("mine.case", LATER)
    before = mine.read_bytes()

    other.run("merge", mine, other.write("bad.zip", payload)).refused("bad.zip", *wanted)

    assert mine.read_bytes() == before
    assert held(other, mine) == {}


@pytest.mark.parametrize("share", [0.001, 0.01, 0.05, 0.2, 0.4, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.99, 0.9999])
def test_a_file_with_one_byte_changed_is_refused(other: User, out: Path, share: float) -> None:
    payload = out.read_bytes()
    place = max(4, int(len(payload) * share))

    _refused(other, payload[:place] + bytes([payload[place] ^ 1]) + payload[place + 1 :])


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9, 0.999])
def test_a_file_that_breaks_off_is_refused(other: User, out: Path, share: float) -> None:
    payload = out.read_bytes()

    _refused(other, payload[: int(len(payload) * share)])


def _again(out: Path, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """The file with other members, and check sums that fit them."""
    changed = members(out)
    change(changed)
    return b"".join(zipped([measured(name, partial(iter, [payload])) for name, payload in changed.items()]))


def _paper(payload: bytes) -> Callable[[dict[str, bytes]], object]:
    return lambda changed: changed.update({EVIDENCE + digest(PAPER): payload})


def _manifest(old: bytes, new: bytes) -> Callable[[dict[str, bytes]], object]:
    def change(changed: dict[str, bytes]) -> None:
        assert old in changed[MANIFEST]
        changed[MANIFEST] = changed[MANIFEST].replace(old, new)

    return change


HOSTILE: dict[str, tuple[Callable[[dict[str, bytes]], object], str]] = {
    "other bytes under a digest": (_paper(b"another paper"), "other size or digest"),
    "a piece that the manifest does not name": (lambda m: m.update({EVIDENCE + "0" * 64: b""}), "want the 4 members"),
    "a piece that is missing": (lambda m: m.pop(EVIDENCE + digest(PAPER)), "want the 2 members"),
    "no manifest": (lambda m: m.pop(MANIFEST), "want case.bundle, manifest.json and signature"),
    "no signature": (lambda m: m.pop(SIGNATURE), "want case.bundle, manifest.json and signature"),
    "no statements": (lambda m: m.pop(BUNDLE), "want case.bundle, manifest.json and signature"),
    "a manifest that is none": (lambda m: m.update({MANIFEST: b"{}"}), "manifest.json"),
    "a manifest of another format": (_manifest(b"signed bundle/1", b"signed bundle/2"), "witnessmark signed bundle/1"),
    "another level": (_manifest(b'"R2"', b'"R3"'), "want the level R2"),
    "another day": (_manifest(b'"as-of":"2', b'"as-of":"3'), "not signed"),
    "a signature that is none": (lambda m: m.update({SIGNATURE: b'{"key":"","signature":""}'}), "not signed"),
    "a signature of a megabyte": (lambda m: m.update({SIGNATURE: bytes(1_000_000)}), "at most 1000 bytes"),
    "statements that do not verify": (lambda m: m.update({BUNDLE: m[BUNDLE][:-99]}), "breaks off"),
    "a line without an end": (lambda m: m.update({BUNDLE: b"x" * 9_000_000}), "longer one"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_put_together_otherwise_is_refused(other: User, out: Path, what: str) -> None:
    change, wanted = HOSTILE[what]

    _refused(other, _again(out, change), wanted)


def _signed_again(changed: dict[str, bytes]) -> None:
    """Sign a manifest anew, with a key of one's own."""
    from witnessmark.adapters.machine import KeyNotary, SystemClock

    notary = KeyNotary(b"7" * 32, recorder="eve", clock=SystemClock("0"))
    manifest = hashlib.sha256(changed[MANIFEST]).hexdigest()
    changed[SIGNATURE] = encode(Signature(key=notary.store, signature=notary.sign_bundle(manifest).hex()))
    assert signed_bytes(manifest).startswith(b"witnessmark signed bundle/1\n")


def test_evidence_that_no_statement_names_is_refused_though_it_is_signed_for(other: User, out: Path) -> None:
    def stuffed(changed: dict[str, bytes]) -> None:
        told = json.loads(changed[MANIFEST])
        extra = {"name": EVIDENCE + digest(b"loot"), "size": 4, "digest": digest(b"loot")}
        told["members"] = sorted([*told["members"], extra], key=lambda m: m["name"])
        changed[MANIFEST] = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
        changed[EVIDENCE + digest(b"loot")] = b"loot"
        _signed_again(changed)

    _refused(other, _again(out, stuffed), "no statement of the bundle names it")


def test_a_bomb_is_refused_before_it_is_unpacked(other: User) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr(zipfile.ZipInfo(BUNDLE), bytes(50_000_000), zipfile.ZIP_DEFLATED)

    _refused(other, file.getvalue(), "stored")


@pytest.mark.parametrize("name", ["../../home/.ssh/id", "/etc/cron.d/x", "evidence/../x"])
def test_a_name_that_leads_elsewhere_is_refused(other: User, name: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(zipfile.ZipInfo(name), b"x")

    _refused(other, file.getvalue(), "want members case.bundle")


def test_of_two_histories_of_one_key_neither_statements_nor_evidence_come_in(user: User) -> None:
    case = documented(user)
    copy = user.path("copy.case")
    copy.write_bytes(case.read_bytes())
    user.run("add", case, user.write("later.wit", LATER)).check()
    page = b"Another paper.\n"
    user.run("add", copy, user.write("p.wit", f"source page: Page\n  digest {digest(page)}\n")).check()
    kept(user, copy, page)
    path = given_out(user, copy)
    user.home = user.folder.parent / "fresh-home"
    before = case.read_bytes()

    user.run("merge", case, path).refused("has written two histories")

    assert case.read_bytes() == before
    assert held(user, case) == {}
