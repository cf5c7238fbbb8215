"""Ids: the digest of the statement that introduces a thing."""

import pytest

from witnessmark.model.ids import is_digest, short


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0123456789abcdef" * 4, True),
        ("0123456789ABCDEF" * 4, False),
        ("ab" * 31 + "a", False),
        ("ab" * 32 + "a", False),
        ("ab" * 32 + "\n", False),
        ("\n" + "ab" * 32, False),
        ("gg" * 32, False),
        ("", False),
    ],
)
def test_a_digest_is_sixty_four_lower_case_hexadecimal_digits(text: str, expected: bool) -> None:
    assert is_digest(text) is expected


def test_a_short_id_is_its_first_ten_digits() -> None:
    assert short("0123456789abcdef" * 4) == "0123456789"
