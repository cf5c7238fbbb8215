"""Gap search: the keys that fit a question of which so much was not read that it allows for no edit.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``); integers stay below 2**62.
"""

from typing import Any

from witnessmark.matching.compiling import Array, kernel, part, signed
from witnessmark.matching.search import comparing, keyranges

MOST_SCANNED = 1_000_000
"""Keys that are looked at for one question; beyond it the answer says that it is not whole."""
BEYOND = 64
"""More than any code."""

jit = kernel(__name__)
_compare, _ranges = part(__name__, comparing), part(__name__, keyranges)
is_other, offer = _compare.is_other, _compare.offer
start_range, end_range = _ranges.start_range, _ranges.end_range
ANY, HALF, UNREAD, WIDTH = comparing.ANY, comparing.HALF, comparing.UNREAD, comparing.WIDTH


@jit
def fits_gaps(codes: Array, length: int, gap: int, key: Array, key_length: int) -> bool:
    """Whether a key is the question, with any characters where it was not read and any number of them at the gap.

    A key of full width may be the beginning and the end of a longer mark: only these are compared.
    """
    is_cut = gap >= 0 and key_length == WIDTH
    if gap < 0 and key_length != length:
        return False
    if not is_cut and key_length < length:
        return False
    known = length if gap < 0 else gap
    for place in range(length):
        is_before = place < known
        there = place if is_before else key_length - length + place
        if is_cut and ((is_before and place >= HALF) or (not is_before and length - place > HALF)):
            continue
        if codes[place] != ANY and codes[place] != key[there]:
            return False
    return True


@jit
def known_ends(codes: Array, length: int, gap: int) -> tuple[int, int]:
    """How many characters were read at the start, and how many at the end, before anything that was not."""
    before = 0
    while before < length and before != gap and codes[before] != ANY:
        before += 1
    after = 0
    while after < length and length - after != gap and codes[length - 1 - after] != ANY:
        after += 1
    return before, after


@jit
def misfit(codes: Array, begin: int, key: Array, start: int, step: int, count: int) -> int:
    """At which place, among so many from one end, a key first has another character than was read there."""
    for place in range(count):
        if is_other(codes[begin + step * place], key[start + step * place]):
            return place
    return count


@jit
def is_past(key: Array, other: Array, start: int, step: int, place: int, code: int) -> bool:
    """Whether a key, in its order, is past all that begin as another does and have less than a code at a place."""
    for before in range(place):
        at = start + step * before
        if key[at] != other[at]:
            return True
    return bool(key[start + step * place] >= code)


@jit
def leap(keys: Array, number: int, high: int, start: int, step: int, place: int, code: int) -> int:
    """The first key behind one that can fit: with the code at that place, or with other characters before it."""
    own = keys[number]
    wanted = code if own[start + step * place] < code else BEYOND
    low, stride = number, 1
    while low + stride < high and not is_past(keys[low + stride], own, start, step, place, wanted):
        low, stride = low + stride, stride * 2
    high = min(high, low + stride)
    low += 1
    while low < high:
        middle = (low + high) // 2
        if is_past(keys[middle], own, start, step, place, wanted):
            high = middle
        else:
            low = middle + 1
    return low


@jit
def search_gaps(orders: Any, asked: Any, gap: int) -> tuple[int, int]:
    """The keys that fit a question with gaps: how many are held, and how many fit in all.

    ``gap`` is the place before which an unknown run stands, or -1. The second number is negative where so many keys
    would have to be looked at that the search stopped.
    """
    codes, length = asked.codes, asked.length
    before, after = known_ends(codes, length, gap)
    held, fitting, looked = 0, 0, 0
    for key_length in range(max(1, min(length, WIDTH)), (length if gap < 0 else WIDTH) + 1):
        low, high = orders.blocks[key_length], orders.blocks[key_length + 1]
        most = HALF if gap >= 0 and key_length == WIDTH else key_length
        begin, end = start_range(orders.keys, low, high, codes, min(before, most))
        one, other = end_range(orders.turned, low, high, codes, length, key_length, min(after, most))
        if end - begin <= other - one:
            known = min(most, length if gap < 0 else gap)
            held, fitting, looked = walk(orders.keys, begin, end, asked, gap, key_length, known, 1, looked, held,
                                         fitting, orders.backward)  # fmt: skip
        else:
            known = min(most, length if gap < 0 else length - gap)
            held, fitting, looked = walk(orders.turned, one, other, asked, gap, key_length, known, -1, looked, held,
                                         fitting, orders.backward)  # fmt: skip
        if looked >= MOST_SCANNED:
            return held, -fitting - 1
    return held, fitting


@jit
def walk(keys: Array, number: int, high: int, asked: Any, gap: int, key_length: int, known: int, step: int,
         looked: int, held: int, fitting: int, backward: Array) -> tuple[int, int, int]:  # fmt: skip
    """The keys of a stretch of one of the orders that fit; from one that does not it leaps to the next that can.

    ``step`` is -1 in the order of keys from their end. How many are held, fit, and were looked at.
    """
    codes, length = asked.codes, asked.length
    begin, start = (0, 0) if step > 0 else (length - 1, key_length - 1)
    value = (max(0, key_length - length) + UNREAD) << comparing.NUMBER_BITS
    while number < high and looked < MOST_SCANNED:
        looked += 1
        place = misfit(codes, begin, keys[number], start, step, known)
        if place < known:
            number = leap(keys, number, high, start, step, place, codes[begin + step * place])
            continue
        if fits_gaps(codes, length, gap, keys[number], key_length):
            fitting += 1
            held = offer(asked.found, held, value | (number if step > 0 else signed(backward[number])))
        number += 1
    return held, fitting, looked
