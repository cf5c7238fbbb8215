"""Which readings of a case are of one mark, and make pairs that tell of each other's errors."""

from collections.abc import Callable

import pytest
from tests.unit.told import Told, every_order, judgement, tell

from witnessmark.marks.setting import Setting
from witnessmark.matching.readings import in_order, judged_pairs, readings_by_mark
from witnessmark.model.observations import MarkReading

THINGS = """
item rifle: Rifle

item other: The same rifle, perhaps

item third: A third
"""
Telling = Callable[..., str]
PAIR = {"KB0421786", "KB0421780"}


def reading(name: str, text: str, reader: str = "", of: str = "rifle", mark: str = "serial", **more: str) -> str:
    fields = {"of": of, "text": text, "reader": reader, "mark": mark, **more}
    return f"\nmark-reading {name}\n" + "".join(f"  {field} {value}\n" for field, value in fields.items() if value)


def first(of: str = "rifle", reader: str = "Ada", **more: str) -> str:
    return reading("first", "KB0421786", reader, of, **more)


def second(of: str = "rifle", reader: str = "Ben", **more: str) -> str:
    return reading("second", "KB0421780", reader, of, **more)


def paired(told: Told) -> list[set[str]]:
    return [{one, other} for _, one, other in judged_pairs(told.case)]


def setting(told: Told) -> Setting:
    ((found, _, _),) = judged_pairs(told.case)
    return found


# Pairs


def test_two_readings_of_one_mark_of_one_thing_are_a_pair() -> None:
    assert paired(tell(THINGS + first() + second())) == [PAIR]


def test_three_readers_make_three_pairs() -> None:
    told = tell(THINGS + first() + second() + reading("last", "KB042178?", "Cai"))
    assert sorted(map(sorted, paired(told))) == [
        ["KB0421780", "KB0421786"], ["KB0421780", "KB042178?"], ["KB0421786", "KB042178?"],
    ]  # fmt: skip


def test_one_reading_is_no_pair() -> None:
    assert paired(tell(THINGS + first())) == paired(tell(THINGS)) == []


def test_readings_of_two_things_are_no_pair() -> None:
    assert paired(tell(THINGS + first() + second(of="other"))) == []


def test_readings_of_two_things_that_a_person_judged_the_same_are_a_pair() -> None:
    assert paired(tell(THINGS + first() + second(of="other") + judgement("same", "rifle", "other"))) == [PAIR]


def test_things_judged_the_same_by_way_of_a_third_are_one() -> None:
    told = tell(THINGS + first() + second(of="third") + judgement("one", "rifle", "other")
                + judgement("two", "third", "other"))  # fmt: skip
    assert paired(told) == [PAIR]


@pytest.mark.parametrize("verdict", ["different", "unsure"])
def test_things_not_judged_the_same_make_no_pair(verdict: str) -> None:
    assert paired(tell(THINGS + first() + second(of="other") + judgement("it", "rifle", "other", verdict))) == []


def test_things_on_which_people_disagree_make_no_pair() -> None:
    told = tell(THINGS + first() + second(of="other") + judgement("one", "rifle", "other")
                + judgement("two", "other", "rifle", "different"))  # fmt: skip
    assert paired(told) == []


def test_a_retracted_judgement_makes_no_pair() -> None:
    told = tell(THINGS + first() + second(of="other") + judgement("same", "rifle", "other")
                + "\nretraction\n  of same\n  by A. Vale\n  reason another rifle\n")  # fmt: skip
    assert paired(told) == []


def test_readings_of_two_versions_of_one_thing_are_a_pair() -> None:
    better = "\nitem better: Rifle, 1974\n  supersedes rifle\n"
    assert paired(tell(THINGS + better + first() + second(of="better"))) == [PAIR]


@pytest.mark.parametrize("more", [{"mark": "lot"}, {"where": "bolt"}, {"clock": "12"}])
def test_readings_of_another_kind_or_place_are_no_pair(more: dict[str, str]) -> None:
    assert paired(tell(THINGS + first() + second(**more))) == []


def test_readings_of_one_place_are_a_pair() -> None:
    same = {"where": "head", "clock": "12", "mark": "headstamp"}
    assert paired(tell(THINGS + first(**same) + second(**same))) == [PAIR]


def test_readings_of_no_stated_kind_are_no_pair() -> None:
    assert paired(tell(THINGS + first(mark="") + second(mark=""))) == []
    assert paired(tell(THINGS + first() + second(mark=""))) == []


def test_what_the_same_reader_read_twice_is_no_pair() -> None:
    assert paired(tell(THINGS + first() + second(reader="Ada"))) == []


