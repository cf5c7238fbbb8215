"""After whose documented custody, before which event, a thing left the hands that an authority permits."""

import pytest
from tests.unit.diversion.judging import (
    BASIC,
    DIRECT,
    EXPORT,
    FOUND,
    GAP,
    LOST,
    MADE,
    TAKEN,
    judged,
    paper,
    sides,
    why_none,
    window,
    windows,
)
from tests.unit.told import event, tell

from witnessmark.diversion.authority import AuthorityKind
from witnessmark.diversion.windows import NO_INFERENCE, Cause, Stage, judge
from witnessmark.model.when import Days


def test_nothing_is_inferred_of_anybody_upstream() -> None:
    assert NO_INFERENCE == "no inference of malpractice"


def test_a_window_lies_between_the_last_permitted_holder_and_the_first_who_is_not() -> None:
    told, found = window(MADE + EXPORT + FOUND + paper("maker", "army"))
    assert (told.name(found.after.holder), told.event(found.after.event)) == ("army", "export")
    assert (told.name(found.before.holder), told.event(found.before.event)) == ("group", "found")
    assert str(found.dates) == "2015-12-12/2016-02-29"
    assert (found.rests_on_derived_date, found.dates_contradict) == (False, False)
    assert found.stage is Stage.POST_DELIVERY
    assert found.cause is Cause.NOT_DOCUMENTED
    assert found.rule == GAP
    assert told.names(found.upstream) == ["maker", "army"]
    assert told.names(found.statements) == ["paper", "export", "found"]
    assert (found.authority.kind, found.authority.paper) == (AuthorityKind.LICENCE, told["paper"])


def test_each_account_is_judged_by_itself() -> None:
    told = tell(
        BASIC
        + EXPORT
        + event("transfer", "rival", "as export", "from maker", "to army", "when 2015-12-15")
        + FOUND
        + paper("army")
    )
    found = judge(told.case, told.history("rifle"))
    assert [str(w.dates) for each in found for w in each.windows] == ["2015-12-12/2016-02-29", "2015-12-15/2016-02-29"]
    assert [each.account for each in found] == list(told.history("rifle").accounts)


def test_each_authority_has_its_own_windows_and_they_are_never_summed() -> None:
    told, found = windows(
        EXPORT
        + paper("army")
        + event("loss", "lost", "by army", "when 2016")
        + event("sighting", "seen", "holder group", "when 2018")
    )
    assert [(w.authority.kind.name, told.name(w.after.holder), told.name(w.before.holder)) for w in found] == [
        ("LICENCE", "army", "group"), ("HOLDER", "army", "group"),
    ]  # fmt: skip


def test_a_holder_who_lost_it_once_gave_it_away_freely_at_another_time() -> None:
    told, found = windows(
        event("transfer", "sold", "as sale", "from army", "to dealer", "when 2010")
        + event("transfer", "back", "as return", "from dealer", "to army", "when 2012")
        + event("loss", "lost", "by army", "when 2014") + event("sighting", "seen", "holder group", "when 2016")
    )  # fmt: skip
    assert [(told.name(w.before.holder), w.cause) for w in found] == [("group", Cause.LOSS)]


def test_a_chain_may_leave_permitted_hands_more_than_once() -> None:
    text = (
        EXPORT
        + FOUND
        + event("transfer", "back", "from police", "to army", "when 2017")
        + event("sighting", "again", "holder group", "when 2018")
    )
    assert sides(text + paper("army")) == [("army", "group"), ("army", "group")]


def test_between_two_permitted_holders_there_is_no_window() -> None:
    text = EXPORT + event("sighting", "seen", "holder police", "when 2017")
    assert sides(text + paper("army", "police")) == []
    assert why_none(text + paper("army", "police", "maker")) == [
        "nothing documents the thing with anybody whom the authority does not permit"
    ]


def test_the_last_holder_known_opens_no_window() -> None:
    assert sides(EXPORT + paper("army")) == []
    assert why_none(MADE + paper("maker")) == [
        "nothing documents the thing with anybody whom the authority does not permit"
    ]


