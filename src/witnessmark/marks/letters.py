"""Letters: in which script a character is written."""

import functools
import unicodedata

_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "CJK", "HEBREW", "HANGUL", "HIRAGANA", "KATAKANA", "DEVANAGARI")


@functools.cache
def script(character: str) -> str:
    """The script of a letter; empty for what has none.

    >>> script("A"), script("А"), script("7")
    ('LATIN', 'CYRILLIC', '')
    """
    if not character.isalpha():
        return ""
    name = unicodedata.name(character, "")
    return next((s for s in _SCRIPTS if name.startswith(s)), "OTHER")
