"""Weighing: what each of many readings can be, and how likely; the same sums as ``resolve``, over arrays.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``).
"""

from typing import Any, NamedTuple

import numpy as np

from witnessmark.matching import weapongroups
from witnessmark.matching.compiling import kernel, part

Array = Any
"""A NumPy array: the compiler wants no more to be said."""

GAP = -1
"""The kind of a place that stands for any number of characters."""
TOLD = 3
"""Candidates that are told of each reading."""
YEAR = 4
"""Which of the attributes is the year."""
LONGEST = 32
"""Characters of the longest mark and reading that are weighed so."""
LONGEST_RUN = 12
"""Characters that an unknown run can have where nothing is known of the mark."""

jit = kernel(__name__)
_groups = part(__name__, weapongroups)
Rows, Groups = _groups.Rows, _groups.Groups
group_weapons, is_same_mark, together = _groups.group_weapons, _groups.is_same_mark, _groups.together
ATTRIBUTES = weapongroups.ATTRIBUTES


class Rates(NamedTuple):
    """What the sums assume; see ``resolve`` and ``markmodel``."""

    coverage: float
    credible: float
    copied: float
    repeated: float
    rare: float
    missed: float
    added: float
    run: float
    other_shapes: float
    most_off: int
    close_year: int
    wrong: Array
    """By attribute, how often it is stated wrongly."""


class Crowd(NamedTuple):
    """The registers that are asked, as a whole."""

    records: int
    shares: Array
    """By family, its share of all records."""
    pairs: Array
    numbers: Array
    """Make and model of each family as one number, ascending, and the family of each."""
    models: int
    """By what a make is multiplied in it."""
    family: Array
    share: Array
    """By shape, its family, and its share in it."""
    length: Array
    letters: Array
    """By shape, how many characters it has, and a bit for each that is no digit."""
    columns: Array
    """By shape and place, its column in ``Asked.reads``."""
    often: Array
    """By such a column and character: how often it stands there."""
    is_letter: Array
    """By character, whether it is no digit."""


class Asked(NamedTuple):
    """The readings."""

    places: Array
    kinds: Array
    """Where the places of each reading begin, and of which kind each is."""
    seen: Array
    """By kind and character, the chance of what was read if the character stands there."""
    any_seen: Array
    """The same of a character of which nothing is known."""
    reads: Array
    """By kind, and place of a shape, the same of the characters that stand there."""
    stated: Array
    """By reading and attribute, the number of what is stated, as of records; -1 where nothing is."""
    stated_years: Array
    told: Array
    chances: Array
    """Which row of ``chances`` each stated value has: by family, how likely it is stated of one of its weapons."""
    begins: Array
    candidates: Array
    """Where the candidate records of each reading begin, and which they are."""
    unseen: Array
    """Records that fit as well as the least likely of them, and are only counted."""


class Answers(NamedTuple):
    """What each reading can be."""

    rows: Array
    probabilities: Array
    """The likeliest weapons: a record of each, or -1, and its probability."""
    none: Array
    """The probability that it is in no register."""
    weapons: Array
    credible: Array
    holds_none: Array
    accident: Array
    """At most so many records would explain the reading as well as the likeliest does, by accident."""


class Room(NamedTuple):
    """Room to work."""

    before: Array
    after: Array
    nothing: Array
    """As many zeros as a mark can be long."""
    outside: Array
    taken: Array
    weights: Array
    chances: Array
    """By weapon, its weight, and the chance of the reading given its mark."""
    groups: Any


@jit
def agree(places: Array, first: int, last: int, table: Array, columns: Array, length: int, reach: int, rates: Rates,
          before: Array, after: Array) -> float:  # fmt: skip
    """The chance of a reading, over all ways in which characters were misread, left out or added.

    The table says by kind how likely what was read is, in the column of each place of the mark. ``reach`` is by how
    many places the characters of both can be apart: few, unless a run of them was not read.
    """
    now, then = before, after
    now[0] = 1.0
    for at in range(length):
        now[at + 1] = now[at] * rates.missed
    for number in range(last - first):
        kind = places[first + number]
        if kind == GAP:
            for at in range(1, length + 1):
                now[at] += now[at - 1] * rates.run
            continue
        low, high = max(0, number - reach), min(length, number + reach + 1)
        then[low] = now[0] * rates.added if low == 0 else 0.0
        for at in range(low, high):
            then[at + 1] = then[at] * rates.missed + now[at + 1] * rates.added + now[at] * table[kind, columns[at]]
        if high < length:
            then[high + 1] = 0.0
        now, then = then, now
    return float(now[length]) if abs(length - last + first) <= reach else 0.0


