"""What the index of marks finds: exactly what comparing a question with every mark would find, cheapest first."""

import random
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.marks.keys import skeleton
from witnessmark.matching.compiling import can_compile, compiled, kernel
from witnessmark.matching.search import gapsearch, markindex, neighbours, pairarrays, pairbuilding
from witnessmark.matching.search.keycodes import code, coded, codes_of, rows_of, similar
from witnessmark.matching.search.markindex import ARRAYS, MarkIndex, arrays, build, from_arrays, look_up, packed, search
from witnessmark.matching.search.neighbours import ANY, WIDTH
from witnessmark.matching.search.pairsections import PLACE_BITS

LETTERS = "01AK"
WIDE = 400
"""Keys that are told of a question: all of a small register."""
with_compiler = pytest.mark.skipif(not can_compile(), reason="want Numba for the compiled search")


def index_of(*marks: str | None) -> MarkIndex:
    return build(*coded(pa.array(marks, pa.string())))


def spelled(index: MarkIndex, marks: Sequence[str | None], keys: Sequence[int]) -> list[str]:
    """The marks that some keys stand for."""
    return [skeleton(marks[int(index.rows_of(key)[0])] or "") for key in keys]


def found(marks: Sequence[str | None], question: str) -> list[str]:
    index = index_of(*marks)
    return spelled(index, marks, look_up(index, [question], most=WIDE)[0].keys)


# What a brute force finds


def edits(question: str, key: str) -> int:
    """The edits between two texts, where ``?`` is any one character."""
    row = list(range(len(key) + 1))
    for one, asked in enumerate(question, start=1):
        before, row = row, [one]
        for other, there in enumerate(key, start=1):
            row.append(min(before[other - 1] + (asked not in ("?", there)), before[other] + 1, row[-1] + 1))
    return row[-1]


def fits(question: str, key: str) -> bool:
    """Whether a key is the question, ``?`` being any one character and ``*`` any number of them."""
    before, star, after = question.partition("*")
    if not star:
        return len(question) == len(key) and edits(question, key) == 0
    if len(key) < len(before) + len(after):
        return False
    there = key[: len(before)] + key[len(key) - len(after) :]
    return all(asked in ("?", seen) for asked, seen in zip(before + after, there, strict=True))


def most_edits(question: str) -> int:
    by_length = 2 if len(question) > 5 else 1 if len(question) > 3 else 0
    return max(0, min(by_length, 2 - question.count("?")))


def brute(marks: Sequence[str | None], question: str) -> set[str]:
    known = {mark for mark in marks if mark}
    if "*" in question or question.count("?") > 2:
        return {mark for mark in known if fits(question, mark)}
    near = {mark for mark in known if question and edits(question, mark) <= most_edits(question)}
    if near or question.count("?") < 2:
        return near
    return {mark for sign in LETTERS for mark in known if edits(question.replace("?", sign, 1), mark) <= 1}


@st.composite
def changed(draw: st.DrawFn, mark: str) -> str:
    """A mark with some characters changed, left out, added or not read."""
    text = list(mark)
    for kind in draw(st.lists(st.sampled_from("cdu?"), max_size=4)):
        place = draw(st.integers(0, len(text)))
        sign = draw(st.sampled_from(LETTERS))
        text[place : place + (kind != "u")] = [] if kind == "d" else ["?" if kind == "?" else sign]
    if draw(st.integers(0, 4)) == 0:
        place = draw(st.integers(0, len(text)))
        text[place : place + draw(st.integers(0, 4))] = ["*"]
    return "".join(text)[:WIDTH]


