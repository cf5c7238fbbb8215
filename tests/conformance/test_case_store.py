"""What every case store promises, whatever it is made of. ``ports.CaseStore`` says it in words."""

from collections.abc import Callable
from contextlib import suppress

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.homes import Home
from tests.support.samples import (
    FailingNotary,
    Interrupted,
    check_whole,
    contents,
    notaries_by_name,
    notary,
    payload,
    receipts,
    sample,
)

from witnessmark.adapters.memory import MemoryStore
from witnessmark.case.canonical import digest, encode
from witnessmark.case.merkle import root
from witnessmark.case.receipts import Entry, chains, signed_bytes
from witnessmark.errors import Tampered
from witnessmark.model.ids import StatementId
from witnessmark.ports import CaseStore

SEALED = digest(b"an invented commitment")
ENVELOPES = {SEALED: b"\x00\xff an invented envelope", digest(b"another one"): b"a second envelope"}


# -- append -----------------------------------------------------------------------------------------------------------


def test_a_new_case_is_empty(store: CaseStore) -> None:
    assert contents(store)[:3] == ({}, [], {})


def test_what_was_appended_is_read_back(store: CaseStore) -> None:
    statements = sample(range(5))
    store.append(statements, notary("a"))
    assert dict(store.statements()) == statements
    assert {i: store.get(i) for i in statements} == statements


def test_statements_are_read_in_the_order_of_their_ids(store: CaseStore) -> None:
    for number in range(9):
        store.append(sample([number]), notary("a"))
    assert [i for i, _ in store.statements()] == sorted(sample(range(9)))


def test_more_statements_than_one_query_takes_are_read_back(store: CaseStore) -> None:
    statements = sample(range(4_500))
    store.append(statements, notary("a"))
    assert store.append(statements, notary("a")) is None
    assert dict(store.statements()) == statements


def test_a_long_statement_is_read_back_to_its_last_byte(store: CaseStore) -> None:
    long = payload(1).ljust(999_999, b" ") + b"\0"
    i = StatementId(digest(long))
    store.append({i: long}, notary("a"))
    assert store.get(i) == long


@pytest.mark.parametrize("i", ["0" * 64, "x" * 64, "", "0123456789"], ids=["digest", "no digest", "empty", "short"])
def test_an_unknown_id_is_none(store: CaseStore, i: str) -> None:
    store.append(sample([1]), notary("a"))
    assert store.get(StatementId(i)) is None


def test_appending_again_writes_nothing(store: CaseStore) -> None:
    store.append(sample(range(3)), notary("a"))
    before = contents(store)
    assert store.append(sample([2, 0]), notary("a")) is None
    assert contents(store) == before


def test_appending_nothing_writes_nothing(store: CaseStore) -> None:
    before = contents(store)
    assert store.append({}, notary("a")) is None
    assert contents(store) == before


def test_a_receipt_names_only_what_its_notary_had_not_attested(store: CaseStore) -> None:
    store.append(sample([1, 2]), notary("a"))
    entry = store.append(sample([2, 3]), notary("a"))
    assert entry is not None
    assert entry.read().statements == tuple(sample([3]))


def test_another_notary_attests_the_same_statements_with_its_own_receipt(store: CaseStore) -> None:
    store.append(sample([1, 2]), notary("a"))
    entry = store.append(sample([1]), notary("b"))
    assert entry is not None
    assert (entry.read().store, entry.read().seq) == (notary("b").store, 0)
    assert entry.read().statements == tuple(sample([1]))
    assert dict(store.statements()) == sample([1, 2])


def test_the_receipt_that_is_returned_is_the_one_that_is_kept(store: CaseStore) -> None:
    returned = [store.append(sample([number]), notary("a")) for number in range(3)]
    assert list(store.entries()) == returned


def test_each_receipt_follows_the_one_before_and_is_signed(store: CaseStore) -> None:
    for number in range(12):
        store.append(sample([number]), notary("a"))
    entries = store.entries()
    assert [r.seq for r in receipts(store)] == list(range(12))
    assert [r.previous for r in receipts(store)] == ["", *(entry.digest for entry in entries[:-1])]
    assert len(chains(entries)[notary("a").store]) == len(entries)


def test_receipts_are_read_by_store_and_number(store: CaseStore) -> None:
    keys = notaries_by_name()
    for number in (0, 1):
        for key in (keys[2], keys[0], keys[1]):
            store.append(sample([number]), key)
    got = [(r.store, r.seq) for r in receipts(store)]
    assert got == [(key.store, number) for key in keys[:3] for number in (0, 1)]


def test_a_notary_who_is_interrupted_leaves_nothing_behind(store: CaseStore) -> None:
    store.append(sample([1]), notary("a"))
    before = contents(store)
    with pytest.raises(Interrupted):
        store.append(sample([1, 2]), FailingNotary())
    assert contents(store) == before
    with pytest.raises(Interrupted):
        store.absorb(sample([3]), _history("b", [3]).entries(), ENVELOPES, FailingNotary())
    assert contents(store) == before
    assert store.append(sample([2]), notary("a")) is not None


