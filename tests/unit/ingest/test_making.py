"""What one row becomes: all of it, or nothing."""

from tests.unit.ingest.invented_sheets import SOURCE, came_of, row, table

from witnessmark.case.canonical import decode_strictly, digest
from witnessmark.model.fields import references
from witnessmark.model.happenings import Recovery, Transfer
from witnessmark.model.observations import MarkReading
from witnessmark.model.things import Item, Party

HEAD = '[[table]]\nkey = "{no}"\n[table.columns]\nno = ["No."]\nserial = ["Serial"]\nday = ["Day"]\nforce = ["Force"]\n'
ITEM = '[[table.make]]\nkind = "item"\nas = "item"\nset.name = "Rifle {serial}"\n'
MARK = '[[table.make]]\nkind = "mark-reading"\nset.of = "@item"\nset.text = "{serial|serial}"\n'
PARTY = '[[table.make]]\nkind = "party"\nas = "force"\nonce = "{force}"\nset.name = "{force}"\n'
FOUND = '[[table.make]]\nkind = "recovery"\nset.of = "@item"\nset.by = "@force"\nset.when = "{day|date}"\n'
ALL = HEAD + PARTY + ITEM + MARK + FOUND
ROWS = table("No.|Serial|Day|Force", "1|KB 1|2014|Brigade 1", "2|KB 2|2015|Brigade 1", "3|KB 3|2016|Brigade 2")


def test_each_row_becomes_what_the_mapping_says() -> None:
    came = came_of(ROWS, ALL)
    assert came.values("item", "name") == ["Rifle KB 1", "Rifle KB 2", "Rifle KB 3"]
    assert came.values("recovery", "when") == ["2014", "2015", "2016"]


def test_what_is_made_is_the_bytes_of_a_statement_whose_source_is_the_file() -> None:
    for made in came_of(ROWS, ALL).made:
        assert made.payload is not None
        assert decode_strictly(made.payload) == made.statement
        assert digest(made.payload) == made.root == made.current
        assert made.statement.source == SOURCE


def test_what_is_made_once_is_made_by_the_first_row_that_has_it() -> None:
    came = came_of(ROWS, ALL)
    assert came.values("party", "name") == ["Brigade 1", "Brigade 2"]
    assert came.values("party", "locator") == ["D2", "D4"]


def test_a_reference_leads_to_what_the_same_row_made_or_to_what_was_made_once() -> None:
    came = came_of(ROWS, ALL)
    ids = {made.root: made.statement.content for made in came.made}
    told = [
        [getattr(ids[target], "name", "") for target in references(made.statement) if target != SOURCE]
        for made in came.made
        if isinstance(made.statement.content, Recovery)
    ]
    assert told == [["Brigade 1", "Rifle KB 1"], ["Brigade 1", "Rifle KB 2"], ["Brigade 2", "Rifle KB 3"]]


def test_a_locator_names_the_cells_from_which_a_statement_was_read() -> None:
    came = came_of(ROWS, ALL)
    assert came.values("mark-reading", "locator")[1] == "B3"
    assert came.values("recovery", "locator")[1] == "C3"


def test_a_row_of_which_something_cannot_be_read_is_not_taken_by_half() -> None:
    rows = table("No.|Serial|Day|Force", "1|KB 1|yesterday|Brigade 1", "2|KB 2|2015|Brigade 1")
    came = came_of(rows, ALL)
    assert came.values("item", "name") == ["Rifle KB 2"]
    (unread,) = came.unread
    assert (unread.row, unread.column, unread.got) == (2, "C (Day)", "yesterday")
    assert unread.text == "1 | KB 1 | yesterday | Brigade 1"


def test_what_a_row_that_was_not_taken_would_have_made_once_the_next_one_makes() -> None:
    rows = table("No.|Serial|Day|Force", "1|KB 1|yesterday|Brigade 1", "2|KB 2|2015|Brigade 1")
    assert came_of(rows, ALL).values("party", "locator") == ["D3"]


def test_a_broken_row_is_kept_with_the_reason() -> None:
    came = came_of([*ROWS, row(5, "4", "KB 4", broken="want 4 cells, got 2")], ALL)
    (unread,) = came.unread
    assert (unread.row, unread.wanted, unread.got, unread.text) == (5, "4 cells", "2", "4 | KB 4")


