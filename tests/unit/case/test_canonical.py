"""One encoder: JSON as RFC 8785 writes it."""

import hashlib

import pytest

from witnessmark.case import canonical
from witnessmark.case.bundle import Manifest
from witnessmark.case.canonical import decode, decode_strictly, decode_value, digest, encode, statement_id
from witnessmark.model.ids import SourceId, StatementId
from witnessmark.model.statement import Basis, Statement
from witnessmark.model.things import Party, PartySort

NAMED = Statement(content=Party(name="Orlan Works"))
BYTES = b'{"content":{"kind":"party/1","name":"Orlan Works"}}'


def test_a_value_is_written_with_sorted_keys_and_without_its_defaults() -> None:
    full = Statement(
        supersedes=StatementId("ab" * 32),
        source=SourceId(StatementId("cd" * 32)),
        quote="q",
        basis=Basis.INFERRED,
        content=Party(sort=PartySort.MAKER, name="Orlan Works", country="Orlania"),
    )
    assert encode(NAMED) == BYTES
    assert encode(full) == (
        b'{"basis":"inferred","content":{"country":"Orlania","kind":"party/1","name":"Orlan Works","sort":"maker"},'
        b'"quote":"q","source":"' + b"cd" * 32 + b'","supersedes":"' + b"ab" * 32 + b'"}'
    )


def test_text_is_written_as_typed_in_utf_8() -> None:
    name = 'Q"\\/\b\f\n\r\t\x01\x7f\u2028é\U0001f3ed'
    expected = '{"content":{"kind":"party/1","name":"Q\\"\\\\/\\b\\f\\n\\r\\t\\u0001\x7f\u2028é\U0001f3ed"}}'
    assert encode(Statement(content=Party(name=name))) == expected.encode()


def test_a_text_that_is_not_unicode_has_no_canonical_bytes() -> None:
    with pytest.raises(ValueError, match=r"^want text that can be written as UTF-8, got 'a\\ud800'$"):
        encode(Statement(content=Party(name="a\ud800")))


def test_a_digest_is_sha_256_in_hexadecimal() -> None:
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_statements_id_is_the_digest_of_its_canonical_bytes() -> None:
    assert statement_id(NAMED) == hashlib.sha256(BYTES).hexdigest()


def test_canonical_bytes_decode_to_the_statement() -> None:
    assert decode(BYTES) == decode_strictly(BYTES) == decode_value(BYTES, Statement) == NAMED


@pytest.mark.parametrize(
    "payload",
    [
        b'{"content": {"kind":"party/1","name":"Orlan Works"}}',
        b'{"content":{"name":"Orlan Works","kind":"party/1"}}',
        b'{"content":{"kind":"party/1","name":"Orlan W\\u006frks"}}',
        b'{"content":{"kind":"party/1","name":"Orlan Works","sort":"unknown"}}',
        b'{"basis":"stated","content":{"kind":"party/1","name":"Orlan Works"}}',
        b'{"content":{"kind":"party/1","name":"Orlan Works"},"rests-on":[]}',
        b'{"content":{"kind":"party/1","name":"Orlan Works"},"source":null}',
        b'{"content":{"kind":"party/1","name":"X","name":"Orlan Works"}}',
    ],
)
def test_the_same_said_in_other_bytes_is_refused(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r"^want canonical bytes; these say the same in other words$"):
        decode_strictly(payload)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"content":{"kind":"party/2","name":"x"}}',
        b'{"content":{"kind":"party/1","name":"x"},"more":"x"}',
        b'{"content":{"kind":"party/1","name":"x","more":"x"}}',
        b'{"content":{"kind":"party/1"}}',
        b'{"content":{"kind":"party/1","name":"\xff"}}',
        b'{"content":{"kind":"party/1","name":"\\ud800"}}',
        b'{"content":{"kind":"party/1","name":1}}',
        b'{"content":' + b"[" * 100_000,
        BYTES + b"x",
    ],
)
def test_what_is_no_statement_is_refused_with_the_reason(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r"^want a statement in canonical JSON: ."):
        decode_strictly(payload)


def test_the_reason_names_the_type_that_was_wanted() -> None:
    with pytest.raises(ValueError, match=r"^want a manifest in canonical JSON: "):
        decode_value(b"{}", Manifest)


def _long(size: int) -> bytes:
    return BYTES.replace(b"Orlan Works", b"x" * (size - len(BYTES) + len(b"Orlan Works")))


def test_a_statement_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert canonical.LARGEST_STATEMENT == 1_000_000
    assert encode(decode_strictly(_long(1_000_000))) == _long(1_000_000)
    with pytest.raises(ValueError, match=r"^want at most 1000000 bytes in a statement, got 1000001$"):
        decode_strictly(_long(1_000_001))


@pytest.mark.parametrize(
    "payload",
    [
        b'{"content":{"kind":"lot/1","name":"x","quantity":{"number":"12\\n","unit":"rounds"}}}',
        b'{"content":{"kind":"party/1","name":{"sealed":"' + b"a" * 64 + b'\\n"}}}',
    ],
)
def test_a_number_or_commitment_does_not_end_in_a_line_break(payload: bytes) -> None:
    with pytest.raises(ValueError, match="want a statement in canonical JSON"):
        decode_strictly(payload)


@pytest.mark.parametrize("reference", ["", "ab", "AB" * 32, "ab" * 32 + "\n", "zz\n  note planted", "x" * 200])
def test_a_reference_is_a_digest(reference: str) -> None:
    statement = Statement(content=Party(name="x"), source=SourceId(StatementId(reference)))
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is compared
        decode_strictly(encode(statement))
    assert str(error.value) == f"want an id of 64 hexadecimal digits in every reference, got {reference[:80]!r}"
