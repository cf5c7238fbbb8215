"""What a mark as read can mean, piece by piece, and beside which other answers."""

import pytest

from witnessmark.marks.meaning import (
    MOST_MEANINGS,
    NONE_OF_THESE,
    Interpretation,
    interpret,
    meanings_under,
    reweighted,
    weighed,
)
from witnessmark.marks.scheme import About, Meaning, Support, claim, two_digit_years

SUPPORT = Support(source="https://example.org/orlan", is_verified=True, weight=0.5)


def meaning(weight: float, *values: str, scheme: str = "invented") -> Meaning:
    return Meaning(
        scheme=scheme, claims=(claim(About.CODE, *values),), weight=weight, because="invented", support=SUPPORT
    )


def typed(found: Interpretation) -> list[str]:
    return [piece.typed for piece in found.pieces]


def best(text: str) -> list[tuple[str, str]]:
    return [(piece.typed, piece.meanings[0].scheme) for piece in interpret(text).pieces]


def test_a_meaning_weighs_by_its_fit_and_its_support_beside_none_of_these() -> None:
    piece = weighed("71", [meaning(0.8, "a"), meaning(0.2, "b")])
    assert piece is not None
    assert [(m.said(About.CODE), m.weight) for m in piece.meanings] == [(("a",), 0.4), (("b",), 0.1)]
    assert (piece.rest, piece.left_out, NONE_OF_THESE) == (0.5, 0, 0.5)


def test_the_shares_of_a_piece_are_of_one_to_the_last_figure_told() -> None:
    piece = weighed("71", [meaning(0.1, "a")])
    assert piece is not None
    assert piece.meanings[0].weight + piece.rest == pytest.approx(1, abs=0.000_002)


def test_no_meaning_is_no_piece() -> None:
    assert weighed("71", []) is None


def test_a_meaning_of_little_weight_is_left_out_and_counted() -> None:
    piece = weighed("71", [meaning(1, "a"), meaning(0.001, "b"), meaning(0.001, "c")])
    assert piece is not None
    assert (len(piece.meanings), piece.left_out) == (1, 2)


def test_no_more_than_the_most_meanings_are_told_and_the_others_counted() -> None:
    piece = weighed("71", [meaning(1, str(n)) for n in range(30)])
    assert piece is not None
    assert (len(piece.meanings), piece.left_out) == (MOST_MEANINGS, 6)


def test_meanings_of_equal_weight_stand_in_one_order_however_they_came() -> None:
    one, other = meaning(0.5, "a"), meaning(0.5, "b")
    assert weighed("71", [one, other]) == weighed("71", [other, one])


def test_a_meaning_with_another_weight_keeps_all_else() -> None:
    changed = reweighted(meaning(0.5, "a"), 0.25)
    assert (changed.weight, changed.because, changed.claims) == (0.25, "invented", meaning(0.5, "a").claims)
    assert reweighted(meaning(0.5, "a"), 0.25, "why").because == "why"


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
def test_nothing_typed_means_nothing_and_is_no_problem(text: str) -> None:
    found = interpret(text)
    assert (found.pieces, found.problems, found.would_decide) == ((), (), ())


def test_what_fits_no_scheme_says_so() -> None:
    found = interpret("#")
    assert found.pieces == ()
    assert found.problems == ("fits no scheme and no table of ours: it is in none of them, which is an answer",)


def test_what_fits_no_scheme_can_still_tell_its_script() -> None:
    (piece,) = interpret("ЖЩ#").pieces
    assert [m.scheme for m in piece.meanings] == ["script"]


def test_a_bar_and_a_line_set_marks_apart() -> None:
    assert typed(interpret("1968|AF123")) == typed(interpret("1968\nAF123")) == ["1968", "AF123"]


def test_words_that_together_are_one_mark_are_one_piece() -> None:
    assert best("AU 7142 61") == [("AU 7142 61", "suhl-pm")]


def test_a_symbol_is_a_piece_of_its_own() -> None:
    assert typed(interpret("((10)) IK-25-1777")) == typed(interpret("((10))IK-25-1777")) == ["((10))", "IK-25-1777"]


