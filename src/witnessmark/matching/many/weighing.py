"""Weighing: what each of many readings can be, and how likely; the same sums as ``resolve``, over arrays.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``). What the tuples hold is told
in ``arrays``.
"""

from typing import Any

from witnessmark.matching.compiling import Array, kernel, part
from witnessmark.matching.many import bearing, chancesums, familysums, marksums, stated, weapongroups
from witnessmark.matching.many.arrays import ATTRIBUTES, GAP, LONGEST, YEAR, Answers, Asked, Crowd, Rates, Room

TOLD = 3
"""Candidates that are told of each reading."""

jit = kernel(__name__)
_groups, _families = part(__name__, weapongroups), part(__name__, familysums)
_marks, _stated = part(__name__, marksums), part(__name__, stated)
group_weapons, is_same_mark, together = _groups.group_weapons, _groups.is_same_mark, _groups.together
outside, strays, add_years = _families.outside, _families.strays, _families.add_years
agree, drift = _marks.agree, _marks.drift
state, family_of, take = _stated.state, _stated.family_of, part(__name__, bearing).take
by_accident = part(__name__, chancesums).by_accident


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
        other = outside(asked, crowd, rates, room, first, last, reach)
        chosen = asked.candidates[asked.begins[question] : asked.begins[question + 1]]
        held = weapon_weights(question, asked, crowd, rows, rates, room, chosen, first, last, reach)
        apart = elsewhere(question, asked, crowd, rows, rates, room, first, last, reach, other)
        best = share_out(question, asked, rates, room, answers, held, apart)
        if best >= 0 and room.weights[best] > 0:
            answers.accident[question] = accident(asked, crowd, rows, room, best, len(chosen), first, last, reach)


@jit
def weapon_weights(question: int, asked: Asked, crowd: Crowd, rows: Any, rates: Rates, room: Room, chosen: Array,
                   first: int, last: int, reach: int) -> int:  # fmt: skip
    """The weight of each weapon that the candidates speak of, and what they take from "in no register"; how many."""
    ordered = room.ordered[: len(chosen)]
    together(rows, chosen, ordered)
    weights, chances = room.weights, room.chances
    held, begin = 0, 0
    while begin < len(ordered):
        row, end = ordered[begin], begin + 1
        while end < len(ordered) and is_same_mark(rows, row, ordered[end]):
            end += 1
        length = int(rows.lengths[row])
        low, high = drift(last - first, length, reach)
        chance = agree(asked.kinds, first, last, asked.seen, rows.marks, row, length, low, high, rates, room.line)
        before = held
        held = group_weapons(rows, ordered, begin, end, held, room.groups)
        for weapon in range(before, held):
            weights[weapon], chances[weapon] = rates.coverage / max(1, crowd.records) * chance, chance
        begin = end
    state(question, asked, rows, rates, room.groups.facts, weights[:held])
    take(question, asked, crowd, rows, rates, room, held)
    return held


@jit
def elsewhere(question: int, asked: Asked, crowd: Crowd, rows: Any, rates: Rates, room: Room, first: int, last: int,
              reach: int, other: float) -> tuple[float, float]:  # fmt: skip
    """The chance of reading and attributes of a weapon in no register; and of one that the search did not reach.

    The first is like those that are in one; of the second too much was misread. A mark that a register has is seldom
    that of another weapon: a maker gives each number of a model and year once.
    """
    states(question, asked, crowd, rates, room)
    strays(asked, crowd, rates, room, first, last, reach)
    read, of_year = room.read, asked.told[question, YEAR]
    for family in range(len(crowd.shares)):
        read[family] = room.outside[family] * asked.chances[of_year, family]
    if asked.stated[question, YEAR] >= 0:
        add_years(question, asked, crowd, rows, rates, room, first, last, reach, other, read)
    unregistered, unreached = 0.0, 0.0
    for family in range(len(crowd.shares)):
        stands, chance = room.stated[family], max(read[family], 0.0)
        if room.is_likely[family]:
            unreached += stands * room.beyond[family] * chance / room.outside[family]
        left = chance - (1 - rates.repeated) * room.taken[family]
        unregistered += stands * max(rates.repeated * chance, left)
    return unregistered, unreached


