"""Where a statement comes from, on what footing it stands, and how many origins speak."""

import pytest
from tests.unit.told import ABSENT, Told, tell

from witnessmark.case.fold import Case
from witnessmark.case.sources import (
    Standing,
    families,
    origin,
    original_was_read,
    origins,
    standing,
)
from witnessmark.model.ids import SourceId, StatementId
from witnessmark.model.statement import C

SOURCES = """
source photo: Photograph
  form photograph
  original read

source paper: Newspaper
  form press
  quotes photo

source blog: Weblog
  form web
  original not-read
  quotes paper

item rifle: Rifle
"""


def event(name: str, *lines: str) -> str:
    return "\n  ".join([f"\nsighting {name}", "of rifle", *lines]) + "\n"


def on(text: str, name: str = "e") -> Standing:
    told = tell(SOURCES + text)
    return standing(told.case, told.case.statements[told[name]])


def read_of(text: str) -> bool:
    told = tell(SOURCES + text)
    return original_was_read(told.case, told.case.statements[told["e"]])


def families_of(told: Told, source: str) -> set[str]:
    return set(told.names(families(told.case, SourceId(told[source]))))  # type: ignore[arg-type]


def test_a_statement_goes_back_to_whom_its_source_relies_on() -> None:
    told = tell(
        SOURCES + event("plain", "source paper") + event("cited", "source paper", "citing photo") + event("none")
    )
    found = {name: told.name(origin(told.case.statements[told[name]])) for name in ("plain", "cited", "none")}
    assert found == {"plain": "paper", "cited": "photo", "none": "?"}


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        ("background", Standing.BACKGROUND),
        ("derived", Standing.DERIVED),
        ("inferred", Standing.INFERRED),
        ("stated", Standing.DOCUMENTED),
    ],
)
def test_a_basis_other_than_stated_is_shown_as_what_it_is(basis: str, expected: Standing) -> None:
    assert on(event("e", "source photo", f"basis {basis}")) is expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("field-documentation", Standing.DOCUMENTED),
        ("document", Standing.DOCUMENTED),
        ("photograph", Standing.DOCUMENTED),
        ("register", Standing.DOCUMENTED),
        ("trace-response", Standing.DOCUMENTED),
        ("press", Standing.REPORTED),
        ("web", Standing.REPORTED),
        ("report", Standing.REPORTED),
        ("interview", Standing.REPORTED),
        ("statement", Standing.REPORTED),
        ("table", Standing.REPORTED),
        ("other", Standing.REPORTED),
    ],
)
def test_what_somebody_set_down_of_their_own_is_documented_and_the_rest_reported(form: str, expected: Standing) -> None:
    assert on(f"\nsource s: S\n  form {form}\n" + event("e", "source s")) is expected


def test_a_report_of_a_document_stands_as_the_document() -> None:
    assert on(event("e", "source paper", "citing photo")) is Standing.DOCUMENTED
    assert on(event("e", "source photo", "citing paper")) is Standing.REPORTED


def test_without_a_source_that_the_case_holds_a_statement_is_unsourced() -> None:
    assert on(event("e")) is Standing.UNSOURCED
    assert on(event("e", f"source id:{ABSENT}")) is Standing.UNSOURCED


@pytest.mark.parametrize(
    ("nature", "expected"),
    [
        ("inference", Standing.INFERRED),
        ("conclusion", Standing.INFERRED),
        ("caveat", Standing.DOCUMENTED),
        ("context", Standing.DOCUMENTED),
    ],
)
def test_what_a_source_concludes_is_inferred(nature: str, expected: Standing) -> None:
    assert on(f"\nremark e\n  nature {nature}\n  text x\n  source photo\n") is expected


def test_a_source_that_quotes_goes_back_to_what_it_quotes() -> None:
    told = tell(SOURCES)
    assert families_of(told, "photo") == {"photo"}
    assert families_of(told, "paper") == {"photo"}
    assert families_of(told, "blog") == {"photo"}


