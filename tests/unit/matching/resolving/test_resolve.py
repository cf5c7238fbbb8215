"""Which registered weapons a reading can be: with what probability, why, and that it is in no register."""

import random
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import pyarrow as pa
import pytest

from witnessmark.marks.confusion import default_model
from witnessmark.marks.reading import read
from witnessmark.matching.resolving.dating import dated
from witnessmark.matching.resolving.markmodel import Family, MarkModel, model_of, plain, sighted
from witnessmark.matching.resolving.population import Population
from witnessmark.matching.resolving.resolve import CREDIBLE, Record, Resolved, resolve
from witnessmark.matching.resolving.summary import Summary, population, summary_of
from witnessmark.registers.checking import checked

CHANCE = random.Random(7)  # noqa: S311 - invented serials, no secret
SERIALS = [f"{CHANCE.choice('KMT')}{CHANCE.choice('BKX')}{CHANCE.randrange(10**6):06}" for _ in range(400)]
OFTEN = {"make": {"Orlania": 0.6, "Tarvia": 0.4}, "model": {"AKM": 0.5, "PKM": 0.3}, "country": {"Orlania": 1.0},
         "calibre": {"7.62x39": 0.7}, "year": {"1977": 0.1, "1984": 0.1}}  # fmt: skip


def crowd(marks: Iterable[str] = SERIALS, *, times: int = 1) -> Population:
    """A population that is known by its marks alone."""
    listed = list(marks)
    return Population(len(listed) * times, model_of(listed), OFTEN, [Family("", "", 1.0, OFTEN, model_of(listed), ())])


def record(mark: str, *, row: int = 0, part: str = "p", **facts: str) -> Record:
    return Record(register="r", part=part, row=row, mark=mark, facts=facts)


def asked(
    typed: str, *records: Record, coverage: float = 0.5, among: Population | None = None, **stated: str
) -> Resolved:
    found = resolve(read(typed), stated, records, crowd() if among is None else among, coverage=coverage)
    total = sum(c.probability for c in found.candidates) + found.others_share + found.in_no_register
    assert total == pytest.approx(1)
    return found


def chances(found: Resolved) -> dict[str, float]:
    return {c.mark: c.probability for c in found.candidates}


def best(found: Resolved) -> float:
    return found.candidates[0].probability


# Probabilities


@pytest.mark.parametrize(
    "typed", ["KB123456", "KB12345", "KB1234567", "KB1?345?", "KB*", "[KM][8B]123456", "7", "", "??", "*"]
)
@pytest.mark.parametrize("stated", [{}, {"model": "AKM"}, {"make": "Zorn", "year": "1977"}], ids=["", "model", "make"])
def test_all_that_it_can_be_sums_to_one(typed: str, stated: dict[str, Any]) -> None:
    records = [record(mark, row=n, model="AKM" if n % 2 else "PKM") for n, mark in enumerate(["KB123456", "KB123457"])]
    found = asked(typed, *records, **stated)
    assert sum(chances(found).values()) + found.others_share + found.in_no_register == pytest.approx(1)
    assert all(0 <= p <= 1 for p in (*chances(found).values(), found.in_no_register))


def test_many_unlikely_ones_are_counted_and_hold_little() -> None:
    near = [record(f"KB1234{n:02}", row=n) for n in range(60)]
    found = asked("KB123456", *near)
    total = sum(chances(found).values()) + found.in_no_register
    assert found.others + len(found.candidates) == 60
    assert found.others > 0
    assert 0.97 < total <= 1 + 1e-9


def test_an_exact_reading_of_a_registered_serial_is_likely_and_never_certain() -> None:
    found = asked("KB123456", record("KB123456"))
    assert 0.95 < best(found) < 1
    assert found.in_no_register > 0
    assert found.candidates[0].because == ("every character as read",)


def test_a_reading_far_from_all_is_in_no_register() -> None:
    found = asked("TX999999", record("KB123456"))
    assert found.in_no_register > 0.999
    assert (found.credible, found.credible_holds_none) == (0, True)


def test_where_nothing_is_near_it_is_in_no_register_or_much_of_it_was_misread() -> None:
    found = asked("KB123456")
    assert (found.candidates, found.others) == ((), 0)
    assert 0.999 < found.in_no_register < 1
    assert found.others_share == pytest.approx(1 - found.in_no_register)


