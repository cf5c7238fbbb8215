"""The days in which something can have happened, read from EDTF."""

import sys
from datetime import date

import pytest

from witnessmark.model.when import UNKNOWN, Days, When, readable, shifted, window


def spans(text: str) -> list[str]:
    return [str(days) for days in window(text).alternatives]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2015", "2015-01-01/2015-12-31"),
        ("2015-02", "2015-02-01/2015-02-28"),
        ("2016-02", "2016-02-01/2016-02-29"),
        ("2015-12", "2015-12-01/2015-12-31"),
        ("2015-12-12", "2015-12-12"),
        ("2016-02-29", "2016-02-29"),
        ("0001-01-01", "0001-01-01"),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_a_date_is_as_wide_as_its_unit(text: str, days: str) -> None:
    assert spans(text) == [days]
    assert window(text).text == text
    assert (window(text).is_uncertain, window(text).is_approximate) == (False, False)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("201X", "2010-01-01/2019-12-31"),
        ("20XX", "2000-01-01/2099-12-31"),
        ("XXXX", "0001-01-01/9999-12-31"),
        ("2015-XX", "2015-01-01/2015-12-31"),
        ("2015-12-XX", "2015-12-01/2015-12-31"),
        ("2015-XX-XX", "2015-01-01/2015-12-31"),
        ("1560-XX-25", "1560-01-25/1560-12-25"),
        ("15XX-12-25", "1500-12-25/1599-12-25"),
        ("2015-12-1X", "2015-12-10/2015-12-19"),
        ("2015-12-3X", "2015-12-30/2015-12-31"),
        ("2015-02-2X", "2015-02-20/2015-02-28"),
        ("2015-0X", "2015-01-01/2015-09-30"),
        ("2015-1X", "2015-10-01/2015-12-31"),
        ("2015-X1", "2015-01-01/2015-11-30"),
        ("2015-X1-31", "2015-01-31"),
        ("2015-XX-31", "2015-01-31/2015-12-31"),
        ("2015-12-X5", "2015-12-05/2015-12-25"),
        ("2X15", "2015-01-01/2915-12-31"),
        ("000X", "0001-01-01/0009-12-31"),
        ("201X-02-29", "2012-02-29/2016-02-29"),
    ],
)
def test_unspecified_digits_stand_for_every_digit_that_makes_a_day(text: str, days: str) -> None:
    assert spans(text) == [days]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2015~", "2013-12-31/2016-12-31"),
        ("2015-12~", "2015-10-31/2016-01-31"),
        ("2015-12-12~", "2015-12-05/2015-12-19"),
        ("2004-06-~11", "2004-06-04/2004-06-18"),
        ("2001-21~", "2000-01-01/2003-01-01"),
        ("201X~", "2008-12-31/2020-12-31"),
        ("0001-01-03~", "0001-01-01/0001-01-10"),
        ("9999-12-30~", "9999-12-23/9999-12-31"),
        ("2015-12~/2016", "2015-10-31/2016-12-31"),
        ("2015/2016-02~", "2015-01-01/2016-03-31"),
    ],
)
def test_an_approximate_date_is_wider_by_its_unit_on_each_side(text: str, days: str) -> None:
    assert spans(text) == [days]
    assert (window(text).is_uncertain, window(text).is_approximate) == (False, True)


@pytest.mark.parametrize(
    ("text", "days"),
    [("2015?", "2015-01-01/2015-12-31"), ("2004-?06-11", "2004-06-11"), ("2015/2016?", "2015-01-01/2016-12-31")],
)
def test_a_date_in_doubt_keeps_its_days(text: str, days: str) -> None:
    assert spans(text) == [days]
    assert (window(text).is_uncertain, window(text).is_approximate) == (True, False)


