"""Naming: what a name in a cell stands for, by the vocabulary; what it does not know waits for a person."""

from collections import Counter
from functools import lru_cache

from witnessmark.vocabulary.groups import resolve_group
from witnessmark.vocabulary.spelled import settled
from witnessmark.vocabulary.statenames import resolve_state


def state_named(text: str, language: str, names: Counter[tuple[str, str, str]]) -> str:
    """The name of a state; as typed where it is spelled like none, or like several."""
    found = _state(text, language)
    names["state", text, found[1] if found else ""] += 1
    return found[1] if found else text


def state_code(text: str, language: str) -> str:
    """The code of a state; empty where it is spelled like none, or like several."""
    found = _state(text, language)
    return found[0] if found else ""


def group_named(text: str, names: Counter[tuple[str, str, str]]) -> str:
    """The name of an armed group; as typed where it is spelled like none."""
    found = _group(text)
    names["group", text, found or ""] += 1
    return found or text


@lru_cache(maxsize=65536)
def _state(text: str, language: str) -> tuple[str, str] | None:
    found = settled(resolve_state(text, language=language))
    return None if found is None else (found.code, found.name)


@lru_cache(maxsize=65536)
def _group(text: str) -> str | None:
    found = settled(resolve_group(text))
    return None if found is None else found.name
