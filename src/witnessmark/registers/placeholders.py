"""Placeholders: what stands in the column of marks where there is no mark, so that nobody takes it for one."""

import functools
import re

WORDS = {
    "null": "what a database writes for nothing",
    "none": "nothing",
    "nil": "nothing, in lists of stores",
    "na": "not applicable, or not available",
    "n/a": "the same",
    "n/s": "no serial",
    "s/n": "without a number, in Spanish and Portuguese",
    "no serial": "it bears none",
    "no serial number": "the same",
    "no number": "the same",
    "unknown": "nobody wrote it down",
    "unreadable": "it bears one that could not be read",
    "illegible": "the same",
    "removed": "it bore one",
    "obliterated": "the same",
    "sans": "without, in French",
    "sans numéro": "without a number",
    "inconnu": "unknown",
    "illisible": "unreadable",
    "néant": "nothing",
    "sin número": "without a number, in Spanish",
    "ninguno": "none",
    "desconocido": "unknown",
    "ilegible": "unreadable",
    "б/н": "without a number, in Russian and Ukrainian",
    "нет": "there is none",
    "без номера": "without a number",
    "неизвестно": "unknown",
    "لا يوجد": "there is none, in Arabic",
    "بدون": "without",
    "بدون رقم": "without a number",
    "غير معروف": "unknown",
}
"""Each word for a mark that there is not, and what it says; in any case, with and without its accents."""

_SIGNS = r"[-–—?*._/\\]+"
"""Signs alone: there was nothing to write, or nothing of it was read."""
_ZEROS = r"0[0 ./-]*"
"""Zeros alone: a form that wanted a number got one."""
_AROUND = r"[\s\p{Z}.()\[\]<>\"']*"


def _pattern(word: str) -> str:
    """A word in any case; between its parts blanks, points or nothing can stand; accents can be left out."""
    plain = word.replace("é", "[eé]").replace("ú", "[uú]")
    return plain.replace("/", r"\s*[/.\\]\s*").replace(" ", r"[\s\p{Z}_.-]*")


PLACEHOLDER = rf"^{_AROUND}(?:(?i:{'|'.join(map(_pattern, WORDS))})|{_SIGNS}|{_ZEROS}){_AROUND}$"
"""What a cell looks like that holds a placeholder and nothing else, in the syntax of RE2."""


@functools.lru_cache(maxsize=65536)
def is_placeholder(text: str) -> bool:
    """Whether a cell holds a placeholder and nothing else.

    >>> is_placeholder("(n/a)"), is_placeholder("None"), is_placeholder("NA 12")
    (True, True, False)
    """
    return _compiled().fullmatch(text) is not None


@functools.cache
def _compiled() -> re.Pattern[str]:
    # The pattern is in the syntax of RE2; \p{Z} is what Python calls white space.
    return re.compile(PLACEHOLDER.replace(r"\p{Z}", r"\u00a0\u2000-\u200a\u3000"))
