"""Bearing: how likely a weapon of a family bears exactly one mark, and what registered ones take from "in no register".

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``). What the tuples hold is told
in ``arrays``. What is called for each weapon gets arrays, and rows by number: to hand over tuples, or to cut out a row,
would take longer than what it does.
"""

from typing import Any

from witnessmark.matching.compiling import Array, kernel, part, signed
from witnessmark.matching.many import stated
from witnessmark.matching.many.arrays import YEAR

LENGTH_BITS = 48
"""From which bit on the signature of a shape has its length; below, a bit for each place of a letter."""

jit = kernel(__name__)
_stated = part(__name__, stated)
chance_of, family_of = _stated.chance_of, _stated.family_of


@jit
def signature_of(marks: Array, row: int, length: int, is_letter: Array) -> int:
    """The signature of the shape of a mark."""
    found = signed(length) << LENGTH_BITS
    for place in range(length):
        if is_letter[marks[row, place]]:
            found |= 1 << place
    return int(found)


@jit
def shape_of(own: Array, signatures: Array, begin: int, end: int, signature: int) -> int:
    """The shape of a mark among some of a family; -1 where it has none of them."""
    for each in range(begin, end):
        if signatures[each] == signature:
            return int(own[each])
    return -1


@jit
def exactly(often: Array, marks: Array, row: int, length: int, column: int, wide: int) -> float:
    """The chance that a mark of a shape is exactly this one.

    Its first place has the ``column``, and the next ones those so far from it.
    """
    found = 1.0
    for place in range(length):
        found *= often[column + place * wide, marks[row, place]]
    return found


@jit
def in_year(anyway: float, tells: float, entries: Array, begin: int, end: int, shapes: Array, shares: Array,
            columns: Array, shape: int, often: Array, marks: Array, row: int, length: int) -> float:  # fmt: skip
    """The chance that a weapon of one year bears a mark, by what is told of it; ``anyway`` is that of any year."""
    found = 0.0
    for each in range(begin, end):
        entry = entries[each]
        if shapes[entry] == shape:
            exact = shares[entry]
            for place in range(length):
                exact *= often[columns[entry, place], marks[row, place]]
            found += exact
    return (1 - tells) * anyway + tells * found


@jit
def take(question: int, asked: Any, crowd: Any, rows: Any, rates: Any, room: Any, held: int) -> None:
    """By family, what the weapons take from its chance: their marks, each in its own year if that is known."""
    facts, marks, lengths, often, bases = room.groups.facts, rows.marks, rows.lengths, crowd.often, crowd.bases
    of_year, same, years = asked.chances[asked.told[question, YEAR]], rows.same[rows.starts[YEAR] :], rows.years
    value, near, wrong = asked.stated[question, YEAR], asked.stated_years[question], rates.wrong[YEAR]
    common = max(rows.common[rows.starts[YEAR] + max(0, value)], rates.rare)
    own, begins, signatures, firsts, stacks = crowd.own, crowd.own_begins, crowd.signatures, crowd.firsts, crowd.stack
    all_dated, tells, dated_begins, dated_entries = (
        crowd.dated, crowd.dated_tells, crowd.dated_begins, crowd.dated_entries
    )  # fmt: skip
    entry_shape, entry_share, entry_columns = crowd.entry_shape, crowd.entry_share, crowd.entry_columns
    year_of, is_letter, pairs, numbers = crowd.year_of, crowd.is_letter, crowd.pairs, crowd.numbers
    following, shares, year_shares = crowd.following, crowd.share, crowd.dated_share
    rows_of, chances, taken = room.groups.firsts, room.chances, room.taken
    taken[:] = 0.0
    for weapon in range(held):
        row, of_own = rows_of[weapon], facts[weapon, YEAR]
        length, year = int(lengths[row]), year_of[of_own]
        signature = signature_of(marks, row, length, is_letter)
        family = family_of(pairs, numbers, facts[weapon, 0] * crowd.models + facts[weapon, 1])
        while family >= 0:
            shape = shape_of(own, signatures, begins[family], begins[family + 1], signature)
            if shape >= 0:
                first, dated = firsts[stacks[shape]], all_dated[family, year] if year >= 0 else -1
                share = shares[shape] * exactly(often, marks, row, length, bases[stacks[shape]] + shape - first,
                                                firsts[stacks[shape] + 1] - first)  # fmt: skip
                if dated < 0:
                    share *= of_year[family]
                else:
                    share = year_shares[dated] * in_year(
                        share, tells[dated], dated_entries, dated_begins[dated], dated_begins[dated + 1], entry_shape,
                        entry_share, entry_columns, shape, often, marks, row, length,
                    )  # fmt: skip
                    if value >= 0:
                        share *= chance_of(value, of_own, near, same, years, common, wrong, rates.close_year)
                taken[family] += (1 - rates.other_shapes) * share * chances[weapon]
            family = following[family]