def test_a_paper_whose_text_was_not_seen_gives_no_window() -> None:
    assert why_none(EXPORT + FOUND + paper()) == [
        "the paper's text was not seen: nobody knows whose custody it permits"
    ]


def test_an_authority_that_permits_nobody_who_is_documented_gives_no_window() -> None:
    text = event("sighting", "seen", "holder group", "when 2017") + event(
        "sighting", "then", "holder dealer", "when 2018"
    )
    assert why_none(text + paper("army")) == ["nothing documents the thing with anybody whom the authority permits"]


def test_an_authority_without_a_window_is_told_with_the_reason() -> None:
    told = tell(BASIC + MADE + paper("maker"))
    (none,) = judged(told).undetermined
    assert none.authority.paper == told["paper"]
    assert judged(told).windows == ()
    assert judged(told).account == told.history("rifle").accounts[0]


def test_a_window_that_is_found_is_not_undetermined_as_well() -> None:
    assert why_none(EXPORT + FOUND + paper("army")) == []


# -- allowed -------------------------------------------------------------------------------------------------


def retransfer(*lines: str) -> str:
    return (
        EXPORT
        + event("transfer", "handed", "as retransfer", "from army", "to group", "when 2016", *lines)
        + paper("army")
    )


def test_a_step_that_a_source_says_was_allowed_opens_no_window() -> None:
    assert sides(retransfer("allowed yes")) == []


def test_a_step_that_a_source_says_was_not_allowed_is_the_cause() -> None:
    told, found = window(retransfer("allowed no"))
    assert found.cause is Cause.RETRANSFER_NOT_ALLOWED
    assert found.rule == DIRECT
    assert told.names(found.statements) == ["paper", "export", "handed"]


def test_an_allowed_step_is_the_reason_why_there_is_no_window() -> None:
    assert why_none(retransfer("allowed yes")) == ["a source says that the step out of permitted hands was allowed"]
    elsewhere = EXPORT.replace("when 2015", "allowed yes\n  when 2015") + paper("army")
    assert why_none(elsewhere) == ["nothing documents the thing with anybody whom the authority does not permit"]


def test_a_step_of_which_nothing_is_said_is_unknown_and_not_unlawful() -> None:
    _, found = window(retransfer())
    assert found.cause is Cause.RETRANSFER
    assert "unknown and not unlawful" in found.cause
    assert str(found.dates) == "2016-01-01/2016-12-31"


def test_an_allowed_step_to_somebody_else_does_not_close_the_gap_after_it() -> None:
    text = (
        EXPORT + event("transfer", "handed", "from army", "when 2016", "allowed yes")
        + event("sighting", "seen", "holder group", "when 2017") + paper("army")
    )  # fmt: skip
    assert sides(text) == [("army", "group")]


def test_a_step_allowed_long_before_does_not_allow_the_next() -> None:
    text = EXPORT.replace("when 2015", "allowed yes\n  when 2015") + FOUND + paper("army")
    assert sides(text) == [("army", "group")]


# -- cause ---------------------------------------------------------------------------------------------------


def test_a_capture_is_its_own_cause_and_a_holders_window() -> None:
    told, found = windows(
        EXPORT + event("transfer", "taken", "as capture", "from army", "to group", "when 2016") + paper("army")
    )
    assert [(w.authority.kind, w.cause, w.rule) for w in found] == [
        (AuthorityKind.LICENCE, Cause.CAPTURE, DIRECT),
        (AuthorityKind.HOLDER, Cause.CAPTURE, TAKEN),
    ]
    assert told.names(found[1].statements) == ["taken", "export"]


def test_a_loss_is_its_own_cause_and_closes_the_window_that_it_opens() -> None:
    told, (by_paper, by_holder) = windows(
        EXPORT
        + event("loss", "lost", "by army", "when 2016-05")
        + event("sighting", "seen", "holder group", "when 2017")
        + paper("army")
    )
    assert (by_paper.cause, by_paper.rule) == (Cause.LOSS, LOST)
    assert str(by_paper.dates) == "2016-05-01/2016-05-31"
    assert told.names(by_paper.statements) == ["paper", "export", "lost", "seen"]
    assert by_holder.authority.kind is AuthorityKind.HOLDER


