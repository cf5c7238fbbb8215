"""What the form says in each language, and what it does not say before somebody who speaks it has looked."""

from collections.abc import Iterable

import pytest

from witnessmark.ingest.form.choices import choices
from witnessmark.ingest.form.pages import form
from witnessmark.ingest.form.words import ORIGINAL, Review, Words, is_consent, words, words_of
from witnessmark.marks.tables import rows

TRANSLATED = [language for language in words().languages if language != ORIGINAL]
CONSENT = "consent_text.label"


def with_rows(*more: tuple[str, str, str, str, str]) -> Words:
    """The words that the program brings, with further rows."""
    table = [row.values for row in rows("form_words", "witnessmark.ingest.form")]
    return words_of([*table, *(dict(zip(table[0], each, strict=True)) for each in more)])


def reviewed(language: str, keys: Iterable[str]) -> Words:
    """The words as if somebody had reviewed all of a language."""
    return with_rows(*((key, language, f"{language} {key}", "reviewed", "A. Vale") for key in keys))


def all_keys() -> list[str]:
    return sorted({key for key, _ in words().said})


def test_the_form_speaks_five_languages() -> None:
    assert words().languages == ("en", "fr", "es", "ar", "uk")


def test_english_is_the_original_and_nothing_else_counts_as_reviewed() -> None:
    assert {w.review for (_, language), w in words().said.items() if language == ORIGINAL} == {Review.ORIGINAL}
    assert {w.review for (_, language), w in words().said.items() if language != ORIGINAL} == {Review.UNREVIEWED}
    assert [language for language in words().languages if words().is_reviewed(language)] == [ORIGINAL]


def test_every_row_of_the_table_is_there_once_and_says_something() -> None:
    table = rows("form_words", "witnessmark.ingest.form")
    keys = [(row["key"], row["language"]) for row in table]
    assert len(keys) == len(set(keys))
    assert all(row["text"] == row["text"].strip() != "" for row in table)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_says_all_but_consent(language: str) -> None:
    lacking = [key for key in all_keys() if not is_consent(key) and (key, language) not in words().said]
    assert lacking == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_of_consent_ships_before_it_is_reviewed(language: str) -> None:
    assert [key for key, of in words().said if of == language and is_consent(key)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_consent_is_asked_in_the_original_with_a_notice(language: str) -> None:
    notice, _, asked = words().text(CONSENT, language).partition("\n\n")
    assert asked == words().text(CONSENT, ORIGINAL)
    assert notice == words().text("consent_text.unreviewed", language) != words().text("consent_text.unreviewed", "en")


def test_a_translation_of_consent_that_nobody_reviewed_is_not_shown() -> None:
    said = with_rows((CONSENT, "fr", "une supposition", "unreviewed", ""))
    assert "une supposition" not in said.text(CONSENT, "fr")


def test_a_review_that_names_nobody_counts_for_nothing() -> None:
    said = with_rows((CONSENT, "fr", "une supposition", "reviewed", ""))
    assert "une supposition" not in said.text(CONSENT, "fr")


def test_a_reviewed_translation_of_consent_is_shown_without_a_notice() -> None:
    said = with_rows((CONSENT, "fr", "Nous documentons", "reviewed", "A. Vale"))
    assert said.text(CONSENT, "fr") == "Nous documentons"


def test_a_language_counts_as_reviewed_only_when_every_word_is() -> None:
    keys = [key for key in all_keys() if not key.startswith("language.")]
    every = sorted({*keys, *(c.key for c in choices() if not c.name)})
    assert reviewed("fr", every).is_reviewed("fr")
    assert not reviewed("fr", every[1:]).is_reviewed("fr")


def test_a_telephone_names_a_language_as_not_reviewed_in_that_language_and_in_english() -> None:
    assert [words().heading(language) for language in ("en", "fr", "uk")] == [
        "English (en)",
        "Français – non relu / not reviewed (fr)",
        "Українська – не перевірено / not reviewed (uk)",
    ]


def test_a_reviewed_language_is_named_without_a_remark() -> None:
    keys = [key for key in all_keys() if not key.startswith("language.")]
    assert reviewed("fr", keys).heading("fr") == "Français (fr)"


def test_a_word_that_a_language_lacks_is_said_in_the_original() -> None:
    said = words_of([{"key": "k", "language": "en", "text": "the original", "status": "original", "by": "us"}])
    assert said.text("k", "fr") == "the original"


def test_every_choice_has_words_in_every_language() -> None:
    made = form()
    page = made.pages[1]
    labels = [n for n, column in enumerate(page.columns) if column.startswith("label::")]
    assert len(labels) == len(words().languages)
    assert [row for row in page.rows if not all(row[n] for n in labels)] == []
