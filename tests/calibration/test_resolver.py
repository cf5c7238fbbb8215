"""In invented registers, what is said is right as often as it is said: the best answer, none, credible sets, accidents.

Seeds are fixed, so a test either always holds or never does. The tolerance stands beside each; chance is allowed for on
top of it, by the spread of that many answers.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from tests.calibration.invented import (
    COVERAGE,
    Said,
    World,
    blocks_world,
    counted,
    off,
    questions,
    registered,
    said,
    transfers_world,
)

from witnessmark.app.linking import Linking
from witnessmark.app.lookup import Counter
from witnessmark.marks.confusion import default_model
from witnessmark.marks.reading import read
from witnessmark.matching.compiling import can_compile
from witnessmark.matching.many.markrows import mark_rows
from witnessmark.matching.resolving.accident import Registered, by_accident
from witnessmark.matching.resolving.markmodel import Sight, plain
from witnessmark.matching.resolving.resolve import CREDIBLE
from witnessmark.matching.resolving.stacks import seen_by_sign

pytestmark = pytest.mark.skipif(not can_compile(), reason="thousands of readings want a compiler")

FINDS = 8_000
KNOWN, WORN = "errors are as it takes them for", "twice as many errors as the table says"
USUAL = "errors are as the table says, and it takes them for more"
TOLERANCE = {KNOWN: 0.03, USUAL: 0.07, WORN: 0.07}
"""Where it is wrong about the errors, in either direction, it is off by more."""
WORLDS = {"blocks": blocks_world, "transfers": transfers_world}


@pytest.fixture(scope="module", params=WORLDS)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    folder: Path = tmp_path_factory.mktemp(request.param)
    return WORLDS[request.param](folder)


@pytest.fixture(scope="module", params=TOLERANCE)
def noise(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def found(world: World, noise: str) -> Said:
    finds = world.found(FINDS, default_model(wear=2.0 if noise == WORN else 1.0))
    return said(world, finds, default_model() if noise == KNOWN else None)


@pytest.mark.parametrize(("least", "most"), [(0.5, 0.9), (0.9, 1.0)], ids=["middle", "sure"])
def test_the_likeliest_is_right_as_often_as_is_said(found: Said, noise: str, least: float, most: float) -> None:
    is_there = (found.best >= least) & (found.best < most)
    assert off(found.best[is_there], found.is_right[is_there]) <= TOLERANCE[noise]


@pytest.mark.parametrize(("least", "most"), [(0.1, 0.5), (0.5, 0.9), (0.9, 1.0)], ids=["little", "middle", "sure"])
def test_it_is_in_no_register_as_often_as_is_said(found: Said, noise: str, least: float, most: float) -> None:
    is_there = (found.none >= least) & (found.none <= most)
    assert off(found.none[is_there], ~found.is_registered[is_there]) <= TOLERANCE[noise]


def test_a_year_that_agrees_with_the_mark_counts_once(found: Said, noise: str) -> None:
    is_there = found.has_year & (found.best >= 0.5) & (found.best < 0.9)
    # Some eighty answers: what chance allows is as much as what is asked for.
    assert off(found.best[is_there], found.is_right[is_there], sigmas=3.0) <= TOLERANCE[noise]
    assert off(found.none[is_there], ~found.is_registered[is_there], sigmas=3.0) <= TOLERANCE[noise]


def test_precision_and_recall_are_as_promised(found: Said, noise: str) -> None:
    is_sure = found.best > 0.9
    precision = found.is_right[is_sure].mean()
    recall = found.is_right[is_sure].sum() / found.is_registered.sum()
    least = (0.95, 0.70) if noise == WORN else (0.97, 0.75)
    assert precision >= least[0]
    assert recall >= least[1]


@pytest.mark.parametrize("wear", [1.0, 2.0])
def test_credible_sets_hold_the_truth(world: World, wear: float) -> None:
    finds = world.found(800, default_model(wear=wear))
    counter, held = Counter(world.shelf), 0
    answers = counter.ask_all(questions(finds), coverage=COVERAGE)
    for answer, weapon, is_registered in zip(answers, finds.weapons, finds.is_registered, strict=True):
        told = answer.resolved.candidates[: answer.resolved.credible]
        rows = [record.row for candidate in told for record in candidate.records]
        is_told = bool(np.isin(weapon, world.weapon_of_line[rows])) if rows else False
        held += is_told if is_registered else answer.resolved.credible_holds_none
    assert held / 800 >= CREDIBLE - 0.01


def test_other_records_fit_as_well_by_accident_as_often_as_is_said(world: World) -> None:
    counter, finds = Counter(world.shelf), world.found(1_200, default_model())
    codes, lengths = mark_rows(pa.chunked_array([world.lines["mark"].combine_chunks()]), 16)
    marks, facts = (world.lines["mark"].to_pylist(), world.lines.select(["make", "model"]).to_pylist())
    expected, were = [], []
    for typed, rows in registered(world, finds):
        sight, mark = Sight(read(typed), counter.errors), marks[rows[0]]
        if len(sight.places) == len(plain(mark)):
            own = Registered(mark, facts[rows[0]]["make"], facts[rows[0]]["model"], len(rows))
            expected += by_accident(sight, [own], counter.population)
            were.append(counted(codes, lengths, seen_by_sign(sight), rows))
    said_of, was = np.array(expected), np.array(were)
    for least, most in ((0.03, 0.3), (0.3, 1.0), (1.0, 3.0), (3.0, 30.0)):
        is_there = (said_of >= least) & (said_of < most)
        spread = was[is_there].std() / np.sqrt(is_there.sum())
        assert said_of[is_there].mean() == pytest.approx(was[is_there].mean(), rel=0.2, abs=2.6 * spread)
    # A maker does not give a number twice, so where a mark was read as it is there are rather fewer.
    assert was[said_of < 0.03].mean() <= said_of[said_of < 0.03].mean()


def test_many_readings_at_once_have_the_same_answers_as_one_by_one(world: World) -> None:
    finds = world.found(300, default_model(wear=2.0))
    typed = [
        text[:2] + "*" + text[4:] if n % 5 == 0 else text for n, text in enumerate(finds.table["mark"].to_pylist())
    ]
    table = finds.table.set_column(1, "mark", pa.array([f"[{t[0]}8]{t[1:]}" if n % 5 == 1 and t[0].isalnum() else t
                                                        for n, t in enumerate(typed)]))  # fmt: skip
    counter = Counter(world.shelf)
    many = pa.concat_tables(list(Linking(counter, world.shelf, coverage=COVERAGE).answers(table))).to_pylist()
    for line, answer in zip(
        many, counter.ask_all(questions(finds._replace(table=table)), coverage=COVERAGE), strict=True
    ):
        best = answer.resolved.candidates[0] if answer.resolved.candidates else None
        assert line["in_no_register"] == pytest.approx(answer.resolved.in_no_register, abs=1e-6)
        assert line["probability"] == pytest.approx(best.probability if best else 0.0, abs=1e-6)
        if best and line["row"] in {record.row for record in best.records}:
            assert line["by_accident"] == pytest.approx(best.chance_rate, rel=1e-4, abs=2e-6)