def test_an_earlier_mark_is_no_part_of_the_present_one() -> None:
    assert best("{over:12}1968") == [("1968", "stamped-year")]


@pytest.mark.parametrize("blanks", [" ", "  ", "\t", " \t ", "\u00a0"])
def test_how_many_blanks_stand_between_two_marks_does_not_matter(blanks: str) -> None:
    assert [p.typed.strip() for p in interpret(f"((10)){blanks}IK-25-1777").pieces] == ["((10))", "IK-25-1777"]
    assert [p.typed.strip() for p in interpret(f"ЗМ 7142{blanks}1968").pieces] == ["ЗМ 7142", "1968"]


@pytest.mark.parametrize("typed_words", [" 1968", "1968 ", "  1968  "])
def test_blanks_around_a_mark_do_not_matter(typed_words: str) -> None:
    assert [p.meanings for p in interpret(typed_words).pieces] == [p.meanings for p in interpret("1968").pieces]


def test_hidden_characters_change_no_meaning_and_are_told() -> None:
    found = interpret("19\u200b68")
    assert [p.meanings for p in found.pieces] == [p.meanings for p in interpret("1968").pieces]
    assert found.problems == ("holds characters that cannot be seen: U+200B; they are no part of the mark",)


def test_marks_that_are_not_interpreted_because_they_are_many_are_told() -> None:
    found = interpret("1968 " * 30)
    assert len(found.pieces) == 30 or found.problems != ()


def test_pieces_stand_in_the_order_typed_and_do_not_overlap() -> None:
    text = "1968 AF123 04/83 IK-25-1777"
    assert "".join(typed(interpret(text))) == text.replace(" ", "")


def test_a_text_is_a_piece_beside_the_others() -> None:
    assert typed(interpret("KLS 7142"))[0] == "KLS"


def test_rival_answers_name_what_would_decide_between_them() -> None:
    (line,) = interpret("2400305").would_decide[:1]
    assert line.startswith("2400305: country China or Iran or USSR: a factory symbol or proof mark")


def test_an_answer_without_rivals_needs_no_decider() -> None:
    assert interpret("16-03-123-99").would_decide == ()


def test_a_likeness_of_ones_own_is_used() -> None:
    mine = interpret("196#", likeness={"#": (("8", 0.5),)})
    assert [m.said(About.YEAR) for m in mine.pieces[0].meanings if m.scheme == "stamped-year"] == [("1968",)]
    assert interpret("196#").pieces == ()


def test_meanings_under_one_scheme_stand_best_fit_first() -> None:
    weights = [m.weight for m in meanings_under("headstamp", "[21][71]/72")]
    assert len(weights) > 2
    assert weights == sorted(weights, reverse=True)


def test_a_scheme_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        list(meanings_under("no such scheme", "71"))


@pytest.mark.parametrize("stars", [40, 399])
def test_any_number_of_unknown_runs_is_read_without_an_error(stars: int) -> None:
    assert interpret("*" * stars).reading.typed == "*" * stars


def test_a_claim_of_many_numbers_is_told_by_its_ends() -> None:
    years = claim(About.YEAR, *(str(1970 + n) for n in range(5)))
    assert [str(years), str(claim(About.YEAR, "1970", "1971")), str(claim(About.YEAR))] == [
        "year 1970 to 1974", "year 1970 or 1971", "year not read",
    ]  # fmt: skip


def test_a_claim_says_between_only_where_it_can_be_all_that_lies_between() -> None:
    years = next(m.claims[0] for m in meanings_under("headstamp", "9999/3?"))
    assert years.values[:2] == ("1930", "2030")
    assert str(years) != "year between 1930 and 2039"


def test_serials_are_told_one_by_one_however_many() -> None:
    assert "between" not in str(claim(About.SERIAL, "7142", "9001", "12345", "7001", "7002"))


def test_two_digits_stand_for_the_years_between_two() -> None:
    assert two_digit_years(["39", "40"]) == ("1939", "2039", "1940")
    assert two_digit_years(["19"]) == ("2019",)
    assert two_digit_years(["57"], first=1958) == ()
    assert two_digit_years([]) == ()