def test_the_less_was_read_the_likelier_a_registered_one_was_not_reached() -> None:
    shares = [asked(typed).others_share for typed in ("KB123456", "KB12345?", "KB123*")]
    assert shares == sorted(shares)
    assert shares[1] > 3 * shares[0]


def test_a_register_without_records_is_no_error() -> None:
    nobody = population([])
    assert asked("KB123456", among=nobody).in_no_register == 1.0
    assert asked("", among=nobody).in_no_register == 1.0


def test_the_nearer_a_mark_is_the_likelier_it_is() -> None:
    marks = ["KB123456", "KB123450", "KB123956", "KB12345"]
    found = chances(asked("KB123456", *(record(mark, row=n) for n, mark in enumerate(marks))))
    assert max(found, key=lambda mark: found[mark]) == "KB123456"


def test_a_look_alike_is_likelier_than_another_character() -> None:
    found = chances(asked("KB123458", record("KB12345B"), record("KB123454", row=1)))
    assert found["KB12345B"] > found["KB123454"]


def test_look_alikes_of_other_scripts_are_no_difference() -> None:
    assert best(asked("КВ 123456", record("KB123456"))) == pytest.approx(best(asked("KB123456", record("KB123456"))))


def test_a_worn_reading_spreads_over_more() -> None:
    records = [record("KB123456"), record("KB123458", row=1)]
    worn = resolve(read("KB123456"), {}, records, crowd(), errors=default_model(wear=8.0))
    plain_one = resolve(read("KB123456"), {}, records, crowd())
    assert chances(worn)["KB123458"] > chances(plain_one)["KB123458"]


def test_more_coverage_raises_the_registered_and_lowers_none() -> None:
    lines = [asked("KB123456", record("KB123456"), coverage=c) for c in (0.01, 0.3, 0.9)]
    assert [best(found) for found in lines] == sorted(best(found) for found in lines)
    assert lines[0].in_no_register > lines[1].in_no_register > lines[2].in_no_register


def test_a_larger_register_makes_each_of_its_records_less_likely() -> None:
    small, large = (asked("KB123456", record("KB123456"), among=crowd(times=t)) for t in (1, 1000))
    assert best(small) > best(large)


def test_the_same_question_has_the_same_answer_in_whatever_order_its_records_come() -> None:
    records = [record(f"KB1234{n:02}", row=n, model="AKM" if n % 3 else "PKM") for n in range(20)]
    assert asked("KB123456", *records) == asked("KB123456", *records[::-1])


def test_an_answer_says_whether_all_were_looked_at() -> None:
    assert resolve(read("KB*"), {}, [record("KB1")], crowd(), is_whole=False).is_whole is False
    assert resolve(read("KB*"), {}, [], crowd(), is_whole=False).is_whole is False


# Attributes


@pytest.mark.parametrize(
    ("name", "same", "other"),
    [("model", "AKM", "PKM"), ("make", "Orlania", "Tarvia"), ("calibre", "7.62x39", "9x18"), ("year", "1977", "1999"),
     ("country", "Orlania", "Tarvia")],
)  # fmt: skip
def test_an_attribute_that_agrees_raises_and_one_that_contradicts_lowers(name: str, same: str, other: str) -> None:
    facts: dict[str, Any] = {name: same}
    one = record("KB123456", **facts)
    shares = {name: {same: 0.5, other: 0.3}}
    often = Population(400, model_of(SERIALS), shares, [Family("", "", 1.0, shares, model_of(SERIALS), ())])
    ways: list[dict[str, Any]] = [{name: value} for value in (same, "", other)]
    agrees, silent, contradicts = (asked("KB123456", one, among=often, **stated) for stated in ways)
    assert best(agrees) > best(silent) > best(contradicts)
    assert agrees.candidates[0].because[1].startswith(f"{name} {same}: the record says {same} (+")
    assert contradicts.candidates[0].against[0].startswith(f"{name} {other}: the record says {same} (-")
    assert (silent.candidates[0].against, len(silent.candidates[0].because)) == ((), 1)


