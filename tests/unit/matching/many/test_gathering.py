"""The records of what a search found, each once."""

import numpy as np
import pytest

from witnessmark.matching.many.gathering import merge


@pytest.mark.parametrize(
    ("found", "costs", "wanted"),
    [
        ([[5, 7], [7, 5], [9, 7]], [[1, 3], [2, 4], [0, 6]], [(0, 9), (1, 5), (2, 7)]),
        ([[4], [4], [4]], [[2], [1], [3]], [(1, 4)]),
        ([[1], [2], [3]], [[0], [0], [0]], [(0, 1), (0, 2), (0, 3)]),
    ],
)
def test_a_key_that_several_spellings_find_is_one_with_its_least_cost(
    found: list[list[int]], costs: list[list[int]], wanted: list[tuple[int, int]]
) -> None:
    held, merged = np.array([len(each) for each in found]), np.zeros(sum(map(len, found)), np.int64)
    kept = merge(np.array(found, np.int64), np.array(costs, np.int64), held, 0, len(found), merged)
    assert [(int(key) >> 32, int(key) & 0xFFFFFFFF) for key in merged[:kept]] == wanted
