"""`import` through the real command line: what enters a case, what does not, and how it is told."""

from pathlib import Path

import pytest
from tests.e2e.invented_tables import MAPPING, ROWS, csv_of, taken
from tests.e2e.running import User

BROKEN = (
    *ROWS,
    ("4", "1.20346E+15", "Orlan 4", "04.05.2014", "Brigade 1"),
    ("5", "KB 1207", "Orlan 4", "31.02.2014", "Brigade 1"),
)


@pytest.fixture
def case(user: User) -> Path:
    """An empty case."""
    return user.case("finds.case")


@pytest.fixture
def mapping(user: User) -> Path:
    """The mapping of finds."""
    return user.write("finds.toml", MAPPING.encode())


@pytest.fixture
def file(user: User) -> Path:
    """A list of finds."""
    return user.write("finds.csv", csv_of(ROWS))


def counts(user: User, case: Path) -> dict[str, int]:
    found: dict[str, int] = user.run("show", case, "--json").check().json["counts"]
    return found


# -- before anything enters --------------------------------------------------------------------------------------------


def test_without_a_terminal_the_preview_is_shown_and_nothing_is_taken(
    user: User, case: Path, mapping: Path, file: Path
) -> None:
    ran = user.run("import", file, "--into", case, "-m", mapping)
    ran.refused("want --yes, or a terminal at which to agree to the preview; nothing was taken")
    assert "3 rows become: 3 item, 3 mark-reading, 2 party, 3 recovery" in ran.words
    assert "item orlan-4-kb-1203: Orlan 4 KB 1203" in ran.words
    assert user.rows(case) == []
    assert not list((user.home / "vault").rglob("*"))


def test_a_dry_run_is_the_preview_and_nothing_else(user: User, case: Path, mapping: Path, file: Path) -> None:
    ran = user.run("import", file, "--into", case, "-m", mapping, "--dry-run", "--yes").check()
    assert "3 rows become" in ran.words
    sight = user.run("import", file, "--into", case, "-m", mapping, "--dry-run", "--json").check().json
    assert sight["made"] == {"item": 3, "mark-reading": 3, "party": 2, "recovery": 3}
    assert (sight["rows"], sight["unread"], sight["is_same"]) == (3, 0, False)
    assert user.rows(case) == []


def test_a_preview_shows_what_a_row_becomes_and_what_would_be_a_problem(user: User, case: Path, mapping: Path) -> None:
    ran = user.run("import", user.write("finds.csv", csv_of(BROKEN)), "--into", case, "-m", mapping, "--dry-run")
    words = ran.check().words
    assert "row 2 No.: 1 | Serial: KB 1203 | Type: Orlan 4 | Day: 01.05.2014 | Brigade: Brigade 1" in words
    assert "2 rows cannot be read; they are kept as they stand" in words
    assert "row 6 D (Day) a date as %d.%m.%Y 31.02.2014" in words
    assert "1.20346E+15" in words
    assert "Brigade 1 2, Brigade 2 1" in words


def test_as_json_a_preview_is_not_agreed_to(user: User, case: Path, mapping: Path, file: Path) -> None:
    user.run("import", file, "--into", case, "-m", mapping, "--json").refused("want --yes")
    assert user.rows(case) == []


# -- what is refused ---------------------------------------------------------------------------------------------------


def test_a_mapping_that_there_is_not_is_refused_with_those_that_there_are(user: User, case: Path, file: Path) -> None:
    user.run("import", file, "--into", case, "-m", "no-such", "--yes").refused(
        "want a mapping file, or one of component-lists", "got 'no-such'"
    )


