"""Import: rows a second and memory, into a case and into a register, beside DuckDB and pandas reading the same file.

    python benchmarks/bench_import.py --rows 1000000 --seed 1 [--peers PYTHON]

An invented CSV file (`synthetic_table.py`), a twentieth of whose rows is broken, is imported by the real command line:
into a new case, again into the same case, which adds nothing, and into a new register. Each row becomes an item, a mark
and a recovery, with parties and places once; or a record. Plain tools read the same file into a table of texts, count
by country, and do nothing else: no dates, no states, no source, no digest, no problem told.

Every run is a process of its own; its memory is the most that was resident (`ru_maxrss`). A ratio is our seconds by the
tool's. DuckDB and pandas run where they can be imported: `--peers` names another Python that has them, such as one made
by `python -m venv peers && peers/bin/pip install duckdb pandas`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

# A script finds only what lies beside it; the rest lies in the folder above.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.synthetic_table import MAPPING, write

_PEERS: Mapping[str, str] = {
    "duckdb": """
import duckdb
con = duckdb.connect(sys.argv[2])
con.execute("CREATE TABLE rows AS SELECT * FROM read_csv(?, all_varchar = true)", [sys.argv[1]])
con.execute('SELECT "Country of make", count(*) FROM rows GROUP BY 1').fetchall()
con.close()
""",
    "pandas": """
import pandas
rows = pandas.read_csv(sys.argv[1], dtype=str)
rows.groupby("Country of make").size()
rows.to_pickle(sys.argv[2])
""",
}


class Measured(NamedTuple):
    """One run."""

    seconds: float
    processor: float
    """Seconds of work; other work on the machine does not count."""
    megabytes: float


def measured(words: Sequence[str | Path], environment: Mapping[str, str]) -> Measured | None:
    """Run a command; ``None`` where it fails, with what it said printed."""
    start = time.perf_counter()
    # A process of its own between us and the command: what it waited for is told of this one command.
    reporter = (
        "import json, resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], capture_output=True, text=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(json.dumps([done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss, done.stderr[-2000:]]))\n"
    )
    run = [sys.executable, "-c", reporter, *map(str, words)]
    told = subprocess.run(run, env={**os.environ, **environment}, capture_output=True, text=True, check=True)
    code, processor, kilobytes, said = json.loads(told.stdout)
    if code:
        print(f"{' '.join(map(str, words[:5]))} …: {said.strip()}")
        return None
    return Measured(time.perf_counter() - start, processor, kilobytes / 1024)


def ours(file: Path, folder: Path) -> dict[str, Measured | None]:
    """The three imports."""
    mapping = folder / "mapping.toml"
    mapping.write_text(MAPPING)
    environment = {"WITNESSMARK_HOME": str(folder / "home"), "SOURCE_DATE_EPOCH": "1400000000"}
    program = (sys.executable, "-m", "witnessmark")
    case = folder / "bench.case"
    subprocess.run([*program, "new", str(case)], env={**os.environ, **environment}, check=True, capture_output=True)
    taken = (*program, "import", file, "-m", mapping, "--yes", "--json")
    return {
        "witnessmark, into a case": measured((*taken, "--into", case), environment),
        "witnessmark, again: nothing new": measured((*taken, "--into", case), environment),
        "witnessmark, into a register": measured((*taken, "--register", "bench"), environment),
    }


def peers(file: Path, folder: Path, python: str) -> dict[str, Measured | None]:
    """What other tools need to read the file."""
    found: dict[str, Measured | None] = {}
    for name, script in _PEERS.items():
        there = subprocess.run([python, "-c", f"import {name}"], capture_output=True, check=False)
        if there.returncode:
            print(
                f"{name} is not there: python -m venv peers && peers/bin/pip install {name}; --peers peers/bin/python"
            )
            continue
        found[name] = measured((python, "-c", f"import sys\n{script}", file, folder / f"rows.{name}"), {})
    return found


def told(rows: int, found: Mapping[str, Measured | None]) -> str:
    """A table of what was measured."""
    plain = {name: each for name, each in found.items() if name in _PEERS and each is not None}
    head = f"{'':34}{'seconds':>9}{'work':>8}{'rows/s':>10}{'MB':>7}" + "".join(f"{f'/ {name}':>11}" for name in plain)
    lines = [head]
    for name, each in found.items():
        if each is None:
            lines.append(f"{name:34}  failed")
            continue
        ratios = "".join(f"{each.seconds / other.seconds:11.1f}" for other in plain.values())
        figures = f"{each.seconds:9.1f}{each.processor:8.1f}{rows / each.seconds:10,.0f}{each.megabytes:7.0f}"
        lines.append(f"{name:34}{figures}{ratios}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument(
        "--peers", default=sys.executable, metavar="PYTHON", help="a Python that has duckdb and pandas"
    )
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "finds.csv"
        write(file, asked.rows, asked.seed)
        print(f"{asked.rows:,} rows, {file.stat().st_size / 1e6:.0f} MB")
        found = ours(file, folder)
        print(f"the case has {(folder / 'bench.case').stat().st_size / 1e6:.0f} MB")
        print(told(asked.rows, {**found, **peers(file, folder, asked.peers)}))


if __name__ == "__main__":
    main()
