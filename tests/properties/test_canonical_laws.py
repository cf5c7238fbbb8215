"""Bytes that last: one encoding, which gives back what went in."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.strategies import ABSENT, afresh, statements

from witnessmark.case.canonical import decode, decode_strictly, encode
from witnessmark.model.fields import Field, Form, fields_of
from witnessmark.model.quantity import Quantity, Unit
from witnessmark.model.statement import KINDS, Statement, kind_of, tag_of
from witnessmark.model.value import Content

EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=kind_of)


def least(field: Field) -> Any:
    """Some value of a required field."""
    values = {
        Form.TEXT: "words",
        Form.DATE: "2015",
        Form.REFERENCE: ABSENT[0],
        Form.QUANTITY: Quantity(number="1", unit=Unit.DAYS),
        Form.CHOICE: next(iter(field.choices or ())) if field.choices else None,
    }
    return (values[field.form],) if field.is_many else values[field.form]


def bare(kind: type[Content], **more: object) -> Statement:
    """A statement of which only the required fields say something."""
    required = {f.name: least(f) for f in fields_of(kind) if f.is_required}
    return Statement(content=kind(**(required | more)))


@EACH_KIND
@settings(max_examples=15)
@given(data=st.data())
def test_decoding_what_was_encoded_gives_the_statement_and_encoding_that_the_bytes(
    kind: type[Content], data: st.DataObject
) -> None:
    statement = data.draw(statements(kind))
    payload = encode(statement)
    assert decode(payload) == decode_strictly(payload) == statement
    assert encode(decode(payload)) == payload


@given(statement=statements())
def test_canonical_bytes_are_those_that_any_encoder_with_sorted_keys_and_no_blanks_writes(statement: Statement) -> None:
    payload = encode(statement)
    same = json.dumps(json.loads(payload), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert same.encode() == payload


@EACH_KIND
def test_a_statement_says_in_bytes_only_what_is_required_and_its_kind(kind: type[Content]) -> None:
    said = json.loads(encode(bare(kind)))
    assert set(said) == {"content"}
    assert set(said["content"]) == {"kind", *(f.wire for f in fields_of(kind) if f.is_required)}
    assert said["content"]["kind"] == tag_of(kind)


@EACH_KIND
def test_a_value_that_equals_its_default_is_never_written(kind: type[Content]) -> None:
    defaults = {f.name: afresh(f.default) for f in fields_of(kind) if not f.is_required}
    assert encode(bare(kind, **defaults)) == encode(bare(kind))
    outer = {f.name: afresh(f.default) for f in fields_of(Statement)}
    assert encode(Statement(content=bare(kind).content, **outer)) == encode(bare(kind))


@EACH_KIND
def test_bytes_that_write_a_default_are_refused(kind: type[Content]) -> None:
    for owner in (kind, Statement):
        for field in fields_of(owner):
            if not field.is_required:
                said = json.loads(encode(bare(kind)))
                (said if owner is Statement else said["content"])[field.wire] = field.default
                payload = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
                with pytest.raises(ValueError, match="canonical"):
                    decode_strictly(payload)


@EACH_KIND
@settings(max_examples=5)
@given(data=st.data())
def test_a_value_that_is_decoded_from_bytes_and_left_at_its_default_is_not_written_either(
    kind: type[Content], data: st.DataObject
) -> None:
    statement = data.draw(statements(kind))
    said = json.loads(encode(decode(encode(statement))))
    for owner, fields, told in ((statement, Statement, said), (statement.content, kind, said["content"])):
        for field in fields_of(fields):
            is_said = field.is_required or getattr(owner, field.name) != field.default
            assert (field.wire in told) is is_said


@given(statement=statements(), data=st.data())
def test_a_flipped_byte_is_refused_or_makes_another_statement(statement: Statement, data: st.DataObject) -> None:
    payload = bytearray(encode(statement))
    place = data.draw(st.integers(0, len(payload) - 1))
    payload[place] ^= data.draw(st.integers(1, 255))
    try:
        other = decode_strictly(bytes(payload))
    except ValueError:
        return
    assert other != statement
    assert encode(other) == bytes(payload)