def test_a_mapping_that_is_none_is_refused_with_what_is_wrong(user: User, case: Path, file: Path) -> None:
    for text, message in (
        ("name =", "finds.toml: want a mapping (docs/mappings.md)"),
        (MAPPING.replace("{no}", "{number}"), "want a column of the table in '{number}', got 'number'"),
        (MAPPING.replace('kind = "item"', 'kind = "iten"'), "want a kind of statement, got 'iten'"),
        (MAPPING.replace("|serial}", "|sereal}"), "want a filter of"),
        (MAPPING.replace('"Serial"', '"Mark"'), "want the column serial, got 'No.', 'Serial'"),
        (MAPPING.replace("%d.%m.%Y", "%d.%m"), "want a form of dates with a year"),
    ):
        mapping = user.write("finds.toml", text.encode())
        user.run("import", file, "--into", case, "-m", mapping, "--yes").refused(message)
    assert user.rows(case) == []
    assert not list((user.home / "vault").rglob("*"))


def test_a_file_of_which_nothing_comes_is_refused_and_leaves_nothing(user: User, case: Path, mapping: Path) -> None:
    empty = user.write("finds.csv", csv_of([]))
    user.run("import", empty, "--into", case, "-m", mapping, "--yes").refused(
        "want rows of which the mapping makes something, got none of 0"
    )
    assert user.rows(case) == []
    assert not list((user.home / "vault").rglob("*"))


def test_one_place_takes_it(user: User, case: Path, mapping: Path, file: Path) -> None:
    for words in ((), ("--into", case, "--register", "finds")):
        user.run("import", file, *words, "-m", mapping, "--yes").refused("want --into CASE or --register NAME")


def test_a_file_that_there_is_not_is_refused(user: User, case: Path, mapping: Path) -> None:
    user.run("import", user.path("none.csv"), "--into", case, "-m", mapping, "--yes").refused("none.csv")


def test_a_persons_name_does_not_enter_in_the_open(user: User, case: Path, file: Path) -> None:
    mapping = user.write(
        "p.toml", MAPPING.replace('set.name = "{force}"', 'set.name = "{force}"\nset.sort = "person"').encode()
    )
    ran = user.run("import", file, "--into", case, "-m", mapping, "--yes").check()
    assert "a person's name sealed" in ran.words
    assert counts(user, case) == {"import": 1, "source": 1, "unread-row": 3}


# -- what enters -------------------------------------------------------------------------------------------------------


def test_every_statement_leads_back_to_its_file_and_cell(user: User, case: Path) -> None:
    taken(user, case, ROWS)
    (source,) = user.rows(case, "source")
    for kind, cells in (("mark-reading", "B2"), ("recovery", "D2"), ("party", "E2")):
        details = [user.run("show", case, row["id"]).check().words for row in user.rows(case, kind)]
        (first,) = [each for each in details if f"locator {cells}" in each]
        assert "source" in first
    assert source["text"] == "Finds.csv"


def test_as_json_an_import_says_what_it_brought(user: User, case: Path) -> None:
    done = taken(user, case, BROKEN, "--json").json
    assert done["new"] == 3 * 3 + 2 + 2 + 2
    assert done["sight"]["made"] == {"item": 3, "mark-reading": 3, "party": 2, "recovery": 3}
    assert [row["where"] for row in done["sight"]["first_unread"]] == ["row 5", "row 6"]
    (figure,) = done["sight"]["figures"]
    assert (figure["value"], figure["by"]) == ("3", {"Brigade 1": "2", "Brigade 2": "1"})


def test_importing_it_again_adds_nothing(user: User, case: Path) -> None:
    taken(user, case, BROKEN)
    root = user.root(case)
    ran = taken(user, case, BROKEN)
    assert "imported before by this very mapping: only what was interrupted is new" in ran.words
    assert "0 new statements" in ran.words
    assert user.root(case) == root


def test_another_users_import_of_the_same_file_adds_nothing_either(user: User, other: User, case: Path) -> None:
    taken(user, case, ROWS)
    root = user.root(case)
    assert "0 new statements" in taken(other, case, ROWS).words
    assert other.root(case) == root


