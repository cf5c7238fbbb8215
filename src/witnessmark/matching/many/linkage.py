"""Linkage: many readings at once against the registers; the likeliest weapons of each, and "in no register".

The same answers as ``resolve`` gives, without its explanations: Arrow tables in, Arrow tables out.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from witnessmark.marks.confusion import ConfusionModel
from witnessmark.matching.compiling import compiled
from witnessmark.matching.many import gathering, stacksums, weighing
from witnessmark.matching.many.arrays import ATTRIBUTES, LONGEST, Answers, Asked, Groups, Room, Rows
from witnessmark.matching.many.crowd import (
    KNOWN,
    Values,
    crowd_of,
    kind_chances,
    kinds_as_read,
    rates_of,
    sign_chances,
    told_of,
)
from witnessmark.matching.many.familysums import EDITS
from witnessmark.matching.many.gathering import MOST_RECORDS
from witnessmark.matching.many.markrows import mark_rows
from witnessmark.matching.many.questions import PLAIN, Places, Spelled, is_short, taken_apart
from witnessmark.matching.many.weighing import TOLD
from witnessmark.matching.resolving.accident import MOST_STEPS, lost_steps
from witnessmark.matching.resolving.markmodel import SIGNS, STRANGER, Sighted
from witnessmark.matching.resolving.population import Population
from witnessmark.matching.resolving.resolve import COVERAGE
from witnessmark.matching.search.markindex import MOST_FOUND, MarkIndex, search
from witnessmark.registers.facts import FACTS

QUESTIONS = pa.schema([pa.field("question", pa.int64()), pa.field("mark", pa.string()),
                       *(pa.field(name, pa.string()) for name in FACTS)])  # fmt: skip
"""What is asked: a number, the mark as typed, and what is stated of the weapon."""
COLUMNS = ("mark", "make", "model", "calibre", "country", "event", "when")
"""The columns of a register that it needs."""
_STEP = 50_000
_LONGEST_SHAPE = 256

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class PartView:
    """A part of a register as it is searched: its name and digest, its records, and the index of its marks."""

    register: str
    part: str
    records: pa.Table
    marks: MarkIndex


@dataclass(frozen=True)
class Linked:
    """What some readings can be; of those that are not weighed over arrays nothing is told."""

    is_weighed: Bools
    is_whole: Bools
    """Whether all records that fit were weighed one by one."""
    rows: Ints
    """By reading, a record of each of the likeliest weapons, counted over all parts; -1 where there is none."""
    probabilities: Floats
    none: Floats
    credible: Ints
    holds_none: Bools
    accident: Floats
    """How many other records would explain the reading as well as the likeliest does, by accident."""


class Linker:
    """Registers that are open to be asked for many readings."""

    def __init__(self, parts: Sequence[PartView], population: Population, errors: ConfusionModel, *,
                 coverage: float = COVERAGE) -> None:  # fmt: skip
        self.parts = sorted(parts, key=lambda part: (part.register, part.part))
        self._kernel = compiled(weighing)
        self._gather = compiled(gathering).gather
        self._read_columns = compiled(stacksums).read_columns
        self._population, self._signs = population, sign_chances(errors)
        self._values = Values([part.records for part in self.parts], population)
        self._starts = np.cumsum([0, *(part.records.num_rows for part in self.parts)])
        self._marks = pa.chunked_array([c for part in self.parts for c in part.records["mark"].chunks], pa.string())
        codes, lengths = mark_rows(self._marks, _width(self._marks))
        self._rows = Rows(codes, lengths, *self._values.arrays())
        self._is_long = bool((lengths > LONGEST).any())
        self._crowd = crowd_of(population, self._values)
        self._rates = rates_of(coverage)
        self._plain = self._measured(PLAIN)

    def told(self, rows: Ints) -> tuple[pa.Array, pa.Array, pa.Array, pa.Array]:
        """Mark, register, part and own number of records that are counted over all parts; null for -1."""
        is_there = rows >= 0
        number = np.maximum(np.searchsorted(self._starts, rows, side="right") - 1, 0)
        is_missing = pa.array(~is_there)
        nulls = pa.scalar(None, pa.string())
        names = [pa.array([getattr(part, which) for part in self.parts], pa.string()) for which in ("register", "part")]
        marks = self._marks.take(pa.array(np.maximum(rows, 0))).combine_chunks()
        own = pa.array(rows - self._starts[number], pa.int64(), mask=~is_there)
        return (
            pc.if_else(is_missing, nulls, marks),
            *(pc.if_else(is_missing, nulls, each.take(pa.array(number))) for each in names),
            own,
        )

    def ask(self, questions: pa.Table, *, threads: int = 1) -> Iterator[Linked]:
        """What the readings of a table can be, some thousand at a time; with the columns of ``QUESTIONS``."""
        with ThreadPoolExecutor(threads) as pool:
            waiting = deque[Future[Linked]]()
            for first in range(0, questions.num_rows, _STEP):
                waiting.append(pool.submit(self._ask, questions.slice(first, _STEP).combine_chunks()))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _ask(self, questions: pa.Table) -> Linked:
        count = questions.num_rows
        places, spelled = taken_apart(_column(questions, "mark"))
        begins, rows, unseen, is_whole = self._candidates(spelled)
        is_weighed = is_short(places) & ~_has_strangers(places)
        if self._is_long:
            owners = np.repeat(np.arange(count), np.diff(begins))
            is_weighed[owners[self._rows.lengths[rows] > LONGEST]] = False
        asked = self._asked(questions, places, begins, rows, unseen, is_weighed)
        answers: tuple[Any, ...] = Answers(
            np.full((count, TOLD), -1, np.int64), np.zeros((count, TOLD)), np.zeros(count), np.zeros(count, np.int64),
            np.zeros(count, np.bool_), np.zeros(count),
        )  # fmt: skip
        self._kernel.weigh_all(asked, self._crowd, self._rows, self._rates, self._room(), answers, 0, count)
        return Linked(is_weighed, is_whole, *answers)

    def _candidates(self, spelled: Spelled) -> tuple[Ints, Ints, Ints, Bools]:
        """Where the candidates of each reading begin, which records they are, how many more fit, if all were seen."""
        readings = len(spelled.firsts) - 1
        unseen, is_whole = np.zeros(readings, np.int64), np.ones(readings, np.bool_)
        found = [self._in_part(part, spelled, unseen, is_whole) for part in self.parts]
        counts = np.sum([each for each, _ in found], axis=0, dtype=np.int64)
        begins = np.append(0, np.cumsum(counts))
        rows = np.empty(int(begins[-1]), np.int64)
        free = begins[:-1].copy()
        for (own, chosen), start in zip(found, self._starts, strict=False):
            there = np.repeat(free - (np.cumsum(own) - own), own) + np.arange(len(chosen))
            rows[there] = chosen + start
            free += own
        return begins, rows, unseen, is_whole & (unseen == 0)

    def _in_part(self, part: PartView, spelled: Spelled, unseen: Ints, is_whole: Bools) -> tuple[Ints, Ints]:
        index, readings = part.marks, len(spelled.firsts) - 1
        found, costs, held, fitting = search(index, spelled.codes, spelled.lengths, spelled.gaps)
        owners = np.repeat(np.arange(readings), np.diff(spelled.firsts))
        np.add.at(unseen, owners, np.abs(fitting) - (fitting < 0) - held)
        is_whole[owners[(fitting < 0) | (held >= MOST_FOUND)]] = False
        counts, rows = np.zeros(readings, np.int64), np.empty(readings * MOST_RECORDS, np.int64)
        merged = np.empty(MOST_FOUND * max(1, np.diff(spelled.firsts).max(initial=0)), np.int64)
        written = self._gather(
            spelled.firsts, found, costs, held, index.firsts, index.rows, counts, unseen, rows, merged
        )  # fmt: skip
        return counts, rows[:written].copy()

    def _asked(self, questions: pa.Table, places: Places, begins: Ints, rows: Ints, unseen: Ints,
               is_weighed: Bools) -> Any:  # fmt: skip
        stated, years, told, chances = told_of(questions, self._values, len(self._crowd.shares))
        # A reading that is not weighed has no place and no candidate.
        counts = np.where(is_weighed, np.diff(places.firsts), 0)
        kept = np.repeat(is_weighed, np.diff(places.firsts))
        chosen = np.repeat(is_weighed, np.diff(begins))
        found: tuple[Any, ...] = (
            np.append(0, np.cumsum(counts)), places.kinds[kept], *self._kinds_of(places.seen),
            stated, years, told, chances,
            np.append(0, np.cumsum(np.where(is_weighed, np.diff(begins), 0))), rows[chosen],
            np.where(is_weighed, unseen, 0),
        )  # fmt: skip
        return Asked(*found)

    def _kinds_of(self, seen: tuple[Sighted, ...]) -> tuple[Any, ...]:
        """The fields of ``Asked`` from ``seen`` to ``ranked``; those of plain places are worked out once."""
        if seen[: len(PLAIN)] != PLAIN:
            return self._measured(seen)
        more = seen[len(PLAIN) :]
        if not more:
            return self._plain
        return tuple(np.concatenate(both) for both in zip(self._plain, self._measured(more), strict=True))

    def _measured(self, seen: tuple[Sighted, ...]) -> tuple[Any, ...]:
        kinds, as_read, shapes = kind_chances(seen, self._signs), kinds_as_read(seen), int(self._crowd.bases[-1])
        reads, free = np.zeros((len(kinds), len(self._crowd.often))), np.zeros((len(kinds), shapes))
        self._read_columns(kinds, self._crowd.often, reads)
        self._read_columns(kinds * as_read, self._crowd.often[:shapes], free)
        lost = np.minimum(lost_steps(kinds), MOST_STEPS + 1).astype(np.int64)
        return (
            kinds, kinds[:, :KNOWN].mean(axis=1, keepdims=True), reads, free,
            np.array([not place.candidates for place in seen]), as_read, lost, np.log(kinds.max(axis=1)),
            np.argsort(lost, axis=1, kind="stable"),
        )  # fmt: skip

    def _room(self) -> Room:
        crowd, most = self._crowd, MOST_RECORDS * max(1, len(self.parts))
        families, shapes = len(crowd.shares), len(crowd.family)
        groups = Groups(np.zeros(most, np.int64), np.zeros((most, ATTRIBUTES), np.int32), np.zeros(most, np.int64))
        wide = max(1, np.diff(crowd.firsts).max(initial=0), np.diff(crowd.entry_begins).max(initial=0))
        longest = max(LONGEST, crowd.lengths[crowd.lengths <= 2 * LONGEST].max(initial=0)) + 1
        return Room(
            np.zeros(_LONGEST_SHAPE + LONGEST), np.zeros((1, _LONGEST_SHAPE + LONGEST), np.int64),
            np.zeros(((EDITS + 2) * 2 * longest + 1, wide)), np.zeros((LONGEST, longest * wide)),
            np.zeros(LONGEST, np.int32), np.zeros(wide, np.int64), np.zeros(families),
            np.zeros(families), np.zeros(families), np.zeros(families), np.zeros(families),
            np.zeros(families, np.bool_), np.zeros(most, np.int64), np.zeros(most), np.zeros(most),
            np.zeros(most, np.int64), np.zeros((2 * MOST_STEPS + 2, wide)), np.zeros(2 * MOST_STEPS + 2),
            np.zeros((2, MOST_STEPS + 1), np.int64), np.zeros(MOST_STEPS + 1, np.bool_),
            np.zeros(STRANGER + 1, np.int64), np.zeros((STRANGER + 1, wide)), np.zeros(shapes), groups,
        )  # fmt: skip


def _column(table: pa.Table, name: str) -> pa.Array:
    column = table[name]
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _width(marks: pa.ChunkedArray) -> int:
    """As wide as the longest mark, so that millions of short ones take little room."""
    return max(1, min(LONGEST, pc.max(pc.binary_length(marks)).as_py() or 1))


def _has_strangers(places: Places) -> Bools:
    """Which readings have a character that is not told apart from others."""
    strange = np.array([any(c not in SIGNS for c, _ in place.candidates) for place in places.seen])
    owners = np.repeat(np.arange(len(places.firsts) - 1), np.diff(places.firsts))
    found = np.zeros(len(places.firsts) - 1, np.bool_)
    found[owners[(places.kinds >= 0) & strange[places.kinds]]] = True
    return found
