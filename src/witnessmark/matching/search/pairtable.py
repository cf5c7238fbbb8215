"""Pair table: every key under each way to leave out one character of each half: it finds keys that differ in both.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``); integers stay below 2**62.
"""

from witnessmark.matching.compiling import Array, kernel, signed

KEY_BITS = 24
"""The bits of a table entry that say which key it is; the other eight tell most chance neighbours apart."""
BITS_PER_PLACE = 6
"""Two to this many bits for each place of the table."""

jit = kernel(__name__)


@jit
def half_hash(codes: Array, first: int, last: int, one: int, other: int, gap: int) -> int:
    """A number for a stretch of codes without those at two places (-1: without none), and for where the gap is."""
    found = 7 + gap
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
def has_bit(bits: Array, number: int) -> bool:
    """Whether the bit of a number is set."""
    place = number & (len(bits) * 32 - 1)
    return bool((signed(bits[place >> 5]) >> (place & 31)) & 1)


@jit
def bit_of(number: int, mask: int) -> int:
    """The bit of a number: those of one place of the table lie together."""
    return ((number & mask) << BITS_PER_PLACE) | ((number >> 40) & ((1 << BITS_PER_PLACE) - 1))


@jit
def without(codes: Array, first: int, last: int, longer: int, hashes: Array) -> int:
    """The hashes that a half of a key, one character left out, can have if this half of a question is so much longer.

    Where both are of one length, the same place of both is another character. Where that of the question has one more,
    what is left without it is the half of the key, of which one hash is enough.
    """
    count = 0
    if longer < 0:
        for gap in range(last - first + 1):
            hashes[count] = half_hash(codes, first, last, -1, -1, gap)
            count += 1
    elif longer == 0:
        for one in range(first, last):
            hashes[count] = half_hash(codes, first, last, one, -1, one - first)
            count += 1
    else:
        for one in range(first, last):
            also = first + 1 if one == first else first
            hashes[count] = half_hash(codes, first, last, one, also, 0)
            count += 1
    return count
