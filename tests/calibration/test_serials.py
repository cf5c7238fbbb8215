"""Serials in invented worlds whose truth we made: intervals hold what they should, neighbours of a crate spoil them."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from witnessmark.matching.ties.serials import Blocks, learnt, run_length, same_consignment

Numbers = list[int]
WORLDS = 1_000
SHARES = (0.4, 0.3, 0.2, 0.1)
COMMON = sum(share**2 for share in SHARES)
LENGTH = 300.0


def run_of(random: np.random.Generator) -> tuple[int, int]:
    """The first number of a run, and its length: any order of magnitude is as likely as any other."""
    return int(random.integers(1, 50_000)), int(np.exp(random.uniform(np.log(300), np.log(30_000))))


def one_of_each_crate(random: np.random.Generator, first: int, length: int) -> Numbers:
    return [first + int(n) for n in random.choice(length, size=5, replace=False)]


def all_of_three_crates(random: np.random.Generator, first: int, length: int) -> Numbers:
    starts = random.integers(0, length - 20, size=3)
    return [first + int(start) + int(n) for start in starts for n in random.choice(20, size=4, replace=False)]


def share_held(draw: Callable[[np.random.Generator, int, int], Numbers], seed: int) -> float:
    """How often the interval of 90 % holds the true length."""
    random = np.random.default_rng(seed)
    held = 0
    for _ in range(WORLDS):
        first, length = run_of(random)
        found = run_length(draw(random, first, length))
        assert found is not None
        held += found.least <= length <= found.most
    return held / WORLDS


@pytest.mark.parametrize("seed", [1, 2])
def test_nine_of_ten_intervals_hold_the_true_length_of_a_run(seed: int) -> None:
    assert share_held(one_of_each_crate, seed) == pytest.approx(0.90, abs=0.025)


def test_neighbours_of_a_crate_are_no_witnesses_of_the_length_of_a_run() -> None:
    assert share_held(all_of_three_crates, 4) < 0.5


def sent_off(random: np.random.Generator, count: int, length: float) -> list[str]:
    """The consignment of each number of a run that is cut at a rate, its blocks dealt to consignments."""
    is_cut = random.random(count) < 1 / length
    block = np.cumsum(is_cut)
    dealt = random.choice(len(SHARES), size=int(block[-1]) + 1, p=SHARES)
    return [f"consignment {dealt[each]}" for each in block]


def made_registers(seed: int, *, length: float, every: int) -> Iterator[Blocks]:
    for world in range(6):
        random = np.random.default_rng([seed, world])
        consignments = sent_off(random, 120_000, length)
        numbers = [(("KB", 6), n) for n in range(0, 120_000, every)]
        found = learnt(numbers, [consignments[n] for _, n in numbers])
        assert found is not None
        yield found


@pytest.mark.parametrize(("length", "every"), [(300.0, 1), (300.0, 40), (60.0, 10), (1_500.0, 100)])
def test_the_length_of_a_block_and_the_common_share_are_learnt_from_a_register(length: float, every: int) -> None:
    learned = list(made_registers(5, length=length, every=every))

    # A run of 120,000 has few blocks where they are long: the share that it shows is not that of all runs.
    assert np.mean([each.length for each in learned]) == pytest.approx(length, rel=0.12)
    assert np.mean([each.common for each in learned]) == pytest.approx(COMMON, abs=0.04)


@pytest.mark.parametrize("gap", [1, 25, 100, 275, 700, 1_750])
def test_numbers_were_sent_together_as_often_as_it_is_said(gap: int) -> None:
    random = np.random.default_rng(6)
    same, pairs = 0, 0
    for _ in range(40):
        consignments = sent_off(random, 60_000, LENGTH)
        for one in range(0, 60_000 - gap, 50):
            same += consignments[one] == consignments[one + gap]
            pairs += 1

    expected = same_consignment(gap, Blocks(length=LENGTH, common=COMMON, pairs=1))

    assert same / pairs == pytest.approx(expected, abs=0.02)
