"""What is proposed for a table that nobody has seen: nothing of it is lost, changed or taken from another column."""

from tests.unit.ingest.invented_sheets import Came, came_of, sheet, table

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
