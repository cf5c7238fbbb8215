"""Key words: which keys can be near a question, by the first eight characters of both as words; ``cost`` makes certain.

A word holds a code in each byte, the first character in the lowest. Adding ``_CODES`` to what differs flags each byte
that does, since codes have six bits. There are no branches: whether a key is near cannot be foreseen, and to have
foreseen it wrongly costs more than all there is to work out.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``); integers stay below 2**62.
"""

from typing import NamedTuple

from witnessmark.matching.compiling import Array, kernel
from witnessmark.matching.search.comparing import ANY, EDITS

_CODES = 0x3F3F3F3F3F3F3F3F
_FLAGS = 0x4040404040404040

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
def flagged(differ: int) -> int:
    """A flag for each byte that is not zero."""
    return int((differ + _CODES) & _FLAGS)


@jit
def flags(word: int) -> int:
    """How many bytes of a word are flagged."""
    return int(((int(word >> 6) * 0x0101010101010101) >> 56) & 0xFF)


@jit
def from_first(word: int) -> int:
    """All bits of codes from the first byte on that is flagged; none where none is."""
    return int(_CODES & ~(((word & -word) >> 6) - 1))


@jit
def after_first(word: int) -> int:
    """All flags behind the first byte that is flagged; none where none is."""
    lowest = int(word & -word)
    return int(_FLAGS & ~(lowest | (lowest - 1)))


@jit
def from_later(key: int, rest: int, bits: int) -> int:
    """A key without the characters of its first bits, up to 56; ``rest`` are those behind the eighth."""
    return (key >> bits) | ((rest & ((1 << bits) - 1)) << ((64 - bits) & 63))


@jit
def is_near_alike(asked: Window, key: int, rest: int) -> int:
    """Whether a key as long as the question can be near: few others, or one left out and one more further on."""
    differ = flagged((asked.word ^ key) & asked.known)
    behind = from_first(differ)
    fewer = flagged((asked.once ^ key) & asked.known_once & behind)
    more = flagged((asked.word ^ from_later(key, rest, 8)) & asked.known & behind)
    is_shifted = (differ & after_first(fewer) == 0) | (differ & after_first(more) == 0)
    return int((flags(differ) <= asked.most) | ((asked.most == EDITS) & is_shifted))


@jit
def is_near_moved(differ: int, shifted: int, most: int) -> int:
    """Whether a key that is one character shorter or longer can be near, by how it differs, and how once moved."""
    is_one = flags(flagged(shifted & from_first(differ))) <= most - 1
    is_behind = shifted & from_first(differ & after_first(differ)) == 0
    return int(is_one | ((most == EDITS) & is_behind))


@jit
def is_near_twice(differ: int, shifted: int, twice: int) -> int:
    """The same of one that is two shorter or longer, moved by two."""
    return int(twice & from_first(flagged(shifted & from_first(differ))) == 0)


@jit
def list_near(words: Array, begin: int, end: int, asked: Window, key_length: int, near: Array) -> int:
    """Writes which keys of a stretch can be near a question; how many.

    First one or zero for each key, which the compiler makes into steps of several at once, and then those with one.
    Of the longer of the two the first characters are passed over: ``bits`` of the key, or else none.
    """
    apart, keys = asked.length - key_length, words[2 * begin : 2 * end]
    word, known, bits = asked.word, asked.known, 0 if apart > 0 else 8
    once, known_once = (asked.once, asked.known_once) if apart > 0 else (word, known)
    twice, known_twice = (asked.twice, asked.known_twice) if apart > 0 else (word, known)
    if apart == 0:
        for each in range(len(keys) // 2):
            near[each] = is_near_alike(asked, keys[2 * each], keys[2 * each + 1])
    elif abs(apart) == 1:
        for each in range(len(keys) // 2):
            key, rest = keys[2 * each], keys[2 * each + 1]
            shifted = (once ^ from_later(key, rest, bits)) & known_once
            near[each] = is_near_moved(flagged((word ^ key) & known), shifted, asked.most)
    else:
        for each in range(len(keys) // 2):
            key, rest = keys[2 * each], keys[2 * each + 1]
            shifted = (once ^ from_later(key, rest, bits)) & known_once
            shifted_twice = (twice ^ from_later(key, rest, 2 * bits)) & known_twice
            near[each] = is_near_twice(flagged((word ^ key) & known), shifted, shifted_twice)
    return bring_together(near, begin, len(keys) // 2)


@jit
def bring_together(near: Array, begin: int, count: int) -> int:
    """Writes the numbers of those keys, from one on, that have a one; how many."""
    listed = 0
    for each in range(count):
        is_near = near[each]
        near[listed] = begin + each
        listed += is_near
    return listed
