"""Bundles and cases of others: read whole before anything is taken; what is wrong with them never gets in."""

import hashlib
import re
from pathlib import Path

import pytest
from tests.e2e.invented import LATER, RIFLE
from tests.e2e.running import User
from tests.e2e.test_bad_case import past_the_store


@pytest.fixture
def bundle(user: User) -> bytes:
    """A bundle of one receipt."""
    path = user.path("whole.bundle")
    user.run("export", user.case("whole.case", RIFLE), "--as", "bundle", "--level", "R3", "-o", path).check()
    return path.read_bytes()


def _merging(other: User, payload: bytes, *wanted: str) -> None:
    """Merge a bundle that must be refused into a case that must stay as it is."""
    mine = other.case("mine.case", LATER)
    before = mine.read_bytes()

    other.run("merge", mine, other.write("bad.bundle", payload)).refused(*wanted)

    assert mine.read_bytes() == before


@pytest.mark.parametrize("cut", [2, 100, 2_000])
def test_what_is_wrong_with_a_bundle_is_said_with_its_name(other: User, bundle: bytes, cut: int) -> None:
    _merging(other, bundle[:-cut], "bad.bundle")


@pytest.mark.parametrize("share", [0.0, 0.04, 0.1, 0.3, 0.5, 0.7, 0.9, 0.985, 0.999])
def test_a_bundle_with_one_byte_changed_is_refused(other: User, bundle: bytes, share: float) -> None:
    place = int(len(bundle) * share)

    _merging(other, bundle[:place] + bytes([bundle[place] ^ 1]) + bundle[place + 1 :])


@pytest.mark.parametrize("share", [0.01, 0.2, 0.5, 0.9, 0.99])
def test_a_truncated_bundle_is_refused(other: User, bundle: bytes, share: float) -> None:
    _merging(other, bundle[: int(len(bundle) * share)])


def test_a_bundle_without_its_last_line_is_refused(other: User, bundle: bytes) -> None:
    _merging(other, b"".join(bundle.splitlines(keepends=True)[:-1]), "breaks off")


def test_a_bundle_that_lacks_a_line_is_refused(other: User, bundle: bytes) -> None:
    lines = bundle.splitlines(keepends=True)

    _merging(other, b"".join(lines[:3] + lines[4:]))


def test_a_bundle_of_another_version_is_refused_with_the_version_that_was_wanted(other: User, bundle: bytes) -> None:
    _merging(other, bundle.replace(b"bundle/1", b"bundle/2", 1), "witnessmark bundle/1")


def test_nothing_may_stand_behind_the_end_of_a_bundle(other: User, bundle: bytes) -> None:
    _merging(other, bundle + b"statement {}\n")


def _sealed_again(bundle: bytes, lines: list[bytes]) -> bytes:
    body = b"".join(lines)
    return body + b"end " + hashlib.sha256(body).hexdigest().encode() + b"\n"


REWRITTEN = {
    "a statement that is no statement": (rb"statement \{.*?\}\n", b'statement {"content":{"kind":"nonsense/1"}}\n'),
    "a statement in other words": (rb"statement \{", b"statement { "),
    "a statement that is no JSON": (rb"statement \{.*?\}\n", b"statement \xff\xfe\n"),
    "deep nesting": (rb"statement \{.*?\}\n", b"statement " + b'{"content":' * 5_000 + b"\n"),
    "a manifest that counts otherwise": (rb'"statements":9', b'"statements":8'),
    "a manifest with a fraction": (rb'"statements":9', b'"statements":9.0'),
    "a manifest with NaN": (rb'"statements":9', b'"statements":NaN'),
    "another root": (rb'"root":"....', b'"root":"0000'),
    "a level that is none": (rb'"level":"R3"', b'"level":"R9"'),
    "another signature": (rb"receipt [0-9a-f]{8}", b"receipt 00000000"),
    "a receipt that is no receipt": (rb"receipt .*?\n", b"receipt zz\n"),
    "no receipt where nothing is withheld": (rb"receipt .*?\n", b""),
    "an unknown line": (rb"receipt ", b"rumour "),
}


@pytest.mark.parametrize("what", REWRITTEN)
def test_a_bundle_rewritten_with_a_fitting_digest_is_refused_too(other: User, bundle: bytes, what: str) -> None:
    old, new = REWRITTEN[what]
    lines = bundle.splitlines(keepends=True)[:-1]
    body = re.sub(old, lambda _: new, b"".join(lines), count=1)
    assert body != b"".join(lines)

    _merging(other, _sealed_again(bundle, [body]))


def test_a_bundle_that_is_no_text_at_all_is_refused(other: User) -> None:
    _merging(other, bytes(range(256)) * 40)


@pytest.mark.parametrize(
    "payload", [b'{"content":{"kind":"nonsense/1"}}', b'{"content": {"kind":"item/1","name":"x"}}']
)
def test_a_case_that_holds_what_is_no_statement_is_not_merged(user: User, other: User, payload: bytes) -> None:
    theirs = other.case("theirs.case", LATER)
    past_the_store(theirs, "INSERT INTO statements VALUES (?, ?)", values=(hashlib.sha256(payload).digest(), payload))

    _left_alone(user, theirs)


@pytest.mark.parametrize("change", [
    "DELETE FROM statements WHERE id = (SELECT min(id) FROM statements)",
    "UPDATE receipts SET payload = CAST(replace(payload, 'ben', 'eve') AS BLOB)",
    "UPDATE statements SET payload = CAST(replace(payload, 'officer', 'officor') AS BLOB)",
])  # fmt: skip
def test_a_case_that_does_not_verify_is_not_merged(user: User, other: User, change: str) -> None:
    theirs = other.case("theirs.case", LATER)
    past_the_store(theirs, change)

    _left_alone(user, theirs)


def _left_alone(user: User, theirs: Path) -> None:
    mine = user.case("mine.case", RIFLE)
    before = mine.read_bytes()

    user.run("merge", mine, theirs).refused()

    assert mine.read_bytes() == before
    user.run("verify", mine).check()


def test_of_several_to_merge_those_before_the_bad_one_are_said(user: User, other: User, bundle: bytes) -> None:
    mine = other.case("mine.case")
    good, bad = other.write("good.bundle", bundle), other.write("bad.bundle", bundle[:-9])

    ran = other.run("merge", mine, good, bad)

    ran.refused()
    assert (len(other.rows(mine, "party")) == 3) == ("9 statements came in" in ran.words)


def test_what_was_refused_once_can_be_merged_when_it_is_whole(other: User, bundle: bytes) -> None:
    mine = other.case("mine.case", LATER)
    other.run("merge", mine, other.write("bad.bundle", bundle[:-9])).refused()

    other.run("merge", mine, other.write("good.bundle", bundle)).check()

    assert other.run("verify", mine, "--json").check().json["statements"] == 12
