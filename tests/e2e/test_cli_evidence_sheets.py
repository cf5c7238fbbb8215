"""The transcription sheet: given out, filled in, taken back; and a second reader who has not seen the first reading."""

import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.e2e.running import Ran, User, hidden_in
from tests.support.photographs import REGION, card, photograph

RIFLE = {"item": "rifle A", "item class": "rifle", "make": "Orlan Works", "model": "R-7"}
SERIAL = {"mark": "serial", "where": "left of the receiver", "reading": "KB 0421[78]", "region": REGION,
          "making": "stamped", "wear": "worn"}  # fmt: skip


@pytest.fixture
def case(user: User) -> Path:
    """A case with three photographs."""
    made = user.case("c.case", "case c: A case <b>of marks</b>\n  level R2\n")
    folder = card(
        user.path("card"),
        A1=photograph("KB 04217", taken="2031:05:01 10:00:00"),
        A2=photograph("KB side", taken="2031:05:01 10:01:00"),
        B1=photograph("LOT 12-88", taken="2031:05:01 10:30:00"),
    )
    user.run("evidence", "add", made, folder, "--by", "A. Vale").check()
    return made


def given(user: User, case: Path, *more: str) -> Path:
    """The sheets, as they were given out."""
    folder = user.path("sheets" + "".join(more))
    user.run("evidence", "sheet", case, "--to", folder, *more).check()
    return folder


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a sheet, by heading."""
    page = openpyxl.load_workbook(path)["transcription"]
    heading, *lines = page.iter_rows(values_only=True)
    return [
        {str(name): value for name, value in zip(heading, line, strict=True) if value not in (None, "")}
        for line in lines
        if any(line)
    ]


def filled(path: Path, answers: Mapping[str, Mapping[str, Any]], name: str = "filled.xlsx") -> Path:
    """The sheet with what a person wrote beside each picture."""
    book = openpyxl.load_workbook(path)
    page = book["transcription"]
    columns = {cell.value: cell.column for cell in page[1]}
    for line in page.iter_rows(min_row=2):
        for heading, value in answers.get(str(line[0].value), {}).items():
            page.cell(line[0].row, columns[heading], value)
    book.save(path.with_name(name))
    return path.with_name(name)


def take(user: User, case: Path, file: Path, reader: str = "A. Vale") -> Ran:
    return user.run("evidence", "take", case, file, "--reader", reader, "--json")


def held(user: User, case: Path, name: str) -> dict[str, Any]:
    """What a case lists of the evidence of a name."""
    lines: list[dict[str, Any]] = user.run("evidence", "show", case, "--json").check().json
    return next(line for line in lines if line["called"] == name)


def order(user: User, case: Path, seed: int) -> tuple[str, ...]:
    """In which order a second reader gets the pictures."""
    sheet = given(user, case, "--second", "--seed", str(seed)) / "second-transcription.xlsx"
    return tuple(row["picture"] for row in rows(sheet))


@pytest.fixture
def read(user: User, case: Path) -> Path:
    """The case after the first reader."""
    sheet = given(user, case) / "transcription.xlsx"
    take(user, case, filled(sheet, {"A1.JPG": RIFLE | SERIAL, "A2.JPG": {"item": "rifle A"}})).check()
    return case


def test_a_sheet_has_a_row_for_each_picture_by_group_and_explains_the_notation(user: User, case: Path) -> None:
    path = given(user, case) / "transcription.xlsx"
    assert [(row["picture"], row["group"]) for row in rows(path)] == [
        ("A1.JPG", "g1"),
        ("A2.JPG", "g1"),
        ("B1.JPG", "g2"),
    ]
    told = {str(value) for line in openpyxl.load_workbook(path)["how to fill it in"].values for value in line}
    assert "one character that cannot be read" in told
    assert "[8B]" in told


def test_serials_are_text_cells_and_choices_are_offered(user: User, case: Path) -> None:
    page = openpyxl.load_workbook(given(user, case) / "transcription.xlsx")["transcription"]
    columns = {cell.value: cell.column for cell in page[1]}
    assert page.cell(2, columns["reading"]).number_format == "@"
    lists = [str(each.formula1) for each in page.data_validations.dataValidation]
    assert any("stamped" in each for each in lists)
    assert any("crisp" in each for each in lists)


def test_a_contact_sheet_is_one_file_with_escaped_words_and_clean_copies(user: User, case: Path) -> None:
    page = (given(user, case) / "contact-sheet.html").read_text("utf-8")
    assert "A case &lt;b&gt;of marks&lt;/b&gt;" in page
    assert page.count("data:image/jpeg;base64,") == 3
    assert "http" not in page.replace("http-equiv", "")
    assert "29 minutes after the one before" in page


def test_the_sheets_are_the_same_bytes_each_time(user: User, case: Path) -> None:
    first = {path.name: path.read_bytes() for path in given(user, case).iterdir()}
    again = {path.name: path.read_bytes() for path in given(user, case).iterdir()}
    assert first == again
    assert set(first) == {"contact-sheet.html", "contact-sheet.pdf", "transcription.xlsx"}
    assert first["contact-sheet.pdf"].startswith(b"%PDF-")


def test_a_filled_sheet_becomes_things_photos_and_readings_that_lead_to_their_cells(user: User, read: Path) -> None:
    notation = user.exported(read, "notation", "R3")
    assert "item rifle-a: rifle A\n  item-class rifle\n  make Orlan Works\n  model R-7\n" in notation
    for line in ("text KB 0421[78]", "mark serial", "where left of the receiver", "making stamped", "wear worn",
                 f"region {REGION}", "reader A. Vale", "notation 1", "locator transcription!K2"):  # fmt: skip
        assert f"  {line}\n" in notation
    assert user.run("show", read, "--json").check().json["counts"]["photo"] == 2
    digest = held(user, read, "A1.JPG")["digest"]
    (reading,) = user.run("evidence", "show", read, digest, "--json").check().json["readings"]
    assert (reading["reader"], reading["region"]) == ("A. Vale", REGION)


def test_taking_a_sheet_again_adds_nothing_also_after_it_was_saved_anew(user: User, read: Path) -> None:
    root = user.root(read)
    sheet = user.path("sheets") / "transcription.xlsx"
    found = take(user, read, user.path("sheets") / "filled.xlsx").check().json
    assert (found["things"], found["photos"], found["readings"], found["known"], found["waiting"]) == (0, 0, 0, 2, 1)
    assert user.root(read) == root
    anew = filled(sheet, {"A1.JPG": RIFLE | SERIAL}, "anew.xlsx")
    assert take(user, read, anew).check().json["readings"] == 0


def test_a_sheet_given_out_again_holds_what_was_written_before(user: User, read: Path) -> None:
    first, second, third = rows(given(user, read) / "transcription.xlsx")
    assert (first["item"], first["reading"], first["reader"]) == ("rifle A", "KB 0421[78]", "A. Vale")
    assert (second["item"], "reading" in second, "item" in third) == ("rifle A", False, False)


def test_rows_with_mistakes_are_told_and_the_sheet_is_kept(user: User, case: Path) -> None:
    sheet = given(user, case) / "transcription.xlsx"
    wrong: dict[str, dict[str, Any]] = {
        "A1.JPG": {**RIFLE, **SERIAL, "region": "90,0,20,5"},
        "A2.JPG": {**RIFLE, "mark": "serial", "reading": 4217},
        "B1.JPG": {"mark": "lot", "reading": "12-88"},
    }
    path = filled(sheet, wrong)
    found = take(user, case, path).check().json
    assert found["readings"] == 0
    told = [(each["source"], each["line"], each["message"].partition(":")[0]) for each in found["problems"]]
    assert told == [(str(path), 2, "region"), (str(path), 3, "reading"), (str(path), 4, "item")]
    kept = held(user, case, "filled.xlsx")
    assert (kept["form"], kept["is_here"]) == ("table", True)
    assert path.read_bytes() == (user.home / "vault" / kept["digest"][:2] / kept["digest"]).read_bytes()


def test_a_thing_of_the_case_is_the_same_thing_and_what_differs_is_told(user: User, read: Path) -> None:
    sheet = given(user, read) / "transcription.xlsx"
    found = take(user, read, filled(sheet, {"B1.JPG": {"item": "rifle A", "model": "R-9"}})).check().json
    assert (found["things"], found["photos"]) == (0, 1)
    assert found["problems"][0]["message"].startswith("model: the case says 'R-7' of rifle A, the sheet 'R-9'")


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+KB", "-7", "<b>", "KB 04\u202e17"])
def test_what_looks_like_a_formula_stays_the_text_it_is(user: User, case: Path, text: str) -> None:
    sheet = given(user, case) / "transcription.xlsx"
    book = openpyxl.load_workbook(sheet)
    page = book["transcription"]
    columns = {cell.value: cell.column for cell in page[1]}
    for heading, value in (RIFLE | SERIAL).items():
        page.cell(2, columns[heading], value)
    cell = page.cell(2, columns["reading"], text)
    cell.data_type = "s"
    book.save(sheet)
    assert take(user, case, sheet).check().json["readings"] == 1
    again = openpyxl.load_workbook(given(user, case) / "transcription.xlsx")["transcription"]
    cell = again.cell(2, columns["reading"])
    assert cell.data_type == "s"
    assert str(cell.value).replace("⟨U+202E⟩", "\u202e") == text
    assert take(user, case, user.path("sheets") / "transcription.xlsx").check().json["readings"] == 0


# -- a second reader --------------------------------------------------------------------------------------------------


def test_a_second_sheet_tells_nothing_of_the_first_reading(user: User, read: Path) -> None:
    folder = given(user, read, "--second")
    (row,) = rows(folder / "second-transcription.xlsx")
    assert set(row) == {"picture", "digest", "item", "mark", "where", "region"}
    assert row["item"].startswith("id:")
    with zipfile.ZipFile(folder / "second-transcription.xlsx") as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    for payload in (whole, (folder / "second-contact-sheet.html").read_bytes()):
        for word in (b"0421", b"A. Vale", b"rifle A", b"R-7"):
            assert word not in payload


def test_the_order_of_a_second_sheet_depends_on_its_seed(user: User, case: Path) -> None:
    sheet = given(user, case) / "transcription.xlsx"
    names = ("A1.JPG", "A2.JPG", "B1.JPG")
    answers = {name: {"item": name, "mark": "serial", "reading": f"KB {name}"} for name in names}
    take(user, case, filled(sheet, answers)).check()
    orders = {order(user, case, seed) for seed in range(5)}
    assert len(orders) > 1
    assert {frozenset(each) for each in orders} == {frozenset(names)}


def test_a_second_reading_is_blind_and_where_readers_differ_is_told(user: User, read: Path) -> None:
    sheet = given(user, read, "--second") / "second-transcription.xlsx"
    found = take(user, read, filled(sheet, {"A1.JPG": {"reading": "KB 04219"}}), "B. Lund").check().json
    assert found["readings"] == 1
    (differing,) = found["differing"]
    assert (differing["thing"], differing["mark"]) == ("rifle A", "serial")
    assert differing["combined"]["compared"][1]["where"] == [8]
    assert "  beforehand blind\n" in user.exported(read, "notation", "R3")
    told = take(user, read, user.path("sheets--second") / "filled.xlsx", "B. Lund").check().json
    assert (told["readings"], told["known"]) == (0, 1)


def test_readers_who_agree_are_not_told_as_differing(user: User, read: Path) -> None:
    sheet = given(user, read, "--second") / "second-transcription.xlsx"
    assert take(user, read, filled(sheet, {"A1.JPG": {"reading": "KB 04217"}}), "B. Lund").json["differing"] == []


def test_nobody_is_a_second_reader_of_what_they_read_first(user: User, read: Path) -> None:
    sheet = given(user, read, "--second") / "second-transcription.xlsx"
    found = take(user, read, filled(sheet, {"A1.JPG": {"reading": "KB 04219"}}), "a.  vale").check().json
    assert found["readings"] == 0
    assert "want somebody who has not read this mark yet" in found["problems"][0]["message"]


def test_a_second_sheet_of_a_case_without_readings_is_refused(user: User, case: Path) -> None:
    ran = user.run("evidence", "sheet", case, "--to", user.path("out"), "--second")
    ran.refused("nothing waits for a second reader")


# -- what is no sheet -------------------------------------------------------------------------------------------------


def test_a_file_that_is_no_sheet_is_refused_and_nothing_written(user: User, case: Path) -> None:
    root = user.root(case)
    for name, payload in (("a.xlsx", b"rubbish"), ("b.xlsx", b""), ("c.xlsx", b"PK\x03\x04"), ("d.pdf", b"%PDF-1.7")):
        user.path(name).write_bytes(payload)
        take(user, case, user.path(name)).refused("want a")
    book = openpyxl.Workbook()
    book.save(user.path("d.xlsx"))
    take(user, case, user.path("d.xlsx")).refused("want a sheet named transcription, got Sheet")
    user.path("e.csv").write_text("digest,item,mark,reading\nab,rifle,serial,KB 1\n")
    take(user, case, user.path("e.csv")).refused("want a sheet named transcription, got a table without a name (csv)")
    take(user, case, user.path("none.xlsx")).refused("want a file to read")
    assert user.root(case) == root


def test_a_sheet_that_unpacks_to_far_more_than_it_is_is_refused(user: User, case: Path) -> None:
    sheet = given(user, case) / "transcription.xlsx"
    root = user.root(case)
    with (
        zipfile.ZipFile(sheet) as whole,
        zipfile.ZipFile(user.path("bomb.xlsx"), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
    ):
        for name in whole.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            archive.writestr(name, b"<worksheet>" + b" " * 300_000_000 if is_sheet else whole.read(name))
    take(user, case, user.path("bomb.xlsx")).refused("want a")
    assert user.root(case) == root


def test_a_sheet_without_its_columns_or_a_reader_is_refused(user: User, case: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "transcription"
    book.active.append(["item", "colour"])
    book.save(user.path("e.xlsx"))
    take(user, case, user.path("e.xlsx")).refused("row 1: want the columns digest, mark, reading, got item, colour")
    user.run("evidence", "take", case, user.path("e.xlsx")).refused("want --reader")


def test_a_case_without_photographs_has_no_sheet(user: User) -> None:
    empty = user.case("empty.case", "case e: Empty\n")
    user.run("evidence", "sheet", empty, "--to", user.path("out")).refused("want a case with photographs")


HOSTILE = "a\x1b[31m\u202e<script>alert(1)<img src=x>#strong[x].jpg"


def test_hostile_names_stay_words_on_every_sheet_and_screen(user: User) -> None:
    case = user.case("h.case", "case h: H\n")
    folder = user.path("hostile")
    folder.mkdir()
    (folder / HOSTILE).write_bytes(photograph("KB 04217"))
    assert hidden_in(user.run("evidence", "add", case, folder, "--by", "A. Vale").check().said) == set()
    sheets = given(user, case)
    page = (sheets / "contact-sheet.html").read_text("utf-8")
    assert hidden_in(page) == set()
    assert "&lt;script&gt;alert(1)" in page
    assert page.count("<img ") == 1
    assert rows(sheets / "transcription.xlsx")[0]["picture"] == HOSTILE.replace("\x1b", "⟨U+001B⟩").replace(
        "\u202e", "⟨U+202E⟩"
    )
    for words in (("show", case), ("show", case, held(user, case, HOSTILE)["digest"]), ("verify", case)):
        assert hidden_in(user.run("evidence", *words).check().said) == set()


def test_without_a_typesetter_the_rest_is_written_and_a_message_says_what_is_missing(
    user: User, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    told = user.run("evidence", "sheet", case, "--to", user.path("out")).check().words
    assert "no PDF was written: want Typst to write a PDF, got none: install witnessmark[pdf]" in told
    assert sorted(path.name for path in user.path("out").iterdir()) == ["contact-sheet.html", "transcription.xlsx"]
