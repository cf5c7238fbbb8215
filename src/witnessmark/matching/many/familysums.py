"""Family sums: how likely a reading is of the weapons of each family, registered or not; as ``outside`` does it.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``). What the tuples hold is told
in ``arrays``.
"""

from typing import Any

from witnessmark.matching.compiling import Array, kernel, part
from witnessmark.matching.many import marksums, stacksums, stated
from witnessmark.matching.many.arrays import GAP, LONGEST, YEAR

LONGEST_RUN = 12
"""Characters that an unknown run can have where nothing is known of the mark."""
EDITS = 2

jit = kernel(__name__)
_marks, _stacks = part(__name__, marksums), part(__name__, stacksums)
agree, drift, known_places = _marks.agree, _marks.drift, _marks.known_places
chance_of = part(__name__, stated).chance_of
read_stack, read_beyond = _stacks.read_stack, _stacks.read_beyond


@jit
def of_any(asked: Any, first: int, last: int, reach: int, rates: Any, room: Any) -> float:
    """The chance of a reading of a mark of which nothing is known but its length; several where a run was not read."""
    known = known_places(asked.kinds, first, last)
    most = known + LONGEST_RUN if reach == LONGEST else known
    total = 0.0
    for length in range(known, most + 1):
        low, high = drift(last - first, length, reach)
        total += agree(asked.kinds, first, last, asked.any_seen, room.nothing, 0, length, low, high, rates, room.line)
    return float(total / (most - known + 1))


@jit
def outside(asked: Any, crowd: Any, rates: Any, room: Any, first: int, last: int, reach: int) -> float:
    """By family, the chance of the reading of one of its weapons; and what of it is of marks of other shapes."""
    known = known_places(asked.kinds, first, last)
    other = rates.other_shapes * of_any(asked, first, last, reach, rates, room)
    room.outside[:] = other
    for stack in range(len(crowd.lengths)):
        length, own, end = crowd.lengths[stack], crowd.firsts[stack], crowd.firsts[stack + 1]
        if abs(length - known) <= reach:
            low, high = drift(last - first, length, reach)
            row = read_stack(asked.kinds, first, last, asked.reads, crowd.bases[stack], end - own, length, low, high,
                             rates, room.lines)  # fmt: skip
            for shape in range(own, end):
                chance = room.lines[row, shape - own]
                room.outside[crowd.family[shape]] += (1 - rates.other_shapes) * crowd.share[shape] * chance
    return float(other)


@jit
def budget(known: int, unread: int) -> int:
    """How many errors the search allows for; the same as ``outside.budget``."""
    by_length = 2 if known >= 6 else (1 if known >= 4 else 0)
    if unread > EDITS:
        return 0
    return min(by_length, 2 if unread == 0 else 1)


@jit
def is_any_likely(crowd: Any, room: Any, begin: int, end: int) -> bool:
    """Whether one of some shapes is of a family that matters."""
    for shape in range(begin, end):  # noqa: SIM110 - the compiler knows no any()
        if room.is_likely[crowd.family[shape]]:
            return True
    return False


@jit
def strays(asked: Any, crowd: Any, rates: Any, room: Any, first: int, last: int, reach: int) -> None:
    """By family that matters, the chance of the reading with more errors than the search allows for."""
    known, unread, has_gap = known_places(asked.kinds, first, last), 0, reach == LONGEST
    for place in range(first, last):
        unread += asked.kinds[place] != GAP and asked.is_unread[asked.kinds[place]]
    room.beyond[:] = 0.0
    for stack in range(len(crowd.lengths)):
        length, own, end = crowd.lengths[stack], crowd.firsts[stack], crowd.firsts[stack + 1]
        if abs(length - known) <= reach and is_any_likely(crowd, room, own, end):
            # Where a run was not read, nothing beside it may be misread.
            errors = 0 if has_gap else budget(known, unread) - abs(length - known)
            low, high = drift(last - first, length, reach if has_gap else 0)
            row = read_beyond(asked.kinds, first, last, asked, crowd.bases[stack], end - own, length, low, high,
                              errors, rates, room.lines)  # fmt: skip
            for shape in range(own, end):
                room.beyond[crowd.family[shape]] += crowd.share[shape] * room.lines[row, shape - own]


