"""Which finds may be one thing, found twice."""

from typing import Any

import pytest
from tests.unit.matching.invented_finds import find, links_of, orlan, others, shuffled, told

from witnessmark.matching.resolving.resolve import resolve
from witnessmark.matching.ties import samefinds
from witnessmark.matching.ties.finds import Find
from witnessmark.matching.ties.samefinds import same_things
from witnessmark.matching.ties.tiers import FindLink, Tier

HOSTILE = [
    "", " ", "---", "?", "*", "????????", "[8B][0O]", "{obl}", "{over:12}", "((10))", "\\?", "[", "]", "{", "[/bold]",
    "\x00\x1b[31m", "\u202eKB", "٠١٢٣٤٥", "9" * 500, "K" * 70, "😀" * 20, "KB 0421786\n", "\ud800",
]  # fmt: skip


def only(found: list[Find]) -> FindLink:
    (link,) = same_things(found)
    return link


def test_the_same_mark_on_the_same_model_is_the_strongest_tier() -> None:
    link = only([orlan("one", "KB 042178"), orlan("two", "KB-042178"), *others(50)])
    assert (link.tier, link.finds, link.witnesses) == (Tier.SAME_MARK, (0, 1), 2)
    assert link.probability is not None
    assert link.probability > 0.8


@pytest.mark.parametrize("count", [0, 1, 5, 300])
def test_two_of_one_mark_are_as_sure_among_few_finds_as_among_many(count: int) -> None:
    link = only([orlan("one", "KB 042178"), orlan("two", "KB 042178"), *others(count)])
    assert link.probability == pytest.approx(0.84, abs=0.01)
    assert link.chance_rate < 0.001


def test_a_bare_serial_is_no_identity() -> None:
    assert only([find("one", "KB 042178"), find("two", "KB 042178")]).tier == Tier.SAME_SKELETON


@pytest.mark.parametrize(
    "stated", [{"make": "Orlan", "model": "OR-9"}, {"make": "Vanport", "model": "OR-5"}, {"make": "Orlan"}]
)
def test_one_serial_on_another_model_or_make_is_not_the_strongest_tier(stated: dict[str, str]) -> None:
    found = [orlan("one", "KB 042178"), find("two", "KB 042178", **stated), *others(30)]
    assert {link.tier for link in same_things(found) if link.finds == (0, 1)} == {Tier.SAME_SKELETON}


def test_another_model_makes_it_less_likely_that_two_are_one() -> None:
    same = only([orlan("one", "KB 0421"), orlan("two", "KB 0421"), *others(30)])
    apart = same_things([orlan("one", "KB 0421"), find("two", "KB 0421", make="Vanport", model="VP-2"), *others(30)])
    assert max((link.probability or 0 for link in apart), default=0) < (same.probability or 0)


def test_look_alikes_are_the_second_tier() -> None:
    assert only([orlan("one", "KB 042178"), orlan("two", "КВ О42178"), *others(30)]).tier == Tier.SAME_SKELETON


@pytest.mark.parametrize("typed", ["KB 04?178", "KB 0421[78]8", "KB 042*", "KB 042179"])
def test_what_was_unread_or_misread_is_the_third_tier(typed: str) -> None:
    links = [each for each in same_things([orlan("one", "KB 042178"), orlan("two", typed)]) if each.finds == (0, 1)]
    assert {link.tier for link in links} == {Tier.CAN_BE_SAME}


def test_marks_that_cannot_be_one_are_not_linked() -> None:
    assert same_things([orlan("one", "KB 042178"), orlan("two", "TX 993301")]) == ()


def test_a_thing_is_never_linked_with_itself() -> None:
    assert same_things([orlan("one", "KB 042178"), orlan("one", "KB 042178"), orlan("one", "KB 04217?")]) == ()


def test_a_symbol_around_a_serial_is_no_part_of_it() -> None:
    assert only([orlan("one", "KB 042178"), orlan("two", "((10)) KB 042178"), *others(5)]).tier == Tier.SAME_MARK


def test_no_pair_is_told_twice_and_the_order_of_finds_changes_nothing() -> None:
    found = [orlan("one", "KB 042178"), orlan("two", "KB 04?178"), find("three", "KB 042178"), *others(40)]
    whole = {(each.tier, each.probability, each.because, pair) for each in same_things(found)
             for pair in [frozenset(found[place].thing for place in each.finds)]}  # fmt: skip
    assert len({pair for _, _, _, pair in whole}) == len(whole)
    for seed in range(3):
        mixed = shuffled(found, seed)
        assert whole == {
            (each.tier, each.probability, each.because, frozenset(mixed[place].thing for place in each.finds))
            for each in same_things(mixed)
        }


def test_links_are_told_with_positive_bits_and_a_chance_rate_that_grows_with_the_finds() -> None:
    pair = [orlan("one", "KB 0421"), orlan("two", "KB 0421")]
    rates = []
    for count in (10, 100, 1_000):
        noise = [orlan(f"other {n}", f"KB {n * 7919 % 10_000:04}") for n in range(count)]
        link = next(each for each in same_things([*pair, *noise]) if each.finds == (0, 1))
        assert link.bits > 0
        rates.append(link.chance_rate)
    assert rates == sorted(rates)
    assert rates[0] > 0


def test_hundreds_of_finds_of_one_mark_are_tied_to_one_of_them() -> None:
    found = [orlan(f"rifle {n}", "KB 042178") for n in range(400)]
    links = same_things(found)
    assert len(links) == 399
    assert {link.finds[0] for link in links} == {0}


def test_each_of_thousands_of_finds_is_asked_of_those_near_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(*words: Any, **more: Any) -> Any:
        asked.append(len(words[2]))
        return resolve(*words, **more)

    monkeypatch.setattr(samefinds, "resolve", counted)
    links_of([*others(1_990), *(orlan(f"more {n}", f"KB 0421?{n}") for n in range(10))])
    assert len(asked) <= 2_000
    assert sum(asked) < 20 * 2_000


@pytest.mark.parametrize("typed", HOSTILE)
def test_any_text_can_stand_as_a_reading(typed: str) -> None:
    found = [find("one", typed), find("two", typed), orlan("three", "KB 0421786"), find("four", typed, mark="lot")]
    for link in links_of(found):
        assert link.bits >= 0 or link.probability is not None
        assert len({found[place].thing for place in link.finds}) == len(link.finds)


def test_nothing_is_linked_among_no_finds_and_one() -> None:
    assert links_of([]) == links_of([orlan("one", "KB 042178")]) == []
    assert told([], []) == set()
