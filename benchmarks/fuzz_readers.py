"""Fuzzing: does any input make a reader fail in another way than the one it promises.

    python benchmarks/fuzz_readers.py --runs 100000 --seed 1
    python benchmarks/fuzz_readers.py --seed 1 --only 4711        # one input again
    python benchmarks/fuzz_readers.py --again                     # every input that was saved as a failure

Valid inputs, the examples among them, are mutated and fed to the readers; when the examples change, a number stands
for another input, and a saved input stays what it was. A reader may take an input or refuse it in its own way; whatever
else happens is a failure, saved under ``benchmarks/results/fuzz`` and printed with seed and number. What was taken must
also read back the same once written, and be judged without an error.
"""

import argparse
import io
import multiprocessing
import random
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from types import FrameType

# A script finds only what lies beside it; the rest lies in the folder above.
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import mutations  # noqa: E402 - see above
from benchmarks.fuzz_seeds import bundles, case_files, dates, notations, payloads, resealed  # noqa: E402 - see above

from witnessmark.adapters import engines, sql  # noqa: E402 - see above
from witnessmark.adapters.machine import KeyNotary, SystemClock  # noqa: E402 - see above
from witnessmark.case import bundle  # noqa: E402 - see above
from witnessmark.case.canonical import decode, decode_strictly, digest, encode  # noqa: E402 - see above
from witnessmark.case.fold import fold  # noqa: E402 - see above
from witnessmark.case.plausibility import problems  # noqa: E402 - see above
from witnessmark.errors import NotAllowed, RefusedInput, Tampered, WitnessmarkError  # noqa: E402 - see above
from witnessmark.model.ids import StatementId  # noqa: E402 - see above
from witnessmark.model.statement import Statement  # noqa: E402 - see above
from witnessmark.model.when import window  # noqa: E402 - see above
from witnessmark.notation.read import read  # noqa: E402 - see above
from witnessmark.notation.write import write  # noqa: E402 - see above

PATIENCE = 10
"""Seconds that one small input may take; more is a way to stop the program."""
CHUNK = 250
SAVED = ROOT / "benchmarks" / "results" / "fuzz"
PASSPHRASE = "invented"  # noqa: S105 - it guards nothing


class Broken(Exception):
    """A reader took an input and broke a promise about what it takes."""


# -- readers: each returns when it takes an input, and raises when it refuses it --------------------------------------


def _require(claim: bool, message: str) -> None:  # noqa: FBT001 - as assert
    if not claim:
        raise Broken(message)


def _judge(statements: Mapping[StatementId, Statement]) -> None:
    """What was taken can be folded and judged, and what is written of it never reads back as something else.

    It may be refused: a foreign case may hold a person's name in the open, which no file may.
    """
    problems(fold(statements.items()))
    text = write(statements)
    with suppress(RefusedInput):
        again = read(text.encode(), name="written.wit")
        _require(set(again.statements) == set(statements), f"what was written says something else:\n{text}")


def read_notation(payload: bytes) -> None:
    """A file in the notation; what is taken is taken again once written, and is the same."""
    document = read(payload, name="fuzz.wit")
    statements = {i: decode(p) for i, p in document.statements.items()}
    _judge(statements)
    text = write(statements, opened=document.opened)
    try:
        again = read(text.encode(), name="written.wit")
    except RefusedInput as error:
        raise Broken(f"what was written is refused:\n{error}\n{text}") from None
    _require(again.statements == document.statements, f"what was written says something else:\n{text}")
    _require(set(again.opened) == set(document.opened), f"what was written opens other values:\n{text}")
    _require(write(statements, opened=again.opened) == text, "what was written is written in another way")


def read_bundle(payload: bytes) -> None:
    """A bundle; what is taken can be judged and written."""
    taken = bundle.read(payload.splitlines(keepends=True))
    _judge({i: decode(p) for i, p in taken.statements})


