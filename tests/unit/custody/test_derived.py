"""Which dates follow from stated durations for events that nobody dates."""

from datetime import date

import pytest
from tests.unit.told import Told, event, every_order, parties, tell

from witnessmark.custody.derived import one_of
from witnessmark.custody.occurrences import Version, occurrences
from witnessmark.model.when import UNKNOWN, Days, When, window

BASIC = parties("maker", "army", "group", "police") + "\nitem rifle: Rifle 4471\n"


def sale(name: str, *lines: str, of: str = "rifle") -> str:
    return event("transfer", name, *lines, of=of)


def lasted(name: str, start: str, end: str, how_long: str = "59 days") -> str:
    return f"\nduration {name}\n  from {start}\n  to {end}\n  lasted {how_long}\n"


RECOVERED = BASIC + "\nrecovery found\n  of rifle\n  by police\n"


def dated(told: Told, event: str = "found") -> list[Version]:
    """The version that tells of an event, in each account."""
    found = [v for a in told.history("rifle").accounts for v in a.chain.events if told[event] in v.statements]
    assert found, event
    return found


def combined(told: Told) -> When:
    """What all accounts together derive for the find."""
    return one_of([version.derived for version in dated(told)])


def derived(told: Told, event: str = "found") -> tuple[str, list[str]]:
    versions = dated(told, event)
    because = dict.fromkeys(i for version in versions for i in version.derived_from)
    return one_of([version.derived for version in versions]).text, told.names(tuple(because))


def test_an_undated_event_takes_the_date_that_a_stated_duration_implies() -> None:
    told = tell(RECOVERED + sale("sold", "to army", "when 2015-12-12") + lasted("d", "sold", "found"))
    assert derived(told) == ("2016-02-09", ["d", "sold"])
    (version,) = dated(told)
    assert version.stated == UNKNOWN
    assert version.when == version.derived
    assert version.when.lo == date(2016, 2, 9)


def test_a_dated_event_takes_no_date_from_a_duration() -> None:
    told = tell(BASIC + "\nrecovery found\n  of rifle\n  when 2017\n" + sale("sold", "to army", "when 2015-12-12")
                + lasted("d", "sold", "found"))  # fmt: skip
    assert derived(told) == ("", [])


def test_a_duration_between_other_events_or_from_an_undated_one_dates_nothing() -> None:
    told = tell(RECOVERED + sale("sold", "to army", "when 2015-12-12") + sale("gone", "from army")
                + lasted("wrong-way", "found", "sold") + lasted("undated", "gone", "found"))  # fmt: skip
    assert derived(told) == ("", [])
    assert derived(told, "gone") == ("", [])


def test_a_duration_from_an_event_that_is_not_told_of_the_thing_dates_nothing() -> None:
    told = tell(RECOVERED + "\nitem other: Other\n" + sale("sold", "to army", "when 2015-12-12", of="other")
                + lasted("d", "sold", "found"))  # fmt: skip
    assert derived(told) == ("", [])


def test_the_first_duration_that_gives_a_date_is_taken() -> None:
    text = (
        RECOVERED + sale("sold", "to army", "when 2015-12-12") + sale("gone", "from army")
        + lasted("undated", "gone", "found", "3 days") + lasted("dated", "sold", "found", "4 days")
    )  # fmt: skip
    for told in every_order(text, kind="duration", among=6):
        assert derived(told) == ("2015-12-16", ["dated", "sold"])


def test_a_duration_to_another_event_does_not_hide_the_one_that_counts() -> None:
    text = (
        RECOVERED + sale("sold", "to army", "when 2015-12-12") + sale("gone", "from army", "when 2016")
        + lasted("aside", "sold", "gone", "3 days") + lasted("dated", "sold", "found", "4 days")
    )  # fmt: skip
    for told in every_order(text, kind="duration", among=6):
        assert derived(told) == ("2015-12-16", ["dated", "sold"])


def test_a_duration_from_rival_sets_of_dates_gives_one_set() -> None:
    told = tell(
        RECOVERED + sale("a", "to army", "when [2015-12-12,2015-12-14]") + sale("b", "to army", "when 2015-12-20")
        + lasted("d", "b", "found", "1 days")
    )  # fmt: skip
    assert derived(told)[0] == "[2015-12-13,2015-12-15,2015-12-21]"


def test_a_duration_from_rival_dates_gives_rival_dates() -> None:
    told = tell(RECOVERED + sale("a", "to army", "when 2015-12-12") + sale("b", "to army", "when 2015-12-15")
                + lasted("d", "b", "found"))  # fmt: skip
    text, because = derived(told)
    assert text == "[2016-02-09,2016-02-12]"
    assert because == ["d", "a", "b"]
    when = combined(told)
    assert when.alternatives == (
        Days(lo=date(2016, 2, 9), hi=date(2016, 2, 9)),
        Days(lo=date(2016, 2, 12), hi=date(2016, 2, 12)),
    )
    assert (when.is_uncertain, when.is_approximate) == (False, False)


def test_what_rival_accounts_derive_is_told_as_one_would_type_it() -> None:
    told = tell(RECOVERED + sale("a", "to army", "when 2015-01") + sale("b", "to army", "when 2015-06")
                + lasted("d", "b", "found", "1 days"))  # fmt: skip
    when = combined(told)
    assert when.text == "[2015-01-02..2015-02-01,2015-06-02..2015-07-01]"
    assert window(when.text).alternatives == when.alternatives