def test_a_loss_that_nobody_dates_is_closed_by_the_next_holder_known() -> None:
    _, found = windows(
        EXPORT
        + event("loss", "lost", "by army")
        + event("sighting", "seen", "holder group", "when 2017")
        + paper("army")
    )
    assert {str(w.dates) for w in found} == {"2015-12-12/2017-12-31"}


def test_a_loss_that_is_vaguely_dated_is_closed_by_whichever_ends_first() -> None:
    _, found = windows(
        EXPORT
        + event("loss", "lost", "by army", "when 2016-05/2019")
        + event("sighting", "seen", "holder group", "when 2017")
        + paper("army")
    )
    assert {str(w.dates) for w in found} == {"2016-05-01/2017-12-31"}


def test_a_transfer_to_nobody_known_is_no_cause_of_what_followed() -> None:
    told, found = window(
        EXPORT
        + event("transfer", "handed", "from army", "when 2016")
        + event("sighting", "seen", "holder group", "when 2017")
        + paper("army")
    )
    assert (found.cause, found.rule) == (Cause.NOT_DOCUMENTED, LOST)
    assert told.names(found.statements) == ["paper", "export", "handed", "seen"]


def test_a_recovery_from_a_permitted_holder_is_direct_and_no_cause() -> None:
    _, found = window(
        EXPORT + event("recovery", "found", "by police", "previous-user army", "when 2016") + paper("army")
    )
    assert (found.cause, found.rule) == (Cause.NOT_DOCUMENTED, DIRECT)


def reported(name: str, *lines: str) -> str:
    return "\n  ".join([f"\ncapture-report {name}", "goods rifles", *lines]) + "\n"


def test_a_reported_capture_from_the_holder_is_named_as_no_more_than_that() -> None:
    told, found = window(EXPORT + FOUND + paper("army") + reported("report", "from army"))
    assert found.cause is Cause.CAPTURE_REPORTED
    assert told.names(found.statements) == ["paper", "export", "found", "report"]


@pytest.mark.parametrize("lines", [("from dealer",), ("by group",), ()])
def test_a_reported_capture_from_somebody_else_is_no_cause(lines: tuple[str, ...]) -> None:
    told, found = window(EXPORT + FOUND + paper("army") + reported("report", *lines))
    assert found.cause is Cause.NOT_DOCUMENTED
    assert told["report"] not in found.statements


def test_a_documented_step_outweighs_a_reported_capture() -> None:
    _, found = window(retransfer() + reported("report", "from army"))
    assert found.cause is Cause.RETRANSFER
    _, (by_paper, _) = windows(
        EXPORT + event("loss", "lost", "by army") + FOUND + paper("army") + reported("report", "from army")
    )
    assert by_paper.cause is Cause.LOSS


# -- dates ---------------------------------------------------------------------------------------------------


def test_a_window_opens_at_the_latest_day_on_which_it_was_still_with_a_permitted_holder() -> None:
    told, found = window(
        EXPORT
        + event("sighting", "still", "holder army", "when 2016-03-05")
        + event("sighting", "seen", "holder group", "when 2017")
        + paper("army")
    )
    assert str(found.dates) == "2016-03-05/2017-12-31"
    assert (told.event(found.after.event), told.event(found.before.event)) == ("export", "seen")
    assert told.names(found.statements) == ["paper", "export", "still", "seen"]


def test_the_last_undated_event_with_a_permitted_holder_is_cited_too() -> None:
    told, found = window(
        event("transfer", "export", "as export", "from maker", "to army", "when 2015")
        + event("sighting", "still", "holder army")
        + event("sighting", "seen", "holder group", "when 2017")
        + paper("army")
    )
    assert told.names(found.statements) == ["paper", "export", "still", "seen"]


