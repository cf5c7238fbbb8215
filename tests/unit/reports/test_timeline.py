"""A custody chain as a drawing: it claims no more than the dates give."""

import re

from tests.unit.told import event, tell

from witnessmark.reports.tell import subjects
from witnessmark.reports.tell import tell as tell_case
from witnessmark.reports.timeline import timelines

BASIC = (
    "".join(f"\nparty {name}: {name}\n" for name in ("maker", "army", "group")) + "\nitem rifle: Rifle 4471\n"
)  # fmt: skip


def drawings(text: str) -> list[tuple[str, str]]:
    case = tell(BASIC + text).case
    (subject,) = tell_case(case, subjects(case)).subjects
    return [(heading, str(drawing)) for heading, drawing in timelines(subject)]


def drawing(text: str) -> str:
    ((_, only),) = drawings(text)
    return only


def certain(text: str) -> int:
    """Bars of custody on every reading of the dates, beside the one of the legend."""
    return len(re.findall(r'class="hold"', drawing(text))) - 1


def sold(when: str, *, by: str = "maker", to: str = "army") -> str:
    return event("transfer", f"sold-{to}", "as sale", f"from {by}", f"to {to}", f"when {when}")


def test_a_holding_between_two_dated_events_is_certain_in_between() -> None:
    assert certain(sold("2000-05-01") + sold("2010-05-01", by="army", to="group")) == 1


def test_a_holding_that_began_some_time_from_a_day_on_is_not_certain() -> None:
    assert certain(sold("1987/..") + sold("2000-05-01", by="army", to="group")) == 0


def test_a_holding_that_ended_on_a_day_in_doubt_is_not_certain() -> None:
    assert certain(sold("2000-05-01") + sold("2010-05-01?", by="army", to="group")) == 0


def test_after_the_last_event_nothing_is_certain_and_the_bar_fades() -> None:
    assert certain(sold("2000-05-01")) == 0
    assert "fade)" in drawing(sold("2000-05-01"))


def test_where_no_date_is_known_holders_come_one_after_the_other() -> None:
    drawn = drawing(event("transfer", "sold", "as sale", "from maker", "to army"))
    assert "no date is known: one after the other" in drawn
    assert len(re.findall(r'class="holdsoft"', drawn)) == 2 + 1


def test_a_thing_of_which_nobody_is_named_as_holder_has_no_drawing() -> None:
    assert drawings(event("recovery", "found", "when 2016")) == []


def test_the_words_of_a_drawing_tell_rival_and_derived_dates() -> None:
    lasted = "\nduration took\n  from a\n  to found\n  lasted 5 days\n"
    rivals = "".join(
        event("transfer", name, "as sale", "from maker", "to army", f"when 2015-03-{day}")
        for name, day in (("a", 10), ("b", 14))
    )
    drawn = drawing(rivals + event("recovery", "found", "by group") + lasted)
    described = re.findall("<desc>(.*?)</desc>", drawn)[0]
    assert "army: sold by maker to army, 10 or 14 March 2015." in described
    assert "group: recovered by group, 15 or 19 March 2015, derived." in described


def test_drawings_of_rival_orders_name_the_accounts_that_they_draw() -> None:
    headings = [heading for heading, _ in drawings(sold("2010") + sold("2010", to="group"))]
    assert headings == ["Who held it: account 1", "Who held it: account 2"]
