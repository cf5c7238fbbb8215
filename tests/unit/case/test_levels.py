"""How far each statement may travel, and what must stay behind with it."""

from datetime import date

import pytest
from tests.unit.told import ABSENT, Told, tell

from witnessmark.case.canonical import statement_id
from witnessmark.case.fold import fold
from witnessmark.case.levels import IDS_FROM, cut, levels
from witnessmark.model.decisions import Embargo, Level
from witnessmark.model.statement import Statement
from witnessmark.model.value import Edtf

THINGS = "\nitem rifle: Rifle\n\nitem other: Other\n"
TODAY = date(2026, 3, 1)


def header(level: str) -> str:
    return f"\ncase header: Case\n  level {level}\n"


def decided(kind: str, name: str, *lines: str, of: str = "rifle") -> str:
    return "\n  ".join([f"\n{kind} {name}", f"of {of}", *lines, "by A. Vale", "reason because"]) + "\n"


def level_of(text: str, thing: str = "rifle", as_of: date = TODAY) -> Level:
    told = tell(THINGS + text)
    return levels(told.case, as_of=as_of)[told[thing]]


def shown(told: Told, level: Level) -> tuple[list[str], list[str], list[str]]:
    found = cut(told.case, level, as_of=TODAY)
    assert found.level is level
    assert found.withheld == len(found.above) + len(found.resting)
    return sorted(told.names(found.shown)), sorted(told.names(found.above)), sorted(told.names(found.resting))


def test_ids_leave_the_case_from_the_level_of_a_panel_on() -> None:
    assert IDS_FROM is Level.R2


@pytest.mark.parametrize("level", list(Level))
def test_what_nobody_decided_has_the_level_of_the_case(level: Level) -> None:
    assert level_of(header(level)) is level
    assert level_of("") is Level.R2


@pytest.mark.parametrize("level", list(Level))
def test_a_disclosure_decides_how_far_a_statement_may_travel(level: Level) -> None:
    text = decided("disclosure", "d", f"level {level}")
    assert level_of(text) is level
    assert level_of(text, "other") is Level.R2


def test_of_several_disclosures_the_strictest_holds() -> None:
    assert level_of(decided("disclosure", "a", "level R1") + decided("disclosure", "b", "level R3")) is Level.R3
    assert level_of(decided("disclosure", "a", "level R1") + decided("disclosure", "b", "level R0")) is Level.R1


def test_a_disclosure_of_several_statements_decides_of_each() -> None:
    text = decided("disclosure", "d", "of other", "level R0")
    assert (level_of(text), level_of(text, "other"), level_of(text, "d")) == (Level.R0, Level.R0, Level.R2)


def test_a_disclosure_of_one_version_holds_for_every_version() -> None:
    text = "\nitem better: Better\n  supersedes rifle\n" + decided("disclosure", "d", "level R0", of="better")
    assert (level_of(text), level_of(text, "better")) == (Level.R0, Level.R0)


def test_a_retracted_disclosure_decides_nothing() -> None:
    assert level_of(decided("disclosure", "d", "level R0") + decided("retraction", "r", of="d")) is Level.R2


@pytest.mark.parametrize(
    ("as_of", "level"),
    [(date(2026, 3, 30), Level.R2), (date(2026, 3, 31), Level.R2), (date(2026, 4, 1), Level.R0)],
)
def test_an_embargo_holds_to_the_end_of_its_last_day(as_of: date, level: Level) -> None:
    text = header("R0") + decided("embargo", "e", "until 2026-03")
    assert level_of(text, as_of=as_of) is level
    assert level_of(text, "other", as_of) is Level.R0


def test_an_embargo_without_an_end_holds_for_ever() -> None:
    assert level_of(header("R0") + decided("embargo", "e", "until 2026-03/..")) is Level.R2


def test_an_embargo_lowers_no_stricter_case() -> None:
    assert level_of(header("R3") + decided("embargo", "e", "until 2026-03")) is Level.R3


def test_an_embargo_whose_end_cannot_be_read_holds_for_ever() -> None:
    told = tell(THINGS + header("R0"))
    embargo = Statement(content=Embargo(of=(told["rifle"],), until=Edtf("next spring"), by="A. Vale", reason="x"))
    case = fold([*told.case.statements.items(), (statement_id(embargo), embargo)])
    assert levels(case, as_of=TODAY)[told["rifle"]] is Level.R2


@pytest.mark.parametrize("given", ["unknown", "no", "withdrawn"])
def test_what_nobody_agreed_to_stays_sealed(given: str) -> None:
    assert level_of(header("R0") + decided("consent", "c", f"given {given}", "level R0")) is Level.R3


@pytest.mark.parametrize("level", list(Level))
def test_what_was_agreed_to_travels_as_far_as_was_agreed(level: Level) -> None:
    assert level_of(header("R0") + decided("consent", "c", "given yes", f"level {level}")) is level


