"""What the marks of a case can mean, in its dossier."""

from tests.unit.told import tell

from witnessmark.reports.dossier import Section
from witnessmark.reports.tell import subjects
from witnessmark.reports.tell import tell as tell_case

BASIC = "\nitem rifle: Rifle\n\nsighting\n  of rifle\n"


def reading(name: str, text: str, mark: str = "serial") -> str:
    return f"\nmark-reading {name}\n  of rifle\n  text {text}\n  mark {mark}\n"


def section(text: str) -> Section | None:
    case = tell(BASIC + text).case
    found = [s for s in tell_case(case, subjects(case)).sections if s.heading == "What the marks can mean"]
    return found[0] if found else None


def lines(text: str) -> list[str]:
    found = section(text)
    assert found is not None
    return [line.text for line in found.lines]


def test_without_a_reading_there_is_nothing_to_tell() -> None:
    assert section("") is None


def test_a_mark_is_told_with_what_it_can_mean_by_which_scheme_and_its_share() -> None:
    (line,) = lines(reading("r", "((10))", "symbol"))
    assert line.startswith("Rifle, symbol ((10)): can mean country Bulgaria, maker Arsenal (6")
    assert "factory-symbol" in line


def test_what_rests_on_background_is_labelled() -> None:
    (line,) = lines(reading("r", "17/84", "headstamp"))
    assert "Barnaul" in line
    assert "background" in line


def test_readings_of_one_mark_are_laid_beside_each_other() -> None:
    told = lines(reading("a", "KB?217") + reading("b", "KB4217"))
    assert told[0] == "Rifle, serial: 2 readings, together KB4217"


def test_readings_that_contradict_each_other_say_where() -> None:
    told = lines(reading("a", "KB4217") + reading("b", "KB4277"))
    assert told[0] in {
        "Rifle, serial: 2 readings, together KB42[17]7; they contradict each other at character 5",
        "Rifle, serial: 2 readings, together KB42[71]7; they contradict each other at character 5",
    }


def test_readings_of_different_lengths_are_told_as_such() -> None:
    told = lines(reading("a", "KB4217") + reading("b", "KB42"))
    assert "1 cannot be laid beside the others" in told[0]


def test_a_mark_that_fits_nothing_says_so() -> None:
    assert lines(reading("r", "@@7")) == ["Rifle, serial @@7: in none of our schemes and tables"]
