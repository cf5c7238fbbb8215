"""Headstamp: signs around the base of a cartridge by the hours of a clock, and what they mean whichever way is up.

A headstamp has no "up": a reader who holds it half turned takes the year for the maker. So both ways are interpreted.
"""

import itertools
import re
from collections.abc import Iterator

from witnessmark.marks.meaning import Interpretation, Piece, interpret, meanings_under, reweighted, weighed
from witnessmark.marks.reading import Reading, read
from witnessmark.marks.scheme import Meaning
from witnessmark.marks.schemes.headstamp import maker_alone
from witnessmark.model.value import Result

_HOURS = 12
_STATION = re.compile(r"(?<!\S)(?P<hour>1[0-2]|[1-9]):(?P<text>\S+)")
_TURNED = 0.5
"""How much less it counts that the reader held it half turned."""
_ELSEWHERE = 0.2
"""How much less it counts that maker and year stand elsewhere than at twelve and six."""
CAVEAT = "a headstamp dates the case: it may have been loaded again later"


class Station(Result, frozen=True, kw_only=True):
    """What stands at one hour."""

    hour: int
    text: str


class Headstamp(Result, frozen=True, kw_only=True):
    """The stations of a headstamp, by the hour, as the reader held it."""

    stations: tuple[Station, ...]
    problems: tuple[str, ...] = ()


def read_headstamp(typed: str) -> Headstamp:
    """The stations as typed, such as ``12:60 6:09``; or parts joined by ``_``, which go round from twelve.

    >>> [(s.hour, s.text) for s in read_headstamp("12:60 6:09").stations]
    [(12, '60'), (6, '09')]
    >>> [(s.hour, s.text) for s in read_headstamp("A_39_07").stations]
    [(12, 'A'), (4, '39'), (8, '07')]
    """
    found = [Station(hour=int(f["hour"]), text=f["text"]) for f in _STATION.finditer(typed)]
    left = _STATION.sub("", typed).split()
    problems = [f"want HOUR:TEXT with an hour from 1 to 12, got {word!r}" for word in left]
    if not found and ":" not in typed:
        parts = typed.replace("_", " ").split()
        step = _HOURS / max(1, min(len(parts), _HOURS))
        found = [Station(hour=round(n * step) or _HOURS, text=part) for n, part in enumerate(parts)]
        problems = []
    if len(found) > _HOURS:
        problems = [f"want at most {_HOURS} signs around a cartridge, got {len(found)}: the others are kept as typed"]
    return Headstamp(stations=tuple(found[:_HOURS]), problems=tuple(problems[:_HOURS]))


def turned(headstamp: Headstamp) -> Headstamp:
    """The same, held the other way up: what stood at twelve stands at six. Turned twice it is as before.

    >>> [(s.hour, s.text) for s in turned(read_headstamp("12:60 6:09")).stations]
    [(6, '60'), (12, '09')]
    """
    return Headstamp(
        stations=tuple(Station(hour=(s.hour + 5) % _HOURS + 1, text=s.text) for s in headstamp.stations),
        problems=headstamp.problems,
    )


def interpret_headstamp(typed: str) -> Interpretation:
    """What a headstamp can mean, as held and half turned; other signs on it each by themselves."""
    headstamp = read_headstamp(typed)
    if len(headstamp.stations) == 1 and not any(maker_alone(headstamp.stations[0].text)):
        return interpret(headstamp.stations[0].text)  # typed in one piece, such as 501/77
    ways = list(_ways(headstamp))
    found: dict[tuple[object, ...], Meaning] = {}
    for meaning in ways:
        key = (meaning.claims, meaning.support)
        if key not in found or found[key].weight < meaning.weight:
            found[key] = meaning
    piece = weighed(typed, found.values())
    whole = () if piece is None else (piece,)
    others = tuple(p for s in headstamp.stations for p in interpret(s.text).pieces if _is_sign(p))
    problems = (*headstamp.problems, *_problems(headstamp), *((CAVEAT,) if whole else ()))
    return Interpretation(
        reading=_reading(typed, headstamp), pieces=(*whole, *others), problems=problems, would_decide=()
    )


def _reading(typed: str, headstamp: Headstamp) -> Reading:
    """The signs in the order typed, as one searches for them."""
    signs = read(" ".join(station.text for station in headstamp.stations))
    return Reading(typed=typed, parts=signs.parts, problems=signs.problems)


def _problems(headstamp: Headstamp) -> Iterator[str]:
    for station in headstamp.stations:
        yield from interpret(station.text).reading.problems
    if not headstamp.stations:
        yield "want the signs with their hours, such as 12:60 6:09; got none"


def _is_sign(piece: Piece) -> bool:
    return any(m.scheme == "factory-symbol" for m in piece.meanings)


def _ways(headstamp: Headstamp) -> Iterator[Meaning]:
    """Every pair of stations as maker and year."""
    for code, year in itertools.permutations(headstamp.stations, 2):
        weight, where = _place(code.hour, year.hour)
        for meaning in meanings_under("headstamp", f"{code.text}/{year.text}"):
            because = f"{meaning.because}; {where}"
            yield reweighted(meaning, meaning.weight * weight, because)
    for station in headstamp.stations if len(headstamp.stations) == 1 else ():
        yield from maker_alone(station.text)


def _place(code: int, year: int) -> tuple[float, str]:
    match code, year:
        case 12, 6:
            return 1.0, "maker at twelve, year at six, as read"
        case 6, 12:
            return _TURNED, "the same held the other way up: maker at twelve, year at six"
        case _:
            return _ELSEWHERE, f"maker at {code}, year at {year}"
