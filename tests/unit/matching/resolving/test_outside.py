"""A weapon of no register can have a number where registers have none: a maker goes on numbering."""

import pytest

from witnessmark.marks.reading import read
from witnessmark.matching.resolving.markmodel import Family, model_of, spread
from witnessmark.matching.resolving.population import Population
from witnessmark.matching.resolving.resolve import Record, Resolved, resolve

REGISTERED = [f"TX {number:05}" for number in range(4_000, 9_000)]
CROWD = Population(len(REGISTERED), model_of(REGISTERED), {}, [Family("", "", 1.0, {}, model_of(REGISTERED), ())])


def asked(typed: str, *near: str) -> Resolved:
    records = [Record(register="r", part="p", row=row, mark=mark, facts={}) for row, mark in enumerate(near)]
    return resolve(read(typed), {}, records, CROWD)


def test_a_number_far_beyond_a_register_is_in_none_and_no_double_misreading() -> None:
    assert asked("TX 30001", "TX 08001", "TX 04001").in_no_register > 0.9


def test_a_number_in_the_next_block_is_about_as_likely_new_as_misread() -> None:
    assert 0.2 < asked("TX 09942", "TX 06942", "TX 04942").in_no_register < 0.8


def test_other_letters_are_another_series() -> None:
    assert asked("TY 04217", "TX 04217").in_no_register > 0.8


def test_a_registered_number_is_hardly_less_likely_for_it() -> None:
    assert asked("TX 04217", "TX 04217").in_no_register < 0.15


@pytest.mark.parametrize("character", ["0", "9", "A", "Z"])
def test_any_character_of_its_sort_can_stand_at_a_place(character: str) -> None:
    assert 0 < spread(0.0, character) < spread(1.0, character) < 1


def test_what_stands_at_a_place_still_sums_to_one() -> None:
    assert sum(spread(0.2 if digit in "45678" else 0.0, digit) for digit in "0123456789") == pytest.approx(1)
