"""Confusion: how likely a character is read as another, by default, and learnt from readings that people judged.

Two readings of one mark tell of each other's errors: where they differ, at least one is wrong. The true characters stay
unknown, so their probabilities are found by expectation and maximisation, beginning with, and held near, the defaults.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from witnessmark.marks.confusables import Likeness, defaults
from witnessmark.marks.pattern import DIGITS, LATIN
from witnessmark.marks.reading import Sign, read

ALPHABET = DIGITS + LATIN
STRENGTH = 60.0
"""How many observations of a character the defaults are worth: ten pairs of readings barely move them."""
_FLOOR = 1e-4
"""The least probability of any misreading: nothing is impossible."""
_STRANGE = 0.95
"""How often a character of no table is read as it is."""
_MOST_ROUNDS = 60
_ENOUGH = 1e-7


@dataclass(frozen=True)
class ConfusionModel:
    """For each true character, how likely each character is read."""

    alphabet: str
    rows: Mapping[str, Mapping[str, float]]
    """``rows[true][read]``; every row sums to one."""

    def chance(self, read_as: str, true: str) -> float:
        """P(read | true); a character outside the alphabet is mostly read as it is, and else at the floor."""
        if true not in self.rows:
            return _STRANGE if read_as == true else _FLOOR
        return self.rows[true].get(read_as, _FLOOR)

    def likeness(self) -> Likeness:
        """For each character read, what else it can be, beside the likeliest: what ``interpret`` takes."""
        found: dict[str, tuple[tuple[str, float], ...]] = {}
        for seen in self.alphabet:
            best = max(self.rows[true][seen] for true in self.alphabet)
            others = ((true, self.rows[true][seen] / best) for true in self.alphabet if true != seen)
            found[seen] = tuple(sorted(((c, min(1.0, w)) for c, w in others), key=lambda o: (-o[1], o[0])))
        return found


def seen(pairs: Iterable[tuple[str, str]], alphabet: str) -> Counter[tuple[str, str]]:
    """How often two characters stand at one place of two readings, the lesser one first."""
    return Counter(pair for one, other in pairs for pair in _aligned(one, other, alphabet))


def default_model(*, wear: float = 1.0, alphabet: str = ALPHABET) -> ConfusionModel:
    """The table of look-alikes as probabilities; ``wear`` above one makes every error likelier.

    >>> model = default_model()
    >>> model.chance("S", "5") > model.chance("X", "5"), round(sum(model.rows["5"].values()), 9)
    (True, 1.0)
    """
    likeness = defaults()
    rows = {}
    for true in alphabet:
        others = {c: w * wear for c, w in likeness.get(true, ()) if c in alphabet and w < 1}
        weights = {c: max(_FLOOR, others.get(c, 0.0)) for c in alphabet}
        errors = sum(w for c, w in weights.items() if c != true)
        weights[true] = max(1.0 - errors, 2 * max(w for c, w in weights.items() if c != true))
        rows[true] = _normalised(weights)
    return ConfusionModel(alphabet, rows)


def learn(
    pairs: Iterable[tuple[str, str]], *, prior: ConfusionModel | None = None, strength: float = STRENGTH
) -> ConfusionModel:
    """The model under which pairs of readings, each of one mark, are likeliest, held near the prior.

    Readings are as typed. Pairs of different lengths tell nothing here, nor do signs that were not read as one. How
    often each character is on marks is found with it: digits are commoner than letters.
    """
    start = default_model() if prior is None else prior
    counted = seen(pairs, start.alphabet)
    model, often, before = start, dict.fromkeys(start.alphabet, 1 / len(start.alphabet)), -math.inf
    for _ in range(_MOST_ROUNDS):
        model, often, fit = _improved(model, often, start, counted, strength)
        if fit - before < _ENOUGH * max(1, sum(counted.values())):
            break
        before = fit
    return model


def rescaled(
    model: ConfusionModel, before: ConfusionModel, after: ConfusionModel, *, share: float = 1.0
) -> ConfusionModel:
    """A model changed in the proportions in which another one changed: what was learnt elsewhere, carried over.

    With a ``share`` below one it is carried over in part.
    """
    rows = {
        true: _normalised({c: p * (after.rows[true][c] / before.rows[true][c]) ** share for c, p in row.items()})
        for true, row in model.rows.items()
    }
    return ConfusionModel(model.alphabet, rows)


def _aligned(one: str, other: str, alphabet: str) -> Iterator[tuple[str, str]]:
    """The characters that two readings give for the same place."""
    first, second = (read(text.upper()).parts for text in (one, other))
    if len(first) == len(second):
        for a, b in zip(first, second, strict=True):
            mine, theirs = ([c for c, _ in p.candidates] if isinstance(p, Sign) else [] for p in (a, b))
            if len(mine) == len(theirs) == 1 and mine[0] in alphabet and theirs[0] in alphabet:
                yield (min(mine[0], theirs[0]), max(mine[0], theirs[0]))


def _improved(
    model: ConfusionModel,
    often: Mapping[str, float],
    prior: ConfusionModel,
    counted: Mapping[tuple[str, str], int],
    strength: float,
) -> tuple[ConfusionModel, dict[str, float], float]:
    """One round: what each pair says of the true character, the model that follows, and how well the old one fits."""
    counts = {true: {c: strength * prior.rows[true][c] for c in model.alphabet} for true in model.alphabet}
    there = dict.fromkeys(model.alphabet, 1.0)
    fit = sum(counts[t][c] * math.log(model.rows[t][c]) for t in model.alphabet for c in model.alphabet)
    fit += sum(math.log(often[t]) for t in model.alphabet)
    for (one, other), times in counted.items():
        joint = {true: often[true] * model.rows[true][one] * model.rows[true][other] for true in model.alphabet}
        total = sum(joint.values())
        fit += times * math.log(total)
        for true, chance in joint.items():
            share = times * chance / total
            there[true] += share
            counts[true][one] += share
            counts[true][other] += share
    rows = {true: _normalised(row) for true, row in counts.items()}
    return ConfusionModel(model.alphabet, rows), _normalised(there), fit


def _normalised(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {c: w / total for c, w in weights.items()}


def distance(one: ConfusionModel, other: ConfusionModel) -> float:
    """How far two models are apart: half the summed differences of a row, in the mean over the true characters."""
    rows: Sequence[float] = [
        sum(abs(one.rows[true][c] - other.rows[true][c]) for c in one.alphabet) / 2 for true in one.alphabet
    ]
    return sum(rows) / len(rows)
