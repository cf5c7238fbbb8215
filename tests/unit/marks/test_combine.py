"""Several readings of one mark beside each other: what they say between them, and how each stands to the others."""

import itertools

import pytest

from witnessmark.marks.combine import Combined, Relation, combine


def relations(*typed: str) -> list[Relation]:
    return [each.relation for each in combine(typed).compared]


def last(*typed: str) -> Relation:
    return relations(*typed)[-1]


def test_no_reading_says_nothing() -> None:
    assert combine([]) == Combined(current="", compared=())


def test_the_first_reading_is_the_current_one() -> None:
    found = combine(["KB 7?"])
    assert (found.current, [each.relation for each in found.compared]) == ("KB 7?", [Relation.FIRST])


@pytest.mark.parametrize(
    "typed", ["KB 71", "K?", "[8B]7", "((37)) 7", "7*", "{obl:2}7", "{over:1}7", "", "[77]", "\\?"]
)
def test_a_reading_that_is_repeated_agrees(typed: str) -> None:
    found = combine([typed, typed, typed])
    assert [each.relation for each in found.compared] == [Relation.FIRST, Relation.AGREES, Relation.AGREES]
    assert (found.current, found.is_contested) == (typed, False)


def test_a_reading_that_reads_more_refines() -> None:
    assert combine(["K?", "K7"]).current == "K7"
    assert last("K?", "K7") is last("K[17]", "K7") is last("K?", "K[17]") is Relation.REFINES


def test_a_reading_that_reads_less_changes_nothing() -> None:
    assert combine(["K7", "K?"]).current == combine(["K7", "K[71]"]).current == "K7"
    assert last("K7", "K?") is last("K7", "K[71]") is last("K[17]", "K?") is Relation.IS_VAGUER


def test_two_readings_that_each_read_another_sign_are_one_without_doubt() -> None:
    assert combine(["7?", "?1"]).current == "71"


def test_a_contradiction_is_told_where_it_stands_and_leaves_both_open() -> None:
    found = combine(["7142", "7843"])
    assert (found.current, found.is_contested) == ("7[18]4[23]", True)
    assert (found.compared[1].relation, found.compared[1].where) == (Relation.CONTRADICTS, (2, 4))


@pytest.mark.parametrize(("one", "other"), [("71", "712"), ("7*", "71"), ("{obl:2}", "71"), ("{over:1}7", "{over:2}7")])
def test_readings_of_another_or_unknown_length_are_not_laid_beside_each_other(one: str, other: str) -> None:
    found = combine([one, other])
    assert (found.current, found.compared[1].relation) == (one, Relation.NOT_COMPARABLE)
    assert found.is_contested is False


def test_the_sign_that_both_of_two_choices_allow_is_read() -> None:
    assert combine(["[8B]", "[83]"]).current == "8"
    assert combine(["[8B3]", "[38D]"]).current == "[83]"


def test_readings_that_narrow_each_other_are_current_as_narrow_as_both_allow_in_any_order() -> None:
    for typed in itertools.permutations(["7?4", "?[12]4", "7[18]?"]):
        assert combine(typed).current == "714"


@pytest.mark.parametrize("typed", sorted(set(itertools.permutations(["1", "1", "7"]))))
def test_what_two_readings_contradict_each_other_in_stays_open_whoever_reads_it_again(typed: tuple[str, ...]) -> None:
    found = combine(typed)
    assert found.is_contested
    assert found.current in {"[17]", "[71]"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("K 7", "K-7"), ("\\[7", "87"), ("\\\\", "7"), ("\\]", "7")],
    ids=["blank", "[", "backslash", "]"],
)
def test_any_two_characters_can_contradict_each_other(one: str, other: str) -> None:
    found = combine([one, other])
    assert found.compared[1].relation is Relation.CONTRADICTS
    assert found.is_contested


def test_any_number_of_readings_can_contradict_each_other() -> None:
    found = combine("0123456789KMXY")
    assert found.compared[-1].relation is Relation.CONTRADICTS


def test_a_symbol_that_is_read_further_is_refined() -> None:
    assert last("((3?)) 7", "((37)) 7") is Relation.REFINES
    assert combine(["((3?)) 7", "((37)) 7"]).current == "((37)) 7"


def test_two_symbols_that_nothing_fits_both_contradict_each_other() -> None:
    found = combine(["((37))", "((31))"])
    assert (found.compared[1].relation, found.compared[1].where) == (Relation.CONTRADICTS, (1,))
    assert last("((37))", "(37)") is Relation.CONTRADICTS


def test_no_reading_is_changed() -> None:
    typed = ["7?", "7*", "78", "xx"]
    assert [each.typed for each in combine(typed).compared] == typed
