"""What a case store says where there is no case, no room, no leave to write or nobody there: an error of ours."""

import os
import resource
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.children import become_nobody, result_in_child
from tests.support.homes import FileHome, ServerHome, SqlHome
from tests.support.samples import check_whole, contents, notary, sample

from witnessmark.adapters import engines, sql
from witnessmark.errors import StoreError, StoreUnavailable, WrongVersion


def _filled(home: SqlHome) -> sql.SqlStore:
    store = home.create()
    store.append(sample(range(50)), notary("a"))
    return store


# -- no case there ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [b"", b"SQLite format 3\0", b"SQLite format 3\0" + bytes(4096), b"PK\x03\x04 an archive", b"\xff" * 9_000],
    ids=["empty", "magic only", "zeros", "foreign", "garbage"],
)
def test_a_file_that_is_no_case_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "no.case"
    path.write_bytes(content)
    with pytest.raises(StoreUnavailable, match=r"no\.case"):
        FileHome(path, None).reopen()
    assert path.read_bytes() == content


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_case_is_named(file_home: FileHome, share: float) -> None:
    _filled(file_home).close()
    whole = file_home.path.read_bytes()
    file_home.path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(StoreUnavailable, match=file_home.path.name):
        contents(file_home.reopen())


def test_a_damaged_case_that_does_not_name_its_damage_in_text_is_named(file_home: FileHome) -> None:
    _filled(file_home).close()
    whole = file_home.path.read_bytes()
    file_home.path.write_bytes(whole.replace(b"CREATE TABLE statements", b"CREATE \xf3ABLE statements"))
    with pytest.raises(StoreUnavailable, match=file_home.path.name):
        file_home.reopen()


def test_a_file_of_another_program_is_named(file_home: FileHome) -> None:
    file_home.run("CREATE TABLE bookmarks (address TEXT)")
    with pytest.raises(StoreUnavailable, match=file_home.path.name):
        file_home.reopen()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"missing\.case"):
        FileHome(tmp_path / "missing.case", None).reopen()
    assert not (tmp_path / "missing.case").exists()


def test_a_folder_is_no_case(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=tmp_path.name):
        FileHome(tmp_path, None).reopen()


def test_a_case_of_another_format_is_named(sql_home: SqlHome) -> None:
    _filled(sql_home)
    sql_home.run("UPDATE meta SET value = ? WHERE name = ?", b"witnessmark case/2", "format")
    with pytest.raises(WrongVersion, match="case/2") as caught:
        sql_home.reopen()
    assert sql_home.where in str(caught.value)


def test_a_case_without_a_format_is_of_another_version(sql_home: SqlHome) -> None:
    _filled(sql_home)
    sql_home.run("DELETE FROM meta WHERE name = ?", "format")
    with pytest.raises(WrongVersion):
        sql_home.reopen()


def test_a_new_case_takes_no_place_that_is_taken(sql_home: SqlHome) -> None:
    store = _filled(sql_home)
    before = contents(store)
    with pytest.raises(StoreUnavailable):
        sql_home.create()
    assert contents(sql_home.reopen()) == before


def test_a_new_case_takes_no_file_of_another_kind(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("a letter")
    with pytest.raises(StoreUnavailable, match=r"letter\.txt"):
        FileHome(path, None).create()
    assert path.read_text() == "a letter"


def test_a_new_case_needs_its_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="absent"):
        FileHome(tmp_path / "absent" / "new.case", None).create()


def test_an_empty_database_holds_no_case(server_home: ServerHome) -> None:
    with pytest.raises(StoreUnavailable):
        server_home.reopen()


