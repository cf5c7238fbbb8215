"""The stand-alone verifier: one file and Python alone; it finds every damage and says what is proved."""

import ast
import hashlib
import io
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.e2e.invented import LATER
from tests.e2e.invented_evidence import PAPER, documented
from tests.e2e.running import ROOT, User
from tests.e2e.test_cli_signed_bundle import HOSTILE, _again, given_out

SCRIPT = ROOT / "docs" / "verify_bundle.py"
VECTORS = ROOT / "tests" / "vectors"
SIGNED, PLAIN = VECTORS / "signed-bundle.zip", VECTORS / "bundle.txt"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key().public_bytes_raw().hex()
FLIPS = 40


def verify(path: Path, *more: str) -> tuple[int, str]:
    """The script as a process of its own that sees nothing of Witnessmark."""
    done = subprocess.run(
        [sys.executable, "-I", SCRIPT, path, *more],
        capture_output=True, timeout=60, check=False, env={}, cwd="/",
    )  # fmt: skip
    assert done.stderr == b"" or done.returncode == 2, done.stderr
    return done.returncode, done.stdout.decode()


def in_process() -> Callable[[Path], None]:
    """The check itself: as many damaged files as are tried here would be too many processes."""
    names: dict[str, object] = {"__name__": "verify_bundle"}
    exec(compile(SCRIPT.read_text("utf-8"), str(SCRIPT), "exec"), names)  # noqa: S102 - our own file
    check, damaged = names["verified"], names["Damaged"]
    assert callable(check)
    assert isinstance(damaged, type)

    def refused(path: Path) -> None:
        with pytest.raises(damaged):
            check(str(path), "", "")

    return refused


def test_it_imports_nothing_but_the_standard_library() -> None:
    tree = ast.parse(SCRIPT.read_text("utf-8"))
    named = {n.module if isinstance(n, ast.ImportFrom) else n.names[0].name for n in ast.walk(tree)
             if isinstance(n, (ast.Import, ast.ImportFrom))}  # fmt: skip

    assert {str(name).partition(".")[0] for name in named} <= set(sys.stdlib_module_names)


def test_it_verifies_the_vectors() -> None:
    for path in (SIGNED, PLAIN):
        status, said = verify(path)
        assert (status, "NOT VERIFIED" in said) == (0, False)


def test_it_verifies_what_the_program_gives_out(user: User) -> None:
    case = documented(user, "mine.case", LATER)
    root = user.root(case)
    path = given_out(user, case, "--original")
    plain = user.path("plain.bundle")
    user.run("export", case, "--as", "bundle", "--level", "R3", "-o", plain).check()

    status, said = verify(path)

    assert status == 0
    assert "2 pieces of evidence are byte for byte" in said
    assert root in said
    assert verify(plain)[0] == 0


def test_without_a_key_it_says_that_the_signer_is_unknown() -> None:
    said = verify(SIGNED)[1]

    assert f"signed by the holder of {KEY}" in said
    assert "not proved: whose key that is" in said


def test_with_the_right_key_it_says_so_and_with_another_it_refuses() -> None:
    status, said = verify(SIGNED, "--key", KEY)
    assert status == 0
    assert "the key that you gave" in said
    assert "whose key" not in said

    status, said = verify(SIGNED, "--key", "ab" * 32)
    assert status == 1
    assert "want a signature of abab" in said


def test_a_kept_head_is_found_or_missed(user: User, other: User) -> None:
    case = documented(user)
    head = user.path("head.json")
    head.write_text(user.run("head", case).check().out, "utf-8")
    path = given_out(user, case)

    status, said = verify(path, "--head", str(head))
    assert status == 0
    assert "up to the given head is here" in said

    status, said = verify(given_out(other, documented(other)), "--head", str(head))
    assert status == 1
    assert "was cut" in said


def test_it_says_that_an_unsigned_bundle_with_something_withheld_proves_little(user: User) -> None:
    hide = "\ndisclosure no\n  of list\n  level R3\n  by desk\n  reason a witness\n"
    from tests.e2e.invented_evidence import DOCUMENTED

    case = user.case("m.case", DOCUMENTED + hide)
    plain = user.path("plain.bundle")
    user.run("export", case, "--as", "bundle", "--level", "R2", "-o", plain).check()

    status, said = verify(plain)

    assert status == 0
    assert "nothing in it is signed" in said
    assert "who recorded the statements" in said


@pytest.mark.parametrize("path", [SIGNED, PLAIN], ids=["signed", "plain"])
def test_one_flipped_bit_anywhere_is_found(path: Path, tmp_path: Path) -> None:
    refused, whole, chance = in_process(), path.read_bytes(), random.Random(16)  # noqa: S311 - no secret
    damaged = tmp_path / path.name
    for _ in range(FLIPS):
        place, bit = chance.randrange(len(whole)), chance.randrange(8)
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
        refused(damaged)


