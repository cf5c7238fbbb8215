"""The state of a case as a pure function of its statements."""

import pytest
from tests.unit.told import ABSENT, Told, tell

from witnessmark.case.canonical import statement_id
from witnessmark.case.fold import Case, fold
from witnessmark.errors import UsageError
from witnessmark.model.decisions import CaseHeader, Level, Retraction
from witnessmark.model.ids import StatementId
from witnessmark.model.statement import Statement
from witnessmark.model.things import Item, Party

RIFLE = "\nitem rifle: Rifle 4471\n"


def better(name: str, of: str = "rifle") -> str:
    return f"\nitem {name}: Rifle {name}\n  supersedes {of}\n"


def retraction(name: str, of: str) -> str:
    return f"\nretraction {name}\n  of {of}\n  by A. Vale\n  reason erred\n"


def standing(told: Told) -> list[str]:
    return sorted(told.name(i) for i in told.case.standing)


def test_statements_are_sorted_by_id_whatever_the_order_of_arrival() -> None:
    told = tell(RIFLE + better("a") + better("b"))
    pairs = list(told.case.statements.items())
    assert list(fold(reversed(pairs)).statements) == sorted(i for i, _ in pairs)
    assert fold(reversed(pairs)).statements == told.case.statements


def test_without_corrections_and_retractions_every_statement_stands() -> None:
    told = tell(RIFLE)
    assert told.case.standing == told.case.statements
    assert told.case.stands(told["rifle"]) is True


def test_a_statement_that_the_case_lacks_does_not_stand() -> None:
    case = tell(RIFLE).case
    assert case.stands(ABSENT) is False
    assert case.is_retracted(ABSENT) is False


def test_a_retracted_statement_does_not_stand_and_its_retraction_does() -> None:
    told = tell(RIFLE + retraction("r", "rifle"))
    assert standing(told) == ["r"]
    assert told.case.is_retracted(told["rifle"]) is True


def test_a_retracted_retraction_hides_nothing() -> None:
    told = tell(RIFLE + retraction("r", "rifle") + retraction("rr", "r"))
    assert standing(told) == ["rifle", "rr"]
    again = tell(RIFLE + retraction("r", "rifle") + retraction("rr", "r") + retraction("rrr", "rr"))
    assert standing(again) == ["r", "rrr"]


def test_one_of_two_retractions_is_enough() -> None:
    told = tell(RIFLE + retraction("r", "rifle") + retraction("s", "rifle") + "  locator 2\n" + retraction("rr", "r"))
    assert standing(told) == ["rr", "s"]


def test_a_correction_stands_for_what_it_corrects() -> None:
    told = tell(RIFLE + better("a") + better("b", "a"))
    assert standing(told) == ["b"]
    assert told.case.versions(told["rifle"]) == [told["b"]]


def test_two_corrections_of_one_statement_are_rivals_and_both_stand() -> None:
    told = tell(RIFLE + better("a") + better("b"))
    assert standing(told) == ["a", "b"]
    for name in ("rifle", "a", "b"):
        assert told.case.versions(told[name]) == sorted([told["a"], told["b"]])


def test_where_a_correction_is_retracted_what_it_corrected_stands_again() -> None:
    told = tell(RIFLE + better("a") + retraction("r", "a"))
    assert standing(told) == ["r", "rifle"]


def test_a_retracted_correction_that_was_itself_corrected_still_gives_way() -> None:
    told = tell(RIFLE + better("a") + better("b", "a") + retraction("r", "a"))
    assert standing(told) == ["b", "r"]
    gone = tell(RIFLE + better("a") + better("b", "a") + retraction("r", "a") + retraction("s", "b"))
    assert standing(gone) == ["r", "rifle", "s"]


def test_retracting_what_was_corrected_leaves_the_correction() -> None:
    told = tell(RIFLE + better("a") + retraction("r", "rifle"))
    assert standing(told) == ["a", "r"]


def test_the_root_of_a_version_is_the_first_one() -> None:
    told = tell(RIFLE + better("a") + better("b", "a"))
    assert {told.case.root(told[name]) for name in ("rifle", "a", "b")} == {told["rifle"]}
    assert told.case.root(ABSENT) == ABSENT


def test_the_root_of_a_correction_of_an_absent_statement_is_the_absent_one() -> None:
    told = tell(f"\nitem a: Rifle\n  supersedes id:{ABSENT}\n")
    assert told.case.root(told["a"]) == ABSENT
    assert told.case.versions(ABSENT) == [told["a"]]
    assert told.case.content(ABSENT, Item) == Item(name="Rifle")


def test_the_statements_of_one_kind_come_by_id_and_only_those_that_stand() -> None:
    told = tell(RIFLE + "\nitem other: Other\n\nparty army: Army\n" + better("a") + retraction("r", "other"))
    assert told.case.of_kind(Item) == [(told["a"], Item(name="Rifle a"))]
    assert told.case.of_kind(Party) == [(told["army"], Party(name="Army"))]
    assert told.case.of_kind(CaseHeader) == []
    many = tell("".join(f"\nparty p{n}: P{n}\n" for n in range(6)))
    assert [i for i, _ in many.case.of_kind(Party)] == sorted(many.ids.values())