def test_a_holder_who_came_by_it_in_no_documented_way_is_fixed_by_the_first_event_there() -> None:
    told, found = window(
        event("sighting", "had", "holder army", "when 2014")
        + event("sighting", "still", "holder army", "when 2015")
        + event("sighting", "seen", "holder group", "when 2017")
        + paper("army")
    )
    assert told.event(found.after.event) == "had"
    assert told.names(found.statements) == ["paper", "had", "still", "seen"]


def test_a_window_never_opens_before_an_earlier_holder_had_it() -> None:
    told, found = window(
        event("transfer", "export", "as export", "from maker", "to exporter", "when 2016-03-05")
        + event("transfer", "sold", "as sale", "from exporter", "to army", "when 2016")
        + event("sighting", "seen", "holder group", "when 2017") + paper("army")
    )  # fmt: skip
    assert str(found.dates) == "2016-03-05/2017-12-31"
    assert told.names(found.statements) == ["paper", "sold", "export", "seen"]


def test_a_window_closes_at_the_earliest_day_on_which_the_next_holder_certainly_had_it() -> None:
    told, found = window(
        EXPORT + event("transfer", "got", "to group", "when 2017") + event("sighting", "seen", "holder group",
        "when 2017-02")
        + paper("army")
    )  # fmt: skip
    assert str(found.dates) == "2015-12-12/2017-02-28"
    assert told.event(found.before.event) == "got"
    assert told.names(found.statements) == ["paper", "export", "got", "seen"]


def test_what_happened_to_the_next_holder_later_does_not_widen_the_window() -> None:
    _, found = window(EXPORT + FOUND + event("sighting", "later", "holder group", "when 2020") + paper("army"))
    assert str(found.dates) == "2015-12-12/2016-02-29"


def test_a_window_without_dates_is_open_at_both_ends() -> None:
    told, found = window(
        event("transfer", "export", "from maker", "to army")
        + event("recovery", "found", "previous-user group", "by police")
        + paper("army")
    )
    assert str(found.dates) == "?/?"
    assert told.names(found.statements) == ["paper", "export", "found"]
    assert found.rests_on_derived_date is False


def test_a_date_open_at_one_end_leaves_that_end_of_the_window_open() -> None:
    _, found = window(
        event("transfer", "export", "from maker", "to army", "when ../2015")
        + event("sighting", "seen", "holder group", "when 2016/..")
        + paper("army")
    )
    assert str(found.dates) == "?/?"


def test_a_window_that_closes_with_a_derived_date_says_so_and_what_it_rests_on() -> None:
    told, found = window(
        EXPORT + event("recovery", "found", "by police", "previous-user group")
        + "\nduration lasted\n  from export\n  to found\n  lasted 59 days\n" + paper("army")
    )  # fmt: skip
    assert str(found.dates) == "2015-12-12/2016-02-09"
    assert found.rests_on_derived_date is True
    assert told.names(found.statements) == ["paper", "export", "found", "lasted"]


def test_a_window_that_opens_with_a_derived_date_says_so() -> None:
    told, found = window(
        event("manufacture", "made", "by maker", "when 2010-01-01") + event("transfer", "export", "from maker",
        "to army")
        + "\nduration lasted\n  from made\n  to export\n  lasted 31 days\n"
        + event("sighting", "seen", "holder group", "when 2017") + paper("army")
    )  # fmt: skip
    assert str(found.dates) == "2010-02-01/2017-12-31"
    assert found.rests_on_derived_date is True
    assert told.names(found.statements) == ["paper", "export", "lasted", "made", "seen"]


def test_a_window_whose_dates_contradict_each_other_has_none_and_says_so() -> None:
    told, found = window(
        MADE
        + event("transfer", "export", "from maker", "to army", "when 2016?")
        + event("sighting", "seen", "holder group", "when 2014")
        + paper("army")
    )
    assert found.dates == Days()
    assert found.dates_contradict is True
    assert told.names(found.statements) == ["paper", "export", "seen"]


def test_a_window_of_one_day_does_not_contradict_itself() -> None:
    _, found = window(EXPORT + event("sighting", "seen", "holder group", "when 2015-12-12") + paper("army"))
    assert str(found.dates) == "2015-12-12"
    assert found.dates_contradict is False