def test_nothing_is_made_where_the_condition_is_empty() -> None:
    came = came_of(ROWS, HEAD + ITEM + 'if = "{force|is:Brigade 2}"\n')
    assert came.values("item", "name") == ["Rifle KB 3"]


def test_a_row_that_is_silent_on_a_field_leaves_it_out() -> None:
    rows = table("No.|Serial|Day|Force", "1|KB 1||Brigade 1")
    (found,) = came_of(rows, ALL).told("recovery")
    assert "when" not in found


def test_a_row_that_is_silent_on_a_needed_field_makes_no_such_statement_and_that_is_counted() -> None:
    rows = table("No.|Serial|Day|Force", "1|N/A|2014|Brigade 1")
    came = came_of(rows, ALL)
    assert came.told("mark-reading") == []
    assert came.reading.tally.left_out.counts == {"no text, so no mark-reading": 1}


def test_each_makes_one_statement_for_each_part_that_is_not_empty() -> None:
    each = '[[table.make]]\nkind = "item"\neach = "{serial|split:/}"\nset.name = "{each.n}: {each}"\n'
    came = came_of(table("No.|Serial", "1|KB 1 / / KB 2"), HEAD + each)
    assert came.values("item", "name") == ["1: KB 1", "2: KB 2"]
    assert came.values("item", "locator") == ["B2", "B2"]


def test_each_of_several_templates_counts_on() -> None:
    each = '[[table.make]]\nkind = "item"\neach = ["{serial|split:/}", "{force}"]\nset.name = "{each.n}: {each}"\n'
    came = came_of(table("No.|Serial|Force", "1|a/b|c"), HEAD + each)
    assert came.values("item", "name") == ["1: a", "2: b", "3: c"]


def test_each_of_pairs_has_both_halves() -> None:
    each = '[[table.make]]\nkind = "item"\neach = "{serial|split:>|pairs}"\nset.name = "{each.1} to {each.2}"\n'
    came = came_of(table("No.|Serial", "1|a > b > c"), HEAD + each)
    assert came.values("item", "name") == ["a to b", "b to c"]


def test_two_equal_parts_say_one_thing() -> None:
    each = '[[table.make]]\nkind = "item"\neach = "{serial|split:/}"\nset.name = "{each}"\n'
    came = came_of(table("No.|Serial", "1|a/b/a"), HEAD + each)
    assert came.values("item", "name") == ["a", "b"]


def test_two_tables_of_one_sheet_that_say_the_same_say_it_once() -> None:
    came = came_of(table("No.|Serial", "1|KB 1", "2|KB 2"), HEAD + ITEM + HEAD + ITEM)
    assert len(came.payloads) == len(set(came.payloads)) == 2


def test_a_cell_of_very_many_parts_is_not_read() -> None:
    each = '[[table.make]]\nkind = "item"\neach = "{serial|split:/}"\nset.name = "{each}"\n'
    came = came_of(table("No.|Serial", "1|" + "/".join(map(str, range(1001)))), HEAD + each)
    assert came.made == []
    assert came.unread[0].wanted == "at most 1000 parts in a cell"


def test_a_reference_with_a_key_leads_to_what_was_made_once_under_it() -> None:
    ties = ITEM + '[[table.make]]\nkind = "transfer"\nset.of = "@item"\n'
    ties += 'set.from = "@force({force})"\nset.to = "@force({day})"\n'
    parties = PARTY + PARTY.replace("{force}", "{day}")
    came = came_of(table("No.|Serial|Day|Force", "1|KB 1|Army|Brigade"), HEAD + parties + ties)
    ids = {made.root: made.statement.content for made in came.made}
    (moved,) = [content for content in ids.values() if isinstance(content, Transfer)]
    assert moved.from_ is not None
    assert moved.to is not None
    assert [ids[moved.from_], ids[moved.to]] == [Party(name="Brigade"), Party(name="Army")]


def test_a_reference_to_what_stands_in_no_row_before_is_a_problem_of_the_row() -> None:
    ties = '[[table.make]]\nkind = "recovery"\nset.of = "@item"\nset.by = "@force({day})"\n'
    came = came_of(table("No.|Serial|Day|Force", "1|KB 1|Army|Brigade"), HEAD + PARTY + ITEM + ties)
    assert came.made == []
    assert (came.unread[0].wanted, came.unread[0].got) == ("a force that stands in a row before", "Army")


