"""Checking: which rows of a file are records, and which are kept apart, with what was wanted and what was got."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from witnessmark.model.when import window
from witnessmark.registers.schema import COLUMNS, PROBLEMS, SCHEMA, RecordEvent, RecordKind

LONGEST = 200
"""Characters of a mark; a longer cell is no mark."""
LONGEST_CELL = 10_000
_TOLD = 80
_MOST_KEPT = 100_000_000
_GRADES = ("", "A", "B", "C", "D", "E", "X")

_SCIENTIFIC = r"^\s*[0-9](?:[.,][0-9]+)?[eE][+-]?[0-9]{1,3}\s*$"
_DECIMAL = r"^\s*[0-9]{3,}[.,]0+\s*$"
_DATED = (
    r"^\s*(?:(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9][ T][0-9]{2}:[0-9]{2}.*"
    r"|[0-3]?[0-9]-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:-[0-9]{2,4})?"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-[0-9]{2})\s*$"
)

Mask = NDArray[np.bool_]


class Rule(NamedTuple):
    """One thing that a row must keep to."""

    column: str
    wanted: str
    is_broken: Callable[[pa.Table], Mask]


def checked(rows: pa.Table, *, first: int = 1) -> tuple[pa.Table, pa.Table]:
    """The records among some rows, and the others with their first problem.

    Rows come with any of the columns, as texts or bytes; the first has the number ``first``.
    """
    texts, is_undecodable = _decoded(rows)
    broken = np.full(texts.num_rows, -1, np.int64)
    for number, rule in enumerate(_RULES):
        wrong = is_undecodable[rule.column] if rule.wanted == _UTF8 else rule.is_broken(texts)
        broken[(broken < 0) & wrong] = number
    is_good = broken < 0
    good = texts if is_good.all() else texts.filter(pa.array(is_good))
    apart = np.flatnonzero(~is_good)
    return _shaped(good), _told(texts, apart, broken[apart], first)


def _decoded(rows: pa.Table) -> tuple[pa.Table, dict[str, Mask]]:
    """All columns as texts, with the rows that are not UTF-8; a column that is missing is empty."""
    texts, undecodable = [], {}
    for column in COLUMNS:
        there = rows.column(column.name) if column.name in rows.column_names else None
        texts.append(pa.chunked_array([pa.array([""]).take(pa.array(np.zeros(rows.num_rows, np.int64)))])
                     if there is None else _as_text(there))  # fmt: skip
        undecodable[column.name] = _spoilt(texts[-1])
    return pa.table(texts, names=[column.name for column in COLUMNS]), undecodable


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as texts without nulls; bytes that are no UTF-8 become U+FFFD."""
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
        chunks = [
            pa.DictionaryArray.from_arrays(
                chunk.indices.cast(pa.int32()), _whole(_as_text(pa.chunked_array([chunk.dictionary])))
            )
            for chunk in column.chunks
        ]
        plain = pa.chunked_array(chunks, pa.dictionary(pa.int32(), pa.string()))
        return pc.fill_null(plain, "") if plain.null_count else plain
    try:
        found = column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        values = ("" if v is None else v.decode(errors="replace") if isinstance(v, bytes) else str(v)
                  for v in column.to_pylist())  # fmt: skip
        found = pa.chunked_array([pa.array(list(values), pa.string())])
    return pc.fill_null(found, "")


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def _each(column: pa.ChunkedArray, judge: Callable[[pa.Array], pa.Array]) -> Mask:
    """What is judged of each value; of a column whose values repeat each is judged once."""
    parts = []
    for chunk in column.chunks:
        if isinstance(chunk, pa.DictionaryArray):
            known = np.asarray(judge(chunk.dictionary))
            parts.append(known[np.asarray(chunk.indices)] if len(known) else np.zeros(len(chunk), bool))
        else:
            parts.append(np.asarray(judge(chunk)))
    return np.concatenate(parts).astype(bool) if parts else np.zeros(0, bool)


def _matching(column: pa.ChunkedArray, pattern: str) -> Mask:
    return _each(column, lambda values: pc.match_substring_regex(values, pattern))


def _spoilt(column: pa.ChunkedArray) -> Mask:
    return _each(column, lambda values: pc.match_substring(values, "\ufffd"))


def _is(column: str, *values: str) -> Callable[[pa.Table], Mask]:
    return lambda rows: _each(rows[column], lambda each: pc.is_in(each, pa.array(values, pa.string())))


def _is_not(column: str, *values: str) -> Callable[[pa.Table], Mask]:
    return lambda rows: ~_is(column, *values)(rows)


def _longer(column: str, most: int) -> Callable[[pa.Table], Mask]:
    return lambda rows: _each(rows[column], lambda each: pc.greater(pc.utf8_length(each), most))


def _looks(column: str, pattern: str) -> Callable[[pa.Table], Mask]:
    return lambda rows: _matching(rows[column], pattern)


def _has_no_mark(rows: pa.Table) -> Mask:
    return _is_not("kind", RecordKind.QUANTITY)(rows) & _matching(rows["mark"], r"^[\s\p{Z}\p{Cf}]*$")


