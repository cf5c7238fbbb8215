"""Key ranges: which stretch of sorted keys begins, or ends, with some codes.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``). Rows are handed over by
number: to cut one out takes longer than to compare it.
"""

from witnessmark.matching.compiling import Array, kernel

jit = kernel(__name__)


@jit
def compare_start(codes: Array, keys: Array, row: int, count: int) -> int:
    """Whether a key begins before (-1), with (0) or after (1) some codes."""
    for place in range(count):
        if keys[row, place] != codes[place]:
            return -1 if keys[row, place] < codes[place] else 1
    return 0


@jit
def compare_end(codes: Array, last: int, keys: Array, row: int, length: int, count: int) -> int:
    """The same from the end: of the codes before ``last``, and of a key of some length."""
    for back in range(1, count + 1):
        mine, theirs = keys[row, length - back], codes[last - back]
        if mine != theirs:
            return -1 if mine < theirs else 1
    return 0


@jit
def start_range(keys: Array, low: int, high: int, codes: Array, count: int) -> tuple[int, int]:
    """The stretch of the first order, within bounds, of the keys that begin with some codes."""
    first, last = low, high
    while first < last:
        middle = (first + last) // 2
        if compare_start(codes, keys, middle, count) < 0:
            first = middle + 1
        else:
            last = middle
    begin, step = first, 1
    while first + step < high and compare_start(codes, keys, first + step - 1, count) == 0:
        first, step = first + step, step * 2
    last = min(high, first + step)
    while first < last:
        middle = (first + last) // 2
        if compare_start(codes, keys, middle, count) == 0:
            first = middle + 1
        else:
            last = middle
    return begin, first


@jit
def end_range(turned: Array, low: int, high: int, codes: Array, end: int, length: int, count: int) -> tuple[int, int]:
    """The stretch of the second order, within bounds, of the keys that end with the codes before ``end``."""
    first, last = low, high
    while first < last:
        middle = (first + last) // 2
        if compare_end(codes, end, turned, middle, length, count) < 0:
            first = middle + 1
        else:
            last = middle
    begin, step = first, 1
    while first + step < high and compare_end(codes, end, turned, first + step - 1, length, count) == 0:
        first, step = first + step, step * 2
    last = min(high, first + step)
    while first < last:
        middle = (first + last) // 2
        if compare_end(codes, end, turned, middle, length, count) == 0:
            first = middle + 1
        else:
            last = middle
    return begin, first
