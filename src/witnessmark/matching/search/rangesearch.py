"""Range search: which ranges, sorted by group and first number, hold each of many numbers.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``); integers stay below 2**62.
What is called for each number is given arrays, and not a tuple of them, which would take longer than the search.
"""

from typing import NamedTuple

from witnessmark.matching.compiling import Array, kernel

_NEAR = 64
"""Ranges that are passed one by one from one number to the next; where there are more of them, they are skipped."""

jit = kernel(__name__)


class Sorted(NamedTuple):
    """The ranges of all groups, those of one group together, by their first number."""

    begins: Array
    """Where each group begins, and at the end how many ranges there are."""
    firsts: Array
    lasts: Array
    before: Array
    """For each range the nearest one before it, of its group, that ends later; or the place before the group.

    What lies between ends no later, so that where a range does not hold a number none of these does.
    """


@jit
def link_before(begins: Array, lasts: Array, before: Array) -> None:
    """Fills in ``before``."""
    for group in range(len(begins) - 1):
        outside = begins[group] - 1
        for place in range(begins[group], begins[group + 1]):
            other = place - 1
            while other > outside and lasts[other] <= lasts[place]:
                other = before[other]
            before[place] = other


@jit
def last_begun(firsts: Array, low: int, high: int, number: int) -> int:
    """The last range between two places that begins at a number or before it; the place before them if none does."""
    while low < high:
        middle = (low + high) // 2
        if firsts[middle] <= number:
            low = middle + 1
        else:
            high = middle
    return low - 1


@jit
def is_far(firsts: Array, place: int, high: int, number: int) -> bool:
    """Whether so many ranges from a place on begin at a number or before it that they are better skipped."""
    return bool(place + _NEAR < high and firsts[place + _NEAR] <= number)


@jit
def hold_after(
    firsts: Array, lasts: Array, held: Array, count: int, place: int, high: int, number: int
) -> tuple[int, int]:
    """Those of some ranges that also hold a greater number, and those from a place on; how many, and the place after.

    No range is passed twice, and what no longer holds is left out for good: this costs what is passed and held, and no
    more.
    """
    kept = 0
    for each in range(count):
        held[kept] = held[each]
        kept += lasts[held[each]] >= number
    while place < high and firsts[place] <= number:
        held[kept] = place
        kept += lasts[place] >= number
        place += 1
    return kept, place


@jit
def hold_anew(lasts: Array, before: Array, held: Array, low: int, place: int, number: int) -> int:
    """The ranges that hold a number, from one place back to another, in their order; how many they are."""
    count = 0
    while place >= low:
        if lasts[place] >= number:
            held[count] = place
            count += 1
            place -= 1
        else:
            place = before[place]
    for each in range(count // 2):
        other = count - 1 - each
        held[each], held[other] = held[other], held[each]
    return count


@jit
def count_in_group(ranges: Sorted, group: int, numbers: Array, held: Array, counts: Array) -> None:
    """How many ranges of a group hold each of some ascending numbers."""
    firsts, lasts, before = ranges.firsts, ranges.lasts, ranges.before
    low, high = ranges.begins[group], ranges.begins[group + 1]
    count, place = 0, low
    for each in range(len(numbers)):
        number = numbers[each]
        if is_far(firsts, place, high, number):
            place = last_begun(firsts, place, high, number) + 1
            count = hold_anew(lasts, before, held, low, place - 1, number)
        else:
            count, place = hold_after(firsts, lasts, held, count, place, high, number)
        counts[each] = count


@jit
def write_in_group(
    ranges: Sorted, rows: Array, group: int, numbers: Array, held: Array, starts: Array, found: Array
) -> None:
    """Writes the rows of the same ranges, for each number the latest to begin first."""
    firsts, lasts, before = ranges.firsts, ranges.lasts, ranges.before
    low, high = ranges.begins[group], ranges.begins[group + 1]
    count, place = 0, low
    for each in range(len(numbers)):
        number = numbers[each]
        if is_far(firsts, place, high, number):
            place = last_begun(firsts, place, high, number) + 1
            count = hold_anew(lasts, before, held, low, place - 1, number)
        else:
            count, place = hold_after(firsts, lasts, held, count, place, high, number)
        start = starts[each]
        for nth in range(count):
            found[start + nth] = rows[held[count - 1 - nth]]


@jit
def end_of_group(groups: Array, first: int) -> int:
    """Where another group than that of a place begins."""
    end = first
    while end < len(groups) and groups[end] == groups[first]:
        end += 1
    return end


@jit
def count_held(ranges: Sorted, groups: Array, numbers: Array, held: Array, counts: Array) -> None:
    """How many ranges hold each number; these are sorted by group, then by number.

    A group of -1 is one without ranges. ``held`` is room to work, for all ranges of a group: a number can be in each.
    """
    first = 0
    while first < len(groups):
        end = end_of_group(groups, first)
        if groups[first] >= 0:
            count_in_group(ranges, groups[first], numbers[first:end], held, counts[first:end])
        first = end


@jit
def write_held(
    ranges: Sorted, rows: Array, groups: Array, numbers: Array, held: Array, starts: Array, found: Array
) -> None:
    """Writes the rows of the ranges that hold each of them, the latest to begin first, from its start on."""
    first = 0
    while first < len(groups):
        end = end_of_group(groups, first)
        if groups[first] >= 0:
            write_in_group(ranges, rows, groups[first], numbers[first:end], held, starts[first:end], found)
        first = end
