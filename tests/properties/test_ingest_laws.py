"""Laws of reading tables: whatever stands in a file, nothing is lost or said twice, and the bytes are the same."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.ingest.invented_sheets import SOURCE, came_of, mapping, row, sheet

from witnessmark.case.canonical import decode_strictly
from witnessmark.ingest.library import fitting
from witnessmark.ingest.reading import Reading
from witnessmark.ingest.records import RecordMade, RecordReading
from witnessmark.ingest.sheet import Row
from witnessmark.model.fields import references

HEADINGS = ("No.", "Serial", "Day", "Brigade", "Number")
MAPPING = """
[[table]]
key = "{no}"
needs = ["serial"]
[table.columns]
no = ["No."]
serial = ["Serial"]
day = ["Day"]
force = ["Brigade"]
number = ["Number"]
[[table.skip]]
if = "{no|total}"
because = "a total"
[[table.make]]
kind = "party"
as = "force"
each = "{force|split:/}"
once = "{each}"
set.name = "{each}"
[[table.make]]
kind = "item"
as = "item"
set.name = "Rifle {serial|serial}"
[[table.make]]
kind = "mark-reading"
set.of = "@item"
set.text = "{serial|serial}"
[[table.make]]
kind = "recovery"
if = "{day}"
set.of = "@item"
set.by = "@force"
set.when = "{day|date:%d.%m.%Y;%Y}"
[[table.record]]
set.kind = "serial"
set.mark = "{serial|serial}"
set.when = "{day|date:%d.%m.%Y;%Y}"
[[table.figure]]
name = "number"
sum = "{number}"
by = "{force}"
[[table.check]]
name = "again"
repeats = "{serial}"
"""
CELLS = (
    st.sampled_from(["1", "2", "3", "total", "", "N 7"]),
    st.sampled_from(["KB 1", "KB 2", "N/A", "", "1.2E+15", "03-Dec"]) | st.text(max_size=5),
    st.sampled_from(["01.05.2014", "31.02.2014", "2014", "", "soon"]),
    st.sampled_from(["Brigade 1", "Brigade 1 / Brigade 2", "Brigade 1/Brigade 1", "", "/"]),
    st.sampled_from(["12", "1,200", "many", "", "-3"]) | st.text(max_size=5),
)
LINES = (
    st.tuples(*CELLS)
    | st.just(HEADINGS)
    | st.lists(st.text(max_size=4), max_size=6).map(tuple)
    | st.just(("Source: the ministry",))
)


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    """Rows under headings, a few of them broken."""
    rows = [row(1, *HEADINGS)]
    for number, cells in enumerate(draw(st.lists(LINES, max_size=12)), start=2):
        broken = "want 5 cells, got more" if draw(st.integers(0, 15)) == 0 else ""
        rows.append(row(number, *cells, broken=broken))
    return rows


@given(tables())
def test_every_row_is_taken_or_kept_as_unread_or_left_for_a_reason(rows: list[Row]) -> None:
    came = came_of(rows, MAPPING)
    tally = came.reading.tally
    assert tally.rows + sum(tally.left.values()) == len(rows) - 1
    reading = Reading("f.csv", [sheet(rows)], mapping(MAPPING))
    numbers = [each.row.number for each in reading.rows(SOURCE)]
    assert len(numbers) == len(set(numbers)) == tally.rows
    assert {each.row for each in came.unread} <= set(numbers)


@given(tables())
def test_reading_a_file_twice_gives_the_same_bytes(rows: list[Row]) -> None:
    one, other = came_of(rows, MAPPING), came_of(rows, MAPPING)
    assert one.payloads == other.payloads
    assert one.unread == other.unread
    assert one.reading.totals.figures() == other.reading.totals.figures()
    assert one.reading.checks() == other.reading.checks()


@given(tables())
def test_what_is_made_is_canonical_and_no_two_statements_are_the_same(rows: list[Row]) -> None:
    came = came_of(rows, MAPPING)
    for payload in came.payloads:
        decode_strictly(payload)
    assert len(set(came.payloads)) == len(came.payloads)


@given(tables())
def test_nothing_refers_to_what_was_not_made(rows: list[Row]) -> None:
    came = came_of(rows, MAPPING)
    before = {SOURCE}
    for made in came.made:
        assert set(references(made.statement)) <= before
        before.add(made.root)  # type: ignore[arg-type]


@given(tables())
def test_the_same_file_says_nothing_new_against_itself(rows: list[Row]) -> None:
    before = came_of(rows, MAPPING)
    again = came_of(rows, MAPPING, earlier=before.kept)
    assert again.payloads == []
    assert Counter(made.key for made in again.made) == Counter(made.key for made in before.made)


@given(tables(), tables())
def test_an_edition_corrects_what_it_changes_and_says_the_rest_once(first: list[Row], second: list[Row]) -> None:
    before = came_of(first, MAPPING)
    after = came_of(second, MAPPING, earlier=before.kept)
    for made in after.made:
        kept = before.kept.get(made.key)
        if kept is None:
            assert made.statement.supersedes is None
        elif made.payload is None:
            assert made.statement == kept.statement
        else:
            assert made.statement.supersedes == kept.current
            assert made.statement.because
    third = came_of(second, MAPPING, earlier={**before.kept, **after.kept})
    assert third.payloads == []


@given(tables(), st.randoms(use_true_random=False))
def test_rows_with_keys_of_their_own_can_stand_in_any_order(rows: list[Row], chance: object) -> None:
    # Rows below headings that come again are told apart by where they stand: of these the law does not speak.
    told = [each for each in rows[1:] if tuple(each.cells[1:]) != tuple(rows[0].cells[1:])]
    keyed = [rows[0], *(each._replace(cells=[f"k{each.number}", *each.cells[1:]]) for each in told)]
    before = came_of(keyed, MAPPING)
    body = list(keyed[1:])
    chance.shuffle(body)  # type: ignore[attr-defined]
    moved = [keyed[0], *(each._replace(number=n) for n, each in enumerate(body, start=2))]
    after = came_of(moved, MAPPING, earlier=before.kept)
    assert after.payloads == []
    assert len(after.unread) == len(before.unread)


@given(tables())
def test_a_register_gets_the_rows_that_a_case_would_take(rows: list[Row]) -> None:
    records = list(RecordReading("f.csv", [sheet(rows)], mapping(MAPPING)).rows())
    made = [each.row for each in records if isinstance(each, RecordMade)]
    assert len(made) == len(set(made))
    assert len(records) == came_of(rows, MAPPING).reading.tally.rows


@given(st.permutations(["a", "b", "c"]))
def test_which_ready_mapping_fits_does_not_depend_on_the_order_of_the_sheets(names: list[str]) -> None:
    heads = {
        "a": row(1, "item", "quantity", "chain", "legs", "years"),
        "b": row(1, "ActorId", "NameData", "NameOrig", "Org", "Location"),
        "c": row(1, "one", "two"),
    }
    found = [each.mapping.name for each in fitting([sheet([heads[name]], name) for name in names])]
    assert found == sorted(found, key=["transfer-chains", "ucdp-actors"].index)
    assert set(found) == {"transfer-chains", "ucdp-actors"}
