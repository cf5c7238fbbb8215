"""The base of every value that exists in a case."""

from typing import Annotated, NewType

import msgspec


def _wire_name(field: str) -> str:
    """Spell a Python field name as it stands in bytes and in the notation.

    >>> _wire_name("from_"), _wire_name("previous_user")
    ('from', 'previous-user')
    """
    return field.rstrip("_").replace("_", "-")


class Value(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename=_wire_name,
):
    """A frozen value; its wire names are kebab-case and a field at its default is not written.

    Defaults are only ``None``, ``""``, ``()`` and enum members: msgspec compares them by identity, and a
    default that is not a singleton would sometimes be written and sometimes not.
    """


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen value that the program works out; as JSON it shows every field, also those that are empty."""


class Content(Value, frozen=True, kw_only=True, tag_field="kind"):
    """What one statement says. Its tag is ``name/version``; a kind is succeeded, never changed."""


class Sealed(Value, frozen=True, kw_only=True):
    """A value that is not here: the salted commitment to it. The envelope lies beside the case."""

    sealed: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]


Text = str | Sealed
"""Words that a person may need to seal: a name, a contact, an exact place."""

Edtf = NewType("Edtf", str)
"""A date as typed, in EDTF (ISO 8601-2); ``model.when.window`` says which days it covers."""

Signer = Annotated[str, msgspec.Meta(min_length=1)]
"""The named person, or the role, that answers for a decision."""

Reason = Annotated[str, msgspec.Meta(min_length=1)]
"""Why a decision was taken; never empty."""