@pytest.mark.parametrize("name", ["дело 7.case", "7#1.case", "7?mode=memory.case", "7%41.case", "a&b=c;d'e\"f+g.case"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    home = FileHome(tmp_path / name, None)
    before = contents(_filled(home))
    assert contents(home.reopen()) == before
    assert [path.name for path in tmp_path.iterdir()] == [home.path.name]
    home.close()


# -- nobody there -----------------------------------------------------------------------------------------------------


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    where = "postgresql://witness:hidden@localhost:1/case"
    with pytest.raises(StoreUnavailable) as caught:
        sql.open_existing(engines.server(where), where=engines.without_password(where))
    assert "localhost" in str(caught.value)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize("where", ["mysql://h/c", "postgresql://h:port/c", "://"])
def test_an_address_of_another_kind_is_refused(where: str) -> None:
    with pytest.raises(StoreUnavailable):
        engines.server(where)


@pytest.mark.parametrize("name", ["password", "sslpassword"])
def test_a_password_behind_the_address_is_not_shown(name: str) -> None:
    assert "hidden" not in engines.without_password(f"postgresql://witness@localhost/case?{name}=hidden")


def test_a_server_that_went_away_is_an_error_of_ours(server_home: ServerHome) -> None:
    store = _filled(server_home)
    server_home.cluster.stop()
    try:
        with pytest.raises(StoreUnavailable):
            store.append(sample([99]), notary("a"))
        with pytest.raises(StoreUnavailable):
            server_home.reopen()
    finally:
        server_home.cluster.start()
    check_whole(server_home.reopen())


# -- no leave to write ------------------------------------------------------------------------------------------------


def _check_read_only(store: sql.SqlStore) -> None:
    """It can be read, refuses every write by name, and keeps no answers without a word."""
    before = contents(store)
    for numbers in (range(50, 60), range(5)):
        with pytest.raises(StoreError):
            store.append(sample(numbers), notary("b"))
    store.remember("how many rifles", b"50")
    assert store.recall("how many rifles") is None
    assert contents(store) == before


def test_a_file_that_is_opened_for_reading_refuses_writes(file_home: FileHome) -> None:
    _filled(file_home).close()
    untouched = file_home.path.read_bytes()
    engine = engines._sqlite(file_home.path, is_writable=False)
    store = sql.open_existing(engine, where=file_home.where, passphrase=file_home.passphrase, is_writable=False)
    _check_read_only(store)
    store.close()
    assert file_home.path.read_bytes() == untouched


@pytest.fixture
def common_folder() -> Iterator[Path]:
    """A folder that another user than the one who runs the tests can enter, which pytest's own is not."""
    folder = Path(tempfile.mkdtemp(prefix="witnessmark-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o777), (0o666, 0o555), (0o444, 0o555)])
def test_a_file_or_folder_that_may_not_be_written_refuses_writes(
    common_folder: Path, file_mode: int, folder_mode: int
) -> None:
    home = FileHome(common_folder / "read-only.case", None)
    _filled(home).close()
    home.path.chmod(file_mode)
    common_folder.chmod(folder_mode)

    def read_as_another() -> None:
        become_nobody()
        store = home.reopen()
        _check_read_only(store)
        store.close()

    result_in_child(read_as_another)
    assert [path.name for path in common_folder.iterdir()] == ["read-only.case"]


def test_a_file_that_may_not_be_read_is_named(common_folder: Path) -> None:
    home = FileHome(common_folder / "unreadable.case", None)
    _filled(home).close()
    home.path.chmod(0o000)

    def open_as_another() -> None:
        become_nobody()
        home.reopen()

    with pytest.raises(StoreUnavailable, match=r"unreadable\.case"):
        result_in_child(open_as_another)


def test_a_server_that_may_not_be_written_refuses_writes(server_home: ServerHome) -> None:
    _filled(server_home).close()
    server_home.run(f"ALTER DATABASE {server_home.database} SET default_transaction_read_only = on")
    _check_read_only(server_home.reopen())


# -- no room ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", [-20_000, 0, 4_096, 30_000])
def test_a_full_disk_is_an_error_of_ours_and_leaves_the_case_as_it_was(file_home: FileHome, room: int) -> None:
    store = _filled(file_home)
    before = contents(store)
    store.close()
    size = file_home.path.stat().st_size

    def write_on_a_full_disk() -> None:
        cramped = file_home.reopen()
        resource.setrlimit(resource.RLIMIT_FSIZE, (max(0, size + room), resource.RLIM_INFINITY))
        cramped.append(sample(range(100, 1_100)), notary("a"))

    with pytest.raises(StoreError, match=file_home.path.name):
        result_in_child(write_on_a_full_disk)
    assert contents(file_home.reopen()) == before
    check_whole(file_home.reopen())
    assert os.listdir(file_home.path.parent) == [file_home.path.name]  # noqa: PTH208 - names, not paths


def test_an_answer_is_not_remembered_on_a_full_disk_and_nobody_minds(file_home: FileHome) -> None:
    before = contents(_filled(file_home))

    def remember_on_a_full_disk() -> bytes | None:
        cramped = file_home.reopen()
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        cramped.remember("how many rifles", b"50" * 10_000)
        return cramped.recall("how many rifles")

    assert result_in_child(remember_on_a_full_disk) is None
    assert contents(file_home.reopen()) == before
