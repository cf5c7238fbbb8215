"""Pair arrays: the table of pairs made without a compiler, by whole columns at once; it is the same, byte for byte."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from witnessmark.matching.search.pairtable import BITS_PER_PLACE, KEY_BITS, bit_of, mark_of, slot

Ints = NDArray[np.int64]


def table(
    keys: NDArray[np.uint8], lengths: NDArray[np.uint8], places: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]:
    """Where each place of the table begins, its entries, and its bits; see ``pairtable``."""
    numbers, slots, marks = _joined(keys, lengths)
    at = slots & (places - 1)
    order = np.argsort((at << KEY_BITS) | numbers, kind="stable")
    starts = np.zeros(places + 1, np.uint32)
    np.cumsum(np.bincount(at, minlength=places), out=starts[1:], dtype=np.uint32)
    bits = np.zeros(places << BITS_PER_PLACE, np.bool_)
    bits[bit_of(_array(slots), places - 1)] = True
    return (
        starts,
        ((marks << KEY_BITS) | numbers)[order].astype(np.uint32),
        np.packbits(bits, bitorder="little").view(np.uint32),
    )


def _array(values: Any) -> Any:
    """The functions of the table are written for one number, and hold for a column of them."""
    return values


def _joined(keys: NDArray[np.uint8], lengths: NDArray[np.uint8]) -> tuple[Ints, Ints, Ints]:
    found = list(_pairs(keys, lengths))
    empty = np.zeros(0, np.int64)
    numbers, slots, marks = zip(*found, strict=True) if found else ((empty,), (empty,), (empty,))
    return np.concatenate(numbers), np.concatenate(slots), np.concatenate(marks)


def _pairs(keys: NDArray[np.uint8], lengths: NDArray[np.uint8]) -> Iterator[tuple[Ints, Ints, Ints]]:
    """For each length and pair of places that is left out: the keys, their numbers in the table, and their marks."""
    for length in np.unique(lengths).tolist():
        numbers = np.flatnonzero(lengths == length)
        codes = keys[numbers].astype(np.int64)
        middle = length // 2
        seconds = [_without(codes, middle, length, other) for other in range(middle, length)]
        for one in range(middle):
            first = _without(codes, 0, middle, one)
            for second in seconds:
                halves = _array(first), _array(second)
                yield numbers, _array(slot(*halves, length)), _array(mark_of(*halves))


def _without(codes: Ints, first: int, last: int, left_out: int) -> Ints:
    """The hash of a half of each key with a character left out."""
    found = np.full(len(codes), 7 + left_out - first, np.int64)
    for place in range(first, last):
        if place != left_out:
            found = (found * 1_000_003 + codes[:, place] + 1) & 0x7FFFFFFF
    return found
