"""When two names are spelled alike, in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.vocabulary.folding import LONGEST, folded, respelled, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HONG KONG", "Hong-Kong"),
        ("Côte d'Ivoire", "COTE D’IVOIRE"),
        ("İran", "iran"),
        ("Ελλάς", "ελλασ"),
        ("Беларусь", "БЕЛАРУСЬ"),
        ("السودان", "سودان"),
        ("ايران", "ایران"),
        ("Łódź", "LODZ"),
        ("U.S.A.", "USA"),
        ("Straße", "STRASSE"),
    ],
)
def test_case_accents_points_and_articles_do_not_count(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_the_vowels_of_indic_scripts_do_count() -> None:
    assert folded("टोगो") != folded("टोंगा")


def test_a_name_with_umlauts_is_also_typed_without() -> None:
    assert respelled("Österreich") == ("Österreich", "Oesterreich")


def test_a_text_that_is_too_long_is_no_name() -> None:
    assert words("a" * (LONGEST + 1)) == ()


@given(st.text(max_size=60))
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert folded(folded(text)) == folded(text)
