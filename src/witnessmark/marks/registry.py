"""Registry: every scheme there is, found by its file; and what a new one still lacks, in plain words."""

import functools
import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import cast

from witnessmark.marks import schemes as package
from witnessmark.marks.scheme import Scheme, Support

_NAMES = ("NAME", "TITLE", "MARKS", "MAKERS", "PERIOD", "SUPPORT", "EXAMPLES", "PATTERN", "meanings", "render")


@functools.cache
def schemes() -> tuple[Scheme, ...]:
    """All marking schemes, by name. A file in ``schemes/`` that lacks something is left out; see ``lacking``."""
    found = [cast("Scheme", module) for module in _modules() if not list(lacking(module))]
    return tuple(sorted(found, key=lambda scheme: scheme.NAME))


def _modules() -> Iterator[ModuleType]:
    for entry in pkgutil.iter_modules(package.__path__):
        if not entry.name.startswith("_"):
            yield importlib.import_module(f"{package.__name__}.{entry.name}")


def unfinished() -> dict[str, tuple[str, ...]]:
    """What each file in ``schemes/`` still lacks, for whoever is writing it."""
    told = {module.__name__.rpartition(".")[2]: tuple(lacking(module)) for module in _modules()}
    return {name: problems for name, problems in told.items() if problems}


def lacking(module: ModuleType) -> Iterator[str]:
    """What a module lacks to be a scheme."""
    if not module.__doc__ or ">>>" not in module.__doc__:
        yield "an explanation with an example (>>>) at its top"
    for name in _NAMES:
        if not hasattr(module, name):
            yield f"the name {name}"
        elif getattr(module, name) in ("", ()):
            yield f"something in {name}"
    support = getattr(module, "SUPPORT", None)
    if isinstance(support, Support) and support.is_verified and not support.source.startswith(("http://", "https://")):
        yield "the address of its source in SUPPORT, or is_verified=False"
