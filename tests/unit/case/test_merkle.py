"""The digest of a set of ids: the tree of RFC 6962 over the sorted ids."""

import hashlib

import pytest

from witnessmark.case.merkle import root

A, B, C = "11" * 32, "22" * 32, "33" * 32


def leaf(i: str) -> bytes:
    return hashlib.sha256(b"\x00" + bytes.fromhex(i)).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def test_the_root_of_nothing_is_the_digest_of_nothing() -> None:
    assert root([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_root_of_one_id_is_its_leaf() -> None:
    assert root([A]) == leaf(A).hex()


def test_the_root_of_two_ids_is_their_node() -> None:
    assert root([A, B]) == node(leaf(A), leaf(B)).hex()


def test_an_odd_last_leaf_is_carried_up() -> None:
    assert root([A, B, C]) == node(node(leaf(A), leaf(B)), leaf(C)).hex()


def test_five_ids_make_a_left_heavy_tree() -> None:
    ids = [f"{n}{n}" * 32 for n in range(1, 6)]
    one, two, three, four, five = map(leaf, ids)
    assert root(ids) == node(node(node(one, two), node(three, four)), five).hex()


def test_six_ids_carry_a_pair_up() -> None:
    ids = [f"{n}{n}" * 32 for n in range(1, 7)]
    one, two, three, four, five, six = map(leaf, ids)
    assert root(ids) == node(node(node(one, two), node(three, four)), node(five, six)).hex()


def test_order_and_repeats_do_not_matter() -> None:
    assert root([C, A, B, A]) == root([A, B, C])


def test_what_is_not_hexadecimal_has_no_root() -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        root(["zz" * 32])
