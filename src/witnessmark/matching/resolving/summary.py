"""Summary: how the marks of a part of a register are made up, and how common each value of an attribute is."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from witnessmark.matching.resolving.dating import dated
from witnessmark.matching.resolving.markcounts import models_of
from witnessmark.matching.resolving.markmodel import Family, MarkModel, Shape
from witnessmark.matching.resolving.population import Population
from witnessmark.registers.columns import are_of, whole
from witnessmark.registers.ends import Ends, ends_of
from witnessmark.registers.facts import FACTS, year_made
from witnessmark.registers.schema import SINGLE, RecordEvent, RecordKind

_SAMPLE = 50_000
"""Records from which it is learnt, spread evenly."""
_MOST_VALUES = 500
_MOST_FAMILIES = 400
_MOST_SHAPES = 12
_MOST_IN_ALL = 60
_WIDEST = 18
"""Digits of a number in 64 bits."""
_LONGEST_STEP = 10**18

Numbers = NDArray[np.int64]
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
    rows, marks, total = _sampled(records)
    taken = records.take(pa.array(rows))
    values = {name: _values(taken, name) for name in FACTS}
    one = np.zeros(len(rows), np.int64)
    often = {name: _shares(each, one, 1)[0] for name, each in values.items()}
    stated = {name: _count(each) / max(1, len(rows)) for name, each in values.items()}
    (model,) = models_of(marks, one, 1, most=_MOST_IN_ALL)
    return Summary(total, model, often, stated, tuple(_families(marks, values)))


def _sampled(records: pa.Table) -> tuple[Numbers, pa.Array, int]:
    """Rows with a mark of each, evenly, and how many weapons and lots there are; ranges by their serials."""
    singles = np.flatnonzero(are_of(records["kind"], *SINGLE))
    ranges = np.flatnonzero(are_of(records["kind"], RecordKind.RANGE))
    told = records.select(["mark", "last"]).take(pa.array(ranges))
    ends = ends_of(whole(told["mark"]), whole(told["last"]))
    within = sum((ends.lasts - ends.firsts + 1)[ends.is_range].tolist())  # more than fit into 64 bits, perhaps
    total = len(singles) + within
    step = max(1, total // _SAMPLE)
    chosen, marks = _some_within(ends, min(step, _LONGEST_STEP))
    own = whole(records["mark"].take(pa.array(singles[::step])))
    return np.concatenate([singles[::step], ranges[chosen]]), pa.concat_arrays([own, marks]), total


def _some_within(ends: Ends, step: int) -> tuple[Numbers, pa.Array]:
    """Every so many serials of each range, and one of a short one; with the ranges that they are of."""
    there = np.flatnonzero(ends.is_range)
    counts = (ends.lasts[there] - ends.firsts[there]) // step + 1
    chosen = np.repeat(there, counts)
    places = np.arange(len(chosen)) - np.repeat(np.cumsum(counts) - counts, counts)
    numbers = pc.utf8_lpad(pa.array(ends.firsts[chosen] + places * step).cast(pa.string()), _WIDEST, "0")
    written = np.frombuffer(numbers.buffers()[2] or b"", np.uint8)[: len(chosen) * _WIDEST].reshape(-1, _WIDEST)
    is_kept = np.arange(_WIDEST) >= _WIDEST - ends.digits[chosen][:, None]
    offsets = np.concatenate([[0], np.cumsum(ends.digits[chosen])]).astype(np.int32)
    digits = pa.Array.from_buffers(
        pa.string(), len(chosen), [None, pa.py_buffer(offsets), pa.py_buffer(written[is_kept])]
    )
    return chosen, pc.binary_join_element_wise(ends.prefixes.take(pa.array(chosen)), digits, "")


def _families(marks: pa.Array, values: Mapping[str, pa.DictionaryArray]) -> Iterator[Family]:
    """Marks by make and model; what is not among the commonest is one family of its own."""
    make, model = (values[name].dictionary.to_pylist() for name in ("make", "model"))
    coded = np.asarray(values["make"].indices).astype(np.int64) * max(1, len(model)) + np.asarray(
        values["model"].indices
    )
    pairs, pair_of, sizes = np.unique(coded, return_inverse=True, return_counts=True)
    named = [(make[pair // len(model)], model[pair % len(model)]) for pair in pairs.tolist()]
    ranked = sorted(range(len(pairs)), key=lambda each: (-sizes[each], named[each]))
    common = ranked[:_MOST_FAMILIES]
    group = np.full(len(pairs), len(common))
    group[common] = np.arange(len(common))
    families: list[tuple[str, str] | None] = [*(named[each] for each in common), None]
    groups = group[pair_of]
    often = {name: _shares(each, groups, len(families)) for name, each in values.items()}
    models = models_of(marks, groups, len(families), most=_MOST_SHAPES)
    counts = np.bincount(groups, minlength=len(families)).tolist()
    typed, made = np.array(marks.to_pylist(), object), np.array(values["year"].to_pylist(), object)
    for number in sorted(range(len(families)), key=lambda each: (-counts[each], str(families[each]))):
        if counts[number]:
            shares = {name: each[number] for name, each in often.items() if each[number]}
            own = np.flatnonzero(groups == number)
            years = dated(typed[own].tolist(), made[own].tolist(), models[number])
            yield Family(*(families[number] or ("", "")), counts[number] / len(marks), shares, models[number], years)


def _values(records: pa.Table, name: str) -> pa.DictionaryArray:
    """The values of an attribute, row by row; empty where none is stated."""
    if name != "year":
        return _coded(records[name])
    event, when = _coded(records["event"]), _coded(records["when"])
    is_made = np.asarray(pc.equal(event.dictionary, RecordEvent.MADE.value)).astype(bool)[np.asarray(event.indices)]
    days = np.asarray(when.indices)
    years = [""] * (len(when.dictionary) + 1)
    for day in np.unique(days[is_made]).tolist():
        years[day] = year_made(RecordEvent.MADE, when.dictionary[day].as_py())
    known = pa.array(years, pa.string()).dictionary_encode()
    return pa.DictionaryArray.from_arrays(
        known.indices.take(pa.array(np.where(is_made, days, len(when.dictionary)))), known.dictionary
    )


def _coded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    return whole(pc.fill_null(column.cast(pa.string()), "")).dictionary_encode()


def _count(values: pa.DictionaryArray) -> int:
    """How many rows state a value."""
    return int(pc.sum(pc.not_equal(values.dictionary, "").take(values.indices)).as_py() or 0)


def _shares(values: pa.DictionaryArray, groups: Numbers, count: int) -> list[dict[str, float]]:
    """Of each group the commonest values, with their shares of those that state one."""
    names = values.dictionary.to_pylist()
    there, often = np.unique(groups * max(1, len(names)) + np.asarray(values.indices), return_counts=True)
    counts: list[list[tuple[int, str]]] = [[] for _ in range(count)]
    for each, times in zip(there.tolist(), often.tolist(), strict=True):
        if name := names[each % len(names)]:
            counts[each // len(names)].append((-times, name))
    stated = [-sum(times for times, _ in each) for each in counts]
    return [
        {name: -times / total for times, name in sorted(each)[:_MOST_VALUES]}
        for each, total in zip(counts, stated, strict=True)
    ]


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
