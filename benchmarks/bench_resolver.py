"""Resolver: how often it is right, and whether its probabilities are, in registers whose truth we made.

python benchmarks/bench_resolver.py --seeds 10

40,000 registered weapons, 12 % of the readings of weapons in no register; characters unread (7 %) or misread; make,
model and year missing as in the field. Beside it: the exact mark with agreeing attributes, and Jaro-Winkler.
"""

import argparse
import itertools
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from witnessmark.adapters.machine import SystemClock
from witnessmark.adapters.shelf import FolderShelf
from witnessmark.app import registers
from witnessmark.app.lookup import Counter, LookedUp
from witnessmark.bootstrap import Silent
from witnessmark.marks.confusion import ConfusionModel, default_model
from witnessmark.matching.markmodel import plain
from witnessmark.synthetic.registers import Finding, Weapon, findings, table, weapons

_REGISTERED, _OUTSIDE = 40_000, 0.12
_SURE = 0.9
_COVERAGE = 1 - _OUTSIDE
_BANDS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0)

Scored = tuple[float, bool]
"""The probability that was given to an answer, and whether it was right."""


def _counter(folder: Path, registered: Sequence[Weapon]) -> Counter:
    shelf = FolderShelf(folder / "registers")
    pq.write_table(table(registered), folder / "maker.parquet")
    registers.add(shelf, "maker", str(folder / "maker.parquet"), SystemClock("0"), Silent())
    return Counter(shelf)


def _is_truth(facts: dict[str, str], mark: str, truth: Weapon) -> bool:
    same = plain(mark) == plain(truth.mark)
    return same and (facts.get("make"), facts.get("model"), facts.get("year")) == (truth.make, truth.model, truth.year)


def _scored(answers: Iterator[LookedUp], found: Sequence[Finding]) -> Iterator[tuple[Scored, bool, bool, int]]:
    """For each reading: the likeliest weapon, whether there is one, whether the credible set holds it, and its size."""
    for answer, finding in zip(answers, found, strict=True):
        resolved = answer.resolved
        best = resolved.candidates[0] if resolved.candidates else None
        is_right = finding.is_registered and best is not None and _is_truth(best.facts, best.mark, finding.truth)
        held = [_is_truth(c.facts, c.mark, finding.truth) for c in resolved.candidates[: resolved.credible]]
        is_held = any(held) if finding.is_registered else resolved.credible_holds_none
        yield (best.probability if best else 0.0, is_right), finding.is_registered, is_held, resolved.credible


def _run(seed: int, errors: ConfusionModel, count: int) -> tuple[list[Scored], int, float, float]:
    pool = weapons(int(_REGISTERED / (1 - _OUTSIDE)), seed)
    with tempfile.TemporaryDirectory() as folder:
        counter = _counter(Path(folder), pool[:_REGISTERED])
        found = list(findings(pool, _REGISTERED, count, errors, seed))
        answers = counter.ask_all([(f.typed, f.stated) for f in found], coverage=_COVERAGE)
        rows = list(_scored(answers, found))
    held = sum(is_held for _, _, is_held, _ in rows) / len(rows)
    size = statistics.median(credible for _, _, _, credible in rows)
    return [scored for scored, _, _, _ in rows], sum(registered for _, registered, _, _ in rows), held, size


def _exact(pool: Sequence[Weapon], found: Sequence[Finding]) -> tuple[float, float]:
    """Precision and recall of the same mark with no attribute that disagrees, where one weapon alone fits."""
    by_mark: dict[str, list[Weapon]] = {}
    for weapon in pool[:_REGISTERED]:
        by_mark.setdefault(weapon.mark, []).append(weapon)
    linked = right = 0
    for finding in found:
        fitting = [
            weapon
            for weapon in by_mark.get(finding.typed, ())
            if all(getattr(weapon, name) == value for name, value in finding.stated.items())
        ]
        if len(fitting) == 1:
            linked += 1
            right += finding.is_registered and fitting[0] == finding.truth
    return right / max(1, linked), right / sum(finding.is_registered for finding in found)


def _jaro_winkler(pool: Sequence[Weapon], found: Sequence[Finding], cutoff: float) -> tuple[float, float]:
    from rapidfuzz import process  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415
    from rapidfuzz.distance import JaroWinkler  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415

    marks = [weapon.mark for weapon in pool[:_REGISTERED]]
    linked = right = 0
    for finding in found:
        best = process.extractOne(finding.typed, marks, scorer=JaroWinkler.similarity, score_cutoff=cutoff)
        if best is not None:
            linked += 1
            right += finding.is_registered and pool[best[2]] == finding.truth
    return right / max(1, linked), right / sum(finding.is_registered for finding in found)


def _tell(name: str, scores: Sequence[tuple[float, float]]) -> None:
    precision, recall = (statistics.mean(each) for each in zip(*scores, strict=True))
    least, worst = (min(each) for each in zip(*scores, strict=True))
    print(f"| {name} | {precision:.3f} (least {least:.3f}) | {recall:.3f} (least {worst:.3f}) |", flush=True)


def _ours(name: str, errors: ConfusionModel, seeds: range, count: int) -> None:
    scores, every, held, sizes = [], list[Scored](), [], []
    for seed in seeds:
        scored, registered, is_held, size = _run(seed, errors, count)
        sure = [is_right for probability, is_right in scored if probability > _SURE]
        scores.append((sum(sure) / max(1, len(sure)), sum(sure) / registered))
        every.extend(scored)
        held.append(is_held)
        sizes.append(size)
    _tell(f"witnessmark, {name}, probability above {_SURE}", scores)
    share, size_of = statistics.mean(held), statistics.median(sizes)
    print(f"  credible sets (95 %) hold the truth: {share:.3f}; median size {size_of:.0f}")
    print("  calibration of the likeliest: " + "; ".join(_calibration(every)))


def _calibration(scored: Sequence[Scored]) -> Iterator[str]:
    for low, high in itertools.pairwise(_BANDS):
        inside = [(p, is_right) for p, is_right in scored if low < p <= high]
        if inside:
            said, was = statistics.mean(p for p, _ in inside), statistics.mean(r for _, r in inside)
            yield f"said {said:.3f}, was {was:.3f} ({len(inside):,})"


def main() -> int:
    """The table of precision and recall, and calibration under right and wrong assumptions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--readings", type=int, default=3_000)
    parser.add_argument("--peers", action="store_true", help="also run Jaro-Winkler, which needs RapidFuzz")
    asked = parser.parse_args()
    seeds = range(1, asked.seeds + 1)
    right, wrong = default_model(), default_model(wear=2.0)
    print("| method | precision | recall |\n| --- | --- | --- |")
    made = [(pool, list(findings(pool, _REGISTERED, asked.readings, right, seed)))
            for seed in seeds for pool in [weapons(int(_REGISTERED / (1 - _OUTSIDE)), seed)]]  # fmt: skip
    _tell("exact mark, attributes agree", [_exact(pool, found) for pool, found in made])
    if asked.peers:
        for cutoff in (0.90, 0.95):
            few = [(pool, found[:500]) for pool, found in made[:2]]
            _tell(f"Jaro-Winkler >= {cutoff}, the best", [_jaro_winkler(pool, found, cutoff) for pool, found in few])
    _ours("right noise", right, seeds, asked.readings)
    _ours("noise twice as strong as it takes it for", wrong, seeds, asked.readings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
