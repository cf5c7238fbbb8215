"""Pictures that look alike, by a fingerprint of 64 bits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.photographs import picture

from witnessmark.evidence.likeness import (
    COLUMNS,
    MOST_BITS,
    ROWS,
    Alike,
    alike,
    alike_between,
    bits_between,
    fingerprint,
    in_words,
)

_PRINTS = st.integers(0, 2**64 - 1).map(lambda bits: f"dhash/1 {bits:016x}")


def printed(text: str, size: tuple[int, int]) -> str:
    grey = picture(text, size).convert("L").resize((COLUMNS, ROWS))
    return fingerprint(tuple(grey.tobytes()))


def test_a_picture_that_was_scaled_keeps_its_fingerprint_nearly() -> None:
    bits = bits_between(printed("KB 04217", (1600, 1200)), printed("KB 04217", (400, 300)))
    assert bits is not None
    assert bits <= 3


def test_two_pictures_of_other_things_do_not_look_alike() -> None:
    bits = bits_between(printed("KB 04217", (800, 600)), printed("LOT 12-88", (800, 600)))
    assert bits is not None
    assert bits > MOST_BITS


def test_a_picture_that_is_too_plain_has_no_fingerprint() -> None:
    assert fingerprint([40, 45] * 36) == ""
    assert bits_between("", "dhash/1 " + "0" * 16) is None


@pytest.mark.parametrize("text", ["dhash/2 0000000000000000", "dhash/1 00", "dhash/1 000000000000000G", "rubbish"])
def test_a_fingerprint_of_another_scheme_is_not_compared(text: str) -> None:
    assert bits_between(text, "dhash/1 " + "0" * 16) is None
    assert list(alike({"a": text, "b": "dhash/1 " + "0" * 16})) == []


def test_any_other_number_of_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="want 72 grey cells, got 3"):
        fingerprint([1, 2, 3])


def test_pairs_across_two_cases_leave_out_what_is_the_same_piece() -> None:
    one, other = {"a": "dhash/1 " + "0" * 16}, {"a": "dhash/1 " + "0" * 16, "b": "dhash/1 " + "0" * 15 + "7"}
    assert list(alike_between(one, other)) == [Alike("a", "b", 3)]


@given(_PRINTS, _PRINTS, _PRINTS)
def test_differing_bits_are_a_distance(a: str, b: str, c: str) -> None:
    ab, ba, bc, ac = (bits_between(*pair) for pair in ((a, b), (b, a), (b, c), (a, c)))
    assert ab is not None and bc is not None and ac is not None  # noqa: PT018 - one claim
    assert bits_between(a, a) == 0
    assert ab == ba
    assert ac <= ab + bc


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), _PRINTS, max_size=8), st.integers(0, 64))
def test_the_pairs_found_are_those_that_differ_in_few_bits(prints: dict[str, str], most: int) -> None:
    differing = {(a, b): bits_between(prints[a], prints[b]) for a in prints for b in prints if a < b}
    wanted = {pair: bits for pair, bits in differing.items() if bits is not None and bits <= most}
    assert {(pair.one, pair.other): pair.bits for pair in alike(prints, most=most)} == wanted


@given(st.integers(0, MOST_BITS))
def test_words_ask_a_person_to_look(bits: int) -> None:
    assert ": look" in in_words(bits)
