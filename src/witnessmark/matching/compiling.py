"""Compiling: one source for a single look-up and for millions.

A module of plain loops over arrays runs as it is, at once and without a compiler; where many questions are asked, a
second copy of it is loaded whose functions are compiled by Numba and kept on disk. Both give the same answers.
"""

import functools
import importlib.util
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, TypeVar, cast

_COMPILED = "__compiled"

F = TypeVar("F", bound=Callable[..., Any])


def kernel(name: str) -> Callable[[F], F]:
    """The decorator for functions of a module of this name: they are compiled in its compiled copy alone."""
    if not name.endswith(_COMPILED):
        return lambda function: function
    import numba  # noqa: PLC0415 - half a second

    return cast("Callable[[F], F]", numba.njit(cache=True, nogil=True))


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
    return copy


def part(name: str, module: ModuleType) -> Any:
    """A module on which one of this name stands: the compiled copy for a compiled copy."""
    return compiled(module) if name.endswith(_COMPILED) else module
