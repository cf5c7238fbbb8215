"""Which records of one mark come together."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as s

from witnessmark.matching.compiling import can_compile, compiled
from witnessmark.matching.many import weapongroups
from witnessmark.matching.many.arrays import ATTRIBUTES, Rows

pytestmark = pytest.mark.skipif(not can_compile(), reason="want Numba for many readings")

MARKS = s.sampled_from(["K1", "K2", "A17", "A18", "KK17"])
RECORDS = s.lists(s.tuples(MARKS, s.lists(s.booleans(), min_size=ATTRIBUTES, max_size=ATTRIBUTES)))


def rows_of(records: list[tuple[str, list[bool]]]) -> Rows:
    marks = np.zeros((len(records), 8), np.uint8)
    for row, (mark, _) in enumerate(records):
        marks[row, : len(mark)] = list(mark.encode())
    facts = np.array([stated for _, stated in records], np.int32).reshape(len(records), ATTRIBUTES)
    nothing = np.zeros(0)
    return Rows(
        marks, np.array([len(mark) for mark, _ in records], np.uint8), facts, nothing, nothing, nothing, nothing
    )


@given(s.lists(s.integers(0, 2**61)))
def test_numbers_are_put_in_order_where_they_lie(numbers: list[int]) -> None:
    there = np.array(numbers, np.int64)
    compiled(weapongroups).sort(there)
    assert there.tolist() == sorted(numbers)


@given(RECORDS)
def test_records_of_one_mark_stand_together_those_that_state_the_most_first(
    records: list[tuple[str, list[bool]]],
) -> None:
    chosen, ordered = np.arange(len(records))[::-1], np.zeros(len(records), np.int64)
    compiled(weapongroups).together(rows_of(records), chosen, ordered)
    assert sorted(ordered.tolist()) == list(range(len(records)))
    told = [records[row] for row in ordered.tolist()]
    first = {mark: place for place, (mark, _) in reversed(list(enumerate(told)))}
    for mark, place in first.items():
        own = told[place : place + sum(each == mark for each, _ in told)]
        assert [each for each, _ in own] == [mark] * len(own)
        assert [sum(stated) for _, stated in own] == sorted((sum(stated) for _, stated in own), reverse=True)


@given(RECORDS)
def test_of_records_that_state_as_much_the_first_stays_first(records: list[tuple[str, list[bool]]]) -> None:
    chosen, ordered = np.arange(len(records)), np.zeros(len(records), np.int64)
    compiled(weapongroups).together(rows_of(records), chosen, ordered)
    ranked = ordered.tolist()
    for earlier, later in pairwise(ranked):
        (one, stated), (other, also) = records[earlier], records[later]
        if one == other and sum(stated) == sum(also):
            assert earlier < later
