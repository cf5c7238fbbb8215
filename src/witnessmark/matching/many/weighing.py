"""Weighing: what each of many readings can be, and how likely; the same sums as ``resolve``, over arrays.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``).
"""

from typing import Any, NamedTuple

import numpy as np

from witnessmark.matching.compiling import kernel, part
from witnessmark.matching.many import chancesums, marksums, weapongroups

Array = Any
"""A NumPy array: the compiler wants no more to be said."""

GAP = marksums.GAP
TOLD = 3
"""Candidates that are told of each reading."""
YEAR = 4
"""Which of the attributes is the year."""
LONGEST = 32
"""Characters of the longest mark and reading that are weighed so."""

jit = kernel(__name__)
_groups = part(__name__, weapongroups)
Rows, Groups = _groups.Rows, _groups.Groups
group_weapons, is_same_mark, together = _groups.group_weapons, _groups.is_same_mark, _groups.together
_sums = part(__name__, marksums)
agree, read_columns, outside, bears = _sums.agree, _sums.read_columns, _sums.outside, _sums.bears
more_in_year, strays, year_of = _sums.more_in_year, _sums.strays, _sums.year_of
by_accident = part(__name__, chancesums).by_accident
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
    likely: float
    wrong: Array
    """By attribute, how often it is stated wrongly."""


class Crowd(NamedTuple):
    """The registers that are asked, as a whole."""

    records: int
    shares: Array
    """By family, its share of all records."""
    pairs: Array
    numbers: Array
    """Makes and models as one number each, ascending, and the first family of each."""
    models: int
    """By what a make is multiplied in it."""
    following: Array
    """By family, the next one of its make and model, of another part; -1 behind the last."""
    scales: Array
    """By family, how many records of the registers each stands for from which its marks are known."""
    begins: Array
    """By family, where its shapes begin."""
    family: Array
    share: Array
    counts: Array
    """By shape, its family, its share in it, and the records from which it is known."""
    length: Array
    letters: Array
    """By shape, how many characters it has, and a bit for each that is no digit."""
    columns: Array
    """By shape and place, its column in ``Asked.reads``."""
    often: Array
    """By such a column and character: how often it stands there on a mark that is in no register."""
    held: Array
    """The same of those that are."""
    is_letter: Array
    """By character, whether it is no digit."""
    year_begins: Array
    """By family, where the years begin of which its marks tell."""
    year_family: Array
    year_number: Array
    year_value: Array
    """By such a year, its family, the year, and the number of its value, as of records."""
    year_share: Array
    year_tells: Array
    """By such a year, its share in the family, and how much is known of its marks."""
    entry_begins: Array
    """By such a year, where what is known of its marks begins, shape by shape."""
    entry_shape: Array
    entry_share: Array
    """By such an entry, its shape, and the share of the shape in the year."""
    entry_columns: Array
    """By entry and place, its column in ``Asked.reads``."""


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
    free: Array
    """By kind, and place of a shape, the same of the characters that stand there; and of those that are no error."""
    is_unread: Array
    """By kind, whether nothing was read."""
    as_read: Array
    """By kind and character, one where it would be no error, else zero."""
    lost: Array
    best: Array
    """By kind and character, by how many steps it explains less than the best would; by kind, the best, in nats."""
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
    """How many other records would explain the reading as well as the likeliest does, by accident."""


class Room(NamedTuple):
    """Room to work."""

    before: Array
    after: Array
    rows_before: Array
    rows_after: Array
    nothing: Array
    """As many zeros as a mark can be long."""
    other: Array
    """The chance of the reading of a mark of a shape that no register holds."""
    of_shape: Array
    """By shape, the chance of the reading."""
    outside: Array
    taken: Array
    stated: Array
    """By family, the chance of the reading, what of it is of registered marks, and the chance of what else is stated,
    with the share of the family."""
    weights: Array
    chances: Array
    """By weapon, its weight, and the chance of the reading given its mark."""
    steps: Array
    steps_after: Array
    signs: Array
    sign_counts: Array
    """By place of a reading, the signs that can stand there, and how many."""
    groups: Any


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
    """The first family of a make and model; -1 where they are too rare to be one."""
    pair = make * crowd.models + model
    place = np.searchsorted(crowd.pairs, pair)
    if place < len(crowd.pairs) and crowd.pairs[place] == pair:
        return int(crowd.numbers[place])
    return -1


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
            take(question, asked, crowd, rows, rates, room, weapon, mark, length)
        begin = end
    return held


