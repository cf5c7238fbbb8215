"""Naming: what a name in a cell stands for, by the vocabulary; what it does not know waits for a person."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from witnessmark.ingest.template import Scene
from witnessmark.model.value import Result
from witnessmark.model.when import readable
from witnessmark.vocabulary.groups import near_groups, resolve_group
from witnessmark.vocabulary.spelled import Spelled, settled
from witnessmark.vocabulary.statenames import near_states, no_state, resolve_state

_MOST_NEAR = 40
"""Waiting names for which near ones are sought; the search is slow."""


def state_named(text: str, language: str, scene: Scene) -> str:
    """The name of a state; as typed where it is spelled like none, or like several."""
    found = _state(text, language, scene.when)
    return _told(text, scene.known.get(text) or (found.name if found else ""), scene)


def state_code(text: str, language: str, scene: Scene) -> str:
    """The code of a state; empty where it is spelled like none, or like several."""
    found = _state(scene.known.get(text, text), language, scene.when)
    return found.code if found else ""


def group_named(text: str, scene: Scene) -> str:
    """The name of an armed group; as typed where it is spelled like none, or was resolved as something else."""
    if scene.resolved == text:
        return text
    found = _group(text)
    return _told(text, scene.known.get(text) or (found.name if found else ""), scene)


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
def _state(text: str, language: str, when: str = "") -> Spelled | None:
    return settled(resolve_state(text, when=readable(when), language=language))


@lru_cache(maxsize=65536)
def _group(text: str) -> Spelled | None:
    return settled(resolve_group(text))


class NameTold(Result, frozen=True, kw_only=True):
    """A name in a table, and what it stands for."""

    typed: str
    name: str
    """Empty where it waits for a person."""
    times: int
    bits: float
    because: str
    near: tuple[str, ...]
    """Names that are spelled nearly so: a proposal for a person, never an answer."""


def names_told(names: Counter[tuple[str, str]], known: Mapping[str, str]) -> tuple[NameTold, ...]:
    """The names that were looked up, with bits and reason; those that wait first, with what is near to them."""
    counted = sorted(((bool(n), -times, t, n) for (t, n), times in names.items() if times > 0))
    return tuple(
        _name_told(typed, name, -times, known, with_near=place < _MOST_NEAR)
        for place, (_, times, typed, name) in enumerate(counted)
    )


def _name_told(typed: str, name: str, times: int, known: Mapping[str, str], *, with_near: bool) -> NameTold:
    if not name:
        return _waiting(typed, times, with_near=with_near)
    found = next((each for each in (_state(typed, ""), _group(typed)) if each and each.name == name), None)
    reason = "the mapping says so" if typed in known else found.because if found else "by the language of the mapping"
    bits = found.bits if found and typed not in known else 0.0
    return NameTold(typed=typed, name=name, times=times, bits=bits, because=reason, near=())


def _waiting(typed: str, times: int, *, with_near: bool) -> NameTold:
    """Why a name waits: it can be several, is one that did not exist on the rows' dates, or is spelled like none."""
    meant = list(dict.fromkeys(each.name for each in (*resolve_state(typed), *resolve_group(typed))))
    if len(meant) == 1 and settled(resolve_state(typed)):
        because = f"spelled like {meant[0]}, which on the date of the row was none"
    elif none := no_state(typed):
        because = f"no state: {none}"
    elif meant:
        because = f"can be {', or '.join(meant[:4])}"
    else:
        because = "spelled like none"
    near = (
        [each.name for each in (*near_states(typed), *near_groups(typed))]
        if with_near and not (meant or no_state(typed))
        else []
    )
    return NameTold(typed=typed, name="", times=times, bits=0.0, because=because, near=tuple(near[:3]))
