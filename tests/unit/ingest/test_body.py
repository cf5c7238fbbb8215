"""Which rows of a sheet are rows of its table: what is no row is told with what it says, and no mark is left."""

from collections.abc import Sequence

import pytest
from tests.unit.ingest.invented_sheets import Came, came_of, row, table

from witnessmark.ingest.sheet import Row

HEAD = (
    '[[table]]\n{more}[table.columns]\nforce = ["Force"]\nmodel = ["Model"]\nserial = ["Serial"]\nplace = ["Place"]\n'
)
ITEM = '[[table.make]]\nkind = "item"\nset.name = "{serial}"\nset.model = "{model}"\nset.note = "{force}"\n'
HEADINGS = "Force|Model|Serial|Place"


def came(lines: Sequence[str] | Sequence[Row], more: str = "") -> Came:
    """What a mapping of four columns makes of rows."""
    rows = [each for each in lines if isinstance(each, Row)] or table(*(str(line) for line in lines))
    return came_of(rows, HEAD.replace("{more}", more) + ITEM)


def names(found: Came) -> list[str]:
    """The serials of the things that were made."""
    return found.values("item", "name")


@pytest.mark.parametrize("serial", ["KB 1", "1234567", "№ 12/5", "12"])
def test_a_mark_alone_in_its_row_is_a_row(serial: str) -> None:
    assert names(came([HEADINGS, f"||{serial}|"])) == [serial]


def test_a_mark_alone_in_its_row_takes_what_stands_above() -> None:
    found = came([HEADINGS, "Police|Rifle|KB 1|Hill", "||KB 2|"], 'fill = ["force", "model"]\n')
    assert found.told("item")[1] == {"locator": "A3,B3,C3", "name": "KB 2", "model": "Rifle", "note": "Police"}


def test_a_title_in_a_column_to_fill_is_a_value_for_the_rows_below() -> None:
    found = came([HEADINGS, "Border guard|||", "|Rifle|KB 1|Hill", "|Rifle|KB 2|Hill"], 'fill = ["force"]\n')
    assert found.values("item", "note") == ["Border guard", "Border guard"]
    assert found.reading.tally.left == {"a line of text among columns": 1}


@pytest.mark.parametrize(
    "line", ["Source: lists", "* preliminary", "2019", "[a] of 12 rifles", "Confiscated in 2019 at"]
)
def test_a_text_alone_in_the_first_column_is_no_row_and_is_told(line: str) -> None:
    found = came([HEADINGS, "Police|Rifle|KB 1|Hill", f"{line}|||"])
    assert names(found) == ["KB 1"]
    assert list(found.reading.tally.left_out.said["a line of text among columns"]) == [f"row 3: {line}"]


def test_a_title_that_is_merged_over_the_columns_is_one_text() -> None:
    merged = row(2, *["Small arms"] * 4, A="merged with A2:D2", B="merged", C="merged", D="merged")
    assert names(came([row(1, *HEADINGS.split("|")), merged, row(3, "", "", "KB 1", "")])) == ["KB 1"]


def test_rows_above_the_headings_are_told() -> None:
    found = came(["Ministry", "Serial|Place", "KB 0|Hill", HEADINGS, "Police|Rifle|KB 1|Hill"])
    assert names(found) == ["KB 1"]
    assert found.reading.tally.left == {"a row above the headings": 2}
    assert "row 3: KB 0 | Hill" in found.reading.tally.left_out.said["a row above the headings"]


def test_rows_under_other_headings_are_kept_and_not_read_by_the_wrong_columns() -> None:
    found = came([HEADINGS, "Police|Rifle|KB 1|Hill", "", "Serial|Model|Calibre", "KB 2|Rifle|7.62", "KB 3|Rifle|7.62"])
    assert names(found) == ["KB 1"]
    assert [each.row for each in found.unread] == [4, 5, 6]
    assert found.unread[1].wanted == "a row under the headings of row 1"
    assert found.unread[1].got == "other headings in row 4"


def test_the_headings_again_end_what_stands_under_others() -> None:
    found = came([HEADINGS, "Serial|Model", "KB 2|Rifle", HEADINGS, "Police|Rifle|KB 1|Hill"])
    assert names(found) == ["KB 1"]


def test_headings_of_two_rows_can_stand_on_every_page() -> None:
    two = ["Weapon|Weapon|Found", "Serial|Model|Place"]
    mapping = '[[table]]\nheader = 1\nheader-rows = 2\n[[table.make]]\nkind = "item"\nset.name = "{Weapon Serial}"\n'
    assert names(came_of(table(*two, "KB 1|Rifle|Hill", *two, "KB 2|Rifle|Hill"), mapping)) == ["KB 1", "KB 2"]


@pytest.mark.parametrize(("tell", "told"), [("", []), ("tell = true\n", ["row 2: Total | 3"])])
def test_what_a_mapping_leaves_is_kept_only_where_it_says_so(tell: str, told: list[str]) -> None:
    skip = f'[[table.skip]]\nif = "{{model|total}}"\nbecause = "a total"\n{tell}'
    tally = came_of(table(HEADINGS, "|Total|3|"), HEAD.replace("{more}", "") + skip + ITEM).reading.tally
    assert tally.left == {"a total": 1}
    assert list(tally.left_out.said.get("a total", ())) == told


def test_a_row_that_its_reader_could_not_read_says_what_was_wanted_once() -> None:
    (unread,) = came([row(1, *HEADINGS.split("|")), row(2, broken="want 4 cells, got 'a, got b'")]).unread
    assert (unread.wanted, unread.got) == ("4 cells", "'a, got b'")


def test_cells_that_end_in_the_sign_of_a_footnote_are_told() -> None:
    lines = [
        HEADINGS,
        "Police|Rifle|3802[a]|Hill",
        "Police|Rifle|77*|Hill",
        "Police|Rifle|8[b]|Hill",
        "[a] Uncertain.|||",
    ]
    (check,) = came([*lines, "* Of others.|||"]).reading.checks()
    assert check.name == "footnotes of the table"
    assert check.examples == ("C2 3802[a]: [a] Uncertain.", "C3 77*: * Of others.")


def test_signs_without_a_note_are_no_footnotes() -> None:
    assert came([HEADINGS, "Police|Rifle|3802[a]|Hill", "Source: lists|||"]).reading.checks() == ()


def test_several_columns_with_one_heading_are_told_apart() -> None:
    mapping = '[[table]]\nheader = 1\n[[table.make]]\nkind = "item"\nset.name = "{Serial}"\n'
    layout = came_of(table("Date|Date|Serial", "2014|2015|KB 1"), mapping).reading.tables[0].layout
    assert [layout.called(n) for n in range(4)] == ["Date (A)", "Date (B)", "Serial", "column D"]
