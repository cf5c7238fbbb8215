"""Which statements tell of one event, and where they tell it differently."""

import pytest
from tests.unit.told import Told, event, every_order, judgement, parties, tell

from witnessmark.case.canonical import statement_id
from witnessmark.case.fold import fold
from witnessmark.custody.links import LinkKind
from witnessmark.custody.occurrences import Occurrence, occurrences, tellings
from witnessmark.model.happenings import Transfer
from witnessmark.model.ids import ThingId
from witnessmark.model.statement import Statement
from witnessmark.model.value import Edtf
from witnessmark.model.when import UNKNOWN, window

BASIC = parties("maker", "army", "group", "police") + "\nitem rifle: Rifle 4471\n"


def sale(name: str, *lines: str, of: str = "rifle") -> str:
    return event("transfer", name, *lines, of=of)


def lasted(name: str, start: str, end: str, how_long: str = "59 days") -> str:
    return f"\nduration {name}\n  from {start}\n  to {end}\n  lasted {how_long}\n"


def told_of(told: Told, thing: str = "rifle") -> list[list[str]]:
    """Every occurrence as the aliases of its versions, sorted."""
    return sorted(sorted(map(told.event, o.versions)) for o in occurrences(told.case, told[thing]))


def only(told: Told) -> Occurrence:
    (occurrence,) = occurrences(told.case, told["rifle"])
    return occurrence


@pytest.mark.parametrize(
    ("event", "before", "after"),
    [
        ("manufacture e\n  by maker", "?", "maker"),
        ("marking e\n  by maker", "maker", "maker"),
        ("transfer e\n  from maker\n  to army", "maker", "army"),
        ("loss e\n  by army", "army", "?"),
        ("recovery e\n  by police\n  previous-user group", "group", "police"),
        ("deactivation e\n  by police", "police", "police"),
        ("destruction e\n  by police", "police", "police"),
        ("sighting e\n  holder group", "group", "group"),
        ("stock-check e\n  holder army", "army", "army"),
        ("delivery-check e\n  by maker\n  at army", "army", "army"),
    ],
)
def test_an_event_says_who_held_the_thing_before_and_after(event: str, before: str, after: str) -> None:
    told = tell(BASIC + f"\n{event}\n  of rifle\n")
    (telling,) = tellings(told.case, told["rifle"])
    assert (told.name(telling.before), told.name(telling.after)) == (before, after)
    assert (telling.statement, telling.link, telling.when) == (told["e"], LinkKind.ITSELF, UNKNOWN)


def test_happenings_that_say_nothing_of_custody_are_no_tellings() -> None:
    told = tell(BASIC + "\nphoto p\n  of rifle\n\ncondition c\n  of rifle\n")
    assert list(tellings(told.case, told["rifle"])) == []
    assert occurrences(told.case, told["rifle"]) == ()


def test_an_event_of_several_things_is_told_of_each_once() -> None:
    told = tell(BASIC + "\nitem other: Rifle 4472\n" + judgement("j", "rifle", "other", "same")
                + sale("sold", "of other", "to army"))  # fmt: skip
    assert [told.name(t.statement) for t in tellings(told.case, told["rifle"])] == ["sold"]


def test_an_event_of_another_thing_in_which_the_thing_is_only_named_is_not_told_of_it() -> None:
    told = tell(BASIC + "\nitem other: Rifle 4472\n" + sale("sold", "to army", "rests-on rifle", of="other"))
    assert list(tellings(told.case, told["rifle"])) == []


def test_events_of_what_a_thing_lay_in_are_told_by_their_link() -> None:
    told = tell(
        BASIC + "\nlot lot: Lot 3\n\ncontainer crate: Crate\n"
        "\ncontainment a\n  inner rifle\n  outer lot\n\ncontainment b\n  inner rifle\n  outer crate\n"
        + sale("lot-sold", "to army", of="lot") + sale("crate-sold", "to group", of="crate")
        + sale("sold", "to police")
    )  # fmt: skip
    links = {told.name(t.statement): t.link for t in tellings(told.case, told["rifle"])}
    assert links == {
        "sold": LinkKind.ITSELF,
        "lot-sold": LinkKind.SAME_LOT,
        "crate-sold": LinkKind.CONTAINED,
    }


def test_a_party_has_one_id_however_many_statements_introduce_it() -> None:
    told = tell(BASIC + "\nparty troops: The army\n" + judgement("j", "army", "troops", "same")
                + sale("one", "to army") + sale("two", "to troops"))  # fmt: skip
    afters = {t.after for t in tellings(told.case, told["rifle"])}
    assert afters == {min(told["army"], told["troops"])}