def _is_no_number(rows: pa.Table) -> Mask:
    return ~_matching(rows["quantity"], r"^\s*(?:[0-9]{1,15})?\s*$")


def _is_no_date(rows: pa.Table) -> Mask:
    return _each(rows["when"], lambda each: pa.array([not _is_date(text) for text in each.to_pylist()]))


def _is_date(text: str) -> bool:
    try:
        return not text.strip() or window(text.strip()).is_known
    except ValueError:
        return False


def _is_no_range(rows: pa.Table) -> Mask:
    """Ranges whose ends are not numbers of one length behind one prefix, the first no greater than the last."""
    is_range = _is("kind", RecordKind.RANGE)(rows)
    found = np.zeros(rows.num_rows, bool)
    asked = np.flatnonzero(is_range)
    for place, first, last in zip(
        asked, *(rows[c].take(pa.array(asked)).to_pylist() for c in ("mark", "last")), strict=True
    ):
        found[place] = range_of(first, last) is None
    return found


def range_of(first: str, last: str) -> tuple[str, int, int, int] | None:
    """The prefix of two serials, their numbers, and how many digits these have; ``None`` where they are no range.

    >>> range_of("KB 000100", "KB 000199")
    ('KB ', 100, 199, 6)
    >>> range_of("KB100", "KC199") is None
    True
    """
    one, other = (_split(text.strip()) for text in (first, last))
    if one is None or other is None or one[0] != other[0] or len(one[1]) != len(other[1]):
        return None
    begin, end = int(one[1]), int(other[1])
    return (one[0], begin, end, len(one[1])) if begin <= end else None


def _split(text: str) -> tuple[str, str] | None:
    digits = len(text) - len(text.rstrip("0123456789"))
    return (text[: len(text) - digits], text[len(text) - digits :]) if 0 < digits <= 18 else None


_UTF8 = "text in UTF-8"
_RULES: Sequence[Rule] = (
    *(Rule(column.name, _UTF8, lambda _: np.zeros(0, bool)) for column in COLUMNS),
    Rule("kind", "one of serial, range, lot, quantity", _is_not("kind", *RecordKind)),
    Rule("mark", "a mark", _has_no_mark),
    Rule("mark", f"a mark of at most {LONGEST} characters", _longer("mark", LONGEST)),
    Rule("mark", "a mark as text: a number in scientific notation has lost digits", _looks("mark", _SCIENTIFIC)),
    Rule("mark", "a mark as text: a number with a decimal point may have lost zeros", _looks("mark", _DECIMAL)),
    Rule("mark", "a mark as text: this is a date that a spreadsheet made of it", _looks("mark", _DATED)),
    Rule("mark", "a mark without control characters", _looks("mark", r"[\x00-\x08\x0a-\x1f\x7f]")),
    *(Rule(c.name, f"a cell of at most {LONGEST_CELL} characters", _longer(c.name, LONGEST_CELL))
      for c in COLUMNS if c.name != "mark"),
    Rule("quantity", "a whole number", _is_no_number),
    Rule("event", "one of " + ", ".join(filter(None, RecordEvent)), _is_not("event", *RecordEvent)),
    Rule("when", "a partial date such as 1984, 1984-05 or 1984~", _is_no_date),
    Rule("grade", "a grade of A, B, C, D, E, X", _is_not("grade", *_GRADES)),
    Rule("last", "the last serial of the range, of one prefix and length with the first, and no less", _is_no_range),
)  # fmt: skip


def _shaped(rows: pa.Table) -> pa.Table:
    """Records as they are kept."""
    columns = []
    for column, field in zip(COLUMNS, SCHEMA, strict=True):
        there = rows[column.name]
        if column.is_number:
            trimmed = pc.utf8_trim_whitespace(there.cast(pa.string()))
            there = pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed).cast(pa.int64())
        elif column.repeats:
            # Encoded anew, so that nothing of the rows that are kept apart stays in it.
            there = there.cast(pa.string()).dictionary_encode().unify_dictionaries()
        else:
            there = there.cast(pa.string())
        columns.append(there.cast(field.type))
    return pa.table(columns, schema=SCHEMA)


def _told(rows: pa.Table, apart: NDArray[np.int64], broken: NDArray[np.int64], first: int) -> pa.Table:
    """The rows that are kept apart, each with the rule that it breaks."""
    told = list(_problems(rows.take(pa.array(apart)), apart, broken, first)) if len(apart) else []
    return pa.Table.from_pylist(told, schema=PROBLEMS)


def _problems(
    rows: pa.Table, apart: NDArray[np.int64], broken: NDArray[np.int64], first: int
) -> Iterator[dict[str, object]]:
    for number, values, rule in zip(apart.tolist(), rows.to_pylist(), broken.tolist(), strict=True):
        if not any(values.values()):
            continue  # an empty line says nothing
        column, wanted, _ = _RULES[rule]
        text = json.dumps({k: v[:_MOST_KEPT] for k, v in values.items() if v}, ensure_ascii=False)
        got = values[column] or "nothing"
        yield {
            "row": first + number, "column": column, "wanted": wanted,
            "got": got if len(got) <= _TOLD else f"{got[:_TOLD]}… ({len(got)} characters)", "text": text,
        }  # fmt: skip
