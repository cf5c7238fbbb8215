"""Linking: many readings at once against registers; a table in, a table out, the same on every engine."""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from witnessmark.app.lookup import Counter, LookedUp
from witnessmark.marks.keys import keys
from witnessmark.marks.reading import read
from witnessmark.matching.compiling import can_compile
from witnessmark.matching.many.linkage import COLUMNS, Linked, Linker, PartView
from witnessmark.matching.resolving.resolve import COVERAGE
from witnessmark.matching.search.ranges import held, holding
from witnessmark.ports import RegisterShelf
from witnessmark.registers.facts import FACTS

_STEP = 500

Ints = NDArray[np.int64]

ANSWERS = pa.schema(
    [
        pa.field("question", pa.int64()),
        pa.field("mark", pa.string()),
        pa.field("register", pa.string()),
        pa.field("part", pa.string()),
        pa.field("row", pa.int64()),
        pa.field("probability", pa.float64()),
        pa.field("next", pa.float64()),
        pa.field("in_no_register", pa.float64()),
        pa.field("credible", pa.int32()),
        pa.field("credible_holds_none", pa.bool_()),
        pa.field("by_accident", pa.float64()),
        pa.field("is_whole", pa.bool_()),
    ]
)
"""The likeliest weapon of each reading: its mark and a record of it; its probability and that of the next one, and of
"in no register"; how many weapons the credible set holds, and whether it holds "in no register"; how many other
records would explain the reading as well by accident; and whether all that fit were weighed one by one."""


class Linking:
    """Registers that are open to be asked for many readings at once."""

    def __init__(self, counter: Counter, shelf: RegisterShelf, *, coverage: float = COVERAGE) -> None:
        self._counter, self._coverage = counter, coverage
        # Without a compiler the loops over arrays are slower than the single look-up, which then answers all.
        self._linker = self._made(shelf) if can_compile() else None

    def _made(self, shelf: RegisterShelf) -> Linker:
        counter = self._counter
        views = [
            PartView(asked.register, asked.part.digest, shelf.records(asked.register, asked.part, *COLUMNS),
                     asked.index.marks)
            for asked in counter.asked
        ]  # fmt: skip
        return Linker(views, counter.population, counter.errors, coverage=self._coverage)

    def answers(self, questions: pa.Table, *, threads: int = 1) -> Iterator[pa.Table]:
        """The answers to a table with the columns of ``linkage.QUESTIONS``, some thousand at a time."""
        if self._linker is None:
            for first in range(0, questions.num_rows, _STEP):
                yield self._one_by_one(questions.slice(first, _STEP))
            return
        first = 0
        for linked in self._linker.ask(questions, threads=threads):
            count = len(linked.none)
            asked = questions.slice(first, count)
            yield self._told(self._linker, asked, linked)
            first += count

    def _told(self, linker: Linker, asked: pa.Table, linked: Linked) -> pa.Table:
        is_weighed = linked.is_weighed & ~self._in_ranges(asked["mark"])
        others = np.flatnonzero(~is_weighed)
        tables = [self._weighed(linker, np.asarray(asked["question"]), linked, np.flatnonzero(is_weighed))]
        if len(others):
            tables.append(self._one_by_one(asked.take(pa.array(others))))
        return pa.concat_tables(tables).sort_by("question")

    def _in_ranges(self, marks: pa.ChunkedArray) -> NDArray[np.bool_]:
        """Which readings can lie within a range of the registers: these are answered one by one."""
        found = np.zeros(len(marks), np.bool_)
        indexes = [asked.index.ranges for asked in self._counter.asked if len(asked.index.ranges.rows)]
        if indexes:
            spelled = [keys(read(typed or "")) for typed in marks.to_pylist()]
            owners = np.repeat(np.arange(len(spelled)), [len(each) for each in spelled])
            flat = pa.array([key for each in spelled for key in each], pa.string())
            is_certain = ~np.asarray(pc.match_substring_regex(flat, "[?*]"))
            for index in indexes:
                found[owners[is_certain][held(index, flat.filter(pa.array(is_certain)))]] = True
                for place in np.flatnonzero(~is_certain).tolist():
                    found[owners[place]] |= next(holding(index, flat[place].as_py()), None) is not None
        return found

    def _weighed(self, linker: Linker, numbers: Ints, linked: Linked, chosen: Ints) -> pa.Table:
        best = linked.rows[chosen, 0]
        marks, registers, parts, rows = linker.told(best)
        return pa.table(
            [
                pa.array(numbers[chosen]), marks, registers, parts, rows, pa.array(linked.probabilities[chosen, 0]),
                pa.array(linked.probabilities[chosen, 1]), pa.array(linked.none[chosen]),
                pa.array(linked.credible[chosen], pa.int32()), pa.array(linked.holds_none[chosen]),
                pa.array(linked.accident[chosen]), pa.array(linked.is_whole[chosen]),
            ], schema=ANSWERS,
        )  # fmt: skip

    def _one_by_one(self, asked: pa.Table) -> pa.Table:
        rows = asked.to_pylist()
        questions = [(row["mark"] or "", {name: row[name] for name in FACTS if row[name]}) for row in rows]
        answers = self._counter.ask_all(questions, coverage=self._coverage)
        told = [_line(row["question"], answer) for row, answer in zip(rows, answers, strict=True)]
        return pa.Table.from_pylist(told, schema=ANSWERS)


def _line(question: int, answer: LookedUp) -> dict[str, object]:
    found = answer.resolved
    best, record = (found.candidates[0], found.candidates[0].records[0]) if found.candidates else (None, None)
    return {
        "question": question,
        "mark": best and best.mark, "register": record and record.register, "part": record and record.part,
        "row": record and record.row, "probability": best.probability if best else 0.0,
        "next": found.candidates[1].probability if len(found.candidates) > 1 else 0.0,
        "in_no_register": found.in_no_register, "credible": found.credible,
        "credible_holds_none": found.credible_holds_none, "by_accident": best.chance_rate if best else 0.0,
        "is_whole": found.is_whole,
    }  # fmt: skip


def linked(
    shelf: RegisterShelf, names: Sequence[str], questions: pa.Table, *, coverage: float = COVERAGE, threads: int = 1
) -> pa.Table:
    """The answers to all questions of a table, in this process."""
    linking = Linking(Counter(shelf, names), shelf, coverage=coverage)
    return pa.concat_tables([ANSWERS.empty_table(), *linking.answers(questions, threads=threads)])
