"""Which row of a sheet corrects which reading of a case."""

from hypothesis import given
from hypothesis import strategies as st

from witnessmark.app.evidence.rereading import Said, Whose, compared
from witnessmark.model.ids import StatementId

ONE = StatementId("1" * 64)


def said(text: str, where: str = "bolt", reader: str = "ada") -> Said:
    return Said(Whose(ONE, "ab" * 32, "serial", where, reader), (text, "", "unknown", "unknown", ""))


def told(*readings: Said) -> dict[Said, StatementId]:
    return {each: StatementId(f"{number:064x}") for number, each in enumerate(readings)}


def test_a_row_that_says_something_else_corrects_the_one_reading_that_no_row_repeats() -> None:
    case = told(said("KB 1"), said("KB 9"))
    found = compared(case, [said("KB 9"), said("KB 2")], ())
    assert (found.corrects, found.beside) == ({said("KB 2"): case[said("KB 1")]}, frozenset())


def test_a_reading_that_a_row_repeats_is_not_corrected() -> None:
    found = compared(told(said("KB 1")), [said("KB 1"), said("KB 2")], ())
    assert (found.corrects, found.beside) == ({}, frozenset())


def test_another_reader_or_another_place_corrects_nothing() -> None:
    rows = [said("KB 2", reader="ben"), said("KB 2", where="barrel")]
    assert compared(told(said("KB 1")), rows, ()).corrects == {}


def test_of_two_readings_that_it_could_correct_it_corrects_neither() -> None:
    found = compared(told(said("KB 1"), said("KB 9")), [said("KB 2")], ())
    assert (found.corrects, found.beside) == ({}, frozenset({said("KB 2")}))


def test_what_came_with_the_very_sheet_before_corrects_nothing() -> None:
    found = compared(told(said("KB 2")), [said("KB 1")], [said("KB 1")])
    assert (found.corrects, found.beside) == ({}, frozenset())


says = st.builds(said, st.sampled_from("abc"), st.sampled_from(("bolt", "barrel")), st.sampled_from(("ada", "ben")))


@given(case=st.lists(says, unique=True), rows=st.lists(says), before=st.lists(says))
def test_a_reading_is_corrected_once_by_its_own_reader_and_only_if_no_row_repeats_it(
    case: list[Said], rows: list[Said], before: list[Said]
) -> None:
    there = told(*case)
    found = compared(there, rows, before)
    assert len(set(found.corrects.values())) == len(found.corrects)
    owners = {i: each for each, i in there.items()}
    for row, i in found.corrects.items():
        assert owners[i].whose == row.whose
        assert owners[i] not in rows
        assert row not in there
        assert row not in before
