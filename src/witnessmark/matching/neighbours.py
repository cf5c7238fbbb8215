"""Neighbours: the keys of an index that are within two edits of a key, or that fit one with gaps.

A key is up to sixteen character codes. Keys are sorted by length, then by their characters; a second order has them
by length and by their characters from the end. Two edits fall into the two halves of a key in one of three ways: none
in the first half, so that a stretch of the first order is read; none in the second, so that a stretch of the second
order is; or one in each. For these a table lists every key under each way to leave out one character of each half.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``); integers stay below 2**62.
"""

from typing import Any, NamedTuple

import numpy as np

from witnessmark.matching.compiling import kernel

WIDTH = 16
"""The codes of a key that are compared."""
ANY = 63
"""The code of a character that was not read."""
EDITS = 2
KEY_BITS = 24
"""The bits of a table entry that say which key it is; the other eight tell most chance neighbours apart."""
BITS_PER_PLACE = 5
"""Two to this many bits for each place of the table."""
MOST_SCANNED = 4_000_000
"""Keys that are looked at for one question with gaps; beyond it the answer says that it is not whole."""
_FULL = 20
"""What an edit costs; less where the two characters are often taken for each other."""
_FAR = 1_000
_UNREAD = 6
"""What a character costs that was not read."""

Array = Any
"""A NumPy array: the compiler wants no more to be said."""


class Orders(NamedTuple):
    """The arrays that are searched."""

    keys: Array
    """The distinct keys, sorted by length and characters: rows of ``WIDTH`` codes."""
    blocks: Array
    """``blocks[n]`` is where the keys of length n begin."""
    backward: Array
    """The numbers of the keys by length and by characters from the end."""
    starts: Array
    """Where each place of the table begins in ``entries``."""
    entries: Array
    bits: Array
    """A bit for every number that two halves of a key give: most of what is looked for has none, and ends here."""


class Question(NamedTuple):
    """A key that is looked for, with what a search needs at hand."""

    codes: Array
    length: int
    most: int
    """The edits that a key may be away."""
    similar: Array
    """What it costs to take one code for another."""
    peq: Array
    rows: Array
    left: Array
    """The hashes of the halves of the question."""
    begins: Array
    ends: Array
    wanted: Array
    """Where in ``entries`` to look, and for which eight bits."""
    numbers: Array
    keys: Array
    """Keys that were brought together, with their numbers."""
    found: Array
    """The numbers of the cheapest keys so far."""
    costs: Array


signed: Any = np.int64
"""Makes a signed number of an unsigned one; mixed with signed ones the compiler would make it a fraction."""

jit = kernel(__name__)


@jit
def half_hash(codes: Array, first: int, last: int, one: int, other: int) -> int:
    """A number for a stretch of codes without those at two places (-1: without none)."""
    found = 7
    for place in range(first, last):
        if place not in (one, other):
            found = (found * 1_000_003 + signed(codes[place]) + 1) & 0x7FFFFFFF
    return found


@jit
def slot(first: int, second: int, length: int) -> int:
    """A number of 62 bits for two halves of a key of some length."""
    mixed = first * 1_103_515_245 + second * 12_345_701 + length * 97
    mixed = ((mixed ^ (mixed >> 29)) & 0x7FFFFFFF) * 1_540_483_477
    return mixed ^ (mixed >> 27)


@jit
def mark_of(first: int, second: int) -> int:
    """Eight bits that two halves have by another way, to tell chance neighbours in the table apart."""
    mixed = first * 40_503 + second * 30_011
    return (mixed ^ (mixed >> 11) ^ (mixed >> 23)) & 0xFF


@jit
def is_repeat(codes: Array, place: int, first: int) -> bool:
    """Whether leaving out a character gives the same as leaving out the one before it."""
    return bool(place > first and codes[place] == codes[place - 1])


@jit
def mark_bit(bits: Array, number: int) -> None:
    """Sets the bit of a number; the size of the bits is a power of two."""
    place = number & (len(bits) * 32 - 1)
    bits[place >> 5] |= np.uint32(1 << (place & 31))


@jit
def has_bit(bits: Array, number: int) -> bool:
    """Whether the bit of a number is set."""
    place = number & (len(bits) * 32 - 1)
    return bool((signed(bits[place >> 5]) >> (place & 31)) & 1)


