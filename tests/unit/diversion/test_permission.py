"""Who is permitted: what a step that was allowed, a consent and a paper that is not good do to a window."""

import pytest
from tests.unit.diversion.judging import BASIC, judged, sides, why_none, window, windows
from tests.unit.told import event, tell

from witnessmark.diversion.authority import AuthorityKind
from witnessmark.diversion.windows import Cause

DELIVERED = event("transfer", "delivered", "as delivery", "from maker", "to army", "when 2010")
SEEN = event("sighting", "seen", "holder group", "when 2014")


def given(*lines: str) -> str:
    return event("transfer", "given", "as gift", "from army", "to dealer", "when 2012", *lines)


def certificate(*lines: str) -> str:
    fields = ["form end-user-certificate", "covers rifle", "permits army", *lines]
    return "\n  ".join(["\nauthorisation paper: Paper", *fields]) + "\n"


def consent(*lines: str) -> str:
    fields = ["form consent", "covers rifle", "permits dealer", *lines]
    return "\n  ".join(["\nauthorisation consent: Consent", *fields]) + "\n"


def test_whoever_got_it_by_an_allowed_step_is_permitted_and_the_next_leg_is_judged() -> None:
    assert sides(DELIVERED + given("allowed yes") + SEEN + certificate()) == [("dealer", "group")]


def test_without_a_word_of_permission_the_step_itself_is_the_window() -> None:
    assert sides(DELIVERED + given() + SEEN + certificate()) == [("army", "dealer")]


@pytest.mark.parametrize("when", ["issued 2011", "valid 2011/2013", "valid 2012", ""])
def test_a_consent_that_held_on_the_day_makes_the_recipient_permitted(when: str) -> None:
    assert sides(DELIVERED + given() + SEEN + certificate() + consent(*[when] * bool(when))) == [("dealer", "group")]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("issued 2016", "a consent did not hold on the day: it permits nobody here"),
        ("valid 2016/2017", "a consent did not hold on the day: it permits nobody here"),
        ("valid 2005/2008", "a consent did not hold on the day: it permits nobody here"),
        ("authenticity forged", "a consent: the paper is forged: it permits nobody"),
        ("authenticity denied-by-issuer", "a consent: the issuer denies the paper: it permits nobody"),
    ],
)
def test_a_consent_that_is_late_over_or_not_good_permits_nobody_and_it_is_said_why(line: str, why: str) -> None:
    told, found = windows(DELIVERED + given() + certificate() + consent(line))
    assert [(told.name(w.after.holder), told.name(w.before.holder)) for w in found] == [("army", "dealer")]
    assert found[0].cause is Cause.RETRANSFER
    assert found[0].authority.set_aside == (why,)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("authenticity forged", "the paper is forged: it permits nobody"),
        ("authenticity denied-by-issuer", "the issuer denies the paper: it permits nobody"),
    ],
)
def test_a_paper_that_is_not_good_gives_no_window_and_says_why(line: str, why: str) -> None:
    text = DELIVERED + given() + certificate(line)
    assert sides(text) == []
    assert why_none(text) == [why]


CAPTURED = "\ntransfer {}\n  of rifle\n  as capture\n  from {}\n  to {}\n  when {}\n"


def test_a_capture_after_which_nobody_is_named_opens_a_window_with_an_unnamed_side() -> None:
    taken = event("transfer", "taken", "as capture", "from army", "when 2014-06")
    told, found = windows(DELIVERED + taken + certificate())
    assert [(w.authority.kind, told.name(w.after.holder), w.before.holder, str(w.dates)) for w in found] == [
        (AuthorityKind.UNDERTAKING, "army", None, "2014-06-01/2014-06-30"),
        (AuthorityKind.HOLDER, "army", None, "2014-06-01/2014-06-30"),
    ]
    assert found[0].rule == "an event took it from a permitted holder, and nobody is named who had it after"
    assert [w.cause for w in found] == [Cause.CAPTURE, Cause.CAPTURE]


def test_a_loss_after_which_nobody_is_named_opens_a_window() -> None:
    told, found = windows(DELIVERED + event("loss", "stolen", "by army", "when 2014") + certificate())
    assert [(told.name(w.after.holder), w.cause) for w in found] == [("army", Cause.LOSS), ("army", Cause.LOSS)]


def test_a_permitted_holder_who_still_has_it_gives_no_window() -> None:
    assert sides(DELIVERED + certificate()) == []


def test_every_capture_opens_one_window_that_rests_on_its_own_statements() -> None:
    told, found = windows(
        DELIVERED
        + CAPTURED.format("one", "army", "group", "2012-06")
        + CAPTURED.format("two", "group", "army", "2013-06")
        + CAPTURED.format("three", "army", "police", "2014-06")
    )
    assert [(told.names(w.authority.statements), str(w.dates)) for w in found] == [
        (["one"], "2012-06-01/2012-06-30"),
        (["two"], "2013-06-01/2013-06-30"),
        (["three"], "2014-06-01/2014-06-30"),
    ]
    assert {w.rule for w in found} == {"an event took it from its holder, who did not give it"}


def test_what_was_lost_and_found_again_with_its_holder_left_nobody() -> None:
    lost = event("loss", "lost", "by army", "when 2012") + event("sighting", "back", "holder army", "when 2013")
    assert judged(tell(BASIC + DELIVERED + lost)).windows == ()


def test_a_window_between_dates_in_doubt_says_so() -> None:
    delivered = event("transfer", "delivered", "as delivery", "from maker", "to army", "when 2010-05-01?")
    _, found = window(delivered + event("sighting", "seen", "holder group", "when 2010-06-01") + certificate())
    assert found.rests_on_doubtful_date is True
    _, sure = window(DELIVERED + SEEN + certificate())
    assert sure.rests_on_doubtful_date is False


def test_a_consent_that_came_after_a_find_with_its_holder_permits_nobody() -> None:
    found = event("recovery", "found", "by police", "previous-user dealer", "when 2012")
    assert sides(DELIVERED + found + certificate() + consent("issued 2016")) == [("army", "dealer")]


def test_a_permission_by_a_source_that_dates_the_step_less_exactly_counts() -> None:
    vague = event("transfer", "vague", "as gift", "from army", "to dealer", "when 2012", "allowed yes")
    text = DELIVERED + event("transfer", "given", "as gift", "from army", "to dealer", "when 2012-05-01")
    assert sides(text + vague + certificate()) == []
    assert why_none(text + vague + certificate()) == ["a source says that the step out of permitted hands was allowed"]


def test_where_a_thing_came_back_to_its_holder_the_reason_says_so() -> None:
    lost = event("loss", "lost", "by army", "when 2012") + event("sighting", "back", "holder army", "when 2013")
    assert why_none(DELIVERED + lost) == ["the next one documented with it is the same holder: it came back"]
