"""Moving at the command line: what goes out at a level, and what comes in with its receipts."""

import os
import re
import sys
from pathlib import Path

import pytest
from tests.e2e.invented import LATER, RIFLE
from tests.e2e.running import DAY, EXAMPLES, MISSILE, START, User, digests_in

LEVELS = ("R0", "R1", "R2", "R3")


def _keep_to_oneself() -> None:
    os.umask(0o077)


def _bundle(user: User, case: Path, level: str = "R3") -> Path:
    path = user.path(f"{case.stem}.bundle")
    user.run("export", case, "--as", "bundle", "--level", level, "-o", path).check()
    return path


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_exported_notation_added_to_a_new_case_gives_the_same_root(user: User, path: Path) -> None:
    case = user.case("one.case", path)
    text = user.exported(case, "notation", "R3")

    again = user.case("two.case", user.write("again.wit", text.encode()))

    assert user.root(again) == user.root(case)
    assert user.exported(again, "notation", "R3") == text


@pytest.mark.parametrize("level", LEVELS)
def test_a_dossier_can_be_had_at_every_level(user: User, level: str) -> None:
    page = user.exported(user.case("m.case", MISSILE), "dossier", level)

    assert f"Dossier · level {level}" in page
    assert "The 9M111MB-1 missile" in page


@pytest.mark.parametrize("level", LEVELS)
def test_ids_leave_with_a_dossier_from_the_panel_level_on(user: User, level: str) -> None:
    case = user.case("m.case", MISSILE)
    ids = {row["id"] for kind in ("transfer", "party", "source") for row in user.rows(case, kind)}

    page = user.exported(case, "dossier", level)

    assert any(i[:16] in page for i in ids) == (level in {"R2", "R3"})


def test_an_export_says_what_it_wrote(user: User) -> None:
    case = user.case("my.case", RIFLE)

    said = user.run("export", case, "-o", user.path("x.html"), "--json").check().json

    assert said == {
        "path": str(user.path("x.html")), "form": "dossier", "level": "R0", "statements": 9, "withheld": 0,
    }  # fmt: skip


@pytest.mark.parametrize("level", ["R0", "R1"])
def test_a_bundle_below_the_panel_level_is_refused_and_not_written(user: User, level: str) -> None:
    case = user.case("my.case", RIFLE)

    ran = user.run("export", case, "--as", "bundle", "--level", level, "-o", user.path("x.bundle"))

    ran.refused("a bundle carries ids", "R2")
    assert not user.path("x.bundle").exists()


def test_an_unknown_form_is_refused_with_those_there_are(user: User) -> None:
    ran = user.run("export", user.case("my.case", RIFLE), "--as", "pdf", "-o", user.path("x.pdf"))

    ran.refused("'pdf'", "notation", "bundle", "dossier")


def test_a_bundle_merged_elsewhere_gives_the_same_root_and_its_receipts_verify(user: User, other: User) -> None:
    case = user.case("mine.case", RIFLE, LATER)
    theirs = other.case("theirs.case")

    said = other.run("merge", theirs, _bundle(user, case), "--json").check().json

    assert (said["new"], said["known"], said["receipts"], said["withheld"]) == (12, 0, 2, 0)
    assert other.root(theirs) == user.root(case)
    assert other.run("trace", theirs, "--json").json["subjects"] == user.run("trace", case, "--json").json["subjects"]


def test_a_kept_head_verifies_what_was_merged_from_its_case(user: User, other: User) -> None:
    case = user.case("mine.case", RIFLE)
    head = user.path("head.json")
    head.write_text(user.run("head", case).check().out, "utf-8")
    theirs = other.case("theirs.case")
    other.run("merge", theirs, _bundle(user, case)).check()

    assert "is the one" in other.run("verify", theirs, "--head", head).check().words


def test_a_case_merged_into_another_gives_the_union(user: User, other: User) -> None:
    mine, theirs = user.case("mine.case", RIFLE), other.case("theirs.case", LATER)

    user.run("merge", mine, theirs).check()
    other.run("merge", theirs, mine).check()

    both = other.case("both.case")
    other.run("merge", both, theirs)
    assert user.root(mine) == other.root(theirs) == user.root(user.case("all.case", RIFLE, LATER))


def test_two_cases_of_one_machine_can_be_merged(user: User) -> None:
    mine, more = user.case("mine.case", RIFLE), user.case("more.case", LATER)

    user.run("merge", mine, more).check()

    assert user.root(mine) == user.root(user.case("all.case", RIFLE, LATER))