def test_what_a_record_does_not_state_tells_neither_way() -> None:
    one = record("KB123456")
    assert best(asked("KB123456", one, model="AKM")) == pytest.approx(best(asked("KB123456", one)))


def test_a_rare_attribute_that_agrees_tells_more_than_a_common_one() -> None:
    rare, common = (record("KB123456", model=model) for model in ("PKM", "AKM"))
    assert best(asked("KB123456", rare, model="PKM")) > best(asked("KB123456", common, model="AKM"))


def test_attributes_agree_in_any_case_and_script_and_without_separators() -> None:
    one = record("KB123456", model="AK-M")
    assert best(asked("KB123456", one, model="акм")) == best(asked("KB123456", one, model="AKM"))


def test_a_year_that_is_nearly_right_contradicts_less() -> None:
    one = record("KB123456", year="1979")
    exact, near, far = (asked("KB123456", one, year=year) for year in ("1979", "1978", "1999"))
    assert best(exact) > best(near) > best(far)


@pytest.mark.parametrize("year", ["abc", "19??", "-1", "1984~", "²", "१९७७"])
def test_a_year_that_is_none_is_no_error(year: str) -> None:
    assert 0 < best(asked("KB123456", record("KB123456", year="1979"), year=year)) < 1


def test_of_two_of_one_mark_the_attribute_tells_which() -> None:
    found = asked("KB123456", record("KB123456", model="AKM"), record("KB123456", row=1, model="PKM"), model="PKM")
    assert found.candidates[0].facts == {"model": "PKM"}
    assert best(found) > 5 * found.candidates[1].probability


DATED = {"A": "1977", "B": "1978", "C": "1979", "D": "1984"}


def dated_crowd() -> Population:
    """A family whose first letter tells the year."""
    rows = [(f"{letter}000{CHANCE.randrange(100):02}", year) for letter, year in DATED.items() for _ in range(100)]
    marks, years = [mark for mark, _ in rows], [year for _, year in rows]
    often = {"make": {"Orlania": 1.0}, "year": dict.fromkeys(DATED.values(), 0.25)}
    family = Family("Orlania", "", 1.0, often, model_of(marks), dated(marks, years, model_of(marks)))
    return Population(400, model_of(marks), often, [family])


def test_of_the_places_of_a_mark_those_tell_of_the_year_that_differ_by_it() -> None:
    (family,) = dated_crowd().families
    assert [(each.year, list(each.at), each.count) for each in family.dated] == [(y, [0], 100) for y in DATED.values()]


def test_where_marks_do_not_tell_of_the_year_nothing_is_kept() -> None:
    years = [CHANCE.choice(["1977", "1984"]) for _ in SERIALS]
    assert dated(SERIALS, years, model_of(SERIALS)) == ()
    assert dated(SERIALS, [""] * len(SERIALS), model_of(SERIALS)) == ()
    assert dated([], [], model_of([])) == ()


def test_a_year_that_its_mark_tells_anyway_tells_nothing_more() -> None:
    one = record("A00012", make="Orlania", year="1977")
    among = dated_crowd()
    silent, agrees = asked("A0001?", one, among=among), asked("A0001?", one, among=among, year="1977")
    assert agrees.in_no_register == pytest.approx(silent.in_no_register, rel=0.1)


def test_a_year_that_its_mark_contradicts_speaks_against_the_register_no_more_than_against_the_rest() -> None:
    one = record("A00012", make="Orlania", year="1977")
    among = dated_crowd()
    silent, near = asked("A0001?", one, among=among), asked("A0001?", one, among=among, year="1978")
    assert near.in_no_register == pytest.approx(silent.in_no_register, rel=0.3)


def test_a_mark_of_another_year_is_not_taken() -> None:
    """Letters come again: a mark of one year can be that of another weapon of another year."""
    among = dated_crowd()
    family = among.families[0]
    both = msgspec.structs.replace(family, dated=tuple(
        msgspec.structs.replace(each, at={0: {"A": 50, "B": 50}}) for each in family.dated))  # fmt: skip
    cycling = Population(among.records, among.model, among.often, [both])
    one = record("A00012", make="Orlania", year="1977")
    assert asked("A00012", one, among=cycling).in_no_register > 2 * asked("A00012", one, among=among).in_no_register


