"""Marking: what marks as typed can mean, one by one and together, and the schemes by which they are read."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence

from witnessmark.errors import UsageError
from witnessmark.marks.confusables import Likeness
from witnessmark.marks.headstamp import interpret_headstamp
from witnessmark.marks.joint import Answer, together
from witnessmark.marks.keys import keys
from witnessmark.marks.meaning import Interpretation, interpret
from witnessmark.marks.registry import schemes
from witnessmark.marks.scheme import Scheme, Support
from witnessmark.model.value import Result
from witnessmark.ports import Files, Progress
from witnessmark.vocabulary.identify import Identified, identify

_LONGEST_LIST = 64_000_000
_STEP = 100


class MarksRead(Result, frozen=True, kw_only=True):
    """The marks of one item, what each can mean, and what they say together."""

    marks: tuple[Interpretation, ...]
    keys: tuple[tuple[str, ...], ...]
    """By which each can be searched."""
    answers: tuple[Answer, ...]
    """Empty where there is only one piece to take."""


class SchemeLine(Result, frozen=True, kw_only=True):
    """A marking scheme, explained."""

    name: str
    title: str
    marks: str
    makers: str
    period: str
    support: Support
    examples: tuple[str, ...]
    explanation: str


LikenessOf = Callable[[str], Likeness]
"""For a mark as typed, what its characters can be mistaken for."""


def read_marks(typed: Sequence[str], headstamps: Sequence[str] = (), likeness: LikenessOf | None = None) -> MarksRead:
    """What the marks of one item can mean."""
    marks = _interpreted(typed, headstamps, likeness)
    pieces = sum(len(mark.pieces) for mark in marks)
    return MarksRead(
        marks=marks,
        keys=tuple(keys(mark.reading) for mark in marks),
        answers=together(marks) if pieces > 1 else (),
    )


def identified(description: str, typed: Sequence[str], headstamps: Sequence[str] = ()) -> Identified:
    """What a thing can be, by its description and its marks."""
    return identify(description, _interpreted(typed, headstamps))


def _interpreted(
    typed: Sequence[str], headstamps: Sequence[str], likeness: LikenessOf | None = None
) -> tuple[Interpretation, ...]:
    marks = (interpret(text, likeness=None if likeness is None else likeness(text)) for text in typed)
    return (*marks, *map(interpret_headstamp, headstamps))


def text_of(files: Files, name: str) -> str:
    """A list that somebody typed, as text; a ``UsageError`` where it is none."""
    try:
        return files.read(name, limit=_LONGEST_LIST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: want UTF-8 text, got byte 0x{error.object[error.start]:02x}") from error


def read_list(files: Files, name: str, progress: Progress, likeness: LikenessOf | None = None) -> Iterator[MarksRead]:
    """The marks in a file, one item on each line."""
    text = text_of(files, name)
    lines = [line.rstrip("\r") for line in text.split("\n") if line.strip()]
    for number, line in enumerate(lines):
        if number % _STEP == 0:
            progress.advance(number, len(lines), "reading marks")
        yield read_marks([line], likeness=likeness)


def listed(name: str = "") -> tuple[SchemeLine, ...]:
    """All schemes, or the one of a name."""
    found = tuple(_line(scheme) for scheme in schemes() if name in ("", scheme.NAME))
    if not found:
        raise UsageError(f"want a scheme of {', '.join(_names())}; got {name!r}")
    return found


def _names() -> Iterable[str]:
    return (scheme.NAME for scheme in schemes())


def _line(scheme: Scheme) -> SchemeLine:
    return SchemeLine(
        name=scheme.NAME,
        title=scheme.TITLE,
        marks=scheme.MARKS,
        makers=scheme.MAKERS,
        period=scheme.PERIOD,
        support=scheme.SUPPORT,
        examples=scheme.EXAMPLES,
        explanation=inspect.cleandoc(scheme.__doc__ or "").partition("\n>>>")[0].strip(),
    )