@jit
def count_pairs(keys: Array, lengths: Array, counts: Array, first: int, last: int) -> None:
    """How many entries each place of the table gets, from one place to another; ``counts`` is of all places."""
    mask = len(counts) - 1
    for number in range(len(lengths)):
        codes, length = keys[number], signed(lengths[number])
        middle = length // 2
        for one in range(middle):
            if is_repeat(codes, one, 0):
                continue
            half = half_hash(codes, 0, middle, one, -1)
            for other in range(middle, length):
                if not is_repeat(codes, other, middle):
                    place = slot(half, half_hash(codes, middle, length, other, -1), length) & mask
                    if first <= place < last:
                        counts[place] += 1


@jit
def fill_pairs(keys: Array, lengths: Array, free: Array, entries: Array, bits: Array, first: int, last: int) -> None:
    """Writes the entries of the same places; ``free`` is where each place begins, and moves on.

    The bits of a number lie in the stretch of the table that its place lies in, so that stretches are written at once.
    """
    mask = len(free) - 1
    for number in range(len(lengths)):
        codes, length = keys[number], signed(lengths[number])
        middle = length // 2
        for one in range(middle):
            if is_repeat(codes, one, 0):
                continue
            half = half_hash(codes, 0, middle, one, -1)
            for other in range(middle, length):
                if is_repeat(codes, other, middle):
                    continue
                second = half_hash(codes, middle, length, other, -1)
                found = slot(half, second, length)
                place = found & mask
                if first <= place < last:
                    entries[free[place]] = (mark_of(half, second) << KEY_BITS) | number
                    free[place] += 1
                    mark_bit(bits, bit_of(found, mask))


@jit
def bit_of(number: int, mask: int) -> int:
    """The bit of a number: those of one place of the table lie together."""
    return ((number & mask) << BITS_PER_PLACE) | ((number >> 40) & ((1 << BITS_PER_PLACE) - 1))


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
def end_range(
    keys: Array, backward: Array, low: int, high: int, codes: Array, end: int, length: int, count: int
) -> tuple[int, int]:
    """The stretch of the second order, within bounds, of the keys that end with the codes before ``end``."""
    first, last = low, high
    while first < last:
        middle = (first + last) // 2
        if compare_end(codes, end, keys[backward[middle]], length, count) < 0:
            first = middle + 1
        else:
            last = middle
    begin, step = first, 1
    while first + step < high and compare_end(codes, end, keys[backward[first + step - 1]], length, count) == 0:
        first, step = first + step, step * 2
    last = min(high, first + step)
    while first < last:
        middle = (first + last) // 2
        if compare_end(codes, end, keys[backward[middle]], length, count) == 0:
            first = middle + 1
        else:
            last = middle
    return begin, first


@jit
def positions(codes: Array, length: int, peq: Array) -> None:
    """For each code the places of a question at which it stands; one that was not read stands for all."""
    for code in range(len(peq)):
        peq[code] = 0
    for place in range(length):
        if codes[place] == ANY:
            for code in range(len(peq)):
                peq[code] |= 1 << place
        else:
            peq[codes[place]] |= 1 << place


@jit
def edits(asked: "Question", key: Array, key_length: int) -> int:
    """The edits between a question and a key, or more than are allowed: by Myers' bit vectors (1999).

    What both begin and end with alike is left out first, which is most of them.
    """
    codes, first = asked.codes, 0
    last, end = asked.length, key_length
    while first < last and first < end and (codes[first] == key[first] or codes[first] == ANY):
        first += 1
    while last > first and end > first and (codes[last - 1] == key[end - 1] or codes[last - 1] == ANY):
        last -= 1
        end -= 1
    length = last - first
    if length == 0 or end == first:
        return length + end - first
    whole = (1 << length) - 1
    top = 1 << (length - 1)
    plus, minus, score = whole, 0, length
    for place in range(first, end):
        equal = (asked.peq[key[place]] >> first) & whole
        across = ((((equal & plus) + plus) ^ plus) | equal | minus) & whole
        up = (minus | ~(across | plus)) & whole
        down = plus & across
        if up & top:
            score += 1
        elif down & top:
            score -= 1
        if score - (end - place - 1) > asked.most:
            return score
        up = ((up << 1) | 1) & whole
        down = (down << 1) & whole
        straight = equal | minus
        plus = (down | ~(straight | up)) & whole
        minus = up & straight
    return int(score)


