"""Consigned: what registers tell of how serials of a make and model were sent off, to judge neighbours among finds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from witnessmark.matching.markmodel import plain
from witnessmark.matching.population import canonical
from witnessmark.matching.serials import Blocks, learnt
from witnessmark.registers.schema import RecordKind

COLUMNS = ("kind", "mark", "make", "model", "event", "when", "holder", "source")
_PAPER = ("event", "when", "holder", "source")
"""Records that agree in all of these went together."""
_MOST = 200_000
_APART = 10**15
"""What sets series apart that are looked at together: no block reaches from one into another."""


def blocks_in(tables: Sequence[pa.Table], wanted: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Blocks]:
    """By make and model, as ``canonical`` spells them, how numbers were sent off; only where registers tell."""
    found = {}
    for make, model in sorted(set(wanted)):
        numbers, papers = list[int](), list[str]()
        series: dict[tuple[str, int], int] = {}
        for table in tables:
            for prefix, number, digits, paper in _numbered(_of(table, make, model)):
                numbers.append(series.setdefault((prefix, digits), len(series)) * _APART + number)
                papers.append(paper)
        blocks = learnt(numbers, papers) if numbers else None
        if blocks is not None:
            found[make, model] = blocks
    return found


def _of(table: pa.Table, make: str, model: str) -> pa.Table:
    """The serials of a make and model of which a paper is known, as far as they are not too many."""
    is_serial = pc.equal(table["kind"].cast(pa.string()), RecordKind.SERIAL.value)
    is_told = pc.or_(_is_stated(table["holder"]), _is_stated(table["when"]))
    kept = pc.and_(is_serial, is_told)
    for name, value in (("make", make), ("model", model)):
        if value:
            kept = pc.and_(
                kept, pc.is_in(table[name].cast(pa.string()), pa.array(_spelled(table, name, value), pa.string()))
            )
    return table.filter(kept).slice(0, _MOST)


def _is_stated(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.not_equal(column.cast(pa.string()), "")


def _spelled(table: pa.Table, name: str, value: str) -> list[str]:
    """Every spelling of a value that a column has."""
    values = pc.unique(table[name].cast(pa.string())).to_pylist()
    return [each for each in values if each and canonical(name, each) == value]


def _numbered(table: pa.Table) -> Iterator[tuple[str, int, int, str]]:
    columns = [table[name].cast(pa.string()).to_pylist() for name in ("mark", *_PAPER)]
    for mark, *paper in zip(*columns, strict=True):
        kept = plain(mark)
        digits = len(kept) - len(kept.rstrip("0123456789"))
        if 0 < digits < len(str(_APART)) - 1:
            yield kept[: len(kept) - digits], int(kept[len(kept) - digits :]), digits, "\n".join(paper)
