"""Arbitrary statements of every kind, built from the fields that the kinds declare, so that no kind is forgotten."""

import enum
import string
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from witnessmark.case.canonical import encode, statement_id
from witnessmark.model.fields import Field, Form, fields_of
from witnessmark.model.ids import StatementId
from witnessmark.model.quantity import Bound, Quantity, Unit
from witnessmark.model.statement import KINDS, Statement, kind_of
from witnessmark.model.things import Party, PartySort
from witnessmark.model.value import Content, Sealed

HOSTILE = "\"\\'\n\t\r\0\x0b\x0c\x1f\x7f\x85\xa0\u00ad\u200b\u2028\u2029\u202e\ufeff#:?*[]{}/"
"""Characters with a meaning in JSON, in the notation or on a screen, and some that cannot be seen."""

AWKWARD = (
    "", " ", '"', '""', "\\", '"a" b', "sealed:", "sealed:" + "ab" * 32, "id:" + "ab" * 32, "# no comment", " led",
    "trailed ", "\ttab", "a\nb", "a\n\nretraction r\n  of x", "cr\r", "\ufeff", "null",
    "witnessmark 1", "é\u0301", "\U0001f3ed",
)  # fmt: skip

DATES = (
    "2015", "2015-12", "2015-12-12", "2016-02-29", "2015-12~", "2015?", "2015-12-12%", "../2016-02", "2016-02/..",
    "/2016", "2016-06/2016-07", "[2015-12-12,2015-12-15]", "201X", "2015-XX", "2015-21", "2015-12-12T10:11:12Z",
)  # fmt: skip

ABSENT = tuple(StatementId(digits * 32) for digits in ("ab", "cd", "00", "ff"))
"""Ids of statements that no set holds."""

texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.one_of(st.sampled_from(HOSTILE), st.characters(exclude_categories=["Cs"])), max_size=12),
    st.text(string.ascii_letters + " ", max_size=12),
)
digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
sealed_values = st.builds(Sealed, sealed=st.one_of(st.sampled_from(ABSENT), digests))
quantities = st.builds(
    Quantity,
    number=st.from_regex(r"[0-9]{1,18}(\.[0-9]{1,6})?", fullmatch=True),
    unit=st.sampled_from(Unit),
    bound=st.sampled_from(Bound),
)


def _one(field: Field, known: Mapping[StatementId, str]) -> st.SearchStrategy[Any]:
    """One value of a field, whatever its default."""
    match field.form:
        case Form.TEXT if field.name == "digest" and field.is_required:
            return digests
        case Form.TEXT:
            words = texts if field.name not in {"by", "reason"} else texts.filter(bool)
            return st.one_of(words, sealed_values) if field.is_sealable else words
        case Form.DATE:
            return st.sampled_from(DATES)
        case Form.QUANTITY:
            return quantities
        case Form.CHOICE:
            assert field.choices is not None
            return st.sampled_from(field.choices)
        case Form.REFERENCE:
            fitting = [i for i, kind in known.items() if not field.kinds or kind in field.kinds]
            return st.sampled_from([*fitting, *ABSENT])


def _value(field: Field, known: Mapping[StatementId, str]) -> st.SearchStrategy[Any]:
    if field.is_many:
        return st.lists(_one(field, known), min_size=int(field.is_required), max_size=3).map(tuple)
    if field.is_required:
        return _one(field, known)
    return st.one_of(st.just(field.default), _one(field, known))


def _fields(
    kind: type[Content] | type[Statement], known: Mapping[StatementId, str]
) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({field.name: _value(field, known) for field in fields_of(kind)})


@st.composite
def statements(
    draw: st.DrawFn, kind: type[Content] | None = None, known: Mapping[StatementId, str] | None = None
) -> Statement:
    """A statement of a kind, or of any, that may name known statements and absent ones."""
    chosen = draw(st.sampled_from(KINDS)) if kind is None else kind
    names = {} if known is None else known
    content = chosen(**draw(_fields(chosen, names)))
    if isinstance(content, Party) and content.sort is PartySort.PERSON and not isinstance(content.name, Sealed):
        # The notation refuses a person's name that stands open.
        content = Party(name=draw(sealed_values), sort=content.sort, country=content.country, note=content.note)
    return Statement(content=content, **draw(_fields(Statement, names)))


@st.composite
def sets(draw: st.DrawFn, kinds: Sequence[type[Content]] = KINDS, most: int = 6) -> dict[StatementId, Statement]:
    """A set of statements, each of which may name those before it."""
    found: dict[StatementId, Statement] = {}
    known: dict[StatementId, str] = {}
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=most)):
        statement = draw(statements(kind, known))
        i = statement_id(statement)
        found[i], known[i] = statement, kind_of(kind)
    return found


def payloads(found: Mapping[StatementId, Statement]) -> dict[StatementId, bytes]:
    """The canonical bytes of a set."""
    return {i: encode(statement) for i, statement in found.items()}


def afresh(value: Any) -> Any:
    """A value equal to a default, made so that it need not be the same object."""
    match value:
        case enum.StrEnum():
            return type(value)(str(value))
        case str():
            return "".join(list(value))
        case tuple():
            return tuple(each for each in value)
        case _:
            return value
