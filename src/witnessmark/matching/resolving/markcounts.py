"""Mark counts: the models of many marks at once, by whole columns; each as ``model_of`` makes it of its own marks."""

import functools
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from witnessmark.matching.resolving.markmodel import MarkModel, Shape, plain, shape_of
from witnessmark.registers.columns import lengths, whole

Numbers = NDArray[np.int64]
_SIGN_BITS = 21
"""Of a code point."""
_BEYOND_ASCII = 0x80


class _Signs(NamedTuple):
    """The characters of plain marks, one behind the other."""

    points: Numbers
    rows: Numbers
    """The mark that each is of."""
    places: Numbers
    """Where in its mark each stands."""


def models_of(marks: pa.Array, groups: Numbers, count: int, *, most: int) -> list[MarkModel]:
    """The model of the marks of each group, of which every mark has the number.

    >>> marks = pa.array(["KB 042", "KB 117", "9-1"])
    >>> [list(model.shapes) for model in models_of(marks, np.array([0, 1, 0]), 2, most=60)]
    [['99', 'AA999'], ['AA999']]
    """
    signs, shapes = _signs_and_shapes(marks)
    names = shapes.dictionary.to_pylist()
    pairs, pair_of, often = np.unique(
        groups * len(names) + np.asarray(shapes.indices), return_inverse=True, return_counts=True
    )
    of, shape = np.divmod(pairs, max(1, len(names)))
    kept = _commonest(of, often, np.argsort(np.argsort(np.array(names, object)))[shape], most)
    number = np.full(len(pairs), -1)
    number[kept] = np.arange(len(kept))
    at = _at_places(signs, number[pair_of], [len(names[shape[pair]]) for pair in kept.tolist()])
    found: list[dict[str, Shape]] = [{} for _ in range(count)]
    for pair, there in zip(kept.tolist(), at, strict=True):
        found[of[pair]][names[shape[pair]]] = Shape(int(often[pair]), tuple(there))
    totals = np.bincount(groups, minlength=count).tolist()
    return [MarkModel(total, each) for total, each in zip(totals, found, strict=True)]


def _commonest(groups: Numbers, often: Numbers, ranks: Numbers, most: int) -> Numbers:
    """The places of the commonest of each group, commonest first; of equally common the first by rank."""
    order = np.lexsort((ranks, -often, groups))
    begun = np.searchsorted(groups[order], groups[order])
    found: Numbers = order[np.arange(len(order)) - begun < most]
    return found


def _at_places(signs: _Signs, numbers: Numbers, sizes: list[int]) -> list[list[dict[str, int]]]:
    """How often each character stands at each place of marks that have one number; those below 0 do not count."""
    width = max(sizes, default=0) + 1
    number = numbers[signs.rows]
    is_kept = number >= 0
    keys = ((number[is_kept] * width + signs.places[is_kept]) << _SIGN_BITS) | signs.points[is_kept]
    there, often = np.unique(keys, return_counts=True)
    which, place = np.divmod(there >> _SIGN_BITS, width)
    points = there & ((1 << _SIGN_BITS) - 1)
    found: list[list[dict[str, int]]] = [[{} for _ in range(size)] for size in sizes]
    for each, at, point, times in zip(which.tolist(), place.tolist(), points.tolist(), often.tolist(), strict=True):
        found[each][at][chr(point)] = times
    return found


@functools.cache
def _ascii() -> NDArray[np.uint8]:
    """Each ASCII character as it stands in a plain mark, 0 where it is left out; 0 for bytes that are no ASCII."""
    table = np.zeros(256, np.uint8)
    table[:_BEYOND_ASCII] = [ord(plain(chr(number)) or "\0") for number in range(_BEYOND_ASCII)]
    return table


def _signs_and_shapes(marks: pa.Array) -> tuple[_Signs, pa.DictionaryArray]:
    """Marks made plain; those that hold other than ASCII each for itself."""
    marks = whole(pa.chunked_array([marks])) if marks.offset == 0 else pa.concat_arrays([marks])
    raw = np.frombuffer(marks.buffers()[2] or b"", np.uint8)[: int(lengths(marks).sum())]
    rows = np.repeat(np.arange(len(marks)), lengths(marks))
    is_odd = np.zeros(len(marks), bool)
    is_odd[rows[raw >= _BEYOND_ASCII]] = True
    each = _ascii()[raw]
    is_kept = (each > 0) & ~is_odd[rows]
    points, rows = each[is_kept], rows[is_kept]
    ends = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(marks)))])
    is_digit = (points >= ord("0")) & (points <= ord("9"))
    letters = np.where(is_digit, ord("9"), ord("A")).astype(np.uint8)
    shapes = pa.Array.from_buffers(
        pa.string(), len(marks), [None, pa.py_buffer(ends.astype(np.int32)), pa.py_buffer(letters)]
    )
    signs = _Signs(points.astype(np.int64), rows, np.arange(len(rows)) - ends[rows])
    if not is_odd.any():
        return signs, shapes.dictionary_encode()
    texts = [plain(mark) for mark in marks.filter(pa.array(is_odd)).to_pylist()]
    told = pa.array([shape_of(text) for text in texts], pa.string())
    return _joined(signs, texts, np.flatnonzero(is_odd)), pc.replace_with_mask(
        shapes, pa.array(is_odd), told
    ).dictionary_encode()


def _joined(signs: _Signs, texts: list[str], rows: Numbers) -> _Signs:
    """Characters of some marks and those of others."""
    sizes = np.array([len(text) for text in texts])
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    places = np.arange(len(points)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    others = (points.astype(np.int64), np.repeat(rows, sizes), places)
    return _Signs(*(np.concatenate(pair) for pair in zip(signs, others, strict=True)))
