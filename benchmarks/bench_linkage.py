"""Linkage: finds linked to the transfer lines of a register on several fields, beside SQL written by hand and Splink.

    python benchmarks/bench_linkage.py --finds 1000000 --lines 10000000 [--peers] [--splink-limit 3600]

Marks, makes, models, countries and years are invented (``witnessmark.synthetic.transfers``); of the finds 12 % are of
weapons on no line, and what is read and stated of the others is spoilt as in the field. A link is right where its line
has the mark, make, model and year of the weapon that was found. Links are ranked by the score of each tool; precision
is that of the first links that make up a recall. On a machine that others use too, the CPU time of linking tells more
than the time by the clock. Beside its score, each is also ranked by the share that the best line
has in the scores of all lines of a find: that takes ambiguity into account, and costs a peer nothing.

Each tool runs in a process of its own, on the same files, with two threads. ``prepare`` reads and folds; of ours it
adds the register with its index, which is done once, and opens it. Of Splink 5 the time is limited; where it does not
finish, that is said, and everything runs once more at a tenth of the size. The peers and their settings:
``linkage_peers.py``.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

# A script finds only what lies beside it; the rest lies in the folder above.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.linkage_peers import THREADS, TOOLS, Watch

from witnessmark.adapters.machine import SystemClock
from witnessmark.adapters.shelf import FolderShelf
from witnessmark.app import registers
from witnessmark.app.linking import Linking
from witnessmark.app.lookup import Counter
from witnessmark.bootstrap import Silent
from witnessmark.marks.confusion import default_model
from witnessmark.synthetic.transfers import OUTSIDE, Whole, world

_OURS, _WORLD, _REGISTER = "witnessmark", "world", "transfers"
_RECALLS = (0.5, 0.6, 0.7)
_WARM = 1_000
_LEAST_LINES = 10_000
_SCORES = ("weight", "share")
_HEAD = ("tool", "prepare, s", "train, s", "link, s", "link, CPU s", "peak, GB", "pairs, millions",
         "true line among them",
         *(f"precision at recall {recall} by {score}" for score in _SCORES for recall in _RECALLS))  # fmt: skip


class Outcome(NamedTuple):
    """What came of a tool."""

    tool: str
    steps: dict[str, float]
    facts: dict[str, float]
    failed: str
    """What it did when it was stopped or fell over; empty where it finished."""

    @property
    def seconds(self) -> float:
        """Of all steps."""
        return sum(self.steps.values())


class Truth(NamedTuple):
    """What the finds are, and what stands on the lines."""

    weapon_of_line: Whole
    weapon_of_find: Whole
    is_registered: NDArray[np.bool_]


# -- in a process of its own ------------------------------------------------------------------------------------------


def _make(folder: Path, lines: int, finds: int, seed: int) -> None:
    made = world(lines, finds, default_model(), seed)
    pq.write_table(made.lines, folder / "lines.parquet")
    pq.write_table(made.finds, folder / "finds.parquet")
    for name in Truth._fields:
        np.save(folder / f"{name}.npy", getattr(made, name))
    order = np.argsort(made.weapon_of_line, kind="stable")
    ordered = made.weapon_of_line[order]
    first = np.searchsorted(ordered, made.weapon_of_find)
    counts = np.searchsorted(ordered, made.weapon_of_find, side="right") - first
    # The places of the lines of each find: from its first on, one after the other.
    places = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
    truth = pa.table({"question": np.repeat(np.arange(finds), counts), "line": order[places]})
    pq.write_table(truth, folder / "truth.parquet")


def _linked(linking: Linking, questions: pa.Table) -> pa.Table:
    """The call that is measured."""
    return pa.concat_tables(linking.answers(questions, threads=THREADS))


def _ours(folder: Path, watch: Watch) -> None:
    pa.set_cpu_count(THREADS)
    shelf = FolderShelf(folder / "registers")
    with watch.step("prepare"):
        registers.add(shelf, _REGISTER, str(folder / "lines.parquet"), SystemClock("0"), Silent())
        linking = Linking(Counter(shelf, [_REGISTER]), shelf, coverage=1 - OUTSIDE)
        _linked(linking, pq.read_table(folder / "finds.parquet").slice(0, _WARM))  # compiles what is not compiled yet
    with watch.step("link"):
        answers = _linked(linking, pq.read_table(folder / "finds.parquet"))
    (part,) = shelf.manifest(_REGISTER).parts
    # Lines that are no record, such as a serial of zeros alone, are kept apart, so that later ones have moved up.
    apart = shelf.problems(_REGISTER, part)["row"].to_numpy() - 1
    line_of = np.delete(np.arange(part.rows + len(apart)), apart)
    found = answers.filter(pc.is_valid(answers["row"]))
    links = pa.table({
        "question": found["question"], "line": line_of[found["row"].to_numpy()], "weight": found["probability"],
        "share": found["probability"],
    })  # fmt: skip
    pq.write_table(links, folder / f"{_OURS}.parquet")
    if "candidates" in answers.column_names:
        watch.facts["pairs"] = float(np.sum(answers["candidates"].to_numpy()))
        watch.keep()


# -- from the outside -------------------------------------------------------------------------------------------------


def _run(tool: str, folder: Path, asked: argparse.Namespace, limit: float | None = None) -> Outcome:
    """A tool in a process of its own, and what is known of it however it ended."""
    told = folder / f"{tool}.json"
    command = [sys.executable, str(Path(__file__).resolve()), "--only", tool, "--folder", str(folder)]
    command += ["--lines", str(asked.lines), "--finds", str(asked.finds), "--seed", str(asked.seed)]
    command += ["--memory", asked.memory]
    failed = ""
    variables = os.environ | {"NUMBA_NUM_THREADS": str(THREADS)}
    try:
        ended = subprocess.run(command, env=variables, timeout=limit, capture_output=True, text=True, check=False)
        if ended.returncode:
            failed = (ended.stderr.strip().splitlines() or [f"exit {ended.returncode}"])[-1]
    except subprocess.TimeoutExpired:
        failed = f"stopped after {limit:,.0f} s"
    known = json.loads(told.read_text()) if told.exists() else dict[str, Any]()
    doing = f", at {known['doing']}" if known.get("doing") else ""
    return Outcome(tool, known.get("steps", {}), known.get("facts", {}), f"{failed}{doing}" if failed else "")


def _precisions(folder: Path, outcome: Outcome, truth: Truth, score: str) -> Iterator[float | None]:
    """Precision at each recall, of links ranked by a score; ``None`` where they never reach it."""
    links = pq.read_table(folder / f"{outcome.tool}.parquet")
    finds, lines = links["question"].to_numpy(), links["line"].to_numpy()
    is_right = (truth.weapon_of_line[lines] == truth.weapon_of_find[finds]) & truth.is_registered[finds]
    # Links of one score are in no order, so that they are put into one by chance.
    shuffled = np.random.default_rng(0).permutation(len(finds))
    ranked = shuffled[np.argsort(-links[score].to_numpy()[shuffled], kind="stable")]
    right = np.cumsum(is_right[ranked])
    for recall in _RECALLS:
        place = int(np.searchsorted(right, recall * truth.is_registered.sum()))
        yield float(right[place] / (place + 1)) if place < len(right) else None


def _row(folder: Path, outcome: Outcome, truth: Truth) -> str:
    if outcome.failed:
        return f"| {outcome.tool} | did not finish: {outcome.failed} |" + " |" * (len(_HEAD) - 2)
    facts = outcome.facts
    cells = [outcome.tool]
    cells += [f"{outcome.steps[name]:.2f}" if name in outcome.steps else "" for name in ("prepare", "train", "link")]
    cells.append(f"{facts['link, CPU']:.2f}")
    cells += [f"{facts['peak'] / 1e9:.2f}", f"{facts['pairs'] / 1e6:.2f}" if "pairs" in facts else ""]
    cells.append(f"{facts['reached'] / truth.is_registered.sum():.3f}" if "reached" in facts else "")
    for score in _SCORES:
        cells += ["never" if p is None else f"{p:.4f}" for p in _precisions(folder, outcome, truth, score)]
    return f"| {' | '.join(cells)} |"


def _compare(folder: Path, asked: argparse.Namespace) -> list[Outcome]:
    made = _run(_WORLD, folder, asked)
    if made.failed:
        sys.exit(f"{_WORLD}: {made.failed}")
    truth = Truth(*(np.load(folder / f"{name}.npy") for name in Truth._fields))
    print(f"\n{asked.finds:,} finds, {asked.lines:,} lines; seed {asked.seed}; two threads\n")
    print(f"| {' | '.join(_HEAD)} |\n|{' --- |' * len(_HEAD)}")
    outcomes = []
    for tool in (_OURS, *(TOOLS if asked.peers else ())):
        outcomes.append(_run(tool, folder, asked, asked.splink_limit if tool == "splink" else None))
        print(_row(folder, outcomes[-1], truth), flush=True)
    _tell_ratios(outcomes)
    return outcomes


def _tell_ratios(outcomes: list[Outcome]) -> None:
    ours, *others = outcomes
    print()
    for other in others:
        if not (ours.failed or other.failed):
            link, whole = (other.steps["link"] / ours.steps["link"], other.seconds / ours.seconds)
            work = other.facts["link, CPU"] / ours.facts["link, CPU"]
            memory = ours.facts["peak"] / other.facts["peak"]
            print(f"beside {other.tool}: {link:.2f} times as fast in linking ({work:.2f} by CPU time), "
                  f"{whole:.2f} with all that comes before; {memory:.2f} times the memory")  # fmt: skip


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--finds", type=int, default=1_000_000)
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", action="store_true", help="also run SQL and Splink, which need DuckDB")
    parser.add_argument("--splink-limit", type=float, default=3_600, metavar="SECONDS")
    parser.add_argument("--memory", default="12GB", help="what DuckDB may take before it writes to disk")
    parser.add_argument("--folder", type=Path, help="where the files lie meanwhile; a temporary one if not given")
    parser.add_argument("--only", help=argparse.SUPPRESS)
    return parser.parse_args()


def _one(asked: argparse.Namespace) -> None:
    """What a process of its own does."""
    watch = Watch(asked.folder / f"{asked.only}.json")
    if asked.only == _WORLD:
        _make(asked.folder, asked.lines, asked.finds, asked.seed)
    elif asked.only == _OURS:
        _ours(asked.folder, watch)
    else:
        TOOLS[asked.only](asked.folder, watch, asked.memory)


def main() -> int:
    """All tools at one size, and again at a tenth of it where Splink began and did not finish."""
    asked = _arguments()
    if asked.only:
        _one(asked)
        return 0
    while True:
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
            outcomes = _compare(Path(folder), asked)
        asked.lines, asked.finds = asked.lines // 10, asked.finds // 10
        has_begun = any(outcome.failed and outcome.steps for outcome in outcomes if outcome.tool == "splink")
        if not has_begun or asked.lines < _LEAST_LINES:
            break
    return 0


if __name__ == "__main__":
    sys.exit(main())