def read_date(payload: bytes) -> None:
    """An EDTF date; what is taken starts before it ends."""
    when = window(payload.decode("utf-8", "replace"))
    for days in when.alternatives:
        _require(days.lo is None or days.hi is None or days.lo <= days.hi, f"ends before it starts: {when}")


def read_statement(payload: bytes) -> None:
    """A statement's bytes; what is taken is canonical and can be judged."""
    statement = decode_strictly(payload)
    _require(encode(statement) == payload, "taken, and not canonical")
    _judge({StatementId(digest(payload)): statement})


def read_case(payload: bytes) -> None:
    """A case file: opened, read to its end, and written to."""
    with tempfile.NamedTemporaryFile(suffix=".case") as file:
        file.write(payload)
        file.flush()
        path = Path(file.name)
        try:
            store = _opened(path)
            for look in (lambda: list(store.statements()), store.entries, store.envelopes, store.state):
                _looked(look)
            _looked(lambda: store.recall("an invented question"))
            notary = KeyNotary(b"f" * 32, recorder="fuzz", clock=SystemClock("1400000000"))
            _looked(lambda: store.append({StatementId(digest(b"new")): b"new"}, notary))
            store.close()
        finally:
            path.with_name(f"{path.name}-journal").unlink(missing_ok=True)


def _opened(path: Path) -> sql.SqlStore:
    try:
        engine, is_writable = engines.existing_file(path)
        return sql.open_existing(engine, where=str(path), is_writable=is_writable)
    except NotAllowed:
        engine, is_writable = engines.existing_file(path)
        return sql.open_existing(engine, where=str(path), passphrase=PASSPHRASE, is_writable=is_writable)


def _looked(look: Callable[[], object]) -> None:
    try:
        look()
    except WitnessmarkError:
        return


@dataclass(frozen=True)
class Reader:
    """A reader, the ways in which it may refuse, and how its inputs come to be."""

    read: Callable[[bytes], None]
    refusals: tuple[type[Exception], ...]
    make: Callable[[random.Random], bytes]
    share: int


def _from(seeds: Callable[[], list[bytes]], kinds: tuple[mutations.Mutation, ...], chance: random.Random) -> bytes:
    return mutations.mutated(chance, chance.choice(seeds()), kinds)


def _case_file(chance: random.Random) -> bytes:
    seed = chance.choice(case_files())
    if chance.random() < 0.2:
        return mutations.mutated(chance, seed, mutations.FILE)
    return mutations.overwritten(chance, seed)


def _resealed_bundle(chance: random.Random) -> bytes:
    return resealed(chance, chance.choice(bundles()), partial(mutations.mutated, mutations=mutations.JSON))


READERS: Mapping[str, Reader] = {
    "notation": Reader(read_notation, (RefusedInput,), partial(_from, notations, mutations.TEXT), 45),
    "bundle": Reader(read_bundle, (Tampered,), partial(_from, bundles, mutations.JSON), 10),
    "resealed bundle": Reader(read_bundle, (Tampered,), _resealed_bundle, 10),
    "date": Reader(read_date, (ValueError,), partial(_from, dates, mutations.DATE), 15),
    "statement": Reader(read_statement, (ValueError,), partial(_from, payloads, mutations.JSON), 17),
    "case file": Reader(read_case, (WitnessmarkError,), _case_file, 3),
}


# -- running ----------------------------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What came of some inputs."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[tuple[int, str, str, str]] = field(default_factory=list)
    """Number, reader, signature and report of each failure."""


def fuzzed(seed: int, number: int) -> tuple[str, bytes]:
    """The input with a number: which reader gets it, and its bytes."""
    chance = random.Random(f"{seed} {number}")
    name = chance.choices(list(READERS), [reader.share for reader in READERS.values()])[0]
    return name, READERS[name].make(chance)


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"took longer than {PATIENCE} seconds")