def test_two_copies_of_a_case_that_one_key_continued_apart_are_not_merged(user: User) -> None:
    mine = user.case("mine.case", RIFLE)
    copy = user.path("copy.case")
    copy.write_bytes(mine.read_bytes())
    user.run("add", mine, user.write("later.wit", LATER)).check()
    user.run("retract", copy, user.only(copy, "sighting"), "--by", "ada", "--why", "it was another").check()
    before = mine.read_bytes()

    user.run("merge", mine, copy).refused("has written two histories")

    assert mine.read_bytes() == before


def test_merging_twice_brings_nothing_new(user: User, other: User) -> None:
    bundle = _bundle(user, user.case("mine.case", RIFLE))
    theirs = other.case("theirs.case", LATER)
    other.run("merge", theirs, bundle).check()
    root, receipts = other.root(theirs), other.run("log", theirs, "--json").json

    again = other.run("merge", theirs, bundle, "--json").check().json

    assert (again["new"], again["known"]) == (0, 9)
    assert (other.root(theirs), other.run("log", theirs, "--json").json) == (root, receipts)


def test_what_was_merged_counts_from_the_day_on_which_it_was_first_received(user: User, other: User) -> None:
    bundle = _bundle(user, user.case("mine.case", RIFLE))
    other.now = START + 30 * DAY
    theirs = other.case("theirs.case")
    other.run("merge", theirs, bundle).check()

    then = other.run("trace", theirs, "--known-by", "2014-05-13", "--json").check().json

    assert then["provenance"]["statements"] == 9


def test_a_bundle_that_leaves_something_out_carries_no_receipts_and_merges(user: User, other: User) -> None:
    case = user.case("mine.case", RIFLE)
    secret = "sighting secret\n  of rifle\n  when 1999\n  note panelword\n\n"
    hide = "disclosure no\n  of secret\n  level R3\n  by desk\n  reason a witness\n"
    rifle = "item rifle: rifle KB 04217 86\n  item-class rifle\n\n"
    user.run("add", case, user.write("secret.wit", rifle + secret + hide)).check()
    bundle = _bundle(user, case, "R2")
    theirs = other.case("theirs.case")

    said = other.run("merge", theirs, bundle, "--json").check().json

    assert (said["new"], said["receipts"], said["withheld"]) == (9, 0, 2)
    assert b"panelword" not in bundle.read_bytes()
    assert b"\nreceipt " not in bundle.read_bytes()
    other.run("verify", theirs).check()


def test_an_export_never_overwrites_the_case_it_comes_from(user: User) -> None:
    case = user.case("my.case", RIFLE)
    before = case.read_bytes()

    user.run("export", case, "-o", case).refused("my.case")

    assert case.read_bytes() == before


def test_public_notation_holds_no_digest_and_is_the_whole_public_case(user: User) -> None:
    case = user.case("my.case", RIFLE)

    text = user.exported(case, "notation", "R0")

    assert digests_in(text) == set()
    assert user.root(user.case("again.case", user.write("again.wit", text.encode()))) == user.root(case)


def test_every_source_address_of_a_dossier_is_a_link_or_plain_text(user: User) -> None:
    page = user.exported(user.case("m.case", MISSILE), "dossier", "R0")

    hrefs = set(re.findall(r'href="([^"]*)"', page))
    assert {href for href in hrefs if not href.startswith(("#", "https://", "http://"))} == set()


def test_an_export_never_overwrites_another_case(user: User) -> None:
    case, mine = user.case("my.case", RIFLE), user.case("mine.case", LATER)
    before = mine.read_bytes()

    user.run("export", case, "-o", mine).refused("mine.case")

    assert mine.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are those of POSIX")
@pytest.mark.parametrize("words", [("export", "my.case", "-o", "x.wit", "--as", "notation", "--level", "R3")])
def test_what_leaves_a_case_is_no_more_open_than_its_user_wants(user: User, words: tuple[str, ...]) -> None:
    user.case("my.case", RIFLE)

    user.spawn(*words, before=_keep_to_oneself).check()

    assert user.path("x.wit").stat().st_mode & 0o077 == 0


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are those of POSIX")
def test_keys_are_readable_by_their_owner_only(user: User) -> None:
    case = user.case("my.case", RIFLE)
    user.run("seal", case, "--by", "a", "--why", "b", "--what", "c", typed="secret").check()

    modes = {path.name: path.stat().st_mode & 0o077 for path in user.home.rglob("*")}
    assert len(modes) >= 3
    assert set(modes.values()) == {0}
