"""Answers that others worked out from public data, beside those of our readers and mappings, exactly.

Runs where the reference data is (``WITNESSMARK_REFERENCE_DATA``, or ``shared`` beside the repository).
"""

from collections.abc import Iterator

import pytest
from benchmarks.expected_answers import ANSWERS, DATA, Answer, answered, questions, told

pytestmark = pytest.mark.skipif(
    not (DATA / "EXPECTED.json").is_file(), reason=f"no reference data in {DATA}; set WITNESSMARK_REFERENCE_DATA"
)


@pytest.fixture(scope="module")
def answers() -> Iterator[dict[str, Answer]]:
    """The answers so far; at the end they are printed as a table."""
    found: dict[str, Answer] = {}
    yield found
    print(f"\n{told(list(found.values()))}")  # noqa: T201 - it is the report


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_an_answer_is_the_one_that_others_worked_out(name: str, answers: dict[str, Answer]) -> None:
    (question,) = [each for each in questions() if each["id"] == name]
    answers[name] = answered(question)
    assert answers[name].got == answers[name].expected
    assert answers[name].state == "passed"


def test_a_question_that_is_not_answered_here_is_named(answers: dict[str, Answer]) -> None:
    for question in questions():
        if question["id"] not in ANSWERS:
            answers[question["id"]] = answered(question)
            assert answers[question["id"]].state == "skipped"
            assert answers[question["id"]].why
