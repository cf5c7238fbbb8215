import io
import struct
import zipfile

import pytest
import xlsxwriter
from tests.unit.adapters.books.conftest import Open

from witnessmark.adapters.books.disk import DiskBook
from witnessmark.errors import UsageError
from witnessmark.ingest.sheet import ReadAs

PHOTOGRAPH = b"\xff\xd8\xff\xe0 an invented photograph"


def zipped(*members: tuple[str, bytes]) -> bytes:
    payload = io.BytesIO()
    with zipfile.ZipFile(payload, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return payload.getvalue()


def workbook() -> bytes:
    payload = io.BytesIO()
    with xlsxwriter.Workbook(payload, {"in_memory": True}) as made:
        made.add_worksheet("one").write("A1", "first")
        made.add_worksheet("two").write("A1", "second")
    return payload.getvalue()


def cells(book: DiskBook) -> dict[str, list[list[str]]]:
    return {sheet.name: [list(row.cells) for row in sheet.rows()] for sheet in book.sheets()}


def test_tables_are_named_by_their_members_and_what_is_none_is_media(book: Open) -> None:
    opened = book(
        zipped(
            ("visits.csv", b"key,photo\n1,a.jpg\n"),
            ("marks.csv", "серия;номер\nпервая;Ж 42\n".encode("cp1251")),
            ("media/a.jpg", PHOTOGRAPH),
            ("book.xlsx", workbook()),
            ("__MACOSX/visits.csv", b"noise"),
        ),
        name="form.zip",
    )
    assert opened.read_as == ReadAs(form="zip")
    assert cells(opened) == {
        "visits.csv": [["key", "photo"], ["1", "a.jpg"]],
        "marks.csv": [["серия", "номер"], ["первая", "Ж 42"]],
        "book.xlsx/one": [["first"]],
        "book.xlsx/two": [["second"]],
    }
    assert {name: read() for name, read in opened.media().items()} == {"a.jpg": PHOTOGRAPH}


def test_media_of_one_name_are_known_by_their_folders(book: Open) -> None:
    opened = book(zipped(("t.csv", b"a,b\n"), ("1/a.jpg", b"one"), ("2/a.jpg", b"two"), ("2/b.jpg", b"three")))
    assert sorted(opened.media()) == ["1/a.jpg", "2/a.jpg", "b.jpg"]
    assert opened.notes[-1] == "2 files have the name of another in its folder: they are known by folder and name"


@pytest.mark.parametrize("name", ["../out.csv", "/etc/out.csv", "a/../../out.jpg", "C:/out.csv", "..\\out.csv"])
def test_a_name_that_leads_out_of_the_archive_is_not_read(book: Open, name: str) -> None:
    opened = book(zipped(("t.csv", b"a,b\n"), (name, b"x,y\n")), name="form.zip")
    assert list(cells(opened)) == ["t.csv"]
    assert opened.media() == {}
    assert opened.notes == (f"{name}: want a name within the archive, got one that leads out of it",)


def test_a_member_without_a_name_is_not_read(book: Open) -> None:
    payload = bytearray(zipped(("t.csv", b"a,b\n"), ("u", b"x")))
    at = payload.rindex(b"PK\x01\x02")
    struct.pack_into("<HH", payload, at + 28, 0, 1)
    opened = book(bytes(payload), name="form.zip")
    assert opened.notes == (": want a member with a name, got one without",)


def test_a_name_that_would_move_the_cursor_is_shown_without(book: Open) -> None:
    opened = book(zipped(("t.csv", b"a,b\n"), ("../\x1b[2J", b"x")), name="form.zip")
    assert opened.notes[0].startswith("../?[2J: ")


def test_of_two_members_of_a_name_the_first_is_read(book: Open) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        payload = zipped(("t.csv", b"a,b\n"), ("t.csv", b"c,d\n"))
    opened = book(payload, name="form.zip")
    assert cells(opened) == {"t.csv": [["a", "b"]]}
    assert opened.notes == ("t.csv: want one member of a name, got another: only the first is read",)


def test_archives_within_archives_and_encrypted_members_are_told_of(book: Open) -> None:
    payload = bytearray(zipped(("t.csv", b"a,b\n"), ("inner.zip", zipped(("u.csv", b"c,d\n"))), ("secret.csv", b"x")))
    at = payload.rindex(b"PK\x01\x02")
    payload[at + 8] |= 1
    opened = book(bytes(payload), name="form.zip")
    assert cells(opened) == {"t.csv": [["a", "b"]]}
    assert set(opened.notes) == {
        "inner.zip: an archive within an archive: not opened",
        "secret.csv: want a member without password, got an encrypted one",
    }


def test_a_member_whose_name_lies_is_read_by_what_it_holds(book: Open) -> None:
    opened = book(zipped(("t.csv", workbook()), ("photo.csv", PHOTOGRAPH)), name="form.zip")
    assert list(cells(opened)) == ["t.csv/one", "t.csv/two"]
    assert "t.csv: its name ends in .csv, but it holds xlsx" in opened.notes
    assert any(note.startswith("photo.csv: want a table") for note in opened.notes)


def test_an_archive_without_a_table_is_refused(book: Open) -> None:
    with pytest.raises(UsageError, match=r"form\.zip: want an archive with tables, got none among 1"):
        book(zipped(("a.jpg", PHOTOGRAPH)), name="form.zip")


def test_a_member_that_is_packed_too_densely_is_not_read(book: Open) -> None:
    opened = book(zipped(("t.csv", b"a,b\n"), ("bomb.csv", b"\n" * 100_000_000)), name="form.zip")
    assert list(cells(opened)) == ["t.csv"]
    assert opened.notes[0].startswith("bomb.csv: want at most 200 times the packed size")


def test_a_member_that_is_longer_than_it_says_is_not_read_beyond(book: Open) -> None:
    payload = bytearray(zipped(("t.csv", b"a,b\n" * 1_000)))
    at = payload.rindex(b"PK\x01\x02")
    struct.pack_into("<L", payload, at + 24, 8)
    with pytest.raises(UsageError, match="want "):
        cells(book(bytes(payload), name="form.zip"))


def test_an_archive_that_claims_a_vast_list_of_members_is_refused(book: Open) -> None:
    payload = bytearray(zipped(("t.csv", b"a,b\n")))
    struct.pack_into("<L", payload, payload.rindex(b"PK\x05\x06") + 12, 400_000_000)
    with pytest.raises(UsageError, match="want a list of members of at most 32,000,000 bytes, got 400,000,000"):
        book(bytes(payload), name="form.zip")


def test_an_archive_that_is_cut_is_no_whole_one(book: Open) -> None:
    payload = zipped(("t.csv", b"a,b\n" * 1_000), ("a.jpg", PHOTOGRAPH))
    with pytest.raises(UsageError, match="want a whole archive"):
        book(payload[:-30], name="form.zip")


def test_a_format_that_there_is_not_is_refused(book: Open) -> None:
    with pytest.raises(UsageError, match=r"want a format of csv, xlsx, ods, parquet, jsonl, geojson, zip, got 'doc'"):
        book("a,b\n", read_as=ReadAs(form="doc"))
