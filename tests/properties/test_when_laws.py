"""A date is the days that its text names, and it is compared without inventing any."""

import calendar
import contextlib
import io
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from witnessmark.model.when import UNKNOWN, Days, When, readable, shifted, window

days = st.dates(date(1, 1, 1), date(9999, 12, 31))
modern = st.dates(date(1900, 1, 1), date(2100, 12, 31))

PARTS = ("2015", "2015-02", "2016-02-29", "201X", "20XX", "2015-XX", "2015-12~", "2015?", "2014%", "2015-21", "..", "",
         "2015-06-15/2015-08", "../2016", "2016/..", "[2014,2016-02]", "[..2014,2016]", "[2014..]")  # fmt: skip
whens = st.one_of(
    st.sampled_from([UNKNOWN, *map(readable, PARTS)]),
    modern.map(lambda day: window(day.isoformat())),
    st.tuples(modern, modern).map(lambda two: window("/".join(day.isoformat() for day in sorted(two)))),
    st.lists(modern, min_size=2, max_size=3, unique=True).map(lambda many: window(f"[{','.join(map(str, many))}]")),
)


@st.composite
def truncated(draw: st.DrawFn, day: date) -> str:
    """A text of lower precision that names a day."""
    return day.isoformat()[: draw(st.sampled_from([4, 7, 10]))]


@st.composite
def masked(draw: st.DrawFn, day: date) -> str:
    """A text with unspecified digits that names a day."""
    year, month, number = day.isoformat().split("-")
    year = draw(st.sampled_from([year, year[:3] + "X", year[:2] + "XX", year[0] + "XXX", "XXXX"]))
    month = draw(st.sampled_from([month, "XX", month[0] + "X"]))
    number = draw(st.sampled_from([number, "XX", number[0] + "X"]))
    return draw(st.sampled_from([year, f"{year}-{month}", f"{year}-{month}-{number}"]))


def holds(when: When, day: date) -> bool:
    return any((d.lo is None or d.lo <= day) and (d.hi is None or day <= d.hi) for d in when.alternatives)


def read(text: str) -> When:
    """The date, unless the grammar of the library does not know its form."""
    try:
        return window(text)
    except ValueError as error:
        assume("want an EDTF date such as" not in str(error))
        raise


@given(day=days, data=st.data())
def test_a_date_of_any_precision_covers_the_day_and_exactly_its_unit(day: date, data: st.DataObject) -> None:
    text = data.draw(truncated(day))
    last_day = calendar.monthrange(day.year, day.month)[1]
    expected = {
        4: Days(lo=date(day.year, 1, 1), hi=date(day.year, 12, 31)),
        7: Days(lo=day.replace(day=1), hi=day.replace(day=last_day)),
        10: Days(lo=day, hi=day),
    }
    when = window(text)
    assert when == When(text=text, alternatives=(expected[len(text)],))


@example(day=date(2016, 2, 29), text="201X-02-29")
@example(day=date(2015, 2, 14), text="2015-02-1X")
@given(day=days, text=st.none())
def test_a_date_with_unspecified_digits_covers_every_day_that_it_names(day: date, text: str | None) -> None:
    assert text is None or holds(read(text), day)


@given(day=days, data=st.data())
def test_masking_digits_never_loses_the_day(day: date, data: st.DataObject) -> None:
    assert holds(read(data.draw(masked(day))), day)


@given(three=st.lists(modern, min_size=3, max_size=3), data=st.data())
def test_an_interval_covers_the_days_between_its_ends(three: list[date], data: st.DataObject) -> None:
    first, day, last = sorted(three)
    when = read(f"{data.draw(truncated(first))}/{data.draw(truncated(last))}")
    assert holds(when, first)
    assert holds(when, day)
    assert holds(when, last)
    assert holds(window(f"{first}/.."), last)
    assert holds(window(f"../{last}"), first)


@given(many=st.lists(modern, min_size=1, max_size=4, unique=True), data=st.data())
def test_rival_dates_cover_each_and_a_set_of_dates_covers_all(many: list[date], data: st.DataObject) -> None:
    texts = [data.draw(truncated(day)) for day in many]
    rivals, together = read(f"[{','.join(texts)}]"), read(f"{{{','.join(texts)}}}")
    for day in many:
        assert holds(rivals, day)
        assert holds(together, day)
    assert len(rivals.alternatives) == len(many)
    assert len(together.alternatives) == 1


