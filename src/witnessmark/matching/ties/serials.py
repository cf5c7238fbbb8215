"""Serials: what the numbers of several finds say together; how long a run is, and whether two were sent together.

Serials are given out in runs, and runs are sent off in consignments. One crate holds neighbours: it is one witness, so
whoever asks gives one number of each crate or visit. The formulas are those of Simon (2023) for the run, and for
consignments an exponential cut of runs; both were tried in invented worlds (``tests/calibration/test_serials.py``).
"""

import itertools
import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from witnessmark.model.value import Result

LEAST_WITNESSES = 3
"""Numbers of different crates or visits from which the length of a run is worked out."""
_SHARE = 0.9
_MOST_TIMES = 400
"""How many times the span that was seen a run is tried for; beyond it the posterior is next to nothing."""
_STEPS = 4_000
_LEAST_PAIRS = 20

Floats = NDArray[np.float64]
Series = tuple[str, int]
"""Letters and digits of a series of numbers."""


class RunLength(Result, frozen=True, kw_only=True):
    """How many serials a run is likely to have, of which some were seen."""

    witnesses: int
    first: int
    last: int
    median: int
    least: int
    most: int
    """The bounds of a central interval of 90 %."""


def run_length(numbers: Sequence[int]) -> RunLength | None:
    """The length of the run that some numbers were drawn from, one of each crate; ``None`` from too few.

    For k numbers that span R the posterior of N is proportional to (N - R + 1) / (N C(N, k)), its prior to 1/N.

    >>> run_length([118, 240, 302, 377, 401]).median
    412
    """
    kept = sorted(set(numbers))
    count = len(kept)
    if count < LEAST_WITNESSES:
        return None
    span = kept[-1] - kept[0] + 1
    # As floats: a run of marks with eighteen digits is longer than a whole number of 64 bits can say.
    lengths = np.unique(np.floor(np.geomspace(span, float(span) * _MOST_TIMES, _STEPS)))
    log = np.log(lengths - span + 1) - np.log(lengths) - _log_choose(lengths, count)
    # Where not every length is tried, each stands for those up to the next.
    weight = np.exp(log - log.max()) * np.diff(lengths, append=lengths[-1] + 1)
    reached = np.cumsum(weight) / weight.sum()
    least, median, most = (
        int(lengths[min(len(lengths) - 1, int(np.searchsorted(reached, share)))])
        for share in ((1 - _SHARE) / 2, 0.5, (1 + _SHARE) / 2)
    )
    return RunLength(witnesses=count, first=kept[0], last=kept[-1], median=median, least=least, most=most)


def _log_choose(lengths: Floats, count: int) -> Floats:
    found = np.zeros(len(lengths))
    for each in range(count):
        found += np.log(lengths - each) - math.log(each + 1)
    return found


class Blocks(Result, frozen=True, kw_only=True):
    """How serials of one maker and model were sent off."""

    length: float
    """How many numbers, in the mean, lie between two places at which a run was cut."""
    common: float
    """The chance that two numbers far from each other were sent together."""
    pairs: int
    """Neighbours in registers that it was learnt from; 0 where it is assumed."""


ASSUMED = Blocks(length=350.0, common=0.3, pairs=0)
"""Where no register tells: a length as in our invented worlds, and a common share of ours. Shown as assumed."""


def same_consignment(gap: int, blocks: Blocks) -> float:
    """The probability that two serials so many numbers apart were sent together.

    >>> round(same_consignment(0, ASSUMED), 2), round(same_consignment(100_000, ASSUMED), 2)
    (1.0, 0.3)
    """
    uncut = math.exp(-abs(gap) / blocks.length)
    return uncut + (1 - uncut) * blocks.common


def learnt(numbers: Sequence[tuple[Series, int]], consignments: Sequence[str]) -> Blocks | None:
    """How serials of which the consignment is known were sent off: the likeliest length of a block.

    Numbers are neighbours within a series. ``None`` where fewer than twenty neighbours tell, or all went together.
    """
    ordered = sorted(zip(numbers, consignments, strict=True))
    pairs = [
        (other[0][1] - one[0][1], other[1] == one[1])
        for one, other in itertools.pairwise(ordered)
        if one[0][0] == other[0][0] and one[0][1] < other[0][1]
    ]
    if len(pairs) < _LEAST_PAIRS or all(is_same for _, is_same in pairs):
        return None
    gaps = np.array([gap for gap, _ in pairs], float)
    same = np.array([is_same for _, is_same in pairs], bool)
    counts = Counter(consignments)
    together = sum(count * (count - 1) for count in counts.values()) / (len(numbers) * (len(numbers) - 1))
    common = max(together, 1 / len(numbers))  # where each went alone: it was not seen, which is not never
    lengths = np.geomspace(1, max(2.0, 100 * float(gaps.sum())), 600)
    uncut = np.exp(-gaps[None, :] / lengths[:, None])
    chance = np.clip(uncut + (1 - uncut) * common, 1e-12, 1 - 1e-12)
    fit = np.where(same, np.log(chance), np.log1p(-chance)).sum(axis=1)
    return Blocks(length=float(lengths[int(fit.argmax())]), common=common, pairs=len(gaps))