@jit
def read_columns(seen: Array, often: Array, reads: Array) -> None:
    """By kind and place of a shape, the chance of what was read.

    Summed in one order, so that each sum is the same whatever else is asked beside it and however many processors there
    are; a library for matrices promises neither.
    """
    for kind in range(len(seen)):
        for column in range(len(often)):
            found = 0.0
            for sign in range(often.shape[1]):
                if often[column, sign] != 0.0:
                    found += seen[kind, sign] * often[column, sign]
            reads[kind, column] = found


@jit
def of_any(places: Array, first: int, last: int, any_seen: Array, known: int, reach: int, rates: Rates,
           room: Room) -> float:  # fmt: skip
    """The same of a mark of which nothing is known but its length; of several lengths where a run was not read."""
    most = known + LONGEST_RUN if reach > rates.most_off else known
    total = 0.0
    for length in range(known, most + 1):
        total += agree(places, first, last, any_seen, room.nothing, length, reach, rates, room.before, room.after)
    return total / (most - known + 1)


@jit
def outside(asked: Asked, crowd: Crowd, rates: Rates, room: Room, first: int, last: int, reach: int) -> None:
    """By family, the chance that one of its weapons that is in no register bears a mark that reads so."""
    known = 0
    for place in range(first, last):
        known += asked.kinds[place] != GAP
    other = rates.other_shapes * of_any(asked.kinds, first, last, asked.any_seen, known, reach, rates, room)
    for family in range(len(crowd.shares)):
        room.outside[family] = other
        room.taken[family] = 0.0
    for shape in range(len(crowd.family)):
        length = crowd.length[shape]
        if abs(length - known) <= reach:
            chance = agree(asked.kinds, first, last, asked.reads, crowd.columns[shape], length, reach, rates,
                           room.before, room.after)  # fmt: skip
            room.outside[crowd.family[shape]] += (1 - rates.other_shapes) * crowd.share[shape] * chance


@jit
def stated_chance(attribute: int, stated: int, year: int, value: int, rows: Any, rates: Rates) -> float:
    """How likely something is stated of a weapon whose value of the attribute is known, or is not."""
    start = rows.starts[attribute]
    often = max(rows.common[start + stated], rates.rare)
    if value == 0:
        return float(often)
    wrong = rates.wrong[attribute]
    if rows.same[start + value] == stated:
        return float(1 - wrong + wrong * often)
    if attribute == YEAR and abs(year - rows.years[value]) <= rates.close_year:
        return float(wrong / (2 * rates.close_year))
    return float(wrong * often)


@jit
def family_of(crowd: Crowd, make: int, model: int) -> int:
    """The family of a make and model; -1 where they are too rare to be one."""
    pair = make * crowd.models + model
    place = np.searchsorted(crowd.pairs, pair)
    if place < len(crowd.pairs) and crowd.pairs[place] == pair:
        return int(crowd.numbers[place])
    return -1


@jit
def bears(crowd: Crowd, family: int, mark: Array, length: int) -> float:
    """The chance that a weapon of a family bears exactly this mark."""
    letters = 0
    for place in range(length):
        if crowd.is_letter[mark[place]]:
            letters |= 1 << place
    for shape in range(len(crowd.family)):
        if crowd.family[shape] == family and crowd.length[shape] == length and crowd.letters[shape] == letters:
            found = crowd.share[shape]
            for place in range(length):
                found *= crowd.often[crowd.columns[shape, place], mark[place]]
            return float(found)
    return 0.0


