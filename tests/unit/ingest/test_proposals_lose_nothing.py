"""What is proposed for a table that nobody has seen: nothing of it is lost, changed or taken from another column."""

import pytest
from tests.unit.ingest.invented_sheets import Came, came_of, row, sheet, table

from witnessmark.errors import UsageError
from witnessmark.ingest import heading
from witnessmark.ingest.columns import ColumnSeen, seen
from witnessmark.ingest.guessing import guessed
from witnessmark.ingest.mapping import Table
from witnessmark.ingest.proposing import propose
from witnessmark.ingest.sheet import ReadAs


def proposed(*lines: str) -> tuple[dict[str, ColumnSeen], Came]:
    """The columns of a table by heading, and what the proposal makes of it."""
    rows = table(*lines)
    header, count, _ = guessed(heading.top(sheet(rows)))
    found = heading.layout(rows, Table(header=header, header_rows=count))
    assert found is not None
    columns = seen(found, [row for row in rows if row.number > found.last], {})
    text = propose("list.csv", columns, header=header, header_rows=count, read=ReadAs()).text
    return {each.heading: each for each in columns}, came_of(rows, text)


def test_of_columns_with_one_heading_each_is_read_itself() -> None:
    _, came = proposed(
        "Serial number|Date|Date|Model|Serial number", "KB 1|2019|2020|FAL|X 9", "KB 2|2018|2021|FAL|X 8"
    )
    (first, _) = came.values("item", "note")
    assert "2020" in first or "2020" in came.values("recovery", "when")[0]
    assert "X 9" in first


def figure(came: Came, name: str) -> tuple[str, str]:
    """A control total, and what the table says of it."""
    return next((each.value, each.stated) for each in came.reading.totals.figures() if each.name == name)


TOTAL = "Total||||4.700|15"
LICENCES = "Licence number|Date of licence|Destination|Goods|Quantity|Value"


def test_thousands_of_things_are_no_fractions_of_one() -> None:
    seen_, came = proposed(
        LICENCES, "L 1|2019|Peru|Rifles|1.200|7", "L 2|2019|Peru|Rifles|3.500|8", "Total||||4.700|15"
    )
    assert figure(came, "quantity") == ("4700", "4700")
    assert "is read as 1200" in seen_["Quantity"].because


def test_what_a_sign_stands_for_is_settled_by_another_column() -> None:
    seen_, came = proposed(LICENCES, "L 1|2019|Peru|Rifles|1.200|7,50", "L 2|2019|Peru|Rifles|3.500|1.000,25")
    assert figure(came, "quantity")[0] == "4700"
    assert figure(came, "value")[0] == "1007.75"
    assert "is read as" not in seen_["Quantity"].because


def test_a_point_before_decimals_stays_one_where_another_column_has_it() -> None:
    _, came = proposed(LICENCES, "L 1|2019|Peru|Powder|1.200|7.50", "L 2|2019|Peru|Powder|3.500|1,000.25")
    assert figure(came, "quantity")[0] == "4.7"


def test_a_fraction_below_one_is_no_thousand() -> None:
    _, came = proposed(LICENCES, "L 1|2019|Peru|Powder|0.125|7", "L 2|2019|Peru|Powder|3.500|8")
    assert figure(came, "quantity")[0] == "3.625"


@pytest.mark.parametrize("word", ["Total", "Gesamtsumme", "Insgesamt:", "TOTAL GÉNÉRAL", "Razem", "Celkem", "Összesen"])
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_row_of_totals_is_no_licence(word: str, place: int) -> None:
    total = ["", "", "", "", "30", "3"]
    total[place] = word
    _, came = proposed(LICENCES, "L 1|2019|Peru|Rifles|10|1", "L 2|2019|Peru|Rifles|20|2", "|".join(total))
    assert len(came.told("authorisation")) == 2
    assert figure(came, "quantity") == ("30", "30")


@pytest.mark.parametrize("name", ["Sum-12", "Totally rifles", "Sumatra"])
def test_a_name_that_begins_like_a_total_is_none(name: str) -> None:
    _, came = proposed(LICENCES, f"{name}|2019|Peru|Rifles|10|1", "L 2|2019|Peru|Rifles|20|2")
    assert len(came.told("authorisation")) == 2


def test_whether_the_day_or_the_month_comes_first_is_told_where_nothing_settles_it() -> None:
    seen_, _ = proposed("Serial number|Model|Date", "KB 11|FAL|03/04/2019", "KB 12|FAL|05/06/2019")
    assert "read as %d/%m/%Y: its values are dates as %m/%d/%Y, too" in seen_["Date"].because


