"""Pair table: every key under each way to leave out one character of each half: it finds keys that differ in both.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``); integers stay below 2**62.
"""

from typing import Any

import numpy as np

from witnessmark.matching.compiling import kernel

KEY_BITS = 24
"""The bits of a table entry that say which key it is; the other eight tell most chance neighbours apart."""
BITS_PER_PLACE = 5
"""Two to this many bits for each place of the table."""

Array = Any
"""A NumPy array: the compiler wants no more to be said."""

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
def bit_of(number: int, mask: int) -> int:
    """The bit of a number: those of one place of the table lie together."""
    return ((number & mask) << BITS_PER_PLACE) | ((number >> 40) & ((1 << BITS_PER_PLACE) - 1))


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