@st.composite
def registers_and_questions(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    marks = draw(st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=25))
    near = draw(st.lists(st.sampled_from(marks).flatmap(changed), max_size=8))
    marks += [mark.replace("?", "0").replace("*", "") for mark in near if mark.strip("*")][: len(near) // 2]
    questions = draw(st.lists(st.sampled_from(marks).flatmap(changed), min_size=1, max_size=8))
    return marks, [*questions, draw(st.text(LETTERS + "?", max_size=8))]


@settings(max_examples=200)
@given(registers_and_questions())
def test_the_search_finds_exactly_what_a_brute_force_finds(world: tuple[list[str], list[str]]) -> None:
    marks, questions = world
    index = index_of(*marks)
    for question, hits in zip(questions, look_up(index, questions, most=WIDE), strict=True):
        told = spelled(index, marks, hits.keys)
        assert len(told) == len(set(told)) == hits.fitting
        assert set(told) == brute(marks, question), question
        assert hits.costs == sorted(hits.costs)
        assert hits.is_whole


@with_compiler
@settings(max_examples=200)
@given(registers_and_questions())
def test_the_compiled_search_finds_exactly_what_the_plain_one_does(world: tuple[list[str], list[str]]) -> None:
    marks, questions = world
    answers, built = [], []
    for worth in (0, 10_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(markindex, "WORTH_COMPILING", worth)
            index = index_of(*marks)
            built.append(arrays(index))
            asked = rows_of([question.replace("*", "?") for question in questions])
            answers.append(search(index, *asked, np.full(len(questions), -1, np.int64), most=5))
            answers.append(search(index, *asked, np.zeros(len(questions), np.int64), most=5))
    for name, array in built[0].items():
        assert array.tobytes() == built[1][name].tobytes(), name
    for fast, slow in ((answers[0], answers[2]), (answers[1], answers[3])):
        assert [each.tolist() for each in fast] == [each.tolist() for each in slow]


@with_compiler
def test_the_compiled_copy_is_another_module_made_once() -> None:
    assert compiled(neighbours) is compiled(neighbours)
    assert compiled(neighbours) is not neighbours


def test_without_a_compiler_the_module_is_its_own_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("witnessmark.matching.compiling.can_compile", lambda: False)
    assert compiled.__wrapped__(neighbours) is neighbours


@with_compiler
def test_a_compiled_function_that_makes_an_array_is_refused() -> None:
    def make(count: int) -> int:
        return len(np.empty(count, np.int64))

    errors = pytest.importorskip("numba").core.errors
    with pytest.raises(errors.NumbaError, match="empty"):
        kernel(neighbours.__name__ + "__compiled")(make)(3)


def test_functions_of_a_plain_module_are_left_as_they_are() -> None:
    assert kernel("some.module")(most_edits) is most_edits


# Edits


def test_two_edits_are_near_and_three_are_far() -> None:
    marks = ["K8123456"]
    assert found(marks, "K8123499") == found(marks, "A812345") == found(marks, "8123457") == marks
    assert found(marks, "K8123999") == found(marks, "A81235") == []


@pytest.mark.parametrize("question", ["7143", "71422", "714", "742", "7134", "7133"])
def test_four_characters_may_be_one_edit_away(question: str) -> None:
    assert set(found(["7142"], question)) == brute(["7142"], question)


def test_a_question_of_three_characters_finds_only_itself() -> None:
    assert found(["714", "7142", "713", "71"], "714") == ["714"]


def test_of_four_characters_the_last_edit_is_an_added_one() -> None:
    assert found(["71425"], "7142") == ["71425"]


def test_each_unread_character_takes_away_an_edit() -> None:
    marks = ["K8123456"]
    assert found(marks, "K81234?6") == found(marks, "K81934?6") == found(marks, "K8?234?6") == marks
    assert found(marks, "K91934?6") == []


def test_where_two_were_not_read_and_nothing_fits_a_third_may_be_wrong() -> None:
    assert found(["K8123456"], "K8?934?6") == ["K8123456"]
    assert found(["K8123456", "K8793496"], "K8?934?6") == ["K8793496"]
    assert found(["K8123456"], "K9?934?6") == []


def test_an_unread_character_is_any_one_character() -> None:
    assert found(["714", "7142", "7143"], "71?") == ["714"]
    assert found(["K8123456", "K812345"], "???23456") == ["K8123456"]


def test_more_than_two_unread_characters_allow_no_edit() -> None:
    assert found(["K8123456", "K8123455"], "K8???456") == ["K8123456"]


def test_an_unknown_run_is_any_number_of_characters() -> None:
    marks = ["K8", "K81", "K8123456", "A8123456"]
    assert found(marks, "K8*") == ["K8", "K81", "K8123456"]
    assert set(found(marks, "*56")) == {"K8123456", "A8123456"}
    assert found(marks, "K*?6") == ["K8123456"]
    assert len(found(marks, "*")) == 4


def test_between_the_first_and_the_last_unknown_run_anything_can_stand() -> None:
    assert found(["K8123456"], "K8*4*6") == found(["K8123456"], "K8*6") == ["K8123456"]
    assert found(["K8123456"], "K8*3*7") == []


# Which keys come first


def test_the_cheapest_come_first_and_those_that_look_alike_before_others() -> None:
    marks = ["71427142", "71427143", "7142714", "71427111"]
    index = index_of(*marks)
    (hits,) = look_up(index, ["71427142"])
    assert spelled(index, marks, hits.keys)[0] == "71427142"
    assert hits.costs == sorted(hits.costs)
    assert hits.costs[0] == 0


def test_of_many_only_the_cheapest_are_held() -> None:
    marks = [f"7142{number:04}" for number in range(200)]
    index = index_of(*marks)
    (all_of_them,) = look_up(index, ["71420100"], most=WIDE)
    (some,) = look_up(index, ["71420100"], most=7)
    assert (some.keys, some.costs) == (all_of_them.keys[:7], all_of_them.costs[:7])
    assert spelled(index, marks, some.keys)[0] == "71420100"


def test_of_a_vague_question_more_fit_than_are_told() -> None:
    index = index_of(*[f"7142{number:04}" for number in range(200)])
    (hits,) = look_up(index, ["7142*"], most=7)
    assert (len(hits.keys), hits.fitting, hits.is_whole) == (7, 200, True)


def test_a_search_that_would_look_at_too_many_keys_stops_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gapsearch, "MOST_SCANNED", 50)
    monkeypatch.setattr(markindex, "is_loaded", lambda _: False)
    index = index_of(*[f"7142{number:04}" for number in range(200)])
    (hits,) = look_up(index, ["7142*"], most=7)
    assert (hits.is_whole, hits.fitting, len(hits.keys)) == (False, 50, 7)


@pytest.mark.parametrize("question", ["?1?2?000", "000?2?1?", "?1?2?0*"])
def test_keys_that_cannot_fit_are_leapt_over(question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gapsearch, "MOST_SCANNED", 400)
    monkeypatch.setattr(markindex, "is_loaded", lambda _: False)
    marks = [f"{number:05}{number % 3:03}" for number in range(10_000)]
    marks += [mark[::-1] for mark in marks]
    (hits,) = look_up(index_of(*marks), [question], most=WIDE)
    wanted = {mark for mark in marks if fits(question, mark)}
    assert (hits.is_whole, hits.fitting) == (True, len(wanted))


def test_characters_taken_for_each_other_cost_less_and_one_that_agrees_nothing() -> None:
    costing = similar()
    assert costing[code("7"), code("1")] == costing[code("1"), code("7")] < costing[code("7"), code("5")]
    assert costing.diagonal().tolist() == [0] * 64


# Coding


def test_rows_that_share_a_key_are_all_found() -> None:
    index = index_of("KB-1234", "KC1234", "kb 1234", "КВ1234")
    (hits,) = look_up(index, [skeleton("KB1234")])
    assert sorted(index.rows_of(hits.keys[0]).tolist()) == [0, 2, 3]


def test_marks_that_are_missing_or_of_separators_alone_are_in_no_key() -> None:
    index = index_of(None, "7142", "", "--", " ")
    assert (len(index.lengths), index.rows.tolist()) == (1, [1])
    assert found([None, "7142", ""], "*") == ["7142"]


def test_look_alikes_of_other_scripts_are_coded_alike() -> None:
    rows, lengths = coded(pa.array(["KB-04", "КВ О4", "kв/o4"]))
    assert (rows[0] == rows[1]).all()
    assert (rows[0] == rows[2]).all()
    assert lengths.tolist() == [4, 4, 4]


def test_marks_are_coded_as_their_skeletons_are() -> None:
    marks = ["KB 04217-86", "ЖЩ 71", "7" * 40, "é7", "五六式 1012", "", "a|b·c", "\u202e71", "ß-1"]
    rows, lengths = coded(pa.array(marks))
    expected, expected_lengths = rows_of([skeleton(mark) for mark in marks])
    assert rows.tolist() == expected.tolist()
    assert lengths.tolist() == expected_lengths.tolist()


@given(st.lists(st.one_of(st.none(), st.text(max_size=24)), max_size=12), st.integers(0, 5))
def test_any_texts_are_coded_as_their_skeletons_are_and_so_is_a_slice(marks: list[str | None], first: int) -> None:
    rows, lengths = coded(pa.array(marks, pa.string()).slice(min(first, len(marks))))
    texts = [skeleton(mark or "").replace("?", "%") for mark in marks[first:]]
    expected, expected_lengths = rows_of(texts)
    is_asked = np.array(["?" in (mark or "") for mark in marks[first:]], bool)
    assert rows[~is_asked].tolist() == expected[~is_asked].tolist()
    assert lengths.tolist() == expected_lengths.tolist()


def test_marks_in_several_chunks_are_coded_as_one() -> None:
    whole, _ = coded(pa.array(["71", "42", None]))
    parts, lengths = coded(pa.chunked_array([["71"], [], ["42", None]], pa.string()))
    assert (parts.tolist(), lengths.tolist()) == (whole.tolist(), [2, 2, 0])


def test_of_a_long_mark_its_beginning_and_its_end_are_compared() -> None:
    long = "0123456789" * 3
    assert codes_of(long) == codes_of(long[:8] + "XX" + long[-8:])
    assert found([long], long) == [long]
    assert found([long], long[:7] + "9" + long[8:]) == [long]


@pytest.mark.parametrize("question", ["ACDEFGHJKM*", "*MNPQRTUVWX", "ACD*KMNPQRTUVWX"])
def test_a_long_mark_is_found_by_more_than_eight_characters_before_or_after_an_unknown_run(question: str) -> None:
    mark = "ACDEFGHJKMNPQRTUVWX"
    assert found([mark], skeleton(question)) == [skeleton(mark)]


def test_the_codes_of_characters_do_not_overlap() -> None:
    latin = {code(c) for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    assert len(latin) == 36
    assert {0, ANY}.isdisjoint(latin | {code(c) for c in "ЖЩ五"})
    assert code("?") == ANY


def test_packed_rows_sort_by_length_then_by_characters() -> None:
    texts = ["9", "10", "11", "2" * 16, "1" * 15 + "2", "1" * 16]
    high, low = packed(*rows_of(texts))
    order = sorted(range(len(texts)), key=lambda n: (int(high[n]), int(low[n])))
    assert [texts[n] for n in order] == ["9", "10", "11", "1" * 16, "1" * 15 + "2", "2" * 16]


# Indexes


def test_an_empty_register_finds_nothing() -> None:
    for index in (index_of(), index_of(None, "")):
        for hits in look_up(index, ["K81234", "K8*", "???", "*", ""]):
            assert (hits.keys, hits.costs, hits.fitting, hits.is_whole) == ([], [], 0, True)


def test_no_question_has_no_answer_and_an_empty_one_finds_nothing() -> None:
    assert look_up(index_of("71"), []) == []
    assert found(["71"], "") == []


def test_an_index_comes_back_from_its_arrays() -> None:
    marks = ["K81234", "K81235", "71"]
    index = from_arrays(arrays(index_of(*marks)))
    assert look_up(index, ["K81234", "7*"]) == look_up(index_of(*marks), ["K81234", "7*"])


def test_the_same_marks_give_the_same_arrays() -> None:
    marks = [f"7142{number:04}" for number in range(300)]
    one, other = arrays(index_of(*marks)), arrays(index_of(*marks))
    assert {name: each.tobytes() for name, each in one.items()} == {n: each.tobytes() for n, each in other.items()}


def test_more_keys_than_an_index_can_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markindex, "MOST_KEYS", 2)
    with pytest.raises(ValueError, match="want at most 2 different marks in one index, got 3"):
        index_of("71", "72", "73")


# Without a compiler


@pytest.mark.parametrize("count", [0, 1, 30, 2_000])
def test_the_table_made_without_a_compiler_is_the_same_byte_for_byte(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(count)  # noqa: S311 - invented serials, no secret
    marks = ["".join(chance.choices("0123TX", k=chance.randrange(1, 18))) for _ in range(count)]
    monkeypatch.setattr(markindex, "WORTH_COMPILING", 0)
    made = arrays(index_of(*marks))
    monkeypatch.setattr(markindex, "can_compile", lambda: False)
    again = arrays(index_of(*marks))
    assert all(made[name].dtype == again[name].dtype and (made[name] == again[name]).all() for name in ARRAYS)
    assert all(len(made[name]) == len(again[name]) for name in ARRAYS)


@with_compiler
@pytest.mark.parametrize("at_once", [1, 3_000, 50_000_000])
def test_the_table_is_the_same_however_much_of_it_is_listed_at_once(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(5)  # noqa: S311 - invented serials, no secret
    keys, lengths = coded(pa.array(["".join(chance.choices("0123TX", k=9)) for _ in range(3_000)]))
    monkeypatch.setattr(pairbuilding, "_AT_ONCE", at_once)
    places = 8 << PLACE_BITS
    made, wanted = pairbuilding.table(keys, lengths, places), pairarrays.table(keys, lengths, places)
    assert [each.tobytes() for each in made] == [each.tobytes() for each in wanted]


@with_compiler
@pytest.mark.parametrize("at_once", [1, 50_000_000])
def test_sections_into_which_nothing_goes_are_empty(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairbuilding, "_AT_ONCE", at_once)
    keys, lengths = coded(pa.array(["TX", "7"]))
    made, wanted = (way.table(keys, lengths, 16 << PLACE_BITS) for way in (pairbuilding, pairarrays))
    assert [each.tobytes() for each in made] == [each.tobytes() for each in wanted]


def test_marks_that_share_their_first_nine_characters_are_sorted_by_the_others_and_equal_ones_by_row() -> None:
    marks = ["TX714200099", "TX714200012", "TX714200099", "TX7142000", "TX714200012", "TX71420001"]
    index = index_of(*marks)
    assert [index.rows_of(key).tolist() for key in range(4)] == [[3], [5], [1, 4], [0, 2]]
