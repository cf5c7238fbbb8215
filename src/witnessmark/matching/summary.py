"""Summary: how the marks of a part of a register are made up, and how common each value of an attribute is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from witnessmark.matching.dating import dated
from witnessmark.matching.markmodel import Family, MarkModel, Shape, model_of
from witnessmark.matching.population import Population
from witnessmark.registers.checking import range_of
from witnessmark.registers.facts import FACTS, year_made
from witnessmark.registers.schema import SINGLE, RecordKind

_SAMPLE = 50_000
"""Records from which it is learnt, spread evenly."""
_MOST_VALUES = 500
_MOST_FAMILIES = 400
_MOST_SHAPES = 12
COLUMNS = ("kind", "mark", "last", "make", "model", "calibre", "country", "event", "when")
"""The columns that it needs."""


class Summary(msgspec.Struct, frozen=True):
    """Of one part of a register."""

    records: int
    """Weapons and lots, those within ranges too."""
    model: MarkModel
    often: dict[str, dict[str, float]]
    """Of each attribute, the share of records with each value among those that state one."""
    stated: dict[str, float]
    """Of each attribute, the share of records that state it."""
    families: tuple[Family, ...]
    """Its makes and models, commonest first."""


def summary_of(records: pa.Table) -> Summary:
    """The summary of some records, from a sample where they are many."""
    kinds = records["kind"].cast(pa.string())
    singles = np.flatnonzero(np.asarray(pc.is_in(kinds, pa.array(SINGLE))))
    ranges = np.flatnonzero(np.asarray(pc.equal(kinds, RecordKind.RANGE.value)))
    told = records.select(["mark", "last"]).take(pa.array(ranges)).to_pydict()
    found = [range_of(first, last) for first, last in zip(told["mark"], told["last"], strict=True)]
    within = sum(each[2] - each[1] + 1 for each in found if each is not None)
    step = max(1, (len(singles) + within) // _SAMPLE)
    chosen = [(int(row), "") for row in singles[::step]]
    for row, each in zip(ranges.tolist(), found, strict=True):
        chosen += [(row, mark) for mark in _some_of(each, step)]
    taken = records.take(pa.array([row for row, _ in chosen], pa.int64()))
    marks = [mark or own for (_, mark), own in zip(chosen, taken["mark"].to_pylist(), strict=True)]
    values = {name: _values(taken, name) for name in FACTS}
    often = {name: _shares([value for value in found if value]) for name, found in values.items()}
    stated = {name: sum(map(bool, found)) / max(1, len(found)) for name, found in values.items()}
    return Summary(len(singles) + within, model_of(marks), often, stated, tuple(_families(marks, values)))


def _some_of(found: tuple[str, int, int, int] | None, step: int) -> Iterator[str]:
    """Every so many serials of a range, and one of a short one."""
    if found is not None:
        prefix, first, last, digits = found
        yield from (f"{prefix}{number:0{digits}}" for number in range(first, last + 1, step))


def _families(marks: Sequence[str], values: Mapping[str, Sequence[str]]) -> Iterator[Family]:
    """Marks by make and model; what is not among the commonest is one family of its own."""
    kinds = list(zip(values["make"], values["model"], strict=True))
    common = {kind for kind, _ in sorted(Counter(kinds).items(), key=lambda each: (-each[1], each[0]))[:_MOST_FAMILIES]}
    rows: dict[tuple[str, str] | None, list[int]] = {}
    for row, kind in enumerate(kinds):
        rows.setdefault(kind if kind in common else None, []).append(row)
    for family, chosen in sorted(rows.items(), key=lambda each: (-len(each[1]), str(each[0]))):
        often = {name: _shares([found[row] for row in chosen if found[row]]) for name, found in values.items()}
        shapes = model_of((marks[row] for row in chosen), most=_MOST_SHAPES)
        make, model = family or ("", "")
        years = dated([marks[row] for row in chosen], [values["year"][row] for row in chosen], shapes)
        stated = {name: shares for name, shares in often.items() if shares}
        yield Family(make, model, len(chosen) / len(marks), stated, shapes, years)


def _values(records: pa.Table, name: str) -> list[str]:
    """The values of an attribute, row by row; empty where none is stated."""
    if name != "year":
        return [value or "" for value in records[name].to_pylist()]
    known: dict[tuple[str, str], str] = {}
    pairs = zip(records["event"].to_pylist(), records["when"].to_pylist(), strict=True)
    return [known[pair] if pair in known else known.setdefault(pair, year_made(*pair)) for pair in pairs]


def _shares(values: list[str]) -> dict[str, float]:
    ranked = sorted(Counter(values).items(), key=lambda each: (-each[1], each[0]))[:_MOST_VALUES]
    return {value: count / len(values) for value, count in ranked}


def population(summaries: Sequence[Summary]) -> Population:
    """Several parts as one whole, each counted by its records."""
    total = sum(summary.records for summary in summaries)
    often: dict[str, dict[str, float]] = {name: {} for name in FACTS}
    for name, found in often.items():
        stating = sum(summary.records * summary.stated.get(name, 0.0) for summary in summaries)
        for summary in summaries:
            weight = summary.records * summary.stated.get(name, 0.0) / stating if stating else 0.0
            for value, share in summary.often.get(name, {}).items():
                found[value] = found.get(value, 0.0) + share * weight
    families = [
        msgspec.structs.replace(family, share=family.share * summary.records / max(1, total))
        for summary in summaries
        for family in summary.families
    ]
    return Population(total, _together(summaries), often, families)


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
