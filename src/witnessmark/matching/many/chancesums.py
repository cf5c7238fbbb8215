"""Chance sums: how many other records would explain a reading as well by accident; as ``accident`` does it.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``). What the tuples hold is told
in ``arrays``.

By how many steps a sign loses depends on the reading alone. So the sums that can come about are the same for all marks
of a length, mostly few, and what share of the marks comes to each is summed for all shapes of a stack in one go.
"""

import math
from typing import Any

from witnessmark.matching.compiling import Array, kernel, part
from witnessmark.matching.many import bearing, stacksums
from witnessmark.matching.many.arrays import GAP, LONGEST

STEP = 0.125
MOST_STEPS = 512
LEAST = 1e-300
"""All as in ``accident``."""
DIGITS, LETTERS = 10, 26

jit = kernel(__name__)
_bearing, _stacks = part(__name__, bearing), part(__name__, stacksums)
shape_of, signature_of = _bearing.shape_of, _bearing.signature_of
fill = _stacks.fill


@jit
def by_accident(asked: Any, crowd: Any, room: Any, first: int, last: int, reach: int, family: int, marks: Array,
                row: int, length: int, records: int, least: float) -> float:  # fmt: skip
    """The expected number of other records that explain a reading at least as well as one of a weapon does."""
    has_gap, mark, found = reach == LONGEST, marks[row], 0.0
    most = 0 if has_gap else steps(asked, first, last, mark, length, least)
    for stack in range(len(crowd.lengths)):
        if has_gap:
            fit_gaps(asked, crowd, room, first, last, stack)
        elif crowd.lengths[stack] == last - first:
            fit_stack(asked, crowd, room, first, last, stack, most)
        else:
            continue
        for shape in range(crowd.firsts[stack], crowd.firsts[stack + 1]):
            found += crowd.scales[crowd.family[shape]] * crowd.counts[shape] * room.fits[shape]
    while family >= 0 and (has_gap or length == last - first):
        own = shape_of(crowd.own, crowd.signatures, crowd.own_begins[family], crowd.own_begins[family + 1],
                       signature_of(marks, row, length, crowd.is_letter))  # fmt: skip
        if own >= 0:
            held = held_of(crowd, own, mark, length, records)
            rest = fit_without(asked, crowd, room, first, last, reach, own, mark, held, most)
            others = (crowd.counts[own] - held + 1) * rest - crowd.counts[own] * room.fits[own]
            found += crowd.scales[family] * others
        family = crowd.following[family]
    return max(0.0, found)


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
def fit_stack(asked: Any, crowd: Any, room: Any, first: int, last: int, stack: int, most: int) -> None:
    """By shape of a stack, the share of its marks that explain the reading within so many steps."""
    own, end = crowd.firsts[stack], crowd.firsts[stack + 1]
    wide, now, count = end - own, 0, 1
    fill(room.sums, 0, wide, 1.0)
    room.reached[0, 0] = 0
    for place in range(last - first):
        kind = asked.kinds[first + place]
        if not asked.is_unread[kind]:
            base, there = crowd.bases[stack] + place * wide, crowd.stands[crowd.steads[stack] + place]
            levels = list_levels(asked.ranked[kind], asked.lost[kind], crowd.held, there, base, wide, most, room)
            count = lose(room, now, count, levels, wide, most)
            now = 1 - now
    room.fits[own:end] = 0.0
    for each in range(count):
        add_line(room.fits[own:end], room.sums[now * (most + 1) + room.reached[now, each]])


@jit
def list_levels(ranked: Array, lost: Array, held: Array, there: Array, base: int, wide: int, most: int,
                room: Any) -> int:  # fmt: skip
    """By how many steps a place can lose, and by shape how often it does; how many such numbers there are."""
    levels = 0
    for sign in ranked:
        if lost[sign] > most:
            break
        if there[sign]:
            if levels == 0 or room.levels[levels - 1] != lost[sign]:
                room.levels[levels] = lost[sign]
                fill(room.level_shares, levels, wide, 0.0)
                levels += 1
            add_line(room.level_shares[levels - 1, :wide], held[sign, base : base + wide])
    return levels


@jit
def add_line(found: Array, line: Array) -> None:
    """Adds a line to another."""
    for each in range(len(found)):
        found[each] += line[each]


@jit
def add_part(sums: Array, own: int, before: int, shares: Array, level: int, wide: int) -> None:
    """Adds to one line the share of another that loses so much."""
    for each in range(wide):
        sums[own, each] += sums[before, each] * shares[level, each]


