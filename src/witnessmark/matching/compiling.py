"""Compiling: one source for a single look-up and for millions.

A module of plain loops over arrays runs as it is, at once and without a compiler; where many questions are asked, a
second copy of it is loaded whose functions are compiled by Numba and kept on disk. Both give the same answers.
"""

import functools
import hashlib
import importlib.util
import sys
from collections.abc import Callable
from importlib import resources
from types import ModuleType
from typing import Any, TypeVar, cast

import numpy as np

Array = Any
"""A NumPy array that a compiled function takes: the compiler wants no more to be said."""
signed: Any = np.int64
"""Makes a signed number of an unsigned one; mixed with signed ones the compiler would make it a fraction."""
_COMPILED = "__compiled"

_LOADED: set[str] = set()
"""The modules of which there is a compiled copy in this process."""

F = TypeVar("F", bound=Callable[..., Any])


def kernel(name: str) -> Callable[[F], F]:
    """The decorator for functions of a module of this name: they are compiled in its compiled copy alone.

    They make no array, and count no users of one: what they need is handed to them. To count users, under a lock and
    for every part of an array that is looked at, took a third of the time. A function that makes one does not compile.
    """
    if not name.endswith(_COMPILED):
        return lambda function: function
    import numba  # noqa: PLC0415 - half a second

    package = name.rpartition(".")[0]
    settings: Any = numba.config
    njit: Any = numba.njit  # its types do not tell of the last option
    settings.CACHE_DIR = f"{_chosen() or _beside(package)}/{_kept_in(package)}"
    return cast("Callable[[F], F]", njit(cache=True, nogil=True, _nrt=False))


def can_compile() -> bool:
    """Whether Numba is installed."""
    return importlib.util.find_spec("numba") is not None


@functools.cache
def compiled(module: ModuleType) -> Any:
    """The copy of a module whose functions are compiled; the module itself where Numba is not installed."""
    if not can_compile():
        return module
    name = module.__name__ + _COMPILED
    spec = importlib.util.spec_from_file_location(name, module.__file__)
    if spec is None or spec.loader is None:
        return module
    copy = importlib.util.module_from_spec(spec)
    sys.modules[name] = copy
    spec.loader.exec_module(copy)
    _LOADED.add(module.__name__)
    return copy


def part(name: str, module: ModuleType) -> Any:
    """A module on which one of this name stands: the compiled copy for a compiled copy."""
    return compiled(module) if name.endswith(_COMPILED) else module


def is_loaded(module: ModuleType) -> bool:
    """Whether a compiled copy of a module has been loaded: then even one question is asked of it."""
    return module.__name__ in _LOADED


@functools.cache
def _kept_in(package: str) -> str:
    """The folder, below another, in which Numba keeps what it compiled of a package.

    Numba keeps a function by the file in which it stands, and would go on using it after another module changed that
    it calls. So each edition of the package has a folder of its own, named by a digest of its modules.
    """
    found = hashlib.sha256(resources.files(__package__).joinpath("compiling.py").read_bytes())
    for each in sorted(resources.files(package).iterdir(), key=lambda each: each.name):
        if each.name.endswith(".py"):
            found.update(each.read_bytes())
    return f"compiled-{found.hexdigest()[:12]}"


@functools.cache
def _chosen() -> str:
    """The folder that the user chose for what Numba compiles; empty where none."""
    import numba  # noqa: PLC0415 - half a second

    settings: Any = numba.config
    return str(settings.CACHE_DIR)


def _beside(package: str) -> str:
    """Where the compiled modules of a package are kept unless the user chose another folder."""
    return str(resources.files(package).joinpath("__pycache__"))
