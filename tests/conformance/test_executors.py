"""One suite for every executor: the same questions have the same answers, to the last bit, wherever they are asked."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from witnessmark.adapters.ledger import FolderLedger
from witnessmark.adapters.machine import SystemClock
from witnessmark.adapters.processes import LocalProcesses
from witnessmark.adapters.shelf import FolderShelf
from witnessmark.app import registers
from witnessmark.app.bulk import Work, answered, digest_of, questions_of, run_digest, work_of
from witnessmark.bootstrap import Silent
from witnessmark.errors import UsageError
from witnessmark.marks.confusion import default_model
from witnessmark.ports import Executor
from witnessmark.synthetic.registers import findings, table, weapons

STEP = 60
ODD = [("K[8B]*", {}), ("", {}), ("Ж-7", {"model": "nothing of ours"}), ("RX 00?50", {})]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two registers."""
    folder = tmp_path_factory.mktemp("executors")
    shelf = FolderShelf(folder / "registers")
    rows = table(weapons(2_000, 1))
    ranges = pa.table({"kind": ["range"], "mark": ["RX 00100"], "last": ["RX 00199"], "model": ["Pattern B"]})
    for name, each in (("maker", rows.slice(0, 1_500)), ("force", rows.slice(1_200)), ("force", ranges)):
        pq.write_table(each, folder / "file.parquet")
        registers.add(shelf, name, str(folder / "file.parquet"), SystemClock("0"), Silent())
    return folder


@pytest.fixture(scope="module")
def questions() -> pa.Table:
    """Readings of weapons that are registered and that are not, and odd ones."""
    found = findings(weapons(2_000, 1), 1_600, 200, default_model(), 3)
    return questions_of([*((each.typed, each.stated) for each in found), *ODD])


def local(folder: Path, processes: int) -> Executor:
    return LocalProcesses(folder / "registers", processes)


def spark(folder: Path) -> Executor:
    if not _has_spark():
        assert not os.environ.get("WITNESSMARK_REQUIRE_SPARK"), "want Java and pyspark for the executor on Spark"
        pytest.skip("want Java and pyspark for the executor on Spark")
    from witnessmark.adapters.spark import SparkCluster

    return SparkCluster(folder / "registers", "local[2]")


def _has_spark() -> bool:
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return False
    return shutil.which("java") is not None


EXECUTORS: dict[str, Callable[[Path], Executor]] = {
    "this process": lambda folder: local(folder, 1),
    "two processes": lambda folder: local(folder, 2),
    "spark": spark,
}


@pytest.fixture(params=EXECUTORS)
def executor(request: pytest.FixtureRequest, home: Path, monkeypatch: pytest.MonkeyPatch) -> Executor:
    """Each executor there is, with short stretches."""
    made = EXECUTORS[request.param](home)
    monkeypatch.setattr(made, "step", STEP)
    return made


@pytest.fixture
def work(home: Path) -> Work:
    return work_of(FolderShelf(home / "registers"), (), 0.5)


def ledger(folder: Path) -> FolderLedger:
    return FolderLedger(folder / "runs" / "one")


@pytest.fixture(scope="module")
def expected(home: Path, questions: pa.Table) -> str:
    """The digest of the answers, all asked in one go in this process."""
    work = work_of(FolderShelf(home / "registers"), (), 0.5)
    whole = local(home, 1)
    return digest_of(answered(whole, ledger(home / "expected"), work, questions, Silent()))


def test_the_answers_have_the_same_digest_everywhere(
    executor: Executor, work: Work, questions: pa.Table, expected: str, tmp_path: Path
) -> None:
    answers = answered(executor, ledger(tmp_path), work, questions, Silent())
    assert answers["question"].to_pylist() == list(range(questions.num_rows))
    assert digest_of(answers) == expected


def test_a_run_that_was_interrupted_goes_on_where_it_stopped(
    executor: Executor, work: Work, questions: pa.Table, expected: str, tmp_path: Path
) -> None:
    class Stop(Exception):
        pass

    class Impatient(Silent):
        def advance(self, done: int, total: int | None, what: str) -> None:
            raise Stop

    with pytest.raises(Stop):
        answered(executor, ledger(tmp_path), work, questions, Impatient())
    kept = [first for first in range(0, questions.num_rows, STEP) if ledger(tmp_path).kept(first) is not None]
    assert len(kept) == 1
    asked: list[int] = []

    class Watched:
        step = executor.step

        def run(self, work: Any, stretches: Any) -> Iterator[tuple[int, pa.Table]]:
            told = list(stretches)
            asked.extend(first for first, _ in told)
            return executor.run(work, told)

    answers = answered(Watched(), ledger(tmp_path), work, questions, Silent())
    assert digest_of(answers) == expected
    assert sorted([*asked, *kept]) == list(range(0, questions.num_rows, STEP))


def test_what_a_ledger_holds_damaged_is_done_again(
    executor: Executor, work: Work, questions: pa.Table, expected: str, tmp_path: Path
) -> None:
    answered(executor, ledger(tmp_path), work, questions, Silent())
    (broken, *_) = sorted((tmp_path / "runs" / "one").iterdir())
    broken.write_bytes(b"PAR1 and nothing of it")
    assert digest_of(answered(executor, ledger(tmp_path), work, questions, Silent())) == expected


def test_no_question_has_no_answer(executor: Executor, work: Work, tmp_path: Path) -> None:
    assert answered(executor, ledger(tmp_path), work, questions_of([]), Silent()).num_rows == 0


def test_a_register_that_never_had_the_digest_is_refused(
    executor: Executor, questions: pa.Table, tmp_path: Path
) -> None:
    other = Work(registers=(("maker", "ab" * 32),), coverage=0.5)
    with pytest.raises(UsageError, match="never had it"):
        answered(executor, ledger(tmp_path), other, questions, Silent())


def test_a_run_is_known_by_what_is_asked_of_what(work: Work, questions: pa.Table) -> None:
    known = run_digest(work, questions, STEP)
    assert known == run_digest(work, questions, STEP)
    others = [
        run_digest(work, questions.slice(1), STEP),
        run_digest(Work(registers=work.registers, coverage=0.6), questions, STEP),
        run_digest(Work(registers=work.registers[:1], coverage=0.5), questions, STEP),
        run_digest(work, questions, STEP + 1),
    ]
    assert len({known, *others}) == 5
