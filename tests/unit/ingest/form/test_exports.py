"""The exports that the tests play: as the form makes them, so that an import that reads them reads real ones."""

import csv
import io
import re
import zipfile
from collections import Counter

import pytest
from openpyxl import load_workbook
from PIL import Image
from tests.support.odk_export import Defect, central_zip, kobo_book, kobo_media, tables, things
from tests.support.submissions import Submission, submissions

from witnessmark.ingest.form.choices import choices
from witnessmark.ingest.form.pages import Form, form
from witnessmark.ingest.form.questions import asked

Rows = list[dict[str, str]]
MADE = form()


@pytest.fixture(scope="module")
def filled() -> list[Submission]:
    return submissions(5, seed=7)


def unpacked(payload: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(payload))


def csv_of(archive: zipfile.ZipFile, name: str) -> Rows:
    return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8"), newline="")))


def central(filled: list[Submission], defect: Defect = Defect.NONE, made: Form = MADE) -> dict[str, Rows]:
    archive = unpacked(central_zip(filled, made, defect=defect))
    stem = made.form_id
    return {
        n.removeprefix(stem).removesuffix(".csv"): csv_of(archive, n) for n in archive.namelist() if n[-4:] == ".csv"
    }


def kobo(filled: list[Submission], defect: Defect = Defect.NONE) -> dict[str, Rows]:
    book = load_workbook(io.BytesIO(kobo_book(filled, MADE, defect=defect)))
    found: dict[str, Rows] = {}
    for page in book:
        headings, *rows = [["" if v is None else str(v) for v in row] for row in page.iter_rows(values_only=True)]
        found[page.title] = [dict(zip(headings, row, strict=True)) for row in rows]
    return found


def test_the_same_seed_makes_the_same_bytes() -> None:
    one, two = (submissions(3, seed=1) for _ in range(2))
    assert central_zip(one, MADE) == central_zip(two, MADE)
    assert kobo_book(one, MADE) == kobo_book(two, MADE)
    assert submissions(3, seed=2)[0].i != one[0].i


def test_every_answer_is_one_that_the_form_asks_for(filled: list[Submission]) -> None:
    names = {each.question.name for each in asked()} | {"instanceName"}
    assert {name for each in filled for row in each.rows() for name in row} <= names


def test_every_choice_is_one_that_the_form_offers(filled: list[Submission]) -> None:
    offered = {(choice.listed, choice.value) for choice in choices()}
    lists = {q.name: q.type.removeprefix("select_one ") for _, _, q in asked() if q.type.startswith("select_one ")}
    chosen = {(lists[n], v) for each in filled for row in each.rows() for n, v in row.items() if n in lists and v}
    assert chosen <= offered


def test_everything_typed_passes_what_the_telephone_checks(filled: list[Submission]) -> None:
    patterns = {
        q.name: found[1]
        for _, _, q in asked()
        if (found := re.fullmatch(r"regex\(\., '([^']+)'\)", q.constraint)) is not None
    }
    assert set(patterns) == {"item_tag", "year_claimed", "recovery_date", "mark_text", "mark_region"}
    for each in filled:
        for row in each.rows():
            for name in patterns.keys() & row.keys():
                assert re.match(patterns[name], row[name]), row[name]


def test_the_story_has_a_visit_without_finds_and_one_where_nobody_agreed(filled: list[Submission]) -> None:
    assert Counter(each.answers["any_item"] for each in filled) == {"yes": 4, "no": 1}
    assert Counter(each.answers.get("consent_given") for each in filled) == {"yes": 3, "no": 1, None: 1}
    assert {t.answers["item_sort"] for t in things(filled)} == {"item", "lot", "container", "paper"}


def test_central_gives_a_table_for_each_repeat_named_by_it_alone(filled: list[Submission]) -> None:
    assert set(central(filled)) == {"", "-item", "-mark", "-more", " - audit"}


def test_central_heads_columns_with_their_groups_and_not_with_their_repeat(filled: list[Submission]) -> None:
    found = central(filled)
    assert {"visit-visit_date", "visit-place_gps-Latitude", "consent-consent_given", "KEY"} <= found[""][0].keys()
    assert {"thing-item_tag", "shots-shot_left", "item_note", "PARENT_KEY", "KEY"} <= found["-item"][0].keys()
    assert {"mark_text", "mark_photo", "PARENT_KEY", "KEY"} <= found["-mark"][0].keys()
    assert next(iter(found[""][0])) == "SubmissionDate"
    assert list(found[""][0])[-1] == "FormVersion"