def test_a_stored_date_that_cannot_be_read_is_any_day() -> None:
    told = tell(BASIC)
    sold = Statement(content=Transfer(of=(ThingId(told["rifle"]),), when=Edtf("12.12.2015")))
    case = fold([*told.case.statements.items(), (statement_id(sold), sold)])
    (telling,) = tellings(case, told["rifle"])
    assert telling.when == UNKNOWN


@pytest.mark.parametrize(
    "event",
    [
        "transfer {}\n  as export\n  from maker\n  to army",
        "loss {}\n  by army",
        "marking {}\n  by maker",
        "deactivation {}\n  by police",
        "recovery {}\n  by police\n  previous-user group",
        "manufacture {}\n  by maker",
    ],
)
def test_two_statements_of_the_same_parties_tell_of_one_event(event: str) -> None:
    body = "\n  of rifle\n  when 2015\n  locator {}\n"
    told = tell(BASIC + "".join(f"\n{event.format(a)}{body.format(a)}" for a in ("one", "two")))
    (version,) = only(told).versions
    assert sorted(told.names(version.statements)) == ["one", "two"]
    assert only(told).why_rivals == ""


@pytest.mark.parametrize("kind", ["sighting", "stock-check", "delivery-check"])
def test_each_observation_is_an_event_of_its_own(kind: str) -> None:
    field = "at" if kind == "delivery-check" else "holder"
    told = tell(BASIC + "".join(f"\n{kind} {a}\n  of rifle\n  {field} army\n  locator {a}\n" for a in ("one", "two")))
    assert told_of(told) == [["one"], ["two"]]


@pytest.mark.parametrize(
    "other",
    [
        ("as capture", "from maker", "to army"),
        ("as export", "from police", "to army"),
        ("as export", "from maker"),
        ("as export", "to army"),
    ],
)
def test_transfers_of_another_kind_or_between_others_are_other_events(other: tuple[str, ...]) -> None:
    told = tell(BASIC + sale("one", "as export", "from maker", "to army") + sale("two", *other))
    assert told_of(told) == [["one"], ["two"]]


def test_a_thing_is_made_once_so_two_makers_are_rivals() -> None:
    told = tell(BASIC + "\nmanufacture a\n  of rifle\n  by maker\n\nmanufacture b\n  of rifle\n  by army\n")
    assert told_of(told) == [["a", "b"]]
    assert only(told).why_rivals == "sources name different parties to one manufacture"


def test_two_sources_may_name_different_previous_users_of_one_recovery() -> None:
    told = tell(
        BASIC + "\nrecovery a\n  of rifle\n  by police\n  previous-user group\n"
        "\nrecovery b\n  of rifle\n  by police\n  previous-user army\n"
        "\nrecovery c\n  of rifle\n  by army\n"
    )
    assert told_of(told) == [["a", "b"], ["c"]]
    rivals = next(o for o in occurrences(told.case, told["rifle"]) if len(o.versions) == 2)
    assert rivals.why_rivals == "sources name different parties to one recovery"


def test_dates_that_share_a_day_make_one_version_and_others_are_rivals() -> None:
    told = tell(BASIC + sale("year", "to army", "when 2015") + sale("day", "to army", "when 2015-03-01")
                + sale("june", "to army", "when 2015-06"))  # fmt: skip
    assert told_of(told) == [["day+year", "june+year"]]
    assert only(told).why_rivals == "sources date one transfer differently"
    assert [v.stated for v in only(told).versions] == [window("2015-03-01"), window("2015-06")]


def test_the_narrowest_date_comes_first_and_of_equals_the_earliest() -> None:
    told = tell(BASIC + sale("late", "to army", "when 2015-03-02") + sale("early", "to army", "when 2015-03-01")
                + sale("month", "to army", "when 2015-03") + sale("undated", "to army"))  # fmt: skip
    assert list(map(told.event, only(told).versions)) == ["early+month+undated", "late+month+undated"]


def test_a_date_that_is_open_at_one_end_is_wider_than_any_other() -> None:
    told = tell(BASIC + sale("since", "to army", "when 2015-01-01/..", "locator a")
                + sale("until", "to army", "when ../2015-01-01", "locator b")
                + sale("year", "to army", "when 2015"))  # fmt: skip
    (version, *rest) = only(told).versions
    assert told.event(version) == "year+until+since"
    assert rest == []


