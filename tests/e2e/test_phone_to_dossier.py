"""From a filled form to a dossier with pictures: what telephones gather comes in, and leads back to its cell."""

import re
from pathlib import Path

import pytest
from tests.e2e.running import User
from tests.support.odk_export import Defect, central_zip, kobo_book, kobo_media
from tests.support.plates import REGION
from tests.support.submissions import Submission, submissions

from witnessmark.ingest.form.pages import form

COUNT, SEED = 3, 5


@pytest.fixture(scope="module")
def filled() -> list[Submission]:
    return submissions(COUNT, seed=SEED)


@pytest.fixture
def user(tmp_path: Path) -> User:
    made = User(folder=tmp_path, home=tmp_path / "home")
    made.run("new", made.path("phone.case"), "--title", "Visits").check()
    return made


def marks(filled: list[Submission]) -> list[dict[str, str]]:
    return [mark for each in filled for thing in each.things for mark in thing.marks]


def test_the_dossier_shows_every_close_up_with_the_mark_framed(user: User, filled: list[Submission]) -> None:
    export = user.write("export.zip", central_zip(filled, form()))
    user.run("import", export, "--into", user.path("phone.case"), "--yes").check()
    user.run("export", user.path("phone.case"), "--level", "R3", "-o", user.path("visits.html")).check()
    page = user.path("visits.html").read_text("utf-8")
    left, top, width, height = map(float, REGION.split(","))
    frame = f'<span class="mark" style="left:{left}%;top:{top}%;width:{width}%;height:{height}%"></span>'
    assert page.count(frame) == len(marks(filled))
    assert page.count("data:image/jpeg;base64,") == sum(len(each.media) for each in filled)


def test_a_reading_leads_back_to_file_sheet_and_cells(user: User, filled: list[Submission]) -> None:
    export = user.write("export.zip", central_zip(filled, form()))
    user.run("import", export, "--into", user.path("phone.case"), "--yes").check()
    listed = user.run("show", user.path("phone.case"), "mark-reading", "--json").check().json
    assert len(listed["rows"]) == len(marks(filled))
    told = user.run("show", user.path("phone.case"), listed["rows"][0]["id"]).check().words
    assert re.search(r"locator witnessmark_field-mark\.csv![A-Z]+[0-9]+", told)


def test_what_comes_again_adds_nothing(user: User, filled: list[Submission]) -> None:
    export = user.write("export.zip", central_zip(filled, form()))
    first = user.run("import", export, "--into", user.path("phone.case"), "--yes", "--json").check().json
    again = user.run("import", export, "--into", user.path("phone.case"), "--yes", "--json").check().json
    assert first["new"] > 0
    assert (again["new"], again["sight"]["is_same"]) == (0, True)


def test_a_later_export_adds_only_the_new_visits(user: User, filled: list[Submission]) -> None:
    user.write("export.zip", central_zip(filled[:-1], form()))
    user.run("import", user.path("export.zip"), "--into", user.path("phone.case"), "--yes").check()
    user.write("export.zip", central_zip(filled, form()))
    later = (
        user.run("import", user.path("export.zip"), "--into", user.path("phone.case"), "--yes", "--json").check().json
    )
    assert (later["sight"]["corrected"], later["sight"]["gone"]) == (0, 0)
    assert later["sight"]["made"]["visit"] == 1


def test_media_that_are_missing_are_named(user: User, filled: list[Submission]) -> None:
    export = user.write("export.zip", central_zip(filled, form(), defect=Defect.MISSING_MEDIA))
    whole = {name for each in filled for name in each.media}
    sight = user.run("import", export, "--into", user.path("phone.case"), "--dry-run", "--json").check().json
    named = {name for cells in sight["left_out_cells"].values() for name in cells}
    assert named
    assert named <= whole
    assert sight["unread"] == 0


def test_an_export_that_was_cut_says_less_than_the_forms_state(user: User, filled: list[Submission]) -> None:
    export = user.write("export.zip", central_zip(filled, form(), defect=Defect.TRUNCATED))
    sight = user.run("import", export, "--into", user.path("phone.case"), "--dry-run", "--json").check().json
    things = next(each for each in sight["figures"] if each["name"] == "things")
    assert int(things["value"]) < int(things["stated"]) == sum(len(each.things) for each in filled)


def test_a_workbook_takes_its_photographs_from_an_archive_beside_it(user: User, filled: list[Submission]) -> None:
    book, media = user.write("kobo.xlsx", kobo_book(filled, form())), user.write("media.zip", kobo_media(filled))
    command = ("import", book, "--into", user.path("phone.case"), "--media", media)
    sight = user.run(*command, "--dry-run", "--json").check().json
    assert (sight["unread"], sight["left_out_cells"]) == (0, {})
    user.run(*command, "--yes").check()
    user.run("evidence", "verify", user.path("phone.case")).check()
