"""Whose mark a symbol can be, and what known words on a thing say."""

import pytest

from witnessmark.marks.reading import read
from witnessmark.marks.scheme import About, Meaning
from witnessmark.marks.symbols import symbol_meanings
from witnessmark.marks.tables import rows
from witnessmark.marks.texts import text_meanings


def symbols(typed: str) -> list[Meaning]:
    return list(symbol_meanings(read(typed).parts))


def makers(typed: str) -> dict[str, float]:
    return {maker: m.weight for m in symbols(typed) for maker in m.said(About.MAKER)}


def said_by(typed: str) -> list[str]:
    return [text for text, _ in text_meanings(read(typed).parts)]


@pytest.mark.parametrize(
    ("row", "typed"),
    [(row, typed) for row in rows("factory_symbols") for typed in row["typed_as"].split() if "n" not in typed],
)
def test_every_symbol_of_the_table_is_read_however_it_is_typed(row: dict[str, str], typed: str) -> None:
    assert any(
        m.weight == 1.0 and m.said(About.COUNTRY) == ((row["country"],) if row["country"] else ())
        for m in symbols(typed)
    )


def test_a_symbol_of_two_makers_has_a_meaning_for_each() -> None:
    assert makers("△↑") == {"Izhevsk": 1.0, "Cugir": 1.0}


def test_a_character_in_a_frame_that_was_not_read_makes_its_meaning_less_likely() -> None:
    assert makers("((1?))")["Arsenal"] == pytest.approx(1 / 36)


def test_a_candidate_in_a_frame_counts_with_its_weight() -> None:
    assert makers("((1[0O]))")["Arsenal"] == 0.6667


def test_a_frame_of_which_nothing_was_read_can_be_any_symbol_of_its_shape() -> None:
    found = makers("/*\\")
    assert set(found) >= {"State Factory 66", "Jianshe (296)", "State Factory 386"}
    assert max(found.values()) == pytest.approx(1 / 36)


def test_the_same_characters_in_another_shape_count_less_and_say_which_shape_is_known() -> None:
    (one,) = [m for m in symbols("(10)") if m.said(About.MAKER) == ("Arsenal",)]
    (other,) = [m for m in symbols("<10>") if m.said(About.MAKER) == ("Arsenal",)]
    assert one.weight == pytest.approx(0.3)
    assert other.weight == 0.15
    assert one.because.startswith("10 in a circle; the known symbol is a double circle")


def test_a_circle_with_any_number_is_one_of_a_kind() -> None:
    assert [(m.said(About.COUNTRY), m.said(About.USE)) for m in symbols("(77)")] == [
        (("China",), ("civilian or export production",))
    ]
    assert symbols("(7K)") == symbols("/77\\") == []


@pytest.mark.parametrize("typed", ["", "10", "((10)) 7", "((1))", "((100))", "{over:10}", "{obl:2}"])
def test_what_is_no_known_symbol_has_no_meaning(typed: str) -> None:
    assert symbols(typed) == []


def test_a_symbol_carries_the_support_of_its_row() -> None:
    (verified,), (background,) = symbols("((10))"), [m for m in symbols("/K3\\") if m.weight == 1]
    assert (verified.support.is_verified, verified.support.weight) == (True, 0.8)
    assert verified.support.source.startswith("https://")
    assert (background.support.is_verified, background.support.weight) == (False, 0.2)
    assert background.support.source == "factory_symbols, line 12: no source"


@pytest.mark.parametrize("row", rows("texts"), ids=lambda row: str(row.line))
def test_every_text_of_the_table_is_found_within_others(row: dict[str, str]) -> None:
    assert row["text"] in said_by(f"71 {row['text']} 1988")


def test_a_text_says_what_its_row_says_and_no_more() -> None:
    ((text, (meaning,)),) = text_meanings(read("KLS 7142").parts)
    assert (text, meaning.weight, meaning.because) == ("KLS", 1.0, "the words themselves")
    assert [str(c) for c in meaning.claims] == ["country Iran", "maker DIO", "model KLS"]
    assert meaning.support.is_verified is False


@pytest.mark.parametrize("typed", ["kls", "KLS", "КLS", "7-KLS-1", "KLS\t71", "KLS."])
def test_case_script_and_blanks_of_a_text_do_not_matter(typed: str) -> None:
    assert said_by(typed) == ["KLS"]


@pytest.mark.parametrize("typed", ["", "KLSA", "AKLS", "K?S", "K LS", "KL*S", "KL{obl:1}S", "UN00123"])
def test_a_part_of_a_word_or_an_unread_character_is_no_text(typed: str) -> None:
    assert said_by(typed) == []


def test_the_likeliest_candidate_is_taken_for_a_text() -> None:
    assert (said_by("[KX]LS"), said_by("[XK]LS")) == (["KLS"], [])


@pytest.mark.parametrize("table", ["factory_symbols", "headstamp_codes", "texts", "sks_series", "confusables"])
def test_every_row_says_whether_somebody_read_its_source(table: str) -> None:
    for row in rows(table):
        assert row["status"] in {"verified", "background"}
        assert row.support.is_verified == (row["status"] == "verified")
        assert 0 < row.support.weight <= 1
        assert row.support.source
        assert not row.support.is_verified or row["source"]


def test_background_never_counts_as_much_as_what_was_read() -> None:
    supports = [row.support for table in ("factory_symbols", "headstamp_codes", "texts") for row in rows(table)]
    assert max(s.weight for s in supports if not s.is_verified) < min(s.weight for s in supports if s.is_verified)