def test_tellings_with_like_dates_come_in_the_order_of_their_ids() -> None:
    for told in every_order(
        BASIC + sale("one", "to army", "when 2015", "quote a") + sale("two", "to army", "when 2015", "quote b"),
        kind="transfer",
    ):
        (version,) = only(told).versions
        assert version.statements == tuple(sorted([told["one"], told["two"]]))


def test_corrections_of_one_event_are_rivals_even_with_other_parties() -> None:
    told = tell(BASIC + sale("sold", "to army") + sale("a", "to group", "supersedes sold")
                + sale("b", "to police", "supersedes sold"))  # fmt: skip
    assert told_of(told) == [["a", "b"]]
    assert only(told).why_rivals == "sources name different parties to one transfer"


def test_people_can_judge_that_events_of_other_parties_are_one() -> None:
    told = tell(BASIC + sale("one", "from maker") + sale("two", "to army") + judgement("j", "one", "two", "same"))
    (version,) = only(told).versions
    assert (told.name(version.before), told.name(version.after)) == ("maker", "army")


def test_people_can_judge_that_events_of_the_same_parties_are_two() -> None:
    told = tell(BASIC + sale("one", "to army", "quote a") + sale("two", "to army", "quote b")
                + judgement("j", "one", "two", "different"))  # fmt: skip
    assert told_of(told) == [["one"], ["two"]]


def test_what_is_judged_one_with_two_events_makes_one_of_all_three_whatever_the_ids() -> None:
    text = (
        BASIC + sale("one", "as export", "to army") + sale("two", "as delivery", "to army")
        + sale("three", "as sale", "to army") + judgement("j", "one", "three", "same")
        + judgement("k", "two", "three", "same")
    )  # fmt: skip
    for told in every_order(text, kind="transfer"):
        assert len(occurrences(told.case, told["rifle"])) == 1


def test_a_version_takes_from_each_telling_what_it_says() -> None:
    told = tell(BASIC + "\nlot lot: Lot 3\n\ncontainment c\n  inner rifle\n  outer lot\n"
                + sale("one", "from maker", "when 2015-03", of="lot") + sale("two", "to army", "when 2015")
                + judgement("j", "one", "two", "same"))  # fmt: skip
    (version,) = only(told).versions
    assert told.name(version.before) == "maker"
    assert told.name(version.after) == "army"
    assert version.stated == version.when == window("2015-03")
    assert version.event is version.tellings[0].event
    assert version.link is LinkKind.ITSELF
    assert only(told).first == version


def test_transfers_from_one_holder_to_different_hands_at_one_time_contend() -> None:
    told = tell(
        BASIC + sale("a", "from maker", "to army", "when 2015-03") + sale("b", "from maker", "to group", "when 2015")
    )
    assert told_of(told) == [["a", "b"]]
    assert only(told).why_rivals == "sources let one holder hand it to different parties at one time"


def test_three_transfers_that_contend_are_one_choice() -> None:
    lines = [sale(p, "from maker", f"to {p}", "when 2015") for p in ("army", "group", "police")]
    told = tell("".join([parties("maker"), *(f"\nparty {p}: P {p}\n" for p in ("army", "group", "police")),
                         "\nitem rifle: Rifle\n", *(x.replace("transfer ",
                         "transfer to-") for x in lines)]))  # fmt: skip
    assert told_of(told) == [["to-army", "to-group", "to-police"]]


def test_versions_of_a_contending_transfer_are_all_kept() -> None:
    told = tell(BASIC + sale("a1", "from maker", "to army", "when 2015-03") + sale("a2", "from maker", "to army",
                "when 2015-05")
                + sale("b", "from maker", "to group", "when 2015"))  # fmt: skip
    assert told_of(told) == [["a1", "a2", "b"]]


@pytest.mark.parametrize(
    "other",
    [
        ("from maker", "to group", "when 2016"),
        ("from maker", "to group"),
        ("from police", "to group", "when 2015"),
        ("to group", "when 2015"),
        ("from maker", "when 2015"),
        ("as sale", "from maker", "to army", "when 2016"),
    ],
)
def test_other_transfers_do_not_contend(other: tuple[str, ...]) -> None:
    told = tell(BASIC + sale("a", "from maker", "to army", "when 2015") + sale("b", *other))
    assert told_of(told) == [["a"], ["b"]]


