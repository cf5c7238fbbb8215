"""The vocabulary against lists of others: where we differ we say so, and why.

Runs where the reference data is (``WITNESSMARK_REFERENCE_DATA``, or ``shared`` beside the repository).
"""

import csv
import io
import json
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from witnessmark.model.when import window
from witnessmark.vocabulary.groups import groups, resolve_group
from witnessmark.vocabulary.headings import roles
from witnessmark.vocabulary.spelled import settled
from witnessmark.vocabulary.statenames import listed_states, no_state, resolve_state
from witnessmark.vocabulary.states import eu_accessions, heirs, state, successors

DATA = Path(os.environ.get("WITNESSMARK_REFERENCE_DATA", Path(__file__).parents[3] / "shared")) / "data"
pytestmark = pytest.mark.skipif(
    not (DATA / "reference").is_dir(), reason=f"no reference data in {DATA}; set WITNESSMARK_REFERENCE_DATA"
)
DUTCH = "nl_arms_licences/Overzicht.uitvoer.militaire.goederen.2004-2014.csv"


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((DATA / name).read_text("utf-8-sig"))))


def listed_successors() -> dict[str, list[str]]:
    lines = (DATA / "reference/ref_territories/data.jsonl").read_text("utf-8").splitlines()
    return {entry["code"]: entry.get("successors", []) for entry in map(json.loads, lines)}


def sipri() -> list[dict[str, str]]:
    lines = (DATA / "sipri_trade_register/trade_register.csv").read_text("utf-8-sig").splitlines()[11:]
    return list(csv.DictReader(line.rstrip(";") for line in lines))


def unsettled(names: Iterable[str], language: str = "") -> set[str]:
    """The names of which no state is settled, and that are neither known to be none nor a list of such as are."""
    return {name.strip() for name in names if not is_clear(name, language)}


def is_clear(name: str, language: str) -> bool:
    return bool(no_state(name, language)) or all(
        settled(found) is not None or no_state(part, language) for part, found in listed_states(name, language=language)
    )


def test_ref_1_yugoslavia_was_not_followed_by_czechoslovakia() -> None:
    upstream = listed_successors()
    assert " ".join(upstream["yucs"]) == "si hr ba cshh xk mk"
    ours = {s.successor.lower() for s in successors("YUCS")}
    today = {code.lower() for code in heirs("YUCS")}
    assert "cshh" not in ours | today
    assert today - set(upstream["yucs"]) == {"rs", "me"}
    assert set(upstream["yucs"]) - today == {"cshh"}


def test_upstream_also_lists_fourteen_successors_of_the_soviet_union_of_fifteen() -> None:
    assert {s.successor.lower() for s in successors("SUHH")} - set(listed_successors()["suhh"]) == {"tm"}


def test_ref_2_two_dates_of_accession_are_wrong() -> None:
    ours = {row["code"]: row["from"] for row in eu_accessions()}
    theirs = {row["country_code"]: row for row in table("reference/ref_eu_membership/membership.csv")}
    mended = {{"EL": "GR"}.get(code, code): row["union_date"] for code, row in theirs.items()}
    assert set(mended) == set(ours)
    assert {code for code, day in mended.items() if day != ours[code]} == {"HU", "EE"}
    assert [row["exit_date"] for row in theirs.values() if row["exit_date"]] == ["2020-01-31"]


def test_ucdp_1_actors_and_how_many_of_our_groups_are_among_them() -> None:
    actors = table("reference/ref_ucdp_actors/ucdp-actor-221.csv")
    assert (len(actors), sum(row["Org"] == "1" for row in actors)) == (1725, 1059)
    columns = ("NameData", "NameOrig", "NameOrigFull", "NameOrigFullEng")
    spelled = {found.code for row in actors for column in columns for found in resolve_group(row[column])}
    print(f"of {len(groups())} groups {len(spelled)} are spelled in the list of actors")  # noqa: T201 - it is the report
    assert len(spelled) >= 125


