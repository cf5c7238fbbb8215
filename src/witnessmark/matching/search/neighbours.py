"""Neighbours: the keys of an index that are within two edits of a key, or that fit one with gaps.

A key is up to sixteen character codes. Keys are sorted by length, then by their characters; a second order has them
by length and by their characters from the end. Two edits fall into the two halves of a key in one of three ways: none
in the first half, so that a stretch of the first order is read; none in the second, so that a stretch of the second
order is; or one in each. For these a table lists every key under each way to leave out one character of each half.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``); integers stay below 2**62.
"""

from typing import Any, NamedTuple

from witnessmark.matching.compiling import Array, kernel, part, signed
from witnessmark.matching.search import comparing, gapsearch, keyranges, keywords, pairtable
from witnessmark.matching.search.keycodes import KEPT

jit = kernel(__name__)
_compare, _table = part(__name__, comparing), part(__name__, pairtable)
_ranges, _words = part(__name__, keyranges), part(__name__, keywords)
list_near, window = _words.list_near, _words.window
start_range, end_range = _ranges.start_range, _ranges.end_range
search_gaps = part(__name__, gapsearch).search_gaps
Question, consider, drop_doubles = _compare.Question, _compare.consider, _compare.drop_doubles
allowed, unread, NUMBER_BITS = _compare.allowed, _compare.unread, comparing.NUMBER_BITS
bit_of, has_bit, mark_of, slot, without = (
    _table.bit_of, _table.has_bit, _table.mark_of, _table.slot, _table.without
)  # fmt: skip
ANY, EDITS, WIDTH, UNREAD = comparing.ANY, comparing.EDITS, comparing.WIDTH, comparing.UNREAD
KEY_BITS = pairtable.KEY_BITS


class Orders(NamedTuple):
    """The arrays that are searched."""

    keys: Array
    """The distinct keys, sorted by length and characters: rows of ``WIDTH`` codes."""
    blocks: Array
    """``blocks[n]`` is where the keys of length n begin."""
    backward: Array
    """The numbers of the keys by length and by characters from the end."""
    turned: Array
    """The keys themselves in that order, so that a stretch of it is read at once."""
    words: Array
    turned_words: Array
    """Both once more as words of eight codes, two a key: the same memory, looked at in another way."""
    starts: Array
    """Where each place of the table begins in ``entries``."""
    entries: Array
    bits: Array
    """A bit for every number that two halves of a key give: most of what is looked for has none, and ends here."""


@jit
def consider_gathered(orders: Orders, asked: Any, seen: Any, count: int, key_length: int, held: int) -> int:
    """Keeps those of some keys that are near; they lie apart, and are brought together first.

    So memory is waited for once.
    """
    numbers, near, own, words, all_words = asked.numbers, asked.near, asked.own, asked.words, orders.words
    for each in range(count):
        number = numbers[each]
        words[2 * each], words[2 * each + 1] = all_words[2 * number], all_words[2 * number + 1]
    listed = list_near(words, 0, count, seen, key_length, near)
    for each in range(listed):
        own[each] = numbers[near[each]]
    return int(consider(asked.codes, asked.length, asked.most, asked.unread, asked.similar, asked.found, asked.keys,
                        near, own, listed, key_length, held))  # fmt: skip


@jit
def consider_stretch(keys: Array, words: Array, begin: int, end: int, asked: Any, seen: Any, key_length: int,
                     turned: Array, held: int) -> int:  # fmt: skip
    """Keeps those keys of a stretch of an order that are near; ``turned`` has their numbers, if it has any."""
    near, own, has_numbers = asked.near, asked.own, len(turned) > 0
    while begin < end:
        last = min(end, begin + len(own))
        listed = list_near(words, begin, last, seen, key_length, near)
        for each in range(listed):
            own[each] = signed(turned[near[each]]) if has_numbers else near[each]
        held = consider(asked.codes, asked.length, asked.most, asked.unread, asked.similar, asked.found, keys, near,
                        own, listed, key_length, held)  # fmt: skip
        begin = last
    return held


@jit
def search(orders: Orders, asked: Any, held: int) -> int:
    """The keys near a question, cheapest first, beside those that are held in ``found``; how many."""
    return int(search_back(orders, asked, search_on(orders, asked, held)))


@jit
def lengths_near(asked: Any) -> tuple[int, int]:
    """The length of the shortest and of the longest key that can be near a question."""
    return max(1, asked.length - asked.most), min(WIDTH, asked.length + asked.most)


