"""Stack sums: how likely a reading is of the marks of each shape of a stack, all shapes of one length in one go.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``). The innermost loops go over
the shapes of a stack, which lie side by side: the compiler makes them into loops over several at once.
"""

from typing import Any

from witnessmark.matching.compiling import Array, kernel
from witnessmark.matching.many.arrays import GAP

jit = kernel(__name__)


@jit
def read_columns(seen: Array, often: Array, reads: Array) -> None:
    """By kind and column, the chance of what was read.

    Summed in one order, so that each sum is the same whatever else is asked beside it and however many processors there
    are; a library for matrices promises neither.
    """
    for kind in range(len(seen)):
        for column in range(len(often)):
            found = 0.0
            for sign in range(often.shape[1]):
                if often[column, sign] != 0.0:
                    found += seen[kind, sign] * often[column, sign]
            reads[kind, column] = found


@jit
def fill(lines: Array, own: int, wide: int, value: float) -> None:
    """Sets all of a line."""
    for each in range(wide):
        lines[own, each] = value


@jit
def add(lines: Array, own: int, other: int, wide: int, by: float) -> None:
    """Adds another line by a number."""
    for each in range(wide):
        lines[own, each] += lines[other, each] * by


@jit
def add_misread(lines: Array, own: int, before: int, reads: Array, free: Array, wide: int) -> None:
    """Adds what is misread from another line."""
    for each in range(wide):
        lines[own, each] += lines[before, each] * (reads[each] - free[each])


@jit
def step(lines: Array, own: int, before: int, left: int, above: int, reads: Array, wide: int, missed: float,
         added: float) -> None:  # fmt: skip
    """One place of a reading at one of the marks: read, left out or added."""
    for each in range(wide):
        lines[own, each] = lines[before, each] * reads[each] + lines[left, each] * missed + lines[above, each] * added


@jit
def begin(lines: Array, own: int, wide: int, length: int, high: int, missed: float) -> None:
    """The first row: of what was left out in front, nothing was read."""
    fill(lines, own, wide, 1.0)
    for at in range(min(length, high)):
        fill(lines, own + at + 1, wide, 0.0)
        add(lines, own + at + 1, own + at, wide, missed)


@jit
def read_stack(kinds: Array, first: int, last: int, reads: Array, base: int, wide: int, length: int, low: int,
               high: int, rates: Any, lines: Array) -> int:  # fmt: skip
    """The chance of a reading of each of some shapes; in which of the lines it stands.

    As ``marksums.agree``: ``reads`` says by kind how likely what was read is, in the columns of each place, of which
    ``wide`` are side by side.
    """
    now, then, nothing = 0, length + 1, 2 * length + 2
    fill(lines, nothing, wide, 0.0)
    begin(lines, now, wide, length, high, rates.missed)
    for number in range(last - first):
        kind = kinds[first + number]
        if kind == GAP:
            for at in range(1, length + 1):
                add(lines, now + at, now + at - 1, wide, rates.run)
            continue
        start, end = max(0, number + 1 + low), min(length, number + 1 + high)
        for at in range(start, end + 1):
            before = now + at - 1 if at > 0 else nothing
            left = then + at - 1 if at > start else nothing
            above = now + at if at <= number + high else nothing
            column = base + max(0, at - 1) * wide
            step(lines, then + at, before, left, above, reads[kind, column : column + wide], wide, rates.missed,
                 rates.added)  # fmt: skip
        now, then = then, now
    return now + length


@jit
def read_beyond(kinds: Array, first: int, last: int, asked: Any, base: int, wide: int, length: int, low: int,
                high: int, errors: int, rates: Any, lines: Array) -> int:  # fmt: skip
    """The same with more than so many characters misread: those of one row are by how many were misread so far."""
    most = max(0, errors + 1)
    now, then, nothing = 0, (most + 1) * (length + 1), 2 * (most + 1) * (length + 1)
    fill(lines, nothing, wide, 0.0)
    begin(lines, 0, wide, length, high, rates.missed)
    for line in range(length + 1, then):
        fill(lines, line, wide, 0.0)
    for number in range(last - first):
        kind = kinds[first + number]
        for wrong in range(most + 1):
            own = wrong * (length + 1)
            if kind == GAP:
                for at in range(1, length + 1):
                    add(lines, now + own + at, now + own + at - 1, wide, rates.run)
            else:
                # In the last row nobody counts any more how many were misread.
                fewer = now + own - (length + 1) if wrong > 0 else -1
                read_within(asked.reads[kind], asked.free[kind], base, wide, max(0, number + 1 + low),
                            min(length, number + 1 + high), number + high, now + own, then + own, fewer,
                            int(wrong == most), nothing, rates, lines)  # fmt: skip
        if kind != GAP:
            now, then = then, now
    return now + most * (length + 1) + length


@jit
def read_within(reads: Array, free: Array, base: int, wide: int, start: int, end: int, highest: int,
                now: int, then: int, fewer: int, last: int, nothing: int, rates: Any,
                lines: Array) -> None:  # fmt: skip
    """One place of a reading, with so many characters misread up to it; ``fewer`` is the row of one less."""
    for at in range(start, end + 1):
        before = now + at - 1 if at > 0 else nothing
        left = then + at - 1 if at > start else nothing
        above = now + at if at <= highest else nothing
        column = base + max(0, at - 1) * wide
        own, right = reads[column : column + wide], free[column : column + wide]
        step(lines, then + at, before, left, above, own if last else right, wide, rates.missed, rates.added)
        if fewer >= 0 and at > 0:
            add_misread(lines, then + at, fewer + at - 1, own, right, wide)
