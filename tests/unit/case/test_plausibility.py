"""What is stored as said and cannot be right as it stands."""

from collections.abc import Sequence

import pytest
from tests.unit.told import ABSENT, Told, event, every_order, tell

from witnessmark.case.canonical import statement_id
from witnessmark.case.fold import Case, fold
from witnessmark.case.plausibility import problems
from witnessmark.model.happenings import Duration, Sighting, Transfer
from witnessmark.model.ids import EventId, PartyId, StatementId, ThingId
from witnessmark.model.observations import Photo
from witnessmark.model.problem import Problem, Severity
from witnessmark.model.quantity import Quantity, Unit
from witnessmark.model.sayings import TraceRequest, TraceResponse
from witnessmark.model.statement import Statement
from witnessmark.model.things import Party, PartySort
from witnessmark.model.value import Content, Edtf, Sealed

BASIC = "\nparty army: Army\n\nparty maker: Maker\n\nitem rifle: Rifle\n\nitem other: Other\n"


def found(text: str) -> list[tuple[str, list[str]]]:
    """Each problem as its message and the aliases of what it is about, sorted."""
    told = tell(BASIC + text)
    return sorted((p.message, told.names(map(StatementId, p.statements))) for p in problems(told.case))


def alone(content: Content, **fields: object) -> tuple[Case, Told, StatementId]:
    """A case with a statement that the notation would refuse."""
    told = tell(BASIC)
    statement = Statement(content=content, **fields)  # type: ignore[arg-type]
    i = statement_id(statement)
    return fold([*told.case.statements.items(), (i, statement)]), told, i


def messages(case: Case) -> Sequence[str]:
    return [p.message for p in problems(case)]


def test_a_plausible_case_has_no_problems() -> None:
    assert found(event("transfer", "sold", "from maker", "to army", "when 2015")) == []


def test_a_problem_names_its_statement_and_how_grave_it_is() -> None:
    told = tell(BASIC + event("photo", "p", f"rests-on id:{ABSENT}"))
    assert problems(told.case) == (
        Problem(
            source=told["p"][:10],
            message=f"names {ABSENT[:10]}, which is not in the case",
            statements=(told["p"],),
            severity=Severity.IMPLAUSIBLE,
        ),
    )


def test_problems_are_sorted_by_source_and_message() -> None:
    text = "".join(
        event("photo", f"p{n}", f"rests-on id:{ABSENT}", "basis background", "source s", f"locator {n}")
        for n in range(5)
    )
    got = problems(tell(BASIC + "\nsource s: S\n" + text).case)
    keys = [(p.source, p.message) for p in got]
    assert keys == sorted(keys)
    assert len(keys) == 10


def test_only_what_stands_has_problems() -> None:
    retracted = "\nretraction\n  of p\n  by A. Vale\n  reason x\n"
    assert found(event("photo", "p", f"rests-on id:{ABSENT}") + retracted) == []


# -- references, dates, footing ------------------------------------------------------------------------------


def test_an_absent_statement_is_missed_once_however_often_it_is_named() -> None:
    text = event("photo", "p", f"of id:{ABSENT}", f"rests-on id:{ABSENT}", f"source id:{'cd' * 32}")
    assert found(text) == [
        ("names abababababab"[:16] + ", which is not in the case", ["p"]),
        ("names cdcdcdcdcd, which is not in the case", ["p"]),
    ]


def test_a_reference_to_a_statement_of_another_kind_is_told_with_what_was_wanted() -> None:
    told = tell(BASIC)
    photo = Photo(of=(ThingId(told["rifle"]), ThingId(told["army"])))
    case, _, i = alone(photo)
    assert [(p.message, p.statements) for p in problems(case)] == [
        ("of: want a item or lot or container or consignment, got a party", (i, told["army"]))
    ]


def test_a_single_reference_and_one_of_the_statement_itself_are_looked_at_too() -> None:
    told = tell(BASIC)
    case, _, i = alone(Sighting(of=(ThingId(told["rifle"]),), holder=PartyId(told["other"])), source=told["army"])
    assert [(p.message, p.statements) for p in problems(case)] == [
        ("holder: want a party, got a item", (i, told["other"])),
        ("source: want a source, got a party", (i, told["army"])),
    ]