def test_a_date_may_be_both_in_doubt_and_approximate() -> None:
    assert spans("2015-12-12%") == ["2015-12-05/2015-12-19"]
    assert (window("2015-12-12%").is_uncertain, window("2015-12-12%").is_approximate) == (True, True)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2015/2016", "2015-01-01/2016-12-31"),
        ("2015-06-15/2015-08", "2015-06-15/2015-08-31"),
        ("2015/2015", "2015-01-01/2015-12-31"),
        ("2015-01-01/2015-01-01", "2015-01-01"),
        ("../2016-02", "?/2016-02-29"),
        ("/2016-02", "?/2016-02-29"),
        ("2016-02/..", "2016-02-01/?"),
        ("2016-02/", "2016-02-01/?"),
        ("../..", "?/?"),
        ("/..", "?/?"),
        ("../", "?/?"),
        ("../201X", "?/2019-12-31"),
        ("201X/..", "2010-01-01/?"),
        ("2004-06-XX/2004-07-03", "2004-06-01/2004-07-03"),
    ],
)
def test_an_interval_runs_from_its_first_day_to_its_last(text: str, days: str) -> None:
    assert spans(text) == [days]


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("[2015-12-12,2015-12-15]", ["2015-12-12", "2015-12-15"]),
        ("[2015,2014-02]", ["2015-01-01/2015-12-31", "2014-02-01/2014-02-28"]),
        ("[..1984]", ["?/1984-12-31"]),
        ("[1984..]", ["1984-01-01/?"]),
        ("[1667,1760-12..]", ["1667-01-01/1667-12-31", "1760-12-01/?"]),
        ("[1667,1668,1670..1672]", ["1667-01-01/1667-12-31", "1668-01-01/1668-12-31", "1670-01-01/1672-12-31"]),
    ],
)
def test_one_of_a_set_is_several_alternatives(text: str, alternatives: list[str]) -> None:
    assert spans(text) == alternatives


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("{2014,2015}", "2014-01-01/2015-12-31"),
        ("{2014-02,2015,2016-03}", "2014-02-01/2016-03-31"),
        ("{2015-01,2017-05,2016-03}", "2015-01-01/2017-05-31"),
        ("{2016,2014}", "2014-01-01/2016-12-31"),
        ("{..1984}", "?/1984-12-31"),
        ("{1983,1984..}", "1983-01-01/?"),
        ("{1990,..1984}", "?/1990-12-31"),
    ],
)
def test_all_of_a_set_is_one_span_over_all_of_them(text: str, days: str) -> None:
    assert spans(text) == [days]


@pytest.mark.parametrize("text", ["2001-21", "2001-24", "2001-34", "2001-41"])
def test_a_season_or_other_part_of_a_year_is_the_whole_year(text: str) -> None:
    assert spans(text) == [f"{text[:4]}-01-01/{text[:4]}-12-31"]


@pytest.mark.parametrize("time", ["T23:59:59", "T23:59:59Z", "T23:59:59+02", "T23:59:59-02:30"])
def test_a_time_of_day_is_left_out(time: str) -> None:
    assert spans(f"2015-12-12{time}") == ["2015-12-12"]


def test_members_of_a_set_may_have_blanks_around_them_and_the_same_days_count_once() -> None:
    assert spans("[2015, 2016 ,2015]") == ["2015-01-01/2015-12-31", "2016-01-01/2016-12-31"]
    assert spans("{2015, 2016}") == ["2015-01-01/2016-12-31"]


def test_the_empty_text_is_an_unknown_date() -> None:
    assert window("") == UNKNOWN
    assert When(text="", alternatives=(Days(lo=None, hi=None),), is_uncertain=False, is_approximate=False) == UNKNOWN
    assert str(UNKNOWN) == "date not known"
    assert UNKNOWN.is_known is False


