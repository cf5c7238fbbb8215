"""Ranges: which ranges of serials hold each of a million serials, beside the tools that people use for it.

python benchmarks/bench_ranges.py --serials 1000000 --ranges 5000000 --seed 1 [--peers] [--slow]

Ranges are of a few hundred prefixes, most of them short and some of them a fiftieth of all numbers; a third lie within
another. Every tool gets the same Arrow columns (prefix, how many digits, numbers) and gives the same pairs, of the
number of a serial and that of a range, as columns: how many they are, and a sum over them, must agree. `kept` is
asking alone, the median of `--turns`, where what is searched was built before; `one-off` is building and asking once.
All tools run in one run on one core, or on so many as `--cores` says, to which the process is bound; NCLS knows only
one thread. A ratio is a tool's seconds by ours, so above 1 ours is faster.

Peers are installed by `make peers`:

- DuckDB's IEJoin: prefix and digits are numbered, and number and prefix become one place, so that two inequalities are
  left, for which its account of range joins says IEJoin; the plan is checked to use it. With the table as it comes,
  and sorted by place, which is quicker to ask. A thread for each core; results as Arrow by the relational interface.
  (All in one statement, without a table of the places, it plans a piecewise merge join, which took hundreds of times
  as long.)
- `--slow`: the same with an equality on the prefix and `BETWEEN`. As DuckDB plans it that is a hash join; with
  `prefer_range_joins`, the setting that it has for this case, it is IEJoin. Both compare pairs of other prefixes or of
  other numbers, so that they take minutes.
- DuckDB with bins of 1,024 places, by hand: every range in all bins that it touches, joined by equality of the bin. Of
  bins of 64, 256, 1,024 and 4,096 places, and of bins that grow with the ranges, these were quickest in all.
- NCLS: one list of the same places for all prefixes; the serials are sorted by place before, which made it twice as
  quick. Its authors advise ruranges instead, which is not to be had for Python 3.11.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from witnessmark.matching.search import ranges

_PREFIXES = 300
_WARM = 5_000
_PLACES = 1_000_000_000
"""Places of one prefix and length; numbers are smaller."""
_BIN = 1_024
_LETTERS = "ACDEFHJKMNPR"
"""Letters that no digit is mistaken for: each is its own search key."""

Numbers = NDArray[np.int64]
Pairs = tuple[Any, Any]
"""Numbers of serials and, beside them, of ranges that hold them: arrays or Arrow columns."""


class Ranges(NamedTuple):
    """Some ranges of serials, column by column."""

    prefixes: pa.Array
    digits: Numbers
    firsts: Numbers
    lasts: Numbers


class Serials(NamedTuple):
    """Some serials, column by column."""

    prefixes: pa.Array
    digits: Numbers
    numbers: Numbers


class Tool(NamedTuple):
    """How a tool builds what is searched, how it is asked, and how it is seen that it went about it as it should."""

    build: Callable[[Ranges], Any]
    ask: Callable[[Any, Serials], Pairs]
    check: Callable[[Any], None] = lambda _: None


# -- what is asked ----------------------------------------------------------------------------------------------------


def _made(serials: int, count: int, seed: int) -> tuple[Ranges, Serials]:
    """Ranges and serials of the same prefixes; large makers have more of both, and some used two lengths."""
    chance = np.random.default_rng(seed)
    share = 1 / (np.arange(_PREFIXES) + 30)
    usual = chance.integers(5, 8, _PREFIXES)
    names = pa.array([_LETTERS[n % 12] + _LETTERS[n // 12 % 12] + "AC"[: n // 144] for n in range(_PREFIXES)])

    def some(many: int) -> tuple[pa.Array, Numbers, Numbers]:
        picked = chance.choice(_PREFIXES, many, p=share / share.sum())
        digits = usual[picked] + (chance.random(many) < 0.1)
        return names.take(pa.array(picked)), digits, picked * 20 + digits

    prefixes, digits, groups = some(count)
    room = 10**digits
    longest = np.where(chance.random(count) < 0.01, room // 50, room // 500)
    lengths = (longest ** chance.random(count)).astype(np.int64)
    firsts = (chance.random(count) * (room - lengths)).astype(np.int64)
    lasts = firsts + lengths - 1
    _put_within(firsts, lasts, groups, chance)
    asked, asked_digits, _ = some(serials)
    numbers = (chance.random(serials) * 10**asked_digits).astype(np.int64)
    return Ranges(prefixes, digits, firsts, lasts), Serials(asked, asked_digits, numbers)


def _put_within(firsts: Numbers, lasts: Numbers, groups: Numbers, chance: np.random.Generator) -> None:
    """Lays a third of the ranges anew, each within the one before it of its group."""
    order = np.argsort(groups, kind="stable")
    outer, inner = order[:-1], order[1:]
    is_within = (groups[outer] == groups[inner]) & (chance.random(len(inner)) < 1 / 3)
    outer, inner = outer[is_within], inner[is_within]
    ends = np.sort((chance.random((2, len(inner))) * (lasts[outer] - firsts[outer] + 1)).astype(np.int64), axis=0)
    firsts[inner], lasts[inner] = firsts[outer] + ends[0], firsts[outer] + ends[1]


# -- the tools --------------------------------------------------------------------------------------------------------


def _ours_built(told: Ranges) -> Any:
    return ranges.built(told.prefixes, told.firsts, told.lasts, told.digits)  # type: ignore[attr-defined, unused-ignore]


def _ours_asked(index: Any, asked: Serials) -> Pairs:
    found: Pairs = ranges.all_holding(index, asked.prefixes, asked.numbers, asked.digits)  # type: ignore[attr-defined, unused-ignore]
    return found


class _Listed(NamedTuple):
    """A nested containment list, and the prefixes by whose numbers its places begin."""

    prefixes: pa.Array
    places: Any


def _places(prefixes: Numbers, digits: Numbers, numbers: Numbers) -> Numbers:
    return (prefixes * 20 + digits) * _PLACES + numbers


def _ncls_built(told: Ranges) -> _Listed:
    from ncls import NCLS  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: PLC0415

    coded = told.prefixes.dictionary_encode()
    prefixes = coded.indices.to_numpy().astype(np.int64)
    firsts = _places(prefixes, told.digits, told.firsts)
    after = _places(prefixes, told.digits, told.lasts) + 1
    return _Listed(coded.dictionary, NCLS(firsts, after, np.arange(len(firsts))))


def _ncls_asked(listed: _Listed, asked: Serials) -> Pairs:
    known = pc.fill_null(pc.index_in(asked.prefixes, listed.prefixes), -1).to_numpy().astype(np.int64)
    places = _places(known, asked.digits, asked.numbers)
    order = np.argsort(places)
    places = places[order]
    found: Pairs = listed.places.all_overlaps_both(places, places + 1, order)
    return found


_SERIALS = f"""SELECT asked.serial, code * {_PLACES} + number AS place FROM asked JOIN codes USING (prefix, digits)"""
_PLACED = f"""SELECT code * {_PLACES} + first AS first, code * {_PLACES} + last AS last, told.range
    FROM told JOIN codes USING (prefix, digits)"""
_CODES = """CREATE TABLE codes AS
    SELECT prefix, digits, row_number() OVER () AS code FROM (SELECT DISTINCT prefix, digits FROM told)"""
_IE_JOIN = f"""SELECT serial, range FROM ({_SERIALS}) asked JOIN placed
    ON asked.place >= placed.first AND asked.place <= placed.last"""
_BINS = f"""SELECT serial, range FROM ({_SERIALS}) asked JOIN placed
    ON asked.place // {_BIN} = placed.bin AND asked.place BETWEEN placed.first AND placed.last"""