@jit
def cost(codes: Array, length: int, key: Array, key_length: int, similar: Array, rows: Array) -> int:
    """What it costs to take a key for the question: edits, cheaper between characters that look alike.

    Only alignments within the edits are looked at.
    """
    for place in range(key_length + 1):
        rows[0, place] = place * _FULL
        rows[1, place] = _FAR
    for one in range(1, length + 1):
        now, before = one & 1, 1 - (one & 1)
        first, last = max(1, one - EDITS), min(key_length, one + EDITS)
        rows[now, first - 1] = one * _FULL if first == 1 else _FAR
        if last < key_length:
            rows[now, last + 1] = _FAR
        code = codes[one - 1]
        for other in range(first, last + 1):
            step = _UNREAD if code == ANY else similar[code, key[other - 1]]
            rows[now, other] = min(
                rows[before, other - 1] + step, rows[before, other] + _FULL, rows[now, other - 1] + _FULL
            )
    return int(rows[length & 1, key_length])


@jit
def keep(found: Array, costs: Array, held: int, number: int, value: int) -> int:
    """Puts a key that is not among them with the cheapest; how many are held then."""
    most = len(found)
    if held == most and value >= costs[most - 1]:
        return held
    place = held if held < most else most - 1
    while place > 0 and (costs[place - 1] > value or (costs[place - 1] == value and found[place - 1] > number)):
        found[place], costs[place] = found[place - 1], costs[place - 1]
        place -= 1
    found[place], costs[place] = number, value
    return min(held + 1, most)


@jit
def is_kept(found: Array, held: int, number: int) -> bool:
    """Whether a key is among those that are kept."""
    for place in range(held):  # noqa: SIM110 - the compiler knows no any()
        if found[place] == number:
            return True
    return False


@jit
def unread(codes: Array, length: int) -> int:
    """How many characters of a question were not read."""
    count = 0
    for place in range(length):
        if codes[place] == ANY:
            count += 1
    return count


@jit
def allowed(codes: Array, length: int) -> int:
    """How many edits a question may be away: fewer where it is short or in part unread."""
    by_length = 2 if length > 5 else (1 if length > 3 else 0)
    return int(max(0, min(by_length, EDITS - unread(codes, length))))


@jit
def consider(asked: Question, key: Array, number: int, key_length: int, held: int) -> int:
    """Keeps a key if it is near enough; how many are held then."""
    if edits(asked, key, key_length) > asked.most or is_kept(asked.found, held, number):
        return held
    value = cost(asked.codes, asked.length, key, key_length, asked.similar, asked.rows)
    return keep(asked.found, asked.costs, held, number, value)


@jit
def consider_gathered(orders: Orders, asked: Question, count: int, key_length: int, held: int) -> int:
    """The same for some keys that lie apart: they are brought together first, so that memory is waited for once."""
    for each in range(count):
        number = asked.numbers[each]
        for place in range(WIDTH):
            asked.keys[each, place] = orders.keys[number, place]
    for each in range(count):
        held = consider(asked, asked.keys[each], asked.numbers[each], key_length, held)
    return held


@jit
def search(orders: Orders, asked: Question) -> int:
    """The keys near a question, cheapest first, into ``found`` and ``costs``; how many."""
    positions(asked.codes, asked.length, asked.peq)
    reach = min(EDITS, asked.most + unread(asked.codes, asked.length))
    held = 0
    for key_length in range(max(1, asked.length - asked.most), min(WIDTH, asked.length + asked.most) + 1):
        if orders.blocks[key_length] < orders.blocks[key_length + 1]:
            held = search_halves(orders, asked, key_length, reach, held)
            if reach > 1:
                held = search_pairs(orders, asked, key_length, held)
    return held