def test_a_reference_that_may_name_anything_is_never_of_the_wrong_kind() -> None:
    assert found("\nremark r\n  nature context\n  text x\n  about rifle\n  about army\n") == []


def test_a_date_that_cannot_be_read_is_told_with_its_field() -> None:
    told = tell(BASIC)
    case, _, i = alone(Sighting(of=(ThingId(told["rifle"]),), when=Edtf("2015-02-30")))
    assert [(p.message, p.statements) for p in problems(case)] == [
        ("when: want a day that exists, got '2015-02-30'", (i,))
    ]


def test_what_is_derived_names_what_it_rests_on() -> None:
    assert found(event("photo", "p", "basis derived")) == [("is derived and names nothing that it rests on", ["p"])]
    assert found(event("photo", "p", "basis derived", "rests-on other")) == []


def test_what_is_background_has_no_source() -> None:
    text = "\nsource s: S\n" + event("photo", "p", "basis background", "source s")
    assert found(text) == [("is background and names a source; one of the two is wrong", ["p"])]
    assert found(event("photo", "p", "basis background")) == []


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u202e", "U+202E"),
        ("\u200b", "U+200B"),
        ("\x07", "U+0007"),
        ("\ue000", "U+E000"),
        ("\u0378", "U+0378"),
        ("\r", "U+000D"),
    ],
)
def test_characters_that_cannot_be_seen_are_noted(character: str, name: str) -> None:
    case, _, i = alone(Party(name=f"Ar{character}my"))
    (problem,) = problems(case)
    assert problem.message == f"name holds characters that cannot be seen: {name}"
    assert (problem.severity, problem.statements) == (Severity.NOTE, (i,))


def test_hidden_characters_are_told_once_each_in_order_for_every_field() -> None:
    case, _, _ = alone(Party(name="\u202ea\u200b\u202e", note="\u200b"), quote="\u202e")
    assert messages(case) == [
        "name holds characters that cannot be seen: U+200B, U+202E",
        "note holds characters that cannot be seen: U+200B",
        "quote holds characters that cannot be seen: U+202E",
    ]


def test_line_breaks_tabs_and_letters_of_any_script_can_be_seen() -> None:
    case, _, _ = alone(Party(name="Завод\n\tΔ 工厂 é", note="a b"))
    assert messages(case) == []


# -- persons, quantities -------------------------------------------------------------------------------------


def test_a_persons_name_that_stands_open_is_told() -> None:
    case, _, i = alone(Party(name="Vera N.", sort=PartySort.PERSON))
    assert [(p.message, p.statements) for p in problems(case)] == [
        ("a person's name stands open; seal it and retract this statement", (i,))
    ]
    case, _, _ = alone(Party(name=Sealed(sealed="ab" * 32), sort=PartySort.PERSON))
    assert messages(case) == []


def goods(*lines: str) -> str:
    return "\n  ".join(["\nconsignment goods: Goods", *lines]) + "\n"


def test_goods_do_not_grow_on_their_way() -> None:
    assert found(goods("licensed 100 rounds", "shipped 200 rounds", "received 300 rounds")) == [
        ("more was received than licensed: 300 rounds against 100 rounds", ["goods"]),
        ("more was received than shipped: 300 rounds against 200 rounds", ["goods"]),
        ("more was shipped than licensed: 200 rounds against 100 rounds", ["goods"]),
    ]
    assert found(goods("licensed 300 rounds", "shipped 200 rounds", "received 200 rounds")) == []
    assert found(goods("received 200 rounds")) == []


# -- order of events -----------------------------------------------------------------------------------------

MADE = event("manufacture", "made", "by maker", "when 2015")


@pytest.mark.parametrize("kind", ["marking", "transfer", "recovery", "sighting", "stock-check", "deactivation"])
def test_nothing_happens_to_a_thing_before_it_was_made(kind: str) -> None:
    assert found(MADE + event(kind, "e", "when 2014")) == [
        (f"{kind} on 2014 is before manufacture on 2015", ["e", "made"])
    ]
    assert found(MADE + event(kind, "e", "when 2015")) == []
    assert found(MADE + event(kind, "e", "when 2014", of="other")) == []
    assert found(MADE + event(kind, "e")) == []


