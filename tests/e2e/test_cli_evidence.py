"""Evidence at the command line: a camera card taken in, shown, checked and given out."""

import hashlib
import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.e2e.running import Ran, User, hidden_in
from tests.support.photographs import animated, bomb, card, paper, photograph, with_profile

HERE, THERE = (50.4501, 30.5234), (50.4601, 30.5234)
OPEN = """case open: An open case
  level R0
"""


@pytest.fixture
def case(user: User) -> Path:
    """A case of level R2, the default."""
    return user.case("c.case", "case c: A case\n  level R2\n")


@pytest.fixture
def pictures(user: User) -> Path:
    """A card with two pictures of one thing, and one of another."""
    return card(
        user.path("card"),
        A1=photograph("KB 04217", taken="2031:05:01 10:00:00", at=HERE),
        A2=photograph("KB side", taken="2031:05:01 10:01:00", at=HERE),
        B1=photograph("LOT 12-88", taken="2031:05:01 10:30:00", at=THERE),
    )


def add(user: User, case: Path, *what: str | Path) -> Ran:
    return user.run("evidence", "add", case, *what, "--by", "A. Vale")


def added(user: User, case: Path, *what: str | Path) -> Any:
    return add(user, case, *what, "--json").check().json


def listed(user: User, case: Path) -> dict[str, dict[str, Any]]:
    """What a case lists of evidence, by name."""
    lines: list[dict[str, Any]] = user.run("evidence", "show", case, "--json").check().json
    return {line["called"]: line for line in lines}


def vault_files(user: User) -> list[Path]:
    return sorted(path for path in (user.home / "vault").rglob("*") if path.is_file() and path.name != ".lock")


def test_a_card_is_kept_unaltered_and_recorded_with_what_its_pictures_say(
    user: User, case: Path, pictures: Path
) -> None:
    found = added(user, case, pictures)
    assert (found["new"], found["known"], found["refused"]) == (3, 0, [])
    originals = sorted(path.read_bytes() for path in pictures.rglob("*.JPG"))
    assert sorted(path.read_bytes() for path in vault_files(user)) == originals
    line = listed(user, case)["A1.JPG"]
    assert (line["form"], line["media"], line["taken"]) == ("photograph", "image/jpeg", "2031-05-01T10:00:00+02:00")
    assert line["at"] == "50.450100, 30.523400"
    assert line["is_here"] is True


def test_the_handling_log_says_who_took_it_in_when_how_and_from_where(user: User, case: Path, pictures: Path) -> None:
    add(user, case, pictures, "--how", "card reader with a write blocker").check()
    digest = listed(user, case)["A1.JPG"]["digest"]
    (entry,) = user.run("evidence", "show", case, digest[:12], "--json").check().json["handling"]
    assert (entry["action"], entry["by"], entry["when"]) == ("acquired", "A. Vale", "2014-05-13T16:53:20Z")
    assert entry["from_"] == str(pictures / "DCIM" / "100ORLAN" / "A1.JPG")
    assert entry["text"].startswith("card reader with a write blocker; on /")
    assert entry["text"].endswith("bytes kept as they are")


def test_words_can_stand_in_place_of_a_path(user: User, case: Path, pictures: Path) -> None:
    add(user, case, pictures, "--from", "card 3").check()
    notation = user.exported(case, "notation", "R3")
    assert "  from card 3: A1.JPG\n" in notation
    assert str(user.folder) not in notation


def test_taking_it_in_again_adds_nothing(user: User, case: Path, pictures: Path) -> None:
    add(user, case, pictures).check()
    root, before = user.root(case), vault_files(user)
    user.now += 100_000
    found = added(user, case, pictures)
    assert (found["new"], found["known"]) == (0, 3)
    assert (user.root(case), vault_files(user)) == (root, before)


def test_the_same_picture_under_two_names_is_one_piece_of_evidence(user: User, case: Path, pictures: Path) -> None:
    (pictures / "again.jpg").write_bytes((pictures / "DCIM/100ORLAN/A1.JPG").read_bytes())
    assert (added(user, case, pictures)["new"], len(listed(user, case))) == (3, 3)


