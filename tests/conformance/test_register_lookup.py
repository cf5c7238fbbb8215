"""Registers that are asked: all records that fit are told or counted."""

import os

import pytest
from tests.support.registers import MARKS, Desk, Unwatched

from witnessmark.adapters import shelf as shelf_module
from witnessmark.app.lookup import Counter, looked_up


def test_rows_come_in_the_order_in_which_they_are_asked_for(filled: Desk) -> None:
    numbers = [0, 3, 39]
    rows = filled.shelf.rows("r", filled.part(), numbers).to_pylist()
    assert [row["mark"] for row in rows] == [MARKS[n] for n in numbers]


def test_rows_of_several_groups_are_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_module, "_GROUP", 7)
    desk.add(desk.csv(*[("serial", mark) for mark in MARKS]))
    rows = desk.shelf.rows("r", desk.part(), list(range(40))).to_pylist()
    assert [row["mark"] for row in rows] == MARKS
    assert all(desk.ask(mark).candidates[0].mark == mark for mark in MARKS)


def test_a_look_up_asks_all_parts_of_all_registers(desk: Desk) -> None:
    desk.add(desk.csv(("serial", "KB123456", "AKM"), columns=("kind", "mark", "model")))
    desk.add(desk.csv(("serial", "KB123457", "AKM"), columns=("kind", "mark", "model"), name="b.csv"))
    desk.add(desk.csv(("serial", "KB123456", "AKM"), columns=("kind", "mark", "model"), name="c.csv"), "other")
    found = desk.ask("KB123456")
    assert {(r.register, r.mark) for r in found.candidates[0].records} == {("r", "KB123456"), ("other", "KB123456")}
    assert {c.mark for c in found.candidates} == {"KB123456", "KB123457"}


def test_a_register_that_is_named_twice_is_asked_once(filled: Desk) -> None:
    once, twice = (Counter(filled.shelf, names).ask(MARKS[0]).resolved for names in (["r"], ["r", "r"]))
    assert once == twice


@pytest.mark.parametrize("typed", ["AB*", "AB0???"])
def test_an_answer_that_leaves_out_records_that_fit_says_so(desk: Desk, typed: str) -> None:
    desk.add(desk.csv(*[("serial", f"AB{n:04}") for n in range(1000)]))
    found = desk.ask(typed)
    assert len(found.candidates) + found.others == 1000 or not found.is_whole


def test_an_answer_that_leaves_out_records_of_one_mark_says_so(desk: Desk) -> None:
    desk.add(desk.csv(*[("serial", "AB123456")] * 400))
    found = desk.ask("AB123456")
    assert len(found.candidates) + found.others == 400 or not found.is_whole


def test_a_range_is_found_by_a_serial_within_it_and_a_quantity_by_none(desk: Desk) -> None:
    desk.csv_added("kind,mark,last\nrange,KB123456,KB123499\nquantity,KB123456,\nlot,KB123457,\n")
    assert [c.facts["kind"] for c in desk.ask("KB123456").candidates] == ["range", "lot"]


def test_many_readings_are_answered_as_each_alone(filled: Desk) -> None:
    typed = [*MARKS[:5], "", "KB*", "???", "[8B]1"]
    together = [a.resolved for a in looked_up(Counter(filled.shelf), [(t, {}) for t in typed], Unwatched())]
    assert together == [filled.ask(t) for t in typed]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to the superuser")
def test_a_folder_that_cannot_be_written_is_refused(desk: Desk) -> None:
    desk.home.mkdir()
    desk.home.chmod(0o500)
    with pytest.raises(Exception, match="Permission denied"):
        desk.add(desk.csv(("serial", "KB1")))


@pytest.mark.parametrize("mark", ["KB12?456", "KB[1]2456", "KB{1}2456", "KB12*456", "КЖ12?456"])
def test_a_registered_mark_with_signs_of_the_notation_is_compared_as_typed(filled: Desk, mark: str) -> None:
    filled.add(filled.csv(("serial", mark), name="b.csv"))
    spelled = "".join(f"\\{c}" if c in "?*[]{}" else c for c in mark)
    assert filled.ask(spelled).candidates[0].mark == mark
