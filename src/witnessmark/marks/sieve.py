"""Sieve: which of many patterns a stretch of a reading fits at all, all of them asked at once.

Every step of every pattern is one bit of a number, and a reading is taken in place by place: one shift moves all
patterns on (Navarro and Raffinot, *Flexible Pattern Matching in Strings*, 2002, chapter 4). A stretch that begins where
another does goes on from what is known of that one.
"""

import functools
from collections.abc import Iterable, Iterator, Sequence

from witnessmark.marks.pattern import Pattern, Place

State = int
"""One bit for each step that can come next, in every pattern."""


class Sieve:
    """Some patterns, asked together.

    >>> from witnessmark.marks.pattern import some
    >>> sieve = Sieve([some("n", "0123456789", 2, 4), some("n", "0123456789", 3)])
    >>> list(sieve.fitting(sieve.after(sieve.start, [Place((("7", 1.0),))] * 2)))
    [0]
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._ends: dict[State, int] = {}
        self._optional = 0
        self._by_alphabet: dict[frozenset[str], int] = {}
        first, bit = 0, 0
        for number, pattern in enumerate(patterns):
            first |= 1 << bit
            for step in pattern:
                self._by_alphabet[step.alphabet] = self._by_alphabet.get(step.alphabet, 0) | 1 << bit
                self._optional |= step.is_optional << bit
                bit += 1
            self._ends[1 << bit] = number
            bit += 1
        self._all_ends = sum(self._ends)
        self._accepting = functools.lru_cache(maxsize=4096)(self._steps_that_take)
        self.start: State = self._with_left_out(first)

    def after(self, state: State, places: Iterable[Place]) -> State:
        """Where a state leads to when it takes some more places."""
        for place in places:
            state = self._after(state, place)
            if not state:
                break
        return state

    def _after(self, state: State, place: Place) -> State:
        taking = self._accepting(place)
        reached = self._with_left_out((state & taking) << 1)
        while place.repeats and (more := reached | self._with_left_out((reached & taking) << 1)) != reached:
            reached = more
        return reached | state if place.is_optional else reached

    def fitting(self, state: State) -> Iterator[int]:
        """The numbers of the patterns that have come to their end."""
        left = state & self._all_ends
        while left:
            lowest = left & -left
            yield self._ends[lowest]
            left ^= lowest

    def _with_left_out(self, state: State) -> State:
        """A state with the steps behind those that can be left out."""
        while (more := state | (state & self._optional) << 1) != state:
            state = more
        return state

    def _steps_that_take(self, place: Place) -> int:
        return sum(bits for alphabet, bits in self._by_alphabet.items() if place.taken(alphabet)[1] > 0)
