"""Lookup: which registered weapons a reading can be, over all registers of the machine or some of them."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from witnessmark.app.registers import PartIndex, existing, index_of, pinned
from witnessmark.errors import UsageError
from witnessmark.marks.confusion import ConfusionModel
from witnessmark.marks.keys import keys
from witnessmark.marks.reading import read
from witnessmark.matching.many.gathering import MOST_RECORDS
from witnessmark.matching.resolving.resolve import COVERAGE, Record, Resolved, cautious, resolve
from witnessmark.matching.resolving.summary import population
from witnessmark.matching.search.markindex import MOST_FOUND, Found, MarkIndex, look_up
from witnessmark.matching.search.ranges import holding
from witnessmark.model.value import Result
from witnessmark.ports import Progress, RegisterShelf
from witnessmark.registers.facts import facts
from witnessmark.registers.shelf import Part
from witnessmark.version import VERSION

if TYPE_CHECKING:
    import pyarrow as pa

_STEP = 500


class LookedUp(Result, frozen=True, kw_only=True):
    """What a reading can be, by which registers."""

    typed: str
    stated: dict[str, str]
    problems: tuple[str, ...]
    resolved: Resolved
    registers: dict[str, str]
    """The registers that were asked, with their digests."""
    coverage: float
    code: str


@dataclass(frozen=True)
class Asked:
    """A part of a register that is asked."""

    register: str
    part: Part
    index: PartIndex


class Counter:
    """The registers that are open to be asked; what does not change from question to question is kept."""

    def __init__(
        self, shelf: RegisterShelf, names: Sequence[str] = (), *, errors: ConfusionModel | None = None,
        pins: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """Registers as they stand, or, where they are pinned, as they stood when they had a digest."""
        self._shelf = shelf
        self.errors = cautious() if errors is None else errors
        self.digests = self.digests_of(shelf, names) | dict(pins or {})
        self.asked = [
            Asked(name, part, index_of(shelf, name, part))
            for name, digest in self.digests.items()
            for part in pinned(shelf, name, digest)
        ]
        self.population = population([asked.index.summary for asked in self.asked])

    @staticmethod
    def digests_of(shelf: RegisterShelf, names: Sequence[str] = ()) -> dict[str, str]:
        """The registers of some names, or all, each with the digest that it has now."""
        chosen = list(dict.fromkeys(names or shelf.names()))
        if not chosen:
            raise UsageError("want a register to look in, got none; witnessmark register add NAME FILE")
        return {name: existing(shelf, name).digest for name in chosen}

    def records(self, *columns: str) -> "list[pa.Table]":
        """Some columns of all records that are asked, part by part."""
        return [self._shelf.records(asked.register, asked.part, *columns) for asked in self.asked]

    def ask(self, typed: str, stated: Mapping[str, str] | None = None, *, coverage: float = COVERAGE) -> LookedUp:
        """What one reading can be."""
        return next(self.ask_all([(typed, stated or {})], coverage=coverage))

    def ask_all(
        self, questions: Sequence[tuple[str, Mapping[str, str]]], *, coverage: float = COVERAGE
    ) -> Iterator[LookedUp]:
        """What each reading can be; searched together, which is faster."""
        readings = [read(typed) for typed, _ in questions]
        spelled = [keys(reading) or ("",) for reading in readings]
        flat = list(itertools.chain.from_iterable(spelled))
        found = [look_up(asked.index.marks, flat) for asked in self.asked]
        fetched = [self._fetch(asked, hits) for asked, hits in zip(self.asked, found, strict=True)]
        place = 0
        for (typed, stated), reading, spellings in zip(questions, readings, spelled, strict=True):
            mine = [each[place : place + len(spellings)] for each in found]
            place += len(spellings)
            records = [record for rows, hits in zip(fetched, mine, strict=True) for record in rows(hits)]
            records += [record for asked in self.asked for record in self._in_ranges(asked, spellings)]
            unseen = sum(_unseen(asked.index.marks, hits) for asked, hits in zip(self.asked, mine, strict=True))
            resolved = resolve(
                reading, stated, records, self.population, errors=self.errors, coverage=coverage, unseen=unseen,
                is_whole=not unseen and all(_is_whole(hit) for hits in mine for hit in hits),
            )  # fmt: skip
            yield LookedUp(
                typed=typed, stated=dict(stated), problems=reading.problems, resolved=resolved, registers=self.digests,
                coverage=coverage, code=VERSION,
            )  # fmt: skip

    def _fetch(self, asked: Asked, hits: Sequence[Found]) -> Callable[[Sequence[Found]], list[Record]]:
        """The records of all that was found, read at once, by what was found."""
        wanted = sorted({row for hit in hits for row in _rows(asked.index.marks, [hit])})
        values = self._shelf.rows(asked.register, asked.part, wanted).to_pylist() if wanted else []
        by_row = {
            row: Record(register=asked.register, part=asked.part.digest, row=row, mark=each["mark"], facts=facts(each))
            for row, each in zip(wanted, values, strict=True)
        }
        return lambda some: [by_row[row] for row in _rows(asked.index.marks, some)]

    def _in_ranges(self, asked: Asked, spellings: Sequence[str]) -> Iterator[Record]:
        """The serials within ranges that a reading can be, each as a record of its own."""
        found = {(each.row, each.key): each for key in spellings for each in holding(asked.index.ranges, key)}
        rows = sorted({row for row, _ in found})
        values = self._shelf.rows(asked.register, asked.part, rows).to_pylist() if rows else []
        by_row = dict(zip(rows, values, strict=True))
        for (row, _), each in sorted(found.items()):
            told = by_row[row]
            mark = told["mark"].strip()[: -each.digits] + each.key[-each.digits :]
            within = {"range": f"{told['mark']} to {told['last']}"}
            yield Record(
                register=asked.register, part=asked.part.digest, row=row, mark=mark, facts={**facts(told), **within}
            )  # fmt: skip


def _is_whole(hit: Found) -> bool:
    return hit.is_whole and len(hit.keys) < MOST_FOUND


def _unseen(index: MarkIndex, hits: Sequence[Found]) -> int:
    """How many records fit a reading beside those that can be told: it is so vague, or they bear one mark."""
    keys = {key for hit in hits for key in hit.keys}
    rows = sum(len(index.rows_of(key)) for key in keys)
    beyond = sum(hit.fitting - len(hit.keys) for hit in hits)
    return max(0, rows - MOST_RECORDS) + beyond


def _rows(index: MarkIndex, hits: Sequence[Found]) -> list[int]:
    """The rows of the keys that were found, cheapest first, as far as they can be told."""
    costs: dict[int, int] = {}
    for hit in hits:
        for key, cost in zip(hit.keys, hit.costs, strict=True):
            costs[key] = min(cost, costs.get(key, cost))
    rows: list[int] = []
    for key in sorted(costs, key=lambda key: (costs[key], key)):
        rows.extend(index.rows_of(key).tolist())
        if len(rows) >= MOST_RECORDS:
            break
    return rows[:MOST_RECORDS]


def looked_up(
    counter: Counter,
    questions: Sequence[tuple[str, Mapping[str, str]]],
    progress: Progress,
    *,
    coverage: float = COVERAGE,
) -> Iterator[LookedUp]:
    """Many readings, some hundred at once."""
    for first in range(0, len(questions), _STEP):
        progress.advance(first, len(questions), "looking up")
        yield from counter.ask_all(questions[first : first + _STEP], coverage=coverage)