@jit
def search_halves(orders: Orders, asked: Question, key_length: int, reach: int, held: int) -> int:
    """The keys of some length without an edit in their first half, and those without one in their second."""
    low, high = orders.blocks[key_length], orders.blocks[key_length + 1]
    middle, begin, end = key_length // 2, 0, 0
    if middle <= asked.length:
        begin, end = start_range(orders.keys, low, high, asked.codes, middle)
        for number in range(begin, end):
            held = consider(asked, orders.keys[number], number, key_length, held)
    rest = key_length - middle
    if reach > 0 and rest <= asked.length:
        one, other = end_range(orders.keys, orders.backward, low, high, asked.codes, asked.length, key_length, rest)
        count = 0
        for place in range(one, other):
            number = signed(orders.backward[place])
            if number < begin or number >= end:
                asked.numbers[count] = number
                count += 1
                if count == len(asked.numbers):
                    held = consider_gathered(orders, asked, count, key_length, held)
                    count = 0
        held = consider_gathered(orders, asked, count, key_length, held)
    return held


@jit
def without(codes: Array, first: int, last: int, longer: int, hashes: Array) -> int:
    """The hashes of a half of the question as the half of a key, one character left out, can be; how many."""
    count = 0
    if longer < 0:
        hashes[0] = half_hash(codes, first, last, -1, -1)
        return 1
    for one in range(first, last):
        if is_repeat(codes, one, first):
            continue
        if longer == 0:
            hashes[count] = half_hash(codes, first, last, one, -1)
            count += 1
        else:
            for other in range(one + 1, last):
                hashes[count] = half_hash(codes, first, last, one, other)
                count += 1
    return count


@jit
def search_pairs(orders: Orders, asked: Question, key_length: int, held: int) -> int:
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
def list_pairs(orders: Orders, asked: Question, firsts: int, seconds: int, key_length: int) -> int:
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
def read_pairs(orders: Orders, asked: Question, listed: int, key_length: int, held: int) -> int:
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
    """Whether a key is the question, with any characters where it was not read and any number of them at the gap."""
    if key_length < length or (gap < 0 and key_length != length):
        return False
    known = length if gap < 0 else gap
    fitting = 0
    for place in range(length):
        there = place if place < known else key_length - length + place
        if codes[place] == ANY or codes[place] == key[there]:
            fitting += 1
    return fitting == length


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
def search_gaps(orders: Orders, asked: Question, gap: int) -> tuple[int, int]:
    """The keys that fit a question with gaps: how many are held, and how many fit in all.

    ``gap`` is the place before which an unknown run stands, or -1. The second number is negative where so many keys
    would have to be looked at that the search stopped.
    """
    codes, length = asked.codes, asked.length
    before, after = known_ends(codes, length, gap)
    held, fitting, looked = 0, 0, 0
    for key_length in range(max(1, length), (length if gap < 0 else WIDTH) + 1):
        low, high = orders.blocks[key_length], orders.blocks[key_length + 1]
        begin, end = start_range(orders.keys, low, high, codes, before)
        one, other = end_range(orders.keys, orders.backward, low, high, codes, length, key_length, after)
        is_forward = end - begin <= other - one
        first, last = (begin, end) if is_forward else (one, other)
        looked += last - first
        if looked > MOST_SCANNED:
            return held, -fitting - 1
        for place in range(first, last):
            number = place if is_forward else signed(orders.backward[place])
            if fits_gaps(codes, length, gap, orders.keys[number], key_length):
                fitting += 1
                held = keep(asked.found, asked.costs, held, number, (key_length - length) + _UNREAD)
    return held, fitting


class Scratch(NamedTuple):
    """Room that searches share, one after the other."""

    peq: Array
    rows: Array
    left: Array
    begins: Array
    ends: Array
    wanted: Array
    numbers: Array
    keys: Array


@jit
def search_all(
    orders: Orders, questions: Array, lengths: Array, gaps: Array, similar: Array, scratch: Scratch, found: Array,
    costs: Array, held: Array, fitting: Array,
) -> None:  # fmt: skip
    """Each question of some by the search that it needs; how many keys it holds, and how many fit."""
    for number in range(len(lengths)):
        codes, length = questions[number], signed(lengths[number])
        asked = Question(
            codes, length, allowed(codes, length), similar, scratch.peq, scratch.rows, scratch.left, scratch.begins,
            scratch.ends, scratch.wanted, scratch.numbers, scratch.keys, found[number], costs[number],
        )  # fmt: skip
        if gaps[number] >= 0 or unread(codes, length) > EDITS:
            held[number], fitting[number] = search_gaps(orders, asked, signed(gaps[number]))
        elif length > 0:
            held[number] = search(orders, asked)
            fitting[number] = held[number]
