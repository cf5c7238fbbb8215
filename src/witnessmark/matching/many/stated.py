"""Stated: how likely it is that something is stated of a weapon; as ``population.chance_of`` does it.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``).
"""

from typing import Any

import numpy as np

from witnessmark.matching.compiling import Array, kernel
from witnessmark.matching.many.arrays import ATTRIBUTES, YEAR

jit = kernel(__name__)


@jit
def chance_of(stated: int, value: int, near: int, same: Array, years: Array, often: float, wrong: float,
              close: int) -> float:  # fmt: skip
    """How likely something is stated of a weapon whose value is known, or is not (0).

    ``near`` is the year that is stated; of other attributes ``close`` is below zero.
    """
    if value == 0:
        return often
    if same[value] == stated:
        return 1 - wrong + wrong * often
    if close >= 0 and abs(near - years[value]) <= close:
        return wrong / (2 * close)
    return wrong * often


@jit
def multiply(weights: Array, values: Array, stated: int, near: int, same: Array, years: Array, often: float,
             wrong: float, close: int) -> None:  # fmt: skip
    """Multiplies the weights of weapons by how likely something is stated of each."""
    for weapon in range(len(weights)):
        weights[weapon] *= chance_of(stated, values[weapon], near, same, years, often, wrong, close)


@jit
def state(question: int, asked: Any, rows: Any, rates: Any, facts: Array, weights: Array) -> None:
    """Multiplies the weights of weapons by how likely all that is stated is stated of each."""
    for attribute in range(ATTRIBUTES):
        value = asked.stated[question, attribute]
        if value >= 0:
            start, end = rows.starts[attribute], rows.starts[attribute + 1]
            often = max(rows.common[start + value], rates.rare)
            multiply(weights, facts[:, attribute], value, asked.stated_years[question], rows.same[start:end],
                     rows.years, often, rates.wrong[attribute],
                     rates.close_year if attribute == YEAR else -1)  # fmt: skip


@jit
def family_of(pairs: Array, numbers: Array, pair: int) -> int:
    """The first family of a make and model, as one number; -1 where they are too rare to be one."""
    place = np.searchsorted(pairs, pair)
    if place < len(pairs) and pairs[place] == pair:
        return int(numbers[place])
    return -1
