"""What a thing can be, by its description and its marks, with the reasons for and against."""

from witnessmark.marks.meaning import interpret
from witnessmark.vocabulary.identify import Candidate, Identified, identify


def identified(description: str, *marks: str) -> Identified:
    return identify(description, [interpret(mark) for mark in marks])


def only(description: str, *marks: str) -> Candidate:
    (candidate,) = identified(description, *marks).candidates
    return candidate


def test_a_model_that_is_named_is_the_candidate() -> None:
    found = only("rocket ПГ-9")
    assert (found.model, found.facts["calibre"]) == ("PG-9", "73 mm")
    assert found.reasons[0].startswith("'ПГ-9' is its alias")


def test_a_model_that_only_a_mark_tells_is_a_candidate_too() -> None:
    assert only("a pistol", "((10)) IK-25-1777").model == "Makarov PM"


def test_what_is_in_no_catalogue_is_none_of_them() -> None:
    found = identified("a thing of unknown make", "XYZ07I006-004")
    assert found.candidates == ()
    assert found.problems == ("no model of the catalogue is named or marked: it is none of them, or not told",)


def test_a_mark_that_agrees_adds_bits_and_one_that_does_not_takes_them() -> None:
    alone, agrees, differs = (only("Glock 17", *marks).bits for marks in ((), ("AF123",), ("★",)))
    assert differs < alone < agrees


def test_reasons_stand_for_and_against() -> None:
    found = only("Glock 17", "★")
    assert any("says country Russia" in reason for reason in found.against)
    assert any("is its name" in reason for reason in found.reasons)


def test_a_calibre_that_the_model_does_not_have_is_a_reason_against() -> None:
    assert any("7.62x51" in reason for reason in only("AKM, 7.62x51").against)


def test_a_year_before_the_model_existed_is_impossible_and_it_is_said_why() -> None:
    found = only("Type 56 SKS", "1949")
    assert found.years == ()
    assert "year 1949 is impossible: the model is not known before 1956" in found.against
    assert only("Type 56 SKS", "1968").years == ("1968",)


def test_near_models_are_both_candidates_where_both_are_named() -> None:
    assert [c.model for c in identified("9M111 or 9M113").candidates] == ["9M111", "9M113"]
