"""Bundle: a case, or what may travel of it, as one file that verifies itself. ``docs/format.md`` specifies it."""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from witnessmark.case.canonical import decode_strictly, decode_value, digest, encode
from witnessmark.case.merkle import root
from witnessmark.case.receipts import Entry, chains
from witnessmark.errors import Tampered
from witnessmark.model.decisions import Level
from witnessmark.model.ids import StatementId, is_digest
from witnessmark.model.value import Value

FIRST_LINE = b"witnessmark bundle/1\n"
LONGEST_LINE = 4_000_000


class Manifest(Value, frozen=True, kw_only=True):
    """What a bundle says that it holds."""

    statements: int
    receipts: int
    envelopes: int
    root: str
    level: Level
    withheld: int
    """How many statements of the case stayed behind."""


class Bundle(Value, frozen=True, kw_only=True):
    """The contents of a bundle, verified."""

    manifest: Manifest
    statements: tuple[tuple[StatementId, bytes], ...]
    entries: tuple[Entry, ...]
    envelopes: tuple[tuple[str, bytes], ...]


def lines(
    statements: Mapping[StatementId, bytes],
    entries: Sequence[Entry],
    envelopes: Mapping[str, bytes],
    *,
    level: Level,
    withheld: int,
) -> Iterator[bytes]:
    """The lines of a bundle. Receipts name withheld ids, so where something is withheld none travel."""
    carried = [] if withheld else list(entries)
    manifest = Manifest(
        statements=len(statements),
        receipts=len(carried),
        envelopes=len(envelopes),
        root=root(statements),
        level=level,
        withheld=withheld,
    )
    body = hashlib.sha256()
    for line in _body(manifest, statements, carried, envelopes):
        body.update(line)
        yield line
    yield b"end " + body.hexdigest().encode("ascii") + b"\n"


def _body(
    manifest: Manifest,
    statements: Mapping[StatementId, bytes],
    entries: Sequence[Entry],
    envelopes: Mapping[str, bytes],
) -> Iterator[bytes]:
    yield FIRST_LINE
    yield b"manifest " + encode(manifest) + b"\n"
    for i in sorted(statements):
        yield b"statement " + statements[i] + b"\n"
    for entry in entries:
        yield b"receipt " + entry.signature.hex().encode("ascii") + b" " + entry.receipt + b"\n"
    for sealed in sorted(envelopes):
        yield b"envelope " + sealed.encode("ascii") + b" " + base64.b64encode(envelopes[sealed]) + b"\n"


def read(source: Iterable[bytes]) -> Bundle:
    """The bundle in a file's lines; ``Tampered`` with the line unless every digest and count agrees."""
    body = hashlib.sha256()
    parts: dict[bytes, list[bytes]] = {b"manifest": [], b"statement": [], b"receipt": [], b"envelope": []}
    numbered = enumerate(source, start=1)
    for number, line in numbered:
        if number == 1 and line != FIRST_LINE:
            raise Tampered("line 1: want 'witnessmark bundle/1'; this is not a bundle of this version")
        word, _, rest = line.rstrip(b"\n").partition(b" ")
        if word == b"end":
            if next(numbered, None) is not None:
                raise Tampered(f"line {number + 1}: want nothing behind the last line")
            return _verified(parts, ends=rest == body.hexdigest().encode("ascii"))
        if number > 1 and word not in parts:
            raise Tampered(f"line {number}: want manifest, statement, receipt, envelope or end, got {word[:20]!r}")
        if number > 1:
            parts[word].append(rest)
        body.update(line)
    raise Tampered("the bundle breaks off before its last line")


def _verified(parts: Mapping[bytes, list[bytes]], *, ends: bool) -> Bundle:
    if len(parts[b"manifest"]) != 1:
        raise Tampered(f"want one manifest, got {len(parts[b'manifest'])}")
    manifest = _manifest(parts[b"manifest"][0])
    statements = tuple(_statement(payload) for payload in parts[b"statement"])
    entries = tuple(_entry(line) for line in parts[b"receipt"])
    envelopes = tuple(_envelope(line) for line in parts[b"envelope"])
    counts = (len(statements), len(entries), len(envelopes))
    if counts != (manifest.statements, manifest.receipts, manifest.envelopes):
        raise Tampered(f"the manifest counts other parts than the {counts} that stand in the bundle")
    if len(dict(statements)) != len(statements) or len(dict(envelopes)) != len(envelopes):
        raise Tampered("a statement or an envelope stands twice")
    if root(i for i, _ in statements) != manifest.root:
        raise Tampered("the statements do not have the Merkle root that the manifest names")
    if not ends:
        raise Tampered("the bytes do not have the digest on the last line: something was changed")
    _check_receipts(entries, {i for i, _ in statements})
    return Bundle(manifest=manifest, statements=statements, entries=entries, envelopes=envelopes)


def _manifest(line: bytes) -> Manifest:
    try:
        return decode_value(line, Manifest)
    except ValueError as error:
        raise Tampered(f"the manifest cannot be read: {error}") from error


def _statement(payload: bytes) -> tuple[StatementId, bytes]:
    try:
        decode_strictly(payload)
    except ValueError as error:
        raise Tampered(f"a statement cannot be read: {error}") from error
    return StatementId(digest(payload)), payload


def _entry(line: bytes) -> Entry:
    signature, _, receipt = line.partition(b" ")
    try:
        return Entry(receipt=receipt, signature=bytes.fromhex(signature.decode("ascii")))
    except ValueError as error:
        raise Tampered("a receipt's signature is not hexadecimal") from error


def _envelope(line: bytes) -> tuple[str, bytes]:
    sealed, _, payload = line.partition(b" ")
    try:
        name = sealed.decode("ascii")
        if not is_digest(name):
            raise Tampered("an envelope does not name a commitment")
        return name, base64.b64decode(payload, validate=True)
    except (UnicodeDecodeError, binascii.Error) as error:
        raise Tampered("an envelope is not base64") from error


def _check_receipts(entries: Sequence[Entry], present: set[StatementId]) -> None:
    for chain in chains(entries).values():
        for receipt, _ in chain:
            missing = set(receipt.statements) - present
            if missing:
                raise Tampered(f"receipt {receipt.seq} names {len(missing)} statements that the bundle lacks")
