"""Who held a thing, in order; what nobody documents is a gap."""

import pytest
from tests.unit.told import Told, event, parties, tell

from witnessmark.custody.chain import CustodyChain, Gap, Span, build_chain
from witnessmark.custody.occurrences import Version
from witnessmark.custody.order import is_outward, moves_custody

BASIC = parties("maker", "army", "dealer", "group", "police") + "\nitem rifle: Rifle 4471\n"


def chain(*events: str) -> list[str]:
    return tell(BASIC + "".join(events)).chain("rifle")


def version(*lines: str, kind: str = "transfer") -> Version:
    return only(tell(BASIC + event(kind, "e", *lines)))


def only(told: Told) -> Version:
    (account,) = told.history("rifle").accounts
    (found,) = account.chain.events
    return found


MADE = event("manufacture", "made", "by maker")
SOLD = event("transfer", "sold", "from maker", "to army")


def test_without_events_there_is_no_chain() -> None:
    assert build_chain([]) == CustodyChain(elements=(), events=())


def test_a_thing_that_was_made_is_with_its_maker() -> None:
    assert chain(MADE) == ["maker: made .. ? | made"]


def test_a_thing_made_by_nobody_known_has_no_holder() -> None:
    told = tell(BASIC + event("manufacture", "made"))
    assert told.chain("rifle") == []
    assert told.events("rifle") == ["made"]


def test_a_transfer_ends_one_span_and_begins_the_next() -> None:
    assert chain(MADE, SOLD) == ["maker: made .. sold | made, sold", "army: sold .. ? | sold"]


def test_how_the_first_holder_known_came_to_have_it_is_a_gap() -> None:
    assert chain(SOLD) == [
        "gap ? -> maker | ? .. sold",
        "maker: ? .. sold | sold",
        "army: sold .. ? | sold",
    ]


def test_a_first_event_that_names_nobody_before_begins_with_a_gap() -> None:
    assert chain(event("transfer", "got", "to army")) == ["gap ? -> army | ? .. got", "army: got .. ? | got"]


def test_an_undocumented_leg_between_two_holders_is_a_gap() -> None:
    assert chain(MADE, event("recovery", "found", "by police", "previous-user group")) == [
        "maker: made .. ? | made",
        "gap maker -> group | made .. found",
        "group: ? .. found | found",
        "police: found .. ? | found",
    ]


def test_where_nobody_is_named_before_the_gap_leads_to_who_came_after() -> None:
    assert chain(MADE, event("recovery", "found", "by police")) == [
        "maker: made .. ? | made",
        "gap maker -> police | made .. found",
        "police: found .. ? | found",
    ]


def test_a_holder_who_lost_it_is_followed_by_a_gap() -> None:
    assert chain(MADE, event("loss", "lost", "by maker")) == [
        "maker: made .. lost | made, lost",
        "gap maker -> ? | lost .. ?",
    ]


def test_a_gap_after_a_loss_ends_with_the_next_holder_known() -> None:
    assert chain(
        MADE, event("loss", "lost", "by maker", "when 2014"), event("recovery", "found", "by police", "when 2015")
    ) == [
        "maker: made .. lost | made, lost",
        "gap maker -> police | lost .. found",
        "police: found .. ? | found",
    ]


def test_a_holder_who_lost_it_may_have_it_again() -> None:
    assert chain(event("sighting", "had", "holder army", "when 2013"), event("loss", "lost", "by army", "when 2014"),
                 event("sighting", "has", "holder army", "when 2015")) == [
        "gap ? -> army | ? .. had",
        "army: ? .. lost | had, lost",
        "gap army -> army | lost .. has",
        "army: ? .. ? | has",
    ]  # fmt: skip


def test_two_losses_by_nobody_known_leave_one_gap() -> None:
    assert chain(MADE, event("loss", "one", "when 2014", "how theft"), event("transfer", "two", "when 2015")) == [
        "maker: made .. ? | made",
        "gap maker -> ? | one .. two",
    ]


def test_a_loss_by_nobody_known_before_anything_else_is_a_gap_on_both_sides() -> None:
    assert chain(event("loss", "lost")) == ["gap ? -> ? | ? .. lost"]


def test_a_gap_told_again_before_any_holder_has_nobody_before_it() -> None:
    assert chain(event("loss", "lost", "when 2014"), event("sighting", "seen", "holder army", "when 2015")) == [
        "gap ? -> army | lost .. seen",
        "army: ? .. ? | seen",
    ]


def test_a_gap_keeps_the_holder_before_it_over_several_events_that_name_nobody() -> None:
    assert chain(MADE, SOLD, event("loss", "one", "when 2014"), event("transfer", "two", "as gift", "when 2015"),
                 event("sighting", "seen", "holder group", "when 2016")) == [
        "maker: made .. sold | made, sold",
        "army: sold .. ? | sold",
        "gap army -> group | two .. seen",
        "group: ? .. ? | seen",
    ]  # fmt: skip


def test_a_sighting_with_the_holder_adds_to_the_span_and_changes_nothing_else() -> None:
    assert chain(MADE, SOLD, event("sighting", "seen", "holder army", "when 2015")) == [
        "maker: made .. sold | made, sold",
        "army: sold .. ? | sold, seen",
    ]


def test_a_sighting_with_somebody_else_is_a_new_holder_after_a_gap() -> None:
    assert chain(MADE, event("sighting", "seen", "holder group")) == [
        "maker: made .. ? | made",
        "gap maker -> group | made .. seen",
        "group: ? .. ? | seen",
    ]


