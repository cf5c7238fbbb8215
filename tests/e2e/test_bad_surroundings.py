"""Folders, disks, terminals and signals that do not do what is wanted: a clear message, and the case as it was."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.e2e.invented import LATER, RIFLE
from tests.e2e.running import MISSILE, User, command, hidden_in

if sys.platform == "win32":
    pytest.skip("limits, permissions and signals are those of POSIX", allow_module_level=True)
else:
    import resource

_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2


def obey_permissions() -> None:
    """Let the permissions of files bind the program, also where the tests run as root."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            libc.prctl(_CAPBSET_DROP, capability, 0, 0, 0)


needs_permissions = pytest.mark.skipif(
    os.geteuid() == 0 and not sys.platform.startswith("linux"), reason="root here is bound by no permission"
)


@pytest.fixture
def case(user: User) -> Path:
    """A case with something in it."""
    return user.case("my.case", RIFLE)


@pytest.fixture
def shut(user: User, case: Path) -> Path:
    """The case in a folder that takes no file."""
    folder = user.path("shut")
    folder.mkdir()
    moved = folder / "my.case"
    case.rename(moved)
    folder.chmod(0o555)
    return moved


@needs_permissions
@pytest.mark.parametrize("words", [("show",), ("trace",), ("log",), ("verify",), ("head",)])
def test_a_case_in_a_read_only_folder_can_be_read(user: User, shut: Path, words: tuple[str, ...]) -> None:
    before = shut.read_bytes()

    user.spawn(*words, shut, before=obey_permissions).check()

    assert shut.read_bytes() == before


@needs_permissions
def test_a_case_in_a_read_only_folder_is_not_written(user: User, shut: Path) -> None:
    before = shut.read_bytes()
    later = user.write("later.wit", LATER)

    user.spawn("add", shut, later, before=obey_permissions).refused(str(shut), "not written")

    assert shut.read_bytes() == before
    assert list(shut.parent.iterdir()) == [shut]


@needs_permissions
def test_a_read_only_case_file_is_not_written(user: User, case: Path) -> None:
    case.chmod(0o444)
    before = case.read_bytes()

    user.spawn("add", case, user.write("later.wit", LATER), before=obey_permissions).refused("my.case", "not written")
    user.spawn("trace", case, before=obey_permissions).check()

    assert case.read_bytes() == before


@needs_permissions
@pytest.mark.parametrize("words", [("new", "shut/x.case"), ("demo", "shut/x"), ("export", "my.case", "-o", "shut/x")])
def test_nothing_is_made_in_a_read_only_folder(user: User, case: Path, words: tuple[str, ...]) -> None:
    folder = user.path("shut")
    folder.mkdir(mode=0o555)

    user.spawn(*words, before=obey_permissions).refused("shut/x")

    assert list(folder.iterdir()) == []


@needs_permissions
def test_a_file_that_may_not_be_read_is_refused(user: User, case: Path) -> None:
    secret = user.write("secret.wit", LATER)
    secret.chmod(0)

    user.spawn("add", case, secret, before=obey_permissions).refused("secret.wit", "Permission denied")


@needs_permissions
def test_a_home_that_cannot_be_written_is_named(user: User, case: Path) -> None:
    locked = user.path("locked")
    locked.mkdir(mode=0o555)
    user.home = locked / "home"
    before = case.read_bytes()

    user.spawn("add", case, user.write("later.wit", LATER), before=obey_permissions).refused("locked/home")
    user.spawn("trace", case, before=obey_permissions).check()

    assert case.read_bytes() == before


@pytest.mark.parametrize("key", ["", "zz", "ab", "ab" * 31, "\xff" * 64])
def test_a_signing_key_that_is_none_is_refused_and_never_replaced(user: User, case: Path, key: str) -> None:
    path = user.home / "identity.key"
    path.write_bytes(key.encode("latin-1"))

    user.run("add", case, user.write("later.wit", LATER)).refused("identity.key")

    assert path.read_bytes() == key.encode("latin-1")


