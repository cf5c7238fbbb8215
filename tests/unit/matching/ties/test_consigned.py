"""What registers tell of how serials of a make and model were sent off."""

import pyarrow as pa
import pytest

from witnessmark.matching.ties.consigned import COLUMNS, blocks_in
from witnessmark.registers.checking import checked

WANTED = [("orlan", "or5")]


def register(**changed: str) -> pa.Table:
    """Serials in blocks, each block to a depot."""
    rows = [
        {"kind": "serial", "mark": f"KB {n:06}", "make": "Orlan", "model": "OR-5", "event": "sold", "when": "1981",
         "holder": f"Depot {n // 25}", "source": "book", **changed}
        for n in range(200)
    ]  # fmt: skip
    return checked(pa.Table.from_pylist(rows))[0].select(COLUMNS)


def test_blocks_are_learnt_by_make_and_model_however_a_register_spells_them() -> None:
    found = blocks_in([register(make="ORLAN", model="or 5")], WANTED)
    assert found.keys() == set(WANTED)
    assert found[WANTED[0]].length == pytest.approx(25, rel=0.35)
    assert found[WANTED[0]].pairs == 199


def test_several_parts_and_registers_are_taken_together() -> None:
    whole = register()
    assert blocks_in([whole.slice(0, 90), whole.slice(90)], WANTED) == blocks_in([whole], WANTED)


def test_what_was_made_in_one_year_was_not_sent_together() -> None:
    assert blocks_in([register(event="made", holder="")], WANTED) == {}


@pytest.mark.parametrize("changed", [{"kind": "lot"}, {"model": "OR-9"}, {"mark": "KB"}])
def test_lots_other_models_and_marks_without_a_number_teach_nothing(changed: dict[str, str]) -> None:
    assert blocks_in([register(**changed)], WANTED) == {}


def test_without_registers_nothing_is_learnt() -> None:
    assert blocks_in([], WANTED) == blocks_in([register()], []) == {}
