"""Texts: words that a maker, importer or owner puts on a thing."""

import functools
import re
from collections.abc import Iterator

from witnessmark.marks.confusables import alike
from witnessmark.marks.reading import Part, Sign
from witnessmark.marks.scheme import About, Meaning, claim
from witnessmark.marks.tables import Row, rows

NAME = "text"
_COLUMNS = ((About.COUNTRY, "country"), (About.MAKER, "maker"), (About.MODEL, "model"), (About.BUYER, "buyer"),
            (About.USE, "use"))  # fmt: skip


def text_meanings(parts: tuple[Part, ...]) -> Iterator[tuple[str, tuple[Meaning, ...]]]:
    """Each known text that a reading holds, with what it says.

    >>> from witnessmark.marks.reading import read
    >>> [(text, found[0].said(About.COUNTRY)) for text, found in text_meanings(read("1978 Milan AAP").parts)]
    [('Milan AAP', ('United States',))]
    """
    words = _plain(
        "".join(part.candidates[0][0] if isinstance(part, Sign) and part.candidates else "\0" for part in parts)
    )
    for row, pattern in _patterns():
        if pattern.search(words):
            yield row["text"], (_meaning(row),)


@functools.cache
def _patterns() -> tuple[tuple[Row, re.Pattern[str]], ...]:
    return tuple((row, re.compile(rf"(?<!\w){re.escape(_plain(row['text']))}(?!\w)")) for row in rows("texts"))


def _plain(text: str) -> str:
    return " ".join(alike(text).casefold().replace("\u2019", "'").split())


def _meaning(row: Row) -> Meaning:
    claims = tuple(claim(about, row[column]) for about, column in _COLUMNS if row[column])
    because = f"the words themselves: {row['note']}" if row["note"] else "the words themselves"
    return Meaning(scheme=NAME, claims=claims, weight=1.0, because=because, support=row.support)