@jit
def states(question: int, asked: Asked, crowd: Crowd, rates: Rates, room: Room) -> None:
    """By family, its share with the chance of what is stated beside the year, and whether it matters."""
    for family in range(len(crowd.shares)):
        room.stated[family] = crowd.shares[family]
    for attribute in range(ATTRIBUTES):
        if attribute != YEAR and asked.stated[question, attribute] >= 0:
            for family in range(len(crowd.shares)):
                room.stated[family] *= asked.chances[asked.told[question, attribute], family]
    whole = 0.0
    for family in range(len(crowd.shares)):
        whole += room.stated[family] * room.outside[family]
    for family in range(len(crowd.shares)):
        room.is_likely[family] = room.stated[family] * room.outside[family] > rates.likely * whole


@jit
def share_out(question: int, asked: Asked, rates: Rates, room: Room, answers: Answers, held: int,
              apart: tuple[float, float]) -> int:  # fmt: skip
    """The weights as probabilities, the likeliest first; which is the likeliest, or -1."""
    weights = room.weights[:held]
    total, least = 0.0, 0.0
    for weapon in range(held):
        total += weights[weapon]
        least = weights[weapon] if weapon == 0 else min(least, weights[weapon])
    total += asked.unseen[question] * least + rates.coverage * apart[1]
    none = (1 - rates.coverage) * ((1 - rates.copied) * apart[0] + rates.copied * total / rates.coverage)
    whole = total + none
    if whole <= 0:
        answers.none[question], answers.holds_none[question] = 1.0, True
        return -1
    ranked, firsts = room.ranked[:held], room.groups.firsts
    for weapon in range(held):
        ranked[weapon] = weapon
    for place in range(min(TOLD, held)):
        bring_forward(ranked, place, weights, firsts)
        answers.rows[question, place] = firsts[ranked[place]]
        answers.probabilities[question, place] = weights[ranked[place]] / whole
    answers.none[question] = none / whole
    sum_up(question, weights, firsts, ranked, none, whole, rates, answers)
    return int(ranked[0]) if held > 0 else -1


@jit
def bring_forward(ranked: Array, place: int, weights: Array, firsts: Array) -> None:
    """Puts the likeliest of the weapons from a place on there; of equal ones that of the first record.

    So few are told that this is faster than to sort them all.
    """
    best = place
    for other in range(place + 1, len(ranked)):
        mine, theirs = weights[ranked[best]], weights[ranked[other]]
        if theirs > mine or (theirs == mine and firsts[ranked[other]] < firsts[ranked[best]]):
            best = other
    ranked[place], ranked[best] = ranked[best], ranked[place]


@jit
def accident(asked: Asked, crowd: Crowd, rows: Any, room: Room, best: int, candidates: int, first: int,
             last: int, reach: int) -> float:  # fmt: skip
    """How many records other than those of the likeliest weapon would explain the reading as well by accident."""
    row, records = room.groups.firsts[best], 0
    for number in range(candidates):
        records += room.groups.owners[number] == best
    facts = room.groups.facts[best]
    family = family_of(crowd.pairs, crowd.numbers, facts[0] * crowd.models + facts[1])
    if family < 0:
        family = family_of(crowd.pairs, crowd.numbers, 0)
    return float(by_accident(asked, crowd, room, first, last, reach, family, rows.marks, row,
                             int(rows.lengths[row]), records, room.chances[best]))  # fmt: skip


@jit
def sum_up(question: int, weights: Array, firsts: Array, ranked: Array, none: float, whole: float, rates: Rates,
           answers: Answers) -> None:  # fmt: skip
    """The fewest answers that together reach the credible share."""
    summed, place, is_in = 0.0, 0, False
    while summed < rates.credible and (place < len(ranked) or not is_in):
        if TOLD <= place < len(ranked):
            bring_forward(ranked, place, weights, firsts)
        if place < len(ranked) and (is_in or weights[ranked[place]] >= none):
            summed += weights[ranked[place]] / whole
            place += 1
        else:
            summed += none / whole
            is_in = True
    answers.credible[question], answers.holds_none[question] = place, is_in
