"""Every marking scheme, by one invented example; and what all of them keep."""

import pytest

from witnessmark.marks.confusables import defaults, places
from witnessmark.marks.meaning import meanings_under
from witnessmark.marks.pattern import Fit, Step, fits
from witnessmark.marks.reading import read
from witnessmark.marks.registry import schemes
from witnessmark.marks.scheme import About, Scheme

SCHEMES = {scheme.NAME: scheme for scheme in schemes()}

INVENTED = {
    "aya": ("31-03-7142-97", ["country Spain", "code 31", "use shotgun", "serial 7142", "year 1997"]),
    "bulgarian-pm": (
        "МЖ 17 7142",
        ["country Bulgaria", "maker Arsenal", "model Makarov PM", "year 1977", "serial МЖ177142"],
    ),
    "cage": ("7K14M", ["code 7K14M"]),
    "calibre-year": ("9x18 / 71", ["country Iran", "calibre 9x18", "year 1971"]),
    "chinese-56": ("56-7142093", ["country China", "model Type 56", "serial 567142093"]),
    "chinese-8": ("71420935", ["country China", "serial 71420935"]),
    "chinese-sanitised": ("KX714209", ["country China", "serial KX714209"]),
    "chinese-year": ("17714209", ["country China", "year 1973", "serial 17714209"]),
    "g3-date": ("07/71", ["model G3", "month 07", "year 1971"]),
    "glock": ("KXM714US", ["country Austria", "maker Glock", "serial KXM714"]),
    "grau": ("7К71М-4", ["model 7К71М-4"]),
    "headstamp": ("7142/71", ["year 1971", "code 7142"]),
    "hk-date": ("IB", ["country Germany", "maker Heckler & Koch", "year 1981"]),
    "index-and-number": ("7К71 7142093", ["model 7К71", "serial 7142093"]),
    "nsn": ("7142-12-714-2093", ["code 7142127142093", "country Germany"]),
    "seven-digits": ("7142093", ["country Iran", "model Hoshdar-M", "serial 7142093"]),
    "sks-letter": (
        "M7142",
        ["country China", "maker Jianshe", "model Type 56 SKS", "year 1960", "serial M7142"],
    ),
    "sks-number": ("2371420", ["country China", "model Type 56 SKS", "year 1957", "serial 2371420"]),
    "soviet-lot": ("К71-82-714", ["lot К71", "year 1982", "code 714"]),
    "soviet-serial": ("КМ 7142", ["block КМ", "serial КМ7142"]),
    "stamped-year": ("1971", ["year 1971"]),
    "suhl-pm": (
        "AU 7142",
        ["country East Germany", "maker Suhl", "model Makarov PM", "year 1961", "serial AU7142"],
    ),
    "us-lot-new": (
        "KXM71G071-142B",
        ["country United States", "code KXM", "year 1971", "month July", "lot 071-142", "use reworked: B"],
    ),
    "us-lot-old": ("KX-71-142B", ["country United States", "code KX", "lot 71-142", "use reworked: B"]),
}
NOTHING = {
    "aya": "31-03-7142-9", "bulgarian-pm": "МЖ 17 714", "cage": "7K14", "calibre-year": "9x18",
    "chinese-56": "34-714209", "chinese-8": "7142093", "chinese-sanitised": "KX71420", "chinese-year": "714209",
    "g3-date": "13/71",
    "glock": "KXM71", "grau": "7К71М-", "headstamp": "7142/2071", "hk-date": "AXB", "index-and-number": "7К71 714209",
    "nsn": "7142-12-714-209", "seven-digits": "714209", "sks-letter": "M714", "sks-number": "9999999",
    "soviet-lot": "К71-82", "soviet-serial": "КМ 714", "stamped-year": "2071", "suhl-pm": "AX 7142",
    "us-lot-new": "KXM71I71-142", "us-lot-old": "KX-71",
}  # fmt: skip
"""Marks that a scheme must not take for its own."""


def of(name: str, typed: str) -> list[list[str]]:
    return [[str(c) for c in meaning.claims] for meaning in meanings_under(name, typed)]


def all_fits(scheme: Scheme, typed: str) -> list[Fit]:
    there = places(read(typed).parts, defaults())
    return [fit for pattern in scheme.PATTERN for fit in fits(there, pattern)]


def test_every_scheme_has_an_invented_example() -> None:
    assert set(INVENTED) == set(NOTHING) == set(SCHEMES)


@pytest.mark.parametrize("name", sorted(INVENTED))
def test_a_mark_of_the_scheme_says_what_the_scheme_reads_in_it(name: str) -> None:
    typed, expected = INVENTED[name]
    assert expected in of(name, typed)


@pytest.mark.parametrize("name", sorted(NOTHING))
def test_a_mark_that_is_none_of_the_scheme_means_nothing_under_it(name: str) -> None:
    assert of(name, NOTHING[name]) == []


@pytest.mark.parametrize(
    ("scheme", "typed"),
    [(s, typed) for s in schemes() for typed in s.EXAMPLES],
    ids=lambda each: getattr(each, "NAME", each),
)
def test_every_example_of_a_scheme_is_read_by_it(scheme: Scheme, typed: str) -> None:
    found = list(meanings_under(scheme.NAME, typed))
    assert found
    assert {m.scheme for m in found} == {scheme.NAME}
    assert all(m.because and m.claims and 0 < m.weight <= 1 for m in found)