def test_whether_the_day_or_the_month_comes_first_is_settled_by_another_column() -> None:
    seen_, came = proposed("Licence number|Date of licence|Goods|Valid until", "L 1|03/04/2019|Rifles|12/31/2019",
                           "L 2|05/06/2019|Rifles|06/30/2020")  # fmt: skip
    assert "too" not in seen_["Date of licence"].because
    assert came.values("authorisation", "issued") == ["2019-03-04", "2019-05-06"]


def test_two_places_of_one_name_in_two_countries_are_two() -> None:
    lines = ("Serial number|Model|Place|Country", "KB 11|FAL|Alpha|Mali", "KB 12|FAL|Alpha|Niger")
    _, came = proposed(*lines)
    assert came.values("place", "country") == ["Mali", "Niger"]


def test_what_a_row_says_otherwise_of_what_is_said_once_is_told() -> None:
    place = (
        '[[table.make]]\nkind = "place"\nas = "p"\nonce = "{Place}"\nset.name = "{Place}"\nset.country = "{Country}"\n'
    )
    came = came_of(table("Place|Country", "Alpha|Mali", "Alpha|", "Alpha|Niger", "Beta|Mali"), f"[[table]]\n{place}")
    told = "what a row says of a place otherwise than the first"
    assert came.reading.tally.left_out.counts[told] == 1
    assert list(came.reading.tally.left_out.said[told]) == ["B4"]


PEOPLE = "Serial number|Model|Name of suspect|Passport|Contact"
SEIZED = ("KB 11|FAL|Ada Example|X 1|ada@example.org", "KB 12|FAL|Ben Example|X 2|ben@example.org")


def test_what_names_people_is_not_read() -> None:
    seen_, came = proposed(PEOPLE, *SEIZED)
    assert {heading for heading, each in seen_.items() if each.role == "person"} == set(PEOPLE.split("|")[2:])
    text = repr(came.made) + repr(seen_)
    assert not any(word in text for word in ("Example", "X 1", "example.org"))


def test_of_a_row_that_cannot_be_read_nobodys_name_is_kept() -> None:
    _, came = proposed(f"{PEOPLE}|Date", *(f"{each}|2019-01-01" for each in SEIZED), "1E+5|FAL|Ada Example|X 1||2019")
    (unread,) = came.unread
    assert "1E+5 | FAL" in unread.text
    assert "Example" not in unread.text


def test_of_a_broken_row_nothing_is_kept_where_people_are_named() -> None:
    rows = [*table("Serial|Name", "KB 1|Ada Example"), row(3, "Ada Example", broken="want 2 cells, got 1")]
    made = '[[table]]\npersons = ["Name"]\n[[table.make]]\nkind = "item"\nset.name = "{Serial}{Name}"\n'
    came = came_of(rows, made)
    assert came.values("item", "name") == ["KB 1"]
    assert [each.text for each in came.unread] == [""]


def test_a_column_of_people_that_there_is_not_is_refused() -> None:
    made = '[[table]]\npersons = ["Nmae"]\n[[table.make]]\nkind = "item"\nset.name = "{Serial}"\n'
    with pytest.raises(UsageError, match="want columns of the table that name people, got 'Nmae'"):
        came_of(table("Serial|Name", "KB 1|Ada Example"), made)


def test_a_list_in_czech_is_one_of_licences() -> None:
    heading = "Číslo licence|Datum vydání|Země určení|Popis zboží|Množství|Hodnota (EUR)"
    lines = (
        "L 1|3. 2. 2019|Spojené státy americké|Pistole|1 500|750 000,00",
        "L 2|15. 3. 2019|Slovensko|Samopaly|20|15 000,50",
    )
    _, came = proposed(heading, *lines, "Celkem||||1 520|765 000,50")
    assert came.values("authorisation", "issued") == ["2019-02-03", "2019-03-15"]
    assert came.values("party", "name") == ["United States", "Slovakia"]
    assert figure(came, "value") == ("765000.5", "765000.5")


def test_a_word_for_a_total_in_a_column_of_codes_is_a_code() -> None:
    _, came = proposed("Serial number|Model|Parent|Date", "KB 11|FAL|TOTAL|2019", "KB 12|FAL|X 1|2020")
    assert len(came.told("item")) == 2
