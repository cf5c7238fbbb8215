"""Neighbours: the keys of an index that are within two edits of a key, or that fit one with gaps.

A key is up to sixteen character codes. Keys are sorted by length, then by their characters; a second order has them
by length and by their characters from the end. Two edits fall into the two halves of a key in one of three ways: none
in the first half, so that a stretch of the first order is read; none in the second, so that a stretch of the second
order is; or one in each. For these a table lists every key under each way to leave out one character of each half.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``); integers stay below 2**62.
"""

from typing import Any, NamedTuple

import numpy as np

from witnessmark.matching.compiling import kernel, part
from witnessmark.matching.search import comparing, pairtable

MOST_SCANNED = 4_000_000
"""Keys that are looked at for one question with gaps; beyond it the answer says that it is not whole."""

Array = Any
"""A NumPy array: the compiler wants no more to be said."""

CHARACTERS = 36
"""Codes, from 1, of the digits and letters."""

signed: Any = np.int64
"""Makes a signed number of an unsigned one; mixed with signed ones the compiler would make it a fraction."""

jit = kernel(__name__)
_compare, _table = part(__name__, comparing), part(__name__, pairtable)
Question, consider, keep = _compare.Question, _compare.consider, _compare.keep
allowed, unread, is_wanted = _compare.allowed, _compare.unread, _compare.is_wanted
is_near, window = _compare.is_near, _compare.window
bit_of, has_bit, mark_of, slot, without = (
    _table.bit_of, _table.has_bit, _table.mark_of, _table.slot, _table.without
)  # fmt: skip
HALF = comparing.HALF
ANY, EDITS, WIDTH, UNREAD, KEY_BITS = (
    comparing.ANY,
    comparing.EDITS,
    comparing.WIDTH,
    comparing.UNREAD,
    pairtable.KEY_BITS,
)


class Orders(NamedTuple):
    """The arrays that are searched."""

    keys: Array
    """The distinct keys, sorted by length and characters: rows of ``WIDTH`` codes."""
    blocks: Array
    """``blocks[n]`` is where the keys of length n begin."""
    backward: Array
    """The numbers of the keys by length and by characters from the end."""
    turned: Array
    """The keys themselves in that order, so that a stretch of it is read at once."""
    words: Array
    turned_words: Array
    """Both once more as words of eight codes, two a key: the same memory, looked at in another way."""
    starts: Array
    """Where each place of the table begins in ``entries``."""
    entries: Array
    bits: Array
    """A bit for every number that two halves of a key give: most of what is looked for has none, and ends here."""


@jit
def compare_start(codes: Array, key: Array, count: int) -> int:
    """Whether a key begins before (-1), with (0) or after (1) some codes."""
    for place in range(count):
        if key[place] != codes[place]:
            return -1 if key[place] < codes[place] else 1
    return 0


@jit
def compare_end(codes: Array, last: int, key: Array, length: int, count: int) -> int:
    """The same from the end: of the codes before ``last``, and of a key of some length."""
    for back in range(1, count + 1):
        mine, theirs = key[length - back], codes[last - back]
        if mine != theirs:
            return -1 if mine < theirs else 1
    return 0


@jit
def start_range(keys: Array, low: int, high: int, codes: Array, count: int) -> tuple[int, int]:
    """The stretch of the first order, within bounds, of the keys that begin with some codes."""
    first, last = low, high
    while first < last:
        middle = (first + last) // 2
        if compare_start(codes, keys[middle], count) < 0:
            first = middle + 1
        else:
            last = middle
    begin, step = first, 1
    while first + step < high and compare_start(codes, keys[first + step - 1], count) == 0:
        first, step = first + step, step * 2
    last = min(high, first + step)
    while first < last:
        middle = (first + last) // 2
        if compare_start(codes, keys[middle], count) == 0:
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
        if compare_end(codes, end, turned[middle], length, count) < 0:
            first = middle + 1
        else:
            last = middle
    begin, step = first, 1
    while first + step < high and compare_end(codes, end, turned[first + step - 1], length, count) == 0:
        first, step = first + step, step * 2
    last = min(high, first + step)
    while first < last:
        middle = (first + last) // 2
        if compare_end(codes, end, turned[middle], length, count) == 0:
            first = middle + 1
        else:
            last = middle
    return begin, first


