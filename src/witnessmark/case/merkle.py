"""Merkle root: the digest of a set of ids. The tree is that of RFC 6962, over the sorted ids."""

import hashlib
from collections.abc import Iterable

from witnessmark.model.ids import Digest

_LEAF, _NODE = b"\x00", b"\x01"


def root(ids: Iterable[str]) -> Digest:
    """The root over a set of hexadecimal ids; order and repeats do not matter.

    >>> root(["22" * 32, "11" * 32]) == root(["11" * 32, "22" * 32, "11" * 32])
    True
    """
    level = [hashlib.sha256(_LEAF + bytes.fromhex(i)).digest() for i in sorted(set(ids))]
    if not level:
        return Digest(hashlib.sha256(b"").hexdigest())
    while len(level) > 1:
        # Pairing neighbours and carrying an odd last node up gives the RFC's left-heavy tree.
        paired = [hashlib.sha256(_NODE + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return Digest(level[0].hex())
