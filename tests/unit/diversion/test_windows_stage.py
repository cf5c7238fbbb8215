"""In which stage a window opens, and who stands upstream of it."""

import pytest
from tests.unit.diversion.judging import EXPORT, FOUND, MADE, paper, sides, why_none, window
from tests.unit.told import event

from witnessmark.diversion.authority import AuthorityKind
from witnessmark.diversion.windows import Stage

# -- stage and upstream --------------------------------------------------------------------------------------


def stage(text: str) -> Stage:
    _, found = window(text)
    return found.stage


SEEN = event("sighting", "seen", "holder group", "when 2017")
HAD = event("sighting", "had", "holder army", "when 2015")


def test_with_its_maker_the_window_is_of_before_the_export() -> None:
    assert stage(MADE + SEEN + paper("maker")) is Stage.PRE_EXPORT


def test_with_a_permitted_holder_to_whom_it_was_transferred_the_window_is_of_after_the_delivery() -> None:
    assert stage(MADE + EXPORT + FOUND + paper("army")) is Stage.POST_DELIVERY


def test_with_a_permitted_holder_who_came_by_it_in_no_documented_way_the_stage_is_not_known() -> None:
    assert stage(HAD + SEEN + paper("army")) is Stage.NOT_KNOWN
    assert Stage.NOT_KNOWN.value == "not known: no export or delivery is documented"


@pytest.mark.parametrize("form", ["undertaking", "end-user-certificate"])
def test_with_the_end_user_of_an_undertaking_the_window_is_of_after_the_delivery(form: str) -> None:
    assert stage(HAD + SEEN + paper("army", form=form)) is Stage.POST_DELIVERY


@pytest.mark.parametrize("form", ["undertaking", "end-user-certificate"])
def test_with_a_permitted_maker_the_window_is_of_before_the_export(form: str) -> None:
    assert stage(MADE + SEEN + paper("maker", form=form)) is Stage.PRE_EXPORT


def test_with_the_intended_recipient_the_window_is_of_after_the_delivery() -> None:
    meant = "\nconsignment load: Load\n  intended army\n\ncontainment c\n  inner rifle\n  outer load\n"
    assert stage(HAD + SEEN + meant) is Stage.POST_DELIVERY


def test_where_it_was_sent_only_later_the_window_is_of_before_the_export() -> None:
    later = event("transfer", "on", "as export", "from group", "to police", "when 2018")
    assert stage(HAD + SEEN + later + paper("army")) is Stage.PRE_EXPORT
    assert stage(HAD + SEEN + later.replace("as export", "as sale") + paper("army")) is Stage.NOT_KNOWN


def test_where_it_was_sent_between_later_holders_the_window_is_of_before_the_export() -> None:
    later = event("transfer", "on", "as export", "from group", "to police", "when 2018")
    last = event("sighting", "last", "holder dealer", "when 2019")
    assert stage(HAD + SEEN + later + last + paper("army")) is Stage.PRE_EXPORT


def test_a_step_that_is_itself_outward_leaves_before_the_export() -> None:
    sent = event("transfer", "on", "as export", "from army", "to police", "when 2018")
    assert stage(HAD + sent + paper("army")) is Stage.PRE_EXPORT


def test_a_transfer_to_an_earlier_holder_counts_as_well() -> None:
    bought = event("transfer", "bought", "as sale", "from maker", "to dealer", "when 2013")
    seen = event("sighting", "with-army", "holder army", "when 2014")
    assert stage(bought + seen + SEEN + paper("army")) is Stage.POST_DELIVERY


LEGS = MADE + event("transfer", "one", "as export", "from maker", "to exporter", "via dealer", "when 2011")


def test_where_it_never_reached_a_permitted_holder_the_window_is_of_the_transfer() -> None:
    told, found = window(
        LEGS + event("transfer", "two", "as transit", "from exporter", "to dealer", "when 2012")
        + event("sighting", "seen", "holder group", "when 2013") + paper("army")
    )  # fmt: skip
    assert found.stage is Stage.TRANSFER
    assert told.name(found.after.holder) == "dealer"
    assert told.names(found.upstream) == ["maker", "dealer", "exporter"]


def test_whoever_sent_it_on_is_the_last_before_the_window_and_not_a_later_holder() -> None:
    assert sides(
        LEGS + event("transfer", "two", "as sale", "from exporter", "to dealer", "when 2012") + paper("army")
    ) == [("exporter", "dealer")]


def test_an_export_to_nobody_known_sends_it_to_nobody() -> None:
    text = (
        MADE
        + event("transfer", "one", "as export", "from maker", "when 2011")
        + event("sighting", "seen", "holder group", "when 2013")
    )
    assert sides(text + paper("army")) == []


def test_an_undocumented_leg_ends_the_way_on_which_it_was_sent() -> None:
    text = LEGS + event("transfer", "two", "as delivery", "from dealer", "to group", "when 2013")
    assert sides(text + paper("army")) == [("exporter", "dealer")]


def test_a_way_that_ends_with_the_last_holder_known_gives_no_window() -> None:
    assert sides(LEGS + paper("army")) == []
    assert why_none(LEGS + paper("army")) == ["nothing documents the thing with anybody whom the authority permits"]


def test_a_way_of_two_legs_that_ends_with_the_last_holder_known_gives_no_window() -> None:
    text = LEGS + event("transfer", "two", "as transit", "from exporter", "to dealer", "when 2012")
    assert sides(text + paper("army")) == []


def test_a_way_that_ends_with_nobody_known_gives_no_window() -> None:
    text = MADE + event("transfer", "one", "as export", "from maker", "when 2011")
    assert sides(text + paper("army")) == []


def test_a_thing_that_was_never_sent_gives_no_window_against_whom_it_was_meant_for() -> None:
    text = MADE + event("transfer", "sold", "as sale", "from maker", "to group", "when 2011")
    assert sides(text + paper("army")) == []


def test_a_chain_without_holders_gives_no_window() -> None:
    assert why_none(paper("army")) == ["nothing documents the thing with anybody whom the authority permits"]


def test_an_intended_recipient_who_never_had_it_is_judged_from_whoever_sent_it() -> None:
    told, found = window(
        LEGS + event("sighting", "seen", "holder group", "when 2013")
        + "\nconsignment load: Load\n  intended army\n\ncontainment c\n  inner rifle\n  outer load\n"
    )  # fmt: skip
    assert found.authority.kind is AuthorityKind.INTENDED_RECIPIENT
    assert (told.name(found.after.holder), found.stage) == ("exporter", Stage.TRANSFER)


def test_every_holder_and_every_agent_on_the_way_is_upstream_once_in_order() -> None:
    told, found = window(
        LEGS + event("transfer", "two", "as delivery", "from exporter", "to army", "via dealer", "via police",
        "when 2012")
        + event("sighting", "seen", "holder group", "when 2013") + paper("army", "maker", "exporter")
    )  # fmt: skip
    assert told.names(found.upstream) == ["maker", "dealer", "exporter", "police", "army"]


def test_nobody_after_the_window_is_upstream() -> None:
    told, found = window(
        MADE + event("transfer", "gone", "from maker", "to group", "via dealer", "when 2012")
        + event("transfer", "on", "from group", "to police", "via army", "when 2013") + paper("maker")
    )  # fmt: skip
    assert told.name(found.before.holder) == "group"
    assert told.names(found.upstream) == ["maker"]
