"""That every scheme is found by its file, and what a new one still lacks."""

import pkgutil
from pathlib import Path
from types import ModuleType

import pytest

from witnessmark.marks import schemes as package
from witnessmark.marks.registry import lacking, schemes, unfinished
from witnessmark.marks.scheme import Support

WHOLE = {
    "__doc__": "Invented serial.\n\n>>> 1\n1\n",
    "NAME": "invented",
    "TITLE": "invented serial",
    "MARKS": "serial",
    "MAKERS": "Orlan Works",
    "PERIOD": "not stated",
    "SUPPORT": Support(source="https://example.org/orlan", is_verified=True, weight=0.5),
    "EXAMPLES": ("71",),
    "PATTERN": ((),),
    "meanings": lambda _: iter(()),
    "render": lambda: "",
}


def module(**changed: object) -> ModuleType:
    made = ModuleType("invented")
    vars(made).update({name: value for name, value in {**WHOLE, **changed}.items() if value is not None})
    return made


def test_every_file_is_a_scheme_and_lacks_nothing() -> None:
    assert unfinished() == {}
    assert len(schemes()) == len(list(pkgutil.iter_modules(package.__path__)))


def test_schemes_stand_by_name_and_no_two_share_one() -> None:
    names = [scheme.NAME for scheme in schemes()]
    assert names == sorted(set(names))


def test_the_name_of_a_scheme_is_that_of_its_file() -> None:
    files = {Path(entry.name).stem.replace("_", "-") for entry in pkgutil.iter_modules(package.__path__)}
    assert {scheme.NAME for scheme in schemes()} == files


def test_a_module_with_every_name_lacks_nothing() -> None:
    assert list(lacking(module())) == []


@pytest.mark.parametrize("name", [name for name in WHOLE if name != "__doc__"])
def test_a_name_that_is_missing_is_told(name: str) -> None:
    assert list(lacking(module(**{name: None}))) == [f"the name {name}"]


@pytest.mark.parametrize(("name", "empty"), [("TITLE", ""), ("EXAMPLES", ()), ("PATTERN", ())])
def test_a_name_with_nothing_in_it_is_told(name: str, empty: object) -> None:
    assert list(lacking(module(**{name: empty}))) == [f"something in {name}"]


@pytest.mark.parametrize("doc", [None, "", "No example."])
def test_an_explanation_without_an_example_is_told(doc: str | None) -> None:
    assert list(lacking(module(__doc__=doc))) == ["an explanation with an example (>>>) at its top"]


def test_support_that_claims_to_be_verified_needs_an_address() -> None:
    support = Support(source="a book", is_verified=True, weight=0.5)
    assert list(lacking(module(SUPPORT=support))) == ["the address of its source in SUPPORT, or is_verified=False"]


def test_background_needs_no_address() -> None:
    assert list(lacking(module(SUPPORT=Support(source="a book", is_verified=False, weight=0.5)))) == []
