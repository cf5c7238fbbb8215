"""In which script, made and worn how a mark was read, and what is learnt in one setting for the others."""

import itertools
from collections.abc import Iterable, Mapping

import pytest

from witnessmark.marks.confusables import defaults
from witnessmark.marks.confusion import ALPHABET, ConfusionModel, default_model, distance, learn, rescaled, seen
from witnessmark.marks.pattern import CYRILLIC, DIGITS, LATIN
from witnessmark.marks.setting import (
    MADE,
    WORN,
    Pair,
    Setting,
    alphabet_of,
    default_for,
    learn_settings,
    likeness_under,
    script_of,
)
from witnessmark.synthetic.readings import judged_pairs

SCRIPTS = ["LATIN", "CYRILLIC", "GREEK", "ARABIC-INDIC", "PERSIAN", "CJK"]
LATIN_ALONE, CYRILLIC_ALONE = Setting(), Setting("CYRILLIC")
STAMPED_WORN, CAST_CRISP = Setting(making="stamped", wear="worn"), Setting(making="cast", wear="crisp")
OFTEN = [("KB2212", "KB2272")] * 200 + [("KB2272", "KB2272")] * 800
"""A 7 that is often read as 1."""


def within(setting: Setting, pairs: Iterable[tuple[str, str]]) -> list[Pair]:
    return [(setting, one, other) for one, other in pairs]


def grown(found: Mapping[Setting, ConfusionModel], setting: Setting, read_as: str = "1", true: str = "7") -> float:
    """By what factor a confusion became likelier than it is by default."""
    return found[setting].chance(read_as, true) / default_for(setting).chance(read_as, true)


def moved(found: Mapping[Setting, ConfusionModel], setting: Setting) -> float:
    """How far a setting is from its default."""
    return distance(found[setting], default_for(setting))


def simulated(count: int, *, seed: int, truth: ConfusionModel) -> list[Pair]:
    return within(STAMPED_WORN, judged_pairs(count, truth, seed=seed))


# By default


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_row_sums_to_one_however_a_mark_was_made_and_worn(script: str) -> None:
    for making, wear in itertools.product(["", "stamped", *MADE], ["", *WORN]):
        model = default_for(Setting(script, making, wear))
        assert set(model.rows) == set(alphabet_of(script))
        for true, row in model.rows.items():
            assert sum(row.values()) == pytest.approx(1)
            assert max(row, key=lambda c: row[c]) == true
            assert min(row.values()) > 0


@pytest.mark.parametrize(("less", "more"), [("crisp", ""), ("", "worn"), ("worn", "faint")])
def test_what_is_more_worn_is_misread_more_often(less: str, more: str) -> None:
    right = [sum(default_for(Setting(wear=wear)).rows[c][c] for c in ALPHABET) for wear in (less, more)]
    assert right[0] > right[1]


@pytest.mark.parametrize(("less", "more"), [("lasered", "engraved"), ("engraved", "stamped"), ("stamped", "cast")])
def test_how_a_mark_was_made_tells_how_often_it_is_misread(less: str, more: str) -> None:
    assert default_for(Setting(making=less)).chance("S", "5") < default_for(Setting(making=more)).chance("S", "5")


def test_what_nobody_noted_and_what_is_unknown_to_the_table_are_as_by_default() -> None:
    for setting in (Setting(), Setting(making="stamped"), Setting(making="scratched", wear="wet")):
        assert distance(default_for(setting), default_model()) == pytest.approx(0)


def test_only_making_and_wear_are_noted() -> None:
    assert [s.is_noted for s in (Setting(), CYRILLIC_ALONE, Setting(making="cast"), Setting(wear="worn"))] == [
        False, False, True, True,
    ]  # fmt: skip


# Scripts


