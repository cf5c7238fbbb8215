from collections import Counter

import numpy as np
import pytest
from numpy.typing import NDArray

from witnessmark.marks.confusion import default_model
from witnessmark.matching.resolving.markmodel import plain
from witnessmark.registers.checking import checked
from witnessmark.synthetic.transfers import ADDED, MISSED, MISSING, OUTSIDE, UNREAD, World, world

LINES, FINDS = 20_000, 10_000


@pytest.fixture(scope="module")
def made() -> World:
    return world(LINES, FINDS, default_model(), seed=1)


def _marks_of_finds(made: World) -> NDArray[np.str_]:
    """The true mark of each find; empty where it is on no line."""
    by_weapon = dict(zip(made.weapon_of_line.tolist(), made.lines["mark"].to_pylist(), strict=True))
    return np.array([by_weapon.get(weapon, "") for weapon in made.weapon_of_find.tolist()])


def test_the_same_seed_makes_the_same_world(made: World) -> None:
    again = world(LINES, FINDS, default_model(), seed=1)
    assert again.lines.equals(made.lines)
    assert again.finds.equals(made.finds)


def test_every_line_is_a_record_of_a_register(made: World) -> None:
    records, problems = checked(made.lines)
    assert (records.num_rows, problems.num_rows) == (LINES, 0)


def test_a_find_is_on_a_line_exactly_where_it_is_said_to_be(made: World) -> None:
    is_there = np.isin(made.weapon_of_find, made.weapon_of_line)
    assert (is_there == made.is_registered).all()
    assert abs((~is_there).mean() - OUTSIDE) < 0.02


def test_lines_of_one_weapon_have_one_mark_make_model_and_year(made: World) -> None:
    told = zip(*(made.lines[name].to_pylist() for name in ("mark", "make", "model", "when")), strict=True)
    pairs = set(zip(made.weapon_of_line.tolist(), told, strict=True))
    assert len(pairs) == len({weapon for weapon, _ in pairs}) == len({facts for _, facts in pairs})


def test_serials_repeat_over_makers_and_models(made: World) -> None:
    kinds = {(mark, make) for mark, make in zip(*(made.lines[n].to_pylist() for n in ("mark", "make")), strict=True)}
    assert max(Counter(mark for mark, _ in kinds).values()) > 1


def test_what_is_stated_is_missing_as_often_as_it_should_be_and_true_otherwise(made: World) -> None:
    rows = {weapon: row for row, weapon in enumerate(made.weapon_of_line.tolist())}
    of_finds = [rows.get(weapon) for weapon in made.weapon_of_find.tolist()]
    for name, column in (("make", "make"), ("model", "model"), ("country", "country"), ("year", "when")):
        stated, told = made.finds[name].to_pylist(), made.lines[column].to_pylist()
        assert abs(stated.count("") / FINDS - MISSING[name]) < 0.02
        assert all(value in ("", told[row]) for value, row in zip(stated, of_finds, strict=True) if row is not None)


def test_characters_are_unread_misread_missed_and_added_at_their_rates(made: World) -> None:
    pairs = [(plain(mark), plain(read)) for mark, read in zip(_marks_of_finds(made), made.finds["mark"].to_pylist(),
                                                              strict=True) if mark]  # fmt: skip
    signs = sum(len(mark) for mark, _ in pairs)
    assert abs(sum(read.count("?") for _, read in pairs) / signs - UNREAD) < 0.005
    off = Counter(len(read) - len(mark) for mark, read in pairs)
    assert abs(off[-1] / signs - MISSED) < 0.0015
    assert abs(off[1] / signs - ADDED) < 0.0015
    same = [(a, b) for mark, read in pairs if len(mark) == len(read) for a, b in zip(mark, read, strict=True)]
    errors = default_model().rows
    wanted = np.mean([1 - errors[a][a] for a, _ in same])
    assert abs(np.mean([a != b for a, b in same if b != "?"]) - wanted) < 0.01