@pytest.mark.parametrize("kind", ["marking", "transfer", "recovery", "sighting", "stock-check", "deactivation"])
def test_nothing_happens_to_a_thing_after_its_destruction(kind: str) -> None:
    gone = event("destruction", "gone", "when 2015")
    assert found(gone + event(kind, "e", "when 2016")) == [
        (f"{kind} on 2016 is after destruction on 2015", ["e", "gone"])
    ]
    assert found(gone + event(kind, "e", "when 2015-12")) == []


def test_a_thing_is_not_made_again_after_its_destruction() -> None:
    assert found(MADE + event("destruction", "gone", "when 2014")) == [
        ("destruction on 2014 is before manufacture on 2015", ["gone", "made"]),
        ("manufacture on 2015 is after destruction on 2014", ["made", "gone"]),
    ]


def test_an_event_of_a_corrected_thing_is_an_event_of_the_thing() -> None:
    text = MADE + "\nitem better: Better\n  supersedes rifle\n" + event("sighting", "seen", "when 2014", of="better")
    assert [about for _, about in found(text)] == [["seen", "made"]]


def test_an_event_of_several_things_is_looked_at_for_each() -> None:
    text = MADE + event("sighting", "seen", "of other", "when 2014")
    assert [about for _, about in found(text)] == [["seen", "made"]]


def test_an_event_with_an_unreadable_date_is_before_and_after_nothing() -> None:
    told = tell(BASIC)
    rifle = (ThingId(told["rifle"]),)
    case, _, _ = alone(Sighting(of=rifle, when=Edtf("soon")))
    assert len(messages(case)) == 1


def test_nobody_transfers_a_thing_to_themselves() -> None:
    assert found(event("transfer", "e", "from army", "to army")) == [("transfer from a party to itself", ["e"])]
    assert found(event("transfer", "e", "from army", "to maker")) == []
    case, _, _ = alone(Transfer(of=(ThingId(tell(BASIC)["rifle"]),)))
    assert messages(case) == []


# -- containment ---------------------------------------------------------------------------------------------

CRATES = "".join(f"\ncontainer {name}: Crate {name}\n" for name in "abcd")


def inside(name: str, inner: str, outer: str) -> str:
    return f"\ncontainment {name}\n  inner {inner}\n  outer {outer}\n"


def test_a_thing_is_not_inside_itself() -> None:
    message = "a thing is inside itself: containment runs in a circle"
    assert found(CRATES + inside("x", "a", "a")) == [(message, ["a", "x"])]
    circle = CRATES + inside("x", "a", "b") + inside("y", "b", "c") + inside("z", "c", "a") + inside("w", "d", "a")
    assert found(circle) == [(message, ["a", "z"]), (message, ["b", "x"]), (message, ["c", "y"])]


def test_things_inside_one_another_without_a_circle_are_plausible() -> None:
    both_ways = inside("w", "a", "b") + inside("x", "a", "c") + inside("y", "b", "d") + inside("z", "c", "d")
    assert found(CRATES + both_ways) == []


def test_a_circle_beside_the_way_is_told_of_those_in_it_only() -> None:
    text = CRATES + inside("in", "a", "b") + inside("x", "b", "c") + inside("y", "c", "b")
    assert sorted(about[0] for _, about in found(text)) == ["b", "c"]


# -- responses, rivals, durations ----------------------------------------------------------------------------


def request(sent: str, when: str) -> str:
    asked = f"\ntrace-request asked\n  of rifle\n  to maker\n  sent {sent}\n"
    return asked + f"\ntrace-response answer\n  request asked\n  code no-record\n  when {when}\n"


def test_an_answer_does_not_precede_its_question() -> None:
    assert found(request("2015", "2014")) == [("trace response of 2014 precedes its request of 2015", ["answer"])]
    assert found(request("2015", "2015")) == []


