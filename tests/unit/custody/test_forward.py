"""From a programme, consignment or lot to every later find of it, and to where knowledge ends."""

import pytest
from tests.unit.told import ABSENT, Told, event, every_order, parties, tell

from witnessmark.custody.forward import Knowledge, Reach, StepKind, trace_forward

BASIC = (
    parties("army", "group", "police")
    + """
programme programme: Supply programme

consignment goods: Goods

lot lot: Lot 12-88
  model R-7

item rifle: Rifle 4471
  model R-7

item other: Rifle of the cache
  model R-7
"""
)
MEMBER = "\nmembership in-programme\n  consignment goods\n  programme programme\n"
IN_GOODS = "\ncontainment in-goods\n  inner lot\n  outer goods\n"
IN_LOT = "\ncontainment in-lot\n  inner rifle\n  outer lot\n"


def reading(name: str, of: str, text: str = "KB0421786", mark: str = "serial") -> str:
    return f"\nmark-reading {name}\n  of {of}\n  text {text}\n  mark {mark}\n"


def steps(told: Told, start: str) -> dict[str, tuple[StepKind, str, list[str], str]]:
    found = [reach.step for reach in trace_forward(told.case, told[start])]
    return {told.name(s.thing): (s.kind, told.name(s.from_), told.names(s.because), s.text) for s in found}


def first(text: str, start: str = "rifle") -> Reach:
    told = tell(BASIC + text)
    return trace_forward(told.case, told[start])[0]


def test_a_trace_starts_with_the_thing_itself() -> None:
    assert steps(tell(BASIC), "rifle") == {"rifle": (StepKind.START, "?", [], "")}


def test_an_unknown_thing_leads_nowhere() -> None:
    (only,) = trace_forward(tell(BASIC).case, ABSENT)
    assert (only.step.thing, only.transfers, only.finds, only.beyond) == (ABSENT, (), (), Knowledge.NOTHING)


def test_a_trace_of_a_corrected_thing_starts_with_its_first_version() -> None:
    told = tell(BASIC + "\nitem better: Better told\n  supersedes rifle\n")
    assert list(steps(told, "better")) == ["rifle"]


def test_a_programme_leads_to_its_consignments_and_to_what_was_inside_them_nearest_first() -> None:
    told = tell(BASIC + MEMBER + IN_GOODS + IN_LOT)
    assert steps(told, "programme") == {
        "programme": (StepKind.START, "?", [], ""),
        "goods": (StepKind.BELONGS, "programme", ["in-programme"], ""),
        "lot": (StepKind.INSIDE, "goods", ["in-goods"], ""),
        "rifle": (StepKind.INSIDE, "lot", ["in-lot"], ""),
    }
    assert list(steps(told, "programme")) == ["programme", "goods", "lot", "rifle"]


def test_nothing_leads_from_what_was_inside_to_what_it_was_inside_of() -> None:
    told = tell(BASIC + MEMBER + IN_GOODS + IN_LOT)
    assert list(steps(told, "rifle")) == ["rifle"]
    assert list(steps(told, "goods")) == ["goods", "lot", "rifle"]


def test_a_consignment_may_itself_name_its_programme() -> None:
    told = tell(
        BASIC + "\nconsignment named: Named\n  programme programme\n\nconsignment none: None\n  intended army\n"
    )
    assert steps(told, "programme")["named"] == (StepKind.BELONGS, "programme", ["named"], "")
    assert list(steps(told, "army")) == ["army"]
    assert list(steps(told, "named")) == ["named"]


def test_of_two_ways_to_a_thing_the_nearest_is_kept() -> None:
    told = tell(BASIC + MEMBER + IN_GOODS + IN_LOT + "\ncontainment direct\n  inner rifle\n  outer goods\n")
    assert steps(told, "goods")["rifle"] == (StepKind.INSIDE, "goods", ["direct"], "")
    assert sorted(list(steps(told, "goods"))[1:]) == ["lot", "rifle"]