def test_readers_whom_nobody_named_can_be_two() -> None:
    assert paired(tell(THINGS + first(reader="") + second(reader=""))) == [PAIR]
    assert paired(tell(THINGS + first() + second(reader=""))) == [PAIR]


@pytest.mark.parametrize(("beforehand", "is_paired"), [("told", False), ("blind", True), ("unknown", True)])
def test_a_reader_who_was_told_is_in_no_pair(beforehand: str, is_paired: bool) -> None:
    assert bool(paired(tell(THINGS + first(beforehand=beforehand) + second()))) is is_paired
    assert bool(paired(tell(THINGS + first() + second(beforehand=beforehand)))) is is_paired


def test_a_reader_who_was_told_leaves_the_pair_of_the_others() -> None:
    assert paired(tell(THINGS + first() + second() + reading("last", "KB0421786", "Cai", beforehand="told"))) == [PAIR]


def test_a_retracted_reading_is_in_no_pair() -> None:
    told = tell(THINGS + first() + second() + "\nretraction\n  of first\n  by A. Vale\n  reason mixed up\n")
    assert paired(told) == []


def test_a_corrected_reading_is_paired_as_corrected() -> None:
    again = reading("again", "KB0421788", "Ada", supersedes="first", because="mistyped")
    assert paired(tell(THINGS + first() + second() + again)) == [{"KB0421788", "KB0421780"}]


def test_pairs_are_the_same_in_whatever_order_they_were_told() -> None:
    last = reading("last", "KB042178?", "Cai")
    one, other = tell(THINGS + first() + second() + last), tell(THINGS + last + second() + first())
    assert list(judged_pairs(one.case)) == list(judged_pairs(other.case))


# Settings


def test_a_pair_of_which_nothing_is_noted_is_of_its_script() -> None:
    assert setting(tell(THINGS + first() + second())) == Setting()
    arabic = reading("first", "٢٧", "Ada") + reading("second", "٢٨", "Ben")
    assert setting(tell(THINGS + arabic)) == Setting("ARABIC-INDIC")


@pytest.mark.parametrize("noted_by", [(first, second), (second, first)], ids=["first", "second"])
def test_making_and_wear_are_taken_from_whoever_noted_them(noted_by: tuple[Telling, Telling]) -> None:
    one, other = noted_by
    assert setting(tell(THINGS + one(making="dot-peened", wear="worn") + other())) == Setting(
        making="dot-peened", wear="worn"
    )


def test_making_can_be_noted_by_one_and_wear_by_the_other() -> None:
    assert setting(tell(THINGS + first(making="cast") + second(wear="faint"))) == Setting(making="cast", wear="faint")


def test_unknown_is_as_if_not_noted() -> None:
    told = tell(THINGS + first(making="unknown", wear="unknown") + second(wear="crisp"))
    assert setting(told) == Setting(wear="crisp")


def test_the_script_of_a_pair_is_told_by_either_of_two_readings() -> None:
    text = THINGS + reading("first", "ЗМ7142", "Ada") + reading("second", "??7142", "Ben")
    assert {setting(told).script for told in every_order(text, kind="mark-reading")} == {"CYRILLIC"}


# By mark


def test_readings_are_kept_by_thing_kind_and_place() -> None:
    told = tell(
        THINGS + first(where="bolt") + second(where="bolt", clock="3") + reading("last", "7", of="other", mark="")
    )
    found = {key: told.names(i for i, _ in readings) for key, readings in readings_by_mark(told.case).items()}
    assert found == {
        (told["rifle"], "serial", "bolt"): ["first"],
        (told["rifle"], "serial", "bolt 3"): ["second"],
        (told["other"], "", ""): ["last"],
    }


def test_things_judged_the_same_are_kept_under_one_of_them() -> None:
    told = tell(THINGS + first() + second(of="other") + judgement("same", "rifle", "other"))
    ((key, readings),) = readings_by_mark(told.case).items()
    assert key == (min(told["rifle"], told["other"]), "serial", "")
    assert sorted(told.names(i for i, _ in readings)) == ["first", "second"]


def test_readings_are_in_the_order_of_their_dates_those_without_one_first() -> None:
    told = tell(THINGS + first(when="2019-03-02") + second(when="2014") + reading("last", "KB", "Cai")
                + reading("later", "KB0", "Dee", when="2019-03"))  # fmt: skip
    found = in_order(told.case.of_kind(MarkReading))
    assert told.names(i for i, _ in found) == ["last", "second", "later", "first"]


def test_readings_of_one_day_are_in_the_order_of_their_ids() -> None:
    told = tell(THINGS + first(when="2019") + second(when="2019"))
    found = [i for i, _ in in_order(told.case.of_kind(MarkReading)[::-1])]
    assert found == sorted(found)
