"""A list that comes again: what changed is a correction and shows as one, what did not is not said twice."""

import re
from pathlib import Path

import pytest
from tests.e2e.invented_tables import MAPPING, ROWS, changed, csv_of, taken
from tests.e2e.running import Ran, User

FOURTH = ("4", "KB 1206", "Orlan 7", "04.05.2014", "Brigade 2")
WRONG = ("5", "KB 1207", "Orlan 7", "31.02.2014", "Brigade 2")


@pytest.fixture
def case(user: User) -> Path:
    """A case with the first edition."""
    case = user.case("finds.case")
    taken(user, case, ROWS)
    return case


def texts(user: User, case: Path, kind: str) -> list[str]:
    return sorted(row["text"] for row in user.rows(case, kind))


def told(ran: Ran) -> tuple[int, int, int]:
    """How many statements stand, are corrected and are gone."""
    found = re.search(r"(\d+) statements stand, (\d+) are corrected, (\d+) are gone", ran.words)
    assert found is not None, ran.words
    stand, corrected, gone = map(int, found.groups())
    return stand, corrected, gone


def imports(user: User, case: Path) -> list[str]:
    return [row["id"] for row in user.rows(case, "import")]


def test_a_cell_that_changed_is_a_correction_that_shows_as_one(user: User, case: Path) -> None:
    ran = taken(user, case, changed(ROWS, "2", 3, "09.05.2014"))
    assert told(ran) == (10, 1, 0)
    why = "correction: finds.csv says otherwise: when 2014-05-02 → 2014-05-09"
    assert why in user.run("show", case, "recovery").check().words
    assert why in user.run("trace", case, "KB 1204").check().words
    recovery = next(row for row in user.rows(case, "recovery") if "9 May" in row["text"])
    assert recovery["correction"] == why.partition(": ")[2]
    assert len(user.rows(case, "recovery")) == 3
    assert "supersedes" in user.run("show", case, recovery["id"]).check().words


def test_a_thing_whose_mark_was_corrected_is_the_same_thing(user: User, case: Path) -> None:
    taken(user, case, changed(ROWS, "2", 1, "KB 1294"))
    words = user.run("trace", case, "Orlan 4 KB 1294").check().words
    assert "recovered by Brigade 2, 2 May 2014" in words
    assert "read as typed: KB 1294" in words
    assert texts(user, case, "item") == ["Orlan 4 KB 1203", "Orlan 4 KB 1294", "Orlan 7 KB 1205"]


def test_a_row_that_is_new_is_added_and_one_that_is_gone_is_told(user: User, case: Path) -> None:
    ran = taken(user, case, [*ROWS[1:], FOURTH])
    assert told(ran) == (8, 0, 3)
    assert "3 statements of the earlier edition are gone; --by NAME retracts them" in ran.words
    assert len(user.rows(case, "item")) == 4


def test_with_a_name_what_is_gone_is_retracted(user: User, case: Path) -> None:
    ran = taken(user, case, ROWS[1:], "--by", "A. Vale")
    assert "3 statements of the earlier edition are gone, and were retracted" in ran.words
    assert texts(user, case, "item") == ["Orlan 4 KB 1204", "Orlan 7 KB 1205"]
    words = user.run("show", case, "retraction").check().words
    assert "A. Vale" in words
    assert "finds.csv, which corrects the table, no longer says so" in words


def test_what_is_gone_can_be_retracted_later_and_only_once(user: User, case: Path) -> None:
    taken(user, case, ROWS[1:])
    taken(user, case, ROWS[1:], "--by", "A. Vale")
    assert len(user.rows(case, "retraction")) == 3
    root = user.root(case)
    assert "0 new statements" in taken(user, case, ROWS[1:], "--by", "A. Vale").words
    assert "0 new statements" in taken(user, case, ROWS[1:]).words
    assert user.root(case) == root
    assert len(imports(user, case)) == 2


def test_what_was_retracted_and_comes_back_is_said_anew(user: User, case: Path) -> None:
    taken(user, case, ROWS[1:], "--by", "A. Vale")
    taken(user, case, changed(ROWS, "3", 4, "Brigade 2"))
    assert texts(user, case, "item") == ["Orlan 4 KB 1203", "Orlan 4 KB 1204", "Orlan 7 KB 1205"]
    assert "recovered by Brigade 1, 1 May 2014" in user.run("trace", case, "KB 1203").check().words


def test_what_was_gone_and_never_retracted_is_not_said_twice_when_it_comes_back(user: User, case: Path) -> None:
    taken(user, case, ROWS[1:])
    taken(user, case, changed(ROWS, "3", 4, "Brigade 2"))
    assert len(user.rows(case, "item")) == 3


def test_rows_in_another_order_say_nothing_new(user: User, case: Path) -> None:
    ran = taken(user, case, [ROWS[2], ROWS[0], ROWS[1]])
    assert told(ran) == (11, 0, 0)
    assert len(user.rows(case, "item")) == 3


