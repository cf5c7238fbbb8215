"""Naming: what a name in a cell stands for, by the vocabulary; what it does not know waits for a person."""

from functools import lru_cache

from witnessmark.ingest.template import Scene
from witnessmark.vocabulary.groups import resolve_group
from witnessmark.vocabulary.spelled import settled
from witnessmark.vocabulary.statenames import resolve_state


def state_named(text: str, language: str, scene: Scene) -> str:
    """The name of a state; as typed where it is spelled like none, or like several."""
    found = _state(text, language)
    return _told(text, found[1] if found else "", scene)


def state_code(text: str, language: str) -> str:
    """The code of a state; empty where it is spelled like none, or like several."""
    found = _state(text, language)
    return found[0] if found else ""


def group_named(text: str, scene: Scene) -> str:
    """The name of an armed group; as typed where it is spelled like none, or was resolved as something else."""
    return text if scene.resolved == text else _told(text, _group(text) or "", scene)


def _told(text: str, name: str, scene: Scene) -> str:
    """Count a name once, by whichever filter knows it; if none does, it waits."""
    waiting, resolved = (text, ""), (text, name)
    if name:
        scene.names[resolved] += 1
        scene.resolved = name
        if scene.asked == text:
            scene.names[waiting] -= 1
    elif scene.asked != text:
        scene.names[waiting] += 1
    scene.asked = text
    return name or text


@lru_cache(maxsize=65536)
def _state(text: str, language: str) -> tuple[str, str] | None:
    found = settled(resolve_state(text, language=language))
    return None if found is None else (found.code, found.name)


@lru_cache(maxsize=65536)
def _group(text: str) -> str | None:
    found = settled(resolve_group(text))
    return None if found is None else found.name
