"""Registers: invented registers of weapons, and readings of weapons that are in them or not, whose truth we know."""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from witnessmark.marks.confusion import ConfusionModel
from witnessmark.synthetic.readings import noisy

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_MAKERS = tuple(f"Works {number}" for number in range(1, 9))
_MODELS = tuple(f"Pattern {letter}" for letter in "ABCDEF")
_COUNTRIES = ("Northland", "Eastland", "Southland", "Westland")
_YEARS = range(1960, 1990)


class Weapon(NamedTuple):
    """An invented weapon."""

    mark: str
    make: str
    model: str
    country: str
    year: str


class Finding(NamedTuple):
    """What was read of a weapon, and what was stated of it."""

    typed: str
    stated: dict[str, str]
    truth: Weapon
    is_registered: bool


def weapons(count: int, seed: int) -> list[Weapon]:
    """Weapons with serials that makers number through: blocks of letters, and numbers from the start of each year.

    Serials repeat over makers and models, as they do.
    """
    chance = random.Random(seed)  # noqa: S311 - for measuring, not a secret
    found = []
    for _ in range(count):
        maker = chance.randrange(len(_MAKERS))
        model = chance.randrange(len(_MODELS))
        year = chance.choice(_YEARS)
        letters = _LETTERS[(maker * 3 + model) % len(_LETTERS)] + _LETTERS[(year - _YEARS[0]) % len(_LETTERS)]
        number = chance.randrange(4_000)
        mark = f"{letters} {number:05}" if model % 2 else f"{maker + 1}-{number:05}-{year % 100:02}"
        found.append(Weapon(mark, _MAKERS[maker], _MODELS[model], _COUNTRIES[maker % 4], str(year)))
    return found


def table(registered: Sequence[Weapon]) -> pa.Table:
    """Weapons as rows of a register."""
    return pa.table(
        {
            "kind": ["serial"] * len(registered),
            "mark": [weapon.mark for weapon in registered],
            "make": [weapon.make for weapon in registered],
            "model": [weapon.model for weapon in registered],
            "country": [weapon.country for weapon in registered],
            "event": ["made"] * len(registered),
            "when": [weapon.year for weapon in registered],
        }
    )


def findings(
    pool: Sequence[Weapon], registered: int, count: int, errors: ConfusionModel, seed: int, *, unread: float = 0.07
) -> Iterator[Finding]:
    """Readings of weapons of which the first ``registered`` are in the register, the others in none.

    Make is not stated of a fifth, model not of a third, year of most, as ``methods/MATCHING.md`` measured.
    """
    chance = random.Random(seed)  # noqa: S311 - for measuring, not a secret
    for _ in range(count):
        number = chance.randrange(len(pool))
        weapon = pool[number]
        stated = {
            "make": weapon.make if chance.random() > 0.2 else "",
            "model": weapon.model if chance.random() > 0.3 else "",
            "year": weapon.year if chance.random() > 0.7 else "",
        }
        typed = noisy(weapon.mark, errors, chance, unread=unread)
        yield Finding(typed, {k: v for k, v in stated.items() if v}, weapon, number < registered)


def many_marks(count: int, seed: int) -> pa.Array:
    """Different marks of four common forms, fast: for indexes of millions."""
    chance = np.random.default_rng(seed)
    letters = np.array(list(_LETTERS))
    found: set[str] = set()
    while len(found) < count:
        more = count - len(found)
        numbers = chance.integers(0, 10**8, more)
        picked = letters[chance.integers(0, len(letters), (more, 4))]
        forms = chance.random(more)
        for number, (a, b, c, d), form in zip(numbers.tolist(), picked.tolist(), forms.tolist(), strict=True):
            if form < 0.4:
                found.add(f"{a}{b}{number % 10**6:06}")
            elif form < 0.6:
                found.add(f"{number:08}")
            elif form < 0.8:
                found.add(f"{a}-{number % 10**5:05}-{number // 10**6:02}")
            else:
                found.add(f"{a}{b}{c}{number % 100:02}{d}{number // 100 % 1000:03}-{number // 10**5 % 1000:03}")
    return pa.array(sorted(found))
