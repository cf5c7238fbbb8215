"""Ends of ranges by whole columns are those that each range has by itself."""

import pyarrow as pa
from hypothesis import example, given
from hypothesis import strategies as st

from witnessmark.registers.ends import are_ranges, ends_of, range_of

BLANKS = st.sampled_from(["", " ", "\t", "\u00a0", "\x1c", "\u2003"])
PREFIXES = st.sampled_from(["", "KB", "KB ", "К-", "7-", "\n", "٣"]) | st.text(max_size=3)
SERIALS = st.tuples(BLANKS, PREFIXES, st.integers(0, 999) | st.integers(0, 10**18), st.integers(1, 20), BLANKS).map(
    lambda each: f"{each[0]}{each[1]}{each[2]:0{each[3]}}{each[4]}"
)
CELLS = SERIALS | st.text(max_size=5)


@given(st.lists(st.tuples(CELLS, CELLS) | SERIALS.map(lambda cell: (cell, cell)), max_size=6))
@example([("\u00a0KB1", "\u00a0KB2"), ("KB1", "KB1 "), ("K\nB1", "K\nB7"), ("9" * 18, "9" * 18), ("9" * 19, "9" * 19)])
def test_each_range_of_a_column_has_the_ends_that_it_has_alone(ranges: list[tuple[str, str]]) -> None:
    firsts, lasts = ([each[n] for each in ranges] for n in (0, 1))
    found = ends_of(pa.array(firsts, pa.string()), pa.array(lasts, pa.string()))
    told = zip(found.prefixes.to_pylist(), *(column.tolist() for column in found[2:]), strict=True)
    columns = [each if is_range else None for each, is_range in zip(told, found.is_range, strict=True)]
    assert columns == [range_of(*each) for each in ranges]
    assert are_ranges(pa.array(firsts, pa.string()), pa.array(lasts, pa.string())).tolist() == found.is_range.tolist()
