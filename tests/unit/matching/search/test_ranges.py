"""Which ranges of serials hold a serial."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.marks.keys import skeleton
from witnessmark.matching.search.ranges import arrays, build, from_arrays, holding


def held(ranges: list[tuple[str, str]], key: str) -> list[int]:
    index = build([first for first, _ in ranges], [last for _, last in ranges], list(range(len(ranges))))
    return sorted({each.row for each in holding(index, skeleton(key) if "?" not in key else key)})


def test_a_range_holds_its_first_and_its_last_serial_and_no_other_beside_them() -> None:
    assert [held([("TX 0100", "TX 0199")], f"TX{n:04}") for n in (99, 100, 199, 200)] == [[], [0], [0], []]


def test_ranges_that_overlap_or_lie_within_another_are_all_found() -> None:
    assert held([("TX0100", "TX0999"), ("TX0150", "TX0160"), ("TX0155", "TX0300"), ("TX0400", "TX0500")], "TX0158") == [
        0,
        1,
        2,
    ]


@pytest.mark.parametrize("other", ["TY0158", "TX158", "TX00158", "X0158"])
def test_another_prefix_or_length_is_in_none(other: str) -> None:
    assert held([("TX0100", "TX0999")], other) == []


def test_prefixes_that_look_alike_are_one() -> None:
    assert held([("КВ 0100", "КВ 0999")], "KB-O158") == [0]


def test_an_unread_digit_stands_for_each_and_an_unread_prefix_for_none() -> None:
    index = build(["TX0100"], ["TX0120"], [7])
    assert [each.key for each in holding(index, "TX01?5")] == ["TX0105", "TX0115"]
    assert list(holding(index, "?X0105")) == []
    assert list(holding(index, "TX????")) == []


def test_an_index_comes_back_from_its_arrays() -> None:
    index = build(["TX0100", "711"], ["TX0120", "799"], [7, 9])
    again = from_arrays(arrays(index))
    assert [each.row for each in holding(again, "TX0110")] == [7]
    assert [each.row for each in holding(again, "750")] == [9]


def test_without_ranges_nothing_is_held() -> None:
    assert held([], "TX0110") == []


ends = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(sorted)


@given(st.lists(ends, max_size=12), st.integers(0, 99))
def test_what_is_found_is_what_a_comparison_with_every_range_finds(ranges: list[list[int]], number: int) -> None:
    typed = [(f"TX{first:02}", f"TX{last:02}") for first, last in ranges]
    wanted = [row for row, (first, last) in enumerate(ranges) if first <= number <= last]
    assert held(typed, f"TX{number:02}") == wanted
