r"""Reading: what was read of a mark, sign by sign, with its doubt; and the notation in which a person types it.

===============  ===================================================================
``?``            one character that cannot be read
``*``            an unknown number of them, also none
``[8B]``         one character: 8, or less likely B
``{obl:4}``      about four characters removed on purpose; ``{obl}`` an unknown number
``{alt:3}``      about three characters changed into others
``{ref:2}``      about two characters lost where the surface was finished anew
``{over:12}``    stamped over an earlier mark, of which 12 can be read
``/26\``         26 in a triangle; ``(10)`` circle, ``((10))`` double circle, ``<66>`` diamond
``\?``           the character itself, where it would mean something else
===============  ===================================================================

Nothing is refused: what is no notation is taken as typed, with a problem. This is version 1.
"""

import enum
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from witnessmark.model.value import Result

NOTATION = "1"
"""The version of the notation; a statement of a reading names it."""

LONGEST = 400
"""Signs of a reading that are interpreted; the rest is kept as typed."""

_MOST_REMOVED = 99


class Treatment(enum.StrEnum):
    """Why characters are missing. Removed on purpose, changed on purpose and unreadable are three things."""

    UNREAD = "not readable"
    OBLITERATED = "removed on purpose"
    ALTERED = "changed into others"
    REFINISHED = "lost under a new finish"


class Shape(enum.StrEnum):
    """What is drawn around the characters of a symbol, or the symbol itself."""

    TRIANGLE = "triangle"
    CIRCLE = "circle"
    DOUBLE_CIRCLE = "double circle"
    DIAMOND = "diamond"


class Sign(Result, tag_field="sign", tag="character", frozen=True, kw_only=True):
    """One character, with all that it can be."""

    typed: str
    candidates: tuple[tuple[str, float], ...]
    """Characters with weights that sum to one, likeliest first; empty where any character can stand there."""


class Run(Result, tag_field="sign", tag="run", frozen=True, kw_only=True):
    """Characters of which only the number is known, or not even that."""

    typed: str
    least: int
    most: int | None
    treatment: Treatment


class Framed(Result, tag_field="sign", tag="framed", frozen=True, kw_only=True):
    """Characters within a shape: a factory symbol."""

    typed: str
    shape: Shape
    inside: tuple[Sign | Run, ...]


class Overstamp(Result, tag_field="sign", tag="overstamp", frozen=True, kw_only=True):
    """What can be read of an earlier mark under the present one. It is no part of the present one."""

    typed: str
    earlier: tuple[Sign | Run, ...]


Part = Sign | Run | Framed | Overstamp


class Reading(Result, frozen=True, kw_only=True):
    """A mark as typed, and the lattice that the notation gives it."""

    typed: str
    parts: tuple[Part, ...]
    problems: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Every character was read, and each as one."""
        inner = (each for p in self.parts for each in (p.inside if isinstance(p, Framed) else (p,)))
        return all(isinstance(p, Sign) and len(p.candidates) == 1 for p in inner)


def sure(character: str) -> Sign:
    """A character that was read without doubt."""
    return Sign(typed=_escaped(character), candidates=((character, 1.0),))


def one_of(characters: Sequence[str]) -> Sign:
    """A character that was read as one of several, likeliest first; as one, where there is one."""
    if len(characters) == 1:
        return sure(characters[0])
    typed = "".join(f"\\{c}" if c in _SPECIAL or c == " " else c for c in characters)
    return Sign(typed=f"[{typed}]", candidates=ordered(characters))


def ordered(characters: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Candidates in the order typed: each is half as likely as the one before it.

    >>> ordered("8B")
    (('8', 0.6667), ('B', 0.3333))
    """
    different = list(dict.fromkeys(characters))
    total = sum(0.5**n for n in range(len(different)))
    return tuple((c, round(0.5**n / total, 4)) for n, c in enumerate(different))


def render(parts: Sequence[Part]) -> str:
    r"""The parts in the notation.

    >>> render(read("((10)) IK-2?-17*").parts)
    '((10)) IK-2?-17*'
    """
    return "".join(part.typed for part in parts)


