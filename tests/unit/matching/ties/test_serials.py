"""What the numbers of several finds say together."""

import math
from fractions import Fraction

import pytest

from witnessmark.matching.ties.serials import ASSUMED, Blocks, learnt, run_length, same_consignment

SERIES = ("KB", 6)


def posterior(span: int, count: int, most: int) -> dict[int, Fraction]:
    """(N - R + 1) / (N C(N, k)), summed without rounding."""
    weight = {n: Fraction(n - span + 1, n * math.comb(n, count)) for n in range(span, most)}
    total = sum(weight.values())
    return {n: each / total for n, each in weight.items()}


def quantile(found: dict[int, Fraction], share: Fraction) -> int:
    reached = Fraction(0)
    for n, each in found.items():
        reached += each
        if reached >= share:
            return n
    raise AssertionError(share)


@pytest.mark.parametrize("numbers", [[3, 1, 2], [118, 240, 302, 377, 401], [7, 19, 20], [1, 50, 60, 62, 90, 91, 99]])
def test_a_run_is_as_long_as_the_exact_posterior_says(numbers: list[int]) -> None:
    exact = posterior(max(numbers) - min(numbers) + 1, len(numbers), 6_000)

    found = run_length(numbers)

    assert found is not None
    for told, share in (
        (found.least, Fraction(1, 20)), (found.median, Fraction(1, 2)), (found.most, Fraction(19, 20))
    ):  # fmt: skip
        assert told == pytest.approx(quantile(exact, share), rel=0.01, abs=1)


def test_a_run_is_never_shorter_than_what_was_seen_of_it() -> None:
    found = run_length([1_000, 2_000, 3_000])
    assert found is not None
    assert 2_001 <= found.least <= found.median <= found.most
    assert (found.witnesses, found.first, found.last) == (3, 1_000, 3_000)


def test_from_two_numbers_no_length_is_worked_out() -> None:
    assert run_length([]) is run_length([5]) is run_length([5, 900]) is None


def test_a_number_that_two_crates_show_counts_once() -> None:
    assert run_length([5, 5, 900]) is None


def test_numbers_of_eighteen_digits_have_a_length_too() -> None:
    found = run_length([1, 500_000_000_000_000_000, 999_999_999_999_999_999])
    assert found is not None
    assert 10**18 - 2_000 <= found.least <= found.median <= found.most < 10**20


def test_neighbours_were_sent_together_and_numbers_far_apart_as_often_as_any_two() -> None:
    blocks = Blocks(length=100, common=0.2, pairs=40)
    told = [same_consignment(gap, blocks) for gap in (0, 10, 100, 1_000, 10**9)]
    assert told == sorted(told, reverse=True)
    assert (told[0], round(told[-1], 9)) == (1.0, 0.2)
    assert same_consignment(-10, blocks) == same_consignment(10, blocks)


def test_what_is_assumed_was_learnt_from_nothing() -> None:
    assert ASSUMED.pairs == 0


def test_nothing_is_learnt_from_fewer_than_twenty_neighbours() -> None:
    numbers = [(SERIES, n) for n in range(20)]
    assert learnt(numbers, [f"to {n // 5}" for n in range(20)]) is None
    assert learnt([*numbers, (SERIES, 20)], [f"to {n // 5}" for n in range(21)]) is not None


def test_nothing_is_learnt_where_all_were_sent_together() -> None:
    assert learnt([(SERIES, n) for n in range(100)], ["to all"] * 100) is None


def test_the_last_number_of_a_series_is_no_neighbour_of_the_first_of_the_next() -> None:
    one = [(("AA", 4), n) for n in range(15)]
    other = [(("AB", 4), n) for n in range(15)]
    found = learnt([*one, *other], [f"to {n // 5}" for n in range(30)])
    assert found is not None
    assert found.pairs == 28


def test_where_each_was_sent_alone_far_numbers_are_seldom_but_not_never_together() -> None:
    found = learnt([(SERIES, n) for n in range(50)], [f"to {n}" for n in range(50)])
    assert found is not None
    assert found.length < 3
    assert 0 < found.common <= 0.02


def test_the_order_in_which_records_come_changes_nothing() -> None:
    numbers = [(SERIES, n) for n in range(0, 400, 4)]
    papers = [f"to {n // 32}" for n in range(100)]
    assert learnt(numbers, papers) == learnt(numbers[::-1], papers[::-1])
