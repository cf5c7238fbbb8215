"""Registers: how fast files are taken in, and in how much memory, beside polars and DuckDB.

python benchmarks/bench_registers.py --rows 1000000 10000000 --seed 1 [--peers] [--profile]

An invented register (`synthetic_register.py`), a twentieth of it broken in a dozen ways, is taken in from Parquet and
from CSV: checked, normalised, rows with problems apart, kept as Parquet. Ours also takes digests of what it reads and
writes; its line without the index ends where the index of marks begins to be built, the other has all of `register
add`. How many rows are records, and how many break a rule of which column, must agree among the tools.

Peers are installed by `make peers`; how each is set up stands in `register_peers.py`. Every run is in a process of its
own that is bound to two cores, and uses two threads; its memory is the most that was resident (`ru_maxrss`), to which
the program itself and mapped files count. Figures are medians of `--turns`, in which the tools take turns; importing
is not counted, loading what is compiled is. A ratio is a tool's seconds by ours without the index, so above 1 ours is
faster.
"""

import argparse
import cProfile
import json
import os
import pstats
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

# A script finds only what lies beside it; the rest lies in the folder above.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.register_peers import Counts, counted, with_duckdb, with_polars

from witnessmark.adapters.machine import SystemClock
from witnessmark.adapters.shelf import FolderShelf
from witnessmark.app import registers

_THREADS = 2
_OURS, _INDEXED = "witnessmark, without its index", "witnessmark, all of it"
_MAKER = Path(__file__).with_name("synthetic_register.py")

Measured = dict[str, Any]


# -- measurements: each runs in a process of its own ------------------------------------------------------------------


class Watch:
    """`Progress` that notes when the index began to be built, and the memory that had been needed until then."""

    def __init__(self) -> None:
        self.seconds = self.megabytes = 0.0

    def advance(self, done: int, total: int | None, what: str) -> None:  # noqa: ARG002 - the protocol's
        """See ``Progress.advance``."""
        if what == "building the index":
            self.seconds, self.megabytes = time.perf_counter(), _megabytes()


def _megabytes() -> float:
    """The most that was resident; Linux counts in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _ours(source: Path, into: Path) -> Measured:
    watch, shelf = Watch(), FolderShelf(into)
    started = time.perf_counter()
    registers.add(shelf, "maker", str(source), SystemClock("0"), watch)
    whole, megabytes = time.perf_counter() - started, _megabytes()
    part = shelf.manifest("maker").parts[0]
    broken = dict(Counter(shelf.problems("maker", part)["column"].to_pylist()))
    return {
        _OURS: (watch.seconds - started, watch.megabytes, (part.rows, broken)),
        _INDEXED: (whole, megabytes, (part.rows, broken)),
    }


def _peer(name: str, take_in: Callable[[Path, Path], None]) -> Callable[[Path, Path], Measured]:
    def measured(source: Path, into: Path) -> Measured:
        __import__(name)
        started = time.perf_counter()
        take_in(source, into)
        seconds, megabytes = time.perf_counter() - started, _megabytes()
        return {name: (seconds, megabytes, counted(into))}

    return measured


_TOOLS = {"witnessmark": _ours, "polars": _peer("polars", with_polars), "duckdb": _peer("duckdb", with_duckdb)}


def _profile(source: Path, into: Path) -> None:
    profile = cProfile.Profile()
    profile.runcall(_ours, source, into)
    pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(25)


# -- the table --------------------------------------------------------------------------------------------------------


def _in_process(tool: str, source: Path, *options: str) -> Measured:
    """One measurement in a fresh process; empty where the tool is not installed."""
    with tempfile.TemporaryDirectory(dir=source.parent) as into:
        command = [sys.executable, __file__, "--measure", tool, "--source", str(source), "--into", into, *options]
        settings = {**os.environ, "POLARS_MAX_THREADS": str(_THREADS)}
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=settings)
        found: Measured = json.loads(done.stdout or "{}")
        return found


def _measure(tool: str, source: Path, into: Path) -> None:
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[:_THREADS])
    try:
        print(json.dumps(_TOOLS[tool](source, into)))
    except ImportError as error:
        print(f"{tool} was left out: {error}", file=sys.stderr)


def _compare(source: Path, rows: int, tools: Sequence[str], turns: int) -> Iterator[str]:
    """The lines of one file."""
    runs: dict[str, list[tuple[float, float, Counts]]] = {}
    for _ in range(turns):
        for tool in tools:
            for name, run in _in_process(tool, source).items():
                runs.setdefault(name, []).append(run)
    wanted = runs[_OURS][0][2]
    ours = statistics.median(seconds for seconds, _, _ in runs[_OURS])
    for name, each in runs.items():
        assert all(counts == wanted for _, _, counts in each), (name, each, wanted)  # noqa: S101 - see bench_case_store
        seconds = statistics.median(run[0] for run in each)
        megabytes = statistics.median(run[1] for run in each)
        file = f"{source.suffix[1:]}, {source.stat().st_size / 1e6:,.0f} MB"
        cells = (f"{rows:,}", file, name, f"{seconds:.2f}", f"{rows / seconds:,.0f}", f"{megabytes:,.0f}",
                 f"{seconds / ours:.2f}")  # fmt: skip
        yield f"| {' | '.join(cells)} |"
    records, broken = wanted
    print(f"  {records:,} records; others by column: {dict(sorted(broken.items()))}", file=sys.stderr)


def _make(folder: Path, kind: str, rows: int, seed: int) -> Path:
    source = folder / f"maker-{rows}.{kind}"
    subprocess.run([sys.executable, _MAKER, source, str(rows), str(seed)], check=True)
    return source


def _run(asked: argparse.Namespace) -> None:
    tools = list(_TOOLS) if asked.peers else ["witnessmark"]
    print("| rows | from | tool | seconds | rows/s | peak, MB | ratio |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        _in_process("witnessmark", _make(Path(folder), "csv", 1_000, 0))  # compiles what is not compiled yet
        for rows in asked.rows:
            for kind in ("parquet", "csv"):
                source = _make(Path(folder), kind, rows, asked.seed)
                for line in _compare(source, rows, tools, asked.turns):
                    print(line, flush=True)
                if asked.profile:
                    _in_process("witnessmark", source, "--profile")
                source.unlink()


def main() -> int:
    """Makes the files, takes them in by every tool, and prints one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the files are made; a folder for temporary files by default")
    parser.add_argument("--peers", action="store_true", help="also run polars and DuckDB")
    parser.add_argument("--profile", action="store_true", help="also tell where the time of ours goes, on stderr")
    parser.add_argument("--measure", choices=_TOOLS, help=argparse.SUPPRESS)
    parser.add_argument("--source", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure and asked.profile:
        _profile(asked.source, asked.into)
    elif asked.measure:
        _measure(asked.measure, asked.source, asked.into)
    else:
        _run(asked)
    return 0


if __name__ == "__main__":
    sys.exit(main())