def test_every_row_of_central_leads_to_the_one_above(filled: list[Submission]) -> None:
    found = central(filled)
    visits, items = ({row["KEY"] for row in found[name]} for name in ("", "-item"))
    assert {row["PARENT_KEY"] for row in found["-item"]} <= visits
    assert {row["PARENT_KEY"] for row in found["-mark"] + found["-more"]} <= items
    assert all(re.fullmatch(r"uuid:[0-9a-f-]{36}/item\[\d+\]/mark\[\d+\]", row["KEY"]) for row in found["-mark"])


def test_kobo_gives_a_sheet_for_each_repeat_and_leads_to_the_one_above_by_its_index(filled: list[Submission]) -> None:
    found = kobo(filled)
    assert list(found) == [MADE.title, "item", "mark", "more"]
    assert {row["_parent_table_name"] for row in found["item"]} == {MADE.title}
    assert {row["_parent_table_name"] for row in found["mark"]} == {"item"}
    assert {row["_parent_index"] for row in found["mark"]} <= {row["_index"] for row in found["item"]}
    assert {row["_submission__uuid"] for row in found["item"]} <= {row["_uuid"] for row in found[MADE.title]}


def test_kobo_has_no_column_for_a_note_and_an_address_for_each_picture(filled: list[Submission]) -> None:
    found = kobo(filled)
    assert "consent_text" not in found[MADE.title][0]
    assert {"place_gps", "_place_gps_latitude", "_place_gps_precision"} <= found[MADE.title][0].keys()
    assert {"mark_photo", "mark_photo_URL"} <= found["mark"][0].keys()


@pytest.mark.parametrize("is_kobo", [False, True])
def test_headings_stand_once_in_a_table(filled: list[Submission], is_kobo: bool) -> None:
    for table in tables(filled, MADE, kobo=is_kobo).values():
        assert len(table.headings) == len(set(table.headings))
        assert {len(row) for row in table.rows} == {len(table.headings)}


def test_a_whole_export_has_as_many_rows_as_it_states(filled: list[Submission]) -> None:
    found = central(filled)
    of_visits = Counter(row["PARENT_KEY"] for row in found["-item"])
    of_items = Counter(row["PARENT_KEY"] for row in found["-mark"])
    assert all(int(row["item_count"]) == of_visits[row["KEY"]] for row in found[""])
    assert all(int(row["mark_count"]) == of_items[row["KEY"]] for row in found["-item"])


@pytest.mark.parametrize("read", [central, kobo])
def test_a_cut_export_has_fewer_rows_than_it_states(filled: list[Submission], read: type) -> None:
    found = list(read(filled, Defect.TRUNCATED).values())
    assert len(found[1]) == 3
    assert sum(int(row["item_count"]) for row in found[0]) > 3


@pytest.mark.parametrize("read", [central, kobo])
def test_lost_repeats_leave_what_is_asked_once(filled: list[Submission], read: type) -> None:
    assert {"item", "-item", "mark", "-mark"}.isdisjoint(read(filled, Defect.LOST_REPEATS))


@pytest.mark.parametrize("read", [central, kobo])
def test_a_filtered_export_lacks_columns(filled: list[Submission], read: type) -> None:
    headings = {heading for rows in read(filled, Defect.FILTERED).values() for row in rows for heading in row}
    assert not any("mark_text" in heading or "place_gps" in heading for heading in headings)
    assert any("mark_kind" in heading for heading in headings)


def test_every_picture_that_a_row_names_is_there_unless_media_are_missing(filled: list[Submission]) -> None:
    named = {mark["mark_photo"] for thing in things(filled) for mark in thing.marks}
    whole, lacking = (
        {name.removeprefix("media/") for name in unpacked(central_zip(filled, MADE, defect=d)).namelist()}
        for d in (Defect.NONE, Defect.MISSING_MEDIA)
    )
    assert named <= whole
    assert not named <= lacking
    assert named <= {name.rpartition("/")[2] for name in unpacked(kobo_media(filled)).namelist()}


def test_a_picture_tells_when_and_where_it_was_taken(filled: list[Submission]) -> None:
    first = filled[0]
    with Image.open(io.BytesIO(next(iter(first.media.values())))) as picture:
        picture.verify()
        exif = picture.getexif()
    assert exif.get_ifd(0x8769)[0x9003].startswith("2014:05:13")
    degrees, minutes, seconds = map(float, exif.get_ifd(0x8825)[2])
    assert first.at is not None
    assert degrees + minutes / 60 + seconds / 3600 == pytest.approx(first.at[0], abs=1e-5)


def test_a_telephone_without_position_writes_none_into_its_pictures(filled: list[Submission]) -> None:
    with Image.open(io.BytesIO(next(iter(filled[1].media.values())))) as picture:
        assert picture.getexif().get_ifd(0x8825) == {}
