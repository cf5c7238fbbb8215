"""Arrays: what the sums over many readings take, what they give, and where they work."""

from typing import NamedTuple

from witnessmark.matching.compiling import Array

GAP = -1
"""The kind of a place that stands for any number of characters."""
LONGEST = 32
"""Characters of the longest mark and reading that are weighed so."""
ATTRIBUTES = 5
"""Make, model, calibre, country and year; the first two identify."""
YEAR = 4
"""Which of the attributes is the year."""


class Rates(NamedTuple):
    """What the sums assume; see ``resolve`` and ``markmodel``."""

    coverage: float
    credible: float
    copied: float
    repeated: float
    rare: float
    missed: float
    added: float
    run: float
    other_shapes: float
    most_off: int
    close_year: int
    likely: float
    wrong: Array
    """By attribute, how often it is stated wrongly."""


class Rows(NamedTuple):
    """The records of the registers, one below the other."""

    marks: Array
    lengths: Array
    facts: Array
    """By record and attribute, the number of its value; 0 where it states none."""
    same: Array
    starts: Array
    """By value, a number that values share that are spelled otherwise; those of an attribute begin at its start."""
    common: Array
    """By such a number, from the same starts: how often it is stated."""
    years: Array
    """By value of the year, the year."""


class Crowd(NamedTuple):
    """The registers that are asked, as a whole: families, and the shapes of their marks.

    Shapes of one length stand together, a stack, and so do the columns of one place of a stack: what is summed for one
    shape is summed for all of them in one go.
    """

    records: int
    shares: Array
    """By family, its share of all records."""
    pairs: Array
    numbers: Array
    """Makes and models as one number each, ascending, and the first family of each."""
    models: int
    """By what a make is multiplied in it."""
    following: Array
    """By family, the next one of its make and model, of another part; -1 behind the last."""
    scales: Array
    """By family, how many records of the registers each stands for from which its marks are known."""
    own_begins: Array
    own: Array
    signatures: Array
    """Where the shapes of each family begin, which they are, and their signatures (see ``bearing``)."""
    lengths: Array
    firsts: Array
    bases: Array
    """By stack, how many characters its marks have, its first shape, and its first column."""
    family: Array
    share: Array
    counts: Array
    """By shape, its family, its share in it, and the records from which it is known."""
    stack: Array
    """By shape, its stack."""
    often: Array
    """By column and character: how often it stands there on a mark that is in no register."""
    held: Array
    """By character and column, the same of those that are in one."""
    stands: Array
    """By place of a stack (its first is ``steads``) and character, whether it stands there on any of its marks."""
    steads: Array
    is_letter: Array
    """By character, whether it is no digit."""
    years: Array
    """The years of which marks tell, ascending."""
    year_of: Array
    """By value of the year, as of records, which of them it is; -1 where it is none."""
    year_values: Array
    """The other way about; -1 where no record has it."""
    dated: Array
    """By family and year, where what its marks tell of it stands; -1 where they tell nothing."""
    dated_share: Array
    dated_tells: Array
    """There, the share of the year in the family, and how much is known of its marks."""
    entry_begins: Array
    """By stack and year, where the entries begin: the shapes as they are in it."""
    entry_shape: Array
    entry_share: Array
    """By entry, its shape, and the share of that in the marks of its family and year."""
    entry_columns: Array
    """By entry and place, its column."""
    dated_begins: Array
    dated_entries: Array
    """Where the entries of what is told of a family and year begin, and which they are."""


class Asked(NamedTuple):
    """The readings."""

    places: Array
    kinds: Array
    """Where the places of each reading begin, and of which kind each is."""
    seen: Array
    """By kind and character, the chance of what was read if the character stands there."""
    any_seen: Array
    """The same of a character of which nothing is known."""
    reads: Array
    free: Array
    """By kind and column, the same of the characters that stand there; and of those that are no error."""
    is_unread: Array
    """By kind, whether nothing was read."""
    as_read: Array
    """By kind and character, one where it would be no error, else zero."""
    lost: Array
    best: Array
    """By kind and character, by how many steps it explains less than the best would; by kind, the best, in nats."""
    ranked: Array
    """By kind, the characters that lose least first."""
    stated: Array
    """By reading and attribute, the number of what is stated, as of records; -1 where nothing is."""
    stated_years: Array
    told: Array
    chances: Array
    """Which row of ``chances`` each stated value has: by family, how likely it is stated of one of its weapons."""
    begins: Array
    candidates: Array
    """Where the candidate records of each reading begin, and which they are."""
    unseen: Array
    """Records that fit as well as the least likely of them, and are only counted."""


class Answers(NamedTuple):
    """What each reading can be."""

    rows: Array
    probabilities: Array
    """The likeliest weapons: a record of each, or -1, and its probability."""
    none: Array
    """The probability that it is in no register."""
    credible: Array
    holds_none: Array
    accident: Array
    """How many other records would explain the reading as well as the likeliest does, by accident."""


class Groups(NamedTuple):
    """Room for the weapons of one reading."""

    firsts: Array
    """By weapon, the record that states the most of it."""
    facts: Array
    """By weapon and attribute, the number of its value."""
    owners: Array
    """By candidate, the weapon that it speaks of."""


class Room(NamedTuple):
    """Room to work."""

    line: Array
    nothing: Array
    """One row of as many zeros as a mark can be long."""
    lines: Array
    """Rows for all shapes of a stack at once."""
    gathered: Array
    numbers: Array
    """By place of a reading and column of some entries, the chance of what was read; and the numbers of such rows."""
    lanes: Array
    """The entries that are summed in one go."""
    outside: Array
    beyond: Array
    taken: Array
    stated: Array
    read: Array
    is_likely: Array
    """By family, the chance of the reading, what of it is of more errors than the search allows for, what of it is of
    registered marks, the chance of what else is stated with the share of the family, that of the reading with the year,
    and whether it matters."""
    ordered: Array
    """The candidate records, those of one mark together."""
    weights: Array
    chances: Array
    ranked: Array
    """By weapon, its weight, and the chance of the reading given its mark; and the weapons, likeliest first."""
    sums: Array
    alone: Array
    """By step, the share of the marks of each shape of a stack that lost so much so far; the same of one shape."""
    reached: Array
    is_reached: Array
    """The steps in question, and by step whether it is one."""
    levels: Array
    level_shares: Array
    """The steps that one place can lose, and by shape how often it does."""
    fits: Array
    """By shape, the share of its marks that explain the reading as well as the likeliest weapon does."""
    groups: Groups
