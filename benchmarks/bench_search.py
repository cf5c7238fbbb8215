"""Search: marks found again among millions by doubtful readings, beside the tools that people use for it.

python benchmarks/bench_search.py --marks 1000000 --seed 1 [--peers]

Peers are installed by `make peers`: tantivy (fuzzy terms of distance 2, and regular expressions where characters are
unread) and RapidFuzz (cdist). Each gets the same folded keys. Everything runs on one thread, in one run.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from witnessmark.marks.keys import skeleton
from witnessmark.matching.keycodes import coded
from witnessmark.matching.markindex import arrays, build, from_arrays, look_up
from witnessmark.synthetic.registers import many_marks

_SIGNS = "0123456789ABCDEFGHKMNPRTUVWXY"
_TOP = 10
_WIDER = 100
Answers = list[list[str]]


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


def _ours(
    marks: Sequence[str], keys: Sequence[str], folder: Path
) -> tuple[Callable[[Sequence[str]], Answers], float, int]:
    import pyarrow as pa  # noqa: PLC0415

    build(*coded(pa.array(["A1"] * 300)))  # compiles what is not compiled yet
    started = time.perf_counter()
    made = build(*coded(pa.array(marks)))
    for name, array in arrays(made).items():
        np.save(folder / f"{name}.npy", array)
    took = time.perf_counter() - started
    index = from_arrays({name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in arrays(made)})
    look_up(index, list(keys[:300]))

    def ask(questions: Sequence[str]) -> Answers:
        rows = index.rows
        return [
            [keys[int(rows[int(index.firsts[key])])] for key in found.keys[:_TOP]]
            for found in look_up(index, questions, most=_TOP)
        ]

    return ask, took, sum(path.stat().st_size for path in folder.iterdir())


def _tantivy(keys: Sequence[str], folder: Path) -> tuple[Callable[[Sequence[str]], Answers], float, int]:
    import tantivy  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: PLC0415
    from rapidfuzz.distance import Levenshtein  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415

    schema = tantivy.SchemaBuilder().add_text_field("key", stored=True, tokenizer_name="raw").build()
    started = time.perf_counter()
    index = tantivy.Index(schema, path=str(folder))
    writer = index.writer(heap_size=1_000_000_000, num_threads=1)
    for key in keys:
        writer.add_document(tantivy.Document(key=key))
    writer.commit()
    writer.wait_merging_threads()
    took = time.perf_counter() - started
    index.reload()
    searcher = index.searcher()

    def ask(questions: Sequence[str]) -> Answers:
        found = []
        for key in questions:
            if "*" in key:
                query = tantivy.Query.regex_query(schema, "key", key.replace("?", ".").replace("*", ".*"))
            else:  # an unread character is one of the two edits
                query = tantivy.Query.fuzzy_term_query(schema, "key", key, distance=2)
            hits = searcher.search(query, _WIDER).hits
            near = [searcher.doc(address)["key"][0] for _, address in hits]
            # Its hits come in no order, so that they are put into one by their distance.
            ranked = sorted((Levenshtein.distance(key, each), each) for each in near)
            found.append([each for _, each in ranked[:_TOP]])
        return found

    return ask, took, sum(path.stat().st_size for path in folder.iterdir())


def _rapidfuzz(keys: Sequence[str], _: Path) -> tuple[Callable[[Sequence[str]], Answers], float, int]:
    from rapidfuzz import process  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415
    from rapidfuzz.distance import Levenshtein  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415

    def ask(questions: Sequence[str]) -> Answers:
        asked = [key.replace("*", "") for key in questions]
        distances = process.cdist(asked, keys, scorer=Levenshtein.distance, score_cutoff=2, dtype=np.uint8, workers=1)
        return [[keys[int(n)] for n in np.argsort(row, kind="stable")[:_TOP] if row[n] <= 2] for row in distances]

    return ask, 0.0, 0


def _measure(
    name: str,
    ask: Callable[[Sequence[str]], Answers],
    asked: Sequence[str],
    truth: Sequence[str],
    took: float,
    size: int,
) -> float:
    started = time.perf_counter()
    answers = ask(asked)
    rate = len(asked) / (time.perf_counter() - started)
    recall = sum(key in found for key, found in zip(truth, answers, strict=True)) / len(asked)
    print(f"| {name} | {len(asked):,} | {rate:,.0f} | {recall:.4f} | {took:.1f} | {size / 1e9:.3f} |", flush=True)
    return rate


def main() -> int:
    """Builds, asks and compares; prints one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--marks", type=int, default=1_000_000)
    parser.add_argument("--readings", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", action="store_true", help="also run tantivy and RapidFuzz, on fewer readings")
    asked = parser.parse_args()
    marks = many_marks(asked.marks, asked.seed).to_pylist()
    keys = [skeleton(mark) for mark in marks]
    chance = random.Random(asked.seed)
    numbers = [chance.randrange(len(marks)) for _ in range(asked.readings)]
    questions = [_key(_read(marks[n], chance)) for n in numbers]
    truth = [keys[n] for n in numbers]
    print(f"{asked.marks:,} marks; top {_TOP}; one thread\n")
    print("| tool | readings | readings/s | recall@10 | build, s | disk, GB |")
    print("| --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        ask, took, size = _ours(marks, keys, Path(folder))
        ours = _measure("witnessmark", ask, questions, truth, took, size)
        few = questions[:200]
        started = time.perf_counter()
        for each in few:
            ask([each])
        single = (time.perf_counter() - started) / len(few)
    if asked.peers:
        for name, make, count in (("tantivy", _tantivy, 500), ("RapidFuzz cdist", _rapidfuzz, 50)):
            with tempfile.TemporaryDirectory() as folder:
                ask, took, size = make(keys, Path(folder))
                theirs = _measure(name, ask, questions[:count], truth[:count], took, size)
                print(f"  ours is {ours / theirs:,.0f} times as fast as {name}", file=sys.stderr)
    print(f"\none at a time, without compiling: {single * 1000:.2f} ms each")
    return 0


if __name__ == "__main__":
    sys.exit(main())
