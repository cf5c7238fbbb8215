"""Readings: what a reader makes of a mark, with errors of which we know how often they come."""

import random
from collections.abc import Iterator, Sequence

from witnessmark.marks.confusion import ConfusionModel


def noisy(mark: str, model: ConfusionModel, chance: random.Random, *, unread: float = 0.0) -> str:
    """A mark as it is read: each character by the model, or ``?`` with the chance that it cannot be read.

    Characters outside the model's alphabet are read as they are.
    """
    return "".join(_read(character, model, chance, unread) for character in mark)


def _read(character: str, model: ConfusionModel, chance: random.Random, unread: float) -> str:
    row = model.rows.get(character)
    if row is None:
        return character
    if chance.random() < unread:
        return "?"
    return chance.choices(list(row), weights=list(row.values()))[0]


def serials(
    count: int, chance: random.Random, *, letters: Sequence[str] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
) -> Iterator[str]:
    """Invented serials: two letters and six digits."""
    for _ in range(count):
        block = "".join(chance.choices(list(letters), k=2))
        yield f"{block}{chance.randrange(1_000_000):06}"


def judged_pairs(count: int, model: ConfusionModel, *, seed: int, unread: float = 0.0) -> list[tuple[str, str]]:
    """Pairs of readings of one mark each, made by two readers who do not know of each other."""
    chance = random.Random(seed)  # noqa: S311 - noise for measuring, not a secret
    return [
        (noisy(mark, model, chance, unread=unread), noisy(mark, model, chance, unread=unread))
        for mark in serials(count, chance)
    ]
