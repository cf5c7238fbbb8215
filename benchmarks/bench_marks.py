"""Marks: random readings that must not crash, speed beside compiled regular expressions, and what is learnt.

python benchmarks/bench_marks.py --readings 1000000 --seed 1
"""

import argparse
import cProfile
import csv
import pstats
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from witnessmark.marks.confusion import default_model, distance, learn
from witnessmark.marks.keys import keys
from witnessmark.marks.meaning import interpret
from witnessmark.marks.reading import read, render
from witnessmark.synthetic.readings import judged_pairs

EXAMPLES = Path(__file__).parents[1] / "tests" / "unit" / "marks" / "mark_examples.csv"
_SLOWEST = 1.0
"""Seconds that no single reading may take."""
_NOTATION = "?*[]{}()<>/\\:|_- "
_COMMON = "0123456789ABCDEFGHIKLMNOPRSTXYZАБВГДИКМПРЦ٠١٢۴۵五六★△"

REGULAR = [
    re.compile(pattern)
    for pattern in (
        r"(?P<maker>[A-Z]{1,3})(?P<yy>\d{2})(?P<month>[A-HJ-M])(?P<interfix>\d{3})[-A-Z](?P<seq>\d{3})(?P<s>[A-Z]{0,2})",
        r"(?P<maker>[A-Z]{2,3})-(?P<interfix>\d{1,3})-(?P<seq>\d{1,4})(?P<suffix>[A-Z]?)",
        r"(?P<lot>[A-ZА-Я]?\d{1,3})[-/](?P<yy>\d{2})[-/](?P<factory>\d{1,3})",
        r"(?P<block>[A-ZА-Я]{2})[- ]?(?P<code>\d{2})[- ]?(?P<num>\d{4})",
        r"(?P<block>[A-ZА-Я]{2})[ -]?(?P<num>\d{4,5})",
        r"(?P<n>\d{8})",
        r"(?P<type>56)[- ]?(?P<num>\d{6,8})",
        r"(?P<block>[A-Z]{2})(?P<num>\d{6})",
        r"(?P<block>[A-PR-Y])(?P<num>\d{4,5})",
        r"(?P<block>[A-Z]{2,4})(?P<num>\d{3})(?P<cc>US)?",
        r"(?P<code>\d{1,4}|[A-Za-zА-Яа-я]{1,4})[ /_|](?P<yy>\d{2}|\d{4})",
        r"(?P<cage>[0-9A-HJ-NP-Z]{5})",
        r"(?P<fsc>\d{4})-?(?P<nation>\d{2})-?(?P<item>\d{3}-?\d{4})",
        r"(?P<group>\d{1,2})(?P<letter>[A-ZА-Я])(?P<num>\d{1,3})(?P<mod>[A-ZА-Я]{0,3}(?:-\d)?)",
        r"(?P<maker>\d{2})-(?P<type>\d{2})-(?P<num>\d{3,4})-(?P<yy>\d{2})",
        r"(?P<mm>0[1-9]|1[0-2])/(?P<yy>\d{2})",
        r"(?P<d1>[A-IK])(?P<d2>[A-IK])",
    )
]
"""What a user would write instead: one expression for each published format."""


def _random_readings(count: int, seed: int) -> Iterator[str]:
    """Unicode of every sort, notation in every disorder, and marks with holes in them."""
    chance = random.Random(seed)
    for number in range(count):
        length = chance.randrange(1, 45)
        match number % 4:
            case 0:
                yield "".join(chr(chance.randrange(0x110000)) for _ in range(length))
            case 1:
                yield "".join(chance.choices(_NOTATION + _COMMON, k=length))
            case 2:
                yield "".join(chance.choices(_COMMON, k=length % 12 + 1))
            case _:
                yield "".join(chance.choices("?*0123456789AK -", k=length))


def _hostile(count: int, seed: int) -> int:
    slowest, typed_slowest = 0.0, ""
    for number, typed in enumerate(_random_readings(count, seed), start=1):
        started = time.perf_counter()
        reading = read(typed)
        if not typed.startswith(render(reading.parts)):
            print(f"not read back as typed: {typed!r}")
            return 1
        keys(reading)
        interpret(typed)
        took = time.perf_counter() - started
        if took > slowest:
            slowest, typed_slowest = took, typed
        if number % 10_000 == 0:
            print(f"\r{number:,} of {count:,}", end="", file=sys.stderr, flush=True)
    print(f"\n{count:,} random readings, none failed; the slowest took {slowest:.3f} s: {typed_slowest!r}")
    return int(slowest > _SLOWEST)


def _rate(work: Callable[[str], object], marks: list[str], turns: int = 1) -> float:
    started = time.perf_counter()
    for _ in range(turns):
        for mark in marks:
            work(mark)
    return len(marks) * turns / (time.perf_counter() - started)


def _another(mark: str, chance: random.Random) -> str:
    """A mark of the same form with other digits, and so one that was not read before."""
    return "".join(chance.choice("0123456789") if c.isascii() and c.isdigit() else c for c in mark)


def _expressions(mark: str) -> list[dict[str, str]]:
    return [found.groupdict() for pattern in REGULAR if (found := pattern.fullmatch(mark))]


def _speed(seed: int) -> None:
    chance = random.Random(seed)
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        marks = [row["typed"] for row in csv.DictReader(file) if row["how"] == "mark"]
    interpret(marks[0])  # reads the tables
    others = [_another(mark, chance) for _ in range(20) for mark in marks]
    print("| full answer on | marks | ours/s | plain expressions/s | ratio |")
    print("| --- | --- | --- | --- | --- |")
    for name, some, turns in (("marks never seen before", others, 1), ("the same marks again", marks, 20)):
        ours, plain = _rate(interpret, some, turns), _rate(_expressions, some, turns * 5)
        print(f"| {name} | {len(some):,} | {ours:,.0f} | {plain:,.0f} | {ours / plain:.4f} |")
    _profile([_another(mark, chance) for _ in range(4) for mark in marks])


def _profile(marks: list[str]) -> None:
    """What bounds the full answer: the functions in which it spends its own time."""
    profile = cProfile.Profile()
    profile.runcall(_rate, interpret, marks)
    stats = pstats.Stats(profile)
    total = sum(own for _, _, own, _, _ in stats.stats.values())  # type: ignore[attr-defined]
    heaviest = sorted(stats.stats.items(), key=lambda each: -each[1][2])[:10]  # type: ignore[attr-defined]
    for (path, _, name), (_, calls, own, _, _) in heaviest:
        print(f"  {own / total:5.1%} {calls:9,} calls  {Path(path).stem}.{name}")


def _learning(seed: int) -> None:
    truth, start = default_model(wear=3.0), default_model()
    print(f"error of the learnt table, beginning at {distance(start, truth):.4f}")
    print("| judged pairs | error (three seeds) |")
    print("| --- | --- |")
    for count in (0, 10, 30, 100, 300, 1_000, 3_000, 10_000):
        errors = [distance(learn(judged_pairs(count, truth, seed=seed + n)), truth) for n in range(3)]
        print(f"| {count:,} | {', '.join(f'{error:.4f}' for error in errors)} |")


def main() -> int:
    """Run all three; the status is not 0 where a reading took too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readings", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    _speed(asked.seed)
    _learning(asked.seed)
    return _hostile(asked.readings, asked.seed)


if __name__ == "__main__":
    sys.exit(main())
