"""How fast a case is opened and folded, against a plain ``SELECT`` and decode by the raw driver.

    python benchmarks/bench_case_store.py            # 20,000 and 200,000 statements, SQLite and PostgreSQL
    python benchmarks/bench_case_store.py --small    # 2,000 and 20,000

Every measurement runs in a process of its own, so that its peak memory is its own; the two that are compared take
turns, and the ratio is the median over the turns. Disk caches are warm for both.
"""

import argparse
import gc
import itertools
import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec
import psycopg

# A script finds only what lies beside it; the rest lies in the folder above.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.synthetic_case import Pair, statements
from tests.support.postgres import Cluster, find_binaries, running_cluster

from witnessmark.adapters import engines, sql
from witnessmark.adapters.machine import KeyNotary, SystemClock
from witnessmark.case.canonical import decode
from witnessmark.case.fold import Case, fold
from witnessmark.case.merkle import root
from witnessmark.model.statement import Statement
from witnessmark.model.things import Item

BATCH = 1_000
TARGET = 0.25
Times = dict[str, float]


# -- measurements: each runs in a process of its own ------------------------------------------------------------------


def _create(where: str) -> sql.SqlStore:
    engine = engines.server(where) if engines.is_server(where) else engines.new_file(Path(where))
    return sql.create(engine, where=where)


def _open(where: str) -> sql.SqlStore:
    if engines.is_server(where):
        return sql.open_existing(engines.server(where), where=where)
    engine, is_writable = engines.existing_file(Path(where))
    return sql.open_existing(engine, where=where, is_writable=is_writable)


def _batches(count: int) -> list[list[Pair]]:
    pairs = statements(count)
    return list(iter(lambda: list(itertools.islice(pairs, BATCH)), []))


def append(where: str, count: int) -> Times:
    """Append everything, in batches with a receipt each."""
    batches = _batches(count)
    notary = KeyNotary(b"b" * 32, recorder="benchmark", clock=SystemClock("1400000000"))
    start = time.perf_counter()
    store = _create(where)
    for batch in batches:
        store.append(dict(batch), notary)
    store.close()
    return {"seconds": time.perf_counter() - start}


def insert(where: str, count: int) -> Times:
    """Insert the same rows by the raw driver, a transaction for each batch."""
    batches = [[(bytes.fromhex(i), payload) for i, payload in batch] for batch in _batches(count)]
    start = time.perf_counter()
    if engines.is_server(where):
        with psycopg.connect(where) as server:
            server.execute("CREATE TABLE plain (id bytea PRIMARY KEY, payload bytea NOT NULL)")
            for batch in batches:
                with server.cursor() as cursor:
                    cursor.executemany("INSERT INTO plain VALUES (%s, %s)", batch)
                server.commit()
    else:
        file = sqlite3.connect(f"{where}.plain")
        file.execute("CREATE TABLE plain (id BLOB PRIMARY KEY, payload BLOB NOT NULL) WITHOUT ROWID")
        for batch in batches:
            file.executemany("INSERT INTO plain VALUES (?, ?)", batch)
            file.commit()
        file.close()
        Path(f"{where}.plain").unlink()
    return {"seconds": time.perf_counter() - start}


def _query(case: Case) -> int:
    """One question as a user asks it: all that is said of one item."""
    item, _ = case.of_kind(Item)[0]
    return len(case.mentions(item))


def open_and_fold(where: str, count: int) -> Times:
    """Open the case, read, decode and fold it, and answer a first question."""
    start = time.perf_counter()
    store = _open(where)
    case = fold((i, decode(payload)) for i, payload in store.statements())
    standing, mentions = len(case.standing), _query(case)
    seconds = time.perf_counter() - start
    assert len(case.statements) == count  # noqa: S101 - a benchmark of less would be a lie
    store.close()
    return {"seconds": seconds, "standing": standing, "mentions": mentions}


def _payloads(where: str) -> Iterator[tuple[bytes]]:
    if engines.is_server(where):
        with psycopg.connect(where) as server:
            yield from server.execute("SELECT payload FROM statements")
    else:
        file = sqlite3.connect(where)
        yield from file.execute("SELECT payload FROM statements")
        file.close()


def select_and_decode(where: str, count: int) -> Times:
    """What a user would write instead: every payload by the raw driver, decoded to the same type."""
    start = time.perf_counter()
    read = msgspec.json.Decoder(Statement).decode
    decoded = [read(payload) for (payload,) in _payloads(where)]
    seconds = time.perf_counter() - start
    assert len(decoded) == count  # noqa: S101 - a benchmark of less would be a lie
    return {"seconds": seconds}


def phases(where: str, count: int) -> Times:
    """The parts of opening and folding, one after the other."""
    marks = [("", time.perf_counter())]
    store = _open(where)
    marks.append(("open", time.perf_counter()))
    pairs = list(store.statements())
    marks.append(("read and check digests", time.perf_counter()))
    decoded = [(i, decode(payload)) for i, payload in pairs]
    marks.append(("decode", time.perf_counter()))
    case = fold(decoded)
    marks.append(("fold", time.perf_counter()))
    assert len(case.statements) == count  # noqa: S101 - a benchmark of less would be a lie
    _ = case.standing
    marks.append(("standing", time.perf_counter()))
    _query(case)
    marks.append(("first mentions", time.perf_counter()))
    root(case.statements)
    marks.append(("Merkle root", time.perf_counter()))
    return {name: after - before for (_, before), (name, after) in itertools.pairwise(marks)}


