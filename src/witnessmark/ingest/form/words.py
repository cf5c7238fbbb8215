"""Form words: what the form says in each language, and whether anybody who speaks it has looked at it.

The words stand in ``tables/form_words.csv``, a row for each key and language. English is the original. A translation is
``reviewed`` only where a row names who reviewed it; until every row of a language is, the language is offered as not
reviewed. Consent is asked in words that somebody reviewed, or else in the original.
"""

import enum
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from witnessmark.marks.tables import rows
from witnessmark.model.value import Result

ORIGINAL = "en"
_CONSENT = ("consent", "choice.consent_given.", "choice.level.")
_NOTICE = "consent_text.unreviewed"
_OF_THE_LANGUAGE = ("language.name", "language.unreviewed")


class Review(enum.StrEnum):
    """Whether somebody who speaks the language looked at the words."""

    ORIGINAL = "original"
    REVIEWED = "reviewed"
    UNREVIEWED = "unreviewed"


class Word(Result, frozen=True, kw_only=True):
    """What is said under one key in one language."""

    text: str
    review: Review
    by: str = ""
    """Who wrote the original, or reviewed the translation."""

    @property
    def is_trusted(self) -> bool:
        """Whether it is the original, or somebody answers for it."""
        return self.review is Review.ORIGINAL or (self.review is Review.REVIEWED and bool(self.by))


@dataclass(frozen=True)
class Words:
    """The words of a form, by key and language."""

    said: Mapping[tuple[str, str], Word]

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages, the original first."""
        return tuple(dict.fromkeys((ORIGINAL, *(language for _, language in self.said))))

    def has(self, key: str) -> bool:
        """Whether anything is to be said under a key."""
        return (key, ORIGINAL) in self.said

    def text(self, key: str, language: str, otherwise: str = "") -> str:
        """The words under a key; the original where a language lacks them, or lacks reviewed ones to ask consent in."""
        original = self.said.get((key, ORIGINAL))
        plain = original.text if original else otherwise
        word = self.said.get((key, language))
        if word is None or not word.text:
            return self._with_notice(key, language, plain)
        return word.text if word.is_trusted or not is_consent(key) else self._with_notice(key, language, plain)

    def _with_notice(self, key: str, language: str, original: str) -> str:
        notice = self.said.get((_NOTICE, language))
        if key != "consent_text.label" or language == ORIGINAL or notice is None:
            return original
        return f"{notice.text}\n\n{original}"

    def is_reviewed(self, language: str) -> bool:
        """Whether somebody answers for every word of a language."""
        wanted = {key for key, _ in self.said} - set(_OF_THE_LANGUAGE)
        own = (self.said.get((key, language)) for key in wanted if language != ORIGINAL or self.has(key))
        return all(word is not None and word.is_trusted for word in own)

    def heading(self, language: str) -> str:
        """What a telephone calls a language, with whether its translation was reviewed.

        >>> words().heading("en"), words().heading("fr")
        ('English (en)', 'Français – non relu / not reviewed (fr)')
        """
        name = self.text("language.name", language)
        if self.is_reviewed(language):
            return f"{name} ({language})"
        both = dict.fromkeys(self.text("language.unreviewed", each) for each in (language, ORIGINAL))
        return f"{name} – {' / '.join(both)} ({language})"


def is_consent(key: str) -> bool:
    """Whether words ask for consent, so that nobody's guess may stand in their place.

    >>> is_consent("consent_text.label"), is_consent("visit_date.label"), is_consent("consent_text.unreviewed")
    (True, False, False)
    """
    return key.startswith(_CONSENT) and key != _NOTICE


def words_of(table: Iterable[Mapping[str, str]]) -> Words:
    """The words of rows with the columns ``key``, ``language``, ``text``, ``status`` and ``by``."""
    return Words(
        {
            (row["key"], row["language"]): Word(text=row["text"], review=Review(row["status"]), by=row["by"])
            for row in table
        }
    )


@functools.cache
def words() -> Words:
    """The words that the program brings."""
    return words_of(row.values for row in rows("form_words", "witnessmark.ingest.form"))
