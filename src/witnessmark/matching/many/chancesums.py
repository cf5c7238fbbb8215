"""Chance sums: how many other records would explain a reading as well by accident; as ``accident`` does it.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``). What ``asked``, ``crowd``
and ``room`` hold is told in ``weighing``.
"""

import math
from typing import Any

from witnessmark.matching.compiling import kernel, part
from witnessmark.matching.many import marksums

STEP = 0.125
MOST_STEPS = 512
LEAST = 1e-300
"""All as in ``accident``."""
DIGITS, LETTERS = 10, 26

Array = Any
"""A NumPy array: the compiler wants no more to be said."""

jit = kernel(__name__)
_sums = part(__name__, marksums)
shape_of = _sums.shape_of
GAP = marksums.GAP


@jit
def by_accident(asked: Any, crowd: Any, room: Any, first: int, last: int, family: int, mark: Array, length: int,
                records: int, least: float) -> float:  # fmt: skip
    """The expected number of other records that explain a reading at least as well as one of a weapon does."""
    has_gap = False
    for place in range(first, last):
        has_gap = has_gap or asked.kinds[place] == GAP
    most = 0 if has_gap else steps(asked, first, last, mark, length, least)
    list_signs(asked, room, first, last, most, crowd.held.shape[1])
    found = 0.0
    for shape in range(len(crowd.family)):
        if has_gap or crowd.length[shape] == last - first:
            scale = crowd.scales[crowd.family[shape]]
            found += scale * crowd.counts[shape] * fitting(asked, crowd, room, first, last, shape, mark, -1, most)
    while family >= 0 and (has_gap or length == last - first):
        own = shape_of(crowd, family, mark, length)
        if own >= 0:
            found += crowd.scales[family] * own_less(asked, crowd, room, first, last, own, mark, length, records, most)
        family = crowd.following[family]
    return max(0.0, found)


@jit
def own_less(asked: Any, crowd: Any, room: Any, first: int, last: int, shape: int, mark: Array, length: int,
             records: int, most: int) -> float:  # fmt: skip
    """How many more fit of a shape without the records of a mark than with them: mostly fewer."""
    held = records
    for place in range(length):
        held = min(held, round(crowd.held[crowd.columns[shape, place], mark[place]] * crowd.counts[shape]))
    kept = crowd.counts[shape] - held + 1
    mine = fitting(asked, crowd, room, first, last, shape, mark, -1, most)
    return float(kept * fitting(asked, crowd, room, first, last, shape, mark, held, most) - crowd.counts[shape] * mine)


@jit
def list_signs(asked: Any, room: Any, first: int, last: int, most: int, signs: int) -> None:
    """By place of a reading, the signs that alone lose no more steps than so many."""
    for place in range(last - first):
        room.sign_counts[place] = 0
        if asked.kinds[first + place] == GAP:
            continue
        for sign in range(signs):
            if asked.lost[asked.kinds[first + place], sign] <= most:
                room.signs[place, room.sign_counts[place]] = sign
                room.sign_counts[place] += 1


@jit
def steps(asked: Any, first: int, last: int, mark: Array, length: int, least: float) -> int:
    """How many steps all places together can lose and explain the reading as well as a mark does."""
    most = 0.0
    if length == last - first:
        for place in range(length):
            most += asked.lost[asked.kinds[first + place], mark[place]]
    else:
        for place in range(first, last):
            most += asked.best[asked.kinds[place]]
        most = (most - math.log(max(least, LEAST))) / STEP
    return min(MOST_STEPS, max(0, math.floor(most)))


@jit
def standing(crowd: Any, shape: int, place: int, sign: int, mark: Array, held: int) -> float:
    """How often a sign stands at a place; with ``held``, without so many records of a mark, and with one unknown."""
    often = crowd.held[crowd.columns[shape, place], sign]
    if held < 0:
        return float(often)
    found = often * crowd.counts[shape]
    if sign == mark[place]:
        found -= held
    if sign < DIGITS + LETTERS and crowd.is_letter[sign] == crowd.is_letter[mark[place]]:
        found += 1 / LETTERS if crowd.is_letter[sign] else 1 / DIGITS
    return float(found / (crowd.counts[shape] - held + 1))


@jit
def fitting(asked: Any, crowd: Any, room: Any, first: int, last: int, shape: int, mark: Array, held: int,
            most: int) -> float:  # fmt: skip
    """The share of the marks of a shape that explain the reading within so many steps."""
    for place in range(first, last):
        if asked.kinds[place] == GAP:
            return fitting_gaps(asked, crowd, first, last, shape, mark, held)
    now, then = room.steps, room.steps_after
    now[: most + 1] = 0.0
    now[0] = 1.0
    for place in range(last - first):
        then[: most + 1] = 0.0
        is_any, kind = False, asked.kinds[first + place]
        for number in range(room.sign_counts[place]):
            sign = room.signs[place, number]
            share = standing(crowd, shape, place, sign, mark, held)
            if share != 0.0:
                is_any, lost = True, asked.lost[kind, sign]
                for step in range(most + 1 - lost):
                    then[step + lost] += now[step] * share
        if not is_any:
            return 0.0
        now, then = then, now
    found = 0.0
    for step in range(most + 1):
        found += now[step]
    return found


@jit
def fitting_gaps(asked: Any, crowd: Any, first: int, last: int, shape: int, mark: Array, held: int) -> float:
    """The same where a run was not read: those that agree in what was read before and after it."""
    before, after, length = 0, 0, crowd.length[shape]
    while asked.kinds[first + before] != GAP:
        before += 1
    while asked.kinds[last - 1 - after] != GAP:
        after += 1
    if length < before + after:
        return 0.0
    found = 1.0
    for number in range(before + after):
        place = number if number < before else length - 1 - (number - before)
        kind = asked.kinds[first + number if number < before else last - 1 - (number - before)]
        share = 0.0
        for sign in range(crowd.held.shape[1]):
            if asked.as_read[kind, sign] != 0.0:
                share += standing(crowd, shape, place, sign, mark, held)
        found *= share
    return found