def cache(where: str, count: int) -> Times:
    """Remember and recall an answer of a hundred bytes for each thousand statements."""
    store = _open(where)
    answer = b"x" * (count // 10)
    start = time.perf_counter()
    store.remember("a benchmark's question", answer)
    middle = time.perf_counter()
    for _ in range(20):
        assert store.recall("a benchmark's question") == answer  # noqa: S101 - else it timed nothing
    end = time.perf_counter()
    store.state()
    last = time.perf_counter()
    store.close()
    return {"remember": middle - start, "recall": (end - middle) / 20, "state": last - end}


MEASUREMENTS: dict[str, Callable[[str, int], Times]] = {
    m.__name__: m for m in (append, insert, open_and_fold, select_and_decode, phases, cache)
}


def measure(name: str, where: str, count: int) -> Times:
    """Run one measurement in a fresh process; its times, and its peak memory in megabytes."""
    command = [sys.executable, __file__, "--measure", name, "--where", where, "--count", str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    times: Times = json.loads(done.stdout)
    return times


# -- the table --------------------------------------------------------------------------------------------------------


def compare(kind: str, where: str, count: int, turns: int) -> dict[str, Any]:
    """All measurements of one store and size."""
    print(f"{kind}, {count:,} statements ...", file=sys.stderr, flush=True)
    written = measure("append", where, count)
    inserted = measure("insert", where, count)
    folds, plains = [], []
    for _ in range(turns):
        folds.append(measure("open_and_fold", where, count))
        plains.append(measure("select_and_decode", where, count))
    speeds = [plain["seconds"] / folded["seconds"] for folded, plain in zip(folds, plains, strict=True)]
    return {
        "kind": kind,
        "count": count,
        "append": written["seconds"],
        "append speed": inserted["seconds"] / written["seconds"],
        "fold": statistics.median(f["seconds"] for f in folds),
        "plain": statistics.median(p["seconds"] for p in plains),
        "speed": statistics.median(speeds),
        "least": min(speeds),
        "most": max(speeds),
        "fold memory": statistics.median(f["megabytes"] for f in folds),
        "plain memory": statistics.median(p["megabytes"] for p in plains),
        "phases": measure("phases", where, count),
        "cache": measure("cache", where, count),
    }


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    )


def report(results: Sequence[dict[str, Any]], turns: int) -> str:
    """The results as Markdown."""
    main = [
        [
            r["kind"],
            f"{r['count']:,}",
            f"{r['fold']:.3f} s",
            f"{r['plain']:.3f} s",
            f"{r['speed']:.2f}x ({r['least']:.2f}-{r['most']:.2f})",
            "yes" if r["speed"] >= TARGET else "NO",
            f"{r['fold memory']:.0f} MB",
            f"{r['plain memory']:.0f} MB",
        ]
        for r in results
    ]
    head = ["store", "statements", "open + fold", "SELECT + decode", "speed", f">= {TARGET}x", "peak", "peak, plain"]
    writes = [
        [
            r["kind"],
            f"{r['count']:,}",
            f"{r['append']:.2f} s",
            f"{r['count'] / r['append']:,.0f}/s",
            f"{r['append speed']:.2f}x",
            f"{r['cache']['remember'] * 1e3:.1f} ms",
            f"{r['cache']['recall'] * 1e3:.2f} ms",
            f"{r['cache']['state'] * 1e3:.2f} ms",
        ]
        for r in results
    ]
    writing = ["store", "statements", "append", "rate", "speed against INSERT", "remember", "recall", "state"]
    names = [name for name in results[0]["phases"] if name != "megabytes"]
    parts = [[r["kind"], f"{r['count']:,}", *(f"{r['phases'][n] * 1e3:.0f} ms" for n in names)] for r in results]
    return "\n\n".join(
        [
            f"Medians of {turns} turns; a speed is plain time / our time in the same turn (least-most).",
            _table(head, main),
            _table(writing, writes),
            _table(["store", "statements", *names], parts),
            "\n".join(growth(results)),
        ]
    )


def growth(results: Sequence[dict[str, Any]]) -> Iterator[str]:
    """How much longer the larger case takes."""
    for kind in dict.fromkeys(r["kind"] for r in results):
        small, large = (r for r in results if r["kind"] == kind)
        times = [f"{what} {large[what] / small[what]:.1f}x" for what in ("append", "fold", "plain")]
        yield f"- {kind}, {small['count']:,} to {large['count']:,} statements: {', '.join(times)}"


def run(counts: Sequence[int], turns: int) -> str:
    """Every store and size that this machine has; what was left out is said."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        binaries = find_binaries()
        cluster: Cluster | None = None if binaries is None else stack.enter_context(running_cluster(binaries))
        results = [compare("SQLite", str(folder / f"{count}.case"), count, turns) for count in counts]
        if cluster is None:
            return report(results, turns) + "\n\nPostgreSQL was left out: its programs are not on this machine."
        for count in counts:
            where = cluster.address(cluster.new_database())
            results.append(compare("PostgreSQL", where, count, turns))
        return report(results, turns)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="2,000 and 20,000 statements")
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--measure", choices=MEASUREMENTS, help=argparse.SUPPRESS)
    parser.add_argument("--where", help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        gc.collect()
        times = MEASUREMENTS[asked.measure](asked.where, asked.count)
        # Linux counts in kilobytes.
        times["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(times))
    else:
        print(run((2_000, 20_000) if asked.small else (20_000, 200_000), asked.turns))


if __name__ == "__main__":
    main()
