"""Comparing: what it costs to take a key for what is asked, and the cheapest keys so far.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``); integers stay below 2**62.
"""

from typing import Any, NamedTuple

from witnessmark.matching.compiling import kernel

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

_CODES = 0x3F3F3F3F3F3F3F3F
_FLAGS = 0x4040404040404040

Array = Any
"""A NumPy array: the compiler wants no more to be said."""

jit = kernel(__name__)


class Window(NamedTuple):
    """The beginning of a question as words: from its first, second and third character on, and which bits were read."""

    word: int
    once: int
    twice: int
    known: int
    known_once: int
    known_twice: int
    length: int
    most: int


class Question(NamedTuple):
    """A key that is looked for, with what a search needs at hand."""

    codes: Array
    length: int
    most: int
    """The edits that a key may be away."""
    unread: int
    """What the characters cost that were not read."""
    similar: Array
    """What it costs to take one code for another."""
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
    found: Array
    """The numbers of the cheapest keys so far."""
    costs: Array


@jit
def is_other(one: int, other: int) -> bool:
    """Whether two characters are not the same; one that was not read is any."""
    return bool(one != other and one != ANY and other != ANY)


@jit
def cost(codes: Array, length: int, most: int, similar: Array, key: Array, key_length: int) -> int:
    """What it costs to take a key for the question within the edits that are allowed; ``FAR`` where it is beyond them.

    What both begin and end with alike costs nothing and is left out first, which is most of them. Two edits of what is
    left can come in few orders: each is followed to where the next character differs (the idea is that of mbleven).
    """
    first, last, end = 0, length, key_length
    while first < last and first < end and not is_other(codes[first], key[first]):
        first += 1
    while last > first and end > first and not is_other(codes[last - 1], key[end - 1]):
        last -= 1
        end -= 1
    left, there = last - first, end - first
    if max(left, there) == 0:
        return 0
    if min(left, there) == 0:
        return FULL * max(left, there) if max(left, there) <= most else FAR
    if left == there:
        found = replaced(codes, key, similar, first, last, most)
        if found < FAR or most < EDITS:
            return found
        return 2 * FULL if is_shifted(codes, key, first, last) or is_shifted(key, codes, first, last) else FAR
    if left == there + 1 and most > 0:
        return with_one_more(codes, key, similar, first, last, most)
    if there == left + 1 and most > 0:
        return with_one_more(key, codes, similar, first, end, most)
    return two_apart(codes, key, first, last, end) if most == EDITS else FAR


@jit
def replaced(codes: Array, key: Array, similar: Array, first: int, last: int, most: int) -> int:
    """The cost where the same number of characters is left, and some of them are others."""
    edits, found = 0, 0
    for place in range(first, last):
        if is_other(codes[place], key[place]):
            edits += 1
            if edits > most:
                return FAR
            found += similar[codes[place], key[place]]
    return int(found)


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
def is_near(asked: Window, key: int, rest: int, key_length: int) -> bool:
    """Whether a key can be within the edits, by the first eight characters of both; ``cost`` says it for certain.

    A word holds a code in each byte, the first character in the lowest; ``rest`` are the next eight of the key. Adding
    ``_CODES`` to what differs flags each byte that does, since codes have six bits.
    """
    once, twice = (key >> 8) | ((rest & ANY) << 56), (key >> 16) | ((rest & 0x3F3F) << 48)
    differ = (((asked.word ^ key) & asked.known) + _CODES) & _FLAGS
    behind = from_first(differ)
    apart = asked.length - key_length
    if apart == 0:
        if flags(differ) <= asked.most:
            return True
        fewer = (((asked.once ^ key) & asked.known_once & behind) + _CODES) & _FLAGS
        more = (((asked.word ^ once) & asked.known & behind) + _CODES) & _FLAGS
        return bool(asked.most == EDITS and (differ & after_first(fewer) == 0 or differ & after_first(more) == 0))
    shifted = (asked.once ^ key) & asked.known_once if apart > 0 else (asked.word ^ once) & asked.known
    moved = ((shifted & behind) + _CODES) & _FLAGS
    if abs(apart) == 1:
        if flags(moved) <= asked.most - 1:
            return True
        return bool(asked.most == EDITS and shifted & from_first(differ & after_first(differ)) == 0)
    shifted = (asked.twice ^ key) & asked.known_twice if apart > 0 else (asked.word ^ twice) & asked.known
    return bool(shifted & from_first(moved) == 0)


@jit
def from_first(flagged: int) -> int:
    """All bits of codes from the first byte on that is flagged."""
    return int(_CODES & ~(((flagged & -flagged) >> 6) - 1)) if flagged else 0


@jit
def after_first(flagged: int) -> int:
    """All flags behind the first byte that is flagged."""
    lowest = int(flagged & -flagged)
    return int(_FLAGS & ~(lowest | (lowest - 1))) if flagged else 0


@jit
def window(codes: Array, length: int, most: int) -> Window:
    """The first eight characters of a question, and the same from its second and third on."""
    return Window(
        word_of(codes, 0), word_of(codes, 1), word_of(codes, 2), known_of(codes, 0), known_of(codes, 1),
        known_of(codes, 2), length, most,
    )  # fmt: skip


@jit
def word_of(codes: Array, first: int) -> int:
    """Eight codes from one on as a word."""
    found = 0
    for place in range(8):
        found |= int(codes[first + place]) << (8 * place)
    return found


@jit
def known_of(codes: Array, first: int) -> int:
    """The bits of such a word but for those of characters that were not read."""
    found = _CODES
    for place in range(8):
        if codes[first + place] == ANY:
            found &= ~(ANY << (8 * place))
    return found


@jit
def flags(word: int) -> int:
    """How many bytes of a word are flagged."""
    return int(((int(word >> 6) * 0x0101010101010101) >> 56) & 0xFF)


@jit
def keep(found: Array, costs: Array, held: int, number: int, value: int) -> int:
    """Puts a key that is not among them with the cheapest; how many are held then."""
    most = len(found)
    place = held if held < most else most - 1
    while place > 0 and (costs[place - 1] > value or (costs[place - 1] == value and found[place - 1] > number)):
        found[place], costs[place] = found[place - 1], costs[place - 1]
        place -= 1
    found[place], costs[place] = number, value
    return min(held + 1, most)


@jit
def is_wanted(found: Array, costs: Array, held: int, number: int, value: int) -> bool:
    """Whether a key of some cost is cheaper than one that is kept, or there is room, and it is not among them."""
    most = len(found)
    if held == most and (value > costs[most - 1] or (value == costs[most - 1] and number > found[most - 1])):
        return False
    for place in range(held):  # noqa: SIM110 - the compiler knows no any()
        if found[place] == number:
            return False
    return True


@jit
def consider(
    codes: Array, length: int, most: int, base: int, similar: Array, found: Array, costs: Array, key: Array,
    number: int, key_length: int, held: int,
) -> int:  # fmt: skip
    """Keeps a key if it is near enough; how many are held then. ``base`` is what unread characters cost.

    It is called so often that handing over a whole question would take longer than what it does.
    """
    value = cost(codes, length, most, similar, key, key_length) + base
    if value >= FAR or not is_wanted(found, costs, held, number, value):
        return held
    return keep(found, costs, held, number, value)


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
