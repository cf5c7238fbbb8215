"""By which folded spellings a reading is found again."""

import pytest

from witnessmark.marks.headstamp import interpret_headstamp
from witnessmark.marks.keys import MOST_KEYS, keys, skeleton
from witnessmark.marks.reading import read


def of(typed: str) -> tuple[str, ...]:
    return keys(read(typed))


@pytest.mark.parametrize(
    "typed", ["KB 7142", "KB-7142", "kb7142", "КВ 7142", "K8_7142", "KB/7142", "KB 71:42", "KB.71.42", "КВ ٧١٤٢"]
)
def test_spellings_of_one_mark_have_one_key(typed: str) -> None:
    assert of(typed) == ("K87142",)


@pytest.mark.parametrize("blank", ["\t", "\u2009", "—"])
def test_no_blank_and_no_dash_of_any_kind_is_part_of_a_key(blank: str) -> None:
    assert of(f"KB{blank}7142") == ("K87142",)


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e"])
def test_a_character_that_cannot_be_seen_is_in_no_key(hidden: str) -> None:
    assert of(f"KB{hidden}7142") == ("K87142",)


@pytest.mark.parametrize(
    ("one", "other"), [("O", "0"), ("l", "1"), ("I", "1"), ("S", "5"), ("Z", "2"), ("б", "6"), ("З", "3")]
)
def test_look_alikes_fold_to_one_character(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other) == other


@pytest.mark.parametrize("text", ["KB 04217-86", "xx-ß", "ﬁ 7", "ŉ", "٢٧", "", "Ω ö"])
def test_a_key_that_is_folded_again_is_the_same(text: str) -> None:
    assert skeleton(skeleton(text)) == skeleton(text)


def test_a_choice_gives_a_key_for_each_candidate() -> None:
    assert of("7[1X]") == ("71", "7X")
    assert set(of("7[1X]")) == {*of("71"), *of("7X")}


def test_candidates_that_fold_to_one_give_one_key() -> None:
    assert of("7[8B]") == ("78",)


def test_a_choice_between_a_dash_and_a_character_gives_a_key_for_each() -> None:
    assert set(of("7[-X]1")) == {*of("7-1"), *of("7X1")}


def test_what_was_not_read_stands_in_the_key_as_such() -> None:
    assert of("7?1") == ("7?1",)
    assert of("7*") == ("7*",)
    assert of("7{obl:2}") == ("7?*",)


def test_a_symbol_and_an_earlier_mark_are_marks_of_their_own() -> None:
    assert of("((37)) KB{over:12} 71") == ("K871",)


def test_where_there_are_too_many_ways_the_least_sure_signs_become_unread() -> None:
    assert len(of("[12][12][12][12]")) == MOST_KEYS == 16
    assert of("[12][12][12][12][12]")[0] == "?1111"
    assert of("[123456789X][12][12]") == ("?11", "?12", "?21", "?22")


@pytest.mark.parametrize("typed", ["-", "((37))"])
def test_what_has_nothing_to_search_by_has_no_key(typed: str) -> None:
    assert [key for key in of(typed) if not key] == []


def test_a_headstamp_can_be_searched_by_its_signs() -> None:
    (key,) = keys(interpret_headstamp("12:73 6:71").reading)
    assert "73" in key
    assert "71" in key
