"""Spelled: what a text that names something can stand for, and what is only near to it."""

import difflib
from collections.abc import Iterable, Mapping, Sequence

from witnessmark.marks.scheme import Support
from witnessmark.model.value import Result
from witnessmark.vocabulary.folding import folded

LEAD = 2.0
"""Bits by which the first is ahead where nobody needs to decide. Ours, not measured."""
LEAST = 4.0
"""Bits that it has at least. Ours, not measured."""
MOST_NEAR = 3
_NEAR = 0.75
"""The least likeness, by ``difflib``, of a spelling that is proposed. Ours, not measured."""


class Spelled(Result, frozen=True, kw_only=True):
    """One thing that a text can be the name of."""

    code: str
    name: str
    bits: float
    """How much the spelling tells: how many even chances it settles among all, less what it leaves open."""
    because: str
    support: Support
    """What the spelling rests on; background unless a source was read."""


class Near(Result, frozen=True, kw_only=True):
    """A spelling that is near to a text: a proposal for a person, never an answer."""

    code: str
    name: str
    spelling: str
    because: str


def settled(candidates: Sequence[Spelled]) -> Spelled | None:
    """The first of some candidates, if nobody needs to decide: it is ahead of the next, and nothing much is against it.

    >>> settled(()) is None
    True
    """
    if not candidates or candidates[0].bits < LEAST:
        return None
    is_ahead = len(candidates) == 1 or candidates[0].bits - candidates[1].bits >= LEAD
    return candidates[0] if is_ahead else None


def near(text: str, names: Mapping[str, Iterable[tuple[str, str, str]]]) -> tuple[Near, ...]:
    """At most three things whose spelling is near to a text, nearest first.

    ``names`` gives for each folded spelling the code, the name and the spelling as it is written.
    """
    key = folded(text)
    if not key:
        return ()
    # Spellings that share no pair of letters with the text, or differ much in length, are never near.
    pairs = _pairs(key)
    likely = [other for other in names if abs(len(other) - len(key)) <= len(key) // 3 + 1 and pairs & _pairs(other)]
    found: dict[str, Near] = {}
    for other in difflib.get_close_matches(key, likely, n=4 * MOST_NEAR, cutoff=_NEAR):
        for code, name, spelling in names[other]:
            found.setdefault(code, _proposal(text, key, other, code, name, spelling))
    return tuple(found.values())[:MOST_NEAR]


def _pairs(key: str) -> set[str]:
    return {key[place : place + 2] for place in range(max(1, len(key) - 1))}


def _proposal(text: str, key: str, other: str, code: str, name: str, spelling: str) -> Near:
    same = sum(block.size for block in difflib.SequenceMatcher(None, key, other).get_matching_blocks())
    because = f"{text!r} has {same} of the {len(other)} letters of {spelling!r} in the same order"
    return Near(code=code, name=name, spelling=spelling, because=because)
