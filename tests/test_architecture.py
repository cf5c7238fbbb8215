"""The shape that the code promises: budgets, one reader's questions, and documents that tell the truth."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from witnessmark.cli.main import app
from witnessmark.config import SETTINGS
from witnessmark.model.fields import fields_of, kinds_by_name
from witnessmark.model.statement import Statement

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "witnessmark"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 400, 50
BANNED = re.compile(r"(Manager|Helper|Util|Utils|Info|Handler)$")


def _names(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in MODULES:
        yield path, ast.parse(path.read_text("utf-8"))


def test_no_module_answers_two_questions_at_once() -> None:
    lengths = {_names(p): len(p.read_text("utf-8").splitlines()) for p in MODULES}
    print(f"median module: {statistics.median(lengths.values())} lines")  # noqa: T201 - the report that the budget asks for
    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{_names(path)}:{node.name}": node.end_lineno - node.lineno + 1
        for path, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno is not None
    }
    assert {name: n for name, n in long.items() if n > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", [p for p in MODULES if p.name == "__init__.py"], ids=_names)
def test_a_package_says_which_question_it_answers_and_holds_no_code(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


def test_every_module_and_public_definition_is_documented() -> None:
    bare = [
        f"{_names(path)}:{getattr(node, 'name', '')}"
        for path, tree in _trees()
        for node in (tree, *tree.body)
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef))
        and not getattr(node, "name", "").startswith("_")
        and not ast.get_docstring(node)
    ]
    assert bare == []


def test_names_say_what_a_thing_is() -> None:
    vague = [
        f"{_names(path)}:{node.name}"
        for path, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and BANNED.search(node.name)
    ]
    assert vague == []


def test_only_bootstrap_names_an_adapter() -> None:
    naming = {
        _names(path)
        for path in MODULES
        if "witnessmark.adapters" in path.read_text("utf-8") and "adapters" not in path.parts
    }
    assert naming == {"src/witnessmark/bootstrap.py"}


def test_no_field_of_a_kind_has_the_name_of_a_field_of_every_statement() -> None:
    common = {field.wire for field in fields_of(Statement)}
    for name, kind in kinds_by_name().items():
        assert common.isdisjoint(field.wire for field in fields_of(kind)), name


def _commands() -> list[str]:
    group = typer.main.get_command(app)
    return sorted(getattr(group, "commands", {}))


@pytest.mark.parametrize("command", _commands())
def test_every_command_is_in_the_reference(command: str) -> None:
    assert f"## witnessmark {command}" in (ROOT / "docs/reference/commands.md").read_text("utf-8")


def _inner_commands() -> list[str]:
    group = typer.main.get_command(app)
    groups = sorted(getattr(group, "commands", {}).items())
    return [f"{name} {inner}" for name, each in groups for inner in sorted(getattr(each, "commands", {}))]


@pytest.mark.parametrize("command", _inner_commands())
def test_every_command_of_a_group_is_in_the_reference(command: str) -> None:
    assert f"### witnessmark {command}\n" in (ROOT / "docs/reference/commands.md").read_text("utf-8")


@pytest.mark.parametrize("setting", sorted(SETTINGS))
def test_every_setting_is_in_the_reference(setting: str) -> None:
    assert f"`{setting}`" in (ROOT / "docs/reference/settings.md").read_text("utf-8")


@pytest.mark.parametrize("kind", sorted(kinds_by_name()))
def test_every_kind_is_in_the_reference(kind: str) -> None:
    assert f"## {kind}\n" in (ROOT / "docs/reference/kinds.md").read_text("utf-8")


def test_the_readme_sets_up_with_two_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in ("demo", "test"):
        assert f"make {target}" in readme
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_command_that_the_documents_show_is_one() -> None:
    known = set(_commands())
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        shown = re.findall(r"^(?:\$ )?witnessmark ([a-z]+)(?:\s|$)", path.read_text("utf-8"), re.MULTILINE)
        assert set(shown) <= known, path.name


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    for path in ROOT.glob("*.lock"):
        text = path.read_text("utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|index-url", text), path.name


def test_every_link_between_documents_leads_somewhere() -> None:
    for path in [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name} -> {target}"
