"""Range search: which ranges, sorted by group and first number, hold each of many numbers.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``); integers stay below 2**62.
"""

from typing import Any, NamedTuple

from witnessmark.matching.compiling import kernel

Array = Any
"""A NumPy array: the compiler wants no more to be said."""

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
def count_held(
    ranges: Sorted, groups: Array, numbers: Array, order: Array, begin: int, end: int, counts: Array, latest: Array
) -> None:
    """How many ranges hold each question, and the latest to begin; from one to another of an order.

    A group of -1 is one without ranges.
    """
    begins, firsts, lasts, before = ranges.begins, ranges.firsts, ranges.lasts, ranges.before
    for each in range(begin, end):
        question, found = order[each], 0
        group, number = groups[question], numbers[question]
        if group >= 0:
            low = begins[group]
            place = last_begun(firsts, low, begins[group + 1], number)
            latest[question] = place
            while place >= low:
                if lasts[place] >= number:
                    found += 1
                    place -= 1
                else:
                    place = before[place]
        counts[question] = found


@jit
def write_held(
    ranges: Sorted, rows: Array, numbers: Array, order: Array, begin: int, end: int, starts: Array, latest: Array,
    found: Array,
) -> None:  # fmt: skip
    """Writes the rows of the ranges that hold each of them, the latest to begin first, from its start on."""
    lasts, before = ranges.lasts, ranges.before
    for each in range(begin, end):
        question = order[each]
        number, to, stop, place = numbers[question], starts[question], starts[question + 1], latest[question]
        while to < stop:
            if lasts[place] >= number:
                found[to] = rows[place]
                to += 1
                place -= 1
            else:
                place = before[place]
