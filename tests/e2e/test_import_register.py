"""A table of any layout into a register: proposed or mapped, once, and with a word where it would be twice."""

from pathlib import Path

import pytest
from tests.e2e.running import User

HEADING = "Número de serie,Marca,Modelo,Fecha"
LIST = f"{HEADING}\nKB 4711,Orlan,Uno,2019-03-01\nKB 4712,Orlan,Uno,2019-03-02\nSIN NUMERO,Orlan,Uno,2019\n"


@pytest.fixture
def file(user: User) -> Path:
    """A list of weapons in Spanish."""
    return user.write("lista.csv", LIST.encode())


def test_a_list_that_nobody_has_seen_becomes_a_register(user: User, file: Path) -> None:
    told = user.run("import", file, "--register", "lista", "--yes", "--json").check().json
    assert (told["added"]["rows"], told["added"]["problems"]) == (2, 0)
    assert "KB 4711" in user.run("lookup", "KB 4711", "--json").check().out


def test_the_same_file_under_another_name_adds_nothing(user: User, file: Path) -> None:
    user.run("import", file, "--register", "lista", "--yes").check()
    copy = user.write("lista (1).csv", LIST.encode())
    told = user.run("import", copy, "--register", "lista", "--yes").check()
    assert "nothing was added" in told.words
    assert "identifiers" not in told.words


def test_the_same_file_by_another_mapping_would_be_there_twice(user: User, file: Path) -> None:
    user.run("map", file, "-o", user.path("m.toml")).check()
    user.run("import", file, "--register", "lista", "-m", user.path("m.toml"), "--yes").check()
    text = user.path("m.toml").read_text().replace('set.model = "{model}"', 'set.model = "{model|upper}"')
    user.path("m.toml").write_text(text)
    user.run("import", file, "--register", "lista", "-m", user.path("m.toml"), "--yes").refused(
        "came in by another mapping"
    )


@pytest.mark.parametrize("more", [("--by", "Ada"), ("--corrects", "abc"), ("--media", "x")])
def test_what_only_a_case_has_is_refused_for_a_register(user: User, file: Path, more: tuple[str, str]) -> None:
    user.run("import", file, "--register", "lista", "--yes", *more).refused(
        "with --into CASE, got them with --register"
    )
