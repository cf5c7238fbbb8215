"""Words for a mark that there is not: they are no mark, and a mark that only resembles one is."""

import pyarrow as pa
import pytest

from witnessmark.registers.checking import checked
from witnessmark.registers.placeholders import WORDS
from witnessmark.registers.schema import SINGLE

NONE = "a mark: this is a word or sign for none"


def wanted(mark: str, kind: str = "serial", last: str = "") -> list[str]:
    found: list[str] = checked(pa.table({"kind": [kind], "mark": [mark], "last": [last]}))[1]["wanted"].to_pylist()
    return found


@pytest.mark.parametrize("kind", SINGLE)
@pytest.mark.parametrize("word", WORDS)
def test_a_word_for_none_is_no_mark_in_any_case(word: str, kind: str) -> None:
    for typed in (word, word.upper(), word.capitalize(), f" {word} ", f"({word})", f"{word}."):
        assert wanted(typed, kind) == [NONE]


@pytest.mark.parametrize(
    "typed",
    ["-", "--", "—", "?", "???", "*", "***", ".", "_", "/", "0", "0000", "000 000", "00-00", " 0 ", "N.A.", "n / a",
     "No_Serial", "NO-SERIAL", "NOSERIAL", "SANS NUMERO", "sin numero", "[NULL]", '"N/A"', "<none>"],
)  # fmt: skip
def test_a_sign_or_zeros_alone_or_another_spelling_are_none_either(typed: str) -> None:
    assert wanted(typed) == [NONE]


@pytest.mark.parametrize(
    "typed",
    ["NA1", "NULL7", "NONE-1", "KB NIL", "SANSA", "7", "00001", "0A", "1000", "N", "NS", "SN", "UNKNOWN 7", "?7",
     "KB?*", "-7", "X", "ANA", "нет 7"],
)  # fmt: skip
def test_what_holds_anything_else_is_a_mark(typed: str) -> None:
    assert wanted(typed) == []


def test_a_range_can_begin_with_zeros_and_a_quantity_needs_no_mark() -> None:
    assert wanted("0000", "range", "0999") == []
    assert wanted("N/A", "quantity") == []


def test_each_word_says_what_it_is_and_stands_there_once() -> None:
    assert all(WORDS.values())
    assert [word for word in WORDS if word != word.lower()] == []
