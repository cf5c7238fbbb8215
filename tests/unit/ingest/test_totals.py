"""Control totals over the rows of a table, beside what the file itself says."""

from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.ingest.invented_sheets import came_of, row, sheet, table

from witnessmark.ingest.totals import FigureTold, counted

HEAD = '[[table]]\n[table.columns]\nstate = ["State"]\nnumber = ["Number"]\n'
ROWS = table("State|Number", "Kenya|10", "Peru|2.5", "Kenya|1,000", "Peru|", "Peru|some")


def figure(text: str, rows: object = None) -> FigureTold:
    """One figure over some rows."""
    came = came_of(ROWS if rows is None else rows, f'{HEAD}[[table.figure]]\nname = "f"\n{text}\n')  # type: ignore[arg-type]
    (told,) = came.reading.totals.figures()
    return told


def test_a_count_is_of_rows_where_the_template_is_not_empty() -> None:
    assert figure('count = "{number}"').value == "4"


def test_a_sum_is_exact_and_tells_how_many_cells_are_no_number() -> None:
    told = figure('sum = "{number}"')
    assert (told.value, told.unread) == ("1012.5", 1)


def test_distinct_counts_different_values() -> None:
    assert figure('distinct = "{state}"').value == "2"


def test_once_counts_only_the_first_row_of_each_value() -> None:
    assert figure('sum = "{number}"\nonce = "{state}"').value == "12.5"


def test_a_condition_leaves_rows_out() -> None:
    assert figure('sum = "{number}"\nif = "{state|is:kenya}"').value == "1010"


def test_by_gives_one_figure_for_each_value_with_its_share_the_largest_first() -> None:
    told = figure('sum = "{number}"\nby = "{state}"')
    assert list(told.by.items()) == [("Kenya", "1010"), ("Peru", "2.5")]
    assert told.shares == {"Kenya": "99.75", "Peru": "0.25"}


def test_what_the_file_says_itself_stands_beside_it_and_a_difference_is_told() -> None:
    rows = table("Total|1,012.50", "State|Number", "Kenya|1010", "Peru|2.5")
    assert not figure('sum = "{number}"\nstated = "{=B1|number}"', rows).differs
    told = figure('sum = "{number}"\nstated = "{=B1|number}"', [*rows, row(5, "Peru", "1")])
    assert (told.value, told.stated, told.differs) == ("1013.5", "1012.5", True)


def test_what_the_file_says_in_words_is_a_difference() -> None:
    told = figure('count = "{number}"\nstated = "{=B1}"', table("Total|unknown", "State|Number", "Kenya|1"))
    assert (told.stated, told.differs) == ("unknown", True)


def test_a_stated_total_can_stand_below_the_headings() -> None:
    rows = table("State|Number", "Kenya|10", "Total|12")
    text = 'sum = "{number}"\nif = "{state|not:Total}"\nstated = "{=B3}"'
    assert figure(text, rows).stated == "12"


def test_a_figure_goes_on_over_all_sheets() -> None:
    sheets = [sheet(table("State|Number", f"Kenya|{n}"), f"Year {n}") for n in (1, 2, 3)]
    assert figure('sum = "{number}"', sheets).value == "6"


def test_rows_of_which_nothing_could_be_made_do_not_count() -> None:
    note = '[[table.make]]\nkind = "note"\nset.heading = "{state}"\nset.text = "{number|number}"\n'
    came = came_of(ROWS, HEAD + note + '[[table.figure]]\nname = "f"\ncount = "{state}"\n')
    assert len(came.unread) == 1
    assert came.reading.totals.figures()[0].value == "4"


def test_counts_in_words_have_the_most_frequent_first() -> None:
    assert counted(Counter({"a": 1, "c": 2, "b": 2})) == ("b 2", "c 2", "a 1")


NUMBERS = st.lists(st.tuples(st.sampled_from(["Kenya", "Peru", ""]), st.integers(-1000, 1000)), max_size=30)


@given(NUMBERS)
def test_groups_add_up_to_the_whole(rows: list[tuple[str, int]]) -> None:
    lines = [row(1, "State", "Number"), *(row(n, s, str(v)) for n, (s, v) in enumerate(rows, start=2))]
    told = figure('sum = "{number}"\nby = "{state}"', lines)
    assert sum(map(Decimal, told.by.values()), Decimal(0)) == Decimal(told.value)
    assert Decimal(told.value) == sum(value for _, value in rows)
