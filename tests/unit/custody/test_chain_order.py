"""In which order the events of one account are taken."""

import pytest
from tests.unit.told import event, every_order, parties, tell

BASIC = parties("maker", "army", "dealer", "group", "police") + "\nitem rifle: Rifle 4471\n"
MADE = event("manufacture", "made", "by maker")
SOLD = event("transfer", "sold", "from maker", "to army")


def chain(*events: str) -> list[str]:
    return tell(BASIC + "".join(events)).chain("rifle")


def order(*events: str) -> list[str]:
    return tell(BASIC + "".join(events)).events("rifle")


def test_dated_events_come_in_the_order_of_their_dates() -> None:
    assert order(event("sighting", "c", "holder army", "when 2016"), event("sighting", "a", "holder group",
                 "when 2014"),
                 event("sighting", "b", "holder police", "when 2015")) == ["a", "b", "c"]  # fmt: skip


def test_undated_events_come_in_the_order_of_a_things_life() -> None:
    life = [event("destruction", "end", "by police"), event("recovery", "found", "by police"), SOLD, MADE]
    assert order(*life) == ["made", "sold", "found", "end"]
    assert order(event("deactivation", "end", "by police"), *life[1:]) == ["made", "sold", "found", "end"]


def test_a_date_outweighs_the_usual_order_of_a_things_life() -> None:
    assert order(event("manufacture", "made", "by maker", "when 2016"), event("sighting", "seen", "holder army",
                 "when 2014"),
                 event("recovery", "found", "by police", "when 2012")) == ["found", "seen", "made"]  # fmt: skip


def test_where_dates_overlap_the_usual_order_of_a_things_life_holds() -> None:
    assert order(event("recovery", "found", "by police", "when 2015"), event("sighting", "seen", "holder army",
                 "when 2015-12"),
                 ) == ["seen", "found"]  # fmt: skip


def test_of_events_at_one_time_one_out_of_the_present_holders_hands_comes_next() -> None:
    events = (
        MADE + event("transfer", "third", "as sale", "from dealer", "to group", "when 2015")
        + event("transfer", "second", "as sale", "from army", "to dealer", "when 2015")
        + event("transfer", "first", "as sale", "from maker", "to army", "when 2015-06")
    )  # fmt: skip
    for told in every_order(BASIC + events, kind="transfer"):
        assert told.events("rifle") == ["made", "first", "second", "third"]


def test_an_event_that_moves_nothing_does_not_change_the_present_holder() -> None:
    events = (
        MADE + event("marking", "stamped", "by maker", "when 2014") + event("marking", "proof", "by army",
        "when 2014-06")
        + event("transfer", "sold", "from maker", "to army", "when 2015-06")
        + event("transfer", "other", "from dealer", "to group", "when 2015-01/2015-12")
    )  # fmt: skip
    assert tell(BASIC + events).events("rifle") == ["made", "stamped", "proof", "sold", "other"]


def test_an_undated_leg_comes_before_one_that_presupposes_it() -> None:
    text = (
        BASIC + event("transfer", "third", "as export", "from dealer", "to group")
        + event("transfer", "second", "from army", "to dealer") + event("transfer", "first", "as gift", "from maker",
        "to army")
    )  # fmt: skip
    for told in every_order(text, kind="transfer"):
        assert told.events("rifle") == ["first", "second", "third"]


@pytest.mark.parametrize("when", ["", "  when 2016\n"])
def test_what_the_recovering_party_did_with_it_comes_after_the_recovery(when: str) -> None:
    found = event("recovery", "found", "by police", "previous-user group", "when 2016")
    assert chain(found, event("transfer", "handed", "from police", "to dealer") + when) == [
        "gap ? -> group | ? .. found",
        "group: ? .. found | found",
        "police: found .. handed | found, handed",
        "dealer: handed .. ? | handed",
    ]


def test_nothing_undated_comes_after_the_destruction() -> None:
    ended = event("destruction", "ended", "by army")
    sold = event("transfer", "sold", "from maker", "to army")
    handed = event("transfer", "handed", "from army", "to dealer")
    for told in every_order(BASIC + ended + sold + handed, kind="transfer"):
        assert told.events("rifle") == ["sold", "handed", "ended"]


def test_a_leg_that_leads_back_to_its_own_beginning_presupposes_nothing_but_others() -> None:
    text = (
        BASIC + event("sighting", "z", "holder army", "when 2015-01") + event("sighting", "y", "holder group",
        "when 2015-02/2015-03")
    )  # fmt: skip
    for told in every_order(text, kind="sighting"):
        assert told.events("rifle") == ["z", "y"]
    text = (
        BASIC
        + event("transfer", "in", "from group", "to army")
        + event("sighting", "at", "holder army", "when ../2015")
    )
    for told in every_order(text, kind="transfer"):
        assert told.events("rifle") == ["in", "at"]


def test_of_other_events_at_one_time_an_outward_transfer_comes_first() -> None:
    for told in every_order(
        BASIC + event("transfer", "sale", "as sale", "from dealer", "to group")
        + event("transfer", "export", "as export", "from maker", "to army"), kind="transfer",
    ):  # fmt: skip
        assert told.events("rifle") == ["export", "sale"]


def test_an_outward_transfer_does_not_come_before_what_certainly_precedes_it() -> None:
    text = (
        BASIC + event("sighting", "early", "holder group", "when 2014")
        + event("sighting", "long", "holder dealer", "when 2014/2016")
        + event("transfer", "export", "as export", "from maker", "to army", "when 2015-06")
    )  # fmt: skip
    for told in every_order(text, kind="sighting"):
        assert told.events("rifle") == ["early", "export", "long"]


def test_of_other_events_at_one_time_the_earliest_first_day_comes_first_then_the_earliest_last_day() -> None:
    text = (
        BASIC + event("sighting", "late", "holder group", "when 2015-03")
        + event("sighting", "long", "holder army", "when 2015-01/2015-12")
        + event("sighting", "early", "holder dealer", "when 2015-01/2015-11")
    )  # fmt: skip
    for told in every_order(text, kind="sighting"):
        assert told.events("rifle") == ["early", "long", "late"]


def test_an_event_without_a_first_day_comes_after_those_with_one() -> None:
    text = (
        BASIC + event("sighting", "since", "holder army", "when 2015-06/..")
        + event("sighting", "year", "holder group", "when 2015-06/2015-12")
        + event("sighting", "before", "holder police", "when ../2015-06")
    )  # fmt: skip
    for told in every_order(text, kind="sighting"):
        assert told.events("rifle") == ["year", "since", "before"]


def test_of_events_that_are_alike_in_all_else_the_least_id_comes_first() -> None:
    text = (
        BASIC + event("sighting", "a", "holder army", "when 2015") + event("sighting", "b", "holder group", "when 2015")
    )
    for told in every_order(text, kind="sighting"):
        assert told.events("rifle") == sorted("ab", key=lambda alias: told[alias])


def test_a_circle_of_events_is_broken_at_the_most_urgent_one() -> None:
    # The recovery precedes the manufacture by its date, that the sighting and that the recovery by a thing's life.
    text = (
        BASIC + event("manufacture", "made", "by maker", "when 2015")
        + event("recovery", "found", "by police", "when 2012") + event("sighting", "seen", "holder army")
    )  # fmt: skip
    for told in every_order(text, kind="sighting"):
        assert told.events("rifle") == ["made", "seen", "found"]
