"""Transfers: invented registers of millions of lines, and finds of weapons that are on them or not; made by columns.

The world is skewed, as the real one is: few makers and models have most of the weapons. A maker numbers each model
through a year, or through all its years, and one number in fifty is on a line, at every size: serial space is dense.
Serials repeat over makers, models and years, and some weapons are on more than one line.
"""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from witnessmark.marks.confusion import ConfusionModel

MAKERS = tuple(f"Works {number}" for number in range(1, 25))
MODELS = tuple(f"Pattern {letter}" for letter in "ABCDEFGH")
COUNTRIES = tuple(f"{side}{kind}" for side in ("North", "East", "South", "West") for kind in ("land", "mark", "shire"))
YEARS = range(1950, 1990)
MISSING = {"make": 0.2, "model": 0.3, "country": 0.5, "year": 0.7}
"""How often a find states nothing of each attribute, as ``methods/MATCHING.md`` measured; of the country, ours."""
UNREAD, MISSED, ADDED = 0.07, 0.004, 0.004
OUTSIDE = 0.12
"""The share of finds whose weapon is on no line."""

_LETTERS = np.frombuffer(b"ABCDEFGHJKLMNPRSTUVWXYZ", np.uint8)
_BLANK, _HYPHEN = (np.frombuffer(sign, np.uint8) for sign in (b" ", b"-"))
_NUMBERS_A_LINE = 50
_LEAST_NUMBERS = 1_000
_WIDTH = 12

Whole = NDArray[np.int64]
Signs = NDArray[np.uint8]
"""Marks as rows of ASCII; 0 behind the end."""


class Weapons(NamedTuple):
    """Invented weapons, by column."""

    maker: Whole
    model: Whole
    year: Whole
    number: Whole
    """Within its maker, model and year."""

    @property
    def identity(self) -> Whole:
        """One number for each weapon: two of one identity have one mark, make, model and year."""
        family = (self.maker * len(MODELS) + self.model) * len(YEARS) + self.year
        return family * 10**9 + self.number


class World(NamedTuple):
    """A register and what was found, with the truth."""

    lines: pa.Table
    """The register, with its columns."""
    weapon_of_line: Whole
    finds: pa.Table
    """What was read of each, and what is stated; empty where nothing is."""
    weapon_of_find: Whole
    is_registered: NDArray[np.bool_]


def world(lines: int, finds: int, errors: ConfusionModel, seed: int) -> World:
    """So many lines, and so many finds of which most are of weapons on them."""
    chance = np.random.default_rng(seed)
    spans = _spans(lines)
    registered = _made(lines, spans, chance)
    weapon_of_line = registered.identity
    is_registered = chance.random(finds) >= OUTSIDE
    others = _outside(int((~is_registered).sum()), spans, weapon_of_line, chance)
    rows = chance.integers(0, lines, int(is_registered.sum()))
    found = Weapons(*(_merged(is_registered, one[rows], other) for one, other in zip(registered, others, strict=True)))
    read = _read(_marks(found, spans), errors, chance)
    return World(
        _register(registered, spans), weapon_of_line, _finds(found, read, chance), found.identity, is_registered
    )


def _merged(is_first: NDArray[np.bool_], first: Whole, second: Whole) -> Whole:
    merged = np.empty(len(is_first), np.int64)
    merged[is_first], merged[~is_first] = first, second
    return merged


def _shares(count: int) -> NDArray[np.float64]:
    """Few have most."""
    weights = 1 / np.arange(2, count + 2)
    return np.asarray(weights / weights.sum())


def _spans(lines: int) -> Whole:
    """How many numbers a maker gives a model in one year, by maker and model."""
    each = np.outer(_shares(len(MAKERS)), _shares(len(MODELS))) * lines / len(YEARS)
    return np.maximum(_LEAST_NUMBERS, each * _NUMBERS_A_LINE).astype(np.int64)


def _made(count: int, spans: Whole, chance: np.random.Generator) -> Weapons:
    maker = chance.choice(len(MAKERS), count, p=_shares(len(MAKERS)))
    model = chance.choice(len(MODELS), count, p=_shares(len(MODELS)))
    return Weapons(maker, model, chance.integers(0, len(YEARS), count), chance.integers(0, spans[maker, model]))


