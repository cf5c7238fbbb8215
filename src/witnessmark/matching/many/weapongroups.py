"""Weapon groups: which records of one mark speak of one weapon, over arrays; the same as ``resolve`` does.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``).
"""

from witnessmark.matching.compiling import Array, kernel
from witnessmark.matching.many.arrays import ATTRIBUTES, YEAR, Groups, Rows

HASH_BITS = 38
PLACE_BITS = 20
"""The bits of a number by which records are sorted: those of their marks, and those that say which record it is."""

jit = kernel(__name__)


@jit
def is_same_mark(rows: Rows, one: int, other: int) -> bool:
    """Whether two records bear the same mark."""
    if rows.lengths[one] != rows.lengths[other]:
        return False
    for place in range(rows.lengths[one]):  # noqa: SIM110 - the compiler knows no all()
        if rows.marks[one, place] != rows.marks[other, place]:
            return False
    return True


@jit
def are_compatible(rows: Rows, one: int, other: int) -> bool:
    """Whether two records of one mark can be of one weapon: both state make or model, and nothing contradicts."""
    is_identified = False
    for attribute in range(ATTRIBUTES):
        mine, theirs = rows.facts[one, attribute], rows.facts[other, attribute]
        if mine != 0 and theirs != 0:
            start = rows.starts[attribute]
            if rows.same[start + mine] != rows.same[start + theirs]:
                return False
            is_identified = is_identified or attribute < 2
    return is_identified


@jit
def stated_count(facts: Array, row: int) -> int:
    """How many attributes a record states."""
    count = 0
    for attribute in range(ATTRIBUTES):
        count += facts[row, attribute] != 0
    return count


@jit
def mark_hash(marks: Array, row: int, length: int) -> int:
    """A number for the mark of a record, by which records of one mark come together."""
    found = length
    for place in range(length):
        found = (found * 1_000_003 + marks[row, place]) & ((1 << HASH_BITS) - 1)
    return found


@jit
def sort(numbers: Array) -> None:
    """Puts numbers in order, where they lie; by gaps that become smaller, after Shell, since they are few."""
    gap = len(numbers) // 2
    while gap > 0:
        for place in range(gap, len(numbers)):
            number, at = numbers[place], place
            while at >= gap and numbers[at - gap] > number:
                numbers[at] = numbers[at - gap]
                at -= gap
            numbers[at] = number
        gap //= 2


@jit
def bring(rows: Rows, chosen: Array, ordered: Array) -> None:
    """Looks at some records, which lie far from each other: so memory is waited for once, and not for each in turn.

    What is written is of no use; were nothing written, the compiler would leave all this out.
    """
    marks, lengths, facts = rows.marks, rows.lengths, rows.facts
    for number in range(len(chosen)):
        row = chosen[number]
        ordered[number] = lengths[row] + marks[row, 0] + facts[row, 0] + facts[row, YEAR]


@jit
def together(rows: Rows, chosen: Array, ordered: Array) -> None:
    """Writes records with those of one mark together, each of these that states the most first."""
    bring(rows, chosen, ordered)
    marks, lengths, facts = rows.marks, rows.lengths, rows.facts
    for number in range(len(chosen)):
        row = chosen[number]
        sorted_by = mark_hash(marks, row, int(lengths[row])) * 8 + (ATTRIBUTES - stated_count(facts, row))
        ordered[number] = (sorted_by << PLACE_BITS) | number
    sort(ordered)
    for number in range(len(chosen)):
        ordered[number] = chosen[ordered[number] & ((1 << PLACE_BITS) - 1)]


@jit
def fits_weapon(rows: Rows, ordered: Array, begin: int, number: int, weapon: int, groups: Groups) -> bool:
    """Whether a record can be of the weapon that some records before it speak of."""
    for other in range(begin, number):
        if groups.owners[other] == weapon and not are_compatible(rows, ordered[number], ordered[other]):
            return False
    return True


@jit
def group_weapons(rows: Rows, ordered: Array, begin: int, end: int, held: int, groups: Groups) -> int:
    """Records of one mark by the weapon that they speak of; how many weapons there are then in all.

    A record that fits two weapons is left with neither: it is left open which.
    """
    first_weapon = held
    for number in range(begin, end):
        owner, fitting = -1, 0
        for weapon in range(first_weapon, held):
            if fits_weapon(rows, ordered, begin, number, weapon, groups):
                fitting += 1
                owner = weapon
        if fitting != 1:
            owner = held
            held += 1
            groups.firsts[owner] = ordered[number]
            groups.facts[owner] = 0
        groups.owners[number] = owner
        for attribute in range(ATTRIBUTES):
            if groups.facts[owner, attribute] == 0:
                groups.facts[owner, attribute] = rows.facts[ordered[number], attribute]
    return held
