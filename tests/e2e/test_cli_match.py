"""All serials and lots of a case looked up in the registers."""

from pathlib import Path
from typing import Any

import pytest
from tests.e2e.running import User

CASE = """case Practice
  title Practice

item rifle: Rifle one
  model 7,62x39 rifle
  calibre M43

item twin: The same rifle, found again

mark-reading first
  of rifle
  text TX-04?17
  mark serial
  reader Ada

mark-reading second
  of rifle
  text TX-04217
  mark serial
  reader Bo

mark-reading symbol
  of rifle
  text ((10))
  mark symbol
"""
REGISTER = "kind,mark,model,calibre,event,when,holder\n" + "".join(
    f"serial,TX-{n:05},Pattern A,7.62x39,made,1981,Depot {n % 3}\n" for n in range(4200, 4230)
)


@pytest.fixture
def case(user: User) -> Path:
    """A case, and a register to look in."""
    user.run("register", "add", "maker", user.write("maker.csv", REGISTER.encode())).check()
    return user.case("my.case", CASE)


def matched(user: User, case: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = user.run("match", case, "--json").check().json["matched"]
    return found


def test_a_serial_is_looked_up_as_all_its_readings_leave_it(user: User, case: Path) -> None:
    (answer,) = matched(user, case)
    assert (answer["called"], answer["mark"], answer["found"]["typed"]) == ("Rifle one", "serial", "TX-04217")
    assert len(answer["readings"]) == 2


def test_what_is_stated_of_the_thing_is_asked_with_it_under_any_of_its_names(user: User, case: Path) -> None:
    (answer,) = matched(user, case)
    best = answer["found"]["resolved"]["candidates"][0]
    assert best["mark"] == "TX-04217"
    assert best["probability"] > 0.8
    assert answer["found"]["stated"]["calibre"] == "M43"
    assert any(each.startswith("calibre M43: the record says 7.62x39") for each in (*best["because"], *best["against"]))
    assert answer["found"]["registers"].keys() == {"maker"}


def test_the_table_tells_thing_reading_and_the_likeliest(user: User, case: Path) -> None:
    told = user.run("match", case).check().words
    for words in ("Rifle one, serial", "TX-04217", "in no register", "by accident"):
        assert words in told


def test_answers_are_written_as_a_spreadsheet_too(user: User, case: Path) -> None:
    user.run("match", case, "--xlsx", user.path("answers.xlsx")).check()
    assert user.path("answers.xlsx").read_bytes().startswith(b"PK")


def test_a_case_without_serials_has_nothing_to_match(user: User, case: Path) -> None:
    empty = user.case("empty.case", "item rifle: Rifle\n")
    assert case != empty
    assert "no serial and no lot" in user.run("match", empty).check().said


def test_without_a_register_finds_are_compared_with_each_other_alone(user: User, case: Path) -> None:
    user.run("register", "remove", "maker", "--yes").check()
    assert "no register on this machine" in user.run("match", case).check().said
    assert matched(user, case) == []
