"""Pair sections: the loops that make the table of pairs of millions of keys, so that what is written next lies near.

The places of the table are cut into sections, each small enough to be filled in the quick memory of a processor. What
each pair of each key brings is first listed beside what else goes into its section, and then put into the table section
by section. To write it into the table at once takes three times as long, nearly all of it waiting for memory.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``); integers stay below 2**62.
"""

import numpy as np

from witnessmark.matching.compiling import Array, kernel, part, signed
from witnessmark.matching.search import pairtable
from witnessmark.matching.search.pairtable import BITS_PER_PLACE, KEY_BITS

PLACE_BITS = 13
"""Two to this many places are a section."""
ENTRY_BITS = 32

jit = kernel(__name__)
_table = part(__name__, pairtable)
bit_of, half_hash, mark_of, slot = _table.bit_of, _table.half_hash, _table.mark_of, _table.slot


@jit
def key_halves(codes: Array, length: int, firsts: Array, seconds: Array) -> None:
    """The hashes of both halves of a key, each with one character left out."""
    middle = length // 2
    for place in range(middle):
        firsts[place] = half_hash(codes, 0, middle, place, -1, place)
    for place in range(middle, length):
        seconds[place - middle] = half_hash(codes, middle, length, place, -1, place - middle)


@jit
def count_pairs(keys: Array, lengths: Array, mask: int, counts: Array, halves: Array, begin: int, end: int) -> None:
    """How many entries each section gets from the keys between two numbers; ``halves`` is room to work.

    ``mask`` is the last place of the table.
    """
    for number in range(begin, end):
        length = signed(lengths[number])
        key_halves(keys[number], length, halves[0], halves[1])
        for one in range(length // 2):
            for other in range(length - length // 2):
                counts[(slot(halves[0, one], halves[1, other], length) & mask) >> PLACE_BITS] += 1


@jit
def list_pairs(
    keys: Array, lengths: Array, mask: int, first: int, free: Array, listed: Array, halves: Array, begin: int, end: int
) -> None:
    """Lists what the same keys bring into some sections, of which one is the first.

    ``free`` is where the list of each section goes on, and moves. What is listed is a bit of the section, which tells
    the place too, and behind it an entry.
    """
    bits = (1 << (PLACE_BITS + BITS_PER_PLACE)) - 1
    for number in range(begin, end):
        length = signed(lengths[number])
        key_halves(keys[number], length, halves[0], halves[1])
        for one in range(length // 2):
            for other in range(length - length // 2):
                found = slot(halves[0, one], halves[1, other], length)
                section = ((found & mask) >> PLACE_BITS) - first
                if 0 <= section < len(free):
                    entry = (mark_of(halves[0, one], halves[1, other]) << KEY_BITS) | number
                    listed[free[section]] = ((bit_of(found, mask) & bits) << ENTRY_BITS) | entry
                    free[section] += 1


@jit
def fill_section(listed: Array, before: int, free: Array, starts: Array, entries: Array, bits: Array) -> None:
    """Fills a section of the table from its list: where its places begin, its entries, and its bits.

    ``before`` is how many entries stand before it; ``free`` is room to work, for a number for each of its places.
    """
    free[:] = 0
    for each in listed:
        free[each >> (ENTRY_BITS + BITS_PER_PLACE)] += 1
    for place in range(len(starts)):
        starts[place] = before
        before += free[place]
        free[place] = starts[place]
    for each in listed:
        place, bit = each >> (ENTRY_BITS + BITS_PER_PLACE), each >> ENTRY_BITS
        entries[free[place]] = each & ((1 << ENTRY_BITS) - 1)
        free[place] += 1
        bits[bit >> 5] |= np.uint32(1 << (bit & 31))
