"""Armed groups: which of those that matter in this field a text can mean, with other names in several scripts.

Every row is background until a source is read, and the answer says so. The table names groups, not persons; it holds
no rank and no judgement, and to stand in it says nothing but that the name stands in papers of the field. From and
until are as near as is told (EDTF); a group that ended can have left its name to others.
"""

import functools
import math
import re
from collections.abc import Mapping
from typing import NamedTuple

from witnessmark.marks.scheme import Support
from witnessmark.marks.tables import Row, rows
from witnessmark.model.value import Edtf, Result
from witnessmark.model.when import UNKNOWN, When, window
from witnessmark.vocabulary.folding import LONGEST, folded
from witnessmark.vocabulary.spelled import Near, Spelled, near
from witnessmark.vocabulary.statenames import resolve_state
from witnessmark.vocabulary.states import PACKAGE, state

_ALIAS, _CUT = 1.0, 1.0
_OUTSIDE = 5.0
"""What it costs, in bits, that the group did not exist on the date."""
_ELSEWHERE = 5.0
"""What it costs that the text names a country in which the group is not known to act."""
_SHORT = 3
"""An alias of so few letters is one only in capitals: IS is a group, "is" is a word."""
_SHORT_ALIAS = 3.0
"""What such an alias costs: few letters are short for many things."""
_PLACED = re.compile(r"(?P<group>[^()]+)\((?P<place>[^()]+)\)[* ]*")
_CUT_OFF = re.compile(
    r"^(?:the|al|les?|los|die|de) "
    r"| (?:rebels?|fighters?|forces|militias?|militants?|insurgents?|group|movement|rebellen)$"
)


class Group(Result, frozen=True, kw_only=True):
    """An armed group as the table has it."""

    code: str
    name: str
    aliases: tuple[str, ...]
    countries: tuple[str, ...]
    """Codes of the states in which it is known to act or to have acted."""
    since: Edtf
    until: Edtf
    note: str
    support: Support


class _Name(NamedTuple):
    group: Group
    spelling: str
    cost: float


@functools.cache
def groups() -> dict[str, Group]:
    """Every group of the table, by code."""
    return {row["code"]: _group(row) for row in rows("armed_groups", PACKAGE)}


def _group(row: Row) -> Group:
    return Group(
        code=row["code"],
        name=row["name"],
        aliases=tuple(row["aliases"].split("; ")) if row["aliases"] else (),
        countries=tuple(row["countries"].split()),
        since=Edtf(row["from"]),
        until=Edtf(row["until"]),
        note=row["note"],
        support=row.support,
    )


@functools.cache
def _names() -> Mapping[str, tuple[_Name, ...]]:
    found: dict[str, dict[str, _Name]] = {}
    for group in groups().values():
        for spelling in (group.name, *group.aliases):
            cost = 0.0 if spelling == group.name else _ALIAS
            if len(folded(spelling)) <= _SHORT:
                cost = _SHORT_ALIAS
            found.setdefault(folded(spelling), {}).setdefault(group.code, _Name(group, spelling, cost))
    return {key: tuple(each.values()) for key, each in found.items()}


def resolve_group(text: str, *, when: When = UNKNOWN) -> tuple[Spelled, ...]:
    """The armed groups that a text can mean, best first; none where it is spelled like none.

    A country in brackets is held against what is known of the group.

    >>> [g.code for g in resolve_group("داعش")], [g.code for g in resolve_group("Houthi rebels (Yemen)*")]
    (['islamic-state'], ['houthis'])
    >>> resolve_group("PKK")[0].support.is_verified, resolve_group("is")
    (False, ())
    """
    if len(text) > LONGEST:
        return ()
    whole = _spelled_so(text)
    placed = _PLACED.fullmatch(text) if not whole else None
    names = _spelled_so(placed["group"]) if placed else whole
    place = placed["place"] if placed else ""
    found = [_judged(text, each, place, when, len(names)) for each in names]
    return tuple(sorted(found, key=lambda s: -s.bits))


def _spelled_so(text: str) -> tuple[_Name, ...]:
    """The groups that a text names, as it stands or without a word such as rebels."""
    found = tuple(n for n in _names().get(folded(text), ()) if _fits(n, text))
    plain = text.strip().rstrip("*").strip()
    bare = _CUT_OFF.sub("", plain.lower()) if not found else ""
    if not bare or bare == plain.lower():
        return found
    start = plain.lower().find(bare)
    kept = plain[start : start + len(bare)]
    return tuple(n._replace(cost=n.cost + _CUT) for n in _names().get(folded(kept), ()) if _fits(n, kept))


def _fits(name: _Name, text: str) -> bool:
    """Whether an alias of few letters is typed in capitals, as it stands in the table."""
    if len(folded(name.spelling)) > _SHORT:
        return True
    typed, known = ("".join(c for c in each if c.isalnum()) for each in (text, name.spelling))
    return typed == known


def _judged(text: str, name: _Name, place: str, when: When, rivals: int) -> Spelled:
    group = name.group
    bits = math.log2(len(groups()) / rivals) - name.cost
    told = "its name" if name.spelling == group.name else f"its alias {name.spelling}"
    reasons = [f"{text!r} is {told}" + ("" if group.support.is_verified else ", which is background")]
    elsewhere = _elsewhere(group, place)
    if elsewhere:
        bits -= _ELSEWHERE
        reasons.append(elsewhere)
    outside = _outside(group, when)
    if outside:
        bits -= _OUTSIDE
        reasons.append(outside)
    if group.note:
        reasons.append(group.note)
    return Spelled(
        code=group.code, name=group.name, bits=round(bits, 2), because="; ".join(reasons), support=group.support
    )


def _elsewhere(group: Group, place: str) -> str:
    """Why the place in brackets speaks against the group; empty where it does not, or names no state."""
    there = {s.code for part in place.split("/") for s in resolve_state(part)}
    if not there or there & set(group.countries):
        return ""
    return f"known in {', '.join(state(code).name for code in group.countries)}, not in {place}"


def _outside(group: Group, when: When) -> str:
    if group.since and when.certainly_before(window(group.since)):
        return f"it began {group.since}"
    if group.until and window(group.until).certainly_before(when):
        return f"it ended {group.until}"
    return ""


def near_groups(text: str) -> tuple[Near, ...]:
    """At most three groups whose name is near to a text, nearest first: for a person to decide.

    >>> [n.code for n in near_groups("Hezbolah")]
    ['hezbollah']
    """
    return near(text, _proposals())


@functools.cache
def _proposals() -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    return {
        key: tuple((n.group.code, n.group.name, n.spelling) for n in names)
        for key, names in _names().items()
        if len(key) > _SHORT
    }
