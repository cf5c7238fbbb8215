"""Symbols: whose mark a shape with its content can be."""

import functools
from collections.abc import Iterator, Mapping, Sequence

from witnessmark.marks.reading import Framed, Part, Run, Shape, Sign, render
from witnessmark.marks.scheme import About, Meaning, claim
from witnessmark.marks.tables import Row, rows

NAME = "factory-symbol"
_OTHER_SHAPE = 0.15
"""How much less a symbol counts whose content fits and whose shape does not."""
_ONE_OF = 36
_ANY_NUMBER = "nn"


def symbol_meanings(parts: Sequence[Part]) -> Iterator[Meaning]:
    """What a symbol can mean: a frame with characters in it, or a sign such as a star.

    >>> from witnessmark.marks.reading import read
    >>> [m.said(About.MAKER) for m in symbol_meanings(read("((10))").parts)]
    [('Arsenal',)]
    >>> [m.said(About.COUNTRY) for m in symbol_meanings(read("△↑").parts)]
    [('Russia',), ('Romania',)]
    """
    framed = parts[0] if len(parts) == 1 and isinstance(parts[0], Framed) else None
    typed = render(parts)
    for row in rows("factory_symbols") if framed else _typed_as().get(typed, ()):
        weight, because = _likeness(framed, typed, row)
        if weight > 0:
            claims = [
                claim(about, row[column])
                for about, column in ((About.COUNTRY, "country"), (About.MAKER, "maker"), (About.USE, "use"))
                if row[column]
            ]
            told = f"{because}: {row['note']}" if row["note"] else because
            yield Meaning(scheme=NAME, claims=tuple(claims), weight=weight, because=told, support=row.support)


@functools.cache
def _typed_as() -> Mapping[str, tuple[Row, ...]]:
    """The rows of each symbol that is typed as signs, by these."""
    found: dict[str, tuple[Row, ...]] = {}
    for row in rows("factory_symbols"):
        for typed in row["typed_as"].split():
            found[typed] = (*found.get(typed, ()), row)
    return found


def _likeness(framed: Framed | None, typed: str, row: Row) -> tuple[float, str]:
    if framed is None or typed in row["typed_as"].split():
        return 1.0, f"the symbol {typed}"
    if row["content"] == _ANY_NUMBER and framed.shape != row["shape"]:
        return 0.0, ""
    chance = _content(framed.inside, row["content"])
    if not chance:
        return 0.0, ""
    if framed.shape == row["shape"]:
        return chance, f"{row['content']} in a {framed.shape}"
    rival = framed.shape in {Shape.CIRCLE, Shape.DOUBLE_CIRCLE} and "circle" in row["shape"]
    weight = _OTHER_SHAPE * (2 if rival else 1)
    return chance * weight, f"{row['content']} in a {framed.shape}; the known symbol is a {row['shape']}"


def _is_digit(sign: Sign) -> bool:
    return all(character.isdecimal() for character, _ in sign.candidates)


def _content(inside: Sequence[Sign | Run], content: str) -> float:
    """The weight with which the signs in a frame are some content."""
    if content == _ANY_NUMBER:
        return 0.5 if inside and all(isinstance(s, Sign) and _is_digit(s) for s in inside) else 0.0
    if not content.isascii() or (not content.isupper() and not content.isdecimal()):
        return 0.0
    if any(isinstance(part, Run) for part in inside):
        return 1 / _ONE_OF if len(inside) == 1 else 0.0
    signs = [part for part in inside if isinstance(part, Sign)]
    if len(signs) != len(content):
        return 0.0
    chance = 1.0
    for sign, character in zip(signs, content, strict=True):
        chance *= dict(sign.candidates).get(character, 0.0) if sign.candidates else 1 / _ONE_OF
    return chance