@pytest.mark.parametrize(
    ("typed", "script"),
    [("KB 0421", "LATIN"), ("7142", "LATIN"), ("", "LATIN"), ("???", "LATIN"), ("{obl:4}", "LATIN"), ("-/ ", "LATIN"),
     ("ЗМ 7142", "CYRILLIC"), ("зм 7142", "CYRILLIC"), ("71 ЗМ", "CYRILLIC"), ("?[ЗЭ]12", "CYRILLIC"), ("ΖΗ", "GREEK"),
     ("٢٧", "ARABIC-INDIC"), ("۲۷", "PERSIAN"), ("五六式", "CJK"), ("KЖ", "CYRILLIC"), ("Ж٢", "CYRILLIC"),
     ("٢Ж", "ARABIC-INDIC"), ("((10))", "LATIN"), ("*Ж", "CYRILLIC")],
)  # fmt: skip
def test_a_reading_is_of_the_script_of_its_first_sign_that_is_not_latin(typed: str, script: str) -> None:
    assert script_of(typed) == script


def test_ascii_digits_stand_beside_the_letters_of_every_script_but_not_beside_other_digits() -> None:
    assert alphabet_of("LATIN") == alphabet_of("RUNIC") == DIGITS + LATIN
    assert alphabet_of("CYRILLIC") == DIGITS + CYRILLIC
    assert not set(alphabet_of("PERSIAN")) & set(DIGITS)


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_alphabet_holds_a_character_twice(script: str) -> None:
    assert len(alphabet_of(script)) == len(set(alphabet_of(script)))


# What was seen


def test_characters_of_two_readings_are_counted_by_their_place_the_lesser_first() -> None:
    counted = seen([("KB7", "KB1"), ("KB1", "KB7"), ("kb1", "KB1")], ALPHABET)
    assert counted == {("K", "K"): 3, ("B", "B"): 3, ("1", "7"): 2, ("1", "1"): 1}


@pytest.mark.parametrize(
    ("one", "other"), [("7", "71"), ("?", "7"), ("[71]", "7"), ("Ж", "Ж"), ("-", "-"), ("", ""), ("*", "*"),
                       ("((7))", "((7))"), ("{obl:1}", "7")]
)  # fmt: skip
def test_what_was_not_read_as_one_character_of_the_alphabet_is_not_counted(one: str, other: str) -> None:
    assert seen([(one, other)], ALPHABET) == {}


def test_characters_are_counted_in_the_alphabet_of_their_script() -> None:
    assert seen([("ЗМ7", "ЭМ7")], alphabet_of("CYRILLIC")) == {("З", "Э"): 1, ("М", "М"): 1, ("7", "7"): 1}


# Carried over


def test_what_did_not_change_elsewhere_changes_nothing() -> None:
    worn = default_for(STAMPED_WORN)
    assert distance(rescaled(worn, default_model(), default_model()), worn) == pytest.approx(0)


def test_a_confusion_that_grew_elsewhere_grows_and_every_row_still_sums_to_one() -> None:
    crisp, before, after = default_for(CAST_CRISP), default_model(), learn(OFTEN)
    found = rescaled(crisp, before, after)
    assert found.chance("1", "7") > 2 * crisp.chance("1", "7")
    assert found.chance("1", "7") < after.chance("1", "7")
    assert all(sum(row.values()) == pytest.approx(1) for row in found.rows.values())


def test_a_model_in_the_place_of_the_one_that_changed_becomes_what_that_became() -> None:
    assert distance(rescaled(default_model(), default_model(), learn(OFTEN)), learn(OFTEN)) == pytest.approx(0)


# Learnt


def test_no_pairs_teach_nothing() -> None:
    assert learn_settings([]) == {}


def test_there_is_a_model_for_each_setting_with_pairs_and_for_each_script_as_such() -> None:
    found = learn_settings([(STAMPED_WORN, "KB1", "KB7"), (Setting("CYRILLIC", wear="faint"), "ЗМ", "ЭМ")])
    assert set(found) == {LATIN_ALONE, STAMPED_WORN, CYRILLIC_ALONE, Setting("CYRILLIC", wear="faint")}


def test_pairs_of_no_noted_setting_teach_their_script_alone() -> None:
    found = learn_settings(within(LATIN_ALONE, OFTEN))
    assert set(found) == {LATIN_ALONE}
    assert distance(found[LATIN_ALONE], learn(OFTEN)) == pytest.approx(0)


@pytest.mark.parametrize("of", [LATIN_ALONE, CAST_CRISP, Setting(wear="crisp"), Setting(making="cast")])
def test_what_one_setting_teaches_moves_others_of_its_script_less_than_itself(of: Setting) -> None:
    found = learn_settings([*within(STAMPED_WORN, OFTEN), (of, "KB34", "KB34")])
    assert grown(found, of) > 2
    assert moved(found, STAMPED_WORN) > moved(found, of)