_EQUAL = """SELECT serial, range FROM asked JOIN placed ON asked.prefix = placed.prefix AND asked.digits = placed.digits
    AND asked.number BETWEEN placed.first AND placed.last"""


def _duckdb(query: str, *prepared: str, operator: str) -> Tool:
    """DuckDB with a query whose plan must have an operator, behind what is prepared for it."""

    def build(told: Ranges) -> Any:
        import duckdb  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415

        server = duckdb.connect(config={"threads": len(os.sched_getaffinity(0))})
        columns = [told.prefixes, told.digits, told.firsts, told.lasts, np.arange(len(told.firsts))]
        server.register("told", pa.table(columns, names=["prefix", "digits", "first", "last", "range"]))
        for statement in prepared:
            server.execute(statement)
        return server

    def ask(server: Any, asked: Serials) -> Pairs:
        columns = [*asked, np.arange(len(asked.numbers))]
        server.register("asked", pa.table(columns, names=["prefix", "digits", "number", "serial"]))
        found = server.sql(query).to_arrow_table()
        return found["serial"], found["range"]

    def check(server: Any) -> None:
        plan = server.sql(query).explain()
        if operator not in plan.upper().replace("_", "").replace(" ", ""):
            raise RuntimeError(f"want a plan with {operator}, got\n{plan}")

    return Tool(build, ask, check)


