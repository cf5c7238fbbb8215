"""Which ranges of serials hold a serial."""

from collections.abc import Sequence
from unittest import mock

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.marks.keys import skeleton
from witnessmark.matching.search import ranges as module
from witnessmark.matching.search import rangesearch
from witnessmark.matching.search.ranges import all_holding, arrays, build, built, from_arrays, holding


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


Range = tuple[str, int, int, int]
"""Prefix, digits, first and last number."""
Serial = tuple[str, int, int]


def pairs(ranges: Sequence[Range], serials: Sequence[Serial]) -> list[tuple[int, int]]:
    """Every serial with every row that holds it, as the columns tell."""
    prefixes, digits, firsts, lasts = zip(*ranges, strict=True) if ranges else ((), (), (), ())
    index = built(pa.array(prefixes, pa.string()), *(np.array(each, np.int64) for each in (firsts, lasts, digits)))
    asked, lengths, numbers = zip(*serials, strict=True) if serials else ((), (), ())
    found = all_holding(index, pa.array(asked, pa.string()), np.array(numbers, np.int64), np.array(lengths, np.int64))
    return list(zip(*(column.tolist() for column in found), strict=True))


def compared(ranges: Sequence[Range], serials: Sequence[Serial]) -> list[tuple[int, int]]:
    """The same by comparing each with each: of one serial the latest to begin first, of those the last row."""
    found = []
    for place, (prefix, digits, number) in enumerate(serials):
        rows = [
            (first, row)
            for row, (other, length, first, last) in enumerate(ranges)
            if (other, length) == (prefix, digits) and first <= number <= last
        ]
        found += [(place, row) for _, row in sorted(rows, reverse=True)]
    return found


prefixed = st.sampled_from(["TX", "TY", ""])
lengths_told = st.sampled_from([2, 3])
some_ranges = st.lists(
    st.tuples(prefixed, lengths_told, ends).map(lambda each: (each[0], each[1], *each[2])), max_size=30
)
some_serials = st.lists(st.tuples(prefixed, lengths_told, st.integers(0, 99)), max_size=30)


@pytest.mark.parametrize("near", [0, 1, 64])
@given(ranges=some_ranges, serials=some_serials)
def test_many_serials_find_every_range_by_serial_whether_ranges_are_passed_or_skipped(
    near: int, ranges: list[Range], serials: list[Serial]
) -> None:
    with mock.patch.object(rangesearch, "_NEAR", near), mock.patch.object(module, "is_loaded", return_value=False):
        assert pairs(ranges, serials) == compared(ranges, serials)


def test_thousands_of_serials_find_what_a_comparison_finds_on_both_cores() -> None:
    chance = np.random.default_rng(7)
    firsts = chance.integers(0, 900, 200)
    lasts = np.minimum(999, firsts + chance.integers(0, 300, 200) ** 2 // 400)
    rows = zip(chance.integers(0, 3, 200).tolist(), firsts.tolist(), lasts.tolist(), strict=True)
    ranges = [("ABC"[group], 3, first, last) for group, first, last in rows]
    serials = [
        ("ABCD"[group], 3, number)
        for group, number in zip(
            chance.integers(0, 4, 3_000).tolist(), chance.integers(0, 1_000, 3_000).tolist(), strict=True
        )
    ]
    assert pairs(ranges, serials) == compared(ranges, serials)


def test_numbers_of_eighteen_digits_are_told_apart_by_the_last() -> None:
    most = 10**18 - 1
    assert pairs([("TX", 18, most - 1, most), ("TX", 18, 0, most - 2)], [("TX", 18, most), ("TX", 18, most - 2)]) == [
        (0, 0),
        (1, 1),
    ]
