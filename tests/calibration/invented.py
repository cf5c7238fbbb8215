"""Invented registers whose truth is known, of both generators, and what is said of readings of their weapons."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from witnessmark.adapters.machine import SystemClock
from witnessmark.adapters.shelf import FolderShelf
from witnessmark.app import registers
from witnessmark.app.linking import Linking
from witnessmark.app.lookup import Counter
from witnessmark.bootstrap import Silent
from witnessmark.marks.confusion import ConfusionModel, default_model
from witnessmark.matching.resolving.markmodel import plain
from witnessmark.registers.facts import FACTS
from witnessmark.synthetic import registers as blocks
from witnessmark.synthetic import transfers

COVERAGE = 0.88
"""Both worlds leave 12 % of the finds out of the register."""
LINES, SEED = 40_000, 11
SIGMAS = 2.6


class Finds(NamedTuple):
    """What was found, and the weapon that each find is of; weapons are numbered, the registered by line."""

    table: pa.Table
    weapons: NDArray[np.int64]
    is_registered: NDArray[np.bool_]


class World(NamedTuple):
    """A register on a shelf, and what could be found."""

    shelf: FolderShelf
    lines: pa.Table
    weapon_of_line: NDArray[np.int64]
    found: Callable[[int, ConfusionModel], Finds]


class Said(NamedTuple):
    """What is said of each find, and whether it is so."""

    best: NDArray[np.float64]
    none: NDArray[np.float64]
    is_right: NDArray[np.bool_]
    is_registered: NDArray[np.bool_]
    has_year: NDArray[np.bool_]


def blocks_world(folder: Path) -> World:
    """Blocks of letters, and numbers from the start of each year."""
    pool = blocks.weapons(int(LINES / COVERAGE), SEED)
    identities: dict[Any, int] = {}
    numbers = np.array([identities.setdefault((plain(w.mark), *w[1:]), len(identities)) for w in pool])

    def found(count: int, errors: ConfusionModel) -> Finds:
        finds = list(blocks.findings(pool, LINES, count, errors, SEED))
        columns: dict[str, Any] = {name: [find.stated.get(name, "") for find in finds] for name in FACTS}
        weapons = np.array([identities[(plain(find.truth.mark), *find.truth[1:])] for find in finds])
        typed = pa.table({"question": np.arange(count), "mark": [find.typed for find in finds], **columns})
        return Finds(typed, weapons, np.array([find.is_registered for find in finds]))

    lines = blocks.table(pool[:LINES])
    return World(_shelf(folder, lines), lines, numbers[:LINES], found)


def transfers_world(folder: Path) -> World:
    """Few makers have most; four forms of mark; numbers through a year or through all; characters are also missed."""

    def found(count: int, errors: ConfusionModel) -> Finds:
        world = transfers.world(LINES, count, errors, SEED)
        return Finds(world.finds, world.weapon_of_find, world.is_registered)

    world = transfers.world(LINES, 1, default_model(), SEED)
    return World(_shelf(folder, world.lines), world.lines, world.weapon_of_line, found)


def _shelf(folder: Path, lines: pa.Table) -> FolderShelf:
    shelf = FolderShelf(folder / "registers")
    pq.write_table(lines, folder / "lines.parquet")
    registers.add(shelf, "maker", str(folder / "lines.parquet"), SystemClock("0"), Silent())
    return shelf


def said(world: World, finds: Finds, errors: ConfusionModel | None = None) -> Said:
    """What is said of many finds at once, by the errors that the resolver takes as usual or by others."""
    counter = Counter(world.shelf, errors=errors)
    answers = pa.concat_tables(list(Linking(counter, world.shelf, coverage=COVERAGE).answers(finds.table)))
    rows = np.asarray(answers["row"].fill_null(-1))
    is_right = finds.is_registered & (rows >= 0) & (world.weapon_of_line[rows] == finds.weapons)
    years = np.array([bool(year) for year in finds.table["year"].to_pylist()])
    return Said(
        np.asarray(answers["probability"]), np.asarray(answers["in_no_register"]), is_right, finds.is_registered, years
    )  # fmt: skip


def questions(finds: Finds) -> list[tuple[str, dict[str, str]]]:
    """Finds as they are asked for one by one."""
    rows = finds.table.to_pylist()
    return [(row["mark"], {name: row[name] for name in FACTS if row[name]}) for row in rows]


def off(said_of: NDArray[np.float64], is_so: NDArray[np.bool_], *, sigmas: float = SIGMAS) -> float:
    """How far what was said is from what was, beyond what chance alone allows for so many answers."""
    assert len(said_of) >= 30
    chance = sigmas * float(np.sqrt((said_of * (1 - said_of)).sum())) / len(said_of)
    return max(0.0, abs(float(said_of.mean() - is_so.mean())) - chance)


def counted(codes: NDArray[np.uint8], lengths: NDArray[np.uint8], seen: NDArray[np.float64], own: Sequence[int]) -> int:
    """How many records, other than some, explain a reading of as many characters as well as the first of these."""
    there = np.flatnonzero(lengths == len(seen))
    chances = np.ones(len(there))
    for place, each in enumerate(seen):
        chances *= each[codes[there, place]]
    least = chances[np.searchsorted(there, own[0])]
    return int((chances >= least * (1 - 1e-9)).sum() - np.isin(there, own).sum())


def registered(world: World, finds: Finds) -> Iterator[tuple[str, list[int]]]:
    """Each find of a registered weapon, as it was read, with all lines of the weapon."""
    order = np.argsort(world.weapon_of_line, kind="stable")
    sorted_weapons = world.weapon_of_line[order]
    for typed, weapon, is_registered in zip(
        finds.table["mark"].to_pylist(), finds.weapons, finds.is_registered, strict=True
    ):
        if is_registered:
            first, last = np.searchsorted(sorted_weapons, [weapon, weapon + 1])
            yield typed, order[first:last].tolist()