@jit
def consider_gathered(orders: Orders, asked: Any, count: int, key_length: int, held: int) -> int:
    """The same for some keys that lie apart: they are brought together first, so that memory is waited for once."""
    for each in range(count):
        number = asked.numbers[each]
        asked.words[each, 0], asked.words[each, 1] = orders.words[number, 0], orders.words[number, 1]
    seen = window(asked.codes, asked.length, asked.most)
    codes, length, most, base, similar = asked.codes, asked.length, asked.most, asked.unread, asked.similar
    found, costs = asked.found, asked.costs
    for each in range(count):
        if is_near(seen, asked.words[each, 0], asked.words[each, 1], key_length):
            held = consider(
                codes,
                length,
                most,
                base,
                similar,
                found,
                costs,
                asked.keys[each],
                asked.numbers[each],
                key_length,
                held,
            )
    return held


@jit
def search(orders: Orders, asked: Any, held: int) -> int:
    """The keys near a question, cheapest first, beside those that are held in ``found`` and ``costs``; how many."""
    reach = min(EDITS, asked.most + unread(asked.codes, asked.length))
    for key_length in range(max(1, asked.length - asked.most), min(WIDTH, asked.length + asked.most) + 1):
        if orders.blocks[key_length] < orders.blocks[key_length + 1]:
            held = search_halves(orders, asked, key_length, reach, held)
            if reach > 1:
                held = search_pairs(orders, asked, key_length, held)
    return held


@jit
def search_halves(orders: Orders, asked: Any, key_length: int, reach: int, held: int) -> int:
    """The keys of some length without an edit in their first half, and those without one in their second."""
    low, high = orders.blocks[key_length], orders.blocks[key_length + 1]
    middle, begin, end = key_length // 2, 0, 0
    seen = window(asked.codes, asked.length, asked.most)
    codes, length, most, base, similar = asked.codes, asked.length, asked.most, asked.unread, asked.similar
    found, costs = asked.found, asked.costs
    if middle <= asked.length:
        begin, end = start_range(orders.keys, low, high, asked.codes, middle)
        for number in range(begin, end):
            if is_near(seen, orders.words[number, 0], orders.words[number, 1], key_length):
                held = consider(
                    codes, length, most, base, similar, found, costs, orders.keys[number], number, key_length, held
                )
    rest = key_length - middle
    if reach > 0 and rest <= asked.length:
        one, other = end_range(orders.turned, low, high, asked.codes, asked.length, key_length, rest)
        for place in range(one, other):
            if is_near(seen, orders.turned_words[place, 0], orders.turned_words[place, 1], key_length):
                number = signed(orders.backward[place])
                if number < begin or number >= end:
                    held = consider(
                        codes, length, most, base, similar, found, costs, orders.turned[place], number, key_length, held
                    )
    return held


@jit
def search_pairs(orders: Orders, asked: Any, key_length: int, held: int) -> int:
    """The keys with one edit in each half: a half of the question is as long as that of the key, or one off."""
    for longer in range(-1, 2):
        split, other = key_length // 2 + longer, asked.length - key_length - longer
        if abs(other) <= 1 and 0 <= split <= asked.length:
            firsts = without(asked.codes, 0, split, longer, asked.left[0])
            seconds = without(asked.codes, split, asked.length, other, asked.left[1])
            listed = list_pairs(orders, asked, firsts, seconds, key_length)
            held = read_pairs(orders, asked, listed, key_length, held)
    return held


