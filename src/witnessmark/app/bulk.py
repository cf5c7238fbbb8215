"""Bulk: any number of readings looked up on an engine, stretch by stretch; what was finished is never done again."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from witnessmark.app.linking import ANSWERS, Linking
from witnessmark.app.lookup import Counter
from witnessmark.app.registers import pinned
from witnessmark.matching.many.linkage import QUESTIONS
from witnessmark.model.value import Result
from witnessmark.ports import Executor, Ledger, Progress, RegisterShelf
from witnessmark.registers.facts import FACTS
from witnessmark.version import VERSION


class Work(Result, frozen=True):
    """What is to be asked of which registers: all that an engine's worker needs to know, beside where they lie."""

    registers: tuple[tuple[str, str], ...]
    """The registers that are asked, each by the digest that it had."""
    coverage: float
    code: str = VERSION

    def check(self, shelf: RegisterShelf) -> None:
        """A ``UsageError`` where a register never had the digest; told before any worker is sent for."""
        for name, digest in self.registers:
            pinned(shelf, name, digest)

    def opened(self, shelf: RegisterShelf) -> Linking:
        """The registers, open to be asked."""
        pins = dict(self.registers)
        counter = Counter(shelf, tuple(pins), pins=pins)
        return Linking(counter, shelf, coverage=self.coverage)


def work_of(shelf: RegisterShelf, names: Sequence[str], coverage: float) -> Work:
    """The work of asking registers as they stand now."""
    return Work(registers=tuple(sorted(Counter.digests_of(shelf, names).items())), coverage=coverage)


def questions_of(asked: Sequence[tuple[str, Mapping[str, str]]]) -> pa.Table:
    """Readings as typed, with what is stated of each, as a table."""
    columns = [list(range(len(asked))), [typed for typed, _ in asked]]
    stated = [[told.get(name, "") for _, told in asked] for name in FACTS]
    return pa.table([*columns, *stated], schema=QUESTIONS)


def with_stated(questions: pa.Table, stated: Mapping[str, str]) -> pa.Table:
    """Questions with what is stated of all of them, where one says nothing of its own."""
    for name, value in stated.items():
        if value:
            own = questions[name]
            filled = pc.if_else(pc.equal(own, ""), pa.scalar(value), own)
            questions = questions.set_column(
                questions.schema.get_field_index(name), questions.schema.field(name), filled
            )
    return questions


def digest_of(table: pa.Table) -> str:
    """The digest of a table: of its columns and values, however it lies in memory."""
    found = hashlib.sha256(str(table.schema.remove_metadata()).encode())
    for batch in table.combine_chunks().to_batches():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as stream:
            stream.write_batch(pa.record_batch([_compact(c) for c in batch.columns], names=batch.schema.names))
        found.update(sink.getvalue())
    return found.hexdigest()


def _compact(column: pa.Array) -> pa.Array:
    """A column by its values alone: what lies behind a missing one differs from engine to engine."""
    return pa.array(column.to_pylist(), column.type)


def answered(executor: Executor, ledger: Ledger, work: Work, questions: pa.Table, progress: Progress) -> pa.Table:
    """The answers to all questions, in their order; stretches that the ledger holds are taken from it."""
    step, count = executor.step, questions.num_rows
    firsts = range(0, count, step)
    done = {first: kept for first in firsts if (kept := ledger.kept(first)) is not None}
    waiting = [first for first in firsts if first not in done]
    for first, table in _run(executor, work, questions, waiting):
        ledger.keep(first, table)
        done[first] = table
        progress.advance(sum(each.num_rows for each in done.values()), count, "looking up")
    return pa.concat_tables([ANSWERS.empty_table(), *(done[first] for first in firsts)])


def _run(executor: Executor, work: Work, questions: pa.Table, waiting: Sequence[int]) -> Iterator[tuple[int, pa.Table]]:
    stretches = ((first, questions.slice(first, executor.step)) for first in waiting)
    for first, table in executor.run(work, stretches):
        yield first, table.sort_by("question").cast(ANSWERS)


def run_digest(work: Work, questions: pa.Table, step: int) -> str:
    """By which the ledger of a run is found again: the same questions to the same registers by the same code."""
    about = [digest_of(questions), work.code, repr(work.coverage), str(step), *map("=".join, work.registers)]
    return hashlib.sha256("\n".join(about).encode()).hexdigest()[:32]
