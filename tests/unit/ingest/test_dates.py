"""What a cell says of when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.errors import UsageError
from witnessmark.ingest.dates import as_date, refuse_vague
from witnessmark.ingest.template import Unreadable
from witnessmark.model.when import window

DAYS = st.integers(0, 200_000).map(lambda n: date(1600, 1, 1) + timedelta(days=n))


@pytest.mark.parametrize(
    ("text", "form", "formats", "becomes"),
    [
        ("2015-12-03", "t", (), "2015-12-03"),
        ("2015-12", "t", (), "2015-12"),
        ("2015", "t", (), "2015"),
        ("2012-2020", "t", (), "2012/2020"),
        ("2012 – 2020", "t", (), "2012/2020"),
        ("2015-12-03 00:00:00", "t", (), "2015-12-03"),
        ("2015-12-03T00:00:00Z", "t", (), "2015-12-03"),
        ("2015-12-03T10:30:00.125+02:00", "t", (), "2015-12-03"),
        ("2015-12-03", "d", ("%d.%m.%Y",), "2015-12-03"),
        ("03.12.2015", "t", ("%d.%m.%Y", "%d/%m/%Y"), "2015-12-03"),
        ("03/12/2015", "t", ("%d.%m.%Y", "%d/%m/%Y"), "2015-12-03"),
        ("5/2014", "t", ("%m/%Y",), "2014-05"),
        ("May 2014", "t", ("%B %Y",), "2014-05"),
        ("2014", "t", ("%Y",), "2014"),
        ("03122015", "t", ("%d%m%Y",), "2015-12-03"),
        ("03.12.15", "t", ("%d.%m.%y",), "2015-12-03"),
    ],
)
def test_a_cell_is_read_as_a_partial_date(text: str, form: str, formats: tuple[str, ...], becomes: str) -> None:
    assert as_date(text, form, formats) == becomes


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        ("yesterday", ()), ("31.02.2015", ("%d.%m.%Y",)), ("2015-13-01", ()), ("0015-12-03", ()), ("9999", ()),
        ("03.12.1066", ("%d.%m.%Y",)), ("12/13/2015", ("%d/%m/%Y",)), ("2" * 500, ()), ("2020-2012", ()),
        ("1112015", ("%d%m%Y",)), ("3122015", ("%d%m%Y",)), ("201511", ("%Y%m%d",)),
    ],
)  # fmt: skip
def test_what_is_no_date_of_that_form_is_never_guessed(text: str, formats: tuple[str, ...]) -> None:
    with pytest.raises(Unreadable):
        as_date(text, "t", formats)


@pytest.mark.parametrize("form", ["%d.%m", "%B", "%d %Y", "%d.%d.%Y", "%Q", "%Y %", "%j %d %Y", "%c", "%Y-%W", "text"])
def test_a_form_that_tells_no_date_is_refused(form: str) -> None:
    with pytest.raises(UsageError, match="want a form of dates"):
        refuse_vague(form)


@pytest.mark.parametrize("form", ["%d.%m.%Y", "%Y", "%m/%Y", "%B %d, %Y", "%y%m%d", "%Y-%m-%d %H:%M:%S", "%Y%j"])
def test_a_form_with_a_year_is_one(form: str) -> None:
    refuse_vague(form)


@given(DAYS, st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%m/%d/%Y", "%d %B %Y", "%Y%m%d"]))
def test_a_day_that_is_written_in_a_form_reads_back(day: date, form: str) -> None:
    assert as_date(day.strftime(form), "t", (form,)) == day.isoformat()


@given(st.text(max_size=60), st.sampled_from("td"), st.sampled_from([(), ("%d.%m.%Y",), ("%Y",)]))
def test_whatever_stands_there_is_a_date_that_is_known_or_unreadable(
    text: str, form: str, formats: tuple[str, ...]
) -> None:
    try:
        found = as_date(text, form, formats)
    except Unreadable:
        return
    assert window(found).is_known