def test_an_answer_to_a_question_that_the_case_lacks_or_cannot_date_precedes_nothing() -> None:
    text = f"\ntrace-response answer\n  request id:{ABSENT}\n  code no-record\n  when 2014\n"
    assert [message for message, _ in found(text)] == ["names ababababab, which is not in the case"]
    told = tell(BASIC)
    asked = Statement(content=TraceRequest(of=(ThingId(told["rifle"]),), to=PartyId(told["maker"]), sent=Edtf("soon")))
    answer = Statement(content=TraceResponse(request=statement_id(asked), code="no-record", when=Edtf("2014")))  # type: ignore[arg-type]
    case = fold([*told.case.statements.items(), (statement_id(asked), asked), (statement_id(answer), answer)])
    assert [m[:5] for m in messages(case)] == ["sent:"]


def test_two_corrections_of_one_statement_are_told_once_as_rivals() -> None:
    text = BASIC + "\nitem a: A\n  supersedes rifle\n\nitem b: B\n  supersedes rifle\n"
    for told in every_order(text, kind="item", among=4):
        (problem,) = problems(told.case)
        assert problem.message == "2 corrections of one statement are rivals; all stand"
        assert problem.statements == tuple(sorted([told["a"], told["b"]]))
    assert found("\nitem a: A\n  supersedes rifle\n") == []
    three = "".join(f"\nitem {name}: {name}\n  supersedes rifle\n" for name in "abc")
    assert [message for message, _ in found(three)] == ["3 corrections of one statement are rivals; all stand"]


def lasted(how_long: str, start: str = "2015-12-12", end: str = "2016-02", **ends: str) -> str:
    return (
        event("transfer", "sold", f"when {start}") + event("recovery", "got", f"when {end}")
        + f"\nduration d\n  from {ends.get('from_', 'sold')}\n  to {ends.get('to', 'got')}\n  lasted {how_long}\n"
    )  # fmt: skip


@pytest.mark.parametrize("days", ["51", "59", "79"])
def test_a_duration_that_the_dates_allow_is_plausible(days: str) -> None:
    assert found(lasted(f"{days} days")) == []


@pytest.mark.parametrize("days", ["50", "80", "79.5"])
def test_a_duration_that_the_dates_cannot_contain_is_told(days: str) -> None:
    assert found(lasted(f"{days} days")) == [(f"{days} days is stated; the stated dates allow 51 to 79", ["d"])]


def test_a_duration_is_measured_against_whichever_end_is_dated() -> None:
    assert found(lasted("80 days", end="2016-02/..")) == []
    assert found(lasted("50 days", end="2016-02/..")) == [
        ("50 days is stated; the stated dates allow 51 to None", ["d"])
    ]
    assert found(lasted("50 days", end="../2016-02")) == []
    assert found(lasted("80 days", end="../2016-02")) == [
        ("80 days is stated; the stated dates allow None to 79", ["d"])
    ]


def test_a_duration_in_other_units_or_of_absent_events_is_not_measured() -> None:
    assert found(lasted("50 months")) == []
    for name in ("from_", "to"):
        text = lasted("50 days", **{name: f"id:{ABSENT}"})
        assert [message for message, _ in found(text)] == ["names ababababab, which is not in the case"]


def test_every_duration_is_measured() -> None:
    text = lasted("2 months") + "\nduration aside\n  from sold\n  to got\n  lasted 10 days\n"
    for told in every_order(BASIC + text, kind="duration", among=4):
        assert [p.message[:7] for p in problems(told.case)] == ["10 days"]


def test_a_duration_between_what_is_no_event_is_not_measured() -> None:
    told = tell(BASIC)
    long = Quantity(number="9999999", unit=Unit.DAYS)
    case, _, _ = alone(Duration(from_=EventId(told["army"]), to=EventId(told["rifle"]), lasted=long))
    assert [message.split(",")[0][:11] for message in messages(case)] == ["from: want ", "to: want a "]


def test_a_duration_is_measured_against_the_corrected_date_of_its_events() -> None:
    better = event("transfer", "better", "when 2016-01-01", "supersedes sold")
    assert found(lasted("59 days") + better) == []
    assert found(lasted("79 days") + better) == [("79 days is stated; the stated dates allow 31 to 59", ["d"])]


def test_a_duration_is_not_measured_against_a_retracted_date() -> None:
    assert found(lasted("10 days") + "\nretraction\n  of got\n  by A. Vale\n  reason x\n") == []