@given(day=modern, data=st.data())
def test_an_approximate_date_is_wider_on_both_sides_and_a_doubtful_one_as_wide(day: date, data: st.DataObject) -> None:
    text = data.draw(truncated(day))
    plain, about, doubtful, both = (window(text + mark) for mark in ("", "~", "?", "%"))
    assert plain.lo is not None
    assert plain.hi is not None
    unit = {4: 366, 7: 31, 10: 7}[len(text)]
    assert about.alternatives == (Days(lo=plain.lo - timedelta(unit), hi=plain.hi + timedelta(unit)),)
    assert doubtful.alternatives == plain.alternatives
    assert both.alternatives == about.alternatives
    flags = [(w.is_uncertain, w.is_approximate) for w in (plain, about, doubtful, both)]
    assert flags == [(False, False), (False, True), (True, False), (True, True)]


years = st.sampled_from(["2015", "201X", "XXXX", "2X15", "0000", "-2015", "Y20150", "2015S2", "2015~", "?2015"])
months = st.sampled_from(["", "-02", "-12", "-XX", "-0X", "-X1", "-00", "-13", "-21", "-41", "-?02", "-02~"])
numbers = st.sampled_from(["", "-01", "-29", "-30", "-31", "-XX", "-1X", "-3X", "-00", "-32", "-~01", "T10:11:12Z"])
leaves = st.one_of(
    st.tuples(years, months, numbers, st.sampled_from(["", "?", "~", "%"])).map("".join), st.sampled_from(["", ".."])
)
forms = st.one_of(
    leaves,
    st.tuples(leaves, leaves).map("/".join),
    st.lists(leaves, min_size=1, max_size=3).map(lambda many: f"[{','.join(many)}]"),
    st.lists(leaves, min_size=1, max_size=3).map(lambda many: f"{{{','.join(many)}}}"),
    st.text(st.sampled_from("0123456789X-/.~?%[]{},TYSEu: ()"), max_size=24),
)


@settings(max_examples=150)
@example(text="../201X")
@example(text="2015-0X")
@example(text="2015-21~/..")
@example(text="?2015S2")
@given(text=forms)
def test_any_text_is_a_date_or_a_value_error_and_nothing_is_printed(text: str) -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        when, message = attempted(text)
    assert message == "" or message.startswith("want ")
    assert readable(text) == when
    assert when == UNKNOWN or when.text == text
    assert printed.getvalue() == ""


def attempted(text: str) -> tuple[When, str]:
    """The date, or any day and what was wanted."""
    try:
        return window(text), ""
    except ValueError as error:
        return UNKNOWN, str(error)


@given(when=whens)
def test_nothing_is_certainly_before_itself(when: When) -> None:
    assert not when.certainly_before(when)


@given(one=whens, other=whens)
def test_what_is_certainly_before_is_possibly_before_and_not_the_other_way_round(one: When, other: When) -> None:
    if one.certainly_before(other):
        assert one.possibly_before(other)
        assert not other.possibly_before(one)
        assert not one.overlaps(other)


@given(one=whens, two=whens, three=whens)
def test_certainly_before_is_transitive(one: When, two: When, three: When) -> None:
    if one.certainly_before(two) and two.certainly_before(three):
        assert one.certainly_before(three)


@given(one=whens, other=whens)
def test_overlapping_is_mutual_and_a_date_overlaps_itself(one: When, other: When) -> None:
    assert one.overlaps(other) == other.overlaps(one)
    assert one.overlaps(one)


def _some(when: When) -> Sequence[date]:
    """Ends of the alternatives; a day beside an open one."""
    ends = [e for d in when.alternatives for e in (d.lo, d.hi) if e is not None]
    return ends or [date(2015, 6, 1)]


@given(one=whens, other=whens)
def test_the_days_between_two_dates_are_within_what_they_allow(one: When, other: When) -> None:
    fewest, most = one.days_until(other)
    for start in _some(one):
        for end in _some(other):
            if start <= end and holds(one, start) and holds(other, end):
                assert fewest is None or fewest <= (end - start).days
                assert most is None or (end - start).days <= most


@example(when=window("[..2014,2016]"), days=1)
@given(when=whens, days=st.integers(0, 4000))
def test_a_date_that_was_shifted_says_in_its_text_which_days_it_covers(when: When, days: int) -> None:
    moved = shifted(when, days)
    assert window(moved.text).alternatives == moved.alternatives
    for before, after in zip(when.alternatives, moved.alternatives, strict=True):
        assert (before.lo is None) == (after.lo is None)
        assert (before.hi is None) == (after.hi is None)
        assert before.lo is None or after.lo == before.lo + timedelta(days)
        assert before.hi is None or after.hi == before.hi + timedelta(days)
    assert (moved.is_uncertain, moved.is_approximate) == (when.is_uncertain, when.is_approximate)
