"""An import that is killed at any moment leaves a whole case, says what is missing, and goes on where it stopped.

The import runs in a child of this process and is killed with ``SIGKILL``; the moments are random, with a seed.
"""

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import pytest
from tests.e2e.invented_tables import MAPPING, csv_of
from tests.e2e.running import User
from tests.support.children import Child

from witnessmark import bootstrap

ROWS = 2_500
LIVES = 8
AT_ANY_MOMENT = 0.3
"""The part of the lives that end at any moment; the others end while the case is written."""


def finds(chance: random.Random, *, day: str = "") -> Iterator[Sequence[str]]:
    """Invented finds, some of which cannot be read."""
    for n in range(1, ROWS + 1):
        when = day if day and n % 4 else f"{n % 28 + 1:02}.05.2014"
        serial = "1.20346E+15" if n % 50 == 0 else f"K{chance.choice('BCDF')} {n:05}"
        yield (str(n), serial, f"Orlan {n % 5}", when, f"Brigade {n % 40}")


def statements(case: Path) -> dict[str, bytes]:
    """Every statement of a case by its id."""
    store = bootstrap.open_store(str(case), None)
    try:
        return dict(store.statements())
    finally:
        store.close()


class Importer:
    """Somebody who imports one file into one case, again and again."""

    def __init__(self, user: User, case: Path, file: Path, mapping: Path, *more: str) -> None:
        self.words: tuple[str | Path, ...] = ("import", file, "--into", case, "-m", mapping, "--yes", *more)
        self.user, self.case = user, case

    def to_the_end(self) -> float:
        """Import it undisturbed; how many seconds that took."""
        start = time.monotonic()
        self.user.run(*self.words).check()
        return time.monotonic() - start

    def until_killed(self, chance: random.Random, seconds: float) -> None:
        """Begin, and die at some moment: within so many seconds, or not long after it began to write."""
        child = Child(self._work)
        if chance.random() < AT_ANY_MOMENT:
            time.sleep(chance.uniform(0, seconds))
        else:
            self._wait_until_it_writes(time.monotonic() + 2 * seconds)
            time.sleep(seconds / 5 * chance.random() ** 3)
        child.kill()

    def _work(self, _: BinaryIO) -> None:
        self.user.run(*self.words)

    def _wait_until_it_writes(self, end: float) -> None:
        journal = self.case.with_name(f"{self.case.name}-journal")
        while not journal.exists() and time.monotonic() < end:
            time.sleep(0.001)


def survive(importer: Importer, whole: dict[str, bytes], chance: random.Random, seconds: float) -> None:
    """Kill an import several times; each time what is there is whole and part of what should be."""
    before = statements(importer.case).keys()
    for _ in range(LIVES):
        importer.until_killed(chance, seconds)
        verified = importer.user.run("verify", importer.case).check().words
        there = statements(importer.case)
        assert there.items() <= whole.items()
        assert before <= there.keys()
        is_part = is_begun(there, whole) and any(i not in there for i in counted(whole))
        assert ("the import is not finished" in verified) == is_part
        print(f"killed with {len(there)} of {len(whole)} statements there")  # noqa: T201 - read where a test fails
        before = there.keys()


def counted(whole: dict[str, bytes]) -> set[str]:
    """The statements that imports count: all from the file; retractions are somebody's own."""
    return {i for i, payload in whole.items() if b'"kind":"retraction/' not in payload}


def is_begun(there: dict[str, bytes], whole: dict[str, bytes]) -> bool:
    """Whether the statement of the last import is there: it comes first."""
    imports = [i for i, payload in whole.items() if b'"kind":"import/' in payload]
    last = [i for i in imports if b'"previous":"' in whole[i]] or imports
    return any(i in there for i in last)


@pytest.mark.parametrize("seed", range(3))
def test_an_import_that_was_killed_several_times_ends_as_if_it_had_not_been(user: User, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - it only chooses moments and letters
    file = user.write("finds.csv", csv_of(list(finds(chance))))
    mapping = user.write("finds.toml", MAPPING.encode())
    undisturbed = Importer(user, user.case("undisturbed.case"), file, mapping)
    seconds = undisturbed.to_the_end()
    whole = statements(undisturbed.case)
    killed = Importer(user, user.case("killed.case"), file, mapping)
    survive(killed, whole, chance, seconds)
    killed.to_the_end()
    assert statements(killed.case) == whole
    assert "1 of 1 are finished" in user.run("verify", killed.case).check().words
    killed.to_the_end()
    assert statements(killed.case) == whole


def test_a_correction_that_was_killed_several_times_ends_as_if_it_had_not_been(user: User) -> None:
    first, second = (random.Random(7) for _ in range(2))  # noqa: S311 - they only choose letters
    mapping = user.write("finds.toml", MAPPING.encode())
    file = user.write("finds.csv", csv_of(list(finds(first))))
    cases = [user.case("undisturbed.case"), user.case("killed.case")]
    for case in cases:
        Importer(user, case, file, mapping).to_the_end()
    corrected = [row for row in finds(second, day="29.05.2014") if int(row[0]) % 10]
    file.write_bytes(csv_of(corrected))
    undisturbed = Importer(user, cases[0], file, mapping, "--by", "A. Vale")
    seconds = undisturbed.to_the_end()
    whole = statements(undisturbed.case)
    killed = Importer(user, cases[1], file, mapping, "--by", "A. Vale")
    survive(killed, whole, random.Random(8), seconds)  # noqa: S311 - it only chooses moments
    killed.to_the_end()
    assert statements(killed.case) == whole


def test_what_an_interrupted_edition_never_said_a_corrected_one_says(user: User) -> None:
    chance = random.Random(9)  # noqa: S311 - it only chooses letters
    rows = list(finds(chance))
    mapping = user.write("finds.toml", MAPPING.encode())
    file = user.write("finds.csv", csv_of(rows))
    whole = Importer(user, user.case("whole.case"), file, mapping)
    seconds = whole.to_the_end()
    killed = Importer(user, user.case("killed.case"), file, mapping)
    for _ in range(40):
        killed.until_killed(chance, seconds)
        if len(statements(killed.case)) > 1:
            break
    items = len(user.rows(whole.case, "item"))
    file.write_bytes(csv_of([*rows, ("9999", "KB 99999", "Orlan 1", "01.05.2014", "Brigade 1")]))
    killed.to_the_end()
    found = [row["text"] for row in user.rows(killed.case, "item")]
    assert len(found) == len(set(found)) == items + 1
    assert "the import is not finished" not in user.run("verify", killed.case).check().words
