"""The base of every value that exists in a case."""

import msgspec
import pytest

from witnessmark.model.ids import ThingId
from witnessmark.model.observations import Condition
from witnessmark.model.problem import Problem
from witnessmark.model.statement import Statement
from witnessmark.model.things import Party
from witnessmark.model.value import Content, Result, Sealed, Value


def test_a_value_is_frozen() -> None:
    with pytest.raises(AttributeError):
        Party(name="Army").name = "Group"  # type: ignore[misc]


def test_a_value_takes_its_fields_by_name_only() -> None:
    with pytest.raises(TypeError):
        Party("Army")  # type: ignore[call-arg]


def test_equal_values_have_equal_hashes() -> None:
    assert hash(Party(name="Army")) == hash(Party(name="Army"))
    assert Party(name="Army") != Party(name="Group")


def test_names_on_the_wire_are_kebab_case_and_defaults_are_left_out() -> None:
    assert msgspec.json.encode(Statement(content=Party(name="Army"), rests_on=("ab",))) == (  # type: ignore[arg-type]
        b'{"content":{"kind":"party/1","name":"Army"},"rests-on":["ab"]}'
    )


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode(b'{"source":"a","message":"b","more":1}', type=Problem)


def test_a_result_shows_every_field_also_those_that_are_empty() -> None:
    class Answer(Result, frozen=True, kw_only=True):
        text: str = ""

    assert msgspec.json.encode(Answer()) == b'{"text":""}'


@pytest.mark.parametrize("base", [Value, Content, Result])
def test_every_base_is_frozen(base: type[msgspec.Struct]) -> None:
    assert base.__struct_config__.frozen is True


@pytest.mark.parametrize("sealed", ["", "ab", "AB" * 32, "ab" * 32 + "\n", "ab" * 33])
def test_a_sealed_value_is_named_by_a_commitment(sealed: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"sealed": sealed}, Sealed)


def test_a_statement_is_about_one_thing_at_least_and_a_thousand_at_most() -> None:
    thing = ThingId("ab" * 32)  # type: ignore[arg-type]
    for things in ((), (thing,) * 1001):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({"kind": "condition/1", "of": things}, Condition)
    assert len(msgspec.convert({"kind": "condition/1", "of": (thing,) * 1000}, Condition).of) == 1000
