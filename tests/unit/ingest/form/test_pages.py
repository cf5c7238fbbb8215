"""The form for telephones: what it asks, by which names, and that it is the same each time."""

import enum
import re

import pytest

from witnessmark.errors import UsageError
from witnessmark.ingest.form.choices import choices, mark_kinds
from witnessmark.ingest.form.pages import FORM_ID, Form, Page, form
from witnessmark.ingest.form.questions import METADATA, PHOTO, asked
from witnessmark.ingest.form.words import words
from witnessmark.model.decisions import ConsentGiven, Level
from witnessmark.model.fields import kinds_by_name
from witnessmark.model.happenings import RecoveryHow, UserBasis
from witnessmark.model.observations import Access, Making, MarkState, Sampling, Wear
from witnessmark.model.quantity import Bound, Unit
from witnessmark.model.things import Precision
from witnessmark.vocabulary.catalogue import Sort, classes, resolve

NAMES = [each.question.name for each in asked()]


def cells(page: Page) -> list[dict[str, str]]:
    return [dict(zip(page.columns, row, strict=True)) for row in page.rows]


def listed(name: str) -> list[str]:
    return [choice.value for choice in choices() if choice.listed == name]


@pytest.fixture(scope="module")
def made() -> Form:
    return form()


def test_a_form_is_three_sheets(made: Form) -> None:
    assert [page.name for page in made.pages] == ["survey", "choices", "settings"]


def test_the_same_languages_make_the_same_form() -> None:
    assert form(["en", "fr"]) == form(["en", "fr"])


def test_another_content_is_another_version() -> None:
    versions = {form(codes).version for codes in (["en"], ["fr"], ["en", "fr"], ["fr", "en"])}
    assert len(versions) == 4
    assert all(re.fullmatch(r"[0-9a-f]{12}", version) for version in versions)


def test_the_last_part_of_a_name_stands_once_in_the_whole_form() -> None:
    groups = {name for each in asked() for name in each.path[:-1]}
    assert len(NAMES) == len(set(NAMES))
    assert groups.isdisjoint(NAMES)


def test_every_name_can_be_a_column_of_any_server() -> None:
    assert [name for name in NAMES if not re.fullmatch(r"[a-z][a-z_]{1,30}", name)] == []


def test_things_marks_and_further_photographs_are_tables_of_their_own() -> None:
    assert {each.table: each.path[:-1] for each in asked() if each.table} == {
        "item": ("item",),
        "mark": ("item", "mark"),
        "more": ("item", "more"),
    }


def test_every_question_that_is_shown_has_words() -> None:
    silent = {question.name for question in METADATA}
    unsaid = [
        each.question.name
        for each in asked()
        if each.question.type != "calculate" and not words().has(f"{each.question.name}.label")
    ]
    assert set(unsaid) == silent


def test_whoever_is_refused_an_answer_is_told_what_is_wanted() -> None:
    wordless = [q.name for _, _, q in asked() if q.constraint and not words().has(f"{q.name}.constraint")]
    assert wordless == []


def test_no_word_is_left_without_a_question() -> None:
    of_names = {key.partition(".")[0] for key, _ in words().said}
    places = {name for each in asked() for name in each.path}
    assert of_names - places == {"language", "choice"}


def test_no_word_is_left_without_a_choice() -> None:
    offered = {choice.key for choice in choices()}
    assert {key for key, _ in words().said if key.startswith("choice.")} <= offered


def test_every_choice_stands_in_a_list_that_is_asked_for() -> None:
    wanted = {q.type.removeprefix("select_one ") for _, _, q in asked() if q.type.startswith("select_one ")}
    assert wanted == {choice.listed for choice in choices()}


@pytest.mark.parametrize(
    ("name", "vocabulary"),
    [
        ("access", Access), ("sampling", Sampling), ("precision", Precision), ("recovery_how", RecoveryHow),
        ("user_basis", UserBasis), ("mark_state", MarkState), ("making", Making), ("wear", Wear), ("bound", Bound),
        ("consent_given", ConsentGiven), ("level", Level),
    ],
)  # fmt: skip
def test_a_list_is_the_vocabulary_of_the_model(name: str, vocabulary: type[enum.StrEnum]) -> None:
    assert listed(name) == [str(value) for value in vocabulary]


def test_what_can_be_counted_is_a_unit_and_no_share_or_time() -> None:
    assert set(listed("unit")) <= set(Unit)
    assert set(listed("unit")).isdisjoint({"percent", "days", "visits"})