def test_groups_are_proposed_and_nothing_becomes_an_item(user: User, case: Path, pictures: Path) -> None:
    found = added(user, case, pictures)
    names = {line["digest"]: name for name, line in listed(user, case).items()}
    groups = [([names[key] for key in group["keys"]], group["because"]) for group in found["groups"]]
    assert groups == [(["A1.JPG", "A2.JPG"], "the first"), (["B1.JPG"], "29 minutes after the one before")]
    assert "item" not in user.run("show", case, "--json").check().json["counts"]


def test_nobody_acquires_without_a_name(user: User, case: Path, pictures: Path) -> None:
    user.run("evidence", "add", case, pictures).refused("want --by with the name or role of whoever acquired it")
    assert vault_files(user) == []


def test_places_can_be_sealed_as_they_come_in(user: User, case: Path, pictures: Path) -> None:
    add(user, case, pictures, "--seal-places").check()
    notation = user.exported(case, "notation", "R3")
    assert "50.45" not in notation
    assert notation.count("  at sealed:") == 3
    assert listed(user, case)["A1.JPG"]["at"] == "[sealed]"
    assert "50.450100, 30.523400" in user.exported(case, "notation", "R3", "--with-sealed")


def test_a_picture_that_looks_like_one_of_another_case_is_found(user: User, case: Path, pictures: Path) -> None:
    other = user.case("other.case", OPEN)
    small = user.path("small")
    small.mkdir()
    with Image.open(pictures / "DCIM/100ORLAN/A1.JPG") as image:
        image.resize((400, 300)).save(small / "forwarded.png")
    (small / "same.jpg").write_bytes((pictures / "DCIM/100ORLAN/B1.JPG").read_bytes())
    add(user, other, small).check()
    found = added(user, case, pictures, "--against", other)["alike"]
    told = {(near["one_name"], near["other_name"]): near for near in found}
    assert set(told) == {("A1.JPG", "forwarded.png"), ("B1.JPG", "same.jpg")}
    assert told["A1.JPG", "forwarded.png"]["bits"] <= 3
    assert all(near["other_case"] == str(other) for near in found)
    assert any(near["said"] == "the same bytes" for near in found)


def test_a_picture_of_another_day_or_place_than_the_form_says_is_noted(user: User, pictures: Path) -> None:
    case = user.case("c.case", """
place town: Quellstadt
  precision point
  at 50.0, 30.0

visit visit: Visit to Quellstadt
  when 2031-05-02
  place town

item rifle: Rifle
  item-class rifle

recovery found
  of rifle
  visit visit
""")  # fmt: skip
    add(user, case, pictures).check()
    digest = listed(user, case)["A1.JPG"]["digest"]
    thing = user.only(case, "item")
    user.run("add", case, user.write("p.wit", f"photo p\n  of id:{thing}\n  digest {digest}\n")).check()
    told = user.run("evidence", "show", case, digest[:10]).check().words
    assert "the picture says it was taken 2031-05-01T10:00:00+02:00; it was documented on a visit 2031-05-02" in told
    assert "km from where it was documented on a visit; 1.0 km are allowed for" in told
    assert "it was documented on a visit 2031-05-02" in user.exported(case, "dossier", "R2")


# -- checking and giving out ------------------------------------------------------------------------------------------


def test_evidence_that_is_all_here_and_whole_verifies(user: User, case: Path, pictures: Path) -> None:
    add(user, case, pictures).check()
    root = user.root(case)
    assert "3 of 3 pieces are here and have their digests" in user.run("evidence", "verify", case).check().words
    assert user.root(case) == root, "checking writes nothing unless a name is given"
    user.run("evidence", "verify", case, "--by", "B. Lund").check()
    assert "  action verified\n  by B. Lund\n" in user.exported(case, "notation", "R3")


def test_damaged_and_missing_evidence_fails_to_verify(user: User, case: Path, pictures: Path) -> None:
    add(user, case, pictures).check()
    first, second, _ = vault_files(user)
    first.chmod(0o600)
    first.write_bytes(b"x" + first.read_bytes()[1:])
    second.unlink()
    ran = user.run("evidence", "verify", case, "--json")
    assert ran.status == 5
    assert sorted(each["state"] for each in ran.json["pieces"]) == ["damaged", "missing", "whole"]


