"""Comparing: how far a key is from what is asked, and the cheapest keys so far.

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
_FAR = 1_000
UNREAD = 6
"""What a character costs that was not read."""

Array = Any
"""A NumPy array: the compiler wants no more to be said."""

jit = kernel(__name__)


class Question(NamedTuple):
    """A key that is looked for, with what a search needs at hand."""

    codes: Array
    length: int
    most: int
    """The edits that a key may be away."""
    similar: Array
    """What it costs to take one code for another."""
    peq: Array
    rows: Array
    left: Array
    """The hashes of the halves of the question."""
    begins: Array
    ends: Array
    wanted: Array
    """Where in ``entries`` to look, and for which eight bits."""
    numbers: Array
    keys: Array
    """Keys that were brought together, with their numbers."""
    found: Array
    """The numbers of the cheapest keys so far."""
    costs: Array


@jit
def positions(codes: Array, length: int, peq: Array) -> None:
    """For each code the places of a question at which it stands; one that was not read stands for all."""
    for code in range(len(peq)):
        peq[code] = 0
    for place in range(length):
        if codes[place] == ANY:
            for code in range(len(peq)):
                peq[code] |= 1 << place
        else:
            peq[codes[place]] |= 1 << place


@jit
def edits(asked: Question, key: Array, key_length: int) -> int:
    """The edits between a question and a key, or more than are allowed: by Myers' bit vectors (1999).

    What both begin and end with alike is left out first, which is most of them.
    """
    codes, first = asked.codes, 0
    last, end = asked.length, key_length
    while first < last and first < end and (codes[first] == key[first] or codes[first] == ANY):
        first += 1
    while last > first and end > first and (codes[last - 1] == key[end - 1] or codes[last - 1] == ANY):
        last -= 1
        end -= 1
    length = last - first
    if length == 0 or end == first:
        return length + end - first
    whole = (1 << length) - 1
    top = 1 << (length - 1)
    plus, minus, score = whole, 0, length
    for place in range(first, end):
        equal = (asked.peq[key[place]] >> first) & whole
        across = ((((equal & plus) + plus) ^ plus) | equal | minus) & whole
        up = (minus | ~(across | plus)) & whole
        down = plus & across
        if up & top:
            score += 1
        elif down & top:
            score -= 1
        if score - (end - place - 1) > asked.most:
            return score
        up = ((up << 1) | 1) & whole
        down = (down << 1) & whole
        straight = equal | minus
        plus = (down | ~(straight | up)) & whole
        minus = up & straight
    return int(score)


@jit
def cost(codes: Array, length: int, key: Array, key_length: int, similar: Array, rows: Array) -> int:
    """What it costs to take a key for the question: edits, cheaper between characters that look alike.

    Only alignments within the edits are looked at.
    """
    for place in range(key_length + 1):
        rows[0, place] = place * FULL
        rows[1, place] = _FAR
    for one in range(1, length + 1):
        now, before = one & 1, 1 - (one & 1)
        first, last = max(1, one - EDITS), min(key_length, one + EDITS)
        rows[now, first - 1] = one * FULL if first == 1 else _FAR
        if last < key_length:
            rows[now, last + 1] = _FAR
        code = codes[one - 1]
        for other in range(first, last + 1):
            step = UNREAD if code == ANY else similar[code, key[other - 1]]
            rows[now, other] = min(
                rows[before, other - 1] + step, rows[before, other] + FULL, rows[now, other - 1] + FULL
            )
    return int(rows[length & 1, key_length])


@jit
def keep(found: Array, costs: Array, held: int, number: int, value: int) -> int:
    """Puts a key that is not among them with the cheapest; how many are held then."""
    most = len(found)
    if held == most and value >= costs[most - 1]:
        return held
    place = held if held < most else most - 1
    while place > 0 and (costs[place - 1] > value or (costs[place - 1] == value and found[place - 1] > number)):
        found[place], costs[place] = found[place - 1], costs[place - 1]
        place -= 1
    found[place], costs[place] = number, value
    return min(held + 1, most)


@jit
def is_kept(found: Array, held: int, number: int) -> bool:
    """Whether a key is among those that are kept."""
    for place in range(held):  # noqa: SIM110 - the compiler knows no any()
        if found[place] == number:
            return True
    return False


@jit
def consider(asked: Question, key: Array, number: int, key_length: int, held: int) -> int:
    """Keeps a key if it is near enough; how many are held then."""
    if edits(asked, key, key_length) > asked.most or is_kept(asked.found, held, number):
        return held
    value = cost(asked.codes, asked.length, key, key_length, asked.similar, asked.rows)
    return keep(asked.found, asked.costs, held, number, value)


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