@jit
def gather(kinds: Array, first: int, last: int, reads: Array, columns: Array, lanes: Array, count: int, length: int,
           low: int, high: int, gathered: Array) -> None:  # fmt: skip
    """By place of a reading, the chance of what was read in the columns of some entries, side by side."""
    for number in range(last - first):
        kind = kinds[first + number]
        if kind != GAP:
            for at in range(max(0, number + low), min(length, number + 1 + high)):
                for lane in range(count):
                    gathered[number, at * count + lane] = reads[kind, columns[lanes[lane], at]]


@jit
def likely_entries(crowd: Any, room: Any, begin: int, end: int) -> int:
    """The entries, among some, that are of a family that matters; how many."""
    count = 0
    for entry in range(begin, end):
        if room.is_likely[crowd.family[crowd.entry_shape[entry]]]:
            room.lanes[count] = entry
            count += 1
    return count


@jit
def add_year(asked: Any, crowd: Any, rates: Any, room: Any, first: int, last: int, reach: int, year: int,
             more: float, found: Array) -> None:  # fmt: skip
    """Adds by family that matters the chance of the reading of its weapons of a year, times ``more``."""
    known = known_places(asked.kinds, first, last)
    for place in range(last - first):
        room.numbers[place] = GAP if asked.kinds[first + place] == GAP else place
    for stack in range(len(crowd.lengths)):
        length, at = crowd.lengths[stack], stack * len(crowd.years) + year
        if abs(length - known) <= reach:
            count = likely_entries(crowd, room, crowd.entry_begins[at], crowd.entry_begins[at + 1])
            if count > 0:
                low, high = drift(last - first, length, reach)
                gather(asked.kinds, first, last, asked.reads, crowd.entry_columns, room.lanes, count, length, low,
                       high, room.gathered)  # fmt: skip
                row = read_stack(room.numbers, 0, last - first, room.gathered, 0, count, length, low, high, rates,
                                 room.lines)  # fmt: skip
                for lane in range(count):
                    entry = room.lanes[lane]
                    family = crowd.family[crowd.entry_shape[entry]]
                    told = crowd.dated[family, year]
                    found[family] += (
                        more * crowd.dated_share[told] * crowd.dated_tells[told] * (1 - rates.other_shapes)
                        * crowd.entry_share[entry] * room.lines[row, lane]
                    )  # fmt: skip


@jit
def add_years(question: int, asked: Any, crowd: Any, rows: Any, rates: Any, room: Any, first: int, last: int,
              reach: int, other: float, found: Array) -> None:  # fmt: skip
    """Adds to the chance of the reading and the stated year what the marks of families that matter tell of years.

    Of weapons of a year near it the mark tells of the year; of others the two are independent enough.
    """
    near, value = asked.stated_years[question], asked.stated[question, YEAR]
    often, wrong = max(rows.common[rows.starts[YEAR] + value], rates.rare), rates.wrong[YEAR]
    same = rows.same[rows.starts[YEAR] : rows.starts[YEAR + 1]]
    for year in range(len(crowd.years)):
        if abs(crowd.years[year] - near) <= rates.close_year:
            chance = chance_of(value, crowd.year_values[year], near, same, rows.years, often, wrong, rates.close_year)
            more = chance - wrong * often
            for family in range(len(crowd.shares)):
                told = crowd.dated[family, year]
                if told >= 0 and room.is_likely[family]:
                    stands = crowd.dated_share[told] * crowd.dated_tells[told]
                    found[family] += more * stands * (other - room.outside[family])
            add_year(asked, crowd, rates, room, first, last, reach, year, more, found)