_PEERS = {
    "DuckDB IEJoin": _duckdb(_IE_JOIN, _CODES, f"CREATE TABLE placed AS {_PLACED}", operator="IEJOIN"),
    "DuckDB IEJoin, table sorted": _duckdb(
        _IE_JOIN, _CODES, f"CREATE TABLE placed AS {_PLACED} ORDER BY first", operator="IEJOIN"
    ),
    "DuckDB bins": _duckdb(
        _BINS,
        _CODES,
        f"""CREATE TABLE placed AS
            SELECT unnest(range(first // {_BIN}, last // {_BIN} + 1)) AS bin, * FROM ({_PLACED})""",
        operator="HASHJOIN",
    ),
    "NCLS": Tool(_ncls_built, _ncls_asked),
}
_SLOW = {
    "DuckDB, equal prefix, IEJoin": _duckdb(
        _EQUAL, "SET prefer_range_joins = true", "CREATE TABLE placed AS FROM told", operator="IEJOIN"
    ),
    "DuckDB, equal prefix, as planned": _duckdb(_EQUAL, "CREATE TABLE placed AS FROM told", operator="HASHJOIN"),
}


# -- measuring --------------------------------------------------------------------------------------------------------


class Times(NamedTuple):
    """Seconds, and the pairs that were found."""

    built: float
    kept: float
    once: float
    pairs: int
    total: int
    """A sum over all pairs that does not depend on their order."""


def _measure(tool: Tool, told: Ranges, asked: Serials, turns: int) -> Times:
    started = time.perf_counter()
    index = tool.build(told)
    built = time.perf_counter() - started
    found = tool.ask(index, asked)
    once = time.perf_counter() - started
    kept = []
    for _ in range(turns):
        del found
        started = time.perf_counter()
        found = tool.ask(index, asked)
        kept.append(time.perf_counter() - started)
    tool.check(index)
    serials, rows = (np.asarray(column).astype(np.uint64) for column in found)
    mixed = (serials * np.uint64(0x9E3779B97F4A7C15)) ^ (rows * np.uint64(0xC2B2AE3D27D4EB4F))
    return Times(built, statistics.median(kept), once, len(rows), int(mixed.sum(dtype=np.uint64)))


def _table(tools: Mapping[str, Tool], told: Ranges, asked: Serials, turns: int) -> Iterator[str]:
    few = _made(_WARM, _WARM, 0)
    yield "| tool | pairs | build, s | kept, s | ratio | one-off, s | ratio |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    ours: Times | None = None
    for name, tool in tools.items():
        try:
            tool.ask(tool.build(few[0]), few[1])  # loads and compiles what it needs
            times = _measure(tool, told, asked, 1 if name in _SLOW else turns)
        except ImportError as error:
            print(f"{name} was left out: {error}", file=sys.stderr)
            continue
        ours = ours or times
        assert (times.pairs, times.total) == (ours.pairs, ours.total), (name, times, ours)  # noqa: S101 - see bench_case_store
        cells = (name, f"{times.pairs:,}", f"{times.built:.3f}", f"{times.kept:.3f}", f"{times.kept / ours.kept:.2f}",
                 f"{times.once:.3f}", f"{times.once / ours.once:.2f}")  # fmt: skip
        yield f"| {' | '.join(cells)} |"


def _told_of(told: Ranges) -> str:
    lengths = told.lasts - told.firsts + 1
    parts = ", ".join(f"{n:,}" for n in np.percentile(lengths, [0, 50, 90, 99, 100]).astype(int).tolist())
    return f"serials of a range (least, half, nine tenths, 99 of 100, most): {parts}"


def main() -> int:
    """Builds, asks and compares; prints one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--serials", type=int, default=1_000_000)
    parser.add_argument("--ranges", type=int, default=5_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--cores", type=int, default=1)
    parser.add_argument("--peers", action="store_true", help="also run DuckDB and NCLS")
    parser.add_argument("--slow", action="store_true", help="also run DuckDB with an equality on the prefix: minutes")
    asked = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))[-asked.cores :]
    os.sched_setaffinity(0, cores)
    told, serials = _made(asked.serials, asked.ranges, asked.seed)
    tools = (
        {"witnessmark": Tool(_ours_built, _ours_asked)}
        | (_PEERS if asked.peers else {})
        | (_SLOW if asked.slow else {})
    )
    print(f"{asked.serials:,} serials in {asked.ranges:,} ranges; {len(cores)} of the cores; {_told_of(told)}\n")
    for line in _table(tools, told, serials, asked.turns):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
