"""In which order numbers stand, those that are equal as they came."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.matching.search.ordering import order_of, order_within

small, any_size = st.integers(0, 20), st.integers(0, 2**62 - 1)


@given(st.lists(small | any_size, max_size=40))
def test_numbers_are_in_the_order_of_a_stable_sort_however_large_they_are(numbers: list[int]) -> None:
    wanted = sorted(range(len(numbers)), key=numbers.__getitem__)
    assert order_of(np.array(numbers, np.int64)).tolist() == wanted


@given(st.lists(st.tuples(small, small) | st.tuples(small, any_size), max_size=40))
def test_groups_come_before_numbers_however_large_both_are(both: list[tuple[int, int]]) -> None:
    groups, numbers = (np.array([pair[place] for pair in both], np.int64) for place in (0, 1))
    assert order_within(groups, numbers).tolist() == sorted(range(len(both)), key=both.__getitem__)


@pytest.mark.parametrize("bits", [61, 62, 63])
def test_a_number_that_leaves_no_room_for_its_place_is_sorted_too(bits: int) -> None:
    numbers = np.array([2**bits - 1, 0, 2**bits - 1, 1], np.int64)
    assert order_of(numbers).tolist() == [1, 3, 0, 2]