@jit
def search_on(orders: Orders, asked: Any, held: int) -> int:
    """The same but for the keys without an edit in their second half."""
    seen = window(asked.codes, asked.length, asked.most)
    shortest, longest = lengths_near(asked)
    for key_length in range(shortest, longest + 1):
        held = search_first_half(orders, asked, seen, key_length, held)
    if asked.most + unread(asked.codes, asked.length) > 1:
        held = search_pairs(orders, asked, seen, held)
    return held


@jit
def search_back(orders: Orders, asked: Any, held: int) -> int:
    """The keys without an edit in their second half."""
    seen = window(asked.codes, asked.length, asked.most)
    if asked.most + unread(asked.codes, asked.length) > 0:
        shortest, longest = lengths_near(asked)
        for key_length in range(shortest, longest + 1):
            held = search_second_half(orders, asked, seen, key_length, held)
    return held


@jit
def search_first_half(orders: Orders, asked: Any, seen: Any, key_length: int, held: int) -> int:
    """The keys of some length without an edit in their first half."""
    half = key_length // 2
    if half > asked.length or orders.blocks[key_length] == orders.blocks[key_length + 1]:
        return held
    begin, end = start_range(orders.keys, orders.blocks[key_length], orders.blocks[key_length + 1], asked.codes, half)
    return int(consider_stretch(orders.keys, orders.words, begin, end, asked, seen, key_length, orders.backward[:0],
                                held))  # fmt: skip


@jit
def search_second_half(orders: Orders, asked: Any, seen: Any, key_length: int, held: int) -> int:
    """The keys of some length without an edit in their second half."""
    half = key_length - key_length // 2
    if half > asked.length or orders.blocks[key_length] == orders.blocks[key_length + 1]:
        return held
    begin, end = end_range(orders.turned, orders.blocks[key_length], orders.blocks[key_length + 1], asked.codes,
                           asked.length, key_length, half)  # fmt: skip
    return int(consider_stretch(orders.turned, orders.turned_words, begin, end, asked, seen, key_length,
                                orders.backward, held))  # fmt: skip


@jit
def search_pairs(orders: Orders, asked: Any, seen: Any, held: int) -> int:
    """The keys with one edit in each half.

    In steps of which each does one thing for all pairs of halves and all lengths of keys: the less there is between two
    places that lie far apart, the more of them are on their way at once.
    """
    shortest, longest = lengths_near(asked)
    lengths, pairs, until = longest - shortest + 1, 0, asked.until
    if lengths < 1:
        return held
    for each in range(lengths):
        if orders.blocks[shortest + each] < orders.blocks[shortest + each + 1]:
            pairs = list_pairs(orders, asked, shortest + each, pairs)
        until[each] = pairs
    look_up_pairs(orders, asked, lengths)
    begin = 0
    for each in range(lengths):
        held = read_pairs(orders, asked, seen, begin, until[each], shortest + each, held)
        begin = until[each]
    return held


@jit
def list_pairs(orders: Orders, asked: Any, key_length: int, pairs: int) -> int:
    """Lists the pairs of halves for keys of some length behind those that are listed; how many there are then.

    A half of the question is as long as that of the key, or one off.
    """
    mask, left, begins, ends, wanted = len(orders.starts) - 2, asked.left, asked.begins, asked.ends, asked.wanted
    for longer in range(-1, 2):
        split, other = key_length // 2 + longer, asked.length - key_length - longer
        if abs(other) <= 1 and 0 <= split <= asked.length:
            firsts = without(asked.codes, 0, split, longer, left[0])
            seconds = without(asked.codes, split, asked.length, other, left[1])
            for one in range(firsts):
                for two in range(seconds):
                    first, second, pair = left[0, one], left[1, two], pairs + one * seconds + two
                    number = slot(first, second, key_length)
                    begins[pair], ends[pair], wanted[pair] = number & mask, bit_of(number, mask), mark_of(first, second)
            pairs += firsts * seconds
    return pairs


@jit
def look_up_pairs(orders: Orders, asked: Any, lengths: int) -> None:
    """Leaves those pairs that some key may have, and says where in the table its keys begin and end.

    ``until`` has where the pairs for keys of each length end.
    """
    bits, begins, ends, wanted, until = orders.bits, asked.begins, asked.ends, asked.wanted, asked.until
    starts, entries, heads = orders.starts, orders.entries, asked.heads
    for pair in range(until[lengths - 1]):
        ends[pair] = has_bit(bits, ends[pair])
    listed, begin = 0, 0
    for each in range(lengths):
        for pair in range(begin, until[each]):
            is_there = ends[pair]
            begins[listed], wanted[listed] = begins[pair], wanted[pair]
            # Without a branch: it could not be foreseen.
            listed += is_there
        begin, until[each] = until[each], listed
    for pair in range(listed):
        place = begins[pair]
        begins[pair], ends[pair] = starts[place], starts[place + 1]
    last = len(entries) - 1
    for pair in range(listed):
        heads[pair] = signed(entries[min(begins[pair], last)]) + entries[min(max(0, ends[pair] - 1), last)]