OLDER_THAN_THE_TABLE = {
    "Baden", "Bavaria", "Germany (Prussia)", "Great Colombia", "Hanover", "Hesse Electoral", "Hesse Grand Ducal",
    "Hesse-Darmstadt (Ducal)", "Hesse-Kassel (Electoral)", "Mecklenburg Schwerin", "Mecklenburg-Schwerin", "Modena",
    "Orange Free State", "Papal States", "Parma", "Saxony", "Tibet", "Transvaal", "Tuscany", "Two Sicilies",
    "United Provinces of Central America", "Vietnam (Annam/Cochin China/Tonkin)", "Wuerttemburg", "Wurttemberg",
}  # fmt: skip
"""States of the nineteenth century, and Tibet: no list of arms names them, so the table does not."""
MEANS_TWO = {"Congo", "Korea", "Yugoslavia", "Russia (Soviet Union)"}


@pytest.mark.parametrize("name", ["cowstates", "gwstates"])
def test_the_states_of_the_lists_of_scholars_resolve(name: str) -> None:
    names = {row["country_name"] for row in table(f"reference/ref_states/{name}.csv")}
    assert unsettled(names) <= OLDER_THAN_THE_TABLE | MEANS_TWO


@pytest.mark.parametrize("name", ["cowstates", "gwstates"])
def test_whoever_existed_in_2010_and_was_named_then_existed_for_us_too(name: str) -> None:
    listed = [r["country_name"] for r in table(f"reference/ref_states/{name}.csv") if r["start"] < "2010" <= r["end"]]
    when = window("2010")
    alive = {n for n in listed if any(state(s.code).existed_in(when) for s in resolve_state(n))}
    # The one calls Serbia of today Yugoslavia, the other Vietnam by the name of the north that was.
    assert set(listed) - alive <= {"Yugoslavia", "Vietnam, Democratic Republic of"}


def test_suppliers_and_recipients_of_sipri_are_states_groups_or_known_to_be_neither() -> None:
    names = Counter(row[column] for row in sipri() for column in ("Supplier", "Recipient"))
    assert names.total() == 2 * 25024
    left = {name for name in unsettled(names) if settled(resolve_group(name)) is None}
    assert left == {"Congo", "Darfur rebels (Sudan)*", "Syria rebels*", "Ukraine Rebels*", "unknown rebel group*"}
    assert sum(names[name] for name in names if settled(resolve_state(name))) == 49533


def test_the_dutch_destinations_resolve_but_for_those_that_a_person_must_decide() -> None:
    raw = {row["land van eindbestemming"] for row in table(DUTCH)}
    assert (len(raw), len({name.strip() for name in raw})) == (396, 248)
    assert unsettled(raw, "nl") == {"SOMALIË (VN)", "EGYPTE, FRANKRIJK, MARAKKO, QATAR"}
    rows = Counter(row["land van eindbestemming"] for row in table(DUTCH))
    assert sum(n for name, n in rows.items() if settled(resolve_state(name, language="nl"))) == 16054


def test_the_origins_of_oryx_resolve_but_for_yugoslavia_and_a_slip() -> None:
    kinds = ("abandoned", "captured", "damaged", "destroyed")
    origins = Counter(row["origin"] for kind in kinds for row in table(f"oryx_ukraine/event_{kind}.csv"))
    assert origins.total() == 37505
    assert unsettled(origins) == {"Yugoslavia", "People"}


def test_the_headings_of_the_files_name_their_columns() -> None:
    expected = {
        "afgifte datum": "licence-date", "goederen omschrijving": "goods", "land van bestemming": "to",
        "land van eindbestemming": "end-destination", "land van oorsprong": "origin", "verval datum": "valid-until",
        "T.v.v.": "parent-id", "SGP": "category", "waarde (€)": "value",
    }  # fmt: skip
    assert set(expected) <= set(table(DUTCH)[0])
    assert {heading: roles(heading)[0].role.value for heading in expected} == expected
    named = [
        roles(heading)[0].role.value for heading in ("Supplier", "Recipient", "Numbers delivered", "Delivery year")
    ]
    assert named == ["from", "to", "quantity", "date"]
