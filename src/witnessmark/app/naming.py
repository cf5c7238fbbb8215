"""Naming: what a name can stand for: a state through time, an armed group, a maker, a model, a calibre, a class."""

from witnessmark.errors import UsageError
from witnessmark.model.value import Result
from witnessmark.model.when import window
from witnessmark.vocabulary.catalogue import Sort, resolve
from witnessmark.vocabulary.groups import near_groups, resolve_group
from witnessmark.vocabulary.spelled import Spelled, settled
from witnessmark.vocabulary.statenames import near_states, resolve_state


class NameLine(Result, frozen=True, kw_only=True):
    """One thing that a name can stand for."""

    sort: str
    code: str
    name: str
    bits: float
    because: str
    is_settled: bool
    """Whether nobody needs to decide, among things of its sort."""
    is_background: bool


class Named(Result, frozen=True, kw_only=True):
    """What a name can stand for."""

    typed: str
    lines: tuple[NameLine, ...]
    near: tuple[str, ...]
    """Names that are spelled nearly so: a proposal for a person, never an answer."""


def named(text: str, *, when: str = "", language: str = "") -> Named:
    """What a name can stand for, each sort by itself, best first; what is near to it where it stands for nothing."""
    try:
        at = window(when)
    except ValueError as error:
        raise UsageError(str(error)) from error
    states, groups = resolve_state(text, when=at, language=language), resolve_group(text, when=at)
    lines = [*_lines("state", states), *_lines("armed group", groups)]
    lines += [
        NameLine(sort=sort, code="", name=each.name, bits=each.bits, because=each.because, is_settled=len(found) == 1,
                 is_background=not each.support.is_verified)
        for sort in Sort for found in [resolve(text, sort)] for each in found
    ]  # fmt: skip
    near = () if lines else tuple(f"{each.name}: {each.because}" for each in (*near_states(text), *near_groups(text)))
    return Named(typed=text, lines=tuple(lines), near=near)


def _lines(sort: str, found: tuple[Spelled, ...]) -> list[NameLine]:
    best = settled(found)
    return [
        NameLine(sort=sort, code=each.code, name=each.name, bits=each.bits, because=each.because,
                 is_settled=each is best, is_background=not each.support.is_verified)
        for each in found
    ]  # fmt: skip
