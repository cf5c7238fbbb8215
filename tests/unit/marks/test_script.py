"""In which scripts a reading is written, and what a reader should know of its characters."""

import pytest

from witnessmark.marks.letters import script
from witnessmark.marks.reading import read
from witnessmark.marks.scheme import About
from witnessmark.marks.script import doubts, script_meanings


@pytest.mark.parametrize(
    ("character", "expected"),
    [("K", "LATIN"), ("К", "CYRILLIC"), ("Κ", "GREEK"), ("ك", "ARABIC"), ("五", "CJK"), ("מ", "HEBREW"), ("Ⴀ", "OTHER"),
     ("7", ""), ("-", ""), ("★", ""), ("\ud800", ""), ("\u200b", "")],
)  # fmt: skip
def test_a_letter_has_a_script_and_other_characters_have_none(character: str, expected: str) -> None:
    assert script(character) == expected


def test_a_plain_reading_gives_no_doubt() -> None:
    assert [*doubts(read("KB 71 {obl:2} ((37))")), *doubts(read("КВ 71")), *doubts(read(""))] == []


def test_hidden_characters_are_named_once_each() -> None:
    assert list(doubts(read("7\u202e1\u200b\u202e"))) == [
        "holds characters that cannot be seen: U+200B, U+202E; they are no part of the mark"
    ]


def test_a_word_in_two_scripts_is_told() -> None:
    assert list(doubts(read("KВ 71"))) == ["'KВ' mixes Cyrillic and Latin letters, which can look the same"]


@pytest.mark.parametrize("typed", ["K В", "K7В", "K|В", "K*В", "(K)В"])
def test_two_scripts_in_different_words_are_no_doubt(typed: str) -> None:
    assert list(doubts(read(typed))) == []


def test_a_mixed_word_within_a_symbol_or_an_earlier_mark_is_told() -> None:
    mixed = ["'KВ' mixes Cyrillic and Latin letters, which can look the same"]
    assert list(doubts(read("(KВ)"))) == list(doubts(read("{over:KВ}"))) == mixed


def test_digits_of_two_scripts_are_told() -> None:
    assert list(doubts(read("7٧"))) == ["mixes digits of two scripts"]
    assert list(doubts(read("٧٧"))) == []


def test_letters_that_only_cyrillic_has_tell_which_states_write_so() -> None:
    (meaning,) = script_meanings(read("ЖK-Щ"))
    assert meaning.said(About.COUNTRY) == ("USSR", "Russia", "Bulgaria", "Yugoslavia")
    assert meaning.because == "Cyrillic letters: Ж Щ"
    assert meaning.support.is_verified is False


@pytest.mark.parametrize("typed", ["", "КВ", "KB", "71", "?", "*"])
def test_letters_that_other_scripts_share_tell_nothing(typed: str) -> None:
    assert list(script_meanings(read(typed))) == []
