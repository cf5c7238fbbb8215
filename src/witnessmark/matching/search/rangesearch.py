"""Range search: which ranges, sorted by group and first number, hold each of many numbers.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``); integers stay below 2**62.
"""

from typing import Any, NamedTuple

from witnessmark.matching.compiling import kernel

LEAP_BITS = 4
"""Two to this many ranges, blocks, blocks of blocks are looked at together."""

Array = Any
"""A NumPy array: the compiler wants no more to be said."""

jit = kernel(__name__)


class Sorted(NamedTuple):
    """The ranges of all groups, those of one group together, by their first number."""

    begins: Array
    """Where each group begins, and at the end how many ranges there are."""
    firsts: Array
    lasts: Array
    greatest: Array
    """The greatest last number of the group so far: where it is less than a number, no range before holds it."""
    tops: Array
    """The greatest last number of each block of sixteen, then of each sixteen blocks, and so on."""
    levels: Array
    """Where in ``tops`` the blocks of each size begin."""


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
def leap(ranges: Sorted, place: int, number: int) -> int:
    """The place from which to look on, below one that does not hold a number: whole blocks that cannot are passed."""
    place -= 1
    for level in range(len(ranges.levels)):
        size = LEAP_BITS * (level + 1)
        if (place + 1) & ((1 << size) - 1) != 0 or place < 0:
            break
        while place >= 0 and (place + 1) & ((1 << size) - 1) == 0:
            if level + 1 < len(ranges.levels) and (place + 1) & ((1 << (size + LEAP_BITS)) - 1) == 0:
                break
            if ranges.tops[ranges.levels[level] + (place >> size)] >= number:
                return place
            place -= 1 << size
    return place


@jit
def hold(ranges: Sorted, groups: Array, numbers: Array, begin: int, asked: Array, found: Array) -> tuple[int, int]:
    """Writes pairs of a question and a range that holds it, from a question on, as far as there is room.

    How many were written, and the question that is next. A group of -1 is one that there are no ranges of.
    """
    written, most = 0, len(found)
    for question in range(begin, len(groups)):
        group, number, before = groups[question], numbers[question], written
        if group < 0:
            continue
        low = ranges.begins[group]
        place = last_begun(ranges.firsts, low, ranges.begins[group + 1], number)
        while place >= low and ranges.greatest[place] >= number:
            if ranges.lasts[place] >= number:
                if written == most:
                    return before, question
                asked[written], found[written] = question, place
                written += 1
                place -= 1
            else:
                place = leap(ranges, place, number)
    return written, len(groups)