GRAMMAR = (
    "want an EDTF date such as 2015, 2015-12, 2015-12-12, 2015-12~, ../2016-02, 2016-06/2016-07, "
    "[2015-12-12,2015-12-15]; got {!r}"
)
DAY, ORDER = "want a day that exists, got {!r}", "want an interval that starts before it ends, got {!r}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("12.12.2015", GRAMMAR),
        ("2015-1", GRAMMAR),
        ("spring", GRAMMAR),
        ("-0500", GRAMMAR),
        ("Y170000002", GRAMMAR),
        ("1950S2", GRAMMAR),
        ("2015/2016/2017", GRAMMAR),
        ("[]", GRAMMAR),
        ("[", GRAMMAR),
        ("]", GRAMMAR),
        ("[2015", GRAMMAR),
        ("{2015]", GRAMMAR),
        ("[2015,]", GRAMMAR),
        ("[..]", GRAMMAR),
        ("{2015,..}", GRAMMAR),
        ("[2015/2016]", GRAMMAR),
        ("2015..2016", GRAMMAR),
        ("2015 ", GRAMMAR),
        ("2015\n", GRAMMAR),
        ("/", GRAMMAR),
        ("2015-13", DAY),
        ("2015-20", DAY),
        ("2015-42", DAY),
        ("2015-21-01", DAY),
        ("2015-02-29", DAY),
        ("2015-04-31", DAY),
        ("2015-01-00", DAY),
        ("2015-00", DAY),
        ("0000", DAY),
        ("2015-02-3X", DAY),
        ("201X-02-30", DAY),
        ("2016/2015", ORDER),
        ("2016-02-02/2016-02-01", ORDER),
        ("[2016..2015]", ORDER),
    ],
)
def test_what_is_no_date_is_refused_with_what_was_wanted(text: str, message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is compared
        window(text)
    assert str(error.value) == message.format(text)


def test_a_date_is_at_most_a_hundred_and_twenty_plain_characters() -> None:
    longest = f"[2015-12-12,1900-01,{','.join(str(year) for year in range(1901, 1921))}]"
    assert len(longest) == 120
    assert len(window(longest).alternatives) == 22
    for text in (longest.replace("1901,", "1901?,"), longest * 2, "2015é", "２０１５"):
        with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is compared
            window(text)
        assert str(error.value) == f"want an EDTF date of at most 120 plain characters, got {text[:120]!r}"


def test_a_date_that_names_no_day_is_refused_without_trying_every_year() -> None:
    steps = 0

    def count(*_: object) -> None:
        nonlocal steps
        steps += 1

    sys.setprofile(count)
    try:
        with pytest.raises(ValueError, match="want a day that exists"):
            window("XXXX-XX-32")
    finally:
        sys.setprofile(None)
    assert steps < 50_000


def test_a_stored_date_that_cannot_be_read_is_any_day() -> None:
    assert readable("12.12.2015") == UNKNOWN
    assert readable("2015") == window("2015")


# -- comparing -----------------------------------------------------------------------------------------------


def test_the_first_and_last_day_are_those_of_all_alternatives() -> None:
    when = window("[2015,2014-02,2016-03]")
    assert (when.lo, when.hi) == (date(2014, 2, 1), date(2016, 3, 31))
    assert (window("[..2014,2016]").lo, window("[..2014,2016]").hi) == (None, date(2016, 12, 31))
    assert (window("[2014,2016..]").lo, window("[2014,2016..]").hi) == (date(2014, 1, 1), None)


@pytest.mark.parametrize(
    ("text", "known"), [("", False), ("../..", False), ("../2015", True), ("2015/..", True), ("2015", True)]
)
def test_a_date_is_known_if_either_end_is(text: str, known: bool) -> None:
    assert window(text).is_known is known


@pytest.mark.parametrize(
    ("one", "other", "certainly", "possibly"),
    [
        ("2014", "2015", True, True),
        ("2015", "2014", False, False),
        ("2014", "2014", False, True),
        ("2014-12-31", "2015-01-01", True, True),
        ("2014-12-31", "2014-12-31", False, False),
        ("2014", "2014-03", False, True),
        ("2014-03", "2014", False, True),
        ("2014-12-31", "2014", False, False),
        ("2014", "2014-01-01", False, False),
        ("2014?", "2015", False, True),
        ("2014", "2015?", False, True),
        ("2015?", "2014", False, True),
        ("2015", "2014?", False, True),
        ("", "2015", False, True),
        ("2015", "", False, True),
        ("../2014", "2015", True, True),
        ("2014/..", "2015", False, True),
        ("2014", "2015/..", True, True),
        ("2014", "../2015", False, True),
        ("2016/..", "2015", False, False),
        ("2015", "../2014", False, False),
        ("2016/..", "2015/..", False, True),
    ],
)
def test_before_is_certain_or_possible(one: str, other: str, certainly: bool, possibly: bool) -> None:
    assert window(one).certainly_before(window(other)) is certainly
    assert window(one).possibly_before(window(other)) is possibly


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("2014", "2014-03", True),
        ("2014", "2015", False),
        ("2014-12-31", "2014-12-31/2015", True),
        ("2014-12-30", "2014-12-31/2015", False),
        ("", "2015", True),
        ("../2014", "2014/..", True),
        ("../2014", "2015/..", False),
        ("[2013,2015]", "2014", False),
        ("[2013,2015]", "[2011,2015-03]", True),
    ],
)
def test_two_dates_overlap_where_alternatives_share_a_day(one: str, other: str, shared: bool) -> None:
    assert window(one).overlaps(window(other)) is shared
    assert window(other).overlaps(window(one)) is shared


