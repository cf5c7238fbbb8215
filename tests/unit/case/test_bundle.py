"""A case as one file that verifies itself."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from tests.unit.signed import Writer

from witnessmark.case.bundle import FIRST_LINE, Bundle, Manifest, lines, read
from witnessmark.case.canonical import digest, encode
from witnessmark.case.merkle import root
from witnessmark.case.receipts import Entry
from witnessmark.errors import Tampered
from witnessmark.model.decisions import Level
from witnessmark.model.ids import StatementId
from witnessmark.model.statement import Statement
from witnessmark.model.things import Party

A = Writer(1)
PAYLOADS = [encode(Statement(content=Party(name=name))) for name in ("Orlan Works", "Army of Modavia")]
STATEMENTS = {StatementId(digest(payload)): payload for payload in PAYLOADS}
IDS = sorted(STATEMENTS)
ENVELOPES = {"cd" * 32: b"\x00\xff envelope", "ab" * 32: b"", "ef" * 32: b"\x00\x00\x17"}


def written(
    statements: Mapping[StatementId, bytes] = STATEMENTS,
    entries: Iterable[Entry] | None = None,
    envelopes: Mapping[str, bytes] = ENVELOPES,
    withheld: int = 0,
) -> list[bytes]:
    carried = chain_of_all() if entries is None else list(entries)
    return list(lines(statements, carried, envelopes, level=Level.R1, withheld=withheld))


def chain_of_all() -> list[Entry]:
    return A.chain(*([i] for i in IDS))


def closed(body: list[bytes]) -> list[bytes]:
    """Lines with the last line that belongs to them: what somebody could write who is not the program."""
    return [*body, b"end " + hashlib.sha256(b"".join(body)).hexdigest().encode() + b"\n"]


def manifest(**changed: object) -> bytes:
    fields: dict[str, Any] = {
        "statements": 2,
        "receipts": 0,
        "envelopes": 0,
        "root": root(STATEMENTS),
        "level": Level.R1,
        "withheld": 0,
    }
    return b"manifest " + encode(Manifest(**(fields | changed))) + b"\n"


def body(*more: bytes, **changed: object) -> list[bytes]:
    return [FIRST_LINE, manifest(**changed), *(b"statement " + STATEMENTS[i] + b"\n" for i in IDS), *more]


def test_a_bundle_is_its_first_line_manifest_parts_and_digest() -> None:
    chain = chain_of_all()
    expected = [
        b"witnessmark bundle/1\n",
        b'manifest {"envelopes":3,"level":"R1","receipts":2,"root":"' + root(STATEMENTS).encode()
        + b'","statements":2,"withheld":0}\n',
        *(b"statement " + STATEMENTS[i] + b"\n" for i in IDS),
        *(b"receipt " + e.signature.hex().encode() + b" " + e.receipt + b"\n" for e in chain),
        b"envelope " + b"ab" * 32 + b" \n",
        b"envelope " + b"cd" * 32 + b" " + base64.b64encode(b"\x00\xff envelope") + b"\n",
        b"envelope " + b"ef" * 32 + b" AAAX\n",
    ]  # fmt: skip
    assert written(entries=chain) == closed(expected)


def test_a_bundle_reads_back_what_was_written() -> None:
    chain = chain_of_all()
    assert read(written(entries=chain)) == Bundle(
        manifest=Manifest(statements=2, receipts=2, envelopes=3, root=root(STATEMENTS), level=Level.R1, withheld=0),
        statements=tuple((i, STATEMENTS[i]) for i in IDS),
        entries=tuple(chain),
        envelopes=tuple(sorted(ENVELOPES.items())),
    )


def test_an_empty_case_makes_a_bundle() -> None:
    found = read(written({}, [], {}))
    assert (found.statements, found.entries, found.envelopes) == ((), (), ())
    assert found.manifest.root == hashlib.sha256(b"").hexdigest()


def test_where_something_is_withheld_no_receipts_travel() -> None:
    found = read(written(entries=chain_of_all(), withheld=1))
    assert (found.entries, found.manifest.receipts, found.manifest.withheld) == ((), 0, 1)


def test_the_last_line_may_lack_its_line_break() -> None:
    whole = written(entries=chain_of_all())
    assert read([*whole[:-1], whole[-1].rstrip(b"\n")]) == read(whole)


def test_nothing_stands_behind_the_last_line() -> None:
    with pytest.raises(Tampered, match=r"^line 9: want nothing behind the last line$"):
        read([*written(entries=[]), b'statement {"content":{"kind":"party/1","name":"Planted"}}\n'])


@pytest.mark.parametrize("first", [b"", b"witnessmark bundle/2\n", b"end \n", b"witnessmark bundle/1"])
def test_another_first_line_is_no_bundle_of_this_version(first: bytes) -> None:
    expected = r"^line 1: want 'witnessmark bundle/1'; this is not a bundle of this version$"
    with pytest.raises(Tampered, match=expected):
        read([first, *written()[1:]])


def test_a_bundle_that_breaks_off_is_tampered() -> None:
    whole = written(entries=chain_of_all())
    for length in range(len(whole)):
        with pytest.raises(Tampered, match=r"^the bundle breaks off before its last line$"):
            read(whole[:length])


def test_an_unknown_line_is_named_with_its_number() -> None:
    with pytest.raises(Tampered, match=r"^line 3: want manifest, statement, receipt, envelope or end, got b'planted'$"):
        read([FIRST_LINE, manifest(), b"planted x\n"])
    with pytest.raises(Tampered, match=r"got b'abcdefghijklmnopqrst'$"):
        read([FIRST_LINE, b"abcdefghijklmnopqrstuvwxyz"])


def test_a_bundle_has_one_manifest() -> None:
    with pytest.raises(Tampered, match=r"^want one manifest, got 0$"):
        read(closed([FIRST_LINE]))
    with pytest.raises(Tampered, match=r"^want one manifest, got 2$"):
        read(closed([FIRST_LINE, manifest(), manifest()]))


def test_a_manifest_that_cannot_be_read_is_tampered() -> None:
    with pytest.raises(Tampered, match=r"^the manifest cannot be read: want a manifest in canonical JSON: "):
        read(closed([FIRST_LINE, b"manifest {}\n"]))


def test_a_statement_that_is_not_canonical_is_tampered() -> None:
    with pytest.raises(Tampered, match=r"^a statement cannot be read: want canonical bytes"):
        read(closed(body(b'statement {"content":{"name":"x","kind":"party/1"}}\n')))


@pytest.mark.parametrize("changed", [{"statements": 1}, {"receipts": 1}, {"envelopes": 1}, {"statements": 3}])
def test_the_manifest_counts_every_part(changed: dict[str, int]) -> None:
    expected = r"^the manifest counts other parts than the \(2, 0, 0\) that stand in the bundle$"
    with pytest.raises(Tampered, match=expected):
        read(closed(body(**changed)))


def test_the_statements_have_the_root_that_the_manifest_names() -> None:
    with pytest.raises(Tampered, match=r"^the statements do not have the Merkle root that the manifest names$"):
        read(closed(body(root="ab" * 32)))


def test_the_bytes_have_the_digest_on_the_last_line() -> None:
    whole = body()
    expected = r"^the bytes do not have the digest on the last line: something was changed$"
    for last in (
        b"end\n",
        b"end \n",
        closed(whole)[-1][:-1] + b" \n",
        b"end " + b"ab" * 32 + b"\n",
        closed(whole)[-1].upper().replace(b"END", b"end"),
    ):
        with pytest.raises(Tampered, match=expected):
            read([*whole, last])


def test_every_byte_before_the_last_line_counts_towards_the_digest() -> None:
    assert read(closed(body())).manifest.statements == 2
    with pytest.raises(Tampered, match="something was changed"):
        read([*body(withheld=1), closed(body())[-1]])


def test_a_receipt_has_a_hexadecimal_signature() -> None:
    for line in (b"receipt zz {}\n", b"receipt \xff {}\n"):
        with pytest.raises(Tampered, match=r"^a receipt's signature is not hexadecimal$"):
            read(closed(body(line, receipts=1)))


@pytest.mark.parametrize("name", [b"", b"ab", b"AB" * 32, b"zz" * 32])
def test_an_envelope_names_a_commitment(name: bytes) -> None:
    with pytest.raises(Tampered, match=r"^an envelope does not name a commitment$"):
        read(closed(body(b"envelope " + name + b" AAAA\n", envelopes=1)))


@pytest.mark.parametrize(
    "line", [b"ab" * 32 + b" A", b"ab" * 32 + b" AA!AA", b"ab" * 32 + b" x AAAA", b"\xff" * 64 + b" AAAA"]
)
def test_an_envelope_is_base64(line: bytes) -> None:
    with pytest.raises(Tampered, match=r"^an envelope is not base64$"):
        read(closed(body(b"envelope " + line + b"\n", envelopes=1)))


def receipt_lines(entries: Iterable[Entry]) -> list[bytes]:
    return [b"receipt " + e.signature.hex().encode() + b" " + e.receipt + b"\n" for e in entries]


def test_the_receipts_of_a_bundle_are_checked() -> None:
    second = receipt_lines(chain_of_all()[1:])
    with pytest.raises(Tampered, match="is missing or stands twice"):
        read(closed(body(*second, receipts=1)))


def test_a_receipt_names_only_statements_that_the_bundle_holds() -> None:
    chain = A.chain([IDS[0]], [StatementId("ab" * 32), StatementId("cd" * 32), IDS[1]])
    with pytest.raises(Tampered, match=r"^receipt 1 names 2 statements that the bundle lacks$"):
        read(closed(body(*receipt_lines(chain), receipts=2)))


def test_no_part_stands_twice() -> None:
    expected = r"^a statement or an envelope stands twice$"
    twice = [FIRST_LINE, manifest(statements=3), *(b"statement " + STATEMENTS[i] + b"\n" for i in (*IDS, IDS[0]))]
    with pytest.raises(Tampered, match=expected):
        read(closed(twice))
    sealed = b"envelope " + b"ab" * 32 + b" "
    with pytest.raises(Tampered, match=expected):
        read(closed(body(sealed + b"AAAA\n", sealed + b"BBBB\n", envelopes=2)))