def test_working_copies_carry_no_metadata_and_the_log_says_who_gave_them(
    user: User, case: Path, pictures: Path
) -> None:
    add(user, case, pictures).check()
    to = user.path("out")
    words = ("evidence", "export", case, "--to", to, "--level", "R2", "--by", "A. Vale", "--for", "the panel")
    found = user.run(*words, "--json").check().json
    assert len(found["files"]) == 3
    for each in found["files"]:
        payload = (to / each["file"]).read_bytes()
        assert not any(word in payload for word in (b"Exif", b"2031", b"Orlan", b"Eve"))
    assert json.loads((to / "evidence.json").read_text())["level"] == "R2"
    told = user.exported(case, "notation", "R3")
    assert "  action working copy\n" in told
    assert "3 working copies without metadata at R2 for the panel" in told


def test_originals_are_given_as_they_are_to_panel_or_court_only(user: User, case: Path, pictures: Path) -> None:
    add(user, case, pictures).check()
    to, who = user.path("out"), ("--by", "A. Vale", "--for", "the court", "--original")
    user.run("evidence", "export", case, "--to", to, "--level", "R1", *who).refused("from level R2 on")
    user.run("evidence", "export", case, "--to", to, "--level", "R2", *who).check()
    given = sorted(path.read_bytes() for path in to.glob("*.jpg"))
    assert given == sorted(path.read_bytes() for path in pictures.rglob("*.JPG"))
    assert "  action handed over\n" in user.exported(case, "notation", "R3")


def test_what_may_not_travel_stays_and_is_counted(user: User, pictures: Path) -> None:
    case = user.case("open.case", OPEN)
    add(user, case, pictures).check()
    i = next(row["id"] for row in user.rows(case, "evidence") if "A1.JPG" in row["text"])
    guard = f"disclosure d\n  of id:{i}\n  level R2\n  by Ada\n  reason a face shows\n"
    user.run("add", case, user.write("d.wit", guard)).check()
    words = ("evidence", "export", case, "--to", user.path("out"), "--level", "R0", "--by", "A", "--for", "B", "--json")
    found = user.run(*words).check().json
    assert (len(found["files"]), found["withheld"]) == (2, 1)
    assert [each["digest"] for each in found["files"]] == ["", ""]
    assert "A1.JPG" not in (user.path("out") / "evidence.json").read_text()


def test_papers_go_as_they_came_to_panel_or_court_and_not_at_all_below(user: User, case: Path, pictures: Path) -> None:
    letter = paper("by rail to Quellstadt")
    (pictures / "letter.pdf").write_bytes(letter)
    case = user.case("open.case", OPEN)
    add(user, case, pictures).check()
    who = ("--by", "A. Vale", "--for", "the panel", "--json")
    low = user.run("evidence", "export", case, "--to", user.path("low"), "--level", "R1", *who).check().json
    assert (len(low["files"]), low["withheld"]) == (3, 0)
    assert "bytes go out as they came from level R2 on" in low["uncopied"][0]
    user.now += 60
    high = user.run("evidence", "export", case, "--to", user.path("high"), "--level", "R2", *who).check().json
    assert sorted(each["what"] for each in high["files"]) == ["as it came", *["working copy"] * 3]
    assert [path.read_bytes() for path in user.path("high").glob("*.pdf")] == [letter]
    log = user.run("evidence", "show", case, hashlib.sha256(letter).hexdigest(), "--json").check().json["handling"]
    assert [entry["action"] for entry in log] == ["acquired", "handed over"]


def test_a_picture_whose_place_is_sealed_goes_as_a_copy_even_where_originals_are_asked_for(
    user: User, case: Path, pictures: Path
) -> None:
    add(user, case, pictures, "--seal-places").check()
    words = ("--level", "R2", "--original", "--by", "A. Vale", "--for", "the panel", "--json")
    found = user.run("evidence", "export", case, "--to", user.path("out"), *words).check().json
    assert [each["what"] for each in found["files"]] == ["working copy"] * 3
    assert all(b"Exif" not in path.read_bytes() for path in user.path("out").glob("*.jpg"))


def test_giving_out_without_names_is_refused(user: User, case: Path, pictures: Path) -> None:
    add(user, case, pictures).check()
    user.run("evidence", "export", case, "--to", user.path("out"), "--by", "A. Vale").refused("want --by", "--for")
    assert not user.path("out").exists()


# -- papers -----------------------------------------------------------------------------------------------------------