@pytest.mark.parametrize(
    ("one", "other", "fewest", "most"),
    [
        ("2015-12", "2016-02", 32, 90),
        ("2015-12-12", "2015-12-12", 0, 0),
        ("2015", "2015", 0, 364),
        ("2015-12-12", "2015-12", 0, 19),
        ("2015/..", "2016", None, 730),
        ("../2015", "2016", 1, None),
        ("2015", "2016/..", 1, None),
        ("2015", "../2016", None, 730),
        ("", "2016", None, None),
    ],
)
def test_days_between_two_dates_are_counted_from_end_to_start_and_from_start_to_end(
    one: str, other: str, fewest: int | None, most: int | None
) -> None:
    assert window(one).days_until(window(other)) == (fewest, most)


def test_there_are_never_fewer_days_at_most_than_at_least() -> None:
    fewest, most = window("2016").days_until(window("2014"))
    assert fewest is None or most is None or fewest <= most


# -- shifting ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "days", "expected"),
    [
        ("2015-12-12", 59, "2016-02-09"),
        ("2015-12", 1, "2015-12-02/2016-01-01"),
        ("2015-12-12", 0, "2015-12-12"),
        ("2015/..", 1, "2015-01-02/.."),
        ("../2015", 1, "../2016-01-01"),
        ("[2015-12-12,2015-12-15]", 59, "[2016-02-09,2016-02-12]"),
        ("[2014,2016-02]", 1, "[2014-01-02..2015-01-01,2016-02-02..2016-03-01]"),
        ("[..2014,2016-02-01]", 1, "[..2015-01-01,2016-02-02]"),
        ("[2014-02-01,2016..]", 1, "[2014-02-02,2016-01-02..]"),
    ],
)
def test_a_shifted_date_is_that_many_days_later_and_says_so_in_edtf(text: str, days: int, expected: str) -> None:
    moved = shifted(window(text), days)
    assert moved.text == str(moved) == expected
    assert window(expected).alternatives == moved.alternatives


def test_a_shifted_date_stays_in_doubt() -> None:
    assert shifted(window("2015-12-12?"), 1).is_uncertain is True
    assert shifted(window("2015-12-12?"), 1).is_approximate is False
    assert shifted(window("2015-12-12~"), 1).is_approximate is True
    assert shifted(window("2015-12-12~"), 1).is_uncertain is False


def test_a_date_shifted_out_of_the_calendar_overflows() -> None:
    with pytest.raises(OverflowError):
        shifted(window("9999-12-31"), 1)
    with pytest.raises(OverflowError):
        shifted(window("2015"), 10**12)


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (Days(lo=date(2015, 1, 1), hi=date(2015, 1, 1)), "2015-01-01"),
        (Days(lo=date(2015, 1, 1), hi=date(2015, 1, 2)), "2015-01-01/2015-01-02"),
        (Days(lo=date(2015, 1, 1)), "2015-01-01/?"),
        (Days(hi=date(2015, 1, 1)), "?/2015-01-01"),
        (Days(), "?/?"),
    ],
)
def test_days_are_written_as_one_day_or_two(days: Days, text: str) -> None:
    assert str(days) == text
