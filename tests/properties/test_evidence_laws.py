"""Evidence fails closed: whatever was changed, dropped or put in another order is seen."""

import io
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.properties.strategies import payloads, sets, texts
from tests.unit.signed import Writer

from witnessmark.case.bundle import Bundle, lines, read
from witnessmark.case.canonical import encode
from witnessmark.case.merkle import root
from witnessmark.case.receipts import Entry, Receipt, chains, known_by, unite
from witnessmark.case.sealing import Opened, commitment, envelope, unseal
from witnessmark.errors import Tampered
from witnessmark.model.decisions import Level
from witnessmark.model.ids import StatementId
from witnessmark.model.statement import Statement

# -- seals ---------------------------------------------------------------------------------------------------

opened = st.builds(Opened, salt=st.binary(min_size=32, max_size=32).map(bytes.hex), value=texts)
keys = st.binary(min_size=32, max_size=32)
nonces = st.binary(min_size=12, max_size=12)


@given(value=opened, key=keys, nonce=nonces)
def test_an_envelope_opens_to_what_was_sealed(value: Opened, key: bytes, nonce: bytes) -> None:
    assert unseal(commitment(value), envelope(value, key=key, nonce=nonce), key=key) == value


@given(value=opened, key=keys, nonce=nonces, data=st.data())
def test_a_flipped_byte_of_an_envelope_is_tampered(
    value: Opened, key: bytes, nonce: bytes, data: st.DataObject
) -> None:
    payload = bytearray(envelope(value, key=key, nonce=nonce))
    payload[data.draw(st.integers(0, len(payload) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Tampered):
        unseal(commitment(value), bytes(payload), key=key)


@given(value=opened, other=opened, key=keys, wrong=keys, nonce=nonces)
def test_another_key_or_commitment_opens_nothing(
    value: Opened, other: Opened, key: bytes, wrong: bytes, nonce: bytes
) -> None:
    payload = envelope(value, key=key, nonce=nonce)
    assume(wrong != key)
    with pytest.raises(Tampered):
        unseal(commitment(value), payload, key=wrong)
    assume(other != value)
    with pytest.raises(Tampered):
        unseal(commitment(other), payload, key=key)


# -- receipts ------------------------------------------------------------------------------------------------

statement_ids = st.binary(min_size=32, max_size=32).map(lambda raw: StatementId(raw.hex()))
writes = st.lists(st.lists(statement_ids, max_size=3), min_size=2, max_size=5)


@given(written=writes, data=st.data())
def test_a_chain_is_read_whatever_the_order_of_arrival(written: list[list[StatementId]], data: st.DataObject) -> None:
    entries = Writer().chain(*written)
    found = chains(data.draw(st.permutations(entries)))
    assert [entry for _, entry in found[Writer().store]] == entries
    assert [list(receipt.statements) for receipt, _ in found[Writer().store]] == written


@given(written=writes, data=st.data())
def test_a_dropped_receipt_is_tampered_and_a_cut_tail_cannot_be_seen(
    written: list[list[StatementId]], data: st.DataObject
) -> None:
    entries = Writer().chain(*written)
    dropped = data.draw(st.integers(0, len(entries) - 2))
    with pytest.raises(Tampered):
        chains(entries[:dropped] + entries[dropped + 1 :])
    kept = data.draw(st.integers(0, len(entries)))
    assert sum(map(len, chains(entries[:kept]).values())) == kept


@given(written=writes, data=st.data())
def test_receipts_in_another_order_are_tampered_even_when_signed_anew(
    written: list[list[StatementId]], data: st.DataObject
) -> None:
    entries = Writer().chain(*written)
    order = data.draw(st.permutations(range(len(entries))))
    assume(list(order) != sorted(order))
    moved = [Writer().sign(_numbered(entries[place].read(), number)) for number, place in enumerate(order)]
    with pytest.raises(Tampered):
        chains(moved)


def _numbered(receipt: Receipt, number: int) -> Receipt:
    fields = {name: getattr(receipt, name) for name in receipt.__struct_fields__}
    return Receipt(**(fields | {"seq": number}))


@given(written=writes, data=st.data())
def test_a_changed_byte_of_a_receipt_or_signature_is_tampered(
    written: list[list[StatementId]], data: st.DataObject
) -> None:
    entries = Writer().chain(*written)
    place = data.draw(st.integers(0, len(entries) - 1))
    receipt, signature = bytearray(entries[place].receipt), bytearray(entries[place].signature)
    part = data.draw(st.sampled_from([receipt, signature]))
    part[data.draw(st.integers(0, len(part) - 1))] ^= data.draw(st.integers(1, 255))
    entries[place] = Entry(receipt=bytes(receipt), signature=bytes(signature))
    with pytest.raises(Tampered):
        chains(entries)


@given(written=writes, other=writes)
def test_uniting_takes_the_longer_of_two_histories_and_refuses_two_that_differ(
    written: list[list[StatementId]], other: list[list[StatementId]]
) -> None:
    ours, theirs = Writer(1).chain(*written), Writer(2).chain(*other)
    both = unite({Writer(1).store: list(ours)}, theirs)
    assert both == {Writer(1).store: ours, Writer(2).store: theirs}
    for kept in range(len(ours) + 1):
        assert unite({Writer(1).store: ours[:kept]}, ours) == {Writer(1).store: ours}
    fork = Writer(1).chain(*other)
    if fork[: len(ours)] != ours[: len(fork)]:
        with pytest.raises(Tampered):
            unite({Writer(1).store: list(ours)}, fork)


@given(written=writes)
def test_what_was_known_only_grows(written: list[list[StatementId]]) -> None:
    entries = Writer().chain(*written)
    days = [receipt.at[:10] for receipt, _ in chains(entries)[Writer().store]]
    known = [known_by(entries, date.fromisoformat(day)) for day in days]
    assert all(one <= other for one, other in pairwise(known))
    assert known[-1] == {i for each in written for i in each}


# -- bundles -------------------------------------------------------------------------------------------------


@st.composite
def bundles(draw: st.DrawFn) -> tuple[bytes, dict[StatementId, bytes], list[Entry], dict[str, bytes], int]:
    found = payloads(draw(sets(most=3)))
    entries = Writer().chain(*([i] for i in sorted(found)))
    envelopes = draw(st.dictionaries(statement_ids.map(str), st.binary(max_size=20), max_size=2))
    withheld = draw(st.integers(0, 2))
    written = lines(found, entries, envelopes, level=draw(st.sampled_from(Level)), withheld=withheld)
    return b"".join(written), found, entries, envelopes, withheld


Parts = tuple[bytes, dict[StatementId, bytes], list[Entry], dict[str, bytes], int]


@given(parts=bundles())
def test_a_bundle_reads_back_what_was_written(parts: Parts) -> None:
    payload, found, entries, envelopes, withheld = parts
    bundle = read(io.BytesIO(payload))
    assert isinstance(bundle, Bundle)
    assert dict(bundle.statements) == found
    assert dict(bundle.envelopes) == envelopes
    assert list(bundle.entries) == ([] if withheld else entries)
    assert (bundle.manifest.root, bundle.manifest.withheld) == (root(found), withheld)
    again = lines(dict(bundle.statements), bundle.entries, dict(bundle.envelopes),
                  level=bundle.manifest.level, withheld=withheld)  # fmt: skip
    assert b"".join(again) == payload


@given(parts=bundles(), data=st.data())
def test_a_flipped_byte_of_a_bundle_is_tampered(parts: Parts, data: st.DataObject) -> None:
    payload = bytearray(parts[0])
    payload[data.draw(st.integers(0, len(payload) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Tampered):
        read(io.BytesIO(bytes(payload)))


@given(parts=bundles(), data=st.data())
def test_a_bundle_that_lost_or_gained_a_line_is_tampered(parts: Parts, data: st.DataObject) -> None:
    rows = parts[0].splitlines(keepends=True)
    place = data.draw(st.integers(0, len(rows) - 1))
    with pytest.raises(Tampered):
        read(rows[:place] + rows[place + 1 :])
    with pytest.raises(Tampered):
        read([*rows[:place], rows[place], *rows[place:]])


@given(parts=bundles(), data=st.data())
def test_a_bundle_that_breaks_off_is_tampered(parts: Parts, data: st.DataObject) -> None:
    payload = parts[0]
    with pytest.raises(Tampered):
        read(io.BytesIO(payload[: data.draw(st.integers(0, len(payload) - 2))]))


@given(found=sets(most=2))
def test_statements_travel_byte_for_byte(found: dict[StatementId, Statement]) -> None:
    written = list(lines(payloads(found), [], {}, level=Level.R2, withheld=0))
    assert [row for row in written if row.startswith(b"statement ")] == [
        b"statement " + encode(found[i]) + b"\n" for i in sorted(found)
    ]
