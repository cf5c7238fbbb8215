"""State names: which states a text can mean, in what language and on what date it may have been written.

A text resolves where it is spelled like a name, an alias or a code, with or without the words for the form of the
state, or where it shortens a name word by word. What is only near is never resolved: a person decides. A name is
judged against the date: Yugoslavia in 2005 stays Yugoslavia, with what was in its place, and fewer bits.
"""

import functools
import math
import re
from collections.abc import Iterable

from witnessmark.marks.tables import Row, rows
from witnessmark.model.when import UNKNOWN, When
from witnessmark.vocabulary.folding import LONGEST, folded
from witnessmark.vocabulary.spelled import Near, Spelled, near
from witnessmark.vocabulary.states import PACKAGE, State, day, heirs, held_then, in_place_of, state, states
from witnessmark.vocabulary.statespelling import Writing, abbreviated, abroad, cut, every_spelling, own, sharing

_CUT, _ABBREVIATED = 1.0, 3.0
_OUTSIDE = 5.0
"""What it costs, in bits, that the state did not exist on the date, or did not bear the name."""
_SHARED = 3.0
"""What it costs that a state is gone, shares the name of one that is not, and no date says when."""
_OTHERWISE = 3.0
"""What it costs a code that the same letters say something else: NA, EC."""
_INVERTED = re.compile(r"([^,(]+)[,(] ?([^,()]+)\)?\**")
_LISTED = re.compile(r"\s*[,;/+&\n]\s*|\s+(?:and|en|et|und|y|e|i|и|та|و)\s+")
_MOST_LISTED = 40


def resolve_state(text: str, *, when: When = UNKNOWN, language: str = "") -> tuple[Spelled, ...]:
    """The states that a text can mean, best first; none where it is spelled like none.

    The language, as Babel calls it (``nl``), comes first where it is told. ``settled`` says whether the first is far
    enough ahead that nobody needs to decide.

    >>> [s.code for s in resolve_state("Tsjechië")], [s.code for s in resolve_state("Ukrane")]
    (['CZ'], [])
    >>> from witnessmark.model.when import window
    >>> [s.code for s in resolve_state("Germany", when=window("1975"))]
    ['DE', 'DDDE']
    >>> resolve_state("Yugoslavia", when=window("1980"))[0].because
    "'Yugoslavia' is its name"
    """
    writings = _written(text, language)
    found = [_judged(text, each, when, len(writings), language) for each in writings]
    plain = (w for w in writings if w.is_short_name)
    for writing, other in ((w, o) for w in plain for o in sharing(w.code)):
        if other.existed_in(when) and other.code not in {s.code for s in found}:
            found.append(_sharer(text, writing, other, when, len(writings)))
    return tuple(sorted(found, key=lambda s: -s.bits))


@functools.lru_cache(maxsize=16384)
def _written(text: str, language: str) -> tuple[Writing, ...]:
    """The ways of writing that a text is, by the first rule that finds any."""
    if len(text) > LONGEST or (language and no_state(text, language)):
        return ()
    return _spelled_out(text, language) or _turned(text, language) or _shortened(text)


def _spelled_out(text: str, language: str) -> tuple[Writing, ...]:
    """What a text is as it stands, or without the words for the form of the state."""
    found = _joined(abroad(text, language) if language else (), own(text)) or abroad(text)
    bare = cut(text)
    if found or not bare:
        return found
    told = ", without the words for the form of the state"
    return tuple(
        w._replace(cost=w.cost + _CUT, told=w.told + told)
        for w in own(bare) or abroad(bare)
        if len(folded(w.spelling)) > 2
    )


def _joined(first: tuple[Writing, ...], second: tuple[Writing, ...]) -> tuple[Writing, ...]:
    codes = {w.code for w in first}
    return (*first, *(w for w in second if w.code not in codes))


def _turned(text: str, language: str) -> tuple[Writing, ...]:
    """Names turned round a comma or explained in brackets: Korea, Republic of; Zimbabwe (Rhodesia)."""
    # Blanks are taken together first, or a long row of them would be tried in every way.
    turned = _INVERTED.fullmatch(" ".join(text.split()))
    if turned is None:
        return ()
    head, rest = turned.groups()
    found = _spelled_out(f"{rest} {head}", language)
    if found or "(" not in text:
        return found
    outside, inside = (_spelled_out(each, language) for each in (head, rest))
    codes = {w.code for w in inside}
    kept = tuple(w for w in outside if w.code in codes)
    if kept or not (outside and inside):
        return kept
    # A former name of the same land can stand in brackets: both can be meant.
    related = tuple(o for o in inside if any(w.code in heirs(o.code) for w in outside))
    return (*outside, *related) if related else ()