# -- absorb -----------------------------------------------------------------------------------------------------------


def _history(letter: str, *writes: list[int]) -> MemoryStore:
    """Another case, which a notary has written in so many steps."""
    other = MemoryStore()
    for numbers in writes:
        other.append(sample(numbers), notary(letter))
    return other


def _absorb(store: CaseStore, other: CaseStore, letter: str = "a") -> Entry | None:
    return store.absorb(dict(other.statements()), other.entries(), other.envelopes(), notary(letter))


def test_absorbing_unites_statements_receipts_and_envelopes(store: CaseStore) -> None:
    store.append(sample([1, 2]), notary("a"))
    other = _history("b", [2, 3], [4])
    other.absorb({}, (), ENVELOPES, notary("b"))
    _absorb(store, other)
    assert dict(store.statements()) == sample([1, 2, 3, 4])
    assert {(r.store, r.seq) for r in receipts(store)} >= {(notary("b").store, 0), (notary("b").store, 1)}
    assert store.envelopes() == ENVELOPES
    check_whole(store)


def test_whoever_absorbs_attests_what_came(store: CaseStore) -> None:
    store.append(sample([1]), notary("a"))
    entry = _absorb(store, _history("b", [1, 2]))
    assert entry is not None
    assert entry.read().statements == tuple(sample([2]))


def test_absorbing_again_changes_nothing(store: CaseStore) -> None:
    other = _history("b", [1, 2], [3])
    other.absorb({}, (), ENVELOPES, notary("b"))
    _absorb(store, other)
    before = contents(store)
    assert _absorb(store, other) is None
    assert contents(store) == before


def test_absorbing_a_longer_history_of_a_known_store_takes_the_rest(store: CaseStore) -> None:
    _absorb(store, _history("b", [1]))
    _absorb(store, _history("b", [1], [2], [3]))
    assert [r.seq for r in receipts(store) if r.store == notary("b").store] == [0, 1, 2]
    check_whole(store)


def test_absorbing_a_shorter_history_of_a_known_store_changes_nothing(store: CaseStore) -> None:
    _absorb(store, _history("b", [1], [2]))
    before = contents(store)
    _absorb(store, _history("b", [1]))
    assert contents(store) == before


def test_absorbing_ones_own_history_adds_no_receipt(store: CaseStore) -> None:
    own = _history("a", [1, 2], [3])
    assert _absorb(store, own) is None
    assert contents(store)[:2] == contents(own)[:2]


def test_after_absorbing_ones_own_history_the_chain_goes_on(store: CaseStore) -> None:
    _absorb(store, _history("a", [1, 2], [3]))
    assert store.append(sample([4]), notary("a")) is not None
    check_whole(store)


def test_a_history_that_contradicts_a_known_one_is_refused_and_changes_nothing(store: CaseStore) -> None:
    _absorb(store, _history("b", [1], [2]))
    before = contents(store)
    forked = _history("b", [1], [3], [4])
    with pytest.raises(Tampered):
        store.absorb(dict(forked.statements()), forked.entries(), ENVELOPES, notary("a"))
    assert contents(store) == before


def test_a_history_with_a_receipt_cut_out_is_refused_and_changes_nothing(store: CaseStore) -> None:
    before = contents(store)
    other = _history("b", [1], [2], [3])
    first, _, last = other.entries()
    with pytest.raises(Tampered):
        store.absorb(dict(other.statements()), [first, last], ENVELOPES, notary("a"))
    assert contents(store) == before


def test_a_history_that_its_store_did_not_sign_is_refused_and_changes_nothing(store: CaseStore) -> None:
    before = contents(store)
    other = _history("b", [1])
    unsigned = [Entry(receipt=entry.receipt, signature=bytes(64)) for entry in other.entries()]
    with pytest.raises(Tampered):
        store.absorb(dict(other.statements()), unsigned, ENVELOPES, notary("a"))
    assert contents(store) == before


@pytest.mark.parametrize("spell", [str.upper, lambda key: f" {key}", lambda key: f"{key[:2]} {key[2:]}"])
def test_a_history_under_another_spelling_of_a_key_is_refused(store: CaseStore, spell: Callable[[str], str]) -> None:
    receipt = receipts(_history("b", [1]))[0]
    respelt = encode(msgspec.structs.replace(receipt, store=spell(receipt.store)))
    key = Ed25519PrivateKey.from_private_bytes(b"b" * 32)
    with pytest.raises(Tampered):
        store.absorb(
            sample([1]), [Entry(receipt=respelt, signature=key.sign(signed_bytes(digest(respelt))))], {}, notary("a")
        )
    assert contents(store)[:3] == ({}, [], {})


def test_what_lies_under_an_id_is_never_replaced(store: CaseStore) -> None:
    store.append(sample([1]), notary("a"))
    (i,) = sample([1])
    with suppress(Tampered):
        store.absorb({i: b"something else"}, (), {}, notary("b"))
    assert store.get(i) == sample([1])[i]


