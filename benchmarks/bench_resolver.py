"""Resolver: how often it is right, and whether its probabilities are, in registers whose truth we made.

    python benchmarks/bench_resolver.py --seeds 10 [--peers] [--splink-seeds 3] [--picture docs/images/calibration.svg]

40,000 registered weapons, 12 % of the readings of weapons in no register; characters unread (7 %) or misread; make,
model and year missing as in the field. Beside it: the exact mark with agreeing attributes; Jaro-Winkler (RapidFuzz);
and Splink 5, the best line of each reading where its probability is above one half or 0.9. Splink is trained and set as
in ``linkage_peers.py``, on the same weapons and readings, for fewer seeds since it is slow. The picture holds the
calibration of all seeds.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

# A script finds only what lies beside it; the rest lies in the folder above.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import linkage_peers
from benchmarks.calibration_picture import Scored, bins, picture

from witnessmark.adapters.machine import SystemClock
from witnessmark.adapters.shelf import FolderShelf
from witnessmark.app import registers
from witnessmark.app.lookup import Counter, LookedUp
from witnessmark.bootstrap import Silent
from witnessmark.marks.confusion import ConfusionModel, default_model
from witnessmark.matching.resolving.markmodel import plain
from witnessmark.synthetic.registers import Finding, Weapon, findings, table, weapons

_REGISTERED, _OUTSIDE = 40_000, 0.12
_SURE = 0.9
_COVERAGE = 1 - _OUTSIDE
_BANDS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0)


class Run(NamedTuple):
    """One seed: its weapons, of which the first are registered, and its readings."""

    seed: int
    pool: list[Weapon]
    found: list[Finding]

    @property
    def registered(self) -> int:
        """How many readings are of registered weapons."""
        return sum(finding.is_registered for finding in self.found)


def _invented(seed: int, readings: int, errors: ConfusionModel) -> Run:
    pool = weapons(int(_REGISTERED / _COVERAGE), seed)
    return Run(seed, pool, list(findings(pool, _REGISTERED, readings, errors, seed)))


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


def _run(run: Run, errors: ConfusionModel) -> tuple[list[Scored], int, float, float]:
    found = list(findings(run.pool, _REGISTERED, len(run.found), errors, run.seed))
    with tempfile.TemporaryDirectory() as folder:
        counter = _counter(Path(folder), run.pool[:_REGISTERED])
        answers = counter.ask_all([(f.typed, f.stated) for f in found], coverage=_COVERAGE)
        rows = list(_scored(answers, found))
    held = sum(is_held for _, _, is_held, _ in rows) / len(rows)
    size = statistics.median(credible for _, _, _, credible in rows)
    return [scored for scored, _, _, _ in rows], sum(registered for _, registered, _, _ in rows), held, size


def _exact(run: Run) -> tuple[float, float]:
    """Precision and recall of the same mark with no attribute that disagrees, where one weapon alone fits."""
    by_mark: dict[str, list[Weapon]] = {}
    for weapon in run.pool[:_REGISTERED]:
        by_mark.setdefault(weapon.mark, []).append(weapon)
    linked = right = 0
    for finding in run.found:
        fitting = [
            weapon
            for weapon in by_mark.get(finding.typed, ())
            if all(getattr(weapon, name) == value for name, value in finding.stated.items())
        ]
        if len(fitting) == 1:
            linked += 1
            right += finding.is_registered and fitting[0] == finding.truth
    return right / max(1, linked), right / run.registered


def _jaro_winkler(run: Run, cutoff: float) -> tuple[float, float]:
    from rapidfuzz import process  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415
    from rapidfuzz.distance import JaroWinkler  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415

    marks = [weapon.mark for weapon in run.pool[:_REGISTERED]]
    linked = right = 0
    for finding in run.found:
        best = process.extractOne(finding.typed, marks, scorer=JaroWinkler.similarity, score_cutoff=cutoff)
        if best is not None:
            linked += 1
            right += finding.is_registered and run.pool[best[2]] == finding.truth
    return right / max(1, linked), right / run.registered


def _splink(run: Run) -> list[Scored]:
    """The probability of the best line of each reading that has one, and whether it is right."""
    finds = {"question": list(range(len(run.found))), "mark": [finding.typed for finding in run.found]}
    for name in ("make", "model", "country", "year"):
        finds[name] = [finding.stated.get(name, "") for finding in run.found]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pq.write_table(table(run.pool[:_REGISTERED]), folder / "lines.parquet")
        pq.write_table(pa.table(finds), folder / "finds.parquet")
        connection = linkage_peers.connected(folder, "6GB")
        linkage_peers.read(connection, folder)
        made = linkage_peers.linker(connection, linkage_peers.make_alone())
        linkage_peers.train(made, run.seed)
        query = f"select question, line, probability from ({linkage_peers.best(made)}) order by question"
        answers = connection.execute(query).fetchall()
    return [
        (probability, run.found[question].is_registered and run.pool[line] == run.found[question].truth)
        for question, line, probability in answers
    ]


def _above(scored: Sequence[Scored], cutoff: float, registered: int) -> tuple[float, float]:
    """Precision and recall of the answers that are surer than that."""
    sure = [is_right for probability, is_right in scored if probability > cutoff]
    return sum(sure) / max(1, len(sure)), sum(sure) / registered


def _tell(name: str, scores: Sequence[tuple[float, float]]) -> None:
    precision, recall = (statistics.mean(each) for each in zip(*scores, strict=True))
    least, worst = (min(each) for each in zip(*scores, strict=True))
    print(f"| {name} | {precision:.3f} (least {least:.3f}) | {recall:.3f} (least {worst:.3f}) |", flush=True)


def _ours(name: str, errors: ConfusionModel, runs: Sequence[Run]) -> list[Scored]:
    scores, every, held, sizes = [], list[Scored](), [], []
    for run in runs:
        scored, registered, is_held, size = _run(run, errors)
        scores.append(_above(scored, _SURE, registered))
        every.extend(scored)
        held.append(is_held)
        sizes.append(size)
    _tell(f"witnessmark, {name}, probability above {_SURE}", scores)
    share, size_of = statistics.mean(held), statistics.median(sizes)
    print(f"  credible sets (95 %) hold the truth: {share:.3f}; median size {size_of:.0f}")
    _tell_calibration(every)
    return every


def _tell_calibration(scored: Sequence[Scored]) -> None:
    told = (f"said {each.said:.3f}, was {each.was:.3f} ({each.answers:,})" for each in bins(scored, _BANDS))
    print("  calibration of the likeliest: " + "; ".join(told), flush=True)


def _peers(runs: Sequence[Run], splink_seeds: int) -> None:
    for cutoff in (0.90, 0.95):
        few = [run._replace(found=run.found[:500]) for run in runs[:2]]
        _tell(f"Jaro-Winkler >= {cutoff}, the best", [_jaro_winkler(run, cutoff) for run in few])
    slow = runs[:splink_seeds]
    answers = [_splink(run) for run in slow]
    for cutoff in (0.5, _SURE):
        scores = [_above(scored, cutoff, run.registered) for scored, run in zip(answers, slow, strict=True)]
        _tell(f"Splink 5, probability above {cutoff}", scores)
    _tell_calibration([each for scored in answers for each in scored])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--readings", type=int, default=3_000)
    parser.add_argument("--peers", action="store_true", help="also run Jaro-Winkler and Splink")
    parser.add_argument("--splink-seeds", type=int, default=3)
    parser.add_argument("--picture", type=Path, metavar="FILE", help="where to write the calibration as SVG")
    return parser.parse_args()


def main() -> int:
    """The table of precision and recall, and calibration under right and wrong assumptions."""
    asked = _arguments()
    right, wrong = default_model(), default_model(wear=2.0)
    print("| method | precision | recall |\n| --- | --- | --- |")
    runs = [_invented(seed, asked.readings, right) for seed in range(1, asked.seeds + 1)]
    _tell("exact mark, attributes agree", [_exact(run) for run in runs])
    if asked.peers:
        _peers(runs, asked.splink_seeds)
    curves = {
        "Right noise": _ours("right noise", right, runs),
        "Noise twice as strong as it takes it for": _ours("noise twice as strong as it takes it for", wrong, runs),
    }
    if asked.picture:
        asked.picture.write_text(picture(curves), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