# Weapons


def weapons(*records: Record) -> list[list[int]]:
    """The rows of each candidate."""
    found = asked("KB123456", *records, among=crowd(SERIALS))
    return sorted(sorted(r.row for r in c.records) for c in found.candidates)


def test_two_records_of_one_mark_and_different_models_are_two_candidates() -> None:
    assert weapons(record("KB123456", model="AKM"), record("KB123456", row=1, model="PKM")) == [[0], [1]]


def test_a_weapon_that_was_made_and_then_sold_is_one() -> None:
    made = record("KB123456", make="Orlania", model="AKM", year="1977", event="made")
    sold = record("кв 123456", row=1, make="orlania", model="AKM", event="sold", holder="Tarvia")
    found = asked("KB123456", made, sold)
    (one,) = found.candidates
    assert one.facts == {"make": "Orlania", "model": "AKM", "year": "1977", "event": "made", "holder": "Tarvia"}
    assert "2 records speak of it" in one.because
    assert len(one.records) == 2


def test_one_weapon_recorded_twice_is_no_likelier_for_it() -> None:
    one = record("KB123456", model="AKM")
    assert best(asked("KB123456", one, record("KB123456", row=1, model="AKM"))) == pytest.approx(
        best(asked("KB123456", one))
    )


def test_records_that_contradict_each_other_in_the_year_are_two() -> None:
    one, other = (record("KB123456", row=n, model="AKM", year=year) for n, year in enumerate(("1977", "1984")))
    assert weapons(one, other) == [[0], [1]]


def test_records_that_state_neither_make_nor_model_cannot_be_told_to_be_one() -> None:
    assert weapons(record("KB123456"), record("KB123456", row=1)) == [[0], [1]]
    assert weapons(record("KB123456", year="1977"), record("KB123456", row=1, year="1977")) == [[0], [1]]


def test_a_record_that_fits_two_weapons_is_left_on_its_own() -> None:
    akm, pkm = (record("KB123456", row=n, make="Orlania", model=m) for n, m in enumerate(("AKM", "PKM")))
    either = record("KB123456", row=2, make="Orlania", event="sold")
    assert weapons(akm, pkm, either) == [[0], [1], [2]]


def test_records_of_different_marks_are_never_one_weapon() -> None:
    assert weapons(record("KB123456", model="AKM"), record("KB123457", row=1, model="AKM")) == [[0], [1]]


# What was not read


def test_an_unread_character_can_be_each_that_is_registered() -> None:
    found = asked("KB12345?", record("KB123451"), record("KB123459", row=1), record("KB123961", row=2))
    told = chances(found)
    assert told["KB123451"] == pytest.approx(told["KB123459"])
    assert told["KB123451"] > 20 * told["KB123961"]
    assert "character 8 was not read, and is 1" in found.candidates[0].because


def test_an_unread_character_makes_the_answer_less_sure() -> None:
    one = record("KB123456")
    sure, less, least = (asked(typed, one) for typed in ("KB123456", "KB12345?", "KB12????"))
    assert best(sure) > best(less) > best(least)


def test_an_unknown_run_is_told_as_one() -> None:
    found = asked("KB1*56", record("KB123456"), record("KB199956", row=1))
    told = chances(found)
    assert told["KB123456"] == pytest.approx(told["KB199956"])
    assert found.candidates[0].because == ("agrees in what was read before and after the unknown run",)


def test_an_unknown_run_tells_of_its_characters_what_unread_ones_do() -> None:
    run, unread = (asked(typed, record("KB123456")) for typed in ("KB123*", "KB123???"))
    assert run.in_no_register == pytest.approx(unread.in_no_register, abs=0.2)


def test_a_long_unknown_run_does_not_rule_out_the_only_mark_that_fits() -> None:
    assert asked("TX7141*", record("TX7141000999888777")).in_no_register < 0.9


def test_candidates_for_a_character_share_it() -> None:
    found = asked("[KM]B123456", record("KB123456"), record("MB123456", row=1), record("TB123456", row=2))
    told = chances(found)
    assert told["KB123456"] > told["MB123456"] > 10 * told["TB123456"]


def test_symbols_and_separators_are_no_places_of_a_reading() -> None:
    assert len(sighted(read("((10)) KB-12"))) == len(sighted(read("KB12"))) == 4


