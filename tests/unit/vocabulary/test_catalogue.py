"""Names and aliases, and what they are the names of."""

import math

import pytest

from witnessmark.marks.tables import rows
from witnessmark.vocabulary.catalogue import Sort, classes, folded, guided_weapons, mentions, resolve

PACKAGE = "witnessmark.vocabulary"


def names(text: str, sort: Sort = Sort.MODEL) -> list[str]:
    return [named.name for named in resolve(text, sort)]


@pytest.mark.parametrize("text", ["9M111", "9М111", "9k111", "Fagot", "Фагот", "FAGOT", "9M-111"])
def test_a_missile_is_found_by_its_names_in_two_scripts(text: str) -> None:
    assert names(text) == ["9M111"]


@pytest.mark.parametrize("text", ["7.62x39", "7,62×39", "7.62 x 39", "M43", "7,62x39"])
def test_a_calibre_is_found_by_its_spellings(text: str) -> None:
    assert names(text, Sort.CALIBRE) == ["7.62x39"]


def test_near_names_of_other_kinds_are_never_one() -> None:
    assert [names(text) for text in ("9M111", "9M113", "9M112")] == [["9M111"], ["9M113"], []]
    assert [names(text) for text in ("PG-7", "ПГ-7", "PG-9", "ПГ-9", "PG-8")] == [["PG-7"]] * 2 + [["PG-9"]] * 2 + [[]]
    assert names("RPG-7") == ["RPG-7"]


def test_a_name_tells_more_than_an_alias() -> None:
    (own,), (alias,) = resolve("9M111", Sort.MODEL), resolve("Fagot", Sort.MODEL)
    assert own.bits == round(math.log2(len(rows("models", PACKAGE))), 2)
    assert alias.bits == round(own.bits - 1, 2)
    assert own.because.split(";")[0] == "'9M111' is its name"


def test_an_alias_says_what_it_rests_on() -> None:
    (sourced,), (background,) = resolve("Fagot", Sort.MODEL), resolve("9K111", Sort.MODEL)
    assert sourced.because.startswith("'Fagot' is its alias Fagot, by https://")
    assert background.because.startswith("'9K111' is its alias 9K111, which is background")


def test_every_alias_is_of_something_in_the_catalogue() -> None:
    names = {("model", row["name"]) for row in rows("models", PACKAGE)}
    names |= {("maker", row["name"]) for row in rows("makers", PACKAGE)}
    names |= {("calibre", row["name"]) for row in rows("calibres", PACKAGE)}
    assert {(row["sort"], row["name"]) for row in rows("aliases", PACKAGE)} <= names


def test_the_taxonomy_has_the_classes_and_their_entries_in_control_lists() -> None:
    assert len(classes()) == 32
    assert len({row["code"] for row in classes()}) == 32
    for row in classes():
        assert all(row[column] for column in ("label", "eu_ml", "wassenaar_ml", "un_register", "hs", "lists_as_of"))


def test_guided_weapons_are_a_group_of_their_own() -> None:
    assert {"9M111", "9M113", "9M133-1", "BGM-71E"} <= set(guided_weapons())
    assert not {"PG-7", "PG-9", "RPG-7"} & set(guided_weapons())


@pytest.mark.parametrize("table", ["models", "makers", "calibres", "classes"])
def test_a_row_without_a_source_is_background_of_low_weight(table: str) -> None:
    for row in rows(table, PACKAGE):
        assert row["status"] in {"verified", "background"}
        if row["status"] == "verified":
            assert row["source"].startswith(("https://", "http://")), row
        else:
            assert row.support.weight <= 0.3, row


def test_every_model_is_of_a_known_class_and_no_name_stands_twice() -> None:
    codes = {row["code"] for row in classes()}
    models = rows("models", PACKAGE)
    assert {row["class"] for row in models} <= codes
    assert len({folded(row["name"]) for row in models}) == len(models)


def test_a_description_is_searched_for_the_longest_names() -> None:
    found = [(typed, named.sort.value, named.name) for typed, named in mentions("a Type 56-1 rifle, 7,62×39 (Norinco)")]
    assert found == [
        ("Type 56-1", "model", "Type 56-1"),
        ("Norinco", "maker", "Norinco"),
        ("7,62×39", "calibre", "7.62x39"),
        ("rifle", "class", "rifle or carbine (non-assault)"),
    ]


@pytest.mark.parametrize("text", ["", " ", "|", "\ud800", "\u202e", "x" * 10_000, "a " * 5_000])
def test_any_text_can_be_searched(text: str) -> None:
    assert list(mentions(text)) == []