def test_what_a_thing_can_be_are_kinds_of_statement() -> None:
    assert set(listed("item_sort")) <= set(kinds_by_name())


def test_a_class_has_its_code_in_the_catalogue_and_packaging_is_none() -> None:
    assert set(listed("item_class")) == {row["code"] for row in classes()} - {"PK.PACK"}


@pytest.mark.parametrize(
    ("name", "sort"), [("make_name", Sort.MAKER), ("model_name", Sort.MODEL), ("calibre_name", Sort.CALIBRE)]
)
def test_a_name_that_is_chosen_is_the_one_of_the_catalogue(name: str, sort: Sort) -> None:
    for choice in choices():
        if choice.listed == name and choice.value != "other":
            assert choice.name in {named.name for named in resolve(choice.value, sort)}


def test_a_model_is_offered_with_its_class_and_another_always() -> None:
    known = {row["code"] for row in classes()}
    of_models = [choice for choice in choices() if choice.listed == "model_name"]
    assert {choice.item_class for choice in of_models[:-1]} <= known
    assert (of_models[-1].value, of_models[-1].item_class) == ("other", "any")


def test_serial_lot_and_headstamp_come_first_among_the_kinds_of_mark() -> None:
    assert mark_kinds()[:3] == ("serial", "lot", "headstamp")
    assert {"factory_symbol", "import", "proof", "property", "other"} <= set(mark_kinds())


def test_every_choice_is_one_word_and_stands_once_in_its_list() -> None:
    pairs = [(choice.listed, choice.value) for choice in choices()]
    assert len(pairs) == len(set(pairs))
    assert [value for _, value in pairs if " " in value] == []


def test_no_picture_is_made_smaller() -> None:
    photos = [q for _, _, q in asked() if q.type == PHOTO]
    assert {q.name for q in photos} == {
        "shot_left", "shot_right", "shot_headstamp", "shot_crate", "shot_label", "shot_paper", "shot_context",
        "mark_photo", "more_photo",
    }  # fmt: skip
    assert {q.parameters for q in photos} == {"max-pixels=65535"}


def test_neither_telephone_nor_way_nor_name_of_whoever_fills_it_is_recorded(made: Form) -> None:
    survey = cells(made.pages[0])
    assert {row["type"] for row in survey}.isdisjoint({"deviceid", "username", "phonenumber", "email", "simserial"})
    (audit,) = [row for row in survey if row["type"] == "audit"]
    assert "location" not in audit["parameters"]


def test_who_may_see_it_is_asked_only_of_those_who_agreed(made: Form) -> None:
    (level,) = [row for row in cells(made.pages[0]) if row["name"] == "consent_level"]
    assert (level["required"], level["relevant"]) == ("yes", "${consent_given} = 'yes'")


def test_the_reading_names_the_version_of_its_notation(made: Form) -> None:
    (notation,) = [row for row in cells(made.pages[0]) if row["name"] == "mark_notation"]
    assert (notation["type"], notation["calculation"]) == ("calculate", "'1'")


def test_each_table_states_how_many_rows_belong_to_each_row_above() -> None:
    assert {each.question.name: each.table for each in asked() if each.question.name.endswith("_count")} == {
        "item_count": "",
        "mark_count": "item",
        "more_count": "item",
    }


def test_the_first_language_is_shown_first() -> None:
    (settings,) = cells(form(["ar", "en"]).pages[2])
    assert settings["default_language"] == words().heading("ar")


def test_a_language_that_is_asked_for_twice_comes_once() -> None:
    assert form(["en", "en"]) == form(["en"])


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="want a language of en, fr, es, ar, uk; got 'xx'"):
        form(["xx"])


def test_a_name_gives_the_form_a_title_and_an_identifier_of_its_own() -> None:
    named = form(["en"], name="Équipe Orlan 2")
    assert (named.title, named.form_id) == ("Équipe Orlan 2", f"{FORM_ID}_equipe_orlan_2")
    assert named.pages[0] == form(["en"]).pages[0]


def test_names_in_other_scripts_have_identifiers_that_differ() -> None:
    ids = {form(["en"], name=name).form_id for name in ("Команда", "Загін", "فريق")}
    assert len(ids) == 3
    assert all(re.fullmatch(r"witnessmark_field_[0-9a-f]{12}", i) for i in ids)


@pytest.mark.parametrize("name", [" ", "x" * 61, "a\nb", "a\x00b", "a\u202eb"])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="want a name of 1 to 60 characters that can be seen"):
        form(["en"], name=name)
