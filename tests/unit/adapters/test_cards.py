"""The files of a camera's card, one after the other: no link is followed, nothing that is no file is opened."""

import os
import socket
from pathlib import Path

import pytest

from witnessmark.adapters import cards
from witnessmark.adapters.cards import FolderCards
from witnessmark.errors import UsageError


def names(*paths: Path) -> list[str]:
    return [file.name for file in FolderCards().files([str(path) for path in paths])]


def refused(folder: Path) -> dict[str, str]:
    return {file.name: file.refused for file in FolderCards().files([str(folder)]) if file.refused}


def test_files_come_in_an_order_that_does_not_change(tmp_path: Path) -> None:
    for name in ("b/2.jpg", "b/1.jpg", "a/3.jpg", "0.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert names(tmp_path) == ["0.jpg", "3.jpg", "1.jpg", "2.jpg"]


def test_a_file_can_be_named_itself(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"bytes")
    (file,) = FolderCards().files([str(tmp_path / "a.jpg")])
    assert (file.name, file.refused, b"".join(file.pieces())) == ("a.jpg", "", b"bytes")
    assert Path(file.volume).is_dir()


def test_a_name_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="want a folder or a file, got nothing of that name"):
        names(tmp_path / "absent")


def test_links_pipes_and_sockets_are_told_and_not_opened(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "out.jpg").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe.jpg")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s.jpg"))
        found = refused(tmp_path)
    assert {name: why.partition(", which")[0] for name, why in found.items()} == {
        "loop": "want a file, got a link", "out.jpg": "want a file, got a link", "pipe.jpg": "want a file, got a pipe",
        "s.jpg": "want a file, got a socket",
    }  # fmt: skip


def test_a_device_is_told_and_not_opened() -> None:
    (file,) = FolderCards().files(["/dev/zero"])
    assert file.refused.startswith("want a file, got a device")


def test_a_file_that_became_a_pipe_meanwhile_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"x")
    (file,) = FolderCards().files([str(path)])
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(UsageError, match="got something else in its place"):
        list(file.pieces())


def test_a_hidden_file_is_taken_and_told(tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_bytes(b"x")
    (file,) = FolderCards().files([str(tmp_path)])
    assert (file.note, file.refused) == ("a hidden file", "")


def test_a_name_that_is_no_text_is_spelled_out(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a\xff.jpg")).write_bytes(b"x")
    assert names(tmp_path) == ["a\\xff.jpg"]


def test_folders_end_somewhere(tmp_path: Path) -> None:
    here = tmp_path
    for _ in range(cards.DEEPEST + 3):
        here = here / "d"
    here.mkdir(parents=True)
    assert list(refused(tmp_path).values()) == ["want folders at most 32 deep, got more"]


def test_more_files_than_a_card_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "MOST_FILES", 2)
    for name in "abc":
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(UsageError, match="want at most 2 files, got more"):
        names(tmp_path)
