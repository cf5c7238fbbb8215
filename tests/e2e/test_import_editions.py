"""Editions of a table: the same once more, corrected, taken back, under another name, or another list of that name."""

from pathlib import Path

import pytest
from tests.e2e.running import User

MAPPING = """
witnessmark-mapping = 1
name = "finds"
[[table]]
key = "{no}"
needs = ["serial"]
[table.columns]
no = ["No."]
serial = ["Serial"]
day = ["Day"]
picture = ["Picture"]
[[table.make]]
kind = "item"
as = "item"
set.name = "Rifle {serial}"
[[table.make]]
kind = "recovery"
set.of = "@item"
set.when = "{day|date}"
[[table.make]]
kind = "photo"
if = "{picture}"
set.of = "@item"
set.digest = "{picture|media|lenient}"
set.caption = "{picture}"
"""
ROWS = ["1,KB 1,2019-03-01", "2,KB 2,2019-03-02", "3,KB 3,2019-03-03", "4,KB 4,2019-03-04"]


@pytest.fixture
def case(user: User) -> Path:
    """A case that has a list of four rifles."""
    user.path("finds.toml").write_text(MAPPING)
    path = user.case("c.case")
    take(user, path, listed(user, "list.csv", *ROWS))
    return path


def listed(user: User, name: str, *rows: str, heading: str = "No.,Serial,Day") -> Path:
    """A list of rifles."""
    path = user.path(name)
    path.write_text("\n".join([heading, *rows]) + "\n", "utf-8")
    return path


def take(user: User, case: Path, file: Path, *more: str | Path) -> dict[str, object]:
    """What the import of a file brought."""
    mapping = () if "-m" in more else ("-m", user.path("finds.toml"))
    told: dict[str, object] = user.run("import", file, "--into", case, *mapping, "--yes", "--json", *more).check().json
    return told


def days(user: User, case: Path) -> list[str]:
    """When each rifle was recovered, as the case has it."""
    return sorted(row["text"] for row in user.rows(case, "recovery"))


def test_the_same_file_under_another_name_adds_nothing(user: User, case: Path) -> None:
    before = user.root(case)
    told = take(user, case, listed(user, "list (1).csv", *ROWS))
    assert told["new"] == 0
    assert user.root(case) == before


def test_the_same_file_by_a_proposal_that_is_named_after_it_adds_nothing(user: User) -> None:
    path = user.case("p.case")
    for name in ("list.csv", "copy of list.csv"):
        user.run("import", listed(user, name, *ROWS), "--into", path, "--yes").check()
    assert len(user.rows(path, "item")) == 4


def test_a_remark_in_the_mapping_makes_no_other_import(user: User, case: Path) -> None:
    user.path("finds.toml").write_text(f"# corrected by nobody\n{MAPPING}")
    assert take(user, case, user.path("list.csv"))["new"] == 0


def test_the_same_bytes_by_another_mapping_are_told(user: User, case: Path) -> None:
    user.path("other.toml").write_text(MAPPING.replace('"finds"', '"other"').replace("Rifle", "Pistol"))
    told = user.run("import", user.path("list.csv"), "--into", case, "-m", user.path("other.toml"), "--dry-run").check()
    assert "these very bytes were imported before" in told.words


def test_a_corrected_mapping_corrects_what_it_says_otherwise(user: User, case: Path) -> None:
    note = '[[table.make]]\nkind = "note"\nset.heading = "Row"\nset.text = "{serial}"\n'
    text = MAPPING.replace("[[table.make]]", note + "[[table.make]]", 1).replace("Rifle", "Pistol")
    user.path("finds.toml").write_text(text)
    sight = take(user, case, user.path("list.csv"))["sight"]
    assert isinstance(sight, dict)
    assert (sight["made"], sight["corrected"], sight["unchanged"]) == ({"item": 4, "note": 4}, 4, 4)
    assert sorted(row["text"] for row in user.rows(case, "item")) == [f"Pistol KB {n}" for n in (1, 2, 3, 4)]


