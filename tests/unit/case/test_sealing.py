"""A value kept out of the set, named in it by a salted commitment."""

import hashlib

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from witnessmark.case.sealing import KEY_BYTES, SALT_BYTES, Opened, commitment, envelope, unseal
from witnessmark.errors import Tampered

KEY, NONCE = bytes(range(32)), bytes(range(12))
OPENED = Opened(salt="5a" * 32, value="Vera Nováková")


def test_salt_and_key_are_as_long_as_the_digest() -> None:
    assert (SALT_BYTES, KEY_BYTES) == (32, 32)


def test_a_commitment_is_the_digest_of_prefix_salt_and_value() -> None:
    expected = hashlib.sha256(b"witnessmark seal/1\n" + b"\x5a" * 32 + "Vera Nováková".encode()).hexdigest()
    assert commitment(OPENED) == expected


def test_another_salt_or_value_is_another_commitment() -> None:
    assert commitment(Opened(salt="5b" * 32, value=OPENED.value)) != commitment(OPENED)
    assert commitment(Opened(salt=OPENED.salt, value="Vera Novakova")) != commitment(OPENED)


def test_an_envelope_is_the_nonce_and_the_value_under_aes_gcm_bound_to_its_commitment() -> None:
    plain = '{"salt":"' + "5a" * 32 + '","value":"Vera Nováková"}'
    expected = NONCE + AESGCM(KEY).encrypt(NONCE, plain.encode(), commitment(OPENED).encode())
    assert envelope(OPENED, key=KEY, nonce=NONCE) == expected


@pytest.mark.parametrize("length", [0, 11, 13])
def test_a_nonce_has_twelve_bytes(length: int) -> None:
    with pytest.raises(ValueError, match=rf"^want a nonce of 12 bytes, got {length}$"):
        envelope(OPENED, key=KEY, nonce=bytes(length))


def test_an_envelope_opens_with_its_key() -> None:
    assert unseal(commitment(OPENED), envelope(OPENED, key=KEY, nonce=NONCE), key=KEY) == OPENED


SHUT = r"^the envelope of sealed value {} does not open with its key$"


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(Tampered, match=SHUT.format(commitment(OPENED)[:10])):
        unseal(commitment(OPENED), envelope(OPENED, key=KEY, nonce=NONCE), key=bytes(32))


def test_an_envelope_under_another_commitment_does_not_open() -> None:
    with pytest.raises(Tampered, match=SHUT.format("abababababab"[:10])):
        unseal("ab" * 32, envelope(OPENED, key=KEY, nonce=NONCE), key=KEY)


@pytest.mark.parametrize("payload", [b"", b"\x00" * 7, b"\x00" * 12, b"\x00" * 27, b"\x00" * 28])
def test_what_is_no_envelope_does_not_open(payload: bytes) -> None:
    with pytest.raises(Tampered, match="does not open with its key"):
        unseal(commitment(OPENED), payload, key=KEY)


@pytest.mark.parametrize("key", [b"", bytes(16), bytes(31)])
def test_a_key_of_another_length_does_not_open_it(key: bytes) -> None:
    with pytest.raises(Tampered, match="does not open with its key"):
        unseal(commitment(OPENED), envelope(OPENED, key=KEY, nonce=NONCE), key=key)


def crafted(plain: bytes) -> bytes:
    """An envelope by somebody who holds the key, under the commitment of another value."""
    return NONCE + AESGCM(KEY).encrypt(NONCE, plain, commitment(OPENED).encode())


@pytest.mark.parametrize("plain", [b"", b"{}", b"[]", b'{"salt":"5a"}', b'{"more":"","salt":"5a","value":""}', b"\xff"])
def test_an_envelope_that_holds_no_sealed_value_does_not_open(plain: bytes) -> None:
    with pytest.raises(Tampered, match="does not open with its key"):
        unseal(commitment(OPENED), crafted(plain), key=KEY)


def test_an_envelope_that_holds_another_value_is_tampered() -> None:
    plain = b'{"salt":"' + b"5a" * 32 + b'","value":"Somebody else"}'
    with pytest.raises(
        Tampered, match=rf"^the envelope of sealed value {commitment(OPENED)[:10]} holds another value$"
    ):
        unseal(commitment(OPENED), crafted(plain), key=KEY)


def test_an_envelope_that_holds_a_salt_that_is_none_is_tampered() -> None:
    with pytest.raises(Tampered, match=f"the envelope of sealed value {commitment(OPENED)[:10]}"):
        unseal(commitment(OPENED), crafted(b'{"salt":"zz","value":"Vera"}'), key=KEY)


def test_a_name_that_is_not_ascii_opens_nothing() -> None:
    with pytest.raises(Tampered, match="does not open with its key"):
        unseal("é" * 64, envelope(OPENED, key=KEY, nonce=NONCE), key=KEY)
