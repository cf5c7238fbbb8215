"""Summary: how the marks of a part of a register are made up, and how common each value of an attribute is."""

from collections import Counter
from collections.abc import Sequence

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from witnessmark.matching.markmodel import MarkModel, Shape, model_of
from witnessmark.matching.resolve import Population
from witnessmark.registers.facts import FACTS, year_made
from witnessmark.registers.schema import RecordKind

_SAMPLE = 50_000
"""Records from which it is learnt, spread evenly."""
_MOST_VALUES = 500
COLUMNS = ("kind", "mark", "make", "model", "calibre", "country", "event", "when")
"""The columns that it needs."""


class Summary(msgspec.Struct, frozen=True):
    """Of one part of a register."""

    records: int
    model: MarkModel
    often: dict[str, dict[str, float]]
    """Of each attribute, the share of records with each value among those that state one."""


def summary_of(records: pa.Table) -> Summary:
    """The summary of some records, from a sample where they are many."""
    step = max(1, records.num_rows // _SAMPLE)
    taken = records.take(pa.array(np.arange(0, records.num_rows, step)))
    kinds = pa.array([RecordKind.SERIAL.value, RecordKind.LOT.value])
    taken = taken.filter(pc.is_in(taken["kind"].cast(pa.string()), kinds))
    often = {name: _shares(_values(taken, name)) for name in FACTS}
    return Summary(records.num_rows, model_of(taken["mark"].to_pylist()), often)


def _values(records: pa.Table, name: str) -> list[str]:
    """The values of an attribute that are stated."""
    if name != "year":
        return [value for value in records[name].to_pylist() if value]
    known: dict[tuple[str, str], str] = {}
    pairs = zip(records["event"].to_pylist(), records["when"].to_pylist(), strict=True)
    years = (known[pair] if pair in known else known.setdefault(pair, year_made(*pair)) for pair in pairs)
    return [year for year in years if year]


def _shares(values: list[str]) -> dict[str, float]:
    ranked = sorted(Counter(values).items(), key=lambda each: (-each[1], each[0]))[:_MOST_VALUES]
    return {value: count / len(values) for value, count in ranked}


def population(summaries: Sequence[Summary]) -> Population:
    """Several parts as one whole, each counted by its records."""
    total = sum(summary.records for summary in summaries)
    often: dict[str, dict[str, float]] = {name: {} for name in FACTS}
    for summary in summaries:
        for name, shares in summary.often.items():
            for value, share in shares.items():
                often[name][value] = often[name].get(value, 0.0) + share * summary.records / max(1, total)
    return Population(total, _together(summaries), often)


def _together(summaries: Sequence[Summary]) -> MarkModel:
    if len(summaries) == 1:
        return summaries[0].model
    shapes: dict[str, Shape] = {}
    for summary in summaries:
        factor = summary.records / max(1, summary.model.total)
        for name, shape in summary.model.shapes.items():
            shapes[name] = _added(shapes.get(name), shape, factor)
    return MarkModel(sum(shape.count for shape in shapes.values()), shapes)


def _added(one: Shape | None, other: Shape, factor: float) -> Shape:
    scaled = [{c: max(1, round(n * factor)) for c, n in each.items()} for each in other.at]
    there = one.at if one is not None else [{} for _ in scaled]
    at = tuple(
        {c: mine.get(c, 0) + theirs.get(c, 0) for c in {**mine, **theirs}}
        for mine, theirs in zip(there, scaled, strict=True)
    )
    count = max((sum(each.values()) for each in at), default=1)
    return Shape(count, at)