def test_a_row_that_cannot_be_read_is_kept_and_shown(user: User, case: Path) -> None:
    taken(user, case, BROKEN)
    words = user.run("show", case, "unread-row").check().words
    assert "Row 5 of finds.csv, column B (Serial): want a mark; a spreadsheet has turned it into a number" in words
    assert "the row: 5 | KB 1207 | Orlan 4 | 31.02.2014 | Brigade 1" in words
    traced = user.run("trace", case, "Orlan 7 KB 1205").check().words
    assert "problem (note): row 6, column D (Day) was not read: want a date as %d.%m.%Y, got '31.02.2014'" in traced


def test_what_was_imported_is_traced_like_anything_else(user: User, case: Path) -> None:
    taken(user, case, ROWS)
    words = user.run("trace", case, "Orlan 7 KB 1205").check().words
    assert "recovered by Brigade 1, 3 May 2014" in words
    assert "imports: 1 of 1 are finished" in user.run("verify", case).check().words


def test_a_ready_mapping_is_chosen_by_the_columns_of_a_file(user: User, case: Path) -> None:
    text = "item,quantity,chain,legs,years\nrifles,12,Kenya > Peru,1,2014\n"
    ran = user.run("import", user.write("chains.csv", text.encode()), "--into", case, "--yes").check()
    assert "by the mapping transfer-chains" in ran.words
    assert counts(user, case)["transfer"] == 1


def test_the_two_rows_of_a_file_with_crlf_and_a_byte_order_mark_are_rows(user: User, case: Path, mapping: Path) -> None:
    text = b"\xef\xbb\xbf" + csv_of(ROWS).replace(b"\n", b"\r\n").replace(b",", b";")
    user.run("import", user.write("finds.csv", text), "--into", case, "-m", mapping, "--yes").check()
    assert counts(user, case)["item"] == 3


def test_an_encrypted_case_takes_a_table_and_its_vault_shows_none_of_it(user: User) -> None:
    user.passphrase = "an invented passphrase"
    case = user.path("locked.case")
    user.run("new", case, "--encrypt").check()
    taken(user, case, BROKEN)
    assert counts(user, case)["item"] == 3
    assert "0 new statements" in taken(user, case, BROKEN).words
    corrected = taken(user, case, [(*ROWS[0][:3], "09.05.2014", ROWS[0][4]), *ROWS[1:]])
    assert "1 are corrected" in corrected.words
    for path in (case, *(p for p in user.home.rglob("*") if p.is_file())):
        assert b"KB 1203" not in path.read_bytes(), path


# -- a register --------------------------------------------------------------------------------------------------------


def test_a_register_takes_the_rows_that_are_right_and_keeps_the_others_apart(user: User, mapping: Path) -> None:
    rows = [(str(n), f"KB {n:05}", "Orlan 4", "01.05.2014", "Brigade 1") for n in range(1, 201)]
    for n in range(0, 200, 20):
        rows[n] = (*rows[n][:3], "31.02.2014", rows[n][4]) if n % 40 else (rows[n][0], "2.00001E+12", *rows[n][2:])
    file = user.write("finds.csv", csv_of(rows))
    looked = user.run("import", file, "--register", "finds", "-m", mapping, "--dry-run").check()
    assert "200 rows become 190 records; 10 rows are kept apart" in looked.words
    user.run("import", file, "--register", "finds", "-m", mapping).refused("want --yes")
    done = user.run("import", file, "--register", "finds", "-m", mapping, "--yes", "--json").check().json["added"]
    assert (done["rows"], done["problems"], done["was_there"]) == (190, 10, False)
    again = user.run("import", file, "--register", "finds", "-m", mapping, "--yes", "--json").check().json["added"]
    assert again["was_there"]
    found = user.run("lookup", "KB 00007", "--register", "finds").check().words
    assert "Orlan 4" in found


def test_a_mapping_without_records_makes_no_register(user: User, file: Path) -> None:
    text = MAPPING.partition("[[table.record]]")
    mapping = user.write("m.toml", (text[0] + "[[table.figure]]" + text[2].partition("[[table.figure]]")[2]).encode())
    user.run("import", file, "--register", "finds", "-m", mapping, "--yes").refused("want a [[table.record]], got none")
