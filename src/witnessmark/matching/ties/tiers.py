"""Tiers: on what a link between finds rests, from the same mark on the same model down to marks removed alike."""

import enum

from witnessmark.model.value import Result


class Tier(enum.IntEnum):
    """On what a link rests, the strongest first."""

    SAME_MARK = 1
    """The same mark on the same model, and nothing that is known of the make speaks against it."""
    SAME_SKELETON = 2
    """The same mark up to look-alikes and separators, or the same mark where the model is unknown or another."""
    CAN_BE_SAME = 3
    """Marks that can be the same, by what was unread or misread."""
    SAME_LOT = 4
    SAME_BLOCK = 5
    """Numbers near each other in one series."""
    SAME_SERIES = 6
    """The same letters before a number of the same length."""
    SAME_REMOVAL = 7
    """Marks removed in the same way."""


class FindLink(Result, frozen=True, kw_only=True):
    """What ties some finds together."""

    tier: Tier
    finds: tuple[int, ...]
    """Their numbers in the list that was asked about."""
    witnesses: int
    """Crates or visits that they are of."""
    probability: float | None
    """That they are one thing (tiers 1 to 3), or were sent together (tier 5); ``None`` where it is not worked out."""
    bits: float
    """How much likelier what was read is if the link is real, as a power of two."""
    chance_rate: float
    """How many such links would come about by accident among all of these finds."""
    because: str


def rounded(rate: float) -> float:
    """A rate with three digits, however small it is."""
    return float(f"{rate:.3g}")
