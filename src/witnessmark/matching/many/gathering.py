"""Gathering: the records of the keys that a search found, reading by reading, the cheapest keys first.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``); integers stay below 2**62.
"""

from witnessmark.matching.compiling import Array, kernel, part
from witnessmark.matching.search import comparing

MOST_RECORDS = 300
"""Records of one part that are weighed one by one; others are only counted."""

jit = kernel(__name__)
_comparing = part(__name__, comparing)
offer, drop_doubles, NUMBER_BITS = _comparing.offer, _comparing.drop_doubles, comparing.NUMBER_BITS


@jit
def merge(found: Array, costs: Array, held: Array, begin: int, end: int, merged: Array) -> int:
    """The keys that some questions found, each once with its least cost, as one number that sorts by cost and key.

    What one question found is in order already.
    """
    kept = 0
    for question in range(begin, end):
        for each in range(held[question]):
            number = (costs[question, each] << NUMBER_BITS) | found[question, each]
            if question == begin:
                merged[kept] = number
                kept += 1
            else:
                kept = offer(merged, kept, number)
    return int(drop_doubles(merged, kept)) if end - begin > 1 else kept


@jit
def gather(firsts: Array, found: Array, costs: Array, held: Array, key_firsts: Array, key_rows: Array, counts: Array,
           unseen: Array, rows: Array, merged: Array) -> int:  # fmt: skip
    """Writes the records of each reading into ``rows``, how many into ``counts``, and how many more there are.

    ``merged`` has room for all keys that the questions of one reading find.
    """
    written = 0
    for reading in range(len(firsts) - 1):
        kept = merge(found, costs, held, firsts[reading], firsts[reading + 1], merged)
        here = 0
        for each in range(kept):
            key = merged[each] & ((1 << NUMBER_BITS) - 1)
            for place in range(key_firsts[key], key_firsts[key + 1]):
                if here < MOST_RECORDS:
                    rows[written + here] = key_rows[place]
                here += 1
        counts[reading] = min(here, MOST_RECORDS)
        unseen[reading] += here - counts[reading]
        written += counts[reading]
    return written
