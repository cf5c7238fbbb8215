"""The form for telephones, written by the command line and compiled by what servers compile forms with."""

import csv
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.e2e.running import User
from tests.support.odk_export import tables
from tests.support.xform import XForm, compiled

from witnessmark.ingest.form.pages import form

EXAMPLES = Path(__file__).parents[1] / "unit" / "marks" / "mark_examples.csv"


@pytest.fixture(scope="module")
def xform(tmp_path_factory: pytest.TempPathFactory) -> XForm:
    """The form in all languages, compiled."""
    folder = tmp_path_factory.mktemp("form")
    user = User(folder=folder, home=folder / "home")
    user.run("form", "-o", user.path("form.xlsx")).check()
    return compiled(user.path("form.xlsx"))


def pattern(xform: XForm, name: str) -> re.Pattern[str]:
    """The pattern in a compiled constraint."""
    found = re.fullmatch(r"regex\(\., '([^']+)'\)", xform.constraint(name))
    assert found is not None
    return re.compile(found[1])


def test_the_form_compiles_without_a_warning(xform: XForm) -> None:
    assert xform.warnings == ()


def test_one_language_alone_compiles_without_a_warning(user: User) -> None:
    user.run("form", "-o", user.path("ar.xlsx"), "--language", "ar").check()
    found = compiled(user.path("ar.xlsx"))
    assert found.warnings == ()
    assert found.languages == ["العربية – غير مُراجَع / not reviewed (ar)"]


def test_marks_and_photographs_repeat_within_things(xform: XForm) -> None:
    assert xform.repeats == ["/data/item", "/data/item/mark", "/data/item/more"]


def test_the_version_that_is_told_is_the_one_in_the_form(user: User) -> None:
    told = user.run("form", "-o", user.path("f.xlsx"), "--language", "en", "--json").check().json
    assert compiled(user.path("f.xlsx")).identity == (told["form_id"], told["version"])


def test_the_same_form_has_the_same_bytes(user: User) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        user.run("form", "-o", user.path(name)).check()
    assert user.path("one.xlsx").read_bytes() == user.path("two.xlsx").read_bytes()


def test_every_question_keeps_its_place(xform: XForm) -> None:
    of_a_mark = "kind where clock text script making wear method photo region note notation item date by"
    assert [path for path in xform.paths if path.startswith("/data/item/mark/")] == [
        f"/data/item/mark/mark_{name}" for name in of_a_mark.split()
    ]
    assert {"/data/visit/visit_date", "/data/consent/consent_given", "/data/item/thing/item_tag"} <= set(xform.paths)


def test_the_exports_that_the_tests_play_have_the_columns_of_the_compiled_form(xform: XForm) -> None:
    played = tables([], form(), kobo=False)
    for name, prefix in (("", "/data/"), ("item", "/data/item/"), ("mark", "/data/item/mark/")):
        inner = [path.removeprefix(prefix) for path in xform.paths if path.startswith(prefix)]
        wanted = ["-".join(p.split("/")) for p in inner if not p.startswith(("item/", "mark/", "more/"))]
        headings = [h for h in played[name].headings if not re.search("KEY|Longitude|Altitude|Accuracy|^[A-Z]", h)]
        assert [h.removesuffix("-Latitude") for h in headings] == wanted


def test_types_are_those_that_an_export_has(xform: XForm) -> None:
    assert {name: xform.binds[name]["type"] for name in ("visit_date", "place_gps", "seen_number", "mark_photo")} == {
        "visit_date": "date",
        "place_gps": "geopoint",
        "seen_number": "int",
        "mark_photo": "binary",
    }


def test_each_filled_form_has_an_identifier_and_an_audit(xform: XForm) -> None:
    assert {"/data/meta/instanceID", "/data/meta/instanceName", "/data/meta/audit"} <= set(xform.paths)


def test_a_telephone_fills_in_only_when_it_was_filled(xform: XForm) -> None:
    assert xform.preloads() == {"start", "end", "today"}


def test_the_constraint_takes_every_published_mark(xform: XForm) -> None:
    takes = pattern(xform, "mark_text")
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        typed = [row["typed"] for row in csv.DictReader(file) if row["typed"]]
    assert len(typed) > 60
    assert [mark for mark in typed if not takes.match(mark)] == []


@pytest.mark.parametrize("typed", ["[8B", "KB 04217)", "{obl:4", "---", "n/a", "Unknown", "", "   ", "7" * 401])
def test_the_constraint_refuses_what_is_no_reading(xform: XForm, typed: str) -> None:
    assert not pattern(xform, "mark_text").match(typed)


def test_a_partial_date_can_be_typed_and_a_local_one_not(xform: XForm) -> None:
    takes = pattern(xform, "recovery_date")
    assert takes.match("2014-06")
    assert not takes.match("30/06/2014")


def test_a_translation_is_offered_as_not_reviewed(xform: XForm) -> None:
    assert xform.languages[0] == "English (en)"
    assert all("not reviewed" in language for language in xform.languages[1:])
    assert len(xform.languages) == 5


def test_consent_is_asked_in_english_under_a_notice_in_each_language(xform: XForm) -> None:
    (english,) = xform.said("English (en)", "/data/consent/consent_text:label")
    for language in xform.languages[1:]:
        (said,) = xform.said(language, "/data/consent/consent_text:label")
        assert said.endswith(f"\n\n{english}")
        assert said != english


def test_classes_can_be_searched_and_have_their_codes(xform: XForm) -> None:
    assert "SA.ASLT" in xform.choices("item_class")
    assert "PK.PACK" not in xform.choices("item_class")


def test_the_workbook_holds_text_alone(user: User) -> None:
    user.run("form", "-o", user.path("f.xlsx")).check()
    book = load_workbook(user.path("f.xlsx"))
    assert book.sheetnames == ["survey", "choices", "settings"]
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}


def test_what_is_not_reviewed_is_said_when_the_form_is_written(user: User) -> None:
    told = user.run("form", "-o", user.path("f.xlsx"), "--language", "fr").check()
    assert "Français – non relu / not reviewed (fr)" in told.out
    assert "consent is asked in the original words" in told.words


def test_the_original_alone_needs_no_remark(user: User) -> None:
    assert "not reviewed" not in user.run("form", "-o", user.path("f.xlsx"), "--language", "en").check().out


def test_a_form_can_be_named(user: User) -> None:
    told = user.run("form", "-o", user.path("f.xlsx"), "--name", "Orlan team", "--json").check().json
    assert (told["title"], told["form_id"]) == ("Orlan team", "witnessmark_field_orlan_team")


def test_bad_requests_are_refused_and_nothing_is_written(user: User) -> None:
    user.run("form", "-o", user.path("f.xlsx"), "--language", "de").refused("want a language of en", "got 'de'")
    user.run("form", "-o", user.path("f.csv")).refused("want a file name that ends in .xlsx")
    user.run("form", "-o", user.path("f.xlsx"), "--name", "\x1b[31m").refused("want a name of 1 to 60 characters")
    user.run("form", "-o", user.path("none") / "f.xlsx").refused("cannot be written")
    assert list(user.folder.iterdir()) == []
