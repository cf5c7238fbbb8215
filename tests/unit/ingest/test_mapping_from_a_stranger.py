"""A mapping from a stranger: it can make wrong statements, which a preview shows, and nothing worse."""

import pytest
from tests.unit.ingest.invented_sheets import Came, came_of, table

from witnessmark.errors import UsageError
from witnessmark.ingest.recipe import DECIDED
from witnessmark.model.fields import kinds_by_name

TABLE = "[[table]]\nheader = 1\n"
ITEM = '[[table.make]]\nkind = "item"\nas = "item"\nset.name = "{Name}"\n'
FOUND = '[[table.make]]\nkind = "recovery"\nset.of = "@item"\n'
ROWS = table("Name|Number", f"{'a' * 50_000}|1", "KB 1|2")


def made(text: str) -> Came:
    """What a mapping makes of a long cell and a short one."""
    return came_of(ROWS, text)


@pytest.mark.parametrize(
    "template",
    [
        "{Name" + "|replace:a:aaaaaaaaaaaaaaaa" * 12 + "}",
        "{Name}" * 30_000,
        "{Name" + "|lookup:x" * 5 + "}",
        "{Name|replace:a:" + "b" * 100_000 + "}",
    ],
    ids=["replaced again and again", "repeated", "looked up", "replaced by much"],
)
def test_a_text_does_not_grow_without_end(template: str) -> None:
    lookup = f'[lookup.x]\n"*" = "{"*" * 1_000}"\n'
    came = made(lookup + TABLE + ITEM.replace("{Name}", template))
    assert came.unread[0].wanted.startswith("a text of at most")


def test_a_cell_without_filters_can_be_as_long_as_a_statement() -> None:
    assert len(came_of(table("Name", "a" * 500_000), TABLE + ITEM).values("item", "name")[0]) == 500_000


@pytest.mark.parametrize("kind", sorted(DECIDED))
def test_what_somebody_decides_is_made_by_no_table(kind: str) -> None:
    assert kind in kinds_by_name()
    with pytest.raises(UsageError, match=f"want a kind of statement that a table can make, got '{kind}'"):
        made(f'{TABLE}[[table.make]]\nkind = "{kind}"\n')


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TABLE.replace("1", "-1") + ITEM, "want header as the number of a row"),
        (TABLE + "header-rows = 1000000000\n" + ITEM, "want header-rows from 1 to 10, got 1000000000"),
        (TABLE + "header-rows = 0\n" + ITEM, "want header-rows from 1 to 10, got 0"),
        (TABLE + ITEM * 1_100, "want at most 2000 templates"),
        (TABLE + ITEM.replace("{Name}", "{Nmae}"), "mapping invented, table 1, make 1: want a column of the table"),
        (TABLE + ITEM.replace("{Name}", "{Name"), "want a closing brace"),
        (TABLE + 'key = "{Nmae}"\n' + ITEM, "mapping invented: table 1: want a column of the table"),
        (TABLE + ITEM + '[[table.skip]]\nif = "{Name}"\nbecause = "x"\nstates = ["f"]\n', "want states = the names"),
        (TABLE + '[[table.figure]]\nname = "f"\nsum = "{Number}"\n[[table.figure]]\nname = "f"\ncount = "{Name}"\n',
         "want a figure once, got two with the name 'f'"),
        (TABLE + '[[table.figure]]\nname = "f"\nsum = "{Nmuber}"\n', "mapping invented: want a column of the table"),
        (TABLE + FOUND + ITEM, "want @item made before in the same table"),
        (TABLE + ITEM + FOUND.replace("item", "itme"), "got @itme"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_mapping_is_told_with_its_place(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        made(text)


def test_a_table_that_is_not_there_says_which_headings_it_wants() -> None:
    with pytest.raises(UsageError, match="none of its first 60 rows has the headings 'marke', 'serial'"):
        came_of(
            table("Name"), '[[table]]\n[table.columns]\ns = ["Serial"]\nm = ["Marke"]\n' + ITEM.replace("Name", "s")
        )


def test_columns_by_their_letters_want_the_row_of_the_headings() -> None:
    with pytest.raises(UsageError, match="`header` says in which row the headings stand"):
        came_of(table("Name", "KB 1"), "[[table]]\n" + ITEM.replace("Name", "A"))
