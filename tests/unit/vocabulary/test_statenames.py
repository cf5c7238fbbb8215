"""Which states a text can mean, in what language, and on what date it may have been written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.model.when import window
from witnessmark.vocabulary.spelled import settled
from witnessmark.vocabulary.statenames import listed_states, near_states, no_state, resolve_state
from witnessmark.vocabulary.states import states


def codes(text: str, when: str = "", language: str = "") -> list[str]:
    return [s.code for s in resolve_state(text, when=window(when), language=language)]


def code(text: str, when: str = "", language: str = "") -> str:
    best = settled(resolve_state(text, when=window(when), language=language))
    return best.code if best else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("USA", "US"), ("U.S.", "US"), ("États-Unis", "US"), ("VS", "US"), ("США", "US"), ("ABD", "US"), ("ΗΠΑ", "US"),
        ("VK", "GB"), ("Great Britain", "GB"), ("UAE", "AE"), ("V.A.E.", "AE"), ("DRC", "CD"), ("RDC", "CD"),
        ("Cote d'Ivoire", "CI"), ("Ivory Coast", "CI"), ("Burma", "MM"), ("Czech Rep.", "CZ"), ("Tsjechië", "CZ"),
        ("Iran (Islamic Republic of)", "IR"), ("Islamic Rep. of Iran", "IR"), ("Viet Nam", "VN"), ("USSR", "SUHH"),
        ("СССР", "SUHH"), ("Soviet Union", "SUHH"), ("FYROM", "MK"), ("Swaziland", "SZ"), ("West Germany", "DE"),
        ("GDR", "DDDE"), ("RDA", "DDDE"), ("DPRK", "KP"), ("Korea, Republic of", "KR"), ("Syrian Arab Republic", "SY"),
        ("OESTERREICH", "AT"), ("Österreich", "AT"), ("Ungarn", "HU"), ("Венгрия", "HU"), ("المجر", "HU"),
        ("匈牙利", "HU"),
        ("Macaristan", "HU"), ("Ουγγαρία", "HU"), ("مجارستان", "HU"), ("Węgry", "HU"), ("Мађарска", "HU"),
        ("FR", "FR"), ("FRA", "FR"), ("EL", "GR"), ("UK", "GB"), ("the Netherlands", "NL"), ("Republic of Peru", "PE"),
        ("República de Chile", "CL"), ("Kosovo", "XK"), ("Republic of China", "TW"), ("Hong Kong", "HK"),
        ("Peru  ", "PE"), ("peru", "PE"), ("Türkiye", "TR"), ("TURKIYE", "TR"), ("Zimbabwe (Rhodesia)", "ZW"),
    ],
)  # fmt: skip
def test_a_state_is_found_by_the_spellings_in_use(text: str, expected: str) -> None:
    assert code(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", " ", "?", "Ruritania", "Islamic State", "Donetsk People's Republic", "rebels in Syria", "no", "is", "at",
     "NATO", "unknown", "Syria (opposition)", "Somalia (UN)", "Ukrane", "\ud800", "x" * 10_000, "(" * 200,
     "a," + " " * 190 + "("],
)  # fmt: skip
def test_what_names_no_state_resolves_to_none(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "when", "expected"),
    [
        ("Germany", "1975", ["DE", "DDDE"]),
        ("Duitsland", "1975", ["DE", "DDDE"]),
        ("Germany", "2010", ["DE"]),
        ("West Germany", "1975", ["DE"]),
        ("Yemen", "1980", ["YE", "YDYD"]),
        ("Yemen", "1995", ["YE"]),
        ("Congo", "", ["CD", "CG"]),
        ("Korea", "", ["KP", "KR"]),
        ("Vietnam", "1970", ["VDVN", "X-VNS", "VN"]),
        ("Yugoslavia", "1980", ["YUCS", "CSXX"]),
        ("Yugoslavia", "1995", ["CSXX", "YUCS"]),
    ],
)
def test_a_name_can_be_that_of_two_states_and_the_date_decides(text: str, when: str, expected: list[str]) -> None:
    assert codes(text, when) == expected


@pytest.mark.parametrize(
    ("text", "when"), [("Germany", "1975"), ("Congo", ""), ("Yugoslavia", ""), ("Yugoslavia", "2005")]
)
def test_where_two_can_be_meant_or_the_date_speaks_against_it_nothing_is_settled(text: str, when: str) -> None:
    assert code(text, when) == ""


def test_a_state_that_had_ended_stays_with_what_was_in_its_place_and_fewer_bits() -> None:
    before, after = (resolve_state("Yugoslavia", when=window(year))[0] for year in ("1985", "2005"))
    assert (before.code, after.code) == ("YUCS", "YUCS")
    assert after.bits < before.bits
    assert (
        "Yugoslavia ended 1992-04-27; in 2005 its territory was Bosnia and Herzegovina (BA), Croatia (HR)"
        in after.because
    )


def test_a_state_that_had_not_begun_stays_with_what_it_was_part_of() -> None:
    (found,) = resolve_state("Ukraine", when=window("1980"))
    assert "Ukraine began 1991-08-24; in 1980 its territory was in Soviet Union (SUHH)" in found.because


def test_what_a_state_still_held_is_told() -> None:
    assert (
        "in 2005 it still held what is South Sudan (SS) today" in resolve_state("Sudan", when=window("2005"))[0].because
    )
    assert "still held" not in resolve_state("Sudan", when=window("2015"))[0].because


def test_a_name_that_was_given_up_tells_less_afterwards() -> None:
    then, now = (resolve_state("Zaire", when=window(year))[0] for year in ("1985", "2010"))
    assert (then.code, now.code) == ("CD", "CD")
    assert now.bits < then.bits
    assert "the name was in use until 1997-05-17" in now.because


def test_a_date_in_doubt_speaks_against_nothing() -> None:
    assert resolve_state("USSR", when=window("1995?"))[0].bits == resolve_state("USSR")[0].bits


def test_the_language_decides_what_letters_mean() -> None:
    assert codes("VN") == ["VN"]
    assert codes("VN", language="nl") == []
    assert no_state("VN", "nl") == "United Nations (an organisation)"


def test_letters_that_can_say_something_else_wait_for_a_person() -> None:
    (found,) = resolve_state("NA")
    assert "the same letters can say unknown" in found.because
    assert settled([found]) is None


def test_a_name_tells_more_than_an_alias_and_an_alias_says_what_it_rests_on() -> None:
    (own,), (alias,) = resolve_state("Iran"), resolve_state("Persia")
    assert own.bits > alias.bits
    assert alias.because == "'Persia' is its alias Persia (en), which is background"
    assert not alias.support.is_verified


def test_a_name_that_is_shortened_word_by_word_is_found_and_tells_less() -> None:
    short, full = resolve_state("Domin. Republ.")[0], resolve_state("Dominican Republic")[0]
    assert short.code == full.code == "DO"
    assert short.bits < full.bits
    assert "short for" in short.because


def test_a_former_name_in_brackets_can_be_meant_too() -> None:
    assert set(codes("Russia (Soviet Union)")) == {"RU", "SUHH"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Ukrane", "UA"), ("Marakko", "MA"), ("Czechslovakia", "CSHH"), ("Isreal", "IL"), ("qqqq", "")],
)
def test_what_is_only_near_is_proposed_and_never_taken(text: str, expected: str) -> None:
    assert codes(text) == []
    proposed = near_states(text)
    assert [n.code for n in proposed[:1]] == ([expected] if expected else [])
    assert len(proposed) <= 3
    assert all("letters" in n.because for n in proposed)


def test_a_list_of_states_is_taken_apart_and_each_part_stands_alone() -> None:
    found = listed_states("DUITSLAND, ZWEDEN, NAVO", language="nl")
    assert [(part, [s.code for s in each][:1]) for part, each in found] == [
        ("DUITSLAND", ["DE"]), ("ZWEDEN", ["SE"]), ("NAVO", []),
    ]  # fmt: skip


def test_a_name_with_and_in_it_is_no_list() -> None:
    assert [[s.code for s in each] for _, each in listed_states("Trinidad and Tobago")] == [["TT"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Onbekend", "unknown"),
        ("diverse landen", "several states"),
        ("EU-landen", "European Union (an organisation)"),
        ("неизвестно", "unknown"),
        ("--", "nothing"),
        ("Peru", ""),
    ],
)
def test_what_stands_in_place_of_a_state_is_told_apart(text: str, expected: str) -> None:
    assert no_state(text) == expected


def test_every_state_is_found_by_its_own_name_and_code() -> None:
    for each in states().values():
        assert each.code in codes(each.name), each.name
        assert each.code in codes(each.code), each.code


@given(st.text(max_size=80))
def test_any_text_can_be_asked(text: str) -> None:
    found = resolve_state(text)
    assert list(found) == sorted(found, key=lambda s: -s.bits)
    assert len({s.code for s in found}) == len(found)
