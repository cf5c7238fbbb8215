"""Consigned: what registers tell of how serials of a make and model were sent off, to judge neighbours among finds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from witnessmark.matching.resolving.markmodel import plain
from witnessmark.matching.resolving.population import canonical
from witnessmark.matching.ties.serials import Blocks, Series, learnt
from witnessmark.registers.schema import RecordKind

COLUMNS = ("kind", "mark", "make", "model", "event", "when", "holder", "source")
_PAPER = ("event", "when", "holder", "source")
"""Records that agree in all of these went together."""
_MOST = 200_000
_MOST_DIGITS = 18


def blocks_in(tables: Sequence[pa.Table], wanted: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Blocks]:
    """By make and model, as ``canonical`` spells them, how numbers were sent off; only where registers tell."""
    found = {}
    for make, model in sorted(set(wanted)):
        numbers, papers = list[tuple[Series, int]](), list[str]()
        for table in tables:
            for series, number, paper in _numbered(_of(table, make, model)):
                numbers.append((series, number))
                papers.append(paper)
        blocks = learnt(numbers, papers) if numbers else None
        if blocks is not None:
            found[make, model] = blocks
    return found


def _of(table: pa.Table, make: str, model: str) -> pa.Table:
    """The serials of a make and model of which it is told who got them, as far as they are not too many.

    When they were made tells nothing: a year's production is no consignment.
    """
    is_serial = pc.equal(table["kind"].cast(pa.string()), RecordKind.SERIAL.value)
    kept = pc.and_(is_serial, pc.not_equal(table["holder"].cast(pa.string()), ""))
    for name, value in (("make", make), ("model", model)):
        if value:
            kept = pc.and_(
                kept, pc.is_in(table[name].cast(pa.string()), pa.array(_spelled(table, name, value), pa.string()))
            )
    return table.filter(kept).slice(0, _MOST)


def _spelled(table: pa.Table, name: str, value: str) -> list[str]:
    """Every spelling of a value that a column has."""
    values = pc.unique(table[name].cast(pa.string())).to_pylist()
    return [each for each in values if each and canonical(name, each) == value]


def _numbered(table: pa.Table) -> Iterator[tuple[Series, int, str]]:
    columns = [table[name].cast(pa.string()).to_pylist() for name in ("mark", *_PAPER)]
    for mark, *paper in zip(*columns, strict=True):
        kept = plain(mark)
        digits = len(kept) - len(kept.rstrip("0123456789"))
        if 0 < digits <= _MOST_DIGITS:
            yield (kept[: len(kept) - digits], digits), int(kept[len(kept) - digits :]), "\n".join(paper)