def test_transfers_from_nobody_do_not_contend() -> None:
    told = tell(BASIC + sale("a", "to army", "when 2015") + sale("b", "to group", "when 2015"))
    assert told_of(told) == [["a"], ["b"]]


def test_two_transfers_to_nobody_do_not_contend() -> None:
    told = tell(BASIC + sale("a", "as sale", "from maker", "when 2015") + sale("b", "from maker", "when 2015"))
    assert told_of(told) == [["a"], ["b"]]


def test_transfers_do_not_contend_where_the_thing_came_back_in_between() -> None:
    told = tell(BASIC + sale("a", "from maker", "to army", "when 2015") + sale("back", "from army", "to maker")
                + sale("b", "from maker", "to group", "when 2015"))  # fmt: skip
    assert told_of(told) == [["a"], ["b"], ["back"]]


def test_a_recovery_does_not_contend_with_a_transfer() -> None:
    found = event("recovery", "found", "by police", "previous-user maker", "when 2015")
    assert told_of(tell(BASIC + sale("a", "from maker", "to army", "when 2015") + found)) == [["a"], ["found"]]


def test_events_of_two_kinds_that_are_judged_one_are_called_by_the_kind_that_is_dated_first() -> None:
    lost = event("loss", "lost", "by maker", "when 2015-03-01")
    told = tell(BASIC + sale("sold", "from maker", "when 2014") + lost + judgement("j", "sold", "lost"))
    assert only(told).why_rivals == "sources date one loss differently"


def test_a_loss_does_not_contend_with_a_transfer() -> None:
    told = tell(
        BASIC + sale("a", "from maker", "to army", "when 2015") + "\nloss l\n  of rifle\n  by maker\n  when 2015\n"
    )
    assert told_of(told) == [["a"], ["l"]]


@pytest.mark.parametrize("kinds", [("as export", "as delivery"), ("as sale", ""), ("", "as gift")])
def test_transfers_between_the_same_two_hands_that_are_called_differently_are_one(kinds: tuple[str, str]) -> None:
    one, other = ([kind] if kind else [] for kind in kinds)
    told = tell(
        BASIC
        + sale("a", *one, "from maker", "to army", "when 2015")
        + sale("b", *other, "from maker", "to army", "when 2015-05")
    )
    assert told_of(told) == [["b+a"]]
    assert getattr(only(told).first.event, "as_", "") != "unknown"


def test_transfers_that_are_called_differently_and_dated_apart_are_two() -> None:
    told = tell(
        BASIC
        + sale("a", "as sale", "from maker", "to army", "when 2015")
        + sale("b", "as gift", "from maker", "to army", "when 2017")
    )
    assert told_of(told) == [["a"], ["b"]]


def test_sources_that_differ_on_whether_a_step_was_allowed_are_rivals() -> None:
    told = tell(
        BASIC
        + sale("a", "from maker", "to army", "when 2015", "allowed yes")
        + sale("b", "from maker", "to army", "when 2015", "allowed no")
        + sale("c", "from maker", "to army", "when 2015")
    )
    assert sorted(map(sorted, told_of(told))) == [["a+c", "b+c"]] or len(only(told).versions) == 2
    assert only(told).why_rivals == "sources differ on whether one transfer was allowed"


def test_sources_that_name_different_agents_are_rivals() -> None:
    told = tell(
        BASIC
        + sale("a", "from maker", "to army", "when 2015", "via police")
        + sale("b", "from maker", "to army", "when 2015", "via group")
    )
    assert len(only(told).versions) == 2
    assert only(told).why_rivals == "sources name different agents of one transfer"


def _by_one_source(*blocks: str) -> str:
    return BASIC + "\nsource page: Page\n" + "".join(block.rstrip("\n") + "\n  source page\n" for block in blocks)


def test_a_source_that_tells_of_two_finds_with_a_sale_between_them_does_not_contradict_itself() -> None:
    told = tell(
        _by_one_source(
            event("recovery", "first", "by police", "when 2012"),
            sale("sold", "from police", "to army", "when 2013"),
            event("recovery", "again", "by police", "when 2015"),
        )
    )
    assert sorted(told_of(told)) == [["again"], ["first"], ["sold"]]


def test_a_source_that_dates_one_step_on_two_days_contradicts_itself() -> None:
    told = tell(
        _by_one_source(
            sale("a", "from maker", "to army", "when 2015-03-10"),
            sale("b", "from maker", "to army", "when 2015-03-14"),
        )
    )
    assert told_of(told) == [["a", "b"]]
    assert only(told).why_rivals == "statements of one source date one transfer differently"


