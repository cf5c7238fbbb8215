"""Tables of other formats through the command line, for people and for machines."""

import json

from tests.e2e.running import User


def test_a_list_within_a_json_line_is_shown_to_machines_too(user: User) -> None:
    lines = [{"id": n, "serial": f"KB {n}", "tags": ["a", "b"], "at": {"place": "Hill"}} for n in (1, 2)]
    file = user.write("api.jsonl", "\n".join(map(json.dumps, lines)).encode())
    told = user.run("map", file, "--json").check().json
    assert told["sight"]["samples"][0]["cells"]["tags"] == '["a", "b"]'
    case = user.case("c.case")
    assert user.run("import", file, "--into", case, "--yes", "--json").check().json["sight"]["made"]["item"] == 2