_FRAMES = (
    (Shape.DOUBLE_CIRCLE, re.compile(r"\(\(([^()\\{}<>/]{1,12})\)\)")),
    (Shape.CIRCLE, re.compile(r"\(([^()\\{}<>/]{1,12})\)")),
    (Shape.TRIANGLE, re.compile(r"/([^()\\{}<>/\s]{1,12})\\(?![?*\[\]{}()<>/\\])")),
    (Shape.DIAMOND, re.compile(r"<([^()\\{}<>/]{1,12})>")),
)
_TREATED = re.compile(r"\{(obl|alt|ref)(?::(\?|[0-9]{1,2}))?\}")
_OVER = re.compile(r"\{over:([^{}]{0,80})\}")
_CHOICE = re.compile(r"\[((?:\\[?*\[\]{}()<>/\\ ]|[^\[\]\\\s]){2,40})\]")
_ESCAPED = re.compile(r"\\(.)|(.)", re.DOTALL)
_TREATMENTS = {"obl": Treatment.OBLITERATED, "alt": Treatment.ALTERED, "ref": Treatment.REFINISHED}
_SPECIAL = frozenset("?*[]{}()<>/\\")
_OPENING = frozenset("([{</")


def read(typed: str) -> Reading:
    r"""The reading that a person typed; never an error.

    >>> [p.typed for p in read("[8B]4?{obl:2}").parts]
    ['[8B]', '4', '?', '{obl:2}']
    >>> read("[8B").problems
    ("'[' opens nothing that is closed: taken as typed",)
    """
    reader = _Reader(typed[:LONGEST])
    parts = tuple(reader.parts())
    problems = list(dict.fromkeys(reader.problems))
    if len(typed) > LONGEST:
        problems.append(f"longer than {LONGEST} characters: the rest is kept and not interpreted")
    return Reading(typed=typed, parts=parts, problems=tuple(problems))


@dataclass
class _Reader:
    text: str
    problems: list[str] = field(default_factory=list)

    def parts(self) -> Iterator[Part]:
        place = 0
        while place < len(self.text):
            part = (self.text[place] in _OPENING and self._composed(place)) or self._simple(place)
            yield part
            place += len(part.typed)

    def _composed(self, place: int) -> Part | None:
        for shape, pattern in _FRAMES:
            if found := pattern.match(self.text, place):
                return Framed(typed=found[0], shape=shape, inside=tuple(self._inside(found[1])))
        if found := _TREATED.match(self.text, place):
            return _treated(found)
        if found := _OVER.match(self.text, place):
            return Overstamp(typed=found[0], earlier=tuple(self._inside(found[1])))
        if found := _CHOICE.match(self.text, place):
            return Sign(typed=found[0], candidates=ordered([a or b for a, b in _ESCAPED.findall(found[1])]))
        return None

    def _inside(self, text: str) -> Iterator[Sign | Run]:
        inner = _Reader(text, self.problems)
        for part in inner.parts():
            if isinstance(part, (Sign, Run)):
                yield part
            else:
                self.problems.append(f"{part.typed!r} stands within another sign: taken as typed")
                yield from map(_as_typed, part.typed)

    def _simple(self, place: int) -> Sign | Run:
        character, after = self.text[place], self.text[place + 1 : place + 2]
        if character == "\\" and after and after in _SPECIAL:
            return Sign(typed=f"\\{after}", candidates=((after, 1.0),))
        if character == "?":
            return Sign(typed="?", candidates=())
        if character == "*":
            return Run(typed="*", least=0, most=None, treatment=Treatment.UNREAD)
        if character in "[{<(":
            self.problems.append(f"{character!r} opens nothing that is closed: taken as typed")
        return _as_typed(character)


@functools.lru_cache(maxsize=4096)
def _as_typed(character: str) -> Sign:
    return Sign(typed=character, candidates=((character, 1.0),))


def _treated(found: re.Match[str]) -> Run:
    """About so many characters: one more or less, since whoever counts them cannot see them."""
    is_counted = found[2] is not None and found[2] != "?"
    count = int(found[2]) if is_counted else 0
    return Run(
        typed=found[0],
        least=max(0, count - 1) if is_counted else 0,
        most=min(count + 1, _MOST_REMOVED) if is_counted else None,
        treatment=_TREATMENTS[found[1]],
    )


def _escaped(character: str) -> str:
    return f"\\{character}" if character in _SPECIAL else character