@jit
def lose(room: Any, now: int, count: int, levels: int, wide: int, most: int) -> int:
    """One place more: what share of the marks then lost how many steps; how many such numbers there are."""
    then, after = 1 - now, 0
    room.is_reached[: most + 1] = False
    for each in range(count):
        before = room.reached[now, each]
        for level in range(levels):
            step = before + room.levels[level]
            if step > most:
                break
            line = then * (most + 1) + step
            if not room.is_reached[step]:
                room.is_reached[step] = True
                room.reached[then, after] = step
                after += 1
                fill(room.sums, line, wide, 0.0)
            add_part(room.sums, line, now * (most + 1) + before, room.level_shares, level, wide)
    return after


@jit
def held_of(crowd: Any, shape: int, mark: Array, length: int, records: int) -> int:
    """How many of the records of a mark are among those from which a shape is known, at most."""
    wide = crowd.firsts[crowd.stack[shape] + 1] - crowd.firsts[crowd.stack[shape]]
    column = crowd.bases[crowd.stack[shape]] + shape - crowd.firsts[crowd.stack[shape]]
    held = records
    for place in range(length):
        held = min(held, round(crowd.held[mark[place], column + place * wide] * crowd.counts[shape]))
    return int(held)


@jit
def standing(crowd: Any, shape: int, column: int, sign: int, true: int, held: int) -> float:
    """How often a sign stands at a place, without so many records of a mark that has another there, and one unknown."""
    found = crowd.held[sign, column] * crowd.counts[shape]
    if sign == true:
        found -= held
    if sign < DIGITS + LETTERS and crowd.is_letter[sign] == crowd.is_letter[true]:
        found += 1 / LETTERS if crowd.is_letter[sign] else 1 / DIGITS
    return float(found / (crowd.counts[shape] - held + 1))


@jit
def fit_without(asked: Any, crowd: Any, room: Any, first: int, last: int, reach: int, shape: int, mark: Array,
                held: int, most: int) -> float:  # fmt: skip
    """The share of the marks of a shape, without the records of one, that explain the reading."""
    stack = crowd.stack[shape]
    wide, column = crowd.firsts[stack + 1] - crowd.firsts[stack], crowd.bases[stack] + shape - crowd.firsts[stack]
    if reach == LONGEST:
        return fit_gap(asked, crowd, first, last, shape, mark, held)
    sums, now, then = room.alone, 0, most + 1
    sums[: most + 1] = 0.0
    sums[0] = 1.0
    for place in range(last - first):
        kind = asked.kinds[first + place]
        if asked.is_unread[kind]:
            continue
        sums[then : then + most + 1] = 0.0
        for rank in range(crowd.held.shape[0]):
            sign = asked.ranked[kind, rank]
            lost = asked.lost[kind, sign]
            if lost > most:
                break
            share = standing(crowd, shape, column + place * wide, sign, mark[place], held)
            if share != 0.0:
                for each in range(most + 1 - lost):
                    sums[then + each + lost] += sums[now + each] * share
        now, then = then, now
    found = 0.0
    for each in range(most + 1):
        found += sums[now + each]
    return found


@jit
def fit_gaps(asked: Any, crowd: Any, room: Any, first: int, last: int, stack: int) -> None:
    """By shape of a stack, the share of its marks that agree in what was read where a run was not."""
    for shape in range(crowd.firsts[stack], crowd.firsts[stack + 1]):
        room.fits[shape] = fit_gap(asked, crowd, first, last, shape, room.nothing[0], -1)


@jit
def fit_gap(asked: Any, crowd: Any, first: int, last: int, shape: int, mark: Array, held: int) -> float:
    """The same of one shape; without so many records of a mark, unless that is below zero."""
    before, after, length = 0, 0, crowd.lengths[crowd.stack[shape]]
    while asked.kinds[first + before] != GAP:
        before += 1
    while asked.kinds[last - 1 - after] != GAP:
        after += 1
    if length < before + after:
        return 0.0
    stack = crowd.stack[shape]
    wide, column = crowd.firsts[stack + 1] - crowd.firsts[stack], crowd.bases[stack] + shape - crowd.firsts[stack]
    found = 1.0
    for number in range(before + after):
        place = number if number < before else length - 1 - (number - before)
        kind = asked.kinds[first + number if number < before else last - 1 - (number - before)]
        share = 0.0
        for sign in range(crowd.held.shape[0]):
            if asked.as_read[kind, sign] != 0.0:
                at = column + place * wide
                share += crowd.held[sign, at] if held < 0 else standing(crowd, shape, at, sign, mark[place], held)
        found *= share
    return found
