"""Characters that cannot be seen, and a way to show them."""

import pytest

from witnessmark.model.hidden import is_hidden, visible


@pytest.mark.parametrize(
    "character", ["\u202e", "\u200b", "\ufeff", "\x07", "\x7f", "\r", "\x00", "\ue000", "\u0378", "\u2028", "\u2029"]
)
def test_controls_and_unassigned_characters_are_hidden(character: str) -> None:
    assert is_hidden(character) is True
    assert visible(f"KB{character}04") == f"KB⟨U+{ord(character):04X}⟩04"


@pytest.mark.parametrize("character", ["\n", "\t", " ", "\xa0", "a", "Ж", "工", "é", "\u0301", "\U0001f3ed", "\u3000"])
def test_line_breaks_blanks_and_letters_are_seen(character: str) -> None:
    assert is_hidden(character) is False
    assert visible(f"KB{character}04") == f"KB{character}04"


def test_a_character_beyond_the_first_plane_is_spelled_out_in_full() -> None:
    assert visible("a\U000e0001") == "a⟨U+E0001⟩"


def test_an_empty_text_stays_empty() -> None:
    assert visible("") == ""
