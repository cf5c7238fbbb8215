"""Several marks of one item together: what they say between them, and where they contradict each other."""

import itertools

import pytest

from witnessmark.marks.joint import MARKS_CAN_LIE, Answer, together
from witnessmark.marks.meaning import Interpretation, Piece, interpret
from witnessmark.marks.reading import read
from witnessmark.marks.scheme import About, Claim, Meaning, Support, claim

SUPPORT = Support(source="https://example.org/orlan", is_verified=True, weight=0.5)


def mark(typed: str, *options: tuple[float, tuple[Claim, ...]], rest: float = 0.1) -> Interpretation:
    """A mark that can mean some things, each with its share."""
    meanings = tuple(
        Meaning(scheme=f"{typed}-{n}", claims=claims, weight=weight, because="invented", support=SUPPORT)
        for n, (weight, claims) in enumerate(options)
    )
    piece = Piece(typed=typed, meanings=meanings, rest=rest)
    return Interpretation(reading=read(typed), pieces=(piece,), problems=(), would_decide=())


def says(typed: str, about: About, *values: str) -> Interpretation:
    return mark(typed, (0.9, (claim(about, *values),)))


def best(*marks: Interpretation) -> Answer:
    return together(marks)[0]


def test_no_mark_has_no_answer() -> None:
    assert together([]) == ()
    assert together([interpret("#")]) == ()


def test_one_mark_has_its_meanings_and_none_of_these_as_answers() -> None:
    answers = together([says("a", About.YEAR, "1971")])
    assert [(a.taken, a.weight) for a in answers] == [((("a", "a-0"),), 0.9), ((("a", ""),), 0.1)]
    assert answers[1].claims == ()


def test_marks_that_agree_say_what_both_allow() -> None:
    answer = best(says("a", About.YEAR, "1971", "1972"), says("b", About.YEAR, "1972", "1973"))
    assert (answer.claims, answer.contradictions) == ((claim(About.YEAR, "1972"),), ())


def test_marks_of_different_things_say_both() -> None:
    answer = best(says("a", About.YEAR, "1971"), says("b", About.COUNTRY, "Orlania"))
    assert set(answer.claims) == {claim(About.YEAR, "1971"), claim(About.COUNTRY, "Orlania")}


@pytest.mark.parametrize("about", [About.COUNTRY, About.MAKER, About.YEAR, About.MODEL])
def test_a_contradiction_is_told_with_both_marks_and_not_resolved(about: About) -> None:
    answers = together([says("a", about, "one"), says("b", about, "two")])
    (both,) = [a for a in answers if a.taken == (("a", "a-0"), ("b", "b-0"))]
    assert both.contradictions == (f"{about}: one by 'a', and two by 'b': {MARKS_CAN_LIE}",)
    assert both.claims == (claim(about, "one", "two"),)


def test_a_contradiction_makes_an_answer_less_likely_but_not_impossible() -> None:
    answers = together([says("a", About.YEAR, "1971"), says("b", About.YEAR, "1985")])
    assert answers[0].contradictions == ()
    weights = {a.taken: a.weight for a in answers}
    assert 0 < weights[("a", "a-0"), ("b", "b-0")] < weights[("a", "a-0"), ("b", "")]


@pytest.mark.parametrize("about", [About.SERIAL, About.LOT, About.CODE, About.MONTH])
def test_numbers_of_different_marks_contradict_nothing(about: About) -> None:
    answer = best(says("a", about, "71"), says("b", about, "85"))
    assert (answer.claims, answer.contradictions) == ((claim(about, "71", "85"),), ())


def test_a_longer_name_agrees_with_a_shorter_one_that_begins_it() -> None:
    assert best(says("a", About.MAKER, "Orlan"), says("b", About.MAKER, "Orlan Works")).contradictions == ()
    assert together([says("a", About.MAKER, "Orlan"), says("b", About.MAKER, "Orlando")])[0].taken[1][1] == ""


def test_of_a_longer_and_a_shorter_name_the_same_is_told_in_either_order() -> None:
    short, long = says("a", About.MAKER, "Orlan"), says("b", About.MAKER, "Orlan Works")
    assert best(short, long).claims == best(long, short).claims


def test_marks_that_agree_two_by_two_and_not_all_together_contradict_each_other() -> None:
    marks = [
        says("a", About.YEAR, "1971", "1972"), says("b", About.YEAR, "1972", "1973"),
        says("c", About.YEAR, "1971", "1973"),
    ]  # fmt: skip
    all_taken = [a for a in together(marks) if all(scheme for _, scheme in a.taken)]
    assert all(a.contradictions for a in all_taken)


def test_what_was_not_read_contradicts_nothing_and_narrows_nothing() -> None:
    answer = best(says("a", About.YEAR), says("b", About.YEAR, "1971"))
    assert (answer.claims, answer.contradictions) == ((claim(About.YEAR, "1971"),), ())


def test_another_mark_can_make_a_less_likely_meaning_the_best() -> None:
    open_mark = mark("a", (0.6, (claim(About.COUNTRY, "Orlania"),)), (0.3, (claim(About.COUNTRY, "Belmark"),)))
    assert best(open_mark, says("b", About.COUNTRY, "Belmark")).taken == (("a", "a-1"), ("b", "b-0"))


def test_answers_stand_likeliest_first_and_their_shares_are_of_one() -> None:
    marks = [mark(typed, (0.5, (claim(About.YEAR, "1971"),)), (0.4, (claim(About.YEAR, "1985"),))) for typed in "abc"]
    weights = [a.weight for a in together(marks)]
    assert weights == sorted(weights, reverse=True)
    assert len(weights) == 8
    assert 0 < sum(weights) <= 1.0005


def test_every_answer_takes_every_piece_once() -> None:
    answers = together([interpret(typed) for typed in ("((10))", "IK-25-1777", "1985")])
    assert {tuple(typed for typed, _ in a.taken) for a in answers} == {("((10))", "IK-25-1777", "1985")}


@pytest.mark.parametrize("marks", [*itertools.permutations(("((10))", "IK-25-1777", "1985"))])
def test_a_symbol_a_serial_and_a_year_agree_in_any_order(marks: tuple[str, ...]) -> None:
    answer = best(*map(interpret, marks))
    assert {str(c) for c in answer.claims} == {
        "country Bulgaria", "maker Arsenal", "model Makarov PM", "year 1985", "serial IK251777",
    }  # fmt: skip


@pytest.mark.parametrize("marks", [("/26\\", "K5412"), ("K5412", "/26\\")])
def test_a_factory_symbol_and_a_serial_of_that_factory_say_the_same_in_either_order(marks: tuple[str, ...]) -> None:
    (maker,) = [c.values for c in best(*map(interpret, marks)).claims if c.about == About.MAKER]
    assert maker == ("Jianshe (296)",)


def test_many_marks_of_many_meanings_stay_bounded() -> None:
    answers = together([interpret("????????|" * 20)])
    assert len(answers) == 8
    assert all(len(a.taken) == 20 for a in answers)
