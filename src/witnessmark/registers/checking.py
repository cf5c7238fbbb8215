"""Checking: which rows of a file are records, and which are kept apart, with what was wanted and what was got."""

import functools
from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from witnessmark.model.when import window
from witnessmark.registers.columns import (
    Mask,
    Texts,
    decoded,
    each,
    lengths,
    longer,
    matching,
    plain,
    spoilt,
    tightened,
)
from witnessmark.registers.ends import are_ranges, range_of
from witnessmark.registers.mangled import DATED, DECIMAL, SCIENTIFIC
from witnessmark.registers.placeholders import PLACEHOLDER
from witnessmark.registers.schema import COLUMNS, SCHEMA, SINGLE, RecordEvent, RecordKind
from witnessmark.registers.telling import told

__all__ = ("LONGEST", "LONGEST_CELL", "Rule", "checked", "range_of")

LONGEST = 200
"""Characters of a mark; a longer cell is no mark."""
LONGEST_CELL = 10_000
_GRADES = ("", "A", "B", "C", "D", "E", "X")

_BLANK = r"^[\s\p{Z}\p{Cf}]*$"
_CONTROL = r"[\x00-\x08\x0a-\x1f\x7f]"
_SUSPECT = "|".join(f"(?:{pattern})" for pattern in (_BLANK, PLACEHOLDER, SCIENTIFIC, DECIMAL, DATED, _CONTROL))
"""What a mark that breaks a rule of these looks like: of most marks no more needs to be asked."""
_PLAIN_DATE = (
    r"^ *(?:(?:1[0-9]|20)[0-9]{2}(?:-(?:0[1-9]|1[0-2])|-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|-(?:0[13-9]|1[0-2])-(?:29|30)|-(?:0[13578]|1[02])-31)?[?~%]?)? *$"
)
"""Most dates: these are right. All others are read."""
_LONGEST_DATE = 200
_DATES_KEPT = 100_000


class Among(Enum):
    """The rows of which a rule speaks; all others keep to it."""

    ALL = ()
    SUSPECTS = ("kind", "mark")
    COUNTED = ("quantity",)
    RANGES = ("mark", "last")

    def rows(self, texts: Texts) -> Mask:
        """Which these are."""
        match self:
            case Among.SUSPECTS:
                return matching(texts["mark"], _SUSPECT)
            case Among.COUNTED:
                return each(texts["quantity"], lambda cells: lengths(cells) > 0)
            case _:
                return _is("kind", RecordKind.RANGE)(texts)


class Rule(NamedTuple):
    """One thing that a row must keep to."""

    column: str
    wanted: str
    is_broken: Callable[[Texts], Mask]
    among: Among = Among.ALL


def checked(rows: pa.Table, *, first: int = 1) -> tuple[pa.Table, pa.Table]:
    """The records among some rows, and the others with their first problem.

    Rows come with any of the columns, as texts or bytes; the first has the number ``first``.
    """
    texts = decoded(rows)
    broken = _broken(texts, rows.num_rows)
    apart = np.flatnonzero(broken >= 0)
    those = {name: cells.take(pa.array(apart)) for name, cells in texts.items()}
    problems = told(those, apart + first, broken[apart], [rule[:2] for rule in _RULES])
    if len(apart):
        is_good = pa.array(broken < 0)
        texts = {name: cells.filter(is_good) for name, cells in texts.items()}
    return _shaped(texts), problems


def _broken(texts: Texts, count: int) -> NDArray[np.int64]:
    """The number of the first rule that each row breaks; -1 where it breaks none."""
    groups: dict[Among, NDArray[np.int64]] = {
        among: np.flatnonzero(among.rows(texts)) for among in Among if among is not Among.ALL
    }
    parts: dict[Among, Texts] = {
        a: {name: texts[name].take(pa.array(rows)) for name in a.value} for a, rows in groups.items()
    }
    broken = np.full(count, -1, np.int64)
    for number, (_, _, is_broken, among) in enumerate(_RULES):
        found = is_broken(parts.get(among, texts))
        wrong = groups[among][found] if among in groups else np.flatnonzero(found)
        broken[wrong[broken[wrong] < 0]] = number
    return broken


def _is(column: str, *values: str) -> Callable[[Texts], Mask]:
    return lambda rows: each(rows[column], lambda cells: pc.is_in(cells, pa.array(values, pa.string())))


def _is_not(column: str, *values: str) -> Callable[[Texts], Mask]:
    return lambda rows: each(rows[column], lambda cells: pc.invert(pc.is_in(cells, pa.array(values, pa.string()))))


def _spoilt(column: str) -> Callable[[Texts], Mask]:
    return lambda rows: spoilt(rows[column])


def _longer(column: str, most: int) -> Callable[[Texts], Mask]:
    return lambda rows: longer(rows[column], most)