def test_a_consent_without_a_level_lets_nothing_travel() -> None:
    assert level_of(header("R0") + decided("consent", "c", "given yes")) is Level.R3


def test_a_consent_lifts_no_default() -> None:
    assert level_of(header("R2") + decided("consent", "c", "given yes", "level R0")) is Level.R2


def test_a_consent_to_everything_does_not_hinder_a_disclosure() -> None:
    text = decided("disclosure", "d", "level R0") + decided("consent", "c", "given yes", "level R0")
    assert level_of(text) is Level.R0


def test_a_consent_that_was_withdrawn_outweighs_one_that_was_given() -> None:
    text = decided("consent", "yes", "given yes", "level R0") + decided("consent", "no", "given withdrawn")
    assert level_of(header("R0") + text) is Level.R3


# -- cut -----------------------------------------------------------------------------------------------------


def test_everything_at_or_below_the_level_is_shown() -> None:
    told = tell(THINGS + header("R1"))
    assert shown(told, Level.R1) == (["header", "other", "rifle"], [], [])
    assert shown(told, Level.R0) == ([], ["header", "other", "rifle"], [])


def test_what_names_a_statement_that_stays_behind_rests() -> None:
    told = tell(
        THINGS
        + header("R0")
        + decided("disclosure", "d", "level R3")
        + "\nphoto p\n  of rifle\n\nphoto of-p\n  of other\n  rests-on p\n"
    )
    assert shown(told, Level.R0) == (["header", "other"], ["rifle"], ["d", "of-p", "p"])
    assert shown(told, Level.R3)[0] == ["d", "header", "of-p", "other", "p", "rifle"]


def test_what_is_above_and_names_something_above_is_counted_once() -> None:
    told = tell(THINGS + header("R0") + decided("disclosure", "d", "level R3") + "\nphoto p\n  of rifle\n"
                + decided("disclosure", "dp", "level R3", of="p"))  # fmt: skip
    assert shown(told, Level.R0) == (["header", "other"], ["p", "rifle"], ["d", "dp"])


def test_a_statement_whose_retraction_stays_behind_stays_behind() -> None:
    told = tell(THINGS + header("R0") + decided("retraction", "r") + decided("disclosure", "d", "level R3", of="r"))
    assert shown(told, Level.R0) == (["header", "other"], ["r"], ["d", "rifle"])


def test_a_statement_whose_correction_stays_behind_stays_behind() -> None:
    told = tell(THINGS + header("R0") + "\nitem better: Better\n  supersedes rifle\n\nsource paper: Paper\n"
                + "\nitem best: Best\n  supersedes better\n  source paper\n" + decided("disclosure", "d",
                "level R3", of="paper"))  # fmt: skip
    assert shown(told, Level.R0) == (["header", "other"], ["paper"], ["best", "better", "d", "rifle"])


def test_a_retraction_of_what_stays_behind_stays_behind() -> None:
    told = tell(THINGS + header("R0") + decided("disclosure", "d", "level R3") + decided("retraction", "r"))
    assert shown(told, Level.R0) == (["header", "other"], ["rifle"], ["d", "r"])


def test_what_names_a_statement_that_the_case_lacks_rests_below_the_level_of_ids() -> None:
    told = tell(
        THINGS
        + header("R0")
        + f"\nphoto p\n  of rifle\n  rests-on id:{ABSENT}\n\nphoto of-p\n  of other\n  rests-on p\n"
    )
    for level in (Level.R0, Level.R1):
        assert shown(told, level) == (["header", "other", "rifle"], [], ["of-p", "p"])
    for level in (Level.R2, Level.R3):
        assert shown(told, level) == (["header", "of-p", "other", "p", "rifle"], [], [])


def test_what_is_undone_and_absent_is_not_counted_as_staying_behind() -> None:
    gone = f"\nretraction r\n  of id:{ABSENT}\n  by A. Vale\n  reason x\n"
    told = tell(THINGS + header("R0") + gone + decided("disclosure", "d", "level R3", of="r"))
    assert shown(told, Level.R2) == (["header", "other", "rifle"], ["r"], ["d"])


def test_a_cut_lists_ids_in_order() -> None:
    text = header("R0") + "".join(
        f"\nitem i{n}: I{n}\n" + decided("disclosure", f"d{n}", "level R3", of=f"i{n}") for n in range(6)
    )
    found = cut(tell(THINGS + text).case, Level.R0, as_of=TODAY)
    for part in (found.shown, found.above, found.resting):
        assert list(part) == sorted(part)
    assert (len(found.shown), len(found.above), len(found.resting), found.withheld) == (3, 6, 6, 12)


def test_an_embargo_that_is_over_holds_nothing_back() -> None:
    told = tell(THINGS + header("R0") + decided("embargo", "e", "until 2026-02"))
    assert shown(told, Level.R0) == (["e", "header", "other", "rifle"], [], [])