# Credible sets


def test_the_credible_set_of_a_sure_reading_is_one_weapon() -> None:
    found = asked("KB123456", record("KB123456"), record("KB999456", row=1))
    assert (found.credible, found.credible_holds_none) == (1, False)
    assert found.would_separate == ()


def test_the_credible_set_is_the_fewest_that_reach_the_share() -> None:
    records = [record(f"KB12345{n}", row=n) for n in range(10)]
    found = asked("KB12345?", *records, coverage=0.9)
    told = [c.probability for c in found.candidates]
    assert told == sorted(told, reverse=True)
    held = sum(told[: found.credible]) + (found.in_no_register if found.credible_holds_none else 0)
    least = min([*told[: found.credible], *([found.in_no_register] if found.credible_holds_none else [])])
    assert held >= CREDIBLE > held - least


def test_all_of_the_credible_set_is_told() -> None:
    records = [record(f"KB1234{n:02}", row=n) for n in range(40)]
    found = asked("KB1234??", *records, coverage=0.9)
    assert 3 <= found.credible <= len(found.candidates)


# By accident


def test_the_chance_rate_grows_with_the_register() -> None:
    rates = [asked("KB123456", record("KB123456"), among=crowd(times=t)).candidates[0].chance_rate for t in (10, 1000)]
    assert rates[1] == pytest.approx(100 * rates[0], rel=0.01)


def test_the_chance_rate_is_that_of_marks_that_explain_the_reading_as_well() -> None:
    among = crowd(times=1000)
    exact, unread = (asked(typed, record("KB123456"), among=among).candidates[0] for typed in ("KB123456", "KB1234??"))
    assert 10 < unread.chance_rate / exact.chance_rate < 1000
    found = asked("KB12*", record("KB123456"), among=among).candidates[0]
    assert found.chance_rate == pytest.approx(400_000 / 3 / 3 / 100, rel=0.6)


LIKE = "ABCDEFGHJ01234567"
"""As long as a chassis number, of a shape that few marks have."""


@pytest.mark.parametrize("like", [(), (LIKE,), (LIKE, LIKE)], ids=["never", "once", "twice"])
def test_a_mark_that_has_no_like_is_no_accident(like: tuple[str, ...]) -> None:
    one = asked(LIKE, *(record(LIKE, row=n, make="Orlania") for n in range(2)), among=crowd([*SERIALS, *like]))
    assert one.candidates[0].chance_rate < 1e-4


def test_a_mark_that_two_weapons_bear_is_an_accident_of_one() -> None:
    records = [record(LIKE, make=make, row=n) for n, make in enumerate(("Orlania", "Tarvia"))]
    families = [Family(r.facts["make"], "", 0.5, OFTEN, model_of([LIKE]), ()) for r in records]
    found = asked(LIKE, *records, among=Population(2, model_of([LIKE] * 2), OFTEN, families))
    assert [c.chance_rate for c in found.candidates] == pytest.approx([1.0, 1.0], rel=0.1)


# What would separate


def test_the_character_in_which_candidates_differ_would_separate_them() -> None:
    found = asked("KB12345?", record("KB123451"), record("KB123457", row=1), coverage=0.99)
    assert found.would_separate == ("character 8: 1 or 7",)


def test_the_attribute_in_which_candidates_differ_would_separate_them() -> None:
    found = asked("KB123456", record("KB123456", model="AKM"), record("KB123456", row=1, model="PKM"))
    assert found.would_separate == ("model: AKM or PKM",)


def test_what_has_too_many_values_would_not_be_asked_for() -> None:
    records = [record(f"KB12345{n}", row=n, model=f"M{n}") for n in range(6)]
    assert asked("KB12345?", *records, coverage=0.99).would_separate == ()


# What is told


@pytest.mark.parametrize(
    ("typed", "mark", "told"),
    [
        ("KB123456", "KB-123456", "every character as read"),
        ("KB123458", "KB12345B", "character 8 was read 8, and is B (chance "),
        ("KB12345?", "KB123456", "character 8 was not read, and is 6"),
        ("KB12345[38]", "KB123459", "character 8 was read 38, and is 9 (chance below 0.1%)"),
        ("KB1234567", "KB123456", "9 characters were read, and its mark has 8"),
        ("??????56", "KB123456", "character 4 was not read, and is 2; 2 more"),
    ],
)
def test_how_a_reading_differs_is_told_character_by_character(typed: str, mark: str, told: str) -> None:
    assert told in asked(typed, record(mark)).candidates[0].because[0]