@jit
def weapon_weights(question: int, asked: Asked, crowd: Crowd, rows: Any, rates: Rates, room: Room, chosen: Array,
                   first: int, last: int, reach: int) -> int:  # fmt: skip
    """The weight of each weapon that the candidates speak of, and what they take from "in no register"; how many."""
    ordered = together(rows, chosen)
    held, begin = 0, 0
    while begin < len(ordered):
        row, end = ordered[begin], begin + 1
        while end < len(ordered) and is_same_mark(rows, row, ordered[end]):
            end += 1
        mark, length = rows.marks[row], int(rows.lengths[row])
        chance = agree(asked.kinds, first, last, asked.seen, mark, length, reach, rates, room.before, room.after)
        before = held
        held = group_weapons(rows, ordered, begin, end, held, room.groups)
        for weapon in range(before, held):
            weight = rates.coverage / max(1, crowd.records) * chance
            for attribute in range(ATTRIBUTES):
                stated = asked.stated[question, attribute]
                if stated >= 0:
                    weight *= stated_chance(attribute, stated, asked.stated_years[question],
                                            room.groups.facts[weapon, attribute], rows, rates)  # fmt: skip
            room.weights[weapon], room.chances[weapon] = weight, chance
            family = family_of(crowd, room.groups.facts[weapon, 0], room.groups.facts[weapon, 1])
            if family >= 0:
                room.taken[family] += bears(crowd, family, mark, length) * chance
        begin = end
    return held


@jit
def weigh_all(asked: Asked, crowd: Crowd, rows: Any, rates: Rates, room: Room, answers: Answers, begin: int,
              end: int) -> None:  # fmt: skip
    """Each reading from one to another: its weapons, and "in no register", as probabilities."""
    for question in range(begin, end):
        first, last = asked.places[question], asked.places[question + 1]
        reach = rates.most_off
        for place in range(first, last):
            if asked.kinds[place] == GAP:
                reach = LONGEST
        outside(asked, crowd, rates, room, first, last, reach)
        chosen = asked.candidates[asked.begins[question] : asked.begins[question + 1]]
        held = weapon_weights(question, asked, crowd, rows, rates, room, chosen, first, last, reach)
        share_out(question, asked, crowd, rates, room, answers, held)


@jit
def of_weapons_like_these(question: int, asked: Asked, crowd: Crowd, rates: Rates, room: Room) -> tuple[float, float]:
    """The chance of reading and attributes of a weapon in no register but like those that are; of the reading alone.

    A mark that a register has is seldom that of another weapon: a maker gives each number of a model once.
    """
    other, any_one = 0.0, 0.0
    for family in range(len(crowd.shares)):
        chance = room.outside[family]
        rest = max(rates.repeated * chance, chance - (1 - rates.repeated) * room.taken[family])
        stated = crowd.shares[family]
        for attribute in range(ATTRIBUTES):
            stated *= asked.chances[asked.told[question, attribute], family]
        other += rest * stated
        any_one += chance * crowd.shares[family]
    return other, any_one


@jit
def share_out(question: int, asked: Asked, crowd: Crowd, rates: Rates, room: Room, answers: Answers, held: int) -> None:
    """The weights as probabilities, the likeliest first."""
    weights = room.weights[:held]
    total, least = 0.0, 0.0
    for weapon in range(held):
        total += weights[weapon]
        least = weights[weapon] if weapon == 0 else min(least, weights[weapon])
    total += asked.unseen[question] * least
    other, any_one = of_weapons_like_these(question, asked, crowd, rates, room)
    none = (1 - rates.coverage) * ((1 - rates.copied) * other + rates.copied * total / rates.coverage)
    whole = total + none
    answers.weapons[question] = held
    if whole <= 0:
        answers.none[question], answers.holds_none[question] = 1.0, True
        return
    by_row = np.argsort(room.groups.firsts[:held], kind="mergesort")
    ranked = by_row[np.argsort(-weights[by_row], kind="mergesort")]
    for place in range(min(TOLD, held)):
        answers.rows[question, place] = room.groups.firsts[ranked[place]]
        answers.probabilities[question, place] = weights[ranked[place]] / whole
    answers.none[question] = none / whole
    sum_up(question, weights, ranked, none, whole, rates, answers)
    if held > 0 and weights[ranked[0]] > 0:
        answers.accident[question] = min(float(crowd.records), crowd.records * any_one / room.chances[ranked[0]])


@jit
def sum_up(question: int, weights: Array, ranked: Array, none: float, whole: float, rates: Rates,
           answers: Answers) -> None:  # fmt: skip
    """The fewest answers that together reach the credible share."""
    summed, place, is_in = 0.0, 0, False
    while summed < rates.credible and (place < len(ranked) or not is_in):
        if place < len(ranked) and (is_in or weights[ranked[place]] >= none):
            summed += weights[ranked[place]] / whole
            place += 1
        else:
            summed += none / whole
            is_in = True
    answers.credible[question], answers.holds_none[question] = place, is_in
