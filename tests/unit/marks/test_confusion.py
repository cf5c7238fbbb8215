"""How likely a character is read as another: by default, and learnt from pairs of readings."""

import random

import pytest

from witnessmark.marks.confusion import ALPHABET, ConfusionModel, default_model, distance, learn
from witnessmark.marks.meaning import interpret
from witnessmark.synthetic.readings import judged_pairs, noisy, serials

START = default_model()
WORN = default_model(wear=3.0)


def chance() -> random.Random:
    return random.Random(1)  # noqa: S311 - noise, not a secret


@pytest.mark.parametrize("model", [START, WORN, learn([("KB4217", "KB4277")])], ids=["default", "worn", "learnt"])
def test_every_row_is_a_distribution_in_which_the_truth_is_likeliest(model: ConfusionModel) -> None:
    for true in ALPHABET:
        row = model.rows[true]
        assert sum(row.values()) == pytest.approx(1)
        assert max(row, key=lambda c: row[c]) == true
        assert min(row.values()) > 0


def test_look_alikes_are_likelier_than_others_and_those_of_a_read_source_more_so() -> None:
    assert START.chance("S", "5") > START.chance("B", "8") > START.chance("X", "8")


def test_wear_makes_errors_likelier() -> None:
    assert WORN.chance("S", "5") > START.chance("S", "5")


def test_characters_outside_the_alphabet_have_the_floor() -> None:
    assert START.chance("ж", "5") == START.chance("5", "ж") > 0


def test_without_pairs_nothing_is_learnt() -> None:
    assert distance(learn([]), START) == pytest.approx(0)


def test_pairs_that_cannot_be_laid_beside_each_other_teach_nothing() -> None:
    assert distance(learn([("KB42", "KB421"), ("K?", "?B"), ("[8B]", "8"), ("ж", "ж")]), START) == pytest.approx(0)


def test_ten_pairs_do_no_harm() -> None:
    for seed in range(5):
        assert distance(learn(judged_pairs(10, START, seed=seed)), START) < 0.02


def test_the_more_pairs_are_judged_the_nearer_is_the_learnt_table_to_the_truth() -> None:
    errors = [distance(learn(judged_pairs(count, WORN, seed=1)), WORN) for count in (0, 100, 1_000, 5_000)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < errors[0] / 2


def test_a_confusion_that_comes_often_is_learnt() -> None:
    found = learn([("KB2212", "KB2272")] * 200 + [("KB2272", "KB2272")] * 800)
    assert found.chance("1", "7") > 3 * START.chance("1", "7")


def test_what_was_learnt_widens_a_reading() -> None:
    learnt = learn([("AB00X1", "AB0071")] * 300 + [("AB0071", "AB0071")] * 700)
    plain = interpret("101219X3")
    taught = interpret("101219X3", likeness=learnt.likeness())

    def serials_of(found: object) -> set[str]:
        pieces = getattr(found, "pieces", ())
        return {v for p in pieces for m in p.meanings for c in m.claims if c.about == "serial" for v in c.values}

    assert "10121973" not in serials_of(plain)
    assert "10121973" in serials_of(taught)


def test_noise_is_the_same_for_the_same_seed_and_leaves_other_characters_alone() -> None:
    assert judged_pairs(20, WORN, seed=7) == judged_pairs(20, WORN, seed=7) != judged_pairs(20, WORN, seed=8)

    assert noisy("Ж - é", WORN, chance()) == "Ж - é"
    assert noisy("7142", WORN, chance(), unread=1.0) == "????"
    assert all(len(serial) == 8 for serial in serials(5, chance()))


def test_noise_comes_as_often_as_the_model_says() -> None:
    pairs = judged_pairs(4_000, WORN, seed=3)
    text = [(a, b) for one, other in pairs for a, b in zip(one, other, strict=True)]
    agree = sum(a == b for a, b in text) / len(text)
    digits = [sum(p * p for p in WORN.rows[c].values()) for c in "0123456789"]
    letters = [sum(p * p for p in WORN.rows[c].values()) for c in ALPHABET[10:]]
    expected = (6 * sum(digits) / len(digits) + 2 * sum(letters) / len(letters)) / 8
    assert agree == pytest.approx(expected, abs=0.015)