def test_two_deliveries_of_a_lot_by_one_source_are_two() -> None:
    text = _by_one_source(
        sale("a", "from maker", "to army", "when 2015-03-10"), sale("b", "from maker", "to army", "when 2015-03-14")
    )
    told = tell(text.replace("item rifle", "lot rifle"))
    assert told_of(told) == [["a"], ["b"]]


def test_a_lot_that_went_to_different_parties_at_one_time_can_have_gone_in_parts() -> None:
    text = BASIC + sale("a", "from maker", "to army", "when 2015") + sale("b", "from maker", "to group", "when 2015")
    told = tell(text.replace("item rifle", "lot rifle"))
    assert only(told).why_rivals == (
        "sources let one holder hand it to different parties at one time: parts of it can have gone different ways"
    )


DELIVERED = sale("delivered", "as delivery", "from maker", "to army", "when 2010")


def test_who_once_received_it_can_still_be_told_to_have_handed_it_to_two_at_one_time() -> None:
    told = tell(
        BASIC
        + DELIVERED
        + sale("a", "from army", "to group", "when 2015")
        + sale("b", "from army", "to police", "when 2015")
    )
    assert told_of(told) == [["a", "b"], ["delivered"]]


def test_given_to_and_captured_by_one_party_at_one_time_are_rivals() -> None:
    told = tell(
        BASIC
        + sale("given", "as gift", "from army", "to group", "when 2012-03-01")
        + sale("taken", "as capture", "from army", "to group", "when 2012-03")
    )
    assert told_of(told) == [["given", "taken"]]


def test_a_sale_of_the_title_is_no_telling_of_the_delivery() -> None:
    told = tell(
        BASIC
        + sale("title", "as sale", "from maker", "to army", "when 2010-05-01", "passes title")
        + sale("delivered", "as delivery", "from maker", "to army", "when 2010")
    )
    assert told_of(told) == [["delivered"], ["title"]]


def test_whether_a_step_was_allowed_counts_whoever_dates_it_best() -> None:
    told = tell(
        BASIC
        + sale("silent", "as gift", "from army", "to group", "when 2012-05-01")
        + sale("says", "as gift", "from army", "to group", "when 2012", "allowed yes")
    )
    assert only(told).first.allowed == "yes"


def test_every_reason_for_which_versions_are_rivals_is_told() -> None:
    told = tell(
        BASIC
        + sale("a", "as gift", "from army", "to group", "when 2012-05-01", "allowed yes")
        + sale("b", "as gift", "from army", "to group", "when 2013", "allowed no")
    )
    assert only(told).why_rivals == (
        "sources date one transfer differently and differ on whether one transfer was allowed"
    )


def test_agents_that_one_source_does_not_name_or_that_both_name_are_no_contradiction() -> None:
    told = tell(
        BASIC
        + sale("a", "from maker", "to army", "when 2015", "via police")
        + sale("b", "from maker", "to army", "when 2015")
        + sale("c", "from maker", "to army", "when 2015", "via police", "via group")
    )
    assert only(told).why_rivals == ""
    assert len(only(told).versions) == 1


def test_a_judgement_on_one_pair_does_not_unite_what_tells_of_something_else() -> None:
    told = tell(
        BASIC
        + sale("a", "from maker", "to army", "when 2015")
        + sale("b", "from maker", "to group", "when 2017")
        + sale("c", "from army", "to police", "when 2018")
        + judgement("j", "a", "b")
    )
    assert sorted(map(sorted, told_of(told))) == [["a", "b"], ["c"]]


def test_a_return_from_somebody_else_is_no_return_from_those_who_are_told_to_have_got_it() -> None:
    told = tell(
        BASIC
        + sale("a", "from army", "to group", "when 2015")
        + sale("b", "from army", "to police", "when 2015")
        + sale("back", "from maker", "to army", "when 2015")
    )
    assert ["a", "b"] in [sorted(each) for each in told_of(told)]


def test_what_happened_before_or_after_two_dates_does_not_part_them() -> None:
    for when in ("2014", "2016"):
        told = tell(
            _by_one_source(
                sale("a", "from maker", "to army", "when 2015-03-10"),
                sale("b", "from maker", "to army", "when 2015-03-14"),
                sale("c", "from army", "to group", f"when {when}"),
            )
        )
        assert ["a", "b"] in [sorted(each) for each in told_of(told)]
