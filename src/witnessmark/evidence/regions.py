"""Regions: which part of a picture, or of a page of a document, shows what is said."""

import re
from typing import NamedTuple

_NUMBER = r"(\d{1,3}(?:\.\d{1,2})?)"
_BOX = re.compile(rf"\s*{_NUMBER}\s*,\s*{_NUMBER}\s*,\s*{_NUMBER}\s*,\s*{_NUMBER}\s*")
_PAGE = re.compile(r"\s*(?:p|page)\.?\s*(\d{1,6})\s*(?:,\s*(.*))?", re.IGNORECASE | re.DOTALL)
_WHOLE = 100.0


class Box(NamedTuple):
    """A part of a picture: left, top, width and height in hundredths of it."""

    left: float
    top: float
    width: float
    height: float

    def __str__(self) -> str:
        return ",".join(f"{each:g}" for each in self)


class Cited(NamedTuple):
    """A page of a document, and which part of it."""

    page: int
    """From one."""
    box: Box | None


def box(text: str) -> Box:
    """The box that a region means; a ``ValueError`` says what was wanted.

    >>> box("12, 40, 30, 8"), str(box("12,40,30,8.5"))
    (Box(left=12.0, top=40.0, width=30.0, height=8.0), '12,40,30,8.5')
    >>> box("90,0,20,5")
    Traceback (most recent call last):
        ...
    ValueError: want left,top,width,height in hundredths that lie within the picture, got '90,0,20,5'
    """
    found = _BOX.fullmatch(text) if len(text) < 60 else None
    if found is None:
        raise ValueError(f"want left,top,width,height in hundredths, such as 12,40,30,8; got {text[:60]!r}")
    made = Box(*(float(each) for each in found.groups()))
    if not made.width or not made.height or made.left + made.width > _WHOLE or made.top + made.height > _WHOLE:
        raise ValueError(f"want left,top,width,height in hundredths that lie within the picture, got {text!r}")
    return made


def box_or_none(text: str) -> Box | None:
    """The box that a region means; ``None`` where it is words."""
    try:
        return box(text)
    except ValueError:
        return None


def cited(locator: str) -> Cited | None:
    """The page and the part of it that a locator names; ``None`` where it names no page.

    >>> cited("p. 3, 10,20,50,8")
    Cited(page=3, box=Box(left=10.0, top=20.0, width=50.0, height=8.0))
    >>> cited("page 12"), cited("row 4")
    (Cited(page=12, box=None), None)
    """
    found = _PAGE.fullmatch(locator) if len(locator) < 400 else None
    if found is None or not int(found[1]):
        return None
    return Cited(int(found[1]), box_or_none(found[2] or ""))
