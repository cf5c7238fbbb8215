"""Something wrong in the data, kept and shown."""

from witnessmark.model.problem import Problem, Severity


def test_a_problem_in_a_file_is_written_as_compilers_write_it() -> None:
    assert (
        str(Problem(source="cases.txt", line=4, message="month must be in 1..12"))
        == "cases.txt:4: month must be in 1..12"
    )


def test_a_problem_of_a_statement_has_no_line() -> None:
    assert str(Problem(source="ab12", message="is derived")) == "ab12: is derived"


def test_a_problem_is_implausible_unless_it_is_said_to_be_something_else() -> None:
    problem = Problem(source="ab12", message="x")
    assert (problem.severity, problem.statements, problem.line) == (Severity.IMPLAUSIBLE, (), None)
    assert [str(severity) for severity in Severity] == ["refused", "implausible", "note"]
