"""What a named person decided about statements, with the reason."""

import msgspec
import pytest

from witnessmark.model.decisions import CaseHeader, Consent, ConsentGiven, Grade, Level, Retraction
from witnessmark.model.ids import StatementId

OF = "ab" * 32


def test_levels_run_from_public_to_sealed() -> None:
    assert sorted(Level) == [Level.R0, Level.R1, Level.R2, Level.R3]
    assert max(Level) is Level.R3


def test_a_case_travels_to_a_panel_or_court_unless_decided_otherwise() -> None:
    assert CaseHeader(title="x").level is Level.R2


def test_a_consent_lets_nothing_travel_unless_it_says_how_far() -> None:
    consent = Consent(of=(StatementId(OF),), given=ConsentGiven.YES, by="A. Vale", reason="signed")
    assert consent.level is Level.R3


@pytest.mark.parametrize("left_empty", ["by", "reason"])
def test_a_decision_has_somebody_who_answers_for_it_and_a_reason(left_empty: str) -> None:
    fields = {"kind": "retraction/1", "of": OF, "by": "A. Vale", "reason": "erred"}
    assert msgspec.convert(fields, Retraction).by == "A. Vale"
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(fields | {left_empty: ""}, Retraction)


def test_reliability_and_credibility_are_judged_apart() -> None:
    fields = {"kind": "grade/1", "of": OF, "by": "A. Vale", "reason": "r", "reliability": "B", "credibility": "2"}
    grade = msgspec.convert(fields, Grade)
    assert (grade.reliability, grade.credibility) == ("B", "2")
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(fields | {"reliability": "2"}, Grade)