def test_a_second_choice_that_is_right_is_told_with_its_chance() -> None:
    (told,) = asked("KB12345[38]", record("KB123458")).candidates[0].because
    assert told.startswith("character 8 was read 38, and is 8 (chance ")


# Models of marks


def test_a_mark_in_one_script_and_case_keeps_its_look_alikes_apart() -> None:
    assert plain("кв-0о 8В") == "KB0O8B"


def test_a_model_counts_shapes_commonest_first_and_characters_by_place() -> None:
    found = model_of(["KB1", "KX1", "71", ""])
    assert (found.total, [(name, shape.count) for name, shape in found.shapes.items()]) == (
        4, [("AA9", 2), ("", 1), ("99", 1)],
    )  # fmt: skip
    assert found.shapes["AA9"].at == ({"K": 2}, {"B": 1, "X": 1}, {"1": 2})
    assert model_of([]) == MarkModel(0, {})


# Summaries


def summarised(*rows: dict[str, str]) -> Summary:
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: pa.array([row.get(name, "") for row in rows], pa.string()) for name in names}
    records, apart = checked(pa.table(columns))
    assert apart.num_rows == 0
    return summary_of(records)


def rows_of(marks: Sequence[str], **more: str) -> list[dict[str, str]]:
    return [{"kind": "serial", "mark": mark, **more} for mark in marks]


def test_a_summary_is_of_what_is_stated() -> None:
    found = summarised(
        *rows_of(["KB1", "KB2"], make="Orlania", event="made", when="1977"), *rows_of(["KB3"], make="Tarvia"),
        *rows_of(["KB4"], event="sold", when="1999"),
    )  # fmt: skip
    assert found.records == 4
    assert found.often["make"] == {"Orlania": pytest.approx(2 / 3), "Tarvia": pytest.approx(1 / 3)}
    assert (found.often["year"], found.often["model"]) == ({"1977": 1.0}, {})


def test_ranges_are_in_a_summary_by_their_serials_and_quantities_are_not() -> None:
    found = summarised(*rows_of(["KB1"]), {"kind": "range", "mark": "XX10", "last": "XX19"}, {"kind": "quantity"})
    assert found.model == model_of(["KB1", *(f"XX{n}" for n in range(10, 20))])
    assert found.records == 11


def test_several_parts_are_one_whole_each_counted_by_its_records() -> None:
    one, other = summarised(*rows_of(["KB1"] * 3, make="Orlania")), summarised(*rows_of(["711"], make="Tarvia"))
    whole = population([one, other])
    assert whole.records == 4
    assert whole.often["make"] == {"Orlania": pytest.approx(0.75), "Tarvia": pytest.approx(0.25)}
    assert {name: shape.count for name, shape in whole.model.shapes.items()} == {"AA9": 3, "999": 1}


def test_one_register_in_two_parts_is_as_one_in_one() -> None:
    rows = rows_of(SERIALS[:200], make="Orlania")
    split, whole = population([summarised(*rows[:100]), summarised(*rows[100:])]), population([summarised(*rows)])
    assert (split.records, split.model, split.often) == (whole.records, whole.model, whole.often)
    assert sum(family.share for family in split.families) == pytest.approx(1)


def test_of_many_records_a_sample_stands_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("witnessmark.matching.resolving.summary._SAMPLE", 50)
    found = summarised(*rows_of(SERIALS, make="Orlania"))
    assert (found.records, found.often["make"]) == (400, {"Orlania": 1.0})
    assert 50 <= found.model.total <= 100


def test_a_part_that_does_not_state_an_attribute_does_not_make_its_values_rarer() -> None:
    one, other = summarised(*rows_of(["KB1"] * 3, make="Orlania")), summarised(*rows_of(["KB2"] * 9))
    assert population([one, other]).often["make"] == {"Orlania": pytest.approx(1.0)}