@pytest.mark.parametrize("scheme", schemes(), ids=lambda s: s.NAME)
def test_every_pattern_is_of_steps_that_can_be_taken(scheme: Scheme) -> None:
    for pattern in scheme.PATTERN:
        assert pattern
        assert all(isinstance(step, Step) and step.alphabet for step in pattern)
        assert {len(c) for step in pattern for c in step.alphabet} == {1}
        assert any(step.field for step in pattern)


@pytest.mark.parametrize("scheme", schemes(), ids=lambda s: s.NAME)
def test_a_mark_that_is_rendered_is_read_again_as_what_was_rendered(scheme: Scheme) -> None:
    for typed in (INVENTED[scheme.NAME][0], *scheme.EXAMPLES):
        for fit in all_fits(scheme, typed):
            fields = {field: fit.text(field) for field in fit.fields}
            rendered = scheme.render(**fields)
            again = [{field: other.text(field) for field in other.fields} for other in all_fits(scheme, rendered)]
            assert fields in again


@pytest.mark.parametrize(
    ("typed", "months"),
    [
        (f"KX71{letter}071-142", month)
        for letter, month in (("A", "January"), ("H", "August"), ("J", "September"), ("M", "December"))
    ],
)
def test_the_letter_of_a_month_leaves_i_out(typed: str, months: str) -> None:
    assert [m.said(About.MONTH) for m in meanings_under("us-lot-new", typed)] == [(months,)]


def test_a_loading_stencil_can_be_turned_round() -> None:
    assert ["code 714", "lot 12", "year 1982"] in of("soviet-lot", "714-12-82")


@pytest.mark.parametrize(("name", "typed"), [("stamped-year", "????"), ("headstamp", "LC/????"), ("g3-date", "??/??")])
def test_a_year_that_was_not_read_at_all_is_still_a_year(name: str, typed: str) -> None:
    said = [m.said(About.YEAR) for m in meanings_under(name, typed)]
    assert said
    assert any(not years or "1971" in years for years in said)


@pytest.mark.parametrize("typed", ["7142-0?-714-2093", "7142-??-714-2093"])
def test_a_state_that_was_not_read_is_not_one_of_those_in_our_table(typed: str) -> None:
    (meaning,) = meanings_under("nsn", typed)
    assert meaning.said(About.COUNTRY) == ()


@pytest.mark.parametrize("name", sorted(INVENTED))
def test_no_claim_names_a_value_twice(name: str) -> None:
    for typed in (INVENTED[name][0], "?" * len(INVENTED[name][0])):
        for meaning in meanings_under(name, typed):
            assert all(len(set(c.values)) == len(c.values) for c in meaning.claims)


@pytest.mark.parametrize(
    ("name", "typed", "about", "values"),
    [
        ("chinese-8", "7142093[58]", About.SERIAL, {"71420935", "71420938"}),
        ("soviet-lot", "К71-82-71[48]", About.CODE, {"714", "718"}),
    ],
)
def test_a_claim_keeps_what_a_character_of_two_candidates_can_be(
    name: str, typed: str, about: About, values: set[str]
) -> None:
    assert {v for m in meanings_under(name, typed) for v in m.said(about)} in ({*values}, set())


@pytest.mark.parametrize(
    ("name", "typed", "about", "value"),
    [("soviet-serial", "км 7142", About.SERIAL, "КМ7142"), ("bulgarian-pm", "kx-17-7142", About.SERIAL, "KX177142")],
)
def test_letters_in_the_other_case_are_those_letters(name: str, typed: str, about: About, value: str) -> None:
    assert {m.said(about) for m in meanings_under(name, typed)} == {(value,)}


def test_a_company_is_named_only_where_its_whole_code_was_read() -> None:
    assert [m.said(About.MAKER) for m in meanings_under("cage", "96214")] == [("Raytheon",)]
    assert [m.said(About.MAKER) for m in meanings_under("cage", "9621?")] == [()]
    assert [m.said(About.MAKER) for m in meanings_under("cage", "9621[48]")] == [()]


@pytest.mark.parametrize(
    ("name", "typed"),
    [("aya", "31-03-7142-40"), ("hk-date", "EA"), ("us-lot-new", "KXM40G071-142"), ("g3-date", "07/50")],
)
def test_a_year_that_was_read_and_cannot_be_is_not_called_unread(name: str, typed: str) -> None:
    assert not any("year not read" in claims for claims in of(name, typed))


@pytest.mark.parametrize(
    ("name", "typed", "about", "value"),
    [
        ("calibre-year", "*/71", About.CALIBRE, "?x??"),
        ("calibre-year", "??????? 71", About.CALIBRE, "?x???"),
    ],
)
def test_an_unknown_run_allows_every_mark_that_it_can_stand_for(
    name: str, typed: str, about: About, value: str
) -> None:
    assert value in {v for m in meanings_under(name, typed) for v in m.said(about)}