def test_each_account_derives_from_the_date_that_it_takes() -> None:
    told = tell(RECOVERED + sale("a", "to army", "when 2015-12-12") + sale("b", "to army", "when 2015-12-15")
                + lasted("d", "a", "found"))  # fmt: skip
    assert [(v.derived.text, told.names(v.derived_from)) for v in dated(told)] == [
        ("2016-02-09", ["d", "a"]),
        ("2016-02-12", ["d", "b"]),
    ]


def test_accounts_that_derive_nothing_leave_the_date_unknown() -> None:
    assert one_of([]) == UNKNOWN
    assert one_of([UNKNOWN, UNKNOWN]) == UNKNOWN


def test_a_derived_date_rests_only_on_tellings_that_are_dated_each_once() -> None:
    told = tell(RECOVERED + sale("a", "to army", "when 2015-12-12") + sale("b", "to army", "when 2015-12-15")
                + sale("undated", "to army") + lasted("d", "b", "found"))  # fmt: skip
    assert derived(told) == ("[2016-02-09,2016-02-12]", ["d", "a", "b"])


def test_a_rival_date_that_is_in_doubt_leaves_the_derived_one_in_doubt() -> None:
    told = tell(RECOVERED + sale("a", "to army", "when 2015-12-12?") + sale("b", "to army", "when 2015-10-01~")
                + lasted("d", "b", "found"))  # fmt: skip
    when = combined(told)
    assert (when.is_uncertain, when.is_approximate) == (True, True)


def test_a_derived_date_that_two_rivals_share_is_given_once() -> None:
    told = tell(RECOVERED + sale("a", "as sale", "to army", "when 2015-12-12") + sale("b", "as sale", "to army",
                "when [2015-12-12,2015-12-20]")
                + sale("c", "as sale", "to army", "when 2015-12-20") + lasted("d", "b", "found", "1 days"))  # fmt: skip
    when = combined(told)
    assert [str(d) for d in when.alternatives] == ["2015-12-13", "2015-12-21"]


@pytest.mark.parametrize("how_long", ["2 months", "59.5 days", "999999999999999999 days", "3000000 days"])
def test_a_duration_that_is_not_a_number_of_days_that_can_pass_dates_nothing(how_long: str) -> None:
    told = tell(RECOVERED + sale("sold", "to army", "when 2015-12-12") + lasted("d", "sold", "found", how_long))
    assert derived(told) == ("", [])


def test_a_duration_may_name_any_version_of_its_events() -> None:
    told = tell(RECOVERED + sale("sold", "to army", "when 2014") + sale("better", "to army", "when 2015-12-12",
                "supersedes sold")
                + "\nrecovery again\n  of rifle\n  by police\n  supersedes found\n  quote x\n"
                + lasted("d", "sold", "found"))  # fmt: skip
    assert derived(told, "again") == ("2016-02-09", ["d", "better"])


def test_the_reason_why_versions_are_rivals_outlives_the_dating() -> None:
    told = tell(BASIC + "\nrecovery a\n  of rifle\n  by police\n  previous-user group\n"
                "\nrecovery b\n  of rifle\n  by police\n  previous-user army\n"
                + sale("sold", "to army", "when 2015-12-12") + lasted("d", "sold", "a"))  # fmt: skip
    rivals = next(o for o in occurrences(told.case, told["rifle"]) if len(o.versions) == 2)
    assert rivals.why_rivals == "sources name different parties to one recovery"
    assert [v.derived.text for v in dated(told, "a")] == ["2016-02-09"]
    assert [v.derived.text for v in dated(told, "b")] == [""]


SOLD_ON_THE_12TH = sale("sold", "to army", "when 2015-12-12")


@pytest.mark.parametrize(
    ("how_long", "expected"),
    [
        ("59 days", "2016-02-09"),
        ("at-most 60 days", "2015-12-12/2016-02-10"),
        ("at-least 60 days", "2016-02-10/.."),
        ("more-than 60 days", "2016-02-11/.."),
        ("about 60 days", ""),
        ("2 months", ""),
        ("1.5 days", ""),
    ],
)
def test_a_duration_says_no_more_than_its_bound(how_long: str, expected: str) -> None:
    told = tell(RECOVERED + SOLD_ON_THE_12TH + lasted("d", "sold", "found", how_long))
    assert derived(told)[0] == expected


def test_rival_durations_give_rival_dates_and_each_is_named() -> None:
    told = tell(
        RECOVERED
        + SOLD_ON_THE_12TH
        + lasted("short", "sold", "found", "59 days")
        + lasted("long", "sold", "found", "90 days")
    )
    text, because = derived(told)
    assert text == "[2016-02-09,2016-03-11]"
    assert sorted(because) == ["long", "short", "sold"]


def test_a_date_that_is_derived_from_a_doubtful_one_is_in_doubt() -> None:
    told = tell(
        RECOVERED + sale("sold", "to army", "when 2015-12-12?") + lasted("d", "sold", "found", "at-most 9 days")
    )
    (version,) = dated(told)
    assert version.derived.is_uncertain


@pytest.mark.parametrize(
    ("how_long", "lo", "hi"),
    [
        ("at-most 60 days", date(2015, 12, 12), date(2016, 2, 10)),
        ("at-least 60 days", date(2016, 2, 10), None),
        ("more-than 60 days", date(2016, 2, 11), None),
    ],
)
def test_a_bounded_duration_gives_the_days_that_it_allows(how_long: str, lo: date, hi: date | None) -> None:
    told = tell(RECOVERED + SOLD_ON_THE_12TH + lasted("d", "sold", "found", how_long))
    (version,) = dated(told)
    assert version.derived.alternatives == (Days(lo=lo, hi=hi),)
    assert (version.derived.is_uncertain, version.derived.is_approximate) == (False, False)
