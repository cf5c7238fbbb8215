"""Keys: folded spellings by which a reading is found again; used only to search, and never stored in its place."""

import itertools
import unicodedata
from collections.abc import Sequence

from witnessmark.marks.confusables import alike
from witnessmark.marks.reading import Framed, Overstamp, Part, Reading, Sign
from witnessmark.model.hidden import is_hidden

MOST_KEYS = 16
"""Keys of one reading. Where its candidates allow more, the signs that are least sure become ``?``."""

_SHAPES = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1", "|": "1", "S": "5", "Z": "2", "B": "8", "G": "6",
                          "Б": "6", "З": "3", "Ч": "4"})  # fmt: skip
_LEFT_OUT = frozenset("_./\\|,;:'′·")


def skeleton(text: str) -> str:
    """A text without spaces and separators, in one script and case, look-alikes as one character.

    >>> skeleton("KB 04217-86"), skeleton("КВ о4217/8б")
    ('K80421786', 'K80421786')
    """
    kept = "".join(c for c in text if not _is_between(c))
    return alike(alike(kept).upper()).translate(_SHAPES)


def _is_between(character: str) -> bool:
    """Blanks, dashes and signs that set characters apart, and what cannot be seen at all."""
    is_blank = character.isspace() or unicodedata.category(character) in {"Pd", "Zs"} or character == "\u2212"
    return is_blank or character in _LEFT_OUT or is_hidden(character)


def keys(reading: Reading) -> tuple[str, ...]:
    """The search keys of a reading: one for each way to take its candidates, ``?`` and ``*`` where nothing was read."""
    choices = [c for part in reading.parts for c in _choices(part)]
    counts = sorted((len(c) for c in choices if len(c) > 1), reverse=True)
    while counts and _product(counts) > MOST_KEYS:
        widest = counts.pop(0)
        place = next(n for n, c in enumerate(choices) if len(c) == widest)
        choices[place] = ("?",)
    return tuple(key for key in dict.fromkeys("".join(chosen) for chosen in itertools.product(*choices)) if key)


def _product(counts: Sequence[int]) -> int:
    total = 1
    for count in counts:
        total *= count
    return total


def _choices(part: Part) -> Sequence[tuple[str, ...]]:
    match part:
        case Overstamp() | Framed():
            return []  # an earlier mark and a symbol are marks of their own
        case Sign(candidates=()):
            return [("?",)]
        case Sign(candidates=candidates):
            folded = tuple(dict.fromkeys(skeleton(c) for c, _ in candidates))
            return [folded] if folded != ("",) else []
        case _:
            return [("?",)] * part.least + ([] if part.most == part.least else [("*",)])
