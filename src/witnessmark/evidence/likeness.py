"""Likeness: which pictures look alike, by a fingerprint of 64 bits that survives scaling and another compression.

The fingerprint is the difference hash that Neal Krawetz describes in "Kind of Like That" (hackerfactor.com, 2013): the
picture is made 9 x 8 grey cells, and each bit says whether a cell is brighter than the one to its right. Alike is not
the same: two frames of one wall look alike, and a picture that was turned, mirrored or cropped is not found.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

COLUMNS, ROWS = 9, 8
"""Grey cells that a picture is made into."""
MOST_BITS = 10
"""Bits in which two pictures that are told as alike may differ. Of 64 bits, two unlike pictures share about half."""
_SCHEME = "dhash/1 "
_PLAIN = 12
"""Of 256 steps of grey, the contrast below which a picture is too plain to be compared."""
_BLOCK = 2_048
_VERSIONS = 3
"""Bits that another size or compression of one picture changes."""
_SCENE = "look whether it is the same scene"


class Alike(NamedTuple):
    """Two pictures, by their keys, and in how many bits they differ."""

    one: str
    other: str
    bits: int


def fingerprint(cells: Sequence[int]) -> str:
    """The fingerprint of 72 grey cells, row by row; empty where the picture is too plain to have one.

    >>> fingerprint([255 - 25 * column for row in range(8) for column in range(9)])
    'dhash/1 ffffffffffffffff'
    >>> fingerprint([128] * 72)
    ''
    """
    if len(cells) != COLUMNS * ROWS:
        raise ValueError(f"want {COLUMNS * ROWS} grey cells, got {len(cells)}")
    if max(cells) - min(cells) < _PLAIN:
        return ""
    bits = 0
    for row in range(ROWS):
        for column in range(COLUMNS - 1):
            at = row * COLUMNS + column
            bits = bits << 1 | (cells[at] > cells[at + 1])
    return f"{_SCHEME}{bits:016x}"


def _bits(text: str) -> int | None:
    digits = text.removeprefix(_SCHEME)
    if digits == text or len(digits) != 16 or any(c not in "0123456789abcdef" for c in digits):
        return None
    return int(digits, 16)


def bits_between(one: str, other: str) -> int | None:
    """In how many of 64 bits two fingerprints differ; ``None`` where they cannot be compared.

    >>> bits_between("dhash/1 00000000000000ff", "dhash/1 00000000000000fe")
    1
    """
    first, second = _bits(one), _bits(other)
    return None if first is None or second is None else (first ^ second).bit_count()


def alike(pictures: Mapping[str, str], *, most: int = MOST_BITS) -> Iterator[Alike]:
    """The pairs among pictures, by key and fingerprint, that differ in few bits; in the order of their keys."""
    yield from alike_between(pictures, pictures, most=most)


def alike_between(ours: Mapping[str, str], theirs: Mapping[str, str], *, most: int = MOST_BITS) -> Iterator[Alike]:
    """The pairs of one of ours and one of theirs that differ in few bits; each pair once, none of one key."""
    mine, my_bits = _known(ours)
    others, their_bits = _known(theirs)
    is_one = ours is theirs
    for start in range(0, len(mine), _BLOCK):
        differing = np.bitwise_count(my_bits[start : start + _BLOCK, None] ^ their_bits[None, :])
        for row, column in np.argwhere(differing <= most):
            one, other = mine[start + int(row)], others[int(column)]
            if one != other and (not is_one or one < other):
                yield Alike(one, other, int(differing[row, column]))


def _known(pictures: Mapping[str, str]) -> tuple[list[str], "np.ndarray[tuple[int], np.dtype[np.uint64]]"]:
    read = {key: _bits(text) for key, text in sorted(pictures.items())}
    known = {key: bits for key, bits in read.items() if bits is not None}
    return list(known), np.fromiter(known.values(), dtype=np.uint64, count=len(known))


def in_words(bits: int) -> str:
    """What a number of differing bits means for a person who must look; it never says that two pictures are one.

    >>> in_words(2)
    '2 bits of 64 differ, as in two versions of one picture: look'
    >>> in_words(7)
    '7 bits of 64 differ: look whether it is the same scene'
    """
    counted = {0: "no bit of 64 differs", 1: "1 bit of 64 differs"}.get(bits, f"{bits} bits of 64 differ")
    return f"{counted}, as in two versions of one picture: look" if bits <= _VERSIONS else f"{counted}: {_SCENE}"
