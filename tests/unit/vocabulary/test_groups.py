"""Armed groups by the names that papers give them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.model.when import window
from witnessmark.vocabulary.groups import groups, near_groups, resolve_group
from witnessmark.vocabulary.spelled import settled
from witnessmark.vocabulary.states import states


def code(text: str, when: str = "") -> str:
    best = settled(resolve_group(text, when=window(when)))
    return best.code if best else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Daesh", "islamic-state"), ("داعش", "islamic-state"), ("ИГИЛ", "islamic-state"), ("ISIS", "islamic-state"),
        ("Ansar Allah", "houthis"), ("الحوثيون", "houthis"), ("Houthi rebels", "houthis"), ("HTS", "hts"),
        ("Jabhat al-Nusra", "nusra"), ("FSA", "fsa"), ("الجيش الحر", "fsa"), ("YPG", "ypg"), ("PKK", "pkk"),
        ("Hizballah", "hezbollah"), ("Хезболла", "hezbollah"), ("حماس", "hamas"), ("Boko Haram", "boko-haram"),
        ("ISWAP", "iswap"), ("AQMI", "aqim"), ("JNIM", "jnim"), ("Al Shabaab", "al-shabaab"), ("M23", "m23"),
        ("LRA", "lra"), ("FDLR-FOCA", "fdlr"), ("SPLM/A-IO", "splma-io"), ("Séléka", "seleka"), ("Taleban", "taliban"),
        ("Haqqani Network", "haqqani"), ("FARC-EP", "farc"), ("ELN", "eln"), ("ДНР", "dnr"), ("ЛНР", "lnr"),
        ("ЧВК «Вагнер»", "wagner"), ("PMC Wagner", "wagner"),
    ],
)  # fmt: skip
def test_a_group_is_found_by_its_names_in_several_scripts(text: str, expected: str) -> None:
    assert code(text) == expected


@pytest.mark.parametrize("text", ["", "is", "he", "rebels", "unknown rebel group", "Syria", "\ud800", "x" * 10_000])
def test_what_names_no_group_resolves_to_none(text: str) -> None:
    assert resolve_group(text) == ()


def test_a_country_in_brackets_is_held_against_what_is_known() -> None:
    here, elsewhere = (resolve_group(f"Taliban ({place})")[0] for place in ("Pakistan", "Norway"))
    assert here.bits > elsewhere.bits
    assert "known in Afghanistan, Pakistan, not in Norway" in elsewhere.because


def test_a_date_outside_the_group_s_days_is_told_and_costs() -> None:
    then, late = (resolve_group("LTTE", when=window(year))[0] for year in ("1999", "2015"))
    assert late.bits < then.bits
    assert "it ended 2009-05-18" in late.because


def test_every_answer_shows_that_it_is_background() -> None:
    (found,) = resolve_group("Al-Shabaab")
    assert not found.support.is_verified
    assert "which is background" in found.because


def test_what_is_only_near_is_proposed_and_never_taken() -> None:
    assert resolve_group("Hezbolah") == ()
    assert [n.code for n in near_groups("Hezbolah")] == ["hezbollah"]


def test_the_table_holds_groups_of_known_states_with_dates_that_can_be_read() -> None:
    for group in groups().values():
        assert set(group.countries) <= set(states()), group.code
        assert group.countries, group.code
        assert window(group.since).text == group.since
        assert window(group.until).text == group.until
        assert code(group.name) == group.code, group.name


def test_no_alias_stands_twice_in_a_row() -> None:
    for group in groups().values():
        assert len(set(group.aliases)) == len(group.aliases), group.code


@given(st.text(max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    assert list(resolve_group(text)) == sorted(resolve_group(text), key=lambda s: -s.bits)
