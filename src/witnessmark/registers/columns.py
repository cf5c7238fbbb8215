"""Columns: the cells of a file as texts, whole columns at once, however the file holds them."""

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from witnessmark.registers.schema import COLUMNS, Column

Mask = NDArray[np.bool_]
Texts = Mapping[str, pa.Array]
"""Every column of some rows: texts, or a dictionary of texts where values repeat; never null."""

_REPLACED = "\ufffd"
_BEYOND_ASCII = 0x80


def decoded(rows: pa.Table) -> dict[str, pa.Array]:
    """All columns as texts; bytes that are no UTF-8 become U+FFFD, and a column that is missing is empty."""
    names = set(rows.column_names)
    return {
        column.name: _one(rows.column(column.name)) if column.name in names else _empty(column, rows.num_rows)
        for column in COLUMNS
    }


def _empty(column: Column, count: int) -> pa.Array:
    if column.repeats:
        return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([""]))
    return pa.repeat("", count)


def _one(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array of texts without nulls."""
    if not pa.types.is_dictionary(column.type):
        return _as_text(whole(column))
    found = whole(column.unify_dictionaries())
    values = _as_text(found.dictionary)
    indices = found.indices.cast(pa.int32())
    if not indices.null_count:
        return pa.DictionaryArray.from_arrays(indices, values)
    # An empty text more stands for what is missing.
    indices = pc.fill_null(indices, pa.scalar(len(values), pa.int32()))
    return pa.DictionaryArray.from_arrays(indices, pa.concat_arrays([values, pa.array([""])]))


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _as_text(values: pa.Array) -> pa.Array:
    try:
        # What calls itself text may be none: through bytes it is looked at.
        is_text = pa.types.is_string(values.type)
        found = (values.cast(pa.binary()) if is_text and not is_ascii(values) else values).cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        plain = values.cast(pa.binary()) if pa.types.is_string(values.type) else values
        told = (v.decode(errors="replace") if isinstance(v, bytes) else str(v or "") for v in plain.to_pylist())
        found = pa.array(list(told), pa.string())
    return pc.fill_null(found, "") if found.null_count else found


def is_ascii(texts: pa.Array) -> bool:
    """Whether no text has a character beyond ASCII."""
    data = _bytes_of(texts)
    return not len(data) or int(data.max()) < _BEYOND_ASCII


def _bytes_of(texts: pa.Array) -> NDArray[np.uint8]:
    """The bytes of all texts, one behind the other."""
    if not len(texts) or texts.buffers()[2] is None:
        return np.zeros(0, np.uint8)
    ends = _ends(texts)
    return np.frombuffer(texts.buffers()[2], np.uint8)[ends[0] : ends[-1]]


def _ends(texts: pa.Array) -> NDArray[np.int32]:
    return np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]


def lengths(texts: pa.Array) -> NDArray[np.int32]:
    """How many bytes each text has."""
    return np.diff(_ends(texts)) if len(texts) else np.zeros(0, np.int32)


def each(column: pa.Array, judge: Callable[[pa.Array], pa.Array | Mask]) -> Mask:
    """What is judged of each value; of a column whose values repeat each is judged once."""
    if not isinstance(column, pa.DictionaryArray):
        return np.asarray(judge(column), bool)
    known = np.asarray(judge(column.dictionary), bool)
    if not known.any():
        return np.zeros(len(column), bool)
    found: Mask = known[np.asarray(column.indices)]
    return found


def are_of(column: pa.ChunkedArray, *values: str) -> Mask:
    """Which rows of a whole column have one of some values."""
    wanted = pa.array(values, pa.string())
    parts = [each(chunk, lambda cells: pc.is_in(cells, wanted)) for chunk in column.chunks]
    return np.concatenate(parts) if parts else np.zeros(0, bool)


def matching(column: pa.Array, pattern: str) -> Mask:
    """Which values hold what a pattern looks for."""
    return each(column, lambda values: pc.match_substring_regex(values, pattern))


def spoilt(column: pa.Array) -> Mask:
    """Which values were no UTF-8."""
    values = column.dictionary if isinstance(column, pa.DictionaryArray) else column
    if is_ascii(values):
        return np.zeros(len(column), bool)
    return each(column, lambda values: pc.match_substring(values, _REPLACED))


def longer(column: pa.Array, most: int) -> Mask:
    """Which values have more characters than that."""
    if isinstance(column, pa.DictionaryArray):
        known = longer(column.dictionary, most)
        return known[np.asarray(column.indices)] if known.any() else np.zeros(len(column), bool)
    found: Mask = lengths(column) > most  # no more characters than bytes
    if found.any():
        found[found] = np.asarray(pc.greater(pc.utf8_length(column.filter(pa.array(found))), most))
    return found


def plain(column: pa.Array) -> pa.Array:
    """A column as texts, each for itself."""
    return column.cast(pa.string()) if isinstance(column, pa.DictionaryArray) else column


def tightened(column: pa.Array) -> pa.Array:
    """A column as a dictionary of the values that stand in it, and of no other."""
    if not isinstance(column, pa.DictionaryArray):
        return column.dictionary_encode()
    indices = np.asarray(column.indices)
    is_used = np.zeros(len(column.dictionary), bool)
    is_used[indices] = True
    if is_used.all():
        return column
    places = (np.cumsum(is_used) - 1).astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(places[indices]), column.dictionary.filter(pa.array(is_used)))
