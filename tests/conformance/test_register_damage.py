"""Registers that were damaged: an index is made anew, a part is refused."""

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest
from tests.support.registers import MARKS, Desk, Unwatched

from witnessmark.app import registers
from witnessmark.app.lookup import Counter
from witnessmark.errors import Tampered, WrongVersion
from witnessmark.matching.resolving.resolve import Resolved


def flip(path: Path, at: int = -1) -> None:
    """Turns one bit of a file."""
    content = bytearray(path.read_bytes())
    content[at if at >= 0 else len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


# What is damaged


def answers(desk: Desk) -> list[Resolved]:
    return [desk.ask(typed) for typed in (MARKS[0], MARKS[7][:-1] + "?", "KB*", "ZZ999999", MARKS[3][:-1])]


def _other_part(desk: Desk) -> None:
    path = desk.file(".index") / "index.json"
    told = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode({**told, "part": "0" * 64}))


def _without_its_name(desk: Desk) -> None:
    path = desk.file(".index") / "index.json"
    told = msgspec.json.decode(path.read_bytes())
    del told["arrays"]["entries"]
    path.write_bytes(msgspec.json.encode(told))


def _another_array(desk: Desk) -> None:
    np.save(desk.file(".index") / "rows.npy", np.zeros(40, np.uint32))


DAMAGES: dict[str, Callable[[Desk], object]] = {
    "a flipped byte": lambda desk: flip(desk.file(".index") / "keys.npy"),
    "a flipped byte at the end": lambda desk: flip(desk.file(".index") / "rows.npy", 130),
    "a missing array": lambda desk: (desk.file(".index") / "entries.npy").unlink(),
    "another array": _another_array,
    "an empty array": lambda desk: (desk.file(".index") / "firsts.npy").write_bytes(b""),
    "of another part": _other_part,
    "an array that is not named": _without_its_name,
    "no list": lambda desk: (desk.file(".index") / "index.json").unlink(),
    "a list that is none": lambda desk: (desk.file(".index") / "index.json").write_bytes(b"[]"),
    "nothing": lambda desk: shutil.rmtree(desk.file(".index")),
    "a damaged summary": lambda desk: flip(desk.file(".index") / "about.npy"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_index_that_is_damaged_is_made_anew_and_gives_the_same_answers(filled: Desk, damage: str) -> None:
    before, files = answers(filled), filled.left()
    DAMAGES[damage](filled)
    assert answers(filled) == before
    assert filled.left() == files
    assert registers.verify(filled.shelf, "r", Unwatched()).indexes_made_anew == 0


_UNNAMED = pytest.param(
    "an array that is not named",
)


@pytest.mark.parametrize("damage", [*(d for d in DAMAGES if d != "an array that is not named"), _UNNAMED])
def test_verify_makes_a_damaged_index_anew(filled: Desk, damage: str) -> None:
    DAMAGES[damage](filled)
    assert registers.verify(filled.shelf, "r", Unwatched()).indexes_made_anew == 1
    assert registers.verify(filled.shelf, "r", Unwatched()).indexes_made_anew == 0


def test_a_part_with_a_flipped_byte_is_refused_wherever_it_is_read_whole(filled: Desk) -> None:
    for at in (4, 300, filled.file().stat().st_size - 3):
        flip(filled.file(), at)
        with pytest.raises(Tampered, match="want the digest"):
            registers.verify(filled.shelf, "r", Unwatched())
        flip(filled.file(), at)
    registers.verify(filled.shelf, "r", Unwatched())


def test_a_part_that_is_missing_is_refused(filled: Desk) -> None:
    filled.file().unlink()
    with pytest.raises(Tampered, match=r"want the digest .* got nothing"):
        registers.verify(filled.shelf, "r", Unwatched())
    with pytest.raises(Tampered, match=r"want the digest .* got nothing"):
        filled.ask(MARKS[0])


def test_a_damaged_part_makes_no_index(filled: Desk) -> None:
    shutil.rmtree(filled.file(".index"))
    flip(filled.file(), 300)
    with pytest.raises(Tampered, match="want the digest"):
        filled.ask(MARKS[0])


def _renamed(desk: Desk) -> None:
    content = desk.file().read_bytes()
    assert b"Depot0" in content
    desk.file().write_bytes(content.replace(b"Depot0", b"Denot0", 1))


def test_a_part_that_was_changed_is_not_looked_up_in(filled: Desk) -> None:
    _renamed(filled)
    with pytest.raises(Tampered):
        filled.ask(MARKS[0])


def test_damaged_problems_are_refused_as_damaged(filled: Desk) -> None:
    filled.file(".problems.parquet").write_bytes(b"PAR1")
    with pytest.raises(Tampered):
        registers.shown(filled.shelf, "r")


def test_missing_problems_are_refused_as_damaged(filled: Desk) -> None:
    filled.file(".problems.parquet").unlink()
    with pytest.raises(Tampered):
        registers.shown(filled.shelf, "r")


def test_verify_refuses_damaged_problems(filled: Desk) -> None:
    filled.file(".problems.parquet").unlink()
    with pytest.raises(Tampered):
        registers.verify(filled.shelf, "r", Unwatched())


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[]", b'{"format": "1"}'])
def test_a_damaged_manifest_is_refused(filled: Desk, content: bytes) -> None:
    (filled.home / "r" / "register.json").write_bytes(content)
    for call in (lambda: registers.listed(filled.shelf), lambda: Counter(filled.shelf)):
        with pytest.raises(Tampered, match="want the manifest of a register"):
            call()


def test_a_manifest_of_a_later_version_is_refused(filled: Desk) -> None:
    path = filled.home / "r" / "register.json"
    path.write_bytes(path.read_bytes().replace(b'"format": 1', b'"format": 99'))
    with pytest.raises(WrongVersion, match="want format 1 or less, got 99"):
        registers.shown(filled.shelf, "r")


def test_a_register_that_is_removed_is_gone_and_another_stays(filled: Desk) -> None:
    filled.add(str(filled.folder / "a.csv"), "other")
    line = registers.remove(filled.shelf, "r")
    assert (line.name, line.rows, filled.shelf.names()) == ("r", 40, ("other",))
    assert not (filled.home / "r").exists()