def _outside(count: int, spans: Whole, taken: Whole, chance: np.random.Generator) -> Weapons:
    """Weapons of the same makers that are on no line."""
    made = _made(count + count // 4 + 100, spans, chance)
    is_free = ~np.isin(made.identity, taken)
    return Weapons(*(column[is_free][:count] for column in made))


def _marks(weapons: Weapons, spans: Whole) -> Signs:
    """Marks as they are stamped, in forms that are told by the model."""
    found = np.zeros((len(weapons.number), _WIDTH), np.uint8)
    digits = len(str(int(spans.max()) - 1))
    for form, stamped in enumerate(_FORMS):
        rows = np.flatnonzero(weapons.model % len(_FORMS) == form)
        at = 0
        for part in stamped(Weapons(*(column[rows] for column in weapons)), spans, digits):
            found[rows, at : at + part.shape[-1]] = part
            at += part.shape[-1]
    return found


def _block_and_number(weapons: Weapons, _: Whole, digits: int) -> tuple[Signs, ...]:
    """KB 04217: letters of the model and the year, and a number within it."""
    return _block(weapons), _letter(weapons.year), _BLANK, _digits(weapons.number, digits)


def _number_and_year(weapons: Weapons, _: Whole, digits: int) -> tuple[Signs, ...]:
    """07-04217-84: the maker, a number within the year, and the year."""
    year = _digits((YEARS[0] + weapons.year) % 100, 2)
    return _digits(weapons.maker + 1, 2), _HYPHEN, _digits(weapons.number, digits), _HYPHEN, year


def _number(weapons: Weapons, spans: Whole, digits: int) -> tuple[Signs, ...]:
    """0204217: a number through all years."""
    through = weapons.year * spans[weapons.maker, weapons.model] + weapons.number
    return (_digits(through, digits + 2),)


def _letter_and_number(weapons: Weapons, spans: Whole, digits: int) -> tuple[Signs, ...]:
    """K0204217: a letter of the model, and a number through all years."""
    return _block(weapons), *_number(weapons, spans, digits)


_FORMS = (_block_and_number, _number_and_year, _number, _letter_and_number)


def _block(weapons: Weapons) -> Signs:
    return _letter(weapons.maker * 3 + weapons.model)


def _letter(numbers: Whole) -> Signs:
    return _LETTERS[numbers % len(_LETTERS)][:, None]


def _digits(numbers: Whole, width: int) -> Signs:
    powers = 10 ** np.arange(width - 1, -1, -1)
    return (numbers[:, None] // powers % 10 + ord("0")).astype(np.uint8)


def _read(marks: Signs, errors: ConfusionModel, chance: np.random.Generator) -> pa.Array:
    """What is read of marks: characters misread by the model, not read, left out, or read where none is."""
    seen = marks.copy()
    lottery = chance.random(marks.shape)
    for true, row in errors.rows.items():
        there = marks == ord(true)
        signs = np.frombuffer("".join(row).encode(), np.uint8)
        bounds = np.cumsum(list(row.values()))[:-1]
        seen[there] = signs[np.searchsorted(bounds, lottery[there], side="right")]
    is_sign = np.isin(marks, np.frombuffer(errors.alphabet.encode(), np.uint8))
    seen[is_sign & (chance.random(marks.shape) < UNREAD)] = ord("?")
    counts = (marks > 0).astype(np.int64)
    counts[is_sign & (chance.random(marks.shape) < MISSED)] = 0
    is_added = is_sign & (chance.random(marks.shape) < ADDED)
    counts[is_added] += 1
    flat = np.repeat(seen.ravel(), counts.ravel())
    # Of a sign that is read as two, the second is any.
    behind = np.cumsum(counts.ravel())[is_added.ravel()] - 1
    alphabet = np.frombuffer(errors.alphabet.encode(), np.uint8)
    flat[behind] = alphabet[chance.integers(0, len(alphabet), len(behind))]
    return _texts(flat, counts.sum(axis=1))


def _texts(flat: Signs, lengths: Whole) -> pa.Array:
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return pa.StringArray.from_buffers(len(lengths), pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(flat)))


def _register(weapons: Weapons, spans: Whole) -> pa.Table:
    marks = _marks(weapons, spans)
    nothing = np.zeros(len(marks), np.int64)
    return pa.table(
        {
            "kind": _named(nothing, ("serial",)),
            "mark": _texts(marks[marks > 0], (marks > 0).sum(axis=1)),
            "make": _named(weapons.maker, MAKERS),
            "model": _named(weapons.model, MODELS),
            "country": _named(weapons.maker % len(COUNTRIES), COUNTRIES),
            "event": _named(nothing, ("made",)),
            "when": _named(weapons.year, tuple(map(str, YEARS))),
        }
    )


def _named(numbers: Whole, names: tuple[str, ...]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int32)), pa.array(names))


def _finds(weapons: Weapons, read: pa.Array, chance: np.random.Generator) -> pa.Table:
    stated = {
        "make": (weapons.maker, MAKERS),
        "model": (weapons.model, MODELS),
        "country": (weapons.maker % len(COUNTRIES), COUNTRIES),
        "year": (weapons.year, tuple(map(str, YEARS))),
    }
    columns = {"question": pa.array(np.arange(len(read))), "mark": read}
    for name, (numbers, names) in stated.items():
        is_missing = chance.random(len(read)) < MISSING[name]
        told = np.where(is_missing, len(names), numbers)
        columns[name] = _named(told, (*names, "")).dictionary_decode()
    columns["calibre"] = pa.repeat("", len(read))
    return pa.table(
        {name: columns[name] for name in ("question", "mark", "make", "model", "calibre", "country", "year")}
    )
