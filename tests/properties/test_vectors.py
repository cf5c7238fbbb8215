"""The vectors for a second implementation are what the library gives, and hold without anything of it."""

import base64
import hashlib
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from tests.vectors.make import files

from witnessmark.case.bundle import read
from witnessmark.case.canonical import decode_strictly, digest, encode
from witnessmark.evidence.signed import read as read_signed
from witnessmark.model.statement import KINDS, kind_of

VECTORS = Path(__file__).parents[1] / "vectors"


def stored(name: str) -> Any:
    return json.loads((VECTORS / name).read_text("utf-8"))


# -- the library ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["statements.json", "merkle.json", "receipts.json", "seal.json", "bundle.txt", "signed-bundle.zip"]
)
def test_the_library_gives_the_stored_vectors_byte_for_byte(name: str) -> None:
    assert files()[name] == (VECTORS / name).read_bytes()


def test_every_kind_has_vectors() -> None:
    assert {vector["kind"] for vector in stored("statements.json")} == {kind_of(kind) for kind in KINDS}


def test_the_library_reads_every_statement_and_gives_its_bytes_back() -> None:
    for vector in stored("statements.json"):
        payload = vector["canonical"].encode()
        statement = decode_strictly(payload)
        assert kind_of(statement.content) == vector["kind"]
        assert encode(statement) == payload
        assert digest(payload) == vector["id"]


def test_the_library_reads_the_bundle() -> None:
    with (VECTORS / "bundle.txt").open("rb") as file:
        assert len(read(file).statements) == 5


def test_the_library_reads_the_signed_bundle() -> None:
    came = read_signed([(VECTORS / "signed-bundle.zip").read_bytes()])
    assert (len(came.bundle.statements), len(came.originals), came.copies) == (4, 1, 1)


# -- a second implementation, from docs/format.md alone ------------------------------------------------------


def sha256(payload: bytes) -> str:
    return hashlib.sha256(payload).hexdigest()