def _looks(column: str, pattern: str) -> Callable[[Texts], Mask]:
    return lambda rows: matching(rows[column], pattern)


def _has_no_mark(rows: Texts) -> Mask:
    return _is_not("kind", RecordKind.QUANTITY)(rows) & matching(rows["mark"], _BLANK)


def _is_placeholder(rows: Texts) -> Mask:
    """A word for a mark that there is not; but a range can begin with a number of zeros."""
    return _is("kind", *SINGLE)(rows) & matching(rows["mark"], PLACEHOLDER)


def _is_no_number(rows: Texts) -> Mask:
    return ~matching(rows["quantity"], r"^\s*(?:[0-9]{1,15})?\s*$")


def _is_no_date(rows: Texts) -> Mask:
    return each(rows["when"], _are_no_dates)


def _are_no_dates(cells: pa.Array) -> pa.Array:
    """Most dates are known by their look, once for each that stands in a file; all others are read."""
    found = ~np.asarray(pc.match_substring_regex(cells, _PLAIN_DATE)).astype(bool)
    asked = np.flatnonzero(found)
    found[asked] = [not _is_date(text) for text in cells.take(pa.array(asked)).to_pylist()]
    return pa.array(found)


def _is_date(text: str) -> bool:
    return _is_short_date(text) if len(text) <= _LONGEST_DATE else _can_be_read(text)


@functools.lru_cache(_DATES_KEPT)
def _is_short_date(text: str) -> bool:
    return _can_be_read(text)


def _can_be_read(text: str) -> bool:
    try:
        return not text.strip() or window(text.strip()).is_known
    except ValueError:
        return False


def _is_no_range(rows: Texts) -> Mask:
    """Ranges whose ends are not numbers of one length behind one prefix, the first no greater than the last."""
    return ~are_ranges(plain(rows["mark"]), plain(rows["last"]))


_RULES: Sequence[Rule] = (
    *(Rule(column.name, "text in UTF-8", _spoilt(column.name)) for column in COLUMNS),
    Rule("kind", "one of serial, range, lot, quantity", _is_not("kind", *RecordKind)),
    Rule("mark", "a mark", _has_no_mark, Among.SUSPECTS),
    Rule("mark", "a mark: this is a word or sign for none", _is_placeholder, Among.SUSPECTS),
    Rule("mark", f"a mark of at most {LONGEST} characters", _longer("mark", LONGEST)),
    Rule("mark", "a mark as text: a number in scientific notation has lost digits", _looks("mark", SCIENTIFIC),
         Among.SUSPECTS),
    Rule("mark", "a mark as text: a number with a decimal point may have lost zeros", _looks("mark", DECIMAL),
         Among.SUSPECTS),
    Rule("mark", "a mark as text: this is a date that a spreadsheet made of it", _looks("mark", DATED),
         Among.SUSPECTS),
    Rule("mark", "a mark without control characters", _looks("mark", _CONTROL), Among.SUSPECTS),
    *(Rule(c.name, f"a cell of at most {LONGEST_CELL} characters", _longer(c.name, LONGEST_CELL))
      for c in COLUMNS if c.name != "mark"),
    Rule("quantity", "a whole number", _is_no_number, Among.COUNTED),
    Rule("event", "one of " + ", ".join(filter(None, RecordEvent)), _is_not("event", *RecordEvent)),
    Rule("when", "a partial date such as 1984, 1984-05 or 1984~", _is_no_date),
    Rule("grade", "a grade of A, B, C, D, E, X", _is_not("grade", *_GRADES)),
    Rule("last", "the last serial of the range, of one prefix and length with the first, and no less", _is_no_range,
         Among.RANGES),
)  # fmt: skip


def _shaped(texts: Texts) -> pa.Table:
    """Records as they are kept."""
    columns = []
    for column in COLUMNS:
        cells = texts[column.name]
        if column.is_number:
            columns.append(_numbers(plain(cells)))
        elif column.repeats:
            # Nothing of the rows that are kept apart stays in it.
            columns.append(tightened(cells))
        else:
            columns.append(plain(cells))
    return pa.table(columns, schema=SCHEMA)


def _numbers(cells: pa.Array) -> pa.Array:
    """Texts as whole numbers; what is blank is none."""
    there = np.flatnonzero(lengths(cells) > 0)
    trimmed = pc.utf8_trim_whitespace(cells.take(pa.array(there)))
    is_told = lengths(trimmed) > 0
    numbers, is_none = np.zeros(len(cells), np.int64), np.ones(len(cells), bool)
    numbers[there[is_told]] = np.asarray(trimmed.filter(pa.array(is_told)).cast(pa.int64()))
    is_none[there[is_told]] = False
    return pa.array(numbers, mask=is_none)
