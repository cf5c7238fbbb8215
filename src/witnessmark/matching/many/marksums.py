"""Mark sums: how likely a reading is of one mark, and of the marks of families of weapons; as ``outside`` does it.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``). What ``asked``, ``crowd``,
``rates`` and ``room`` hold is told in ``weighing``.
"""

from typing import Any

from witnessmark.matching.compiling import kernel

Array = Any
"""A NumPy array: the compiler wants no more to be said."""

GAP = -1
"""The kind of a place that stands for any number of characters."""
LONGEST_RUN = 12
"""Characters that an unknown run can have where nothing is known of the mark."""
EDITS = 2

jit = kernel(__name__)


@jit
def agree(places: Array, first: int, last: int, table: Array, columns: Array, length: int, reach: int, rates: Any,
          before: Array, after: Array) -> float:  # fmt: skip
    """The chance of a reading, over all ways in which characters were misread, left out or added.

    The table says by kind how likely what was read is, in the column of each place of the mark. ``reach`` is by how
    many places the characters of both can be apart: few, unless a run of them was not read.
    """
    now, then = before, after
    now[0] = 1.0
    for at in range(length):
        now[at + 1] = now[at] * rates.missed
    for number in range(last - first):
        kind = places[first + number]
        if kind == GAP:
            for at in range(1, length + 1):
                now[at] += now[at - 1] * rates.run
            continue
        then[0] = now[0] * rates.added
        for at in range(length):
            value = then[at] * rates.missed + now[at + 1] * rates.added
            if abs(at - number) <= reach:
                value += now[at] * table[kind, columns[at]]
            then[at + 1] = value
        now, then = then, now
    return float(now[length])


@jit
def step_within(asked: Any, kind: int, columns: Array, length: int, number: int, reach: int, wrong: int, rates: Any,
                now: Array, then: Array) -> None:  # fmt: skip
    """One place of a reading, with so many characters misread up to it."""
    then[wrong, 0] = now[wrong, 0] * rates.added
    for at in range(length):
        value = then[wrong, at] * rates.missed + now[wrong, at + 1] * rates.added
        if abs(at - number) <= reach:
            right = asked.free[kind, columns[at]]
            value += now[wrong, at] * right
            if wrong > 0:
                value += now[wrong - 1, at] * (asked.reads[kind, columns[at]] - right)
        then[wrong, at + 1] = value


@jit
def agree_within(places: Array, first: int, last: int, asked: Any, columns: Array, length: int, reach: int,
                 errors: int, rates: Any, room: Any) -> float:  # fmt: skip
    """The same with at most so many characters misread, beside those left out or added."""
    now, then = room.rows_before, room.rows_after
    now[: errors + 1, : length + 1] = 0.0
    now[0, 0] = 1.0
    for at in range(length):
        now[0, at + 1] = now[0, at] * rates.missed
    for number in range(last - first):
        kind = places[first + number]
        for wrong in range(errors + 1):
            if kind == GAP:
                for at in range(1, length + 1):
                    now[wrong, at] += now[wrong, at - 1] * rates.run
            else:
                step_within(asked, kind, columns, length, number, reach, wrong, rates, now, then)
        if kind != GAP:
            now, then = then, now
    found = 0.0
    for wrong in range(errors + 1):
        found += now[wrong, length]
    return found