# -- envelopes --------------------------------------------------------------------------------------------------------


def test_envelopes_are_read_back_in_the_order_of_their_commitments(store: CaseStore) -> None:
    store.absorb({}, (), ENVELOPES, notary("a"))
    assert list(store.envelopes().items()) == sorted(ENVELOPES.items())


def test_an_envelope_is_never_replaced(store: CaseStore) -> None:
    store.absorb({}, (), ENVELOPES, notary("a"))
    store.absorb({}, (), {SEALED: b"another envelope"}, notary("a"))
    assert store.envelopes() == ENVELOPES


# -- order of arrival -------------------------------------------------------------------------------------------------

ARRIVALS = st.lists(
    st.tuples(st.sampled_from(["appended by a", "appended by b", "merged"]), st.sets(st.integers(0, 9))), max_size=6
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrivals=ARRIVALS.flatmap(st.permutations))
def test_the_order_of_arrival_does_not_matter(
    home: Home, store: CaseStore, arrivals: list[tuple[str, set[int]]]
) -> None:
    store = home.emptied()
    for number, (how, numbers) in enumerate(arrivals):
        if how == "merged":
            _absorb(store, _history("cdefgh"[number], sorted(numbers)))
        else:
            store.append(sample(numbers), notary(how[-1]))
    wanted = sample(set().union(*(numbers for _, numbers in arrivals)))
    assert dict(store.statements()) == wanted
    assert root(i for i, _ in store.statements()) == root(wanted)
    check_whole(store)


# -- state and answers ------------------------------------------------------------------------------------------------


def test_the_state_changes_with_every_write(store: CaseStore) -> None:
    states = [store.state()]
    store.append(sample([1]), notary("a"))
    states.append(store.state())
    store.append(sample([1]), notary("b"))
    states.append(store.state())
    _absorb(store, _history("c", [1]))
    states.append(store.state())
    _absorb(store, _history("d", [2, 3]))
    states.append(store.state())
    assert len(set(states)) == len(states)


def test_the_state_changes_when_an_envelope_comes(store: CaseStore) -> None:
    store.append(sample([1]), notary("a"))
    before = store.state()
    store.absorb({}, (), ENVELOPES, notary("a"))
    assert store.state() != before


def test_the_state_stays_while_nothing_is_written(store: CaseStore) -> None:
    store.append(sample([1]), notary("a"))
    before = store.state()
    store.append(sample([1]), notary("a"))
    store.remember("how many rifles", b"1")
    contents(store)
    store.get(next(iter(sample([1]))))
    store.recall("how many rifles")
    assert store.state() == before


def test_what_was_never_asked_is_not_recalled(store: CaseStore) -> None:
    assert store.recall("how many rifles") is None


@pytest.mark.parametrize("answer", [b"", b"12", bytes(range(256)) * 4_000], ids=["empty", "short", "long"])
def test_an_answer_is_recalled_while_nothing_is_written(store: CaseStore, answer: bytes) -> None:
    store.append(sample([1]), notary("a"))
    store.remember("how many rifles", answer)
    assert store.recall("how many rifles") == answer


@pytest.mark.parametrize("length", [1, 63, 64, 65, 2_000])
def test_a_question_may_have_any_length(store: CaseStore, length: int) -> None:
    question = ("how many rifles? " * 200)[:length]
    store.remember(question, b"12")
    assert store.recall(question) == b"12"


def test_answers_to_several_questions_are_recalled(store: CaseStore) -> None:
    store.remember("how many rifles", b"12")
    store.remember("how many crates", b"3")
    assert (store.recall("how many rifles"), store.recall("how many crates")) == (b"12", b"3")


def test_of_two_answers_to_one_question_the_later_is_recalled(store: CaseStore) -> None:
    store.remember("how many rifles", b"12")
    store.remember("how many rifles", b"13")
    assert store.recall("how many rifles") == b"13"


def test_a_write_makes_answers_forgotten(store: CaseStore) -> None:
    store.append(sample([1]), notary("a"))
    store.remember("how many rifles", b"1")
    store.append(sample([2]), notary("a"))
    assert store.recall("how many rifles") is None
    store.remember("how many rifles", b"2")
    assert store.recall("how many rifles") == b"2"


# -- closing and opening ----------------------------------------------------------------------------------------------


def test_a_case_that_is_opened_again_is_the_same(home: Home) -> None:
    store = home.create()
    store.append(sample([1, 2]), notary("a"))
    other = _history("b", [2, 3])
    store.absorb(dict(other.statements()), other.entries(), ENVELOPES, notary("a"))
    store.remember("how many rifles", b"3")
    before = contents(store)
    store.close()
    again = home.reopen()
    assert contents(again) == before
    assert again.recall("how many rifles") == b"3"


def test_the_chain_goes_on_in_a_case_that_is_opened_again(home: Home) -> None:
    home.create().append(sample([1]), notary("a"))
    entry = home.reopen().append(sample([2]), notary("a"))
    assert entry is not None
    assert entry.read().seq == 1
    check_whole(home.reopen())