def test_things_at_one_distance_are_all_reached_before_those_beyond() -> None:
    text = (
        BASIC + IN_GOODS + IN_LOT + "\ncontainer crate: Crate\n\ncontainment in-crate\n  inner crate\n  outer goods\n"
    )
    for told in every_order(text, kind="containment"):
        assert list(steps(told, "goods"))[3] == "rifle"


def test_a_person_who_judges_two_things_the_same_leads_from_one_to_the_other() -> None:
    told = tell(BASIC + "\njudgement j\n  left other\n  right rifle\n  verdict same\n  by A. Vale\n  reason looked\n")
    assert steps(told, "rifle")["other"] == (StepKind.JUDGED_SAME, "rifle", ["j"], "")
    assert steps(told, "other")["rifle"] == (StepKind.JUDGED_SAME, "other", ["j"], "")


def test_a_match_of_the_program_is_told_as_one_in_either_direction() -> None:
    told = tell(BASIC + reading("a", "rifle") + reading("b", "other"))
    because = "both serial marks read 'KB0421786' as typed, both R-7"
    kind, start, readings, text = steps(told, "rifle")["other"]
    assert (kind, start, sorted(readings), text) == (StepKind.PROGRAM_MATCH, "rifle", ["a", "b"], because)
    kind, start, readings, text = steps(told, "other")["rifle"]
    assert (kind, start, sorted(readings), text) == (StepKind.PROGRAM_MATCH, "other", ["a", "b"], because)


def test_a_match_of_a_publisher_is_told_with_the_publishers_words() -> None:
    told = tell(BASIC + "\nreported-match m\n  of rifle\n  of other\n  of lot\n  text lots match\n")
    found = steps(told, "rifle")
    assert sorted(found) == ["lot", "other", "rifle"]
    assert found["other"] == (StepKind.REPORTED_MATCH, "rifle", ["m"], "lots match")
    assert found["lot"] == (StepKind.REPORTED_MATCH, "rifle", ["m"], "lots match")


def test_a_persons_judgement_comes_before_a_match_of_the_program() -> None:
    told = tell(BASIC + reading("a", "rifle") + reading("b", "other")
                + "\njudgement j\n  left other\n  right rifle\n  verdict same\n"
                "  by A. Vale\n  reason looked\n")  # fmt: skip
    assert steps(told, "rifle")["other"][0] is StepKind.JUDGED_SAME


def test_a_consignment_of_another_programme_that_only_rests_on_this_one_is_not_reached() -> None:
    text = "\nprogramme elsewhere: Elsewhere\n\nconsignment load: Load\n  programme elsewhere\n  rests-on programme\n"
    assert list(steps(tell(BASIC + text), "programme")) == ["programme"]


def test_what_only_mentions_a_thing_leads_nowhere() -> None:
    told = tell(
        BASIC + "\nremark r\n  nature context\n  text fine\n  about rifle\n" + MEMBER.replace("goods", "rifle", 1)
    )
    assert list(steps(told, "rifle")) == ["rifle"]


# -- what was reached ----------------------------------------------------------------------------------------


def test_transfers_and_finds_come_by_their_first_day_and_undated_ones_last() -> None:
    text = BASIC + "".join(
        [
            event("transfer", "sold-late", "to group", "when 2016"), event("transfer", "sold", "to army", "when 2015"),
            event("transfer", "sold-some-day", "from group"), event("sighting", "seen", "holder group", "when 2017"),
            event("stock-check", "checked", "holder army", "when 2015-06"), event("recovery", "found", "by police"),
            event("marking", "stamped", "by army"), event("loss", "lost", "by army", "when 2018"),
        ]
    )  # fmt: skip
    for told in every_order(text, kind="transfer", among=4):
        (reach,) = trace_forward(told.case, told["rifle"])
        assert told.names(t.statement for t in reach.transfers) == ["sold", "sold-late", "sold-some-day"]
        assert told.names(t.statement for t in reach.finds) == ["checked", "seen", "lost", "found"]


