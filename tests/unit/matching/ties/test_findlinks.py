"""What ties finds together that are not one thing: a lot, a block of numbers, a series, a way of removing marks."""

from dataclasses import replace

import pytest
from tests.unit.matching.invented_finds import find, links_of, lot, orlan, others, shuffled, told

from witnessmark.matching.ties.findlinks import clusters, find_links, runs
from witnessmark.matching.ties.finds import REMOVED
from witnessmark.matching.ties.serials import Blocks
from witnessmark.matching.ties.tiers import Tier

# Lots


def test_things_of_one_lot_in_two_crates_are_linked() -> None:
    (link,) = links_of([lot("one", "12-85-331"), lot("two", "12 85 331"), lot("three", "14-86-002")])
    assert (link.tier, link.finds, link.witnesses, link.probability) == (Tier.SAME_LOT, (0, 1), 2, None)
    assert link.bits > 5
    assert link.chance_rate < 0.1


def test_things_of_one_lot_in_one_crate_are_one_witness_and_no_link() -> None:
    assert links_of([lot("one", "12-85-331", unit="crate"), lot("two", "12-85-331", unit="crate")]) == []


@pytest.mark.parametrize("field", ["make", "model", "calibre"])
def test_one_lot_number_of_different_goods_is_not_one_lot(field: str) -> None:
    assert links_of([lot("one", "12-85", **{field: "this"}), lot("two", "12-85", **{field: "that"})]) == []


def test_what_fits_two_goods_of_one_lot_number_is_left_with_neither() -> None:
    found = [lot("a", "12-85", make="X"), lot("b", "12-85", make="X"), lot("c", "12-85", make="Y"), lot("d", "12-85")]
    assert told(found, links_of(found)) == {(Tier.SAME_LOT, frozenset({"a", "b"}))}


def test_what_is_not_stated_contradicts_nothing() -> None:
    found = [lot("a", "12-85", make="X"), lot("b", "12-85")]
    assert told(found, links_of(found)) == {(Tier.SAME_LOT, frozenset({"a", "b"}))}


def test_hundreds_of_finds_of_one_lot_are_one_link_that_says_less_the_commoner_the_lot_is() -> None:
    rest = [lot(f"rest {n}", f"{n:04}-77") for n in range(300)]
    few, many = ([lot(f"round {n}", "12-85") for n in range(count)] for count in (3, 300))
    (rare,) = links_of([*few, *rest], Tier.SAME_LOT)
    (common,) = links_of([*many, *rest], Tier.SAME_LOT)
    assert len(common.finds) == 300
    assert 0 < common.bits < 2 < rare.bits


def test_a_crate_of_one_lot_does_not_make_the_lot_common() -> None:
    rest = [lot(f"rest {n}", f"{n:04}-77") for n in range(20)]
    one = [lot("a", "9912-85", unit="crate a"), lot("b", "9912-85", unit="crate b")]
    more = [lot(f"more {n}", "9912-85", unit="crate a") for n in range(200)]
    (few,), (crate,) = links_of([*one, *rest], Tier.SAME_LOT), links_of([*one, *more, *rest], Tier.SAME_LOT)
    assert (crate.bits, crate.chance_rate, crate.witnesses) == (few.bits, few.chance_rate, few.witnesses)


# Numbers


def test_numbers_near_each_other_in_one_series_are_linked_with_what_is_assumed() -> None:
    (link,) = links_of([orlan("one", "KB 042178"), orlan("two", "KB 042190")], Tier.SAME_BLOCK)
    assert link.witnesses == 2
    assert link.probability == pytest.approx(0.976, abs=0.001)
    assert link.bits > 1
    assert "12 apart in the series KB999999" in link.because
    assert "assumed, since no register tells" in link.because


def test_what_registers_taught_is_told_as_learnt() -> None:
    found = [orlan("one", "KB 042178"), orlan("two", "KB 042190")]
    known = {("orlan", "or5"): Blocks(length=10, common=0.05, pairs=400)}
    (link,) = [each for each in find_links(found, known) if each.tier == Tier.SAME_BLOCK]
    assert "learnt from 400 neighbours" in link.because
    assert link.probability is not None
    assert link.probability < 0.4


@pytest.mark.parametrize(
    "other",
    [
        orlan("two", "KA 042179"),
        orlan("two", "KB 0421790"),
        find("two", "KB 042179", make="Orlan", model="OR-9"),
        orlan("two", "KB 052178"),
        orlan("two", "KB 042178"),
        orlan("two", "KB 04217?"),
    ],
    ids=["letters", "digits", "model", "far", "the same", "unread"],
)  # fmt: skip
def test_other_letters_lengths_models_and_far_or_equal_numbers_are_no_neighbours(other: object) -> None:
    assert links_of([orlan("one", "KB 042178"), other], Tier.SAME_BLOCK) == []  # type: ignore[list-item]


def test_serials_of_which_neither_make_nor_model_is_known_are_no_neighbours() -> None:
    assert links_of([find("one", "KB 042178"), find("two", "KB 042179")], Tier.SAME_BLOCK, Tier.SAME_SERIES) == []


def test_things_of_one_crate_are_never_linked_by_nearness() -> None:
    found = [orlan(f"rifle {n}", f"KB 04217{n}", unit="crate") for n in range(9)]
    assert links_of(found, Tier.SAME_BLOCK, Tier.SAME_SERIES) == []


