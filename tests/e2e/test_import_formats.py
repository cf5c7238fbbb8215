"""Tables of other formats through the command line, for people and for machines."""

import json
from pathlib import Path

from openpyxl import Workbook
from tests.e2e.running import User


def test_a_list_within_a_json_line_is_shown_to_machines_too(user: User) -> None:
    lines = [{"id": n, "serial": f"KB {n}", "tags": ["a", "b"], "at": {"place": "Hill"}} for n in (1, 2)]
    file = user.write("api.jsonl", "\n".join(map(json.dumps, lines)).encode())
    told = user.run("map", file, "--json").check().json
    assert told["sight"]["samples"][0]["cells"]["tags"] == '["a", "b"]'
    case = user.case("c.case")
    assert user.run("import", file, "--into", case, "--yes", "--json").check().json["sight"]["made"]["item"] == 2


def workbook(user: User, **sheets: list[list[str]]) -> Path:
    """A workbook with a sheet for each list of rows."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = user.path("list.xlsx")
    made.save(path)
    return path


def test_a_proposal_is_for_every_sheet_with_the_same_headings(user: User) -> None:
    head = ["Serial number", "Model", "Date"]
    file = workbook(user, Y2019=[head, ["KB 11", "FAL", "2019"]], Y2020=[["2020"], head, ["KB 12", "FAL", "2020"]])
    assert user.run("map", file, "--json").check().json["sight"]["made"]["item"] == 2


def test_a_proposal_is_for_one_sheet_where_the_others_are_other_tables(user: User) -> None:
    file = workbook(user, List=[["Serial number", "Model", "Date"], ["KB 11", "FAL", "2019"]], Key=[["Code", "Says"]])
    told = user.run("map", file, "--json").check().json["sight"]
    assert told["made"]["item"] == 1
    assert any(each.startswith("Key") and "passed over" in each for each in told["tables"])


def test_a_table_of_very_many_columns_is_refused_with_their_number(user: User) -> None:
    file = user.write(
        "wide.csv", (",".join(f"Serial {n}" for n in range(1_200)) + "\n" + "1," * 1_199 + "1\n").encode()
    )
    user.run("map", file).refused("want at most 1000 columns", "got 1200")
