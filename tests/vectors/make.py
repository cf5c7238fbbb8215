"""Write the vectors for a second implementation: ``python tests/vectors/make.py``. The same bytes in every run.

``tests/properties/test_vectors.py`` checks that they are what the library gives, and checks them with nothing of it.
A vector that changes is a change of format: see ``docs/format.md``.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from witnessmark.case.bundle import lines
from witnessmark.case.canonical import digest, encode
from witnessmark.case.merkle import root
from witnessmark.case.receipts import Entry, Head, next_receipt, signed_bytes
from witnessmark.case.sealing import Opened, commitment, envelope
from witnessmark.case.zipped import BUNDLE, EVIDENCE, MANIFEST, SIGNATURE, measured, zipped
from witnessmark.evidence.signed import FORMAT, Carried, Contents, LeftBehind, Signature
from witnessmark.evidence.signed import signed_bytes as signed
from witnessmark.evidence.travelling import Stays
from witnessmark.model.decisions import CaseHeader, Level
from witnessmark.model.evidence import Evidence
from witnessmark.model.fields import Field, Form, fields_of
from witnessmark.model.happenings import Transfer
from witnessmark.model.ids import PartyId, SourceId, StatementId, ThingId
from witnessmark.model.observations import Photo
from witnessmark.model.quantity import Bound, Quantity, Unit
from witnessmark.model.statement import KINDS, Statement, kind_of
from witnessmark.model.things import Item, Party, PartySort, Source, SourceForm
from witnessmark.model.value import Content, Edtf, Sealed

HERE = Path(__file__).parent
SEED = bytes(range(32))
VALUES = ("Vera Nováková", "", '+999 555 0100\n"line two" \\ \u2028', "x" * 300)
AT = ("2026-03-01T10:00:00Z", "2026-03-01T10:00:01Z", "2026-04-01T00:00:00Z")


def files() -> dict[str, bytes]:
    """Every vector file by its name."""
    return {
        "statements.json": _json(list(_statements())),
        "merkle.json": _json(list(_trees())),
        "receipts.json": _json(_receipts()),
        "seal.json": _json(list(_seals())),
        "bundle.txt": b"".join(_bundle()),
        "signed-bundle.zip": b"".join(_signed_bundle()),
    }


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


# -- statements ----------------------------------------------------------------------------------------------


def _statements() -> Iterator[dict[str, str]]:
    for kind in KINDS:
        for is_full in (False, True):
            payload = encode(_statement(kind, is_full=is_full))
            yield {"kind": kind_of(kind), "canonical": payload.decode(), "id": digest(payload)}


def _statement(kind: type[Content], *, is_full: bool) -> Statement:
    """A statement of a kind that says only what it must, or something in every field."""
    required = {field.name for field in msgspec.structs.fields(kind) if field.required}
    own, outer = (
        {f.name: _value(f) for f in fields_of(owner) if is_full or f.name in required} for owner in (kind, Statement)
    )
    if kind is Evidence:
        own["digest"] = _id("digest")
    return Statement(content=kind(**own), **outer)


def _value(field: Field) -> Any:
    one = _one(field)
    return (one, _one(field, "second")) if field.is_many else one


def _one(field: Field, which: str = "first") -> Any:
    match field.form:
        case Form.TEXT:
            is_sealed = field.is_sealable and field.wire in {"note", "reader", "at"}
            return Sealed(sealed=_id("sealed")) if is_sealed else f'{field.wire} "é\\ Ж\u2028" \t\n\x01\x7f/'
        case Form.DATE:
            return "2015-12~"
        case Form.REFERENCE:
            return _id(f"{field.wire} {which}")
        case Form.QUANTITY:
            return Quantity(number="12.50", unit=Unit.ROUNDS, bound=Bound.AT_LEAST)
        case Form.CHOICE:
            assert field.choices is not None
            return [*field.choices][-1 if which == "first" else 0]


# -- trees, receipts, seals ----------------------------------------------------------------------------------


def _trees() -> Iterator[dict[str, object]]:
    for count in (0, 1, 2, 3, 5, 8):
        ids = [_id(f"leaf {n}") for n in range(count)]
        yield {"ids": ids, "root": root(ids)}


def _chain(*writes: list[str]) -> list[Entry]:
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    store = key.public_key().public_bytes_raw().hex()
    entries: list[Entry] = []
    for at, ids in zip(AT, writes, strict=False):
        previous = entries[-1] if entries else None
        statements = [StatementId(i) for i in sorted(ids)]
        payload = encode(next_receipt(previous, store=store, recorder="A. Vale", at=at, statements=statements))
        entries.append(Entry(receipt=payload, signature=key.sign(signed_bytes(digest(payload)))))
    return entries


def _receipts() -> dict[str, object]:
    entries = _chain([_id("one")], [_id("two"), _id("three")], [])
    last = entries[-1].read()
    head = Head(store=last.store, seq=last.seq, receipt=entries[-1].digest, signature=entries[-1].signature.hex())
    rows = [{"receipt": e.receipt.decode(), "digest": e.digest, "signature": e.signature.hex()} for e in entries]
    return {"seed": SEED.hex(), "store": last.store, "receipts": rows, "head": encode(head).decode()}


def _opened() -> list[Opened]:
    return [Opened(salt=_id(f"salt {n}"), value=value) for n, value in enumerate(VALUES)]


def _key(number: int) -> bytes:
    return bytes.fromhex(_id(f"key {number}"))


def _envelope(number: int, opened: Opened) -> bytes:
    return envelope(opened, key=_key(number), nonce=bytes.fromhex(_id(f"nonce {number}"))[:12])


def _seals() -> Iterator[dict[str, str]]:
    for number, opened in enumerate(_opened()):
        payload = _envelope(number, opened)
        yield {
            "salt": opened.salt,
            "value": opened.value,
            "commitment": commitment(opened),
            "key": _key(number).hex(),
            "nonce": payload[:12].hex(),
            "envelope": payload.hex(),
        }


# -- a bundle ------------------------------------------------------------------------------------------------


def _bundle() -> Iterator[bytes]:
    person = _opened()[0]
    army = Statement(content=Party(name="Army of Modavia", sort=PartySort.ARMED_FORCE))
    dealer = Statement(content=Party(name=Sealed(sealed=commitment(person)), sort=PartySort.PERSON))
    rifle = Statement(content=Item(name="Rifle KB 0421786", note="Ж \u202e"))
    sold = Statement(
        content=Transfer(
            of=(ThingId(_digest(rifle)),),
            from_=PartyId(_digest(army)),
            to=PartyId(_digest(dealer)),
            when=Edtf("2015-12"),
        )
    )
    header = Statement(content=CaseHeader(title="A bundle for checking", training="Invented."))
    said = {_digest(s): encode(s) for s in (army, dealer, rifle, sold, header)}
    entries = _chain([_digest(header), _digest(army)], [_digest(dealer), _digest(rifle), _digest(sold)])
    envelopes = {commitment(person): _envelope(0, person)}
    yield from lines(said, entries, envelopes, level=Level.R2, withheld=0)


# -- a signed bundle -----------------------------------------------------------------------------------------


PAPER = b"Packing list 7: one rifle, KB 0421786.\n"
PICTURE, COPY = b"\xff\xd8\xff\xe1 a picture with its place", b"\xff\xd8\xff\xe0 the picture alone"


def _signed_bundle() -> Iterator[bytes]:
    """A bundle with a paper as it came, a working copy of a picture, and a page that is not there."""
    paper = Statement(content=Source(name="Packing list 7", form=SourceForm.DOCUMENT, digest=digest(PAPER)))
    rifle = Statement(content=Item(name="Rifle KB 0421786"), source=SourceId(_digest(paper)))
    photo = Statement(content=Photo(of=(ThingId(_digest(rifle)),), digest=digest(PICTURE)))
    lost = Statement(content=Source(name="A page that was lost", digest=_id("lost")))
    said = {_digest(s): encode(s) for s in (paper, rifle, photo, lost)}
    body = b"".join(lines(said, _chain(list(said)), {}, level=Level.R2, withheld=0))
    payloads = {BUNDLE: body, EVIDENCE + digest(PAPER): PAPER, EVIDENCE + digest(COPY): COPY}
    members = [measured(name, partial(iter, [payload])) for name, payload in sorted(payloads.items())]
    contents = Contents(
        format=FORMAT, level=Level.R2, as_of="2026-04-01", code="0.1.0",
        members=tuple(
            Carried(
                name=m.name, size=m.size, digest=m.digest, copy_of=digest(PICTURE) if m.digest == digest(COPY) else ""
            )
            for m in members
        ),
        withheld=(LeftBehind(reason=Stays.ABSENT, pieces=1),),
    )  # fmt: skip
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    manifest = encode(contents)
    signature = encode(
        Signature(key=key.public_key().public_bytes_raw().hex(), signature=key.sign(signed(digest(manifest))).hex())
    )
    yield from zipped([*members, measured(MANIFEST, lambda: [manifest]), measured(SIGNATURE, lambda: [signature])])


def _digest(statement: Statement) -> StatementId:
    return StatementId(digest(encode(statement)))


def main() -> None:
    """Write the files beside this script."""
    for name, payload in files().items():
        (HERE / name).write_bytes(payload)


if __name__ == "__main__":
    main()
