"""Who recorded which statements, when; one append-only chain for each writer's key."""

from datetime import date

import pytest
from tests.unit.signed import FOUR, ONE, THREE, TWO, Writer

from witnessmark.case.canonical import digest, encode
from witnessmark.case.receipts import (
    Entry,
    Receipt,
    chains,
    is_signed,
    known_by,
    next_receipt,
    signed_bytes,
    unite,
)
from witnessmark.errors import Tampered

A, B = Writer(1), Writer(2)


def tail(receipt: Receipt, **changed: object) -> Receipt:
    fields = {name: getattr(receipt, name) for name in receipt.__struct_fields__}
    return Receipt(**(fields | changed))


def test_the_first_receipt_follows_nothing() -> None:
    receipt = next_receipt(None, store="ab", recorder="A. Vale", at="2026-03-01T10:00:00Z", statements=[TWO, ONE])
    assert receipt == Receipt(
        store="ab", seq=0, previous="", recorder="A. Vale", at="2026-03-01T10:00:00Z", statements=(TWO, ONE)
    )
    assert encode(receipt) == (
        b'{"at":"2026-03-01T10:00:00Z","recorder":"A. Vale","seq":0,"statements":["' + TWO.encode() + b'","'
        + ONE.encode() + b'"],"store":"ab"}'
    )  # fmt: skip


def test_each_receipt_names_the_digest_of_the_one_before() -> None:
    first, second, third = A.chain([ONE], [TWO], [THREE])
    assert second.read().previous == first.digest == digest(first.receipt)
    assert [e.read().seq for e in (first, second, third)] == [0, 1, 2]
    assert third.read().statements == (THREE,)


def test_what_is_signed_is_a_fixed_prefix_and_the_receipts_digest() -> None:
    assert signed_bytes("ab" * 32) == b"witnessmark head/1\n" + b"ab" * 32


def test_bytes_that_are_no_receipt_are_tampered() -> None:
    with pytest.raises(Tampered, match=r"^a receipt cannot be read: want a receipt in canonical JSON: "):
        Entry(receipt=b"{}", signature=b"").read()
    with pytest.raises(Tampered, match=r"^a receipt cannot be read: want canonical bytes"):
        Entry(receipt=A.chain([ONE])[0].receipt + b" ", signature=b"").read()


def test_a_signature_is_by_the_stores_key_over_this_digest() -> None:
    (entry,) = A.chain([ONE])
    assert is_signed(A.store, entry.digest, entry.signature) is True
    assert is_signed(B.store, entry.digest, entry.signature) is False
    assert is_signed(A.store, "ab" * 32, entry.signature) is False
    assert is_signed(A.store, entry.digest, entry.signature[:-1]) is False


@pytest.mark.parametrize("store", ["", "ab", "zz" * 32, "ab" * 33])
def test_a_store_that_is_no_key_signed_nothing(store: str) -> None:
    (entry,) = A.chain([ONE])
    assert is_signed(store, entry.digest, entry.signature) is False


def test_chains_come_by_store_each_in_order_whatever_the_order_of_arrival() -> None:
    ours, theirs = A.chain([ONE], [TWO], [THREE]), B.chain([FOUR])
    mixed = [ours[2], theirs[0], ours[0], ours[1]]
    found = chains(mixed)
    assert list(found) == sorted([A.store, B.store])
    assert [entry for _, entry in found[A.store]] == ours
    assert [receipt.seq for receipt, _ in found[A.store]] == [0, 1, 2]
    assert [entry for _, entry in found[B.store]] == theirs


def test_no_entries_make_no_chains() -> None:
    assert chains([]) == {}


def test_a_cut_tail_cannot_be_seen() -> None:
    assert len(chains(A.chain([ONE], [TWO])[:1])[A.store]) == 1


def where(number: int) -> str:
    return rf"^receipt {number} of store {A.store[:10]} "