def _shortened(text: str) -> tuple[Writing, ...]:
    return tuple(
        w._replace(cost=w.cost + _ABBREVIATED, told=f"short for {w.spelling}", is_short_name=False)
        for w in abbreviated(text)
    )


def _judged(text: str, writing: Writing, when: When, rivals: int, language: str) -> Spelled:
    """A way of writing against the date and what else the letters can say."""
    found = state(writing.code)
    bits = math.log2(len(states()) / rivals) - writing.cost
    reasons = [f"{text!r} is {writing.told}" + ("" if writing.support.is_verified else _background(writing))]
    for why in (_outside(found, when), _not_then(writing, when)):
        if why:
            bits -= _OUTSIDE
            reasons.append(why)
            break
    otherwise = no_state(text, language) if writing.told.startswith("its code") else ""
    if otherwise:
        bits -= _OTHERWISE
        reasons.append(f"the same letters can say {otherwise}")
    held = held_then(found.code, when) if found.existed_in(when) else ()
    if held:
        reasons.append(f"in {when} it still held what is {_names(held)} today")
    return Spelled(
        code=found.code, name=found.name, bits=round(bits, 2), because="; ".join(reasons), support=writing.support
    )


def _background(writing: Writing) -> str:
    return ", which is background" if writing.alias is not None else ""


def _outside(found: State, when: When) -> str:
    """Why a state cannot be meant on a date, and what was in its place; empty where it existed."""
    if found.existed_in(when):
        return ""
    is_early = found.begins_after(when)
    life = f"{found.name} began {found.since}" if is_early else f"{found.name} ended {found.until}"
    there = in_place_of(found.code, when)
    return life + (f"; in {when} its territory was {'in ' if is_early else ''}{_names(there)}" if there else "")


def _names(codes: Iterable[str]) -> str:
    told = [f"{state(code).name} ({code})" for code in codes]
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)


def _not_then(writing: Writing, when: When) -> str:
    """Why a state did not bear an alias on a date; empty where it did, or where that is not told."""
    if writing.alias is None or when.is_uncertain:
        return ""
    since, until = day(writing.alias["from"]), day(writing.alias["until"])
    if since is not None and when.hi is not None and when.hi < since:
        return f"the name came into use {since}"
    if until is not None and when.lo is not None and when.lo > until:
        return f"the name was in use until {until}"
    return ""


def _sharer(text: str, writing: Writing, other: State, when: When, rivals: int) -> Spelled:
    """A state that is gone and can be meant by the plain name of one that is not."""
    bits = math.log2(len(states()) / (rivals + 1)) - (0 if when.is_known else _SHARED)
    days = f"{other.since or '?'} to {other.until or '?'}"
    return Spelled(
        code=other.code,
        name=other.name,
        bits=round(bits, 2),
        because=f"{text!r} is {writing.told.replace('its name', 'a name')} of {state(writing.code).name}, "
        f"and could mean {other.name} from {days}",
        support=other.support,
    )


def near_states(text: str) -> tuple[Near, ...]:
    """At most three states whose spelling is near to a text, nearest first: for a person to decide.

    >>> [n.code for n in near_states("Ukrane")]
    ['UA']
    """
    return near(text, every_spelling())


def listed_states(
    text: str, *, when: When = UNKNOWN, language: str = ""
) -> tuple[tuple[str, tuple[Spelled, ...]], ...]:
    """The parts of a text that lists states, each with what it can mean; one part where the whole is a name.

    >>> [(part, [s.code for s in found]) for part, found in listed_states("VS, CANADA", language="nl")]
    [('VS', ['US']), ('CANADA', ['CA'])]
    """
    whole = resolve_state(text, when=when, language=language)
    parts = [part for part in _LISTED.split(text[: LONGEST * 2]) if part.strip()][:_MOST_LISTED]
    if whole or len(parts) < 2:
        return ((text, whole),)
    return tuple((part, resolve_state(part, when=when, language=language)) for part in parts)


def no_state(text: str, language: str = "") -> str:
    """What a text says that stands where a state is expected and is none: unknown, several, an organisation.

    Empty where that is not known. In a language, only what that language says counts.

    >>> no_state("NAVO+"), no_state("onbekend"), no_state("Peru")
    ('NATO (an organisation)', 'unknown', '')
    """
    if not folded(text):
        return "nothing"
    short = "".join(c for c in text.casefold() if c.isalnum())
    for row in _no_states().get(folded(text), ()):
        same = "".join(c for c in row["spelling"].casefold() if c.isalnum())
        if language in ("", row["language"]) and (len(short) > 2 or short == same):
            return f"{row['name']} (an organisation)" if row["what"] == "organisation" else row["name"]
    return ""


@functools.cache
def _no_states() -> dict[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = {}
    for row in rows("no_states", PACKAGE):
        found[folded(row["spelling"])] = (*found.get(folded(row["spelling"]), ()), row)
    return found