@pytest.mark.parametrize("path", [SIGNED, PLAIN], ids=["signed", "plain"])
def test_a_cut_or_a_longer_file_is_found(path: Path, tmp_path: Path) -> None:
    refused, whole = in_process(), path.read_bytes()
    damaged = tmp_path / path.name
    for payload in (whole[:-1], whole[: len(whole) // 2], whole[:3], b"", whole + b"\n", whole + whole):
        damaged.write_bytes(payload)
        refused(damaged)


@pytest.mark.parametrize("what", HOSTILE)
def test_what_the_program_refuses_it_refuses_too(user: User, what: str) -> None:
    out = given_out(user, documented(user), "--original")

    status, said = verify(user.write("bad.zip", _again(out, HOSTILE[what][0])))

    assert (status, "NOT VERIFIED" in said) == (1, True)


def _sealed_again(body: bytes) -> bytes:
    return body + b"end " + hashlib.sha256(body).hexdigest().encode() + b"\n"


REWRITTEN = {
    "a statement in other words": (rb"statement \{", b"statement { "),
    "a statement that is no JSON": (rb"statement \{.*?\}\n", b"statement \xff\xfe\n"),
    "deep nesting": (rb"statement \{.*?\}\n", b"statement " + b'{"content":' * 100_000 + b"\n"),
    "a manifest that counts otherwise": (rb'"statements":5', b'"statements":4'),
    "a manifest with a fraction": (rb'"statements":5', b'"statements":5.0'),
    "a manifest with NaN": (rb'"statements":5', b'"statements":NaN'),
    "a number of a million digits": (rb'"statements":5', b'"statements":' + b"5" * 1_000_000),
    "another root": (rb'"root":"....', b'"root":"0000'),
    "a level that is none": (rb'"level":"R2"', b'"level":"R9"'),
    "another signature": (rb"receipt [0-9a-f]{8}", b"receipt 00000000"),
    "a receipt that is none": (rb"receipt .*?\n", b"receipt zz\n"),
    "no receipt where nothing is withheld": (rb"receipt .*?\n", b""),
    "an unknown line": (rb"receipt ", b"rumour "),
    "a statement twice": (rb"(statement .*?\n)", rb"\1\1"),
}


@pytest.mark.parametrize("what", REWRITTEN)
def test_a_bundle_rewritten_with_a_fitting_digest_is_found(tmp_path: Path, what: str) -> None:
    old, new = REWRITTEN[what]
    body = b"".join(PLAIN.read_bytes().splitlines(keepends=True)[:-1])
    changed = re.sub(old, new if b"\\1" in new else lambda _: new, body, count=1)
    assert changed != body
    path = tmp_path / "bad.bundle"
    path.write_bytes(_sealed_again(changed))

    status, said = verify(path)

    assert (status, "NOT VERIFIED" in said) == (1, True)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr(zipfile.ZipInfo("case.bundle"), bytes(50_000_000), zipfile.ZIP_DEFLATED)
    path = tmp_path / "bomb.zip"
    path.write_bytes(file.getvalue())

    status, said = verify(path)

    assert (status, "NOT VERIFIED" in said) == (1, True)


def test_words_of_a_hostile_file_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "bad.bundle"
    path.write_bytes(b"witnessmark bundle/1\n\x1b[2Jx y\n")

    status, said = verify(path)

    assert status == 1
    assert "\x1b" not in said


def test_a_file_that_is_not_there_is_no_verdict(tmp_path: Path) -> None:
    assert verify(tmp_path / "none.zip")[0] == 2
    assert verify(SIGNED, "--key", "x")[0] == 2


def test_its_signatures_are_those_of_rfc_8032() -> None:
    names: dict[str, object] = {"__name__": "verify_bundle"}
    exec(compile(SCRIPT.read_text("utf-8"), str(SCRIPT), "exec"), names)  # noqa: S102 - our own file
    is_signed = names["is_signed"]
    assert callable(is_signed)
    chance = random.Random(8032)  # noqa: S311 - no secret
    for length in (0, 1, 32, 1023):
        key = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        public, message = key.public_key().public_bytes_raw().hex(), chance.randbytes(length)
        signature = key.sign(message)
        assert is_signed(public, message, signature)
        assert not is_signed(public, message + b"x", signature)
        larger = int.from_bytes(signature[32:], "little") + 2**252 + 27742317777372353535851937790883648493
        assert not is_signed(public, message, signature[:32] + larger.to_bytes(32, "little"))
        assert not is_signed("ff" * 32, message, signature)


def test_the_paper_can_be_taken_out_with_any_program(user: User) -> None:
    path = given_out(user, documented(user))

    with zipfile.ZipFile(path) as opened:
        assert PAPER in [opened.read(name) for name in opened.namelist()]