def test_a_missing_receipt_is_named() -> None:
    first, second, third = A.chain([ONE], [TWO], [THREE])
    with pytest.raises(Tampered, match=where(0) + r"is missing or stands twice; receipt 1 stands in its place$"):
        chains([second, third])
    with pytest.raises(Tampered, match=where(1) + r"is missing or stands twice; receipt 2 stands in its place$"):
        chains([first, third])


def test_a_receipt_that_stands_twice_is_named() -> None:
    first, second = A.chain([ONE], [TWO])
    with pytest.raises(Tampered, match=where(2) + r"is missing or stands twice; receipt 1 stands in its place$"):
        chains([first, second, second])


def test_a_receipt_that_follows_another_history_is_named() -> None:
    first, _ = A.chain([ONE], [TWO])
    _, foreign = A.chain([THREE], [TWO])
    with pytest.raises(Tampered, match=where(1) + r"does not follow the one before it: the chain was cut or forked$"):
        chains([first, foreign])


def test_a_first_receipt_that_follows_something_is_named() -> None:
    forged = A.sign(tail(A.chain([ONE])[0].read(), previous="ab" * 32))
    with pytest.raises(Tampered, match=where(0) + "does not follow the one before it"):
        chains([forged])


def test_a_receipt_without_its_stores_signature_is_named() -> None:
    first, second = A.chain([ONE], [TWO])
    forged = Entry(receipt=second.receipt, signature=first.signature)
    with pytest.raises(Tampered, match=where(1) + r"is not signed by its store's key$"):
        chains([first, forged])


def test_a_negative_number_is_out_of_place() -> None:
    forged = A.sign(tail(A.chain([ONE])[0].read(), seq=-1))
    with pytest.raises(Tampered, match="receipt -1 stands in its place"):
        chains([forged])


def test_one_key_does_not_write_two_chains_under_two_spellings_of_its_name() -> None:
    (lower,) = A.chain([ONE])
    upper = A.sign(tail(lower.read(), store=A.store.upper(), statements=(TWO,)))
    with pytest.raises(Tampered, match="receipt 0 of store"):
        chains([lower, upper])


# -- known by ------------------------------------------------------------------------------------------------


def test_what_was_received_by_the_end_of_a_day_was_known() -> None:
    entries = [*A.chain([ONE], [TWO], [THREE]), *B.chain([FOUR])]
    assert known_by(entries, date(2026, 2, 28)) == frozenset()
    assert known_by(entries, date(2026, 3, 1)) == {ONE, FOUR}
    assert known_by(entries, date(2026, 3, 2)) == {ONE, TWO, FOUR}
    assert known_by(entries, date(2027, 1, 1)) == {ONE, TWO, THREE, FOUR}


def test_a_day_lasts_to_its_last_second() -> None:
    entry = A.write(None, [ONE], "2026-03-01T23:59:59Z")
    assert known_by([entry], date(2026, 3, 1)) == {ONE}


# -- unite ---------------------------------------------------------------------------------------------------


def test_a_longer_chain_of_the_same_store_extends_ours() -> None:
    chain = A.chain([ONE], [TWO], [THREE])
    assert unite({A.store: chain[:1]}, chain) == {A.store: chain}


def test_a_shorter_chain_of_the_same_store_changes_nothing() -> None:
    chain = A.chain([ONE], [TWO])
    assert unite({A.store: list(chain)}, chain[:1]) == {A.store: chain}


def test_a_chain_of_another_store_is_added() -> None:
    ours, theirs = A.chain([ONE]), B.chain([TWO])
    assert unite({A.store: list(ours)}, theirs) == {A.store: ours, B.store: theirs}
    assert unite({}, []) == {}


def test_two_histories_of_one_store_are_tampered() -> None:
    ours, theirs = A.chain([ONE], [TWO]), A.chain([ONE], [THREE], [FOUR])
    expected = rf"^store {A.store[:10]} has written two histories; keep both files and tell a person$"
    with pytest.raises(Tampered, match=expected):
        unite({A.store: ours}, theirs)


def test_a_foreign_chain_is_checked_before_it_is_taken() -> None:
    with pytest.raises(Tampered, match="is missing or stands twice"):
        unite({}, A.chain([ONE], [TWO])[1:])
