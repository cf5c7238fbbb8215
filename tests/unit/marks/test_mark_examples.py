"""The published examples of marks: each is classed in ``mark_examples.csv``, and each mark is read as its row says."""

import csv
from pathlib import Path

import pytest

from witnessmark.marks.headstamp import interpret_headstamp
from witnessmark.marks.meaning import Interpretation, interpret
from witnessmark.marks.reading import Run
from witnessmark.marks.tables import rows

ROOT = Path(__file__).parents[3]
CLASSES = ("mark", "pattern", "rule", "no mark", "undecided")
LEAST = 0.02
"""The share from which an answer counts as given."""


def _rows() -> list[dict[str, str]]:
    with (Path(__file__).parent / "mark_examples.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = _rows()
READ = [row for row in ROWS if row["class"] in ("mark", "pattern")]


def _interpreted(row: dict[str, str]) -> Interpretation:
    return (interpret_headstamp if row["how"] == "headstamp" else interpret)(row["typed"])


def _said(found: Interpretation) -> set[tuple[str, str]]:
    meanings = [m for piece in found.pieces for m in piece.meanings if m.weight >= LEAST]
    said = {(str(c.about), value) for m in meanings for c in m.claims for value in c.values}
    said |= {("scheme", m.scheme) for m in meanings}
    return said | {("treatment", part.treatment.value) for part in found.reading.parts if isinstance(part, Run)}


def test_every_example_is_classed_once() -> None:
    assert [row["id"] for row in ROWS] == [f"M{n:03}" for n in range(1, 105)]
    assert {row["class"] for row in ROWS} == set(CLASSES)
    assert sum(row["status"] == "verified" for row in ROWS) == 69


@pytest.mark.parametrize("row", READ, ids=lambda row: row["id"])
def test_a_mark_is_read_as_its_row_says(row: dict[str, str]) -> None:
    said = _said(_interpreted(row))

    expected = {tuple(each.split("=")) for each in row["expects"].split("; ")}
    assert expected
    assert expected <= said


@pytest.mark.parametrize("row", [r for r in READ if r["status"] == "background"], ids=lambda row: row["id"])
def test_what_rests_on_background_is_labelled(row: dict[str, str]) -> None:
    found = _interpreted(row)

    meanings = [m for piece in found.pieces for m in piece.meanings if m.weight >= LEAST]
    assert all(m.support.source for m in meanings)
    assert any(not m.support.is_verified for m in meanings) or found.pieces


@pytest.mark.parametrize("row", [r for r in ROWS if r["class"] == "rule"], ids=lambda row: row["id"])
def test_a_rule_stands_where_its_row_says(row: dict[str, str]) -> None:
    where, _, words = row["expects"].partition(":")
    if where.endswith(".md"):
        assert words in " ".join((ROOT / where).read_text("utf-8").split())
    else:
        assert any(f"{r['shape']} {r['content']}" == words and r.support.is_verified for r in rows(where))


def test_what_has_no_mark_or_is_undecided_says_why() -> None:
    assert all(row["why"] and not row["typed"] for row in ROWS if row["class"] in ("no mark", "undecided"))
    assert {row["status"] for row in ROWS if row["class"] == "undecided"} == {"background"}