def test_a_sighting_that_names_nobody_moves_nothing_and_is_still_told() -> None:
    told = tell(BASIC + MADE + event("sighting", "seen"))
    assert told.chain("rifle") == ["maker: made .. ? | made"]
    assert told.events("rifle") == ["made", "seen"]


def test_an_arrival_with_who_holds_it_already_is_told_again_not_a_new_span() -> None:
    assert chain(MADE, SOLD, event("recovery", "found", "by army")) == [
        "maker: made .. sold | made, sold",
        "army: sold .. ? | sold, found",
    ]


def test_the_last_event_beside_a_gap_is_the_last_one_that_placed_the_thing() -> None:
    assert chain(MADE, event("sighting", "blind", "when 2014"), event("marking", "stamped", "by dealer", "when 2014"),
                 event("sighting", "seen", "holder group", "when 2015")) == [
        "maker: made .. ? | made",
        "gap maker -> group | made .. seen",
        "group: ? .. ? | seen",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["deactivation", "destruction"])
def test_whoever_ends_the_things_life_holds_it(kind: str) -> None:
    assert chain(MADE, event(kind, "end", "by police")) == [
        "maker: made .. ? | made",
        "gap maker -> police | made .. end",
        "police: ? .. ? | end",
    ]


# -- single events -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["export", "import", "transit", "trans-shipment", "brokering", "delivery"])
def test_these_transfers_send_things_towards_an_end_user(kind: str) -> None:
    assert is_outward(version(f"as {kind}", "to army"))


@pytest.mark.parametrize("kind", ["unknown", "sale", "issue", "gift", "retransfer", "capture", "return"])
def test_other_transfers_do_not_send_things_towards_an_end_user(kind: str) -> None:
    assert not is_outward(version(f"as {kind}", "to army"))


def test_what_is_no_transfer_sends_nothing() -> None:
    assert not is_outward(None)
    assert not is_outward(version("holder army", kind="sighting"))


@pytest.mark.parametrize(("passes", "moves"), [("custody", True), ("both", True), ("title", False)])
def test_a_transfer_of_title_alone_moves_no_custody(passes: str, moves: bool) -> None:
    assert moves_custody(version("to army", f"passes {passes}")) is moves


@pytest.mark.parametrize(
    ("result", "moves"),
    [("confirmed", True), ("unknown", False), ("not-confirmed", False), ("refused", False),
     ("not-done", False), ("never-asked", False)],
)  # fmt: skip
def test_only_a_check_that_confirmed_a_delivery_says_who_held_it(result: str, moves: bool) -> None:
    assert moves_custody(version("at army", f"result {result}", kind="delivery-check")) is moves


def test_a_mark_may_be_put_on_by_somebody_who_does_not_hold_the_thing() -> None:
    assert moves_custody(version("by army", kind="marking")) is False


@pytest.mark.parametrize("kind", ["manufacture", "loss", "recovery", "deactivation", "destruction"])
def test_every_other_event_says_something_of_who_held_the_thing(kind: str) -> None:
    assert moves_custody(version("by army", kind=kind)) is True


def test_what_befell_some_of_its_lot_moves_no_item_of_it() -> None:
    in_lot = "\nlot lot: Lot 12-88\n\ncontainment c\n  inner rifle\n  outer lot\n"
    sold = "\ntransfer lot-sold\n  of lot\n  from maker\n  to army\n"
    told = tell(BASIC + in_lot + MADE + sold)
    assert told.chain("rifle") == ["maker: made .. ? | made"]
    assert told.events("rifle") == ["made", "lot-sold"]
    assert told.chain("lot")[-1] == "army: lot-sold .. ? | lot-sold"


def test_what_befell_the_crate_that_a_thing_lay_in_moves_the_thing() -> None:
    crate = "\ncontainer crate: Crate\n\ncontainment c\n  inner rifle\n  outer crate\n"
    told = tell(BASIC + crate + MADE + "\ntransfer sold\n  of crate\n  from maker\n  to army\n")
    assert told.chain("rifle") == ["maker: made .. sold | made, sold", "army: sold .. ? | sold"]


def test_a_transfer_of_title_alone_is_told_and_begins_no_span() -> None:
    told = tell(BASIC + MADE + event("transfer", "title", "from maker", "to army", "passes title"))
    assert told.chain("rifle") == ["maker: made .. ? | made"]
    assert told.events("rifle") == ["made", "title"]


def test_a_manufacture_after_other_events_ends_no_other_holders_span() -> None:
    assert chain(
        event("manufacture", "made", "by maker", "when 2016"), event("sighting", "seen", "holder army", "when 2014")
    ) == [
        "gap ? -> army | ? .. seen",
        "army: ? .. ? | seen",
        "gap army -> maker | seen .. made",
        "maker: made .. ? | made",
    ]


def test_a_transfer_to_nobody_known_ends_in_a_gap() -> None:
    assert chain(MADE, event("transfer", "sold", "from maker")) == [
        "maker: made .. sold | made, sold",
        "gap maker -> ? | sold .. ?",
    ]


def test_spans_and_gaps_are_told_apart() -> None:
    (account,) = tell(BASIC + SOLD).history("rifle").accounts
    elements = account.chain.elements
    assert account.chain.gaps == (elements[0],)
    assert account.chain.spans == elements[1:]
    assert [type(e) for e in elements] == [Gap, Span, Span]