def test_the_content_of_a_thing_is_its_standing_version() -> None:
    told = tell(RIFLE + better("a"))
    assert told.case.content(told["rifle"], Item) == Item(name="Rifle a")
    assert told.case.content(told["rifle"], Party) is None
    assert told.case.content(ABSENT, Item) is None


def test_the_content_of_rivals_is_that_of_the_least_id() -> None:
    told = tell(RIFLE + better("a") + better("b"))
    least = min(("a", "b"), key=lambda name: told[name])
    assert told.case.content(told["rifle"], Item) == Item(name=f"Rifle {least}")


def test_a_rival_of_another_kind_is_passed_over() -> None:
    for number in range(8):
        told = tell(RIFLE + better("a") + f"\nparty b: Rifle\n  supersedes rifle\n  locator {number}\n")
        assert told.case.content(told["rifle"], Item) == Item(name="Rifle a")


def test_the_content_of_what_was_retracted_is_nothing() -> None:
    told = tell(RIFLE + retraction("r", "rifle"))
    assert told.case.content(told["rifle"], Item) is None


def test_a_thing_is_mentioned_by_what_stands_and_names_any_of_its_versions() -> None:
    told = tell(RIFLE + better("a")
                + "\nphoto one\n  of rifle\n\nphoto two\n  of a\n\nphoto gone\n  of rifle\n  digest x\n"
                + retraction("r", "gone"))  # fmt: skip
    assert told.case.mentions(told["rifle"]) == sorted(told[name] for name in ("a", "one", "two"))
    assert told.case.mentions(told["a"]) == told.case.mentions(told["rifle"])
    assert list(told.case.mentions(ABSENT)) == []


def test_a_statement_mentions_a_thing_once_however_often_it_names_it() -> None:
    told = tell(RIFLE + "\nphoto one\n  of rifle\n  of rifle\n  rests-on rifle\n")
    assert told.case.mentions(told["rifle"]) == [told["one"]]


def test_a_statement_that_names_two_versions_mentions_the_thing_once() -> None:
    told = tell(RIFLE + better("a") + "\nphoto one\n  of rifle\n  of a\n")
    assert list(told.case.mentions(told["rifle"])).count(told["one"]) == 1


def test_without_a_header_the_level_is_that_of_a_panel_or_court() -> None:
    case = tell(RIFLE).case
    assert (case.level, case.header) == (Level.R2, None)


def test_of_several_headers_the_strictest_level_holds_and_the_least_id_speaks() -> None:
    told = tell("\ncase a: One\n  level R1\n\ncase b: Two\n  level R3\n\ncase c: Three\n  level R0\n")
    assert told.case.level is Level.R3
    least = min("abc", key=lambda name: told[name])
    assert told.case.header is told.case.statements[told[least]].content


def test_one_header_decides_the_level() -> None:
    assert tell("\ncase a: One\n  level R0\n").case.level is Level.R0
    assert tell("\ncase a: One\n").case.level is Level.R2


def test_a_retracted_header_decides_nothing() -> None:
    told = tell("\ncase a: One\n  level R3\n" + retraction("r", "a"))
    assert (told.case.level, told.case.header) == (Level.R2, None)


def test_a_statement_is_found_by_the_start_of_its_id() -> None:
    told = tell(RIFLE)
    assert told.case.find(told["rifle"][:8]) == told["rifle"]
    assert told.case.find("") == told["rifle"]


def test_a_start_that_fits_no_statement_is_refused() -> None:
    with pytest.raises(UsageError, match=r"^want the start of one statement's id, got 'zz', which fits no statement$"):
        tell(RIFLE).case.find("zz")


def test_a_start_that_fits_several_is_refused_with_the_first_five() -> None:
    told = tell("".join(f"\nparty p{n}: P{n}\n" for n in range(7)))
    five = ", ".join(i[:10] for i in sorted(told.ids.values())[:5])
    with pytest.raises(
        UsageError, match=rf"^want the start of one statement's id, got '', which fits 7 statements: {five}$"
    ):
        told.case.find("")


def test_with_known_only_what_had_been_received_is_folded() -> None:
    told = tell(RIFLE + better("a"))
    pairs = list(told.case.statements.items())
    assert list(fold(pairs, known=frozenset({told["rifle"]})).standing) == [told["rifle"]]
    assert fold(pairs, known=frozenset()).statements == {}


def test_a_long_row_of_retractions_is_followed_to_its_end() -> None:
    statements: dict[StatementId, Statement] = {}
    target = first = ABSENT
    for number in range(2001):
        statement = Statement(content=Retraction(of=target, by="A. Vale", reason=f"{number}"))
        target = statement_id(statement)
        first = first if number else target
        statements[target] = statement
    case = Case(statements)
    assert case.is_retracted(first) is False
    assert len(case.standing) == 1001
