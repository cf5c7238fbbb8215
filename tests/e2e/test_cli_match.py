"""All serials and lots of a case looked up in the registers, and what ties its finds together and to others."""

from pathlib import Path
from typing import Any

import pytest
from tests.e2e.running import User, hidden_in

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


# Ties


def thing(name: str, serial: str) -> str:
    item = f"item {name}: Rifle {name}\n  make Orlan\n  model OR-5\n"
    return f"{item}\nmark-reading of-{name}\n  of {name}\n  text {serial}\n  mark serial\n\n"


def ties(user: User, case: Path, *more: str | Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = user.run("match", case, "--json", *more).check().json["ties"]
    return found


def between(found: list[dict[str, Any]]) -> set[tuple[int, tuple[tuple[str, str], ...]]]:
    """Ties by tier, and by the names of things with the case that each is of."""
    return {
        (tie["tier"], tuple(sorted((each["called"], Path(each["case"]).name) for each in tie["members"])))
        for tie in found
    }


def test_ties_within_a_case_are_told_with_why_and_how_surely(user: User) -> None:
    mine = user.case("mine.case", thing("a", "KB 042178") + thing("b", "KB 042190"))
    (block, _) = ties(user, mine)
    assert (block["tier"], block["witnesses"], block["judged"]) == (5, 2, None)
    user.more = {"COLUMNS": "400"}
    told = user.run("match", mine).check().words
    for words in ("same block", "Rifle a: KB 042178", "assumed, since no register tells", "belong together: Rifle"):
        assert words in told


def test_blocks_are_learnt_from_the_register_that_is_asked(user: User) -> None:
    rows = "".join(f"serial,KB {n:06},Orlan,OR-5,sold,Depot {n // 40}\n" for n in range(42_000, 43_000))
    user.run("register", "add", "book", user.write("book.csv", f"kind,mark,make,model,event,holder\n{rows}".encode()))
    mine = user.case("mine.case", thing("a", "KB 042178") + thing("b", "KB 042198"))
    block = next(tie for tie in ties(user, mine) if tie["tier"] == 5)
    assert "learnt from 999 neighbours" in block["because"]


def test_ties_to_another_case_name_it(user: User) -> None:
    mine = user.case("mine.case", thing("a", "KB 042178"))
    there = user.case("there.case", thing("b", "KB 042178") + thing("c", "TX 900000"))
    found = between(ties(user, mine, "--against", there))
    assert (1, (("Rifle a", ""), ("Rifle b", "there.case"))) in found
    told = user.run("match", mine, "--against", there).check().said
    assert f"Rifle b ({there})" in told.splitlines()[-1]


def test_what_two_copies_of_a_case_both_hold_is_one_thing_and_no_tie(user: User) -> None:
    whole = thing("a", "KB 042178") + thing("b", "KB 042178")
    mine = user.case("mine.case", whole)
    copy = user.case("copy.case", whole + thing("c", "KB 042178"))
    alone = between(ties(user, mine))
    assert between(ties(user, mine, "--against", mine)) == alone
    assert between(ties(user, mine, "--against", mine, "--against", mine)) == alone
    with_copy = between(ties(user, mine, "--against", copy))
    assert {tie for tie in with_copy if "copy.case" not in str(tie)} >= {tie for tie in alone if tie[0] == 1}
    assert all(len({called for called, _ in members}) == len(members) for _, members in with_copy)


def test_things_that_the_other_case_has_judged_the_same_are_told_as_one(user: User) -> None:
    said = "judgement said\n  left a\n  right b\n  verdict same\n  by Ada\n  reason dents\n\n"
    mine = user.case("mine.case", thing("a", "KB 042178"))
    there = user.case("there.case", thing("a", "KB 042178") + thing("b", "KB 042178") + said)
    assert ties(user, mine, "--against", there) == []


def test_an_encrypted_case_is_compared_with_its_passphrase_and_not_without(user: User) -> None:
    user.passphrase = "an invented passphrase"
    there = user.path("locked.case")
    user.run("new", there, "--encrypt").check()
    user.run("add", there, user.write("b.wit", thing("b", "KB 042178"))).check()
    mine = user.case("mine.case", thing("a", "KB 042178"))
    assert any("locked.case" in str(tie) for tie in between(ties(user, mine, "--against", there)))
    user.passphrase = ""
    user.run("match", mine, "--against", there).refused("passphrase")


def test_another_case_that_is_none_is_refused(user: User) -> None:
    mine = user.case("mine.case", thing("a", "KB 042178"))
    user.run("match", mine, "--against", user.path("nowhere.case")).refused("nowhere.case")
    user.run("match", mine, "--against", user.write("text.wit", "item x: X\n")).refused()


def test_marks_that_were_removed_alike_in_two_cases_are_tied(user: User) -> None:
    def ground(name: str) -> str:
        return f"item {name}: Rifle {name}\n\ncondition c-{name}\n  of {name}\n  marks obliterated\n  method ground\n\n"

    mine, there = user.case("mine.case", ground("a")), user.case("there.case", ground("b"))
    assert between(ties(user, mine, "--against", there)) == {(7, (("Rifle a", ""), ("Rifle b", "there.case")))}


def test_a_pair_that_people_judged_different_is_told_so_and_brings_nothing_together(user: User) -> None:
    pair = thing("a", "KB 042178") + thing("b", "KB 042178")
    said = "judgement said\n  left a\n  right b\n  verdict different\n  by Ada\n  reason dents\n\n"
    before = user.run("match", user.case("before.case", pair)).check().words
    mine = user.case("mine.case", pair + said)
    after = user.run("match", mine).check().words
    assert ties(user, mine)[0]["judged"] == "different"
    assert "belong together" in before
    assert "belong together" not in after
    assert "judged different" in after


# What was judged of records


def judge(user: User, case: Path, verdict: str, by: str) -> None:
    pairs = user.run("review", case, "--all", "--json").check().json
    pair = next(each for each in pairs if each["right"]["mark"] == "TX-04217")
    user.run("review", case, pair["code"], "--verdict", verdict, "--by", by, "--why", "the book").check()


def test_a_record_that_is_judged_to_be_it_is_told_first_beside_the_probability(user: User, case: Path) -> None:
    judge(user, case, "same", "Ada")
    told = user.run("match", case).check().words
    assert told.startswith("Ada judges that Rifle one is TX-04217 of the register maker")
    (answer,) = matched(user, case)
    (said,) = answer["judged"]
    assert (said["verdict"], said["by"]) == ("same", "Ada")
    assert said["probability"] == answer["found"]["resolved"]["candidates"][said["candidate"]]["probability"]


def test_a_record_that_is_judged_not_to_be_it_is_no_candidate(user: User, case: Path) -> None:
    judge(user, case, "different", "Ada")
    first, *table = user.run("match", case).check().said.splitlines()
    assert "Ada judges that Rifle one is not TX-04217" in first
    row = next(line for line in table if line.startswith("Rifle one, serial"))
    assert row.count("TX-04217") == 1  # the reading itself


def test_a_register_that_a_case_refers_to_and_is_gone_is_named(user: User, case: Path) -> None:
    user.run("register", "cite", "maker", "--into", case, "--by", "Ada", "--why", "asked").check()
    user.run("register", "remove", "maker", "--yes").check()
    told = user.run("match", case).check().words
    assert "the case refers to maker as it was with the digest" in told


# Surroundings


def test_hostile_names_and_narrow_terminals_are_served(user: User) -> None:
    mine = user.case("mine.case", thing("a", "KB 042178").replace("Rifle a", "[red]R[/red]") + thing("b", "[KB 042190"))
    user.more = {"COLUMNS": "60"}
    said = user.run("match", mine, "--xlsx", user.path("x.xlsx")).check().said
    assert hidden_in(said) == set()


def test_an_empty_case_has_nothing_to_tell(user: User) -> None:
    empty = user.case("empty.case")
    assert user.run("match", empty, "--json").check().json == {"matched": [], "ties": [], "runs": [], "clusters": []}
