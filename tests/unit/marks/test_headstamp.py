"""Signs around the base of a cartridge, whichever way it was held."""

import pytest

from witnessmark.marks.headstamp import CAVEAT, Headstamp, Station, interpret_headstamp, read_headstamp, turned
from witnessmark.marks.reading import LONGEST
from witnessmark.marks.scheme import About, Meaning


def stations(typed: str) -> list[tuple[int, str]]:
    return [(station.hour, station.text) for station in read_headstamp(typed).stations]


def meanings(typed: str) -> list[Meaning]:
    return [m for piece in interpret_headstamp(typed).pieces for m in piece.meanings]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12:73 6:71", [(12, "73"), (6, "71")]),
        ("6:71 12:73", [(6, "71"), (12, "73")]),
        ("1:A 10:B", [(1, "A"), (10, "B")]),
        ("73_71", [(12, "73"), (6, "71")]),
        ("73 71", [(12, "73"), (6, "71")]),
        ("A_7_B_1", [(12, "A"), (3, "7"), (6, "B"), (9, "1")]),
        ("73", [(12, "73")]),
        ("", []),
        ("12:7.62x39 6:71", [(12, "7.62x39"), (6, "71")]),
    ],
)
def test_signs_stand_at_their_hours(typed: str, expected: list[tuple[int, str]]) -> None:
    assert stations(typed) == expected
    assert read_headstamp(typed).problems == ()


@pytest.mark.parametrize("word", ["0:71", "71", "x"])
def test_what_has_no_hour_beside_others_that_have_is_told(word: str) -> None:
    found = read_headstamp(f"12:73 {word}")
    assert found.stations == (Station(hour=12, text="73"),)
    assert found.problems == (f"want HOUR:TEXT with an hour from 1 to 12, got {word!r}",)


@pytest.mark.parametrize("word", ["13:71", "112:71", "72:71"])
def test_an_hour_beyond_twelve_is_told_and_not_cut_to_another(word: str) -> None:
    found = read_headstamp(f"12:73 {word}")
    assert found.stations == (Station(hour=12, text="73"),)
    assert found.problems == (f"want HOUR:TEXT with an hour from 1 to 12, got {word!r}",)


def test_no_more_signs_are_taken_than_there_are_hours_and_the_others_are_told() -> None:
    found = read_headstamp("_".join("ABCDEFGHJKLMN"))
    assert len(found.stations) == 13 or found.problems != ()


def test_signs_that_are_not_told_by_the_hour_stand_at_different_hours() -> None:
    hours = [hour for hour, _ in stations("_".join("ABCDEFGHJKLM"))]
    assert hours == [12, *range(1, 12)]


def test_a_headstamp_of_any_length_has_no_more_stations_than_a_reading_has_signs() -> None:
    assert len(read_headstamp("6:1 " * 2_000).stations) <= LONGEST


@pytest.mark.parametrize(("hour", "other"), [(12, 6), (6, 12), (1, 7), (7, 1), (5, 11), (11, 5)])
def test_what_is_turned_stands_on_the_other_side(hour: int, other: int) -> None:
    held = Headstamp(stations=(Station(hour=hour, text="73"),), problems=("kept",))
    assert turned(held) == Headstamp(stations=(Station(hour=other, text="73"),), problems=("kept",))


def test_both_ways_to_hold_it_are_interpreted_and_the_one_read_counts_more() -> None:
    codes = [(m.said(About.CODE), m.said(About.YEAR)) for m in meanings("12:60 6:38")]
    assert codes[0] == (("60",), ("1938", "2038"))
    assert (("38",), ("1960",)) in codes
    assert codes.index((("38",), ("1960",))) > 0


def test_the_same_signs_are_the_same_answers_in_whichever_order_they_are_typed() -> None:
    one, other = interpret_headstamp("12:60 6:09").pieces, interpret_headstamp("6:09 12:60").pieces
    assert [p.meanings for p in one] == [p.meanings for p in other]


def test_an_answer_tells_where_its_signs_stand() -> None:
    (best, *_) = meanings("12:60 6:09")
    assert best.because.endswith("maker at twelve, year at six, as read")


def test_a_maker_and_year_at_other_hours_count_less() -> None:
    at_twelve, elsewhere = (interpret_headstamp(typed).pieces[0] for typed in ("12:60 6:09", "12:60 4:09"))
    assert elsewhere.rest > at_twelve.rest


def test_a_headstamp_dates_the_case_and_says_so() -> None:
    assert CAVEAT in interpret_headstamp("12:60 6:09").problems
    assert CAVEAT not in interpret_headstamp("#").problems


def test_a_code_alone_is_a_maker_without_a_year() -> None:
    (meaning,) = meanings("711")
    assert (meaning.said(About.MAKER), meaning.said(About.YEAR)) == (("Klimovsk (Podolsk)",), ())


def test_a_symbol_among_the_signs_is_a_piece_of_its_own() -> None:
    found = interpret_headstamp("12:60 3:★ 6:09")
    assert [p.typed for p in found.pieces][1:] == ["★"]


def test_nothing_typed_is_told() -> None:
    found = interpret_headstamp("")
    assert found.pieces == ()
    assert found.problems == ("want the signs with their hours, such as 12:60 6:09; got none",)


def test_problems_of_the_signs_are_told() -> None:
    assert "'[' opens nothing that is closed: taken as typed" in interpret_headstamp("12:[6 6:09").problems


def test_what_was_not_read_stays_open() -> None:
    (best, *_) = meanings("12:60 6:0?")
    assert best.said(About.YEAR) == tuple(str(2000 + n) for n in range(10))
