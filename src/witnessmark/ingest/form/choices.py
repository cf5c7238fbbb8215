"""Form choices: what can be chosen in the form, from the vocabularies of the program itself.

A choice has the value that is stored, so that nothing needs to be looked up when a form comes back. A value of several
words has ``_`` for a blank, which the catalogue reads as one.
"""

from collections.abc import Iterable
from typing import NamedTuple

from witnessmark.marks.registry import schemes
from witnessmark.marks.tables import rows
from witnessmark.model.decisions import ConsentGiven, Level
from witnessmark.model.happenings import RecoveryHow, UserBasis
from witnessmark.model.observations import Access, Making, MarkState, Sampling, Wear
from witnessmark.model.quantity import Bound, Dimension, Quantity, Unit
from witnessmark.model.things import Precision
from witnessmark.vocabulary.catalogue import classes

OTHER = "other"
ANY_CLASS = "any"
_PACKAGING = "PK.PACK"
_COUNTED = frozenset({Dimension.WEAPONS, Dimension.AMMUNITION, Dimension.COMPONENTS, Dimension.PACKAGES})
_WITHOUT_A_SCHEME = ("factory_symbol", "import", "proof", "property", OTHER)
"""Kinds of mark that a reading can be of, for which no scheme of ours is."""


class Choice(NamedTuple):
    """One answer that can be chosen."""

    listed: str
    """The list that it stands in."""
    value: str
    name: str = ""
    """Its name, where it is the same in every language; of a class its name in English."""
    item_class: str = ""
    """For a model its class, by which the list of models is made short."""

    @property
    def key(self) -> str:
        """Its key in the table of words."""
        listed = "name" if self.value == OTHER and self.listed.endswith("_name") else self.listed
        return f"choice.{listed}.{self.value}"


def choices() -> tuple[Choice, ...]:
    """All that can be chosen, list by list."""
    return (
        *_of("yes_no", ("yes", "no")),
        *_of("access", Access), *_of("sampling", Sampling), *_of("precision", Precision),
        *_of("consent_given", ConsentGiven), *_of("level", Level),
        *_of("item_sort", ("item", "lot", "container", "paper")),
        *_classes(), *_makes(), *_models(), *_calibres(),
        *_of("bound", Bound), *_of("unit", _units()),
        *_of("recovery_how", RecoveryHow), *_of("user_basis", UserBasis), *_of("mark_state", MarkState),
        *_of("mark_kind", mark_kinds()),
        *_of("mark_script", ("latin", "cyrillic", "greek", "arabic", "cjk", "hebrew", "hangul", "devanagari", "digits",
                             OTHER)),
        *_of("making", Making), *_of("wear", Wear), *_of("mark_method", ("metal", "photograph", "rubbing")),
        *_of("shot", ("left", "right", "mark", "headstamp", "crate", "label", "paper", "context", OTHER)),
    )  # fmt: skip


def mark_kinds() -> tuple[str, ...]:
    """The kinds of mark: those of the schemes, and those that no scheme is for."""
    known = dict.fromkeys(scheme.MARKS.replace(" ", "_") for scheme in schemes())
    first = [kind for kind in ("serial", "lot", "headstamp") if kind in known]
    return tuple(dict.fromkeys((*first, *sorted(known), *_WITHOUT_A_SCHEME)))


def _of(listed: str, values: Iterable[str]) -> list[Choice]:
    return [Choice(listed, str(value)) for value in values]


def _units() -> list[Unit]:
    return [unit for unit in Unit if Quantity(number="1", unit=unit).dimension in _COUNTED]


def _classes() -> list[Choice]:
    return [Choice("item_class", row["code"], row["label"]) for row in classes() if row["code"] != _PACKAGING]


def _makes() -> list[Choice]:
    return [*_names("make_name", "makers"), Choice("make_name", OTHER)]


def _calibres() -> list[Choice]:
    return [*_names("calibre_name", "calibres"), Choice("calibre_name", OTHER)]


def _models() -> list[Choice]:
    known = rows("models", "witnessmark.vocabulary")
    named = [Choice("model_name", _value(row["name"]), row["name"], row["class"]) for row in known]
    return [*named, Choice("model_name", OTHER, item_class=ANY_CLASS)]


def _names(listed: str, table: str) -> list[Choice]:
    return [Choice(listed, _value(r["name"]), r["name"]) for r in rows(table, "witnessmark.vocabulary")]


def _value(name: str) -> str:
    return name.replace(" ", "_")
