"""Folding: when two names, words or headings are spelled alike, in any script, whatever their case and accents."""

import functools
import unicodedata

LONGEST = 200
"""Characters of a name or heading that is looked at; a longer text is none."""

# Letters that Unicode does not take apart, and those of Arabic script that are typed one for the other.
_LETTERS = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŋ": "n", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "e",
    "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ـ": "", "№": " no ", "º": "o", "ª": "a",
    "°": "o",
})  # fmt: skip
_ARTICLE = "ال"
_SHORTEST = 3
"""Letters that a word of Arabic script has at least behind its article."""


@functools.lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: no case, accents, points or signs; Arabic ones without article.

    >>> words("Côte d’Ivoire"), words("ЧЕХИЯ"), words("السودان") == words("سودان")
    (('cote', 'd', 'ivoire'), ('чехия',), True)
    """
    if len(text) > LONGEST:
        return ()
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS).casefold().translate(_LETTERS))
    kept = "".join(_kept(character) for character in plain.casefold().translate(_LETTERS))
    return tuple(_bare(word) for word in kept.split())


def _kept(character: str) -> str:
    """A character of a word, a blank where words part, or nothing for what only changes its neighbour."""
    if character.isalnum():
        return character
    category = unicodedata.category(character)
    if category in {"Mn", "Mc"}:  # the vowels of Indic scripts are signs of their own, accents are not
        return "" if unicodedata.combining(character) or not _is_indic(character) else character
    return "" if category == "Cf" else " "


def _is_indic(character: str) -> bool:
    return "\u0900" <= character <= "\u0eff"


def _bare(word: str) -> str:
    rest = word.removeprefix(_ARTICLE)
    return rest if len(rest) >= _SHORTEST else word


def folded(text: str) -> str:
    """A name in one piece, as it is compared with others.

    >>> folded("HONG KONG") == folded("Hong-Kong"), folded("U.S.A."), folded("İran")
    (True, 'usa', 'iran')
    """
    return "".join(words(text))


def respelled(name: str) -> tuple[str, ...]:
    """The ways in which a name is typed where a keyboard lacks its letters, itself first.

    >>> respelled("Österreich"), respelled("Peru")
    (('Österreich', 'Oesterreich'), ('Peru',))
    """
    typed = name.translate(_UMLAUTS)
    return (name,) if typed == name else (name, typed)


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "å": "aa"})