@jit
def take(question: int, asked: Asked, crowd: Crowd, rows: Any, rates: Rates, room: Room, weapon: int, mark: Array,
         length: int) -> None:  # fmt: skip
    """Adds what a weapon takes from the chance of its family: its mark, in its own year if that is known."""
    facts, stated = room.groups.facts[weapon], asked.stated[question, YEAR]
    family = family_of(crowd, facts[0], facts[1])
    while family >= 0:
        year = year_of(crowd, family, facts[YEAR])
        share = bears(crowd, family, year, mark, length)
        if year < 0:
            share *= asked.chances[asked.told[question, YEAR], family]
        else:
            share *= crowd.year_share[year]
            if stated >= 0:
                share *= stated_chance(YEAR, stated, asked.stated_years[question], facts[YEAR], rows, rates)
        room.taken[family] += (1 - rates.other_shapes) * share * room.chances[weapon]
        family = crowd.following[family]


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
        apart = elsewhere(question, asked, crowd, rows, rates, room, first, last, reach)
        best = share_out(question, asked, rates, room, answers, held, apart)
        if best >= 0 and room.weights[best] > 0:
            answers.accident[question] = accident(asked, crowd, rows, room, best, len(chosen), first, last)


@jit
def with_year(question: int, asked: Asked, crowd: Crowd, rows: Any, rates: Rates, room: Room, family: int, first: int,
              last: int, reach: int) -> float:  # fmt: skip
    """The chance of the reading and of the year that is stated, if one is, of a weapon of a family.

    Of weapons of a year near it the mark tells of the year; of others the two are independent enough.
    """
    found = room.outside[family] * asked.chances[asked.told[question, YEAR], family]
    stated = asked.stated[question, YEAR]
    if stated < 0:
        return float(found)
    apart = rates.wrong[YEAR] * max(rows.common[rows.starts[YEAR] + stated], rates.rare)
    for year in range(crowd.year_begins[family], crowd.year_begins[family + 1]):
        if abs(crowd.year_number[year] - asked.stated_years[question]) <= rates.close_year:
            chance = stated_chance(
                YEAR, stated, asked.stated_years[question], crowd.year_value[year], rows, rates
            )  # fmt: skip
            more = more_in_year(asked, crowd, rates, room, first, last, reach, year)
            found += crowd.year_share[year] * crowd.year_tells[year] * (chance - apart) * more
    return float(max(found, 0.0))


@jit
def elsewhere(question: int, asked: Asked, crowd: Crowd, rows: Any, rates: Rates, room: Room, first: int, last: int,
              reach: int) -> tuple[float, float]:  # fmt: skip
    """The chance of reading and attributes of a weapon in no register; and of one that the search did not reach.

    The first is like those that are in one; of the second too much was misread. A mark that a register has is seldom
    that of another weapon: a maker gives each number of a model and year once.
    """
    unregistered, unreached, whole = 0.0, 0.0, 0.0
    for family in range(len(crowd.shares)):
        room.stated[family] = crowd.shares[family]
        for attribute in range(ATTRIBUTES):
            if attribute != YEAR:
                room.stated[family] *= asked.chances[asked.told[question, attribute], family]
        whole += room.stated[family] * room.outside[family]
    for family in range(len(crowd.shares)):
        stated, chance = room.stated[family], room.outside[family]
        read = chance * asked.chances[asked.told[question, YEAR], family]
        if stated * chance > rates.likely * whole:
            read = with_year(question, asked, crowd, rows, rates, room, family, first, last, reach)
            beyond = strays(asked, crowd, rates, room, first, last, reach, family)
            unreached += stated * beyond * read / chance
        unregistered += stated * max(rates.repeated * read, read - (1 - rates.repeated) * room.taken[family])
    return unregistered, unreached


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
    answers.weapons[question] = held
    if whole <= 0:
        answers.none[question], answers.holds_none[question] = 1.0, True
        return -1
    by_row = np.argsort(room.groups.firsts[:held], kind="mergesort")
    ranked = by_row[np.argsort(-weights[by_row], kind="mergesort")]
    for place in range(min(TOLD, held)):
        answers.rows[question, place] = room.groups.firsts[ranked[place]]
        answers.probabilities[question, place] = weights[ranked[place]] / whole
    answers.none[question] = none / whole
    sum_up(question, weights, ranked, none, whole, rates, answers)
    return int(ranked[0]) if held > 0 else -1


@jit
def accident(asked: Asked, crowd: Crowd, rows: Any, room: Room, best: int, candidates: int, first: int,
             last: int) -> float:  # fmt: skip
    """How many records other than those of the likeliest weapon would explain the reading as well by accident."""
    row, records = room.groups.firsts[best], 0
    for number in range(candidates):
        records += room.groups.owners[number] == best
    family = family_of(crowd, room.groups.facts[best, 0], room.groups.facts[best, 1])
    if family < 0:
        family = family_of(crowd, 0, 0)
    return float(by_accident(asked, crowd, room, first, last, family, rows.marks[row], int(rows.lengths[row]), records,
                             room.chances[best]))  # fmt: skip


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
