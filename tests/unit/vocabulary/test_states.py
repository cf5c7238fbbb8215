"""States through time: which existed, what followed, and who was in the Union."""

from datetime import date

import pytest

from witnessmark.marks.tables import rows
from witnessmark.model.when import UNKNOWN, window
from witnessmark.vocabulary.states import (
    PACKAGE,
    Member,
    Sort,
    at,
    eu_accessions,
    eu_member,
    heirs,
    held_then,
    in_place_of,
    predecessors,
    state,
    states,
    successors,
)


def test_a_state_that_is_gone_existed_between_its_days() -> None:
    assert [at("DDDE", date(y, 6, 1)) for y in (1948, 1975, 1995)] == [False, True, False]


def test_whether_an_old_state_existed_before_1946_is_not_told() -> None:
    assert at("FR", date(1900, 1, 1)) is None
    assert at("FR", date(1950, 1, 1)) is True


def test_a_state_can_have_lived_before() -> None:
    assert [at("LT", date(y, 1, 1)) for y in (1930, 1960, 2000)] == [True, False, True]


def test_the_soviet_union_has_fifteen_successors() -> None:
    found = {s.successor for s in successors("SUHH")}
    assert " ".join(sorted(found)) == "AM AZ BY EE GE KG KZ LT LV MD RU TJ TM UA UZ"


def test_yugoslavia_ends_in_five_states_and_today_in_seven_of_which_one_is_disputed() -> None:
    assert {s.successor for s in successors("YUCS")} == {"SI", "HR", "BA", "MK", "CSXX"}
    assert [s.successor for s in successors("CSXX")] == ["ME", "RS"]
    assert heirs("YUCS") == ("BA", "HR", "SI", "MK", "ME", "RS", "XK")
    assert state("XK").sort is Sort.DISPUTED


def test_what_was_there_on_a_date_is_found_forwards_and_backwards() -> None:
    assert in_place_of("CSHH", window("2010")) == ("CZ", "SK")
    assert in_place_of("RS", window("1995")) == ("CSXX",)
    assert in_place_of("RS", window("1985")) == ("YUCS",)
    assert in_place_of("FR", window("1985")) == ()


def test_what_left_later_was_held_before_and_not_before_it_was_held() -> None:
    assert held_then("SD", window("2005")) == ("SS",)
    assert held_then("SD", window("2012")) == ()
    assert in_place_of("ER", window("1940")) == ()
    assert in_place_of("ER", window("1980")) == ("ET",)


def test_an_unknown_code_is_refused_with_what_was_wanted() -> None:
    with pytest.raises(ValueError, match="want the code of a state such as FR or SUHH, got 'QQ'"):
        successors("QQ")


@pytest.mark.parametrize(
    ("code", "when", "expected"),
    [
        ("HU", "2004-04-30", Member.NOT),
        ("HU", "2004-05-01", Member.CERTAINLY),
        ("HU", "2004", Member.POSSIBLY),
        ("GB", "2020-01-31", Member.CERTAINLY),
        ("GB", "2020-02-01", Member.NOT),
        ("GB", "1972/1980", Member.POSSIBLY),
        ("HR", "2013-07", Member.CERTAINLY),
        ("HR", "[2012-01-01,2014-01-01]", Member.POSSIBLY),
        ("EE", "2005?", Member.POSSIBLY),
        ("FR", "", Member.POSSIBLY),
        ("NO", "2010", Member.NOT),
        ("DDDE", "1985", Member.NOT),
    ],
)
def test_membership_is_certain_possible_or_not(code: str, when: str, expected: Member) -> None:
    assert eu_member(code, window(when)) is expected


def test_all_twenty_eight_have_an_act_and_a_source_that_was_read() -> None:
    assert len(eu_accessions()) == 28
    assert all(
        row["act"] and row["status"] == "verified" and row["source"].startswith("http") for row in eu_accessions()
    )


def test_the_tables_hold_together() -> None:
    for each in states().values():
        assert set(each.shares) <= set(states())
        assert not each.within or each.within in states()
        assert each.since is None or each.until is None or each.since < each.until
        assert window(each.earlier).is_known or not each.earlier
    for row in rows("successors", PACKAGE):
        assert {row["predecessor"], row["successor"]} <= set(states()), row
    for row in rows("state_aliases", PACKAGE):
        assert row["code"] in states(), row
        assert row["status"] == "background", row


def test_every_state_that_is_gone_has_successors() -> None:
    assert [each.code for each in states().values() if each.until and not successors(each.code)] == []


@pytest.mark.parametrize("table", ["states", "successors", "eu_membership"])
def test_a_row_without_a_source_is_background(table: str) -> None:
    for row in rows(table, PACKAGE):
        assert (row["status"] == "verified") == row["source"].startswith("http"), row


def test_a_state_follows_another_only_once() -> None:
    pairs = [(row["predecessor"], row["successor"]) for row in rows("successors", PACKAGE)]
    assert len(pairs) == len(set(pairs))
    assert [s.predecessor for s in predecessors("SK")] == ["CSHH"]


def test_a_date_that_is_not_known_speaks_against_no_state() -> None:
    assert all(each.existed_in(UNKNOWN) for each in states().values())
