"""Comparing: what it costs to take a key for what is asked, and the cheapest keys so far.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``); integers stay below 2**62.
"""

from typing import NamedTuple

from witnessmark.matching.compiling import Array, kernel

WIDTH = 16
"""The codes of a key that are compared."""
HALF = WIDTH // 2
"""Of a longer mark so many from its beginning and so many from its end are known."""
ANY = 63
"""The code of a character that was not read."""
EDITS = 2
FULL = 20
"""What an edit costs; less where the two characters are often taken for each other."""
FAR = 1_000
"""The cost of a key that is more edits away than are allowed."""
UNREAD = 6
"""What a character costs that was not read."""
NUMBER_BITS = 32
"""The bits of a key that is kept that say which it is; its cost stands above them."""

jit = kernel(__name__)


class Question(NamedTuple):
    """A key that is looked for, with what a search needs at hand."""

    codes: Array
    length: int
    most: int
    """The edits that a key may be away."""
    unread: int
    """What the characters cost that were not read."""
    similar: Array
    """What it costs to take one code for another; nothing for one that was not read."""
    left: Array
    """The hashes of the halves of the question."""
    begins: Array
    ends: Array
    wanted: Array
    """Where in ``entries`` to look, and for which eight bits."""
    numbers: Array
    keys: Array
    words: Array
    """Keys that were brought together, with their numbers; once as codes and once as words, in the same memory."""
    near: Array
    own: Array
    """Which rows of some keys can be near, and the numbers of these keys."""
    heads: Array
    """Of the first and last entry at each place to look; read for no other end than that the rest is at hand then."""
    until: Array
    """By length of key, from the shortest on, where the places to look for keys of it end."""
    found: Array
    """The cheapest keys so far: the cost of each, and below it its number."""


@jit
def is_other(one: int, other: int) -> bool:
    """Whether two characters are not the same; one that was not read is any."""
    return bool(one != other and one != ANY and other != ANY)


@jit
def replaced(codes: Array, length: int, most: int, similar: Array, keys: Array, row: int) -> int:
    """What it costs to take a key of the same length for the question if some characters are others; or ``FAR``.

    Without a branch: which these are cannot be foreseen.
    """
    edits, found = 0, 0
    for place in range(length):
        mine, theirs = codes[place], keys[row, place]
        edits += (mine != theirs) & (mine != ANY)
        found += similar[mine, theirs]
    return found if edits <= most else FAR


@jit
def cost(codes: Array, length: int, most: int, similar: Array, key: Array, key_length: int) -> int:
    """What it costs to take a key for the question otherwise within the edits that are allowed; or ``FAR``.

    What both begin and end with alike costs nothing and is left out first. Two edits of what is left can come in few
    orders: each is followed to where the next character differs (the idea is that of mbleven).
    """
    first, last, end = 0, length, key_length
    while first < last and first < end and not is_other(codes[first], key[first]):
        first += 1
    while last > first and end > first and not is_other(codes[last - 1], key[end - 1]):
        last -= 1
        end -= 1
    left, there = last - first, end - first
    if min(left, there) == 0:
        return FULL * max(left, there) if max(left, there) <= most else FAR
    if left == there:
        is_apart = most < EDITS or not (is_shifted(codes, key, first, last) or is_shifted(key, codes, first, last))
        return FAR if is_apart else 2 * FULL
    if left == there + 1 and most > 0:
        return with_one_more(codes, key, similar, first, last, most)
    if there == left + 1 and most > 0:
        return with_one_more(key, codes, similar, first, end, most)
    return two_apart(codes, key, first, last, end) if most == EDITS else FAR


@jit
def is_shifted(one: Array, other: Array, first: int, last: int) -> bool:
    """Whether what is left is alike once the first has a character fewer in front, and the second one further on."""
    place = first
    while place < last - 1 and not is_other(one[place + 1], other[place]):
        place += 1
    place += 1
    while place < last and not is_other(one[place], other[place]):
        place += 1
    return bool(place == last)


@jit
def with_one_more(longer: Array, shorter: Array, similar: Array, first: int, last: int, most: int) -> int:
    """The cost where one of the two has one character more, and perhaps one is another; ``last`` is of the longer."""
    place = first
    while place < last - 1 and not is_other(longer[place + 1], shorter[place]):
        place += 1
    if place == last - 1:
        return FULL
    if most < EDITS:
        return FAR
    # It is passed over first, and then one is another; or the other way about.
    found, rest = FAR, place + 1
    while rest < last - 1 and not is_other(longer[rest + 1], shorter[rest]):
        rest += 1
    if rest == last - 1:
        found = FULL + similar[longer[place + 1], shorter[place]]
    rest = first + 1
    while rest < last - 1 and not is_other(longer[rest], shorter[rest]):
        rest += 1
    while rest < last - 1 and not is_other(longer[rest + 1], shorter[rest]):
        rest += 1
    if rest == last - 1:
        found = min(found, FULL + similar[longer[first], shorter[first]])
    return int(found)


@jit
def two_apart(codes: Array, key: Array, first: int, last: int, end: int) -> int:
    """The cost where one of the two has two characters more: each is passed over where they differ."""
    if abs(end - last) != EDITS:
        return FAR
    one, other, passed = first, first, 0
    while one < last or other < end:
        if one < last and other < end and not is_other(codes[one], key[other]):
            one += 1
            other += 1
        elif passed == EDITS:
            return FAR
        else:
            passed += 1
            if last > end:
                one += 1
            else:
                other += 1
    return 2 * FULL


@jit
def offer(found: Array, held: int, key: int) -> int:
    """Puts a key with its cost with the cheapest, unless it is among them; how many are held then."""
    most = len(found)
    if held == most and key >= found[most - 1]:
        return held
    place = held
    while place > 0 and found[place - 1] > key:
        place -= 1
    if place > 0 and found[place - 1] == key:
        return held
    for later in range(min(held, most - 1), place, -1):
        found[later] = found[later - 1]
    found[place] = key
    return min(held + 1, most)


@jit
def drop_doubles(found: Array, held: int) -> int:
    """Leaves each key with its least cost alone; how many are held then."""
    kept = 0
    for place in range(held):
        number, is_new = found[place] & ((1 << NUMBER_BITS) - 1), True
        for before in range(kept):
            is_new = is_new and found[before] & ((1 << NUMBER_BITS) - 1) != number
        if is_new:
            found[kept] = found[place]
            kept += 1
    return kept


@jit
def consider(
    codes: Array, length: int, most: int, base: int, similar: Array, found: Array, keys: Array, near: Array,
    numbers: Array, count: int, key_length: int, held: int,
) -> int:  # fmt: skip
    """Keeps those of some rows of keys that are near enough; how many are held then.

    ``base`` is what unread characters cost. Rows stay where they are: to cut one out, or to hand over a whole question,
    would take longer than to compare it.
    """
    for each in range(count):
        value = FAR
        if length == key_length:
            value = replaced(codes, length, most, similar, keys, near[each])
        if value >= FAR:
            value = cost(codes, length, most, similar, keys[near[each]], key_length)
        if value < FAR:
            held = offer(found, held, ((value + base) << NUMBER_BITS) | numbers[each])
    return held


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
