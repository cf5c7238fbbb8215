"""Gathering: the records of the keys that a search found, reading by reading, the cheapest keys first.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``); integers stay below 2**62.
"""

from typing import Any

import numpy as np

from witnessmark.matching.compiling import kernel

MOST_RECORDS = 300
"""Records of one part that are weighed one by one; others are only counted."""
_COST_BITS = 12
_KEY_BITS = 32

Array = Any
"""A NumPy array: the compiler wants no more to be said."""

jit = kernel(__name__)


@jit
def distinct(found: Array, costs: Array, held: Array, begin: int, end: int) -> Array:
    """The keys that some questions found, each once with its least cost, as one number that sorts by cost and key."""
    total = 0
    for question in range(begin, end):
        total += held[question]
    both = np.empty(total, np.int64)
    place = 0
    for question in range(begin, end):
        for each in range(held[question]):
            both[place] = (found[question, each] << _COST_BITS) | costs[question, each]
            place += 1
    both = np.sort(both)
    kept, before = 0, -1
    for place in range(total):
        key, value = both[place] >> _COST_BITS, both[place] & ((1 << _COST_BITS) - 1)
        if key != before:
            both[kept] = (value << _KEY_BITS) | key
            kept += 1
        before = key
    return np.sort(both[:kept])


@jit
def gather(firsts: Array, found: Array, costs: Array, held: Array, key_firsts: Array, key_rows: Array, counts: Array,
           unseen: Array, rows: Array) -> int:  # fmt: skip
    """Writes the records of each reading into ``rows``, how many into ``counts``, and how many more there are."""
    written = 0
    for reading in range(len(firsts) - 1):
        keys = distinct(found, costs, held, firsts[reading], firsts[reading + 1])
        here = 0
        for each in range(len(keys)):
            key = keys[each] & ((1 << _KEY_BITS) - 1)
            for place in range(key_firsts[key], key_firsts[key + 1]):
                if here < MOST_RECORDS:
                    rows[written + here] = key_rows[place]
                here += 1
        counts[reading] = min(here, MOST_RECORDS)
        unseen[reading] += here - counts[reading]
        written += counts[reading]
    return written