@jit
def list_pairs(orders: Orders, asked: Any, firsts: int, seconds: int, key_length: int) -> int:
    """Where in the table to look; asked for all pairs before any is read, so that memory is waited for once."""
    mask, listed = len(orders.starts) - 2, 0
    for one in range(firsts):
        for two in range(seconds):
            first, second = asked.left[0, one], asked.left[1, two]
            number = slot(first, second, key_length)
            if has_bit(orders.bits, bit_of(number, mask)):
                place = number & mask
                asked.begins[listed], asked.ends[listed] = orders.starts[place], orders.starts[place + 1]
                asked.wanted[listed] = mark_of(first, second)
                listed += 1
    return listed


@jit
def read_pairs(orders: Orders, asked: Any, listed: int, key_length: int, held: int) -> int:
    """The keys of some length that the table lists there; a damaged entry names none."""
    low, high = orders.blocks[key_length], orders.blocks[key_length + 1]
    count = 0
    for pair in range(listed):
        for at in range(asked.begins[pair], asked.ends[pair]):
            entry = signed(orders.entries[at])
            number = entry & ((1 << KEY_BITS) - 1)
            if entry >> KEY_BITS == asked.wanted[pair] and low <= number < high:
                asked.numbers[count] = number
                count += 1
                if count == len(asked.numbers):
                    held = consider_gathered(orders, asked, count, key_length, held)
                    count = 0
    return consider_gathered(orders, asked, count, key_length, held)


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
def search_gaps(orders: Orders, asked: Any, gap: int) -> tuple[int, int]:
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
        is_forward = end - begin <= other - one
        first, last = (begin, end) if is_forward else (one, other)
        looked += last - first
        if looked > MOST_SCANNED:
            return held, -fitting - 1
        for place in range(first, last):
            number = place if is_forward else signed(orders.backward[place])
            if fits_gaps(codes, length, gap, orders.keys[number], key_length):
                fitting += 1
                value = max(0, key_length - length) + UNREAD
                if is_wanted(asked.found, asked.costs, held, number, value):
                    held = keep(asked.found, asked.costs, held, number, value)
    return held, fitting


@jit
def search_wider(orders: Orders, asked: Any) -> int:
    """The same where two characters were not read and no key fits what was: a third was misread, or left out.

    Unread characters count as edits; so the first of them is taken for each character in turn.
    """
    place, held = 0, 0
    while asked.codes[place] != ANY:
        place += 1
    for code in range(1, CHARACTERS + 1):
        asked.codes[place] = code
        held = search(orders, asked, held)
    asked.codes[place] = ANY
    return held


class Scratch(NamedTuple):
    """Room that searches share, one after the other."""

    left: Array
    begins: Array
    ends: Array
    wanted: Array
    numbers: Array
    keys: Array
    words: Array


@jit
def ask(codes: Array, length: int, most: int, similar: Array, scratch: Any, found: Array, costs: Array) -> Any:
    """A question that is ready to be searched."""
    return Question(
        codes, length, most, unread(codes, length) * UNREAD, similar, scratch.left, scratch.begins, scratch.ends,
        scratch.wanted, scratch.numbers, scratch.keys, scratch.words, found, costs,
    )  # fmt: skip


@jit
def search_all(
    orders: Orders, questions: Array, lengths: Array, gaps: Array, similar: Array, scratch: Scratch, found: Array,
    costs: Array, held: Array, fitting: Array,
) -> None:  # fmt: skip
    """Each question of some by the search that it needs; how many keys it holds, and how many fit."""
    for number in range(len(lengths)):
        codes, length = questions[number], signed(lengths[number])
        asked = ask(codes, length, allowed(codes, length), similar, scratch, found[number], costs[number])
        if gaps[number] >= 0 or unread(codes, length) > EDITS:
            held[number], fitting[number] = search_gaps(orders, asked, signed(gaps[number]))
        elif length > 0:
            held[number] = search(orders, asked, 0)
            if held[number] == 0 and unread(codes, length) == EDITS:
                held[number] = search_wider(
                    orders, ask(codes, length, 1, similar, scratch, found[number], costs[number])
                )
            fitting[number] = held[number]
