"""Imports of which a part is not in the case, and rows of which nothing was made."""

from collections.abc import Sequence

import pytest

from witnessmark.case.canonical import statement_id
from witnessmark.case.fold import Case, fold
from witnessmark.case.plausibility import problems
from witnessmark.case.tables_read import MOST_TOLD, is_finished
from witnessmark.model.decisions import Retraction
from witnessmark.model.ids import SourceId, StatementId
from witnessmark.model.imports import Import, UnreadRow
from witnessmark.model.problem import Severity
from witnessmark.model.statement import Statement
from witnessmark.model.things import Item, Source, SourceForm
from witnessmark.model.value import Content

FILE = Statement(content=Source(name="list.csv", form=SourceForm.TABLE))
OF = SourceId(statement_id(FILE))


def from_file(content: Content, number: int = 2, **fields: object) -> Statement:
    return Statement(content=content, source=OF, locator=f"row {number}", **fields)  # type: ignore[arg-type]


def items(count: int) -> list[Statement]:
    return [from_file(Item(name="rifle"), number) for number in range(count)]


def imported(*made: str, previous: StatementId | None = None) -> Statement:
    return from_file(Import(of=OF, mapping="invented", text="", made=made, previous=previous), 0)


def unread(row: str, **more: str) -> Statement:
    return from_file(UnreadRow(of=OF, row=row, wanted="a date", **more))


def case(*statements: Statement) -> Case:
    return fold((statement_id(each), each) for each in (FILE, *statements))


def told(found: Case) -> Sequence[str]:
    return [problem.message for problem in problems(found)]


def test_an_import_whose_statements_are_all_there_is_finished() -> None:
    assert told(case(imported("item 3"), *items(3))) == []


def test_an_import_that_counts_more_than_the_case_holds_is_not_finished() -> None:
    begun = imported("item 3", "unread-row 1")
    (problem,) = problems(case(begun, *items(2)))
    assert problem.message == (
        "the import is not finished: 2 of 4 statements are there; import the file again"
    )  # fmt: skip
    assert problem.statements == (statement_id(begun),)
    assert problem.severity is Severity.IMPLAUSIBLE


def test_what_somebody_else_said_of_the_file_does_not_stand_for_what_is_missing() -> None:
    others = [Statement(content=Item(name=f"rifle {n}"), locator="row 1") for n in range(9)]
    assert len(told(case(imported("item 3", "place 1"), *items(3), *others))) == 1


def test_what_was_corrected_or_retracted_since_was_there() -> None:
    first, second, third = items(3)
    better = from_file(Item(name="carbine"), supersedes=statement_id(first), because="seen again")
    gone = Statement(content=Retraction(of=statement_id(second), by="A. Vale", reason="twice"))
    assert told(case(imported("item 3"), first, second, third, better, gone)) == []


def test_an_import_that_a_later_one_corrects_is_no_longer_asked_for() -> None:
    begun = imported("item 300")
    assert told(case(begun, imported("item 3", previous=statement_id(begun)), *items(3))) == []


@pytest.mark.parametrize("made", ["item", "item many", "item -3", "item ²", "item " + "9" * 5000, ""])
def test_a_count_that_is_none_counts_nothing(made: str) -> None:
    assert told(case(imported(made))) == []


@pytest.mark.parametrize(
    ("made", "there", "wanted"),
    [(("item 3",), 3, True), (("item 3",), 2, False), (("item 2", "place 1"), 3, False), (("item many",), 0, True)],
)
def test_one_import_is_finished_once_what_it_counts_is_there(made: Sequence[str], there: int, *, wanted: bool) -> None:
    statement = imported(*made)
    assert isinstance(statement.content, Import)
    assert is_finished(case(statement, *items(there)), statement.content) is wanted


def test_a_row_of_which_nothing_was_made_is_told_with_where_wanted_and_got() -> None:
    row = unread("12", column="E (Day)", got="soon", text="KB 1 | soon")
    (problem,) = problems(case(row))
    assert problem.message == "row 12, column E (Day) was not read: want a date, got 'soon'"
    assert (problem.severity, problem.statements) == (Severity.NOTE, (statement_id(row),))


def test_a_row_of_a_file_that_a_later_edition_corrects_is_asked_of_the_later_one() -> None:
    begun = imported()
    second = Statement(content=Source(name="list.csv", form=SourceForm.TABLE, note="second"))
    of = SourceId(statement_id(second))
    later = Statement(content=Import(of=of, mapping="invented", text="", previous=statement_id(begun)), source=of)
    again = Statement(content=UnreadRow(of=of, row="3", wanted="a mark"), source=of)
    assert told(case(begun, unread("12"), second, later, again)) == ["row 3 was not read: want a mark"]


def test_a_row_that_is_none_at_all_has_no_column() -> None:
    assert told(case(unread("12"))) == ["row 12 was not read: want a date"]


def test_of_very_many_rows_the_first_are_told_and_the_others_counted() -> None:
    found = told(case(*(unread(str(n)) for n in range(1, 101))))
    assert len(found) == MOST_TOLD + 1
    assert "and 80 more rows were not read; `show CASE unread-row` lists them" in found
    assert f"row {MOST_TOLD} was not read: want a date" in found
    assert f"row {MOST_TOLD + 1} was not read: want a date" not in found
