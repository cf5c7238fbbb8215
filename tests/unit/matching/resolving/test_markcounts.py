"""Many marks counted at once are counted as each group by itself."""

import random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.matching.resolving.markcounts import models_of
from witnessmark.matching.resolving.markmodel import MarkModel, model_of

MARKS = st.text(st.sampled_from("K7B-0 ?кВ٣ß.\u200b\x00\U0001f52b"), max_size=6) | st.text(max_size=6)


@given(st.lists(st.tuples(MARKS, st.integers(0, 3)), max_size=20), st.integers(1, 4))
def test_the_model_of_each_group_is_that_of_its_marks(marks: list[tuple[str, int]], most: int) -> None:
    column = pa.array([mark for mark, _ in marks], pa.string())
    groups = np.array([group for _, group in marks], np.int64)
    alone = [model_of([mark for mark, group in marks if group == n], most=most) for n in range(4)]
    found = models_of(column, groups, 4, most=most)
    assert found == alone
    assert [list(model.shapes) for model in found] == [list(model.shapes) for model in alone]


def test_marks_that_begin_within_a_column_are_counted_alone() -> None:
    column = pa.array(["KB1", "71", "KX2", "КВ3"]).slice(1, 2)
    assert models_of(column, np.zeros(2, np.int64), 1, most=9) == [model_of(["71", "KX2"])]


def test_no_marks_have_an_empty_model() -> None:
    assert models_of(pa.array([], pa.string()), np.zeros(0, np.int64), 1, most=9) == [MarkModel(0, {})]


@pytest.mark.parametrize("most", [3, 60])
def test_of_equally_common_shapes_the_first_are_kept(most: int) -> None:
    chance = random.Random(5)  # noqa: S311 - invented marks
    marks = ["".join(chance.choice("A7") for _ in range(6)) for _ in range(200)]
    (found,) = models_of(pa.array(marks), np.zeros(len(marks), np.int64), 1, most=most)
    assert list(found.shapes.items()) == list(model_of(marks, most=most).shapes.items())