def test_pairs_that_only_confirm_how_worn_marks_are_misread_move_crisp_ones_little() -> None:
    crisp = Setting(wear="crisp")
    own = within(crisp, judged_pairs(10, default_for(crisp), seed=2))
    worn = within(Setting(wear="worn"), judged_pairs(3_000, default_for(Setting(wear="worn")), seed=1))
    assert moved(learn_settings([*own, *worn]), crisp) < 3 * moved(learn_settings(own), crisp)


def test_what_one_setting_teaches_moves_no_other_script() -> None:
    own = within(Setting("CYRILLIC", wear="worn"), [("ЗМ7142", "ЭМ7142")] * 5)
    alone, beside = learn_settings(own), learn_settings([*own, *within(STAMPED_WORN, OFTEN)])
    for setting in alone:
        assert distance(alone[setting], beside[setting]) == 0


def test_every_learnt_row_sums_to_one() -> None:
    found = learn_settings([*within(STAMPED_WORN, OFTEN), (CAST_CRISP, "KB71", "KB11"), (Setting("CJK"), "五", "五")])
    for model in found.values():
        assert all(sum(row.values()) == pytest.approx(1) for row in model.rows.values())


def test_the_order_of_pairs_does_not_change_what_is_learnt() -> None:
    pairs = [*within(STAMPED_WORN, OFTEN[190:210]), (CAST_CRISP, "KB71", "KB11"), (CYRILLIC_ALONE, "ЗМ", "ЭМ")]
    found, other = learn_settings(pairs), learn_settings(pairs[::-1])
    assert [distance(found[setting], other[setting]) for setting in found] == pytest.approx([0] * 4)


@pytest.mark.parametrize("seed", range(5))
def test_ten_pairs_do_no_harm(seed: int) -> None:
    truth = default_for(STAMPED_WORN)
    assert distance(learn_settings(simulated(10, seed=seed, truth=truth))[STAMPED_WORN], truth) < 0.02


@pytest.mark.parametrize("seed", range(3))
def test_the_more_pairs_the_nearer_is_the_table_of_a_setting_to_the_truth(seed: int) -> None:
    truth = default_model(wear=5.0)
    learnt = (learn_settings(simulated(count, seed=seed, truth=truth)) for count in (10, 100, 2_000))
    errors = [distance(model, truth) for model in (default_for(STAMPED_WORN), *(m[STAMPED_WORN] for m in learnt))]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 0.6 * errors[0]


def test_a_few_pairs_of_a_setting_do_no_harm_to_what_its_script_taught() -> None:
    truth = default_model(wear=5.0)
    of_the_script = within(LATIN_ALONE, judged_pairs(2_000, truth, seed=1))
    found = learn_settings([*of_the_script, *within(Setting(making="stamped"), judged_pairs(10, truth, seed=2))])
    assert distance(found[Setting(making="stamped")], truth) < 0.6 * distance(default_model(), truth)


# What each character can be mistaken for


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_likeness_keeps_what_looks_the_same_or_has_the_same_value(script: str) -> None:
    found = likeness_under(default_for(Setting(script)))
    same = [(c, other) for c, others in defaults().items() for other, weight in others if weight == 1.0]
    assert [(c, other) for c, other in same if dict(found.get(c, ())).get(other) != 1.0] == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_likeness_keeps_the_table_for_characters_of_other_scripts(script: str) -> None:
    found = likeness_under(default_for(Setting(script)))
    for character, others in defaults().items():
        own = alphabet_of(script)
        kept = {(c, w) for c, w in others if character not in own or c not in own}
        assert kept <= set(found[character])


def test_a_likeness_says_what_was_learnt_where_the_model_speaks_of_both() -> None:
    found = dict(likeness_under(learn(OFTEN))["1"])
    assert found["7"] > 3 * dict(likeness_under(default_model())["1"])["7"]
    assert "X" not in found


def test_a_likeness_tells_the_likeliest_first() -> None:
    for others in likeness_under(learn(OFTEN)).values():
        assert [w for _, w in others] == sorted((w for _, w in others), reverse=True)
        assert all(0 < w <= 1 for _, w in others)
