"""Mark sums: how likely a reading is of one mark; as ``markmodel`` does it.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``).
"""

from typing import Any

from witnessmark.matching.compiling import Array, kernel
from witnessmark.matching.many.arrays import GAP, LONGEST

jit = kernel(__name__)


@jit
def known_places(kinds: Array, first: int, last: int) -> int:
    """How many places of a reading stand for one character each."""
    known = 0
    for place in range(first, last):
        known += kinds[place] != GAP
    return known


@jit
def drift(places: int, length: int, reach: int) -> tuple[int, int]:
    """From how far before to how far behind its place in a mark a character can be read; as ``markmodel`` says."""
    if reach == LONGEST:
        return -places, length
    off = length - places
    spare = max(0, reach - abs(off)) // 2
    return min(0, off) - spare, max(0, off) + spare


@jit
def agree(kinds: Array, first: int, last: int, table: Array, marks: Array, row: int, length: int, low: int, high: int,
          rates: Any, line: Array) -> float:  # fmt: skip
    """The chance of a reading, over all ways in which characters were misread, left out or added.

    The table says by kind how likely what was read is, in the column of each place of the mark, a row of ``marks``.
    ``low`` and ``high`` are by how many places both can drift apart.
    """
    missed, added = rates.missed, rates.added
    for at in range(length + 1):
        line[at] = 0.0
    line[0] = 1.0
    for at in range(min(length, high)):
        line[at + 1] = line[at] * missed
    for number in range(last - first):
        kind = kinds[first + number]
        if kind == GAP:
            for at in range(1, length + 1):
                line[at] += line[at - 1] * rates.run
            continue
        begin, end = max(0, number + low), min(length, number + 1 + high)
        before = line[begin]
        line[begin] = before * added if number + 1 + low <= begin else 0.0
        for at in range(begin, end):
            above = line[at + 1]
            line[at + 1] = before * table[kind, marks[row, at]] + line[at] * missed + above * added
            before = above
    return float(line[length])
