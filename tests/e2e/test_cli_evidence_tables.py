"""What an import keeps in the vault is evidence like any other: listed, checked, and given out by the same rule."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.running import User
from tests.support.photographs import photograph

MAPPING = """
witnessmark-mapping = 1
name = "invented-finds"

[source]
form = "field-documentation"

[[table]]
key = "{number}"
[table.columns]
number = ["Number"]
picture = ["Picture"]

[[table.make]]
kind = "item"
as = "item"
set.name = "Rifle {number}"

[[table.make]]
kind = "photo"
if = "{picture}"
set.of = "@item"
set.digest = "{picture|media}"
"""
TABLE = b"Number,Picture\n7,front.jpg\n8,\n"
FRONT, NOBODY = photograph("KB 04217", at=(50.45, 30.52)), photograph("LOT 12-88")


def digest(payload: bytes) -> str:
    return hashlib.sha256(payload).hexdigest()


@pytest.fixture
def case(user: User) -> Path:
    """A case with an imported table, a photograph that a row names, and one that none does."""
    made = user.path("c.case")
    user.run("new", made, "--title", "Finds").check()
    user.path("finds.csv").write_bytes(TABLE)
    user.path("m.toml").write_text(MAPPING)
    media = user.path("media")
    media.mkdir()
    (media / "front.jpg").write_bytes(FRONT)
    (media / "nobody.jpg").write_bytes(NOBODY)
    words = ("--mapping", user.path("m.toml"), "--media", media, "--yes")
    user.run("import", user.path("finds.csv"), "--into", made, *words).check()
    return made


def verified(user: User, case: Path) -> dict[str, Any]:
    found: dict[str, Any] = user.run("evidence", "verify", case, "--json").json
    return found


def test_the_table_and_every_file_beside_it_are_listed(user: User, case: Path) -> None:
    lines = user.run("evidence", "show", case, "--json").check().json
    told = {line["digest"]: (line["called"], line["form"], line["shows"], line["is_here"]) for line in lines}
    assert told == {
        digest(TABLE): ("finds.csv", "field-documentation", "", True),
        digest(FRONT): ("front.jpg", "photograph", "Rifle 7", True),
        digest(NOBODY): ("nobody.jpg", "beside a table", "", True),
    }


def test_each_is_shown_by_the_start_of_its_digest(user: User, case: Path) -> None:
    for payload in (TABLE, FRONT, NOBODY):
        assert digest(payload) in user.run("evidence", "show", case, digest(payload)[:12]).check().words


def test_all_of_it_is_checked(user: User, case: Path) -> None:
    found = verified(user, case)
    assert (found["whole"], found["is_whole"]) == (3, True)


@pytest.mark.parametrize("payload", [TABLE, FRONT, NOBODY])
def test_damage_to_any_of_it_is_found(user: User, case: Path, payload: bytes) -> None:
    path = user.home / "vault" / digest(payload)[:2] / digest(payload)
    path.chmod(0o600)
    path.write_bytes(b"x" + payload[1:])
    states = {each["digest"]: each["state"] for each in verified(user, case)["pieces"]}
    assert states[digest(payload)] == "damaged"
    assert sorted(states.values()) == ["damaged", "whole", "whole"]


def test_a_check_is_written_into_the_log_of_what_statements_speak_of(user: User, case: Path) -> None:
    user.run("evidence", "verify", case, "--by", "A. Vale").check()
    actions = {
        payload: [e["action"] for e in user.run("evidence", "show", case, digest(payload), "--json").json["handling"]]
        for payload in (TABLE, FRONT, NOBODY)
    }
    assert actions == {TABLE: ["verified"], FRONT: ["verified"], NOBODY: []}


def test_what_no_row_names_stays_behind_and_the_table_goes_to_the_panel(user: User, case: Path) -> None:
    words = ("--by", "A. Vale", "--for", "the panel", "--level", "R2", "--json")
    found = user.run("evidence", "export", case, "--to", user.path("out"), *words).check().json
    assert sorted(each["what"] for each in found["files"]) == ["as it came", "working copy"]
    assert found["withheld"] == 1
    said = user.run("export", case, "--as", "evidence", "-o", user.path("o.zip"), *words).check().json
    assert (said["pieces"], said["copies"]) == (2, 1)
    user.run("evidence", "redact", case, digest(NOBODY), "--region", "1,1,5,5", "--by", "A", "--why", "w").refused(
        "want a picture that a statement names"
    )
