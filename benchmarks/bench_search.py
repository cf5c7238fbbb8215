"""Search: marks found again among millions by doubtful readings, beside the tools that people use for it.

python benchmarks/bench_search.py --marks 1000000 10000000 --seed 1 [--peers]

Peers are installed by `make peers`; how each is set up stands in `search_peers.py`. Each gets the same folded keys and
the same readings in the same order, in batches of the size that suits it, for as long as `--seconds` says. All tools
run on one core, to which the process and what it starts are bound, in one run; ratios are of readings a second. What
is on disk is all that a tool needs to find a key: of tantivy and PostgreSQL that holds the keys as texts too, of ours
as codes, of TF-IDF not at all.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
import pyarrow as pa

# A script finds only what lies beside it; the rest lies in the folder above.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.search_peers import PEERS, TOP, Answers, Tool, size_of

from witnessmark.marks.keys import skeleton
from witnessmark.matching.compiling import can_compile, compiled
from witnessmark.matching.search import markindex, neighbours
from witnessmark.matching.search.keycodes import coded
from witnessmark.matching.search.markindex import MarkIndex, arrays, build, from_arrays, look_up
from witnessmark.synthetic.registers import many_marks

_SIGNS = "0123456789ABCDEFGHKMNPRTUVWXY"
_ALONE = 500
"""Readings that are asked one at a time."""


class Task(NamedTuple):
    """Readings of some marks, as every tool is asked for them."""

    marks: Sequence[str]
    keys: Sequence[str]
    questions: Sequence[str]
    truth: Sequence[str]


class Measured(NamedTuple):
    """How a tool did."""

    asked: int
    rate: float
    """Readings a second."""
    is_found: Sequence[bool]
    """For each reading, whether its mark is among those that were found."""


def _edited(mark: str, chance: random.Random) -> str:
    place, how = chance.randrange(len(mark)), chance.random()
    if how < 0.6:
        return mark[:place] + chance.choice(_SIGNS) + mark[place + 1 :]
    if how < 0.8:
        return mark[:place] + mark[place + 1 :]
    return mark[:place] + chance.choice(_SIGNS) + mark[place:]


def _read(mark: str, chance: random.Random) -> str:
    """A reading of the mix that people make: see the table of methods in the documentation."""
    how = chance.random()
    if how < 0.30:
        return mark.lower().replace("-", " ").replace("0", chance.choice("0o"))
    if how < 0.55:
        return _edited(mark, chance)
    if how < 0.75:
        return _edited(_edited(mark, chance), chance)
    if how < 0.92:
        mark = mark if how < 0.87 else _edited(mark, chance)
        place = chance.randrange(len(mark))
        return mark[:place] + "?" + mark[place + 1 :]
    first = chance.randrange(1, len(mark) - 1)
    return mark[:first] + "*" + mark[min(len(mark), first + chance.randrange(1, 4)) :]


def _key(typed: str) -> str:
    return "".join(c if c in "?*" else skeleton(c) for c in typed)


def _task(count: int, readings: int, seed: int) -> Task:
    marks = many_marks(count, seed).to_pylist()
    keys = [skeleton(mark) for mark in marks]
    chance = random.Random(seed)
    numbers = [chance.randrange(len(marks)) for _ in range(readings)]
    return Task(marks, keys, [_key(_read(marks[n], chance)) for n in numbers], [keys[n] for n in numbers])


def _ours(task: Task, folder: Path) -> tuple[Tool, MarkIndex]:
    build(*coded(pa.array([f"A{n}" for n in range(300)])))  # compiles what is not compiled yet
    started = time.perf_counter()
    for name, array in arrays(build(*coded(pa.array(task.marks)))).items():
        np.save(folder / f"{name}.npy", array)
    took = time.perf_counter() - started
    index = from_arrays({path.stem: np.load(path, mmap_mode="r") for path in folder.glob("*.npy")})

    def ask(questions: Sequence[str]) -> Answers:
        return [
            [task.keys[int(index.rows[int(index.firsts[key])])] for key in found.keys[:TOP]]
            for found in look_up(index, questions, most=TOP)
        ]

    return Tool(ask, took, size_of(folder), len(task.questions)), index


def _measure(tool: Tool, task: Task, seconds: float) -> Measured:
    """As many readings as are answered in that time; some others are asked before, so that the tool is warm."""
    tool.ask(task.questions[-min(tool.batch, 300) :])
    answers: Answers = []
    started = time.perf_counter()
    while len(answers) < len(task.questions) and time.perf_counter() - started < seconds:
        answers += tool.ask(task.questions[len(answers) : len(answers) + tool.batch])
    rate = len(answers) / (time.perf_counter() - started)
    found = [key in answer for key, answer in zip(task.truth, answers, strict=False)]
    return Measured(len(answers), rate, found)


def _tell(name: str, tool: Tool, measured: Measured, ours: Measured) -> None:
    recall, same = (statistics.mean(each.is_found[: measured.asked]) for each in (measured, ours))
    cells = (name, f"{measured.asked:,}", f"{measured.rate:,.0f}", f"{recall:.4f}", f"{same:.4f}",
             f"{tool.seconds:.1f}", f"{tool.size / 1e9:.3f}", f"{ours.rate / measured.rate:,.1f}")  # fmt: skip
    print(f"| {' | '.join(cells)} |", flush=True)


def _alone(index: MarkIndex, questions: Sequence[str]) -> Iterator[tuple[str, float, float]]:
    """Milliseconds of one look-up in a warm process: now, and by each search; at the median and the 95th hundredth."""
    ways: dict[str, Callable[..., Any] | None] = {"as the program does it": None, "interpreted": lambda _: neighbours}
    if can_compile():
        ways["compiled"] = lambda _: compiled(neighbours)
    for name, kernel in ways.items():
        with mock.patch.object(markindex, "_kernel", kernel or markindex.__dict__["_kernel"]):
            look_up(index, questions[-1:])
            times = []
            for question in questions[:_ALONE]:
                started = time.perf_counter()
                look_up(index, [question], most=TOP)
                times.append((time.perf_counter() - started) * 1000)
        yield name, statistics.median(times), statistics.quantiles(times, n=20)[-1]


def _compare(task: Task, seconds: float, *, with_peers: bool) -> Mapping[str, float]:
    """One table; the readings a second of each tool."""
    print(f"\n{len(task.marks):,} marks; top {TOP}; one core\n")
    print("| tool | readings | readings/s | recall@10 | of ours on these | build, s | disk, GB | ours is faster by |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        tool, index = _ours(task, Path(folder))
        ours = _measure(tool, task, seconds)
        _tell("witnessmark", tool, ours, ours)
        alone = list(_alone(index, task.questions))
    rates = {"witnessmark": ours.rate}
    for name, made in PEERS.items() if with_peers else ():
        try:
            with tempfile.TemporaryDirectory() as folder, made(task.keys, Path(folder)) as tool:
                measured = _measure(tool, task, seconds)
                _tell(name, tool, measured, ours)
                rates[name] = measured.rate
        except (ImportError, FileNotFoundError) as error:
            print(f"{name} was left out: {error}", file=sys.stderr)
    print("\none at a time, in a warm process:")
    for name, median, late in alone:
        print(f"- {name}: {median:.3f} ms at the median, {late:.3f} ms at the 95th hundredth")
    return rates


def main() -> int:
    """Builds, asks and compares: a table for each size, and what a larger size costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--marks", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--readings", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60, help="how long each tool is asked at most")
    parser.add_argument("--peers", action="store_true", help="also run the other tools")
    asked = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    rates = {
        count: _compare(_task(count, asked.readings, asked.seed), asked.seconds, with_peers=asked.peers)
        for count in asked.marks
    }
    least, most = min(asked.marks), max(asked.marks)
    if least < most:
        print(f"\na reading among {most:,} marks takes so many times as long as among {least:,}:")
        for name in rates[least].keys() & rates[most].keys():
            print(f"- {name}: {rates[least][name] / rates[most][name]:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