def test_a_source_that_the_mapping_names_otherwise_than_the_file_has_editions_too(user: User) -> None:
    text = MAPPING.replace("[[table]]", '[source]\nname = "List of {=C1}"\n[[table]]', 1)
    user.path("finds.toml").write_text(text)
    path = user.case("s.case")
    take(user, path, listed(user, "list.csv", *ROWS))
    told = take(user, path, listed(user, "list.csv", *ROWS[:3], ROWS[3].replace("-04", "-05")))
    assert told["new"] == 3
    assert len(user.rows(path, "item")) == 4


def test_rows_that_change_places_under_one_key_correct_nothing(user: User) -> None:
    user.path("finds.toml").write_text(MAPPING)
    path = user.case("k.case")
    rows = ["7,KB 1,2019-03-01", "7,KB 2,2019-03-02"]
    take(user, path, listed(user, "list.csv", *rows))
    sight = take(user, path, listed(user, "list.csv", *reversed(rows)))["sight"]
    assert isinstance(sight, dict)
    assert (sight["corrected"], sight["gone"], sight["unchanged"]) == (0, 0, 4)


def test_a_correction_that_is_taken_back_is_told_and_can_be_taken_back_here(user: User, case: Path) -> None:
    take(user, case, listed(user, "list.csv", *ROWS[:3], ROWS[3].replace("-04", "-24")))
    first = listed(user, "list.csv", *ROWS)
    told = user.run("import", first, "--into", case, "-m", user.path("finds.toml"), "--yes").check()
    assert "was imported since, and its corrections stand" in told.words
    assert any("24 March" in what for what in days(user, case))
    (later,) = (row["id"] for row in user.rows(case, "import") if "corrects" in row["text"])
    take(user, case, first, "--corrects", later)
    assert not any("24 March" in what for what in days(user, case))
    assert len(user.rows(case, "item")) == 4
    assert take(user, case, first)["new"] == 0


def test_another_list_of_the_same_name_is_not_taken_for_an_edition(user: User, case: Path) -> None:
    other = listed(user, "list.csv", *(f"{n},XY {n},2020-01-0{n}" for n in (1, 2, 3, 4)))
    before = user.root(case)
    user.run("import", other, "--into", case, "-m", user.path("finds.toml"), "--yes").refused(
        "want an edition of list.csv", "--corrects nothing"
    )
    assert user.root(case) == before
    take(user, case, other, "--corrects", "nothing")
    assert len(user.rows(case, "item")) == 8


def test_pictures_that_come_later_are_told_of_the_things_that_are_there(user: User) -> None:
    user.path("finds.toml").write_text(MAPPING)
    path = user.case("m.case")
    file = listed(user, "list.csv", "1,KB 1,2019,a.jpg", "2,KB 2,2019,", heading="No.,Serial,Day,Picture")
    take(user, path, file)
    user.path("media").mkdir()
    user.path("media/a.jpg").write_bytes(b"a picture")
    told = take(user, path, file, "--media", user.path("media"))
    sight = told["sight"]
    assert isinstance(sight, dict)
    assert (sight["made"], sight["corrected"]) == ({"photo": 1}, 1)
    assert len(user.rows(path, "photo")) == 1
    assert take(user, path, file, "--media", user.path("media"))["new"] == 0


def test_a_table_that_only_another_machine_has_is_named(user: User, other: User, case: Path) -> None:
    user.run("export", case, "--as", "bundle", "--level", "R3", "-o", user.path("b.zip")).check()
    path = other.case("o.case")
    other.run("merge", path, user.path("b.zip"))
    other.path("finds.toml").write_text(MAPPING)
    later = listed(other, "list.csv", *ROWS[:3])
    other.run("import", later, "--into", path, "-m", other.path("finds.toml"), "--yes").refused(
        "want the file that", "list.csv", "in this machine's vault"
    )
    listed(other, "list.csv", *ROWS)
    take(other, path, other.path("list.csv"))
    assert take(other, path, listed(other, "list.csv", *ROWS[:3]))["new"] == 2


@pytest.mark.parametrize("typo", ["xyz", "0" * 64, ""])
def test_an_import_that_there_is_not_cannot_be_corrected(user: User, case: Path, typo: str) -> None:
    if typo:
        user.run(
            "import", user.path("list.csv"), "--into", case, "-m", user.path("finds.toml"), "--yes", "--corrects", typo
        ).refused("want the start of the id of one import", "list.csv")
