"""Script: in which scripts a reading is written, and what a reader should know of its characters."""

from collections.abc import Iterator

from witnessmark.marks.letters import script
from witnessmark.marks.reading import Framed, Overstamp, Part, Reading, Run
from witnessmark.marks.scheme import About, Meaning, Support, claim
from witnessmark.model.hidden import is_hidden


def doubts(reading: Reading) -> Iterator[str]:
    """What the characters themselves give reason to doubt."""
    text = [c for part in reading.parts for c in _characters(part)]
    hidden = sorted({f"U+{ord(c):04X}" for c in text if is_hidden(c)})
    if hidden:
        yield f"holds characters that cannot be seen: {', '.join(hidden)}; they are no part of the mark"
    for word in "".join(c if c.isalpha() else " " for c in text).split():
        scripts = sorted({script(c) for c in word})
        if len(scripts) > 1:
            named = " and ".join(s.capitalize() for s in scripts)
            yield f"{word!r} mixes {named} letters, which can look the same"
    if any(c.isdecimal() and not c.isascii() for c in text) and any(c.isdecimal() and c.isascii() for c in text):
        yield "mixes digits of two scripts"


_CYRILLIC_ALONE = frozenset("БГДЖЗИЙЛПФЦЧШЩЪЫЬЭЮЯ")
"""Letters that no Latin one looks the same as."""
_WRITES_CYRILLIC = ("USSR", "Russia", "Bulgaria", "Yugoslavia")


def script_meanings(reading: Reading) -> Iterator[Meaning]:
    """What the letters alone tell of a mark that fits nothing: which states mark in their script."""
    letters = sorted({c for part in reading.parts for c in _characters(part)} & _CYRILLIC_ALONE)
    if letters:
        yield Meaning(
            scheme="script",
            claims=(claim(About.COUNTRY, *_WRITES_CYRILLIC),),
            weight=1.0,
            because=f"Cyrillic letters: {' '.join(letters)}",
            support=Support(source="general knowledge of scripts", is_verified=False, weight=0.3),
        )


def _characters(part: Part) -> Iterator[str]:
    match part:
        case Framed(inside=inside) | Overstamp(earlier=inside):
            for each in inside:
                yield from _characters(each)
            yield " "
        case Run():
            yield " "
        case _:
            yield from (c for c, _ in part.candidates[:1])