def test_a_statement_cites_a_page_and_its_words_are_shown(user: User, case: Path) -> None:
    (user.path("letter.pdf")).write_bytes(paper("nothing", "by rail to Quellstadt"))
    add(user, case, user.path("letter.pdf")).check()
    line = listed(user, case)["letter.pdf"]
    assert (line["form"], line["media"]) == ("document", "application/pdf")
    text = f"""source letter: Letter of the Marl Line
  form document
  digest {line["digest"]}

party line: Marl Line
  source letter
  locator p. 2, 10,20,50,8

party other: Other Line
  source letter
  locator p. 9
"""
    user.run("add", case, user.write("l.wit", text)).check()
    found = user.run("evidence", "show", case, line["digest"], "--json").check().json
    assert found["pages"] == "2"
    quotes = {quote["locator"]: quote for quote in found["quotes"]}
    assert quotes["p. 2, 10,20,50,8"]["text"] == "by rail to Quellstadt"
    assert quotes["p. 9"]["problem"] == "want a page from 1 to 2, got 9"


# -- an encrypted case ------------------------------------------------------------------------------------------------


def test_the_evidence_of_an_encrypted_case_does_not_lie_open(user: User, pictures: Path) -> None:
    user.passphrase = "an invented passphrase"
    case = user.path("locked.case")
    user.run("new", case, "--encrypt", "--title", "Locked").check()
    add(user, case, pictures).check()
    assert not (user.home / "vault").exists()
    payloads = [path.read_bytes() for path in user.home.rglob("*") if path.is_file()]
    assert all(b"Exif" not in payload and b"JFIF" not in payload for payload in payloads)
    names = " ".join(str(path) for path in user.home.rglob("*"))
    assert all(line["digest"][:16] not in names for line in listed(user, case).values())
    user.run("evidence", "verify", case).check()
    digest = listed(user, case)["A1.JPG"]["digest"]
    assert user.run("evidence", "show", case, digest[:10]).check().words.count("A1.JPG") >= 1


# -- hostile ----------------------------------------------------------------------------------------------------------


def test_hostile_files_cost_a_message_each_and_the_rest_goes_on(user: User, case: Path) -> None:
    folder = card(
        user.path("card"), GOOD=photograph("KB 04217"), BOMB=bomb(60_000, 60_000), ICC=with_profile(3_000_000)
    )
    (folder / "fake.jpg").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    (folder / "page.jpg").write_bytes(b"<!doctype html><script>alert(1)</script>")
    (folder / "cut.jpg").write_bytes(photograph("KB")[:200])
    (folder / "moving.gif").write_bytes(animated())
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "evil\x1b[31m\u202egpj.exe").write_bytes(b"MZ\0\0")
    (folder / "paper.pdf").write_bytes(b"%PDF-1.7 rubbish")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.jpg")
    ran = add(user, case, folder).check()
    assert hidden_in(ran.said) == set()
    assert "loop: want a file, got a link" in ran.words
    assert "pipe.jpg: want a file, got a pipe" in ran.words
    forms = {name: line["form"] for name, line in listed(user, case).items()}
    assert forms == {
        "GOOD.JPG": "photograph", "ICC.JPG": "photograph", "moving.gif": "photograph", "BOMB.JPG": "other",
        "cut.jpg": "other", "fake.jpg": "other", "page.jpg": "document", "empty.jpg": "other", "paper.pdf": "other",
        "evil\x1b[31m\u202egpj.exe": "other",
    }  # fmt: skip
    user.run("evidence", "verify", case).check()


def test_an_interrupted_run_is_taken_up_again_without_loss_or_doubles(user: User, case: Path) -> None:
    folder = card(user.path("card"), **{f"P{n:03}": photograph(f"KB {n}", size=(160, 120)) for n in range(90)})
    process = user.start("evidence", "add", case, folder, "--by", "A. Vale")
    deadline = time.monotonic() + 60
    while len(vault_files(user)) < 45 and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    user.run("verify", case).check()
    found = added(user, case, folder)
    assert found["new"] + found["known"] == 90
    assert len(listed(user, case)) == len(vault_files(user)) == 90
    assert len(user.rows(case, "handling")) == 90


def test_a_case_without_evidence_says_so(user: User, case: Path) -> None:
    assert "the case holds no evidence" in user.run("evidence", "show", case).check().words
    user.run("evidence", "show", case, "abcd").refused("want the start of the digest of one piece of evidence")
    user.run("evidence", "verify", case).check()