def canonical(value: Any) -> bytes:
    """RFC 8785 for values without floats and with names in ASCII."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def tree(ids: list[str]) -> str:
    """The Merkle tree hash of RFC 6962 over sorted ids."""
    if not ids:
        return sha256(b"")
    if len(ids) == 1:
        return sha256(b"\x00" + bytes.fromhex(ids[0]))
    split = 1 << ((len(ids) - 1).bit_length() - 1)
    return sha256(b"\x01" + bytes.fromhex(tree(ids[:split])) + bytes.fromhex(tree(ids[split:])))


def leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in leaves(each)]
    return [value]


def check_chain(rows: list[tuple[bytes, bytes]]) -> None:
    """Receipts of one store with their signatures: numbered, linked and signed."""
    receipts = [json.loads(receipt) for receipt, _ in rows]
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(receipts[0]["store"]))
    assert [receipt["seq"] for receipt in receipts] == list(range(len(receipts)))
    assert {receipt["store"] for receipt in receipts} == {receipts[0]["store"]}
    assert "previous" not in receipts[0]
    for (before, _), receipt in zip(rows, receipts[1:], strict=False):
        assert receipt["previous"] == sha256(before)
    for (payload, signature), receipt in zip(rows, receipts, strict=True):
        assert canonical(receipt) == payload
        assert receipt["statements"] == sorted(receipt["statements"])
        key.verify(signature, b"witnessmark head/1\n" + sha256(payload).encode())


def check_envelope(sealed: str, envelope: bytes, key: bytes) -> dict[str, str]:
    plain = AESGCM(key).decrypt(envelope[:12], envelope[12:], sealed.encode())
    opened: dict[str, str] = json.loads(plain)
    assert canonical(opened) == plain
    assert sealed == sha256(b"witnessmark seal/1\n" + bytes.fromhex(opened["salt"]) + opened["value"].encode())
    return opened


def test_a_statements_id_is_the_digest_of_bytes_that_any_canonical_encoder_writes() -> None:
    for vector in stored("statements.json"):
        said = json.loads(vector["canonical"])
        assert canonical(said) == vector["canonical"].encode()
        assert sha256(canonical(said)) == vector["id"]
        assert said["content"]["kind"] == f"{vector['kind']}/1"
        assert all(isinstance(leaf, str) for leaf in leaves(said))


def test_no_two_statements_have_one_id() -> None:
    ids = [vector["id"] for vector in stored("statements.json")]
    # A kind that requires nothing but a reference may say the same in full; none does.
    assert len(set(ids)) == len(ids)


def test_roots_are_those_of_rfc_6962() -> None:
    vectors = stored("merkle.json")
    assert [len(vector["ids"]) for vector in vectors] == [0, 1, 2, 3, 5, 8]
    for vector in vectors:
        assert tree(sorted(vector["ids"])) == vector["root"]


def test_receipts_are_chained_and_signed() -> None:
    stored_chain = stored("receipts.json")
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(stored_chain["seed"]))
    assert key.public_key().public_bytes_raw().hex() == stored_chain["store"]
    rows = [(row["receipt"].encode(), bytes.fromhex(row["signature"])) for row in stored_chain["receipts"]]
    check_chain(rows)
    assert [row["digest"] for row in stored_chain["receipts"]] == [sha256(receipt) for receipt, _ in rows]
    for receipt, signature in rows:
        assert key.sign(b"witnessmark head/1\n" + sha256(receipt).encode()) == signature
    head = {"store": stored_chain["store"], "seq": 2, "receipt": sha256(rows[-1][0]), "signature": rows[-1][1].hex()}
    assert canonical(head) == stored_chain["head"].encode()


def test_envelopes_open_and_hold_what_was_committed_to() -> None:
    for vector in stored("seal.json"):
        envelope, key = bytes.fromhex(vector["envelope"]), bytes.fromhex(vector["key"])
        opened = check_envelope(vector["commitment"], envelope, key)
        assert opened == {"salt": vector["salt"], "value": vector["value"]}
        assert envelope[:12].hex() == vector["nonce"]
        again = AESGCM(key).encrypt(envelope[:12], canonical(opened), vector["commitment"].encode())
        assert envelope == envelope[:12] + again


def test_the_bundle_verifies() -> None:
    payload = (VECTORS / "bundle.txt").read_bytes()
    *rows, last = payload.splitlines(keepends=True)
    assert last == b"end " + sha256(b"".join(rows)).encode() + b"\n"
    assert rows[0] == b"witnessmark bundle/1\n"
    parts: dict[bytes, list[bytes]] = {}
    for row in rows[1:]:
        word, _, rest = row.rstrip(b"\n").partition(b" ")
        parts.setdefault(word, []).append(rest)
    (manifest,) = map(json.loads, parts.pop(b"manifest"))
    ids = [sha256(statement) for statement in parts[b"statement"]]
    assert all(one < other for one, other in pairwise(ids))
    assert all(canonical(json.loads(statement)) == statement for statement in parts[b"statement"])
    chain = [(row.partition(b" ")[2], bytes.fromhex(row.partition(b" ")[0].decode())) for row in parts[b"receipt"]]
    check_chain(chain)
    assert sorted(i for receipt, _ in chain for i in json.loads(receipt)["statements"]) == ids
    assert manifest == {
        "statements": len(ids),
        "receipts": len(chain),
        "envelopes": len(parts[b"envelope"]),
        "root": tree(ids),
        "level": "R2",
        "withheld": 0,
    }
    keys = {vector["commitment"]: bytes.fromhex(vector["key"]) for vector in stored("seal.json")}
    for row in parts[b"envelope"]:
        sealed, _, envelope = row.decode().partition(" ")
        assert check_envelope(sealed, base64.b64decode(envelope), keys[sealed])["value"] == "Vera Nováková"
        assert any(sealed.encode() in statement for statement in parts[b"statement"])