def outcome(name: str, payload: bytes) -> tuple[str, str, str]:
    """What a reader does with an input: taken, refused or failed, with a signature and a report of a failure."""
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            READERS[name].read(payload)
    except READERS[name].refusals:
        what = "refused"
    except Broken as error:
        return "failed", str(error).partition("\n")[0], _report(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
        return "failed", f"{type(error).__name__} at {_frames(error)[-1]}", _report(error)
    else:
        what = "taken"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if printed.getvalue():
        return "failed", f"{what}, and printed to standard output", printed.getvalue()
    return what, "", ""


def _frames(error: BaseException) -> list[str]:
    """The lines of ours that an error came through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if str(ROOT) in frame.filename] or frames
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.line}" for frame in ours]


def _report(error: BaseException) -> str:
    return "\n".join([*(f"  {line}" for line in _frames(error)), f"{type(error).__name__}: {error}"[:1_000]])


def fuzz_chunk(seed: int, first: int, last: int) -> Tally:
    """Feed the inputs with these numbers."""
    signal.signal(signal.SIGALRM, _too_slow)
    tally = Tally()
    for number in range(first, last):
        name, payload = fuzzed(seed, number)
        what, signature, report = outcome(name, payload)
        tally.outcomes[name, what] += 1
        if what == "failed":
            SAVED.mkdir(parents=True, exist_ok=True)
            (SAVED / f"{seed}-{number}-{name.replace(' ', '-')}").write_bytes(payload)
            tally.failures.append((number, name, signature, report))
    return tally


def _chunk(bounds: tuple[int, int, int]) -> Tally:
    return fuzz_chunk(*bounds)


def fuzz(seed: int, runs: int, processes: int) -> Iterator[Tally]:
    """The tallies of all chunks, as they are done."""
    chunks = [(seed, first, min(runs, first + CHUNK)) for first in range(0, runs, CHUNK)]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        yield from pool.imap_unordered(_chunk, chunks)


@cache
def _known_signatures() -> Counter[str]:
    return Counter()


def show(seed: int, tally: Tally) -> None:
    """Print each new kind of failure once, with the input that shows it."""
    for number, name, signature, report in tally.failures:
        _known_signatures()[f"{name}: {signature}"] += 1
        if _known_signatures()[f"{name}: {signature}"] == 1:
            _, payload = fuzzed(seed, number)
            print(f"\nFAILED {name}: {signature} (--seed {seed} --only {number})\n{payload[:600]!r}\n{report}")


def run(seed: int, runs: int, processes: int) -> int:
    """Fuzz and print what came of it; 1 where a reader failed."""
    outcomes: Counter[tuple[str, str]] = Counter()
    for tally in fuzz(seed, runs, processes):
        outcomes += tally.outcomes
        show(seed, tally)
        print(f"\r{outcomes.total():,} of {runs:,}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    for name in READERS:
        counts = ", ".join(f"{outcomes[name, what]:,} {what}" for what in ("taken", "refused", "failed"))
        print(f"{name:16} {counts}")
    for signature, count in _known_signatures().most_common():
        print(f"{count:6} x {signature}")
    return 1 if _known_signatures() else 0


def again() -> int:
    """Feed every saved input again; 1 where one still fails."""
    signal.signal(signal.SIGALRM, _too_slow)
    failed = 0
    for path in sorted(SAVED.glob("*-*-*")):
        what, signature, _ = outcome(path.name.split("-", 2)[2].replace("-", " "), path.read_bytes())
        failed += what == "failed"
        print(f"{path.name}: {what} {signature}")
    return 1 if failed else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", type=int, help="feed the input with this number alone")
    parser.add_argument("--again", action="store_true", help="feed the saved failures again")
    asked = parser.parse_args()
    if asked.again:
        return again()
    if asked.only is None:
        return run(asked.seed, asked.runs, asked.processes)
    tally = fuzz_chunk(asked.seed, asked.only, asked.only + 1)
    print(*fuzzed(asked.seed, asked.only), *tally.outcomes, sep="\n")
    show(asked.seed, tally)
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
