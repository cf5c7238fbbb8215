"""Telling: a row that was kept apart, with what was wanted, what was got, and all of it as JSON."""

import itertools
import json
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from witnessmark.registers.columns import Mask, Texts, each, lengths, longer, plain, tightened
from witnessmark.registers.schema import COLUMNS, PROBLEMS

_TOLD = 80
"""Characters of a cell that are told of what was got."""
_MOST_KEPT = 100_000_000
_AT_ONCE = 100_000_000
"""Bytes of rows whose JSON is made at once, unless one row has more: a column holds no more than two milliards."""
_NOT_PLAIN = r'[\x00-\x1f"\\]'
"""What JSON writes in another way."""
Ints = NDArray[np.int64]

_written = json.JSONEncoder(ensure_ascii=False).encode


def told(texts: Texts, numbers: Ints, broken: Ints, rules: Sequence[tuple[str, str]]) -> pa.Table:
    """Rows with their numbers, each with the column of the rule that it breaks and what was wanted there.

    ``broken`` is the place of that rule among all. Rows without any text are left out.
    """
    is_said = np.zeros(len(numbers), bool)
    for cells in texts.values():
        is_said |= _is_filled(cells)
    if not is_said.all():
        texts = {name: cells.filter(pa.array(is_said)) for name, cells in texts.items()}
        numbers, broken = numbers[is_said], broken[is_said]
    parts = [_told(texts, numbers, broken, rules, *bounds) for bounds in _bounds(texts, len(numbers))]
    return pa.concat_tables(parts) if parts else PROBLEMS.empty_table()


def _is_filled(cells: pa.Array) -> Mask:
    return each(cells, lambda values: lengths(values) > 0)


def _bounds(texts: Texts, count: int) -> Sequence[tuple[int, int]]:
    """Stretches of rows that together are not too large."""
    sizes = np.zeros(count, np.int64)
    for cells in texts.values():
        is_coded = isinstance(cells, pa.DictionaryArray)
        sizes += lengths(cells.dictionary)[np.asarray(cells.indices)] if is_coded else lengths(cells)
    groups = np.cumsum(sizes) // _AT_ONCE
    firsts = np.flatnonzero(np.diff(groups, prepend=-1)).tolist()
    return list(itertools.pairwise([*firsts, count]))


def _told(
    texts: Texts, numbers: Ints, broken: Ints, rules: Sequence[tuple[str, str]], first: int, last: int
) -> pa.Table:
    some = {name: cells.slice(first, last - first) for name, cells in texts.items()}
    broken = broken[first:last]
    columns, wanted = (pa.array(each, pa.string()).take(pa.array(broken)) for each in zip(*rules, strict=True))
    return pa.table(
        [pa.array(numbers[first:last]), columns, wanted, _got(some, columns), _as_json(some)], schema=PROBLEMS
    )


def _got(texts: Texts, columns: pa.Array) -> pa.Array:
    """What stood in the column that breaks a rule; of a long cell the beginning."""
    coded = columns.dictionary_encode()
    names = np.asarray(coded.indices)
    places = [np.flatnonzero(names == number) for number in range(len(coded.dictionary))]
    parts = [
        plain(texts[name].take(pa.array(rows))) for name, rows in zip(coded.dictionary.to_pylist(), places, strict=True)
    ]
    found = pa.concat_arrays(parts).take(pa.array(np.argsort(np.concatenate(places))))
    is_long, is_empty = longer(found, _TOLD), lengths(found) == 0
    if is_long.any():
        ends = pc.binary_join_element_wise("… (", pc.utf8_length(found).cast(pa.string()), " characters)", "")
        cut = pc.binary_join_element_wise(pc.utf8_slice_codeunits(found, 0, _TOLD), ends, "")
        found = pc.if_else(pa.array(is_long), cut, found)
    return pc.if_else(pa.array(is_empty), "nothing", found)


def _as_json(texts: Texts) -> pa.Array:
    """Rows as JSON objects of their cells, without empty ones."""
    members = [_member(column.name, texts[column.name]) for column in COLUMNS]
    found = pc.binary_join_element_wise("{", *members, "}", "")
    # The members stand behind commas, the first too; only that of the first column is known to be the first.
    is_first = pa.array(~_is_filled(texts[COLUMNS[0].name]))
    cut = pc.replace_substring(found.filter(is_first), "{, ", "{", max_replacements=1)
    return pc.replace_with_mask(found, is_first, cut)


def _member(name: str, cells: pa.Array) -> pa.Array:
    """A member of an object, behind a comma; nothing of an empty cell."""
    if isinstance(cells, pa.DictionaryArray):
        few = tightened(cells)
        return _member(name, few.dictionary).take(few.indices)
    comma = "" if name == COLUMNS[0].name else ", "
    member = pc.binary_join_element_wise(f'{comma}"{name}": "', _escaped(cells), '"', "")
    return pc.if_else(pa.array(lengths(cells) > 0), member, "")


def _escaped(cells: pa.Array) -> pa.Array:
    """Texts as they stand between the quotes of JSON."""
    is_odd = np.asarray(pc.match_substring_regex(cells, _NOT_PLAIN)).astype(bool) | (lengths(cells) > _MOST_KEPT)
    if not is_odd.any():
        return cells
    odd = (_written(text[:_MOST_KEPT])[1:-1] for text in cells.filter(pa.array(is_odd)).to_pylist())
    return pc.replace_with_mask(cells, pa.array(is_odd), pa.array(list(odd), pa.string()))