@jit
def read_pairs(orders: Orders, asked: Any, seen: Any, first: int, last: int, key_length: int, held: int) -> int:
    """The keys of some length that the table lists under some pairs; a damaged entry names none."""
    low, high = orders.blocks[key_length], orders.blocks[key_length + 1]
    numbers, entries, begins, ends, marks = asked.numbers, orders.entries, asked.begins, asked.ends, asked.wanted
    most, count = len(numbers) - 1, 0
    for pair in range(first, last):
        wanted = marks[pair]
        for at in range(begins[pair], ends[pair]):
            entry = signed(entries[at])
            number = entry & ((1 << KEY_BITS) - 1)
            numbers[count] = number
            count += (entry >> KEY_BITS == wanted) & (low <= number) & (number < high)
            if count == most:
                held = consider_gathered(orders, asked, seen, count, key_length, held)
                count = 0
    return consider_gathered(orders, asked, seen, count, key_length, held)


@jit
def search_wider(orders: Orders, asked: Any) -> int:
    """The same where two characters were not read and no key fits what was: a third was misread, or left out.

    Unread characters count as edits; so the first of them is taken for each character in turn.
    """
    place, held = 0, 0
    while asked.codes[place] != ANY:
        place += 1
    for code in KEPT:
        asked.codes[place] = code
        before, held = held, search(orders, asked, held)
        # A key that fits in two ways costs what the cheaper of them does.
        held = drop_doubles(asked.found, held) if held > before else held
    asked.codes[place] = ANY
    return held


class Scratch(NamedTuple):
    """Room that searches share, one after the other."""

    left: Array
    begins: Array
    ends: Array
    wanted: Array
    numbers: Array
    keys: Array
    words: Array
    near: Array
    own: Array
    heads: Array
    until: Array


@jit
def ask(codes: Array, length: int, most: int, similar: Array, scratch: Any, found: Array) -> Any:
    """A question that is ready to be searched."""
    return Question(
        codes, length, most, unread(codes, length) * UNREAD, similar, scratch.left, scratch.begins, scratch.ends,
        scratch.wanted, scratch.numbers, scratch.keys, scratch.words, scratch.near, scratch.own, scratch.heads,
        scratch.until, found,
    )  # fmt: skip


@jit
def is_vague(codes: Array, length: int, gap: int) -> bool:
    """Whether so much of a question was not read that the search allows for no edit."""
    return bool(gap >= 0 or unread(codes, length) > EDITS)


@jit
def search_all(
    orders: Orders, order: Array, turned_order: Array, questions: Array, lengths: Array, gaps: Array, similar: Array,
    scratch: Scratch, found: Array, costs: Array, held: Array, fitting: Array,
) -> None:  # fmt: skip
    """Each question of some by the search that it needs; how many keys it holds, and how many fit.

    They are searched in the order of the keys, and once more in the order of the keys from their end: so that most of
    what one looks at is at hand for the next.
    """
    for number in order:
        codes, length = questions[number], signed(lengths[number])
        asked = ask(codes, length, allowed(codes, length), similar, scratch, found[number])
        if is_vague(codes, length, gaps[number]):
            held[number], fitting[number] = search_gaps(orders, asked, signed(gaps[number]))
        elif length > 0:
            held[number] = search_on(orders, asked, 0)
    for number in turned_order:
        codes, length = questions[number], signed(lengths[number])
        if length > 0 and not is_vague(codes, length, gaps[number]):
            asked = ask(codes, length, allowed(codes, length), similar, scratch, found[number])
            held[number] = search_back(orders, asked, held[number])
            if held[number] == 0 and unread(codes, length) == EDITS:
                held[number] = search_wider(orders, ask(codes, length, 1, similar, scratch, found[number]))
            fitting[number] = held[number]
    for number in range(len(questions)):
        for place in range(held[number]):
            costs[number, place] = found[number, place] >> NUMBER_BITS
            found[number, place] &= (1 << NUMBER_BITS) - 1