def test_a_persons_name_does_not_enter_in_the_open() -> None:
    person = PARTY + 'set.sort = "person"\n'
    came = came_of(ROWS, HEAD + person)
    assert came.made == []
    assert {each.wanted for each in came.unread} == {"a person's name sealed; `witnessmark seal` takes it"}


def test_a_value_that_its_field_does_not_take_is_a_problem_of_the_row() -> None:
    sort = PARTY + 'set.sort = "{day}"\n'
    came = came_of(ROWS, HEAD + sort)
    assert came.made == []
    assert "sort: one of" in came.unread[0].wanted


def test_a_text_that_cannot_be_written_is_a_problem_of_the_row() -> None:
    came = came_of(table("No.|Serial", "1|KB \ud800"), HEAD + ITEM)
    assert came.made == []
    assert "UTF-8" in came.unread[0].wanted


def test_a_statement_that_would_be_too_long_is_a_problem_of_the_row() -> None:
    came = came_of(table("No.|Serial", "1|" + "K" * 1_000_001), HEAD + ITEM)
    assert came.made == []
    assert "of at most 1000000 bytes" in came.unread[0].wanted
    assert len(came.unread[0].text) <= 10_000


# -- against an earlier edition ----------------------------------------------------------------------------------------


def test_what_an_earlier_edition_said_already_is_not_said_again() -> None:
    before = came_of(ROWS, ALL)
    came = came_of(ROWS, ALL, earlier=before.kept)
    assert came.payloads == []
    assert [made.root for made in came.made] == [made.root for made in before.made]


def test_a_changed_cell_is_a_correction_that_says_what_changed() -> None:
    before = came_of(ROWS, ALL)
    rows = table("No.|Serial|Day|Force", "1|KB 1|2014|Brigade 1", "2|KB 2|2017|Brigade 1", "3|KB 3|2016|Brigade 2")
    came = came_of(rows, ALL, earlier=before.kept, file="second.csv")
    (new,) = [made for made in came.made if made.payload is not None]
    old = next(made for made in before.made if made.key == new.key)
    assert new.statement.supersedes == old.current
    assert new.statement.because == "second.csv says otherwise: when 2015 → 2017"


def test_what_was_corrected_keeps_the_id_by_which_others_name_it() -> None:
    before = came_of(ROWS, ALL)
    rows = table("No.|Serial|Day|Force", "1|KB 9|2014|Brigade 1", "2|KB 2|2015|Brigade 1", "3|KB 3|2016|Brigade 2")
    second = came_of(rows, ALL, earlier=before.kept)
    third = came_of(ROWS, ALL, earlier={**before.kept, **second.kept})
    for came in (second, third):
        assert [made.root for made in came.made] == [made.root for made in before.made]
        corrected = [made for made in came.made if made.payload is not None]
        assert {type(made.statement.content) for made in corrected} == {Item, MarkReading}
    assert all(made.statement.supersedes == second.kept[made.key].current for made in third.made if made.payload)


def test_rows_in_another_order_say_nothing_new() -> None:
    before = came_of(ROWS, ALL)
    moved = [ROWS[0], *(each._replace(number=n) for n, each in enumerate([ROWS[3], ROWS[1], ROWS[2]], start=2))]
    assert came_of(moved, ALL, earlier=before.kept).payloads == []


def test_two_rows_with_one_key_are_told_apart_by_their_order() -> None:
    rows = table("No.|Serial", "1|KB 1", "1|KB 2")
    before = came_of(rows, HEAD + ITEM)
    came = came_of(table("No.|Serial", "1|KB 1", "1|KB 3"), HEAD + ITEM, earlier=before.kept)
    assert came.values("item", "name") == ["Rifle KB 1", "Rifle KB 3"]
    assert len(came.payloads) == 1


def test_a_row_whose_key_cannot_be_read_is_taken_all_the_same() -> None:
    keyed = HEAD.replace('"{no}"', '"{no|number}"')
    came = came_of(table("No.|Serial", "one|KB 1"), keyed + ITEM)
    assert came.values("item", "name") == ["Rifle KB 1"]