def test_two_crates_that_lie_between_each_other_are_one_link_the_nearest() -> None:
    crates = [orlan(f"rifle {n:02}", f"KB 0421{10 + 5 * n}", unit=f"crate {n % 2}") for n in range(12)]
    (link,) = links_of([*crates, orlan("near", "KB 042111", unit="crate 1")], Tier.SAME_BLOCK)
    assert link.because.startswith("1 apart")


def test_the_chance_of_neighbours_grows_with_the_finds_and_the_gap() -> None:
    near = [orlan("one", "KB 042178"), orlan("two", "KB 042179")]
    far = [orlan("one", "KB 042178"), orlan("two", "KB 042478")]
    rates = [
        next(link.chance_rate for link in links_of(found, Tier.SAME_BLOCK) if link.finds == (0, 1))
        for found in (near, far, [*far, *(orlan(f"o{n}", f"KB {n}00000") for n in range(1, 9))])
    ]
    assert 0 < rates[0] < rates[1] < rates[2]


def test_eight_digits_leave_a_chance_that_is_small_and_not_none() -> None:
    (link,) = links_of([orlan("one", "KB 00421780"), orlan("two", "KB 00421781")], Tier.SAME_BLOCK)
    assert 0 < link.chance_rate < 1e-6


def test_a_series_is_told_where_crates_share_its_letters() -> None:
    found = [orlan("one", "KB 042178"), orlan("two", "KB 900000"), orlan("three", "TX 1"), find("four", "042178")]
    (link,) = links_of(found, Tier.SAME_SERIES)
    assert (link.finds, link.probability) == ((0, 1), None)
    assert link.bits > 0
    assert "a series, not a consignment" in link.because


def test_a_series_that_nearly_all_are_of_says_nearly_nothing() -> None:
    rare = [orlan("one", "KB 000001"), orlan("two", "KB 900000"), *(orlan(f"o{n}", f"T{n} 1") for n in range(50))]
    common = [orlan(f"k{n}", f"KB {n}00000") for n in range(1, 10)]
    bits = [links_of(found, Tier.SAME_SERIES)[0].bits for found in (rare, common)]
    assert bits[0] > 4
    assert 0 < bits[1] < 0.5


# Marks removed


def test_marks_removed_alike_tie_things_that_have_no_mark_left() -> None:
    ground = [find(name, "ground, then painted", mark=REMOVED) for name in ("one", "two")]
    (link,) = links_of([*ground, find("three", "drilled", mark=REMOVED)])
    assert (link.tier, link.finds, link.probability) == (Tier.SAME_REMOVAL, (0, 1), None)
    assert link.bits > 0
    assert link.because == "marks removed alike: ground, then painted"


def test_marks_removed_alike_in_one_crate_are_one_witness() -> None:
    assert links_of([find(n, "ground", mark=REMOVED, unit="crate") for n in ("one", "two")]) == []


# All together


def test_the_strongest_links_come_first_and_the_order_of_finds_changes_nothing() -> None:
    found = [
        orlan("one", "KB 042178"), orlan("two", "KB 042178"), orlan("three", "KB 042180", unit="crate"),
        orlan("four", "KB 042181", unit="crate"), lot("five", "12-85"), lot("six", "12-85"),
        find("seven", "ground", mark=REMOVED), find("eight", "ground", mark=REMOVED), *others(30),
    ]  # fmt: skip
    links = find_links(found, {})
    assert [link.tier for link in links] == sorted(link.tier for link in links)
    for seed in range(3):
        mixed = shuffled(found, seed)
        assert told(mixed, find_links(mixed, {})) == told(found, links)


def test_links_of_any_tier_have_positive_bits() -> None:
    found = [
        *others(100),
        orlan("one", "KB 042178"),
        orlan("two", "KB 042178"),
        lot("five", "1-85"),
        lot("six", "1-85"),
    ]
    assert all(link.bits > 0 for link in find_links(found, {}))


def test_a_run_counts_one_number_of_each_crate() -> None:
    crates = [orlan(f"r{n}", f"KB 04{n // 4}{n % 4:02}0", unit=f"crate {n // 4}") for n in range(12)]
    (run,) = runs(crates)
    assert (run.length.witnesses, run.prefix, run.digits) == (3, "KB", 6)
    assert runs([replace(each, unit=crates[0].unit) for each in crates]) == ()


def test_crates_that_a_lot_or_a_near_number_ties_belong_together() -> None:
    found = [
        orlan("one", "KB 042178", unit="crate a"), orlan("two", "KB 042180", unit="crate b"),
        lot("three", "12-85", unit="crate b"), lot("four", "12-85", unit="crate c"), orlan("five", "KB 900000"),
    ]  # fmt: skip
    assert clusters(found, find_links(found, {})) == (("crate a", "crate b", "crate c"),)


def test_a_series_alone_and_a_way_of_removal_alone_bring_nothing_together() -> None:
    found = [orlan("one", "KB 000001"), orlan("two", "KB 900000"), *(find(n, "ground", mark=REMOVED) for n in "ab")]
    assert clusters(found, find_links(found, {})) == ()


def test_numbers_that_are_near_by_accident_bring_nothing_together() -> None:
    found = others(400)
    assert len(links_of(found, Tier.SAME_BLOCK)) > 50
    assert clusters(found, find_links(found, {})) == ()
