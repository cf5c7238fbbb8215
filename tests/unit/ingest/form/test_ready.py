"""The two ready mappings of the form: everything that it asks comes back as a statement, under the consent given."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.support.odk_export import Table, tables, things
from tests.support.submissions import Submission, submissions

from witnessmark.ingest.form.choices import choices
from witnessmark.ingest.form.pages import form
from witnessmark.ingest.form.questions import asked
from witnessmark.ingest.library import fitting, ready
from witnessmark.ingest.reading import Reading, RowRead
from witnessmark.ingest.sheet import Row, Sheet
from witnessmark.model.decisions import Consent, ConsentGiven, Embargo, Level
from witnessmark.model.fields import references
from witnessmark.model.happenings import Containment, Recovery
from witnessmark.model.ids import SourceId, StatementId
from witnessmark.model.observations import Condition, MarkReading, Packaging, Paper, Photo, Visit
from witnessmark.model.statement import Statement
from witnessmark.model.things import Container, Item, Lot, Party, PartySort, Place
from witnessmark.model.value import Content

MADE = form()
MAPPINGS = {each.mapping.name: each.mapping for each in ready()}
SERVERS = ("form-odk-central", "form-kobotoolbox")
SOURCE = SourceId(StatementId("0" * 64))
LEFT_TO_THE_TELEPHONE = {
    "start", "end", "today", "audit", "consent_text", "seen_number", "documented_number", "count_unit",
    "quantity_number", "quantity_bound", "quantity_unit", "inside_of", "any_item", "any_more", "item_consent",
    "more_count", "place_gps",
}  # fmt: skip
"""Columns from which others are worked out, or that say nothing of the things."""


def sheets_of(found: dict[str, Table]) -> list[Sheet]:
    def sheet(name: str, table: Table) -> Sheet:
        lines: list[list[str | int]] = [[*table.headings], *table.rows]
        rows = [Row(n, [str(cell) for cell in cells]) for n, cells in enumerate(lines, start=1)]
        return Sheet(name, lambda: iter(rows))

    return [sheet(name or "form", table) for name, table in found.items()]


class Came:
    """What came of an export."""

    def __init__(self, filled: Sequence[Submission], server: str, *, lacking: Sequence[str] = (), cut: int = 0) -> None:
        found = tables(filled, MADE, kobo=server.endswith("toolbox"))
        if cut:
            del found["item"].rows[cut:]
        media = {n: f"{i:064x}" for i, n in enumerate(n for e in filled for n in e.media if n not in lacking)}
        self.reading = Reading("export", sheets_of(found), MAPPINGS[server], media=media)
        self.rows: list[RowRead] = list(self.reading.rows(SOURCE))
        self.all: dict[StatementId, Statement] = {m.root: m.statement for row in self.rows for m in row.made}

    def of(self, *kinds: type[Content]) -> list[tuple[StatementId, Content]]:
        return [(i, s.content) for i, s in self.all.items() if isinstance(s.content, kinds)]

    @property
    def unread(self) -> list[str]:
        return [f"{row.sheet}: {row.unread.wanted}" for row in self.rows if row.unread is not None]


@pytest.fixture(scope="module")
def filled() -> list[Submission]:
    return submissions(5, seed=7)


@pytest.fixture(scope="module", params=SERVERS)
def came(request: pytest.FixtureRequest, filled: list[Submission]) -> Came:
    return Came(filled, request.param)


def test_every_row_can_be_read(came: Came) -> None:
    assert came.unread == []
    assert came.reading.tally.passed_over == []


def test_nothing_that_was_asked_for_is_left_out(came: Came) -> None:
    assert dict(came.reading.tally.left_out.counts) == {}


def test_each_visit_comes_back_also_the_one_without_finds(came: Came, filled: list[Submission]) -> None:
    visits = [v for _, v in came.of(Visit) if isinstance(v, Visit)]
    assert [v.when for v in visits] == [each.answers["visit_date"] for each in filled]
    assert Counter(v.access.value for v in visits) == Counter(each.answers["access"] for each in filled)


def test_a_thing_is_an_item_a_lot_or_a_package_as_was_chosen(came: Came, filled: list[Submission]) -> None:
    sorts = Counter(thing.answers["item_sort"] for thing in things(filled))
    got = {"item": len(came.of(Item)), "lot": len(came.of(Lot)), "container": len(came.of(Container))}
    assert got == {name: sorts[name] for name in got}
    assert len(came.of(Paper)) == sorts["paper"]


def test_a_reading_comes_back_as_it_was_typed(came: Came, filled: list[Submission]) -> None:
    readings = [r for _, r in came.of(MarkReading) if isinstance(r, MarkReading)]
    wanted = [(m["mark_text"], m["mark_by"], m["mark_date"]) for thing in things(filled) for m in thing.marks]
    assert [(r.text, r.reader, r.when) for r in readings] == wanted
    assert {r.mark for r in readings} == {"serial", "factory symbol", "property", "headstamp", "lot"}
    assert {r.notation for r in readings} == {"1"}


def test_a_reading_is_of_the_thing_that_bears_the_mark(came: Came, filled: list[Submission]) -> None:
    of_things = Counter(r.of for _, r in came.of(MarkReading) if isinstance(r, MarkReading))
    wanted = Counter(len(thing.marks) for thing in things(filled) if thing.marks)
    assert Counter(of_things.values()) == wanted


def test_each_photograph_leads_to_its_bytes(came: Came, filled: list[Submission]) -> None:
    photos = [p for _, p in came.of(Photo) if isinstance(p, Photo)]
    assert len(photos) == len({p.digest for p in photos}) == sum(len(each.media) for each in filled)
    assert all(r.photo in came.all for _, r in came.of(MarkReading) if isinstance(r, MarkReading))


def test_a_photograph_that_is_missing_is_told_and_its_row_is_kept(filled: list[Submission]) -> None:
    lost = things(filled)[0].marks[0]["mark_photo"]
    for server in SERVERS:
        came = Came(filled, server, lacking=[lost])
        (photo,) = [p for _, p in came.of(Photo) if isinstance(p, Photo) and not p.digest]
        assert lost in photo.caption
        assert came.reading.tally.left_out.counts.total() == 1
        assert came.unread == []


def test_the_last_thing_lay_in_the_crate_and_the_packing_list_too(came: Came, filled: list[Submission]) -> None:
    boxes = {i for i, _ in came.of(Container)}
    with_finds = [each for each in filled if each.things]
    inside = [c for _, c in came.of(Containment) if isinstance(c, Containment)]
    assert len(inside) == len(with_finds)
    assert {c.outer for c in inside} == boxes
    assert {of for _, p in came.of(Paper) if isinstance(p, Paper) for of in p.of} == boxes
    assert {of for _, p in came.of(Packaging) if isinstance(p, Packaging) for of in p.of} == boxes


def test_a_recovery_tells_force_user_and_basis_and_when_it_was_documented(came: Came, filled: list[Submission]) -> None:
    told = [r for _, r in came.of(Recovery) if isinstance(r, Recovery)]
    wanted = [t.answers for t in things(filled) if t.answers["item_sort"] != "paper"]
    assert [(str(r.how), r.when, r.documented) for r in told] == [
        (a["recovery_how"], a.get("recovery_date", ""), a["item_date"]) for a in wanted
    ]
    assert [r.previous_user is not None for r in told] == [bool(a.get("previous_user")) for a in wanted]
    assert all(r.visit in came.all for r in told)


def test_one_force_is_one_party_wherever_it_is_named(came: Came) -> None:
    parties = [p for _, p in came.of(Party) if isinstance(p, Party)]
    names = [p.name for p in parties]
    assert len(names) == len(set(names))
    assert "Orlan Guard" in names
    assert {p.sort for p in parties} == {PartySort.UNKNOWN}


def test_a_place_has_its_precision_and_how_far_off_it_can_be(came: Came) -> None:
    first = next(p for _, p in came.of(Place) if isinstance(p, Place))
    assert (first.at, first.precision.value, first.radius) == (
        "12.5071 41.2034", "site", "50 m as judged, 4.8 m by GPS",
    )  # fmt: skip


def test_removed_marks_are_told_with_how_they_were_removed(came: Came) -> None:
    found = [c for _, c in came.of(Condition) if isinstance(c, Condition) and c.marks == "obliterated"]
    assert {c.method for c in found} == {"ground"}


def test_whatever_somebody_did_not_agree_to_stays_sealed(came: Came, filled: list[Submission]) -> None:
    given = Counter(each.answers["consent_given"] for each in filled for _ in each.things)
    consents = [c for _, c in came.of(Consent) if isinstance(c, Consent)]
    bound = {of for c in consents for of in c.of}
    kinds = (Item, Lot, Container, Paper)
    assert {i for i, _ in came.of(*kinds)} <= bound
    refused = [c for c in consents if c.given is ConsentGiven.NO]
    assert {c.level for c in refused} == {Level.R3}
    assert len(refused) == given["no"] + 1


def test_everything_said_of_a_thing_names_one_that_consent_binds(came: Came) -> None:
    bound = {of for _, c in came.of(Consent) if isinstance(c, Consent) for of in c.of}
    loose = [
        s.content
        for i, s in came.all.items()
        if not isinstance(s.content, (Party, Place, Consent, Embargo))
        and i not in bound
        and bound.isdisjoint(references(s))
    ]
    assert {type(content) for content in loose} <= {Visit}
    assert len(loose) == 1  # the visit without finds, on which nobody was asked


def test_marks_of_a_thing_that_was_cut_off_are_kept_as_rows_that_could_not_be_read(filled: list[Submission]) -> None:
    for server in SERVERS:
        came = Came(filled, server, cut=3)
        assert {line.partition(": ")[0] for line in came.unread} <= {"mark", "more", "item"}
        assert any("a thing that stands in a row before" in line for line in came.unread)


def test_the_figures_show_that_rows_are_missing(filled: list[Submission]) -> None:
    for server in SERVERS:
        whole, cut = (
            {f.name: f.value for f in Came(filled, server, cut=rows).reading.totals.figures()} for rows in (0, 3)
        )
        assert int(whole["things that the forms state"]) == int(whole["things but papers"]) + int(whole["papers"])
        assert whole["marks that the forms state"] == whole["marks"]
        assert int(cut["things that the forms state"]) > int(cut["things but papers"]) + int(cut["papers"])


@pytest.mark.parametrize("server", SERVERS)
def test_an_export_is_offered_the_mapping_of_its_server(filled: list[Submission], server: str) -> None:
    found = fitting(sheets_of(tables(filled, MADE, kobo=server.endswith("toolbox"))))
    assert found[0].mapping.name == server


@pytest.mark.parametrize("is_grouped", [False, True])
@pytest.mark.parametrize("server", SERVERS)
def test_columns_are_found_with_and_without_the_names_of_groups(
    filled: list[Submission], server: str, is_grouped: bool
) -> None:
    found = tables(filled, MADE, kobo=server.endswith("toolbox"), grouped=is_grouped)
    media = {name: "0" * 64 for each in filled for name in each.media}
    reading = Reading("export", sheets_of(found), MAPPINGS[server], media=media)
    made = Counter(type(m.statement.content) for row in reading.rows(SOURCE) for m in row.made)
    assert made[Visit] == len(filled)
    assert made[MarkReading] == sum(len(thing.marks) for thing in things(filled))


@pytest.mark.parametrize("server", SERVERS)
def test_a_mapping_takes_up_every_column_that_says_something(server: str) -> None:
    text = next(each.text for each in ready() if each.mapping.name == server)
    names = {each.question.name for each in asked()} - LEFT_TO_THE_TELEPHONE
    assert sorted(name for name in names if f"{{{name}" not in text) == []


@pytest.mark.parametrize("server", SERVERS)
def test_a_mapping_gives_each_name_of_the_catalogue_back(server: str) -> None:
    lookup = MAPPINGS[server].lookup["name"]
    named = [choice for choice in choices() if choice.listed.endswith("_name") and choice.value != "other"]
    assert [c.value for c in named if lookup.get(c.value, c.value) != c.name] == []
    assert lookup["other"] == ""


def test_the_documents_tell_what_becomes_of_every_column() -> None:
    text = (Path(__file__).parents[4] / "docs" / "form.md").read_text("utf-8")
    untold = [each.question.name for each in asked() if f"`{each.question.name}`" not in text]
    assert untold == []