def test_a_third_edition_corrects_the_second(user: User, case: Path) -> None:
    taken(user, case, changed(ROWS, "2", 3, "09.05.2014"))
    ran = taken(user, case, [*changed(ROWS, "2", 3, "10.05.2014"), FOURTH])
    assert told(ran) == (10, 1, 0)
    assert "when 2014-05-09 → 2014-05-10" in user.run("show", case, "recovery").check().words
    assert len(user.rows(case, "recovery")) == 4
    assert "rival" not in user.run("trace", case, "KB 1204").check().words


def test_a_third_edition_that_says_what_the_first_said_corrects_back(user: User, case: Path) -> None:
    taken(user, case, changed(ROWS, "2", 3, "09.05.2014"))
    ran = taken(user, case, [*ROWS, FOURTH])
    assert told(ran) == (10, 1, 0)
    assert "recovered by Brigade 2, 2 May 2014" in user.run("trace", case, "KB 1204").check().words


def test_the_very_file_of_an_edition_that_was_corrected_brings_nothing_back(user: User, case: Path) -> None:
    taken(user, case, changed(ROWS, "2", 3, "09.05.2014"))
    root = user.root(case)
    assert "imported before by this very mapping" in taken(user, case, ROWS).words
    assert user.root(case) == root


def test_a_file_of_another_name_says_which_import_it_corrects(user: User, case: Path) -> None:
    (first,) = imports(user, case)
    ran = taken(user, case, changed(ROWS, "2", 3, "09.05.2014"), "--corrects", first[:10], name="second.csv")
    assert told(ran) == (10, 1, 0)
    assert "second.csv says otherwise" in user.run("show", case, "recovery").check().words
    assert len(user.rows(case, "item")) == 3


def test_the_very_bytes_under_another_name_add_nothing(user: User, case: Path) -> None:
    ran = taken(user, case, ROWS, name="second.csv")
    assert "0 new statements" in ran.words
    assert len(user.rows(case, "item")) == 3


def test_a_file_of_another_name_that_says_something_else_is_another_list(user: User, case: Path) -> None:
    ran = taken(user, case, ROWS[:2], name="second.csv")
    assert "corrects" not in ran.words
    assert len(user.rows(case, "item")) == 5


def test_an_import_to_correct_that_there_is_not_is_refused_with_those_that_there_are(user: User, case: Path) -> None:
    file = user.write("second.csv", csv_of(ROWS))
    ran = user.run("import", file, "--into", case, "-m", user.path("finds.toml"), "--yes", "--corrects", "ffff")
    ran.refused("want the start of the id of one import to correct, or 'nothing', got 'ffff'", "(finds.csv)")


def test_a_corrected_mapping_reads_the_same_file_anew(user: User, case: Path) -> None:
    mapping = user.write(
        "finds.toml", MAPPING.replace('set.model = "{model}"\n\n', 'set.model = "{model|upper}"\n\n').encode()
    )
    file = user.write("finds.csv", csv_of(ROWS))
    ran = user.run("import", file, "--into", case, "-m", mapping, "--yes").check()
    assert told(ran) == (8, 3, 0)
    assert "ORLAN 4" in user.run("trace", case, "KB 1203").check().words
    assert len(user.rows(case, "item")) == 3
    assert "0 new statements" in user.run("import", file, "--into", case, "-m", mapping, "--yes").check().words


def test_a_row_that_could_not_be_read_and_now_can_is_no_problem_any_more(user: User, case: Path) -> None:
    taken(user, case, [*ROWS, WRONG])
    assert "31.02.2014" in user.run("trace", case, "KB 1203").check().words
    taken(user, case, changed([*ROWS, WRONG], "5", 3, "28.02.2014"))
    assert "was not read" not in user.run("trace", case, "KB 1203").check().words
    assert len(user.rows(case, "item")) == 4


def test_two_editions_are_one_origin(user: User, case: Path) -> None:
    taken(user, case, changed(ROWS, "2", 3, "09.05.2014"))
    assert "1 independent origin" in user.run("trace", case, "KB 1204").check().words


def test_an_edition_whose_bytes_are_not_on_this_machine_can_be_corrected_once_they_are(
    user: User, other: User, case: Path
) -> None:
    mapping = other.write("finds.toml", MAPPING.encode())
    file = other.write("finds.csv", csv_of(ROWS[1:]))
    other.run("import", file, "--into", case, "-m", mapping, "--yes").refused(
        "in this machine's vault, to compare it", "import it here once more"
    )
    root = user.root(case)
    taken(other, case, ROWS)
    assert user.root(case) == root
    assert told(taken(other, case, ROWS[1:])) == (8, 0, 3)


def test_where_two_files_of_one_name_could_be_corrected_a_person_says_which(user: User, case: Path) -> None:
    beside = user.case("beside.case")
    taken(user, beside, [FOURTH])
    user.run("merge", case, beside).check()
    file = user.write("finds.csv", csv_of(ROWS[1:]))
    words = ("import", file, "--into", case, "-m", user.path("finds.toml"), "--yes")
    user.run(*words).refused("want --corrects IMPORT, as several files of this name were imported")
    first = next(row["id"] for row in user.rows(case, "import") if "3 rows" in row["text"])
    assert told(user.run(*words, "--corrects", first).check()) == (8, 0, 3)