def test_a_source_that_quotes_several_goes_back_to_all() -> None:
    told = tell(SOURCES + "\nsource memo: Memo\n\nsource digest: Digest\n  quotes blog\n  quotes memo\n")
    assert families_of(told, "digest") == {"photo", "memo"}


def test_a_named_family_outweighs_what_is_quoted() -> None:
    told = tell(SOURCES + "\nsource wire: Wire\n  family agency\n  quotes photo\n")
    assert families(told.case, SourceId(told["wire"])) == {"agency"}


def test_an_absent_source_is_its_own_origin() -> None:
    told = tell(SOURCES)
    assert families(told.case, SourceId(ABSENT)) == {ABSENT}
    quoting = tell(f"\nsource a: A\n  quotes id:{ABSENT}\n")
    assert families(quoting.case, SourceId(quoting["a"])) == {ABSENT}


def test_a_corrected_source_is_one_origin_under_its_first_version() -> None:
    told = tell(SOURCES + "\nsource better: Photograph, better told\n  supersedes photo\n")
    assert families_of(told, "better") == families_of(told, "photo") == {"photo"}
    gone = tell(SOURCES
                + "\nsource better: B\n  supersedes photo\n\nretraction\n  of better\n  by A. Vale\n  reason x\n"
                "\nretraction\n  of photo\n  by A. Vale\n  reason y\n")  # fmt: skip
    assert families_of(gone, "better") == {"photo"}


def test_a_correction_may_make_two_sources_quote_each_other_and_the_count_still_ends() -> None:
    told = tell("\nsource a: A\n\nsource b: B\n  quotes a\n\nsource again: A\n  quotes b\n  supersedes a\n")
    assert families_of(told, "a") == families_of(told, "b")


class Counted(Case):
    """A case that counts how often it is asked for a content."""

    asked = 0

    def content(self, i: StatementId, kind: type[C]) -> C | None:
        self.asked += 1
        return super().content(i, kind)


def test_sources_that_quote_the_same_two_are_each_looked_at_once() -> None:
    rows = ["\nsource a0: A\n\nsource b0: B\n"]
    rows += [f"\nsource {x}{n}: {x}{n}\n  quotes a{n - 1}\n  quotes b{n - 1}\n" for n in range(1, 12) for x in "ab"]
    told = tell("".join(rows))
    case = Counted(told.case.statements)
    assert set(told.names(families(case, SourceId(told["a11"])))) == {"a0", "b0"}  # type: ignore[arg-type]
    assert case.asked <= len(told.ids)


def test_one_report_quoted_often_is_one_origin() -> None:
    told = tell(SOURCES + event("a", "source paper") + event("b", "source blog") + event("c", "source paper",
                "citing photo")
                + event("none"))  # fmt: skip
    found = origins(told.case, [told[name] for name in ("a", "b", "c", "none")])
    assert told.names(found) == ["photo"]  # type: ignore[arg-type]
    assert origins(told.case, []) == frozenset()
    assert origins(told.case, [told["none"]]) == frozenset()


def test_independent_reports_are_several_origins() -> None:
    told = tell(SOURCES + "\nsource memo: Memo\n" + event("a", "source paper") + event("b", "source memo"))
    assert set(told.names(origins(told.case, [told["a"], told["b"]]))) == {"photo", "memo"}  # type: ignore[arg-type]


def test_whether_the_original_was_read_is_said_of_the_source_it_goes_back_to() -> None:
    assert read_of(event("e", "source photo")) is True
    assert read_of(event("e", "source paper")) is False
    assert read_of(event("e", "source blog")) is False
    assert read_of(event("e", "source blog", "citing photo")) is True
    assert read_of(event("e", "source photo", "citing blog")) is False
    assert read_of(event("e")) is False
    assert read_of(event("e", f"source id:{ABSENT}")) is False