def test_events_of_one_day_come_in_the_order_of_their_ids() -> None:
    text = (
        BASIC + event("sighting", "a", "holder army", "when 2015") + event("sighting", "b", "holder group", "when 2015")
    )
    for told in every_order(text, kind="sighting"):
        (reach,) = trace_forward(told.case, told["rifle"])
        assert [t.statement for t in reach.finds] == sorted([told["a"], told["b"]])


def test_events_come_by_the_last_day_that_each_can_have_been() -> None:
    text = (
        BASIC
        + event("sighting", "sometime", "holder army", "when 2015")
        + event("sighting", "winter", "holder army", "when 2015-12-12")
        + event("sighting", "late", "holder army", "when 2015-12")
    )
    for told in every_order(text, kind="sighting"):
        (reach,) = trace_forward(told.case, told["rifle"])
        assert told.names(t.statement for t in reach.finds) == ["winter", "sometime", "late"]


def test_what_was_seen_of_a_thing_is_not_what_was_seen_of_its_crate_or_lot() -> None:
    told = tell(BASIC + IN_LOT + event("sighting", "seen", "holder army", of="lot"))
    (rifle,) = trace_forward(told.case, told["rifle"])
    assert (rifle.finds, rifle.beyond) == ((), Knowledge.NOTHING)
    lot, inside = trace_forward(told.case, told["lot"])
    assert told.names(t.statement for t in lot.finds) == ["seen"]
    assert inside.finds == ()


def test_what_was_seen_of_a_thing_judged_the_same_was_seen_of_it() -> None:
    told = tell(BASIC + "\njudgement j\n  left other\n  right rifle\n  verdict same\n  by A. Vale\n  reason looked\n"
                + event("sighting", "seen", "holder army", of="other"))  # fmt: skip
    rifle, _ = trace_forward(told.case, told["rifle"])
    assert told.names(t.statement for t in rifle.finds) == ["seen"]
    assert rifle.beyond is Knowledge.FOUND


def check(result: str) -> str:
    return event("delivery-check", f"check-{result}", "at army", f"result {result}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Knowledge.NOTHING),
        (event("transfer", "sold", "to army"), Knowledge.NOTHING),
        (event("stock-check", "checked", "holder army"), Knowledge.IN_STOCK),
        (event("loss", "stolen", "by army"), Knowledge.LOST),
        (
            event("sighting", "seen", "holder army", "when 2012") + event("loss", "stolen", "by army", "when 2014"),
            Knowledge.LOST,
        ),
        (
            event("loss", "stolen", "by army", "when 2012") + event("stock-check", "back", "holder army", "when 2014"),
            Knowledge.IN_STOCK,
        ),
        (event("loss", "stolen", "by army") + event("destruction", "gone", "by police"), Knowledge.GONE),
        (event("loss", "stolen", "by army") + event("sighting", "seen", "holder group"), Knowledge.FOUND),
        (
            event("sighting", "seen", "holder army", "when 2010") + event("transfer", "sold", "to group", "when 2015"),
            Knowledge.NOTHING,
        ),
        (check("unknown"), Knowledge.NOTHING),
        (check("never-asked"), Knowledge.NEVER_ASKED),
        (check("not-confirmed"), Knowledge.CHECK_FAILED),
        (check("refused"), Knowledge.CHECK_FAILED),
        (check("not-done"), Knowledge.CHECK_FAILED),
        (check("confirmed"), Knowledge.CHECKED),
        (event("sighting", "seen", "holder group"), Knowledge.FOUND),
        (event("recovery", "found", "by police"), Knowledge.FOUND),
        (check("never-asked") + check("refused"), Knowledge.CHECK_FAILED),
        (check("never-asked") + check("refused") + check("confirmed"), Knowledge.CHECKED),
        (check("confirmed") + event("sighting", "seen", "holder group"), Knowledge.FOUND),
    ],
)
def test_where_knowledge_ends_is_said_by_the_last_thing_known(text: str, expected: Knowledge) -> None:
    assert first(text).beyond is expected