@jit
def read_columns(seen: Array, often: Array, reads: Array) -> None:
    """By kind and place of a shape, the chance of what was read.

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
def of_any(places: Array, first: int, last: int, any_seen: Array, known: int, reach: int, rates: Any,
           room: Any) -> float:  # fmt: skip
    """The same of a mark of which nothing is known but its length; of several lengths where a run was not read."""
    most = known + LONGEST_RUN if reach > rates.most_off else known
    total = 0.0
    for length in range(known, most + 1):
        total += agree(places, first, last, any_seen, room.nothing, length, reach, rates, room.before, room.after)
    return total / (most - known + 1)


@jit
def outside(asked: Any, crowd: Any, rates: Any, room: Any, first: int, last: int, reach: int) -> None:
    """By family, the chance of the reading of one of its weapons; by shape, of one that has it."""
    known = known_places(asked, first, last)
    other = rates.other_shapes * of_any(asked.kinds, first, last, asked.any_seen, known, reach, rates, room)
    room.other[0] = other
    for family in range(len(crowd.shares)):
        room.outside[family], room.taken[family] = other, 0.0
    for shape in range(len(crowd.family)):
        length = crowd.length[shape]
        room.of_shape[shape] = 0.0
        if abs(length - known) <= reach:
            chance = agree(asked.kinds, first, last, asked.reads, crowd.columns[shape], length, reach, rates,
                           room.before, room.after)  # fmt: skip
            room.of_shape[shape] = chance
            room.outside[crowd.family[shape]] += (1 - rates.other_shapes) * crowd.share[shape] * chance


@jit
def known_places(asked: Any, first: int, last: int) -> int:
    """How many places of a reading stand for one character each."""
    known = 0
    for place in range(first, last):
        known += asked.kinds[place] != GAP
    return known


@jit
def strays(asked: Any, crowd: Any, rates: Any, room: Any, first: int, last: int, reach: int, family: int) -> float:
    """The chance of the reading of a weapon of a family, with more errors than the search allows for."""
    known, unread, found = known_places(asked, first, last), 0, 0.0
    for place in range(first, last):
        unread += asked.kinds[place] != GAP and asked.is_unread[asked.kinds[place]]
    has_gap = reach > rates.most_off
    errors = 0 if has_gap else budget(known, unread)
    for shape in range(crowd.begins[family], crowd.begins[family + 1]):
        chance = room.of_shape[shape]
        apart = 0 if has_gap else abs(crowd.length[shape] - known)
        if chance > 0.0 and apart <= errors:
            chance -= agree_within(asked.kinds, first, last, asked, crowd.columns[shape], crowd.length[shape], reach,
                                   errors - apart, rates, room)  # fmt: skip
        found += crowd.share[shape] * max(0.0, chance)
    return found


@jit
def budget(known: int, unread: int) -> int:
    """How many errors the search allows for; the same as ``outside.budget``."""
    by_length = 2 if known >= 6 else (1 if known >= 4 else 0)
    if unread > EDITS:
        return 0
    return min(by_length, 2 if unread == 0 else 1)


@jit
def more_in_year(asked: Any, crowd: Any, rates: Any, room: Any, first: int, last: int, reach: int,
                 year: int) -> float:  # fmt: skip
    """By how much likelier the reading is of a weapon of a family and year than of one of the family."""
    known, family, read = known_places(asked, first, last), crowd.year_family[year], 0.0
    for entry in range(crowd.entry_begins[year], crowd.entry_begins[year + 1]):
        length = crowd.length[crowd.entry_shape[entry]]
        if abs(length - known) <= reach:
            chance = agree(asked.kinds, first, last, asked.reads, crowd.entry_columns[entry], length, reach, rates,
                           room.before, room.after)  # fmt: skip
            read += crowd.entry_share[entry] * chance
    return float(room.other[0] + (1 - rates.other_shapes) * read - room.outside[family])


@jit
def shape_of(crowd: Any, family: int, mark: Array, length: int) -> int:
    """The shape of a mark among those of a family; -1 where it has none of them."""
    letters = 0
    for place in range(length):
        if crowd.is_letter[mark[place]]:
            letters |= 1 << place
    for shape in range(crowd.begins[family], crowd.begins[family + 1]):
        if crowd.length[shape] == length and crowd.letters[shape] == letters:
            return int(shape)
    return -1


@jit
def exactly(crowd: Any, columns: Array, mark: Array, length: int) -> float:
    """The chance that a mark of a shape is exactly this one."""
    found = 1.0
    for place in range(length):
        found *= crowd.often[columns[place], mark[place]]
    return found


@jit
def year_of(crowd: Any, family: int, value: int) -> int:
    """The year of a family whose value this is, among those of which its marks tell; -1 where it is none of them."""
    for year in range(crowd.year_begins[family], crowd.year_begins[family + 1]):
        if crowd.year_value[year] == value:
            return int(year)
    return -1


@jit
def bears(crowd: Any, family: int, year: int, mark: Array, length: int) -> float:
    """The chance that a weapon of a family bears exactly this mark; in one of its years, or -1 for any."""
    shape = shape_of(crowd, family, mark, length)
    if shape < 0:
        return 0.0
    anyway = crowd.share[shape] * exactly(crowd, crowd.columns[shape], mark, length)
    if year < 0:
        return float(anyway)
    tells, found = crowd.year_tells[year], 0.0
    for entry in range(crowd.entry_begins[year], crowd.entry_begins[year + 1]):
        if crowd.entry_shape[entry] == shape:
            found += crowd.entry_share[entry] * exactly(crowd, crowd.entry_columns[entry], mark, length)
    return float((1 - tells) * anyway + tells * found)