def disk_of(size: int) -> Callable[[], None]:
    """Let no file grow beyond a size, as if the disk were full."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_full_disk_leaves_the_case_as_it_was(user: User, case: Path) -> None:
    before = case.read_bytes()

    user.spawn("add", case, MISSILE, before=disk_of(len(before))).refused("my.case")

    assert case.read_bytes() == before
    user.spawn("add", case, MISSILE).check()
    user.run("verify", case).check()


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
def test_a_disk_that_fills_up_half_way_leaves_the_case_as_it_was(user: User, case: Path, share: float) -> None:
    root = user.root(case)
    copy = user.path("copy.case")
    shutil.copy(case, copy)
    user.run("add", copy, MISSILE).check()
    room = case.stat().st_size + int(share * (copy.stat().st_size - case.stat().st_size))

    user.spawn("add", case, MISSILE, before=disk_of(room)).refused("my.case")

    assert user.root(case) == root


def test_reading_a_case_does_not_need_room_on_the_disk(user: User, case: Path) -> None:
    user.spawn("trace", case, before=disk_of(case.stat().st_size // 2)).check()


def test_a_full_disk_leaves_the_export_of_before(user: User, case: Path) -> None:
    page = user.path("page.html")
    page.write_text("the page of yesterday", "utf-8")

    user.spawn("export", case, "-o", page, before=disk_of(4_096)).refused("page.html")

    assert page.read_text("utf-8") == "the page of yesterday"
    assert {path.name for path in user.folder.iterdir()} == {"my.case", "my.case.0.wit", "page.html"}


def test_a_full_disk_leaves_no_half_made_case(user: User) -> None:
    user.spawn("new", "x.case", "--title", "X", before=disk_of(8_192)).refused("x.case")

    user.run("new", user.path("x.case"), "--title", "X").check()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [("trace", "my.case"), ("show", "my.case", "--json"), ("head", "my.case")])
def test_output_that_cannot_be_written_fails_without_a_traceback(
    user: User, case: Path, words: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command(words), stdout=full, stderr=subprocess.PIPE, cwd=user.folder,
            env={**os.environ, **user.environment}, check=False,
        )  # fmt: skip

    assert (done.returncode != 0, b"Traceback" in done.stderr) == (True, False), done.stderr.decode()


@pytest.mark.parametrize("words", [("trace", "my.case"), ("trace", "my.case", "--json"), ("log", "my.case")])
def test_a_reader_that_goes_away_is_no_fault(user: User, case: Path, words: tuple[str, ...]) -> None:
    ran = user.start(*words)
    assert ran.stdout is not None
    assert ran.stderr is not None
    ran.stdout.close()

    said = ran.stderr.read()
    ran.wait()
    ran.stderr.close()

    assert b"Traceback" not in said
    assert b"Exception ignored" not in said


@pytest.mark.parametrize(("encoding", "words"), [
    ("cp1252", ("trace", "my.case")), ("cp1252", ("trace", "my.case", "--plain")),
    ("cp1252", ("show", "my.case", "--json")), ("ascii", ("trace", "my.case", "--json")),
    ("ascii", ("show", "my.case")),
])  # fmt: skip
def test_a_terminal_that_cannot_show_a_letter_gets_something_in_its_place(
    user: User, case: Path, encoding: str, words: tuple[str, ...]
) -> None:
    user.run("add", case, user.write("more.wit", _MORE)).check()
    user.more = {"PYTHONIOENCODING": encoding}

    user.spawn(*words).check()


_MORE = "item other: rifle ЖЩ → 𝕏 é\n\nmanufacture\n  of other\n  when 1986\n"


@pytest.mark.parametrize(
    "name", ["two\nlines.case", "née 😀.case", "a b'c\".case", "[bold]x.case", "-x.case", "%s.case"]
)
def test_a_case_may_have_any_name(user: User, name: str) -> None:
    path = user.path(name)

    ran = user.run("new", path).check()
    user.run("add", path, user.write("rifle.wit", RIFLE)).check()

    assert hidden_in(ran.out) == set()
    assert user.run("show", path, "--json").check().json["title"] == "A rifle of the Orlan Works"
    assert path.stat().st_size > 0


def test_a_name_that_is_no_text_is_refused_or_served(user: User) -> None:
    name = os.fsdecode(b"x\xff.case")

    for words in (
        ("new", name),
        ("new", name, "--json"),
        ("show", name),
        ("add", name, name),
        ("show", name, "--json"),
    ):
        ran = user.spawn(*words)
        assert ran.status == 0 or ran.refused(), words
        assert hidden_in(ran.out) == set()


def test_words_that_are_no_text_are_refused(user: User, case: Path) -> None:
    before = case.read_bytes()
    bad = os.fsdecode(b"\xff")

    user.spawn("retract", case, user.only(case, "sighting"), "--by", "ada", "--why", bad).refused()
    user.spawn("trace", case, bad).refused()
    user.spawn("new", "y.case", "--title", bad).refused()

    assert case.read_bytes() == before


@pytest.mark.parametrize("epoch", ["soon", "1e9", "99999999999999999999", "-99999999999999"])
def test_a_clock_that_tells_no_time_is_refused_by_its_setting(user: User, case: Path, epoch: str) -> None:
    user.more = {"SOURCE_DATE_EPOCH": epoch}

    user.run("add", case, user.write("later.wit", LATER)).refused("SOURCE_DATE_EPOCH", epoch)


def _long_import(user: User, count: int) -> Path:
    """A file whose statements are written in many steps."""
    return user.write("long.wit", "".join(f"item i{n}: item {n}\n" for n in range(count)))


def _wait_for_a_receipt(case: Path, ran: "subprocess.Popen[bytes]") -> None:
    """Until the file has grown: what is in it by then was acknowledged, or will be rolled back."""
    empty = case.stat().st_size
    while ran.poll() is None and case.stat().st_size < empty + 500_000:
        time.sleep(0.002)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_long_import_that_is_interrupted_keeps_what_was_acknowledged(user: User, how: signal.Signals) -> None:
    case = user.case("long.case")
    path = _long_import(user, 40_000)
    ran = user.start("add", case, path)
    _wait_for_a_receipt(case, ran)

    ran.send_signal(how)
    _, said = ran.communicate()

    receipts = user.run("log", case, "--json").check().json
    kept = user.run("verify", case, "--json").check().json["statements"]
    assert ran.returncode != 0
    assert 0 < kept == sum(line["statements"] for line in receipts) < 40_000
    assert b"Traceback" not in said
    assert user.run("add", case, path, "--json").check().json["known"] == kept


def test_what_an_interruption_kept_is_said(user: User) -> None:
    case = user.case("long.case")
    ran = user.start("add", case, _long_import(user, 40_000))
    _wait_for_a_receipt(case, ran)

    ran.send_signal(signal.SIGINT)
    _, said = ran.communicate()

    assert (ran.returncode, b"interrupted; everything acknowledged before is kept" in said) == (130, True)


def test_two_who_add_at_once_both_get_everything_in(user: User, other: User) -> None:
    case = user.case("both.case")
    runs = [who.start("add", case, path) for who, path in ((user, MISSILE), (other, user.write("r.wit", RIFLE)))]

    said = [ran.communicate() for ran in runs]

    assert [ran.returncode for ran in runs] == [0, 0], said
    assert user.run("verify", case, "--json").check().json["statements"] == 64 + 9
