"""Which row of an earlier edition a row is; where that cannot be said, none is taken for another."""

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.ingest.invented_sheets import Came, came_of, sheet, table

from witnessmark.ingest.lines import Line, known_again, parts_known_again

HEAD = '[[table]]\nkey = "{No.}"\n'
ITEM = '[[table.make]]\nkind = "item"\nas = "item"\nset.name = "Rifle {Serial}"\nset.model = "{Model}"\n'
NOTE = '[[table.make]]\nkind = "note"\nset.heading = "Row"\nset.text = "{Serial}"\n'


def corrections(before: Came, after: Came) -> list[tuple[str, str]]:
    """What each new statement says that corrects another, and what that said."""
    said = {made.current: made.statement.content for made in before.made}
    return [
        (getattr(said[made.statement.supersedes], "name", ""), getattr(made.statement.content, "name", ""))
        for made in after.made
        if made.payload is not None and made.statement.supersedes is not None
    ]


def new(came: Came) -> list[str]:
    """What is neither there already nor corrects anything."""
    fresh = (m for m in came.made if m.payload is not None and m.statement.supersedes is None)
    return [getattr(made.statement.content, "name", "") for made in fresh]


def test_rows_of_one_key_that_change_places_correct_nothing() -> None:
    before = came_of(table("No.|Serial|Model", "7|KB 1|x", "7|KB 2|y"), HEAD + ITEM)
    after = came_of(table("No.|Serial|Model", "7|KB 2|y", "7|KB 1|x"), HEAD + ITEM, earlier=before.kept)
    assert after.payloads == []


def test_of_rows_of_one_key_the_one_that_alone_says_otherwise_is_corrected() -> None:
    before = came_of(table("No.|Serial|Model", "7|KB 1|x", "7|KB 2|y"), HEAD + ITEM)
    after = came_of(table("No.|Serial|Model", "7|KB 2|y", "7|KB 1|z"), HEAD + ITEM, earlier=before.kept)
    assert corrections(before, after) == [("Rifle KB 1", "Rifle KB 1")]
    assert new(after) == []


def test_where_several_rows_of_one_key_say_otherwise_none_is_taken_for_another() -> None:
    before = came_of(table("No.|Serial|Model", "7|KB 1|x", "7|KB 2|y"), HEAD + ITEM)
    after = came_of(table("No.|Serial|Model", "7|KB 3|x", "7|KB 4|y"), HEAD + ITEM, earlier=before.kept)
    assert corrections(before, after) == []
    assert new(after) == ["Rifle KB 3", "Rifle KB 4"]


def test_a_key_that_comes_to_repeat_leaves_the_row_that_had_it() -> None:
    before = came_of(table("No.|Serial|Model", "7|KB 1|x"), HEAD + ITEM)
    after = came_of(table("No.|Serial|Model", "7|KB 0|x", "7|KB 1|x"), HEAD + ITEM, earlier=before.kept)
    assert new(after) == ["Rifle KB 0"]
    assert corrections(before, after) == []


def test_a_row_is_the_same_through_three_editions() -> None:
    first = came_of(table("No.|Serial|Model", "7|KB 1|x", "7|KB 2|y"), HEAD + ITEM)
    second = came_of(table("No.|Serial|Model", "7|KB 2|z", "7|KB 1|x"), HEAD + ITEM, earlier=first.kept)
    third = came_of(table("No.|Serial|Model", "7|KB 2|w", "7|KB 1|x"), HEAD + ITEM, earlier=first.kept | second.kept)
    assert corrections(second, third) == [("Rifle KB 2", "Rifle KB 2")]


def test_a_sheet_that_was_given_another_name_is_the_same_sheet() -> None:
    lines = ("No.|Serial|Model", "7|KB 1|x", "8|KB 2|y")
    before = came_of([sheet(table(*lines), "2019")], HEAD + ITEM)
    after = came_of([sheet(table(*lines[:-1], "8|KB 2|z"), "2019 final")], HEAD + ITEM, earlier=before.kept)
    assert corrections(before, after) == [("Rifle KB 2", "Rifle KB 2")]
    assert new(after) == []


def test_a_number_that_begins_anew_on_each_sheet_is_another_row_on_each() -> None:
    before = came_of([sheet(table("No.|Serial|Model", "1|KB 1|x"), "2019")], HEAD + ITEM)
    sheets = [
        sheet(table("No.|Serial|Model", "1|KB 9|x"), "2020"),
        sheet(table("No.|Serial|Model", "1|KB 1|x"), "2019"),
    ]
    after = came_of(sheets, HEAD + ITEM, earlier=before.kept)
    assert new(after) == ["Rifle KB 9"]
    assert corrections(before, after) == []


def test_what_a_mapping_makes_besides_does_not_change_what_it_made_before() -> None:
    rows = table("No.|Serial|Model", "7|KB 1|x")
    before = came_of(rows, HEAD + ITEM)
    after = came_of(rows, HEAD + NOTE + ITEM, earlier=before.kept)
    assert [made.payload is None for made in after.made] == [False, True]


def test_what_a_mapping_makes_otherwise_corrects_what_it_made_before() -> None:
    rows = table("No.|Serial|Model", "7|KB 1|x")
    before = came_of(rows, HEAD + ITEM)
    after = came_of(rows, HEAD + NOTE + ITEM.replace("Rifle", "Pistol"), earlier=before.kept)
    assert corrections(before, after) == [("Rifle KB 1", "Pistol KB 1")]


def test_a_serial_put_before_others_in_a_cell_corrects_none_of_them() -> None:
    each = ITEM.replace("set.name", 'each = "{Serial|split:,}"\nset.name').replace("{Serial}", "{each}")
    before = came_of(table("No.|Serial|Model", "7|KB 1, KB 2|x"), HEAD + each)
    after = came_of(table("No.|Serial|Model", "7|KB 0, KB 1, KB 2|x"), HEAD + each, earlier=before.kept)
    assert new(after) == ["Rifle KB 0"]
    assert corrections(before, after) == []


def test_one_of_several_parts_of_a_cell_can_be_corrected() -> None:
    assert parts_known_again(["a", "x", "c"], [("a", 1), ("b", 2), ("c", 3)]) == [1, 2, 3]


def test_a_part_that_is_new_is_given_a_number_that_none_had() -> None:
    assert parts_known_again(["b", "x", "y"], [("a", 1), ("b", 2)]) == [2, 3, 4]


@given(st.lists(st.tuples(st.sampled_from("78"), st.sampled_from("ab"), st.sampled_from("xyz"))), st.randoms())
def test_rows_are_known_again_in_any_order(rows: list[tuple[str, str, str]], shuffle: object) -> None:
    before = known_again([Line(0, *row) for row in rows], [])
    mixed = list(before)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    again = known_again([line._replace(identity="") for line in mixed], before)
    assert [(each.sheet, each.content) for each in again] == [(each.sheet, each.content) for each in mixed]
    assert sorted(each.identity for each in again) == sorted(each.identity for each in before)
    there = {(each.key, each.identity): (each.sheet, each.content) for each in before}
    assert all(there[each.key, each.identity] == (each.sheet, each.content) for each in again)


@given(st.lists(st.tuples(st.sampled_from("78"), st.just(""), st.text(max_size=3)), max_size=8))
def test_no_two_rows_of_an_edition_are_known_by_one_name(rows: list[tuple[str, str, str]]) -> None:
    found = known_again([Line(0, *row) for row in rows], [Line(0, "7", "", "a", "7"), Line(0, "7", "", "b", "7\x1f2")])
    assert len({(each.key, each.identity) for each in found}) == len(found)
